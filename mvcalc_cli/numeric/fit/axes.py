"""Which values of a nonlinear parameter are worth a try: as many and as large as its unit and its place say."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from mvcalc_cli.language.tree import Tree, add, postorder, subtract, variables
from mvcalc_cli.numeric.fit.peaks import places
from mvcalc_cli.numeric.fit.units import exponents
from mvcalc_cli.numeric.program import array_program

if TYPE_CHECKING:
    from mvcalc_cli.numeric.fit.data import Array, Data
    from mvcalc_cli.numeric.fit.model import Model

_WAVES: Final = frozenset({"sin", "cos", "tan", "sec", "csc", "cot"})
# Lengths, in parts of the range of a predictor, and pure numbers that stand as powers and shapes.
_SHORTEST, _LONGEST = 2e-3, 30.0
_PURE: Final = (0.1, 0.25, 0.5, 0.75, 1.0, 1.5, 2.0, 3.0, 5.0, 8.0, 14.0)
# How far beyond the ends of x a place is looked for, in ranges.
_BEYOND: Final = (0.5, 1.5, 5.0, 15.0)
# Phases at which a wave begins.
_PHASES: Final = tuple(math.pi * k / 4 for k in range(-3, 5))


class Axis(NamedTuple):
    """The values of one parameter to try, in rising order, and how much of it is a little."""

    values: Any
    scale: float


class Shear(NamedTuple):
    """c in f(c + d·x) counts from the middle of x, or every d would need another c: c is tried as c + slope·d.

    Attributes:
        place: Of c among the nonlinear parameters.
        by: Of d.
        slope: Minus the middle of x.
    """

    place: int
    by: int
    slope: float


class Grid(NamedTuple):
    """Where to look.

    Attributes:
        axes: For each nonlinear parameter, in their order.
        shears: Of pairs among them.
        powers: How each parameter goes with the size of y.
    """

    axes: list[Axis]
    shears: list[Shear]
    powers: dict[str, float]

    def sheared(self, at: Any, places: Collection[int] | None = None) -> Any:
        """The trials, shape (t, d), as they are meant; with `places` those of these parameters alone."""
        found = at.copy()
        for place, by, slope in self.shears:
            if places is None or (place in places and by in places):
                found[:, place] += slope * at[:, by]
        return found

    def scales(self, at: Any) -> Any:
        """How much of each parameter is a little, at the trials, shape (t, d)."""
        import numpy as np

        known = np.array([axis.scale for axis in self.axes])
        return np.minimum(known, np.abs(at) * 0.3 + 1e-3 * known)


def spread(sizes: Sequence[int], count: int, seed: int = 0) -> Any:
    """Places on some axes, shape (≤ count, d): all combinations where they are few, else spread evenly among them.

    Args:
        sizes: How many values each axis has.
        count: How many places at most.
        seed: 0, or for other places another number.

    Reference: Roberts, The unreasonable effectiveness of quasirandom sequences (2018): the generalised golden ratio.
    """
    import numpy as np

    if math.prod(sizes) <= count:
        return np.stack([each.ravel() for each in np.indices(sizes)], axis=1)
    golden = 2.0
    for _ in range(40):  # g^(d + 1) = g + 1
        golden = (1 + golden) ** (1 / (len(sizes) + 1))
    steps = golden ** -np.arange(1.0, len(sizes) + 1)
    places = (0.5 + seed / math.sqrt(2) + np.arange(1, count + 1)[:, None] * steps) % 1
    return (places * sizes).astype(int)


def grid(model: Model, nonlinear: Sequence[str], data: Data) -> Grid:
    """What to try of each nonlinear parameter."""
    units = exponents(model.written, model.parameters, model.predictors)
    looked = _Looked(model, data)
    axes = [looked.axis(name, units[name]) for name in nonlinear]
    return Grid(axes, looked.shears(nonlinear), {name: powers[-1] for name, powers in units.items()})


class _Looked:
    """The sums and the waves of a model, with the values of what in them depends on the data alone."""

    def __init__(self, model: Model, data: Data) -> None:
        self._model = model
        self._data = data
        self._fixed = model.fixed
        nodes = list(dict.fromkeys(postorder(model.written)))
        # A threshold, x < t, is the place at which x − t changes its sign.
        thresholds = [subtract(*node.args) for node in nodes if node.kind == "relation"]
        self._sums = [*(node for node in nodes if node.kind == "sum"), *thresholds]
        self._waves = [node.args[0] for node in nodes if node.kind == "call" and node.value in _WAVES]

    def axis(self, name: str, powers: Sequence[float]) -> Axis:
        """The values of one parameter."""
        for ask in (self._of_wave, self._of_place):
            found = ask(name)
            if found is not None:
                return found
        return self._of_unit(powers)

    def _of_unit(self, powers: Sequence[float]) -> Axis:
        """Lengths of x to the power that the parameter's unit is, and both signs."""
        import numpy as np

        columns = [*(self._data.columns[name] for name in self._model.predictors), self._data.y]
        size = math.prod((np.ptp(each) or np.float64(1)) ** power for each, power in zip(columns, powers, strict=True))
        size = float(size) if 0 < size < math.inf else 1.0
        largest = max((abs(power) for power in powers[:-1]), default=0.0)
        if largest < 0.3:
            pure = np.array(_PURE) * size
            return Axis(np.concatenate((-pure[::-1], pure)), size * 0.3)
        of_x = max(powers[:-1], key=abs)
        lengths = np.geomspace(_SHORTEST, _LONGEST, 18) ** of_x * size
        lengths.sort()
        return Axis(np.concatenate((-lengths[::-1], lengths)), float(lengths[len(lengths) // 2]) * 0.3)

    def _of_place(self, name: str) -> Axis | None:
        """In x − p: along x and beyond; x may be any expression of the data alone."""
        import numpy as np

        for node in self._sums:
            sign = _sign_in(node, name)
            data = [term for term in node.args if self._is_data(term)]
            if not sign or not data:
                continue
            at = -sign * self._values(add(*data), {})
            width = float(np.ptp(at)) or 1.0
            beyond = width * np.array(_BEYOND)
            found = np.concatenate((at.min() - beyond, places(at, self._data.y), at.max() + beyond))
            return Axis(_rising(found), width / 30)
        return None

    def _of_wave(self, name: str) -> Axis | None:
        """In sin(w·x): so many periods over the range of x, or in sin(2πx/T) so long ones; in sin(x + p) the phase."""
        import numpy as np

        for node in self._waves:
            if name not in variables(node):
                continue
            one, two = (float(np.ptp(self._values(node, {name: value}))) for value in (1.0, 2.0))
            if not (0 < one < math.inf and 0 < two < math.inf):
                continue
            power = math.log2(two / one)
            if abs(power) < 0.2:
                return Axis(np.array(_PHASES), 0.3)
            most = max(len(self._data.y) // 2, 2)
            turns = np.concatenate(([0.1, 0.2, 0.35], np.arange(0.5, most + 0.25, 0.25)))
            found = np.sort((2 * math.pi * turns / one) ** (1 / power))
            return Axis(found, float(found[len(found) // 2]) * 0.02)
        return None

    def shears(self, nonlinear: Sequence[str]) -> list[Shear]:
        """The pairs c, d of which c + d·x stands in the model."""
        found = []
        for node in self._sums:
            for name in nonlinear:
                sign = _sign_in(node, name)
                others = [by for by in nonlinear if by != name] if sign else []
                found += [(name, by, -sign * slope) for by in others if (slope := self._slope(node, by))]
        return [Shear(nonlinear.index(name), nonlinear.index(by), slope) for name, by, slope in found]

    def _slope(self, node: Tree, by: str) -> float:
        """The middle of x in a term d·x of the sum; 0 if there is none."""
        import numpy as np

        for term in node.args:
            names = variables(term)
            if by in names and any(name in self._model.predictors for name in names) and term.kind in _LINEAR_KINDS:
                zero, one, two = (self._values(term, {by: value}) for value in (0.0, 1.0, 2.0))
                if np.allclose(two, 2 * one) and not np.any(zero):
                    return float(np.mean(one))
        return 0.0

    def _is_data(self, tree: Tree) -> bool:
        names = variables(tree)
        return bool(names) and all(name in self._model.predictors for name in names)

    def _values(self, tree: Tree, theta: Mapping[str, float]) -> Array:
        """An expression on the rows, its parameters 1 where nothing else is said."""
        import numpy as np

        names = variables(tree)
        known = dict.fromkeys(names, 1.0) | self._fixed | dict(theta) | dict(self._data.columns)
        return np.nan_to_num(array_program(tree, names).values([known[name] for name in names], len(self._data.y)))


_LINEAR_KINDS: Final = frozenset({"product", "quotient", "negative", "variable"})


def _rising(values: Any) -> Any:
    """The different ones among the values, in rising order (np.unique would load masked arrays)."""
    import numpy as np

    ordered = np.sort(values)
    return ordered[np.concatenate(([True], np.diff(ordered) > 0))]


def _sign_in(node: Tree, name: str) -> int:
    """1 if the parameter itself is a term of the sum, −1 if it is subtracted, else 0."""
    for term in node.args:
        if term.kind == "variable" and term.value == name:
            return 1
        if term.kind == "negative" and term.args[0].kind == "variable" and term.args[0].value == name:
            return -1
    return 0
