"""Tidying: numbers folded, 0 and 1 dropped, like terms and powers merged, factors in one order.

It changes nothing about the domain: x/x stays unless something says x ≠ 0 (`Facts`), √x·√x stays unless
x ≥ 0 is known, a term disappears only where it was defined everywhere. The order of terms is the order
in which the rules produced them; polynomials stand by falling degree.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction
from typing import NamedTuple

from mvcalc_cli.calculus.domain import Facts, defined_everywhere, signed_value
from mvcalc_cli.language.tree import (
    ONE,
    TWO,
    ZERO,
    Decimal,
    E,
    Tree,
    add,
    call,
    decimal_like,
    divide,
    multiply,
    name_order,
    negative,
    number,
    power,
)

Rational = int | Fraction
_HALF = Fraction(1, 2)
# A power of numbers is folded while its value stays below this many bits (LANGUAGE: 13,000 is refused).
_FOLD_BITS = 1_000
# Beyond this many factors a power of a product is left as it stands.
_MOST_FACTORS = 200


class Factor(NamedTuple):
    """base ^ exponent; the exponent is a number, or for base e a Tree."""

    base: Tree
    exponent: Rational | Tree


class Term(NamedTuple):
    """coefficient · product of factors."""

    coefficient: Rational
    factors: tuple[Factor, ...]


def tidy(tree: Tree, facts: Facts | None = None) -> Tree:
    """The tidied expression.

    >>> from mvcalc_cli.language import parse
    >>> from mvcalc_cli.language.printers import line
    >>> line(tidy(parse("cos(3x)*3*x^2 + 0*x + x*2*sin(3x)").tree))
    '3x²·cos(3x) + 2x·sin(3x)'
    >>> line(tidy(parse("x^2/x").tree))
    'x²/x'
    """
    return Tidier(facts or Facts())(tree)


class Tidier:
    """Tidies expression after expression under the same facts; a part met before costs nothing."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        # id -> (the node, kept alive so that its id stays its own; its tidied form)
        self._done: dict[int, tuple[Tree, Tree]] = {}
        self._interned: dict[Tree, Tree] = {}

    def __call__(self, tree: Tree) -> Tree:
        """The tidied form of `tree`."""
        stack: list[tuple[Tree, bool]] = [(tree, False)]
        while stack:
            node, ready = stack.pop()
            if id(node) in self._done:
                continue
            if not ready and node.args:
                stack.append((node, True))
                stack.extend((arg, False) for arg in node.args if id(arg) not in self._done)
                continue
            self._remember(node, self._node(node, tuple(self._done[id(arg)][1] for arg in node.args)))
        return self._done[id(tree)][1]

    def _remember(self, node: Tree, result: Tree) -> None:
        result = self._interned.setdefault(result, result)
        self._done[id(node)] = (node, result)
        self._done.setdefault(id(result), (result, result))

    def _node(self, node: Tree, args: tuple[Tree, ...]) -> Tree:
        rule = _RULES.get(node.kind)
        return rule(self, node, args) if rule else node.with_args(args)

    # --- sums -------------------------------------------------------------------------------------

    def sum(self, terms: tuple[Tree, ...]) -> Tree:
        """The sum of tidied terms: like terms collected, polynomials by falling degree."""
        # By what is multiplied, in whatever order: sin x·cos x and cos x·sin x are like terms.
        collected: dict[frozenset[Factor] | Tree, tuple[Tree, list[Rational]]] = {}
        for term in _flat_terms(terms):
            coefficient, core = self._coefficient(term)
            key = frozenset(self._split(core).factors) if core.kind in {"product", "quotient"} else core
            collected.setdefault(key, (core, []))[1].append(coefficient)
        kept: list[tuple[Rational, Tree]] = []
        for core, coefficients in collected.values():
            total = _total(coefficients)
            if total != 0:
                kept.append((total, core))
            elif not defined_everywhere(core, self.facts):
                kept.extend((c, core) for c in _cancelling(coefficients))
        kept = _minus_last(_by_degree(kept))
        return add(*(self._scaled(coefficient, core) for coefficient, core in kept))

    def _coefficient(self, term: Tree) -> tuple[Rational, Tree]:
        """term = coefficient · core, the core with coefficient 1."""
        value = term.value
        if term.kind == "number" and isinstance(value, int | Fraction):
            return value, ONE
        if term.kind in {"negative", "product", "quotient"}:
            parts = self._split(term)
            if parts.coefficient != 1:
                return parts.coefficient, self._join(Term(1, parts.factors))
        return 1, term

    def _scaled(self, coefficient: Rational, core: Tree) -> Tree:
        if coefficient == 1:
            return core
        return self._join(Term(coefficient, self._split(core).factors))

    # --- products ---------------------------------------------------------------------------------

    def product(self, factors: tuple[Tree, ...]) -> Tree:
        """The product of tidied factors."""
        pieces = [factor for factor in factors if factor.kind == "piecewise" and _numeric_branches(factor)]
        if len(pieces) == 1 and len(factors) > 1:
            rest = self.product(tuple(factor for factor in factors if factor is not pieces[0]))
            return self._into_branches(pieces[0], rest)
        return self._join(self._merge([self._split(factor) for factor in factors]))

    def _into_branches(self, piecewise: Tree, factor: Tree) -> Tree:
        """factor · piecewise(c: 1, 0) is piecewise(c: factor, 0)."""
        if not defined_everywhere(factor, self.facts):
            return self._join(self._merge([self._split(factor), Term(1, (Factor(piecewise, 1),))]))
        args = tuple(
            arg if _is_condition(piecewise, place) else self.product((arg, factor))
            for place, arg in enumerate(piecewise.args)
        )
        return piecewise.with_args(args)

    def quotient(self, numerator: Tree, denominator: Tree) -> Tree:
        """numerator / denominator, both tidied."""
        bottom = self._split(denominator)
        if bottom.coefficient == 0:
            return divide(numerator, denominator)
        return self._join(self._merge([self._split(numerator), self._inverse(denominator, bottom)]))

    def _split(self, tree: Tree) -> Term:
        """A tidied expression as coefficient and factors."""
        if tree.kind == "number" and isinstance(tree.value, int | Fraction):
            return Term(tree.value, ())
        if tree.kind == "negative":
            inner = self._split(tree.args[0])
            return Term(_scale(-1, inner.coefficient), inner.factors)
        if tree.kind == "product":
            parts = [self._split(arg) for arg in tree.args]
            coefficient: Rational = 1
            for part in parts:
                coefficient = _scale(coefficient, part.coefficient)
            return Term(coefficient, tuple(factor for part in parts for factor in part.factors))
        if tree.kind == "quotient":
            top, bottom = (self._split(arg) for arg in tree.args)
            if bottom.coefficient != 0:
                inverse = self._inverse(tree.args[1], bottom)
                return Term(_scale(top.coefficient, inverse.coefficient), top.factors + inverse.factors)
        return Term(1, (_as_factor(tree),))

    def _inverse(self, tree: Tree, term: Term) -> Term:
        """1/tree, tree being this term; 1/(1/x) is x only where x ≠ 0, and else stays."""
        for base, exponent in term.factors:
            if not isinstance(exponent, Tree) and exponent < 0 and not self.facts.nonzero(base):
                return Term(1, (Factor(tree, -1),))
        return Term(_divided(1, term.coefficient), tuple(self._raised(factor, -1) for factor in term.factors))

    def _raised(self, factor: Factor, by: Rational) -> Factor:
        exponent = factor.exponent
        if isinstance(exponent, Tree):
            return Factor(factor.base, self.product((number(by), exponent)))
        return Factor(factor.base, exponent * by)

    def _merge(self, terms: list[Term]) -> Term:
        """The product of terms, powers of one base merged where the domain allows."""
        coefficient: Rational = 1
        exponents: dict[Tree, list[Rational | Tree]] = {}
        for term in terms:
            coefficient = _scale(coefficient, term.coefficient)
            for factor in term.factors:
                exponents.setdefault(factor.base, []).append(factor.exponent)
        factors: list[Factor] = []
        for base, powers in exponents.items():
            factors.extend(Factor(base, exponent) for exponent in self._merged(base, powers))
        if coefficient == 0:
            factors = [f for f in factors if not defined_everywhere(_as_tree(f), self.facts)]
        return Term(coefficient, tuple(factors))

    def _merged(self, base: Tree, powers: list[Rational | Tree]) -> list[Rational | Tree]:
        if len(powers) == 1:
            return powers
        if base is E or base == E:
            total = self.sum(tuple(p if isinstance(p, Tree) else number(p) for p in powers))
            return [] if total == ZERO else [total]
        exponents = [p for p in powers if not isinstance(p, Tree)]
        if self._may_merge(base, exponents):
            total_exponent = sum(exponents)
            return [total_exponent] if total_exponent else []
        positive = [p for p in exponents if p > 0]
        rest = [p for p in exponents if p <= 0]
        merged: list[Rational | Tree] = []
        for group in (positive, rest):
            if group:
                merged.extend([sum(group)] if self._may_merge(base, group) else group)
        return merged

    def _may_merge(self, base: Tree, exponents: list[Rational]) -> bool:
        """Does the sum of the exponents demand as much of the base as they did one by one?"""
        total = sum(exponents)
        fractional = any(Fraction(e).denominator != 1 for e in exponents)
        if fractional and Fraction(total).denominator == 1 and not self.facts.nonnegative(base):
            return False
        return total < 0 or not any(e < 0 for e in exponents) or self.facts.nonzero(base)

    def _join(self, term: Term) -> Tree:
        """The natural form: minus outermost, one quotient, number first, then the factors in order."""
        if term.coefficient < 0 and Fraction(term.coefficient).numerator == -1:
            term = self._minus_taken_in(term)
        sign, coefficient = (-1, -term.coefficient) if term.coefficient < 0 else (1, term.coefficient)
        over = [f for f in term.factors if isinstance(f.exponent, Tree) or f.exponent >= 0]
        under = [
            Factor(f.base, -f.exponent) for f in term.factors if not isinstance(f.exponent, Tree) and f.exponent < 0
        ]
        top_number, bottom_number = _numerator_denominator(coefficient, whole=not over and not under)
        top = _in_order(top_number, over)
        result = divide(top, _in_order(bottom_number, under)) if under or bottom_number != 1 else top
        return _negated(result) if sign < 0 else result

    def _minus_taken_in(self, term: Term) -> Term:
        """−(1 − x)·y is (x − 1)·y, if that leaves fewer minus signs."""
        for place, (base, exponent) in enumerate(term.factors):
            if base.kind == "sum" and exponent == 1:
                minuses = sum(part.kind == "negative" for part in base.args)
                if 2 * minuses >= len(base.args):
                    turned = Factor(self.sum(tuple(_negated(part) for part in base.args)), 1)
                    return Term(-term.coefficient, (*term.factors[:place], turned, *term.factors[place + 1 :]))
        return term

    # --- powers -----------------------------------------------------------------------------------

    def power(self, base: Tree, exponent: Tree) -> Tree:
        """base ^ exponent, both tidied."""
        if base == E:
            return ONE if exponent == ZERO else E if exponent == ONE else power(E, exponent)
        value = signed_value(exponent)
        if value is None:
            return ONE if base == ONE and defined_everywhere(exponent, self.facts) else power(base, exponent)
        if value == 1:
            return base
        if value == 0 and defined_everywhere(base, self.facts):
            return ONE
        constant = signed_value(base)
        if constant is not None:
            return _number_power(constant, value, base, exponent)
        return self._power_of_term(base, value, exponent)

    def _power_of_term(self, base: Tree, value: Fraction, exponent: Tree) -> Tree:
        if value == _HALF:
            return self.root(base)
        return self._whole_power(base, value, exponent)

    def _whole_power(self, base: Tree, value: Fraction, exponent: Tree) -> Tree:
        """(c·u·v)^n is c^n·u^n·v^n for a whole n; (u^m)^n is u^(m·n) where the domain allows."""
        parts = self._split(base)
        whole = value.denominator == 1
        if not whole and not (len(parts.factors) == 1 and parts.coefficient == 1):
            return self._join(Term(1, (Factor(base, value),)))
        if len(parts.factors) > _MOST_FACTORS or not self._may_distribute(parts, value):
            return power(base, exponent) if value > 0 else divide(ONE, self.power(base, number(-value)))
        factors = tuple(self._raised(factor, value) for factor in parts.factors)
        coefficient: Rational = _plain(Fraction(parts.coefficient) ** value.numerator) if whole else 1
        return self._join(self._merge([Term(coefficient, factors)]))

    def _may_distribute(self, parts: Term, value: Fraction) -> bool:
        if parts.coefficient == 0 or _bits(parts.coefficient) * abs(value) > _FOLD_BITS:
            return False
        return all(self._may_raise(factor, value) for factor in parts.factors)

    def _may_raise(self, factor: Factor, value: Fraction) -> bool:
        """(u^m)^n = u^(m·n): for whole m and n unless both are negative; else where u > 0."""
        base, inner = factor
        if isinstance(inner, Tree):
            return True  # e^w is positive
        whole = Fraction(inner).denominator == 1 and value.denominator == 1
        if inner == 1 or (whole and not (inner < 0 and value < 0)):
            return True
        return self.facts.nonnegative(base) and (inner > 0 or self.facts.nonzero(base))

    def root(self, argument: Tree) -> Tree:
        """√argument, exact squares taken."""
        value = signed_value(argument)
        if value is not None and value >= 0:
            return _number_power(value, _HALF, argument, number(_HALF))
        return call("sqrt", argument)


