"""The minimum of a quadratic model g·s + s·H·s/2 within |s| ≤ radius: the step of a trust region method."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, Final, NamedTuple

_MOST_ROUNDS: Final = 100
_MOST_PRODUCTS: Final = 2000


class Step(NamedTuple):
    """A step within the region.

    Attributes:
        s: The step, shape (n,).
        at_border: Whether it ends at the border of the region.
        curves_down: Whether the model curves downwards somewhere: its minimum is at the border because of it.
        tired: Whether conjugate gradients ran out of rounds: the curvatures are too far apart for them.
    """

    s: Any
    at_border: bool
    curves_down: bool
    tired: bool = False


class Spectrum(NamedTuple):
    """A model with its Hessian taken apart: H = Q·diag(w)·Qᵀ.

    Attributes:
        eigenvalues: w, rising, shape (n,).
        vectors: Q, shape (n, n).
        slopes: Qᵀ·g, shape (n,).
    """

    eigenvalues: Any
    vectors: Any
    slopes: Any


def spectrum(hessian: Any, gradient: Any) -> Spectrum:
    """The model of a symmetric Hessian, shape (n, n), and a gradient, shape (n,)."""
    import numpy as np

    eigenvalues, vectors = np.linalg.eigh(hessian)
    return Spectrum(eigenvalues, vectors, vectors.T @ gradient)


def exact(model: Spectrum, radius: float) -> Step:
    """The global minimum within the region, the hard case included.

    Reference: Moré & Sorensen 1983; Conn, Gould & Toint, Trust-Region Methods, 7.3.

    >>> import numpy as np
    >>> step = exact(spectrum(np.diag([-2.0, 4.0]), np.array([0.0, 4.0])), 2.0)
    >>> np.abs(step.s).round(4).tolist(), step.curves_down
    ([1.8856, 0.6667], True)
    """
    w, vectors, slopes = model
    if not len(w):
        return Step(slopes, False, False)
    gaps = w - w[0]
    lift = _lift(w, gaps, slopes, radius)
    step = _divided(-slopes, gaps + lift)
    length = _norm(step)
    curves_down = bool(w[0] < -_rounding(w))
    if curves_down and length < radius * (1 - 1e-9):
        # The hard case: the slopes have no part along the lowest direction, which fills the step up.
        step[0] += math.copysign(math.sqrt((radius - length) * (radius + length)), -slopes[0])
    return Step(vectors @ step, bool(lift > max(w[0], 0.0)) or curves_down, curves_down)


def _lift(w: Any, gaps: Any, slopes: Any, radius: float) -> float:
    """μ = λ + w[0] with λ ≥ 0 and |(H + λI)⁻¹·g| = radius, or λ = 0 if the step is shorter.

    Newton's method on 1/|s|, from the left, where it never overshoots. μ and not λ, because near the hard case λ is
    −w[0] but for its last digits.
    """
    import numpy as np

    # Each part of s alone is at most as long as s: |slope|/(w − w[0] + μ) ≤ radius.
    lift = max(float((np.abs(slopes) / radius - gaps).max()), float(w[0]), 0.0)
    for _ in range(_MOST_ROUNDS):
        step = _divided(-slopes, gaps + lift)
        length = _norm(step)
        if length <= radius * (1 + 1e-10):
            break
        bend = float((step / length) @ _divided(step / length, gaps + lift))
        fresh = lift + (length / radius - 1) / bend
        if not fresh > lift:
            break
        lift = fresh
    return lift


def _divided(parts: Any, by: Any) -> Any:
    """Part by part; 0 where the divisor is 0."""
    import numpy as np

    return np.divide(parts, by, out=np.zeros_like(parts), where=by > 0)


def _norm(step: Any) -> float:
    import numpy as np

    return float(np.linalg.norm(step))


def _rounding(w: Any) -> float:
    """What an eigenvalue may be wrong by."""
    return float(4e-16 * len(w) * max(abs(w[0]), abs(w[-1])))


def truncated(product: Callable[[Any], Any], gradient: Any, radius: float, enough: float) -> Step:
    """Conjugate gradients, ended at the border, by downward curvature, or when the rest is small enough.

    At gradient 0 the search begins in a random direction: only downward curvature can lead on from there.

    Args:
        product: d ↦ H·d.
        gradient: g, shape (n,).
        radius: Of the region.
        enough: The length of g + H·s that ends the search, as a part of |g|.

    Reference: Steihaug 1983; Nocedal & Wright, Numerical Optimization, 2nd ed., algorithm 7.2.
    """
    import numpy as np

    if not len(gradient):
        return Step(gradient, False, False)
    flat = not gradient.any()
    rest = np.random.default_rng(0).standard_normal(len(gradient)) if flat else gradient.copy()
    s, direction = np.zeros_like(rest), -rest
    square = first = float(rest @ rest)
    rounds = min(max(2 * len(rest), 10), _MOST_PRODUCTS)
    for _ in range(rounds):
        image = product(direction)
        curvature = float(direction @ image)
        if curvature <= 1e-15 * float(np.linalg.norm(direction)) * float(np.linalg.norm(image)):
            return Step(_to_border(np.zeros_like(s) if flat else s, direction, radius), True, True)
        rate = square / curvature
        if _norm(s + rate * direction) >= radius and not flat:
            return Step(_to_border(s, direction, radius), True, False)
        s += rate * direction
        rest += rate * image
        square, before = float(rest @ rest), square
        if square <= enough**2 * first or not math.isfinite(square):
            return Step(np.zeros_like(s) if flat else s, False, False)
        direction = -rest + square / before * direction
    return Step(np.zeros_like(s) if flat else s, False, False, not flat)


def _to_border(s: Any, direction: Any, radius: float) -> Any:
    """s + τ·direction with τ ≥ 0 and the length of the radius."""
    a, b, c = float(direction @ direction), float(s @ direction), float(s @ s) - radius * radius
    root = math.sqrt(max(b * b - a * c, 0.0))
    # The root of a·τ² + 2b·τ + c that does not cancel.
    return s + (-c / (b + root) if b > 0 else (root - b) / a) * direction
