"""The scale D of a trust region |D·s| ≤ radius: what a unit of each variable weighs.

Reference: Moré 1978, The Levenberg-Marquardt algorithm: implementation and theory, section 6.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

_PROBES: Final = 4
# 1 divided by less might overflow.
_TINY: Final = 1e-150


def grown(now: Any, before: Any) -> Any:
    """The scale, which never shrinks; 1 for a variable along which f has not curved yet."""
    import numpy as np

    scale = np.maximum(now, before)
    return np.where(scale > 0, scale, 1.0)


def curvatures(hessian: Any) -> Any:
    """The root of the curvature along each variable, D with |H| ≤ D·Dᵀ entry by entry, shape (n,).

    Variables in other units make steps that are the same in those units. The diagonal alone will not do: at (1, 1)
    Beale's function has none along x.

    >>> import numpy as np
    >>> curvatures(np.array([[0.0, 6.0], [6.0, 9.0]])).tolist()
    [2.0, 3.0]
    """
    import numpy as np

    size = np.abs(hessian)
    scale = np.sqrt(np.diagonal(size))
    weights = np.zeros(len(scale))
    for k in np.argsort(-scale, kind="stable"):
        scale[k] = max(scale[k], (size[k] * weights).max()) or np.sqrt(size[k].max())
        if scale[k] > _TINY:
            weights[k] = 1 / scale[k]
    return scale


def probed(product: Callable[[Any], Any], n: int) -> Any:
    """About the same from four products with the Hessian: z∘Hz for random signs z is its diagonal on the average.

    Reference: Bekas, Kokiopoulou & Saad 2007, An estimator for the diagonal of a matrix, Appl. Numer. Math. 57.
    """
    import numpy as np

    draw = np.random.default_rng(0)
    total = np.zeros(n)
    for _ in range(_PROBES):
        signs = draw.choice([-1.0, 1.0], n)
        total += signs * product(signs)
    size = np.abs(total) / _PROBES
    return np.sqrt(np.maximum(size, 1e-16 * size.max()))
