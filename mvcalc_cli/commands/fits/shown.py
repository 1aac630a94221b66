"""The answer of one fit: its screen, its rows, its formula."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mvcalc_cli.commands.fits.answer import Fitted
    from mvcalc_cli.commands.fits.predictions import Predicted
    from mvcalc_cli.commands.fits.run import Run
    from mvcalc_cli.commands.fits.values import Spot
    from mvcalc_cli.commands.inputs import Reader
    from mvcalc_cli.language.tree import Tree
    from mvcalc_cli.report import Block, Cell, Report


def shown(reader: Reader, found: Fitted, run: Run, spots: Sequence[Spot]) -> Report:
    """Everything that is to be said of one fit."""
    from mvcalc_cli.report import Report

    predictions = _predicted(found, spots) if spots and found.converged else ()
    screen = reader.output.format == "terminal"
    wanted = reader.output.format == "json" or _is_saved(reader, ".json")
    start_note(reader, found)
    function = formula(reader, found) if _is_finite(found) else None
    return Report(
        "fit",
        blocks=_blocks(reader, found, run, predictions) if screen or reader.save or not found.converged else (),
        rows=_rows(reader, found, run, predictions),
        answer=function if found.converged else None,
        variables=tuple(found.asked.predictors),
        inputs=reader.inputs,
        data=_data(found, run, function, predictions) if wanted else {},
        quiet=tuple((row[1],) for row in estimate_rows(found)),
        warnings=() if screen else _warnings(found, predictions),
        exit_code=0 if found.converged else 1,
        columns=_columns(run, predictions),
        array=list(found.estimates.values()) if found.converged else None,
        series=_saved(found, run, predictions) if _is_saved(reader, ".csv") else (),
    )


def _columns(run: Run, predictions: Sequence[Predicted]) -> tuple[str, ...]:
    """What the cells of a row are; () where the rows say it themselves."""
    if run.residuals or run.curve or run.trace:
        return ()
    return PREDICTED if predictions else _COLUMNS


def _saved(found: Fitted, run: Run, predictions: Sequence[Predicted]) -> tuple[tuple[Cell, ...], ...]:
    """The table of --save FILE.csv, where it is not that of the estimates: what is asked for besides."""
    if predictions and not (run.residuals or run.curve or run.trace):
        return (PREDICTED, *(one.row for one in predictions))
    return _series(found, run)


def _predicted(found: Fitted, spots: Sequence[Spot]) -> tuple[Predicted, ...]:
    from mvcalc_cli.commands.fits.predictions import predicted

    return tuple(predicted(found, spot) for spot in spots)


def _data(found: Fitted, run: Run, function: Tree | None, predictions: Sequence[Predicted]) -> Mapping[str, object]:
    from mvcalc_cli.commands.fits.data import fit_data

    return fit_data(found, run, function, predictions)


# The columns of a prediction: the point, the value, and the intervals of the curve and of a new observation.
PREDICTED = ("point", "value", "standard_error", "curve_low", "curve_high", "new_low", "new_high")
_COLUMNS = ("name", "estimate", "standard_error", "low", "high")


def _is_saved(reader: Reader, extension: str) -> bool:
    return (reader.save or "").lower().endswith(extension)


def _warnings(found: Fitted, predictions: Sequence[Predicted]) -> tuple[str, ...]:
    """What a screen would say beside the numbers."""
    from mvcalc_cli.commands.fits.verdicts import doubts, notes, sentence

    ended = () if found.converged else (sentence(found),)
    return (*ended, *notes(found), *doubts(found), *(word for one in predictions for word in one.words))


def start_note(reader: Reader, found: Fitted) -> None:
    """Where the search began is a guess, and said, unless --start gives it: in short where all went well."""
    from mvcalc_cli.commands.fits.verdicts import typeset
    from mvcalc_cli.language.printers import line
    from mvcalc_cli.language.tree import as_variable
    from mvcalc_cli.numeric.fit.rounding import significant

    solution = found.solution
    guessed = [name for name in solution.names if name not in found.asked.start]
    if not solution.steps or not guessed or solution.ending.reason == "direct":
        return
    tried = f", the best of {solution.tried}" if solution.tried > 1 else ""
    if found.converged and not reader.output.verbose and reader.output.format != "json":
        reader.note(f"the start was guessed{tried}; -v shows it")
        return
    first = dict(zip(solution.names, map(float, solution.steps[0].theta), strict=True))
    named = found.asked.named
    first = first if named is None else named.normalised({**first, **found.asked.fixed})
    where = ", ".join(f"{line(as_variable(name))} = {significant(first[name], 3)}" for name in guessed)
    values = ",".join(f"{name}={significant(first[name], 3)}" for name in guessed)
    reader.note(f"the start was guessed{tried}: {typeset(where)}; another: --start {values}")


# --- rows -------------------------------------------------------------------------------------------


def _rows(reader: Reader, found: Fitted, run: Run, predictions: Sequence[Predicted]) -> tuple[tuple[Cell, ...], ...]:
    if reader.output.format != "plain":
        return estimate_rows(found)
    if run.trace and not found.solution.steps:
        reader.note("a linear model is solved at once: there are no steps; --method gd shows a way")
        return estimate_rows(found)
    if run.residuals or run.curve or run.trace:
        return estimate_rows(found) if _is_saved(reader, ".csv") else _series(found, run)[1:]
    if predictions:
        return tuple(row for one in predictions for row in (one.row,))
    return estimate_rows(found)


def _series(found: Fitted, run: Run) -> tuple[tuple[Cell, ...], ...]:
    """The table that --residuals, --curve or --trace asks for, its header first."""
    from mvcalc_cli.commands.fits.tables import series

    return series(found, run)


def estimate_rows(found: Fitted) -> tuple[tuple[Cell, ...], ...]:
    """A row for each parameter."""
    from mvcalc_cli.commands.fits.estimates import cells, estimates

    return tuple(map(cells, estimates(found)))


def formula(reader: Reader, found: Fitted) -> Tree:
    """The fitted function with its numbers: in full, in LaTeX as many digits as the errors leave."""
    from fractions import Fraction

    from mvcalc_cli.language.tree import Decimal, Tree, negative, substitute, variable

    rough = reader.output.format == "latex" or _is_saved(reader, ".tex")
    replaced: dict[Tree, Tree] = {}
    for name, value in found.estimates.items():
        size = Decimal(Fraction(_digits(found, name, abs(value)) if rough else repr(abs(value))))
        number = Tree("number", size.numerator if size.denominator == 1 else size)
        replaced[variable(name)] = negative(number) if value < 0 else number
    return tidied(substitute(found.asked.tree, replaced))


def tidied(tree: Tree) -> Tree:
    """a − 2 rather than a + (−2): signs alone are moved, no number is worked out."""
    from mvcalc_cli.language.tree import fold

    return fold(tree, _without_sign)


def _without_sign(node: Tree, args: list[Tree]) -> Tree:
    from mvcalc_cli.language.tree import multiply, negative

    if node.kind == "negative" and args[0].kind == "negative":
        return args[0].args[0]
    if node.kind == "product" and sum(arg.kind == "negative" for arg in args) == 1:
        return negative(multiply(*(arg.args[0] if arg.kind == "negative" else arg for arg in args)))
    return node.with_args(tuple(args))


def _digits(found: Fitted, name: str, value: float) -> str:
    """A value with six digits beyond its error's first, ten where it has none."""
    errors = dict(zip(found.inference.names, found.inference.errors or (), strict=False))
    error = errors.get(name)
    if not error or not value:
        return f"{value:.10g}"
    from math import floor, log10

    return f"{value:.{max(1, min(15, floor(log10(value)) - floor(log10(error)) + 4))}g}"


