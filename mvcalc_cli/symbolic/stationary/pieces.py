"""Functions put together from smooth pieces, |x² − 1|: each piece solved by itself, and places on their seams."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import combinations, product
from typing import Any, Final, NamedTuple

from mvcalc_cli.calculus.matrices import gradient
from mvcalc_cli.calculus.tidy import tidy
from mvcalc_cli.errors import MvcalcError
from mvcalc_cli.language.tree import (
    ZERO,
    Tree,
    fold,
    multiply,
    negative,
    postorder,
    subtract,
    variables,
)
from mvcalc_cli.symbolic import clock
from mvcalc_cli.symbolic.digits import Unmeasured, measure
from mvcalc_cli.symbolic.sameness.bends import bends
from mvcalc_cli.symbolic.stationary.measured import number_of
from mvcalc_cli.symbolic.stationary.points import Box, Found, Point
from mvcalc_cli.symbolic.stationary.straight import straightened
from mvcalc_cli.symbolic.stationary.system import real_points
from mvcalc_cli.symbolic.stationary.touching import touching

# The pieces of so many seams are solved one by one, each in so many seconds.
_MOST_SEAMS: Final = 3
_PIECE_SECONDS: Final = 0.5
# A seam this near to 0 is met, and a slope is 0.
_ON_IT: Final = 1e-20
_SECONDS: Final = 0.3
_ALL: Final = 0.6
_MOST: Final = 4


def seam_points(f: Tree, names: Sequence[str], kinds: Mapping[str, str]) -> tuple[Point, ...]:
    """Where two seams meet, and where f is stationary along one: the only places on seams for strict extremes.

    Of more variables only the places where as many seams meet.

    Points that are known by their numbers alone are left out.

    >>> from mvcalc_cli.language import parse
    >>> [point.numbers for point in seam_points(parse("|x - y| + x^2").tree, ("x", "y"), {})]
    [(0.0, 0.0)]
    """
    if len(names) < 2:
        return ()
    f = straightened(f)
    found = {
        point.numbers: point
        for each in _seam_systems(f, tuple(names), tuple(sorted(kinds.items())))
        if each.found is not None
        for point in each.found.points
        if point.exact
    }
    return tuple(found[at] for at in sorted(found))


class _System(NamedTuple):
    """Where seams meet, or f is stationary along one.

    Attributes:
        seams: Those concerned.
        found: The solutions; None where they were not looked for: f is constant along the seam, or time was over.
    """

    seams: tuple[Tree, ...]
    found: Found | None


@lru_cache(maxsize=8)
def _seam_systems(f: Tree, names: tuple[str, ...], kinds: tuple[tuple[str, str], ...]) -> tuple[_System, ...]:
    until = clock.deadline(_ALL)
    solved = []
    for seams, equations, signs in _systems(f, names):
        is_late = clock.is_over(until) or not equations
        found = None if is_late else _solved(equations, names, dict(kinds))
        if found is not None and signs:
            found = found._replace(points=tuple(p for p in found.points if _stands(signs, names, p)))
        solved.append(_System(seams, found))
    return tuple(solved)


def _systems(f: Tree, names: Sequence[str]) -> Iterator[tuple[tuple[Tree, ...], tuple[Tree, ...], Mapping[Tree, int]]]:
    """Seams with their equations and the signs of the others; () where f is constant along one, or has no slopes."""
    seams = bends(f)[:_MOST]
    for met in combinations(seams, len(names)):
        yield met, met, {}
    for seam in seams if len(names) == 2 else ():
        others = [each for each in seams if each != seam]
        for signs in _patterns(len(others)):
            given = dict(zip(others, signs, strict=True))
            equations = _along(f, seam, given, tuple(names))
            if equations is not None:
                yield (seam,), equations, given


def _along(f: Tree, seam: Tree, signs: Mapping[Tree, int], names: tuple[str, ...]) -> tuple[Tree, ...] | None:
    """Where a piece of f is stationary along a seam; () where it is constant there; None where it is never so."""
    there = tidy(_on_seam(piece(f, signs), seam))
    try:
        (a, b), (c, d) = gradient(there, names).rows[0], gradient(seam, names).rows[0]
    except MvcalcError:
        return ()
    across = tidy(subtract(multiply(a, d), multiply(b, c)))
    if across == ZERO:
        return ()
    return (seam, across) if variables(across) else None


def settled_seams(f: Tree, names: Sequence[str], kinds: Mapping[str, str]) -> frozenset[Tree]:
    """Seams of a function of two variables on which every extreme is one of the seam points: all are known exactly.

    >>> from mvcalc_cli.language import parse
    >>> sorted(part.kind for part in settled_seams(parse("|x| + |y - 1|").tree, ("x", "y"), {}))
    ['sum', 'variable']
    >>> settled_seams(parse("|x| (1 + y^2)").tree, ("x", "y"), {})
    frozenset()
    """
    f = straightened(f)
    seams = bends(f)
    if len(names) != 2 or len(seams) > _MOST or not set(seams) <= set(seams_of(f)) or any(map(_holds_pieces, seams)):
        return frozenset()
    open_ = {
        seam
        for each in _seam_systems(f, tuple(names), tuple(sorted(kinds.items())))
        if not _is_known(each)
        for seam in each.seams
    }
    return frozenset(seam for seam in seams if seam not in open_)


def _is_known(each: _System) -> bool:
    found = each.found
    return found is not None and bool(found.complete) and not found.families and all(p.exact for p in found.points)


def has_gradient(f: Tree, names: Sequence[str], point: Point) -> bool:
    """Have all pieces that meet at a point the same slopes there, so that f has a gradient?

    >>> from mvcalc_cli.language import parse
    >>> origin = Point((ZERO,), (0.0,), ("0",), 0.0)
    >>> [has_gradient(parse(text).tree, ("x",), origin) for text in ("|x^3|", "x |x|", "|x|")]
    [True, True, False]
    """
    f = straightened(f)
    seams = tuple(dict.fromkeys(bends(f)))
    if not set(seams) <= set(seams_of(f)) or any(map(_holds_pieces, seams)):
        return False
    at = _place(names, point)
    values = {seam: _value(seam, at) for seam in seams}
    met = [seam for seam, value in values.items() if value is not None and abs(value) < _ON_IT]
    if None in values.values() or len(met) > _MOST:
        return False
    signs = {seam: 1 if value > 0 else -1 for seam, value in values.items()}
    every = []
    for flipped in _patterns(len(met)):
        try:
            slopes = gradient(tidy(piece(f, {**signs, **dict(zip(met, flipped, strict=True))})), tuple(names)).rows[0]
        except MvcalcError:
            return False
        every.append([_value(slope, at) for slope in slopes])
    if any(value is None for row in every for value in row):
        return False
    return all(abs(a - b) <= _ON_IT * (1 + abs(a)) for row in every for a, b in zip(row, every[0], strict=True))


def _on_seam(f: Tree, seam: Tree) -> Tree:
    """f where the seam is 0, as one of the pieces that meet there has it."""
    return piece(f, {seam: 0})


def piece(f: Tree, signs: Mapping[Tree, int]) -> Tree:
    """f where seams have these signs."""

    def node(each: Tree, parts: list[Tree]) -> Tree:
        side = signs.get(_seam(each))  # type: ignore[arg-type]
        if side is None:
            return Tree(each.kind, each.value, tuple(parts)) if parts else each
        if each.value in {"max", "min"}:
            return parts[0 if (side >= 0) == (each.value == "max") else 1]
        if side == 0 or (side < 0 and each.value == "relu"):
            return ZERO
        return parts[0] if side > 0 else negative(parts[0])

    return fold(f, node)


def _seam(node: Tree) -> Tree | None:
    """What is 0 where two pieces of |u|, max(u, v), … meet; None for anything else."""
    if node.kind != "call":
        return None
    if node.value in {"abs", "relu"}:
        return node.args[0]
    return subtract(*node.args) if node.value in {"max", "min"} and len(node.args) == 2 else None


def seams_of(f: Tree) -> tuple[Tree, ...]:
    """What is 0 where pieces of |u|, max(u, v), … meet."""
    return tuple(dict.fromkeys(seam for node in postorder(f) if (seam := _seam(node)) is not None))


def by_pieces(f: Tree, names: Sequence[str], kinds: Mapping[str, str], box: Box | None = None) -> Found | None:
    """The critical points inside the smooth pieces of f; None if it has other pieces, too many, or curves of points.

    >>> from mvcalc_cli.language import parse
    >>> found = by_pieces(parse("|x^2 - 1|").tree, ("x",), {})
    >>> [point.numbers for point in found.points], found.complete
    ([(0.0,)], 'each of the 2 smooth pieces of f is solved')
    """
    straight = straightened(f)
    seams = tuple(dict.fromkeys(bends(straight)))
    if straight != f and not seams:
        return _smooth(straight, names, kinds, box)
    f = straight
    if not 0 < len(seams) <= _MOST_SEAMS or not set(seams) <= set(seams_of(f)) or any(map(_holds_pieces, seams)):
        return None
    parts = [_of_piece(f, dict(zip(seams, signs, strict=True)), names, kinds, box) for signs in _patterns(len(seams))]
    if any(part is None or part.families for part in parts):
        return None
    found = [part for part in parts if part is not None]
    complete = all(part.complete for part in found)
    points = {point.numbers: point for part in found for point in part.points}
    methods = {part.method for part in found}
    searched = next((part.searched for part in found if part.searched is not None), None)
    return Found(
        tuple(names),
        tuple(points[at] for at in sorted(points)),
        (),
        f"each of the {len(found)} smooth pieces of f is solved" if complete else None,
        methods.pop() if len(methods) == 1 else "mixed",
        None if complete else searched,
        tuple(dict.fromkeys(note for part in found for note in part.notes)),
    )


def _smooth(f: Tree, names: Sequence[str], kinds: Mapping[str, str], box: Box | None) -> Found | None:
    """Of a function without pieces, as it is written shorter: x² for √(x⁴)."""
    try:
        return real_points(gradient(f, tuple(names)).rows[0], names, kinds, box=box, defined=[f])
    except MvcalcError:
        return None


def _patterns(count: int) -> Iterator[tuple[int, ...]]:
    yield from product((1, -1), repeat=count)


def _holds_pieces(seam: Tree) -> bool:
    return any(_seam(node) is not None for node in postorder(seam))


def _of_piece(
    f: Tree, signs: Mapping[Tree, int], names: Sequence[str], kinds: Mapping[str, str], box: Box | None
) -> Found | None:
    """The critical points of one piece where it is f; None where its gradient is 0 everywhere, or it has none."""
    there = tidy(piece(f, signs))
    try:
        slopes = gradient(there, tuple(names)).rows[0]
        if all(slope == ZERO for slope in slopes):
            return None
        found = real_points(slopes, names, kinds, box=box, seconds=_PIECE_SECONDS, defined=[f])
    except MvcalcError:
        return None
    families = [family for family in found.families if any(_stands(signs, names, p) for p in family.inside)]
    crossing = [touching(family, signs, names, kinds) for family in found.families]
    met = [point for points in crossing for point in points or ()]
    inside = {point.numbers: point for point in (*met, *found.points) if _belongs(f, signs, names, point)}
    notes = tuple(note for note in found.notes if "outside the box" not in note)
    # A family that was not met in the piece may still have members there, unless it is seen to lie beyond.
    beyond = all(points is not None for points in crossing)
    return found._replace(
        points=tuple(inside[at] for at in sorted(inside)),
        families=() if beyond else tuple(families),
        complete=found.complete if beyond else None,
        notes=notes,
    )


def _belongs(f: Tree, signs: Mapping[Tree, int], names: Sequence[str], point: Point) -> bool:
    """Is it a critical point of f: inside the piece, or on seams where all pieces that meet have the gradient 0?"""
    stands = _stands(signs, names, point)
    if not stands:
        return False
    met = [seam for seam, value in stands.items() if abs(value) < _ON_IT]
    at = _place(names, point)
    for flipped in product((1, -1), repeat=len(met)):
        there = tidy(piece(f, {**signs, **dict(zip(met, flipped, strict=True))}))
        values = [_value(slope, at) for slope in gradient(there, tuple(names)).rows[0]] if met else []
        if any(value is None or abs(value) > _ON_IT for value in values):
            return False
    return True


def _stands(signs: Mapping[Tree, int], names: Sequence[str], point: Point) -> dict[Tree, Any]:
    """The values of the seams at a point of the piece or its border; none at a point that is beyond."""
    at = _place(names, point)
    values = {seam: _value(seam, at) for seam in signs}
    if any(value is None or value * signs[seam] < -_ON_IT for seam, value in values.items()):
        return {}
    return values


def _place(names: Sequence[str], point: Point) -> dict[str, Any]:
    return {name: number_of(value, text) for name, value, text in zip(names, point.values, point.digits, strict=True)}


def _value(tree: Tree, at: Mapping[str, Any]) -> Any:
    try:
        return measure(tree, at)
    except Unmeasured:
        return None


def _solved(equations: Sequence[Tree], names: Sequence[str], kinds: Mapping[str, str]) -> Found | None:
    try:
        return real_points(equations, names, kinds, seconds=_SECONDS)
    except MvcalcError:
        return None
