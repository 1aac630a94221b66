"""Values of f on the set, near and far: what no proof replaces, but what shows that f is unbounded or not attained."""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from itertools import combinations, product
from typing import Final, NamedTuple

from mvcalc_cli.calculus.tape import program
from mvcalc_cli.symbolic.stationary.constrained import Problem

# Distances from the origin at which the set is looked at.
_RADII: Final = (0.3, 1.0, 3.0, 10.0, 100.0, 1e3, 1e4)
_FAR: Final = 100.0
_WAYS: Final = 24
# A sample is on the set when the step to it is this small beside its distance.
_CLOSE: Final = 1e-11
_STEPS: Final = 40
# Near a regular point the last steps shrink by more than this; or the one before was so small.
_FASTER: Final = 0.02
_NEARLY: Final = 1e-9


class Outlook(NamedTuple):
    """Values of f at samples of the set: all of them, and those far out, one ring after another."""

    values: tuple[float, ...]
    rings: tuple[tuple[float, ...], ...]

    def tops(self, way: int) -> list[float]:
        """The greatest (least) of each ring, times way; of all values if nothing is far out."""
        rings = [ring for ring in self.rings if ring] or [self.values]
        return [max(way * value for value in ring) for ring in rings]


def outlook(asked: Problem) -> Outlook:
    """Samples of the set, by steps of Gauss and Newton from points in many directions at growing distances."""
    looking = _Looking(asked)
    near: list[float] = []
    rings: list[tuple[float, ...]] = []
    for radius in _RADII:
        ring = [value for way in looking.ways for value in looking.sampled([radius * each for each in way], radius)]
        near.extend(ring)
        if radius >= _FAR:
            rings.append(tuple(ring))
    return Outlook(tuple(near), tuple(rings))


class Seen:
    """Samples of the set, taken when they are first asked for: proofs do without."""

    def __init__(self, asked: Problem) -> None:
        self._asked = asked
        self._met: Outlook | None = None

    @property
    def met(self) -> Outlook:
        """The samples."""
        if self._met is None:
            self._met = outlook(self._asked)
        return self._met

    @property
    def values(self) -> tuple[float, ...]:
        """f at all of them."""
        return self.met.values

    @property
    def rings(self) -> tuple[tuple[float, ...], ...]:
        """f at those far out."""
        return self.met.rings


class _Looking:
    """Compiled functions, and directions to look in."""

    def __init__(self, asked: Problem) -> None:
        names = list(asked.names)
        self.asked = asked
        self.f = program(asked.f, names)
        self.g = [program(each.g, names) for each in asked.constraints]
        self.normals = [[program(entry, names) for entry in row] for row in asked.normals]
        self.ways = _ways(len(names))
        room = len(names) - len(asked.equalities)
        sets = [set(asked.equalities)]
        sets += [{*asked.equalities, k} for k in asked.inequalities if room > 1]
        sets += [{*asked.equalities, *pair} for pair in combinations(asked.inequalities, 2) if room > 2]
        self.sets = [sorted(each) for each in sets[:8]]

    def sampled(self, start: Sequence[float], radius: float) -> list[float]:
        """f at points of the set near this one, one for the set and one for every border."""
        found = []
        for active in self.sets:
            at = self._on(active, start)
            if at is None or not self._allowed(at, active):
                continue
            distance = math.hypot(*at)
            value = self.f.value(at)
            if not math.isnan(value) and (radius < _FAR or 0.3 * radius <= distance <= 3 * radius):
                found.append(float(value))
        return found

    def _allowed(self, at: Sequence[float], active: Sequence[int]) -> bool:
        kinds = (self.asked.kinds.get(name, "real") for name in self.asked.names)
        if any(kind == "positive" and value <= 0 for kind, value in zip(kinds, at, strict=True)):
            return False
        for k, each in enumerate(self.asked.constraints):
            if each.side and k not in active and not each.side * self.g[k].value(list(at)) <= 0:
                return False
        return True

    def _on(self, active: Sequence[int], start: Sequence[float]) -> list[float] | None:
        """The point of the constraints that steps of least length lead to."""
        at, before = list(start), math.inf
        if not active:
            return at
        for _ in range(_STEPS):
            off = [self.g[k].value(at) for k in active]
            rows = [[entry.value(at) for entry in self.normals[k]] for k in active]
            step = _least_step(rows, off)
            if step is None:
                return None
            at = [a - b for a, b in zip(at, step, strict=True)]
            if not all(math.isfinite(a) for a in at):
                return None
            size, room = math.hypot(*step), max(1.0, math.hypot(*at))
            if size <= _CLOSE * room:  # slow steps end beside a place where the constraint is a square
                return at if size <= _FASTER * before or before <= _NEARLY * room else None
            before = size
        return None


def _ways(size: int) -> list[tuple[float, ...]]:
    """Along the axes and the diagonals, and some at random."""
    drawn = random.Random(1)
    found = [way for way in product((-1.0, 0.0, 1.0), repeat=size) if any(way)] if size <= 3 else []
    for k in range(size if size > 3 else 0):
        found += [tuple(sign * float(i == k) for i in range(size)) for sign in (1, -1)]
    found += [tuple(drawn.gauss(0, 1) for _ in range(size)) for _ in range(_WAYS)]
    return [tuple(each / math.hypot(*way) for each in way) for way in found]


def _least_step(rows: Sequence[Sequence[float]], off: Sequence[float]) -> list[float] | None:
    """The shortest step with rows·step = off, by the orthogonal basis of the rows (Gram and Schmidt)."""
    basis: list[tuple[list[float], float]] = []
    for row, value in zip(rows, off, strict=True):
        length = math.hypot(*row)
        if not math.isfinite(length) or not math.isfinite(value) or not length:
            return None
        left, rest = [each / length for each in row], value / length
        for unit, share in basis:
            along = sum(a * b for a, b in zip(left, unit, strict=True))
            left = [a - along * b for a, b in zip(left, unit, strict=True)]
            rest -= along * share
        size = math.hypot(*left)
        if size < 1e-10:
            return None
        basis.append(([each / size for each in left], rest / size))
    return [sum(share * unit[k] for unit, share in basis) for k in range(len(rows[0]))]
