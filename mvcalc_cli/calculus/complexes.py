"""The principal value of an expression at a point of complex numbers.

Branch cuts are those of SymPy: continuous from above where the cut runs left along the real axis, odd
functions stay odd on theirs. A function that is only for real numbers here (floor, max, gamma) still takes
a complex number whose imaginary part is 0.
"""

from __future__ import annotations

import cmath
import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from mvcalc_cli.calculus.functions import ROWS, complaint
from mvcalc_cli.calculus.pointwise import Pointwise, determinant
from mvcalc_cli.calculus.undefined import OVERFLOW, Undefined, place_of, said
from mvcalc_cli.errors import InputError
from mvcalc_cli.language.tree import Tree

Function = Callable[..., complex]

# Below this an integral power is a product: exact where polar form is not, (1 + i)² = 2i.
_LARGEST_PRODUCT = 100
_REAL_ONLY: Final = "{} is only for real numbers here"


def evaluate_complex(tree: Tree, point: Mapping[str, Any], *, text: str | None = None) -> complex:
    """The principal value of `tree` at `point`.

    Raises:
        UndefinedError: If there is none, or if a part is only for real numbers.
        InputError: If a variable has no value, or shapes do not fit.

    >>> from mvcalc_cli.language.tree import call, number
    >>> evaluate_complex(call("sqrt", number(-4)), {})
    2j
    """
    value = _Complexes(point, text).result(tree)
    if value.__class__ is tuple:
        raise InputError("a number is needed here, and this is a vector", place=place_of(tree, text))
    return _settled(complex(value))


class _Complexes(Pointwise):
    """Complex numbers; conditions are booleans."""

    def leaf(self, node: Tree) -> complex | Undefined:
        if node.kind == "boolean":
            return bool(node.value)
        if node.kind == "constant":
            return _CONSTANTS[str(node.value)]
        try:
            return complex(float(node.value))  # type: ignore[arg-type]
        except OverflowError:
            return Undefined(OVERFLOW, node)

    def whole(self, value: complex) -> int | None:
        real = complex(value)
        if real.imag or not math.isfinite(real.real) or real.real != math.floor(real.real):
            return None
        return int(real.real)

    def compute(self, node: Tree, operation: str, parts: Sequence[complex]) -> complex | Undefined:
        parts = [part if isinstance(part, bool) else _settled(complex(part)) for part in parts]
        function = _OPERATIONS.get(operation)
        try:
            value = function(*parts) if function else _real(operation, parts)
        except _OnlyReal:
            return Undefined(_REAL_ONLY.format(operation), node)
        except (ArithmeticError, ValueError) as error:
            return Undefined(_reason(operation, parts, error), node)
        if not isinstance(value, bool) and not cmath.isfinite(value) and all(map(cmath.isfinite, parts)):
            return Undefined(OVERFLOW, node)
        return value


class _OnlyReal(ValueError):  # noqa: N818 - never leaves this file
    """A function met a number that is not real."""


def _settled(value: complex) -> complex:
    """No negative zeros: −8 − 0i lies on the upper side of the cut, like −8."""
    return complex(value.real + 0.0, value.imag + 0.0)


def _reals(parts: Sequence[complex]) -> list[float]:
    if any(complex(part).imag for part in parts):
        raise _OnlyReal
    return [complex(part).real for part in parts]


def _real(operation: str, parts: Sequence[complex]) -> complex:
    """A function of real numbers, at complex numbers that are real."""
    row = ROWS.get(operation)
    if row is None:
        raise _OnlyReal
    values = _reals(parts)
    try:
        return complex(row.value(*values))
    except (ArithmeticError, ValueError) as error:
        raise ValueError(complaint(operation, tuple(values), error)) from error


def _reason(operation: str, parts: Sequence[complex], error: ArithmeticError | ValueError) -> str:
    if isinstance(error, OverflowError):
        return OVERFLOW
    if operation == "quotient":
        return "division by 0"
    if operation == "power":
        return "0 to a power that is not positive"
    if operation not in _OPERATIONS:
        return str(error)
    return f"{operation} of {said(parts[0].real) if not parts[0].imag else 'this number'}"


