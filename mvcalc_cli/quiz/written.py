"""An answer as its author wrote it: parameters put in, and only the arithmetic done that they bring along.

With n = 2 the text x^(-n) is x^(-2), not 1/x^2, and n*x + x is 2x + x; but (n + 1)*x is 3x, and x^(n - 1) is x. An
answer that is asked for in just this form (`by: identical`) is compared with this, not with the tidied answer.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Final, NamedTuple

from mvcalc_cli.language.tree import ONE, ZERO, Tree, divide, fold, multiply, negative, number, variables

_ARITHMETIC: Final = frozenset({"sum", "product", "quotient", "power", "negative", "call", "factorial"})
_OF_INTEGERS: Final = frozenset(["gcd", "lcm", "floor", "ceil", "mod", "abs", "min", "max", "sign", "factorial"])


class _Piece(NamedTuple):
    """A part of the answer, and whether a parameter stands in it."""

    tree: Tree
    drawn: bool


def written(tree: Tree, values: Mapping[str, Tree]) -> Tree:
    """The expression with the values put in for their names.

    >>> from mvcalc_cli.language import parse
    >>> from mvcalc_cli.language.printers import plain
    >>> values = {"n": number(2), "m": negative(number(1))}
    >>> def shown(text):
    ...     return plain(written(parse(text, names=["x", "n", "m"]).tree, values))
    >>> shown("x^(-n)"), shown("n*x + x"), shown("3*n*x^(n - 1)"), shown("x + x")
    ('x**(-2)', '2*x + x', '6*x', 'x + x')
    >>> shown("x - m"), shown("m*x"), shown("n*x/4"), shown("x*1*x^(m + 1)")
    ('x + 1', '-x', 'x/2', 'x')
    """

    def put_in(node: Tree, args: list[_Piece]) -> _Piece:
        if node.kind == "variable" and node.value in values:
            return _Piece(values[str(node.value)], True)
        whole = node.with_args(tuple(arg.tree for arg in args)) if args else node
        if not any(arg.drawn for arg in args):
            return _Piece(whole, False)
        return _Piece(_settled(whole, args), True)

    return fold(tree, put_in).tree


def _settled(whole: Tree, args: list[_Piece]) -> Tree:
    """One operation, at least one of whose operands holds a parameter."""
    if whole.kind in _ARITHMETIC and not variables(whole):
        return _tidied(whole)
    if whole.kind in {"sum", "product"}:
        return _collected(whole, args)
    if whole.kind == "power" and args[1].drawn and whole.args[1] in {ZERO, ONE}:
        return ONE if whole.args[1] == ZERO else whole.args[0]
    return _lowered(whole) if whole.kind == "quotient" else whole


def _tidied(tree: Tree) -> Tree:
    from mvcalc_cli.quiz.decimals import tidied

    return tidied(fold(tree, whole_numbers))


def whole_numbers(node: Tree, args: list[Tree]) -> Tree:
    """gcd(12, 3) is 3: functions of whole numbers are worked out, where no rule of algebra would."""
    whole = node.with_args(tuple(args))
    if node.kind != "call" or node.value not in _OF_INTEGERS or variables(whole):
        return whole
    from mvcalc_cli.calculus.evaluate import evaluate

    value = evaluate(whole, {})
    if value != int(value):
        return whole
    return number(int(value)) if value >= 0 else negative(number(-int(value)))


def _collected(whole: Tree, args: list[_Piece]) -> Tree:
    """The numbers of a sum or product made one, if a parameter is among them; 0 and 1 are left out."""
    numbers = [arg for arg in args if not variables(arg.tree)]
    if not any(arg.drawn for arg in numbers):
        return whole
    one = _tidied(Tree(whole.kind, None, tuple(arg.tree for arg in numbers))) if len(numbers) > 1 else numbers[0].tree
    others = [arg.tree for arg in args if variables(arg.tree)]
    if whole.kind == "sum":  # a number stands last in a sum and first in a product
        rest = others if one == ZERO else [*others, one]
        return rest[0] if len(rest) == 1 else Tree("sum", None, tuple(rest))
    return ZERO if one == ZERO else _signed(multiply(*([] if one == ONE else [one]), *others))


def _signed(tree: Tree) -> Tree:
    """-1·x is -x, and (-2)·x is -(2x)."""
    if tree.kind != "product" or tree.args[0].kind != "negative":
        return tree
    size, *others = tree.args[0].args[0], *tree.args[1:]
    return negative(multiply(*([] if size == ONE else [size]), *others))


def _lowered(whole: Tree) -> Tree:
    """2x/4 is x/2, and x/1 is x."""
    over, under = whole.args
    if under.kind != "number":
        return whole
    if under == ONE:
        return over
    first, *others = over.args if over.kind == "product" else (over,)
    if first.kind != "number" or not others:
        return whole
    share = Fraction(first.value) / Fraction(under.value)  # type: ignore[arg-type]
    kept = [] if share.numerator == 1 else [number(share.numerator)]
    top = multiply(*kept, *others)
    return top if share.denominator == 1 else divide(top, number(share.denominator))