# --- nodes ------------------------------------------------------------------------------------------


def _tidy_call(tidier: Tidier, node: Tree, args: tuple[Tree, ...]) -> Tree:
    if node.value == "sqrt":
        return tidier.root(args[0])
    known = _KNOWN_VALUES.get((str(node.value), args[0])) if len(args) == 1 else None
    if known is not None:
        return known
    values = [signed_value(arg) for arg in args]
    fold_numbers = _NUMERIC_CALLS.get(str(node.value))
    if fold_numbers is not None and all(value is not None for value in values):
        return _signed(fold_numbers(*values))
    return node.with_args(args)


def _tidy_piecewise(_: Tidier, node: Tree, args: tuple[Tree, ...]) -> Tree:
    """Branches of one value need no conditions, if the last is an "else"."""
    branches = {arg for place, arg in enumerate(args) if not _is_condition(node, place)}
    if len(args) % 2 == 1 and len(branches) == 1 and args[-1].kind == "number":
        return args[-1]
    return node.with_args(args)


_RULES: dict[str, Callable[[Tidier, Tree, tuple[Tree, ...]], Tree]] = {
    "sum": lambda tidier, _, args: tidier.sum(args),
    "negative": lambda tidier, _, args: (
        tidier.product((number(-1), *args)) if args[0].kind != "sum" else _negated(args[0])
    ),
    "product": lambda tidier, _, args: tidier.product(args),
    "quotient": lambda tidier, _, args: tidier.quotient(*args),
    "power": lambda tidier, _, args: tidier.power(*args),
    "call": _tidy_call,
    "piecewise": _tidy_piecewise,
}

