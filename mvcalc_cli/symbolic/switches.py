"""Switches: the parts of an expression whose sign, zero or whole values decide how the rest goes on.

u of |u|, a denominator, the radicand of a root: between the roots of all switches the expression is smooth.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations
from typing import Final, Literal, NamedTuple

from mvcalc_cli.language.tree import (
    MINUS_ONE,
    ONE,
    Tree,
    add,
    call,
    divide,
    exp,
    is_condition,
    postorder,
    subtract,
    variables,
)

Kind = Literal["kink", "step", "pole", "root", "peak"]


class Switch(NamedTuple):
    """A part of an expression and what its zeros mean: a kink, a step at whole values, a pole, the edge of a domain."""

    kind: Kind
    tree: Tree


def switches(tree: Tree, name: str) -> tuple[Switch, ...]:
    """The switches of an expression that depend on the variable, each once.

    >>> from mvcalc_cli.language import parse
    >>> from mvcalc_cli.language.printers import line
    >>> [(s.kind, line(s.tree)) for s in switches(parse("|x - 1|/x").tree, "x")]
    [('kink', 'x − 1'), ('pole', 'x'), ('peak', 'x')]
    """
    found: dict[Switch, None] = {}
    for node in postorder(tree):
        for switch in _of_node(node):
            for part in (switch.tree,) if switch.kind == "step" else _factors(switch.tree):
                if name in variables(part):
                    found.setdefault(Switch(switch.kind, part))
    return tuple(found)


def _factors(tree: Tree) -> Iterator[Tree]:
    """The parts of which one is 0 where the whole is: (x − 1)²·y is 0 where x − 1 or y is."""
    if tree.kind == "negative":
        yield from _factors(tree.args[0])
    elif tree.kind == "product":
        for arg in tree.args:
            yield from _factors(arg)
    elif _zero_with_its_first(tree):
        yield from _factors(tree.args[0])
    else:
        yield tree


def _zero_with_its_first(tree: Tree) -> bool:
    """Is it 0 where its first part is: u/v, u², √u?"""
    if tree.kind == "power":
        return tree.args[1].kind in {"number", "quotient"}
    return tree.kind == "quotient" or (tree.kind == "call" and tree.value in {"sqrt", "cbrt", "abs"})


def _of_node(node: Tree) -> list[Switch]:
    if node.kind == "quotient":
        return [Switch("pole", node.args[1]), Switch("peak", node.args[1])]
    if node.kind == "power":
        return _of_power(*node.args)
    if node.kind == "piecewise":
        conditions = [arg for place, arg in enumerate(node.args) if is_condition(node, place)]
        return [Switch("kink", subtract(*part.args)) for c in conditions for part in postorder(c) if _compares(part)]
    return _of_call(str(node.value), node.args) if node.kind == "call" else []


def _compares(tree: Tree) -> bool:
    return tree.kind == "relation"


def _of_power(base: Tree, exponent: Tree) -> list[Switch]:
    value = exponent.args[0] if exponent.kind == "negative" else exponent
    if value.kind != "number":
        peaks = [Switch("peak", part) for part in (exponent,)]
        return [*peaks, Switch("root", base)] if variables(base) else peaks
    whole = isinstance(value.value, int) or Fraction(value.value).denominator == 1  # type: ignore[arg-type]
    if exponent.kind == "negative":
        return [Switch("pole", base), Switch("peak", base)]
    return [] if whole else [Switch("root", base)]


_ROOTS: Final = frozenset({"log", "log2", "log10", "sqrt", "Ei", "Ci", "cbrt", "root"})
_STEPS: Final = frozenset({"floor", "ceil", "gamma", "factorial", "polygamma", "beta"})
_KINKS: Final = frozenset({"abs", "sign", "relu"})


# Functions with poles or jumps where something else is 0.
_POLES: Final = {"tan": "cos", "sec": "cos", "cot": "sin", "csc": "sin"}
_POLES_AT_ZERO: Final = frozenset({"coth", "csch", "acot", "acsch"})
_WITHIN_ONE: Final = frozenset({"asin", "acos", "atanh", "acoth", "asec", "acsc", "acosh", "asech"})
_ALSO_AT_ZERO: Final = frozenset({"asec", "acsc", "asech"})
_SUDDEN: Final = frozenset({"exp", "sech", "sigmoid", "tanh", "erf", "erfc"})


def _of_call(name: str, args: tuple[Tree, ...]) -> list[Switch]:
    u = args[0]
    for names, kind in ((_KINKS, "kink"), (_POLES_AT_ZERO, "pole"), (_SUDDEN, "peak")):
        if name in names:
            return [Switch(kind, u)]  # type: ignore[arg-type]
    if name in _STEPS:
        return [Switch("step", arg) for arg in args]
    if name in _POLES:
        return [Switch("pole", call(_POLES[name], u))]
    if name in _ROOTS:
        return [Switch("root", u), *(Switch("pole", subtract(base, ONE)) for base in args[1:] if variables(base))]
    if name in _WITHIN_ONE:
        further = [Switch("root", u)] if name in _ALSO_AT_ZERO else []
        return [Switch("root", subtract(u, ONE)), Switch("root", add(u, ONE)), *further]
    return _of_rare_call(name, args)


def _of_rare_call(name: str, args: tuple[Tree, ...]) -> list[Switch]:
    u = args[0]
    if name == "mod":
        return [Switch("step", divide(*args))]
    if name in {"min", "max"}:
        return [Switch("kink", subtract(a, b)) for a, b in combinations(args, 2)]
    if name == "li":
        return [Switch("root", u), Switch("pole", subtract(u, ONE))]
    if name == "W":
        return [Switch("root", add(u, exp(MINUS_ONE)))]
    return [Switch("kink", u), Switch("kink", args[1])] if name == "atan2" else []
