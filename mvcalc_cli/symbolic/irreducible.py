"""Into how many factors does a polynomial fall over the rationals?"""

from __future__ import annotations

from typing import Final, NamedTuple

import sympy

from mvcalc_cli.language.tree import Tree
from mvcalc_cli.symbolic.attempts import attempt
from mvcalc_cli.symbolic.sizes import MOST_POLYNOMIAL, degree_bound
from mvcalc_cli.symbolic.to_sympy import to_sympy

# Of the seconds that an answer may take.
_SECONDS: Final = 0.4


class InFactors(NamedTuple):
    """What a polynomial falls into.

    Attributes:
        number: Whether a number other than 1 and −1 can be taken out.
        factors: How many irreducible ones, each as often as it occurs.
    """

    number: bool
    factors: int


def in_factors(tree: Tree) -> InFactors | None:
    """The factors of a polynomial, also of one in sin x, e^x and the like; None if they were not found in time.

    Raises:
        LimitError: If a number in it is too long.

    >>> from mvcalc_cli.language import parse
    >>> in_factors(parse("x^4 + 4").tree), in_factors(parse("2x^2 + 2y^2").tree)
    (InFactors(number=False, factors=2), InFactors(number=True, factors=1))
    """
    expression = to_sympy(tree)
    if degree_bound(expression) > MOST_POLYNOMIAL:
        return None
    found = attempt(lambda: sympy.factor_list(expression), _SECONDS)
    if found is None:
        return None
    number, factors = found
    return InFactors(bool(abs(number) != 1), sum(times for base, times in factors if base.free_symbols))
