"""Constraints as they are typed made ready: chains parted, what says the same twice told once, mistakes found."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final, NamedTuple

from mvcalc_cli.errors import InputError, MvcalcError
from mvcalc_cli.language.tree import ZERO, Tree, relation, subtract, variables

SIDES: Final = {"=": 0, "<=": 1, "<": 1, ">=": -1, ">": -1}
_SECONDS: Final = 0.5


class Ready(NamedTuple):
    """Constraints that can be worked with.

    Attributes:
        relations: One comparison each, none of them the same as another.
        notes: What was changed, and why that leaves the set as it is.
        contradiction: Why no point satisfies them, where one alone says so.
    """

    relations: tuple[Tree, ...]
    notes: tuple[str, ...] = ()
    contradiction: str | None = None


def ready(relations: Sequence[Tree], names: Sequence[str]) -> Ready:
    """The constraints read.

    Raises:
        InputError: If one is no equation or inequality, holds none of the variables or another letter, or says nothing.

    >>> from mvcalc_cli.language import parse
    >>> ready([parse("x + y = 2").tree, parse("2x + 2y = 4").tree], "xy").notes
    ('2x + 2y = 4 says the same as x + y = 2: it is left out',)
    """
    parts = [part for each in relations for part in _single(each)]
    false = [part for part in parts if not _checked(part, names)]
    if false:
        return Ready(tuple(parts), (), f"{_text(false[0])} is true nowhere")
    return _without_repeats(parts, names)


def _text(tree: Tree) -> str:
    from mvcalc_cli.language.printers import line

    return line(tree)


def difference(part: Tree) -> Tree:
    """Left − right."""
    left, right = part.args
    return left if right.kind == "number" and not right.value else subtract(left, right)


def _single(each: Tree) -> Iterator[Tree]:
    """0 <= x <= 1 is two constraints."""
    if each.kind == "logic" and each.value == "and":
        for part in each.args:
            yield from _single(part)
        return
    if each.kind == "relation" and each.value == "!=":
        raise InputError(
            f"{_text(each)} leaves out points, but bounds nothing", hint="write constraints with =, <= or >="
        )
    if each.kind != "relation" or each.value not in SIDES:
        shown = _text(each)
        raise InputError(f"the constraint {shown} is no equation or inequality", hint=f"write {shown} = 0")
    yield each


def _checked(part: Tree, names: Sequence[str]) -> bool:
    """Can it be true somewhere? Mistakes are raised."""
    from mvcalc_cli.calculus.tidy import tidy

    shown, g = _text(part), difference(part)
    listed = ", ".join(names)
    held = [name for name in variables(g) if name in names]
    others = [name for name in variables(g) if name not in names]
    if not held and not others:
        truth = "and is always true" if _is_true(tidy(g), part) else "and is never true"
        raise InputError(f"the constraint {shown} holds none of the variables {listed}, {truth}", hint="leave it out")
    if not held:
        raise InputError(f"the constraint {shown} holds none of the variables {listed}", hint=f"use {listed} in it")
    if others:
        letters = " and ".join(others)
        raise InputError(
            f"the constraint {shown} holds {letters}, which is no variable here", hint=f"write a number for {letters}"
        )
    alone = constant(g)
    if alone is None:
        return True
    if _is_true(alone, part):
        raise InputError(f"the constraint {shown} is true at every point", hint="leave it out")
    return False


def constant(g: Tree) -> Tree | None:
    """The number that an expression is, if its variables cancel."""
    from mvcalc_cli.calculus.tidy import tidy
    from mvcalc_cli.symbolic.attempts import attempt
    from mvcalc_cli.symbolic.bridge import from_sympy, to_sympy

    try:
        found = tidy(g)
        if variables(found):
            import sympy

            found = attempt(lambda: from_sympy(sympy.expand(to_sympy(g))), _SECONDS) or found
    except MvcalcError:
        return None
    return None if variables(found) else found


def _is_true(value_: Tree, part: Tree) -> bool:
    from mvcalc_cli.symbolic.arithmetic import Unmeasured
    from mvcalc_cli.symbolic.digits import measure

    try:
        value: Any = measure(value_, {}, 40)
    except Unmeasured:
        return False
    if value is None:
        return False
    near = abs(value) < 1e-30
    return bool(
        {"=": near, "<=": value <= 0 or near, "<": value < 0, ">=": value >= 0 or near, ">": value > 0}[str(part.value)]
    )


# --- the same told twice -------------------------------------------------------------------------------


def _without_repeats(parts: Sequence[Tree], names: Sequence[str]) -> Ready:
    kept: list[tuple[Tree, Any]] = []
    notes: list[str] = []
    for typed in parts:
        part, poly = _rooted(typed, _polynomial(difference(typed), names), notes)
        same = next((k for k, (other, known) in enumerate(kept) if _ratio(poly, known)), None)
        if same is None:
            kept.append((part, poly))
            continue
        other, known = kept[same]
        way = SIDES[str(part.value)] * (1 if _ratio(poly, known) > 0 else -1)
        if way and SIDES[str(other.value)] == -way and {part.value, other.value} <= {"<=", ">="}:
            equal = relation("=", *other.args)
            kept[same] = equal, known
            notes.append(f"{_text(other)} and {_text(part)} together are {_text(equal)}")
        elif way == SIDES[str(other.value)] and len(str(part.value)) >= len(str(other.value)):
            notes.append(f"{_text(part)} says the same as {_text(other)}: it is left out")
        else:
            kept.append((part, poly))
    return Ready(tuple(_without_implied(kept, notes)), tuple(notes))


def _polynomial(g: Tree, names: Sequence[str]) -> Any:
    """A SymPy polynomial with rational coefficients; None for anything else."""
    import sympy

    from mvcalc_cli.symbolic.attempts import attempt
    from mvcalc_cli.symbolic.bridge import symbol, to_sympy

    def read() -> Any:
        poly = sympy.Poly(to_sympy(g), *map(symbol, names))
        return poly if all(c.is_Rational for c in poly.coeffs()) else None

    try:
        return attempt(read, _SECONDS)
    except (MvcalcError, sympy.PolynomialError):
        return None


def _ratio(one: Any, other: Any) -> Any:
    """The number that one polynomial is of another; 0 if it is none."""
    if one is None or other is None:
        return 0
    share = one.LC() / other.LC()
    return share if one == other * share else 0


def _rooted(part: Tree, poly: Any, notes: list[str]) -> tuple[Tree, Any]:
    """(x + y)² = 0 as x + y = 0: the gradient of a square is 0 wherever it is."""
    from mvcalc_cli.symbolic.bridge import from_sympy

    if poly is None:
        return part, poly
    side = SIDES[str(part.value)]
    if side and (len(str(part.value)) == 1 or not _is_square(poly * side)):
        return part, poly
    if not side and poly.is_sqf:
        return part, poly
    root = poly.sqf_part()
    shorter = relation("=", from_sympy(root.as_expr()), ZERO)
    notes.append(f"{_text(shorter)} is taken for {_text(part)}, whose gradient is 0 on it")
    return shorter, root


def _is_square(poly: Any) -> bool:
    """Is it a positive number times a square?"""
    factor, parts = poly.sqf_list()
    return bool(factor > 0 and parts and all(power % 2 == 0 for _, power in parts))


def _without_implied(kept: Sequence[tuple[Tree, Any]], notes: list[str]) -> Iterator[Tree]:
    """Equations that follow from those before them: where one holds a gradient more the others say as much."""
    before: list[Any] = []
    for part, poly in kept:
        if part.value != "=" or poly is None:
            yield part
            continue
        if before and _follows(poly, before):
            notes.append(f"{_text(part)} follows from the other constraints: it is left out")
            continue
        before.append(poly)
        yield part


def _follows(poly: Any, others: Sequence[Any]) -> bool:
    import sympy

    from mvcalc_cli.symbolic.attempts import attempt

    def read() -> bool:
        basis = sympy.groebner(others, *poly.gens, order="grevlex")
        return bool(basis.exprs != [1] and basis.contains(poly.as_expr()))

    return bool(attempt(read, _SECONDS))
