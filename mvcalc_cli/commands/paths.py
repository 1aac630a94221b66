"""The report of a limit of several variables: proven, disproved by two paths, or not disproved."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mvcalc_cli.commands import screen
from mvcalc_cli.commands.approaching import head
from mvcalc_cli.language.printers import line, plain
from mvcalc_cli.language.tree import ZERO, Tree, add, as_variable, negative, substitute
from mvcalc_cli.report import Block, Formula, Line, Report, Span, Table, Verdict
from mvcalc_cli.symbolic.limits.several import limit_several

if TYPE_CHECKING:
    from mvcalc_cli.calculus.check import Check
    from mvcalc_cli.commands.inputs import Reader
    from mvcalc_cli.symbolic.limits.curves import Path
    from mvcalc_cli.symbolic.limits.several import Several


def report_several(reader: Reader, tree: Tree, point: dict[str, Tree]) -> Report:
    """The limit at a point of several variables."""
    found = limit_several(tree, point, reader.kinds, checked=reader.check)
    check = _check(found) if reader.check else None
    screen.unchecked_note(reader, check)
    value = found.value if found.exists is not False else None
    return Report(
        "limit",
        blocks=(head(tree, point), Line(), *_answer(found), *_table(found, point), Line(), _verdict(found)),
        rows=(_row(found, point),),
        answer=value if found.exists else None,
        inputs=reader.inputs,
        data=_data(found, point),
        quiet=(_row(found, point)[:1],),
        check=check,
        exit_code=1 if found.exists is False else 0,
    )


def _check(found: Several) -> Check | None:
    """Paths are shown only where the values on them agree; a proof that no path bears out is not checked."""
    from mvcalc_cli.calculus.check import Check

    if any(path.swings for path in found.paths):
        return None
    count = sum(path.points for path in found.paths)
    return Check("agrees", "values", points=count) if count else Check("unchecked", "values")


def _answer(found: Several) -> list[Block]:
    if found.exists and found.value is not None:
        return [Formula(found.value)]
    words = "does not exist" if found.exists is False else "not disproved"
    spans = [Span(words, "answer")]
    if found.exists is None and found.value is not None:
        spans += [Span(": along every path tried the limit is "), Span(found.value)]
    return [Line(tuple(spans), indent=2)]


def _table(found: Several, point: dict[str, Tree]) -> list[Block]:
    rows = tuple((_path_span(path, point), Span(path.value)) for path in found.paths[:8] if path.value is not None)
    more = len(found.paths) - 8
    rest: list[Block] = [Line((Span(f"and {more} more", "secondary"),), indent=2)] if more > 0 else []
    return [Line(), Table(("along", "limit"), rows, "ll"), *rest] if rows else []


def _path_span(path: Path, point: dict[str, Tree]) -> Span:
    side = f", from the {path.side}" if path.side else ""
    return Span(_equation(path, point, line) + side + (", at some of its points" if path.swings else ""))


def _equation(path: Path, point: dict[str, Tree], write: object) -> str:
    """y − 2 = (x − 1)², or y = x² through the origin; in space x = t, y = t, z = 0."""
    if len(point) > 2:
        text = plain if write is plain else line
        return ", ".join(f"{text(as_variable(name))} = {text(value)}" for name, value in path.curve)
    shift = {as_variable(n): add(as_variable(n), negative(v)) for n, v in point.items() if v != ZERO}
    left, right = (substitute(part, shift) for part in path.equation)
    text = plain if write is plain else line
    return f"{text(left)} = {text(right)}"


def _verdict(found: Several) -> Verdict:
    if found.exists is False:
        swings = any(path.swings for path in found.paths)
        why = "the values oscillate on a path" if swings else "two paths have different limits"
        return Verdict(f"the limit does not exist: {why}", "bad")
    if found.exists is None:
        count = len({path.curve for path in found.paths})
        return Verdict(f"not disproved: {count} paths agree, and that is not a proof", "open")
    if found.how == "continuous":
        return Verdict("continuous there: the limit is the value", "good")
    if found.how == "composition" and found.inner is not None:
        return Verdict(f"a function of {line(found.inner)} alone: a limit of one variable", "good")
    if found.how == "squeeze":
        return Verdict("proven: its absolute value stays below what goes to 0", "good")
    return Verdict("proven: the numerator falls faster than the denominator from every side", "good")


def _row(found: Several, point: dict[str, Tree]) -> tuple[str | float | Tree, ...]:
    if found.exists and found.value is not None:
        return (found.value,)
    if found.exists is None and found.value is not None:
        return ("not disproved", found.value)
    cells: list[str | float | Tree] = ["does not exist"]
    for path in found.paths[:2]:
        if path.value is not None:
            cells += [_equation(path, point, plain), path.value]
    return tuple(cells)


def _data(found: Several, point: dict[str, Tree]) -> dict[str, object]:
    reasons = {True: "", False: "two paths differ", None: "not disproved"}
    data: dict[str, object] = {
        "result": found.value if found.exists else None,
        "exists": found.exists,
        "point": screen.point_data(point),
        "side": "both",
        "reason": reasons[found.exists],
        "note": "",
        "conditions": [],
        "continuous": found.how == "continuous",
        "proof": found.how if found.exists else "",
        "paths": [
            {"path": _equation(path, point, plain), "side": path.side or "both", "limit": path.value}
            for path in found.paths
        ],
    }
    if found.exists is None:
        data["along_paths"] = found.value
    return data
