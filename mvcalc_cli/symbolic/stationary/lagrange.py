"""The method of Lagrange, and of Kuhn and Tucker: the extreme values of a function on constraints."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from mvcalc_cli.language.tree import ZERO, Tree, add, as_variable, multiply, relation, variables
from mvcalc_cli.symbolic.arithmetic import context, inexact
from mvcalc_cli.symbolic.stationary.bordered import Verdict, kind_of, multipliers_of, signs_of
from mvcalc_cli.symbolic.stationary.candidates import members_along
from mvcalc_cli.symbolic.stationary.constrained import (
    Candidate,
    Extreme,
    LagrangeFound,
    Problem,
    Solution,
    exact_at,
    number,
    place_of,
    problem,
    shortened,
    standings,
    value_at,
)
from mvcalc_cli.symbolic.stationary.extremes import Ends, extremes
from mvcalc_cli.symbolic.stationary.kkt import candidates
from mvcalc_cli.symbolic.stationary.measured import WORKING
from mvcalc_cli.symbolic.stationary.membership import holds
from mvcalc_cli.symbolic.stationary.parting import parted
from mvcalc_cli.symbolic.stationary.points import Family, Point
from mvcalc_cli.symbolic.stationary.reduction import reduced
from mvcalc_cli.symbolic.stationary.repeating import along, repeat
from mvcalc_cli.symbolic.stationary.singular import singular_kind

__all__ = ["Extreme", "LagrangeFound", "Solution", "lagrange"]


def lagrange(
    f: Tree,
    constraints: Sequence[Tree],
    names: Sequence[str],
    kinds: Mapping[str, str],
    *,
    seconds: float = 4.0,
    text: str | None = None,
) -> LagrangeFound:
    """Every point where f may have an extreme value on the constraints, and the greatest and the least value.

    Args:
        f: A scalar expression.
        constraints: Relations as typed: =, <=, >=, <, >.
        names: The variables.
        kinds: name -> "real" (default), "positive", "integer".
        seconds: How long algebra may take in all.
        text: The typed text, for the place of a LimitError.

    Raises:
        InputError: If a constraint is no relation, or holds none of the variables.

    >>> from mvcalc_cli.language import parse
    >>> found = lagrange(parse("x + y").tree, [parse("x y = 1").tree], ["x", "y"], {})
    >>> [(each.point.numbers, each.kind, each.number) for each in found.solutions]
    [((-1.0, -1.0), 'maximum', -2.0), ((1.0, 1.0), 'minimum', 2.0)]
    """
    asked = problem(f, constraints, names, kinds, text)
    if asked.contradiction is not None:
        why = f"no point satisfies the constraints: {asked.contradiction}"
        return LagrangeFound(
            asked.names, asked.constraints, equations(asked), no_greatest=why, no_least=why, complete=why, empty=why
        )
    if any(each.strict for each in asked.constraints):
        closed = [_closed(each.relation) for each in asked.constraints]
        found = _open(asked, lagrange(f, closed, names, kinds, seconds=seconds))
        return found._replace(notes=tuple(dict.fromkeys((*asked.notes, *found.notes))))
    met = candidates(asked, seconds)
    quick = [(_solution(asked, each, further=False), each) for each in met.regular]
    singular = sorted((_singular(asked, each) for each in met.singular), key=_order)
    members = [_told(asked, each, "", "") for _, _, several in met.families for each in several]
    met = met._replace(families=tuple(part for each in met.families for part in parted(asked, each)))
    ends = extremes(asked, [*(each for each, _ in quick), *singular, *members], met)
    ends = _with_borders(asked, constraints, ends, seconds)
    solutions = sorted((_decided(asked, each, candidate, ends) for each, candidate in quick), key=_order)
    told = [_family_kind(asked, *each) for each in met.families]
    singular = [_settled(each, ends.greatest, ends.least) for each in singular]
    told = _families_settled(told, met.families, ends.greatest, ends.least)
    families, told = _without_parts(asked, [family for family, _, _ in met.families], told)
    methods = met.methods
    method = "exact" if methods <= {"exact"} else "numeric" if methods == {"numeric"} else "mixed"
    return LagrangeFound(
        asked.names,
        asked.constraints,
        equations(asked),
        tuple(solutions),
        tuple(singular),
        tuple(families),
        tuple(told),
        ends.greatest,
        ends.least,
        ends.no_greatest,
        ends.no_least,
        met.complete,
        method,
        ends.empty,
        (*asked.notes, *met.notes),
        tuple(_family_value(asked, family) for family in families),
    )


def _with_borders(asked: Problem, constraints: Sequence[Tree], ends: Ends, seconds: float) -> Ends:
    """Of positive variables: what is known where they may be 0 too."""
    positive = [name for name in asked.names if asked.kinds.get(name) == "positive"]
    known = [_is_known(ends.greatest, ends.no_greatest), _is_known(ends.least, ends.no_least)]
    if not positive or all(known) or ends.empty:
        return ends
    borders = [relation(">=", as_variable(name), ZERO) for name in positive]
    kinds = {name: kind for name, kind in asked.kinds.items() if kind != "positive"}
    found = lagrange(asked.f, [*constraints, *borders], asked.names, kinds, seconds=seconds)
    places = [asked.names.index(name) for name in positive]
    if not known[0] and found.greatest is not None and found.greatest.proved:
        greatest, no_greatest = _inner(found.greatest, places, "greatest")
        ends = ends._replace(greatest=greatest, no_greatest=no_greatest)
    if not known[1] and found.least is not None and found.least.proved:
        least, no_least = _inner(found.least, places, "least")
        ends = ends._replace(least=least, no_least=no_least)
    return ends


def _is_known(extreme: Extreme | None, why: str | None) -> bool:
    return extreme.proved if extreme is not None else not (why or "").startswith("not known")


def _inner(extreme: Extreme, places: Sequence[int], word: str) -> tuple[Extreme | None, str | None]:
    """An extreme value on the set with its borders: only where these variables are positive it is taken."""
    where = tuple(point for point in extreme.where if all(point.numbers[k] > 0 for k in places))
    if where:
        return extreme._replace(where=where), None
    return None, f"f has no {word} value: it would take it where a variable is 0, which does not belong to the set"


def _closed(each: Tree) -> Tree:
    """A relation with its border."""
    return relation(f"{each.value}=", *each.args) if each.value in {"<", ">"} else each


def _open(asked: Problem, closed: LagrangeFound) -> LagrangeFound:
    """Without the borders that do not belong to the set."""

    def belongs(point: Point) -> bool:
        return standings(asked, place_of(asked.names, point)) is not None

    def kept(points: Sequence[Solution]) -> tuple[Solution, ...]:
        return tuple(each for each in points if belongs(each.point))

    def end(extreme: Extreme | None, why: str | None, word: str) -> tuple[Extreme | None, str | None]:
        if extreme is None:
            return None, why
        where = tuple(point for point in extreme.where if belongs(point))
        if where:
            return extreme._replace(where=where), None
        return None, f"f has no {word} value: it would take it on a border that does not belong to the set"

    families = [
        (each, kind, value)
        for each, kind, value in zip(closed.families, closed.family_kinds, closed.family_values, strict=True)
        if any(map(belongs, each.inside))
    ]
    greatest, no_greatest = end(closed.greatest, closed.no_greatest, "greatest")
    least, no_least = end(closed.least, closed.no_least, "least")
    return closed._replace(
        constraints=asked.constraints,
        system=equations(asked),
        solutions=kept(closed.solutions),
        singular=kept(closed.singular),
        families=tuple(each._replace(inside=tuple(filter(belongs, each.inside))) for each, _, _ in families),
        family_kinds=tuple(kind for _, kind, _ in families),
        family_values=tuple(value for _, _, value in families),
        greatest=greatest,
        least=least,
        no_greatest=no_greatest,
        no_least=no_least,
    )


def equations(asked: Problem) -> tuple[Tree, ...]:
    """∂f = Σ λ ∂g for each variable, then the constraints as typed."""
    rows = []
    for k, slope in enumerate(asked.slopes):
        parts = [
            multiply(as_variable(each.multiplier), normals[k])
            for each, normals in zip(asked.constraints, asked.normals, strict=True)
        ]
        rows.append(relation("=", slope, add(*parts) if len(parts) > 1 else parts[0]))
    return (*rows, *(each.relation for each in asked.constraints))


def _settled(solution: Solution, greatest: Extreme | None, least: Extreme | None) -> Solution:
    """Where nothing else decides: a point with the greatest or the least value on the whole set is an extreme."""
    if solution.kind != "degenerate":
        return solution
    if _are_one(greatest, least):
        return solution._replace(reason=_ONE_VALUE)
    for extreme, kind, word in ((greatest, "maximum", "greatest"), (least, "minimum", "least")):
        if extreme is not None and extreme.proved and solution.point in extreme.where:
            return solution._replace(kind=kind, reason=f"f has its {word} value on the whole set there")
    return solution


_ONE_VALUE: Final = "f has one value on the whole set: every point of it is a minimum and a maximum"


def _are_one(greatest: Extreme | None, least: Extreme | None) -> bool:
    """Is the greatest value the least?"""
    if greatest is None or least is None or not (greatest.proved and least.proved):
        return False
    return greatest.value == least.value


def _families_settled(
    told: Sequence[tuple[str, str]],
    families: Sequence[tuple[Family, tuple[int, ...], tuple[Candidate, ...]]],
    greatest: Extreme | None,
    least: Extreme | None,
) -> list[tuple[str, str]]:
    """The same for families all of whose listed members have that value."""
    result = []
    for (kind, reason), (_, _, members) in zip(told, families, strict=True):
        new = (kind, _ONE_VALUE) if kind == "degenerate" and _are_one(greatest, least) else (kind, reason)
        for extreme, name, word in ((greatest, "maximum", "greatest"), (least, "minimum", "least")):
            known = new[1] == reason and kind == "degenerate" and extreme is not None and extreme.proved
            if known and extreme is not None and all(each.point in extreme.where for each in members):
                new = name, f"not strict: f has its {word} value on the whole set there"
        result.append(new)
    return result


def _order(solution: Solution) -> tuple[float, tuple[float, ...]]:
    return round(solution.number, 9), solution.point.numbers


def _solution(asked: Problem, candidate: Candidate, *, further: bool = True) -> Solution:
    kind, reason = kind_of(asked, candidate, further=further)
    return _told(asked, candidate, kind, reason)


def _decided(asked: Problem, solution: Solution, candidate: Candidate, ends: Ends) -> Solution:
    """What the Hessian does not tell by the greatest and the least value, and only then by terms of higher degree."""
    if solution.kind != "degenerate":
        return solution
    settled = _settled(solution, ends.greatest, ends.least)
    return settled if settled != solution else _solution(asked, candidate)


def _without_parts(
    asked: Problem, families: Sequence[Family], told: Sequence[Verdict]
) -> tuple[list[Family], list[Verdict]]:
    """Without families that are a part of another one and of the same kind."""
    kept: list[tuple[Family, Verdict]] = []
    pairs = list(zip(families, told, strict=True))
    for family, verdict in sorted(pairs, key=lambda pair: -len(pair[0].parameters)):
        covered = any(
            verdict[0] == kind[0] and all(holds(other, asked.names, point) for point in family.inside)
            for other, kind in kept
            if other.kind == family.kind
        )
        if not covered:
            kept.append((family, verdict))
    kept.sort(key=lambda pair: families.index(pair[0]))
    return [family for family, _ in kept], [verdict for _, verdict in kept]


def _family_kind(asked: Problem, family: Family, taken: tuple[int, ...], several: Sequence[Candidate]) -> Verdict:
    """The kind of a family: that of all its members that were listed, and of others along a curve."""
    if all(each.multipliers is None for each in several):
        return "degenerate", "not decided: there are no multipliers along it"
    along = sum(1 for each in family.parameters if each in asked.names)
    others = members_along(asked, family, taken) if along == 1 and len(family.parameters) == 1 else ()
    least = min(len(each.active) for each in (*several, *others))
    within = [each for each in several if len(each.active) == least]  # not where it meets another border
    found: list[Verdict] = []
    for each in (*within[:5], *others):
        if len(each.active) == least and not (found and found[-1][0] == "degenerate"):
            found.append(kind_of(asked, each, along))
    kinds = {kind for kind, _ in found}
    if len(kinds) == 1:
        return found[0] if _is_shared(asked, family, taken) else ("degenerate", _NOT_SHARED)
    return "degenerate", "its members are of several kinds: " + " and ".join(sorted(kinds - {"degenerate"}))


_NOT_SHARED: Final = "not decided: each member has a kind of its own, as f is not periodic"


def _is_shared(asked: Problem, family: Family, taken: tuple[int, ...]) -> bool:
    """Are f, but for a constant, and the constraints that are held the same about every member?"""
    trees = [*asked.slopes, *(entry for k in taken for entry in asked.normals[k])]
    return repeat(trees, asked.names, family)


def _family_value(asked: Problem, family: Family) -> Tree | None:
    """f along a family."""
    if all(letter in asked.names for letter in family.parameters):
        put_in = {n: v for n, v in zip(asked.names, family.values, strict=True) if v != as_variable(n)}
        value = shortened(asked.f, put_in) if put_in else None
        for each in family.equations if not put_in else ():
            left = reduced(asked.f, [each], asked.names)
            value = left.f if left is not None and not variables(left.f) else value
        return None if value is None or variables(value) else value
    return along(asked.f, asked.names, family) if family.kind == "periodic" else None


def _singular(asked: Problem, candidate: Candidate) -> Solution:
    kind, reason = singular_kind(asked, candidate)
    return _told(asked, candidate, kind, reason)


def _told(asked: Problem, candidate: Candidate, kind: str, reason: str) -> Solution:
    there = place_of(asked.names, candidate.point)
    value = value_at(asked.f, there)
    exact = exact_at(asked.f, asked.names, candidate.point) if candidate.point.exact else None
    multipliers: tuple[Tree | float, ...] = ()
    signs: tuple[str, ...] = ()
    if candidate.multipliers is not None:
        known: dict[int, Tree | float] = {
            k: exactly if exactly is not None else size
            for k, exactly, size in zip(
                candidate.taken, candidate.multipliers.values, candidate.multipliers.numbers, strict=True
            )
        }
        multipliers = tuple(known.get(k, 0.0) for k in range(len(asked.constraints)))
        signs = signs_of(asked, candidate, multipliers_of(asked, candidate))
    size = float("nan") if value is None else number(value)
    off = _residual(asked, candidate)
    return Solution(candidate.point, multipliers, candidate.active, exact, size, kind, reason, off, signs)


def _residual(asked: Problem, candidate: Candidate) -> float:
    """|∇f − Σ λ ∇g| relative to |∇f|, in 30 digits."""
    if candidate.multipliers is None:
        return 0.0
    mp = context(WORKING)
    there = place_of(asked.names, candidate.point)
    sizes = multipliers_of(asked, candidate)
    worst, scale = mp.zero, mp.zero
    for k, slope in enumerate(asked.slopes):
        values = [value_at(slope, there), *(value_at(asked.normals[i][k], there) for i in candidate.taken)]
        if any(value is None for value in values):
            return float("nan")
        first, *rest = (mp.mpf(inexact(value, WORKING)) for value in values if value is not None)
        pull = sum((inexact(sizes[i], WORKING) * b for i, b in zip(candidate.taken, rest, strict=True)), mp.zero)
        worst, scale = max(worst, abs(first - pull)), max(scale, abs(first))
    return float(worst / scale) if scale else float(worst)
