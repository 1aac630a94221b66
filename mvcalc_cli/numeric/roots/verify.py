"""Is it a root? What Newton's method, bisection or a secant came to is put back before anything is said of it.

A number is a root here if f is 0 there up to what rounding explains, or if f changes its sign there without a jump or a
pole; and if it stands alone: tanh(x) − 1 is 0 up to rounding at every x beyond 19, and has no root.
"""

from __future__ import annotations

import math
from typing import Final, NamedTuple

from mvcalc_cli.numeric.roots.equation import Equation, Number, ulp
from mvcalc_cli.numeric.roots.trace import Reason, Root, place

# How far around a root f must have left 0, beside max(1, |x|).
_AROUND: Final = 0.125
_BESIDE: Final = (1e-6, 1e-3, 1e-1)
_GROWTH: Final = 4.0
_NEAREST: Final = 1e-60
# f that left 0 at so many distances, each four times the one before, has left it: rounding jumps to and fro.
_LEFT: Final = 6
_HALVINGS: Final = 1100
_POLISHING: Final = 12
_NEAR_ENOUGH: Final = 1e-6
_TINY: Final = 1e-50
# The slope at a simple root grows by less than this from near to four times as far.
_STRAIGHT: Final = 1.5
# A pole: |f| at the end of bisection is so many times that at its beginning.
_POLE: Final = 1e3
# A jump: |f| has not fallen to this part.
_JUMP: Final = 1e-3


class Refused(NamedTuple):
    """Why it is no root."""

    reason: Reason
    words: str


def verified(equation: Equation, x: Number, reach: float, multiplicity: int = 1) -> Root | Refused:
    """The root at x, or within the reach of it.

    Args:
        equation: f and f′.
        x: Where a method ended.
        reach: How far off the root may be.
        multiplicity: What the iterates show of it: the last steps, which rounding allows, are so many times as long.

    >>> from mvcalc_cli.language import parse
    >>> verified(Equation(parse("x^2 - 4").tree, "x"), 2.0, 1e-12).x
    2.0
    >>> verified(Equation(parse("x^2 + 1e-9").tree, "x"), 1e-20, 1e-12).reason
    'nearest'
    >>> verified(Equation(parse("1/x").tree, "x"), 1e-13, 1e-12).reason
    'pole'
    """
    found = _put_back(equation, x)
    if found is not None:
        return found
    if not equation.has_complex:
        beside = _crossing(equation, float(x.real), reach) or _at_the_edge(equation, float(x.real), reach)
        if beside is not None:
            return _without_underflow(equation, beside)
    return _polished(equation, x, reach, multiplicity)


def is_simple(equation: Equation, root: Root) -> bool:
    """Whether f crosses 0 in a straight line around the root: the slope beside it stays as it is.

    >>> from mvcalc_cli.language import parse
    >>> pair, double = (Equation(parse(text).tree, "x") for text in ("x^2 - 1e-40", "x^2"))
    >>> is_simple(pair, verified(pair, 1e-20, 1e-12)), is_simple(double, verified(double, 0.0, 1e-12))
    (True, False)
    """
    near = max(root.uncertainty, ulp(root.x) if root.x else _NEAREST)
    for side in (-1, 1):
        close, wide = (abs(equation.slope_to_check(root.x + side * part * near)) for part in (2, 8))
        if 0 < close < math.inf and wide < _STRAIGHT * close:
            return True
    return False


def is_explained(equation: Equation, x: Number, f: Number, slope: Number) -> bool:
    """Whether rounding explains that f(x) is not 0; at the top of a pole rounding is large, and explains nothing."""
    if f == 0:
        return True
    if not math.isfinite(abs(f)) or abs(f) > equation.noise(x, slope):
        return False
    beside = [x + side * far * max(1.0, abs(x)) for far in _BESIDE for side in (-1, 1)]
    return any(not abs(equation.value_to_check(other)) < abs(f) for other in beside)


def _put_back(equation: Equation, x: Number) -> Root | Refused | None:
    """The root at x itself; None where f is more than rounding."""
    f, slope = equation.value_to_check(x), equation.slope_to_check(x)
    if not is_explained(equation, x, f, slope):
        return None
    reached = _alone(equation, x, equation.noise(x, slope))
    if reached is None:
        where = f"{equation.name} = {place(x)}"
        return Refused("plateau", f"f is 0 up to rounding on a whole stretch at {where}: no single root stands out")
    return Root(x, f, max(reached, _tangent(f, slope)), slope)


def _tangent(f: Number, slope: Number) -> float:
    """How far the tangent meets the axis: so far at least the root may be; 0 where it says nothing."""
    far = abs(f / slope) if slope else 0.0
    return far if math.isfinite(far) else 0.0


def _alone(equation: Equation, x: Number, noise: float) -> float | None:
    """How far from x rounding hides the root; None if f does not leave 0 around x.

    It must on both sides; having no value is leaving.
    """
    sides = (1, -1, 1j, -1j) if equation.has_complex else (1, -1)
    reached = [_reached(equation, x, side, noise) for side in sides]
    known = [reach for reach in reached if reach is not None]
    return max(known) if len(known) == len(sides) else None


