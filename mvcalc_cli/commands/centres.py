"""The centre of a series as people type it: 0, pi/4, x=1,y=2, x=a."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mvcalc_cli.errors import DomainError, InputError, Place

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mvcalc_cli.commands.inputs import Reader
    from mvcalc_cli.language.tree import Tree

_OPTION = "--about"


def read_centre(reader: Reader, tree: Tree, about: str | None, wrt: str | None) -> dict[str, Tree]:
    """The variables of the series and their values at the centre; other letters stay letters.

    Raises:
        InputError: If a name is unknown or doubled, or the values do not fit the variables.
        DomainError: If the centre is infinite.
    """
    from mvcalc_cli.calculus.lower import lower
    from mvcalc_cli.commands.choice import all_variables
    from mvcalc_cli.language.tree import ZERO, variables, vector

    present = variables(lower(vector(tree)))
    if about is None:
        names = all_variables(reader, (tree,), wrt) if present or wrt else ("x",)
        return dict.fromkeys(names, ZERO)
    given = _values(reader, about)
    if given and given[0][0]:
        found = _named(reader, given, present)
    else:
        names = all_variables(reader, (tree,), wrt) if present or wrt else ("x",)
        if len(names) != len(given):
            listed = ", ".join(names)
            raise InputError(
                f"the centre has {_counted(given, 'value')}, the expression {_counted(names, 'variable')}: {listed}",
                hint=f"name them: {_OPTION} {','.join(f'{name}=0' for name in names)}",
                place=Place(about, 0, len(about), _OPTION),
            )
        found = {name: value for name, (_, value, _) in zip(names, given, strict=True)}
    for value, (_, _, place) in zip(found.values(), given, strict=True):
        _check(value, found, place)
    return {
        name: found[name] for name in (*(n for n in present if n in found), *(n for n in found if n not in present))
    }


def _counted(things: Sequence[object], noun: str) -> str:
    """1 value, 2 values."""
    return f"{len(things)} {noun}{'s' * (len(things) != 1)}"


def _values(reader: Reader, text: str) -> list[tuple[str, Tree, Place]]:
    """(name or "", value, place) between the commas; a bracket around them all is left out."""
    from mvcalc_cli.commands.inputs import split_at_commas

    whole = text.strip()
    if whole[:1] in {"(", "["} and whole[-1:] in {")", "]"} and "," in whole and whole.count(whole[0]) == 1:
        text = text.replace(whole[0], " ").replace(whole[-1], " ")
    found = []
    for start, end in split_at_commas(text):
        place = Place(text, start, end, _OPTION, reader.line)
        name, equals, value = text[start:end].rpartition("=")
        if not value.strip():
            raise InputError("the centre is empty here", hint=f"{_OPTION} 0 or {_OPTION} x=1,y=2", place=place)
        at = end - len(value)
        tree = reader.expression(" " * at + value, _OPTION)
        found.append((reader.variables(name.strip(), _OPTION)[0] if equals else "", tree, place))
    if len({bool(name) for name, _, _ in found}) > 1:
        raise InputError("a centre has either names or an order, not both", place=Place(text, 0, len(text), _OPTION))
    return found


def _named(reader: Reader, given: list[tuple[str, Tree, Place]], present: tuple[str, ...]) -> dict[str, Tree]:
    found: dict[str, Tree] = {}
    for name, value, place in given:
        if name in found:
            raise InputError(f"{name} is given twice", place=place)
        if present and name not in present:
            raise InputError(f"{name} is not in the expression", hint=f"it has {', '.join(present)}", place=place)
        found[name] = value
    left = [name for name in present if name not in found]
    if left:
        stay = "stays as it is" if len(left) == 1 else "stay as they are"
        reader.note(f"{', '.join(left)} {stay}: {_OPTION} names {', '.join(found)}")
    return found


def _check(value: Tree, names: dict[str, Tree], place: Place) -> None:
    from mvcalc_cli.language.tree import postorder, variables

    nodes = list(postorder(value))
    if any(node.kind == "constant" and node.value == "oo" for node in nodes):
        raise DomainError(
            "there is no Taylor series about infinity",
            hint="put x = 1/t with --let 'x = 1/t' and expand about t = 0",
            place=place,
        )
    if value.kind in {"vector", "matrix", "relation", "logic"}:
        raise InputError("each coordinate of the centre is one number", hint=f"{_OPTION} x=1,y=2", place=place)
    for name in variables(value):
        if name in names:
            raise InputError(
                f"the centre cannot depend on {name} itself", hint=f"another letter: {_OPTION} {name}=a", place=place
            )
