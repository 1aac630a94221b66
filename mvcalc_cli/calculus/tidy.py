"""Tidying: numbers folded, 0 and 1 dropped, like terms and powers merged, factors in one order.

It changes nothing about the domain: x/x stays unless something says x ≠ 0 (`Facts`), √x·√x stays unless
x ≥ 0 is known, a term disappears only where it was defined everywhere. The order of terms is the order
in which the rules produced them; polynomials stand by falling degree.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction

from mvcalc_cli.calculus.domain import defined_everywhere
from mvcalc_cli.calculus.order import by_degree, minus_last
from mvcalc_cli.calculus.signs import Facts, signed_value
from mvcalc_cli.calculus.terms import (
    FOLD_BITS,
    HALF,
    MOST_FACTORS,
    Factor,
    Rational,
    Term,
    as_factor,
    as_tree,
    bits,
    cancelling,
    divided,
    in_order,
    negated,
    number_power,
    numerator_denominator,
    plain_number,
    scaled,
    signed,
    total,
)
from mvcalc_cli.language.tree import (
    ONE,
    TWO,
    ZERO,
    E,
    Tree,
    add,
    call,
    decimal_like,
    divide,
    is_condition,
    number,
    power,
)


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
        # sin x·cos x and cos x·sin x are like terms.
        collected: dict[object, tuple[Tree, list[Rational]]] = {}
        for term in _flat_terms(terms):
            coefficient, core = self._coefficient(term)
            collected.setdefault(self._key(core), (core, []))[1].append(coefficient)
        kept: list[tuple[Rational, Tree]] = []
        for core, coefficients in collected.values():
            coefficient = total(coefficients)
            if coefficient != 0:
                kept.append((coefficient, core))
            elif not defined_everywhere(core, self.facts):
                kept.extend((c, core) for c in cancelling(coefficients))
        kept = minus_last(by_degree(kept))
        return add(*(self._scaled(coefficient, core) for coefficient, core in kept))

    def _key(self, core: Tree) -> object:
        """What makes terms like terms: their factors, in whatever order."""
        if core.kind not in {"product", "quotient"}:
            return _whatever_order(core)
        return frozenset((_whatever_order(base), exponent) for base, exponent in self._split(core).factors)

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
            arg if is_condition(piecewise, place) else self.product((arg, factor))
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
            return Term(scaled(-1, inner.coefficient), inner.factors)
        if tree.kind == "product":
            parts = [self._split(arg) for arg in tree.args]
            coefficient: Rational = 1
            for part in parts:
                coefficient = scaled(coefficient, part.coefficient)
            return Term(coefficient, tuple(factor for part in parts for factor in part.factors))
        if tree.kind == "quotient":
            top, bottom = (self._split(arg) for arg in tree.args)
            if bottom.coefficient != 0:
                inverse = self._inverse(tree.args[1], bottom)
                return Term(scaled(top.coefficient, inverse.coefficient), top.factors + inverse.factors)
        return Term(1, (as_factor(tree),))

    def _inverse(self, tree: Tree, term: Term) -> Term:
        """1/tree, tree being this term; 1/(1/x) is x only where x ≠ 0, and else stays."""
        for base, exponent in term.factors:
            if not isinstance(exponent, Tree) and exponent < 0 and not self.facts.nonzero(base):
                return Term(1, (Factor(tree, -1),))
        return Term(divided(1, term.coefficient), tuple(self._raised(factor, -1) for factor in term.factors))

    def _raised(self, factor: Factor, by: Rational) -> Factor:
        exponent = factor.exponent
        if isinstance(exponent, Tree):
            return Factor(factor.base, self.product((number(by), exponent)))
        return Factor(factor.base, exponent * by)

    def _merge(self, terms: list[Term]) -> Term:
        """The product of terms, powers of one base merged where the domain allows."""
        coefficient: Rational = 1
        exponents: dict[frozenset[Tree] | Tree, tuple[Tree, list[Rational | Tree]]] = {}
        for term in terms:
            coefficient = scaled(coefficient, term.coefficient)
            for factor in term.factors:
                base = factor.base
                exponents.setdefault(_whatever_order(base), (base, []))[1].append(factor.exponent)
        factors: list[Factor] = []
        for base, powers in exponents.values():
            factors.extend(Factor(base, exponent) for exponent in self._merged(base, powers))
        factors = _without_signs(factors)
        if coefficient == 0:
            factors = [f for f in factors if not defined_everywhere(as_tree(f), self.facts)]
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
        sign, coefficient = (-1, scaled(-1, term.coefficient)) if term.coefficient < 0 else (1, term.coefficient)
        over = [f for f in term.factors if isinstance(f.exponent, Tree) or f.exponent >= 0]
        under = [
            Factor(f.base, -f.exponent) for f in term.factors if not isinstance(f.exponent, Tree) and f.exponent < 0
        ]
        top_number, bottom_number = numerator_denominator(coefficient, whole=not over and not under)
        top = in_order(top_number, over)
        result = divide(top, in_order(bottom_number, under)) if under or bottom_number != 1 else top
        return negated(result) if sign < 0 else result

    def _minus_taken_in(self, term: Term) -> Term:
        """−(1 − x)·y is (x − 1)·y, if that leaves fewer minus signs."""
        for place, (base, exponent) in enumerate(term.factors):
            if base.kind == "sum" and exponent == 1:
                minuses = sum(part.kind == "negative" for part in base.args)
                if 2 * minuses >= len(base.args):
                    turned = Factor(self.sum(tuple(negated(part) for part in base.args)), 1)
                    others = (*term.factors[:place], turned, *term.factors[place + 1 :])
                    return Term(scaled(-1, term.coefficient), others)
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
        if value == 0:
            return ONE if defined_everywhere(base, self.facts) else power(base, exponent)
        constant = signed_value(base)
        if constant is not None:
            return number_power(constant, value, base, exponent)
        return self._power_of_term(base, value, exponent)

    def _power_of_term(self, base: Tree, value: Fraction, exponent: Tree) -> Tree:
        if value == HALF:
            return self.root(base)
        return self._whole_power(base, value, exponent)

    def _whole_power(self, base: Tree, value: Fraction, exponent: Tree) -> Tree:
        """(c·u·v)^n is c^n·u^n·v^n for a whole n; (u^m)^n is u^(m·n) where the domain allows."""
        parts = self._split(base)
        whole = value.denominator == 1
        if not whole and not (len(parts.factors) == 1 and parts.coefficient == 1):
            return self._join(Term(1, (Factor(base, value),)))
        if len(parts.factors) > MOST_FACTORS or not self._may_distribute(parts, value):
            return power(base, exponent) if value > 0 else divide(ONE, self.power(base, number(-value)))
        factors = tuple(self._raised(factor, value) for factor in parts.factors)
        coefficient: Rational = plain_number(Fraction(parts.coefficient) ** value.numerator) if whole else 1
        return self._join(self._merge([Term(coefficient, factors)]))

    def _may_distribute(self, parts: Term, value: Fraction) -> bool:
        if parts.coefficient == 0 or bits(parts.coefficient) * abs(value) > FOLD_BITS:
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
            return number_power(value, HALF, argument, number(HALF))
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
        return signed(fold_numbers(*values))
    return node.with_args(args)


def _tidy_piecewise(_: Tidier, node: Tree, args: tuple[Tree, ...]) -> Tree:
    """Branches of one value need no conditions, if the last is an "else"."""
    branches = {arg for place, arg in enumerate(args) if not is_condition(node, place)}
    if len(args) % 2 == 1 and len(branches) == 1 and args[-1].kind == "number":
        return args[-1]
    return node.with_args(args)


_RULES: dict[str, Callable[[Tidier, Tree, tuple[Tree, ...]], Tree]] = {
    "sum": lambda tidier, _, args: tidier.sum(args),
    "negative": lambda tidier, _, args: (
        tidier.product((number(-1), *args)) if args[0].kind != "sum" else negated(args[0])
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


def _without_signs(factors: list[Factor]) -> list[Factor]:
    """sign(u)/|u| is 1/u and sign(u)·|u| is u, wherever they have a value."""
    signs = [f for f in factors if f.exponent == 1 and f.base.kind == "call" and f.base.value == "sign"]
    for sign in signs:
        size = call("abs", *sign.base.args)
        other = next((f for f in factors if f.base == size and f.exponent in (1, -1)), None)
        if other is not None:
            rest = [f for f in factors if f is not sign and f is not other]
            return [*rest, Factor(sign.base.args[0], other.exponent)]
    return factors


def _whatever_order(tree: Tree) -> frozenset[Tree] | Tree:
    """1 + x and x + 1 are one."""
    return frozenset(tree.args) if tree.kind == "sum" else tree


def _flat_terms(terms: tuple[Tree, ...]) -> list[Tree]:
    """Sums within sums opened, a minus or a number before a bracket taken in."""
    flat: list[Tree] = []
    stack = list(reversed(terms))
    while stack:
        term = stack.pop()
        if term.kind == "sum":
            stack.extend(reversed(term.args))
        elif term.kind == "negative" and term.args[0].kind == "sum":
            stack.extend(negated(part) for part in reversed(term.args[0].args))
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
            return [negated(part) for part in term.args]
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


def _numeric_branches(piecewise: Tree) -> bool:
    return all(
        is_condition(piecewise, place) or signed_value(arg) is not None for place, arg in enumerate(piecewise.args)
    )
