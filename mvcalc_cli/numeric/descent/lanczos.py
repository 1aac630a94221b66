"""The ends of the spectrum of a symmetric matrix, and linear systems with it, from products with vectors alone."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from typing import Any, Final, NamedTuple

Product = Callable[[Any], Any]

# Products that are spent at most, and numbers that may go through them altogether.
_MOST: Final = 600
_WORK: Final = 100_000_000
# The chance that the smallest eigenvalue is missed.
_CHANCE: Final = 1e-9
# Eigenvalues below this part of the largest are rounding.
_ROUNDING: Final = 1e-9
# A Ritz value whose residual is below this part of itself has settled.
_SETTLED: Final = 0.01


class Extremes(NamedTuple):
    """The ends of a spectrum.

    Attributes:
        smallest: An upper bound of the smallest eigenvalue, and close to it.
        largest: A lower bound of the largest.
        direction: A unit vector d with d·Hd = smallest; zeros where that is clearly positive.
        sure: Whether the sign of the smallest eigenvalue is that of `smallest`.
    """

    smallest: float
    largest: float
    direction: Any
    sure: bool


def extremes(product: Product, size: int, seed: int = 0) -> Extremes:
    """The smallest and the largest eigenvalue, by the method of Lanczos from a random start.

    The sign is sure once the value is below 0 (a Ritz value is never below the smallest eigenvalue); or its distance
    from 0 exceeds what the random start may have missed (Kuczyński & Woźniakowski 1992, theorem 4.2); or it has
    settled: its residual is small beside it.

    >>> import numpy as np
    >>> found = extremes(lambda d: np.arange(-1.0, 99.0) * d, 100)
    >>> found.smallest < -0.9, found.sure
    (True, True)
    """
    import numpy as np

    # As vectors lose their right angles to rounding, more than `size` products may be needed.
    most = max(min(_MOST, 3 * size, _WORK // size), 2)
    diagonal: list[float] = []
    beside: list[float] = []
    values, vectors, sure, next_look = np.zeros(1), np.ones((1, 1)), False, 25
    for k, (alpha, beta, _) in enumerate(_recurrence(product, size, seed), start=1):
        diagonal.append(alpha)
        ended = k >= most or beta <= 1e-14 * max(map(abs, diagonal))
        if ended or k == next_look:
            next_look = k + max(25, k // 2)
            values, vectors = np.linalg.eigh(_tridiagonal(diagonal, beside))
            sure = _is_sure(values, beta * abs(float(vectors[-1, 0])), k, size)
            if ended or sure:
                break
        beside.append(beta)
    smallest, largest = float(values[0]), float(values[-1])
    # The direction costs as much as the value did, and nobody asks for it at a minimum.
    asked = smallest <= 1e-6 * abs(largest)
    direction = _ritz_vector(product, size, seed, vectors[:, 0]) if asked else np.zeros(size)
    return Extremes(smallest, largest, direction, sure)


def _recurrence(product: Product, size: int, seed: int) -> Iterator[tuple[float, float, Any]]:
    """Diagonal entry, entry beside it, and vector, one after the other."""
    import numpy as np

    d = np.random.default_rng(seed).standard_normal(size)
    d /= np.linalg.norm(d)
    before, beta = np.zeros(size), 0.0
    while True:
        rest = product(d) - beta * before
        alpha = float(rest @ d)
        rest -= alpha * d
        beta = float(np.linalg.norm(rest))
        yield alpha, beta, d
        before, d = d, rest / (beta or 1.0)


def _tridiagonal(diagonal: list[float], beside: list[float]) -> Any:
    import numpy as np

    return np.diag(diagonal) + np.diag(beside, 1) + np.diag(beside, -1)


def _is_sure(values: Any, residual: float, k: int, size: int) -> bool:
    smallest, largest = float(values[0]), float(values[-1])
    if smallest < -_ROUNDING * max(abs(largest), abs(smallest)):
        return True
    if k > 1 and abs(smallest) <= _ROUNDING * abs(largest):
        return True
    missed = (math.log(1.648 * math.sqrt(size) / _CHANCE) / (2 * k - 1)) ** 2 * (largest - smallest)
    return missed < smallest or residual <= _SETTLED * smallest


def steepest(product: Product, size: int, seed: int = 0) -> float:
    """About the largest eigenvalue by size, from a dozen products.

    >>> import numpy as np
    >>> round(steepest(lambda d: np.arange(-8.0, 3.0) * d, 11), 6)
    8.0
    """
    import numpy as np

    diagonal: list[float] = []
    beside: list[float] = []
    for _, (alpha, beta, _) in zip(range(min(12, size)), _recurrence(product, size, seed), strict=False):
        diagonal.append(alpha)
        beside.append(beta)
    return float(np.abs(np.linalg.eigvalsh(_tridiagonal(diagonal, beside[:-1]))).max())


def _ritz_vector(product: Product, size: int, seed: int, weights: Any) -> Any:
    """The recurrence once more, summed up: cheaper than to keep its vectors."""
    import numpy as np

    found = np.zeros(size)
    for weight, (_, _, d) in zip(weights.tolist(), _recurrence(product, size, seed), strict=False):
        found += weight * d
    return found / (float(np.linalg.norm(found)) or 1.0)


def solve(product: Product, right: Any, most: int = 500) -> Any:
    """The solution x of Hx = right by conjugate gradients, to a hundredth; stops at negative curvature.

    Reference: Hestenes & Stiefel 1952.

    >>> import numpy as np
    >>> solve(lambda d: np.array([2.0, 8.0]) * d, np.array([2.0, 4.0])).round(9).tolist()
    [1.0, 0.5]
    """
    import numpy as np

    x, rest = np.zeros_like(right), right.copy()
    d, square = rest.copy(), float(right @ right)
    enough = square * 1e-4
    for _ in range(max(min(most, _WORK // max(len(right), 1)), 10)):
        if square <= enough:
            break
        image = product(d)
        curved = float(d @ image)
        if curved <= 0:
            break
        x += square / curved * d
        rest -= square / curved * image
        square, before = float(rest @ rest), square
        d = rest + square / before * d
    return x
