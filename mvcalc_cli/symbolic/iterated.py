"""Integrals over several ranges, from the inside out: exact where each step is, checked by nested quadrature.

The first range typed is the outermost. A range whose ends use another variable stands inside that variable's, whatever
the order typed.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any, Final, NamedTuple

from mvcalc_cli.calculus.check import Check
from mvcalc_cli.calculus.lower import lower
from mvcalc_cli.calculus.tape import Program, program
from mvcalc_cli.errors import ContradictedError, InputError, MvcalcError, NumericError
from mvcalc_cli.language.tree import Tree, as_variable, substitute, variables
from mvcalc_cli.symbolic import clock
from mvcalc_cli.symbolic.definite import Definite, by_numbers, candidates, compared, shortened
from mvcalc_cli.symbolic.fundamental import Integral
from mvcalc_cli.symbolic.gauss import Area, adaptive
from mvcalc_cli.symbolic.quadrature import Quadrature, end_value, quadrature

Kinds = Mapping[str, str]

_EXACT_SECONDS: Final = 5.0
_NUMERIC_SECONDS: Final = 2.5
_TOLERANCES: Final = {1: 1e-13, 2: 1e-10, 3: 1e-6}
_MOST_INNER: Final = 3_000
MOST_RANGES: Final = 6
_SAMPLES: Final = 8
# Nested quadrature worse than this confirms nothing.
_COARSE: Final = 2e-5
_ENOUGH: Final = 3


def ordered(ranges: Sequence[Any]) -> tuple[Any, ...]:
    """The ranges, outermost first: as typed, but for those whose ends wait for another variable.

    Raises:
        InputError: If ends depend on each other in a circle, or on the range's own variable.
    """
    names = {one.name for one in ranges}
    waiting: list[Any] = list(ranges)
    found: list[Any] = []
    while waiting:
        known = {one.name for one in found}
        ready = [one for one in waiting if _needs(one) & names <= known]
        if not ready:
            circle = " and ".join(one.name for one in waiting)
            raise InputError(
                f"the ranges of {circle} wait for each other: an end may use the variables of outer ranges alone",
                place=waiting[0].place,
                hint="as in --over x=0..1,y=0..x",
            )
        found.append(ready[0])
        waiting.remove(ready[0])
    return tuple(found)


def _needs(one: Any) -> set[str]:
    return set(variables(one.low)) | set(variables(one.high))


def iterated(tree: Tree, ranges: Sequence[Any], kinds: Kinds | None = None, *, numeric: bool = False) -> Definite:
    """The integral over several ranges, given outermost first.

    Args:
        tree: The integrand, a scalar.
        ranges: Names and ends, as `ordered` gives them.
        kinds: What is declared of the variables.
        numeric: Do not look for an exact value.
    """
    tree, kinds = lower(tree), kinds or {}
    letters = {*variables(tree), *(name for one in ranges for name in _needs(one))} - {one.name for one in ranges}
    stages = () if numeric else exactly(tree, ranges, {**_signs(ranges), **kinds})
    exact = stages[-1] if len(stages) == len(ranges) else None
    if letters:
        if exact is None:
            raise NumericError("no exact value is known to me", hint=f"with numbers: --let {sorted(letters)[0]}=2")
        return _with_letters(exact, tree, ranges, tuple(sorted(letters)), kinds)
    measured = nested(tree, ranges)
    sampled = None
    if measured.outcome != "converges" or measured.error > _COARSE * measured.scale:
        sampled = one_by_one((tree, *stages), ranges)
        if sampled.outcome == "diverges":
            return Definite("diverges", reason=sampled.reason, sign=sampled.sign)
    if exact is not None:
        verdict, value = compared(exact, measured)
        if verdict.verdict == "unchecked" and sampled is not None and sampled.check is not None:
            verdict = sampled.check
        if verdict.verdict != "contradicted":
            return Definite("value", shortened(exact, value), value, None, "antiderivative", check=verdict)
        if measured.error < 1e-5 * measured.scale:
            from mvcalc_cli.symbolic.definite import contradicted

            raise contradicted(exact, value, measured)
    return by_numbers(measured)


def _with_letters(exact: Tree, tree: Tree, ranges: Sequence[Any], letters: tuple[str, ...], kinds: Kinds) -> Definite:
    """Tried at sampled values of the letters; the conditions under which it holds.

    Raises:
        ContradictedError: If no condition makes it right.
    """
    from mvcalc_cli.symbolic.parametric import Sample, conditions_of, points, signed

    samples = []
    for point, _ in zip(points(letters, kinds), range(_SAMPLES), strict=False):
        put_in = {as_variable(name): signed(value) for name, value in point.items()}
        there = [one._replace(low=substitute(one.low, put_in), high=substitute(one.high, put_in)) for one in ranges]
        verdict = compared(substitute(exact, put_in), nested(substitute(tree, put_in), there))[0].verdict
        told = {"agrees": "agrees", "contradicted": "differs", "unchecked": "unknown"}[verdict]
        samples.append(Sample(point, told))  # type: ignore[arg-type]
    where = conditions_of(samples, letters)
    if where is None:
        raise ContradictedError("an exact value was found, but quadrature at sampled values contradicts it")
    agree = sum(1 for one in samples if one.found == "agrees")
    check = Check("agrees" if agree >= _ENOUGH else "unchecked", "quadrature", None, agree)
    return Definite("value", exact, method="antiderivative", check=check, where=where)


def exactly(tree: Tree, ranges: Sequence[Any], kinds: Kinds) -> tuple[Tree, ...]:
    """From the inside out, each time the first exact value that is found; as many values as were found."""
    until = clock.deadline(_EXACT_SECONDS)
    stages: list[Tree] = []
    for place, one in enumerate(reversed(ranges)):
        left = clock.left(until) / (len(ranges) - place)
        found = (
            next(iter(candidates(Integral(tree, one.name, one.low, one.high, kinds), left)), None) if left > 0 else None
        )
        if found is None or found.where:
            break
        tree = found.value
        stages.append(tree)
    return tuple(stages)


def one_by_one(stages: Sequence[Tree], ranges: Sequence[Any]) -> Definite:
    """Each single integral by quadrature, at sampled values of the variables outside it.

    Args:
        stages: The integrand, then the values that were found of the integrals, the innermost first.
        ranges: Names and ends, outermost first.

    Returns:
        "diverges" where one of them does at every sample; else "undecided", with a verdict if all values stood.

    Raises:
        UndefinedPartError: If an integrand has no value on a part of its range.
    """
    from mvcalc_cli.symbolic.parametric import signed

    compared_, verdicts = 0, []
    for place, tree in enumerate(stages[: len(ranges)]):
        outer, one = ranges[: len(ranges) - 1 - place], ranges[len(ranges) - 1 - place]
        found, points = [], _inner_points(outer)
        for point in points:
            put_in = {as_variable(name): signed(value) for name, value in point}
            low, high = (end_value(substitute(end, put_in)) for end in (one.low, one.high))
            measured = quadrature(substitute(tree, put_in), one.name, low, high, seconds=0.4)
            found.append(measured)
            if place + 1 < len(stages) and measured.outcome == "converges":
                verdicts.append(compared(substitute(stages[place + 1], put_in), measured)[0].verdict)
        if all(measured.outcome == "diverges" for measured in found):
            return Definite(
                "diverges", reason=_inside(one.name, points[0]) + found[0].reason, sign=0 if outer else found[0].sign
            )
        compared_ += len(found)
    stands = len(stages) > len(ranges) and len(verdicts) == compared_ and set(verdicts) == {"agrees"}
    return Definite("undecided", check=Check("agrees", "quadrature", None, len(verdicts)) if stands else None)


def _inside(name: str, point: Sequence[tuple[str, Fraction]]) -> str:
    """Which of the integrals it is: "the inner one over y, with x = 0.37 as an example: "."""
    example = ", ".join(f"{letter} = {float(value):.4g}" for letter, value in point).replace("-", "−")
    return f"the inner integral over {name}, for example with {example}: " if point else ""


def _inner_points(outer: Sequence[Any]) -> list[tuple[tuple[str, Fraction], ...]]:
    """Values of the outer variables inside their ranges."""
    from mvcalc_cli.symbolic.parametric import signed

    found = []
    for share in (Fraction(37, 100), Fraction(59, 100), Fraction(83, 100)) if outer else (Fraction(1, 2),):
        point: dict[str, Fraction] = {}
        for turn, one in enumerate(outer):
            put_in = {as_variable(name): signed(value) for name, value in point.items()}
            low, high = (float(end_value(substitute(end, put_in))) for end in (one.low, one.high))
            part = float(share + Fraction(turn * 7, 100))
            point[one.name] = Fraction(_between(low, high, part)).limit_denominator(1_000)
        found.append(tuple(point.items()))
    return found


def _between(low: float, high: float, part: float) -> float:
    """A point of a range, which may be infinite."""
    if math.isinf(low) and math.isinf(high):
        return (2 * part - 1) / (part * (1 - part))
    if math.isinf(low) or math.isinf(high):
        reach = part / (1 - part)
        return high - reach if math.isinf(low) else low + reach
    return low + (high - low) * part


def _signs(ranges: Sequence[Any]) -> dict[str, str]:
    """Outer variables that run from 0 or more upwards are positive: roots of squares may be taken."""
    found = {}
    for one in ranges:
        try:
            if min(end_value(one.low), end_value(one.high)) >= 0:
                found[one.name] = "positive"
        except (MvcalcError, AttributeError):
            continue
    return found


# --- nested quadrature -----------------------------------------------------------------------------


class _Level(NamedTuple):
    """One range, its ends as functions of the outer variables."""

    low: Program
    high: Program


def nested(tree: Tree, ranges: Sequence[Any]) -> Quadrature:
    """Quadrature inside quadrature, for two ranges and three; coarser the more there are.

    >>> from typing import NamedTuple
    >>> from mvcalc_cli.language import parse
    >>> class R(NamedTuple):
    ...     name: str
    ...     low: Tree
    ...     high: Tree
    >>> x, y = R("x", parse("0").tree, parse("1").tree), R("y", parse("0").tree, parse("x").tree)
    >>> round(float(nested(parse("x y").tree, (x, y)).value), 10)
    0.125
    """
    names = [one.name for one in ranges]
    if len(ranges) > 3:
        return Quadrature("undecided", reason="more than three ranges are not measured by quadrature")
    levels = [
        _Level(program(lower(one.low), names[:place]), program(lower(one.high), names[:place]))
        for place, one in enumerate(ranges)
    ]
    work = _Nested(program(tree, names), levels, clock.deadline(_NUMERIC_SECONDS))
    area = work.over([])
    if not area.found:
        return Quadrature("undecided", area.value, math.inf, area.scale, work.reason)
    return Quadrature("converges", area.value, max(area.error, work.worst), area.scale)


class _Nested:
    """The integrand and the ends, compiled; the largest error of an inner integral so far."""

    def __init__(self, integrand: Program, levels: Sequence[_Level], until: float) -> None:
        self.integrand = integrand
        self.levels = levels
        self.until = until
        self.worst = 0.0
        self.reason = "the numbers do not settle"

    def over(self, outer: list[float]) -> Area:
        """The integral over the remaining ranges, at fixed values of the outer variables."""
        level = self.levels[len(outer)]
        low, high = level.low.value(outer), level.high.value(outer)
        if low == high:
            return Area(0.0, 0.0, 0.0)
        innermost = len(outer) + 1 == len(self.levels)
        function = self._values(outer) if innermost else self._inner(outer)
        mapped, edges = _mapped(function, low, high)
        depth = len(self.levels) - len(outer)
        most = _MOST_INNER if innermost else 15 * 40 if depth == 2 else 15 * 12
        tolerance = _TOLERANCES[depth] if outer else _TOLERANCES[min(3, len(self.levels))]
        return adaptive(mapped, edges, tolerance=tolerance, most=most)

    def _values(self, outer: list[float]) -> Any:
        def values(xs: Sequence[float]) -> Sequence[float]:
            return self.integrand.values([*([value] * len(xs) for value in outer), list(xs)], len(xs))

        return values

    def _inner(self, outer: list[float]) -> Any:
        def values(xs: Sequence[float]) -> Sequence[float]:
            found = []
            for x in xs:
                if clock.is_over(self.until):
                    self.reason = "quadrature over so many variables takes too long"
                    found.append(math.nan)
                    continue
                area = self.over([*outer, x])
                if area.found and not outer:
                    self.worst = max(self.worst, area.error)
                found.append(area.value if area.found else math.nan)
            return found

        return values


def _mapped(function: Any, low: float, high: float) -> tuple[Any, list[float]]:
    """An infinite range as (0, 1] or [−1, 1]."""
    if math.isinf(low) and math.isinf(high):
        sign = 1.0 if high > low else -1.0

        def whole(ts: Sequence[float]) -> Sequence[float]:
            ys = function([t / (1 - t * t) for t in ts])
            return [sign * y * (1 + t * t) / (1 - t * t) ** 2 for y, t in zip(ys, ts, strict=True)]

        return whole, [-1.0, -0.5, 0.0, 0.5, 1.0]
    if math.isinf(high) or math.isinf(low):
        start, side = (low, 1.0 if high > 0 else -1.0) if math.isinf(high) else (high, 1.0 if low > 0 else -1.0)
        sign = side if math.isinf(high) else -side

        def half(ss: Sequence[float]) -> Sequence[float]:
            ys = function([start + side * (1 - s) / s for s in ss])
            return [sign * y / (s * s) for y, s in zip(ys, ss, strict=True)]

        return half, [0.0, 0.1, 0.4, 1.0]
    return function, [low, low + (high - low) * 0.437, high]
