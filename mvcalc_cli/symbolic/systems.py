"""Several equations in several variables: SymPy's solutions put back, or Newton from seeded starts."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any, Final

import sympy

from mvcalc_cli.language.tree import Tree, as_variable, substitute, subtract
from mvcalc_cli.symbolic.attempts import FAILURES, attempt
from mvcalc_cli.symbolic.digits import Number, Unmeasured, context, measure
from mvcalc_cli.symbolic.from_sympy import UnreadableAnswer, from_sympy
from mvcalc_cli.symbolic.solutions import Dropped, Root, Solutions, put_back, residual_check
from mvcalc_cli.symbolic.to_sympy import symbol, to_sympy
from mvcalc_cli.symbolic.verify import compare, free_variables, plain

Equation = tuple[Tree, Tree]
_STARTS: Final = 40
_MOST_NUMERIC: Final = 5
# Newton starts in this box; what it reaches may lie outside.
BOX: Final = (-10.0, 10.0)
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
    for found in _proposed(expressions, symbols):
        system.put_back([found.get(each, each) for each in symbols])
    linear = _is_linear(expressions, symbols)
    looks = system.numeric and not system.roots and not linear
    if looks:
        system.roots += _newton(equations, names)
    return Solutions(
        names,
        tuple(sorted(system.roots, key=lambda root: [complex(n or 0).real for n in root.numbers])),
        tuple(system.dropped),
        "linear equations: there is no other solution" if linear else None,
        searched=BOX if looks else None,
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


def _newton(equations: Sequence[Equation], names: tuple[str, ...]) -> list[Root]:
    """Newton's method from seeded starts; every distinct point that satisfies the equations is kept."""
    mp = context(30)
    rng = random.Random(0)
    differences = [subtract(left, right) for left, right in equations]
    roots: list[Root] = []
    for turn in range(_STARTS):
        box = 2.0 if turn % 2 else BOX[1]
        start = [mp.mpf(rng.uniform(-box, box)) for _ in names]
        point = _newton_from(mp, differences, names, start)
        if point is None or any(_close(point, root.numbers) for root in roots):
            continue
        residual, reason = put_back(equations, dict(zip(names, point, strict=True)))
        if reason is None:
            roots.append(Root((None,) * len(names), tuple(plain(value) for value in point), residual))
    return roots


def _newton_from(mp: Any, differences: Sequence[Tree], names: tuple[str, ...], start: list[Any]) -> list[Any] | None:
    def values(*at: Any) -> list[Any]:
        point = dict(zip(names, at, strict=True))
        return [_value(mp, difference, point) for difference in differences]

    try:
        return list(mp.findroot(values, start, maxsteps=25))
    except (Unmeasured, ValueError, ZeroDivisionError):
        return None


def _value(mp: Any, difference: Tree, point: Mapping[str, Any]) -> Any:
    value = measure(difference, point)
    if value is None:
        raise Unmeasured
    return mp.mpf(value.numerator) / value.denominator if isinstance(value, Fraction) else value


def _close(point: Sequence[Any], numbers: Sequence[Any]) -> bool:
    return all(abs(plain(a) - b) < 1e-9 * max(1.0, abs(b)) for a, b in zip(point, numbers, strict=True))
