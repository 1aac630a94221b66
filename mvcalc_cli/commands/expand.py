"""mvcalc expand: products and powers multiplied out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mvcalc_cli.commands.options import Exprs

if TYPE_CHECKING:
    from mvcalc_cli.commands.inputs import Reader
    from mvcalc_cli.report import Report


def report(reader: Reader, exprs: Exprs) -> Report:
    """SymPy does the algebra, numbers check it."""
    from mvcalc_cli.commands.forms import form_report
    from mvcalc_cli.commands.several import together
    from mvcalc_cli.symbolic.simplify import expand

    return together("expand", [form_report(reader, text, "expand", expand) for text in exprs], reader.inputs)
