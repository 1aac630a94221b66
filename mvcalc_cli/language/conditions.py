"""Conditions and piecewise: `0 <= x < 1`, `x < 0 or x > 1`, `piecewise(x < 0: -x, x)`.

```
condition   = conjunction, then `or` and a conjunction, …
conjunction = negation, then `and` and a negation, …
negation    = `not` negation, or a comparison
comparison  = expression, then a relation and an expression, …; or a condition in brackets
```
SymPy's spelling is read as well: Piecewise((a, c), (b, True)), And, Or, Not, Eq, Ne, `&`, `|`, `~`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from mvcalc_cli.language import calls
from mvcalc_cli.language.tokens import Token
from mvcalc_cli.language.tree import Tree

if TYPE_CHECKING:
    from mvcalc_cli.language.arithmetic import Parser

_CONDITION_KINDS: Final = ("relation", "logic", "boolean")
_LOGIC_CALLS: Final = {"And": "and", "Or": "or", "Not": "not"}
RELATION_CALLS: Final = {"Eq": "=", "Ne": "!=", "Lt": "<", "Le": "<=", "Gt": ">", "Ge": ">="}
CALLS: Final = frozenset([*_LOGIC_CALLS, *RELATION_CALLS])

_USAGE: Final = "usage: piecewise(x < 0: -x, x)"
_SYMPY_USAGE: Final = "usage: Piecewise((-x, x < 0), (x, True))"


def read_condition(parser: Parser) -> Tree:
    """`or` between conjunctions; an expression alone is returned as it is."""
    return _joined(parser, "or", _conjunction)


def _conjunction(parser: Parser) -> Tree:
    return _joined(parser, "and", _negation)


def _joined(parser: Parser, word: str, read: Callable[[Parser], Tree]) -> Tree:
    """Conditions joined by one logical word."""
    start = parser.token.start
    first = read(parser)
    if not _at(parser, word):
        return first
    parts = [_must_hold(parser, first, start)]
    while _at(parser, word):
        parser.advance()
        begin = parser.token.start
        parts.append(_must_hold(parser, read(parser), begin))
    return Tree("logic", word, tuple(parts), start, parser.done)


def _at(parser: Parser, word: str) -> bool:
    """Whether the logical word comes; SymPy's | between conditions is `or`."""
    return parser.kind == word or (word == "or" and parser.kind == "|" and not parser.bars)


def _must_hold(parser: Parser, tree: Tree, start: int) -> Tree:
    """The tree, if it is something that holds or does not."""
    if tree.kind not in _CONDITION_KINDS:
        raise parser.reading.error("this is not a condition", start, parser.done, "write a relation, such as x < 0")
    return tree


def _negation(parser: Parser) -> Tree:
    if parser.kind != "not":
        return _comparison(parser)
    word = parser.advance()
    parser.nest(word)
    begin = parser.token.start
    operand = _must_hold(parser, _negation(parser), begin)
    parser.depth -= 1
    return Tree("logic", "not", (operand,), word.start, parser.done)


def _comparison(parser: Parser) -> Tree:
    """A relation or a chain of them, a condition in brackets, or an expression."""
    token = parser.token
    if token.kind == "(" and token.start in parser.found.conditions:
        return _bracket(parser)
    if token.kind == "boolean":
        parser.advance()
        return Tree("boolean", token.value, (), token.start, token.end)
    if token.kind == "special" and token.value in CALLS:
        return read_named(parser)
    start = token.start
    left, relations = parser.expression(), []
    while parser.kind == "relation":
        sign = parser.advance()
        middle = parser.token.start
        right = parser.expression()
        relations.append(Tree("relation", sign.value, (left, right), start, parser.done))
        left, start = right, middle
    if not relations:
        return left
    if len(relations) == 1:
        return relations[0]
    return Tree("logic", "and", tuple(relations), token.start, parser.done)


def _bracket(parser: Parser) -> Tree:
    opening = parser.advance()
    parser.nest(opening)
    tree = parser.inside(lambda: read_condition(parser))
    parser.expect(")", opening)
    parser.depth -= 1
    return tree


