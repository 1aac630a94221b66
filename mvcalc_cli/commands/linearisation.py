"""How far a linearisation is off: the second-order part as an estimate, or a true bound at a point."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mvcalc_cli.calculus.taylor_polynomial import Taylor
    from mvcalc_cli.report import Block


def estimate(found: Taylor) -> tuple[list[Block], dict[str, object]]:
    """T − f ≈ −½·Δᵀ·H(a)·Δ where it exists: the error of the tables, with its sign."""
    from mvcalc_cli.calculus.taylor import taylor
    from mvcalc_cli.errors import MvcalcError
    from mvcalc_cli.language.tree import add
    from mvcalc_cli.report import Formula, Line, Span

    try:
        second = taylor(found.tree, dict(zip(found.names, found.centre, strict=True)), 2)
    except MvcalcError:
        return [], {}
    quadratic = second._replace(terms={e: -value for e, value in second.terms.items() if sum(e) == 2}).polynomial
    name = "−½·f″(a)·Δ²" if len(found.names) == 1 else "−½·Δᵀ·H(a)·Δ"
    blocks: list[Block] = [
        Line(),
        Formula(quadratic, (Span("error T − f ≈ ", "secondary"), Span(f"{name} = ")), "text"),
    ]
    if quadratic == add():
        blocks = [Line(), Line((Span("the second-order part of the error is 0", "secondary"),), indent=2)]
    return blocks, {"error_estimate": quadratic}
