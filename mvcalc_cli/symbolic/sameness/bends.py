"""Functions put together from pieces: |x|, max, piecewise, √(x²), asin(sin x). Points must be met on every piece."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations
from typing import Final

from mvcalc_cli.language.tree import MINUS_ONE, ONE, Tree, call, postorder, subtract
from mvcalc_cli.symbolic.sameness.lines import cuts
from mvcalc_cli.symbolic.sameness.polynomials import polynomial
from mvcalc_cli.symbolic.sameness.screen import Point, screen_at
from mvcalc_cli.symbolic.verify import Comparison, Domains, Session, allowed, free_variables

_KINKED: Final = frozenset({"abs", "sign", "relu"})
_STEPPED: Final = frozenset({"floor", "ceil", "mod", "gcd"})
# Their bends come from what stands in them: arctan jumps with 1/x, and comes back with tan x.
_WOUND: Final = frozenset({"atan", "acot", "atan2", "asec", "acsc", "atanh", "acoth"})
_TURNED: Final = frozenset({"asin", "acos", "acosh"})
_POLES: Final = {"tan": "cos", "sec": "cos", "cot": "sin", "csc": "sin"}
# Far out, where a bend may wait.
_FAR: Final = (65, -65, 101, -101, 1_001, -1_001, 100_001, -100_001, 10**7 + 1, -(10**7) - 1)
# Points where floats differ that are measured before floats are believed to be inexact.
_TRIES: Final = 8
# Beyond a larger number than this in something that is no polynomial, a bend may be anywhere.
_LARGE: Final = 10


def bends(*trees: Tree) -> tuple[Tree, ...]:
    """What is 0 where the pieces of these functions meet.

    >>> from mvcalc_cli.language import parse
    >>> [part.kind for part in bends(parse("|x - 1| + sqrt(x^2)").tree)]
    ['sum', 'power']
    """
    found: dict[Tree, None] = {}
    for tree in trees:
        for node in postorder(tree):
            found.update(dict.fromkeys(_own(node)))
    return tuple(part for part in found if free_variables(part))


def has_steps(*trees: Tree) -> bool:
    """Does one hold floor, ceil, mod or gcd, whose pieces cannot be counted?"""
    return any(node.kind == "call" and node.value in _STEPPED for tree in trees for node in postorder(tree))


def _own(node: Tree) -> Iterator[Tree]:
    if node.kind == "piecewise":
        yield from _conditions(node)
    if node.kind == "power":
        yield from _root(node.args[0]) if _is_fraction(node.args[1]) else ()
    if node.kind != "call":
        return
    if node.value in _KINKED:
        yield node.args[0]
    elif node.value in {"max", "min"}:
        yield from (subtract(a, b) for a, b in combinations(node.args, 2))
    elif node.value in {"sqrt", "root"}:
        yield from _root(node.args[0])
    elif node.value in _TURNED and not _is_linear(node.args[0]):
        yield from (subtract(node.args[0], ONE), subtract(node.args[0], MINUS_ONE))
    elif node.value in _WOUND:
        yield from _inside(node)


def _conditions(node: Tree) -> Iterator[Tree]:
    for condition in node.args[:-1:2]:
        for part in postorder(condition):
            if part.kind == "relation":
                yield subtract(*part.args)


def _root(radicand: Tree) -> Iterator[Tree]:
    """√u bends where u touches 0, which a straight u never does."""
    if not _is_linear(radicand):
        yield radicand


def _inside(node: Tree) -> Iterator[Tree]:
    for part in postorder(node):
        if part.kind == "quotient":
            yield part.args[1]
        if part.kind == "call" and part.value in _POLES:
            yield call(_POLES[str(part.value)], *part.args)


def _is_fraction(exponent: Tree) -> bool:
    if exponent.kind == "number":
        return Fraction(exponent.value).denominator != 1  # type: ignore[arg-type]
    return exponent.kind == "quotient"


def _is_linear(tree: Tree) -> bool:
    names = free_variables(tree)
    if len(names) != 1:
        return not names
    coefficients = polynomial(tree, names[0])
    return coefficients is not None and len(coefficients) <= 2


def beyond_bends(
    left: Tree, right: Tree, parts: tuple[Tree, ...], domains: Domains, seed: int
) -> tuple[Comparison | None, bool]:
    """Look on every piece, and far out: a comparison that found a difference, and whether every piece was seen."""
    names = free_variables(left, right)
    sure = not has_steps(left, right)
    points: list[Point] = []
    for cut in cuts(parts, names, seed, exact=False):
        sure = sure and (cut.complete or all(map(is_tame, parts)))
        points += [*cut.pieces(domains), *cut.boundaries(domains)] if cut.places else []
    points += _far(names, domains)
    session = Session(left, right)
    found = screen_at(left, right, points, names)
    asked = points if found is None else [*found.differ[:_TRIES], *found.unknown[:_TRIES]]
    if any(session.differs(point) for point in asked):
        return session.result(names), True
    return None, sure


def is_tame(part: Tree) -> bool:
    """Without large numbers nothing happens far out that does not happen near by."""
    return not any(node.kind == "number" and abs(Fraction(node.value)) > _LARGE for node in postorder(part))  # type: ignore[arg-type]


def _far(names: tuple[str, ...], domains: Domains) -> Iterator[dict[str, Fraction]]:
    everywhere = [{name: Fraction(value) for name in names} for value in _FAR]
    single = [{name: Fraction(value if name == one else 1) for name in names} for one in names for value in _FAR]
    for point in everywhere if len(names) == 1 else [*everywhere, *single]:
        if all(allowed(value, domains.get(name, "real")) for name, value in point.items()):
            yield point