_KNOWN_VALUES: dict[tuple[str, Tree], Tree] = {
    **{(name, ZERO): ZERO for name in ("sin", "tan", "asin", "atan", "sinh", "tanh", "asinh", "atanh", "erf", "cbrt")},
    **{(name, ZERO): ONE for name in ("cos", "sec", "cosh", "sech", "erfc")},
    **{(name, ONE): ZERO for name in ("log", "log2", "log10", "acos", "acosh")},
    ("log", E): ONE,
    ("cbrt", ONE): ONE,
    ("log2", TWO): ONE,
    ("log10", number(10)): ONE,
}

_NUMERIC_CALLS: dict[str, Callable[..., Fraction | int]] = {
    "abs": abs,
    "sign": lambda value: (value > 0) - (value < 0),
    "floor": math.floor,
    "ceil": math.ceil,
    "max": max,
    "min": min,
    "relu": lambda value: max(value, Fraction(0)),
}


def _flat_terms(terms: tuple[Tree, ...]) -> list[Tree]:
    """Sums within sums opened, a minus or a number before a bracket taken in."""
    flat: list[Tree] = []
    stack = list(reversed(terms))
    while stack:
        term = stack.pop()
        if term.kind == "sum":
            stack.extend(reversed(term.args))
        elif term.kind == "negative" and term.args[0].kind == "sum":
            stack.extend(_negated(part) for part in reversed(term.args[0].args))
        elif (inside := _number_times_sum(term)) is not None:
            stack.extend(reversed(inside))
        else:
            flat.append(term)
    return flat


