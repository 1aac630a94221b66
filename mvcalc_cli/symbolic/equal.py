"""Are two expressions, equations, vectors or sets the same? With algebra, where structure and values leave it open.

A point where they differ settles it at once. Without one, algebra tries to prove it; where it cannot,
the points that agree are the evidence, and the verdict says so.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

from mvcalc_cli.language.tree import Tree
from mvcalc_cli.symbolic.sameness.judge import judge
from mvcalc_cli.symbolic.sameness.result import Equality, How, Verdict
from mvcalc_cli.symbolic.verify import Domains, Value, free_variables, spoken

__all__ = ["SECONDS", "Equality", "Verdict", "equal", "settled"]

# Seconds that algebra may take before the points that agree must do.
SECONDS: Final = 5.0
_CONDITIONS: Final = frozenset({"relation", "logic"})
_PARTS: Final = frozenset({"vector", "matrix", "set", "interval", "union", "relation", "logic", "boolean"})


def equal(left: Tree, right: Tree, kinds: Domains | None = None, seconds: float = SECONDS, seed: int = 0) -> Equality:
    """Compare two expressions as functions; equations by their solutions; vectors entry by entry.

    Args:
        left: An expression, relation, vector, matrix, set or interval.
        right: The same.
        kinds: name -> "real" (default), "positive", "integer", "complex", or the ends of its domain.
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
    how = How(kinds or {}, seed, algebra=True, seconds=seconds)
    return _with_conditions(left, right, settled(left, right, how), how)


def settled(left: Tree, right: Tree, how: How) -> Equality:
    """The verdict with SymPy's help; equations and conditions that are left open, by their solutions."""
    found = judge(left, right, how._replace(algebra=True))
    if found.verdict != "undecided":
        return found
    if left.kind == right.kind == "relation" and left.value == right.value == "=":
        return _by_solutions(left, right, how) or found
    if {left.kind, right.kind} <= _CONDITIONS:
        return _by_regions(left, right, how) or found
    return found


def _with_conditions(left: Tree, right: Tree, found: Equality, how: How) -> Equality:
    """The conditions under which two expressions are equal, where their domains differ."""
    if found.verdict not in {"equal", "domain differs"} or {left.kind, right.kind} & _PARTS or left == right:
        return found
    from mvcalc_cli.symbolic.domains import lost_conditions

    conditions = lost_conditions(left, right, how.kinds) + lost_conditions(right, left, how.kinds)
    if found.verdict == "domain differs":
        return replace(found, conditions=conditions)
    told = tuple(c for c in conditions if c.value == "!=" and c.args[0].kind in {"variable", "component"})
    if not told:
        return found
    why = "only one of them has a value where a condition fails"
    return replace(found, verdict="domain differs", why=why, conditions=told)


def _by_solutions(left: Tree, right: Tree, how: How) -> Equality | None:
    """Equations in one variable are the same if their solutions are, and those are counted."""
    from mvcalc_cli.symbolic.solutions import put_back
    from mvcalc_cli.symbolic.solve import sides, solve

    names = free_variables(left, right)
    if len(names) != 1:
        return None
    kinds = how.kinds
    found = [solve(equation, names[0], kinds) for equation in (left, right)]
    for mine, other in ((0, right), (1, left)):
        for root in found[mine].roots:
            at = {names[0]: _mp(root.numbers[0])}
            if put_back([sides(other)], at, "complex" in kinds.values())[1] is not None:
                where = ((names[0], root.numbers[0] or 0.0),)
                return Equality("different", f"{spoken(where).lstrip()} only {how.sides[mine]} holds", where)
    if all(one.complete for one in found) and found[0].everywhere == found[1].everywhere:
        return Equality("equal", "they have the same solutions, and these are counted")
    return None


def _by_regions(left: Tree, right: Tree, how: How) -> Equality | None:
    """Conditions on one real number are the same if the sets where they hold are."""
    from mvcalc_cli.errors import MvcalcError
    from mvcalc_cli.symbolic.regions import solve_inequality

    names = free_variables(left, right)
    if len(names) != 1 or how.domains.get(names[0], "real") != "real":
        return None
    try:
        found = [solve_inequality(condition, names[0], {}) for condition in (left, right)]
    except MvcalcError:
        return None
    mine, other = found[0].region, found[1].region
    if mine is None or other is None or found[0].period is not None or found[1].period is not None:
        return None
    same = judge(mine, other, how)
    return Equality("equal", "they hold on the same set") if same.verdict == "equal" and same.proven else None


def _mp(value: Value | None) -> Any:
    from mvcalc_cli.symbolic.digits import context

    return context(30).mpmathify(value or 0)
