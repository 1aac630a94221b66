"""mvcalc slope where there is no derivative: both sides beside each other, and what each tends to."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from mvcalc_cli.commands.runs import Asked, head, number

if TYPE_CHECKING:
    from mvcalc_cli.calculus.slope import OneSided
    from mvcalc_cli.commands.inputs import Reader
    from mvcalc_cli.commands.secants import Frame
    from mvcalc_cli.report import Block, Report


def no_derivative(reader: Reader, asked: Asked, points: int, frame: Frame | None) -> Report:
    """Both sides beside each other, and what each tends to; exit code 1."""
    from mvcalc_cli.calculus.evaluate import evaluate
    from mvcalc_cli.calculus.slope import one_sided
    from mvcalc_cli.language.tree import variables
    from mvcalc_cli.report import Line, Report, Span, Table, Verdict

    left, right = (one_sided(asked.tree, asked.by, asked.floats, kind) for kind in ("backward", "forward"))
    pairs = list(zip(left.rows, right.rows, strict=True))[:points]
    cells = tuple(
        (Span(number(a.h)), Span(number(a.slope), "answer"), Span(number(b.slope), "answer")) for a, b in pairs
    )
    words = _why(left, right)
    height = evaluate(asked.tree, asked.floats)
    picture: list[Block] = []
    if frame is not None:
        from mvcalc_cli.commands.secants import picture_of_kink

        picture = [Line(), picture_of_kink(reader, asked, height, (left.limit, right.limit), frame)]
    rows = tuple((a.h, a.slope, b.slope) for a, b in pairs)
    return Report(
        "slope",
        blocks=(
            head(asked, height),
            Line(),
            Table(("run  h", "slope to the left", "slope to the right"), cells, "rrr"),
            *picture,
            Line(),
            Verdict(words, "bad"),
        ),
        rows=((words,),) if reader.line is not None else rows,
        variables=variables(asked.tree),
        inputs=reader.inputs,
        data=_one_sided_data(asked, left, right, words),
        warnings=() if reader.output.format == "terminal" or reader.line is not None else (words,),
        exit_code=1,
    )


def _why(left: OneSided, right: OneSided) -> str:
    """no derivative: the slopes tend to −1 on the left and to 1 on the right."""
    before, after = (_tends(found) for found in (left, right))
    if left.limit == right.limit and math.isfinite(left.limit):
        return f"the rules give no derivative here; the slopes seem to {before}"
    if left.limit == right.limit:
        return f"no derivative: the slopes {before} on both sides, the tangent is vertical"
    if math.isfinite(left.limit) and math.isfinite(right.limit):
        after = after.removeprefix("tend ")
    return f"no derivative: the slopes {before} on the left, and {after} on the right"


def _tends(found: OneSided) -> str:
    from mvcalc_cli.commands.screen import number_text

    if math.isnan(found.limit):
        outside = all(math.isnan(row.slope) for row in found.rows[:9])
        return "do not exist" if outside else "settle on nothing"
    return (
        f"tend to {number_text(found.limit)}" if math.isfinite(found.limit) else f"grow to {number_text(found.limit)}"
    )


def _one_sided_data(asked: Asked, left: OneSided, right: OneSided, words: str) -> dict[str, object]:
    from mvcalc_cli.commands import screen

    return {
        "result": None,
        "wrt": asked.by,
        "at": {"point": screen.point_data(asked.point), "value": None},
        "kind": asked.kind,
        "secants": [],
        "limit": None,
        "left": left.limit if math.isfinite(left.limit) else None,
        "right": right.limit if math.isfinite(right.limit) else None,
        "reason": words,
    }