def _number_times_sum(term: Tree) -> list[Tree] | None:
    """The terms of 2·(x + 1), multiplied out; None for anything else."""
    sign = 1
    if term.kind == "negative":
        sign, term = -1, term.args[0]
        if term.kind == "sum":
            return [_negated(part) for part in term.args]
    if term.kind == "quotient" and term.args[0].kind == "sum":
        factor = signed_value(term.args[1])
        factor, bracket = (1 / factor if factor else None), term.args[0]
    elif term.kind == "product" and len(term.args) == 2 and term.args[1].kind == "sum":
        factor, bracket = signed_value(term.args[0]), term.args[1]
    else:
        return None
    if factor is None:
        return None
    multiplier = number(decimal_like(sign * factor, term.args[0].value))
    simple = Tidier(Facts())
    return [simple.product((multiplier, part)) for part in bracket.args]


def distributed(tree: Tree) -> Tree:
    """2·(sin x + 1) as 2·sin x + 2; anything else as it is."""
    terms = _number_times_sum(tree)
    return tree if terms is None else Tidier(Facts()).sum(tuple(terms))


def _negated(tree: Tree) -> Tree:
    if tree.kind == "negative":
        return tree.args[0]
    if tree.kind == "number" and isinstance(tree.value, int | Fraction) and tree.value <= 0:
        return number(decimal_like(-tree.value, tree.value))
    return negative(tree)


