"""Is this an antiderivative? Differentiated by our own rules and compared on every part of the real domain.

Random points alone would pass what is right for x > 4 and wrong for x < −4, and would not see a jump. So
the line from −50 to 50 is scanned for where the integrand has a value, every part found is sampled near
both of its ends and inside, and between neighbouring points of the scan the difference of the
antiderivative is compared with the integral of the integrand.
"""

from __future__ import annotations

import math
import random
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any, Final, NamedTuple

from mvcalc_cli.calculus.check import Check
from mvcalc_cli.calculus.derivative import differentiate
from mvcalc_cli.calculus.evaluate import program
from mvcalc_cli.errors import MvcalcError
from mvcalc_cli.language.tree import Tree
from mvcalc_cli.symbolic.arithmetic import Number, Unmeasured, inexact
from mvcalc_cli.symbolic.digits import measure
from mvcalc_cli.symbolic.verify import free_variables

Kinds = Mapping[str, str]

REACH: Final = 50
# Distance of the points of the scan; no fraction that people type, so that no pole is hit.
_STEP: Final = 0.0493
_TOLERANCE: Final = 1e-18
_SHRINKS: Final = 1e-10
_FEWEST: Final = 3
_MOST_PARTS: Final = 14
# A jump must be larger than what quadrature and rounding leave.
_JUMP: Final = 1e-5
_MOST_JUMPS: Final = 64
# Digits in which √(1 + e^x) − 1 at −50 is not 0.
_MANY: Final = 80
_MOST: Final = 250
# How far beside a jump both sides are measured: the place is known to rounding alone.
_BESIDE: Final = Fraction(1, 10**6)
# Relative difference of two floats that is worth measuring with 30 digits, and how often.
_SUSPECT: Final = 1e-9
_MOST_SUSPECTS: Final = 6
# At a jump of the antiderivative the integrand is of ordinary size; at a pole it is not.
_POLE: Final = 1e5
_NODES: Final = ((0.5 - math.sqrt(0.15), 5 / 18), (0.5, 8 / 18), (0.5 + math.sqrt(0.15), 5 / 18))


class Verdict(NamedTuple):
    """What the check found.

    Attributes:
        check: The three-valued verdict.
        gaps: Points at which the integrand has a value and the antiderivative has none.
        good: Points at which the derivative of the antiderivative is the integrand.
        bad: Points at which it is not.
        jumps: Where the antiderivative jumps, the integrand being continuous.
    """

    check: Check
    gaps: tuple[float, ...] = ()
    good: tuple[float, ...] = ()
    bad: tuple[float, ...] = ()
    jumps: tuple[float, ...] = ()


def check(
    integrand: Tree, found: Tree, name: str, kinds: Kinds | None = None, where: Sequence[Tree] = (), seed: int = 0
) -> Verdict:
    """Compare the derivative of `found` with `integrand` on every part of the integrand's domain.

    >>> from mvcalc_cli.language import parse
    >>> check(parse("1/x").tree, parse("log|x|").tree, "x").check.verdict
    'agrees'
    >>> check(parse("1/x").tree, parse("log x").tree, "x").gaps != ()
    True
    """
    kinds = kinds or {}
    try:
        slope = differentiate(found, name).result
    except MvcalcError:
        return Verdict(Check("unchecked", "differentiated"))
    session = _Session(integrand, found, slope, name)
    letters = [letter for letter in free_variables(integrand, found) if letter != name]
    settings = 0
    for values in _settings(letters, kinds, seed):
        if not _allowed(where, values):
            continue
        session.run(values, kinds.get(name, "real"), with_jumps=settings < 2)
        settings += 1
        if session.bad or settings >= (4 if letters else 1):
            break
    return session.verdict()


def _settings(letters: list[str], kinds: Kinds, seed: int) -> Iterator[dict[str, Fraction]]:
    """Values of the parameters: positive, then of both signs."""
    if not letters:
        yield {}
        return
    rng = random.Random(seed)
    for turn in range(24):
        values = {}
        for letter in letters:
            kind = kinds.get(letter, "real")
            value = Fraction(rng.randint(23, 340), 97)
            if kind == "integer":
                value = Fraction(rng.randint(1, 6))
            if turn % 4 >= 2 and kind != "positive" and rng.random() < 0.6:
                value = -value
            values[letter] = value
        yield values


def _allowed(where: Sequence[Tree], values: Mapping[str, Fraction]) -> bool:
    for condition in where:
        if any(letter not in values for letter in free_variables(condition)):
            continue
        try:
            if measure(condition, values) is False:
                return False
        except Unmeasured:
            continue
    return True


