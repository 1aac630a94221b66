"""mvcalc limit: the limit of an expression, two-sided unless one side is asked for, beside the values on the way."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal, NamedTuple, cast

from mvcalc_cli.commands.options import Expr, Option

if TYPE_CHECKING:
    from mvcalc_cli.commands.inputs import Reader
    from mvcalc_cli.language.tree import Tree
    from mvcalc_cli.report import Block, Report, Span
    from mvcalc_cli.symbolic.limit import Limit, Side
    from mvcalc_cli.symbolic.limits.tables import Row, Value

_SIDES = ("both", "left", "right")
_LONGEST_POINT = 12
_WORDS = {"undefined": "undefined", "oscillates": "oscillates", "unknown": "not found"}


class _Asked(NamedTuple):
    """What is asked: the expression, where each variable goes, from which side."""

    tree: Tree
    point: dict[str, Tree]
    side: Literal["left", "right"] | None


def report(
    reader: Reader,
    expr: Expr,
    *,
    at: Annotated[
        str | None, Option("--at", metavar="POINT", help="where: 0, x=0, oo, -oo or 0,0", complete="point")
    ] = None,
    side: Annotated[
        str | None, Option("--side", metavar="SIDE", help="left, right or both", default="both", complete=_SIDES)
    ] = None,
) -> Report:
    """The limit, or why there is none."""
    from mvcalc_cli.commands.approaching import read_point
    from mvcalc_cli.commands.scalars import scalar
    from mvcalc_cli.errors import InputError

    if side is not None and side not in _SIDES:
        raise InputError(f"there is no side called {side}", hint="--side left, right or both")
    side = None if side == "both" else side
    tree = scalar(reader, expr, "limit", "one limit for each entry")
    point = read_point(reader, tree, at, side)
    asked = _Asked(tree, point, cast('Literal["left", "right"] | None', side))
    if len(point) > 1:
        from mvcalc_cli.commands.paths import report_several

        return report_several(reader, tree, point)
    return _of_one(reader, asked)


def _of_one(reader: Reader, asked: _Asked) -> Report:
    from mvcalc_cli.commands import screen
    from mvcalc_cli.commands.approaching import head, rows_of
    from mvcalc_cli.report import Line, Report
    from mvcalc_cli.symbolic.limit import limit

    ((name, goal),) = asked.point.items()
    found = limit(asked.tree, name, goal, asked.side, reader.kinds, checked=reader.check)
    screen.unchecked_note(reader, found.check)
    _side_note(reader, found)
    rows = rows_of(asked.tree, name, goal, found)
    return Report(
        "limit",
        blocks=(
            head(asked.tree, asked.point, asked.side),
            Line(),
            *_answer(found),
            *_table(name, goal, found, rows),
            Line(),
            *_closing(found),
        ),
        rows=(_row(found),),
        answer=found.value,
        inputs=reader.inputs,
        data=_data(asked, found, rows),
        quiet=(_row(found)[:1],),
        check=found.check,
        exit_code=0 if found.exists else 1,
    )


def _side_note(reader: Reader, found: Limit) -> None:
    """A limit of one side alone is said to be one in a pipe as well: the screen has its own line for it."""
    if found.note and reader.output.format in {"plain", "latex", "python"}:
        reader.note(found.note)


# --- the screen --------------------------------------------------------------------------------------


def _answer(found: Limit) -> list[Block]:
    """The limit; or both one-sided ones."""
    from mvcalc_cli.commands import screen
    from mvcalc_cli.report import Line, Span

    if found.value is not None:
        note = [Line((Span(found.note, "secondary"),), indent=2)] if found.note else []
        return [_value(found.value), *note, *screen.excluded_lines(found.conditions)]
    words = "does not exist" if found.exists is False else "not found exactly"
    sides = [Line((*_label(side, found), *_side_spans(side)), indent=2) for side in found.sides]
    return [Line((Span(words, "answer"),), indent=2), *sides, *screen.excluded_lines(found.conditions)]


def _value(value: Tree) -> Block:
    """The limit, and its size beside it where it is no plain number."""
    from mvcalc_cli.render.numbers import minus
    from mvcalc_cli.report import Formula, Line, Span
    from mvcalc_cli.symbolic.limits.tables import beside

    size = beside(value)
    if not size:
        return Formula(value)
    return Line((Span(value, "answer"), Span("   ≈ ", "secondary"), Span(minus(size))), indent=2)


def _label(side: Side, found: Limit) -> tuple[Span, ...]:
    """left, right; nothing where there is one side only."""
    from mvcalc_cli.report import Span

    return () if len(found.sides) == 1 else (Span(f"{'right' if side.direction > 0 else 'left':<6} "),)


def _side_spans(side: Side) -> tuple[Span, ...]:
    from mvcalc_cli.report import Span

    if side.value is not None:
        return (Span(side.value, "answer"),)
    if side.reason == "oscillates":
        low, high = side.swings[0], side.swings[-1]
        if side.wave:
            return (Span("oscillates between "), Span(low), Span(" and "), Span(high))
        return (Span("oscillates: along some points it tends to "), Span(low), Span(", along others to "), Span(high))
    if side.estimate is not None:
        return (Span("the values seem to come to "), Span(side.estimate))
    return (Span(_WORDS[side.reason]),)


def _table(name: str, goal: Tree, found: Limit, rows: tuple[Row, ...]) -> list[Block]:
    """h, the values on both sides, the greater distance from the limit."""
    from mvcalc_cli.commands.screen import show_name
    from mvcalc_cli.language.printers import line
    from mvcalc_cli.report import Line, Span, Table

    if not rows:
        return []
    far = rows[0].power > 0
    a = line(goal)
    shown = [side.direction for side in found.sides]
    x = show_name(name)
    # The small step needs a name of its own.
    headers = [x if far else "h"]
    headers += [f"f({x})"] if far else [f"f({_shifted(a, d)})" for d in shown]
    distances = any(row.distance is not None for row in rows)
    headers += ["distance to the limit"] if distances else []
    cells: list[tuple[Span, ...]] = []
    for row in rows:
        values = [_number(row.left if d < 0 else row.right) for d in shown]
        sign = "−" if far and shown[0] < 0 else ""
        distance = [Span(_distance(row))] if distances else []
        cells.append((Span(f"{sign}{_power(row.power)}"), *values, *distance))
    return [Line(), Table(tuple(headers), tuple(cells), "r" * len(headers)), *_unreached(rows)]


def _unreached(rows: tuple[Row, ...]) -> list[Block]:
    """Why a value is missing."""
    from mvcalc_cli.report import Line, Span
    from mvcalc_cli.symbolic.limits.tables import OUT_OF_REACH

    if all(OUT_OF_REACH not in (row.left, row.right) for row in rows):
        return []
    words = "out of reach: too large, or too many of its digits cancel"
    return [Line((Span(words, "secondary"),), indent=2)]


def _shifted(a: str, direction: int) -> str:
    """2 − h; −h for 0; a − h for a point too long for the head of a column."""
    a = a if len(a) <= _LONGEST_POINT else "a"
    if a == "0":
        return "h" if direction > 0 else "−h"
    return f"{a} {'+' if direction > 0 else '−'} h"


def _power(power: int) -> str:
    """0.001, 1000."""
    return f"{10**power}" if power >= 0 else f"{10.0**power:.{-power}f}"


def _number(value: Value) -> Span:
    """Ten digits: the values are to be seen coming closer."""
    from mvcalc_cli.render.numbers import minus
    from mvcalc_cli.report import Span
    from mvcalc_cli.symbolic.limits.tables import OutOfReach, decimal

    if value is None:
        return Span("undefined")
    return Span("out of reach" if isinstance(value, OutOfReach) else minus(decimal(value, 10)))


def _distance(row: Row) -> str:
    """1.7e-03; what is below rounding is only known to be so."""
    from mvcalc_cli.symbolic.limits.tables import magnitude

    if row.distance is None:
        return ""
    if row.noise and row.distance <= row.noise:
        return f"< {magnitude(row.noise, 1)}"
    return magnitude(row.distance, 2)


def _closing(found: Limit) -> list[Block]:
    from mvcalc_cli.report import Verdict

    if found.exists is None:
        return [Verdict("the limit could not be found exactly: an estimate is not an answer", "open")]
    if found.exists is False:
        return [Verdict(f"the limit does not exist: {_why(found)}", "bad")]
    if found.check is None:
        return []
    if found.check.verdict != "agrees":
        return [Verdict("could not be checked with numbers", "open")]
    sides = "both sides" if len([s for s in found.sides if s.value is not None]) == 2 else "the way"
    words = f"the values on {sides} {'come to it' if _finite(found) else 'grow without bound'}"
    return [Verdict(words + _continuity(found), "good")]


def _continuity(found: Limit) -> str:
    """Whether the limit is the value there; one side alone says it of that side."""
    if not found.continuous or found.note:
        return ""
    side = "" if len(found.sides) > 1 else f" from the {'right' if found.sides[0].direction > 0 else 'left'}"
    return f", and the function is continuous{side or ' there'}"


def _finite(found: Limit) -> bool:
    from mvcalc_cli.symbolic.limits.values import is_infinite

    return found.value is not None and not is_infinite(found.value)


def _why(found: Limit) -> str:
    if any(side.reason == "oscillates" for side in found.sides):
        return "the values oscillate"
    return "the two sides differ"


# --- plain and JSON ----------------------------------------------------------------------------------


def _row(found: Limit) -> tuple[str | float | Tree, ...]:
    """The limit; or: does not exist, left, right."""
    if found.value is not None:
        return (found.value,)
    words = "does not exist" if found.exists is False else "not found"
    return (words, *(side.value if side.value is not None else _WORDS[side.reason] for side in found.sides))


def _data(asked: _Asked, found: Limit, rows: tuple[Row, ...]) -> dict[str, object]:
    from mvcalc_cli.commands import screen
    from mvcalc_cli.symbolic.limits.tables import as_float

    data: dict[str, object] = {
        "result": found.value,
        "exists": found.exists,
        "point": screen.point_data(asked.point),
        "side": asked.side or "both",
        "reason": "" if found.exists else "not found" if found.exists is None else _why(found),
        "note": found.note,
        "conditions": screen.excluded_data(found.conditions),
        "continuous": found.continuous,
        "table": [[10.0**row.power, as_float(row.left), as_float(row.right)] for row in rows],
    }
    for side in found.sides:
        word = "right" if side.direction > 0 else "left"
        data[word] = side.value
        if side.estimate is not None:
            data["estimate"] = side.estimate
        if side.swings:
            data["swings"] = [side.swings[0], side.swings[-1]]
    return data
