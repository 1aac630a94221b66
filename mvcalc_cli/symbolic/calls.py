"""The functions of the language and those of SymPy, side by side."""

from __future__ import annotations

from collections.abc import Callable
from functools import reduce
from typing import Any, Final

import sympy

from mvcalc_cli.symbolic import sizes

Build = Callable[..., Any]

# Roots of polynomials of a higher degree are not isolated.
MOST_DEGREE: Final = 50


def power(base: Any, exponent: Any) -> Any:
    """base^exponent, refused when its exact value would be too long."""
    if not isinstance(base, sympy.MatrixBase):
        sizes.check_power(base, exponent)
    return base**exponent


class gcd(sympy.Function):  # type: ignore[misc]  # noqa: N801 - SymPy names its functions so
    """The greatest common divisor of integers; SymPy's own takes symbols for polynomials."""

    nargs = None
    is_integer = True
    is_nonnegative = True

    @classmethod
    def eval(cls, *arguments: Any) -> Any:
        """A number where all arguments are integers."""
        if all(isinstance(argument, sympy.Integer) for argument in arguments):
            return reduce(sympy.igcd, arguments)
        return None


def real_root(radicand: Any, degree: Any) -> Any:
    """The real n-th root: sign(u)·|u|^(1/n) for odd n.

    SymPy's own real_root gives the same for a real u and a Piecewise full of im(u) for any other; this
    form is one product, which SymPy differentiates, cubes back to u, and solves.

    >>> real_root(sympy.Integer(-8), sympy.Integer(3))
    -2
    """
    exponent = 1 / degree
    sizes.check_power(radicand, exponent)
    if not (isinstance(degree, sympy.Integer) and degree % 2) or radicand.is_nonnegative:
        return radicand**exponent
    return sympy.sign(radicand) * sympy.Abs(radicand) ** exponent


def _logarithm(value: Any, base: Any = None) -> Any:
    return sympy.log(value) if base is None else sympy.log(value, base)


def _root_of(polynomial: Any, index: Any) -> Any:
    if len(polynomial.free_symbols) != 1 or not polynomial.is_polynomial():
        raise ValueError("RootOf needs a polynomial in one variable")
    sizes.check_degree(polynomial, MOST_DEGREE)
    # The variable is bound: the roots do not depend on what is known of it elsewhere.
    (variable,) = polynomial.free_symbols
    return sympy.CRootOf(polynomial.xreplace({variable: sympy.Symbol(variable.name)}), int(index))


# Functions that both call the same, in the order of their arguments too.
_SAME: Final[dict[str, Build]] = {
    made.__name__: made
    for made in (
        *(sympy.sin, sympy.cos, sympy.tan, sympy.sec, sympy.csc, sympy.cot),
        *(sympy.asin, sympy.acos, sympy.atan, sympy.asec, sympy.acsc, sympy.acot, sympy.atan2),
        *(sympy.sinh, sympy.cosh, sympy.tanh, sympy.sech, sympy.csch, sympy.coth),
        *(sympy.asinh, sympy.acosh, sympy.atanh, sympy.asech, sympy.acsch, sympy.acoth),
        *(sympy.sign, sympy.floor, sympy.erf, sympy.erfc, sympy.erfi, sympy.Ei, sympy.Si, sympy.Ci, sympy.li),
        *(sympy.factorial, sympy.binomial, sympy.gamma, sympy.beta, sympy.polygamma, gcd),
    )
}
# And those that SymPy calls otherwise.
_RENAMED: Final[dict[str, Build]] = {
    "abs": sympy.Abs,
    "ceil": sympy.ceiling,
    "min": sympy.Min,
    "max": sympy.Max,
    "mod": sympy.Mod,
    "W": sympy.LambertW,
}
_FUNCTIONS: Final[dict[str, Build]] = {
    **_SAME,
    **_RENAMED,
    "sqrt": sympy.sqrt,
    "exp": lambda u: power(sympy.E, u),
    "log": _logarithm,
    "log2": lambda u: sympy.log(u, 2),
    "log10": lambda u: sympy.log(u, 10),
    "cbrt": lambda u: real_root(u, sympy.Integer(3)),
    "root": real_root,
    "relu": lambda u: sympy.Max(0, u),
    "sigmoid": lambda u: 1 / (1 + sympy.exp(-u)),
    "softplus": lambda u: sympy.log(1 + sympy.exp(u)),
    "RootOf": _root_of,
}
_FACTORIAL_LIKE: Final = frozenset({"factorial", "binomial", "gamma", "beta", "polygamma"})
_EXACT: Final = frozenset({"abs", "sign", "floor", "ceil", "min", "max", "mod", "gcd", "relu"})


def build(name: str, arguments: list[Any]) -> Any:
    """The SymPy node of a call.

    Raises:
        TooLong: If its value would be too long.
        ValueError: If it does not take these arguments.
    """
    make = _FUNCTIONS.get(name)
    if make is None:
        raise ValueError(f"{name} needs its vectors written out, as in {name}([x, y], [1, 2])")
    if any(isinstance(argument, sympy.MatrixBase) for argument in arguments):
        raise ValueError(f"{name} takes numbers, not vectors")
    if name in _FACTORIAL_LIKE:
        sizes.check_factorial(*arguments)
    if name in _EXACT:
        sizes.check_rounding(*arguments)
    elif name != "RootOf":
        sizes.check_argument(*arguments)
    return make(*arguments)


# Class of SymPy -> name in the language.
NAMES: Final[dict[Any, str]] = {made: name for name, made in (_SAME | _RENAMED | {"log": sympy.log}).items()}
