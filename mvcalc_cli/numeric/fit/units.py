"""In which units the parameters of a model are: k of a·exp(−k·x) is in 1/x, a in y.

Every sum gives an equation (its terms have one unit), every function too (its argument is a pure number). They are
solved by least squares, for what people type need not be consistent: numbers may have units, x + 3, and the argument
of a function may be in metres.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

from mvcalc_cli.language.tree import E, Tree, fold, is_condition

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    # The powers of the base units (each predictor, then y) and of the unknowns.
    Unit = NDArray[np.float64]

# How much each kind of equation counts.
_SUM: Final = 100.0
_FUNCTION: Final = 10.0
_NUMBER: Final = 1.0
_FREE: Final = 0.03
_NOTHING: Final = 0.001
# So many parameters, numbers and powers at most are told apart.
_MOST: Final = 400
# Functions that give back the unit of what they are given, or a power of it.
_POWERS: Final = {"sqrt": 1 / 2, "cbrt": 1 / 3, "abs": 1.0, "floor": 1.0, "ceil": 1.0, "relu": 1.0}
_ALIKE: Final = frozenset({"min", "max", "mod"})


def exponents(tree: Tree, parameters: Sequence[str], predictors: Sequence[str]) -> dict[str, tuple[float, ...]]:
    """The unit of each parameter, as powers of the units of the predictors and, last, of y.

    >>> from mvcalc_cli.language import parse
    >>> tree = parse("a*exp(-k*(x - m)) + b*x").tree
    >>> for name, powers in exponents(tree, ["a", "k", "m", "b"], ["x"]).items():
    ...     print(name, [round(power, 2) + 0 for power in powers])
    a [0.0, 1.0]
    k [-1.0, 0.0]
    m [1.0, 0.0]
    b [-1.0, 1.0]
    """
    import numpy as np

    equations = _Equations(parameters, predictors)
    whole = fold(tree, equations.unit)
    equations.equal(whole, equations.base(len(predictors)), _SUM)
    for unknown in range(equations.unknowns):
        equations.equal(equations.unknown(unknown), equations.pure, _NOTHING)
    rows = np.array(equations.rows)
    bases = len(predictors) + 1
    left, right = rows[:, bases : bases + equations.unknowns], -rows[:, :bases]
    solved = np.linalg.lstsq(left, right, rcond=None)[0]
    return {name: tuple(solved[place].tolist()) for place, name in enumerate(parameters)}


class _Equations:
    """The equations that an expression gives for the units of its parameters, collected on one walk."""

    def __init__(self, parameters: Sequence[str], predictors: Sequence[str]) -> None:
        import numpy as np

        self._bases = len(predictors) + 1
        self._names: Mapping[str, Unit] = {}
        self.unknowns = len(parameters)
        self.rows: list[Unit] = []
        # Room for one unknown more for each number and each power; what is too much is cut off in the end.
        self.pure = np.zeros(self._bases + _MOST)
        self._names = {name: self.base(place) for place, name in enumerate(predictors)} | {
            name: self.unknown(place) for place, name in enumerate(parameters)
        }

    def base(self, place: int) -> Unit:
        """The unit of a predictor, or, after them, of y."""
        found = self.pure.copy()
        found[place] = 1.0
        return found

    def unknown(self, place: int) -> Unit:
        """The unit of a parameter, or of a number."""
        return self.base(self._bases + place)

    def equal(self, one: Unit, other: Unit, weight: float) -> None:
        """These two should be alike."""
        self.rows.append((one - other) * weight)

    def unit(self, node: Tree, parts: list[Unit]) -> Unit:
        """The unit of a node, from those of its parts."""
        kind = node.kind
        if kind == "variable":
            return self._names.get(str(node.value), self.pure)
        if kind in {"sum", "relation", "piecewise"} or node.value in _ALIKE:
            return self._alike(node, parts)
        if kind in {"negative", "product"}:
            return sum(parts[1:], parts[0])
        if kind == "quotient":
            return parts[0] - parts[1]
        if not parts:
            return self._number(_NUMBER)
        return self._power(node, parts) if kind == "power" else self._call(node, parts)

    def _alike(self, node: Tree, parts: list[Unit]) -> Unit:
        values = [part for place, part in enumerate(parts) if node.kind != "piecewise" or not is_condition(node, place)]
        for part in values[1:]:
            self.equal(part, values[0], _SUM)
        return values[0] if node.kind != "relation" else self.pure

    def _power(self, node: Tree, parts: list[Unit]) -> Unit:
        base, exponent = node.args
        value = _value(exponent)
        if value is not None:
            return parts[0] * value
        self.equal(parts[1], self.pure, _FUNCTION)
        return self.pure if base == E or not parts[0].any() else self._number(_FREE)

    def _call(self, node: Tree, parts: list[Unit]) -> Unit:
        if node.value in _POWERS:
            return parts[0] * _POWERS[str(node.value)]
        for part in parts:
            self.equal(part, self.pure, _FUNCTION)
        return self.pure

    def _number(self, weight: float) -> Unit:
        """A number may have a unit too: x + 3."""
        if self.unknowns >= len(self.pure) - self._bases:
            return self.pure
        self.unknowns += 1
        found = self.unknown(self.unknowns - 1)
        self.equal(found, self.pure, weight)
        return found


def _value(tree: Tree) -> float | None:
    """The value of a number, of minus one, or of a quotient of two."""

    def combine(node: Tree, parts: list[float | None]) -> float | None:
        known = [part for part in parts if part is not None]
        if len(known) < len(parts):
            return None
        if node.kind == "number":
            return float(node.value)  # type: ignore[arg-type]
        if node.kind == "negative":
            return -known[0]
        return known[0] / known[1] if node.kind == "quotient" and known[1] else None

    return fold(tree, combine)
