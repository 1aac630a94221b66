"""mvcalc solve: equations, inequalities and systems, every solution put back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mvcalc_cli.commands.options import Exprs, Variable

if TYPE_CHECKING:
    from mvcalc_cli.commands.inputs import Reader
    from mvcalc_cli.language.tree import Tree
    from mvcalc_cli.report import Block, Report, Span
    from mvcalc_cli.symbolic.solve import Root, Solutions


def report(reader: Reader, exprs: Exprs, *, unknown: Variable = None) -> Report:
    """The solutions of one equation or inequality, or of a system of several."""
    from mvcalc_cli.report import Line, Report
    from mvcalc_cli.symbolic.solve import solve

    trees = tuple(reader.expression(text) for text in exprs)
    names = reader.variables(unknown, "--for") if unknown is not None else _unknowns(trees)
    kinds = _kinds(reader, trees)
    found = solve(trees[0] if len(trees) == 1 else trees, names, kinds, reader.typed(trees[0]))
    answer = _answer(found)
    none = not found.roots and not found.everywhere and (found.region is None or not found.region.args)
    return Report(
        "solve",
        blocks=(_head(trees, found), Line(), *_blocks(found), *_closing(found)),
        rows=((answer,),) if reader.line is not None and answer is not None else _rows(found),
        answer=answer,
        inputs=reader.inputs,
        data=_data(found),
        check=found.check,
        exit_code=1 if none and not found.flat else 0,
    )


def _unknowns(trees: tuple[Tree, ...]) -> tuple[str, ...] | None:
    """The only variable, or of a system all of them.

    Raises:
        InputError: If it is not clear what to solve for.
    """
    from mvcalc_cli.errors import InputError
    from mvcalc_cli.language.tree import variables, vector

    found = variables(vector(*trees))
    if len(trees) == 1 and len(found) > 1:
        raise InputError(f"there are several variables here: {', '.join(found)}", hint=f"name one: --for {found[0]}")
    return None


def _kinds(reader: Reader, trees: tuple[Tree, ...]) -> dict[str, str]:
    """--complex makes every undeclared unknown complex."""
    from mvcalc_cli.language.tree import variables, vector

    if not reader.complex:
        return dict(reader.kinds)
    return {**dict.fromkeys(variables(vector(*trees)), "complex"), **reader.kinds}


def _head(trees: tuple[Tree, ...], found: Solutions) -> Block:
    """solve   x² = 2   for x"""
    from mvcalc_cli.commands import screen
    from mvcalc_cli.report import Span

    spans: list[Span] = [Span("   ")]
    for place, tree in enumerate(trees):
        spans += [Span(",  " * bool(place)), Span(tree)]
    names = ", ".join(screen.show_name(name) for name in found.variables)
    return screen.head("solve", *spans, Span(f"   for {names}"))


def _blocks(found: Solutions) -> list[Block]:
    from mvcalc_cli.commands import screen
    from mvcalc_cli.report import Formula, Line, Span

    if found.everywhere:
        return [Line((Span("every value", "answer"), Span(" solves it")), indent=2)]
    if found.region is not None:
        name = screen.show_name(found.variables[0])
        if not found.region.args:
            return [Line((Span("no real number satisfies it", "answer"),), indent=2)]
        return [Formula(found.region, (Span(f"{name} ∈ "),))]
    if not found.roots and not found.flat:
        words = "no solution" if found.complete else "no solution found"
        return [Line((Span(words, "answer"),), indent=2)]
    return [Line(tuple(_root_spans(found.variables, root)), indent=2) for root in found.roots]


def _root_spans(names: tuple[str, ...], root: Root) -> list[Span]:
    """x = √2   ≈ 1.414214   + 2π·k, k = 0, ±1, …"""
    from mvcalc_cli.commands import screen
    from mvcalc_cli.report import Span

    spans: list[Span] = []
    for place, (name, exact, value) in enumerate(zip(names, root.values, root.numbers, strict=True)):
        spans.append(Span(f"{',   ' * bool(place)}{screen.show_name(name)} "))
        if exact is not None:
            spans += [Span("= "), Span(exact, "answer")]
            if value is not None and not _is_short(exact):
                spans += [Span("   ≈ ", "secondary"), *_value_spans(value)]
        elif value is not None:
            spans += [Span("≈ "), *_value_spans(value)]
    if root.period is not None:
        spans += [Span("   and every multiple of ", "secondary"), Span(root.period), Span(" further", "secondary")]
    if root.multiplicity > 1:
        spans.append(Span(f"   {root.multiplicity}-fold", "secondary"))
    return spans


def _is_short(exact: Tree) -> bool:
    """A whole number, or one such as −2i, needs no decimals beside it."""
    from mvcalc_cli.calculus.signs import signed_value
    from mvcalc_cli.commands.eval import is_complex
    from mvcalc_cli.language.tree import size

    value = signed_value(exact)
    return (value is not None and value.denominator == 1) or (size(exact) <= 3 and is_complex(exact))


def _value_spans(value: complex | float) -> list[Span]:
    from mvcalc_cli.report import Span

    if not isinstance(value, complex):
        return [Span(value)]
    sign = " − " if value.imag < 0 else " + "
    return [Span(value.real), Span(sign), Span(abs(value.imag)), Span("·i")]


def _notes(found: Solutions) -> list[str]:
    """What is known beside the solutions: whether there may be others, what was left out, and why."""
    from mvcalc_cli.language.printers import line
    from mvcalc_cli.language.tree import variables

    notes = [found.complete] if found.complete else []
    if found.roots and not found.complete and not found.everywhere:
        notes.append("found; there may be others")
    notes += [f"not a solution: {', '.join(line(v) for v in d.values)} ({d.reason})" for d in found.dropped]
    notes += [f"it holds wherever it was tried from {low:.6g} to {high:.6g}" for low, high in found.flat]
    if any(value is not None and variables(value) for root in found.roots for value in root.values):
        notes.append("for the other letters in general; where a denominator is 0, look again")
    if found.searched is not None:
        notes.append(f"looked for numbers from {found.searched[0]:g} to {found.searched[1]:g}")
    if found.more:
        notes.append("there are more than are listed")
    if found.period is not None:
        notes.append(f"and the same again every {line(found.period)}")
    return notes


def _closing(found: Solutions) -> list[Block]:
    from mvcalc_cli.commands import screen
    from mvcalc_cli.report import Line, Span

    blocks: list[Block] = [Line((Span(note, "secondary"),), indent=2) for note in _notes(found)]
    blocks = [Line(), *blocks] if blocks else []
    return [*blocks, *screen.verdict(found.check)] if found.roots or found.region is not None else blocks


def _answer(found: Solutions) -> Tree | None:
    """The solutions as a set, where they are exact and of one variable; else as rows of a matrix."""
    from mvcalc_cli.language.tree import Tree, vector

    if found.region is not None:
        return found.region
    if not all(root.exact for root in found.roots) or not found.roots:
        return Tree("set") if not found.roots and found.complete else None
    if len(found.variables) == 1:
        return vector(*(root.values[0] for root in found.roots if root.values[0] is not None))
    return Tree("matrix", None, tuple(vector(*(v for v in root.values if v is not None)) for root in found.roots))


def _rows(found: Solutions) -> tuple[tuple[str | float | Tree, ...], ...]:
    """A solution a line: the exact values, then the numbers."""
    from mvcalc_cli.commands.eval import complex_text
    from mvcalc_cli.language.printers import plain

    if found.region is not None:
        return ((found.region,),)
    if found.everywhere or found.flat:
        return (("every value",) if found.everywhere else tuple(f"{low:.6g}..{high:.6g}" for low, high in found.flat),)
    rows: list[tuple[str | float | Tree, ...]] = []
    for root in found.roots:
        exact = tuple(value for value in root.values if value is not None) if root.exact else ()
        numbers = tuple(
            complex_text(number) if isinstance(number, complex) else number
            for number in root.numbers
            if number is not None
        )
        period = () if root.period is None else (f"+ k*({plain(root.period)})",)
        rows.append((*exact, *numbers, *period))
    return tuple(rows) or ((),)  # no solution: an empty line, and exit code 1


def _data(found: Solutions) -> dict[str, object]:
    solutions = [_solution_data(found.variables, root) for root in found.roots]
    data: dict[str, object] = {
        "variables": list(found.variables),
        "solutions": solutions,
        "complete": found.complete is not None,
        "everywhere": found.everywhere,
        "notes": _notes(found),
    }
    if found.region is not None:
        data["set"] = found.region
    return data


def _solution_data(names: tuple[str, ...], root: Root) -> dict[str, object]:
    values = zip(names, root.values, root.numbers, strict=True)
    exact: dict[str, object] = {}
    numbers: dict[str, object] = {}
    for name, value, number in values:
        if value is not None:
            exact[name] = value
        if number is not None:
            numbers[name] = {"re": number.real, "im": number.imag} if isinstance(number, complex) else number
    data: dict[str, object] = {"exact": exact, "value": numbers, "multiplicity": root.multiplicity}
    if root.period is not None:
        data["period"] = root.period
    return data
