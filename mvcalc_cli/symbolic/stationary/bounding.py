"""A box that holds the set of the constraints, by constraints that bound one variable or all of them."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Final

from mvcalc_cli.errors import MvcalcError
from mvcalc_cli.language.tree import negative
from mvcalc_cli.symbolic.stationary.constrained import Problem
from mvcalc_cli.symbolic.stationary.far import terms_of
from mvcalc_cli.symbolic.stationary.points import Box

# A little wider, so that the border is inside to every digit.
_ROOM: Final = 1e-6
# Boxes wider than this are none.
_WIDEST: Final = 1e4

_SECONDS: Final = 0.5

Line = dict[int, Fraction]


def bounding_box(asked: Problem) -> Box | None:
    """Spans that hold every point of the set; None if a variable is not bounded so.

    >>> from mvcalc_cli.language import parse
    >>> from mvcalc_cli.symbolic.stationary.constrained import problem
    >>> asked = problem(parse("x y").tree, [parse("x^2 + 4y^2 <= 4").tree], ["x", "y"], {})
    >>> {name: (round(low, 3), round(high, 3)) for name, (low, high) in bounding_box(asked).items()}
    {'x': (-2.0, 2.0), 'y': (-1.0, 1.0)}
    """
    spans = dict.fromkeys(asked.names, (-math.inf, math.inf))
    for each in asked.constraints:
        for way in (1, -1) if not each.side else (each.side,):
            for name, (low, high) in _spans(each.g if way > 0 else negative(each.g), asked.names):
                spans[name] = max(spans[name][0], low), min(spans[name][1], high)
    if any(high - low > _WIDEST or high < low for low, high in spans.values()):
        return None
    return {name: (low - _ROOM, high + _ROOM) for name, (low, high) in spans.items()}


def _spans(g: object, names: Sequence[str]) -> Iterator[tuple[str, tuple[float, float]]]:
    """From g = Σ pᵢ(xᵢ) <= 0, each pᵢ with a least value: pᵢ(xᵢ) <= −Σ of the others' least values."""
    from mvcalc_cli.symbolic.bridge import to_sympy

    try:
        terms = terms_of(to_sympy(g), names)  # type: ignore[arg-type]
    except MvcalcError:
        return
    if terms is None or any(sum(1 for power in m if power) > 1 for m in terms):
        return
    lines: dict[int, Line] = {}
    level = Fraction(0)
    for monomial, value in terms.items():
        place = next((k for k, power in enumerate(monomial) if power), None)
        if place is None:
            level += Fraction(value)
        else:
            lines.setdefault(place, {})[sum(monomial)] = Fraction(value)
    if len(lines) == 1:
        ((place, line),) = lines.items()
        if set(line) == {1}:
            end = float(-level / line[1])
            yield names[place], ((-math.inf, end) if line[1] > 0 else (end, math.inf))
            return
    if any(max(line) % 2 or line[max(line)] < 0 for line in lines.values()):
        return
    least = {place: _least(line) for place, line in lines.items()}
    for place, line in lines.items():
        room = -float(level) - sum(value for other, value in least.items() if other != place)
        span = _below(line, room)
        if span is not None:
            yield names[place], span


def _least(line: Line) -> float:
    """The least value of a polynomial without a constant, of even degree and rising, rounded down."""
    slopes = {power - 1: power * value for power, value in line.items()}
    low = min((_value(line, at) for at in _real_roots(slopes)), default=0.0)
    return low - 1e-9 * (1 + abs(low))


def _below(line: Line, room: float) -> tuple[float, float] | None:
    """The least interval that holds all x with p(x) <= room."""
    ends = _real_roots({**line, 0: -Fraction(room)})
    return (min(ends), max(ends)) if ends else None


def _value(line: Line, at: float) -> float:
    return sum(float(value) * at**power for power, value in line.items())


def _real_roots(line: Line) -> list[float]:
    """Where a polynomial is 0, nearly real places too; each once."""
    import sympy

    letter = sympy.Dummy()
    terms = [sympy.Rational(value.numerator, value.denominator) * letter**power for power, value in line.items()]
    poly = sympy.Poly(sympy.Add(*terms), letter)
    if poly.degree() < 1:
        return []
    found = poly.sqf_part().nroots(n=20, maxsteps=200)
    return [float(sympy.re(root)) for root in found if abs(sympy.im(root)) < 1e-6 * (1 + abs(root))]
