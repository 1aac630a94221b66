"""Exact numbers for coefficients: Fractions, and sums of products of √2, π, e^(1/2), sin(1), letters …

A number that is not rational is an `Exact`: terms, each a Fraction times powers of atoms. An atom is a Tree
(π, a letter, a prime under a root, sin(1), a sum in a denominator); powers of one atom merge, sin² becomes
1 − cos², so that equal numbers nearly always look equal.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from fractions import Fraction
from functools import cache
from typing import Final

from mvcalc_cli.errors import LimitError
from mvcalc_cli.language.tree import ONE, E, Tree, add, call, divide, multiply, negative, number, power

Monomial = frozenset[tuple[Tree, Fraction]]
Number = "Fraction | Exact"

EMPTY: Monomial = frozenset()
# Trees that stand for a whole sum or product: opened where their exponent becomes 1 or more.
OPENED: Final = frozenset({"sum", "product", "quotient", "negative", "power"})
_SQUARES: Final = {"sin": ("cos", 1, -1), "sinh": ("cosh", -1, 1)}
# A coefficient of so many terms is not for reading.
_MOST_PRODUCTS: Final = 20_000


class Exact:
    """Terms: monomial -> Fraction, at least one of them not rational; immutable."""

    __slots__ = ("hash", "terms")

    def __init__(self, terms: Mapping[Monomial, Fraction]) -> None:
        self.terms = dict(terms)
        self.hash = hash(frozenset(self.terms.items()))

    def __hash__(self) -> int:
        return self.hash

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Exact) and self.terms == other.terms

    def __repr__(self) -> str:
        from mvcalc_cli.language.printers import plain

        return plain(as_tree(self))

    def __neg__(self) -> Exact:
        return Exact({monomial: -value for monomial, value in self.terms.items()})

    def __add__(self, other: Fraction | int | Exact) -> Fraction | Exact:
        found = dict(self.terms)
        for monomial, value in terms_of(other).items():
            found[monomial] = found.get(monomial, Fraction(0)) + value
        return made(found)

    __radd__ = __add__

    def __sub__(self, other: Fraction | int | Exact) -> Fraction | Exact:
        return self + (-other)

    def __rsub__(self, other: Fraction | int | Exact) -> Fraction | Exact:
        return -self + other

    def __mul__(self, other: Fraction | int | Exact) -> Fraction | Exact:
        if not isinstance(other, Exact):
            return Exact({m: value * other for m, value in self.terms.items()}) if other else Fraction(0)
        if len(self.terms) * len(other.terms) > _MOST_PRODUCTS:
            raise LimitError("the exact coefficients grow too long", hint="a lower --order, or a simpler centre")
        total: Fraction | Exact = Fraction(0)
        found: dict[Monomial, Fraction] = {}
        for left, a in self.terms.items():
            for right, b in other.terms.items():
                product = times(left, right)
                if isinstance(product, Exact):
                    total = product * (a * b) + total
                else:
                    monomial, factor = product
                    found[monomial] = found.get(monomial, Fraction(0)) + a * b * factor
        return total + made(found)

    __rmul__ = __mul__

    def __truediv__(self, other: Fraction | int | Exact) -> Fraction | Exact:
        return self * inverse(other) if isinstance(other, Exact) else self * (1 / Fraction(other))

    def __rtruediv__(self, other: Fraction | int) -> Fraction | Exact:
        return inverse(self) * other


def terms_of(value: Fraction | int | Exact) -> Mapping[Monomial, Fraction]:
    """The terms of any number."""
    return value.terms if isinstance(value, Exact) else {EMPTY: Fraction(value)}


def made(terms: Mapping[Monomial, Fraction]) -> Fraction | Exact:
    """The number of these terms: a Fraction where nothing else is left."""
    kept = {monomial: value for monomial, value in terms.items() if value}
    if not kept:
        return Fraction(0)
    return kept[EMPTY] if len(kept) == 1 and EMPTY in kept else Exact(kept)


@cache
def times(left: Monomial, right: Monomial) -> Exact | tuple[Monomial, Fraction]:
    """The product of two monomials: (monomial, rational factor), or an Exact where a power opens into a sum."""
    exponents = dict(left)
    for atom, exponent in right:
        exponents[atom] = exponents.get(atom, Fraction(0)) + exponent
    return reduced(exponents)


def reduced(exponents: dict[Tree, Fraction]) -> Exact | tuple[Monomial, Fraction]:
    """The product of powers of atoms: (monomial, rational factor), or an Exact where a power opens into a sum."""
    factor = Fraction(1)
    opened: Fraction | Exact = Fraction(1)
    kept: dict[Tree, Fraction] = {}
    for atom, power_ in exponents.items():
        exponent = power_
        if atom.kind == "number":
            whole = math.floor(exponent)
            factor *= Fraction(atom.value) ** whole  # type: ignore[arg-type]
            exponent -= whole
        elif exponent >= 1 and atom.kind in OPENED and atom.args[0] != E:
            whole = math.floor(exponent)
            opened = opened * whole_power(read(atom), whole)
            exponent -= whole
        elif exponent >= 2 and atom.value in _SQUARES and atom.kind == "call":
            other, constant, sign = _SQUARES[str(atom.value)]
            square = Exact({frozenset({(call(other, *atom.args), Fraction(2))}): Fraction(sign)}) + constant
            opened = opened * whole_power(square, math.floor(exponent / 2))
            exponent -= 2 * math.floor(exponent / 2)
        if exponent:
            kept[atom] = exponent
    monomial = frozenset(kept.items())
    if opened == 1:
        return monomial, factor
    result = made({monomial: factor}) * opened
    return result if isinstance(result, Exact) else (EMPTY, result)


def whole_power(value: Fraction | Exact, exponent: int) -> Fraction | Exact:
    """value^exponent for a whole exponent >= 0."""
    result: Fraction | Exact = Fraction(1)
    for _ in range(exponent):
        result = result * value
    return result


def atom(tree: Tree, exponent: Fraction | int = 1) -> Fraction | Exact:
    """tree^exponent as a number of its own."""
    found = reduced({tree: Fraction(exponent)})
    return found if isinstance(found, Exact) else made({found[0]: found[1]})


def inverse(value: Exact) -> Fraction | Exact:
    """1/value; a sum becomes an atom of its own, unless it is p + q·√d."""
    if len(value.terms) == 1:
        ((monomial, coefficient),) = value.terms.items()
        found = reduced({tree: -exponent for tree, exponent in monomial})
        return product(found) * (1 / coefficient)
    content, common, rest = split(value)
    outside = reduced({tree: -exponent for tree, exponent in common.items()})
    return _inverse_of_sum(rest) * product(outside) * (1 / content)


def product(found: Exact | tuple[Monomial, Fraction]) -> Fraction | Exact:
    """What `reduced` found, as a number."""
    return found if isinstance(found, Exact) else made({found[0]: found[1]})


def _inverse_of_sum(value: Exact) -> Fraction | Exact:
    if len(value.terms) == 2 and all(_is_root(monomial) for monomial in value.terms):
        (first, a), (second, b) = value.terms.items()
        conjugate = made({first: a, second: -b})
        norm = value * conjugate
        if isinstance(norm, Fraction) and norm:
            return conjugate * (1 / norm)
    return atom(as_tree(value), -1)


def _is_root(monomial: Monomial) -> bool:
    return all(tree.kind == "number" and exponent == Fraction(1, 2) for tree, exponent in monomial)


def split(value: Exact) -> tuple[Fraction, dict[Tree, Fraction], Exact]:
    """value = content · common factors · rest, the rest's coefficients whole and its first one positive."""
    values = list(value.terms.values())
    content = Fraction(math.gcd(*(v.numerator for v in values)), math.lcm(*(v.denominator for v in values)))
    if values[0] < 0:
        content = -content
    monomials = [dict(monomial) for monomial in value.terms]
    common = {
        tree: min(m[tree] for m in monomials)
        for tree in monomials[0]
        if all(tree in m for m in monomials) and len({m[tree] > 0 for m in monomials}) == 1
    }
    rest: dict[Monomial, Fraction] = {}
    for monomial, coefficient in zip(monomials, values, strict=True):
        left = {tree: exponent - common.get(tree, 0) for tree, exponent in monomial.items()}
        rest[frozenset((tree, exponent) for tree, exponent in left.items() if exponent)] = coefficient / content
    return content, common, Exact(rest)


