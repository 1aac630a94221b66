"""mvcalc laplacian: the sum of the second derivatives."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mvcalc_cli.commands.options import At, Exprs, Wrt

if TYPE_CHECKING:
    from mvcalc_cli.commands.fields import Vanishing
    from mvcalc_cli.commands.inputs import Reader
    from mvcalc_cli.report import Report


def report(reader: Reader, exprs: Exprs, *, wrt: Wrt = None, at: At = None) -> Report:
    """∂²f/∂x² + ∂²f/∂y² + … of a function, or of each component of a field."""
    from mvcalc_cli.calculus.fields import laplacian
    from mvcalc_cli.commands.choice import all_variables
    from mvcalc_cli.commands.fields import Asked, Look, field_report
    from mvcalc_cli.commands.scalars import entries

    trees = entries(reader, exprs, "laplacian")
    by = all_variables(reader, trees, wrt)
    letter = "f" if len(trees) == 1 else "F"
    look = Look("laplacian", f"∇²{letter}", letter, _meaning)
    return field_report(reader, Asked(trees, by, at), laplacian(trees, by, reader.kinds), look)


def _meaning(vanishing: Vanishing, values: tuple[float, ...]) -> str:
    if vanishing == "yes":
        return "0 wherever it is defined: harmonic; on a ball in the domain the centre has the mean of the sphere"
    if len(values) != 1 or values[0] == 0:
        return ""
    return f"on average f lies {'higher' if values[0] > 0 else 'lower'} around the point than at it"
