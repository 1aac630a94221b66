"""Error propagation: what uncertain inputs do to a value, to first order, and how far that can be trusted."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

from mvcalc_cli.calculus.tidy import tidy
from mvcalc_cli.language.tree import TWO, Tree, add, call, multiply, power


class Propagated(NamedTuple):
    """What becomes of the standard errors of the inputs.

    Attributes:
        sigma: Standard error of the value: √Σ(∂f/∂xᵢ·σᵢ)², inputs independent.
        contributions: |∂f/∂xᵢ|·σᵢ, in the units of f.
        shares: The part of σ² that each input makes, from 0 to 1.
        shift: ½·Σ ∂²f/∂xᵢ²·σᵢ²: how far curvature moves the mean; large beside sigma, the first order is not enough.
    """

    sigma: float
    contributions: tuple[float, ...]
    shares: tuple[float, ...]
    shift: float


def propagate(slopes: Sequence[float], sigmas: Sequence[float], curvatures: Sequence[float]) -> Propagated:
    """Standard errors through the gradient.

    Args:
        slopes: ∂f/∂xᵢ at the point, shape (n,).
        sigmas: Standard errors of the inputs, independent of each other, shape (n,), not negative.
        curvatures: ∂²f/∂xᵢ² at the point, shape (n,).

    Reference: JCGM 100:2008 (GUM), sections 5.1.2 and 5.1.2 note (higher orders).

    >>> found = propagate([3.0, 2.0], [0.1, 0.2], [0.0, 0.0])
    >>> round(found.sigma, 6), [round(share, 2) for share in found.shares]
    (0.5, [0.36, 0.64])
    """
    contributions = tuple(abs(slope) * sigma for slope, sigma in zip(slopes, sigmas, strict=True))
    sigma = math.hypot(*contributions)
    shares = tuple((part / sigma) ** 2 if sigma else 0.0 for part in contributions)
    shift = math.fsum(bend * width**2 for bend, width in zip(curvatures, sigmas, strict=True)) / 2
    return Propagated(sigma, contributions, shares, shift)


def formula(partials: Sequence[Tree], sigmas: Sequence[Tree]) -> Tree:
    """√((∂f/∂x·σ_x)² + …), tidied.

    >>> from mvcalc_cli.language import parse
    >>> from mvcalc_cli.language.printers import line
    >>> line(formula([parse("y").tree, parse("x").tree], [parse("0.1").tree, parse("0.2").tree]))
    '√(x²/25 + y²/100)'
    """
    if len(partials) == 1:
        return tidy(call("abs", tidy(multiply(partials[0], sigmas[0]))))
    squares = [power(multiply(partial, sigma), TWO) for partial, sigma in zip(partials, sigmas, strict=True)]
    return tidy(call("sqrt", add(*squares)))


def rounded_together(value: float, sigma: float) -> tuple[str, str]:
    """Value and standard error with the same decimals, the error with two digits.

    >>> rounded_together(6.0, 0.5), rounded_together(1234.5678, 23.4), rounded_together(0.00123456, 0.0000123)
    (('6.00', '0.50'), ('1235', '23'), ('0.001235', '0.000012'))
    """
    if not (math.isfinite(value) and math.isfinite(sigma)) or sigma <= 0:
        return f"{value:.6g}", f"{sigma:.6g}"
    digits = 1 - math.floor(math.log10(sigma))
    if float(f"{sigma:.1e}") >= 10.0 ** (2 - digits):  # 0.0996 rounds up to 0.10
        digits -= 1
    decimals = max(0, digits)
    if decimals > 12 or abs(value) >= 1e12:
        return f"{value:.6e}", f"{sigma:.1e}"
    return f"{round(value, digits):.{decimals}f}", f"{round(sigma, digits):.{decimals}f}"
