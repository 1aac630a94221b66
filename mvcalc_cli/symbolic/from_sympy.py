"""SymPy -> Tree: the answer as a person writes it.

A minus stands outermost, then one fraction bar, then number times factors; roots are roots, e^u is a
power, log(x)/log(2) is log2(x), sign(u)·|u|^(1/3) is cbrt(u). Polynomials stand by falling degree, other
sums in SymPy's own printing order. What the language cannot read (Heaviside, re, Integral …) is no
answer and raises.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from math import factorial
from typing import Any, Final

import sympy

from mvcalc_cli.errors import NumericError
from mvcalc_cli.language import tree as t
from mvcalc_cli.language.names import is_name
from mvcalc_cli.language.tree import Tree
from mvcalc_cli.symbolic.calls import NAMES


class UnreadableAnswer(NumericError):  # noqa: N818 - named as the errors beside it: MissingExtra
    """SymPy's answer holds something that is not an answer here: Heaviside, re, an open integral."""

    kind = "unreadable"


def from_sympy(expression: Any) -> Tree:
    """The Tree of a SymPy expression.

    Raises:
        UnreadableAnswer: If it holds what the language does not have.

    >>> from mvcalc_cli.symbolic.to_sympy import symbol
    >>> x = symbol("x")
    >>> from_sympy(-x / 2)
    Tree('negative', …)
    >>> from_sympy(sympy.Heaviside(x))
    Traceback (most recent call last):
    mvcalc_cli.symbolic.from_sympy.UnreadableAnswer: SymPy's answer holds Heaviside, which is not an answer
    """
    if isinstance(expression, sympy.MatrixBase):
        expression = expression.as_immutable()
    return _Reader()(expression)


class _Reader:
    """Reads one expression; a part met twice becomes one Tree.

    It recurses over SymPy's own nesting, which SymPy's construction has already bounded.
    """

    def __init__(self) -> None:
        self._done: dict[Any, Tree] = {}

    def __call__(self, expression: Any) -> Tree:
        """The Tree of a part."""
        found = self._done.get(expression)
        if found is None:
            found = self._done[expression] = self._read(expression)
        return found

    def all(self, expressions: Any) -> tuple[Tree, ...]:
        """The Trees of several parts."""
        return tuple(self(expression) for expression in expressions)

    def _read(self, expression: Any) -> Tree:
        for ancestor in type(expression).__mro__:
            handler = _HANDLERS.get(ancestor)
            if handler is not None:
                return handler(self, expression)
        raise _unreadable(type(expression).__name__)


def _unreadable(name: str) -> UnreadableAnswer:
    return UnreadableAnswer(f"SymPy's answer holds {name}, which is not an answer")


# --- numbers, names --------------------------------------------------------------------------------


def _signed(value: Fraction) -> Tree:
    return t.negative(t.number(-value)) if value < 0 else t.number(value)


def _fraction(value: Any) -> Fraction:
    return Fraction(int(value.p), int(value.q))


def _rational(_: _Reader, value: Any) -> Tree:
    return _signed(_fraction(value))


def _float(_: _Reader, value: Any) -> Tree:
    return _signed(t.Decimal(Fraction(float(value))))


def _symbol(_: _Reader, symbol: Any) -> Tree:
    name = str(symbol.name)
    if not is_name(name.partition("[")[0]):
        raise _unreadable("a parameter of its own")
    return t.as_variable(name)


def _indexed_component(read: _Reader, component: Any) -> Tree:
    return Tree("component", None, (read(component.base.label), *read.all(component.indices)))


# --- sums, products, powers ------------------------------------------------------------------------


def _sum(read: _Reader, total: Any) -> Tree:
    return t.add(*read.all(ordered_terms(total)))


def ordered_terms(total: Any) -> list[Any]:
    """The terms of a sum: a polynomial of several variables by falling degree, else SymPy's printing order.

    >>> from mvcalc_cli.symbolic.to_sympy import symbol
    >>> x, y = symbol("x"), symbol("y")
    >>> ordered_terms(x**2 + x * y**3 + 1)
    [x*y**3, x**2, 1]
    """
    if not total.free_symbols:  # 3 + 2√2, √2 − 1: the rational part first unless it is negative
        return sorted(total.as_ordered_terms(), key=_rational_place)
    names = len(total.free_symbols)
    by_degree = len(total.args) > 2 and names > 1 and total.is_polynomial()
    terms = list(total.as_ordered_terms(order="grlex") if by_degree else total.as_ordered_terms())
    return _positive_first(terms) if names > 1 else terms


def _rational_place(term: Any) -> int:
    return 0 if not term.is_Rational else -1 if term > 0 else 1


def _positive_first(terms: list[Any]) -> list[Any]:
    """y − x rather than −x + y."""
    place = next((k for k, term in enumerate(terms) if not term.could_extract_minus_sign()), 0)
    return [terms[place], *terms[:place], *terms[place + 1 :]]


