"""One branch of an expression: what |u|, floor(u), max(u, v) and piecewise functions are around a point."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from mvcalc_cli.language.tree import (
    ONE,
    ZERO,
    Tree,
    call,
    divide,
    multiply,
    negative,
    number,
    subtract,
    variables,
)
from mvcalc_cli.symbolic.digits import Unmeasured, measure


def smooth(tree: Tree, name: str, at: Any) -> Tree:
    """The expression as it is around a point: |u| is u or −u there, a piecewise one of its branches.

    >>> from mvcalc_cli.language import parse
    >>> from mvcalc_cli.language.printers import line
    >>> line(smooth(parse("|x - 2| + floor(x)").tree, "x", 1.5))
    '−(x − 2) + 1'
    """
    from mvcalc_cli.language.tree import fold

    point = Fraction(float(at)) if not isinstance(at, Fraction) else at

    def chosen(node: Tree, args: list[Tree]) -> Tree:
        made = node.with_args(tuple(args))
        if name not in variables(node):
            return made
        try:
            return _chosen(made, node, {name: point})
        except Unmeasured:
            return made

    return fold(tree, chosen)


def _chosen(made: Tree, node: Tree, point: dict[str, Fraction]) -> Tree:  # noqa: PLR0911 - a table
    if node.kind == "piecewise":
        for place in range(0, len(made.args) - 1, 2):
            if measure(node.args[place], point) is True:
                return made.args[place + 1]
        return made.args[-1] if len(made.args) % 2 else made
    if node.kind != "call":
        return made
    if node.value in {"floor", "ceil"}:
        value = measure(node, point)
        return made if value is None else number(int(value))
    if node.value == "mod":
        turns = measure(call("floor", divide(*node.args)), point)
        return made if turns is None else subtract(made.args[0], multiply(number(int(turns)), made.args[1]))
    if node.value in {"min", "max"}:
        whole = measure(node, point)
        return next((b for b, a in zip(made.args, node.args, strict=True) if measure(a, point) == whole), made)
    if node.value not in {"abs", "sign", "relu"}:
        return made
    inner = measure(node.args[0], point)
    if inner is None or inner == 0:
        return made
    up = inner > 0
    if node.value == "sign":
        return ONE if up else negative(ONE)
    if node.value == "relu":
        return made.args[0] if up else ZERO
    return made.args[0] if up else negative(made.args[0])