def read_named(parser: Parser) -> Tree:
    """And(a, b), Not(a), Eq(a, b): conditions as SymPy prints them."""
    token = parser.advance()
    name = str(token.value)
    if name in RELATION_CALLS:
        args = calls.bracketed(parser, token, f"{name}(x, 1)")
        if len(args) != 2:
            message = f"{name} takes 2 arguments, not {len(args)}"
            raise parser.reading.error(message, token.start, parser.done, f"usage: {name}(x, 1)")
        return Tree("relation", RELATION_CALLS[name], tuple(args), token.start, parser.done)
    conditions = _condition_arguments(parser)
    if name == "Not" and len(conditions) != 1:
        message = f"Not takes 1 condition, not {len(conditions)}"
        raise parser.reading.error(message, token.start, parser.done, "usage: Not(x < 1)")
    if name != "Not" and len(conditions) == 1:
        return conditions[0]
    return Tree("logic", _LOGIC_CALLS[name], tuple(conditions), token.start, parser.done)


def _condition_arguments(parser: Parser) -> list[Tree]:
    opening = parser.expect("(")
    parser.nest(opening)
    conditions: list[Tree] = []
    while True:
        begin = parser.token.start
        tree = parser.inside(lambda: read_condition(parser))
        conditions.append(_must_hold(parser, tree, begin))
        if parser.kind != ",":
            break
        parser.advance()
    parser.expect(")")
    parser.depth -= 1
    return conditions


def read_piecewise(parser: Parser) -> Tree:
    """piecewise(condition: value, …, otherwise), or SymPy's Piecewise((value, condition), …)."""
    token = parser.advance()
    if parser.kind != "(":
        raise parser.error_at(token, f"{token.value} needs brackets", _USAGE)
    opening = parser.advance()
    parser.nest(opening)
    if parser.kind == ")":
        raise parser.reading.error(f"{token.value} needs a case", token.start, parser.token.end, _USAGE)
    in_pairs = parser.kind == "(" and parser.found.commas.get(parser.token.start) == 1
    args = _pairs(parser) if in_pairs else _cases(parser, token)
    parser.expect(")")
    parser.depth -= 1
    if len(args) == 1:
        return args[0]  # Piecewise((x, True)) is x
    return Tree("piecewise", None, tuple(args), token.start, parser.done)


def _cases(parser: Parser, token: Token) -> list[Tree]:
    """condition: value, …, and the last value alone."""
    args: list[Tree] = []
    while True:
        begin = parser.token.start
        tree = parser.inside(lambda: read_condition(parser))
        if parser.kind != ":":
            args.append(_otherwise(parser, tree, begin, token, args))
            return args
        _must_hold(parser, tree, begin)
        parser.advance()
        value = parser.inside(parser.expression)
        if tree.kind == "boolean" and tree.value and parser.kind == ")":
            args.append(value)  # "otherwise: value" at the end is the value alone
            return args
        args.extend((tree, value))
        if parser.kind != ",":
            return args
        parser.advance()


def _otherwise(parser: Parser, tree: Tree, begin: int, token: Token, before: list[Tree]) -> Tree:
    """The value without a condition, which must be the last."""
    if tree.kind in _CONDITION_KINDS:
        message = "this condition has no value"
        raise parser.reading.error(message, begin, parser.done, f"write : and the value after it; {_USAGE}")
    if parser.kind == ",":
        message = "only the last value may stand without a condition"
        raise parser.reading.error(message, begin, parser.done, f"write its condition and : before it; {_USAGE}")
    if not before:
        raise parser.reading.error("piecewise needs a condition", token.start, parser.done, _USAGE)
    return tree


def _pairs(parser: Parser) -> list[Tree]:
    """(value, condition), …: a last condition True makes its value the one for all other cases."""
    args: list[Tree] = []
    while True:
        if parser.kind != "(":
            raise parser.error_at(parser.token, "a pair (value, condition) is missing here", _SYMPY_USAGE)
        opening = parser.advance()
        parser.nest(opening)
        value = parser.inside(parser.expression)
        if parser.kind != ",":
            raise parser.error_at(opening, "this pair has no condition", _SYMPY_USAGE)
        parser.advance()
        begin = parser.token.start
        condition = _must_hold(parser, parser.inside(lambda: read_condition(parser)), begin)
        parser.expect(")", opening)
        parser.depth -= 1
        if parser.kind == ")" and condition.kind == "boolean" and condition.value:
            return [*args, value]
        args.extend((condition, value))
        if parser.kind != ",":
            return args
        parser.advance()
