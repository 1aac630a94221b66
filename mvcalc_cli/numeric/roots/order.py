"""The observed order of convergence: p of e ← C·e^p, told only where the errors show it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from mvcalc_cli.numeric.roots.trace import Order

# Errors below so many times what rounding leaves say nothing of the order.
_ABOVE_ROUNDING: Final = 20.0
# How close ratios of neighbouring errors must be to be called one fraction.
_SAME: Final = 0.04
_LAST: Final = 4
_NAMES: Final = {2: "a double root", 3: "a triple root"}
# An order without a name must be shown twice, to this part of itself.
_AGREE: Final = 0.15
_GOLDEN: Final = (1 + math.sqrt(5)) / 2
# order, how near, and what it is called.
_KNOWN: Final = (
    (2.0, 0.15, "correct digits double each step (quadratic)"),
    (3.0, 0.25, "correct digits triple each step (cubic)"),
)
_SECANT: Final = (_GOLDEN, 0.12, "order 1.6: each step has 1.6 times the correct digits of the one before")


def observed_order(errors: Sequence[float], floor: float, *, secant: bool = False) -> Order | None:
    """The order that the last errors above rounding show; None where they show none.

    Args:
        errors: The distance of each iterate to the root.
        floor: What rounding leaves unknown of the root.
        secant: Whether they are those of the secant method, whose order is the golden ratio.

    >>> observed_order([0.1, 1e-2, 1e-4, 1e-8, 0.0], 1e-16).words
    'correct digits double each step (quadratic)'
    >>> observed_order([1.0, 0.5, 0.25, 0.125, 0.0625], 1e-16).words
    'linear: each step keeps the fraction 0.50 of the error'
    >>> observed_order([0.1, 0.0], 1e-16) is None
    True
    """
    usable = _falling([error for error in errors if error > _ABOVE_ROUNDING * floor and math.isfinite(error)])
    fraction = _one_fraction(usable)
    if fraction is not None:
        return Order(1.0, f"linear: each step keeps the fraction {fraction:.2f} of the error", fraction)
    if len(usable) < 3:
        return None
    first, second, third = usable[-3:]
    order = math.log(third / second) / math.log(second / first)
    if not 1.1 < order < 10 or third > 0.1 * second:
        return None
    words = next(
        (words for known, near, words in ((*_KNOWN, _SECANT) if secant else _KNOWN) if abs(order - known) <= near), None
    )
    if words is None and not _was_seen_before(usable, order):
        return None
    return Order(order, words or f"observed order {order:.1f}")


def _was_seen_before(errors: list[float], order: float) -> bool:
    """Whether the errors before the last showed the same order: three errors alone may be chance.

    >>> _was_seen_before([1e-1, 1e-2, 1e-5], 3.0), _was_seen_before([1e-1, 1e-2, 1e-5, 1e-14], 3.0)
    (False, True)
    """
    if len(errors) < 4:
        return False
    first, second, third = errors[-4:-1]
    return abs(math.log(third / second) / math.log(second / first) - order) <= _AGREE * order


def with_multiplicity(order: Order | None, values: Sequence[float], floor: float) -> Order | None:
    """Of Newton's full steps: a fraction 1 − 1/m kept, and |f| falling by its m-th power, is a root of multiplicity m.

    Args:
        order: What the errors showed.
        values: f at each iterate.
        floor: The rounding of f.

    >>> linear = observed_order([0.5**k for k in range(9)], 1e-16)
    >>> with_multiplicity(linear, [0.25**k for k in range(9)], 1e-16).words
    'linear: each step keeps the fraction 0.50 of the error (a double root)'
    """
    if order is None or not 0.4 < order.fraction < 1:
        return order
    usable = _falling([abs(value) for value in values if abs(value) > _ABOVE_ROUNDING * floor])
    fallen = _one_fraction(usable)
    multiple = round(1 / (1 - order.fraction))
    expected = 1 - 1 / multiple
    if fallen is None or abs(order.fraction - expected) > 0.1 * (1 - expected):
        return order
    if abs(math.log(fallen) / math.log(order.fraction) - multiple) > 0.1 * multiple:
        return order
    name = _NAMES.get(multiple, f"a root of multiplicity {multiple}")
    return order._replace(words=f"{order.words} ({name})", multiplicity=multiple)


def _falling(numbers: list[float]) -> list[float]:
    """The end of the list from where on each number is smaller than the one before."""
    start = 0
    for k, (before, after) in enumerate(pairwise(numbers)):
        if after >= before:
            start = k + 1
    return numbers[start:]


def _one_fraction(errors: list[float]) -> float | None:
    """What part of the error the last steps kept, if it was always the same; None else."""
    if len(errors) < _LAST:
        return None
    ratios = [after / before for before, after in pairwise(errors[-_LAST:])]
    low, high = min(ratios), max(ratios)
    if low <= 0.02 or high - low > _SAME * high or high >= 0.999:
        return None
    return ratios[-1]
