"""mvcalc critical: where the gradient is 0, and what each such point is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from mvcalc_cli.commands.options import Expr, Option, Size, Wrt

if TYPE_CHECKING:
    from mvcalc_cli.commands.inputs import Reader
    from mvcalc_cli.report import Report


def report(
    reader: Reader,
    expr: Expr,
    *,
    wrt: Wrt = None,
    over: Annotated[
        str | None,
        Option(
            "--over",
            metavar="RANGES",
            help="only those inside: x=-3..3,y=-2..2",
            default="everywhere",
            complete="point",
        ),
    ] = None,
    steps: Annotated[bool, Option("--steps", help="the whole working")] = False,
    plot: Annotated[bool, Option("--plot/--no-plot", help="the points in a picture", default="on")] = True,
    size: Size = None,
) -> Report:
    """The critical points of a function, each with its kind and the reason for it."""
    from mvcalc_cli.commands.stationary.critical_answer import answered
    from mvcalc_cli.commands.stationary.critical_points import examined
    from mvcalc_cli.commands.stationary.critical_question import asked

    question = asked(reader, expr, wrt, over, size)
    return answered(reader, examined(question), plot=plot, steps=steps, size=size)
