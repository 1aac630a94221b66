"""Has a model a constant? Then R² compares it with the mean of y, else with zero."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from mvcalc_cli.numeric.fit.model import Model

# Fractional parts of multiples of square roots: numbers spread evenly over 0 … 1, always the same.
_ROOTS: Final = (2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37)
_CLOSE: Final = 1e-9


def spans_constant(model: Model) -> bool:
    """Is 1 a combination of ∂f/∂θ, whatever the data?

    Looked for at points spread over 0.5 … 1.5 in all predictors and parameters, where hardly any function is
    undefined, and again over −1.5 … −0.5.

    >>> from mvcalc_cli.language import parse
    >>> from mvcalc_cli.numeric.fit.model import compiled
    >>> texts = ("a + b x", "a x + b x^2", "a x + b(1 - x)")
    >>> [compiled(parse(text).tree, ["a", "b"], ["x"]).has_constant for text in texts]
    [True, False, True]
    """
    return any(_spans(model, sign) for sign in (1.0, -1.0)) if model.parameters else False


def _spans(model: Model, sign: float) -> bool:
    import numpy as np

    rows = 3 * len(model.parameters) + 20
    places = np.arange(1, rows + 1)
    columns = {name: sign * (0.5 + _spread(places, k)) for k, name in enumerate(model.predictors)}
    theta = 0.5 + _spread(np.arange(1, len(model.parameters) + 1), 5)
    _, slopes = model.jacobian(theta, columns, rows)
    kept = slopes[np.isfinite(slopes).all(axis=1)]
    if len(kept) < 2 * len(model.parameters) + 2:
        return False
    lengths = np.sqrt(np.square(kept).sum(axis=0))
    scaled = kept / np.where(lengths > 0.0, lengths, 1.0)
    left, sizes, _ = np.linalg.svd(scaled, full_matrices=False)
    left = left[:, sizes > _CLOSE * sizes[0]]
    ones = np.ones(len(kept))
    return bool(np.abs(ones - left @ (left.T @ ones)).max() < _CLOSE)


def _spread(places: Any, k: int) -> Any:
    product = places * float(_ROOTS[k % len(_ROOTS)]) ** 0.5 * (1 + k // len(_ROOTS))
    return product - product.astype(int)
