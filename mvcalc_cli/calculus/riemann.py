"""Riemann sums: an area by rectangles, trapezia or parabolas, and how fast the sum comes to the integral."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final, Literal, NamedTuple

from mvcalc_cli.calculus.lower import lower
from mvcalc_cli.calculus.tape import Program, program
from mvcalc_cli.calculus.undefined import said
from mvcalc_cli.errors import DomainError
from mvcalc_cli.language.tree import Tree

Kind = Literal["left", "right", "mid", "trapezium", "simpson"]

MOST_TERMS: Final = 1_000_000
_CHUNK: Final = 20_000
# Where in its interval a term looks at the function, and with which weight.
_NODES: Final[dict[str, tuple[tuple[float, float], ...]]] = {
    "left": ((0.0, 1.0),),
    "right": ((1.0, 1.0),),
    "mid": ((0.5, 1.0),),
    "trapezium": ((0.0, 0.5), (1.0, 0.5)),
    "simpson": ((0.0, 1 / 6), (0.5, 4 / 6), (1.0, 1 / 6)),
}


class Sum(NamedTuple):
    """A Riemann sum.

    Attributes:
        terms: How many intervals.
        value: The sum.
        error: Sum − integral; nan where the integral is not known.
        order: log₂ of the ratio of the errors of half the terms and of these: 1 for left, 2 for mid; nan for the first.
    """

    terms: int
    value: float
    error: float = math.nan
    order: float = math.nan


class Strips(NamedTuple):
    """A range cut into strips of one width.

    Attributes:
        tree: An expression of one variable.
        name: The variable.
        low: Where the strips begin, finite.
        high: Where they end; below `low` the sum changes its sign.
        terms: How many there are.
        kind: left, right, mid, trapezium or simpson.
    """

    tree: Tree
    name: str
    low: float
    high: float
    terms: int
    kind: str = "mid"

    @property
    def width(self) -> float:
        """Of one strip, with its sign."""
        return (self.high - self.low) / self.terms

    @property
    def compiled(self) -> Program:
        """The function, ready for many points."""
        return program(lower(self.tree), (self.name,))


def riemann_sum(strips: Strips) -> float:
    """The sum of the strips; Simpson's looks at the middle of each as well.

    Raises:
        DomainError: If the function has no value where the sum looks at it.

    >>> from mvcalc_cli.language import parse
    >>> tenths = Strips(parse("x^2").tree, "x", 0, 1, 10)
    >>> [round(riemann_sum(tenths._replace(kind=kind)), 6) for kind in ("left", "right", "mid", "trapezium", "simpson")]
    [0.285, 0.385, 0.3325, 0.335, 0.333333]
    """
    _, name, low, high, terms, kind = strips
    compiled, width = strips.compiled, strips.width
    totals = []
    for start in range(0, terms, _CHUNK):
        chunk = range(start, min(start + _CHUNK, terms))
        for node, weight in _NODES[kind]:
            xs = [high if k + node == terms else low + (k + node) * width for k in chunk]
            totals.append(weight * math.fsum(_values(compiled, name, xs, kind)))
    return math.fsum(totals) * width


def _values(compiled: Program, name: str, xs: Sequence[float], kind: str) -> Sequence[float]:
    ys = compiled.values([xs], len(xs))
    if not all(map(math.isfinite, ys)):
        x = next(x for x, y in zip(xs, ys, strict=True) if not math.isfinite(y))
        raise DomainError(
            f"the integrand has no value at {name} = {said(x)}, where the sum needs one",
            hint="with another number of terms the point is none of them"
            if kind == "mid"
            else "--kind mid does not look at the ends",
        )
    return ys


def refined(strips: Strips, integral: float) -> list[Sum]:
    """The sums of n, 2n and 4n terms, their errors, and the order in which these fall.

    >>> from mvcalc_cli.language import parse
    >>> [round(one.order, 2) for one in refined(Strips(parse("x^2").tree, "x", 0, 1, 10), 1 / 3)][1:]
    [2.0, 2.0]
    """
    found: list[Sum] = []
    for count in (strips.terms, 2 * strips.terms, 4 * strips.terms):
        value = riemann_sum(strips._replace(terms=count))
        error = value - integral
        # What rounding leaves has no order, and a double can say no more.
        noise = abs(error) <= 1e-13 * max(abs(value), abs(integral))
        before = found[-1].error if found else math.nan
        order = math.log2(abs(before / error)) if error and before and not noise else math.nan
        found.append(Sum(count, value, error, order))
    return found


def outlines(strips: Strips) -> tuple[tuple[tuple[float, float], ...], ...]:
    """What the terms stand for, as closed outlines: rectangles, trapezia, areas under parabolas.

    >>> from mvcalc_cli.language import parse
    >>> outlines(Strips(parse("x^2").tree, "x", 0, 1, 1, "trapezium"))
    (((0.0, 0.0), (0.0, 0.0), (1.0, 1.0), (1.0, 0.0)),)
    """
    compiled, low, width = strips.compiled, strips.low, strips.width
    found = []
    for k in range(strips.terms):
        a, b = low + k * width, low + (k + 1) * width
        top = _top(compiled, a, b, strips.kind)
        found.append(((float(a), 0.0), *top, (float(b), 0.0)))
    return tuple(found)


def _top(compiled: Program, a: float, b: float, kind: str) -> list[tuple[float, float]]:
    """The upper edge of one term."""
    if kind in {"left", "right", "mid"}:
        height = compiled.value([a + (b - a) * _NODES[kind][0][0]])
        return [(float(a), height), (float(b), height)]
    left, right = compiled.value([a]), compiled.value([b])
    if kind == "trapezium":
        return [(float(a), left), (float(b), right)]
    middle = compiled.value([(a + b) / 2])
    return [(a + (b - a) * t, _parabola(left, middle, right, t)) for t in (j / 8 for j in range(9))]


def _parabola(left: float, middle: float, right: float, t: float) -> float:
    """Through (0, left), (½, middle), (1, right)."""
    return left * (1 - t) * (1 - 2 * t) + middle * 4 * t * (1 - t) + right * t * (2 * t - 1)
