"""What SymPy says of a limit: one side at a time, with the point moved to 0 from the right or to ∞."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from mvcalc_cli.language.tree import INFINITY, MINUS_ONE, ONE, Tree, as_variable, substitute, variables
from mvcalc_cli.symbolic.limits.expansion import Approach
from mvcalc_cli.symbolic.limits.values import MINUS_INFINITY

_SECONDS: Final = 3.0


def by_sympy(tree: Tree, way: Approach, kinds: Mapping[str, str], seconds: float = _SECONDS) -> Tree | None:
    """What SymPy says of one side, with the point moved to 0 from the right or to ∞; None if it fails."""
    from mvcalc_cli.errors import MvcalcError

    try:
        return _asked(tree, way, kinds, seconds)
    except MvcalcError:
        return None


def _asked(tree: Tree, way: Approach, kinds: Mapping[str, str], seconds: float) -> Tree | None:
    import sympy

    from mvcalc_cli.language.tree import add, multiply
    from mvcalc_cli.symbolic.attempts import attempt
    from mvcalc_cli.symbolic.bridge import from_sympy, symbol, to_sympy

    fresh = next(name for name in ("t", "u", "v", "w", "t_1", "u_1") if name not in {*variables(tree), way.name})
    step = multiply(ONE if way.direction > 0 else MINUS_ONE, as_variable(fresh))
    moved = substitute(tree, {as_variable(way.name): step if way.point is None else add(way.point, step)})
    inner = {**kinds, fresh: "integer" if way.whole else "positive"}
    expression, name = to_sympy(moved, inner), symbol(fresh, inner[fresh])
    goal, side = (sympy.oo, "-") if way.point is None else (sympy.Integer(0), "+")
    found = attempt(lambda: sympy.limit(expression, name, goal, side), seconds)
    if found is None or found.has(sympy.Limit, sympy.nan, sympy.zoo, sympy.AccumBounds, name):
        return None
    if found in (sympy.oo, -sympy.oo):
        return INFINITY if found == sympy.oo else MINUS_INFINITY
    return None if found.has(sympy.oo) or not found.is_extended_real else from_sympy(found)
