"""Are two expressions the same function?"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from functools import lru_cache
from typing import Final

from mvcalc_cli.calculus.tidy import tidy
from mvcalc_cli.language.tree import Tree, postorder, size
from mvcalc_cli.symbolic.arithmetic import context, inexact
from mvcalc_cli.symbolic.digits import Number, Unmeasured, measure
from mvcalc_cli.symbolic.sameness.bends import bends, beyond_bends, has_steps
from mvcalc_cli.symbolic.sameness.canonical import canonical
from mvcalc_cli.symbolic.sameness.gaps import gap_between
from mvcalc_cli.symbolic.sameness.result import Equality, How, differs, evidence, gap_of
from mvcalc_cli.symbolic.sameness.screen import Screen, screen, screened
from mvcalc_cli.symbolic.verify import Comparison, free_variables, plain

# Fewer points than this that agree are no evidence.
_EVIDENCE: Final = 8
# Constants are compared at 50 digits; the others are what rounding may spoil.
_CONSTANT_DIGITS: Final = 64
# Where these 64 say that two constants are one: a difference that is none shrinks.
_MORE_DIGITS: Final = (200, 400)
# A longer expression is not tidied: its values tell sooner.
_LONGEST: Final = 400


def scalars(left: Tree, right: Tree, how: How) -> Equality:
    """Structure, then values, then pieces, then domains."""
    if left == right:
        return Equality("equal", "the same expression")
    if holds_infinity(left) or holds_infinity(right):
        return _with_infinity(left, right, how)
    seen = screen(left, right, how.domains, how.seed)
    if (seen is None or not seen.differ) and same_structure(left, right):
        return Equality("equal", "same by algebra")
    return _by_values(left, right, _measured(left, right, how, seen), how)


def _by_values(left: Tree, right: Tree, found: Comparison, how: How) -> Equality:
    """What the values say; algebra, pieces and domains where these agree."""
    if found.check.verdict == "contradicted":
        return differs(found, how.sides)
    gap = found.gap_left or found.gap_right
    if found.check.points == 0 and gap is not None:
        return _never_both(left, right, found, how)
    names = free_variables(left, right)
    sure = _proven(left, right, how)
    if not sure and found.check.points < (_EVIDENCE if names else 1):
        why = f"same at {found.check.points} points, too few to tell" if names else "the value is out of reach"
        return Equality("undecided", why, proven=False)
    bent = _bent(left, right, found, how) if names and not sure else None
    return bent or _with_domain(left, right, found, sure, how)


@lru_cache(maxsize=512)
def holds_infinity(tree: Tree) -> bool:
    """Does ∞ stand in it?"""
    return any(node.kind == "constant" and node.value == "oo" for node in postorder(tree))


def _with_infinity(left: Tree, right: Tree, how: How) -> Equality:
    """∞ and −∞ alone can be compared; what is calculated with them is left to algebra."""
    signs = [_infinite(tree) if holds_infinity(tree) else 0 for tree in (left, right)]
    if None not in signs:
        if signs[0] == signs[1]:
            return Equality("equal", "both are infinite")
        return Equality("different", "one is infinite, the other is another")
    if _proven(left, right, how):
        return Equality("equal", "same by algebra")
    return Equality("undecided", "what is calculated with infinity was not worked out", proven=False)


def _infinite(tree: Tree) -> int | None:
    """1 for ∞, -1 for −∞, None for anything else that holds it."""
    if tree.kind == "constant":
        return 1
    inner = _infinite(tree.args[0]) if tree.kind == "negative" else None
    return None if inner is None else -inner


def _measured(left: Tree, right: Tree, how: How, seen: Screen | None) -> Comparison:
    """The values; those of constants to 50 digits."""
    found = screened(left, right, how.domains, how.seed, seen)
    if found.check.verdict != "agrees" or free_variables(left, right):
        return found
    a, b = (measure(tree, {}, _CONSTANT_DIGITS, complex_values=True) for tree in (left, right))
    if a is None or b is None:
        return found
    if isinstance(a, Fraction) and isinstance(b, Fraction) and a == b:
        return found
    exact = isinstance(a, Fraction) and isinstance(b, Fraction)
    difference = abs(inexact(a, _CONSTANT_DIGITS) - inexact(b, _CONSTANT_DIGITS))
    unit = context(_CONSTANT_DIGITS).mpf(10) ** -50
    largest = max(abs(inexact(a, _CONSTANT_DIGITS)), abs(inexact(b, _CONSTANT_DIGITS)))
    if not exact and difference <= max(largest, 1) * unit:
        apart = _stays_apart(left, right) if difference > largest * unit else None
        if apart is None:
            return found
        difference = apart
    check = found.check._replace(verdict="contradicted")
    return replace(found, check=check, left=plain(a), right=plain(b), difference=float(difference))


def _stays_apart(left: Tree, right: Tree) -> Number | None:
    """The difference of two constants that more digits do not make smaller: e^-1000 is not 0."""
    found: list[Number] = []
    for digits in _MORE_DIGITS:
        try:
            a, b = (measure(tree, {}, digits, complex_values=True) for tree in (left, right))
        except Unmeasured:
            return None
        if a is None or b is None:
            return None
        found.append(abs(inexact(a, digits) - inexact(b, digits)))
    first, second = found
    return first if first and abs(first - second) < first / 2 else None


def _with_domain(left: Tree, right: Tree, found: Comparison, sure: bool, how: How) -> Equality:
    """Equal in value: is it so in domain?"""
    gap = found.gap_left or found.gap_right
    if gap is None and "complex" not in how.domains.values():
        gap = gap_between(left, right, how)
    if gap is not None:
        return replace(gap_of(gap, how.sides), proven=sure)
    why = "same by algebra" if sure else evidence(found.check.points, free_variables(left, right))
    return Equality("equal", why, proven=sure)


@lru_cache(maxsize=512)
def _form(tree: Tree) -> object:
    return canonical(tidy(tree) if size(tree) <= _LONGEST else tree)


def same_structure(left: Tree, right: Tree) -> bool:
    """Are they the same, once numbers are folded, like terms merged, and order and signs are left aside?"""
    return left == right or _form(left) == _form(right)


def _never_both(left: Tree, right: Tree, found: Comparison, how: How) -> Equality:
    """No point was met where both have a value."""
    gap = found.gap_left or found.gap_right
    assert gap is not None
    told = gap_of(gap, how.sides)
    both = found.gap_left is not None and found.gap_right is not None
    return told if not both and _proven(left, right, how) else replace(told, verdict="different")


def _bent(left: Tree, right: Tree, found: Comparison, how: How) -> Equality | None:
    """What the pieces say; None if nothing speaks against what the points said."""
    parts = bends(left, right)
    if not parts and not has_steps(left, right):
        return None
    apart, every = beyond_bends(left, right, parts, how.domains, how.seed)
    if apart is not None:
        return differs(apart, how.sides)
    if every:
        return None
    why = f"{evidence(found.check.points, ('x',))}, but a bend could hide a difference"
    return Equality("undecided", why, proven=False)


def _proven(left: Tree, right: Tree, how: How) -> bool:
    if not how.algebra:
        return False
    from mvcalc_cli.symbolic.proofs import proven

    return proven(left, right, how.kinds, how.seconds)