def _signed(value: Fraction | int) -> Tree:
    return negative(number(-value)) if value < 0 else number(value)


def _as_factor(tree: Tree) -> Factor:
    if tree.kind == "power":
        base, exponent = tree.args
        if base == E:
            return Factor(E, exponent)
        value = signed_value(exponent)
        if value is not None:
            return Factor(base, _plain(value))
    if tree == E:
        return Factor(E, ONE)
    if tree.kind == "call" and tree.value == "sqrt":
        return Factor(tree.args[0], _HALF)
    return Factor(tree, 1)


def _as_tree(factor: Factor) -> Tree:
    base, exponent = factor
    if isinstance(exponent, Tree):
        return E if exponent == ONE else power(base, exponent)
    if exponent == 1:
        return base
    if exponent == _HALF:
        return call("sqrt", base)
    return power(base, number(exponent) if exponent >= 0 else negative(number(-exponent)))


def _plain(value: Fraction) -> Rational:
    return value.numerator if value.denominator == 1 else value


def _numerator_denominator(coefficient: Rational, *, whole: bool) -> tuple[Rational, Rational]:
    """3/4·x is 3x/4; a lone number, and a decimal, stay one number."""
    if whole or isinstance(coefficient, int | Decimal):
        return coefficient, 1
    return coefficient.numerator, coefficient.denominator


