"""The course of a likelihood profile: the refits so far, and what they promise of the next."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from mvcalc_cli.numeric.fit.refits import Refit

if TYPE_CHECKING:
    from mvcalc_cli.numeric.fit.refits import Array


class Spot(NamedTuple):
    """A refit, and how many standard errors from the estimate the parameter was held."""

    distance: float
    refit: Refit

    @property
    def tau(self) -> float:
        """√((chi² − minimum)/s²) there."""
        return self.refit.tau


def inverse(spots: Sequence[Spot], tau: float) -> float:
    """The distance at τ, by the polynomial in τ through some places; nan where two have the same τ.

    >>> places = [Spot(distance, Refit(math.sqrt(distance), (), True)) for distance in (1.0, 4.0, 9.0)]
    >>> inverse(places, 2.5)
    6.25
    """
    total = 0.0
    for one in spots:
        weight = one.distance
        for other in spots:
            if other is not one:
                weight *= (tau - other.tau) / (one.tau - other.tau) if one.tau != other.tau else math.nan
        total += weight
    return total


def continued(before: Spot, last: Spot, distance: float, index: int, value: float) -> list[Array]:
    """The way through two places drawn further: straight, as it levels off, and as powers of the held parameter."""
    import numpy as np

    one, two = before.refit.theta, last.refit.theta
    found = [two + (two - one) * ((distance - last.distance) / (last.distance - before.distance))]
    if before.distance > 0 and 1 / before.distance > 1 / last.distance:
        rest = (1 / last.distance - 1 / distance) / (1 / before.distance - 1 / last.distance)
        found.append(two + (two - one) * rest)
    if one[index] * two[index] > 0 and two[index] * value > 0 and one[index] != two[index]:
        grown = math.log(value / two[index]) / math.log(two[index] / one[index])
        power = two * np.abs(two / one) ** grown
        found.append(np.where((one * two > 0) & np.isfinite(power), power, found[0]))
    return found