def _power(base: complex, exponent: complex) -> complex:
    if base == cmath.e:
        return cmath.exp(exponent)
    if exponent.imag == 0.0 and exponent.real.is_integer() and abs(exponent.real) <= _LARGEST_PRODUCT:
        return base ** int(exponent.real)
    return base**exponent


def _log(z: complex, base: complex | None = None) -> complex:
    return cmath.log(z) if base is None else cmath.log(z) / cmath.log(base)


def _on_real_cut(function: Function) -> Function:
    """asin, acos and atanh: beyond 1 the value from below, so that asin and atanh stay odd."""
    return lambda z: function(complex(z.real, -0.0) if z.imag == 0.0 and z.real > 1.0 else z)


def _on_imaginary_cut(function: Function) -> Function:
    """asinh and atan: below −i the value from the left."""
    return lambda z: function(complex(-0.0, z.imag) if z.real == 0.0 and z.imag < -1.0 else z)


def _of_reciprocal(function: Function) -> Function:
    return lambda z: function(_settled(1.0 / z))


def _sign(z: complex) -> complex:
    return z / abs(z) if z else z


def _compared(relation: str) -> Function:
    def compared(left: complex, right: complex) -> bool:
        low, high = _reals((left, right))
        return {"<": low < high, "<=": low <= high, ">": low > high, ">=": low >= high}[relation]

    return compared


def _sum(*terms: complex) -> complex:
    return complex(math.fsum(term.real for term in terms), math.fsum(term.imag for term in terms))


def _norm(*entries: complex) -> complex:
    return complex(math.hypot(*(abs(entry) for entry in entries)))


_CONSTANTS: Final[dict[str, complex]] = {"pi": cmath.pi, "e": cmath.e, "oo": complex(math.inf), "i": 1j}

_ASIN = _on_real_cut(cmath.asin)
_ACOS = _on_real_cut(cmath.acos)
_ATANH = _on_real_cut(cmath.atanh)
_ASINH = _on_imaginary_cut(cmath.asinh)
_ATAN = _on_imaginary_cut(cmath.atan)

_OPERATIONS: Final[dict[str, Function]] = {
    "sum": _sum,
    "negative": lambda z: -z,
    "product": lambda *factors: math.prod(factors),
    "quotient": lambda a, b: a / b,
    "power": _power,
    "=": lambda a, b: a == b,
    "!=": lambda a, b: a != b,
    **{relation: _compared(relation) for relation in ("<", "<=", ">", ">=")},
    "not": lambda a: not a,
    "det": lambda *entries: determinant(entries),
    "norm": _norm,
    "sin": cmath.sin,
    "cos": cmath.cos,
    "tan": cmath.tan,
    "sec": lambda z: 1.0 / cmath.cos(z),
    "csc": lambda z: 1.0 / cmath.sin(z),
    "cot": lambda z: 1.0 / cmath.tan(z),
    "asin": _ASIN,
    "acos": _ACOS,
    "atan": _ATAN,
    "asec": _of_reciprocal(_ACOS),
    "acsc": _of_reciprocal(_ASIN),
    "acot": lambda z: _ATAN(_settled(1.0 / z)) if z else complex(cmath.pi / 2),
    "sinh": cmath.sinh,
    "cosh": cmath.cosh,
    "tanh": cmath.tanh,
    "sech": lambda z: 1.0 / cmath.cosh(z),
    "csch": lambda z: 1.0 / cmath.sinh(z),
    "coth": lambda z: 1.0 / cmath.tanh(z),
    "asinh": _ASINH,
    "acosh": cmath.acosh,
    "atanh": _ATANH,
    "asech": _of_reciprocal(cmath.acosh),
    "acsch": _of_reciprocal(_ASINH),
    "acoth": lambda z: _ATANH(_settled(1.0 / z)) if z else complex(0.0, cmath.pi / 2),
    "exp": cmath.exp,
    "log": _log,
    "log2": lambda z: cmath.log(z) / math.log(2.0),
    "log10": cmath.log10,
    "sqrt": cmath.sqrt,
    "abs": lambda z: complex(abs(z)),
    "sign": _sign,
    "sigmoid": lambda z: 1.0 / (1.0 + cmath.exp(-z)),
    "softplus": lambda z: cmath.log(1.0 + cmath.exp(z)),
}
