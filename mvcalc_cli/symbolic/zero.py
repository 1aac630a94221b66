"""Is a constant expression 0? Decided with more digits than a float has."""

from __future__ import annotations

from typing import Final

from mvcalc_cli.language.tree import Tree

# So many digits are measured; the last ten may be what rounding left.
_DIGITS: Final = 60


def vanishes(tree: Tree) -> bool:
    """Is the value 0 to 50 digits?

    >>> from mvcalc_cli.language import parse
    >>> vanishes(parse("sqrt(3 + 2 sqrt(2)) - 1 - sqrt(2)").tree), vanishes(parse("pi - 355/113").tree)
    (True, False)
    """
    from mvcalc_cli.symbolic.arithmetic import Unmeasured, context, inexact
    from mvcalc_cli.symbolic.digits import measure

    try:
        value = measure(tree, {}, _DIGITS)
    except Unmeasured:
        return False
    return value is not None and abs(inexact(value, _DIGITS)) < context(_DIGITS).mpf(10) ** (10 - _DIGITS)
