"""The order of terms: polynomials by falling degree, anything else as the rules produced it."""

from __future__ import annotations

from mvcalc_cli.calculus.terms import Rational
from mvcalc_cli.language.tree import ONE, Tree, name_order


def _degree(core: Tree) -> dict[str, int] | None:
    """The exponents of a monomial (x²·y: {x: 2, y: 1}), or None if it is none."""
    degrees: dict[str, int] = {}
    term = core.args[0] if core.kind == "negative" else core
    for factor in _monomial_factors(term):
        base, exponent = factor.args if factor.kind == "power" else (factor, ONE)
        if base.kind == "number" and factor is base:
            continue
        if base.kind != "variable" or type(exponent.value) is not int or exponent.value < 0:
            return None
        degrees[str(base.value)] = degrees.get(str(base.value), 0) + exponent.value
    return degrees


def _monomial_factors(term: Tree) -> tuple[Tree, ...]:
    if term.kind == "quotient" and term.args[1].kind == "number":
        term = term.args[0]
    return term.args if term.kind == "product" else (term,)


def by_degree(terms: list[tuple[Rational, Tree]]) -> list[tuple[Rational, Tree]]:
    """Polynomials by falling degree, ties by variable; anything else in the order it came."""
    degrees = [_degree(core) for _, core in terms]
    if len(terms) < 2 or any(degree is None for degree in degrees):
        return terms
    names = sorted({name for degree in degrees if degree for name in degree}, key=name_order)
    if len(names) * len(terms) > 100_000:
        return terms

    def falling(place: int) -> tuple[int, ...]:
        degree = degrees[place] or {}
        return (-sum(degree.values()), *(-degree.get(name, 0) for name in names))

    return [terms[place] for place in sorted(range(len(terms)), key=falling)]


def minus_last(terms: list[tuple[Rational, Tree]]) -> list[tuple[Rational, Tree]]:
    """4 − x, not −x + 4: of two terms the positive one comes first."""
    return terms[::-1] if len(terms) == 2 and terms[0][0] < 0 < terms[1][0] else terms
