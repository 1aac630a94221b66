"""The points that Lagrange's and Kuhn and Tucker's conditions allow: one system for every set of active constraints."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import Final

from mvcalc_cli.language.tree import Tree, variables
from mvcalc_cli.symbolic.sameness.bends import has_steps
from mvcalc_cli.symbolic.stationary.bordered import independent
from mvcalc_cli.symbolic.stationary.bounding import bounding_box
from mvcalc_cli.symbolic.stationary.candidates import Candidates, in_variables, joined, split
from mvcalc_cli.symbolic.stationary.constrained import (
    Candidate,
    Problem,
    place_of,
    smooth,
    standings,
    value_at,
    with_function,
)
from mvcalc_cli.symbolic.stationary.faces import Edge, edges_of, on_edge, without_choices
from mvcalc_cli.symbolic.stationary.families import MOST_MEMBERS
from mvcalc_cli.symbolic.stationary.germ import polynomial_degree
from mvcalc_cli.symbolic.stationary.kinds import meets_pieces
from mvcalc_cli.symbolic.stationary.measured import told
from mvcalc_cli.symbolic.stationary.membership import holds
from mvcalc_cli.symbolic.stationary.monotone import multiplied
from mvcalc_cli.symbolic.stationary.multiplierless import (
    corner_multipliers,
    dependent,
    multipliers_at,
    obeys,
    on_the_constraint,
    without_multipliers,
)
from mvcalc_cli.symbolic.stationary.peeling import peeled
from mvcalc_cli.symbolic.stationary.pinning import all_inside, pinned
from mvcalc_cli.symbolic.stationary.points import Family, Found, Point
from mvcalc_cli.symbolic.stationary.radicands import has_radicands
from mvcalc_cli.symbolic.stationary.recognised import recognised
from mvcalc_cli.symbolic.stationary.reduction import contradict, reduced
from mvcalc_cli.symbolic.stationary.system import real_points

# Where variables stand inside and outside of functions algebra seldom tells: looking begins after so many seconds.
_SHORT: Final = 0.6


def candidates(asked: Problem, seconds: float) -> Candidates:
    """Every point that the conditions allow.

    Of f = g(u) with g monotone they are asked of u, and the multipliers made those of f: far out e^u is 0 to every
    digit, but u is not.
    """
    inside, _ = peeled(without_choices(asked.f), {})
    found = _candidates(asked if inside == asked.f else with_function(asked, inside), seconds)
    return found if inside == asked.f else multiplied(asked, inside, found)


def _candidates(asked: Problem, seconds: float) -> Candidates:
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
        self.box = bounding_box(asked)
        self.kinks_known = False
        self.left: dict[tuple[int, ...], Found | None] = {}

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
        if len(known) < len(self.proofs) or not self.kinks_known:
            return None
        return next((each for each in known if "contradict" not in each), known[0] if known else None)

    def stationary(self, active: tuple[int, ...]) -> None:
        """∇f = Σ λ ∇g on these constraints."""
        asked = self.asked
        if len(active) > len(asked.names) or self._contradict(active) or self._corner(active):
            return
        if active and not self._is_polynomial(active) and (self._level(active) or self._on_the_constraint(active)):
            return
        if len(active) == len(asked.names) - 1 and active and not self._is_polynomial(active) and self._without(active):
            return
        trees = (asked.f, *(asked.constraints[k].g for k in active))
        if 0 < len(active) < len(asked.names) and any(map(has_radicands, trees)) and self._without(active, sure=True):
            return
        if len(active) == len(asked.names) and not self._is_polynomial(active) and self._meeting(active):
            return
        letters = [asked.constraints[k].multiplier for k in active]
        equations = [*asked.stationary(active), *(asked.constraints[k].g for k in active)]
        noted, methods = dict(self.notes), set(self.methods)
        found = self._solved(equations, [*asked.names, *letters])
        if found.complete is None and 0 < len(active) < len(asked.names) and (len(asked.names) < 3 or smooth(asked)):
            before = self.proofs.pop()
            if not self._without(active):
                self.proofs.append(before)
            elif self.proofs[-1] is not None:  # what was given up is known now
                self.notes, self.methods = noted, methods | {"exact"}
                return
        for point in found.points:
            self._add(self.regular, point, active)
        self._families(found, active, letters)

    def _contradict(self, active: tuple[int, ...]) -> bool:
        """Do these constraints leave no point, as x = 0 and x = 1 do?"""
        if len(active) < 2 or not contradict([self.asked.constraints[k].g for k in active], self.asked.names):
            return False
        self.proofs.append("the equations contradict each other")
        return True

    def _corner(self, active: tuple[int, ...]) -> bool:
        """As many constraints as variables, all of them linear: the one point where they meet, if they do."""
        asked = self.asked
        if len(active) < len(asked.names):
            return False
        equations = [asked.constraints[k].g for k in active]
        left = reduced(asked.f, equations, asked.names)
        if left is None or left.names:
            return False
        values = [left.put_in[name] for name in asked.names]
        numbers = [value_at(value, {}) for value in values]
        point = told(equations, asked.names, values, [each for each in numbers if each is not None])
        sizes = None if point is None else corner_multipliers(asked, active, point)
        if point is None or sizes is None:
            return False
        self.proofs.append("linear equations with one solution")
        self.methods.add("exact")
        self._add(self.regular, joined(point, sizes), active)
        return True

    def _meeting(self, active: tuple[int, ...]) -> bool:
        """As many constraints as variables: the points where they meet, if they are all known."""
        before = len(self.proofs)
        found = self._solved([self.asked.constraints[k].g for k in active], self.asked.names)
        if found.complete is None or found.families:
            del self.proofs[before:]
            return False
        for point in found.points:
            self._with_multipliers(point, active)
        return True

    def _families(self, found: Found, active: tuple[int, ...], letters: Sequence[str]) -> None:
        """Families of the system; where a multiplier runs they are asked of the points alone."""
        told = [in_variables(family, self.asked.names, letters) for family in found.families]
        if not any(set(letters) & set(family.parameters) for family in told):
            for family in found.families:
                self._family(family, active)
            return
        alone = without_multipliers(self.asked, active, _SHORT, self.box)
        for family in alone.families:
            self._family(family, active)
        if alone.complete is None or not alone.families:
            for family in found.families:
                self._family(family, active)

    def _is_polynomial(self, active: tuple[int, ...]) -> bool:
        trees = [self.asked.f, *(self.asked.constraints[k].g for k in active)]
        return all(polynomial_degree(tree, self.asked.names) is not None for tree in trees)

    def _without(self, active: tuple[int, ...], *, sure: bool = False) -> bool:
        """The conditions without multipliers; False if they have families of solutions, whose multipliers are asked.

        Args:
            active: The constraints that hold with equality.
            sure: Take what is found only if it is proved to be all.
        """
        asked = self.asked
        found = without_multipliers(
            asked, active, min(_SHORT, max(self.end - time.monotonic(), 0.3)), self.box, self.left.get(active)
        )
        if any(family.kind == "curve" for family in found.families) or (sure and found.complete is None):
            return False
        self.proofs.append(found.complete)
        if found.points or found.families:
            self.methods.add(found.method)
        for family in found.families:
            self._family(family, active)
        for point in found.points:
            self._with_multipliers(point, active)
        self.notes.update(dict.fromkeys(found.notes))
        return True

    def _level(self, active: tuple[int, ...]) -> bool:
        """Where f has one value on all of the constraints every point of them is a candidate."""
        held = [self.asked.constraints[k].g for k in active]
        left = reduced(self.asked.f, held, self.asked.names)
        if left is None or variables(left.f):
            return False
        before = len(self.proofs)
        found = self._solved(held, self.asked.names)
        if found.complete is None or not found.families:
            del self.proofs[before:]
            return False
        for family in found.families:
            self._family(family, active)
        for point in found.points:
            self._with_multipliers(point, active)
        return True

    def _on_the_constraint(self, active: tuple[int, ...]) -> bool:
        """Where the constraints hold variables linearly: the critical points of what is left, if all are known."""
        asked = self.asked
        found = on_the_constraint(asked, active, max((self.end - time.monotonic()) / 2, 0.3), self.box)
        self.left[active] = found
        if found is None or found.complete is None:
            return False
        self.proofs.append(found.complete)
        self.methods.add(found.method)
        for point in found.points:
            self._with_multipliers(point, active)
        for family in found.families:
            self._family(family, active)
        return True

    def _with_multipliers(self, point: Point, active: tuple[int, ...]) -> None:
        sizes = multipliers_at(self.asked, active, point)
        if sizes is not None and not any(holds(family, self.asked.names, point) for family, _, _ in self.families):
            self._add(self.regular, joined(point, sizes), active)

    def dependent(self, active: tuple[int, ...]) -> None:
        """Where the gradients of these constraints are dependent."""
        asked = self.asked
        minors = asked.minors(active)
        if any(not variables(minor) and minor.kind == "number" and minor.value for minor in minors):
            return
        if self._contradict(active):
            return
        minors = [each for each in minors if not (each.kind == "number" and not each.value)]
        found = self._solved([*(asked.constraints[k].g for k in active), *minors], asked.names)
        for point in found.points:
            self._add(self.singular, point, active)
        for family in found.families:
            self._edge_family(family, active)
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
        box = None if self.box is None else {name: self.box[name] for name in names if name in self.box}
        found = real_points(useful, names, asked.kinds, box=box, seconds=left, text=asked.text, defined=[asked.f])
        self.proofs.append(found.complete)
        if found.points or found.families:
            self.methods.add(found.method)
        self.notes.update(dict.fromkeys(note for note in found.notes if box is None or "outside" not in note))
        return found

    def _add(self, to: list[Candidate], point: Point, taken: tuple[int, ...]) -> None:
        size = len(self.asked.names)
        here, multipliers = split(point, size)
        if not here.exact:
            here, multipliers = self._recognised(here, multipliers, taken, regular=to is not self.singular)
        active = standings(self.asked, place_of(self.asked.names, here))
        if active is None or (to is self.regular and self._meets_pieces(here, active)):
            return  # edges are looked at by themselves
        if to is self.regular and taken and not independent(self.asked, taken, place_of(self.asked.names, here)):
            to = self.singular  # any multipliers, or none
        if self._is_known(here, to):
            return
        regular = to is self.regular
        new = Candidate(here, multipliers if regular else None, taken, active)
        if not regular or (here.exact and multipliers.exact) or obeys(self.asked, new):
            to.append(new)

    def _recognised(
        self, here: Point, multipliers: Point, taken: tuple[int, ...], *, regular: bool
    ) -> tuple[Point, Point]:
        """With exact values, where simple ones satisfy what the point has to."""
        asked = self.asked
        equations = dependent(asked, taken) if regular and taken else [asked.constraints[k].g for k in taken]
        equations = equations if taken else list(asked.slopes)
        new = recognised(here, equations, asked.names) if equations else here
        sizes = multipliers_at(asked, taken, new) if new is not here and regular else None
        if new is here or (regular and sizes is None):
            return here, multipliers
        return new, multipliers if sizes is None else sizes

    def _meets_pieces(self, point: Point, active: Sequence[int]) -> bool:
        """Do pieces of f or of a constraint that holds with equality meet there, so that there are no derivatives?"""
        trees = (self.asked.f, *(self.asked.constraints[k].g for k in active))
        return any(meets_pieces(tree, self.asked.names, point) and not has_steps(tree) for tree in trees)

    def kinks(self) -> None:
        """Candidates on the edges: where f or a constraint has a kink, or is defined no further."""
        asked = self.asked
        held = [asked.constraints[k].g for k in asked.equalities]
        self.kinks_known = not any(has_steps(tree) for tree in (asked.f, *(each.g for each in asked.constraints)))
        for each in edges_of(asked, held):
            before = len(self.proofs)
            known = self._on_edge(each)
            del self.proofs[before:]
            self.kinks_known = self.kinks_known and known

    def _on_edge(self, edge: Edge) -> bool:
        """The candidates on one edge; are they all?"""
        asked = self.asked
        there = on_edge(asked, edge)
        if there is None:
            return True
        held = [there.constraints[k].g for k in there.equalities]
        if len(held) >= len(asked.names) or not variables(there.f):
            found = self._solved(held, asked.names)
            for point in found.points:
                self._add(self.singular, point, asked.equalities)
            members = [self._edge_family(family) for family in found.families]
            return found.complete is not None and all(members)
        if time.monotonic() > self.end:
            return False
        inner = _candidates(there, max(self.end - time.monotonic(), 0.3))
        for each in (*inner.regular, *inner.singular):
            self._add(self.singular, each.point, asked.equalities)
        return inner.complete is not None and all(self._edge_family(family) for family, _, _ in inner.families)

    def _edge_family(self, family: Family, taken: tuple[int, ...] | None = None) -> bool:
        """Infinitely many candidates without multipliers; are some of them on the set?"""
        taken = self.asked.equalities if taken is None else taken
        members: list[Candidate] = []
        for point in family.inside:
            self._add(members, point, taken)
        members = [each._replace(multipliers=None) for each in members]
        if members:
            told = family._replace(inside=tuple(each.point for each in members))
            self.families.append((told, taken, tuple(members)))
        return bool(members)

    def _family(self, family: Family, taken: tuple[int, ...]) -> None:
        """Infinitely many solutions; those that differ by their multipliers alone are one point."""
        size = len(self.asked.names)
        if not any(variables(value) for value in family.values[:size]):
            for point in family.inside[:1]:
                self._add(self.singular, point, taken)
            return
        if not all_inside(family, self.asked.names, self.box):
            letters = [each.multiplier for each in self.asked.constraints]
            parts = pinned(family, self.asked.names, self.box, letters)
            if parts != (family,):
                for part in parts:
                    self._family(part, taken)
                return
        members = self._members(family, taken)
        if all_inside(family, self.asked.names, self.box) and len(family.inside) < MOST_MEMBERS:
            for each in members:  # the set is bounded: these are all
                if not self._is_known(each.point, self.regular):
                    self.regular.append(each)
        elif members:
            letters = [asked.multiplier for asked in self.asked.constraints]
            told = in_variables(family, self.asked.names, letters)
            told = told._replace(inside=tuple(each.point for each in members))
            self.families.append((told, taken, tuple(members)))
            if family.kind == "periodic" and len(members) < len(family.inside):
                self.notes["not every member of a family satisfies the constraints: those that do count"] = None

    def _members(self, family: Family, taken: tuple[int, ...]) -> list[Candidate]:
        """The members on the set that are listed, with their multipliers."""
        members: list[Candidate] = []
        for point in family.inside:
            self._add(members, point, taken)
        size = len(self.asked.names)
        found = []
        sizes = {split(point, size)[0]: split(point, size)[1] for point in family.inside}
        for each in members:
            known = sizes.get(each.point)
            known = known if known is not None and len(taken) == len(known.values) else None
            known = known or multipliers_at(self.asked, taken, each.point)
            if known is not None:
                found.append(each._replace(multipliers=known))
        return found

    def _is_known(self, point: Point, others: Sequence[Candidate]) -> bool:
        return any(
            all(abs(a - b) <= 1e-9 * max(1.0, abs(b)) for a, b in zip(point.numbers, other.point.numbers, strict=True))
            for other in others
        )
