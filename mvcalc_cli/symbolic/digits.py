"""The value of a Tree at a point to 30 digits or more, with mpmath: what the numeric self-check measures with.

It evaluates the Tree *as typed*, never SymPy's form of it, so that it can catch SymPy. Rational points
keep rational arithmetic exact (x/x at 0 really divides by zero), and a sum that cancels to the last
digits is exactly zero, so that √(1 − sin² x − cos² x) is 0 and 1/(…) has no value.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from fractions import Fraction
from functools import lru_cache
from typing import Any, Final

from mvcalc_cli.calculus.lower import lower
from mvcalc_cli.errors import InputError, LimitError
from mvcalc_cli.language.tree import Tree, component_name, fold, number, postorder, substitute, variable
from mvcalc_cli.symbolic.arithmetic import Arithmetic, Number, Unmeasured, context, fits_exactly
from mvcalc_cli.symbolic.functions import apply, power_of_zero

__all__ = ["Number", "Point", "Unmeasured", "context", "measure", "measure_noting", "measure_openly"]

Point = Mapping[str, Number]


def measure(tree: Tree, point: Point, digits: int = 30, complex_values: bool = False) -> Number | None:
    """The value at a point, or None where it is undefined.

    Args:
        tree: A scalar expression, or a condition (whose value is a bool).
        point: name -> value, for every free variable; Fractions keep arithmetic exact.
        digits: Decimal digits of the arithmetic.
        complex_values: Roots and logarithms of negative numbers have their principal value, instead of none.

    Raises:
        Unmeasured: If the value is out of reach (too large), or has no number (a vector).

    >>> from mvcalc_cli.language.tree import call, divide
    >>> x = variable("x")
    >>> measure(divide(x, x), {"x": Fraction(0)}) is None, measure(divide(x, x), {"x": Fraction(3)})
    (True, Fraction(1, 1))
    >>> measure(call("sqrt", x), {"x": Fraction(-1)}) is None
    True
    """
    return _value(tree, _Measurer(point, digits, complex_values))


def measure_noting(tree: Tree, point: Point, digits: int, complex_values: bool = False) -> tuple[Number | None, bool]:
    """As `measure`, and whether a sum cancelled to its last digits on the way."""
    measurer = _NotingMeasurer(point, digits, complex_values)
    return _value(tree, measurer), measurer.lost


def measure_openly(tree: Tree, point: Point, digits: int) -> Number | None:
    """The value at a point, or None where it is undefined; a sum that cancels to the last digit is no 0.

    Raises:
        Unmeasured: Also where digits are lost to cancelling: more of them would be needed to tell.
    """
    if _holds_sums(tree):
        return measure(tree, point, digits)
    try:
        return fold(tree, _OpenMeasurer(point, digits, complex_values=False).node)
    except _OUT_OF_REACH:
        raise Unmeasured from None


# What must be left of the digits behind the point of an argument.
_SHOWN_DIGITS: Final = 25
_OUT_OF_REACH: Final = (Unmeasured, OverflowError, MemoryError, NotImplementedError)


def _value(tree: Tree, measurer: _Measurer) -> Number | None:
    """The value; indexed sums, of which no rule knows a number, are written out once one was met."""
    try:
        return fold(tree, measurer.node)
    except _OUT_OF_REACH:
        if not _holds_sums(tree):
            raise Unmeasured from None
    try:
        return fold(_opened(tree, measurer.point), measurer.node)
    except _OUT_OF_REACH:
        raise Unmeasured from None


@lru_cache(maxsize=1024)
def _holds_sums(tree: Tree) -> bool:
    """Has it indexed sums? Asked once for all points."""
    return any(node.kind == "indexed" for node in postorder(tree))


def _opened(tree: Tree, point: Point) -> Tree:
    """Indexed sums written out: their bounds are known at the point."""
    known = {variable(name): number(value) for name, value in point.items() if isinstance(value, Fraction)}
    try:
        return lower(substitute(tree, known))
    except (InputError, LimitError):
        raise Unmeasured from None


class _Measurer(Arithmetic):
    """One evaluation: the point, the arithmetic, real or complex."""

    def __init__(self, point: Point, digits: int, complex_values: bool) -> None:
        super().__init__(digits, complex_values)
        self.point = point

    def node(self, node: Tree, parts: list[Number | None]) -> Number | None:
        """The value of one node; None travels up, except out of a branch that is not taken."""
        rule = _RULES.get(node.kind)
        if rule is None:
            raise Unmeasured
        for part in parts:
            if part is None and node.kind != "piecewise" and node.value != "RootOf":
                return None
        try:
            return self.finished(rule(self, node, parts))
        except (ZeroDivisionError, ValueError):
            return None


class _NotingMeasurer(_Measurer):
    """An evaluation that remembers whether digits were lost."""

    lost = False

    def near_zero(self, value: Number, scale: Number) -> bool:
        near = super().near_zero(value, scale * 10 ** (self.mp.dps // 2)) and not (value == 0 and scale == 0)
        self.lost = self.lost or near
        return super().near_zero(value, scale)


class _OpenMeasurer(_Measurer):
    """An evaluation that stops where digits are lost, and nowhere else: mpmath's exponents have no bound."""

    def too_large(self, argument: Number, *, factorial: bool = False) -> bool:  # noqa: ARG002 - as its parent
        # e^y and sin(y) keep as many digits as y has behind the point.
        return bool(abs(argument) > 10 ** max(7, self.mp.dps - _SHOWN_DIGITS))

    def whole(self, value: Number) -> Number:
        # x^(1/x) is not 1, however large x is: what was rounded is no integer.
        return value if isinstance(value, self.mp.mpf) else super().whole(value)

    def near_zero(self, value: Number, scale: Number) -> bool:
        if super().near_zero(value, scale) and not (value == 0 and scale == 0):
            raise Unmeasured
        return False


