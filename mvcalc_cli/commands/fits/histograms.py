"""--histogram COLUMN: a distribution fitted to the raw values of a column."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mvcalc_cli.errors import InputError

if TYPE_CHECKING:
    from mvcalc_cli.commands.fits.columns import Columns
    from mvcalc_cli.commands.fits.estimates import Estimate
    from mvcalc_cli.commands.fits.run import Run
    from mvcalc_cli.commands.inputs import Reader
    from mvcalc_cli.numeric.fit.form import Form
    from mvcalc_cli.numeric.fit.histogram import Compared, FamilyFit, Histogram
    from mvcalc_cli.numeric.fit.values import Values
    from mvcalc_cli.report import Block, Cell, Report, Table

# From so many values on intervals by the normal distribution hold well enough.
_FEW = 30
_COLUMNS = ("name", "estimate", "standard_error", "low", "high")


def distribution(reader: Reader, table: Any, run: Run) -> Report:
    """The distribution of a column: its parameters, its bins, whether the values follow it.

    Raises:
        InputError: For a name that is no distribution, or options that are of a curve.
    """
    from mvcalc_cli.commands.fits.columns import columns
    from mvcalc_cli.commands.fits.sources import Rows

    _refuse_curves(run)
    named = columns(table.name, table.header)
    form, label = _form(reader, named, run)
    with Rows(reader, table, form, run) as source:
        return _report(reader, _values(source), (label, named.file), run)


def _report(reader: Reader, values: Values, names: tuple[str, str], run: Run) -> Report:
    """The answer; `names` are those of the column and of its file."""
    from mvcalc_cli.numeric.fit.histogram import compared, histogram
    from mvcalc_cli.report import Report

    ranking = compared(values, run.compare, name=names[0]) if run.compare else None
    family = ranking.fits[0].name if ranking is not None and ranking.fits else run.model or "normal"
    found = histogram(values, family, run.bins, names[0])
    return Report(
        "fit",
        blocks=_blocks(reader, found, ranking, names, run),
        rows=_rows(found, run) if ranking is None else tuple((fit.name, fit.aic) for fit in ranking.fits),
        columns=_COLUMNS if ranking is None else ("distribution", "aic"),
        inputs=reader.inputs,
        data=_data(found, ranking, names[0], run),
        quiet=tuple((value,) for value in found.fit.estimates),
        array=list(found.fit.estimates),
        series=(("low", "high", "count", "expected"), *_bins(found)),
        warnings=() if reader.output.format == "terminal" or not found.fit.words else (found.fit.words,),
    )


def _refuse_curves(run: Run) -> None:
    """What belongs to curves alone."""
    given = {
        "--y": run.y,
        "--x": run.x,
        "--sigma": run.sigma,
        "--start": run.start,
        "--fix": run.fix,
        "--bounds": run.bounds,
        "--method": run.method,
        "--predict": run.predict,
        "--trace": run.trace,
        "--residuals": run.residuals,
        "--curve": run.curve,
    }
    wrong = [name for name, value in given.items() if value]
    if wrong:
        raise InputError(f"{wrong[0]} is of a curve, and --histogram fits a distribution", hint=f"leave {wrong[0]} out")


def _form(reader: Reader, named: Columns, run: Run) -> tuple[Form, str]:
    """The column, or the expression of columns, and what it is called.

    Raises:
        InputError: If it holds no column.
    """
    from mvcalc_cli.commands.fits.columns import column_of
    from mvcalc_cli.commands.fits.formula import read_expression
    from mvcalc_cli.language.printers import line
    from mvcalc_cli.language.tree import variables
    from mvcalc_cli.numeric.fit.form import Form

    tree = read_expression(reader, run.histogram or "", named, "--histogram")
    if not variables(tree):
        raise InputError(f"--histogram needs a column, and {run.histogram} is none", hint=f"there are {named.listed()}")
    alone = column_of(named, tree)
    headers = {name: named.header(name) for name in variables(tree)}
    return Form(headers, {}, tree), line(tree) if alone is None else named.header(alone)


def _values(source: Any) -> Values:
    """The numbers, in memory or in pieces."""
    from mvcalc_cli.numeric.fit.values import Values

    if hasattr(source, "chunks"):
        return Values(lambda: (chunk.y for chunk in source.chunks()))
    return Values.of(source.y)


def _estimates(fit: FamilyFit, level: float) -> list[Estimate]:
    """Each parameter with its standard error and its interval."""
    from mvcalc_cli.commands.fits.estimates import Estimate

    errors = fit.errors or (None,) * len(fit.parameters)
    found = zip(fit.parameters, fit.estimates, errors, strict=True)
    ends = [(None, None) if each is None else each for each in fit.intervals(level)]
    return [
        Estimate(name, value, error, low, high, "free")
        for (name, value, error), (low, high) in zip(found, ends, strict=True)
    ]


def _rows(found: Histogram, run: Run) -> tuple[tuple[Cell, ...], ...]:
    from mvcalc_cli.commands.fits.estimates import cells

    return tuple(map(cells, _estimates(found.fit, run.share)))


def _bins(found: Histogram) -> list[tuple[Cell, ...]]:
    """The ends of each bin, how many values are in it, and how many the distribution expects."""
    return list(zip(found.edges[:-1], found.edges[1:], found.counts, found.expected, strict=True))


# --- the screen -------------------------------------------------------------------------------------


def _blocks(
    reader: Reader, found: Histogram, ranking: Compared | None, names: tuple[str, str], run: Run
) -> tuple[Block, ...]:
    from mvcalc_cli.commands.fits import pictures
    from mvcalc_cli.commands.fits.verdicts import typeset
    from mvcalc_cli.report import Line, Span, Verdict

    head = (
        Span(f"{found.fit.name} distribution", "operator"),
        Span(f"   of {found.rows:,} values of {', '.join(names)}"),
    )
    blocks: list[Block] = [Line(head), Line(), _table(reader, found, run)]
    if ranking is not None:
        blocks += [Line(), *_ranking(ranking)]
    if pictures.is_wanted(reader, plot=run.plot):
        curves = [(found.fit.name, found.fit.density)]
        drawn = pictures.histogram_blocks(found.edges, found.counts, curves, x_name=names[0], size=run.size)
        blocks += [Line(), *drawn]
    words = [typeset(test.words) for test in found.tests]
    closing = Verdict(words[0], _sign(found)) if words else Verdict("too few values for a test", "open")
    few = "of so few values the intervals are approximate"
    approximate = [few] if found.fit.errors and not found.fit.is_exact and found.rows < _FEW else []
    below = [*words[1:], *([found.fit.words] if found.fit.words else []), *approximate, _within(found)]
    return (*blocks, Line(), closing, *(Line((Span(text, "secondary"),), indent=4) for text in below if text))


def _sign(found: Histogram) -> Any:
    """Good where chance explains the difference, bad where it hardly does."""
    test = found.tests[0]
    return "good" if test.least_p >= 0.05 else "bad" if test.p < 0.05 else "open"


def _table(reader: Reader, found: Histogram, run: Run) -> Table:
    from mvcalc_cli.commands.fits.estimates import level_text, row
    from mvcalc_cli.report import Table

    rows = tuple(row(reader, each) for each in _estimates(found.fit, run.share))
    headers = ("", "estimate", "std. error", f"{level_text(run.share)} interval")
    wide = any(cells[2].content for cells in rows)
    return Table(headers if wide else headers[:2], rows if wide else tuple(cells[:2] for cells in rows), "lrrr")


def _ranking(ranking: Compared) -> list[Block]:
    """The distributions by AIC, and why others could not be fitted."""
    from mvcalc_cli.render.numbers import minus
    from mvcalc_cli.report import Line, Span, Table

    rows = tuple(
        (Span(fit.name, "operator"), Span(minus(f"{fit.aic:.2f}")), Span(f"{delta:.2f}", "answer"))
        for fit, delta in zip(ranking.fits, ranking.deltas, strict=True)
    )
    failed = [Line((Span(f"{name}: {why}", "secondary"),), indent=4) for name, why in ranking.failed]
    return [Table(("distribution", "AIC", "Δ"), rows, "lrr"), *failed]


def _within(found: Histogram) -> str:
    """How many values lie near the mean: 68.2 % within 1σ (normal: 68.3 %)."""
    told = [f"{100 * each.share:.1f} % within {each.sigmas}σ ({100 * each.expected:.1f} %)" for each in found.within]
    return f"values near the mean, and expected: {', '.join(told)}" if told else ""


# --- JSON -------------------------------------------------------------------------------------------


def _data(found: Histogram, ranking: Compared | None, label: str, run: Run) -> dict[str, Any]:
    data: dict[str, Any] = {
        "converged": True,
        "column": label,
        "rows": found.rows,
        **_fit_data(found.fit, run.share),
        "level": run.share,
        "mean": found.mean,
        "deviation": found.deviation,
        "histogram": {
            "edges": list(found.edges),
            "counts": list(found.counts),
            "expected": list(found.expected),
        },
        "goodness": [
            {"test": test.test, "statistic": test.statistic, "p": test.p, "words": test.words} for test in found.tests
        ],
        "within": [{"sigmas": one.sigmas, "share": one.share, "expected": one.expected} for one in found.within],
    }
    if ranking is not None:
        data["distributions"] = [_fit_data(fit, run.share) for fit in ranking.fits]
    return data


def _fit_data(fit: FamilyFit, level: float) -> dict[str, Any]:
    return {
        "distribution": fit.name,
        "formula": fit.formula,
        "params": {
            one.name: {
                "value": one.value,
                "standard_error": one.error,
                "low": one.low,
                "high": one.high,
                "state": one.state,
            }
            for one in _estimates(fit, level)
        },
        "log_likelihood": fit.log_likelihood,
        "aic": fit.aic,
        "aicc": fit.aicc,
        "bic": fit.bic,
    }
