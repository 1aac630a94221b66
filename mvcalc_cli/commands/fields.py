"""What div, curl and laplacian share: the variables of a field, its check, its value, its screen."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Literal, NamedTuple

from mvcalc_cli.errors import InputError

if TYPE_CHECKING:
    from mvcalc_cli.calculus.check import Check
    from mvcalc_cli.calculus.fields import Field
    from mvcalc_cli.commands.inputs import Reader
    from mvcalc_cli.language.tree import Tree
    from mvcalc_cli.report import Block, Report

# The coordinates of a field whose components do not mention them all: [y, 0] is a field of the plane.
_COORDINATES = ("x", "y", "z")

Operation = Callable[["tuple[Tree, ...]", tuple[str, ...], "dict[str, str]"], "Field"]


Vanishing = Literal["yes", "no", "unknown"]


class Asked(NamedTuple):
    """A field, the variables it is differentiated by, and where it is wanted."""

    functions: tuple[Tree, ...]
    by: tuple[str, ...]
    at: str | None


class Look(NamedTuple):
    """How a screen names things.

    Attributes:
        command: The command.
        operator: "div F".
        letter: What the head calls the function: "F", "f".
        meaning: What it says, by whether it is 0 everywhere and by the values at a point; "" says nothing.
    """

    command: str
    operator: str
    letter: str
    meaning: Callable[[Vanishing, tuple[float, ...]], str]


def coordinates(reader: Reader, field: tuple[Tree, ...], wrt: str | None) -> tuple[str, ...]:
    """The variables of --wrt, else those of the field; x, y (and z) where it does not hold them all.

    Raises:
        InputError: If it is not clear which variables are meant.
    """
    from mvcalc_cli.commands.choice import all_variables
    from mvcalc_cli.language.tree import variables, vector

    usual = _COORDINATES[: len(field)]
    found = variables(vector(*field))
    if wrt is not None or len(found) == len(field):
        return all_variables(reader, field, wrt)
    if set(found) <= set(usual) and len(field) <= len(_COORDINATES):
        return usual
    if len(field) == 1:
        raise InputError("a field has several components, and this is one", hint="write them as '[x, y]' or 'x' 'y'")
    if len(found) < len(field):
        example = ",".join(tuple(dict.fromkeys((*found, *"xyzuvw")))[: len(field)])
        raise InputError(
            f"there are {len(field)} components, and only {', '.join(found) or 'no variable'} occurs",
            hint=f"name {len(field)} variables: --wrt {example}",
        )
    raise InputError(
        f"which of {', '.join(found)} are the {len(field)} coordinates?", hint=f"--wrt {','.join(found[: len(field)])}"
    )


def field_report(reader: Reader, asked: Asked, found: Field, look: Look) -> Report:
    """The Report of a field: its formula, its value at a point, its check."""
    from mvcalc_cli.commands import screen
    from mvcalc_cli.language.tree import variables, vector
    from mvcalc_cli.report import Line, Report, Span

    check = _checked(reader, found) if reader.check else None
    screen.refuse_contradicted(check, "a partial derivative")
    screen.unchecked_note(reader, check)
    functions, by = asked.functions, asked.by
    point, values = _at(reader, asked, found)
    vanishing, components = vanishes(found.components, reader)
    answer = components[0] if len(components) == 1 else vector(*components)
    blocks: list[Block] = [_head(functions, by, look), Line(), *_answer(answer)]
    excluded = (*found.excluded, *_lost(found.components, components))
    data: dict[str, object] = {"result": answer, "wrt": list(by), "excluded": screen.excluded_data(excluded)}
    blocks += screen.excluded_lines(excluded)
    if point is not None:
        shown = tuple(part for value in values for part in (Span(", "), Span(value, "answer")))[1:]
        value: tuple[Span, ...] = shown if len(values) == 1 else (Span("("), *shown, Span(")"))
        blocks += [Line(), Line((Span("at "), *screen.point_spans(point), Span("        "), *value), indent=2)]
        data["at"] = {
            "point": screen.point_data(point),
            "value": values[0] if len(values) == 1 else list(values),
        }
    if words := look.meaning(vanishing, values):
        blocks.append(Line((Span(words, "secondary"),), indent=2))
    return Report(
        look.command,
        blocks=(*blocks, *screen.closing(check)),
        rows=((answer, *values),),
        answer=answer,
        variables=variables(vector(*functions)),
        inputs=reader.inputs,
        data=data,
        quiet=((values or (answer,)),),
        check=check,
    )


def vanishes(components: tuple[Tree, ...], reader: Reader) -> tuple[Vanishing, tuple[Tree, ...]]:
    """Is every component 0 everywhere? With the components, those written 0 that algebra proves to be.

    Numbers decide whether a proof is worth looking for; a value that is not 0 settles it.
    """
    from mvcalc_cli.calculus.check import check_equal
    from mvcalc_cli.language.tree import ZERO

    if all(component == ZERO for component in components):
        return "yes", components
    verdicts = [check_equal(component, ZERO, reader.kinds).verdict for component in components]
    if "contradicted" in verdicts:
        return "no", components
    from mvcalc_cli.symbolic.simplify import simplify

    shorter = tuple(
        ZERO if component == ZERO or simplify(component, reader.kinds).tree == ZERO else component
        for component in components
    )
    return ("yes" if all(component == ZERO for component in shorter) else "unknown"), shorter


def _lost(components: tuple[Tree, ...], shown: tuple[Tree, ...]) -> tuple[Tree, ...]:
    """The conditions of what is now written 0."""
    from mvcalc_cli.calculus.domain import conditions

    pairs = zip(components, shown, strict=True)
    return tuple(dict.fromkeys(c for old, new in pairs if old is not new for c in conditions(old)))


def _checked(reader: Reader, found: Field) -> Check | None:
    from mvcalc_cli.calculus.check import check_derivative
    from mvcalc_cli.commands import screen

    return screen.worst(
        check_derivative(partial.function, partial.result, partial.variable, reader.kinds) for partial in found.partials
    )


def _at(reader: Reader, asked: Asked, found: Field) -> tuple[dict[str, Tree] | None, tuple[float, ...]]:
    """The point and the values of the components there; every derivative on the way must exist."""
    from mvcalc_cli.commands.choice import point_at
    from mvcalc_cli.commands.values import refuse_kink, values_of
    from mvcalc_cli.language.tree import vector

    if asked.at is None:
        return None, ()
    point = point_at(reader, vector(*asked.functions), asked.by, asked.at)
    values_of(asked.functions, tuple(partial.result for partial in found.partials), point)
    for partial in found.partials:
        refuse_kink(partial.function, partial.result, partial.variable, found.excluded, point)
    return point, values_of((), found.components, point)


def _head(functions: tuple[Tree, ...], by: tuple[str, ...], look: Look) -> Block:
    """div F   for   F(x, y) = (x², x·y)"""
    from mvcalc_cli.commands import screen
    from mvcalc_cli.language.tree import vector

    tree = functions[0] if len(functions) == 1 else vector(*functions)
    return screen.function_head(look.operator, tree, by, look.letter)


def _answer(answer: Tree) -> list[Block]:
    from mvcalc_cli.report import Formula, Line, Span

    if answer.kind != "vector":
        return [Formula(answer)]
    spans = [Span("(")]
    for place, entry in enumerate(answer.args):
        spans += [Span(", " * bool(place)), Span(entry, "answer")]
    return [Line((*spans, Span(")")), indent=2)]
