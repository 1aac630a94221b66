"""Where functions of one argument are singular in the complex plane: the places nearest to a centre, exactly.

Those of an inverse function are those of its slope, which are on every sheet.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Final

from mvcalc_cli.calculus.exact import Exact, atom
from mvcalc_cli.calculus.exact_floats import as_floats
from mvcalc_cli.calculus.exact_powers import logarithm
from mvcalc_cli.calculus.exact_values import constant
from mvcalc_cli.calculus.signs import signed_value
from mvcalc_cli.language.tree import PI, E, Tree, variables

Value = Fraction | Exact
# The place as a complex number, its real and its imaginary part exactly.
Place = tuple[complex, Value, Value]
Places = Callable[[float], Sequence[Place]]

_NOTHING: Final = Fraction(0)


def _poles(offset: Fraction) -> Places:
    """The real poles (offset + k)·π on both sides of a centre."""

    def near(centre: float) -> list[Place]:
        k = math.floor(centre / math.pi - float(offset))
        turns = [offset + k + step for step in (-1, 0, 1, 2)]
        return [(complex(float(turn) * math.pi), atom(PI) * turn, _NOTHING) for turn in turns]

    return near


def _upright(*turns: Fraction, real: Value = _NOTHING) -> Places:
    """The poles real ± turns·π·i nearest to the real line."""
    places = [
        (complex(as_floats(real)[0], float(turn) * math.pi), real, atom(PI) * turn)
        for turn in dict.fromkeys(sign * turn for turn in turns for sign in (1, -1))
    ]
    return lambda _: places


def _at(*places: complex) -> Places:
    return lambda _: [(place, Fraction(place.real), Fraction(place.imag)) for place in map(complex, places)]


def _not_above(highest: int) -> Places:
    """The poles highest, highest − 1, …"""

    def near(centre: float) -> list[Place]:
        first = min(highest, math.floor(centre) + 2)
        return [(complex(place), Fraction(place), _NOTHING) for place in range(first, first - 4, -1)]

    return near


_HALF: Final = Fraction(1, 2)
_LEAST_OF_W: Final = (complex(-math.exp(-1)), -atom(E, -1), _NOTHING)

PLACES: Final[dict[str, Places]] = {
    "tan": _poles(_HALF),
    "sec": _poles(_HALF),
    "cot": _poles(_NOTHING),
    "csc": _poles(_NOTHING),
    "tanh": _upright(_HALF),
    "sech": _upright(_HALF),
    "coth": _upright(_NOTHING, Fraction(1)),
    "csch": _upright(_NOTHING, Fraction(1)),
    "sigmoid": _upright(Fraction(1)),
    "softplus": _upright(Fraction(1)),
    "atan": _at(1j, -1j),
    "asinh": _at(1j, -1j),
    "asin": _at(1, -1),
    "acos": _at(1, -1),
    "acosh": _at(1, -1),
    "atanh": _at(1, -1),
    "acoth": _at(1, -1),
    "asec": _at(1, -1),
    "acsc": _at(1, -1),
    "asech": _at(0, 1, -1),
    "acsch": _at(0),
    "gamma": _not_above(0),
    "factorial": _not_above(-1),
    "Ei": _at(0),
    "Ci": _at(0),
    "li": _at(0, 1),
    "W": lambda _: [_LEAST_OF_W],
}
_RECIPROCALS: Final = {"cos": "sec", "sin": "csc", "cosh": "sech", "sinh": "csch"}


def zeros_of(tree: Tree) -> tuple[Places, Tree] | None:
    """The zeros of g(u), all of them simple, and u: of sin(u), cos(u), …, a·e^u + b; None for anything else."""
    if tree.kind == "call" and tree.value in _RECIPROCALS:
        return PLACES[_RECIPROCALS[str(tree.value)]], tree.args[0]
    if tree.kind != "sum" or len(tree.args) != 2:
        return None
    fixed = [arg for arg in tree.args if not variables(arg)]
    parts = [_exponential(arg) for arg in tree.args if variables(arg)]
    if len(fixed) != 1 or parts[0] is None:
        return None
    factor, inner = parts[0]
    value = constant(fixed[0])
    if not isinstance(value, Fraction) or not value:
        return None
    ratio = -value / factor
    turns = (Fraction(0), Fraction(2)) if ratio > 0 else (Fraction(1),)
    return _upright(*turns, real=logarithm(abs(ratio))), inner


def _exponential(tree: Tree) -> tuple[Fraction, Tree] | None:
    """(a, u) for a·e^u."""
    if tree.kind == "negative":
        found = _exponential(tree.args[0])
        return None if found is None else (-found[0], found[1])
    if tree.kind == "product" and len(tree.args) == 2:
        factor, found = signed_value(tree.args[0]), _exponential(tree.args[1])
        return None if factor is None or not factor or found is None else (factor * found[0], found[1])
    if tree.kind == "power" and tree.args[0] == E:
        return Fraction(1), tree.args[1]
    return (Fraction(1), tree.args[0]) if tree.kind == "call" and tree.value == "exp" else None
