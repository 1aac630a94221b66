"""What a smooth function does far out: where every way to infinity leads, if that can be proved."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any, Final, NamedTuple

import sympy

from mvcalc_cli.errors import MvcalcError
from mvcalc_cli.language.tree import INFINITY, Tree, negative, postorder
from mvcalc_cli.symbolic.attempts import attempt
from mvcalc_cli.symbolic.bridge import symbol, to_sympy
from mvcalc_cli.symbolic.stationary.branches import has_real_root
from mvcalc_cli.symbolic.stationary.germ import DIGITS, Germ, Monomial, Terms, sign
from mvcalc_cli.symbolic.stationary.nearby import outweighed
from mvcalc_cli.symbolic.stationary.splitting import quadratic_form

_SECONDS: Final = 1.0
_WAVES: Final = frozenset({"sin", "cos"})


class Far(NamedTuple):
    """Where f goes on every way to infinity.

    Attributes:
        limits: Numbers, or ±inf as floats; none where f repeats itself, so that its values are those of a bounded set.
        reason: How that is known.
        ends: In one variable the sentence for each limit.
    """

    limits: tuple[Any, ...]
    reason: str
    ends: tuple[str, ...] = ()


def far(f: Tree, names: Sequence[str], kinds: Mapping[str, str] | None = None) -> Far | None:
    """Where f goes far out; None if it is not known, or not defined and smooth everywhere.

    >>> from mvcalc_cli.language import parse
    >>> far(parse("x^4 + y^4 - 4x y").tree, "xy")
    Far(limits=(inf,), reason='f → ∞ far out', ends=())
    >>> far(parse("sin(x) cos(y/2)").tree, "xy").limits
    ()
    """
    if not smooth_everywhere(f, kinds):
        from mvcalc_cli.symbolic.stationary.line_ends import line_ends

        return line_ends(f, names[0], kinds) if len(names) == 1 else None
    if repeats(f, names):
        return Far((), "f repeats itself, so that its values are those on a closed bounded box")
    try:
        expression = to_sympy(f)
    except MvcalcError:
        return None
    found = attempt(lambda: _by_terms(expression, names), _SECONDS) or _outgrowing(f, names)
    if found is not None:
        return found
    return _ends(f, names[0]) if len(names) == 1 else None


def smooth_everywhere(f: Tree, kinds: Mapping[str, str] | None = None) -> bool:
    """Is f defined for all real values, without kinks and steps?"""
    from mvcalc_cli.calculus.domain import conditions
    from mvcalc_cli.symbolic.sameness.bends import bends, has_steps
    from mvcalc_cli.symbolic.stationary.bounds import always_true

    if any(kind != "real" for kind in (kinds or {}).values()):
        return False
    return all(map(always_true, conditions(f))) and not bends(f) and not has_steps(f)


def repeats(f: Tree, names: Sequence[str]) -> bool:
    """Do the variables stand in sines and cosines of linear arguments with rational coefficients alone?"""
    letters = [symbol(name) for name in names]

    def is_rational(argument: Tree) -> bool:
        try:
            poly = attempt(lambda: sympy.Poly(to_sympy(argument), *letters), _SECONDS)
        except MvcalcError:
            return False
        if poly is None or poly.total_degree() > 1:
            return False
        return all(bool(c.is_Rational) for m, c in poly.terms() if any(m))

    covered: set[int] = set()
    for node in postorder(f):
        if node.kind == "call" and node.value in _WAVES and is_rational(node.args[0]):
            covered.update(id(part) for part in postorder(node))
    free = [node for node in _outside(f, covered) if node.kind == "variable"]
    return not any(str(node.value) in names for node in free)


def _outside(root: Tree, covered: set[int]) -> list[Tree]:
    """The nodes that no covered one holds."""
    found, stack = [], [root]
    while stack:
        node = stack.pop()
        is_wave = node.kind == "call" and node.value in _WAVES and id(node) in covered
        if not is_wave:
            found.append(node)
            stack.extend(node.args)
    return found


# --- polynomials, and what falls faster than they grow -------------------------------------------------


def terms_of(expression: Any, names: Sequence[str]) -> Terms | None:
    """Exponents -> rational coefficient; None for anything but a polynomial with rational coefficients."""
    letters = [symbol(name) for name in names]
    if not expression.is_polynomial(*letters):
        return None
    poly = sympy.Poly(expression, *letters)
    if not all(c.is_Rational for c in poly.coeffs()):
        return None
    return {tuple(map(int, m)): Fraction(int(c.p), int(c.q)) for m, c in poly.terms() if c}


def scaled_terms_of(expression: Any, names: Sequence[str]) -> Terms | None:
    """The same of a positive multiple, if that makes all coefficients rational but the constant, which may be near.

    For directions and growth, of which neither the multiple nor the constant says anything.

    >>> r, h = symbol("r"), symbol("h")
    >>> scaled_terms_of(2 * sympy.pi * r * h + sympy.pi * r**2, ["r", "h"])
    {(2, 0): Fraction(1, 1), (1, 1): Fraction(2, 1)}
    """
    letters = [symbol(name) for name in names]
    if not expression.is_polynomial(*letters) or expression.free_symbols - set(letters):
        return None
    terms = {tuple(map(int, m)): c for m, c in sympy.Poly(expression, *letters).terms() if c}
    scale = next((abs(c) for m, c in terms.items() if any(m) and not c.is_Rational), sympy.Integer(1))
    if not scale.is_positive:
        return None
    found = {m: c / scale for m, c in terms.items()}
    if not all(c.is_Rational for m, c in found.items() if any(m)):
        return None
    near = {m: _nearly(c) for m, c in found.items()}
    return None if None in near.values() else {m: c for m, c in near.items() if c is not None}


def nearly_terms_of(expression: Any, names: Sequence[str]) -> Terms | None:
    """The same with the fractions nearest to constants such as π; for bounds that are wider than rounding."""
    letters = [symbol(name) for name in names]
    if not expression.is_polynomial(*letters) or expression.free_symbols - set(letters):
        return None
    terms = sympy.Poly(expression, *letters).terms()
    near = {tuple(map(int, m)): _nearly(c) for m, c in terms if c}
    return None if None in near.values() else {m: c for m, c in near.items() if c is not None}


def _nearly(constant: Any) -> Fraction | None:
    """A rational number to the digits of the working precision; None for what is not real."""
    value = constant if constant.is_Rational else sympy.N(constant, DIGITS)
    if not (value.is_Rational or value.is_Float) or not value.is_finite:
        return None
    return Fraction(int(value.p), int(value.q)) if value.is_Rational else Fraction(str(value))


def _by_terms(expression: Any, names: Sequence[str]) -> Far | None:
    terms = scaled_terms_of(expression, names)
    if terms is not None:
        found = grows(terms, len(names))
        if found is None:
            return None
        return Far((math.inf * found[0],), f"f → {'∞' if found[0] > 0 else '−∞'} far out")
    return _falling(expression, names) or _quotient(expression, names)


def grows(terms: Terms, size: int) -> tuple[int, tuple[int, ...]] | None:
    """The sign with which a polynomial grows in every direction, and the powers that rule it; None if it does not.

    No term lies above the face of the highest pure powers, and those on it are 0 at the origin alone.

    >>> grows({(4, 0): Fraction(1), (0, 2): Fraction(1), (2, 1): Fraction(-1)}, 2)
    (1, (4, 2))
    """
    ends = tuple(max((m[k] for m in terms if m[k] == sum(m)), default=0) for k in range(size))
    if any(end == 0 or end % 2 for end in ends):
        return None
    places = {m: height(m, ends) for m in terms}
    if max(places.values()) > 1:
        return None
    face = {m: value for m, value in terms.items() if places[m] == 1}
    if set(ends) == {2}:
        signs = {sign(value) for value in quadratic_form(Germ(face, size, 2, whole=True))[1]}
        return (signs.pop(), ends) if signs in ({1}, {-1}) else None
    side = outweighed(face, ends)
    if side is not None and side[1]:
        return side[0], ends
    value = sign(face[ends[0], *(0,) * (size - 1)])
    return (value, ends) if size == 2 and not has_real_root(face) else None


def height(monomial: Monomial, ends: Sequence[int]) -> Fraction:
    """Where a term lies: 1 on the face of the pure powers, less below it."""
    return sum((Fraction(p, end) for p, end in zip(monomial, ends, strict=True)), Fraction(0))


def _falling(expression: Any, names: Sequence[str]) -> Far | None:
    """Polynomials times exp of polynomials that → −∞, and a constant."""
    constant = sympy.Integer(0)
    for term in sympy.Add.make_args(sympy.expand(expression, power_exp=False)):
        if not term.free_symbols:
            constant += term
            continue
        parts = sympy.Mul.make_args(term)
        exponent = sum((part.args[0] for part in parts if isinstance(part, sympy.exp)), sympy.Integer(0))
        rest = [part for part in parts if not isinstance(part, sympy.exp)]
        high = terms_of(sympy.expand(exponent), names)
        found = None if not high else grows(high, len(names))
        if found is None or found[0] > 0 or not all(part.is_polynomial() for part in rest):
            return None
    return _levelled(constant)


def _quotient(expression: Any, names: Sequence[str]) -> Far | None:
    """A polynomial over one that outgrows it, and a constant."""
    if not expression.is_rational_function(*map(symbol, names)):
        return None
    above, below = sympy.fraction(sympy.cancel(sympy.together(expression)))
    top, bottom = (terms_of(sympy.expand(part), names) for part in (above, below))
    if top is None or bottom is None:
        return None
    found = grows(bottom, len(names))
    if found is None:
        return None
    face, ruling = _face(top, found[1]), _face(bottom, found[1])
    if any(height(m, found[1]) > 1 for m in top):
        return None
    ratios = {face.get(m, Fraction(0)) / value for m, value in ruling.items()}
    if set(face) - set(ruling) or len(ratios) != 1:
        return None
    (ratio,) = ratios
    return _levelled(sympy.Rational(ratio.numerator, ratio.denominator))


def _outgrowing(f: Tree, names: Sequence[str]) -> Far | None:
    """A polynomial that grows everywhere, and other terms that are bounded on the side that matters: x² + sin x."""
    from mvcalc_cli.symbolic.stationary.bounds import bounds

    if f.kind != "sum":
        return None
    polynomial: Terms = {}
    low, high = 0.0, 0.0
    for part in f.args:
        terms = attempt(lambda part=part: terms_of(sympy.expand(to_sympy(part)), names), _SECONDS)  # type: ignore[misc]
        if terms is None:
            bound = bounds(part)
            low, high = low + float(bound[0]), high + float(bound[1])
        for monomial, value in (terms or {}).items():
            polynomial[monomial] = polynomial.get(monomial, Fraction(0)) + value
    found = grows({m: value for m, value in polynomial.items() if value}, len(names)) if polynomial else None
    if found is None or not math.isfinite(low if found[0] > 0 else high):
        return None
    return Far((math.inf * found[0],), f"f → {'∞' if found[0] > 0 else '−∞'} far out")


def _face(terms: Terms, ends: Sequence[int]) -> Terms:
    return {m: value for m, value in terms.items() if height(m, ends) == 1}


def _levelled(constant: Any) -> Far:
    from mvcalc_cli.language.printers import line
    from mvcalc_cli.symbolic.bridge import from_sympy
    from mvcalc_cli.symbolic.digits import measure

    tree = from_sympy(constant)
    return Far((measure(tree, {}, DIGITS),), f"f → {line(tree)} far out")


# --- one variable --------------------------------------------------------------------------------------


def _ends(f: Tree, name: str) -> Far | None:
    """The limits at ±∞."""
    from mvcalc_cli.language.printers import line

    found, texts = [], []
    for end in (negative(INFINITY), INFINITY):
        value = limit_at(f, name, end)
        number = None if value is None else as_number(value)
        if value is None or number is None:
            return None
        found.append(number)
        texts.append(f"f → {line(value)} as {name} → {'∞' if end == INFINITY else '−∞'}")
    return Far(tuple(found), ", ".join(texts), tuple(texts))


def limit_at(f: Tree, name: str, end: Tree, side: Any = None, kinds: Mapping[str, str] | None = None) -> Tree | None:
    """A limit that is known; None where there is none, or it is not found."""
    from mvcalc_cli.symbolic.limit import limit

    def search() -> Tree | None:
        found = limit(f, name, end, side, kinds)
        return found.value if found.exists else None

    try:
        return attempt(search, _SECONDS)
    except MvcalcError:
        return None


def as_number(value: Tree) -> Any:
    """The number of a limit; ±inf as a float; None where it has none."""
    from mvcalc_cli.symbolic.arithmetic import Unmeasured
    from mvcalc_cli.symbolic.digits import measure

    if value == INFINITY:
        return math.inf
    if value == negative(INFINITY):
        return -math.inf
    try:
        return measure(value, {}, DIGITS)
    except Unmeasured:
        return None
