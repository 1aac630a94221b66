"""Arctangents of tangents made continuous: atan(c·tan θ + d) jumps at the poles of tan θ, its integral does not."""

from __future__ import annotations

from typing import Any

import sympy
from sympy import atan, cos, sin, tan


def smooth(value: Any) -> Any:
    """The same derivative without the jumps.

    atan(c·tan θ + d) − θ is the arctangent of a quotient whose denominator has no zero (if d² < 4c), by the
    formula for the tangent of a difference.

    >>> x = sympy.Symbol("x", real=True)
    >>> smooth(atan(2 * tan(x)))
    x + atan(sin(2*x)/(3 - cos(2*x)))
    """
    return value.replace(lambda e: isinstance(e, atan), _arctangent)


def _arctangent(whole: Any) -> Any:
    argument = whole.args[0]
    tangents = list(argument.atoms(tan))
    if len(tangents) != 1:
        return atan(argument)
    (t,) = tangents
    c = _slope(argument, t)
    if c is None:
        return atan(argument)
    d = _short(argument.subs(t, 0))
    if c.is_negative:
        return -_continued(-c, -d, t.args[0], argument)
    if c.is_positive:
        return _continued(c, d, t.args[0], argument)
    return atan(argument)


def _slope(argument: Any, t: Any) -> Any:
    """c of c·t + d; None for anything else."""
    letter = sympy.Dummy("t")
    slope = sympy.diff(argument.subs(t, letter), letter)
    return None if slope.has(letter) or slope.has(tan) else _short(slope)


def _short(value: Any) -> Any:
    """A shorter form; for a number without SymPy's `simplify`, whose imports alone take as long as the whole search."""
    return sympy.simplify(value) if value.free_symbols else sympy.radsimp(value)


def _continued(c: Any, d: Any, theta: Any, argument: Any) -> Any:
    if not (d**2 - 4 * c).is_negative:
        return atan(argument) if argument.coeff(tan(theta)) == c else -atan(argument)
    s, k = sin(2 * theta), cos(2 * theta)
    top = sympy.radsimp(c - 1) * s + d * (1 + k)
    if top == 0:
        return theta
    bottom = sympy.expand(c + 1) + d * s + sympy.expand(1 - c) * k
    return theta + atan(top / bottom)