def _product(read: _Reader, product: Any) -> Tree:
    coefficient, rest = product.as_coeff_Mul()
    if not isinstance(coefficient, sympy.Rational):
        coefficient, rest = sympy.Integer(1), product
    value = _fraction(coefficient)
    factors = _factors(rest)
    if sympy.EulerGamma in factors:
        # The constant is −ψ(1): its minus belongs to the number, −(−ψ(1)) is ψ(1).
        factors[factors.index(sympy.EulerGamma)], value = t.call("polygamma", t.ZERO, t.ONE), -value
    top, bottom = _split(read, _pull_roots(factors))
    tree = _over(_with_number(abs(value.numerator), top), _with_number(value.denominator, bottom))
    return t.negative(tree) if value < 0 else tree


def _factors(product: Any) -> list[Any]:
    return list(product.as_ordered_factors()) if product.is_Mul else [product]


def _with_number(number: int, factors: list[Tree]) -> list[Tree]:
    return factors if number == 1 and factors else [t.number(number), *factors]


def _over(top: list[Tree], bottom: list[Tree]) -> Tree:
    numerator = t.multiply(*top)
    if bottom == [t.ONE]:
        return numerator
    if numerator.kind == "number" and len(bottom) == 1 and bottom[0].kind == "number":
        return t.number(Fraction(numerator.value) / bottom[0].value)  # type: ignore[arg-type, operator]
    return t.divide(numerator, t.multiply(*bottom))


def _split(read: _Reader, factors: list[Any]) -> tuple[list[Tree], list[Tree]]:
    """Numerator and denominator: powers with a negative number go below."""
    top: list[Tree] = []
    bottom: list[Tree] = []
    for factor in factors:
        if isinstance(factor, Tree):
            top.append(factor)
        elif factor.is_Pow and factor.exp.is_Rational and factor.exp < 0:
            bottom.append(_plain_power(read, factor.base, -factor.exp))
        else:
            top.append(read(factor))
    return top, bottom


def _pull_roots(factors: list[Any]) -> list[Any]:
    """log(u)/log(2) becomes log2(u); sign(u)·|u|^(1/n) becomes the real root."""
    for base, name in ((2, "log2"), (10, "log10")):
        inverse = 1 / sympy.log(base)
        if inverse in factors:
            place = next((k for k, factor in enumerate(factors) if isinstance(factor, sympy.log)), None)
            if place is not None:
                factors[place] = t.call(name, from_sympy(factors[place].args[0]))
                factors.remove(inverse)
    for sign in [factor for factor in factors if isinstance(factor, sympy.sign)]:
        found = next((f for f in factors if _is_odd_root(f, sign.args[0])), None)
        if found is not None:
            factors[factors.index(found)] = _real_root(from_sympy(sign.args[0]), int(found.exp.q), int(found.exp.p))
            factors.remove(sign)
    return factors


def _is_odd_root(factor: Any, radicand: Any) -> bool:
    return bool(
        isinstance(factor, sympy.Pow)
        and factor.base == sympy.Abs(radicand)
        and isinstance(factor.exp, sympy.Rational)
        and factor.exp > 0
        and factor.exp.q % 2
        and factor.exp.p % 2
    )


def _real_root(radicand: Tree, degree: int, exponent: int) -> Tree:
    root = t.call("cbrt", radicand) if degree == 3 else t.call("root", radicand, t.number(degree))
    return root if exponent == 1 else t.power(root, t.number(exponent))


def _power(read: _Reader, power: Any) -> Tree:
    base, exponent = power.base, power.exp
    if exponent.is_Rational and exponent < 0 and base is not sympy.E:
        return t.divide(t.ONE, _plain_power(read, base, -exponent))
    return _plain_power(read, base, exponent)


def _plain_power(read: _Reader, base: Any, exponent: Any) -> Tree:
    if exponent == 1:
        return read(base)
    if exponent == sympy.Rational(1, 2):
        return t.call("sqrt", read(base))
    return t.power(read(base), read(exponent))


# --- the rest --------------------------------------------------------------------------------------


def _piecewise(read: _Reader, piecewise: Any) -> Tree:
    args: list[Tree] = []
    for value, condition in piecewise.args:
        if condition is sympy.true:
            return Tree("piecewise", None, (*args, read(value)))
        args += [read(condition), read(value)]
    return Tree("piecewise", None, tuple(args))


def _matrix(read: _Reader, matrix: Any) -> Tree:
    rows = [read.all(matrix.row(k)) for k in range(matrix.rows)]
    return t.vector(*(row[0] for row in rows)) if matrix.cols == 1 else t.matrix(tuple(rows))


def _relation(operator: str) -> Callable[[_Reader, Any], Tree]:
    return lambda read, relation: t.relation(operator, read(relation.lhs), read(relation.rhs))


def _logic(operator: str) -> Callable[[_Reader, Any], Tree]:
    return lambda read, logic: Tree("logic", operator, read.all(sorted(logic.args, key=_left_end)))


