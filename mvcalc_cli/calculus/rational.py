"""Neater numerators: a polynomial multiplied out where that is shorter, and sin² + cos² = 1."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from mvcalc_cli.calculus.spread import spread
from mvcalc_cli.language.tree import (
    ONE,
    TWO,
    Decimal,
    E,
    Tree,
    add,
    call,
    divide,
    multiply,
    name_order,
    negative,
    number,
    postorder,
    power,
    size,
    variable,
)

Monomial = tuple[tuple[str, int], ...]
Polynomial = dict[Monomial, Fraction]

# Multiplying out is tried for small polynomials only: it is for neatness.
_MOST_TERMS = 60
_HIGHEST_POWER = 12
_MOST_NODES = 200
# A factor that may not cancel (x/x) could be taken out again and again.
_MOST_ROUNDS = 24


def neater(tree: Tree, tidy: Callable[[Tree], Tree], rounds: int = _MOST_ROUNDS) -> Tree:
    """The same expression with a neater numerator.

    A factor that all its terms share with the denominator is taken out, so that it cancels; then it is
    multiplied out, or joined by sin² + cos² = 1, where that is shorter.
    """
    if tree.kind == "negative":
        inner = neater(tree.args[0], tidy, rounds)
        return tree if inner is tree.args[0] else tidy(negative(inner))
    numerator, denominator = _over(tree)
    if numerator.kind != "sum":
        return tree
    shared = common_factor(numerator, denominator, tidy)
    if shared is not numerator and rounds:
        return neater(tidy(divide(shared, denominator)), tidy, rounds - 1)
    others = (multiplied_out(numerator, tidy), pythagorean(numerator, tidy), spread(numerator, tidy))
    candidates = [tidy(divide(other, denominator)) for other in others if other is not numerator]
    best = min((tree, *candidates), key=size)
    return tree if best is tree else neater(best, tidy)


def joined(tree: Tree, tidy: Callable[[Tree], Tree]) -> Tree:
    """A sum in which terms over one denominator are one fraction.

    >>> from mvcalc_cli.calculus.tidy import tidy
    >>> from mvcalc_cli.language import parse
    >>> from mvcalc_cli.language.printers import line
    >>> line(joined(parse("12x/(x^2+1)^4 + (12x-24x^3)/(x^2+1)^4").tree, tidy))
    '(24x − 24x³)/(x² + 1)⁴'
    """
    if tree.kind != "sum":
        return tree
    groups: dict[Tree, list[Tree]] = {}
    for term in tree.args:
        sign, inner = (negative, term.args[0]) if term.kind == "negative" else (_same, term)
        numerator, denominator = inner.args if inner.kind == "quotient" else (inner, ONE)
        groups.setdefault(denominator, []).append(sign(numerator))
    fractions = [(over, below) for below, over in groups.items()]
    if all(len(over) == 1 or below.kind in {"number", "variable"} for over, below in fractions):
        return tree
    return tidy(add(*(neater(tidy(divide(add(*over), below)), tidy) for over, below in fractions)))


def _same(tree: Tree) -> Tree:
    return tree


def _over(tree: Tree) -> tuple[Tree, Tree]:
    """Numerator and denominator; sum·e^(−w) counts as sum/e^w."""
    if tree.kind == "quotient":
        return tree.args[0], tree.args[1]
    if tree.kind == "product" and len(tree.args) == 2 and _is_exponential(tree.args[1]):
        return tree.args[0], power(E, negative(tree.args[1].args[1]))
    return tree, ONE


def _is_exponential(tree: Tree) -> bool:
    return tree.kind == "power" and tree.args[0] == E


def common_factor(numerator: Tree, denominator: Tree, tidy: Callable[[Tree], Tree]) -> Tree:
    """The numerator with a factor taken out that every term has, if it is e^w or stands below as well."""
    below = {_base(factor) for factor in _factors(denominator)}
    first, *others = (set(_factors(term)) for term in numerator.args)
    for factor in _factors(numerator.args[0]):
        base = _base(factor)
        if not (_is_exponential(factor) or base in below) or factor not in first:
            continue
        shared = factor if all(factor in other for other in others) else base
        if all(any(_base(f) == base for f in _factors(term)) for term in numerator.args) and (
            shared is factor or not _is_exponential(factor)
        ):
            rest = tidy(add(*(tidy(divide(term, shared)) for term in numerator.args)))
            return multiply(shared, rest)
    return numerator


def _base(factor: Tree) -> Tree:
    if _is_exponential(factor):
        return factor
    return factor.args[0] if factor.kind == "power" and factor.args[1].kind == "number" else factor


def multiplied_out(tree: Tree, tidy: Callable[[Tree], Tree]) -> Tree:
    """A small polynomial as a sum of monomials; anything else as it is.

    >>> from mvcalc_cli.calculus.tidy import tidy
    >>> from mvcalc_cli.language import parse
    >>> from mvcalc_cli.language.printers import line
    >>> line(multiplied_out(parse("2x(x-1) - (x^2+1)").tree, tidy))
    'x² − 2x − 1'
    """
    found = polynomial(tree)
    return tree if found is None else tidy(written_out(found))


def written_out(found: Polynomial) -> Tree:
    """A polynomial as a Tree: its monomials added."""
    terms = [
        multiply(number(value), *(power(variable(name), number(exponent)) for name, exponent in monomial))
        for monomial, value in found.items()
        if value
    ]
    return add(*terms) if terms else number(0)


def polynomial(tree: Tree) -> Polynomial | None:
    """The coefficients by monomial, or None for what is no small polynomial with exact coefficients."""
    nodes = list(postorder(tree))
    if len(nodes) > _MOST_NODES:
        return None
    found: dict[int, Polynomial] = {}
    for node in nodes:
        value = _combine(node, [found.get(id(arg), {}) for arg in node.args])
        if value is None or len(value) > _MOST_TERMS:
            return None
        found[id(node)] = value
    return found[id(tree)]


def _combine(node: Tree, parts: list[Polynomial]) -> Polynomial | None:
    value = node.value
    if node.kind == "number" and isinstance(value, int | Fraction) and not isinstance(value, Decimal):
        return {(): Fraction(value)}
    if node.kind == "variable":
        return {((str(value), 1),): Fraction(1)}
    rule = _COMBINE.get(node.kind)
    return rule(node, parts) if rule else None


def _quotient(_: Tree, parts: list[Polynomial]) -> Polynomial | None:
    above, below = parts
    return times(above, {(): 1 / below[()]}) if list(below) == [()] and below[()] else None


def _power(node: Tree, parts: list[Polynomial]) -> Polynomial | None:
    exponent = node.args[1].value
    if type(exponent) is int and 0 <= exponent <= _HIGHEST_POWER:
        return _all_times([parts[0]] * exponent)
    return None


def plus(parts: list[Polynomial]) -> Polynomial:
    """The sum of polynomials; a coefficient may become 0."""
    total: Polynomial = {}
    for part in parts:
        for monomial, value in part.items():
            total[monomial] = total.get(monomial, Fraction(0)) + value
    return total


def _all_times(parts: list[Polynomial]) -> Polynomial | None:
    result: Polynomial = {(): Fraction(1)}
    for part in parts:
        result = times(result, part)
        if len(result) > _MOST_TERMS:
            return None
    return result


def times(left: Polynomial, right: Polynomial) -> Polynomial:
    """The product of two polynomials."""
    result: Polynomial = {}
    for a, p in left.items():
        for b, q in right.items():
            monomial = _joined(a, b)
            result[monomial] = result.get(monomial, Fraction(0)) + p * q
    return result


def _joined(a: Monomial, b: Monomial) -> Monomial:
    exponents = dict(a)
    for name, exponent in b:
        exponents[name] = exponents.get(name, 0) + exponent
    return tuple(sorted(exponents.items(), key=lambda pair: name_order(pair[0])))


_COMBINE: dict[str, Callable[[Tree, list[Polynomial]], Polynomial | None]] = {
    "negative": lambda _, parts: times({(): Fraction(-1)}, parts[0]),
    "sum": lambda _, parts: plus(parts),
    "product": lambda _, parts: _all_times(parts),
    "quotient": _quotient,
    "power": _power,
}


def pythagorean(tree: Tree, tidy: Callable[[Tree], Tree]) -> Tree:
    """A sum in which c·sin²u + c·cos²u stands, with c for it; it is so for every u.

    >>> from mvcalc_cli.calculus.tidy import tidy
    >>> from mvcalc_cli.language import parse
    >>> from mvcalc_cli.language.printers import line
    >>> line(pythagorean(parse("r cos(t)^2 + r sin(t)^2").tree, tidy))
    'r'
    """
    if tree.kind != "sum":
        return tree
    terms = list(tree.args)
    for place, term in enumerate(terms):
        for sine in _squared(term):
            argument = sine.args[0].args[0]
            squares = power(call("cos", argument), TWO), ONE
            rest = _lowered(sine)
            partner, together = (tidy(_replaced(term, sine, multiply(rest, square))) for square in squares)
            others = [t for k, t in enumerate(terms) if k != place]
            keys = [_key(other) for other in others]
            if _key(partner) in keys:
                others[keys.index(_key(partner))] = together
                return pythagorean(tidy(add(*others)), tidy)
    return tree


def _key(term: Tree) -> tuple[bool, frozenset[Tree], Tree]:
    """Sign, factors in whatever order, and denominator."""
    inner = term.args[0] if term.kind == "negative" else term
    return term.kind == "negative", frozenset(_factors(inner)), inner.args[1] if inner.kind == "quotient" else ONE


def _squared(term: Tree) -> list[Tree]:
    """The factors sin(u)^n with n ≥ 2."""
    return [
        factor
        for factor in _factors(term)
        if factor.kind == "power"
        and factor.args[0].value == "sin"
        and type(factor.args[1].value) is int
        and factor.args[1].value >= 2
    ]


def _lowered(sine: Tree) -> Tree:
    """sin(u)^n without its sin(u)²."""
    base, exponent = sine.args
    assert isinstance(exponent.value, int)
    return power(base, number(exponent.value - 2))


def _factors(term: Tree) -> tuple[Tree, ...]:
    if term.kind == "negative":
        return _factors(term.args[0])
    if term.kind == "quotient":
        return _factors(term.args[0])
    return term.args if term.kind == "product" else (term,)


def _replaced(term: Tree, old: Tree, new: Tree) -> Tree:
    """The term with its factor `old` exchanged."""
    if term == old:
        return new
    if term.kind == "product":
        place = term.args.index(old)
        return multiply(*term.args[:place], new, *term.args[place + 1 :])
    return term.with_args((_replaced(term.args[0], old, new), *term.args[1:]))
