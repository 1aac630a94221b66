"""The definite integral over one range as a report: its value, or why there is none."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import TYPE_CHECKING, Any, NamedTuple

from mvcalc_cli.errors import DomainError, InputError

if TYPE_CHECKING:
    from mvcalc_cli.commands.inputs import Reader
    from mvcalc_cli.commands.ranges import Range
    from mvcalc_cli.language.tree import Tree
    from mvcalc_cli.report import Block, Cell, Report
    from mvcalc_cli.symbolic.definite import Definite

# Beyond, a fraction is shown by its size already.
_LONG = Fraction(10**40)
_ENDS = "put in the ends"
_DIFFERENCE = "∫ f dx = F(b) − F(a)"
Picture = tuple[str | None, str | None] | None


def definite_integral(
    reader: Reader, tree: Tree, over: Range, *, steps: bool, numeric: bool, picture: Picture = None
) -> Report:
    """∫ₐᵇ f dx: exact where an exact value is found and stands the check, else by quadrature."""
    from mvcalc_cli.commands import screen
    from mvcalc_cli.commands.integrals import integral_spans, range_data, step_data, step_rows
    from mvcalc_cli.language.tree import variables
    from mvcalc_cli.report import Line, Report, Span

    note_upside_down(reader, over)
    found = solved(reader, tree, over, numeric=numeric)
    if found.outcome != "value":
        return _without_value(reader, tree, over, found)
    screen.unchecked_note(reader, found.check)
    data: dict[str, object] = {
        "result": found.result,
        "value": plain_number(found.value),
        "over": range_data((over,)),
        "method": found.method,
        "converges": True,
    }
    if found.error is not None:
        data["error_estimate"] = float(found.error)
    if found.where:
        data["where"] = screen.excluded_data(found.where)
    told = (*found.steps, *_ends(found, over)) if steps else ()
    if told:
        data["steps"] = step_data(told)
    rows = (*step_rows(reader, told), value_row(reader, found))
    return Report(
        "integrate",
        blocks=(
            Line(integral_spans(tree, (over,))),
            Line(),
            *_shown_steps(found, over, steps=steps),
            value_block(reader, found),
            *(Line((Span(note, "secondary"),), indent=2) for note in found.notes),
            *screen.excluded_lines(found.where),
            *_picture(reader, tree, over, picture),
            *screen.closing(found.check),
        ),
        rows=rows,
        answer=found.result,
        variables=() if found.result is None else variables(found.result),
        inputs=reader.inputs,
        data=data,
        quiet=(rows[-1][:1],),
        check=found.check,
    )


def solved(reader: Reader, tree: Tree, over: Range, *, numeric: bool) -> Definite:
    """The integral with everything that is known of it.

    Raises:
        DomainError: If the integrand has no value on a part of the range.
        ContradictedError: If the only exact value found is contradicted by quadrature.
    """
    from mvcalc_cli.calculus.lower import lower
    from mvcalc_cli.language.tree import variables

    opened = lower(tree)
    letters = {*variables(opened), *variables(over.low), *variables(over.high)} - {over.name}
    if over.name in variables(over.low) or over.name in variables(over.high):
        raise InputError(
            f"the ends of a range cannot depend on {over.name} itself", hint="name the end otherwise", place=over.place
        )
    digits = reader.digits or 15
    if letters:
        return _with_letters(reader, opened, over, tuple(sorted(letters)), numeric=numeric)
    if numeric:
        from mvcalc_cli.symbolic.definite import by_measuring

        return by_measuring(opened, over.name, over.low, over.high, digits=digits)
    from mvcalc_cli.symbolic.definite import definite

    return definite(opened, over.name, over.low, over.high, reader.kinds, digits=digits, check=reader.check)


def _with_letters(reader: Reader, tree: Tree, over: Range, letters: tuple[str, ...], *, numeric: bool) -> Definite:
    """With other variables in it there is an exact value or none.

    Raises:
        InputError: If a number is asked for.
        NumericError: If no exact value was found.
    """
    if numeric:
        raise InputError(
            f"--numeric needs numbers, and {', '.join(letters)} {'has' if len(letters) == 1 else 'have'} no value",
            hint=f"give it: --let {letters[0]}=2",
        )
    from mvcalc_cli.symbolic.parametric import with_letters

    return with_letters(tree, over.name, over.low, over.high, reader.kinds)


def note_upside_down(reader: Reader, over: Range) -> None:
    """From 1 to 0 is meant as it stands, and said."""
    from mvcalc_cli.calculus.evaluate import evaluate
    from mvcalc_cli.language.tree import variables

    if variables(over.low) or variables(over.high):
        return
    try:
        if evaluate(over.low, {}) > evaluate(over.high, {}):
            reader.note("the range runs downwards: the integral has the opposite sign of the one upwards")
    except DomainError as error:
        raise InputError(f"an end of this range has no value: {error.message}", place=over.place) from error


def plain_number(value: Any) -> float | None:
    """A number for JSON; None where it depends on other variables."""
    number = float(value)
    return None if math.isnan(number) else number


# --- the value -------------------------------------------------------------------------------------


def value_block(reader: Reader, found: Definite) -> Block:
    """The exact value and its decimals, or the number with its error."""
    from mvcalc_cli.render.numbers import minus
    from mvcalc_cli.report import Formula, Line, Span
    from mvcalc_cli.symbolic.rounding import rounded

    if found.result is None:
        text, error = rounded(found.value, found.error or 0.0, reader.digits or 15)
        shown = minus(text)
        quadrature = Span("   (by quadrature)", "secondary")
        return Line((Span("≈ "), Span(shown, "answer"), Span(f" ± {error}"), quadrature), indent=2)
    if math.isnan(float(found.value)):
        return Formula(found.result)
    return Line((Span(found.result, "answer"), *_decimals(reader, found)), indent=2)


def _decimals(reader: Reader, found: Definite) -> tuple[Any, ...]:
    from mvcalc_cli.calculus.signs import signed_value
    from mvcalc_cli.report import Span

    exact = signed_value(found.result) if found.result is not None else None
    if exact is not None and (exact.denominator == 1 or abs(exact) > _LONG or 0 < abs(exact) < 1 / _LONG):
        return ()
    shown = Span(many_digits_of(found, reader.digits)) if (reader.digits or 0) > 15 else Span(float(found.value))
    return Span("   ≈ ", "secondary"), shown


def many_digits_of(found: Definite, digits: int | None) -> str:
    """The exact value to many digits."""
    from mvcalc_cli.symbolic.decimals import many_digits

    assert found.result is not None
    return many_digits(found.result, {}, digits or 15)


def value_row(reader: Reader, found: Definite) -> tuple[Cell, ...]:
    """Exact TAB number; without an exact value: number TAB error."""
    from mvcalc_cli.symbolic.rounding import rounded

    if found.result is None:
        text, error = rounded(found.value, found.error or 0.0, reader.digits or 15)
        return text, error
    if math.isnan(float(found.value)):
        return (found.result,)
    if (reader.digits or 0) > 15:
        return found.result, many_digits_of(found, reader.digits)
    return found.result, float(found.value)


# --- no value --------------------------------------------------------------------------------------


def _without_value(reader: Reader, tree: Tree, over: Range, found: Definite) -> Report:
    """Divergence in words, with its reason; exit code 1."""
    from mvcalc_cli.commands.integrals import integral_spans, range_data
    from mvcalc_cli.report import Line, Report, Span

    word, words = divergence(found)
    notes = ["a Cauchy principal value may exist; it is not the integral"] if found.interior else []
    return Report(
        "integrate",
        blocks=(
            Line(integral_spans(tree, (over,))),
            Line(),
            Line((Span(word, "answer"), Span(f": {words}")), indent=2),
            *(Line((Span(note, "secondary"),), indent=2) for note in notes),
        ),
        rows=((word, words),),
        inputs=reader.inputs,
        data={
            "result": None,
            "value": None,
            "over": range_data((over,)),
            "method": "none",
            "converges": False if found.outcome == "diverges" else None,
            "reason": "; ".join((words, *notes)),
        },
        quiet=((word,),),
        exit_code=1,
    )


def divergence(found: Definite) -> tuple[str, str]:
    """("diverges to ∞", "at x = 0 the integrand grows like 1/|x|")."""
    if found.outcome == "undecided":
        return "no value found", found.reason or "the numbers do not settle"
    where = {1: " to ∞", -1: " to −∞", 0: ""}[found.sign]
    return f"diverges{where}", found.reason


# --- steps, picture, vectors -----------------------------------------------------------------------


def _shown_steps(found: Definite, over: Range, *, steps: bool) -> list[Block]:
    """The antiderivative's steps, then its values at the ends of each piece."""
    from mvcalc_cli.commands.integrals import step_blocks
    from mvcalc_cli.report import Line

    if not steps:
        return []
    if not found.pieces:
        from mvcalc_cli.report import Span

        told = {"algebra": "by SymPy's definite integration: it has no steps to show"}.get(found.method, "")
        return [Line((Span(told or "by quadrature: there are no steps", "secondary"),), indent=2), Line()]
    blocks = step_blocks(found.steps)
    return [*blocks, *([Line()] if blocks else []), _ends_step(found, over, len(found.steps) + 1), Line()]