# --- arithmetic ------------------------------------------------------------------------------------


@lru_cache(maxsize=1024)
def _fraction(value: int | Fraction) -> Fraction:
    """The exact value of a number, without the mark of a decimal."""
    return Fraction(value)


def _leaf_constant(m: _Measurer, node: Tree, _: list[Number]) -> Number:
    if node.value == "i":
        return m.mp.mpc(0, 1)
    if node.value == "oo":
        raise Unmeasured
    return +m.mp.pi if node.value == "pi" else +m.mp.e


def _variable(m: _Measurer, node: Tree, _: list[Number]) -> Number | None:
    return m.point.get(str(node.value))


def _component(m: _Measurer, node: Tree, _: list[Number]) -> Number | None:
    return m.point.get(component_name(node) or "")


def _sum(m: _Measurer, _: Tree, terms: list[Number]) -> Number:
    if all(isinstance(term, Fraction) for term in terms):
        return sum(terms)
    values = [m.real(term) for term in terms]
    total = m.mp.fsum(values)
    return Fraction(0) if m.near_zero(total, max(abs(value) for value in values)) else total


def _product(m: _Measurer, _: Tree, factors: list[Number]) -> Number:
    result = factors[0]
    for factor in factors[1:]:
        exact = isinstance(result, Fraction) and isinstance(factor, Fraction)
        result = m.finished(result * factor if exact else m.real(result) * m.real(factor))
    return result


def _quotient(m: _Measurer, _: Tree, parts: list[Number]) -> Number:
    numerator, denominator = parts
    if isinstance(numerator, Fraction) and isinstance(denominator, Fraction):
        return numerator / denominator
    return m.real(numerator) / m.real(denominator)


_E: Final = Tree("constant", "e")


def _power(m: _Measurer, node: Tree, parts: list[Number]) -> Number:
    base, exponent = parts
    if not m.is_complex(exponent):
        exponent = m.whole(exponent)
    if exponent == 0:
        return Fraction(1)
    if base == 0:
        return power_of_zero(m, exponent)
    exact = isinstance(exponent, Fraction)
    if exact and isinstance(base, Fraction) and fits_exactly(base, exponent):
        return base**exponent
    with m.mp.workprec(53):  # a size: two digits of it would do
        size = 1 + abs(m.mp.log(abs(m.real(base))))
    if m.too_large(m.real(exponent) * size):
        raise Unmeasured
    if node.args[0] == _E:
        return m.mp.exp(m.real(exponent))
    whole = exact and exponent.denominator == 1
    return m.mp.power(m.real(base), int(exponent) if whole else m.real(exponent))


# --- conditions ------------------------------------------------------------------------------------

_COMPARE: Final[dict[str, Callable[[Any, Any], bool]]] = {
    "=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def _relation(m: _Measurer, node: Tree, parts: list[Number]) -> bool:
    if type(parts[0]) is Fraction and type(parts[1]) is Fraction:
        return _COMPARE[str(node.value)](*parts)
    left, right = (m.real(part) for part in parts)
    if node.value not in {"=", "!="} and (m.is_complex(left) or m.is_complex(right)):
        raise ValueError
    exact = all(isinstance(part, Fraction) for part in parts)
    if not exact and m.near_zero(left - right, max(abs(left), abs(right))):
        right = left
    return bool(_COMPARE[str(node.value)](left, right))


def _logic(_: _Measurer, node: Tree, parts: list[Any]) -> bool:
    if node.value == "not":
        return not parts[0]
    return all(parts) if node.value == "and" else any(parts)


def _piecewise(_: _Measurer, __: Tree, parts: list[Any]) -> Number | None:
    for condition, value in zip(parts[::2], parts[1::2], strict=False):
        if condition is None:
            return None
        if condition:
            return value
    return parts[-1] if len(parts) % 2 else None


def _call(m: _Measurer, node: Tree, arguments: list[Number]) -> Number:
    return _root_of(m, node) if node.value == "RootOf" else apply(m, str(node.value), arguments)


def _root_of(m: _Measurer, node: Tree) -> Number:
    from mvcalc_cli.symbolic.to_sympy import to_sympy

    return m.mp.mpmathify(to_sympy(node).evalf(m.mp.dps)._to_mpmath(m.mp.prec))


_RULES: Final[dict[str, Callable[[_Measurer, Tree, list[Any]], Any]]] = {
    "number": lambda _, node, __: _fraction(node.value),
    "boolean": lambda _, node, __: bool(node.value),
    "constant": _leaf_constant,
    "variable": _variable,
    "component": _component,
    "sum": _sum,
    "negative": lambda _, __, parts: -parts[0],
    "product": _product,
    "quotient": _quotient,
    "power": _power,
    "relation": _relation,
    "logic": _logic,
    "piecewise": _piecewise,
    "call": _call,
}