class _Session:
    """One comparison, setting after setting."""

    def __init__(self, integrand: Tree, found: Tree, slope: Tree, name: str) -> None:
        self.integrand, self.found, self.slope, self.name = integrand, found, slope, name
        self.good: list[float] = []
        self.bad: list[float] = []
        self.gaps: list[float] = []
        self.jumps: list[float] = []
        self.error = 0.0
        self.example: tuple[tuple[str, float], ...] = ()
        self.values: tuple[float, float] | None = None

    def run(self, values: Mapping[str, Fraction], kind: str, *, with_jumps: bool) -> None:
        """Scan, sample, and look for jumps, the parameters having these values."""
        grid = _grid(kind)
        f = _compiled(self.integrand, self.name, values)
        heights = f(grid)
        parts = _parts(grid, heights)
        for part in _spread(parts):
            for point in _samples(part):
                self._compare({**values, self.name: point})
        for point in self._suspects(grid, heights, values):
            self._compare({**values, self.name: point})
        if with_jumps and not self.bad:
            places = _jumps(parts, f, _compiled(self.found, self.name, values))
            self.jumps += [place for place in places if self._is_jump(place, values)]

    def _is_jump(self, place: float, values: Mapping[str, Fraction]) -> bool:
        """Is it there in many digits, too? Floats may have no value where there is one."""
        sides, steepest = [], 0.0
        for side in (-1, 1):
            point = {**values, self.name: Fraction(place) + side * _BESIDE}
            try:
                sides.append(measure(self.found, point, _MANY))
                steepest = max(steepest, abs(float(inexact(measure(self.integrand, point, _MANY) or 0, _MANY))))
            except (Unmeasured, TypeError, OverflowError):
                return True
        if sides[0] is None or sides[1] is None:
            return True
        climbed = abs(inexact(sides[1], _MANY) - inexact(sides[0], _MANY))
        return bool(climbed > _JUMP + 8 * float(_BESIDE) * steepest)

    def _suspects(
        self, grid: Sequence[float], heights: Sequence[float], values: Mapping[str, Fraction]
    ) -> list[Fraction]:
        """The points of the whole scan at which floats disagree: another branch may be wrong between samples."""
        slopes = _compiled(self.slope, self.name, values)(grid)
        pairs = [
            (abs(slope - height) / (abs(slope) + abs(height)), point)
            for point, height, slope in zip(grid, heights, slopes, strict=True)
            if math.isfinite(height) and math.isfinite(slope) and slope != height
        ]
        worst = sorted((pair for pair in pairs if pair[0] > _SUSPECT), reverse=True)
        chosen = worst[:: max(1, len(worst) // _MOST_SUSPECTS)][:_MOST_SUSPECTS]
        return [Fraction(round(point * 2**40), 2**40) for _, point in chosen]

    def _compare(self, point: Mapping[str, Fraction]) -> None:
        place = float(point[self.name])
        try:
            left = measure(self.integrand, point)
            if left is None:
                return
            if measure(self.found, point) is None and measure(self.found, point, _MANY) is None:
                self.gaps.append(place)
                return
            right = measure(self.slope, point)
            if right is None:
                return
            distance = _distance(left, right)
            if distance > _TOLERANCE and self._stays(point, distance):
                self.bad.append(place)
                self.example = tuple((name, float(value)) for name, value in point.items())
                self.values = (float(inexact(right, 30)), float(inexact(left, 30)))
                return
        except (Unmeasured, OverflowError, TypeError):
            return
        self.error = max(self.error, min(distance, _TOLERANCE))
        self.good.append(place)

    def _stays(self, point: Mapping[str, Fraction], distance: float) -> bool:
        """Does the difference stay with more digits? A sum for sin(x)^24 near 0 cancels a hundred of them."""
        for digits in (_MANY, _MOST):
            left, right = measure(self.integrand, point, digits), measure(self.slope, point, digits)
            if left is None or right is None:
                raise Unmeasured
            better = _distance(left, right, digits)
            if better <= _TOLERANCE * 1e-8 or better <= _SHRINKS * distance:
                return False
            distance = better
        return True

    def verdict(self) -> Verdict:
        """What was found."""
        if self.bad:
            state = Check("contradicted", "differentiated", None, len(self.good), self.example, self.values)
        elif len(self.good) >= _FEWEST:
            state = Check("agrees", "differentiated", self.error, len(self.good))
        else:
            state = Check("unchecked", "differentiated", None, len(self.good))
        return Verdict(state, tuple(self.gaps), tuple(self.good), tuple(self.bad), _distinct(self.jumps))


def _distinct(places: Sequence[float]) -> tuple[float, ...]:
    """In order; the same place found for two settings of the parameters counts once."""
    found: list[float] = []
    for place in sorted(places):
        if not found or place - found[-1] > 1e-6 * (1 + abs(place)):
            found.append(place)
    return tuple(found)


def _distance(left: Number, right: Number, digits: int = 80) -> float:
    if left == right:
        return 0.0
    a, b = inexact(left, digits), inexact(right, digits)
    return float(abs(a - b) / max(abs(a), abs(b)))


def _compiled(tree: Tree, name: str, values: Mapping[str, Fraction]) -> Any:
    names = (name, *values)
    made = program(tree, names)

    def at(points: Sequence[float]) -> list[float]:
        columns = [list(points), *([float(value)] * len(points) for value in values.values())]
        return [float(value) for value in made.values(columns)]

    return at


def _grid(kind: str) -> list[float]:
    """From −50 to 50, denser around 0."""
    count = int(2 * REACH / _STEP)
    even = [-REACH + _STEP * (k + 0.37) for k in range(count)]
    small = [sign * 0.029 * 1.37**-k for k in range(24) for sign in (-1, 1)]
    points = sorted({*even, *small})
    return [point for point in points if point > 0] if kind == "positive" else points


def _parts(grid: Sequence[float], heights: Sequence[float]) -> list[list[float]]:
    """Runs of points at which the integrand has a finite value."""
    parts: list[list[float]] = [[]]
    for point, height in zip(grid, heights, strict=True):
        if math.isfinite(height):
            parts[-1].append(point)
        elif parts[-1]:
            parts.append([])
    return [part for part in parts if part]


def _spread(parts: list[list[float]]) -> list[list[float]]:
    """All parts, or the ones around 0 and a few far away."""
    if len(parts) <= _MOST_PARTS:
        return parts
    near = sorted(parts, key=lambda part: min(abs(part[0]), abs(part[-1])))
    return near[: _MOST_PARTS - 4] + near[-4:]


def _samples(part: list[float]) -> list[Fraction]:
    """Near both ends and inside; of a long part, on both sides of 0 and near it."""
    count = len(part)
    places = {0, count - 1, count // 2, count // 4, 3 * count // 4}
    if count > 200:
        places |= {count // 8, 7 * count // 8}
        middle = min(range(count), key=lambda k: abs(part[k]))
        places |= {max(0, middle - 25), min(count - 1, middle + 25), max(0, middle - 70), min(count - 1, middle + 70)}
    return [Fraction(round(part[place] * 2**20), 2**20) for place in sorted(places)]


# --- jumps ------------------------------------------------------------------------------------------


def _jumps(parts: list[list[float]], f: Any, found: Any) -> list[float]:
    """Where the antiderivative changes by something else than the integral of the integrand."""
    suspects: list[tuple[float, float]] = []
    for part in parts:
        if len(part) < 2:
            continue
        left, right = part[:-1], part[1:]
        excess = _excess(left, right, f, found)
        suspects += [(a, b) for a, b, e in zip(left, right, excess, strict=True) if not abs(e) < _JUMP]
    places = [_narrowed(a, b, f, found) for a, b in suspects[:_MOST_JUMPS]]
    return [place for place in places if place is not None]


def _excess(left: Sequence[float], right: Sequence[float], f: Any, found: Any) -> list[float]:
    """(F(b) − F(a) − ∫f)/(1 + |F(a)| + |F(b)|) for each pair of neighbours."""
    integrals = [0.0] * len(left)
    for place, weight in _NODES:
        inside = f([a + (b - a) * place for a, b in zip(left, right, strict=True)])
        integrals = [
            total + weight * (b - a) * value for total, a, b, value in zip(integrals, left, right, inside, strict=True)
        ]
    first, second = found(left), found(right)
    return [(b - a - integral) / (1 + abs(a) + abs(b)) for a, b, integral in zip(first, second, integrals, strict=True)]


def _narrowed(a: float, b: float, f: Any, found: Any) -> float | None:
    """The place of the jump between a and b; None if it was none, or the integrand has a pole there."""
    for _ in range(34):
        middle = (a + b) / 2 + (b - a) * 0.0137
        halves = [(a, middle), (middle, b)]
        sizes = [abs(e) if math.isfinite(e) else math.inf for e in _excess([a, middle], [middle, b], f, found)]
        a, b = halves[0] if sizes[0] >= sizes[1] else halves[1]
        if max(sizes) < _JUMP / 10:
            return None
    place = (a + b) / 2
    distances = [1e-6 * (1 + abs(place)), 1e-3 * (1 + abs(place))]
    near, far = ([abs(height) for height in f([place - d, place + d])] for d in distances)
    grows = any(not math.isfinite(n) or n > _POLE or n > 10 * w > 0 for n, w in zip(near, far, strict=True))
    return None if grows else place
