"""The screen of a problem with constraints: the equations, the table, the extreme values, what λ means."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mvcalc_cli.commands.stationary.lagrange_points import is_bent, value_of
from mvcalc_cli.commands.stationary.lagrange_table import Row, exactly, rows, short_multiplier, table
from mvcalc_cli.commands.stationary.telling import family_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mvcalc_cli.commands.stationary.lagrange_points import Solved
    from mvcalc_cli.report import Block
    from mvcalc_cli.symbolic.stationary.lagrange import Extreme, Solution

_SOME = 4
# A constraint with c in it that is longer is told by its name.
_WIDE = 34


def blocks(answer: Solved, working: Sequence[Block], pictures: Sequence[Block]) -> list[Block]:
    """The whole screen; what the working has said is not said again beneath the table."""
    from mvcalc_cli.report import Line, Span

    shown = rows(answer)
    parts: list[Block] = [*_head(answer), *(working or [Line(), *_system(answer)]), Line()]
    if shown:
        parts += [table(answer, shown), *exactly(shown)]
    parts += _families(answer)
    if answer.none:
        parts.append(Line((Span(nothing(answer), "answer"),), indent=2))
    parts += pictures
    beneath = [] if working else [*ends(answer), *_reasons(answer, shown), *meanings(answer, shown)]
    if beneath := [*beneath, *notes(answer, again=not working)]:
        parts += [Line(), *(Line((Span(note, "secondary"),), indent=2) for note in beneath)]
    return [*parts, *_put_back(answer)]


def _head(answer: Solved) -> list[Block]:
    """Lagrange multipliers   ∇f = λ∇g      f(x, y) = x²·y,   g = x² + y² − 3"""
    from mvcalc_cli.calculus.tidy import tidy
    from mvcalc_cli.commands import screen
    from mvcalc_cli.report import Span

    inequalities = any(each.side for each in answer.found.constraints)
    arguments = ", ".join(map(screen.show_name, answer.question.names))
    spans = [Span(f"   {condition(answer)}      f({arguments}) = "), Span(answer.question.tree)]
    for name, each in zip(constraint_names(answer), answer.found.constraints, strict=True):
        spans += [Span(f",   {name} = "), Span(tidy(each.g))]
    return [screen.head("Lagrange multipliers (KKT)" if inequalities else "Lagrange multipliers", *spans)]


def condition(answer: Solved) -> str:
    """∇f = λ₁∇g₁ + μ₂∇g₂."""
    from mvcalc_cli.commands.screen import show_name

    pairs = zip(answer.found.constraints, constraint_names(answer), strict=True)
    return "∇f = " + " + ".join(f"{show_name(each.multiplier)}∇{name}" for each, name in pairs)


def constraint_names(answer: Solved) -> list[str]:
    """The names of the left sides less the right ones: g, or g₁, g₂."""
    from mvcalc_cli.commands.screen import show_name

    count = len(answer.found.constraints)
    free = next(letter for letter in ("g", "h", "G") if letter not in answer.question.names)
    return [free] if count == 1 else [show_name(f"{free}_{k}") for k in range(1, count + 1)]


def _system(answer: Solved) -> list[Block]:
    """The equations, their signs of equality one beneath the other."""
    from mvcalc_cli.language.printers import line
    from mvcalc_cli.report import Line, Span

    count = len(answer.found.names)
    slopes, others = answer.system[:count], answer.system[count:]
    wide = max(len(line(each.args[0])) for each in slopes)
    lines: list[Block] = []
    for each in slopes:
        left = line(each.args[0])
        lines.append(Line((Span(left + " " * (wide - len(left)) + " = "), Span(each.args[1])), indent=4))
    return [*lines, *(Line((Span(each),), indent=4) for each in others)]


def nothing(answer: Solved) -> str:
    """What is said where there is no point."""
    if answer.found.empty:
        return answer.found.empty
    return "no point satisfies the equations" if answer.found.complete else "no point was found"


def _families(answer: Solved) -> list[Block]:
    from mvcalc_cli.report import Line, Span

    shown: list[Block] = [Line()] if answer.found.families and (answer.found.solutions or answer.found.singular) else []
    for family, (kind, _) in zip(answer.found.families, answer.found.family_kinds, strict=True):
        words = "f is constant there" if answer.constant else kind_words(kind)
        shown_points = family_text(answer.question.names, answer.question.kinds, family)
        spans = [Span("infinitely many: ", "secondary"), Span(shown_points, "answer")]
        shown.append(Line((*spans, Span(f"   {words}", "secondary")), indent=2))
    return shown


def kind_words(kind: str) -> str:
    """The kind of a family in words."""
    return {"saddle": "neither", "inflection": "neither", "degenerate": "not decided"}.get(kind, kind)


def ends(answer: Solved) -> list[str]:
    """The greatest and the least value, or why there is none."""
    found = answer.found
    if found.empty:
        return []
    if answer.constant and found.greatest is not None:
        alone = len(found.solutions) + len(found.singular) == 1 and not found.families
        value = _value(found.greatest)
        if alone:
            return [f"the constraints leave a single point: f is {value} there"]
        return [f"f is constant on the set: {value} at every point"]
    ends_ = [("greatest", found.greatest, found.no_greatest), ("least", found.least, found.no_least)]
    reasons: dict[str, list[str]] = {}
    for word, extreme, why in ends_:
        what, reason = _end(word, extreme, why)
        reasons.setdefault(reason, []).append(what)
    return [f"{', '.join(what)}: {reason}" for reason, what in reasons.items()]


def _end(word: str, extreme: Extreme | None, why: str | None) -> tuple[str, str]:
    """What is known of the greatest (least) value, and the reason."""
    if extreme is None:
        text = why or "not known"
        unknown = text.startswith("not known")
        return (
            (f"{word} value", text) if unknown else (f"no {word} value", text.removeprefix(f"f has no {word} value: "))
        )
    if not extreme.proved:
        return f"{word} value that was found, not proved, {_value(extreme)}", extreme.reason
    reason = extreme.reason.removeprefix(f"f takes a {word} value")
    return f"{word} value {_value(extreme)}", reason.removeprefix(", as ").removeprefix(": ")


def _value(extreme: Extreme) -> str:
    from mvcalc_cli.commands.stationary.critical_screen import short
    from mvcalc_cli.language.printers import line

    if isinstance(extreme.value, float):
        return f"≈ {short(extreme.value)}"
    text, number = line(extreme.value), short(value_of(extreme))
    return text if text == number else f"{text} ≈ {number}"


def _reasons(answer: Solved, shown: Sequence[Row]) -> list[str]:
    """Why a point is what it is, where the second-order test is not all."""
    reasons: dict[str, list[str]] = {}
    for row in shown:
        one = row.points[0]
        if one.kind in {"degenerate", "isolated"} or not one.multipliers:
            reasons.setdefault(reason_of(answer, one), []).append(told(answer, row))
    return [f"{_some(points)}: {why}" for why, points in reasons.items()]


def reason_of(answer: Solved, one: Solution) -> str:
    """The reason, and before it why there is no multiplier."""
    if one.multipliers:
        return one.reason
    why = (
        "f or a constraint has no gradient"
        if is_bent(answer, one)
        else "the gradients of the constraints are dependent"
    )
    return one.reason if why in one.reason else f"{why} there, so that λ need not exist; {one.reason}"


def placed(answer: Solved, point: str) -> str:
    """A point as it stands in a sentence: (1, 2), and x = 1 of one variable."""
    from mvcalc_cli.commands.screen import show_name

    names = answer.question.names
    if len(names) > 1:
        return point
    name = show_name(names[0])
    return f"{name} {point}" if point.startswith("≈") else f"{name} = {point}"


def told(answer: Solved, row: Row) -> str:
    """The points of a row as they stand in a sentence."""
    return placed(answer, row.short)


def _some(points: Sequence[str]) -> str:
    return ", ".join(points[:_SOME]) + (f" and {len(points) - _SOME} more" if len(points) > _SOME else "")


def meanings(answer: Solved, shown: Sequence[Row]) -> list[str]:
    """How much f changes as a constraint is moved, and what solving again has given."""
    texts = []
    for row in shown:
        place = next((k for k in answer.measured if any(answer.found.solutions[k] is one for one in row.points)), None)
        if place is not None:
            texts += [words for each in answer.measured[place] if (words := _meaning(answer, row, each))]
    if texts:
        texts.append("(measured by solving again with c = ±10⁻⁶)")
    inequalities = [each for each in answer.found.constraints if each.side]
    if inequalities and answer.found.solutions:
        texts.append(_sign_rule(answer))
    return texts


def _meaning(answer: Solved, row: Row, each: object) -> str:
    """λ = 1 at (±√2, 1): f there changes by 1 per unit of c in x² + y² = 3 + c; measured 1."""
    from mvcalc_cli.commands.screen import show_name
    from mvcalc_cli.commands.stationary.critical_screen import short
    from mvcalc_cli.symbolic.stationary.sensitivity import Sensitivity

    if not isinstance(each, Sensitivity) or not each.multiplier:
        return ""
    letter = show_name(answer.found.constraints[each.place].multiplier)
    size = short_multiplier(row.points[0], each.place)
    moved = _moved(answer, each.place)
    head = f"{letter} = {size} at {told(answer, row)}: f there changes by {size} per unit of c in {moved}"
    if each.measured is None:
        return f"{head} (not measured)"
    return f"{head}; measured {short(each.measured, 7)}" + ("" if each.agrees else ": they do NOT agree")


def _moved(answer: Solved, place: int) -> str:
    """A constraint that is moved by c: x² + y² = 3 + c."""
    from mvcalc_cli.language.printers import line

    relation = answer.found.constraints[place].relation
    left, right = relation.args
    text = line(left) if right.kind == "number" and not right.value else ""
    sign = {0: "=", 1: "≤", -1: "≥"}[answer.found.constraints[place].side]
    text = f"{text or line(left)} {sign} {'c' if text else f'{line(right)} + c'}"
    return text if len(text) <= _WIDE else f"{constraint_names(answer)[place]} {sign} c"


def _sign_rule(answer: Solved) -> str:
    """What the signs of the multipliers of inequalities must be."""
    below = [name for name, each in _named(answer) if each == 1]
    above = [name for name, each in _named(answer) if each == -1]
    parts = []
    if below:
        parts.append(f"{', '.join(below)} ≤ 0: its μ is ≥ 0 at a maximum and ≤ 0 at a minimum")
    if above:
        parts.append(f"{', '.join(above)} ≥ 0: its μ is ≤ 0 at a maximum and ≥ 0 at a minimum")
    idle = any(
        place not in one.active for one in answer.found.solutions for place in range(len(answer.found.constraints))
    )
    return "; ".join(parts) + ("; — where it does not bind" if idle else "")


def _named(answer: Solved) -> list[tuple[str, int]]:
    return [
        (name, each.side)
        for name, each in zip(constraint_names(answer), answer.found.constraints, strict=True)
        if each.side
    ]


def notes(answer: Solved, *, again: bool = True) -> list[str]:
    """Whether these are all (unless that has been said), and what was given up."""
    found = answer.found
    texts = []
    if not answer.none and (again or not found.complete):
        how = {"numeric": "found by numbers alone", "mixed": "found, some by numbers alone", "exact": "found exactly"}
        texts.append(f"all: {found.complete}" if found.complete else f"{how[found.method]}: there may be others")
    elif found.empty:
        texts.append("look at the signs and at the right side of each constraint; mvcalc plot draws them")
    if any(each.strict for each in found.constraints):
        texts.append("the border of a constraint with < or > does not belong to the set")
    return [*texts, *found.notes]


def unsure(answer: Solved) -> list[str]:
    """What is missing or not proved: no greatest or least value, points that may be missing, what was given up."""
    found = answer.found
    known = found.greatest is not None and found.greatest.proved and found.least is not None and found.least.proved
    texts = [] if known else ends(answer)
    return [*texts, *(note for note in notes(answer) if not note.startswith("all:"))]


def _put_back(answer: Solved) -> list[Block]:
    """The closing line: how well the points satisfy the equations."""
    from mvcalc_cli.report import Line, Verdict

    if answer.check is None:
        return []
    size = f"{answer.check.error or 0:.0e}".replace("0e+00", "0").replace("-", "−")
    return [Line(), Verdict(f"put back into the equations at 30 digits: residual {size}")]
