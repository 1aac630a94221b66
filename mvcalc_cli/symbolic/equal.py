"""Are two expressions, equations, vectors or sets the same? Numbers first, then algebra.

A point where they differ settles it at once. Without one, algebra tries to prove it; where it cannot,
the points that agree are the evidence, and the verdict says so.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any, Final, Literal

import sympy

from mvcalc_cli.calculus.lower import lower
from mvcalc_cli.errors import MvcalcError
from mvcalc_cli.language.tree import Tree, negative, postorder, subtract
from mvcalc_cli.symbolic.attempts import attempt
from mvcalc_cli.symbolic.domains import lost_conditions
from mvcalc_cli.symbolic.proofs import proven
from mvcalc_cli.symbolic.to_sympy import to_sympy
from mvcalc_cli.symbolic.verify import Comparison, Gap, Value, Where, compare, compare_at, free_variables, shown, spoken

Verdict = Literal["equal", "different", "domain differs", "undecided"]
Kinds = Mapping[str, str] | None

# Seconds that algebra may take before the points that agree must do.
SECONDS: Final = 5.0
# Fewer points than this that agree are no evidence.
_EVIDENCE: Final = 8
_FLIPPED: Final = {"<": ">", ">": "<", "<=": ">=", ">=": "<=", "=": "=", "!=": "!="}


@dataclass(frozen=True, slots=True)
class Equality:
    """Whether two things are the same.

    Attributes:
        verdict: equal; different; domain differs (equal wherever both have a value, but one has a value in
            more places); undecided.
        why: In words: "same by algebra", "same at 16 points", "at x = −1 the left one is 1, the right one −1".
        where: A point where they differ, or where only one has a value.
        left: The left value there; None if undefined.
        right: The right value there.
        proven: True if algebra or a counterexample settles it, not points alone.
        conditions: Under these the two are equal, if the domains differ: x ≠ 0.
    """

    verdict: Verdict
    why: str
    where: Where = ()
    left: Value | None = None
    right: Value | None = None
    proven: bool = True
    conditions: tuple[Tree, ...] = ()


def equal(left: Tree, right: Tree, kinds: Kinds = None, seconds: float = SECONDS, seed: int = 0) -> Equality:
    """Compare two expressions as functions; equations by their solutions; vectors entry by entry.

    Args:
        left: An expression, relation, vector, matrix, set or interval.
        right: The same.
        kinds: name -> "real" (default), "positive", "integer", "complex".
        seconds: Algebra starts no further attempt after this time.
        seed: Of the points.

    >>> from mvcalc_cli.language.tree import TWO, add, call, power, variable
    >>> x = variable("x")
    >>> equal(call("sqrt", power(x, TWO)), call("abs", x)).verdict
    'equal'
    >>> equal(call("sqrt", power(x, TWO)), x).why
    'at x = -1 the left one is 1, the right one -1'
    >>> equal(call("sqrt", power(x, TWO)), x, {"x": "positive"}).why
    'same by algebra'
    """
    left, right = lower(left), lower(right)
    if left.kind == right.kind and left.kind in _WHOLES:
        return _WHOLES[left.kind](left, right, kinds, seconds, seed)
    if left.kind in _WHOLES or right.kind in _WHOLES:
        return Equality("different", f"one is {_article(left.kind)}, the other {_article(right.kind)}")
    return _scalars(left, right, kinds, seconds, seed)


def _article(kind: str) -> str:
    return {"interval": "an interval", "relation": "an equation or inequality", "logic": "a condition"}.get(
        kind, f"a {kind}" if kind in _WHOLES else "an expression"
    )


# --- functions -------------------------------------------------------------------------------------


def _scalars(left: Tree, right: Tree, kinds: Kinds, seconds: float, seed: int) -> Equality:
    found = compare(left, right, kinds, seed)
    if found.check.verdict == "contradicted":
        return _differs(found)
    gap = found.gap_left or found.gap_right
    if found.check.points == 0 and gap is not None:
        return _never_both(left, right, found, kinds, seconds)
    sure = left == right or proven(left, right, kinds, seconds)
    if not sure and found.check.points < _EVIDENCE and free_variables(left, right):
        return Equality("undecided", f"same at {found.check.points} points, too few to tell", proven=False)
    if not sure and (_bends(left) or _bends(right)):
        return _beyond_bends(left, right, kinds, found)
    why = "same by algebra" if sure else _evidence(found, free_variables(left, right))
    if left != right:
        apart = _apart(left, right, gap, kinds)
        if apart is not None:
            return replace(apart, proven=sure)
    return Equality("equal", why, proven=sure)


# Beyond such functions the points in between say nothing: |x − 100| is 100 − x at all points below 100.
_BENT: Final = frozenset({"abs", "max", "min", "sign", "floor", "ceil", "mod", "relu", "gcd"})
_FAR: Final = (65, -65, 101, -101, 1_001, -1_001, 100_001, -100_001, 10**7 + 1, -(10**7) - 1)


def _bends(tree: Tree) -> bool:
    """Does it hold a function put together from pieces? A root of a square, (u²)^(1/2), is one too."""
    return any(
        node.kind == "piecewise"
        or node.value in _BENT
        or (node.value == "sqrt" and any(part.kind == "power" for part in postorder(node)))
        or (node.kind == "power" and node.args[1].kind == "quotient" and bool(free_variables(node.args[0])))
        for node in postorder(tree)
    )


def _beyond_bends(left: Tree, right: Tree, kinds: Kinds, found: Comparison) -> Equality:
    """Look far out, one variable after the other; points alone never make two bent functions equal."""
    names = free_variables(left, right)
    places = [{name: Fraction(value) for name in names} for value in _FAR]
    places += [{name: Fraction(value if name == one else 1) for name in names} for one in names for value in _FAR]
    far = compare_at(left, right, places, kinds)
    if far is not None:
        return _differs(far)
    return Equality("undecided", f"{_evidence(found)}, but a bend could hide a difference", proven=False)


def _evidence(found: Comparison, names: tuple[str, ...] = ("x",)) -> str:
    return f"same at {found.check.points} points" if names else "same to 20 digits"


def _differs(found: Comparison) -> Equality:
    place = spoken(found.where).lstrip()
    verb = "the left one is" if place else "the left is"
    left, right = shown(found.left), shown(found.right)
    tail = f": they differ by {found.difference:.1g}" if left == right else ""
    why = f"{place} {verb} {left}, the right one {right}{tail}".lstrip()
    return Equality("different", why, found.where, found.left, found.right)


def _never_both(left: Tree, right: Tree, found: Comparison, kinds: Kinds, seconds: float) -> Equality:
    """No point was met where both have a value."""
    gap = found.gap_left or found.gap_right
    assert gap is not None
    if found.gap_left and found.gap_right:
        return replace(_gap(gap), verdict="different")
    return _gap(gap) if proven(left, right, kinds, seconds) else replace(_gap(gap), verdict="different")


def _gap(gap: Gap) -> Equality:
    one, other = ("left", "right") if gap.side == "left" else ("right", "left")
    place = spoken(gap.where).lstrip()
    why = f"{place} the {one} one is {shown(gap.value)}, the {other} one is undefined".lstrip()
    left, right = (gap.value, None) if gap.side == "left" else (None, gap.value)
    return Equality("domain differs", why, gap.where, left, right)


def _apart(left: Tree, right: Tree, gap: Gap | None, kinds: Kinds) -> Equality | None:
    """Where only one has a value: from a point that was met, or from the conditions (x ≠ √2)."""
    conditions = lost_conditions(left, right, kinds) + lost_conditions(right, left, kinds)
    if gap is not None:
        return replace(_gap(gap), conditions=conditions)
    told = tuple(c for c in conditions if c.value == "!=" and c.args[0].kind in {"variable", "component"})
    if told:
        return Equality("domain differs", "only one of them has a value where a condition fails", conditions=told)
    return None


# --- vectors, matrices, equations, sets ------------------------------------------------------------


def _joined(parts: Sequence[Equality], names: Sequence[str]) -> Equality:
    """One verdict for several entries: the worst, with the entry named."""
    order: tuple[Verdict, ...] = ("equal", "undecided", "domain differs", "different")
    worst = max(range(len(parts)), key=lambda k: order.index(parts[k].verdict))
    found = parts[worst]
    if found.verdict == "equal":
        return next((part for part in parts if not part.proven), found)
    return replace(found, why=f"{names[worst]}: {found.why}" if names[worst] else found.why)


def _entries(left: Tree, right: Tree, kinds: Kinds, seconds: float, seed: int) -> Equality:
    if len(left.args) != len(right.args):
        what = "number of rows" if left.kind == "matrix" else "number of entries"
        return Equality("different", f"the {what} is {len(left.args)} on the left, {len(right.args)} on the right")
    if not left.args:
        return Equality("equal", "both are empty")
    pairs = zip(left.args, right.args, strict=True)
    what = "row" if left.kind == "matrix" else "entry"
    share = seconds / len(left.args)
    parts = [equal(a, b, kinds, share, seed) for a, b in pairs]
    return _joined(parts, [f"{what} {k}" for k in range(1, len(parts) + 1)])


def _relations(left: Tree, right: Tree, kinds: Kinds, _: float, seed: int) -> Equality:
    """x = 1 and 2x = 2: the same if left − right of one is a constant times that of the other."""
    first, second = (subtract(*relation.args) for relation in (left, right))
    direct = left.value == right.value
    flipped = left.value == _FLIPPED[str(right.value)]
    if not direct and not flipped:
        return Equality("different", f"one says {left.value}, the other {right.value}")
    for sign, allowed in ((1, direct), (-1, flipped)):
        other = second if sign == 1 else negative(second)
        if allowed and _scaled(first, other, str(left.value), kinds, seed):
            return Equality("equal", "one is a multiple of the other")
    return _by_solutions(left, right, kinds)


def _scaled(first: Tree, second: Tree, operator: str, kinds: Kinds, seed: int) -> bool:
    """Is first = constant · second, the constant not 0, and positive for an inequality?"""
    ratio = _ratio(first, second, kinds, seed)
    if ratio is None or (ratio <= 0 and operator not in {"=", "!="}):
        return False
    try:
        quotient = to_sympy(first, kinds) / to_sympy(second, kinds)
    except MvcalcError:
        return False
    over = attempt(lambda: sympy.simplify(quotient))
    if over is None or not over.is_number or over.is_zero or not over.is_finite:
        return False
    fits = operator in {"=", "!="} or bool(over > 0)
    if not fits:
        return False
    found = compare(first, second, kinds, seed)
    return found.gap_left is None and found.gap_right is None


def _ratio(first: Tree, second: Tree, kinds: Kinds, seed: int) -> float | None:
    """first/second at the first point where both have a value that is not 0."""
    from mvcalc_cli.symbolic.digits import Unmeasured, measure
    from mvcalc_cli.symbolic.verify import plain, points

    for _, point in zip(range(60), points(free_variables(first, second), kinds or {}, seed), strict=False):
        try:
            a, b = measure(first, point), measure(second, point)
        except Unmeasured:
            continue
        if a is not None and b is not None and a != 0 and b != 0:
            value = plain(a) / plain(b)
            return value.real
    return None


def _by_solutions(left: Tree, right: Tree, kinds: Kinds) -> Equality:
    """Equations in one variable are the same if their solutions are, and those are counted."""
    from mvcalc_cli.symbolic.solutions import put_back
    from mvcalc_cli.symbolic.solve import sides, solve

    names = free_variables(left, right)
    if left.value != "=" or len(names) != 1:
        return _by_truth(left, right, kinds)
    found = [solve(equation, names[0], kinds) for equation in (left, right)]
    for mine, other in ((0, right), (1, left)):
        for root in found[mine].roots:
            at = {names[0]: _mp(root.numbers[0])}
            if put_back([sides(other)], at, "complex" in (kinds or {}).values())[1] is not None:
                one = ("left", "right")[mine]
                where = ((names[0], root.numbers[0] or 0.0),)
                return Equality("different", f"{spoken(where).lstrip()} only the {one} one holds", where)
    if all(one.complete for one in found) and found[0].everywhere == found[1].everywhere:
        return Equality("equal", "they have the same solutions, and these are counted")
    return Equality("undecided", "no difference was found, and no proof", proven=False)


def _mp(value: Value | None) -> Any:
    from mvcalc_cli.symbolic.digits import context

    return context(30).mpmathify(value or 0)


def _by_truth(left: Tree, right: Tree, kinds: Kinds) -> Equality:
    """Inequalities and conditions: a point where only one is true."""
    found = compare(left, right, kinds)
    if found.check.verdict == "contradicted":
        one = "left" if found.left else "right"
        return Equality("different", f"{spoken(found.where).lstrip()} only the {one} one holds", found.where)
    return Equality("undecided", "no difference was found, and no proof", proven=False)


def _logics(left: Tree, right: Tree, kinds: Kinds, _: float, __: int) -> Equality:
    return Equality("equal", "the same conditions") if left == right else _by_truth(left, right, kinds)


def _sets(left: Tree, right: Tree, kinds: Kinds, seconds: float, seed: int) -> Equality:
    """Every element of one is equal to an element of the other."""
    share = seconds / max(1, len(left.args) * len(right.args))
    for one, ours, theirs in (("left", left, right), ("right", right, left)):
        for element in ours.args:
            if not any(equal(element, other, kinds, share, seed).verdict == "equal" for other in theirs.args):
                return Equality("different", f"an element of the {one} one is not in the other")
    return Equality("equal", "the same elements")


def _intervals(left: Tree, right: Tree, kinds: Kinds, seconds: float, seed: int) -> Equality:
    if left.value != right.value:
        return Equality("different", "the ends are not open and closed alike")
    parts = [_ends(a, b, kinds, seconds / 2, seed) for a, b in zip(left.args, right.args, strict=True)]
    return _joined(parts, ("left end", "right end"))


def _ends(left: Tree, right: Tree, kinds: Kinds, seconds: float, seed: int) -> Equality:
    if left == right:
        return Equality("equal", "same ends")
    if "oo" in {_infinity(left), _infinity(right)}:
        return Equality("different", "one end is infinite, the other is another")
    return equal(left, right, kinds, seconds, seed)


def _infinity(end: Tree) -> str:
    inner = end.args[0] if end.kind == "negative" else end
    return "oo" if inner.kind == "constant" and inner.value == "oo" else ""


Whole = Callable[[Tree, Tree, Kinds, float, int], Equality]
_WHOLES: Final[dict[str, Whole]] = {
    "vector": _entries,
    "matrix": _entries,
    "relation": _relations,
    "logic": _logics,
    "set": _sets,
    "union": _sets,
    "interval": _intervals,
}
