"""Text -> Tree: `parse`, and what a whole text may be.

The text goes through four passes: `tokens.py` (characters to tokens), `structure.py` (brackets, and the indices they
bind), `words.py` (what each word means where it stands), and the parser proper: `arithmetic.py` with `calls.py`,
`conditions.py` and `containers.py`. None of them recurses over the number of terms.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple

from mvcalc_cli.errors import Place
from mvcalc_cli.language import conditions, containers
from mvcalc_cli.language.arithmetic import Parser
from mvcalc_cli.language.reading import Note, Reading
from mvcalc_cli.language.structure import structure
from mvcalc_cli.language.tokens import tokenize
from mvcalc_cli.language.tree import Tree, postorder
from mvcalc_cli.language.words import read_words

MAX_LENGTH: Final = 10_000


class Parsed(NamedTuple):
    """A text that was read: its Tree, and the guesses that were made."""

    tree: Tree
    notes: tuple[Note, ...]
    text: str


def parse(
    text: str,
    *,
    names: Mapping[str, str] | None = None,
    argument: str | None = None,
    line: int | None = None,
    answer: bool = False,
    max_length: int = MAX_LENGTH,
) -> Parsed:
    """Read one expression, equation or inequality.

    Args:
        text: What was typed.
        names: Declared names and their kinds: one name each, whatever they look like.
        argument: The argument or option that held the text, for messages.
        line: The line of a file or of standard input that held the text, for messages.
        answer: Quiz answers: also sets {1, 2}, intervals [0, 1), unions, and conditions with and, or, not.
        max_length: The longest text in characters.

    Raises:
        ParseError: With the place of the mistake and the fix.
        LimitError: If the text is too long, nested too deeply, or holds a number of more than 400 digits.

    >>> parse("2x").tree
    Tree('product', Tree('number', 2), Tree('variable', 'x'))
    >>> parse("xy").notes[0].message
    'xy is read as x·y; if it is one name, declare it: --vars xy'
    """
    reading = Reading(text, names=names, argument=argument, line=line, answer=answer)
    parser = parser_of(reading, max_length)
    tree = _answer(parser) if answer else _statement(parser)
    return Parsed(tree, reading.notes, text)


def parser_of(reading: Reading, max_length: int = MAX_LENGTH) -> Parser:
    """A parser that stands at the first token of the text."""
    _check_length(reading, max_length)
    tokens = tokenize(reading)
    if len(tokens) == 1:
        message = "there is nothing to read"
        raise reading.error(message, 0, len(reading.text), "type an expression, such as x^2*sin(3x)")
    found = structure(tokens, reading)
    return Parser(reading, read_words(tokens, found, reading), found)


def _check_length(reading: Reading, most: int) -> None:
    length = len(reading.text)
    if length > most:
        error = reading.limit(
            f"the text has {length:,} characters, the limit is {most:,}", 0, 0, "split it into smaller expressions"
        )
        error.place = Place("…", 0, 1, reading.argument, reading.line)  # a long line helps nobody
        raise error


def _statement(parser: Parser) -> Tree:
    """A whole text: an expression, an equation or an inequality."""
    start = parser.token.start
    if parser.kind == "special" and parser.token.value in conditions.RELATION_CALLS:
        tree = conditions.read_named(parser)
    else:
        tree = parser.expression()
        if parser.kind == "relation":
            tree = _one_relation(parser, tree, start)
    if parser.kind != "end":
        raise parser.unexpected()
    return tree


def _one_relation(parser: Parser, left: Tree, start: int) -> Tree:
    sign = parser.advance()
    tree = Tree("relation", sign.value, (left, parser.expression()), start, parser.done)
    if parser.kind == "relation":
        message, hint = "two relations in a row stand only in a condition", "write one, or piecewise(0 <= x < 1: x, 0)"
        raise parser.reading.error(message, start, parser.token.end, hint)
    return tree


def _answer(parser: Parser) -> Tree:
    """A whole quiz answer: also a condition, or a union of sets and intervals."""
    start = parser.token.start
    tree = conditions.read_condition(parser)
    if parser.kind == "union":
        parts = [containers.as_set(parser, tree)]
        while parser.kind == "union":
            parser.advance()
            parts.append(containers.as_set(parser, parser.atom()))
        tree = Tree("union", None, tuple(parts), start, parser.done)
    if parser.kind != "end":
        raise parser.unexpected()
    _check_sets(tree, parser.reading)
    return tree


def _check_sets(tree: Tree, reading: Reading) -> None:
    """A set or an interval is no operand; (1, 2) may be a point in a set or an equation."""
    for node in postorder(tree):
        misplaced = [arg for arg in node.args if arg.kind in ("set", "interval", "union")]
        if misplaced and node.kind not in ("set", "union", "relation", "vector"):
            start, end = misplaced[0].start, misplaced[0].end
            raise reading.error("a set or an interval cannot stand inside an expression", start, end, "write it alone")
