"""Two answers that are plainly not the same, told in floats alone: a known mistake is looked for among several.

What this lets through is compared with care; what it refuses costs at most the words of a mistake, never a verdict.
"""

from __future__ import annotations

import cmath
from functools import lru_cache
from typing import Final

from mvcalc_cli.calculus.lower import lower
from mvcalc_cli.errors import MvcalcError
from mvcalc_cli.language.tree import Tree
from mvcalc_cli.symbolic.digits import Unmeasured, measure
from mvcalc_cli.symbolic.sameness.result import How
from mvcalc_cli.symbolic.sameness.scalars import holds_infinity
from mvcalc_cli.symbolic.sameness.screen import screen
from mvcalc_cli.symbolic.verify import free_variables, plain

# So many points must differ, and so many times as many as do not: rounding spoils some points, not most.
_FEWEST: Final = 8
_TIMES: Final = 3
# Numbers that differ by this share of the larger are not the same.
_SHARE: Final = 1e-6
_ROWS: Final = frozenset({"vector", "matrix"})
_SCALARS: Final = frozenset(
    {"number", "constant", "variable", "component", "sum", "negative", "product", "quotient", "power", "call"}
)


def surely_apart(left: Tree, right: Tree, how: How) -> bool:
    """Do two functions differ at most of the usual points, or two numbers in their first digits?

    >>> from mvcalc_cli.language import parse
    >>> def told(left, right):
    ...     return surely_apart(parse(left).tree, parse(right).tree, How())
    >>> told("2x", "3x"), told("2x", "x + x"), told("[1, 2x]", "[1, 3x]"), told("1", "2"), told("1/2", "0.5")
    (True, False, True, True, False)
    """
    try:
        return _apart(lower(left), lower(right), how)
    except MvcalcError:
        return False


def _apart(left: Tree, right: Tree, how: How) -> bool:
    if left.kind in _ROWS and left.kind == right.kind and len(left.args) == len(right.args):
        return any(_apart(a, b, how) for a, b in zip(left.args, right.args, strict=True))
    if not {left.kind, right.kind} <= _SCALARS or holds_infinity(left) or holds_infinity(right):
        return False
    if not free_variables(left, right):
        return _far(_value(left), _value(right))
    seen = screen(left, right, how.domains, how.seed)
    if seen is None:
        return False
    others = len(seen.agree) + len(seen.gap) + len(seen.unknown)
    return len(seen.differ) >= max(_FEWEST, _TIMES * others)


def _far(left: complex | None, right: complex | None) -> bool:
    return left is not None and right is not None and abs(left - right) > _SHARE * max(abs(left), abs(right))


@lru_cache(maxsize=256)
def _value(tree: Tree) -> complex | None:
    """Of a number; None where it has none, or none that a float can hold."""
    try:
        found = measure(tree, {}, complex_values=True)
        value = None if found is None or isinstance(found, bool) else complex(plain(found))
    except (Unmeasured, OverflowError):
        return None
    return value if value is not None and cmath.isfinite(value) else None
