"""mvcalc lagrange: the extreme values of a function where its variables are bound by constraints."""

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
    subject_to: Annotated[
        tuple[str, ...],
        Option("--subject-to", metavar="CONSTRAINT", help="an equation or inequality: 'x + y = 1' (may be repeated)"),
    ] = (),
    wrt: Wrt = None,
    steps: Annotated[bool, Option("--steps", help="the whole working")] = False,
    plot: Annotated[bool, Option("--plot/--no-plot", help="the points in a picture", default="on")] = True,
    size: Size = None,
) -> Report:
    """The points where a function may have an extreme value under constraints, with multipliers and kinds."""
    from mvcalc_cli.commands.stationary.lagrange_answer import answered
    from mvcalc_cli.commands.stationary.lagrange_points import solved
    from mvcalc_cli.commands.stationary.lagrange_question import asked

    question = asked(reader, expr, subject_to, wrt, size)
    return answered(reader, solved(question), plot=plot, steps=steps, size=size)
