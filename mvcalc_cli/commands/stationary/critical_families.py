"""What is known of infinitely many critical points at once: the kind of every member, and the value of f on a curve."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from typing import TYPE_CHECKING, Any, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mvcalc_cli.commands.stationary.critical_points import Critical, Examined
    from mvcalc_cli.language.tree import Tree
    from mvcalc_cli.report import Cell
    from mvcalc_cli.symbolic.stationary.points import Family

# The gradient repeats after so many steps of a whole number at most, if a kind is to be told by even and odd.
_MOST_STEPS: Final = 2
# Members are recognised by whole numbers of at most this size.
_MOST_TURNS: Final = 14
_SAME: Final = 1e-9


class Told(NamedTuple):
    """The kind of some members: "even k", or "" where it is that of all."""

    members: str
    kind: str


def curves(found: Examined) -> list[tuple[int, Family]]:
    """The families that are curves, each with its place among the curves."""
    return list(enumerate(family for family in found.found.families if family.kind == "curve"))


def samples_kind(found: Examined, place: int) -> str:
    """The kinds on a curve: those that are proved to occur, else those of the points that were looked at."""
    bend = found.bends[place]
    if bend.proved and len(bend.kinds) > 1 and not is_seen(found, place):
        return " or ".join(bend.kinds)
    names = list(dict.fromkeys(one.name for one in found.samples[place]))
    return " or ".join(names) if names else "not looked at"


def curve_value(found: Examined, place: int, family: Family) -> Cell:
    """f on a curve of critical points: exactly where putting the curve in leaves a number; "-" where it varies."""
    from mvcalc_cli.language.tree import variables
    from mvcalc_cli.symbolic.stationary.constrained import shortened

    there = shortened(found.question.lowered, dict(zip(found.question.names, family.values, strict=True)))
    if there is not None and not variables(there):
        return there
    samples = [one for one in found.samples[place] if one.value is not None]
    whole = [name for name in family.parameters if name not in found.question.names]
    if whole or not samples or any(abs((one.value or 0.0) - (samples[0].value or 0.0)) > _SAME for one in samples):
        return "-"
    first = samples[0]
    return first.exact if first.exact is not None else first.value if first.value is not None else "-"


def kinds_told(found: Examined, place: int) -> list[Told]:
    """The kinds of the members of a family: of a curve by those looked at; [] where what is known tells it not of all.

    Of a periodic one the gradient has the same values some steps further, so that the members there have one kind.

    Args:
        found: What was found.
        place: The family's, from 1.
    """
    family = found.found.families[place - 1]
    if family.kind == "curve":
        return next(_on_curve(found, at) for at, each in curves(found) if each is family)
    members = [one for one in found.points if one.family == place]
    if len(family.parameters) > 2 or not members:
        return []
    steps = [_repeats(found, found.gradient, family, name) for name in family.parameters]
    turns = [step for step in steps if step is not None]
    if len(turns) < len(steps):
        return []
    same_value = all(
        _shifted(found, (found.question.lowered,), family, name, _MOST_STEPS) for name in family.parameters
    )
    classes: dict[tuple[int, ...], set[str]] = {}
    for one, whole in _with_numbers(family, members):
        key = tuple(k % turn for k, turn in zip(whole, turns, strict=True))
        classes.setdefault(key, set()).add(one.name if same_value else one.kind.kind)
    if any(len(kinds) > 1 for kinds in classes.values()) or len(classes) < len(list(product(*map(range, turns)))):
        return []
    return _in_words(family.parameters, {key: next(iter(kinds)) for key, kinds in classes.items()})


def _on_curve(found: Examined, place: int) -> list[Told]:
    """Of a curve: the kind that all points are proved to have, or those that occur, or those of what was looked at."""
    bend = found.bends[place]
    if bend.proved and len(bend.kinds) > 1:
        return [Told("some", kind) for kind in bend.kinds]
    names = list(dict.fromkeys(one.name for one in found.samples[place]))
    if is_proved(found, place):
        return [Told("", names[0] if len(names) == 1 else bend.kinds[0])]
    return [Told("those looked at", name) for name in names]


def is_seen(found: Examined, place: int) -> bool:
    """Whether each kind that is proved to occur is that of a point that was looked at."""
    return {*found.bends[place].kinds} <= {one.kind.kind for one in found.samples[place]}


def is_proved(found: Examined, place: int) -> bool:
    """Whether all points of a curve are proved to have the kind of those that were looked at."""
    bend = found.bends[place]
    return bend.proved and len(bend.kinds) == 1 and {one.kind.kind for one in found.samples[place]} <= {*bend.kinds}


def _in_words(letters: Sequence[str], kinds: Mapping[tuple[int, ...], str]) -> list[Told]:
    """One kind for all; else by even and odd numbers, or by an even and odd sum."""
    if len(set(kinds.values())) == 1:
        return [Told("", next(iter(kinds.values())))]
    for name, pick in (
        *((letter, [k]) for k, letter in enumerate(letters)),
        (" + ".join(letters), range(len(letters))),
    ):
        by_parity: dict[int, set[str]] = {0: set(), 1: set()}
        for key, kind in kinds.items():
            by_parity[sum(key[k] for k in pick) % 2].add(kind)
        if all(len(each) == 1 for each in by_parity.values()):
            return [Told(f"{word} {name}", by_parity[odd].pop()) for odd, word in enumerate(("even", "odd"))]
    return []


def _repeats(found: Examined, trees: Sequence[Tree], family: Family, name: str) -> int | None:
    """After how many steps of a whole number expressions have their values again; None where that is not seen."""
    counts = range(1, _MOST_STEPS + 1)
    return next((count for count in counts if _shifted(found, trees, family, name, count)), None)


def _shifted(found: Examined, trees: Sequence[Tree], family: Family, name: str, count: int) -> bool:
    """Whether expressions are the same so many steps further: algebra sees that."""
    from mvcalc_cli.symbolic.attempts import attempt
    from mvcalc_cli.symbolic.bridge import to_sympy
    from mvcalc_cli.symbolic.to_sympy import symbol

    def same() -> bool:
        letter = next(s for value in family.values for s in to_sympy(value).free_symbols if s.name == name)
        variables = [symbol(each, found.question.kinds.get(each, "real")) for each in found.question.names]
        moved = {}
        for variable, value in zip(variables, map(to_sympy, family.values), strict=True):
            moved[variable] = variable + count * (value.subs(letter, letter + 1) - value).expand()
        if any(letter in value.free_symbols for value in moved.values()):
            return False
        return all(_is_nothing(each.subs(moved, simultaneous=True) - each) for each in _as_sympy(found, trees))

    return bool(attempt(same, 0.5))


def _as_sympy(found: Examined, trees: Sequence[Tree]) -> list[Any]:
    """Expressions with the variables' kinds."""
    from mvcalc_cli.symbolic.bridge import to_sympy

    return [to_sympy(tree, found.question.kinds) for tree in trees]


