"""Value, polynomial, error and Lagrange bound at a point: the table of `mvcalc taylor … --at`."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from mvcalc_cli.calculus.taylor_polynomial import Taylor
    from mvcalc_cli.commands.inputs import Reader
    from mvcalc_cli.language.tree import Tree
    from mvcalc_cli.report import Block, Span

# Rows of the table: the last so many orders at which the polynomial changes.
_MOST_ROWS = 5
# Errors near the rounding of floats are measured with more digits than a float has.
_DIGITS = 50
_DECIMALS = 9


class Row(NamedTuple):
    """One polynomial at the point; the error is T − f, and |T − f| <= bound where there is one."""

    order: int
    value: float
    error: float
    bound: float | None


class Comparison(NamedTuple):
    """The polynomials at a point beside the function; `exact` is the value of the function."""

    point: dict[str, Tree]
    exact: float
    rows: tuple[Row, ...]

    def blocks(self, digits: int | None) -> list[Block]:
        """The table, and a sentence where no bound was found."""
        from mvcalc_cli.commands.polynomials import name_of
        from mvcalc_cli.report import Line, Span, Table

        decimals = digits if digits is not None else _DECIMALS
        rows = [
            (Span(name_of(row.order), "operator"), _fixed(row.value, decimals), _signed(row.error), _bound(row.bound))
            for row in self.rows
        ]
        last = (Span("exact"), _fixed(self.exact, decimals, "answer"), Span(""), Span(""))
        table = Table(("", f"value at {self._where()}", "error T − f", "Lagrange bound"), (*rows, last), "lrrr")
        blocks: list[Block] = [Line(), table]
        if any(row.bound is None for row in self.rows):
            reason = "no finite bound was found: a singularity may lie between the centre and the point"
            blocks.append(Line((Span(reason, "secondary"),), indent=2))
        return blocks

    def _where(self) -> str:
        from mvcalc_cli.commands.screen import point_tuple, show_name
        from mvcalc_cli.language.printers import line

        if len(self.point) == 1:
            ((name, value),) = self.point.items()
            return f"{show_name(name)} = {line(value)}"
        return point_tuple(self.point, tuple(self.point))

    def cells(self) -> tuple[float | str, ...]:
        """The plain form: value, exact, error, bound (empty where there is none)."""
        last = self.rows[-1]
        return last.value, self.exact, last.error, last.bound if last.bound is not None else ""

    def data(self) -> dict[str, object]:
        """The JSON of the table; the last row is the polynomial asked for."""
        from mvcalc_cli.commands.screen import point_data

        last = self.rows[-1]
        return {
            "point": point_data(self.point),
            "value": last.value,
            "exact": self.exact,
            "error": last.error,
            "bound": last.bound,
            "rows": [row._asdict() for row in self.rows],
        }


def _fixed(value: float, decimals: int, role: str = "text") -> Span:
    from mvcalc_cli.report import Span

    fixed = value == 0 or 1e-3 <= abs(value) < 1e7
    text = f"{value:.{decimals}f}" if fixed else f"{value:.{decimals}e}"
    return Span(text.replace("-", "−", 1) if value < 0 else text, role)  # type: ignore[arg-type]


def _signed(error: float) -> Span:
    from mvcalc_cli.report import Span

    if error == 0:
        return Span("0", "rule")
    return Span(f"{'−' if error < 0 else '+'}{abs(error):.2e}", "rule")


def _bound(bound: float | None) -> Span:
    """Rounded up, so that what is shown is a bound as well."""
    from mvcalc_cli.report import Span

    if bound is None:
        return Span("none found", "secondary")
    if bound == 0 or not math.isfinite(bound):
        return Span("0" if bound == 0 else "∞")
    power = math.floor(math.log10(bound)) - 2
    text = f"{bound:.2e}"
    if float(text) < bound:
        text = f"{bound + 10.0**power / 2:.2e}"
        text = text if float(text) >= bound else f"{bound + 10.0**power:.2e}"
    return Span(text)


def compare(reader: Reader, found: Taylor, at: str) -> Comparison:
    """The polynomials of rising order at the point, beside the function.

    Raises:
        DomainError: If the function has no value there.
    """
    from mvcalc_cli.calculus.evaluate import evaluate
    from mvcalc_cli.calculus.lower import lower
    from mvcalc_cli.commands import screen
    from mvcalc_cli.commands.values import values_of
    from mvcalc_cli.language.tree import as_variable, variables, vector

    names = variables(vector(lower(found.tree), *found.centre, *(as_variable(name) for name in found.names)))
    point = reader.point(at, names)
    values_of((found.tree,), (found.tree,), point)
    coordinates = screen.values(point)
    exact = _measured(lower(found.tree), point)
    rows = []
    for order in polynomial_orders(found):
        polynomial = found.up_to(order)
        value = _measured(polynomial, point)
        if exact is None or value is None:
            value, truth = evaluate(polynomial, coordinates), evaluate(lower(found.tree), coordinates)
            rows.append(Row(order, value, value - truth, _bound_of(found, point, order)))
        else:
            rows.append(Row(order, float(value), float(value - exact), _bound_of(found, point, order)))
    truth = float(exact) if exact is not None else evaluate(lower(found.tree), coordinates)
    return Comparison(point, truth, tuple(rows))


def _measured(tree: Tree, point: dict[str, Tree]) -> Any:
    """The value to 50 digits, None where that is out of reach."""
    from mvcalc_cli.symbolic.arithmetic import Unmeasured, inexact
    from mvcalc_cli.symbolic.digits import measure

    try:
        given = {name: measure(value, {}, _DIGITS) for name, value in point.items()}
        value = measure(tree, given, _DIGITS)
    except Unmeasured:
        return None
    return None if value is None else inexact(value, _DIGITS)


def polynomial_orders(found: Taylor) -> list[int]:
    """Where the polynomial changes, the order asked for last."""
    changes = sorted({sum(exponents) for exponents in found.terms if sum(exponents) < found.order})
    last = max((sum(exponents) for exponents in found.terms), default=0)
    if last < found.order and last in changes:
        changes.remove(last)
    shown = [order for order in changes if order > 0] or []
    return [*shown[-(_MOST_ROWS - 1) :], found.order]


def _bound_of(found: Taylor, point: dict[str, Tree], order: int) -> float | None:
    """The Lagrange bound; letters of the expression have their values at the point."""
    from mvcalc_cli.calculus.lower import lower
    from mvcalc_cli.calculus.remainder import lagrange_bound
    from mvcalc_cli.language.tree import as_variable, substitute

    letters = {as_variable(name): value for name, value in point.items() if name not in found.names}
    centre = {name: substitute(value, letters) for name, value in zip(found.names, found.centre, strict=True)}
    bound = lagrange_bound(substitute(lower(found.tree), letters), centre, point, order)
    return bound.value if bound is not None else None
