"""What tapes share: scalars are numbered slots, a name has a slot of its own, a number gets one."""

from __future__ import annotations

import math
from abc import abstractmethod
from typing import Final

from mvcalc_cli.calculus.algebra import Algebra, Value
from mvcalc_cli.calculus.arrays import gathered
from mvcalc_cli.language.tree import Tree

_CONSTANTS: Final = {"pi": math.pi, "e": math.e, "oo": math.inf, "i": math.nan}


class Slots(Algebra[int]):
    """The algebra whose scalars are slots; the inputs have the first."""

    _slots: dict[str, int]

    @abstractmethod
    def constant(self, value: float) -> int:
        """The slot of a number that is the same at all points."""

    def leaf(self, node: Tree) -> int:
        """The slot of a number or a constant; one too large for a float is undefined."""
        if node.kind == "constant":
            return self.constant(_CONSTANTS[str(node.value)])
        try:
            return self.constant(float(node.value))  # type: ignore[arg-type]
        except OverflowError:
            return self.constant(math.nan)

    def lookup(self, name: str) -> Value | None:
        """The slot of an input; of a vector, those of its components."""
        slot = self._slots.get(name)
        return gathered(name, self._slots, self._slots.__getitem__) if slot is None else slot
