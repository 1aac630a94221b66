"""Texts with their placeholders answered: {f}, {diff(f, x)}; {{ and }} are braces."""

from __future__ import annotations

import re
import shlex
from typing import Final

from mvcalc_cli.errors import InputError, Place
from mvcalc_cli.language.tree import Tree, variables
from mvcalc_cli.quiz.derive import Scope

# A text with its formulas: each renderer writes them in its own notation.
Filled = tuple[str | Tree, ...]

_PLACEHOLDER: Final = re.compile(r"\{\{|\}\}|\{([^{}]*)\}")
_FIRST_PRIVATE: Final = 0xE000


def filled(text: str, scope: Scope) -> Filled:
    """A text with its placeholders answered.

    Raises:
        InputError: If a placeholder cannot be read, or a brace stands alone.

    >>> from mvcalc_cli.language.tree import number
    >>> filled("f = {a x} {{", Scope({"x": "real"}, {"a": number(2)}))
    ('f = ', Tree('product', Tree('number', 2), Tree('variable', 'x')), ' {')
    """
    if "{" not in text and "}" not in text:
        return (text,) if text else ()
    pieces: list[str | Tree] = []
    at = 0

    def add(piece: str | Tree) -> None:
        if isinstance(piece, str) and pieces and isinstance(pieces[-1], str):
            pieces[-1] += piece
        elif piece != "":
            pieces.append(piece)

    for found in _PLACEHOLDER.finditer(text):
        add(_plain_text(text, at, found.start()))
        at = found.end()
        add(found[0][0] if found[1] is None else _placeholder(text, found, scope))
    add(_plain_text(text, at, len(text)))
    return tuple(pieces)


def _plain_text(text: str, start: int, end: int) -> str:
    piece = text[start:end]
    for place, char in enumerate(piece):
        if char in "{}":
            where = Place(text, start + place, start + place + 1)
            raise InputError("a brace stands alone", hint="write {{ or }} for a brace", place=where)
    return piece


def _placeholder(text: str, found: re.Match[str], scope: Scope) -> str | Tree:
    """The value of what stands between braces."""
    name = found[1].strip()
    if not name:
        raise InputError("there is nothing between { and }", place=Place(text, *found.span()))
    value = scope.values.get(name)
    if value is not None:
        return value
    tree = scope.tree(found[1])
    known = _known(scope)
    unknown = [each for each in variables(tree) if each.partition("[")[0] not in known]
    if unknown:
        names = ", ".join(dict.fromkeys([*scope.values, *known]))
        raise InputError(
            f"{unknown[0]} in {{{name}}} is neither a parameter nor a variable",
            hint=f"they are {names}" if names else f"variables: {{{unknown[0]}: real}}",
            place=Place(text, *found.span()),
        )
    return tree


def _known(scope: Scope) -> dict[str, None]:
    """The declared variables and those in values; a function may have its x without declaring it."""
    inside = (name for value in scope.values.values() if isinstance(value, Tree) for name in variables(value))
    return dict.fromkeys([*scope.kinds, *(name.partition("[")[0] for name in inside)])


def typed(pieces: Filled) -> str:
    """As mvcalc reads it."""
    from mvcalc_cli.quiz.decimals import plain_with_points

    return "".join(piece if isinstance(piece, str) else plain_with_points(piece) for piece in pieces)


def shown(pieces: Filled) -> str:
    """As a person reads it."""
    from mvcalc_cli.language.printers import line

    return "".join(piece if isinstance(piece, str) else line(piece) for piece in pieces)


def command_line(text: str, scope: Scope) -> str:
    """A command line with its placeholders answered, each within its word, quoted for a shell.

    >>> from mvcalc_cli.language.tree import number
    >>> command_line("plot {a x + 1} --at 2", Scope({"x": "real"}, {"a": number(2)}))
    "plot '2*x + 1' --at 2"
    """
    answers: list[str] = []

    def kept(found: re.Match[str]) -> str:
        """A sign that no shell splits, in the place of an answer."""
        piece = found[0][0] if found[1] is None else typed((_placeholder(text, found, scope),))
        answers.append(piece)
        return chr(_FIRST_PRIVATE + len(answers) - 1)

    if any(_FIRST_PRIVATE <= ord(char) < _FIRST_PRIVATE + 0x1900 for char in text):
        raise InputError("a sign for private use may not stand in a command line")
    try:
        words = shlex.split(_PLACEHOLDER.sub(kept, text))
    except ValueError as problem:
        raise InputError(
            "a quotation mark is still open", hint="close it", place=Place(text, 0, len(text))
        ) from problem
    put_in = {_FIRST_PRIVATE + place: answer for place, answer in enumerate(answers)}
    return shlex.join(word.translate(put_in) for word in words)