def _is_nothing(difference: Any) -> bool:
    return bool(difference.expand() == 0)


def _with_numbers(family: Family, members: Sequence[Critical]) -> list[tuple[Critical, tuple[int, ...]]]:
    """Members with their whole numbers."""
    from mvcalc_cli.symbolic.digits import measure

    turns = range(-_MOST_TURNS, _MOST_TURNS + 1)
    starts = []
    for whole in product((0, 1), repeat=len(family.parameters)):
        there: dict[str, Any] = dict(zip(family.parameters, map(Fraction, whole), strict=True))
        starts.append([float(measure(value, there) or 0) for value in family.values])
    first, size = starts[0], len(family.parameters)
    # The rows of `starts` run through (0, 0), (0, 1), (1, 0), (1, 1).
    steps = [[b - a for a, b in zip(first, starts[2 ** (size - 1 - k)], strict=True)] for k in range(size)]
    found = []
    for one in members:
        for whole in product(turns, repeat=size):
            at = [a + sum(k * step[axis] for k, step in zip(whole, steps, strict=True)) for axis, a in enumerate(first)]
            if all(abs(a - b) <= _SAME * (1 + abs(b)) for a, b in zip(at, one.point.numbers, strict=True)):
                found.append((one, whole))
                break
    return found if len(found) == len(members) else []
