"""The text of a model: which of its words are columns, and which are parameters.

The language reads `height` as a mistake and `km` as k·m, unless it is told of the names. Here the columns are such
names, and every other word that is no function and no product of known letters is one parameter.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mvcalc_cli.errors import InputError, ParseError, Place
from mvcalc_cli.language.letters import canonical, one_name, split
from mvcalc_cli.language.names import CONSTANTS, SPELLINGS, is_name, nearest

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mvcalc_cli.commands.fits.columns import Columns
    from mvcalc_cli.commands.inputs import Reader
    from mvcalc_cli.language.tokens import Token
    from mvcalc_cli.language.tree import Tree

# The name that stands for --x, and that for --y, where no column is called so.
X, Y = "x", "y"
# A word of fewer letters is no mistyped column.
_TYPO = 4


class Formula(NamedTuple):
    """A model as read.

    Attributes:
        text: As typed.
        tree: The right side, in columns and parameters.
        left: The left side of `y = …`; None where there is none.
        notes: What was guessed.
    """

    text: str
    tree: Tree
    left: Tree | None


def read_formula(reader: Reader, text: str, columns: Columns, declared: Iterable[str] = ()) -> Formula:
    """Read a model.

    Args:
        reader: Knows --let and --vars, and collects notes.
        text: `a x + b`, `count = A e^(-height/tau)`, `@FILE`.
        columns: Their names are data.
        declared: Names that other options give to parameters: --start Vmax=1.

    Raises:
        ParseError: Where it is no expression, with the nearest function.
        InputError: For an inequality, or a word that is nearly a column.
    """
    from mvcalc_cli.commands.files import argument_text

    text = argument_text(text, "--model", reader.longest)
    known = {**_known(reader, columns), **dict.fromkeys(declared, "real")}
    names = {**known, **dict.fromkeys(_parameters(text, columns, known), "real")}
    tree = reader.read_with(text, names, "--model")
    if tree.kind != "relation":
        return Formula(text, tree, None)
    if tree.value != "=":
        raise InputError(
            "a model is an expression or an equation, and this is an inequality",
            place=Place(text, tree.start, tree.end, "--model"),
            hint="write 'y = a x + b', or its right side alone",
        )
    return Formula(text, tree.args[1], tree.args[0])


def read_expression(reader: Reader, text: str, columns: Columns, argument: str) -> Tree:
    """An expression of columns: --x 'log(time)'; a header may be typed as it stands.

    Raises:
        FileError: For a name that is no column.
    """
    from mvcalc_cli.language.tree import postorder, variable, variables

    if (name := columns.named(text)) is not None:
        return variable(name)
    known = _known(reader, columns)
    names = {**known, **dict.fromkeys(_words(text, columns, known), "real")}
    tree = reader.read_with(text, names, argument)
    if argument in {"--x", "--y"} and not variables(tree):
        raise columns.missing(text.strip(), Place(text, 0, len(text), argument))
    for name in variables(tree):
        if name not in columns.names:
            node = next(node for node in postorder(tree) if node.kind == "variable" and str(node.value) == name)
            raise columns.missing(name, Place(text, node.start, node.end, argument))
    return tree


def _known(reader: Reader, columns: Columns) -> dict[str, str]:
    """The names that are known before the text is read: columns, --vars, --let.

    Raises:
        InputError: If --let binds a column.
    """
    for name in reader.bindings:
        if name in columns.names:
            raise InputError(f"--let binds {name}, and {name} is a column of {columns.file}", hint="another letter")
    bound = dict.fromkeys(reader.bindings, "real")
    return {**dict.fromkeys(columns.names, "real"), **reader.kinds, **bound}


def _words(text: str, columns: Columns, known: Iterable[str]) -> list[str]:
    """The words of an expression of columns that would be taken apart: yy is no y·y, but a column that is missing."""
    from mvcalc_cli.language.reading import Reading
    from mvcalc_cli.language.tokens import tokenize

    found = []
    for token in tokenize(Reading(text)):
        name = canonical(str(token.value)) if token.kind == "word" else None
        if name is None or name in {*known} or _is_language(name) or not is_name(name):
            continue
        pieces = split(name, columns.names, "")
        if text[token.end : token.end + 1] != "(" and (pieces is None or all(one.kind == "name" for one in pieces)):
            found.append(name)
    return found


def _parameters(text: str, columns: Columns, known: Iterable[str]) -> list[str]:
    """The words of a model that the language must be told are names."""
    from mvcalc_cli.language.reading import Reading
    from mvcalc_cli.language.tokens import tokenize

    reading = Reading(text, argument="--model")
    tokens = tokenize(reading)
    words = [token for token in tokens if token.kind == "word"]
    alone = {str(token.value) for token in words}
    told = {*known}
    found: list[str] = []
    for token in words:
        name = canonical(str(token.value))
        if name is None or name in told or _is_language(name):
            continue
        _refuse_typo(name, token, text, columns, alone)
        if one_name(name) is None and _is_parameter(token, name, text, columns, alone):
            found.append(name)
    return found


def _is_language(name: str) -> bool:
    """A function, a constant, a word with a grammar of its own."""
    return name in SPELLINGS or name in CONSTANTS or name in {"e", "i", "sum", "prod", "piecewise", "and", "or", "not"}


def _is_parameter(token: Token, name: str, text: str, columns: Columns, alone: set[str]) -> bool:
    """Whether a word that the language would refuse, or take apart, is one name.

    ax is a·x where x is a column, and ab is a·b where a and b stand there on their own as well.
    """
    if not is_name(name) or text[token.end : token.end + 1] == "(":
        return False
    follow = text[token.end :].lstrip()[:1]
    pieces = split(name, columns.names, "^" if follow == "^" else "operand" if follow.isalnum() else "")
    if pieces is None:
        return not (follow.isalpha() and _is_mistyped(name))
    if any(piece.kind != "name" for piece in pieces):
        return False
    parts = {str(piece.value) for piece in pieces}
    return parts.isdisjoint(columns.names) and not parts <= alone


def _is_mistyped(name: str) -> bool:
    """sinn x, logg x: a function with one letter wrong, and not the first."""
    near = nearest(name, SPELLINGS)
    return near is not None and near[0] == name[0] and len(name) > 2


def _refuse_typo(name: str, token: Token, text: str, columns: Columns, alone: set[str]) -> None:
    """A word that is nearly a column which the model does not use."""
    if name in (X, Y) and alone.isdisjoint(columns.names):
        return  # they stand for --x and --y
    unused = [column for column in columns.names if column not in alone]
    same = [column for column in unused if column.lower() == name.lower()]
    is_word = len(name) >= _TYPO and text[token.end : token.end + 1] != "("
    near = same[0] if same else nearest(name, unused) if is_word else None
    if near is None or (name.startswith(near) and not name.removeprefix(near).isalpha()):
        return  # time0 and time_0 are parameters of their own
    place = Place(text, token.start, token.end, "--model")
    hint = f"did you mean {near}? a parameter of that name is declared: --vars {name}"
    raise InputError(f"{name} is no column of {columns.file}", hint=hint, place=place)


__all__ = ["Formula", "ParseError", "X", "Y", "read_expression", "read_formula"]
