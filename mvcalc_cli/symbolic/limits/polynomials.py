"""Quotients of polynomials at the origin: a proof of their limit by weighted degrees.

Where the part of Q of the lowest weighted degree d has no zero but the origin, |Q| ≥ c·ρᵈ close to it, for a
ρ that measures x by |x|^(1/weight); and |P| ≤ C·ρᵖ for the lowest degree p of P. So P/Q → 0 where p > d.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import combinations, pairwise, product, repeat
from math import gcd
from typing import Final

from mvcalc_cli.calculus.signs import Facts, signed_value
from mvcalc_cli.calculus.tidy import tidy
from mvcalc_cli.language.tree import (
    ONE,
    TWO,
    ZERO,
    Tree,
    add,
    call,
    divide,
    multiply,
    postorder,
    power,
    relation,
    variable,
)

Monomial = tuple[int, ...]
Polynomial = dict[Monomial, Fraction]
Quotient = tuple[Polynomial, Polynomial]

_MOST_TERMS: Final = 60
_HIGHEST_POWER: Final = 12
_WEIGHTS: Final = ((1, 1), (1, 2), (2, 1), (1, 3), (3, 1), (2, 3), (3, 2))


def proven_limit(tree: Tree, names: Sequence[str]) -> Fraction | None:
    """The limit at the origin, if the degrees prove it; of f, or where f² → 0.

    >>> from mvcalc_cli.language import parse
    >>> proven_limit(parse("x^2 y^2/(x^2+y^2)").tree, "xy"), proven_limit(parse("x y/(x^2+y^2)").tree, "xy")
    (Fraction(0, 1), None)
    >>> proven_limit(parse("x y/sqrt(x^2+y^2)").tree, "xy")
    Fraction(0, 1)
    """
    found = quotient(tree, names)
    value = None if found is None else _by_degrees(found, len(names))
    if value is not None:
        return value
    square = _squared(tree, names)
    return Fraction(0) if square is not None and _by_degrees(square, len(names)) == 0 else None


def vanishes(tree: Tree, names: Sequence[str]) -> bool:
    """Does a product go to 0 because its absolute value stays below what does? |sin u| ≤ 1 and |sin u| ≤ |u|.

    >>> from mvcalc_cli.language import parse
    >>> [vanishes(parse(text).tree, "xy") for text in ("x sin(1/y)", "sin(x y)/x", "sin(x y)/(x^2 + y^2)")]
    [True, True, False]
    """
    above, below = _factors(tree)
    least = _least_below(below)
    changed, below = least != below, least
    logarithms = [part.args[0] for part in above if part.kind == "call" and part.value == "log"]
    if logarithms:
        others = [part for part in above if not (part.kind == "call" and part.value == "log")]
        rest = [part.args[0] if _stays_bounded(part) else part for part in others]
        return _beats_logarithms(divide(multiply(*rest), below), logarithms, names)
    if not changed and not any(map(_stays_bounded, above)):
        return False
    bounds = [[part.args[0], ONE] if _stays_bounded(part) else [part] for part in above]
    if 2 ** len([choice for choice in bounds if len(choice) > 1]) > _MOST_TERMS:
        return False
    facts = Facts([relation("!=", variable(name), ZERO) for name in names])
    return any(proven_limit(tidy(divide(multiply(*choice), below), facts), names) == 0 for choice in product(*bounds))


def _least_below(tree: Tree) -> Tree:
    """√(x² + y²) for a factor |x| + |y|, which is no less: the square of a sum of sizes is at least their squares.

    >>> from mvcalc_cli.language import parse
    >>> from mvcalc_cli.language.printers import line
    >>> line(_least_below(parse("2 (|x| + y^2)").tree))
    '2·√(x² + (y²)²)'
    """
    if tree.kind == "product":
        return multiply(*map(_least_below, tree.args))
    sizes = tree.kind == "sum" and any(node.kind == "call" and node.value == "abs" for node in postorder(tree))
    if not sizes or not all(Facts().nonnegative(term) for term in tree.args):
        return tree
    return call("sqrt", add(*map(_square, tree.args)))


def _square(tree: Tree) -> Tree:
    """x² for |x|."""
    if tree.kind == "product":
        return multiply(*map(_square, tree.args))
    return power(tree.args[0] if tree.kind == "call" and tree.value == "abs" else tree, TWO)


# |log u| ≤ C·u^(−1/(2N)) for a small u, whatever N is; so is a product of so few logarithms.
_N: Final = 3
_MOST_LOGARITHMS: Final = 3


def _beats_logarithms(rest: Tree, arguments: Sequence[Tree], names: Sequence[str]) -> bool:
    """Does rest·log u·log v … go to 0, where u, v … do from above? rest^(2N)/(u·v·…) does in that case.

    >>> from mvcalc_cli.language import parse
    >>> [vanishes(parse(text).tree, "xy") for text in ("x log(x^2 + y^2)", "log(x^2 + y^2)", "x log(x + y)")]
    [True, False, False]
    """
    square = _squared(rest, names)
    inner = [quotient(tree.args[0] if tree.value == "sqrt" else tree, names) for tree in arguments]
    if square is None or len(inner) > _MOST_LOGARITHMS or not all(map(_is_small_and_positive, inner, repeat(names))):
        return False
    one = {(0,) * len(names): Fraction(1)}
    found = _raised(square, _N, one)
    for part in inner:
        if found is None or part is None:
            return False
        found = _short((found[0], _times(found[1], part[0])))
    return found is not None and _by_degrees(found, len(names)) == 0


def _is_small_and_positive(found: Quotient | None, names: Sequence[str]) -> bool:
    """Is it a polynomial that goes to 0 and is positive but at the origin?"""
    if found is None or found[1] != {(0,) * len(names): Fraction(1)} or not found[0] or (0,) * len(names) in found[0]:
        return False
    lowest = _lowest(found[0], (1,) * len(names))
    pure = [value for monomial, value in lowest.items() if sum(power > 0 for power in monomial) == 1]
    return _definite(lowest, len(names)) and pure[0] > 0


def _factors(tree: Tree) -> tuple[list[Tree], Tree]:
    """The factors of a numerator, whole powers written out, and the denominator."""
    if tree.kind == "negative":
        return _factors(tree.args[0])
    if tree.kind == "quotient":
        above, below = _factors(tree.args[0])
        return above, multiply(below, tree.args[1])
    if tree.kind == "product":
        parts = [_factors(arg) for arg in tree.args]
        return [factor for above, _ in parts for factor in above], multiply(*(below for _, below in parts))
    exponent = signed_value(tree.args[1]) if tree.kind == "power" else None
    if exponent is not None and exponent.denominator == 1 and 0 < exponent <= _HIGHEST_POWER:
        return [tree.args[0]] * int(exponent), ONE
    return [tree], ONE


def _stays_bounded(tree: Tree) -> bool:
    return tree.kind == "call" and tree.value in {"sin", "tanh"}


def exponents_below(tree: Tree, names: Sequence[str]) -> list[tuple[int, int]]:
    """(p, q) with x = tᵖ, y = tᵠ, for which two terms of the denominator are of one size."""
    found = quotient(tree, names)
    if found is None or len(names) != 2:
        return []
    pairs = {
        _shortest(b[1] - a[1], a[0] - b[0]) for a, b in combinations(found[1], 2) if (b[1] - a[1]) * (a[0] - b[0]) > 0
    }
    return sorted(pair for pair in pairs if max(pair) <= _HIGHEST_POWER)


def _shortest(p: int, q: int) -> tuple[int, int]:
    return abs(p) // gcd(p, q), abs(q) // gcd(p, q)


def _by_degrees(found: Quotient, count: int) -> Fraction | None:
    above, below = found
    if not above:
        return Fraction(0)
    for weights in _WEIGHTS if count == 2 else ((1,) * count,):
        q, p = _lowest(below, weights), _lowest(above, weights)
        if not _definite(q, count):
            continue
        degrees = [_degree(next(iter(form)), weights) for form in (p, q)]
        if degrees[0] > degrees[1]:
            return Fraction(0)
        factor = p.get(next(iter(q)), Fraction(0)) / next(iter(q.values()))
        if degrees[0] == degrees[1] and p == {monomial: factor * value for monomial, value in q.items()}:
            return factor
    return None


def _degree(monomial: Monomial, weights: Sequence[int]) -> int:
    return sum(power * weight for power, weight in zip(monomial, weights, strict=True))


def _lowest(polynomial: Polynomial, weights: Sequence[int]) -> Polynomial:
    least = min(_degree(monomial, weights) for monomial in polynomial)
    return {monomial: value for monomial, value in polynomial.items() if _degree(monomial, weights) == least}


def _definite(form: Polynomial, count: int) -> bool:
    """Is a (weighted) form 0 at the origin alone?"""
    signs = {value > 0 for value in form.values()}
    pure = {next(k for k, power in enumerate(m) if power) for m in form if sum(power > 0 for power in m) == 1}
    if len(signs) == 1 and all(power % 2 == 0 for m in form for power in m) and (len(pure) == count or () in form):
        return True
    if count != 2 or len(pure) < 2:
        return sum(sum(m) for m in form) == 0
    return not any(_has_root(_dense(form, sign)) for sign in (1, -1))


def _dense(form: Polynomial, sign: int) -> list[Fraction]:
    """The coefficients of form(±1, m) by rising powers of m."""
    found = [Fraction(0)] * (1 + max(m[1] for m in form))
    for (first, second), value in form.items():
        found[second] += value * sign**first
    return found


def _has_root(dense: list[Fraction]) -> bool:
    """Has a polynomial a real root? Sturm's theorem: the changes of sign at −∞ less those at ∞ count them."""
    chain = [_stripped(dense), _stripped([k * value for k, value in enumerate(dense)][1:])]
    while chain[-1]:
        chain.append([-value for value in _remainder(chain[-2], chain[-1])])
    ends = [[p[-1] for p in chain if p], [p[-1] * (-1) ** (len(p) - 1) for p in chain if p]]
    high, low = (sum(a * b < 0 for a, b in pairwise(end)) for end in ends)
    return bool(low > high)


