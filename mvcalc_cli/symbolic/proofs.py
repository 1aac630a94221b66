"""Does algebra prove that two expressions are the same? Cheap attempts first."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import sympy

from mvcalc_cli.errors import LimitError, MvcalcError
from mvcalc_cli.language.tree import Tree, subtract
from mvcalc_cli.symbolic import clock
from mvcalc_cli.symbolic.attempts import attempt
from mvcalc_cli.symbolic.sizes import MOST_POLYNOMIAL, degree_bound
from mvcalc_cli.symbolic.to_sympy import to_sympy


def proven(left: Tree, right: Tree, kinds: Mapping[str, str] | None = None, seconds: float = 5.0) -> bool:
    """Does algebra turn the difference into 0? Only so many `seconds` are spent on it.

    >>> from mvcalc_cli.language.tree import ONE, TWO, add, call, power, variable
    >>> x = variable("x")
    >>> proven(add(power(call("sin", x), TWO), power(call("cos", x), TWO)), ONE)
    True
    """
    until = clock.deadline(seconds)
    try:
        difference = to_sympy(subtract(left, right), kinds)
    except LimitError:
        raise
    except MvcalcError:
        return False
    for way in _ways(difference):
        if attempt(way, max(clock.left(until), 0.1)) == 0:
            return True
        if clock.is_over(until):
            return False
    return False


def _ways(difference: Any) -> Iterator[Callable[[], Any]]:
    yield lambda: difference
    if not isinstance(difference, sympy.Expr) or degree_bound(difference) > MOST_POLYNOMIAL:
        return
    if difference.is_rational_function(*difference.free_symbols):
        yield lambda: sympy.cancel(difference)
        return
    yield lambda: sympy.expand(difference)
    if difference.has(sympy.Max, sympy.Min):
        yield lambda: sympy.simplify(difference.rewrite(sympy.Abs))
    yield lambda: sympy.cancel(sympy.together(sympy.expand(difference, log=True)))
    yield lambda: sympy.trigsimp(difference)
    yield lambda: sympy.simplify(difference)
    yield lambda: sympy.simplify(sympy.expand(difference.rewrite(sympy.exp), func=True))
