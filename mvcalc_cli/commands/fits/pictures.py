"""Pictures of fits: the curve through the data with its residuals, models beside each other, histograms."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from mvcalc_cli.commands.inputs import Reader
    from mvcalc_cli.numeric.fit.data import Array, Data
    from mvcalc_cli.numeric.fit.residuals import Residuals
    from mvcalc_cli.numeric.fit.solution import Step
    from mvcalc_cli.plotting.fits import Rows
    from mvcalc_cli.plotting.plot import Curve, Hue, Layer, Plot, Range, Style
    from mvcalc_cli.report import Block, Cell

# Rows of a saved curve.
_CURVE_ROWS = 201


class Fitted(NamedTuple):
    """One fitted model.

    Attributes:
        name: What the legend of a comparison calls it.
        values: The model at the estimates, for columns by name; nan where undefined.
        band: The ends of the confidence interval of the curve, for the same columns.
        band_name: What the legend calls it.
    """

    name: str
    values: Callable[[Mapping[str, Array]], Array]
    band: Callable[[Mapping[str, Array]], tuple[Array, Array]] | None = None
    band_name: str = "95 % confidence band"


class Scene(NamedTuple):
    """What the curves are drawn on.

    Attributes:
        data: All rows, or a sample of them.
        rows: How many there are in all.
        predictors: The columns that the models use.
        y_name: What is explained, as typed.
        size: --size.
        over: What the horizontal axis shows; None fits it to the data.
        labels: What the predictors are called, where their columns have other names; as many.
    """

    data: Data
    rows: int
    predictors: tuple[str, ...]
    y_name: str
    size: str | None = None
    over: Range | None = None
    labels: tuple[str, ...] = ()

    def label(self, name: str) -> str:
        """What a predictor is called."""
        return dict(zip(self.predictors, self.labels, strict=False)).get(name, name)


def is_wanted(reader: Reader, *, plot: bool) -> bool:
    """Whether anybody will see a picture: on a screen, or in a file of one."""
    saved = (reader.save or "").lower().endswith((".svg", ".png", ".html", ".txt"))
    return plot and (saved or (reader.output.format == "terminal" and not reader.output.quiet))


def fitted_blocks(scene: Scene, fitted: Fitted) -> list[Block]:
    """Data and curve, the residuals beneath; with several predictors y against its fitted values."""
    return _blocks(_fit_plot(scene, fitted), scene)


def _fit_plot(scene: Scene, fitted: Fitted) -> Plot:
    from mvcalc_cli.plotting.fits import diagonal, drawn_rows, fit_plot, span

    data = scene.data
    at_rows = fitted.values(data.columns)
    if len(scene.predictors) > 1:
        rows = drawn_rows(at_rows, data.y, at_rows, data.sigma)
        over = span((*rows.xs, *rows.ys))
        return fit_plot(rows, [diagonal(over)], over, (f"fitted {scene.y_name}", scene.y_name), headed=False)
    x, name = _abscissas(scene)
    rows = drawn_rows(x, data.y, at_rows, data.sigma)
    over = scene.over or _data_span(x)
    layers: list[Layer] = [*_band(scene, fitted, over, rows), _curve(scene, fitted, over)]
    return fit_plot(rows, layers, over, (scene.label(name), scene.y_name), headed=bool(scene.predictors))


def _abscissas(scene: Scene) -> tuple[Array, str]:
    """The predictor; of a model without one the first column, else the number of the row."""
    from mvcalc_cli.plotting.fits import numbers_of_rows

    columns = scene.data.columns
    name = next(iter([*scene.predictors, *columns]), "")
    return (columns[name], name) if name else (numbers_of_rows(scene.data.rows), "row")


def _data_span(x: Array) -> Range:
    from mvcalc_cli.plotting.fits import span

    return span((float(x.min()), float(x.max()))) if len(x) else span(())


def _at(scene: Scene, xs: Sequence[float]) -> dict[str, Array]:
    """Columns of numbers that the model can be worked out for."""
    from mvcalc_cli.plotting.fits import as_column

    _, name = _abscissas(scene)
    return {name: as_column(xs)}


def _values(scene: Scene, fitted: Fitted) -> Callable[[Sequence[float]], list[float]]:
    """The model along the axis."""

    def values(xs: Sequence[float]) -> list[float]:
        from mvcalc_cli.plotting.fits import as_list

        return as_list(fitted.values(_at(scene, xs)), len(xs))

    return values


def _curve(
    scene: Scene, fitted: Fitted, over: Range, name: str = "", look: tuple[Style, Hue] = ("solid", "first")
) -> Curve:
    from mvcalc_cli.plotting.functions import graph

    return graph(_values(scene, fitted), over, name=name, style=look[0], hue=look[1])


def _band(scene: Scene, fitted: Fitted, over: Range, rows: Rows) -> list[Curve]:
    """The ends of the interval, where they can be told from the curve."""
    from mvcalc_cli.plotting.fits import interval, is_wide

    ends = fitted.band
    if ends is None:
        return []

    def both(xs: Sequence[float]) -> tuple[list[float], list[float]]:
        low, high = ends(_at(scene, xs))
        return low.tolist(), high.tolist()

    found = interval(both, over, fitted.band_name)
    return [found] if is_wide(found, rows) else []


def compared_blocks(scene: Scene, models: Sequence[Fitted]) -> list[Block]:
    """The curves of several models through the data."""
    from mvcalc_cli.plotting.fits import LOOKS, drawn_rows, fit_plot

    if len(scene.predictors) > 1:
        return []
    x, name = _abscissas(scene)
    over = scene.over or _data_span(x)
    layers = [_curve(scene, one, over, one.name, look) for one, look in zip(models, LOOKS, strict=False)]
    rows = drawn_rows(x, scene.data.y, None, scene.data.sigma)
    blocks = _blocks(fit_plot(rows, layers, over, (scene.label(name), scene.y_name)), scene)
    more = len(models) - len(LOOKS)
    return [*blocks, *(_note(f"the curves of the first {len(LOOKS)} models are drawn") if more > 0 else [])]


def _blocks(plot: Plot, scene: Scene) -> list[Block]:
    """The picture, and what it does not show."""
    from mvcalc_cli.commands.pictures import picture

    return [picture(plot, scene.size), *_told(plot, scene)]


def _told(plot: Plot, scene: Scene) -> list[Block]:
    from mvcalc_cli.plotting.fits import BARRED

    shown, beneath = _count(plot.layers), _count(plot.panel.layers if plot.panel else ())
    notes = []
    if shown < scene.rows:
        notes.append(f"{shown:,} of {scene.rows:,} rows are drawn")
    if beneath and beneath < scene.rows:
        told = f"the residuals of {beneath:,}" if notes else f"{beneath:,} of {scene.rows:,} residuals are drawn"
        # Of a sample it is not known which are the largest.
        notes.append(told + (", the largest among them" if scene.data.rows == scene.rows else ""))
    if scene.data.sigma is not None and shown > BARRED:
        notes.append(f"error bars are drawn of {BARRED} rows at most")
    return _note("; ".join(notes)) if notes else []


def _count(layers: Sequence[Layer]) -> int:
    """How many rows are dots."""
    from mvcalc_cli.plotting.plot import Scatter

    return max((len(layer.xs) for layer in layers if isinstance(layer, Scatter)), default=0)


def _note(text: str) -> list[Block]:
    from mvcalc_cli.report import Line, Span

    return [Line((Span(text, "secondary"),), indent=2)]


def histogram_blocks(
    edges: Sequence[float],
    counts: Sequence[float],
    curves: Sequence[tuple[str, Callable[[Array], Array]]],
    *,
    x_name: str,
    size: str | None = None,
) -> list[Block]:
    """Bars of the counts, and over them the densities of the fitted distributions."""
    from mvcalc_cli.commands.pictures import picture
    from mvcalc_cli.plotting.fits import as_column, as_list
    from mvcalc_cli.plotting.histograms import Density, histogram_plot

    def listed(density: Callable[[Array], Array]) -> Density:
        return lambda xs: as_list(density(as_column(xs)), len(xs))

    lists = [[float(value) for value in column] for column in (edges, counts)]
    plot = histogram_plot(lists[0], lists[1], [(name, listed(density)) for name, density in curves], x_name)
    return [picture(plot, size)]


def trace_blocks(ways: Sequence[tuple[str, Sequence[Step]]], *, size: str | None = None) -> list[Block]:
    """chi² against the step, for one method or several."""
    from mvcalc_cli.commands.pictures import picture
    from mvcalc_cli.plotting.falls import Fall, falls_plot, last_step

    taken = [(name, [step for step in steps if step.accepted]) for name, steps in ways]
    falls = [Fall(name, tuple(s.k for s in steps), tuple(s.chi2 for s in steps)) for name, steps in taken if steps]
    if not falls or max(fall.steps[-1] for fall in falls) == 0:
        return []
    last = last_step(falls)
    longer = [f"{fall.name} goes on to step {fall.steps[-1]:,}" for fall in falls if fall.steps[-1] > last]
    return [picture(falls_plot(falls), size), *(_note("; ".join(longer)) if longer else [])]


def ways_blocks(
    residuals: Residuals,
    names: tuple[str, str],
    ways: Sequence[tuple[str, Sequence[Step]]],
    *,
    size: str | None = None,
) -> list[Block]:
    """The ways of two free parameters over contours of chi²; without contours where they would take too long."""
    from mvcalc_cli.commands.pictures import picture
    from mvcalc_cli.plotting.falls import Way, ways_plot
    from mvcalc_cli.plotting.paths import outside

    taken = [
        Way(name, *(tuple(float(s.theta[k]) for s in steps if s.accepted) for k in (0, 1))) for name, steps in ways
    ]
    plot, box = ways_plot(residuals.chi2, residuals.rows, taken, names)
    if plot is None:
        return []
    lost = outside([way.drawn for way in taken], box)
    note = f"{'one place' if lost == 1 else f'{lost:,} places'} of the ways lie outside of the picture"
    return [picture(plot, size), *(_note(note) if lost else [])]


def curve_rows(scene: Scene, fitted: Fitted) -> tuple[tuple[Cell, ...], ...]:
    """The fitted curve at even places of the axis, with the ends of its interval; the header first.

    Raises:
        InputError: If the model has several predictors, and so no curve.
    """
    from mvcalc_cli.errors import InputError

    if len(scene.predictors) > 1:
        raise InputError(
            f"a model of {len(scene.predictors)} columns has no curve", hint="--residuals has its fitted values"
        )
    x, name = _abscissas(scene)
    low, high = scene.over or _data_span(x)
    xs = [low + (high - low) * k / (_CURVE_ROWS - 1) for k in range(_CURVE_ROWS - 1)] + [high]
    columns = [xs, _values(scene, fitted)(xs)]
    if fitted.band is not None:
        columns += [end.tolist() for end in fitted.band(_at(scene, xs))]
    header = (scene.label(name), "fitted", "low", "high")[: len(columns)]
    return (header, *zip(*columns, strict=True))


def residual_rows(scene: Scene, fitted: Fitted) -> tuple[tuple[Cell, ...], ...]:
    """A line for each row of the scene: predictors, y, sigma, fitted value, residual; the header first."""
    data = scene.data
    found = fitted.values(data.columns)
    names = [*map(scene.label, scene.predictors), scene.y_name]
    columns = [*(data.columns[name] for name in scene.predictors), data.y]
    if data.sigma is not None:
        names.append("sigma")
        columns.append(data.sigma)
    names += ["fitted", "residual"]
    columns += [found, data.y - found]
    if data.sigma is not None:
        names.append("residual/sigma")
        columns.append((data.y - found) / data.sigma)
    return (tuple(names), *zip(*(column.tolist() for column in columns), strict=True))
