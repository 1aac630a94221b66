"""What `mvcalc lagrange` is asked: the function, its constraints, its variables."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mvcalc_cli.commands.stationary.telling import refuse_letters
from mvcalc_cli.errors import InputError, LimitError, Place

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mvcalc_cli.commands.inputs import Reader
    from mvcalc_cli.language.tree import Tree

_OPTION = "--subject-to"
_MOST_VARIABLES = 8
_MOST_CONSTRAINTS = 8
_EXAMPLE = "--subject-to 'x^2 + y^2 = 3'"
# What a constraint is called in textbooks; z = x² + y² is a constraint like any other.
_NAMES = {"g", "h", "G", "c", "C"}
_SIGNS = ("<=", ">=", "!=", "==", "<", ">", "=", "≤", "≥", "≠")


class Question(NamedTuple):
    """What is asked.

    Attributes:
        tree: The function, as typed.
        lowered: The same without sums and shorthands, for the engine.
        constraints: Relations, as typed; a chain as two.
        names: The variables.
        kinds: name -> "real", "positive", ….
        text: The function as typed.
    """

    tree: Tree
    lowered: Tree
    constraints: tuple[Tree, ...]
    names: tuple[str, ...]
    kinds: Mapping[str, str]
    text: str | None


def asked(reader: Reader, expr: str, texts: Sequence[str], wrt: str | None, size: str | None) -> Question:
    """Read the question.

    Raises:
        InputError: If f is no scalar, a constraint is none, there are none or letters beside those of --wrt.
    """
    from mvcalc_cli.calculus.lower import lower
    from mvcalc_cli.commands.choice import all_variables
    from mvcalc_cli.commands.pictures import read_size
    from mvcalc_cli.language.tree import variables

    tree = _function(reader, expr)
    if not texts:
        raise InputError(f"lagrange needs a constraint: {_EXAMPLE}", hint="without one: mvcalc critical")
    constraints = tuple(each for text in texts for each in _constraints(reader, text))
    names = all_variables(reader, (tree, *(side for each in constraints for side in each.args)), wrt)
    letters = {name for each in (lower(tree), *map(lower, constraints)) for name in variables(each)}
    refuse_letters(sorted(letters - set(names)), names)
    for each in constraints:
        _refuse_without_variables(reader, each, names)
    if wrt is None:
        _refuse_beside(reader, lower(tree), constraints)
    if len(names) > _MOST_VARIABLES or len(constraints) > _MOST_CONSTRAINTS:
        raise LimitError(
            f"lagrange takes {_MOST_VARIABLES} variables and {_MOST_CONSTRAINTS} constraints at most, "
            f"not {len(names)} and {len(constraints)}",
            hint="mvcalc descend --bounds finds one minimum of a function of any size in a box",
        )
    read_size(size)
    return Question(tree, lower(tree), constraints, names, reader.kinds, reader.typed(tree))


def _function(reader: Reader, expr: str) -> Tree:
    """f, a scalar.

    Raises:
        InputError: If it is none.
    """
    from mvcalc_cli.commands.scalars import scalar

    try:
        return scalar(reader, expr, "lagrange")
    except InputError as error:
        name, equals, rest = expr.partition("=")
        hint = error.hint or f"name the function first, then {_EXAMPLE}"
        if equals and rest.strip() and name.strip().isidentifier():
            hint = f"leave out '{name.strip()} =': mvcalc lagrange '{rest.strip()}' {_OPTION} …"
        raise InputError(error.message, hint=hint, place=error.place) from None


def _constraints(reader: Reader, text: str) -> list[Tree]:
    """The relations of one --subject-to: "x >= 0, y >= 0" are two, and "0 <= x <= 1" too.

    Raises:
        InputError: If a part is no equation or inequality.
    """
    found = []
    for start, end in _parts(text):
        if start == end:
            raise InputError(
                "a constraint is missing", place=Place(text, start, end, _OPTION, reader.line), hint=_EXAMPLE
            )
        part = text[start:end]
        if (wrong := next((sign for sign in ("=>", "=<") if sign in part), None)) is not None:
            place = Place(text, start, end, _OPTION, reader.line)
            hint = f"did you mean '{part.replace(wrong, wrong[::-1])}' ?"
            raise InputError(f"{wrong} is no sign of a relation", place=place, hint=hint)
        found += [_relation(reader, text, *ends) for ends in _links(text, start, end)]
    return found


def _parts(text: str) -> list[tuple[int, int]]:
    """What stands between commas, semicolons, line breaks, & and the word "and", in no brackets.

    >>> text = "x >= 0 and y >= 0; x + y = 1"
    >>> [text[a:b] for a, b in _parts(text)]
    ['x >= 0', 'y >= 0', 'x + y = 1']
    """
    import re

    from mvcalc_cli.commands.inputs import split_at_commas

    # A comma and blanks in place of each separator: the places stay as they were.
    return split_at_commas(
        re.sub(r"&&?|;|\n|\band\b", lambda found: ",".ljust(len(found[0])), text.rstrip("\n"), flags=re.ASCII)
    )


def _relation(reader: Reader, text: str, start: int, end: int) -> Tree:
    """One relation; blanks in front keep the places of mistakes right."""
    part = " " * start + text[start:end]
    place = Place(part, start, end, _OPTION, reader.line)
    shown = text[start:end].strip()
    tree = reader.expression(part, _OPTION)
    if tree.kind in {"logic", "boolean", "vector", "matrix", "set", "interval", "union"}:
        raise InputError("a constraint is one equation or inequality", place=place, hint=f"several: {_OPTION} twice")
    if tree.kind != "relation":
        raise InputError(
            "a constraint is an equation or an inequality, and this is an expression",
            place=place,
            hint=_meant(text, start, end, shown),
        )
    if tree.value == "!=":
        raise InputError("≠ leaves out points, and is no constraint of this method", place=place, hint=_EXAMPLE)
    return tree


def _meant(text: str, start: int, end: int, shown: str) -> str:
    """What a part without a sign may have been: x of "x, y >= 0", or one that the shell has cut at its > or <."""
    others = [text[a:b] for a, b in _parts(text) if (a, b) != (start, end)]
    signed = next((other for other in others for _ in _relation_signs(other, 0, len(other))), None)
    if signed is not None:
        before, after = _relation_signs(signed, 0, len(signed))[0]
        return f"did you mean '{shown} {signed[before:after]}{signed[after:]}' ?"
    return f"did you mean {_OPTION} '{shown} = 0' ?   (with < or > in it, a constraint needs quotes)"


def _links(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The places of the relations of a chain: of "0 <= x <= 1" those of "0 <= x" and "x <= 1".

    >>> text = "0 <= x <= 1"
    >>> [text[a:b] for a, b in _links(text, 0, len(text))]
    ['0 <= x ', ' x <= 1']
    """
    signs = _relation_signs(text, start, end)
    if len(signs) < 2:
        return [(start, end)]
    borders = [start, *(after for _, after in signs)], [*(before for before, _ in signs[1:]), end]
    return list(zip(borders[0][: len(signs)], borders[1], strict=True))


