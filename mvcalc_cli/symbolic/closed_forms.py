"""Short exact forms of numbers that are known to 60 digits: 2π/√3, √π/2, 3·log(2)/4."""

from __future__ import annotations

from fractions import Fraction
from typing import Any, Final

import sympy

from mvcalc_cli.language.tree import Tree
from mvcalc_cli.symbolic.digits import context
from mvcalc_cli.symbolic.from_sympy import from_sympy
from mvcalc_cli.symbolic.pieces import DIGITS

# Agreement to this is no coincidence: the forms tried are a few million.
_SAME: Final = 45
_MOST: Final = 5_000

_pi, _root_pi = sympy.pi, sympy.sqrt(sympy.pi)
# What a rational number may stand before, and what the root of one may.
_BASES: Final = (
    sympy.Integer(1), _pi, _root_pi, _pi**2, sympy.log(2), sympy.log(3), sympy.E, 1 / sympy.E, _pi * sympy.log(2),
    1 / _pi, _pi**3, _pi**4,
)  # fmt: skip
_ROOT_BASES: Final = (sympy.Integer(1), _pi, _root_pi, 1 / _pi)


def closed_form(value: Any) -> Tree | None:
    """A rational number times π, √π, π², log 2, e …, or the root of one times π; None if the value is none of these.

    >>> from mvcalc_cli.language.printers import line
    >>> mp = context(60)
    >>> line(closed_form(2 * mp.pi / mp.sqrt(3))), line(closed_form(mp.sqrt(mp.pi) / 2))
    ('2·√3·π/3', '√π/2')
    """
    mp = context(DIGITS)
    value = mp.mpf(value)
    for base in _BASES:
        found = _rational(value / _number(base))
        if found is not None:
            return from_sympy(sympy.Rational(found.numerator, found.denominator) * base)
    for base in _ROOT_BASES:
        found = _rational((value / _number(base)) ** 2)
        if found is not None:
            root = sympy.sqrt(sympy.Rational(found.numerator, found.denominator))
            return from_sympy((root if value > 0 else -root) * base)
    return None


def _number(base: Any) -> Any:
    return context(DIGITS).mpf(base.evalf(DIGITS + 5)._mpf_)


def _rational(value: Any) -> Fraction | None:
    """The fraction with a denominator up to 5,000 that agrees to 45 digits."""
    mp = context(DIGITS)
    if not mp.isfinite(value) or abs(value) > 1e9:
        return None
    close = Fraction(mp.nstr(value, DIGITS)).limit_denominator(_MOST)
    gap = abs(mp.mpf(close.numerator) / close.denominator - value)
    return close if gap <= mp.mpf(10) ** -_SAME * max(1, abs(value)) else None
