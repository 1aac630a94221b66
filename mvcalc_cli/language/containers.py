"""What holds several things: vectors, matrices, indexed sums, and the sets and intervals of quiz answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mvcalc_cli.language import conditions
from mvcalc_cli.language.tokens import Token
from mvcalc_cli.language.tree import Tree

if TYPE_CHECKING:
    from mvcalc_cli.language.arithmetic import Parser

_SUM_USAGE: Final = "usage: {0}(x[i]^2, i=1..n)"


def read_container(parser: Parser) -> Tree:
    """A vector, a set, or a word with a grammar of its own."""
    kind = parser.kind
    if kind == "[":
        half_open = parser.reading.text[parser.found.partners[parser.token.start]] == ")"
        return read_interval(parser) if half_open else read_vector(parser)
    if kind == "special":
        return _special(parser)
    if parser.reading.answer and kind == "{":
        return _set(parser)
    if parser.reading.answer and kind == "empty":
        sign = parser.advance()
        return Tree("set", None, (), sign.start, sign.end)
    if kind in ("{", "boolean", "not", "empty"):
        raise parser.unexpected()
    raise parser.missing_operand()


def _special(parser: Parser) -> Tree:
    name = parser.token.value
    if name in ("sum", "prod"):
        return read_indexed(parser)
    if name in ("piecewise", "Piecewise"):
        return conditions.read_piecewise(parser)
    if name == "Matrix":
        return _sympy_matrix(parser)
    raise parser.error_at(parser.token, f"{name} is a condition, not a number", "conditions stand in piecewise(…)")


def _entries(parser: Parser) -> list[Tree]:
    """Expressions between commas."""
    entries = [parser.inside(parser.expression)]
    while parser.kind == ",":
        parser.advance()
        entries.append(parser.inside(parser.expression))
    return entries


def read_vector(parser: Parser) -> Tree:
    """[a, b]; [a, b; c, d] and [[a, b], [c, d]] are the same matrix."""
    opening = parser.advance()
    parser.nest(opening)
    rows: list[Tree] = []
    while True:
        start = parser.token.start
        entries = _entries(parser)
        rows.append(Tree("vector", None, tuple(entries), start, parser.done))
        if parser.kind != ";":
            break
        parser.advance()
    parser.expect("]", opening)
    parser.depth -= 1
    if len(rows) > 1:
        return _matrix(parser, rows, opening)
    inner = rows[0].args
    if any(entry.kind in ("vector", "matrix") for entry in inner):
        return _matrix(parser, list(inner), opening)
    return Tree("vector", None, inner, opening.start, parser.done)


def _matrix(parser: Parser, rows: list[Tree], opening: Token) -> Tree:
    """A matrix of rows of the same length."""
    for number, row in enumerate(rows, 1):
        if row.kind != "vector" or any(entry.kind in ("vector", "matrix") for entry in row.args):
            message = f"row {number} of this matrix is not a row of expressions"
            raise parser.reading.error(message, row.start, row.end, "a matrix is [a, b; c, d]")
        if len(row.args) != len(rows[0].args):
            counts = [f"{len(each.args)} {'entry' if len(each.args) == 1 else 'entries'}" for each in (row, rows[0])]
            message = f"row {number} has {counts[0]}, row 1 has {counts[1]}"
            raise parser.reading.error(message, row.start, row.end, "all rows of a matrix are equally long")
    return Tree("matrix", None, tuple(rows), opening.start, parser.done)


def _sympy_matrix(parser: Parser) -> Tree:
    """Matrix([[a, b], [c, d]]), and a column Matrix([a, b]) as a vector."""
    token = parser.advance()
    opening = parser.expect("(")
    parser.nest(opening)
    if parser.kind != "[":
        raise parser.error_at(parser.token, "Matrix takes its rows in [ ]", "usage: Matrix([[a, b], [c, d]])")
    inner = read_vector(parser)
    parser.expect(")")
    parser.depth -= 1
    return inner.at(token.start, parser.done)


def read_component(parser: Parser, base: Tree, start: int) -> Tree:
    """x[3], A[i, j]; x[i][j] is the same as x[i, j]."""
    opening = parser.advance()
    parser.nest(opening)
    indices = _entries(parser)
    parser.expect("]", opening)
    parser.depth -= 1
    before = base.args if base.kind == "component" else (base,)
    if len(before) + len(indices) > 3:
        message = "a component has one index, or two in a matrix"
        raise parser.reading.error(message, start, parser.done, "write x[i] or A[i, j]")
    return Tree("component", None, (*before, *indices), start, parser.done)


def read_indexed(parser: Parser) -> Tree:
    """sum(x[i]^2, i=1..n); several indices nest, the last innermost."""
    token = parser.advance()
    name = str(token.value)
    usage = _SUM_USAGE.format(name)
    if parser.kind != "(":
        raise parser.error_at(token, f"{name} needs brackets and an index", usage)
    opening = parser.advance()
    parser.nest(opening)
    if parser.kind == ")":
        raise parser.reading.error(f"{name} needs a body and an index", token.start, parser.token.end, usage)
    body = parser.inside(parser.expression)
    ranges: list[tuple[Tree, Tree, Tree]] = []
    while parser.kind == ",":
        parser.advance()
        ranges.append(_range(parser, usage))
    if not ranges:
        if parser.kind != ")":
            raise parser.unexpected()
        raise parser.reading.error(f"{name} needs an index", token.start, parser.token.end, usage)
    parser.expect(")")
    parser.depth -= 1
    for index, lower, upper in reversed(ranges):
        body = Tree("indexed", name, (body, index, lower, upper), token.start, parser.done)
    return body


def _range(parser: Parser, usage: str) -> tuple[Tree, Tree, Tree]:
    """i=1..n."""
    start = parser.token.start
    if parser.kind != "name" or parser.tokens[parser.index + 1].value != "=":
        raise parser.error_at(parser.token, "an index and its range are missing here", usage)
    token = parser.advance()
    index = Tree("variable", token.value, (), token.start, token.end)
    parser.advance()
    lower = parser.inside(parser.expression)
    if parser.kind != "..":
        message = f"the range of {token.value} has no end"
        raise parser.reading.error(message, start, parser.done, usage)
    parser.advance()
    return index, lower, parser.inside(parser.expression)


def _set(parser: Parser) -> Tree:
    """{1, 2} in a quiz answer; {} is the empty set."""
    opening = parser.advance()
    parser.nest(opening)
    elements = [] if parser.kind == "}" else _entries(parser)
    parser.expect("}", opening)
    parser.depth -= 1
    return Tree("set", None, tuple(elements), opening.start, parser.done)


def read_interval(parser: Parser) -> Tree:
    """(0, 1), (0, 1], and the point (1, 2, 3) as a vector, in a quiz answer."""
    opening = parser.advance()
    parser.nest(opening)
    ends = _entries(parser)
    closing = parser.token
    if closing.kind not in (")", "]"):
        raise parser.unexpected(opening)
    parser.advance()
    parser.depth -= 1
    if len(ends) != 2:
        return Tree("vector", None, tuple(ends), opening.start, parser.done)
    return Tree("interval", opening.kind + closing.kind, tuple(ends), opening.start, parser.done)


def as_set(parser: Parser, tree: Tree) -> Tree:
    """A part of a union; [0, 1] is an interval there, not a vector."""
    if tree.kind in ("set", "interval"):
        return tree
    if tree.kind == "vector" and len(tree.args) == 2 and parser.reading.text[tree.start] == "[":
        return Tree("interval", "[]", tree.args, tree.start, tree.end)
    message = "∪ joins only sets and intervals"
    raise parser.reading.error(message, tree.start, tree.end, "write {1, 2} or [0, 1)")
