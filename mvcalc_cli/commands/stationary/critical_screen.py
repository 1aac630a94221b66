"""The screen of critical points: the Hessian, the table, families, and what is known of others."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from mvcalc_cli.commands.stationary import telling as words
from mvcalc_cli.commands.stationary.critical_notes import has_kinks, notes
from mvcalc_cli.commands.stationary.telling import bracketed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mvcalc_cli.commands.stationary.critical_points import Critical, Examined
    from mvcalc_cli.report import Block
    from mvcalc_cli.symbolic.stationary.points import Family, Point

# A point whose exact text is longer than this stands in the table by its numbers, and exactly beneath.
_WIDE = 26
_MOST_MATRIX = 6
# Between these sizes a number in a table has few digits, so that its row fits in 80 columns.
_SMALL = 1e-3
_LARGE = 1e6
_ROUNDING = 1e-13


def blocks(found: Examined, working: Sequence[Block]) -> list[Block]:
    """Everything but the picture; what the working has said is not said again."""
    from mvcalc_cli.commands.stationary.critical_table import beneath, table
    from mvcalc_cli.report import Line, Span

    shown: list[Block] = [*_head(found, worked=bool(working)), *working, Line()]
    if found.points:
        title = _heading(found)
        shown += [Line((Span(title, "secondary"),), indent=2), table(found), *beneath(found)]
    elif not found.found.families and not found.crowds:
        shown.append(Line((Span(_none(found), "answer"),), indent=2))
    if found.found.families or found.crowds:
        shown += [*([Line()] if found.points else []), *_families(found), *_crowds(found)]
    shown += _reasons(found, worked=bool(working))
    if told := notes(found):
        shown += [Line(), *(Line((Span(note, "secondary"),), indent=2) for note in told)]
    if len(found.question.names) > 1 and len({one.kind.kind for one in found.points}) > 1:
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


def _head(found: Examined, *, worked: bool) -> list[Block]:
    """The Hessian, or f′ and f″, which the working has in its first line."""
    from mvcalc_cli.commands import screen
    from mvcalc_cli.report import Formula, Line, Matrix, Span
    from mvcalc_cli.symbolic.products import shorter

    tree, names = found.question.tree, found.question.names
    if len(names) == 1:
        at = f"({screen.show_name(names[0])}) = "
        first = screen.function_head("f′", tree, names)
        if worked:
            return [first]
        formulas = [
            Formula(found.gradient[0], (Span(f"f′{at}"),), "text"),
            Formula(found.hessian[0][0], (Span(f"f″{at}"),), "text"),
        ]
        return [first, Line(), *formulas]
    head = screen.function_head("H", tree, names)
    if len(names) > _MOST_MATRIX:
        return [head]
    return [head, Line(), Matrix(tuple(tuple(map(shorter, row)) for row in found.hessian))]


def _none(found: Examined) -> str:
    where = " in the box" if found.question.box is not None else ""
    slope = "f′ = 0" if len(found.question.names) == 1 else "∇f = 0"
    what = f"no point with {slope}" if has_kinks(found) else "no critical point"
    return f"{what}{where}" if found.found.complete else f"{what} found{where}"


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
    return place_text(one.point, one.decimals)


def place_text(point: Point, decimals: int | None = None) -> str:
    """The same of a place."""
    text = exact_text(point)
    return text if 0 < len(text) <= _WIDE else f"≈ {numbers_text(point, decimals)}"


def numbers_text(point: Point, decimals: int | None = None) -> str:
    """The coordinates by their numbers."""
    return bracketed([short(at, decimals=decimals) for at in point.numbers])


def exact_text(point: Point) -> str:
    """The exact coordinates; "" where one is not known."""
    from mvcalc_cli.language.printers import line

    values = [line(value) for value in point.values if value is not None]
    return bracketed(values) if point.exact else ""


def _families(found: Examined) -> list[Block]:
    from mvcalc_cli.commands.stationary.critical_families import kinds_told
    from mvcalc_cli.report import Line, Span

    shown: list[Block] = []
    curve = 0
    for place, family in enumerate(found.found.families, 1):
        spans = [Span("infinitely many: ", "secondary"), Span(family_text(found, family), "answer")]
        if family.kind == "curve":
            if not found.constant and (words := _on_curve(found, curve)):
                spans.append(Span(f"   {words}", "secondary"))
            curve += 1
        elif kinds := kinds_told(found, place):
            words = ", ".join(f"{each.kind} for {each.members}" if each.members else each.kind for each in kinds)
            spans.append(Span(f"   {words}", "secondary"))
        shown.append(Line(tuple(spans), indent=2))
    return shown


def _on_curve(found: Examined, place: int) -> str:
    """What the points of a curve are, and of how many that is known."""
    from mvcalc_cli.commands.stationary.critical_families import is_proved, is_seen, samples_kind

    bend, samples = found.bends[place], found.samples[place]
    if bend.proved and len(bend.kinds) > 1 and not is_seen(found, place):
        return f"not the same everywhere: {bend.reason}"
    words = samples_kind(found, place)
    if not samples:
        return ""
    return words if is_proved(found, place) else f"at the {len(samples)} looked at: {words}"


def _crowds(found: Examined) -> list[Block]:
    """Points that looking has met and that cannot be isolated, by a few of them."""
    from mvcalc_cli.commands.stationary.critical_table import value_text
    from mvcalc_cli.report import Line, Span

    where = "a curve" if len(found.question.names) > 1 else "an interval"
    shown: list[Block] = []
    for crowd in found.crowds:
        places = some(list(dict.fromkeys(map(point_text, crowd))))
        names = " or ".join(dict.fromkeys(one.name for one in crowd))
        spans = (
            Span(f"infinitely many, it seems, on {where} where f = {value_text(crowd[0])}: ", "secondary"),
            Span(places, "answer"),
            Span(f"   {names}", "secondary"),
        )
        shown.append(Line(spans, indent=2))
    return shown


def family_text(found: Examined, family: Family) -> str:
    """The points of a family; of a constant function that every point is one."""
    return found.constant or words.family_text(found.question.names, found.question.kinds, family)


def _reasons(found: Examined, *, worked: bool) -> list[Block]:
    """Why a point is what it is, where the eigenvalues alone do not say it; and why it is global."""
    from mvcalc_cli.report import Line, Span

    reasons: dict[str, list[str]] = {}
    alone = [] if worked else list(found.points)
    firsts = {(one.family, one.kind.kind): one for one in reversed(alone)}
    telling = [one for one in alone if one.family is None or firsts[one.family, one.kind.kind] is one]
    for one in [*telling, *(crowd[0] for crowd in found.crowds)]:
        if one.kind.singular or not one.kind.eigenvalues or one.kind.kind == "degenerate":
            _add(reasons, _sentence(one), one)
    for one in alone:
        if one.verdict.kind:
            _add(reasons, f"{one.verdict.kind}: {one.verdict.reason}", one)
    if not found.constant:
        alike = [len(bend.kinds) < 2 or not bend.proved for bend in found.bends]
        for one in (samples[0] for samples, same in zip(found.samples, alike, strict=True) if samples and same):
            _add(reasons, _sentence(one), one)
    lines = [Line((Span(f"{some(points)}  "), Span(why, "secondary")), indent=2) for why, points in reasons.items()]
    return [Line(), *lines] if lines else []


def _add(reasons: dict[str, list[str]], why: str, one: Critical) -> None:
    points = reasons.setdefault(why, [])
    if point_text(one) not in points:
        points.append(point_text(one))


def _sentence(one: Critical) -> str:
    strict = " (not strict: f has the same value elsewhere near by)" if one.kind.strict is False else ""
    return f"{one.kind.kind}: {one.kind.reason}{strict}"


def some(points: Sequence[str]) -> str:
    """The first of some texts, and how many more there are."""
    return ", ".join(points[:3]) + (f" and {len(points) - 3} more" if len(points) > 3 else "")
