"""The numeric self-check of a Taylor polynomial: f − T must fall like a power of the distance above its order."""

from __future__ import annotations

import random
from collections.abc import Mapping
from fractions import Fraction
from typing import Any, Final, NamedTuple

from mvcalc_cli.calculus.check import Check
from mvcalc_cli.calculus.exact import as_tree
from mvcalc_cli.calculus.lower import lower
from mvcalc_cli.calculus.taylor_polynomial import Taylor
from mvcalc_cli.language.tree import Tree, as_variable, substitute, variable, variables
from mvcalc_cli.symbolic.arithmetic import Unmeasured, context
from mvcalc_cli.symbolic.digits import measure

# f − T is measured at two distances 10^−near, 10^−far of the scale of the coefficients; a second pair decides where
# the first does not (a singularity nearer than the coefficients tell). A wrong coefficient of relative size 10^−near
# would just be seen.
_DISTANCES: Final = ((12, 16), (24, 30))
# Between the two slopes: a wrong polynomial has at most n, a right one more than n (x^(7/2): n + 1/2).
_ABOVE: Final = 0.25
_SPARE: Final = 40
_DIRECTIONS: Final = 4


class Order(NamedTuple):
    """The check, and the order of the error as it was measured (None: f − T is 0)."""

    check: Check
    measured: float | None


def check_taylor(found: Taylor, seed: int = 0) -> Order:
    """Does f − T fall like a power above the order, on both sides (in several directions)?

    >>> from mvcalc_cli.calculus.taylor import taylor
    >>> from mvcalc_cli.language import parse
    >>> from mvcalc_cli.language.tree import number
    >>> right = taylor(parse("sin(x)").tree, {"x": number(0)}, 5)
    >>> order = check_taylor(right)
    >>> order.check.verdict, round(order.measured)
    ('agrees', 7)
    >>> check_taylor(right._replace(terms={**right.terms, (3,): Fraction(1, 6)})).check.verdict
    'contradicted'
    """
    random_ = random.Random(seed)
    found = _without_components(found)
    tree = found.tree
    letters = sorted(set(variables(tree)).union(*(variables(value) for value in found.centre)) - set(found.names))
    given = {as_variable(name): Fraction(random_.randint(21, 79), 40) for name in letters}
    slopes: list[float | None] = []
    for direction in _directions(found, random_):
        try:
            slopes.append(_Direction(found, tree, given, direction).slope())
        except _Unseen:
            continue
    if not slopes:
        return Order(Check("unchecked", "error order"), None)
    measured = [slope for slope in slopes if slope is not None]
    wrong = any(slope <= found.order + _ABOVE for slope in measured)
    verdict = Check("contradicted" if wrong else "agrees", "error order", points=2 * len(slopes))
    return Order(verdict, min(measured, default=None))


def _without_components(found: Taylor) -> Taylor:
    """The same series with plain variables for x[1], x[2], …: `measure` is given values by name."""
    tree = lower(found.tree)
    letters = {
        name: variable(f"{name[:-1].replace('[', '_').replace(',', '_')}_") for name in found.names if name[-1] == "]"
    }
    put_in = {as_variable(name): letter for name, letter in letters.items()}
    names = tuple(str(letters[name].value) if name in letters else name for name in found.names)
    return found._replace(tree=substitute(tree, put_in), names=names)


def _directions(found: Taylor, random_: random.Random) -> list[tuple[Fraction, ...]]:
    if len(found.names) == 1:
        sides = {"right": (1,), "left": (-1,)}.get(found.side, (1, -1))
        return [(Fraction(side),) for side in sides]
    return [
        tuple(Fraction(random_.choice((-1, 1)) * random_.randint(10, 40), 40) for _ in found.names)
        for _ in range(_DIRECTIONS)
    ]


class _Unseen(Exception):  # noqa: N818 - this direction is skipped
    """Nothing could be measured in this direction."""


class _Direction:
    """The residual along one direction."""

    def __init__(
        self, found: Taylor, tree: Tree, given: Mapping[Tree, Fraction], direction: tuple[Fraction, ...]
    ) -> None:
        self.found = found
        self.tree = tree
        self.given = {str(name.value): value for name, value in given.items()}
        self.direction = direction

    def slope(self) -> float | None:
        """The observed power of the distance; None if the residual is 0."""
        slope: float | None = None
        seen = False
        for near, far in _DISTANCES:
            try:
                slope = self._slope(near, far)
            except (_Unseen, Unmeasured):
                continue
            seen = True
            if slope is None or slope > self.found.order + _ABOVE:
                return slope
        if not seen:
            raise _Unseen
        return slope

    def _slope(self, near: int, far: int) -> float | None:
        digits = far * (self.found.order + 4) + _SPARE
        mp = context(digits)
        along = self._along(digits)
        scale = _scale(along)
        sizes = [self._residual(along, scale / Fraction(10) ** k, digits) for k in (near, far)]
        if sizes[0] is None or sizes[1] is None:
            return None
        return float((mp.log(sizes[0]) - mp.log(sizes[1])) / (mp.log(10) * (far - near)))

    def _along(self, digits: int) -> list[Any]:
        """The coefficients of T along the direction."""
        mp = context(digits)
        along = [mp.zero] * (self.found.order + 1)
        for exponents, value in self.found.terms.items():
            factor = Fraction(1)
            for part, k in zip(self.direction, exponents, strict=True):
                factor *= part**k
            along[sum(exponents)] += _number(mp, self._value(as_tree(value), digits)) * _number(mp, factor)
        return along

    def _value(self, tree: Tree, digits: int) -> Any:
        value = measure(tree, self.given, digits)
        if value is None:
            raise _Unseen
        return value

    def _residual(self, along: list[Any], distance: Fraction, digits: int) -> Any:
        """|f − T| at a distance; None if it is 0 or beneath rounding."""
        mp = context(digits)
        point: dict[str, Any] = dict(self.given)
        for name, centre, part in zip(self.found.names, self.found.centre, self.direction, strict=True):
            at = self._value(centre, digits)
            step = part * distance
            point[name] = at + (step if isinstance(at, Fraction) else _number(mp, step))
        value = measure(self.tree, point, digits)
        if value is None or mp.isnan(_number(mp, value)):
            raise _Unseen
        terms = [term * _number(mp, distance) ** k for k, term in enumerate(along)]
        residual = abs(_number(mp, value) - mp.fsum(terms))
        noise = mp.mpf(10) ** (12 - digits) * (abs(_number(mp, value)) + mp.fsum([abs(term) for term in terms]))
        return None if residual <= noise else residual


def _number(mp: Any, value: Any) -> Any:
    return mp.mpf(value.numerator) / value.denominator if isinstance(value, Fraction) else value


def _scale(along: list[Any]) -> Fraction:
    """A distance at which the terms are of one size; a power of 10."""
    sizes = [float(abs(term)) if abs(term) < 1e300 else 1e300 for term in along]
    first = next((k for k, size in enumerate(sizes) if size > 0), None)
    if first is None:
        return Fraction(1)
    from math import floor, log10

    logs = [(log10(sizes[first]) - log10(size)) / (k - first) for k, size in enumerate(sizes) if k > first and size > 0]
    return Fraction(10) ** floor(min([0.0, *logs]))
