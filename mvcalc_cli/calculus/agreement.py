"""Two expressions against each other: their values at the same points.

Where the values are not plainly the same, rounding is measured on both sides (`Program.spread`): they
differ only if they are farther apart than it can explain.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Literal

from mvcalc_cli.calculus.check import Check, Named
from mvcalc_cli.calculus.evaluate import is_undefined
from mvcalc_cli.calculus.sample import Point, Sampler, Unknowns
from mvcalc_cli.calculus.tape import program
from mvcalc_cli.language.tree import Tree

FEWEST = 3
BATCHES = (24, 76, 100)
# Plainly the same: a few hundred operations round to less than this.
SURELY = 1e-11
# Plainly different, if rounding does not explain it.
TOLERANCE = 1e-9
# How many times the measured rounding may explain; it is an estimate from a few noisy evaluations.
BEYOND = 20.0
# A value is known well enough to be compared if rounding leaves six digits, or nine places.
DIGITS, PLACES = 1e-6, 1e-9


def compare(left: Tree, right: Tree, kinds: Mapping[str, str] | None, seed: int, wanted: int) -> Check:
    """The check behind `check_equal`."""
    unknowns = Unknowns((left, right))
    sides = _Sides(left, right, unknowns.names)
    sampler = Sampler(unknowns, kinds, None, seed)
    candidates = sampler.nice_points()
    for count in BATCHES:
        if sides.differ(candidates, wanted) or sides.agreeing >= wanted:
            break
        candidates = sampler.points(count) if unknowns.names else []
    return sides.check()


class _Sides:
    """Two expressions, compiled, and what was found of them."""

    def __init__(self, left: Tree, right: Tree, names: tuple[str, ...]) -> None:
        self.names = names
        self.agreeing = 0
        self._trees = (left, right)
        self._programs = (program(left, names), program(right, names))
        self._worst = 0.0
        self._different: tuple[Point, tuple[float, float]] | None = None
        self._apart: tuple[Named, Literal["left", "right"]] | None = None

    def differ(self, points: Sequence[Point], wanted: int) -> bool:
        """Compare at these points; True at the first real difference."""
        columns = list(zip(*points, strict=True))
        sides = [side.values(columns, len(points)) for side in self._programs]
        for point, a, b in zip(points, *sides, strict=True):
            if self.agreeing >= wanted:
                break
            if math.isfinite(a) and math.isfinite(b):
                if self._differ_at(point, float(a), float(b)):
                    return True
            elif (math.isfinite(a) or math.isfinite(b)) and self._apart is None:
                self._note_apart(point, "left" if math.isfinite(a) else "right")
        return False

    def _differ_at(self, point: Point, a: float, b: float) -> bool:
        scale = max(abs(a), abs(b))
        if abs(a - b) <= SURELY * scale:
            return self._agree(abs(a - b), scale)
        rounding = BEYOND * self._rounding(point)
        if abs(a - b) <= rounding:
            known = rounding <= max(DIGITS * scale, PLACES)
            return known and self._agree(abs(a - b) if scale > rounding else 0.0, scale)
        if abs(a - b) > TOLERANCE * scale + rounding:
            self._different = (point, (a, b))
            return True
        return False

    def _agree(self, difference: float, scale: float) -> bool:
        """One more point that agrees; False, as no difference."""
        self.agreeing += 1
        self._worst = max(self._worst, difference / scale if scale else 0.0)
        return False

    def _rounding(self, point: Point) -> float:
        columns = [[value] for value in point]
        spreads = [program(tree, self.names, fold=False).spread(columns, 1)[0] for tree in self._trees]
        return math.fsum(spreads)

    def _note_apart(self, point: Point, defined: Literal["left", "right"]) -> None:
        """One side has no value: unless it is an overflow, which says nothing about the domain."""
        where = tuple(zip(self.names, point, strict=True))
        if is_undefined(self._trees[defined == "left"], dict(where)):
            self._apart = (where, defined)

    def check(self) -> Check:
        domain, defined = self._apart or ((), None)
        if self._different is not None:
            point, values = self._different
            where = tuple(zip(self.names, point, strict=True))
            return Check("contradicted", "values", None, self.agreeing, where, values, domain, defined)
        enough = self.agreeing >= (FEWEST if self.names else 1)
        verdict: Literal["agrees", "unchecked"] = "agrees" if enough else "unchecked"
        error = self._worst if enough else None
        return Check(verdict, "values", error, self.agreeing, domain=domain, defined=defined)
