"""What solving finds, and how a root is put back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from mvcalc_cli.calculus.check import Check
from mvcalc_cli.language.tree import Tree
from mvcalc_cli.symbolic.arithmetic import inexact
from mvcalc_cli.symbolic.digits import Number, Unmeasured, measure
from mvcalc_cli.symbolic.verify import Value, plain, shown

# |left − right| of a root put back, relative to the sides where they are large.
RESIDUAL: Final = 1e-10
_NOT_CHECKED: Final = Check("unchecked", "residual")


@dataclass(frozen=True, slots=True)
class Root:
    """One solution: a value for each variable asked for, in their order.

    Attributes:
        values: Exact values; None where only a number was found.
        numbers: The same as numbers; None where the value depends on other variables.
        residual: |left − right| when put back; None if it could not be measured.
        multiplicity: Of a root of a polynomial.
        period: The root stands for root + k·period, for every integer k.
    """

    values: tuple[Tree | None, ...]
    numbers: tuple[Value | None, ...]
    residual: float | None = None
    multiplicity: int = 1
    period: Tree | None = None

    @property
    def exact(self) -> bool:
        """Is every value exact?"""
        return all(value is not None for value in self.values)


@dataclass(frozen=True, slots=True)
class Dropped:
    """What came out of the algebra and is no solution, and why."""

    values: tuple[Tree, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class Solutions:
    """What was found.

    Attributes:
        variables: Solved for these.
        roots: The solutions, real ones in rising order.
        dropped: Extraneous roots, by name.
        complete: Why there are no others; None if there may be.
        everywhere: True if it holds wherever it is defined.
        region: Of an inequality: the set where it holds (interval, union or set).
        searched: The range in which roots were looked for with numbers.
        more: True if more roots were met than are listed.
        flat: Stretches on which the equation held wherever it was tried (floor(x) = 2).
        period: The region repeats with this period; it is given for one of them.
        check: The worst of the roots put back (method "residual"), or of the region (method "values").
    """

    variables: tuple[str, ...]
    roots: tuple[Root, ...] = ()
    dropped: tuple[Dropped, ...] = ()
    complete: str | None = None
    everywhere: bool = False
    region: Tree | None = None
    searched: tuple[float, float] | None = None
    more: bool = False
    flat: tuple[tuple[float, float], ...] = ()
    period: Tree | None = None
    check: Check = _NOT_CHECKED


def put_back(
    equations: Sequence[tuple[Tree, Tree]], point: Mapping[str, Number], complex_values: bool = False
) -> tuple[float | None, str | None]:
    """The largest residual at a point, and why the point is no solution (None if it is one).

    >>> from fractions import Fraction
    >>> from mvcalc_cli.language.tree import ZERO, divide, power, variable, TWO
    >>> x = variable("x")
    >>> put_back([(divide(power(x, TWO), x), ZERO)], {"x": Fraction(0)})
    (None, 'the equation is undefined there')
    """
    worst = 0.0
    for left, right in equations:
        try:
            first, second = (measure(side, point, 30, complex_values) for side in (left, right))
        except Unmeasured:
            return None, None
        if first is None or second is None:
            return None, "the equation is undefined there"
        a, b = inexact(first, 30), inexact(second, 30)
        scale = max(1, abs(a), abs(b))
        if abs(a - b) > RESIDUAL * scale:
            return None, f"there the left side is {shown(plain(a))}, the right side {shown(plain(b))}"
        worst = max(worst, float(abs(a - b) / scale))
    return worst, None


def residual_check(roots: Sequence[Root]) -> Check:
    """The check of all roots together: the worst residual."""
    residuals = [root.residual for root in roots if root.residual is not None]
    if len(residuals) < len(roots):
        return Check("unchecked", "residual", None, len(residuals))
    return Check("agrees", "residual", max(residuals, default=None), len(residuals))