@cache
def read(tree: Tree) -> Fraction | Exact:
    """The number that a Tree made by `as_tree` stands for."""
    from mvcalc_cli.calculus.exact_values import constant

    return constant(tree)


def as_tree(value: Fraction | Exact, *further: Tree) -> Tree:
    """The number as an expression as a textbook writes it, times further factors: √2·x/2.

    >>> from mvcalc_cli.language.printers import line
    >>> line(as_tree(atom(number(2), Fraction(1, 2)) * Fraction(1, 2) + 1))
    '√2/2 + 1'
    """
    if not isinstance(value, Exact):
        return _term(Fraction(value), {}, (), further)
    if len(value.terms) == 1:
        ((monomial, coefficient),) = value.terms.items()
        return _term(coefficient, dict(monomial), (), further)
    if not further:
        return add(*(_term(c, dict(m), (), ()) for m, c in _in_order(value.terms.items())))
    content, common, rest = split(value)
    bracket = add(*(_term(c, dict(m), (), ()) for m, c in _in_order(rest.terms.items())))
    return _term(content, common, (bracket,), further)


def _in_order(terms: Iterable[tuple[Monomial, Fraction]]) -> list[tuple[Monomial, Fraction]]:
    """As they came, but a positive one first."""
    found = list(terms)
    first = next((place for place, (_, value) in enumerate(found) if value > 0), 0)
    return [found[first], *found[:first], *found[first + 1 :]]


