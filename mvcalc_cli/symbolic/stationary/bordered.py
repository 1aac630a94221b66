"""The kind of a point on constraints: signs of the multipliers, then the Hessian of L on the tangent space."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple

from mvcalc_cli.language.tree import ZERO, Tree, add, multiply, subtract
from mvcalc_cli.symbolic.arithmetic import Number, context, inexact
from mvcalc_cli.symbolic.stationary.constrained import Candidate, Problem, place_of, value_at
from mvcalc_cli.symbolic.stationary.germ import sign
from mvcalc_cli.symbolic.stationary.measured import WORKING, number_of
from mvcalc_cli.symbolic.stationary.splitting import diagonalised

# What is 0 in numbers of 30 to 50 digits, beside the largest number.
_ZERO: Final = 1e-20
# The same of second derivatives at a point that only numbers gave: a degenerate one is known to few digits.
_UNSURE: Final = 1e-7
_OPEN: Final = "degenerate", "not decided: the Hessian of L is singular on the tangent space"

_UNCLEAR: Final = (
    "degenerate",
    "not decided: the Hessian of L is nearly singular there, and the point is known by its numbers alone",
)

Verdict = tuple[str, str]


def kind_of(asked: Problem, candidate: Candidate, along: int = 0, *, further: bool = True) -> Verdict:
    """The kind of a point with multipliers, and what proves it.

    Args:
        asked: The problem.
        candidate: A point with its multipliers.
        along: The dimension of the family of solutions through the point.
        further: Where the Hessian of L does not tell, look at the terms of higher degree.
    """
    from mvcalc_cli.symbolic.stationary.kinds import meets_pieces

    there = place_of(asked.names, candidate.point)
    if not candidate.active:
        return _free(asked, candidate)
    trees = (asked.f, *(asked.constraints[k].g for k in candidate.active))
    if any(meets_pieces(tree, asked.names, candidate.point) for tree in trees):
        return "degenerate", "not decided: f or a constraint is put together from pieces that meet there"
    if not independent(asked, candidate.active, there):
        return "degenerate", "not decided: the gradients of the active constraints are dependent there"
    return _regular(asked, candidate, there, along if further else None)


def _regular(asked: Problem, candidate: Candidate, there: Mapping[str, Number], along: int | None) -> Verdict:
    """Where the gradients of the active constraints are independent."""
    sizes = multipliers_of(asked, candidate)
    pushes = {k: _push(asked, k, sizes[k]) for k in candidate.active if asked.constraints[k].side}
    ways = set(pushes.values())
    if {1, -1} <= ways:
        return "saddle", "multipliers of both kinds of sign: f rises into the set on one side and falls on another"
    strict = [k for k in candidate.active if pushes.get(k, 2) != 0]
    lost = len(candidate.active) - len(strict)
    room = _ZERO if candidate.point.exact else _UNSURE
    wide = _restricted(asked, there, sizes, strict, room)
    narrow = wide if lost <= 1 else _restricted(asked, there, sizes, candidate.active, room)
    if wide is None or narrow is None:
        return "degenerate", "not decided: there are no second derivatives"
    wanted = next((way for way in (1, -1) if way in ways), 0)
    known = _Signs(wide, narrow, wanted, ", ".join(signs_of(asked, candidate, sizes)))
    found = _by_hessian(known)
    if found is None and along is not None:
        found = _further(asked, candidate, strict, known, along)
    if found is None and not candidate.point.exact:
        return _UNCLEAR
    return found if found is not None else _OPEN


def _further(asked: Problem, candidate: Candidate, strict: Sequence[int], known: _Signs, along: int) -> Verdict | None:
    """Where the Hessian of L does not tell."""
    if _is_flat(asked, candidate):
        return _flat(known)
    if strict and known.wanted and _is_constant_on(asked, strict):
        only = "maximum" if known.wanted > 0 else "minimum"
        return only, f"{known.words}; where μ ≠ 0 holds with equality f is constant"
    if len(strict) < len(candidate.active):
        return _half_bordered(asked, candidate, strict, known)
    return _on_the_border(asked, candidate, known, along)


def _is_constant_on(asked: Problem, held: Sequence[int]) -> bool:
    """Has f one value where these constraints, which hold variables linearly, hold with equality?"""
    from mvcalc_cli.symbolic.stationary.reading import constant
    from mvcalc_cli.symbolic.stationary.reduction import reduced

    left = reduced(asked.f, [asked.constraints[k].g for k in held], asked.names)
    return left is not None and constant(left.f) is not None


def _is_flat(asked: Problem, candidate: Candidate) -> bool:
    """Is L = f − Σ λ g a constant, so that on the set f changes with the constraints alone?"""
    from mvcalc_cli.symbolic.stationary.reading import constant

    if candidate.multipliers is None or not candidate.multipliers.exact:
        return False
    pulls = [
        multiply(size, asked.constraints[k].g)
        for k, size in zip(candidate.taken, candidate.multipliers.values, strict=True)
        if size is not None
    ]
    return constant(subtract(asked.f, add(ZERO, *pulls)) if pulls else asked.f) is not None


def _flat(known: _Signs) -> Verdict:
    wanted, words = known.wanted, known.words
    if not wanted:
        return "degenerate", "f is constant on the set: L is a constant"
    only = "maximum" if wanted > 0 else "minimum"
    return only, f"{words}; L is a constant, so that f is nowhere on the set {'more' if wanted > 0 else 'less'}"


def _half_bordered(asked: Problem, candidate: Candidate, strict: Sequence[int], known: _Signs) -> Verdict | None:
    """Where multipliers are 0: by f on the set in which those constraints are loose and the others hold with equality.

    With the active constraints as coordinates f is its value where the others are 0 and a multiple of each of these
    whose sign is that of its multiplier (Hadamard's lemma).
    """
    from mvcalc_cli.symbolic.stationary.implicit import kind_along

    found = kind_along(asked, candidate, strict, [k for k in candidate.active if k not in strict])
    if found is not None and known.wanted and "f is constant" in found[1]:
        return (
            "maximum" if known.wanted > 0 else "minimum"
        ), f"{known.words}; where μ ≠ 0 holds with equality {found[1]}"
    if found is None or found[0] not in {"minimum", "maximum", "saddle"} or not known.wanted:
        return found
    only = "maximum" if known.wanted > 0 else "minimum"
    return (only if found[0] == only else "saddle"), f"{known.words}; where μ ≠ 0 holds with equality: {found[1]}"


def multipliers_of(asked: Problem, candidate: Candidate) -> dict[int, Number]:
    """The numbers of the multipliers; 0 for those that were not taken as active."""
    found: dict[int, Number] = dict.fromkeys(range(len(asked.constraints)), context(WORKING).zero)
    if candidate.multipliers is not None:
        pairs = zip(candidate.taken, candidate.multipliers.values, candidate.multipliers.digits, strict=True)
        found.update({k: number_of(value, digits) for k, value, digits in pairs})
    return found


def _push(asked: Problem, place: int, size: Number) -> int:
    """1: f rises towards this border of the set (as at a maximum), −1: it falls; 0: neither."""
    size = context(WORKING).mpf(inexact(size, WORKING))
    return 0 if abs(size) < _ZERO else sign(size) * asked.constraints[place].side


def _free(asked: Problem, candidate: Candidate) -> Verdict:
    from mvcalc_cli.symbolic.stationary.kinds import classified

    found = classified(asked.f, asked.names, candidate.point, asked.kinds)
    return found.kind, f"inside the set, no constraint is active: {found.reason}"


def independent(asked: Problem, active: Sequence[int], there: Mapping[str, Number]) -> bool:
    """Have these constraints independent gradients at a point?"""
    rows = _matrix([asked.normals[k] for k in active], there)
    return rows is not None and len(null_space(rows, len(asked.names))) == len(asked.names) - len(active)


def _matrix(rows: Sequence[Sequence[Tree]], there: Mapping[str, Number]) -> list[list[Any]] | None:
    mp = context(WORKING)
    found = [[value_at(entry, there) for entry in row] for row in rows]
    if any(entry is None for row in found for entry in row):
        return None
    return [[mp.mpf(inexact(entry, WORKING)) for entry in row if entry is not None] for row in found]


def null_space(rows: Sequence[Sequence[Any]], size: int) -> list[list[Any]]:
    """A basis of the vectors that every row is orthogonal to, by elimination with full pivots."""
    mp = context(WORKING)
    left = [list(row) for row in rows]
    largest = max((abs(entry) for row in left for entry in row), default=mp.one)
    pivots: list[tuple[int, list[Any]]] = []
    while left:
        i, k = max(((i, k) for i in range(len(left)) for k in range(size)), key=lambda at: abs(left[at[0]][at[1]]))
        if abs(left[i][k]) <= _ZERO * largest:
            break
        row = left.pop(i)
        row = [entry / row[k] for entry in row]
        left = [[a - other[k] * b for a, b in zip(other, row, strict=True)] for other in left]
        pivots = [(at, [a - other[k] * b for a, b in zip(other, row, strict=True)]) for at, other in pivots]
        pivots.append((k, row))
    taken = {k for k, _ in pivots}
    basis = []
    for free in (k for k in range(size) if k not in taken):
        vector = [mp.zero] * size
        vector[free] = mp.one
        for k, row in pivots:
            vector[k] = -row[free]
        basis.append(vector)
    return basis


class _Signs(NamedTuple):
    """What is known of a point of the first order.

    Attributes:
        wide: Signs of the Hessian of L on the directions that equalities and inequalities with μ ≠ 0 leave.
        narrow: On a space of directions that are all allowed, or whose opposites are.
        wanted: 1: only a maximum is possible, −1: only a minimum, 0: either.
        words: The signs of the multipliers, in words.
    """

    wide: list[int]
    narrow: list[int]
    wanted: int
    words: str


def _by_hessian(known: _Signs) -> Verdict | None:
    """By the Hessian of L = f − Σ λ g; None where it is singular and does not tell.

    With one multiplier that is 0 half of the directions are allowed, and the form has one sign on d and −d.
    """
    wide, narrow, wanted, words = known
    if not wide:
        kind = {1: "maximum", -1: "minimum", 0: "isolated"}[wanted]
        alone = "the constraints leave no direction: no other allowed point is near by"
        return kind, (f"{words}: f changes one way in every direction that is allowed" if wanted else alone)
    if all(way > 0 for way in wide) or all(way < 0 for way in wide):
        return _definite(wide[0], wanted, words, len(wide))
    if {1, -1} <= set(narrow):
        return "saddle", "the Hessian of L takes both signs on the tangent space"
    if wanted and wanted in narrow:
        return "saddle", f"{words}, but the Hessian of L has the other sign along the border"
    return None


def _definite(way: int, wanted: int, words: str, size: int) -> Verdict:
    relation = ">" if way > 0 else "<"
    shown = f"the Hessian of L is {'positive' if way > 0 else 'negative'} definite on the tangent space"
    if size == 1:
        shown = f"tᵀ(Hess L)t {relation} 0 along the tangent t"
    if wanted and way == wanted:
        return "saddle", f"{words}, but {shown}"
    return ("minimum" if way > 0 else "maximum"), f"{words}; {shown}" if words else shown


def signs_of(asked: Problem, candidate: Candidate, sizes: Mapping[int, Number]) -> tuple[str, ...]:
    """The signs of the multipliers of the active inequalities: "μ₁ = 2 > 0"."""
    mp = context(WORKING)
    found = []
    for k in candidate.active:
        if asked.constraints[k].side:
            size = mp.mpf(inexact(sizes[k], WORKING))
            letter = asked.constraints[k].multiplier.replace("mu", "μ").replace("_", "")
            letter = letter.translate(str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉"))
            shown = f"{float(size):.6g}".replace("-", "−")
            found.append(f"{letter} = 0" if abs(size) < _ZERO else f"{letter} = {shown} {'>' if size > 0 else '<'} 0")
    return tuple(found)


def _restricted(
    asked: Problem, there: Mapping[str, Number], sizes: Mapping[int, Number], active: Sequence[int], room: float
) -> list[int] | None:
    """The signs of the quadratic form of L on the directions that these constraints leave."""
    from mvcalc_cli.calculus.matrices import hessian
    from mvcalc_cli.errors import MvcalcError

    try:
        held = [k for k in range(len(asked.constraints)) if sizes[k]]
        parts = [
            _matrix(hessian(tree, asked.names)[1].rows, there)
            for tree in (asked.f, *(asked.constraints[k].g for k in held))
        ]
    except MvcalcError:
        return None
    normals = _matrix([asked.normals[k] for k in active], there)
    if normals is None or any(part is None for part in parts):
        return None
    size = len(asked.names)
    mp = context(WORKING)
    weights = [mp.one, *(-mp.mpf(inexact(sizes[k], WORKING)) for k in held)]
    terms = [
        [[w * part[i][j] for w, part in zip(weights, parts, strict=True) if part] for j in range(size)]
        for i in range(size)
    ]
    whole = [[sum(terms[i][j]) for j in range(size)] for i in range(size)]
    largest = max((abs(term) for row in terms for entry in row for term in entry), default=mp.one) or mp.one
    basis = null_space(normals, size)
    form = [[sum(u[i] * whole[i][j] * v[j] for i in range(size) for j in range(size)) for v in basis] for u in basis]
    form = [[mp.zero if abs(entry) <= room * largest else entry for entry in row] for row in form]
    if not form:
        return []
    return [0 if abs(value) <= room * largest else sign(value) for value in diagonalised(form)[1]]


def _on_the_border(asked: Problem, candidate: Candidate, known: _Signs, along: int) -> Verdict | None:
    """Where the Hessian of L is singular on the tangent space: by f on the active constraints alone.

    Near the point f is its value on the border and, for each inequality, a multiple of the distance from it whose sign
    is that of its multiplier (Hadamard's lemma): a minimum on the border is one of the set if that sign wants one.
    """
    from mvcalc_cli.symbolic.stationary.implicit import kind_along
    from mvcalc_cli.symbolic.stationary.reduction import classified_on

    bent = {way for way in known.wide if way}
    if along and known.wide.count(0) == along and len(bent) == 1:
        reason = "not strict: f is the same along the family, and the Hessian of L has one sign across it"
        found: Verdict | None = ("minimum" if 1 in bent else "maximum"), reason
    elif along and len(known.wide) == along and not bent:
        found = "degenerate", "f is constant near by: the set is there a family of candidates"
    else:
        found = classified_on(asked, candidate)
        if found is None or found[0] == "degenerate":
            found = kind_along(asked, candidate, candidate.active) or found
    if found is None or not known.wanted:
        return found
    kind, reason = found
    only = "maximum" if known.wanted > 0 else "minimum"
    if kind == only or "f is constant" in reason:
        return only, f"{known.words}; {reason}"
    return None if kind == "degenerate" else ("saddle", f"{known.words}, but along the border a {kind}: {reason}")
