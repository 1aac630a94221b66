"""How the rows of a fit are made of the columns of a table: what is explained, by what, and how exactly it is known."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from mvcalc_cli.numeric.fit.data import Data

if TYPE_CHECKING:
    from mvcalc_cli.language.tree import Tree
    from mvcalc_cli.numeric.fit.data import Array


class About(NamedTuple):
    """What a message says of something in a fit.

    Attributes:
        label: How it is called: a header, or an expression of columns.
        header: The column that it is (first) made of.
    """

    label: str
    header: str


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

    def about(self, what: str) -> About:
        """How y (""), the standard deviation ("sigma") or a predictor is called in a message, and where it comes from.

        >>> from mvcalc_cli.language.tree import call, variable
        >>> form = Form({"t": "time (s)", "y": "y"}, {"t": variable("t")}, call("log", variable("y")))
        >>> form.about("t"), form.about("")
        (About(label='time (s)', header='time (s)'), About(label='log(y)', header='y'))
        """
        from mvcalc_cli.language.printers import line
        from mvcalc_cli.language.tree import variables

        tree = {"": self.y, "sigma": self.sigma, **self.predictors}[what]
        if tree is None or isinstance(tree, (int, float)):
            return About("the standard deviation", self.wanted[0])
        if tree.kind == "variable":
            return About(self.headers[str(tree.value)], self.headers[str(tree.value)])
        names = sorted(variables(tree))
        return About(line(tree), self.headers[names[0]] if names else self.wanted[0])

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
