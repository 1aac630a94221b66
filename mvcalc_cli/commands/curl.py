"""mvcalc curl: how a vector field turns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mvcalc_cli.commands.options import At, Exprs, Wrt

if TYPE_CHECKING:
    from mvcalc_cli.commands.fields import Vanishing
    from mvcalc_cli.commands.inputs import Reader
    from mvcalc_cli.report import Report


def report(reader: Reader, exprs: Exprs, *, wrt: Wrt = None, at: At = None) -> Report:
    """The curl of a field of three components, or of two (its entry out of the plane)."""
    from mvcalc_cli.calculus.fields import curl
    from mvcalc_cli.commands.fields import Asked, Look, coordinates, field_report
    from mvcalc_cli.commands.scalars import entries

    field = entries(reader, exprs, "curl")
    by = coordinates(reader, field, wrt)
    return field_report(
        reader, Asked(field, by, at), curl(field, by, reader.kinds), Look("curl", "curl F", "F", _meaning)
    )


def _meaning(vanishing: Vanishing, _: tuple[float, ...]) -> str:
    return {
        "no": "not everywhere 0: the field is not a gradient",
        "yes": "0 wherever it is defined: where the domain has no holes, the field is a gradient",
        "unknown": "",
    }[vanishing]