def _left_end(condition: Any) -> tuple[Any, ...]:
    """0 < x before x < 1: a lower bound first."""
    upper = isinstance(condition, sympy.Lt | sympy.Le) and condition.lhs.is_Symbol
    return (upper, sympy.default_sort_key(condition))


def _either(read: _Reader, parts: list[Any]) -> Tree:
    return read(parts[0]) if len(parts) == 1 else _logic("or")(read, sympy.Or(*parts, evaluate=False))


def _absorbed(either: Any) -> list[Any]:
    """The alternatives that count: A or (A and B) is A."""
    parts = [set(part.args) if isinstance(part, sympy.And) else {part} for part in either.args]
    return [sympy.And(*part) for part in parts if not any(other < part for other in parts)]


def _indexed(kind: str) -> Callable[[_Reader, Any], Tree]:
    def build(read: _Reader, indexed: Any) -> Tree:
        body = read(indexed.function)
        for index, first, last in indexed.limits:
            body = Tree("indexed", kind, (body, read(index), read(first), read(last)))
        return body

    return build


def _root_of(read: _Reader, root: Any) -> Tree:
    return t.call("RootOf", read(root.expr), t.number(int(root.index)))


def _zeta(_: _Reader, zeta: Any) -> Tree:
    """ζ(n) through polygamma(n − 1, 1) = (−1)^n·(n − 1)!·ζ(n), which the language has."""
    argument = zeta.args[0]
    if len(zeta.args) != 1 or not (argument.is_Integer and argument > 1):
        raise _unreadable("zeta")
    order = int(argument) - 1
    value = t.divide(t.call("polygamma", t.number(order), t.ONE), t.number(factorial(order)))
    return value if order % 2 else t.negative(value)


def _interval(read: _Reader, interval: Any) -> Tree:
    left = "(" if interval.left_open or interval.start.is_infinite else "["
    right = ")" if interval.right_open or interval.end.is_infinite else "]"
    return Tree("interval", left + right, (read(interval.start), read(interval.end)))


def _constant(tree: Tree) -> Callable[[_Reader, Any], Tree]:
    return lambda _read, _expression: tree


def _call(name: str) -> Callable[[_Reader, Any], Tree]:
    return lambda read, function: t.call(name, *read.all(function.args))


def _ordered_call(name: str) -> Callable[[_Reader, Any], Tree]:
    return lambda read, function: t.call(name, *read.all(sorted(function.args, key=sympy.default_sort_key)))


_REALS: Final = Tree("interval", "()", (t.negative(t.INFINITY), t.INFINITY))
_EMPTY: Final = Tree("set", None, ())
_HANDLERS: Final[dict[type, Callable[[_Reader, Any], Tree]]] = {
    sympy.Rational: _rational,
    sympy.Float: _float,
    sympy.Symbol: _symbol,
    sympy.Indexed: _indexed_component,
    type(sympy.pi): _constant(t.PI),
    type(sympy.E): _constant(t.E),
    type(sympy.I): _constant(t.I),
    type(sympy.oo): _constant(t.INFINITY),
    type(-sympy.oo): _constant(t.negative(t.INFINITY)),
    type(sympy.EulerGamma): _constant(t.negative(t.call("polygamma", t.ZERO, t.ONE))),
    sympy.zeta: _zeta,
    type(sympy.GoldenRatio): lambda read, _: read((1 + sympy.sqrt(5)) / 2),
    type(sympy.true): _constant(Tree("boolean", True)),
    type(sympy.false): _constant(Tree("boolean", False)),
    sympy.Add: _sum,
    sympy.Mul: _product,
    sympy.Pow: _power,
    sympy.exp: lambda read, function: t.exp(read(function.args[0])),
    sympy.Piecewise: _piecewise,
    sympy.MatrixBase: _matrix,
    sympy.Eq: _relation("="),
    sympy.Ne: _relation("!="),
    sympy.Lt: _relation("<"),
    sympy.Le: _relation("<="),
    sympy.Gt: _relation(">"),
    sympy.Ge: _relation(">="),
    sympy.And: _logic("and"),
    sympy.Or: lambda read, either: _either(read, _absorbed(either)),
    sympy.Not: _logic("not"),
    sympy.ITE: lambda read, choice: read(choice.to_nnf(simplify=False)),
    sympy.Sum: _indexed("sum"),
    sympy.Product: _indexed("prod"),
    sympy.CRootOf: _root_of,
    sympy.Interval: _interval,
    sympy.FiniteSet: lambda read, found: Tree("set", None, read.all(sorted(found, key=sympy.default_sort_key))),
    sympy.Union: lambda read, found: Tree("union", None, read.all(found.args)),
    type(sympy.S.Reals): _constant(_REALS),
    type(sympy.S.EmptySet): _constant(_EMPTY),
    **{made: _call(name) for made, name in NAMES.items()},
    sympy.Max: _ordered_call("max"),
    sympy.Min: _ordered_call("min"),
}
