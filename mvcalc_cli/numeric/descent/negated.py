"""−f, which is lowered where f is to be raised."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from mvcalc_cli.language.tree import Tree
    from mvcalc_cli.numeric.compiled import Numeric, Triplets


class _Negated:
    """A compiled scalar function with the other sign; the rest is that of the function itself."""

    def __init__(self, numeric: Numeric) -> None:
        self._numeric = numeric
        self.layout = numeric.layout
        self.text = numeric.text
        self.count = numeric.count
        self.size = numeric.size

    @property
    def names(self) -> tuple[str, ...]:
        return self._numeric.names

    def value(self, v: Any) -> float:
        return -self._numeric.value(v)

    def gradient(self, v: Any) -> tuple[float, Any]:
        f, gradient = self._numeric.gradient(v)
        return -f, -gradient

    def hessian_vector(self, v: Any, d: Any) -> Any:
        return -self._numeric.hessian_vector(v, d)

    def hessian(self, v: Any) -> Triplets:
        found = self._numeric.hessian(v)
        return found._replace(values=-found.values)

    def kinks(self, v: Any) -> tuple[Tree, ...]:
        return self._numeric.kinks(v)


def negated(numeric: Numeric) -> Numeric:
    """−f, with the derivatives of −f; UndefinedError names the part of f.

    >>> import numpy as np
    >>> from mvcalc_cli.numeric.function import compile_numeric
    >>> f, gradient = negated(compile_numeric("x^2 + y")).gradient(np.array([3.0, 1.0]))
    >>> f, gradient.tolist()
    (-10.0, [-6.0, -1.0])
    """
    return cast("Numeric", _Negated(numeric))
