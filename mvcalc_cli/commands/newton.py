"""mvcalc newton: roots of an equation or of a square system, by tangents."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from mvcalc_cli.commands.options import (
    Draw,
    Exprs,
    From,
    MaxSteps,
    Option,
    Seed,
    Size,
    Tolerance,
    Window,
    YRange,
)

if TYPE_CHECKING:
    from mvcalc_cli.commands.inputs import Reader
    from mvcalc_cli.report import Report


def report(
    reader: Reader,
    exprs: Exprs,
    *,
    start: From = None,
    minimise: Annotated[bool, Option("--minimise", help="where the gradient is 0, instead of a root")] = False,
    damped: Annotated[
        bool, Option("--damped/--no-damped", help="shorten steps that do not help", default="damped")
    ] = True,
    tolerance: Tolerance = None,
    max_steps: MaxSteps = None,
    compare: Annotated[bool, Option("--compare", help="beside bisection and the secant method")] = False,
    bracket: Annotated[
        str | None,
        Option("--bracket", metavar="A,B", help="where bisection begins", default="found", complete="point"),
    ] = None,
    starts: Annotated[
        int | None, Option("--starts", metavar="N", help="so many random starts", minimum=1, maximum=100_000)
    ] = None,
    seed: Seed = 1,
    jsonl: Annotated[bool, Option("--jsonl", help="a JSON object a step, as it is made")] = False,
    plot: Draw = False,
    over: Window = None,
    y_range: YRange = None,
    size: Size = None,
) -> Report:
    """A root near the start, put back, and how fast it was reached."""
    from mvcalc_cli.commands.newton_question import Wish, read_equations

    if "start" in reader.inputs:
        reader.inputs["from"] = reader.inputs.pop("start")
    wish = Wish(
        start, minimise, damped, tolerance, max_steps, compare, bracket, starts, seed, jsonl,
        plot or bool(y_range or size or (over and starts is None)), over, y_range, size,
    )  # fmt: skip
    wish.check()
    found = read_equations(reader, exprs, wish)
    if found.single is not None and not minimise:
        from mvcalc_cli.commands.newton_equation import answered

        return answered(reader, found.single, wish)
    from mvcalc_cli.commands.newton_system import answered as solved

    return solved(reader, found, wish)