def _ends_step(found: Definite, over: Range, number: int) -> Block:
    """∫ₐᵇ f dx = F(b) − F(a), a line for each piece."""
    from mvcalc_cli.commands.screen import show_name
    from mvcalc_cli.report import Span, StepBlock

    name = show_name(over.name)
    lines = []
    for piece in found.pieces:
        where = (Span(f"for {name} from "), Span(piece.low), Span(" to "), Span(piece.high), Span(":  "))
        lead = where if len(found.pieces) > 1 else ()
        body = (Span("F = "), Span(piece.antiderivative), Span(",  "), Span("F("), Span(piece.high), Span(") − F("))
        lines.append((*lead, *body, Span(piece.low), Span(") = "), Span(piece.value, "answer")))
    return StepBlock(number, _ENDS, _DIFFERENCE, (), tuple(lines))


class _End(NamedTuple):
    """The ends put in, as a step of the pipe: ∫ f dx from a to b is F(b) − F(a)."""

    before: str
    after: Tree
    rule: str = _ENDS
    formula: str = _DIFFERENCE


def _ends(found: Definite, over: Range) -> tuple[_End, ...]:
    """One for each piece."""
    from mvcalc_cli.language.printers import plain

    return tuple(
        _End(f"Integral({plain(piece.integrand)}, ({over.name}, {plain(piece.low)}, {plain(piece.high)}))", piece.value)
        for piece in found.pieces
    )


