"""newton --starts: the distinct roots that random starts lead to."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mvcalc_cli.commands.inputs import Reader
    from mvcalc_cli.commands.newton_question import Single, Wish
    from mvcalc_cli.numeric.roots.equation import Equation
    from mvcalc_cli.numeric.roots.starts import Several
    from mvcalc_cli.report import Block, Report

# Starts are drawn from here, around --from where that is given.
_FAR = 10.0


def several_roots(reader: Reader, single: Single, equation: Equation, wish: Wish) -> Report:
    """Each root once, with the number of starts that led to it."""
    from mvcalc_cli.commands.newton_equation import number_data, point_value
    from mvcalc_cli.commands.newton_tables import complex_cell
    from mvcalc_cli.numeric.roots.starts import several
    from mvcalc_cli.report import Line, Report

    assert wish.starts is not None
    centre = 0.0 if wish.start is None else point_value(reader, wish.start, single.name, "--from").real
    over = _range(reader, single.name, wish) or (centre - _FAR, centre + _FAR)
    found = several(equation, over, wish.starts, wish.seed, wish.stop, damped=wish.damped)
    roots = [root for root, _ in found.roots]
    return Report(
        "newton",
        blocks=(
            *_head(single, equation, over, wish), Line(), *_table(reader, single.name, found, wish),
            *_verdict(found, wish),
        ),
        rows=tuple((single.name, complex_cell(root.x), complex_cell(root.residual)) for root in roots)
        or (((),) if reader.line is not None else ()),
        inputs=reader.inputs,
        data={
            "result": None, "variables": [single.name], "converged": bool(roots), "method": "newton",
            "roots": [
                {"root": {single.name: number_data(root.x)}, "residual": number_data(root.residual), "starts": times}
                for root, times in found.roots
            ],
            "starts": wish.starts, "failed": found.failed, "range": list(over),
        },
        quiet=tuple((complex_cell(root.x),) for root in roots),
        exit_code=0 if roots else 1,
        columns=("name", "root", "residual"),
    )  # fmt: skip


def _range(reader: Reader, name: str, wish: Wish) -> tuple[float, float] | None:
    from mvcalc_cli.commands.ranges import number_range, read_ranges

    return None if wish.over is None else number_range(read_ranges(reader, wish.over, (name,))[0])


def _head(single: Single, equation: Equation, over: tuple[float, float], wish: Wish) -> list[Block]:
    from mvcalc_cli.commands import screen
    from mvcalc_cli.numeric.roots.trace import place
    from mvcalc_cli.report import Span

    x = screen.show_name(single.name)
    where = f"{wish.starts} starts from {x} = {place(over[0])} to {place(over[1])}"
    return [screen.head("Newton–Raphson", Span(f"   {where}      f = "), Span(equation.tree, "secondary"))]


def _table(reader: Reader, name: str, found: Several, wish: Wish) -> list[Block]:
    from mvcalc_cli.commands.newton_tables import decimals_of, known_decimals, number_text, value_text
    from mvcalc_cli.commands.screen import show_name
    from mvcalc_cli.report import Line, Span, Table

    if not found.roots:
        return []
    decimals = decimals_of(reader, wish.stop, max(abs(root.x) for root, _ in found.roots) or 1.0)
    rows = [
        (
            Span(number_text(root.x, known_decimals(decimals, root.uncertainty)), "answer"),
            Span(value_text(root.residual)),
            Span(str(times)),
        )
        for root, times in found.roots
    ]
    x = show_name(name)
    return [Table((x, f"f({x})", "starts"), tuple(rows), "rrr"), Line()]


def _verdict(found: Several, wish: Wish) -> list[Block]:
    from mvcalc_cli.report import Verdict

    failed = f"; {found.failed} of {wish.starts} starts led to none" if found.failed else ""
    if not found.roots:
        return [Verdict(f"no root found from {wish.starts} starts; --over says where starts are drawn", "bad")]
    count = len(found.roots)
    return [Verdict(f"{count} root{'s' if count > 1 else ''} found; there may be others{failed}")]
