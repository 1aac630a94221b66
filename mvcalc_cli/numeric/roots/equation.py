"""One equation f(x) = 0: values and slopes, counted, and what rounding leaves of them. Needs no NumPy."""

from __future__ import annotations

import cmath
import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from mvcalc_cli.calculus.derivative import differentiate
from mvcalc_cli.calculus.evaluate import evaluate, evaluate_complex, program
from mvcalc_cli.calculus.smooth import has_derivative
from mvcalc_cli.calculus.undefined import UndefinedError
from mvcalc_cli.errors import MvcalcError
from mvcalc_cli.language.tree import Tree, subtract

if TYPE_CHECKING:
    from mvcalc_cli.calculus.tape import Program

Number = float | complex

# How many times the spread of a few noisy evaluations is still called rounding.
_SPREAD: Final = 2.0
_NUDGES: Final = (1, -1, 2, -2, 3, -3)


def as_zero(tree: Tree) -> Tree:
    """The f of f = 0: the difference of both sides of an equation, an expression itself.

    >>> from mvcalc_cli.language import parse
    >>> from mvcalc_cli.language.printers import line
    >>> line(as_zero(parse("cos x = x").tree))
    'cos(x) − x'
    """
    if tree.kind != "relation" or tree.value != "=":
        return tree
    left, right = tree.args
    return left if right.kind == "number" and right.value == 0 else subtract(left, right)


def ulp(x: Number) -> float:
    """The distance of neighbouring floats at x.

    >>> ulp(1.0) == 2**-52, ulp(3 + 4j) == ulp(5.0)
    (True, True)
    """
    return math.ulp(abs(x))


class Equation:
    """f and f′ of one real variable.

    Attributes:
        tree: f.
        name: Its variable.
        derivative: f′.
        has_complex: Whether x may be a complex number.
        evaluations: How often f and f′ were asked for a value.
    """

    has_complex = False

    def __init__(self, tree: Tree, name: str, kinds: Mapping[str, str] | None = None) -> None:
        self.tree = tree
        self.name = name
        derived = differentiate(tree, name, kinds)
        self.derivative = derived.result
        self._excluded = derived.excluded
        self.evaluations = 0
        self._value = program(tree, (name,))
        self._slope = program(self.derivative, (name,))
        self._noisy: Program | None = None

    def value(self, x: Number) -> Number:
        """f(x); nan where it has none, or none that a float can hold."""
        self.evaluations += 1
        return self.value_to_check(x)

    def value_to_check(self, x: Number) -> Number:
        """f(x), to check an answer: it does not count as an evaluation of the method."""
        return self._value.value([x])  # type: ignore[list-item]

    def values(self, xs: list[float]) -> list[float]:
        """f at many places, nan where it has no value; a search, that is not counted."""
        return self._value.values([xs], len(xs))

    def slope(self, x: Number) -> Number:
        """f′(x); nan where it has none."""
        self.evaluations += 1
        return self.slope_to_check(x)

    def slope_to_check(self, x: Number) -> Number:
        """f′(x), not counted."""
        return self._slope.value([x])  # type: ignore[list-item]

    def is_smooth(self, x: Number) -> bool:
        """Whether f has a derivative at x: |x| has none at 0, though the rules give 0 there."""
        return (
            self.has_complex
            or not self._excluded
            or has_derivative(self.tree, self.derivative, self.name, self._excluded, {self.name: float(x.real)})
        )

    def noise(self, x: Number, slope: Number = 0.0) -> float:
        """How much of f(x) may be rounding: of its parts, and of x itself."""
        if self._noisy is None:
            self._noisy = program(self.tree, (self.name,), fold=False)
        spread = self._noisy.spread([[x]], 1)[0]  # type: ignore[list-item]
        return _SPREAD * spread + (abs(slope) * ulp(x) if math.isfinite(abs(slope)) else 0.0)

    def fault(self, x: Number) -> UndefinedError | None:
        """Why f has no value at x; None if it has one."""
        try:
            evaluate(self.tree, {self.name: x})
        except UndefinedError as error:
            return error
        return None


class ComplexEquation(Equation):
    """f and f′ of one complex variable, principal values."""

    has_complex = True

    def value_to_check(self, x: Number) -> Number:
        """The principal value of f at x, not counted."""
        return self._at(self.tree, x)

    def slope_to_check(self, x: Number) -> Number:
        """The principal value of f′, not counted."""
        return self._at(self.derivative, x)

    def noise(self, x: Number, slope: Number = 0.0) -> float:  # noqa: ARG002 - moving x has the slope in it
        """What moving x by a few units in its last place does to f: their rounding differs as well."""
        here, unit = self._at(self.tree, x), max(ulp(x), 1e-300)
        moved = [self._at(self.tree, x + nudge * unit * turn) for nudge in _NUDGES for turn in (1, 1j)]
        return max((abs(value - here) for value in moved if cmath.isfinite(value)), default=0.0)

    def fault(self, x: Number) -> UndefinedError | None:
        """Why f has no principal value at x; None if it has one."""
        try:
            evaluate_complex(self.tree, {self.name: x})
        except UndefinedError as error:
            return error
        return None

    def _at(self, tree: Tree, x: Number) -> complex:
        try:
            return evaluate_complex(tree, {self.name: x})
        except MvcalcError:
            return complex(math.nan, math.nan)


class Counted:
    """The evaluations between two moments.

    >>> class Asked:
    ...     evaluations = 3
    >>> counted = Counted(Asked())
    >>> counted.so_far
    0
    """

    def __init__(self, equation: Equation) -> None:
        self.equation = equation
        self._before = equation.evaluations

    @property
    def so_far(self) -> int:
        """How many since this was made."""
        return self.equation.evaluations - self._before
