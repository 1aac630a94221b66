"""--compare: several models of the same rows, ranked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mvcalc_cli.commands.fits.answer import Fitted
    from mvcalc_cli.commands.fits.question import Asked
    from mvcalc_cli.commands.fits.run import Run
    from mvcalc_cli.commands.inputs import Reader
    from mvcalc_cli.numeric.fit.selection import Ranked, Ranking
    from mvcalc_cli.report import Block, Cell, Report, Table


class Entry(NamedTuple):
    """One model of the comparison: fitted, or why it could not be."""

    asked: Asked
    fitted: Fitted | None
    failed: str


def compared(reader: Reader, table: Any, asked: tuple[Asked, ...], run: Run) -> Report:
    """The models by AIC, BIC and adjusted R². The exit code is 0 if two of them could be compared."""
    from mvcalc_cli.commands.fits.data import summary
    from mvcalc_cli.report import Report

    entries = _entries(reader, table, asked, run)
    ranking = _about_mean(_ranking(entries), entries)
    ordered = [next(one for one in entries if one.asked.label == row.label) for row in ranking.models]
    best = ordered[0].fitted
    good = ranking.models[0].delta is not None or (best is not None and best.inference.perfect)
    return Report(
        "fit",
        blocks=_blocks(reader, ordered, ranking, run, good=good),
        rows=tuple(_row(row) for row in ranking.models),
        columns=("model", "parameters", "aic", "aicc", "bic", "adjusted_r2", "delta", "weight"),
        inputs=reader.inputs,
        data={
            "criterion": ranking.criterion,
            "ranking": [_data(row) for row in ranking.models],
            "words": list(ranking.words),
            "fits": [summary(one.fitted) for one in ordered if one.fitted is not None],
            "converged": good,
        },
        quiet=((ranking.models[0].label,),) if good else (),
        warnings=() if reader.output.format == "terminal" else ranking.words,
        exit_code=0 if good else 1,
    )


def _entries(reader: Reader, table: Any, asked: tuple[Asked, ...], run: Run) -> list[Entry]:
    """Every model fitted, in their order; those that explain the same share their rows."""
    from mvcalc_cli.commands.fits.sources import Rows, form_of

    found: dict[str, Entry] = {}
    for y in dict.fromkeys(one.y for one in asked):
        alike = tuple(one for one in asked if one.y == y)
        with Rows(reader, table, form_of(alike), run) as source:
            found |= {one.text: _entry(reader, one, source, run) for one in alike}
    return [found[one.text] for one in asked]


def _entry(reader: Reader, asked: Asked, source: Any, run: Run) -> Entry:
    from mvcalc_cli.commands.fits.answer import fitted
    from mvcalc_cli.commands.fits.verdicts import sentence
    from mvcalc_cli.errors import DomainError, NumericError

    try:
        found = fitted(reader, asked, source, run, run.methods[0])
    except (DomainError, NumericError) as mistake:
        return Entry(asked, None, mistake.message)
    return Entry(asked, found, "" if found.converged else sentence(found))


def _ranking(entries: Sequence[Entry]) -> Ranking:
    from mvcalc_cli.numeric.fit.selection import Candidate, ranked

    return ranked(
        [
            Candidate(
                one.asked.label, None if one.fitted is None else one.fitted.inference, one.asked.y_label, "", one.failed
            )
            for one in entries
        ]
    )


def _about_mean(ranking: Ranking, entries: Sequence[Entry]) -> Ranking:
    """The ranking with every adjusted R² about the mean: about zero for some and not for others does not compare."""
    fits = {one.asked.label: one.fitted for one in entries}
    models = (row._replace(adjusted_r2=_adjusted(fits[row.label])) for row in ranking.models)
    return ranking._replace(models=tuple(models))


def _adjusted(found: Fitted | None) -> float | None:
    """1 − (rss/dof)/(total about the mean/(n − 1))."""
    if found is None or found.inference.dof <= 0 or not found.facts.about_mean > 0:
        return None
    return 1 - found.inference.rss / found.inference.dof * (found.facts.rows - 1) / found.facts.about_mean


def _row(row: Ranked) -> tuple[Cell, ...]:
    numbers = (row.aic, row.aicc, row.bic, row.adjusted_r2, row.delta, row.weight)
    return (row.label, row.parameters, *("" if number is None else number for number in numbers))


def _data(row: Ranked) -> dict[str, Any]:
    return {
        "model": row.label,
        "parameters": row.parameters,
        "aic": row.aic,
        "aicc": row.aicc,
        "bic": row.bic,
        "adjusted_r2": row.adjusted_r2,
        "delta": row.delta,
        "weight": row.weight,
        "words": row.words,
    }


# --- the screen -------------------------------------------------------------------------------------


def _blocks(reader: Reader, ordered: Sequence[Entry], ranking: Ranking, run: Run, *, good: bool) -> tuple[Block, ...]:
    from mvcalc_cli.commands.fits.heads import arrow, points
    from mvcalc_cli.commands.screen import number_text
    from mvcalc_cli.report import Line, Next, Span, Verdict

    first = next((one.fitted for one in ordered if one.fitted is not None), None)
    rows = "" if first is None else f"   of {points(first.facts.rows)} of {ordered[0].asked.columns.file}"
    blocks: list[Block] = [
        Line(
            (
                Span(f"{number_text(len(ordered))} models", "operator"),
                Span(rows),
                Span(f"   ({arrow(ordered[0].asked)})", "secondary"),
            )
        ),
        Line(),
        _table(ranking),
        *_reasons(ranking),
        *_picture(reader, ordered, run),
        Line(),
    ]
    words = "; ".join(ranking.words) or "no model could be ranked"
    best = ranking.models[0].label
    shown = best if best.replace(":", "").replace("+", "").replace("-", "").isalnum() else f"'{best}'"
    blocks.append(Verdict(words, "good" if good else "bad"))
    return (*blocks, *((Next(f"--model {shown}"),) if good else ()))


def _table(ranking: Ranking) -> Table:
    """The best first; ΔAIC says how far behind, the weight how far the data favour it among these."""
    from mvcalc_cli.commands.fits.verdicts import share
    from mvcalc_cli.render.numbers import minus
    from mvcalc_cli.report import Span, Table

    def fixed(value: float | None, decimals: int = 2) -> str:
        return "" if value is None else minus(f"{value:.{decimals}f}")

    rows = tuple(
        (
            Span(row.label, "operator"),
            Span(str(row.parameters) if row.parameters else ""),
            Span(fixed(row.aicc if ranking.criterion == "AICc" else row.aic)),
            Span(fixed(row.delta), "answer"),
            Span(_weight(row.weight)),
            Span(fixed(row.bic)),
            Span("" if row.adjusted_r2 is None else share(row.adjusted_r2)),
        )
        for row in ranking.models
    )
    headers = ("model", "p", ranking.criterion, "Δ", "weight", "BIC", "adj. R²")
    return Table(headers, rows, "lrrrrrr")


def _weight(weight: float | None) -> str:
    """A share in per cent."""
    if weight is None:
        return ""
    return f"{100 * weight:.1f} %" if weight > 0.0005 else "< 0.1 %"


def _reasons(ranking: Ranking) -> list[Block]:
    """Why a model stands apart."""
    from mvcalc_cli.report import Line, Span

    return [Line((Span(f"{row.label}: {row.words}", "secondary"),), indent=4) for row in ranking.models if row.words]


def _picture(reader: Reader, ordered: Sequence[Entry], run: Run) -> list[Block]:
    """All curves over the points, where they explain the same."""
    from mvcalc_cli.commands.fits import pictures
    from mvcalc_cli.commands.fits.scenes import curve_of, scene
    from mvcalc_cli.report import Line

    drawn = [one.fitted for one in ordered if one.fitted is not None and one.fitted.converged]
    drawn = [one for one in drawn if one.asked.y == drawn[0].asked.y]
    if not drawn or not pictures.is_wanted(reader, plot=run.plot):
        return []
    blocks = pictures.compared_blocks(scene(drawn[0], run), [curve_of(one, one.asked.label) for one in drawn])
    return [Line(), *blocks] if blocks else []