# --- the screen -------------------------------------------------------------------------------------


def _blocks(reader: Reader, found: Fitted, run: Run, predictions: Sequence[Predicted]) -> tuple[Block, ...]:
    """The formula, the estimates, the picture, the verdict, and what else is asked for."""
    from mvcalc_cli.commands.fits.estimates import estimates, table
    from mvcalc_cli.commands.fits.heads import head
    from mvcalc_cli.commands.fits.verdicts import closing
    from mvcalc_cli.report import Line

    blocks: list[Block] = [head(found)]
    if any(one.value is not None for one in estimates(found)):
        blocks += [Line(), table(reader, found)]
    if run.trace:
        from mvcalc_cli.commands.fits.traces import trace_blocks

        blocks += [Line(), *trace_blocks(reader, [found], run)]
    if run.residuals or run.curve:
        from mvcalc_cli.commands.fits.tables import series_blocks

        blocks += [Line(), *series_blocks(found, run)]
    if predictions:
        from mvcalc_cli.commands.fits.predictions import prediction_blocks

        blocks += [Line(), *prediction_blocks(found, predictions)]
    blocks += _picture(reader, found, run)
    blocks += [Line(), *closing(reader, found)]
    return tuple(blocks)


def _picture(reader: Reader, found: Fitted, run: Run) -> list[Block]:
    """Points, curve and residuals, where somebody will see them."""
    from mvcalc_cli.commands.fits import pictures
    from mvcalc_cli.commands.fits.scenes import curve_of, scene
    from mvcalc_cli.report import Line

    undetermined = found.solution.ending.reason == "singular"
    if run.trace or undetermined or not pictures.is_wanted(reader, plot=run.plot) or not _is_finite(found):
        return []
    drawn = pictures.fitted_blocks(scene(found, run), curve_of(found))
    return [Line(), *drawn] if drawn else []


def _is_finite(found: Fitted) -> bool:
    """Whether the estimates are numbers: of too few rows there are none."""
    import math

    return all(math.isfinite(value) for value in found.estimates.values())
