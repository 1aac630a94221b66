"""mvcalc diff: derivatives of any order, mixed, implicit, with their steps."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, NamedTuple

from mvcalc_cli.commands.options import At, Exprs, Option, Simplify, Steps, Window

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mvcalc_cli.calculus.check import Check
    from mvcalc_cli.calculus.derivative import Derivative
    from mvcalc_cli.commands.inputs import Reader
    from mvcalc_cli.language.tree import Tree
    from mvcalc_cli.report import Block, Report, Span


class _Wish(NamedTuple):
    """What the options ask for beside the derivative."""

    at: str | None
    steps: bool
    hints: bool
    simplify: bool
    plot: bool
    over: str | None


class _Found(NamedTuple):
    """A derivative, whichever way it was found, and how its screen begins."""

    tree: Tree
    by: tuple[str, ...]
    result: Tree
    excluded: tuple[Tree, ...]
    check: Check | None
    head: Block
    working: tuple[Block, ...]
    data: dict[str, object]
    levels: tuple[tuple[Tree, Derivative], ...] = ()


def report(
    reader: Reader,
    exprs: Exprs,
    *,
    wrt: Annotated[
        str | None,
        Option("--wrt", "-w", metavar="VARS", help="variables, in order", default="the only one", complete="variables"),
    ] = None,
    order: Annotated[
        int, Option("--order", "-n", metavar="N", help="differentiate N times", minimum=1, maximum=50)
    ] = 1,
    of: Annotated[
        str | None,
        Option("--of", metavar="VAR", help="in an equation: the variable that depends", complete="variables"),
    ] = None,
    at: At = None,
    steps: Steps = False,
    hints: Annotated[bool, Option("--hints", help="name the rules, keep the results back")] = False,
    simplify: Simplify = False,
    plot: Annotated[bool, Option("--plot", help="draw f and its derivative")] = False,
    over: Window = None,
    sigma: Annotated[
        str | None,
        Option(
            "--sigma",
            metavar="ERRORS",
            help="standard errors: x=0.1,y=0.2; what they do to the value",
            complete="point",
        ),
    ] = None,
) -> Report:
    """Differentiate each expression and lay the answers one under the other."""
    from mvcalc_cli.calculus.implicit import is_equation
    from mvcalc_cli.commands.choice import by_variables
    from mvcalc_cli.commands.several import together

    wish = _Wish(at, steps, hints, simplify, plot or over is not None, over)
    parts = []
    if sigma is not None:
        _refuse_beside_sigma({"--order": order != 1, "--wrt": wrt, "--of": of, **_asked(wish)})
    for text in exprs:
        tree = reader.expression(text)
        if sigma is not None:
            parts.append(_propagated(reader, tree, sigma, at))
            continue
        by = by_variables(reader, tree, wrt, order, dependent=of)
        find = _implicit if is_equation(tree) or of is not None else _explicit
        parts.append(_report(reader, find(reader, tree, by, of, wish), wish))
    return together("diff", parts, reader.inputs)


def _asked(wish: _Wish) -> dict[str, object]:
    """The options that say how a derivative is shown, and whether they are given."""
    shown = {"--steps": wish.steps, "--hints": wish.hints, "--simplify": wish.simplify}
    return {**shown, "--over": wish.over, "--plot": wish.plot}


def _refuse_beside_sigma(given: Mapping[str, object]) -> None:
    """Error propagation takes the derivatives it needs.

    Raises:
        InputError: At an option that asks for one derivative and not for the error.
    """
    from mvcalc_cli.errors import InputError

    for option, value in given.items():
        if value:
            raise InputError(
                f"{option} does not go with --sigma", hint="--sigma goes with --at: --sigma x=0.1,y=0.2 --at 2,3"
            )


def _propagated(reader: Reader, tree: Tree, sigma: str, at: str | None) -> Report:
    """Error propagation through the gradient."""
    from mvcalc_cli.commands.sigma import sigma_report

    return sigma_report(reader, tree, sigma, at)


def _explicit(reader: Reader, tree: Tree, by: tuple[str, ...], _: str | None, wish: _Wish) -> _Found:
    """The derivative of an expression."""
    from mvcalc_cli.calculus.derivative import nth_derivative
    from mvcalc_cli.commands import screen
    from mvcalc_cli.language.tree import variables
    from mvcalc_cli.report import Span

    chain = nth_derivative(tree, by, reader.kinds)
    check = _checked(reader, tree, by, chain) if reader.check else None
    screen.refuse_contradicted(check, "a derivative")
    screen.unchecked_note(reader, check)
    partial = len({*variables(tree), *by}) > 1
    head = screen.head(screen.operator_name(by, partial=partial), Span(" [ "), Span(tree), Span(" ]"))
    working: tuple[Block, ...] = ()
    data: dict[str, object] = {"wrt": list(by)}
    if wish.steps or wish.hints:
        from mvcalc_cli.commands.working import hint_blocks, step_blocks, step_data

        working = tuple(hint_blocks(chain) if wish.hints else step_blocks(chain))
        data |= {} if wish.hints else {"steps": step_data(chain)}
    excluded = tuple(dict.fromkeys(condition for derivative in chain for condition in derivative.excluded))
    levels = tuple(zip((tree, *(derivative.result for derivative in chain)), chain, strict=False))
    return _Found(tree, by, chain[-1].result, excluded, check, head, working, data, levels)


def _checked(reader: Reader, tree: Tree, by: tuple[str, ...], chain: tuple[Derivative, ...]) -> Check | None:
    """Order n is checked as the derivative of the checked order n − 1."""
    from mvcalc_cli.calculus.check import check_derivative
    from mvcalc_cli.commands import screen

    functions = (tree, *(derivative.result for derivative in chain))
    return screen.worst(
        check_derivative(entry, slope, name, reader.kinds)
        for function, derivative, name in zip(functions, chain, by, strict=False)
        for entry, slope in zip(_entries(function), _entries(derivative.result), strict=True)
    )


def _entries(tree: Tree) -> list[Tree]:
    """A scalar as itself, a vector or matrix entry by entry."""
    from mvcalc_cli.calculus.lower import lower

    opened = lower(tree)
    if opened.kind == "matrix":
        return [entry for row in opened.args for entry in row.args]
    return list(opened.args) if opened.kind == "vector" else [tree]


def _implicit(reader: Reader, tree: Tree, by: tuple[str, ...], of: str | None, wish: _Wish) -> _Found:
    """The derivative of the function that an equation defines."""
    from mvcalc_cli.calculus.implicit import implicit_derivative
    from mvcalc_cli.commands import screen
    from mvcalc_cli.commands.choice import dependent_variable, on_curve
    from mvcalc_cli.report import Span

    y = dependent_variable(reader, tree, by[0], of)
    found = implicit_derivative(tree, by[0], y, len(by), reader.kinds)
    check = _checked_implicit(tree, by[0], y, found.orders) if reader.check else None
    screen.refuse_contradicted(check, "an implicit derivative")
    screen.unchecked_note(reader, check)
    if wish.at is not None:
        on_curve(reader, tree, wish.at)
    order = screen.superscript(len(by))
    operator = f"d{order}{screen.show_name(y)}/d{screen.show_name(by[0])}{order}"
    working: tuple[Block, ...] = ()
    data: dict[str, object] = {"wrt": list(by), "of": y}
    if wish.steps or wish.hints:
        from mvcalc_cli.commands.working import implicit_blocks, implicit_data

        working = tuple(implicit_blocks(found, by[0], y, hints=wish.hints))
        data |= {} if wish.hints else {"steps": implicit_data(found, by[0], y)}
    head = screen.head(operator, Span("   on   "), Span(tree))
    return _Found(tree, by, found.result, found.excluded, check, head, working, data)


def _checked_implicit(tree: Tree, by: str, y: str, orders: tuple[Tree, ...]) -> Check | None:
    """y′ as the slope of y along the curve, y″ as that of the checked y′, and so on."""
    from mvcalc_cli.calculus.implicit import check_implicit
    from mvcalc_cli.commands import screen
    from mvcalc_cli.language.tree import variable

    quantities = (variable(y), *orders)
    pairs = zip(quantities, orders, strict=False)
    return screen.worst(check_implicit(tree, by, y, slope, quantity=quantity) for quantity, slope in pairs)


def _report(reader: Reader, found: _Found, wish: _Wish) -> Report:
    """The screen, the plain row and the JSON of one derivative."""
    from mvcalc_cli.commands import screen
    from mvcalc_cli.language.tree import variables
    from mvcalc_cli.report import Formula, Line, Report, Span

    shorter = _shorter(reader, found.result) if wish.simplify else None
    value = _value(reader, found, wish.at)
    blocks: list[Block] = [found.head, Line(), *(found.working or (Formula(found.result),))]
    if shorter is not None and not wish.hints:
        blocks += [Line(), Formula(shorter, (Span("shorter", "rule"), Span(" = ")))]
    blocks += screen.excluded_lines(found.excluded)
    if wish.plot:
        blocks += [Line(), _picture(reader, found, wish)]
    lead: tuple[Span, ...] = () if value is None else value[0]
    if lead or (found.check and not wish.hints):
        blocks += [Line(), *screen.verdict(found.check, *lead)]
    answer = shorter or found.result
    cells = () if value is None else value[1]
    data: dict[str, object] = {"result": found.result, **found.data, "excluded": screen.excluded_data(found.excluded)}
    if shorter is not None:
        data["simplified"] = shorter
    if value is not None:
        data["at"] = value[2]
    return Report(
        "diff",
        blocks=tuple(blocks),
        rows=(*_step_rows(reader, found), (answer, *cells)),
        answer=answer,
        variables=variables(found.tree),
        data=data,
        quiet=((cells or (answer,)),),
        check=found.check,
        columns=("derivative", "value") if cells else ("derivative",),
    )


def _picture(reader: Reader, found: _Found, wish: _Wish) -> Block:
    """f and its derivative."""
    from mvcalc_cli.commands import screen
    from mvcalc_cli.commands.beside import beside
    from mvcalc_cli.commands.choice import point_variables

    at = {} if wish.at is None else screen.values(reader.point(wish.at, point_variables(found.tree, found.by)))
    return beside(reader, (found.tree, found.result), found.by, at, wish.over)


def _step_rows(reader: Reader, found: _Found) -> tuple[tuple[str, ...], ...]:
    """In a pipe the steps stand above the answer: n, rule, before, after; in a batch there is room for none."""
    steps = found.data.get("steps")
    if reader.line is not None or not isinstance(steps, list):
        return ()
    return tuple((str(step["n"]), step["rule"], step["before"], step["after"]) for step in steps)


def _shorter(reader: Reader, result: Tree) -> Tree | None:
    """What SymPy makes of it, if that is shorter and its domain the same."""
    from mvcalc_cli.symbolic.simplify import simplify

    answer = simplify(result, reader.kinds)
    return answer.tree if answer.changed and not answer.domain_differs else None


def _value(
    reader: Reader, found: _Found, at: str | None
) -> tuple[tuple[Span, ...], tuple[float, ...], dict[str, object]] | None:
    """The value at --at: how the screen shows it, the numbers, and its JSON."""
    from mvcalc_cli.commands import screen
    from mvcalc_cli.commands.choice import point_variables
    from mvcalc_cli.commands.values import refuse_kink, value_of
    from mvcalc_cli.report import Span

    if at is None:
        return None
    point = reader.point(at, point_variables(found.tree, found.by))
    value = value_of(found.tree, found.result, point)
    for (function, derivative), name in zip(found.levels, found.by, strict=False):
        refuse_kink(function, derivative.result, name, derivative.excluded, point)
    flat = value if isinstance(value, list) else [value]
    numbers = [number for row in flat for number in (row if isinstance(row, list) else [row])]
    shown: list[Span] = []
    for place, number in enumerate(numbers):
        shown += [Span(",  " * bool(place)), Span(number, "answer")]
    spans = (Span("at "), *screen.point_spans(point), Span("        "), *shown)
    return spans, tuple(numbers), {"point": screen.point_data(point), "value": value}
