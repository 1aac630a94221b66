"""Functions to practise on, drawn from a seed: the same seed gives the same function everywhere."""

from __future__ import annotations

import random
from typing import Final

LEVELS: Final = 3


def drawn(level: int, seed: int) -> str:
    """A function of x as text.

    Args:
        level: 1: sums, powers, simple functions; 2: one product, quotient or chain; 3: rules within rules.
        seed: Any whole number.

    >>> drawn(2, 7) == drawn(2, 7)
    True
    """
    draw = random.Random(f"{level} {seed}")
    return (_simple, _one_rule, _nested)[level - 1](draw)


def _number(draw: random.Random) -> int:
    return draw.randint(2, 6)


def _power(draw: random.Random) -> str:
    return f"x^{_number(draw)}"


def _function(draw: random.Random) -> str:
    return draw.choice(("sin", "cos", "log", "sqrt", "exp", "tan"))


def _inner(draw: random.Random) -> str:
    k, n = _number(draw), _number(draw)
    return draw.choice((f"{k}x", f"x^2 + {n}", f"{k}x + {n}", f"x^{n}"))


def _simple(draw: random.Random) -> str:
    first = f"{_number(draw)} {_power(draw)}"
    second = draw.choice(
        (f"{_number(draw)} x", f"{_function(draw)}(x)", f"{_number(draw)} {_function(draw)}(x)", f"1/x^{_number(draw)}")
    )
    return f"{first} {draw.choice('+-')} {second}"


def _one_rule(draw: random.Random) -> str:
    return draw.choice((
        f"{_power(draw)} {_function(draw)}(x)",
        f"{_function(draw)}({_inner(draw)})",
        f"({_inner(draw)})^{_number(draw)}",
        f"{_function(draw)}(x)/{_power(draw)}",
        f"x/(x^2 + {_number(draw)})",
        f"{_number(draw)}^x + {_power(draw)}",
    ))  # fmt: skip


def _nested(draw: random.Random) -> str:
    return draw.choice((
        f"{_power(draw)} {_function(draw)}({_inner(draw)})",
        f"{_function(draw)}({_inner(draw)})/(x + {_number(draw)})",
        f"{_function(draw)}({draw.choice(('sin', 'cos', 'exp'))}({_inner(draw)}))",
        f"e^(-{_number(draw)}x) {draw.choice(('sin', 'cos'))}({_inner(draw)})",
        f"(x^2 + {_number(draw)})^{_number(draw)} {_function(draw)}(x)",
        f"x^({draw.choice(('x', '2x', 'sin(x)'))})",
    ))  # fmt: skip
