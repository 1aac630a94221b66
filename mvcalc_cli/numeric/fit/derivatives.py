"""A model and its derivatives by the parameters as one list of array operations: what they share is computed once.

Forward mode, one parameter after the other on the same graph. A slope counts for nothing where what it is multiplied
with is zero: (x/k)^n has no slope at x = 0 for n < 1, but x/k does not depend on k there, and the derivative by k is 0.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from mvcalc_cli.calculus.expand import expand
from mvcalc_cli.errors import InputError
from mvcalc_cli.numeric.differentiate import forward
from mvcalc_cli.numeric.graph import Graph, Instruction
from mvcalc_cli.numeric.routine import Routine
from mvcalc_cli.numeric.writer import Writer

if TYPE_CHECKING:
    from mvcalc_cli.language.tree import Tree
    from mvcalc_cli.numeric.spaces import Space


class Derivatives:
    """Computes f, and f with ∂f/∂θ, on whole arrays.

    All of it stands in the graph's root: an array of n rows takes the place of a single number there.

    Args:
        tree: Opened and lowered.
        parameters: What to differentiate by.
        predictors: The other inputs.
        fixed: Parameters that have one value.
        exact: Constants in extended precision, for inputs in extended precision.
        text: The typed text, for the places of mistakes.
    """

    def __init__(
        self,
        tree: Tree,
        parameters: Sequence[str],
        predictors: Sequence[str],
        fixed: Mapping[str, float],
        *,
        exact: bool = False,
        text: str | None = None,
    ) -> None:
        self.graph = _ExactGraph() if exact else _SlopeGraph()
        self.slots = {name: self.graph.input(self.graph.root) for name in (*parameters, *predictors)}
        bound = self.slots | {name: self.graph.constant(value) for name, value in fixed.items()}
        writer = (_ExactWriter if exact else Writer)(self.graph, bound=bound, text=text)
        result = expand(tree, writer)
        if result.__class__ is tuple:
            raise InputError("a model is one number for each row, and this is a vector")
        self.result = int(result)
        self._parameters = tuple(parameters)
        self._routines: dict[bool, Routine] = {}
        self._slopes: tuple[int, ...] | None = None

    @property
    def slopes(self) -> tuple[int, ...]:
        """The slot of the derivative by each parameter."""
        if self._slopes is None:
            one = self.graph.constant(1.0)
            self.graph.differentiates = True
            self._slopes = tuple(
                forward(self.graph, [self.result], {self.slots[name]: one})[0] for name in self._parameters
            )
        return self._slopes

    def run(self, inputs: Mapping[str, Any], *, slopes: bool) -> list[Any]:
        """f, and where asked its derivatives: arrays, or single numbers where nothing varies; nan where undefined."""
        routine = self._routines.get(slopes)
        if routine is None:
            results = [self.result, *(self.slopes if slopes else ())]
            routine = self._routines[slopes] = Routine(self.graph, results)
        return routine.run({self.slots[name]: value for name, value in inputs.items()})[0]


_DIGITS: Final = {"pi": "3.14159265358979323846264338327950288", "e": "2.71828182845904523536028747135266250"}


class _SlopeGraph(Graph):
    """A graph that knows what u^v·log u, the slope of u^v by v, is at u = 0: 0, for 0^v is 0 for all v > 0."""

    differentiates = False

    def apply(self, operation: str, *slots: int) -> int:
        """An operation entry by entry."""
        if self.differentiates and operation == "product":
            left, right = (self.code[slot] for slot in slots)
            if left.operation == "power" and right.operation == "log" and left.args[0] == right.args[0]:
                return super().apply("power_log", slots[0], *left.args)
        return super().apply(operation, *slots)


class _ExactGraph(_SlopeGraph):
    """A graph whose constants are long doubles."""

    def constant(self, value: Any, space: Space | None = None) -> int:
        """The slot of a number, or of one number for each row."""
        import numpy as np

        if np.ndim(value):
            return super().constant(value, space)
        number = np.longdouble(value)
        return self._once(("constant", repr(number)), Instruction("constant", (), self.root, self.node, (), number))


class _ExactWriter(Writer):
    """Numbers as typed, to the digits of a long double: 0.1 is a tenth."""

    def leaf(self, node: Tree) -> int:
        import numpy as np

        if node.kind == "number":
            self.graph.node = node
            value = node.value
            above, below = value.numerator, value.denominator  # type: ignore[union-attr]
            return self.graph.constant(np.longdouble(above) / np.longdouble(below))
        if node.value in _DIGITS:
            return self.graph.constant(np.longdouble(_DIGITS[str(node.value)]))
        return super().leaf(node)
