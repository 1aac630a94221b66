"""The functions of the language at 30 digits, with mpmath."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from math import gcd
from typing import Any, Final

from mvcalc_cli.symbolic.arithmetic import SPARE_DIGITS, Arithmetic, Number, Unmeasured


def apply(m: Arithmetic, name: str, arguments: list[Number]) -> Number:
    """The value of a function; ValueError or ZeroDivisionError where it has none."""
    if name in _EXACT:
        return _EXACT[name](m, arguments)
    rule = _SPECIAL.get(name)
    if rule is None and name not in _PLAIN:
        raise Unmeasured
    factorial = name in _FACTORIAL_LIKE
    if name not in _SLOW and any(m.too_large(argument, factorial=factorial) for argument in arguments):
        raise Unmeasured
    if name in _DECIDED_NEAR_ONE and not isinstance(arguments[0], Fraction):
        m.near_zero(abs(arguments[0]) - 1, 1)
    values = [m.real(argument) for argument in arguments]
    value = rule(m.mp, *values) if rule else getattr(m.mp, _PLAIN[name])(*values)
    # sin(2π) is what rounding left of 2π, not a value.
    if name in _PERIODIC and not isinstance(arguments[0], Fraction) and m.near_zero(value, abs(values[0])):
        return Fraction(0)
    return value


def _reciprocal(name: str) -> Callable[[Any, Any], Any]:
    return lambda mp, x: 1 / _clean(mp, getattr(mp, name)(x), x)


def _clean(mp: Any, value: Any, argument: Any) -> Any:
    """0 where sin or cos vanish but for rounding, so that 1/sin(π) is undefined."""
    return mp.zero if abs(value) <= mp.mpf(10) ** (SPARE_DIGITS - mp.dps) * abs(argument) else value


def _real_root(m: Arithmetic, arguments: list[Number]) -> Number:
    radicand, degree = (arguments[0], m.whole(arguments[1]))
    if m.is_complex(radicand):
        raise ValueError
    if degree == 0:
        raise ValueError
    if radicand == 0:
        return power_of_zero(m, degree)
    odd = isinstance(degree, Fraction) and degree.denominator == 1 and degree.numerator % 2 == 1
    if radicand < 0 and not odd:
        raise ValueError
    size = m.whole(m.mp.exp(m.mp.log(abs(m.real(radicand))) / m.real(degree)))
    return -size if radicand < 0 else size


def power_of_zero(m: Arithmetic, exponent: Number) -> Number:
    """0^exponent: 0, or an error for a negative exponent."""
    if m.real(exponent).real < 0:
        raise ZeroDivisionError
    return Fraction(0)


def _only_real(values: list[Number], m: Arithmetic) -> list[Number]:
    if any(m.is_complex(value) for value in values):
        raise ValueError
    return values


def _sign(m: Arithmetic, arguments: list[Number]) -> Number:
    (value,) = _only_real(arguments, m)
    return Fraction((value > 0) - (value < 0))


def _rounded(name: str) -> Callable[[Arithmetic, list[Number]], Number]:
    def value(m: Arithmetic, arguments: list[Number]) -> Number:
        (argument,) = _only_real(arguments, m)
        if not isinstance(argument, Fraction):
            # An evaluation that stops where digits are lost stops here: rounding decides between two whole numbers.
            m.near_zero(argument - m.mp.nint(argument), abs(argument))
        exact = m.whole(argument)
        if isinstance(exact, Fraction):
            return exact.__floor__() if name == "floor" else exact.__ceil__()
        if abs(exact) >= 10**m.mp.dps:
            raise Unmeasured
        return Fraction(int(getattr(m.mp, name)(exact)))

    return value


def _extreme(m: Arithmetic, values: list[Number], choose: Callable[..., Number]) -> Number:
    found = choose(values, key=m.real)
    for value in values:
        if value is not found and not (isinstance(value, Fraction) and isinstance(found, Fraction)):
            m.near_zero(m.real(value) - m.real(found), abs(m.real(found)))  # an open evaluation stops here
    return found


def _mod(m: Arithmetic, arguments: list[Number]) -> Number:
    x, modulus = _only_real(arguments, m)
    if isinstance(x, Fraction) and isinstance(modulus, Fraction):
        return x % modulus
    turns = _rounded("floor")(m, [m.real(x) / m.real(modulus)])
    rest = m.real(x) - m.real(Fraction(turns)) * m.real(modulus)
    return Fraction(0) if m.near_zero(rest, abs(m.real(x))) else rest


def _gcd(m: Arithmetic, arguments: list[Number]) -> Number:
    values = [m.whole(argument) for argument in arguments]
    if not all(isinstance(value, Fraction) and value.denominator == 1 for value in values):
        raise ValueError
    return gcd(*(value.numerator for value in values))


def _softplus(mp: Any, x: Any) -> Any:
    return mp.log1p(mp.exp(x))


def _logarithm(mp: Any, x: Any, base: Any = None) -> Any:
    if x == 0:
        raise ValueError
    return mp.log(x) if base is None else mp.log(x) / mp.log(base)


def _atan2(mp: Any, y: Any, x: Any) -> Any:
    if x == 0 and y == 0:
        raise ValueError
    return mp.atan2(y, x)


_EXACT: Final[dict[str, Callable[[Arithmetic, list[Number]], Number]]] = {
    "abs": lambda _, arguments: abs(arguments[0]),
    "sign": _sign,
    "floor": _rounded("floor"),
    "ceil": _rounded("ceil"),
    "min": lambda m, arguments: _extreme(m, _only_real(arguments, m), min),
    "max": lambda m, arguments: _extreme(m, _only_real(arguments, m), max),
    "relu": lambda m, arguments: max(Fraction(0), *_only_real(arguments, m), key=m.real),
    "mod": _mod,
    "gcd": _gcd,
    "cbrt": lambda m, arguments: _real_root(m, [arguments[0], Fraction(3)]),
    "root": _real_root,
}
_SAME: Final = (
    *("sin", "cos", "tan", "asin", "acos", "atan", "sinh", "cosh", "tanh", "sech", "asinh", "acosh", "atanh", "asech"),
    *("asec", "acsc", "acsch", "acoth", "sqrt", "exp", "gamma", "beta", "binomial", "factorial", "erf", "erfc"),
    *("erfi", "li"),
)
# Name in the language -> name in mpmath.
_PLAIN: Final[dict[str, str]] = {
    **{name: name for name in _SAME},
    "Ei": "ei",
    "Si": "si",
    "Ci": "ci",
    "polygamma": "psi",
}
_SPECIAL: Final[dict[str, Callable[..., Any]]] = {
    "sec": _reciprocal("cos"),
    "csc": _reciprocal("sin"),
    "cot": lambda mp, x: mp.cos(x) / _clean(mp, mp.sin(x), x),
    "tan": lambda mp, x: mp.sin(x) / _clean(mp, mp.cos(x), x),
    "csch": lambda mp, x: 1 / mp.sinh(x),
    "coth": lambda mp, x: 1 / mp.tanh(x),
    "acot": lambda mp, x: mp.atan(1 / x) if x else mp.pi / 2,
    "log": _logarithm,
    "log2": lambda mp, x: _logarithm(mp, x, mp.mpf(2)),
    "log10": lambda mp, x: _logarithm(mp, x, mp.mpf(10)),
    "atan2": _atan2,
    "sigmoid": lambda mp, x: 1 / (1 + mp.exp(-x)),
    "softplus": _softplus,
    "W": lambda mp, x, branch=0: mp.lambertw(x, int(branch)),
}
_PERIODIC: Final = frozenset({"sin", "cos", "tan", "cot"})
# log(1 + t) is t, as far as 1 + t still holds t.
_DECIDED_NEAR_ONE: Final = frozenset({"log", "log2", "log10", "acos", "acosh", "asec", "asech", "atanh", "acoth"})
_FACTORIAL_LIKE: Final = frozenset({"factorial", "gamma", "beta", "binomial", "polygamma"})
# Functions that grow so slowly that no argument is too large.
_SLOW: Final = frozenset({"log", "log2", "log10", "sqrt", "asinh", "acosh", "atan", "acot", "W"})