def _term(
    coefficient: Fraction, exponents: dict[Tree, Fraction], brackets: tuple[Tree, ...], further: tuple[Tree, ...]
) -> Tree:
    over, under = _factors(exponents)
    size = abs(coefficient)
    top = [*([number(size.numerator)] if size.numerator != 1 else []), *over, *brackets, *further]
    bottom = [*([number(size.denominator)] if size.denominator != 1 else []), *under]
    if not over and not brackets and not further:
        tree = number(size) if not under else divide(number(size.numerator), multiply(*bottom))
    else:
        tree = multiply(*(top or [ONE]))
        tree = divide(tree, multiply(*bottom)) if bottom else tree
    return negative(tree) if coefficient < 0 else tree


def _factors(exponents: dict[Tree, Fraction]) -> tuple[list[Tree], list[Tree]]:
    """Factors above and below the bar: roots of primes joined, powers of e joined."""
    roots: dict[Fraction, int] = {}
    over: list[Tree] = []
    under: list[Tree] = []
    power_of_e: Fraction | Exact = Fraction(0)
    for tree, exponent in sorted(exponents.items(), key=lambda item: _rank(item[0])):
        if tree.kind == "number":
            roots[exponent] = roots.get(exponent, 1) * int(tree.value)  # type: ignore[arg-type]
        elif tree == E:
            power_of_e = power_of_e + exponent
        elif tree.kind == "power" and tree.args[0] == E:
            power_of_e = read(tree.args[1]) * exponent + power_of_e
        else:
            (over if exponent > 0 else under).append(_power(tree, abs(exponent)))
    front = [_power(number(base), exponent) for exponent, base in roots.items()]
    if power_of_e:
        if _term_signs(power_of_e) < 0 and not under:
            under.append(_exponential(-power_of_e))
        else:
            over.append(_exponential(power_of_e))
    return [*front, *over], under


def _term_signs(value: Fraction | Exact) -> int:
    """−1 if every term is negative, else 1."""
    return -1 if all(coefficient < 0 for coefficient in terms_of(value).values()) else 1


def _exponential(exponent: Fraction | Exact) -> Tree:
    return E if exponent == 1 else power(E, as_tree(exponent))


def _power(base: Tree, exponent: Fraction) -> Tree:
    if exponent == 1:
        return base
    if exponent == Fraction(1, 2):
        return call("sqrt", base)
    return power(base, number(exponent))


def _rank(tree: Tree) -> tuple[int, str]:
    place = {"number": 0, "constant": 1, "variable": 2, "component": 2, "sum": 3}.get(tree.kind, 4)
    return place, str(tree.value) if tree.kind in {"variable", "call"} else ""
