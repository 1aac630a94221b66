"""Solving equations, inequalities and systems: SymPy proposes, every root is put back, looking completes.

"Found" never means "all", unless the roots were counted (`Solutions.complete` says how).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from mvcalc_cli.calculus.lower import lower
from mvcalc_cli.errors import InputError
from mvcalc_cli.language.tree import Tree, number
from mvcalc_cli.symbolic.solutions import Dropped, Root, Solutions
from mvcalc_cli.symbolic.verify import free_variables

__all__ = ["Dropped", "Root", "Solutions", "sides", "solve"]

Kinds = Mapping[str, str]


def solve(
    trees: Tree | Sequence[Tree],
    variables: str | Sequence[str] | None = None,
    kinds: Kinds | None = None,
    text: str | None = None,
) -> Solutions:
    """Solve an equation, an inequality or a system; an expression alone is meant to be 0.

    Args:
        trees: One relation or expression, several equations for a system, or several inequalities in one
            variable that hold together.
        variables: What to solve for (default: every variable, for one equation the first).
        kinds: name -> "real" (default), "positive", "integer", "complex".
        text: The typed text, for the place of a LimitError.

    Raises:
        InputError: If there is nothing to solve for.
        ContradictedError: If numbers contradict SymPy's solution of an inequality.

    >>> from mvcalc_cli.language.tree import TWO, power, relation, variable
    >>> found = solve(relation("=", power(variable("x"), TWO), TWO))
    >>> [root.numbers[0] for root in found.roots], found.complete
    ([-1.4142135623730951, 1.4142135623730951], 'a polynomial of degree 2: its real roots are counted')
    """
    from mvcalc_cli.symbolic import equation, regions, systems

    equations = [lower(tree) for tree in ([trees] if isinstance(trees, Tree) else trees)]
    names = _asked(equations, variables)
    kinds = kinds or {}
    if len(equations) > 1 and len(names) == 1 and any(_is_condition(each) for each in equations):
        equations = [Tree("logic", "and", tuple(equations))]
    if len(equations) == 1 and len(names) == 1:
        (only,) = equations
        if _is_condition(only):
            if kinds.get(names[0]) == "integer":
                raise InputError("an inequality is solved over the real numbers alone", hint="leave out :integer")
            return regions.solve_inequality(only, names[0], kinds, text)
        return equation.solve_equation(*sides(only), names[0], kinds, text)
    return systems.solve_system([sides(each) for each in equations], names, kinds, text)


def _is_condition(tree: Tree) -> bool:
    """An inequality, or several conditions joined."""
    return tree.kind == "logic" or (tree.kind == "relation" and tree.value != "=")


def _asked(equations: Sequence[Tree], variables: str | Sequence[str] | None) -> tuple[str, ...]:
    names = free_variables(*equations)
    if variables is None:
        if not names:
            raise InputError("there is no variable to solve for")
        return names[:1] if len(equations) == 1 else names
    asked = (variables,) if isinstance(variables, str) else tuple(variables)
    for name in asked:
        if name not in names:
            raise InputError(f"{name} does not stand in it", hint=f"it has {', '.join(names) or 'no variable'}")
    return asked


def sides(equation: Tree) -> tuple[Tree, Tree]:
    """Left and right of an equation; an expression alone is meant to be 0."""
    if equation.kind == "relation" and equation.value == "=":
        left, right = equation.args
        return left, right
    if equation.kind in {"relation", "logic", "boolean"}:
        raise InputError("a system is made of equations; an inequality is solved alone, for one variable")
    return equation, number(0)
