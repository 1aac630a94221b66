"""The screen of critical points: the Hessian, the table, families, and what is known of others."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mvcalc_cli.commands.stationary.critical_points import Critical, Examined
    from mvcalc_cli.language.tree import Tree
    from mvcalc_cli.report import Block, Span
    from mvcalc_cli.symbolic.stationary.points import Family

MARKS = {"minimum": "▾", "maximum": "▴", "saddle": "✕"}
# A point whose exact text is longer than this stands in the table by its numbers, and exactly beneath.
_WIDE = 26
_MOST_EXACT_TEXT = 160
_MOST_MATRIX = 6
# Between these sizes a number in a table has few digits, so that its row fits in 80 columns.
_SMALL = 1e-3
_LARGE = 1e6
_ROUNDING = 1e-13
# An exact value of f wider than this stands in the table by its number.
_WIDE_VALUE = 8


def blocks(found: Examined, working: Sequence[Block]) -> list[Block]:
    """Everything but the picture."""
    from mvcalc_cli.report import Line, Span

    shown: list[Block] = [*_head(found), *working, Line()]
    if found.points:
        title = _heading(found)
        shown += [Line((Span(title, "secondary"),), indent=2), _table(found), *_exactly(found.points)]
    elif not found.found.families and not found.crowds:
        shown.append(Line((Span(_none(found), "answer"),), indent=2))
    if found.found.families or found.crowds:
        shown += [*([Line()] if found.points else []), *_families(found), *_crowds(found)]
    shown += _reasons(found)
    if told := notes(found):
        shown += [Line(), *(Line((Span(note, "secondary"),), indent=2) for note in told)]
    if len(found.question.names) > 1 and found.points:
        legend = "eigenvalues all > 0: bowl · all < 0: dome · mixed: saddle · a zero: no verdict"
        shown += [Line(), Line((Span(legend, "secondary"),), indent=2)]
    return [*shown, *_put_back(found)]


def _put_back(found: Examined) -> list[Block]:
    """The closing line: how near to 0 the gradient is at the points."""
    from mvcalc_cli.report import Line, Verdict

    if found.check is None:
        return []
    slope = "f′ = 0" if len(found.question.names) == 1 else "∇f = 0"
    size = f"{found.check.error or 0:.0e}".replace("0e+00", "0")
    return [Line(), Verdict(f"put back into {slope} at 30 digits: residual {size}")]


def _heading(found: Examined) -> str:
    slope = "f′ = 0" if len(found.question.names) == 1 else "∇f = 0"
    cornered = not all(one.differentiable for one in found.points)
    return f"critical points, where {slope}{' or does not exist' if cornered else ''}"


def _head(found: Examined) -> list[Block]:
    """The Hessian, or f′ and f″."""
    from mvcalc_cli.commands import screen
    from mvcalc_cli.report import Formula, Line, Matrix, Span

    tree, names = found.question.tree, found.question.names
    if len(names) == 1:
        at = f"({screen.show_name(names[0])}) = "
        first = screen.function_head("f′", tree, names)
        formulas = [
            Formula(found.gradient[0], (Span(f"f′{at}"),), "text"),
            Formula(found.hessian[0][0], (Span(f"f″{at}"),), "text"),
        ]
        return [first, Line(), *formulas]
    head = screen.function_head("H", tree, names)
    if len(names) > _MOST_MATRIX:
        return [head]
    return [head, Line(), Matrix(found.hessian)]


def _none(found: Examined) -> str:
    where = " in the box" if found.question.box is not None else ""
    slope = "f′ = 0" if len(found.question.names) == 1 else "∇f = 0"
    what = f"no point with {slope}" if _has_kinks(found) else "no critical point"
    return f"{what}{where}" if found.found.complete else f"{what} found{where}"


def _has_kinks(found: Examined) -> bool:
    """Whether f has kinks on which an extreme may be that is not told."""
    return any("no gradient" in edge.reason for edge in found.edges)


def _table(found: Examined) -> Block:
    from mvcalc_cli.report import Table

    single = len(found.question.names) == 1
    headers = ("point", "f", "f″", "kind") if single else ("point", "f", "eigenvalues", "det H", "kind")
    rows = tuple(_table_row(one, single=single) for one in found.points)
    return Table(headers, rows, "lrrl" if single else "lrrrl")


def _table_row(one: Critical, *, single: bool) -> tuple[Span, ...]:
    from mvcalc_cli.report import Span

    value = Span(value_text(one))
    curved = Span(", ".join(short(v, 4, one.decimals) for v in one.kind.eigenvalues) or "—")
    kind = Span(f"{MARKS.get(one.kind.kind, '·')} {one.name}", "answer")
    cells = [Span(point_text(one)), value, curved]
    if not single:
        known = one.kind.eigenvalues and one.kind.determinant == one.kind.determinant
        cells.append(Span(short(one.kind.determinant, 5, one.decimals) if known else "—"))
    return (*cells, kind)


def value_text(one: Critical) -> str:
    """f at a point: exact where that is short."""
    from mvcalc_cli.language.printers import line

    exact = "" if one.exact is None else line(one.exact)
    if 0 < len(exact) <= _WIDE_VALUE:
        return exact
    return "—" if one.value is None else short(one.value, decimals=one.decimals)


def short(value: float, digits: int = 6, decimals: int | None = None) -> str:
    """A number of a table in few digits; whole numbers, very large and very small ones as everywhere.

    Args:
        value: The number.
        digits: Its digits, where nobody says.
        decimals: Those of --digits.

    >>> short(28.690677, 4), short(-2.0), short(-1378.856668, 5), short(0.5), short(0.4999999)
    ('28.69', '−2', '−1378.9', '0.5', '0.50000')
    """
    from mvcalc_cli.render.numbers import minus, show

    size = abs(value)
    if decimals is not None:
        return show(value, decimals=decimals)
    if not math.isfinite(value):
        return show(value)
    if abs(value - round(value)) <= _ROUNDING * size:
        return show(float(round(value)))
    if not _SMALL <= size < _LARGE:
        return minus(f"{value:.{digits}g}")
    text = f"{value:.{max(1, digits - len(str(int(size))))}f}"
    # What is exact with fewer digits is written with fewer: 0.5 and not 0.50000.
    return minus(text.rstrip("0") if abs(float(text) - value) <= _ROUNDING * size else text)


def point_text(one: Critical) -> str:
    """(1, √2), or ≈ (1, 1.414214) where it is known by its numbers or its exact form is long."""
    text = exact_text(one)
    return (
        text
        if text and len(text) <= _WIDE
        else f"≈ {_tuple([short(at, decimals=one.decimals) for at in one.point.numbers])}"
    )


def exact_text(one: Critical) -> str:
    """The exact coordinates; "" where one is not known."""
    from mvcalc_cli.language.printers import line

    values = [line(value) for value in one.point.values if value is not None]
    return _tuple(values) if one.point.exact else ""


def _tuple(parts: Sequence[str]) -> str:
    return f"({', '.join(parts)})" if len(parts) > 1 else parts[0]


def _exactly(points: Sequence[Critical]) -> list[Block]:
    """The exact form of the points whose numbers are in the table."""
    from mvcalc_cli.report import Line, Span

    long = [(point_text(one), exact_text(one)) for one in points]
    long = [(short, exact) for short, exact in long if short != exact and 0 < len(exact) <= _MOST_EXACT_TEXT]
    return [Line((Span(f"{short} is ", "secondary"), Span(exact)), indent=2) for short, exact in long]


def _families(found: Examined) -> list[Block]:
    from mvcalc_cli.commands.stationary.critical_answer import samples_kind
    from mvcalc_cli.report import Line, Span

    shown: list[Block] = []
    curve = 0
    for family in found.found.families:
        spans = [Span("infinitely many: ", "secondary"), Span(family_text(found, family), "answer")]
        if family.kind == "curve":
            samples = found.samples[curve]
            if samples and not found.constant:
                words = samples_kind(found, curve)
                spans.append(Span(f"   at the {len(samples)} looked at: {words}", "secondary"))
            curve += 1
        shown.append(Line(tuple(spans), indent=2))
    return shown


def _crowds(found: Examined) -> list[Block]:
    """Points that looking has met and that cannot be isolated, by a few of them."""
    from mvcalc_cli.report import Line, Span

    where = "a curve" if len(found.question.names) > 1 else "an interval"
    shown: list[Block] = []
    for crowd in found.crowds:
        some = _some(list(dict.fromkeys(map(point_text, crowd))))
        names = " or ".join(dict.fromkeys(one.name for one in crowd))
        spans = (
            Span(f"infinitely many, it seems, on {where} where f = {value_text(crowd[0])}: ", "secondary"),
            Span(some, "answer"),
            Span(f"   {names}", "secondary"),
        )
        shown.append(Line(spans, indent=2))
    return shown


def family_text(found: Examined, family: Family) -> str:
    """(kπ, 0), k ∈ ℤ; of a curve that is no graph the points with an equation."""
    from mvcalc_cli.commands.screen import show_name
    from mvcalc_cli.language.printers import line

    names = found.question.names
    point = _tuple([line(value) for value in family.values])
    if found.constant:
        return found.constant
    whole = [show_name(name) for name in family.parameters if name not in names]
    kinds = found.question.kinds
    free = [name for name in family.parameters if name in names]
    real = [show_name(name) for name in free if kinds.get(name, "real") != "positive"]
    above = [f"{show_name(name)} > 0" for name in free if kinds.get(name) == "positive"]
    runs = [f"{', '.join(part)} ∈ {field}" for part, field in ((whole, "ℤ"), (real, "ℝ")) if part] + above
    equations = [f"{line(each)} {'≈' if _is_rounded(each) else '='} 0" for each in family.equations]
    graph = [show_name(name) for name in names] != [line(value) for value in family.values]
    shown = runs if graph or not equations else [*equations, *(run for run in runs if "ℤ" in run)]
    return ",   ".join([point, *shown])


def _is_rounded(equation: Tree) -> bool:
    """Whether a number in it is a decimal: no exact one is known."""
    from mvcalc_cli.language.tree import Decimal, postorder

    return any(isinstance(node.value, Decimal) for node in postorder(equation))


def _reasons(found: Examined) -> list[Block]:
    """Why a point is what it is, where the eigenvalues alone do not say it; and why it is global."""
    from mvcalc_cli.report import Line, Span

    reasons: dict[str, list[str]] = {}
    for one in [*found.points, *(crowd[0] for crowd in found.crowds)]:
        if one.kind.singular or not one.kind.eigenvalues or one.kind.kind == "degenerate":
            _add(reasons, _sentence(one), one)
    for one in found.points:
        if one.verdict.kind:
            _add(reasons, f"{one.verdict.kind}: {one.verdict.reason}", one)
    if not found.constant:
        for one in (samples[0] for samples in found.samples if samples):
            _add(reasons, _sentence(one), one)
    lines = [Line((Span(f"{_some(points)}  "), Span(why, "secondary")), indent=2) for why, points in reasons.items()]
    return [Line(), *lines] if lines else []


def _add(reasons: dict[str, list[str]], why: str, one: Critical) -> None:
    points = reasons.setdefault(why, [])
    if point_text(one) not in points:
        points.append(point_text(one))


def _sentence(one: Critical) -> str:
    strict = " (not strict: f has the same value elsewhere near by)" if one.kind.strict is False else ""
    return f"{one.kind.kind}: {one.kind.reason}{strict}"


def _some(points: Sequence[str]) -> str:
    return ", ".join(points[:3]) + (f" and {len(points) - 3} more" if len(points) > 3 else "")


def notes(found: Examined) -> list[str]:
    """Whether these are all, whether f is bounded, and where else an extreme may be."""
    told = [] if found.constant else [_all(found)]
    whole = found.whole
    told += [f"f is unbounded {way}: {why}" for way, why in (("below", whole.below), ("above", whole.above)) if why]
    told += [_named(found, edge.reason) for edge in found.edges if not _covered(found, edge.reason)]
    if found.question.box is not None:
        told.append("on the sides of the box f may be greater or less than at these points")
    if found.left_out:
        told.append(f"{found.left_out} more are not listed: name a smaller box with --over")
    return [*told, *found.found.notes]


def _covered(found: Examined, reason: str) -> bool:
    """Whether a kink is in the table already: a corner of one variable."""
    cornered = any(not one.differentiable for one in found.points)
    return cornered and len(found.question.names) == 1 and "no gradient" in reason


def _named(found: Examined, reason: str) -> str:
    """What is said of a kink, where one of its points is in the table."""
    listed = any(not one.differentiable for one in found.points)
    return reason.replace(": an extreme there", ": another extreme there") if listed else reason


def _all(found: Examined) -> str:
    """ "all: …" with a proof; else what was done."""
    solved = found.found
    cornered = _has_kinks(found) or not all(one.differentiable for one in found.points)
    if solved.complete:
        return f"all{' where f has a gradient' if cornered else ''}: {solved.complete}"
    searched = solved.searched or {}
    where = ", ".join(f"{name} = {low:g}..{high:g}" for name, (low, high) in searched.items())
    how = {"numeric": "found by numbers alone", "mixed": "found, some by numbers alone", "exact": "found exactly"}
    looked = f", looked for in {where}" if where else ""
    return f"{how[solved.method]}{looked}: there may be others".replace("-", "−")
