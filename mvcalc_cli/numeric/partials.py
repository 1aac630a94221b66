"""Local derivatives: how much an operation changes with each of its arguments.

Built in are + − · / ^ and the choices (max, min, piecewise); every function of the language takes its slope from the
one table, `calculus/rules.py`, whose expressions become instructions of the same graph.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from mvcalc_cli.calculus.rules import RULES, slopes
from mvcalc_cli.errors import InputError
from mvcalc_cli.numeric.graph import Graph

# What takes whole numbers or truth values has no slope, and passes none on.
FLAT: Final = frozenset({"=", "!=", "<", "<=", ">", ">=", "and", "or", "not", "gcd"})

Partial = Callable[[Graph, int, int, int], int]


def scaled(graph: Graph, slot: int, place: int, outer: int) -> int:
    """outer · ∂(slot)/∂(its argument number `place`), entry by entry.

    With the adjoint of the slot as `outer` it is what the slot gives to its argument's adjoint; with the tangent of
    the argument, what the argument gives to the slot's tangent.

    Raises:
        InputError: If the function cannot be differentiated by that argument.
    """
    operation = graph.code[slot].operation
    rule = _BUILT_IN.get(operation)
    return rule(graph, slot, place, outer) if rule else _from_table(graph, slot, place, outer)


def _chained(graph: Graph, outer: int, inner: int) -> int:
    if graph.is_number(outer, 1.0):
        return inner
    if graph.is_number(inner, 1.0):
        return outer
    return inner if graph.is_number(inner, 0.0) else graph.apply("chained", outer, inner)


def _divided(graph: Graph, outer: int, inner: int) -> int:
    return graph.apply("divided", outer, inner)


def _terms(_graph: Graph, _slot: int, _place: int, outer: int) -> int:
    return outer


def _negative(graph: Graph, _slot: int, _place: int, outer: int) -> int:
    return graph.apply("negative", outer)


def _product(graph: Graph, slot: int, place: int, outer: int) -> int:
    return _chained(graph, outer, graph.code[slot].args[1 - place])


def _chained_again(graph: Graph, slot: int, place: int, outer: int) -> int:
    """outer · inner of a first derivative: what does not count there does not count here."""
    first, inner = graph.code[slot].args
    return _chained(graph, outer, inner) if place == 0 else _chained(graph, first, outer)


def _divided_again(graph: Graph, slot: int, place: int, outer: int) -> int:
    over = _divided(graph, outer, graph.code[slot].args[1])
    return over if place == 0 else graph.apply("negative", _chained(graph, slot, over))


def _quotient(graph: Graph, slot: int, place: int, outer: int) -> int:
    below = graph.code[slot].args[1]
    over = _divided(graph, outer, below)
    return over if place == 0 else graph.apply("negative", _chained(graph, over, slot))


def _square(graph: Graph, slot: int, _place: int, outer: int) -> int:
    return _chained(graph, outer, graph.product(graph.constant(2.0), graph.code[slot].args[0]))


def _power(graph: Graph, slot: int, place: int, outer: int) -> int:
    base, exponent = graph.code[slot].args
    if place == 1:
        return _chained(graph, outer, graph.product(slot, graph.apply("log", base)))
    return _chained(graph, outer, graph.product(exponent, graph.power(base, _one_less(graph, exponent))))


def _one_less(graph: Graph, exponent: int) -> int:
    """The exponent of the derivative; 0 stays 0, for x^0 is 1 with the slope 0 at x = 0 too, not 0·0^(-1)."""
    import numpy as np

    value = graph.value(exponent)
    if value is None:
        return graph.apply("terms", exponent, graph.constant(-1.0))
    return graph.constant(np.where(value == 0.0, 0.0, value - 1.0)[()], graph.space(exponent))


def _exp(graph: Graph, slot: int, _place: int, outer: int) -> int:
    return _chained(graph, outer, slot)


def _choice(graph: Graph, slot: int, place: int, outer: int) -> int:
    """max and min of two: the derivative of whichever is chosen, of the last if they are equal."""
    instruction = graph.code[slot]
    first = graph.apply(">" if instruction.operation == "max" else "<", *instruction.args)
    zero = graph.constant(0.0)
    return graph.apply("piecewise", first, *((outer, zero) if place == 0 else (zero, outer)))


def _piecewise(graph: Graph, slot: int, place: int, outer: int) -> int:
    """A value takes part where its condition holds; the condition itself has no slope."""
    condition, *values = graph.code[slot].args
    if place == 0:
        return graph.constant(0.0)
    zero = graph.constant(0.0)
    if len(values) == 1:
        return graph.apply("piecewise", condition, outer, zero)
    return graph.apply("piecewise", condition, *((outer, zero) if place == 1 else (zero, outer)))


def _from_table(graph: Graph, slot: int, place: int, outer: int) -> int:
    from mvcalc_cli.calculus.expand import expand
    from mvcalc_cli.numeric.writer import Writer

    instruction = graph.code[slot]
    name = instruction.operation
    if name in FLAT:
        return graph.constant(0.0)
    table = slopes(name) if name in RULES else ()
    slope = table[place] if place < len(table) else None
    if slope is None:
        what = "by this argument" if name in RULES else "here"
        raise InputError(f"{name} cannot be differentiated {what}")
    arguments = dict(zip(("u", "v"), instruction.args, strict=False))
    return _chained(graph, outer, expand(slope, Writer(graph, bound=arguments, node=graph.node)))


_BUILT_IN: Final[dict[str, Partial]] = {
    "terms": _terms,
    "negative": _negative,
    "product": _product,
    "chained": _chained_again,
    "quotient": _quotient,
    "divided": _divided_again,
    "square": _square,
    "power": _power,
    "exp": _exp,
    "max": _choice,
    "min": _choice,
    "piecewise": _piecewise,
}