def _in_order(coefficient: Rational, factors: list[Factor]) -> Tree:
    trees = [_as_tree(factor) for factor in sorted(factors, key=_factor_order)]
    if coefficient != 1 or not trees:
        trees.insert(0, number(coefficient))
    return multiply(*trees)


def _factor_order(factor: Factor) -> tuple[int, tuple[tuple[int, int, str, int], ...]]:
    """Constants, variables by name, general powers, brackets, e^…, functions; ties as they came."""
    base, exponent = factor
    if isinstance(exponent, Tree):
        return (5, ())
    if base.kind in {"number", "constant"}:
        return (0, ())
    if base.kind == "variable" and exponent == int(exponent):
        return (1, name_order(str(base.value)))
    if exponent == _HALF:
        return (2, ())
    return ({"variable": 2, "component": 2, "power": 3, "sum": 4}.get(base.kind, 6), ())


def _total(coefficients: list[Rational]) -> Rational:
    total = sum(coefficients)
    return total if all(type(c) is int for c in coefficients) else decimal_like(total, *coefficients)


def _scale(left: Rational, right: Rational) -> Rational:
    value = left * right
    return value if type(value) is int else decimal_like(value, left, right)


def _divided(left: Rational, right: Rational) -> Rational:
    return decimal_like(_plain(Fraction(left) / Fraction(right)), left, right)


def _cancelling(coefficients: list[Rational]) -> tuple[Rational, Rational]:
    size = sum(c for c in coefficients if c > 0) or Fraction(1)
    return size, -size


def _bits(value: Rational) -> int:
    fraction = Fraction(value)
    return max(fraction.numerator.bit_length(), fraction.denominator.bit_length())


def _number_power(base: Fraction, exponent: Fraction, base_tree: Tree, exponent_tree: Tree) -> Tree:
    """A power of numbers, folded where it is exact and short; left as it stands where it is undefined."""
    stands = call("sqrt", base_tree) if exponent == _HALF else power(base_tree, exponent_tree)
    if base == 0:
        return ZERO if exponent > 0 else stands
    if exponent.denominator != 1:
        root = _exact_root(base, exponent.denominator) if base > 0 else None
        if root is None:
            return stands
        base, exponent = root, Fraction(exponent.numerator)
    if _bits(base) * abs(exponent) > _FOLD_BITS:
        return stands
    return _signed(decimal_like(_plain(base**exponent.numerator), base_tree.value))


def _exact_root(value: Fraction, degree: int) -> Fraction | None:
    if degree > 64:
        return None
    parts = []
    for whole in (value.numerator, value.denominator):
        guess = round(whole ** (1 / degree)) if whole.bit_length() < 1000 else 0
        exact = next((g for g in (guess - 1, guess, guess + 1) if g >= 0 and g**degree == whole), None)
        if exact is None:
            return None
        parts.append(exact)
    return Fraction(*parts)


def _numeric_branches(piecewise: Tree) -> bool:
    return all(
        _is_condition(piecewise, place) or signed_value(arg) is not None for place, arg in enumerate(piecewise.args)
    )


def _is_condition(piecewise: Tree, place: int) -> bool:
    """Is argument `place` of a piecewise a condition? (They alternate; a last value stands alone.)"""
    return place % 2 == 0 and place != len(piecewise.args) - 1


# --- polynomials --------------------------------------------------------------------------------------


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


def _by_degree(terms: list[tuple[Rational, Tree]]) -> list[tuple[Rational, Tree]]:
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


def _minus_last(terms: list[tuple[Rational, Tree]]) -> list[tuple[Rational, Tree]]:
    """4 − x, not −x + 4: of two terms the positive one comes first."""
    return terms[::-1] if len(terms) == 2 and terms[0][0] < 0 < terms[1][0] else terms