def _picture(reader: Reader, tree: Tree, over: Range, picture: Picture) -> tuple[Block, ...]:
    """The area between the curve and the axis."""
    if picture is None:
        return ()
    from mvcalc_cli.commands.areas import area_picture

    return area_picture(reader, tree, over, *picture)


def entrywise(reader: Reader, tree: Tree, over: Range, *, numeric: bool) -> Report:
    """A vector integrand, entry by entry."""
    from mvcalc_cli.calculus.lower import lower
    from mvcalc_cli.commands import screen
    from mvcalc_cli.commands.integrals import integral_spans, range_data
    from mvcalc_cli.errors import NumericError
    from mvcalc_cli.language.tree import variables, vector
    from mvcalc_cli.report import Formula, Line, Matrix, Report

    note_upside_down(reader, over)
    found = [solved(reader, entry, over, numeric=numeric) for entry in lower(tree).args]
    for place, one in enumerate(found, 1):
        if one.outcome != "value":
            raise NumericError(f"entry {place} {': '.join(divergence(one))}")
    exact = [one.result for one in found if one.result is not None]
    result = vector(*exact) if len(exact) == len(found) else None
    values = [float(one.value) for one in found]
    check = screen.worst(one.check for one in found if one.check is not None)
    shown: Block = Formula(result) if result is not None else Matrix((tuple(values),))
    data: dict[str, object] = {"result": result, "over": range_data((over,)), "converges": True}
    return Report(
        "integrate",
        blocks=(Line(integral_spans(tree, (over,))), Line(), shown, *screen.closing(check)),
        rows=((result,),) if result is not None else (tuple(values),),
        answer=result,
        variables=() if result is None else variables(result),
        inputs=reader.inputs,
        data={**data, "values": values, "method": found[0].method},
        check=check,
    )
