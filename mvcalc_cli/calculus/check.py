"""The numeric self-check of a derivative against differences, and of two expressions against each other.

What is promised, and tested on hundreds of functions, is the rate: no wrong answer passes, no right one is
contradicted. How it is decided stands in `differences.py` and `agreement.py`, with the constants.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, NamedTuple

from mvcalc_cli.language.tree import Tree

Named = tuple[tuple[str, float], ...]


class Check(NamedTuple):
    """What the numeric self-check found.

    Attributes:
        verdict: agrees; unchecked (could not be, too few points where the function is real); or contradicted.
        method: How it was checked: "differences", "values".
        error: The largest relative difference that was measured where they agree, and rounding does not blur it.
        points: How many points agree.
        counterexample: Where a contradicted answer disagrees: name -> value.
        values: What stands against each other at the counterexample: (the derivative given, the slope
            measured), or (left, right); nan where one is undefined.
        domain: `check_equal` only: a point where one side is real and the other is not.
        defined: Which side is real there.
    """

    verdict: Literal["agrees", "unchecked", "contradicted"]
    method: str = "differences"
    error: float | None = None
    points: int = 0
    counterexample: Named = ()
    values: tuple[float, float] | None = None
    domain: Named = ()
    defined: Literal["left", "right"] | None = None


def check_derivative(
    function: Tree, derivative: Tree, variable: str, kinds: Mapping[str, str] | None = None, seed: int = 0
) -> Check:
    """Does `derivative` agree with differences of `function` by `variable`, at seeded random points?

    Args:
        function: A scalar expression.
        derivative: What is claimed to be its derivative.
        variable: By what: "x" or "x[3]".
        kinds: What is declared of the variables: "positive", "integer", "[0, 1]".
        seed: The same seed tries the same points.

    >>> from mvcalc_cli.language.tree import TWO, multiply, power, variable
    >>> x = variable("x")
    >>> check_derivative(power(x, TWO), multiply(TWO, x), "x").verdict
    'agrees'
    >>> check_derivative(power(x, TWO), x, "x").verdict
    'contradicted'
    """
    from mvcalc_cli.calculus.differences import compare

    return compare(function, derivative, variable, kinds, seed)


def check_equal(
    left: Tree, right: Tree, kinds: Mapping[str, str] | None = None, seed: int = 0, points: int = 12
) -> Check:
    """Have two expressions the same values wherever both are real?

    Small whole numbers and halves are tried first, so that a counterexample is easily checked by hand. A
    point where only one is real does not contradict; it is recorded in `domain`.

    >>> from mvcalc_cli.language.tree import TWO, add, multiply, power, variable
    >>> x = variable("x")
    >>> check_equal(power(x, TWO), multiply(x, x)).verdict
    'agrees'
    >>> wrong = check_equal(power(x, TWO), add(x, x))
    >>> wrong.verdict, wrong.counterexample, wrong.values
    ('contradicted', (('x', 3.0),), (9.0, 6.0))
    """
    from mvcalc_cli.calculus.agreement import compare

    return compare(left, right, kinds, seed, points)
