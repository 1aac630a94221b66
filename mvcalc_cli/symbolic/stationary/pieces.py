"""Functions put together from smooth pieces, |x² − 1|: each piece solved by itself, and places on their seams."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations, product
from typing import Any, Final

from mvcalc_cli.calculus.matrices import gradient
from mvcalc_cli.calculus.tidy import tidy
from mvcalc_cli.errors import MvcalcError
from mvcalc_cli.language.tree import ZERO, Tree, fold, multiply, negative, postorder, subtract, variables
from mvcalc_cli.symbolic import clock
from mvcalc_cli.symbolic.digits import Unmeasured, measure
from mvcalc_cli.symbolic.sameness.bends import bends
from mvcalc_cli.symbolic.stationary.measured import number_of
from mvcalc_cli.symbolic.stationary.points import Box, Found, Point
from mvcalc_cli.symbolic.stationary.system import real_points

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
    until = clock.deadline(_ALL)
    found: dict[tuple[float, ...], Point] = {}
    for equations in _systems(f, names):
        if clock.is_over(until):
            break
        solved = _solved(equations, names, kinds)
        found.update({point.numbers: point for point in solved.points if point.exact} if solved else {})
    return tuple(found[at] for at in sorted(found))


def _systems(f: Tree, names: Sequence[str]) -> Iterator[tuple[Tree, ...]]:
    seams = bends(f)[:_MOST]
    yield from combinations(seams, len(names))
    for seam in seams if len(names) == 2 else ():
        along = tidy(_on_seam(f, seam))
        try:
            (a, b), (c, d) = gradient(along, tuple(names)).rows[0], gradient(seam, tuple(names)).rows[0]
        except MvcalcError:
            continue
        across = tidy(subtract(multiply(a, d), multiply(b, c)))
        if variables(across):
            yield seam, across


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
    seams = tuple(dict.fromkeys(bends(f)))
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
    inside = tuple(point for point in found.points if _belongs(f, signs, names, point))
    families = [family for family in found.families if any(_stands(signs, names, p) for p in family.inside)]
    notes = tuple(note for note in found.notes if "outside the box" not in note)
    return found._replace(points=inside, families=tuple(families), notes=notes)


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
