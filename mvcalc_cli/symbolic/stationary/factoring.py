"""Critical points by the factors of f − f(p): even powers never change its sign, what is not 0 keeps it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple

from mvcalc_cli.errors import MvcalcError
from mvcalc_cli.language.tree import Tree, as_variable, multiply, substitute, variables
from mvcalc_cli.symbolic.stationary.germ import DIGITS, Germ, Terms, germ, polynomial_degree, sign, times
from mvcalc_cli.symbolic.stationary.nearby import signs
from mvcalc_cli.symbolic.stationary.reasons import Decision, Name, text

# The degree up to which factors that are no polynomials are taken.
_ORDER: Final = 8
_SECONDS: Final = 0.6


class Factors(NamedTuple):
    """f − f(p) = unit · squares · rest near the point.

    Attributes:
        unit: The sign of what is not 0 at the point.
        squares: What stands to an even power and is 0 at the point.
        rest: The product of what stands to an odd power and is 0 there, each once; None if there is none.
        product: f − f(p) as it is factored, as text.
    """

    unit: int
    squares: tuple[Tree, ...]
    rest: tuple[Tree, ...]
    product: str


def factored(f: Tree, centre: Mapping[str, Tree]) -> Factors | None:
    """f − f(p) taken apart; None where it has no factors."""
    import sympy

    from mvcalc_cli.symbolic.attempts import attempt
    from mvcalc_cli.symbolic.bridge import from_sympy, to_sympy

    def factors() -> tuple[list[tuple[Tree, int]], str] | None:
        there = to_sympy(substitute(f, {as_variable(name): value for name, value in centre.items()}))
        product = sympy.factor(to_sympy(f) - there)
        pairs = [part.as_base_exp() for part in sympy.Mul.make_args(product)]
        if all(base == product for base, _ in pairs):
            return None
        # e^u and u^(1/2) are wholes; only integer powers are taken apart.
        taken = [
            (from_sympy(base), int(power)) if power.is_Integer else (from_sympy(base**power), 1)
            for base, power in pairs
        ]
        return taken, text(from_sympy(product))

    try:
        found = attempt(factors, _SECONDS)
    except MvcalcError:
        return None
    return None if not found else _sorted(*found, centre)


def _sorted(pairs: Sequence[tuple[Tree, int]], product: str, centre: Mapping[str, Tree]) -> Factors | None:
    """Units, squares and the rest; None where a factor cannot be measured, or stands below a fraction bar."""
    from mvcalc_cli.symbolic.arithmetic import Unmeasured
    from mvcalc_cli.symbolic.digits import measure

    unit, squares, rest = 1, [], []
    for base, power in pairs:
        at = substitute(base, {as_variable(name): value for name, value in centre.items()})
        try:
            value: Any = measure(at, {}, DIGITS)
        except Unmeasured:
            return None
        if value is None or (value == 0 and power < 0):
            return None
        if value != 0:
            unit *= sign(value) if power % 2 else 1
        elif power % 2:
            rest.append(base)
            squares += [base] if power > 1 else []
        else:
            squares.append(base)
    return Factors(unit, tuple(squares), tuple(rest), product)


def by_factors(factors: Factors, names: tuple[str, ...], centre: Mapping[str, Tree]) -> Decision | None:
    """Even powers never change the sign; what is left does, or not."""
    if not factors.rest:
        return _square(factors, _vanish_at_point_alone(factors.squares, names, centre))
    product = _product(factors.rest, names, centre)
    near = None if product is None else signs(product)
    if near is None or product is None:
        return None
    if len(near.taken) == 2:
        return "saddle", f"f − f(p) = {factors.product} changes its sign near p with {_named(factors.rest)}", None
    (side_,) = near.taken
    strict = near.strict is True and _vanish_at_point_alone((*factors.rest, *factors.squares), names, centre)
    kind: Name = "minimum" if side_ * factors.unit > 0 else "maximum"
    reason = f"f − f(p) = {factors.product} keeps its sign near p, as {_named(factors.rest)} does"
    return kind, reason, None if near.strict is None else strict


def _square(factors: Factors, strict: bool | None) -> Decision:
    """Nothing but even powers is 0 at the point."""
    kind: Name = "minimum" if factors.unit > 0 else "maximum"
    more, less = (">", "<") if factors.unit > 0 else ("<", ">")
    if strict:
        return kind, f"f − f(p) = {factors.product}, which is {more} 0 near p but at p", True
    end = ", and 0 elsewhere near p too" if strict is False else ""
    return kind, f"f − f(p) = {factors.product}, which is never {less} 0 near p{end}", strict


def _named(parts: Sequence[Tree]) -> str:
    """One factor, or several: "x", "x·(x − y)"."""
    return text(multiply(*parts))


def _product(parts: Sequence[Tree], names: tuple[str, ...], centre: Mapping[str, Tree]) -> Germ | None:
    """The series of a product, in the variables that it holds."""
    held = {name for part in parts for name in variables(part)}
    used = tuple(name for name in names if name in held)
    where = {name: centre[name] for name in used}
    degrees = [polynomial_degree(part, used) for part in parts]
    whole = all(degree is not None for degree in degrees)
    order = sum(degree or 0 for degree in degrees) if whole else _ORDER
    total: Terms | None = None
    for part in parts:
        found = germ(part, where, order, whole=whole)
        if found is None:
            return None
        total = found.terms if total is None else times(total, found.terms, order)
    return Germ(total, len(used), order, whole) if total else None


def _vanish_at_point_alone(parts: Sequence[Tree], names: tuple[str, ...], centre: Mapping[str, Tree]) -> bool | None:
    """Are these factors 0 nowhere near the point but at it? None if that is not known."""
    known: bool | None = True
    for part in parts:
        found = _product([part], names, centre)
        near = None if found is None else signs(found)
        if found is not None and found.size < len(names):
            return False
        if near is not None and (len(near.taken) == 2 or near.strict is False):
            return False
        if near is None or not near.strict:
            known = None
    return known
