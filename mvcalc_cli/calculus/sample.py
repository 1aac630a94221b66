"""Where a function is tried: random points in boxes of several sizes, the same for the same seed."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from fractions import Fraction

from mvcalc_cli.calculus.noise import Noise
from mvcalc_cli.language.tree import Tree, component_name, name_order, variables

Point = tuple[float, ...]

# Sizes of the other variables: about 1 most functions are neither flat nor enormous. Seven of them, so
# that each meets each of the four patterns of signs.
_SIZES = (1.0, 2.5, 0.9, 3.0, 1.5, 6.0, 0.6)
# The variable of differentiation goes through these magnitudes.
_LEAST, _RANGE = 0.15, math.log(40.0)
_GOLDEN = 0.6180339887498949
# Sixteen points of each in turn: log(log(log x)) begins at 15, asin(10x) ends at 0.1.
_FACTORS = (1.0, 0.1, 1.0, 10.0, 0.02, 1.0, 40.0, 1.0)
# How many components a vector x is given when some x[i] has no fixed index.
_REACH = 12
# Functions with kinks and jumps: the numbers that stand beside them are worth a visit.
_BENT = frozenset({"abs", "min", "max", "relu", "sign", "floor", "ceil", "mod"})
# Among them those with steps: a stair too fine for any difference looks like a slope.
_STEPPED = frozenset({"sign", "floor", "ceil", "mod"})
# How far from such a number.
_SIDES = (-0.37, 0.43, 2.9, -3.1, 17.3, -18.1)
_NICE = (2.0, 3.0, 0.5, -1.0, -2.0, 1.0, 1.5, 0.0, -0.5, 5.0)


class Unknowns:
    """The names a set of expressions depends on, and which of them stand for whole numbers.

    Attributes:
        names: The unknowns in mvcalc's order; a vector whose extent is not known has twelve components.
        integers: Those that stand in an index or in the bounds of a sum.
        bent: Do the expressions have kinks or jumps?
        stepped: Do they have steps?
    """

    def __init__(self, trees: Sequence[Tree], *more: str) -> None:
        self.integers: set[str] = set()
        self._nodes = nodes = _nodes(trees)
        kinds = {node.kind for node in nodes}
        found: set[str] = set(more)
        if "indexed" in kinds or "component" in kinds:
            found |= self._with_vectors(trees, nodes)
        else:
            found.update([str(node.value) for node in nodes if node.kind == "variable"])
        self.names = tuple(sorted(found, key=name_order) if len(found) > 1 else found)
        calls = {node.value for node in nodes if node.kind == "call"}
        self.bent = "piecewise" in kinds or not _BENT.isdisjoint(calls)
        self.stepped = not _STEPPED.isdisjoint(calls)

    def landmarks(self) -> list[float]:
        """The numbers that stand in the expressions, and their quotients: 3x − 100 has its zero at 100/3."""
        numbers = {float(node.value) for node in self._nodes if _is_landmark(node)}  # type: ignore[arg-type]
        least = sorted(numbers)[:6]
        return [*least, *[a / b for a in least for b in least if a > 2 * b]]

    def _with_vectors(self, trees: Sequence[Tree], nodes: Sequence[Tree]) -> set[str]:
        found = {name for tree in trees for name in variables(tree)}
        for node in nodes:
            if node.kind == "indexed":
                self.integers.update(name for bound in node.args[2:] for name in variables(bound))
            elif _is_open(node):
                base = str(node.args[0].value)
                found.discard(base)
                found.update(f"{base}[{place}]" for place in range(1, _REACH + 1))
                self.integers.update(name for index in node.args[1:] for name in variables(index))
        return found


def _nodes(trees: Sequence[Tree]) -> list[Tree]:
    """Each distinct node once, in no order."""
    seen: set[int] = set()
    nodes = []
    stack = list(trees)
    while stack:
        node = stack.pop()
        if id(node) not in seen:
            seen.add(id(node))
            nodes.append(node)
            stack.extend(node.args)
    return nodes


def _is_open(node: Tree) -> bool:
    """A component x[i] of which the index is not known."""
    return node.kind == "component" and node.args[0].kind == "variable" and component_name(node) is None


def _is_landmark(node: Tree) -> bool:
    return node.kind == "number" and 2 <= abs(Fraction(node.value)) <= 1_000_000  # type: ignore[arg-type]


class Sampler:
    """Draws points; `kinds` says what is declared: "positive", "integer", "[0, 1]".

    Args:
        unknowns: The names, in the order of a point's coordinates.
        kinds: Declared name -> kind.
        by: The variable of differentiation: any real number, even if it is declared an integer.
        seed: The same seed gives the same points.
    """

    def __init__(
        self, unknowns: Unknowns, kinds: Mapping[str, str] | None, by: str | None = None, seed: int = 0
    ) -> None:
        kinds = kinds or {}
        self._names = unknowns.names
        self._noise = Noise(seed)
        self._by = by
        self._rough = unknowns.stepped
        self._drawn = 0
        self._start = self._noise.uniform()
        self._kinds = ["integer" if name in unknowns.integers else kinds.get(name, "real") for name in self._names]
        self._each = tuple(zip(self._names, self._kinds, strict=True))

    def points(self, count: int) -> list[Point]:
        """The next points."""
        return [self._point() for _ in range(count)]

    def _point(self) -> Point:
        turn = self._drawn
        self._drawn += 1
        factor = _FACTORS[turn // 16 % len(_FACTORS)]
        size = _SIZES[turn % len(_SIZES)] * factor
        return tuple([self._value(*each, size, factor, turn % 4) for each in self._each])

    def _value(self, name: str, kind: str, size: float, factor: float, pattern: int) -> float:
        u = self._noise.uniform()
        if kind[0] in "[(":
            low, high = _ends(kind)
            return low + (high - low) * (0.02 + 0.96 * u)
        moving = name == self._by
        if kind == "integer" and not moving:
            return float(int(1 + 4 * u) if pattern < 2 else int(8 * u) - 2)
        value = self._magnitude() * factor if moving else size * (0.1 + 0.9 * u)
        value = self._short(value, 10_000.0 / factor)
        if kind in {"positive", "integer"}:
            return value
        return -value if self._negative(moving, pattern) else value

    def _short(self, value: float, parts: float) -> float:
        """A few digits, for a point may be shown; but floor(1000x) jumps at each such number."""
        return value if self._rough else int(value * parts) / parts

    def _magnitude(self) -> float:
        """From 0.15 to 6, evenly in the logarithm: multiples of the golden ratio leave no gaps."""
        return _LEAST * math.exp(_RANGE * ((self._start + self._drawn * _GOLDEN) % 1.0))

    def _negative(self, moving: bool, pattern: int) -> bool:
        """The variable is positive and negative by turns; the others are positive, then of any sign."""
        if moving or (pattern < 2 and self._by is None):
            return pattern % 2 == 1
        return pattern > 1 and self._noise.uniform() < 0.5

    def nice_points(self) -> list[Point]:
        """Small whole numbers and halves, no two coordinates alike where that can be."""
        return [
            tuple(self._nice(_NICE[(turn + 3 * place) % len(_NICE)], kind) for place, kind in enumerate(self._kinds))
            for turn in range(len(_NICE) if self._names else 1)
        ]

    def _nice(self, value: float, kind: str) -> float:
        if kind[0] in "[(":
            low, high = _ends(kind)
            return low + (high - low) * (value + 2.5) / 8.0
        if kind == "positive":
            return abs(value) or 4.0
        return float(math.floor(value)) if kind == "integer" else value

    def beside(self, numbers: Sequence[float], most: int) -> list[Point]:
        """Points at which the variable stands on either side of these numbers."""
        if self._by is None or not most:
            return []
        place = self._names.index(self._by)
        targets = [
            self._short(sign * number + side * (1.0 + 0.01 * self._noise.uniform()), 1_000.0)
            for side in _SIDES
            for number in numbers
            for sign in (1, -1)
        ]
        allowed = [target for target in targets if self._allows(self._kinds[place], target)][:most]
        return [
            (*point[:place], target, *point[place + 1 :])
            for target, point in zip(allowed, self.points(len(allowed)), strict=True)
        ]

    def _allows(self, kind: str, value: float) -> bool:
        if kind[0] in "[(":
            low, high = _ends(kind)
            return low < value < high
        return value > 0.0 or kind != "positive"


def _ends(kind: str) -> tuple[float, float]:
    """The ends of "[0, 1]"; ±10 beyond an end that is infinite or cannot be read."""
    first, _, last = kind.strip("[]()").partition(",")
    low, high = _end(first, -10.0), _end(last, 10.0)
    return (low, high) if low < high else (low, low + 1.0)


def _end(text: str, otherwise: float) -> float:
    try:
        value = float(text)
    except ValueError:
        return otherwise
    return value if math.isfinite(value) else otherwise
