"""Values on the way to a point.

The way is sampled at distances 2⁻ʲ (or 2ʲ, to infinity) times several factors, so that sin(πx) is not met at its
zeros alone, in digits enough for the cancellation at that distance.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import lru_cache
from typing import Any, Final, NamedTuple

from mvcalc_cli.language.tree import ZERO, Tree, variables
from mvcalc_cli.symbolic.arithmetic import Number, Unmeasured, context, inexact
from mvcalc_cli.symbolic.digits import measure, measure_openly
from mvcalc_cli.symbolic.limits.expansion import Approach

# Exponents of 2: from 1 to 10⁻⁸⁰.
LEVELS: Final = (0, 1, 2, 3, 4, 5, 6, 8, 10, 12, 14, 16, 18, 20, 22, 33, 66, 133, 266)
# Where the values still creep, as 1/log x does, or have not turned yet: from 10⁻³⁰⁰ to 10^(−3·10⁶³). Each exponent
# is (nearly) the square of the one before, so that even log log log x gains the same from one to the next.
FAR: Final = (1000, 10**4, 10**8, 10**16, 10**32, 10**64)
# Up to here the distances are exact, and digits are enough for sin x at x = 2ʲ.
_EXACT: Final = 10**4
FACTORS: Final = tuple(Fraction(n, 9700) for n in (9700, 8117, 6863, 5801, 7477))
DIGITS: Final = 40
_MOST_DIGITS: Final = 4_000
_LOST_BY_CANCELLING: Final = 2.0  # digits for each bit of distance: (x − sin x)/x³ loses 3·0.3
# Values of letters in an answer that holds them.
_LETTERS: Final = (Fraction(137, 100), Fraction(71, 100), Fraction(229, 100), Fraction(53, 100), Fraction(313, 100))


class Level(NamedTuple):
    """The values at one distance, 2^−j."""

    j: int
    values: tuple[Any, ...]


def letters(tree: Tree, name: str, kinds: Mapping[str, str]) -> dict[str, Number]:
    """A value for every letter but the variable."""
    found: dict[str, Number] = {}
    for place, letter in enumerate(n for n in variables(tree) if n != name):
        value = _LETTERS[place % len(_LETTERS)] + place // len(_LETTERS)
        found[letter] = Fraction(2 + place) if kinds.get(letter) == "integer" else value
    return found


def value_at(
    tree: Tree, way: Approach, distance: Number, digits: int, known: Mapping[str, Number], *, cancelling: bool = False
) -> Number | None:
    """The value of `tree` at so small a distance from the point (or at its reciprocal, to infinity).

    Args:
        tree: The expression.
        way: How the variable comes to the point.
        distance: How far it still is: a Fraction, or a number of the context where no Fraction is short enough.
        digits: Digits of the arithmetic.
        known: Values of the letters.
        cancelling: Whether a sum that cancels to the last digit counts as 0. Far out sinh² − cosh² does, and is −1.

    Raises:
        Unmeasured: If it is out of reach, or a sum cancels.
    """
    place = {**known, way.name: place_at(way, distance, digits, known)}
    value = measure(tree, place, digits) if cancelling else measure_openly(tree, place, digits)
    return None if value is None else inexact(value, digits)


def place_at(way: Approach, distance: Number, digits: int, known: Mapping[str, Number]) -> Number:
    """The value of the variable at this distance from the point.

    Raises:
        Unmeasured: If the point has no value within reach.
    """
    if way.point is None:
        return way.direction * (Fraction(round(1 / distance)) if way.whole else 1 / distance)
    step = way.direction * distance
    if way.point == ZERO:
        return step
    centre = measure(way.point, known, digits)
    if centre is None:
        raise Unmeasured
    exact = isinstance(centre, Fraction) and isinstance(step, Fraction)
    return centre + step if exact else inexact(centre, digits) + inexact(step, digits)


def levels(tree: Tree, way: Approach, known: Mapping[str, Number], js: Sequence[int] = LEVELS) -> list[Level]:
    """The levels at which all values could be measured; a value that does not exist is None."""
    letters_known = tuple(known.items())
    found = _levels(tree, way, letters_known, tuple(js), cancelling=False)
    return list(found or _levels(tree, way, letters_known, tuple(js), cancelling=True))


def far_levels(tree: Tree, way: Approach, known: Mapping[str, Number]) -> list[Level]:
    """The same far out: without end where no digits are lost, at 0 and at infinity."""
    endless = (way.point is None or way.point == ZERO) and not way.whole
    return list(_levels(tree, way, tuple(known.items()), FAR if endless else FAR[:1], cancelling=False))


@lru_cache(maxsize=64)
def _levels(
    tree: Tree, way: Approach, known: tuple[tuple[str, Number], ...], js: tuple[int, ...], *, cancelling: bool
) -> tuple[Level, ...]:
    """Measured once, whatever is claimed of them: a limit is estimated, found and checked."""
    found: list[Level] = []
    failures = 0
    for j in js:
        level = _level(tree, way, dict(known), j, cancelling)
        if level is not None:
            found.append(level)
            continue
        failures += 1
        if failures > 3:
            break
    return tuple(found)


def _level(tree: Tree, way: Approach, known: Mapping[str, Number], j: int, cancelling: bool) -> Level | None:
    """One level, with more digits where the first ones cancel."""
    lost_in_sum = 0 if way.point is None or way.point == ZERO else 0.31 * j
    digits = DIGITS + int(_LOST_BY_CANCELLING * min(j, 300) + lost_in_sum)
    most = _MOST_DIGITS if j < _EXACT else digits
    while digits <= most:
        try:
            return Level(
                j,
                tuple(
                    value_at(tree, way, _distance(f, j, digits), digits, known, cancelling=cancelling) for f in FACTORS
                ),
            )
        except Unmeasured:
            digits *= 3
    return None


def _distance(factor: Fraction, j: int, digits: int) -> Number:
    """factor·2^−j."""
    return factor / 2**j if j <= _EXACT else context(digits).ldexp(inexact(factor, digits), -j)


def is_defined(found: Sequence[Level]) -> bool | None:
    """Are there values close to the point? None: some points have one and some have not."""
    near = found[-6:] or found
    values = [value is not None for level in near for value in level.values]
    if not values or all(values):
        return True
    return None if any(values) else False


def estimate(tree: Tree, way: Approach, kinds: Mapping[str, str]) -> float | None:
    """Where the values seem to come to rest; None if they do not."""
    known = letters(tree, way.name, kinds)
    found = [level for level in levels(tree, way, known) if None not in level.values]
    if variables(tree) not in {(), (way.name,)} or len(found) < 6:
        return None
    last, before = found[-1].values[0], found[-2].values[0]
    moved = max(abs(last - before), max(found[-1].values) - min(found[-1].values))
    return float(last) if moved <= max(abs(last), context(30).mpf(1)) * 1e-9 else None
