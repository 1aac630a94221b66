"""How the rows of a fit are made of the columns of a table: what is explained, by what, and how exactly it is known."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from mvcalc_cli.numeric.fit.data import Data

if TYPE_CHECKING:
    from mvcalc_cli.language.tree import Tree
    from mvcalc_cli.numeric.fit.data import Array


class Form(NamedTuple):
    """What of a table goes into a fit; it can be sent to other processes.

    Attributes:
        headers: Names in the expressions -> headers of the table.
        predictors: The model's names -> expressions of columns.
        y: What is explained, an expression of columns.
        sigma: The standard deviation of each y: an expression of columns, one number, or None.
    """

    headers: Mapping[str, str]
    predictors: Mapping[str, Tree]
    y: Tree
    sigma: Tree | float | None = None

    @property
    def wanted(self) -> tuple[str, ...]:
        """The headers that are needed."""
        return tuple(self.headers.values())

    @property
    def labels(self) -> dict[str, str]:
        """What is said of y (under ""), of "sigma" and of each predictor, for messages."""
        from mvcalc_cli.language.printers import line

        trees = {"": self.y, "sigma": self.sigma, **self.predictors}
        return {name: self._label(tree, line) for name, tree in trees.items() if tree is not None}

    def _label(self, tree: Tree | float, line: Callable[[Tree], str]) -> str:
        if isinstance(tree, (int, float)):
            return f"{tree:g}"
        return self.headers[str(tree.value)] if tree.kind == "variable" else line(tree)

    def __call__(self, columns: Mapping[Any, Any]) -> Data:
        """The rows of some columns; what has no value is nan.

        >>> import numpy as np
        >>> from mvcalc_cli.language.tree import call, variable
        >>> form = Form({"x": "x", "y": "count"}, {"x": variable("x")}, call("log", variable("y")))
        >>> form({"x": np.array([1.0, 2.0]), "count": np.array([1.0, np.e])}).y
        array([0., 1.])
        """
        import numpy as np

        named = {name: columns[header] for name, header in self.headers.items()}
        y = _values(self.y, named)
        sigma = self.sigma
        if isinstance(sigma, (int, float)):
            spread: Any = np.full(len(y), float(sigma))
        else:
            spread = None if sigma is None else _values(sigma, named)
        predictors = {name: _values(tree, named) for name, tree in self.predictors.items()}
        return Data(predictors, y, spread, self._exact(columns))

    def _exact(self, columns: Mapping[Any, Any]) -> Mapping[str, Any] | None:
        """The same from long doubles, where the columns have them under ("exact", header)."""
        if any(("exact", header) not in columns for header in self.headers.values()):
            return None
        named = {name: columns["exact", header] for name, header in self.headers.items()}
        return {name: _exact_values(tree, named) for name, tree in {**self.predictors, "": self.y}.items()}


def _values(tree: Tree, named: Mapping[str, Array]) -> Array:
    """An expression on whole columns; a column alone is itself."""
    if tree.kind == "variable":
        return named[str(tree.value)]
    from mvcalc_cli.numeric.program import array_program

    return array_program(tree, list(named)).values(list(named.values()))


def _exact_values(tree: Tree, named: Mapping[str, Any]) -> Any:
    """An expression on long doubles."""
    if tree.kind == "variable":
        return named[str(tree.value)]
    from mvcalc_cli.numeric.fit.model import compiled

    return compiled(tree, (), tuple(named)).exact_values((), named)
