"""mvcalc diff --sigma: what the standard errors of the inputs do to the value."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mvcalc_cli.errors import InputError, Place

if TYPE_CHECKING:
    from mvcalc_cli.calculus.check import Check
    from mvcalc_cli.calculus.matrices import Partials
    from mvcalc_cli.calculus.propagation import Propagated
    from mvcalc_cli.commands.inputs import Reader
    from mvcalc_cli.language.tree import Tree
    from mvcalc_cli.report import Block, Report

# Where curvature moves the mean by this part of the standard error, the first order is not enough.
_NOT_SMALL = 0.1


class _Inputs(NamedTuple):
    """An expression, its uncertain variables, and their standard errors."""

    tree: Tree
    sigmas: dict[str, Tree]
    first: Partials
    second: tuple[Tree, ...]

    @property
    def by(self) -> tuple[str, ...]:
        """The uncertain variables."""
        return tuple(self.sigmas)


class _Here(NamedTuple):
    """The numbers at a point."""

    point: dict[str, Tree]
    value: float
    slopes: tuple[float, ...]
    sigmas: tuple[float, ...]
    found: Propagated


def sigma_report(reader: Reader, tree: Tree, sigma: str, at: str | None) -> Report:
    """The standard error of one expression, as a formula and at a point."""
    from mvcalc_cli.calculus.propagation import formula
    from mvcalc_cli.commands import screen
    from mvcalc_cli.language.tree import variables
    from mvcalc_cli.report import Formula, Line, Report, Span

    inputs = _inputs(reader, tree, sigma)
    check = _checked(reader, inputs) if reader.check else None
    screen.refuse_contradicted(check, "a partial derivative")
    screen.unchecked_note(reader, check)
    here = _here(reader, inputs, at) if at is not None else None
    law = formula(inputs.first.rows[0], tuple(inputs.sigmas.values()))
    blocks: list[Block] = [
        screen.function_head("σ_f", tree, variables(tree)),
        Line(),
        _table(inputs, here),
        Line(),
        Line((Span("σ_f = √( Σ (∂f/∂xᵢ · σᵢ)² )", "secondary"), Span("   independent inputs", "secondary")), indent=2),
        Formula(law, (Span("σ_f = "),), "answer" if here is None else "text"),
    ]
    if here is not None:
        blocks += _result(here)
    data: dict[str, object] = {
        "result": law,
        "wrt": list(inputs.by),
        "excluded": screen.excluded_data(inputs.first.excluded),
        "propagation": _data(inputs, here),
    }
    if here is not None:
        data["at"] = {"point": screen.point_data(here.point), "value": here.value}
    return Report(
        "diff",
        blocks=(*blocks, *screen.excluded_lines(inputs.first.excluded), *screen.closing(check)),
        rows=((law,),) if here is None else ((here.value, here.found.sigma),),
        columns=("sigma",) if here is None else ("value", "sigma"),
        answer=law,
        variables=variables(tree),
        data=data,
        check=check,
    )


def _inputs(reader: Reader, tree: Tree, sigma: str) -> _Inputs:
    """The standard errors as typed, and the first and second derivatives by their variables.

    Raises:
        InputError: For a vector or an equation, a name that does not occur, a negative error.
    """
    from mvcalc_cli.calculus.derivative import differentiate
    from mvcalc_cli.calculus.evaluate import evaluate
    from mvcalc_cli.calculus.lower import lower
    from mvcalc_cli.calculus.matrices import gradient
    from mvcalc_cli.language.tree import variables

    if tree.kind == "relation":
        raise InputError("--sigma needs an expression, and this is an equation", hint=_without_name(tree))
    if lower(tree).kind in {"vector", "matrix", "relation", "logic"}:
        raise InputError("--sigma needs a scalar expression", hint="mvcalc diff 'x y' --sigma x=0.1,y=0.2 --at 2,3")
    occurring = variables(lower(tree))
    if not occurring:
        raise InputError("there is no variable here whose error could matter")
    named = _named(reader, sigma)
    for name in named:
        if name not in occurring:
            raise InputError(
                f"{name} does not occur in the expression",
                place=Place(sigma, 0, len(sigma), "--sigma", reader.line),
                hint=f"it has {', '.join(occurring)}",
            )
    sigmas = reader.point(sigma, named or occurring, "--sigma")
    for name, value in sigmas.items():
        if variables(value) or not evaluate(value, {}) >= 0:
            raise InputError(
                f"the standard error of {name} must be a number, not negative",
                place=Place(sigma, 0, len(sigma), "--sigma", reader.line),
                hint=f"--sigma {name}=0.1",
            )
    by = tuple(sigmas)
    first = gradient(tree, by, reader.kinds)
    second = tuple(
        differentiate(partial, name, reader.kinds).result for partial, name in zip(first.rows[0], by, strict=True)
    )
    return _Inputs(tree, sigmas, first, second)


def _without_name(equation: Tree) -> str:
    """g = 4 pi^2 L/T^2 names a value: what stands behind the sign is the expression."""
    from mvcalc_cli.language.printers import line

    left = equation.args[0]
    if left.kind == "variable":
        return f"leave out {line(left)} ="
    return "give one side of it, or the difference of both"


def _named(reader: Reader, sigma: str) -> tuple[str, ...]:
    """The variables that the text names: "x=0.1,y=0.2" names two, "0.1,0.2" none."""
    from mvcalc_cli.commands.inputs import split_at_commas

    parts = [sigma[start:end].partition("=") for start, end in split_at_commas(sigma)]
    names = [name.strip() for name, equals, _ in parts if equals]
    return tuple(dict.fromkeys(found for name in names for found in reader.variables(name, "--sigma")))


def _checked(reader: Reader, inputs: _Inputs) -> Check | None:
    from mvcalc_cli.calculus.check import check_derivative
    from mvcalc_cli.commands import screen

    rows = zip(inputs.by, inputs.first.rows[0], inputs.second, strict=True)
    return screen.worst(
        check
        for name, partial, bend in rows
        for check in (
            check_derivative(inputs.tree, partial, name, reader.kinds),
            check_derivative(partial, bend, name, reader.kinds),
        )
    )


def _here(reader: Reader, inputs: _Inputs, at: str) -> _Here:
    """The value, the slopes and the standard error at the point."""
    from mvcalc_cli.calculus.evaluate import evaluate
    from mvcalc_cli.calculus.propagation import propagate
    from mvcalc_cli.commands.choice import point_variables
    from mvcalc_cli.commands.values import refuse_kink, values_of

    point = reader.point(at, point_variables(inputs.tree, inputs.by))
    partials = inputs.first.rows[0]
    value, *rest = values_of((), (inputs.tree, *partials, *inputs.second), point)
    for name, partial in zip(inputs.by, partials, strict=True):
        refuse_kink(inputs.tree, partial, name, inputs.first.excluded, point)
    slopes, bends = tuple(rest[: len(partials)]), rest[len(partials) :]
    sigmas = tuple(evaluate(error, {}) for error in inputs.sigmas.values())
    return _Here(point, value, slopes, sigmas, propagate(slopes, sigmas, bends))


def _table(inputs: _Inputs, here: _Here | None) -> Block:
    from mvcalc_cli.commands import screen
    from mvcalc_cli.language.tree import variables
    from mvcalc_cli.report import Span, Table

    rows = []
    for place, (name, partial) in enumerate(zip(inputs.by, inputs.first.rows[0], strict=True)):
        cells = [Span(f"∂f/∂{screen.show_name(name)}", "operator"), Span(partial), Span(inputs.sigmas[name])]
        if here is not None:
            part, share = here.found.contributions[place], here.found.shares[place]
            cells[2:2] = [Span(here.slopes[place])]
            cells += [Span(part, "answer"), Span(f"{share:.0%}")]
        rows.append(tuple(cells))
    if here is None:
        return Table(("partial", "expression", "σ"), tuple(rows), "llr")
    where = f"at {screen.point_tuple(here.point, variables(inputs.tree))}"
    return Table(("partial", "expression", where, "σ", "|∂f|·σ", "share"), tuple(rows), "llrrrr")


def _result(here: _Here) -> list[Block]:
    """f = 6.00 ± 0.50, and a word where curvature matters."""
    from mvcalc_cli.calculus.propagation import rounded_together
    from mvcalc_cli.commands import screen
    from mvcalc_cli.render.numbers import minus
    from mvcalc_cli.report import Line, Span

    value, sigma = map(minus, rounded_together(here.value, here.found.sigma))
    blocks: list[Block] = [Line(), Line((Span("f = "), Span(f"{value} ± {sigma}", "answer")), indent=2)]
    if abs(here.found.shift) > _NOT_SMALL * here.found.sigma:
        moved = screen.number_text(here.found.shift)
        words = f"curvature moves the mean by {moved}, not small beside σ_f: the first order is not enough here"
        blocks.append(Line((Span(words, "rule"),), indent=2))
    return blocks


def _data(inputs: _Inputs, here: _Here | None) -> dict[str, object]:
    """The JSON of the propagation."""
    rows: list[dict[str, object]] = [
        {"variable": name, "sigma": inputs.sigmas[name], "expression": partial}
        for name, partial in zip(inputs.by, inputs.first.rows[0], strict=True)
    ]
    if here is None:
        return {"inputs": rows}
    for row, slope, part, share in zip(rows, here.slopes, here.found.contributions, here.found.shares, strict=True):
        row |= {"slope": slope, "contribution": part, "share": share}
    return {"inputs": rows, "value": here.value, "sigma": here.found.sigma, "shift": here.found.shift}