def _stripped(dense: list[Fraction]) -> list[Fraction]:
    while dense and dense[-1] == 0:
        dense = dense[:-1]
    return dense


def _remainder(above: list[Fraction], below: list[Fraction]) -> list[Fraction]:
    above = list(above)
    while len(above) >= len(below) and above:
        factor, shift = above[-1] / below[-1], len(above) - len(below)
        above = _stripped([v - (factor * below[k - shift] if k >= shift else 0) for k, v in enumerate(above)][:-1])
    return above


# --- from Trees ----------------------------------------------------------------------------------------


def quotient(tree: Tree, names: Sequence[str]) -> Quotient | None:
    """Numerator and denominator of a rational function; None for anything else."""
    one = {(0,) * len(names): Fraction(1)}
    value = signed_value(tree)
    if value is not None:
        return _constant(value, names), one
    if tree.kind == "variable":
        place = names.index(str(tree.value)) if tree.value in names else None
        if place is None:
            return None
        return {tuple(int(k == place) for k in range(len(names))): Fraction(1)}, one
    if tree.kind == "power":
        exponent, base = signed_value(tree.args[1]), quotient(tree.args[0], names)
        if base is None or exponent is None or exponent.denominator != 1 or abs(exponent) > _HIGHEST_POWER:
            return None
        return _raised(base, exponent.numerator, one)
    parts = [quotient(arg, names) for arg in tree.args] if tree.args else [None]
    return _combined(tree.kind, [part for part in parts if part is not None], len(parts), one)


