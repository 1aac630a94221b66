"""mvcalc div: the divergence of a vector field."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mvcalc_cli.commands.options import At, Exprs, Wrt

if TYPE_CHECKING:
    from mvcalc_cli.commands.fields import Vanishing
    from mvcalc_cli.commands.inputs import Reader
    from mvcalc_cli.report import Report


def report(reader: Reader, exprs: Exprs, *, wrt: Wrt = None, at: At = None) -> Report:
    """∂F₁/∂x + ∂F₂/∂y + …"""
    from mvcalc_cli.calculus.fields import divergence
    from mvcalc_cli.commands.fields import Asked, Look, coordinates, field_report
    from mvcalc_cli.commands.scalars import entries

    field = entries(reader, exprs, "div")
    by = coordinates(reader, field, wrt)
    return field_report(
        reader, Asked(field, by, at), divergence(field, by, reader.kinds), Look("div", "div F", "F", _meaning)
    )


def _meaning(vanishing: Vanishing, values: tuple[float, ...]) -> str:
    if vanishing == "yes":
        return "no sources and no sinks anywhere"
    if not values:
        return ""
    return "neither source nor sink here" if values[0] == 0 else f"a {'source' if values[0] > 0 else 'sink'} here"
