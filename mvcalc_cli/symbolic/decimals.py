"""Values to many digits."""

from __future__ import annotations

from collections.abc import Mapping

from mvcalc_cli.errors import DomainError, LimitError
from mvcalc_cli.language.tree import Tree, as_variable, substitute
from mvcalc_cli.symbolic.arithmetic import inexact
from mvcalc_cli.symbolic.digits import Unmeasured, context, measure

# More digits than this is a computation of its own.
MOST_DIGITS = 10_000
# Digits that the computation may lose on its way.
_SPARE = 15


def many_digits(tree: Tree, point: Mapping[str, Tree], digits: int) -> str:
    """The value at the point, rounded to `digits` significant digits, as text.

    Raises:
        DomainError: If the value is undefined, infinite or cannot be computed to so many digits.
        LimitError: Beyond 10,000 digits.

    >>> from mvcalc_cli.language.tree import PI
    >>> many_digits(PI, {}, 30)
    '3.14159265358979323846264338328'
    """
    if digits > MOST_DIGITS:
        raise LimitError(f"--digits goes up to {MOST_DIGITS:,}, not {digits:,}")
    put_in = substitute(tree, {as_variable(name): value for name, value in point.items()})
    arithmetic = context(digits + _SPARE)
    try:
        value = measure(put_in, {}, digits + _SPARE)
    except Unmeasured as problem:
        raise DomainError("this cannot be computed to many digits here") from problem
    if value is None:
        raise DomainError("the value is undefined")
    return str(arithmetic.nstr(inexact(value, digits + _SPARE), digits, strip_zeros=False))
