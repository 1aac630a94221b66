"""A derivative against differences of its function, at points enough for a verdict.

Points are tried until six agree. One that contradicts must be confirmed by its neighbours: an error holds
on an open set, an accident does not. Points where both slopes are 0 prove little (tanh(100x) is flat
nearly everywhere) and are not enough by themselves, unless the derivative is the number 0.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from itertools import zip_longest

from mvcalc_cli.calculus.check import Check
from mvcalc_cli.calculus.evaluate import is_undefined
from mvcalc_cli.calculus.ladder import ALL_STEPS, SURELY, USUAL, Evidence, Finding, judged, plain
from mvcalc_cli.calculus.sample import Point, Sampler, Unknowns
from mvcalc_cli.calculus.tape import program
from mvcalc_cli.errors import InputError
from mvcalc_cli.language.tree import Tree, divide, postorder

# PROMISES: six points, fewer than three are no check, two hundred tries. Sixteen at first: half of them lie
# in the domain of a typical logarithm or root, and of those the farthest and nearest are taken.
WANTED = 6
FEWEST = 3
# A function with kinks or cases may be right on one piece and wrong on another: more points, more pieces.
WANTED_BENT = 24
BATCHES = (16, 24, 60, 100)
# Visits beside the numbers that stand in a function, batch by batch: at once where it bends there, else
# when the usual points do not do.
BESIDE_BENDS = (12, 0, 36, 0)
BESIDE = (0, 0, 36, 0)
# Points judged on the whole ladder of steps: a function that needs more is too noisy for a check.
MOST_EXAMINED = 24
# Neighbours of a point that contradicts, and how many must do so as well.
NEIGHBOURS = (0.99, 0.997, 1.003, 1.01)
CONFIRM = 2


def compare(function: Tree, derivative: Tree, by: str, kinds: Mapping[str, str] | None, seed: int) -> Check:
    """The check behind `check_derivative`."""
    unknowns = Unknowns((function, derivative), by)
    try:
        judge = _Judge(function, derivative, unknowns, by)
    except InputError:  # a vector where a number is needed
        return Check("unchecked")
    sampler = Sampler(unknowns, kinds, by, seed)
    tally = _Tally(judge, WANTED_BENT if unknowns.bent else WANTED)
    for count, visits in zip(BATCHES, BESIDE_BENDS if unknowns.bent else BESIDE, strict=True):
        if visits:
            tally.add(sampler.beside(unknowns.landmarks(), visits), everywhere=True)
        tally.add(sampler.points(count))
        if tally.done:
            break
    return tally.check()


class _Tally:
    """The findings so far."""

    def __init__(self, judge: _Judge, wanted: int) -> None:
        self.judge = judge
        self.wanted = wanted
        self.agreeing: list[Finding] = []
        self.missing: list[tuple[Point, Finding]] = []
        self.wrong: tuple[Point, Finding] | None = None

    @property
    def telling(self) -> int:
        """Points that agree on a slope other than 0; where the derivative is the number 0, all do."""
        return sum(self.judge.is_zero or not finding.flat for finding in self.agreeing)

    @property
    def done(self) -> bool:
        """Nothing more is needed, or to be expected."""
        agree = len(self.agreeing) >= self.wanted and self.telling >= FEWEST
        spent = len(self.missing) >= WANTED or self.judge.examined > MOST_EXAMINED
        return agree or spent or self.wrong is not None

    def add(self, candidates: Sequence[Point], *, everywhere: bool = False) -> None:
        """Judge the candidates where f is real: all of them, or as many as are still wanted."""
        points = self.judge.varied(self.judge.defined(candidates)) if candidates else []
        while points and not self.done:
            wanted = len(points) if everywhere else max(1, self.wanted - self.telling)
            chosen, points = points[:wanted], points[wanted:]
            for point, finding in zip(chosen, self.judge.findings(chosen), strict=True):
                self._take(point, finding)

    def _take(self, point: Point, finding: Finding) -> None:
        if finding.verdict == "agrees":
            self.agreeing.append(finding)
        elif finding.verdict == "missing" and self.judge.truly_missing(point):
            self.missing.append((point, finding))
        elif finding.verdict == "contradicted" and self.wrong is None and self.judge.confirmed(point):
            self.wrong = (point, finding)

    def check(self) -> Check:
        """The verdict. A derivative that is undefined at most points where f has a slope is wrong, too."""
        points = len(self.agreeing)
        if self.wrong is None and len(self.missing) >= FEWEST and len(self.missing) > points:
            self.wrong = self.missing[0]
        if self.wrong is not None:
            point, finding = self.wrong
            where = tuple(zip(self.judge.names, point, strict=True))
            values = (finding.given, finding.measured)
            return Check("contradicted", points=points, counterexample=where, values=values)
        if points < FEWEST or not self.telling:
            return Check("unchecked", points=points)
        return Check("agrees", error=self._error(), points=points)

    def _error(self) -> float:
        """The largest difference; where enough points are plain, those that rounding blurs do not count."""
        plain_ones = [finding.error for finding in self.agreeing if finding.error <= SURELY and not finding.flat]
        counted = plain_ones if len(plain_ones) >= FEWEST else [finding.error for finding in self.agreeing]
        return max(counted)


# Floats this large have hardly a fraction left: floor(x^x) jumps at every one of them.
FINE = 1e9


def _stepped_arguments(tree: Tree) -> list[Tree]:
    """What is rounded down or up somewhere in the tree: u of floor(u), u/m of mod(u, m)."""
    found: dict[Tree, None] = {}
    for node in postorder(tree):
        if node.kind == "call" and node.value in {"floor", "ceil"}:
            found.setdefault(node.args[0])
        elif node.kind == "call" and node.value == "mod":
            found.setdefault(divide(*node.args))
    return list(found)


class _Judge:
    """One function and one derivative, compiled."""

    def __init__(self, function: Tree, derivative: Tree, unknowns: Unknowns, by: str) -> None:
        self.names = unknowns.names
        self.examined = 0
        self._stepped = unknowns.stepped
        self._trees = (function, derivative)
        self._axis = self.names.index(by)
        self._f = program(function, self.names)
        self._g = program(derivative, self.names)
        self.is_zero = self._g.constant == 0.0
        self._steps = [program(argument, self.names) for argument in _stepped_arguments(function)]

    def defined(self, candidates: Sequence[Point]) -> list[Point]:
        """The points where f is real and finite, and the variable is not 0 (steps are relative to it)."""
        columns = list(zip(*candidates, strict=True))
        values = self._f.values(columns)
        whole = [steps.values(columns) for steps in self._steps]
        return [
            point
            for place, (point, value) in enumerate(zip(candidates, values, strict=True))
            if math.isfinite(value) and point[self._axis] and all(abs(u[place]) < FINE for u in whole)
        ]

    def varied(self, points: Sequence[Point]) -> list[Point]:
        """The same points in another order: both signs by turns, and of each the far, the near, the rest."""
        axis = self._axis
        near_to_far = sorted(points, key=lambda point: abs(point[axis]))
        sides = [[p for p in near_to_far if p[axis] > 0], [p for p in near_to_far if p[axis] < 0]]
        ordered = [[side.pop(-(turn % 2 == 0)) for turn in range(len(side))] for side in sides]
        return [point for pair in zip_longest(*ordered) for point in pair if point is not None]

    def findings(self, points: Sequence[Point]) -> list[Finding]:
        """What each point says: at once where it is plain, by the whole ladder where it is not."""
        given = self._g.values(list(zip(*points, strict=True)))
        slopes = self._slopes(points, USUAL)
        found = [plain(g, s, is_zero=self.is_zero) for g, s in zip(given, slopes, strict=True)]
        unclear = [place for place, finding in enumerate(found) if finding is None]
        self.examined += len(unclear)
        if unclear:
            evidence = self._evidence([points[k] for k in unclear], [given[k] for k in unclear])
            for place, item in zip(unclear, evidence, strict=True):
                found[place] = judged(item)
        return [finding for finding in found if finding is not None]

    def truly_missing(self, point: Point) -> bool:
        """Has the derivative no value there, or is a part of it only too large for a float?"""
        return is_undefined(self._trees[1], dict(zip(self.names, point, strict=True)))

    def confirmed(self, point: Point) -> bool:
        """Do points near by contradict as well?"""
        near = self.defined([self._moved(point, point[self._axis] * factor) for factor in NEIGHBOURS])
        if not near:
            return False
        return sum(finding.verdict == "contradicted" for finding in self.findings(near)) >= CONFIRM

    def _moved(self, point: Point, value: float) -> Point:
        return (*point[: self._axis], value, *point[self._axis + 1 :])

    def _slopes(self, points: Sequence[Point], steps: Sequence[float]) -> list[list[float]]:
        """D(h) at each point for each step, all in one evaluation."""
        columns: list[list[float]] = [[] for _ in self.names]
        width = 2 * len(steps)
        for point in points:
            for place, value in enumerate(point):
                if place == self._axis:
                    columns[place] += [value + sign * step * value for step in steps for sign in (1.0, -1.0)]
                else:
                    columns[place] += [value] * width
        values, moved = self._f.values(columns), columns[self._axis]
        # Divided by the difference of the rounded arguments, not by 2h: x + h is not quite x + h.
        flat = [(values[k] - values[k + 1]) / ((moved[k] - moved[k + 1]) or math.nan) for k in range(0, len(values), 2)]
        return [flat[k : k + len(steps)] for k in range(0, len(flat), len(steps))]

    def _evidence(self, points: Sequence[Point], given: Sequence[float]) -> list[Evidence]:
        """All that a judgement needs; twice the widest spread of a few noisy runs bounds the rounding."""
        columns = list(zip(*points, strict=True))
        values = self._f.values(columns)
        spreads = [program(tree, self.names, fold=False).spread(columns, len(points)) for tree in self._trees]
        slopes = self._slopes(points, ALL_STEPS)
        return [
            Evidence(p[self._axis], f, g, s, 2.0 * f_spread, 2.0 * g_spread, self._stepped)
            for p, f, g, s, f_spread, g_spread in zip(points, values, given, slopes, *spreads, strict=True)
        ]
