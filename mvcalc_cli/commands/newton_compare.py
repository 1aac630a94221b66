"""newton --compare: tangents, secants and halving, side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mvcalc_cli.commands.inputs import Reader
    from mvcalc_cli.commands.newton_question import Single, Wish
    from mvcalc_cli.numeric.roots.equation import Equation
    from mvcalc_cli.numeric.roots.trace import Run
    from mvcalc_cli.report import Block, Report, Span

# The second point of the secant method, where no bracket is known: so far from the start, beside max(1, |x|).
_SECOND = 0.1


def compared(reader: Reader, single: Single, equation: Equation, start: float | complex, wish: Wish) -> Report:
    """The three methods from the same place.

    Raises:
        InputError: For a complex search, or a bracket without a change of sign.
    """
    from mvcalc_cli.commands.newton_equation import run_data
    from mvcalc_cli.errors import InputError
    from mvcalc_cli.report import Line, Report

    if isinstance(start, complex):
        raise InputError("bisection has no complex form, and --compare needs it", hint="leave out --complex")
    runs, bracket, why = _runs(reader, single, equation, start, wish)
    good = [run for run in runs if run.root is not None]
    picture: list[Block] = []
    if wish.plot:
        from mvcalc_cli.commands.newton_pictures import digits_against_steps

        picture = [Line(), digits_against_steps(reader, runs, wish)]
    return Report(
        "newton",
        blocks=(*_head(single, equation, start, bracket), Line(), _table(reader, single, runs, wish), *picture,
                *_closing(reader, runs, why)),
        rows=tuple(_row(run) for run in runs),
        inputs=reader.inputs,
        data={
            "result": None, "variables": [single.name], "converged": len(good) == len(runs) and not why,
            "bracket": None if bracket is None else list(bracket),
            "runs": [run_data(equation, run, None) for run in runs],
        },
        exit_code=0 if runs[0].root is not None and not why and len(good) == len(runs) else 1,
        columns=("method", "root", "steps", "evaluations", "order"),
    )  # fmt: skip


def _runs(
    reader: Reader, single: Single, equation: Equation, start: float, wish: Wish
) -> tuple[list[Run], tuple[float, float] | None, str]:
    """Newton, bisection and secant; the bracket, and why there is none."""
    from mvcalc_cli.commands.newton_equation import searched
    from mvcalc_cli.numeric.roots.brackets import Bracket, bisection, search, secant

    first = searched(single, equation, start, wish)
    bracket = _bracket(reader, wish)
    why = ""
    if bracket is None:
        near = float(first.root.x) if first.root is not None else start
        found = search(equation, near)
        if isinstance(found, Bracket):
            bracket = (found.low, found.high)
        else:
            why = "bisection needs a change of sign, and none was found: --bracket A,B"
    second = start + _SECOND * max(1.0, abs(start))
    runs = [first]
    if bracket is not None:
        runs.append(bisection(equation, *bracket, wish.stop))
    return [*runs, secant(equation, start, second, wish.stop)], bracket, why


def _bracket(reader: Reader, wish: Wish) -> tuple[float, float] | None:
    """The ends of --bracket 2,3.

    Raises:
        InputError: If they are not two different numbers, the smaller first.
    """
    from mvcalc_cli.calculus.evaluate import evaluate
    from mvcalc_cli.errors import InputError, Place

    if wish.bracket is None:
        return None
    ends = [evaluate(tree, {}) for tree in reader.vector(wish.bracket, "--bracket")]
    if len(ends) != 2 or not ends[0] < ends[1]:
        place = Place(wish.bracket, 0, len(wish.bracket), "--bracket")
        raise InputError("a bracket is two numbers, the smaller first", hint="--bracket 2,3", place=place)
    return ends[0], ends[1]


def _head(single: Single, equation: Equation, start: float, bracket: tuple[float, float] | None) -> list[Block]:
    from mvcalc_cli.commands import screen
    from mvcalc_cli.numeric.roots.trace import place
    from mvcalc_cli.report import Span

    ends = "" if bracket is None else f", bracket {place(bracket[0])} to {place(bracket[1])}"
    x = screen.show_name(single.name)
    where = f"      from {x} = {place(start)}{ends}"
    return [screen.head("three methods", Span("   for   f = "), Span(equation.tree), Span(where, "secondary"))]


def _table(reader: Reader, single: Single, runs: list[Run], wish: Wish) -> Block:
    from mvcalc_cli.commands.newton_tables import decimals_of, known_decimals, number_text, size_text
    from mvcalc_cli.commands.screen import show_name
    from mvcalc_cli.report import Span, Table

    rows: list[tuple[Span, ...]] = []
    for run in runs:
        root = "no root"
        if run.root is not None:
            decimals = known_decimals(decimals_of(reader, wish.stop, abs(run.root.x) or 1.0), run.root.uncertainty)
            root = number_text(run.root.x, decimals)
        error = size_text(run.errors[-2]) if len(run.errors) > 1 else ""
        order = "" if run.order is None else f"{run.order.order:.2g}"
        rows.append(
            (
                Span(run.method), Span(root, "answer"), Span(str(run.steps)), Span(str(run.evaluations)), Span(error),
                Span(order),
            )
        )  # fmt: skip
    headers = ("method", show_name(single.name), "steps", "evaluations", "last error", "order")
    return Table(headers, tuple(rows), "lrrrrr")


def _row(run: Run) -> tuple[str | float, ...]:
    if run.root is None:
        return (run.method, "", run.steps, run.evaluations, "")
    return (run.method, run.root.x, run.steps, run.evaluations, "" if run.order is None else round(run.order.order, 2))


def _closing(reader: Reader, runs: list[Run], why: str) -> list[Block]:
    """What each method's convergence means, and who failed."""
    from mvcalc_cli.commands.newton_question import tried
    from mvcalc_cli.report import Line, Span, Verdict

    said = [f"{run.method}: {run.order.words}" for run in runs if run.order is not None]
    blocks: list[Block] = [Line(), *(Line((Span(text, "secondary"),), indent=2) for text in said)]
    failed = [f"{run.method}: {run.ending.words}" for run in runs if run.root is None] + ([why] if why else [])
    for text in failed:
        blocks.append(Verdict(text, "bad"))
        tried(reader, text, "")
    roots = [run.root.x for run in runs if run.root is not None]
    if len(roots) > 1 and max(roots) - min(roots) > 1e-6 * max(1.0, abs(roots[0])):
        blocks.append(Line((Span("they came to different roots", "secondary"),), indent=2))
    return blocks
