"""Limits of what swings: sin g and cos g, where g grows without bound, held at one phase after the other.

Along points where g is θ but for whole turns, sin g is sin θ. Two phases with different limits prove that there is
no limit. One limit for all phases proves that it is the limit where the expression is a trigonometric polynomial in
the phase, of a degree below half the number of phases: then its values at all other phases follow from these.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from math import lcm
from typing import Final, NamedTuple

from mvcalc_cli.calculus.signs import Facts, signed_value
from mvcalc_cli.calculus.tidy import tidy
from mvcalc_cli.language.tree import (
    PI,
    ZERO,
    Tree,
    add,
    call,
    fold,
    multiply,
    number,
    postorder,
    relation,
    substitute,
    subtract,
)
from mvcalc_cli.symbolic.limits.asymptotic import UNIT, Oscillation
from mvcalc_cli.symbolic.limits.coefficients import Field, Undecided, Unsupported, as_tree
from mvcalc_cli.symbolic.limits.expansion import Approach, leading
from mvcalc_cli.symbolic.limits.rules import REWRITES, opened_tangents
from mvcalc_cli.symbolic.limits.values import same

_PHASES: Final = 12
_STEPS: Final = frozenset({"floor", "ceil"})
# The ends, which are approached only, and what lies evenly between them.
_RESTS: Final = tuple(Fraction(n, 4) for n in range(5))
_WAVES: Final = frozenset({"sin", "cos"})
_FAILURES: Final = (Oscillation, Unsupported, ValueError, ZeroDivisionError)

Value = Callable[[Tree], Tree]


class Phases(NamedTuple):
    """The different limits found, and whether one alone is proven to be the limit.

    Attributes:
        values: Limits along different phases, each once.
        proven: Whether a single one is the limit.
        wave: The whole expression is this sine or cosine, which takes every value from −1 to 1.
    """

    values: tuple[Tree, ...]
    proven: bool
    wave: bool


def phases(tree: Tree, way: Approach, field: Field, value: Value) -> Phases | None:
    """The limits of `tree` along the phases of what swings in it; None if that is out of reach.

    Args:
        tree: The expression.
        way: How the variable comes to its point.
        field: Arithmetic of constants.
        value: Finds the limit of an expression that does not swing.
    """
    tree = tidy(fold(tree, opened_tangents))
    waves = _waves(tree, way, field)
    turns = _turns(waves, way, field)
    if not waves or turns is None:
        return None
    common = lcm(*(turn.ratio.denominator for turn in turns.values()))
    found: list[Tree] = []
    complete = True
    for place in range(_PHASES):
        angle = Fraction(2 * place * common, _PHASES)
        held = {wave: _held(field, wave, turn, angle) for wave, turn in turns.items()}
        try:
            limit = value(substitute(tree, held))
        except _FAILURES:
            complete = False
            continue
        if not any(same(field, limit, other) for other in found):
            found.append(limit)
    if not found:
        return None
    degree = _degree(tree, {wave: abs(turn.ratio) * common for wave, turn in turns.items()})
    proven = complete and len(found) == 1 and degree is not None and 2 * degree < _PHASES
    return Phases(tuple(found), proven, wave=tree in waves)


class Turn(NamedTuple):
    """The argument of a wave as ratio·(the first one's) + rest."""

    ratio: Fraction
    rest: Tree


def _waves(tree: Tree, way: Approach, field: Field) -> list[Tree]:
    return [node for node in postorder(tree) if _swings(node, way, field)]


def cancelled(tree: Tree, field: Field) -> Tree:
    """sin x/(x·sin x) as 1/x: a limit asks for nothing where a denominator is 0."""
    below = [node.args[1] for node in postorder(tree) if node.kind == "quotient"]
    factors = [part for node in below for part in (node.args if node.kind == "product" else (node,))]
    known = [relation("!=", part, ZERO) for part in factors]
    return tidy(tree, Facts(known, field.kinds))


def may_have_poles(tree: Tree, way: Approach, field: Field) -> bool:
    """Does the expression swing, and is no polynomial in what swings? Then values prove nothing: poles are narrow."""
    tree = fold(tree, opened_tangents)
    swinging = [node for node in postorder(tree) if _is_swinging(node, way, field)]
    return bool(swinging) and _degree(tree, dict.fromkeys(swinging, Fraction(1))) is None


def _is_swinging(node: Tree, way: Approach, field: Field) -> bool:
    if node.kind == "call" and node.value in _STEPS:
        try:
            leading(node, way, field)
        except Oscillation:
            return True
        except (*_FAILURES, Undecided):
            return False
    return _swings(node, way, field)


def steps(tree: Tree, way: Approach, field: Field, value: Value) -> Phases | None:
    """The same for floor(g) = g − θ, where g grows: θ, the rest of g, takes every value from 0 to 1 again and again."""
    tree = tidy(fold(tree, _opened_mod), field.facts)
    found = [node for node in postorder(tree) if node.kind == "call" and _is_swinging(node, way, field)]
    if not found or len({node.args[0] for node in found}) > 1 or any(node.value not in _STEPS for node in found):
        return None
    try:
        limits = [value(substitute(tree, {node: _rounded(node, rest) for node in found})) for rest in _RESTS]
    except _FAILURES:
        return None
    inner = limits[1:-1]
    if all(same(field, inner[0], other) for other in inner):
        return None
    straight = all(same(field, tidy(subtract(b, a)), tidy(subtract(c, b))) for a, b, c in triples(limits))
    return Phases((limits[0], limits[-1]) if straight else tuple(dict.fromkeys(inner)), proven=False, wave=straight)


def _rounded(node: Tree, rest: Fraction) -> Tree:
    return subtract(node.args[0], number(rest)) if node.value == "floor" else add(node.args[0], number(1 - rest))


def _opened_mod(node: Tree, args: list[Tree]) -> Tree:
    if node.kind == "call" and node.value == "mod":
        return REWRITES["mod"](*args)
    return node.with_args(tuple(args))


def triples(values: Sequence[Tree]) -> Iterator[tuple[Tree, Tree, Tree]]:
    """Three in a row, from each but the last two."""
    return zip(values, values[1:], values[2:], strict=False)


def _swings(node: Tree, way: Approach, field: Field) -> bool:
    if node.kind != "call" or node.value not in _WAVES:
        return False
    try:
        leading(node, way, field)
    except Oscillation:
        return not any(inner is not node and _swings(inner, way, field) for inner in postorder(node))
    except (Unsupported, ValueError, ZeroDivisionError):
        return False
    return False


def _turns(waves: list[Tree], way: Approach, field: Field) -> dict[Tree, Turn] | None:
    """Each argument as a multiple of the first; None if one is no rational multiple but for what stays finite."""
    if not waves:
        return None
    first = waves[0].args[0]
    found = {wave: _turn(wave.args[0], first, way, field) for wave in waves}
    return {wave: turn for wave, turn in found.items() if turn is not None} if None not in found.values() else None


def _turn(tree: Tree, first: Tree, way: Approach, field: Field) -> Turn | None:
    """tree = ratio·first + rest, for a rational ratio and a rest with a limit."""
    if tree == first:
        return Turn(Fraction(1), ZERO)
    try:
        (key, value), (other, base) = (leading(part, way, field).terms[0] for part in (tree, first))
        ratio = field.divide(value, base)
        if key != other or not isinstance(ratio, Fraction):
            return None
        rest = tidy(subtract(tree, multiply(number(ratio), first)), field.facts)
        far = leading(rest, way, field)
    except (*_FAILURES, Undecided):
        return None
    return None if far.terms and far.terms[0][0] < UNIT else Turn(ratio, rest)


def _held(field: Field, wave: Tree, turn: Turn, turns: Fraction) -> Tree:
    """sin or cos of so many half turns of the first argument."""
    angle = multiply(number(turns * turn.ratio % 2), PI)
    if turn.rest == ZERO:
        return as_tree(field.of(call(str(wave.value), angle)))
    return call(str(wave.value), add(angle, turn.rest))


def _degree(tree: Tree, weights: Mapping[Tree, Fraction]) -> Fraction | None:
    """The degree in the phase, of a polynomial in the waves; None for anything else.

    What swings may not stand where it could make the expression unbounded: below a fraction bar, in a logarithm.
    """

    def degree(node: Tree, parts: list[Fraction | None]) -> Fraction | None:
        if node in weights:
            return weights[node]
        if all(part == 0 for part in parts):
            return Fraction(0)
        if None in parts:
            return None
        known = [part for part in parts if part is not None]
        if node.kind in {"sum", "negative", "product"}:
            return sum(known, Fraction(0)) if node.kind == "product" else max(known)
        if node.kind == "quotient":
            return known[0] if known[1] == 0 else None
        exponent = signed_value(node.args[1]) if node.kind == "power" else None
        whole = exponent is not None and exponent.denominator == 1 and exponent > 0
        return known[0] * exponent if whole and exponent is not None else None

    return fold(tree, degree)
