"""The points that Lagrange's and Kuhn and Tucker's conditions allow: one system for every set of active constraints."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import NamedTuple

from mvcalc_cli.language.tree import Tree, as_variable, substitute, variables
from mvcalc_cli.symbolic.stationary.constrained import Candidate, Problem, place_of, smooth, standings
from mvcalc_cli.symbolic.stationary.directions import edges
from mvcalc_cli.symbolic.stationary.germ import polynomial_degree
from mvcalc_cli.symbolic.stationary.kinds import meets_pieces
from mvcalc_cli.symbolic.stationary.membership import holds
from mvcalc_cli.symbolic.stationary.multiplierless import multipliers_at, without_multipliers
from mvcalc_cli.symbolic.stationary.points import Family, Found, Point
from mvcalc_cli.symbolic.stationary.system import real_points


class Candidates(NamedTuple):
    """All that the systems gave, with why there are no others (None: there may be)."""

    regular: tuple[Candidate, ...]
    singular: tuple[Candidate, ...]
    families: tuple[tuple[Family, tuple[int, ...], tuple[Candidate, ...]], ...]
    complete: str | None
    methods: frozenset[str]
    notes: tuple[str, ...]
    contradiction: str | None


def candidates(asked: Problem, seconds: float) -> Candidates:
    """Every point that the conditions allow."""
    gathered = _Gathered(asked, time.monotonic() + seconds)
    for active in active_sets(asked):
        gathered.stationary(active)
    for active in active_sets(asked):
        if active:
            gathered.dependent(active)
    gathered.kinks()
    return gathered.told()


def active_sets(asked: Problem) -> Iterator[tuple[int, ...]]:
    """The equalities with any of the inequalities, no more in all than there are variables."""
    room = len(asked.names) - len(asked.equalities)
    for size in range(max(room, 0) + 1):
        for chosen in combinations(asked.inequalities, size):
            yield tuple(sorted((*asked.equalities, *chosen)))


class _Gathered:
    """Candidates as the systems give them."""

    def __init__(self, asked: Problem, end: float) -> None:
        self.asked = asked
        self.end = end
        self.regular: list[Candidate] = []
        self.singular: list[Candidate] = []
        self.families: list[tuple[Family, tuple[int, ...], tuple[Candidate, ...]]] = []
        self.proofs: list[str | None] = []
        self.methods: set[str] = set()
        self.notes: dict[str, None] = {}
        self.contradiction: str | None = None

    def told(self) -> Candidates:
        proof = self._proof()
        singular = [each for each in self.singular if not self._is_known(each.point, self.regular)]
        return Candidates(
            tuple(self.regular),
            tuple(singular),
            tuple(self.families),
            proof,
            frozenset(self.methods),
            tuple(self.notes),
            self.contradiction,
        )

    def _proof(self) -> str | None:
        """Why there are no others: every system has a proof; the one of a system with solutions is told."""
        known = [each for each in self.proofs if each is not None]
        if len(known) < len(self.proofs) or not smooth(self.asked):
            return None
        return next((each for each in known if "contradict" not in each), known[0] if known else None)

    def stationary(self, active: tuple[int, ...]) -> None:
        """∇f = Σ λ ∇g on these constraints."""
        asked = self.asked
        if len(active) > len(asked.names):
            return
        if len(active) == len(asked.names) - 1 and active and not self._is_polynomial(active) and self._without(active):
            return
        letters = [asked.constraints[k].multiplier for k in active]
        equations = [*asked.stationary(active), *(asked.constraints[k].g for k in active)]
        found = self._solved(equations, [*asked.names, *letters])
        for point in found.points:
            self._add(self.regular, point, active)
        for family in found.families:
            self._family(family, active)
        if found.complete is None and 0 < len(active) < len(asked.names):
            before = self.proofs.pop()
            if not self._without(active):
                self.proofs.append(before)

    def _is_polynomial(self, active: tuple[int, ...]) -> bool:
        trees = [self.asked.f, *(self.asked.constraints[k].g for k in active)]
        return all(polynomial_degree(tree, self.asked.names) is not None for tree in trees)

    def _without(self, active: tuple[int, ...]) -> bool:
        """The conditions without multipliers; False if they have families of solutions, whose multipliers are asked."""
        asked = self.asked
        found = without_multipliers(asked, active, min(1.2, max(self.end - time.monotonic(), 0.5)))
        if found.families:
            return False
        self.proofs.append(found.complete)
        if found.points:
            self.methods.add(found.method)
        for point in found.inside:
            sizes = multipliers_at(asked, active, point)
            if sizes is not None and not any(holds(family, asked.names, point) for family, _, _ in self.families):
                joined = _joined(point, sizes)
                self._add(self.regular, joined, active)
        return True

    def dependent(self, active: tuple[int, ...]) -> None:
        """Where the gradients of these constraints are dependent."""
        asked = self.asked
        minors = asked.minors(active)
        if any(not variables(minor) and minor.kind == "number" and minor.value for minor in minors):
            return
        minors = [each for each in minors if not (each.kind == "number" and not each.value)]
        found = self._solved([*(asked.constraints[k].g for k in active), *minors], asked.names)
        for point in found.points:
            self._add(self.singular, point, active)
        for family in found.families:
            for point in family.inside:
                self._add(self.singular, point, active)
            self.notes["the gradients of the constraints are dependent at infinitely many points"] = None

    def _solved(self, equations: Sequence[Tree], names: Sequence[str]) -> Found:
        asked = self.asked
        left = max((self.end - time.monotonic()) / 2, 0.3)
        useful = [each for each in equations if each.kind != "number" or each.value]
        if any(each.kind == "number" for each in useful):
            self.proofs.append("the equations contradict each other")
            return Found(tuple(names), complete="the equations contradict each other")
        if not useful:
            return Found(tuple(names))
        found = real_points(useful, names, asked.kinds, seconds=left, text=asked.text, defined=[asked.f])
        self.proofs.append(found.complete)
        if found.points or found.families:
            self.methods.add(found.method)
        self.notes.update(dict.fromkeys(found.notes))
        return found

    def _add(self, to: list[Candidate], point: Point, taken: tuple[int, ...]) -> None:
        size = len(self.asked.names)
        here, multipliers = split(point, size)
        active = standings(self.asked, place_of(self.asked.names, here))
        if to is self.regular and self._meets_pieces(here):
            to = self.singular
        if active is None or self._is_known(here, to):
            return
        regular = to is self.regular
        to.append(Candidate(here, multipliers if regular else None, taken, active))

    def _meets_pieces(self, point: Point) -> bool:
        """Do pieces of f or of a constraint meet there? Then there are no derivatives to judge by."""
        trees = (self.asked.f, *(each.g for each in self.asked.constraints))
        return any(meets_pieces(tree, self.asked.names, point) for tree in trees)

    def kinks(self) -> None:
        """Points of the equalities where f or a constraint has a kink, or ends, if they are single ones."""
        asked = self.asked
        if len(asked.equalities) != len(asked.names) - 1:
            return
        for tree in (asked.f, *(each.g for each in asked.constraints)):
            for edge in edges(tree, asked.names, None):
                equations = [*(asked.constraints[k].g for k in asked.equalities), edge.where]
                for point in self._solved(equations, asked.names).points:
                    self._add(self.singular, point, asked.equalities)

    def _family(self, family: Family, taken: tuple[int, ...]) -> None:
        """Infinitely many solutions; those that differ by their multipliers alone are one point."""
        size = len(self.asked.names)
        if not any(variables(value) for value in family.values[:size]):
            for point in family.inside[:1]:
                self._add(self.singular, point, taken)
            return
        members: list[Candidate] = []
        for point in family.inside:
            self._add(members, point, taken)
        sizes = {split(point, size)[0]: split(point, size)[1] for point in family.inside}
        members = [each._replace(multipliers=sizes[each.point]) for each in members]
        if members:
            letters = [asked.multiplier for asked in self.asked.constraints]
            told = in_variables(family, self.asked.names, letters)
            told = told._replace(inside=tuple(each.point for each in members))
            self.families.append((told, taken, tuple(members)))

    def _is_known(self, point: Point, others: Sequence[Candidate]) -> bool:
        return any(
            all(abs(a - b) <= 1e-9 * max(1.0, abs(b)) for a, b in zip(point.numbers, other.point.numbers, strict=True))
            for other in others
        )


def in_variables(family: Family, names: Sequence[str], letters: Sequence[str]) -> Family:
    """A family told without multipliers: one that runs is put as the variable that equals it."""
    from mvcalc_cli.calculus.tidy import tidy

    values = family.values[: len(names)]
    put_in = {
        as_variable(letter): as_variable(name)
        for letter in letters
        for name, value in zip(names, values, strict=True)
        if value == as_variable(letter)
    }
    renamed = {str(old.value): str(new.value) for old, new in put_in.items()}
    equations = [tidy(substitute(each, put_in)) for each in family.equations]
    return family._replace(
        values=tuple(substitute(value, put_in) for value in values),
        parameters=tuple(dict.fromkeys(renamed.get(each, each) for each in family.parameters)),
        equations=tuple(each for each in equations if variables(each) and not set(letters) & set(variables(each))),
    )


def _joined(point: Point, sizes: Point) -> Point:
    """A point with its multipliers as further coordinates."""
    return Point(
        point.values + sizes.values, point.numbers + sizes.numbers, point.digits + sizes.digits, point.residual
    )


def split(point: Point, size: int) -> tuple[Point, Point]:
    """The point, and its multipliers."""
    return (
        Point(point.values[:size], point.numbers[:size], point.digits[:size], point.residual),
        Point(point.values[size:], point.numbers[size:], point.digits[size:], point.residual),
    )
