"""The indefinite integral as a report."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mvcalc_cli.calculus.check import Check
    from mvcalc_cli.commands.inputs import Reader
    from mvcalc_cli.language.tree import Tree
    from mvcalc_cli.report import Block, Report, Span
    from mvcalc_cli.symbolic.antiderivative import Antiderivative


def indefinite(reader: Reader, tree: Tree, name: str, *, steps: bool) -> Report:
    """∫ f dx + C, of a scalar or entry by entry."""
    from mvcalc_cli.calculus.lower import lower

    opened = lower(tree)
    if opened.kind == "vector":
        return _vector(reader, tree, opened.args, name)
    from mvcalc_cli.symbolic.antiderivative import antiderivative

    found = antiderivative(tree, name, reader.kinds)
    return _none(reader, tree, name, found) if found.result is None else _found(reader, tree, name, found, steps=steps)


def _found(reader: Reader, tree: Tree, name: str, found: Antiderivative, *, steps: bool) -> Report:
    from mvcalc_cli.commands import screen
    from mvcalc_cli.commands.integrals import indefinite_head, step_blocks, step_data, step_rows
    from mvcalc_cli.language.tree import variables
    from mvcalc_cli.report import Line, Report, Span

    result = found.result
    assert result is not None
    check = found.check if reader.check else None
    screen.refuse_contradicted(check, "an antiderivative")
    screen.unchecked_note(reader, check)
    jumps = _jumps_text(found, tree, name)
    if jumps and reader.output.format != "terminal":
        reader.note(jumps)
    shown: list[Block] = [*step_blocks(found.steps), Line()] if steps else []
    data: dict[str, object] = {"result": result, "variable": name, "method": "antiderivative"}
    if steps:
        data["steps"] = step_data(found.steps)
    if found.where:
        data["where"] = screen.excluded_data(found.where)
    if found.jumps:
        data["jumps"] = list(found.jumps)
    return Report(
        "integrate",
        blocks=(
            indefinite_head(tree, name),
            Line(),
            *shown,
            _answer(result, tree),
            *screen.excluded_lines(found.where),
            *([Line((Span(jumps, "secondary"),), indent=2)] if jumps else []),
            *_closing(check),
        ),
        rows=(*(step_rows(reader, found.steps) if steps else ()), (result,)),
        answer=result,
        variables=variables(tree),
        inputs=reader.inputs,
        data=data,
        quiet=((result,),),
        check=check,
    )


def _jumps_text(found: Antiderivative, tree: Tree, name: str) -> str:
    """Where the answer jumps and its integral does not: the difference of two of its values would be wrong there."""
    from mvcalc_cli.language.tree import variables

    if not found.jumps:
        return ""
    nearest = sorted(sorted(found.jumps, key=abs)[:3])
    more = ", …" if len(found.jumps) > len(nearest) else ""
    places = f" at {name} = {', '.join(map(_place, nearest))}{more}"
    letters = set(variables(tree)) - {name}
    return f"it jumps{'' if letters else places}: between two ends, --over adds up the parts"


def _place(value: float) -> str:
    """A point in a sentence: −3π/2, 0.7391."""
    import math
    from fractions import Fraction

    from mvcalc_cli.language.printers import line
    from mvcalc_cli.language.tree import PI, divide, multiply, negative, number
    from mvcalc_cli.render.numbers import minus

    share = Fraction(value / math.pi).limit_denominator(12)
    if value and share and abs(float(share) * math.pi - value) < 1e-6 * abs(value):
        top = PI if abs(share.numerator) == 1 else multiply(number(abs(share.numerator)), PI)
        exact = top if share.denominator == 1 else divide(top, number(share.denominator))
        return line(negative(exact) if share < 0 else exact)
    return minus(f"{value:.6g}") if abs(value) > 1e-6 else "0"


def _closing(check: Check | None) -> list[Block]:
    """How the answer was checked: by differentiating it."""
    from mvcalc_cli.commands import screen
    from mvcalc_cli.report import Line, Verdict

    if check is None or check.verdict != "agrees":
        return screen.closing(check)
    error = "" if check.error is None else f" to {max(check.error, 1e-16):.0e}".replace("e-0", "e-")
    return [Line(), Verdict(f"its derivative agrees with the integrand{error}", "good")]


def _answer(result: Tree, tree: Tree) -> Block:
    """F + C on one line where it is short."""
    from mvcalc_cli.commands.integrals import constant_name
    from mvcalc_cli.language.tree import add, variable
    from mvcalc_cli.report import Formula

    terms = result.args if result.kind == "sum" else (result,)
    return Formula(add(*terms, variable(constant_name(tree))))


def _none(reader: Reader, tree: Tree, name: str, found: Antiderivative) -> Report:
    from mvcalc_cli.commands.integrals import indefinite_head
    from mvcalc_cli.report import Line, Next, Report

    reason = found.reason or "no elementary antiderivative is known to me"
    terminal = reader.output.format == "terminal"
    return Report(
        "integrate",
        blocks=(
            indefinite_head(tree, name),
            Line(),
            Line((_strong(reason),), indent=2),
            Next(f"between two ends there is a number: --over {name}=1..2"),
        ),
        rows=((),),
        inputs=reader.inputs,
        data={"result": None, "variable": name, "method": "none", "reason": reason},
        warnings=() if terminal else (f"{reason}; between two ends there is a number: --over {name}=1..2",),
        exit_code=1,
    )


def _strong(text: str) -> Span:
    from mvcalc_cli.report import Span

    return Span(text, "answer")


def _vector(reader: Reader, tree: Tree, entries: tuple[Tree, ...], name: str) -> Report:
    """[∫ f dt, ∫ g dt]."""
    from mvcalc_cli.commands import screen
    from mvcalc_cli.commands.integrals import indefinite_head
    from mvcalc_cli.errors import NumericError
    from mvcalc_cli.language.printers import line
    from mvcalc_cli.language.tree import variables, vector
    from mvcalc_cli.report import Formula, Line, Report, Span
    from mvcalc_cli.symbolic.antiderivative import antiderivative

    found = [antiderivative(entry, name, reader.kinds, seconds=6.0 / len(entries)) for entry in entries]
    results = [one.result for one in found]
    for entry, one in zip(entries, found, strict=True):
        if one.result is None:
            raise NumericError(f"no elementary antiderivative of {line(entry)} is known to me")
    check = screen.worst(one.check for one in found if one.check is not None) if reader.check else None
    screen.refuse_contradicted(check, "an antiderivative")
    result = vector(*(one for one in results if one is not None))
    return Report(
        "integrate",
        blocks=(
            indefinite_head(tree, name),
            Line(),
            Formula(result),
            Line((Span("and a constant for each entry", "secondary"),), indent=2),
            *screen.closing(check),
        ),
        rows=((result,),),
        answer=result,
        variables=variables(tree),
        inputs=reader.inputs,
        data={"result": result, "variable": name, "method": "antiderivative"},
        check=check,
    )