def _relation_signs(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Where each sign of a relation that is in no brackets begins and ends."""
    found, depth, at = [], 0, start
    while at < end:
        depth += (text[at] in "([{") - (text[at] in ")]}")
        sign = next((sign for sign in _SIGNS if depth == 0 and text.startswith(sign, at)), None)
        if sign is not None:
            found.append((at, at + len(sign)))
        at += len(sign or " ")
    return found


def _refuse_without_variables(reader: Reader, relation: Tree, names: Sequence[str]) -> None:
    """A constraint binds a variable.

    Raises:
        InputError: If it holds none.
    """
    from mvcalc_cli.calculus.lower import lower
    from mvcalc_cli.commands.screen import show_name
    from mvcalc_cli.language.tree import variables

    if not set(variables(lower(relation))) & set(names):
        shown = ", ".join(map(show_name, names))
        hint = "leave it out, or name a variable in it"
        raise _misplaced(reader, relation, f"this constraint holds none of the variables {shown}", hint)


def _refuse_beside(reader: Reader, f: Tree, constraints: Sequence[Tree]) -> None:
    """A constraint shares a variable with f, or with a constraint that does.

    Raises:
        InputError: If one has nothing to do with f, as a = 3 beside x·y.
    """
    from mvcalc_cli.calculus.lower import lower
    from mvcalc_cli.commands.screen import show_name
    from mvcalc_cli.language.tree import variables

    bound = set(variables(f))
    rest = [(each, set(variables(lower(each)))) for each in constraints]
    while near := [pair for pair in rest if pair[1] & bound]:
        bound |= {name for _, names in near for name in names}
        rest = [pair for pair in rest if pair not in near]
    if rest and variables(f):
        relation, names = rest[0]
        shown = ", ".join(map(show_name, variables(f)))
        hint = f"leave it out, or write {' and '.join(map(show_name, sorted(names)))} into f"
        if {name.lower() for name in names} & {name.lower() for name in variables(f)}:
            hint = "capital and small letters are different variables"
        raise _misplaced(reader, relation, f"this constraint holds none of the variables of f: {shown}", hint)
    _refuse_names(reader, f, constraints)


def _refuse_names(reader: Reader, f: Tree, constraints: Sequence[Tree]) -> None:
    """The name of a constraint is no variable.

    Raises:
        InputError: For g = x + y - 4, where g stands nowhere else.
    """
    from mvcalc_cli.calculus.lower import lower
    from mvcalc_cli.commands.screen import show_name
    from mvcalc_cli.language.tree import variables

    for place, relation in enumerate(constraints):
        left = relation.args[0]
        others = [f, *(lower(each) for other, each in enumerate(constraints) if other != place), relation.args[1]]
        alone = relation.value == "=" and left.kind == "variable" and left.value not in variables(f)
        if alone and str(left.value) in _NAMES and not any(left.value in variables(each) for each in others):
            text = (reader.typed(relation) or "").partition("=")[2].strip()
            name = show_name(str(left.value))
            words = f"{name} stands nowhere else: it seems to be the name of the constraint"
            raise _misplaced(reader, relation, words, f"leave out '{name} =': {_OPTION} '{text} = 0'")


def _misplaced(reader: Reader, relation: Tree, message: str, hint: str) -> InputError:
    text = reader.typed(relation) or ""
    place = Place(text, len(text) - len(text.lstrip()), len(text), _OPTION, reader.line)
    return InputError(message, place=place, hint=hint)
