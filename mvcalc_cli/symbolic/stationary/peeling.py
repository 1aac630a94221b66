"""The inside of a monotone function: e^u, log u, 3 − 2u and 1/u have their extremes where u has them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from mvcalc_cli.language.tree import E, Tree, as_variable, substitute, variables
from mvcalc_cli.symbolic.arithmetic import Unmeasured
from mvcalc_cli.symbolic.stationary.germ import DIGITS, sign

# Functions that rise with a slope that is not 0, wherever they are defined.
_RISING: Final = frozenset({"log", "log2", "log10", "sinh", "tanh", "atan", "asinh", "asin", "atanh", "erf", "sigmoid"})


def peeled(f: Tree, centre: Mapping[str, Tree]) -> tuple[Tree, int]:
    """The innermost u with f = g(u), g monotone near p; and 1 if f rises with u, −1 if it falls.

    >>> from mvcalc_cli.language import parse
    >>> from mvcalc_cli.language.printers import line
    >>> from mvcalc_cli.language.tree import number
    >>> inside, way = peeled(parse("3 - 2exp(-(x^2 + y^4))").tree, {"x": number(0), "y": number(0)})
    >>> line(inside), way
    ('x² + y⁴', 1)
    """
    way = 1
    while True:
        layer = _layer(f, centre)
        if layer is None or not layer[1]:
            return f, way
        f, way = layer[0], way * layer[1]


# Functions that rise wherever they are defined, which is on one interval; their slopes may be 0 or infinite.
_RISING_ANYWHERE: Final = _RISING | {"sqrt", "cbrt"}


def monotone(f: Tree) -> tuple[Tree, int]:
    """The innermost u with f = g(u), g monotone wherever it is defined; and 1 if f rises with u, −1 if it falls.

    >>> from mvcalc_cli.language import parse
    >>> from mvcalc_cli.language.printers import line
    >>> [(line(inside), way) for inside, way in map(monotone, (parse("3 - 2ln(x y)").tree, parse("1/x").tree))]
    [('x·y', -1), ('1/x', 1)]
    """
    way = 1
    while True:
        if f.kind == "negative":
            f, way = f.args[0], -way
        elif f.kind == "call" and f.value in _RISING_ANYWHERE and len(f.args) == 1:
            f = f.args[0]
        elif f.kind == "power" and f.args[0] == E:
            f = f.args[1]
        else:
            layer = _one_part(f, {}) if f.kind in {"sum", "product", "quotient"} else None
            if layer is None or not layer[1] or (f.kind == "quotient" and variables(f.args[1])):
                return f, way
            f, way = layer[0], way * layer[1]


def _layer(f: Tree, centre: Mapping[str, Tree]) -> tuple[Tree, int] | None:
    """One layer off: what is inside, and whether f rises with it; None where f is no such layer."""
    if f.kind == "negative":
        return f.args[0], -1
    if f.kind == "call" and f.value in _RISING:
        return f.args[0], 1
    if f.kind == "call" and f.value == "sqrt":
        return f.args[0], int(_sign(f.args[0], centre) > 0)
    if f.kind == "power":
        return _power(f, centre)
    if f.kind in {"sum", "product", "quotient"}:
        return _one_part(f, centre)
    return None


def _power(f: Tree, centre: Mapping[str, Tree]) -> tuple[Tree, int] | None:
    """e^u, and u^n where u is not 0: f′ = n·u^(n − 1)."""
    base, exponent = f.args
    if base == E:
        return exponent, 1
    if variables(exponent):
        return None
    rises = _sign(exponent, centre)
    at = _sign(base, centre)
    if at > 0:
        return base, rises
    if at < 0 and exponent.kind == "number" and isinstance(exponent.value, int):
        return base, rises if exponent.value % 2 else -rises
    return None


def _one_part(f: Tree, centre: Mapping[str, Tree]) -> tuple[Tree, int] | None:
    """c + u, c·u, u/c, c/u: one part holds variables, the others are numbers."""
    places = [k for k, part in enumerate(f.args) if variables(part)]
    if len(places) != 1:
        return None
    (place,) = places
    inside = f.args[place]
    if f.kind == "sum":
        return inside, 1
    way = 1
    for k, part in enumerate(f.args):
        if k != place:
            way *= _sign(part, centre)
    if f.kind == "quotient" and place == 1:
        way = -way if _sign(inside, centre) else 0
    return inside, way


def _sign(tree: Tree, centre: Mapping[str, Tree]) -> int:
    """The sign at the point; 0 also where it is not known."""
    from mvcalc_cli.symbolic.digits import measure

    try:
        value: Any = measure(substitute(tree, {as_variable(n): v for n, v in centre.items()}), {}, DIGITS)
    except Unmeasured:
        return 0
    return 0 if value is None or isinstance(value, bool) else sign(value)
