"""Several equations in several variables: the real solutions counted, or SymPy's put back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

import sympy

from mvcalc_cli.language.tree import Tree, as_variable, substitute, subtract
from mvcalc_cli.symbolic.attempts import FAILURES, attempt
from mvcalc_cli.symbolic.digits import Number, Unmeasured, measure
from mvcalc_cli.symbolic.from_sympy import UnreadableAnswer, from_sympy
from mvcalc_cli.symbolic.solutions import Dropped, Root, Solutions, put_back, residual_check
from mvcalc_cli.symbolic.to_sympy import symbol, to_sympy
from mvcalc_cli.symbolic.verify import compare, free_variables, plain

if TYPE_CHECKING:
    from mvcalc_cli.symbolic.stationary.points import Found

Equation = tuple[Tree, Tree]
_MOST_NUMERIC: Final = 5
# How long algebra may count the solutions.
_SECONDS: Final = 2.5
_DIGITS: Final = 50


def solve_system(
    equations: Sequence[Equation], names: tuple[str, ...], kinds: Mapping[str, str], text: str | None = None
) -> Solutions:
    """The common solutions of several equations.

    >>> from mvcalc_cli.language.tree import ONE, ZERO, add, subtract, variable
    >>> x, y = variable("x"), variable("y")
    >>> found = solve_system([(add(x, y), ONE), (subtract(x, y), ZERO)], ("x", "y"), {})
    >>> found.roots[0].numbers, found.complete
    ((0.5, 0.5), 'linear equations: there is no other solution')
    """
    system = _System(equations, names, kinds)
    expressions = [to_sympy(subtract(left, right), kinds, text) for left, right in equations]
    symbols = [symbol(name, kinds.get(name, "real")) for name in names]
    linear = _is_linear(expressions, symbols)
    counted = _counted(equations, names, kinds) if system.numeric and not linear else None
    if counted is None or counted.families or not (counted.complete or counted.points):
        for found in _proposed(expressions, symbols):
            system.put_back([found.get(each, each) for each in symbols])
    if counted is not None:
        system.roots += [root for root in _roots(equations, names, counted) if _is_new(root, system.roots)]
    complete = "linear equations: there is no other solution" if linear else None
    if counted is not None and not counted.families:
        complete = counted.complete and f"there are no others: {counted.complete}"
    return Solutions(
        names,
        tuple(sorted(system.roots, key=lambda root: [complex(n or 0).real for n in root.numbers])),
        tuple(system.dropped),
        complete,
        searched=_ends(counted) if counted is not None and not complete else None,
        check=residual_check(system.roots),
    )


def _proposed(expressions: Sequence[Any], symbols: Sequence[Any]) -> list[dict[Any, Any]]:
    found = attempt(lambda: sympy.solve(list(expressions), list(symbols), dict=True))
    return [solution for solution in found or () if isinstance(solution, dict)]


def _is_linear(expressions: Sequence[Any], symbols: Sequence[Any]) -> bool:
    """Linear systems are solved once and for all."""
    try:
        return all(sympy.Poly(expression, *symbols).total_degree() <= 1 for expression in expressions)
    except FAILURES:
        return False


class _System:
    """The solutions found so far."""

    def __init__(self, equations: Sequence[Equation], names: tuple[str, ...], kinds: Mapping[str, str]) -> None:
        self.equations, self.names, self.kinds = equations, names, kinds
        self.complex_values = "complex" in kinds.values()
        inside = free_variables(*(side for equation in equations for side in equation))
        self.parameters = set(inside) - set(names)
        self.roots: list[Root] = []
        self.dropped: list[Dropped] = []

    @property
    def numeric(self) -> bool:
        """Can it be solved with numbers? As many equations as variables, real, nothing else in them."""
        square = len(self.equations) == len(self.names) <= _MOST_NUMERIC
        return square and not self.parameters and not self.complex_values

    def put_back(self, found: Sequence[Any]) -> None:
        """Keep a solution that satisfies every equation as typed."""
        try:
            values = tuple(from_sympy(value) for value in found)
        except UnreadableAnswer:
            return
        numbers = tuple(None if free_variables(value) else _measured(value) for value in values)
        if not self.complex_values and any(isinstance(plain(n), complex) for n in numbers if n is not None):
            return
        point = {name: n for name, n in zip(self.names, numbers, strict=True) if n is not None}
        if self.parameters or len(point) < len(self.names):
            residual, reason = _formula_residual(self.equations, self.names, values, self.kinds)
        else:
            residual, reason = put_back(self.equations, point, self.complex_values)
        if reason:
            self.dropped.append(Dropped(values, reason))
        else:
            shown = tuple(None if n is None else plain(n) for n in numbers)
            self.roots.append(Root(values, shown, residual))


def _formula_residual(
    equations: Sequence[Equation], names: tuple[str, ...], values: tuple[Tree, ...], kinds: Mapping[str, str]
) -> tuple[float | None, str | None]:
    """Put back a solution that holds other variables: compare both sides as functions."""
    replacement = {as_variable(name): value for name, value in zip(names, values, strict=True)}
    worst: float | None = 0.0
    for left, right in equations:
        check = compare(substitute(left, replacement), substitute(right, replacement), kinds).check
        if check.verdict == "contradicted":
            return None, "put back, it does not satisfy the equations"
        worst = None if worst is None or check.error is None else max(worst, check.error)
    return worst, None


def _measured(value: Tree) -> Number | None:
    try:
        return measure(value, {}, _DIGITS, complex_values=True)
    except Unmeasured:
        return None


def _counted(equations: Sequence[Equation], names: tuple[str, ...], kinds: Mapping[str, str]) -> Found:
    """The real solutions: counted where algebra can, else those that are met by looking."""
    from mvcalc_cli.symbolic.stationary.system import real_points

    differences = [subtract(left, right) for left, right in equations]
    sides = [side for equation in equations for side in equation]
    return real_points(differences, names, kinds, seconds=_SECONDS, defined=sides)


def _roots(equations: Sequence[Equation], names: tuple[str, ...], found: Found) -> list[Root]:
    """Its points, put back into the equations as they were typed."""
    from mvcalc_cli.symbolic.stationary.measured import number_of

    roots = []
    for point in found.points:
        known = zip(names, point.values, point.digits, strict=True)
        there = {name: number_of(value, digits) for name, value, digits in known}
        residual, reason = put_back(equations, there)
        if reason is None:
            roots.append(Root(point.values, point.numbers, residual))
    return roots


def _ends(found: Found) -> tuple[float, float] | None:
    """The range in which numbers were looked for, the widest of its variables."""
    if not found.searched:
        return None
    lows, highs = zip(*found.searched.values(), strict=True)
    return min(lows), max(highs)


def _is_new(root: Root, others: Sequence[Root]) -> bool:
    return not any(_close(root.numbers, other.numbers) for other in others)


def _close(point: Sequence[Any], numbers: Sequence[Any]) -> bool:
    pairs = list(zip(point, numbers, strict=True))
    return all(a is not None and b is not None and abs(a - b) < 1e-9 * max(1.0, abs(b)) for a, b in pairs)