def _constant(value: Fraction, names: Sequence[str]) -> Polynomial:
    return {(0,) * len(names): value} if value else {}


def _combined(kind: str, parts: list[Quotient], count: int, one: Polynomial) -> Quotient | None:
    if len(parts) < count or kind not in {"sum", "negative", "product", "quotient"}:
        return None
    if kind == "negative":
        return {m: -v for m, v in parts[0][0].items()}, parts[0][1]
    if kind == "quotient":
        (a, b), (c, d) = parts
        return _short((_times(a, d), _times(b, c))) if c else None
    found: Quotient = ({}, one) if kind == "sum" else (one, one)
    for a, b in parts:
        p, q = found
        found = (_plus(_times(p, b), _times(a, q)), _times(q, b)) if kind == "sum" else (_times(p, a), _times(q, b))
    return _short(found)


def _short(found: Quotient) -> Quotient | None:
    return found if max(len(found[0]), len(found[1])) <= _MOST_TERMS else None


def _raised(base: Quotient, exponent: int, one: Polynomial) -> Quotient | None:
    above, below = base if exponent >= 0 else (base[1], base[0])
    found: Quotient | None = (one, one)
    for _ in range(abs(exponent)):
        found = None if found is None else _short((_times(found[0], above), _times(found[1], below)))
    return found if found is not None and found[1] else None


def _plus(left: Mapping[Monomial, Fraction], right: Mapping[Monomial, Fraction]) -> Polynomial:
    found = dict(left)
    for monomial, value in right.items():
        found[monomial] = found.get(monomial, Fraction(0)) + value
    return {monomial: value for monomial, value in found.items() if value}


def _times(left: Polynomial, right: Polynomial) -> Polynomial:
    found: Polynomial = {}
    for (m, a), (n, b) in product(left.items(), right.items()):
        key = tuple(x + y for x, y in zip(m, n, strict=True))
        found[key] = found.get(key, Fraction(0)) + a * b
    return {monomial: value for monomial, value in found.items() if value}


def _squared(tree: Tree, names: Sequence[str]) -> Quotient | None:
    """The square of a product of polynomials, their roots and their absolute values."""
    if tree.kind == "call" and tree.value == "sqrt":
        return quotient(tree.args[0], names)
    if tree.kind == "call" and tree.value == "abs":
        return _squared(tree.args[0], names)
    exponent = signed_value(tree.args[1]) if tree.kind == "power" else None
    if exponent is not None and exponent.denominator <= 2 and abs(exponent) <= _HIGHEST_POWER / 2:
        one = {(0,) * len(names): Fraction(1)}
        whole = exponent.denominator == 1
        base = _squared(tree.args[0], names) if whole else quotient(tree.args[0], names)
        return None if base is None else _raised(base, int(exponent if whole else 2 * exponent), one)
    if tree.kind in {"product", "quotient", "negative"}:
        parts = [_squared(arg, names) for arg in tree.args]
        kind = "product" if tree.kind == "negative" else tree.kind
        return _combined(
            kind, [part for part in parts if part is not None], len(parts), {(0,) * len(names): Fraction(1)}
        )
    found = quotient(tree, names)
    return None if found is None else (_times(found[0], found[0]), _times(found[1], found[1]))
