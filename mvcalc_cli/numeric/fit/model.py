"""A model made ready for fitting: its values and its exact derivatives by the parameters, on whole columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from mvcalc_cli.calculus.lower import lower
from mvcalc_cli.errors import InputError
from mvcalc_cli.language.tree import Tree
from mvcalc_cli.numeric.fit.affine import linear_parameters
from mvcalc_cli.numeric.fit.derivatives import Derivatives
from mvcalc_cli.numeric.opened import opened

if TYPE_CHECKING:
    from mvcalc_cli.numeric.fit.data import Array

# Rows done at a time: what is computed on the way stays in the processor's memory.
BLOCK: Final = 1 << 14


class Model:
    """f(θ; columns), compiled; see `compiled`.

    Attributes:
        tree: As typed.
        parameters: The free ones, in the order of θ.
        predictors: The names of the columns that it reads.
        fixed: Parameters that have one value.
        text: The typed text, where known.
    """

    def __init__(
        self,
        tree: Tree,
        parameters: Sequence[str],
        predictors: Sequence[str],
        fixed: Mapping[str, float] | None = None,
        text: str | None = None,
    ) -> None:
        self.tree = tree
        self.parameters = tuple(parameters)
        self.predictors = tuple(predictors)
        self.fixed = dict(fixed or {})
        self.text = text

    def __reduce__(self) -> tuple[type[Model], tuple[Any, ...]]:
        """To other processes it travels as the expression, and is compiled there."""
        return Model, (self.tree, self.parameters, self.predictors, self.fixed, self.text)

    @cached_property
    def written(self) -> Tree:
        """The tree with short sums and vectors written out, components as variables "b[1]"."""
        return opened(lower(self.tree))

    def bound(self, fixed: Mapping[str, float]) -> Model:
        """The model in which some parameters have one value, and are parameters no more.

        Raises:
            InputError: If the model has no such parameter.
        """
        for name in fixed:
            if name not in self.parameters:
                raise InputError(f"{name} is no parameter of the model", hint=f"they are {', '.join(self.parameters)}")
        free = [name for name in self.parameters if name not in fixed]
        return Model(self.tree, free, self.predictors, {**self.fixed, **fixed}, self.text)

    @cached_property
    def linear_in(self) -> frozenset[str]:
        """The free parameters in which it is linear (affine) all together, as many as there are at once."""
        return linear_parameters(self.written, self.parameters)

    @property
    def is_linear(self) -> bool:
        """Is it linear (affine) in all free parameters?"""
        return len(self.linear_in) == len(self.parameters)

    @cached_property
    def has_constant(self) -> bool:
        """Do its derivatives span a constant, so that R² is about the mean?"""
        from mvcalc_cli.numeric.fit.constant import spans_constant

        return spans_constant(self)

    def values(self, theta: Any, columns: Mapping[str, Any], rows: int | None = None) -> Array:
        """f at θ, shape (n,); nan where it has no finite value.

        Args:
            theta: The free parameters, shape (p,).
            columns: The predictors by name, each of shape (n,).
            rows: n, needed only where there are no columns.
        """
        found: Array = self._computed(self._plain, theta, columns, rows, slopes=False)[0]
        return found

    def jacobian(self, theta: Any, columns: Mapping[str, Any], rows: int | None = None) -> tuple[Array, Array]:
        """f at θ, shape (n,), and J = ∂f/∂θ, shape (n, p); nan where there is no finite value."""
        found = self._computed(self._plain, theta, columns, rows, slopes=True)
        return found[0], found[1:].T

    def exact_values(self, theta: Any, columns: Mapping[str, Any], rows: int | None = None) -> Any:
        """`values` in extended precision: θ and columns as long doubles give long doubles."""
        return self._computed(self._exact, theta, columns, rows, slopes=False)[0]

    def exact_jacobian(self, theta: Any, columns: Mapping[str, Any], rows: int | None = None) -> tuple[Any, Any]:
        """`jacobian` in extended precision."""
        found = self._computed(self._exact, theta, columns, rows, slopes=True)
        return found[0], found[1:].T

    @cached_property
    def _plain(self) -> Derivatives:
        return Derivatives(self.written, self.parameters, self.predictors, self.fixed, text=self.text)

    @cached_property
    def _exact(self) -> Derivatives:
        return Derivatives(self.written, self.parameters, self.predictors, self.fixed, text=self.text, exact=True)

    def _computed(
        self, engine: Derivatives, theta: Any, columns: Mapping[str, Any], rows: int | None, *, slopes: bool
    ) -> Any:
        """One line for f and one for each derivative, shape (1 or 1 + p, n)."""
        import numpy as np

        kind = np.longdouble if engine is self.__dict__.get("_exact") else np.float64
        known = {name: np.asarray(columns[name], dtype=kind) for name in self.predictors}
        count = next((len(each) for each in known.values()), 1 if rows is None else rows)
        numbers = dict(zip(self.parameters, np.asarray(theta, dtype=kind), strict=True))
        found = np.empty((1 + len(self.parameters) if slopes else 1, count), dtype=kind)
        for first in range(0, count, BLOCK):
            block = slice(first, first + BLOCK)
            inputs = numbers | {name: each[block] for name, each in known.items()}
            for line, value in zip(found, engine.run(inputs, slopes=slopes), strict=True):
                line[block] = value
        lost = ~np.isfinite(found)
        if lost.any():
            found[lost] = np.nan
        return found


def compiled(tree: Tree, parameters: Sequence[str], predictors: Sequence[str], text: str | None = None) -> Model:
    """The model that an expression is.

    Args:
        tree: A number for each row.
        parameters: What is to be estimated, in the order of θ.
        predictors: The names in it that are columns.
        text: The typed text, for the places of mistakes.

    >>> import numpy as np
    >>> from mvcalc_cli.language import parse
    >>> model = compiled(parse("a*exp(-k*x)").tree, ["a", "k"], ["x"])
    >>> f, J = model.jacobian([2.0, 1.0], {"x": np.array([0.0, 1.0])})
    >>> f.round(3).tolist(), J.round(3).tolist()
    ([2.0, 0.736], [[1.0, -0.0], [0.368, -0.736]])
    >>> sorted(model.linear_in), model.bound({"k": 1.0}).is_linear
    (['a'], True)
    """
    return Model(tree, parameters, predictors, text=text)