def _reached(equation: Equation, x: Number, side: Number, noise: float) -> float | None:
    """The distance up to which f is 0 up to rounding on one side of x; None if it does not leave 0."""
    far = _AROUND * max(1.0, abs(x))
    last, distance, missed = 0.0, max(ulp(x), _NEAREST), 0
    while distance <= far and missed < _LEFT:
        f = abs(equation.value_to_check(x + side * distance))
        if f <= noise:
            last, missed = distance, 0
        else:  # nan as well
            missed += 1
        distance *= _GROWTH
    return last if missed else None


def _crossing(equation: Equation, x: float, reach: float) -> Root | Refused | None:
    """The root where the sign changes within the reach of x; None if it does not change."""
    low, high = x - reach, x + reach
    f_low, f_high = equation.values([low, high])
    if not f_low * f_high < 0:
        return None
    return crossing(equation, low, high)


def crossing(equation: Equation, low: float, high: float) -> Root | Refused:
    """What is between two places where f has different signs: a root, a pole or a jump.

    >>> from mvcalc_cli.language import parse
    >>> crossing(Equation(parse("sign(x - 1) + x/9").tree, "x"), 0.0, 3.0).reason
    'jump'
    """
    f_low, f_high = equation.values([low, high])
    first = max(abs(f_low), abs(f_high))
    middle, f = low, f_low
    for _ in range(_HALVINGS):
        middle = low + (high - low) / 2
        f = equation.values([middle])[0]
        if not low < middle < high or not math.isfinite(f) or f == 0:
            break
        if (f < 0) == (f_low < 0):
            low, f_low = middle, f
        else:
            high, f_high = middle, f
    if f == 0:
        low = high = middle
        f_low = f_high = 0.0
    return _between(equation, (low, f_low), (high, f_high), first)


def _between(equation: Equation, left: tuple[float, float], right: tuple[float, float], first: float) -> Root | Refused:
    """Neighbouring floats with different signs."""
    x, f = min(left, right, key=lambda end: abs(end[1]))
    where = f"{equation.name} = {place(round(x, 12))}"
    largest = max(abs(left[1]), abs(right[1]))
    if largest > _POLE * first and largest > 1:
        return Refused("pole", f"f changes its sign through a pole at {where}, and a pole is no root")
    found = _put_back(equation, x)
    if found is not None:
        return found
    if largest > _JUMP * first or abs(left[1] - right[1]) < abs(f):
        return Refused("jump", f"f jumps over 0 at {where}, and a jump is no root")
    return Root(x, f, right[0] - left[0], equation.slope_to_check(x))


def _at_the_edge(equation: Equation, x: float, reach: float) -> Root | Refused | None:
    """The root at the end of the domain, if that is within the reach of x: √x at 0."""
    outside = next((x + side for side in (-reach, reach) if math.isnan(equation.values([x + side])[0])), None)
    if outside is None:
        return None
    inside = x
    for _ in range(_HALVINGS):
        middle = inside + (outside - inside) / 2
        if middle in {inside, outside}:
            break
        if math.isnan(equation.values([middle])[0]):
            outside = middle
        else:
            inside = middle
    return _put_back(equation, inside + 0.0)


def _without_underflow(equation: Equation, found: Root | Refused) -> Root | Refused:
    """0 instead of 1e−108, whose cube is 0 by underflow."""
    if isinstance(found, Root) and 0 < abs(found.x) < _TINY and equation.value_to_check(0.0) == 0:
        return found._replace(x=found.x * 0, residual=found.residual * 0)
    return found


def snapped(equation: Equation, x: Number) -> Number:
    """The number of the fewest decimals near x where |f| is not larger: 0 for −3.4e−9 at the minimum of x² + 1."""
    if equation.has_complex:
        return x
    f = abs(equation.value_to_check(x))
    shorter = (round(float(x.real), decimals) + 0.0 for decimals in range(12))
    return next(
        (near for near in shorter if abs(near - x) <= _NEAR_ENOUGH and abs(equation.value_to_check(near)) <= f), x
    )


def _polished(equation: Equation, x: Number, reach: float, multiplicity: int) -> Root | Refused:
    """A root where the sign does not change: steps m·f/f′ come to it, as far as rounding allows."""
    start = x
    for _ in range(_POLISHING):
        f, slope = equation.value_to_check(x), equation.slope_to_check(x)
        step = multiplicity * f / slope if slope and math.isfinite(abs(slope)) else 0.0
        if not step or not math.isfinite(abs(step)) or abs(x - step - start) > 4 * multiplicity * reach:
            break
        x = x - step
        found = _put_back(equation, x)
        if found is not None:
            return _without_underflow(equation, found)
    near = snapped(equation, start)
    ends = sorted((float(start.real), float(near.real)))
    if not equation.has_complex and equation.values(ends)[0] * equation.values(ends)[1] < 0:
        return crossing(equation, *ends)
    if near != start and equation.value_to_check(near) == 0:
        found = _put_back(equation, near)
        if found is not None:
            return found
    start = near
    f = abs(equation.value_to_check(start))
    return Refused("nearest", f"f comes no nearer to 0 than {place(f)}, at {equation.name} = {place(start)}: no root")
