"""sin by the tangent of half the angle, where NumPy has a vector instruction for tan and none for sin.

sin x = 2t/(1 + t²) with t = tan(x/2), to 2 units in the last place: d(sin x)/sin x = (1 − t²)/(1 + t²)·dt/t, so that an
error of t grows nowhere, not even where t has a pole. There cos x = (1 − t²)/(1 + t²) would lose all digits at its
zeros, and stays as it is.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any, Final

Instruction = tuple[int, Callable[..., Any], tuple[int, ...]]

# How many slots the instructions of one sine take.
SLOTS: Final = 8


@cache
def has_fast_tangent() -> bool:
    """Does NumPy compute tan of several numbers at once on this processor?"""
    import numpy as np

    introspect = getattr(np.lib, "introspect", None)
    if introspect is None:
        return False
    found = introspect.opt_func_info(func_name="^tan$", signature="float64").get("tan", {})
    return any(not target["current"].startswith("baseline") for target in found.values())


def sine(target: int, angle: int, free: int) -> tuple[list[Instruction], dict[int, float]]:
    """sin as instructions and constants.

    Args:
        target: The slot of the sine.
        angle: The slot of the angle.
        free: Slots from here on are free; the first SLOTS of them are taken.
    """
    import numpy as np

    half, one, two, middle, tangent, squared, below, quotient = range(free, free + SLOTS)
    code: list[Instruction] = [
        (middle, np.multiply, (angle, half)),
        (tangent, np.tan, (middle,)),
        (squared, np.square, (tangent,)),
        (below, np.add, (squared, one)),
        (quotient, np.divide, (tangent, below)),
        (target, np.multiply, (quotient, two)),
    ]
    return code, {half: 0.5, one: 1.0, two: 2.0}
