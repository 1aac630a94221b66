"""The Taylor polynomial of an expression about a point, from exact jets: no derivative is written out."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping

from mvcalc_cli.calculus.exact_field import ExactField
from mvcalc_cli.calculus.expansion import Expansion
from mvcalc_cli.calculus.taylor_polynomial import Taylor
from mvcalc_cli.errors import LimitError
from mvcalc_cli.language.tree import Tree

HIGHEST_ORDER = 50
# A polynomial of more terms is not for reading; so many are made in a second or two.
MOST_TERMS = 5_000


def taylor(
    tree: Tree, centre: Mapping[str, Tree], order: int, *, vanishes: Callable[[Tree], bool] | None = None
) -> Taylor:
    """The Taylor polynomial of `tree` about `centre`, all terms of total degree up to `order`.

    Raises:
        DomainError: If there is none, with the part that has no series and the reason.
        LimitError: If the order is above 50 or the polynomial would be too long.

    >>> from mvcalc_cli.language import parse
    >>> from mvcalc_cli.language.printers import line
    >>> from mvcalc_cli.language.tree import number
    >>> line(taylor(parse("exp(x) cos(y)").tree, {"x": number(0), "y": number(0)}, 2).polynomial)
    '1 + x + x²/2 − y²/2'
    """
    if order > HIGHEST_ORDER:
        raise LimitError(f"the order of a Taylor polynomial goes up to {HIGHEST_ORDER}, not {order:,}")
    count = math.comb(len(centre) + order, order)
    if count > MOST_TERMS:
        raise LimitError(
            f"order {order} in {len(centre)} variables has {count:,} terms; {MOST_TERMS:,} is the limit",
            hint="a lower --order, or fewer variables in --about",
        )
    return Expansion(tree, centre, order, ExactField(vanishes)).run()
