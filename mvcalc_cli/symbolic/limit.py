"""The limit of an expression: each side for itself, exactly, and checked with values on the way.

First an asymptotic expansion of our own (`limits/expansion.py`), which needs no SymPy; then, for what swings, the
limits along its phases; then SymPy, one side at a time. SymPy's own two-sided default is never asked, nor a
limit at −∞, which it mistakes (its issues 28130 and 19801: (1/2)^x), nor one of a Piecewise (27236, 29835).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal, NamedTuple

from mvcalc_cli.calculus.check import Check
from mvcalc_cli.calculus.lower import lower
from mvcalc_cli.errors import ContradictedError, DomainError, NumericError
from mvcalc_cli.language.tree import INFINITY, Tree, as_variable, variables
from mvcalc_cli.symbolic.limits.algebra import by_sympy
from mvcalc_cli.symbolic.limits.approach import estimate, is_defined, letters, levels
from mvcalc_cli.symbolic.limits.asymptotic import Oscillation
from mvcalc_cli.symbolic.limits.coefficients import Field, Undecided, Unsupported
from mvcalc_cli.symbolic.limits.enclosure import squeezed
from mvcalc_cli.symbolic.limits.expansion import Approach, Walker, leading
from mvcalc_cli.symbolic.limits.logarithm import by_logarithm
from mvcalc_cli.symbolic.limits.phases import cancelled, may_have_poles, phases, steps
from mvcalc_cli.symbolic.limits.values import MINUS_INFINITY, is_infinite, limit_of, same
from mvcalc_cli.symbolic.limits.verdicts import check_limit

Reason = Literal["limit", "undefined", "oscillates", "unknown"]


class Side(NamedTuple):
    """What happens on one side of the point.

    Attributes:
        direction: 1 on the right (or on the way to ∞), −1 on the left (to −∞).
        reason: There is a limit; there are no values; the values swing for ever; or it was not found.
        value: The limit, ∞ and −∞ included.
        how: Where it comes from: "expansion", "phases", "algebra".
        swings: Limits along different sequences of points, where the values swing.
        wave: Whether it is a sine or cosine that swings through all values from −1 to 1.
        check: What the values on the way say.
        estimate: Where the values seem to come to rest, if the limit was not found.
    """

    direction: int
    reason: Reason
    value: Tree | None = None
    how: str = ""
    swings: tuple[Tree, ...] = ()
    wave: bool = False
    check: Check | None = None
    estimate: float | None = None


class Limit(NamedTuple):
    """A limit, one-sided or two-sided.

    Attributes:
        value: The limit, ∞ and −∞ included; None if there is none or none was found.
        exists: Whether it exists; None if that is not known.
        sides: What happens on each side asked for: left, then right.
        note: "defined on the right only", or nothing.
        conditions: What letters must satisfy.
        continuous: Whether the limit is the value at the point.
        check: The worse of the checks of the sides.
    """

    value: Tree | None
    exists: bool | None
    sides: tuple[Side, ...]
    note: str = ""
    conditions: tuple[Tree, ...] = ()
    continuous: bool = False
    check: Check | None = None


def limit(
    tree: Tree,
    name: str,
    point: Tree,
    side: Literal["left", "right"] | None = None,
    kinds: Mapping[str, str] | None = None,
    *,
    checked: bool = True,
    algebra: bool = True,
) -> Limit:
    """The limit of a scalar expression.

    Args:
        tree: The expression.
        name: Its variable.
        point: Where the variable goes: a number, an expression without it, oo or −oo.
        side: One side alone; default: both.
        kinds: What is declared of the names.
        checked: Whether the values on the way are compared with the answer.
        algebra: Whether SymPy is asked for what we do not find.

    Raises:
        DomainError: If the expression has no real values near the point.
        NumericError: If the sign of a letter decides.
        ContradictedError: If a limit was found and the values contradict it.

    >>> from mvcalc_cli.language import parse
    >>> from mvcalc_cli.language.tree import ZERO
    >>> limit(parse("sin(x)/x").tree, "x", ZERO).value
    Tree('number', 1)
    >>> found = limit(parse("|x|/x").tree, "x", ZERO)
    >>> found.exists, [side.value for side in found.sides]
    (False, [Tree('negative', Tree('number', 1)), Tree('number', 1)])
    """
    search = _Search(lower(tree), name, kinds or {}, checked, algebra)
    if point in (INFINITY, MINUS_INFINITY):
        directions: tuple[int, ...] = (1,) if point == INFINITY else (-1,)
        goal = None
    else:
        directions, goal = {"left": (-1,), "right": (1,), None: (-1, 1)}[side], point
    try:
        sides = tuple(search.side(Approach(name, goal, d, search.whole)) for d in directions)
    except Undecided as decides:
        raise _undecided(decides.tree) from None
    return search.joined(sides, goal)


def _undecided(tree: Tree) -> NumericError:
    from mvcalc_cli.language.printers import line

    tree = tree.args[0] if tree.kind == "negative" else tree
    names = variables(tree)
    bare = tree.kind == "variable"
    hint = f"declare it, --vars {names[0]}:positive, or give it a value, --let {names[0]}=2"
    other = f"give a value: --let {names[0]}=2"
    return NumericError(f"the limit depends on the sign of {line(tree)}", hint=hint if bare else other)


class _Search:
    """One search: the expression, its variable, what is known of the letters."""

    def __init__(self, tree: Tree, name: str, kinds: Mapping[str, str], checked: bool, algebra: bool = True) -> None:
        self.tree, self.name, self.kinds, self.checked, self.algebra = tree, name, kinds, checked, algebra
        self.field = Field(kinds)
        self.whole = kinds.get(name) == "integer"

    def side(self, way: Approach) -> Side:
        """One side."""
        defined = self._defined(way)
        if defined is False:
            return Side(way.direction, "undefined")
        found = self._own(self.tree, way) if defined else None
        if found is not None and found.reason == "oscillates":
            return found
        if found is not None:
            found = self._checked(way, found)
            if found.check is None or found.check.verdict != "contradicted":
                return found
        return self._algebra(way, found)

    def _defined(self, way: Approach) -> bool | None:
        if self.kinds.get(self.name) == "positive" and way.direction < 0:
            from mvcalc_cli.symbolic.limits.coefficients import measured

            at = None if way.point is None or variables(way.point) else measured(way.point)
            if way.point is None or (at is not None and at <= 0):
                return False
        known = letters(self.tree, self.name, self.kinds)
        if way.point is not None:
            known = {**letters(way.point, self.name, self.kinds), **known}
        return is_defined(levels(self.tree, way, known, (12, 22, 33, 66)))

    def _own(self, tree: Tree, way: Approach) -> Side | None:
        """By expansion, by its logarithm, or as what swings."""
        try:
            return Side(way.direction, "limit", self._expanded(tree, way), "expansion")
        except Oscillation:
            return None if self.whole else self._swinging(Walker(way, self.field, 4).resolved(tree), way)
        except (Unsupported, Undecided) as reason:
            value = by_logarithm(tree, way, self.field)
            if value is None and isinstance(reason, Undecided):
                raise
            return None if value is None else Side(way.direction, "limit", value, "logarithm")
        except (ValueError, ZeroDivisionError):
            return None

    def _swinging(self, tree: Tree, way: Approach) -> Side | None:
        """Along the phases of what swings, or squeezed between two bounds."""
        shorter = cancelled(tree, self.field)
        if shorter != tree:
            return self._own(shorter, way)
        for find in (phases, steps):
            found = find(tree, way, self.field, lambda tree: self._expanded(tree, way))
            if found is not None and len(found.values) > 1:
                return Side(way.direction, "oscillates", swings=_by_size(found.values), wave=found.wave, how="phases")
            if found is not None and found.proven:
                return Side(way.direction, "limit", found.values[0], "phases")
        value = squeezed(tree, way, self.field)
        return None if value is None else Side(way.direction, "limit", value, "squeeze")

    def _expanded(self, tree: Tree, way: Approach) -> Tree:
        return limit_of(leading(tree, way, self.field), self.field)

    def _checked(self, way: Approach, side: Side) -> Side:
        if not self.checked or side.value is None:
            return side
        return side._replace(check=check_limit(self.tree, way, side.value, self.kinds))

    def _algebra(self, way: Approach, before: Side | None) -> Side:
        """SymPy's limit, if the values do not contradict it.

        Raises:
            ContradictedError: If one was found before, and none stands the check.
        """
        asked = self.algebra and not may_have_poles(cancelled(self.tree, self.field), way, self.field)
        value = by_sympy(self.tree, way, self.kinds) if asked else None
        if value is not None:
            # SymPy is never taken at its word: what cannot be checked is no answer of its.
            check = check_limit(self.tree, way, value, self.kinds)
            if check.verdict == "agrees":
                return Side(way.direction, "limit", value, "algebra", check=check if self.checked else None)
        if before is not None:
            raise ContradictedError(
                "a limit was found but values on the way contradict it, so it is not shown",
                hint="this is a mistake of mvcalc: please report it with the expression",
            )
        return Side(way.direction, "unknown", estimate=estimate(self.tree, way, self.kinds))

    def joined(self, sides: tuple[Side, ...], point: Tree | None) -> Limit:
        """The limit that the sides make together."""
        there = [side for side in sides if side.reason != "undefined"]
        conditions = tuple(self.field.assumed)
        if not there:
            raise self._nowhere(sides, point)
        note = "" if len(there) == len(sides) else f"defined on the {_word(there[0].direction)} only"
        check = _worst(side.check for side in there)
        if any(side.reason == "oscillates" for side in there):
            return Limit(None, False, sides, note, conditions)
        values = [side.value for side in there if side.value is not None]
        if len(values) == 2 and not same(self.field, values[0], values[1]):
            return Limit(None, False, sides, note, conditions, check=check)
        if len(values) < len(there):
            return Limit(None, None, sides, note, conditions)
        continuous = point is not None and self._continuous(values[0], point)
        return Limit(values[0], True, sides, note, conditions, continuous, check)

    def _nowhere(self, sides: tuple[Side, ...], point: Tree | None) -> DomainError:
        from mvcalc_cli.language.printers import line

        name = line(as_variable(self.name))
        if point is None:
            where = f"as {name} → {'−' if sides[0].direction < 0 else ''}∞"
        elif len(sides) == 1:
            where = f"on the {_word(sides[0].direction)} of {name} = {line(point)}"
        else:
            where = f"near {name} = {line(point)}"
        return DomainError(
            f"{line(self.tree)} is not defined {where}, so there is no limit to ask for",
            hint="a limit needs points with values, as near as one likes",
        )

    def _continuous(self, value: Tree, point: Tree) -> bool:
        """Is the limit the value at the point?"""
        from mvcalc_cli.symbolic.arithmetic import Unmeasured, inexact
        from mvcalc_cli.symbolic.digits import measure

        if is_infinite(value):
            return False
        known = {**letters(point, self.name, self.kinds), **letters(self.tree, self.name, self.kinds)}
        try:
            at = measure(point, known, 60)
            there = None if at is None else measure(self.tree, {**known, self.name: at}, 60)
            goal = measure(value, known, 60)
        except Unmeasured:
            return False
        if there is None or goal is None:
            return False
        return bool(abs(inexact(there, 60) - inexact(goal, 60)) <= 1e-40 * (1 + abs(inexact(goal, 60))))


def _by_size(values: tuple[Tree, ...]) -> tuple[Tree, ...]:
    """The least first; those with letters as they come."""
    from mvcalc_cli.symbolic.limits.coefficients import measured

    def size(value: Tree) -> float:
        if is_infinite(value):
            return float("inf") if value == INFINITY else float("-inf")
        found = None if variables(value) else measured(value)
        return 0.0 if found is None else float(found)

    return tuple(sorted(values, key=size))


def _word(direction: int) -> str:
    return "right" if direction > 0 else "left"


def _worst(checks: Iterable[Check | None]) -> Check | None:
    found = [check for check in checks if check is not None]
    if not found:
        return None
    worst = max(found, key=lambda check: ("agrees", "unchecked", "contradicted").index(check.verdict))
    errors = [check.error for check in found if check.error is not None]
    return worst._replace(error=max(errors, default=None) if worst.verdict == "agrees" else None)
