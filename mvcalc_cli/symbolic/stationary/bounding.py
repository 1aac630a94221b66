"""A box that holds the set of the constraints, by constraints that bound one variable or all of them."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any, Final

from mvcalc_cli.symbolic.stationary.constrained import Problem
from mvcalc_cli.symbolic.stationary.far import nearly_terms_of
from mvcalc_cli.symbolic.stationary.germ import Terms
from mvcalc_cli.symbolic.stationary.implied import polynomials
from mvcalc_cli.symbolic.stationary.points import Box

# A little wider, so that the border is inside to every digit.
_ROOM: Final = 1e-6
# Boxes wider than this are none.
_WIDEST: Final = 1e4

Line = dict[int, Fraction]


def bounding_box(asked: Problem) -> Box | None:
    """Spans that hold every point of the set, for the variables that are bounded so; None if none is.

    >>> from mvcalc_cli.language import parse
    >>> from mvcalc_cli.symbolic.stationary.constrained import problem
    >>> asked = problem(parse("x y").tree, [parse("x^2 + 4y^2 <= 4").tree], ["x", "y"], {})
    >>> {name: (round(low, 3), round(high, 3)) for name, (low, high) in bounding_box(asked).items()}
    {'x': (-2.0, 2.0), 'y': (-1.0, 1.0)}
    """
    spans = {name: (0.0 if asked.kinds.get(name) == "positive" else -math.inf, math.inf) for name in asked.names}
    sides = [terms for each in polynomials(asked, asked.names) if (terms := _terms(each, asked.names)) is not None]
    for _ in range(1 + len(asked.names)):  # what bounds one variable may bound others
        for terms in sides:
            for name, (low, high) in _spans(terms, asked.names, spans):
                spans[name] = max(spans[name][0], low), min(spans[name][1], high)
    found = {name: (low - _ROOM, high + _ROOM) for name, (low, high) in spans.items() if 0 <= high - low <= _WIDEST}
    return found or None


def _terms(expression: Any, names: Sequence[str]) -> Terms | None:
    """Exponents -> coefficient of a sum of terms of one variable each, constants such as π as fractions."""
    terms = nearly_terms_of(expression, names)
    return None if terms is None or any(sum(1 for power in m if power) > 1 for m in terms) else terms


def _spans(
    terms: Terms, names: Sequence[str], spans: Mapping[str, tuple[float, float]]
) -> Iterator[tuple[str, tuple[float, float]]]:
    """From Σ pᵢ(xᵢ) <= 0: pᵢ(xᵢ) <= −Σ of the least values that the others have in their spans."""
    lines: dict[int, Line] = {}
    level = 0.0
    for monomial, value in terms.items():
        place = next((k for k, power in enumerate(monomial) if power), None)
        if place is None:
            level += float(value)
        else:
            lines.setdefault(place, {})[sum(monomial)] = Fraction(value)
    least = {place: _least(line, spans[names[place]]) for place, line in lines.items()}
    for place, line in lines.items():
        room = -level - sum(value for other, value in least.items() if other != place)
        span = _below(line, room) if math.isfinite(room) else None
        if span is not None:
            yield names[place], span


def _least(line: Line, span: tuple[float, float]) -> float:
    """The least value that a polynomial without a constant has in a span, rounded down; −inf if it has none."""
    if set(line) == {1}:
        low = float(line[1]) * (span[0] if line[1] > 0 else span[1])
    elif max(line) % 2 or line[max(line)] < 0:
        return -math.inf
    else:
        slopes = {power - 1: power * value for power, value in line.items()}
        low = min((_value(line, at) for at in _real_roots(slopes)), default=0.0)
    return low - 1e-9 * (1 + abs(low)) if math.isfinite(low) else -math.inf


def _below(line: Line, room: float) -> tuple[float, float] | None:
    """The least interval that holds all x with p(x) <= room."""
    if set(line) == {1}:
        end = room / float(line[1])
        return (-math.inf, end) if line[1] > 0 else (end, math.inf)
    if max(line) % 2 or line[max(line)] < 0:
        return None
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
