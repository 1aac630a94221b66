"""The table of methods by the name that --method takes."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Final

from mvcalc_cli.numeric.descent.state import Method

# name -> module and class; each class takes rate=None (a fixed rate, where the method has one).
_TABLE: Final[dict[str, tuple[str, str]]] = {
    "gd": ("first_order", "GradientDescent"),
    "momentum": ("first_order", "Momentum"),
    "nesterov": ("first_order", "Nesterov"),
    "adam": ("first_order", "Adam"),
    "newton": ("trust_region", "TrustRegion"),
    "bfgs": ("quasi_newton", "BFGS"),
    "lbfgs": ("quasi_newton", "LBFGS"),
    "cg": ("conjugate", "ConjugateGradient"),
}
NAMES: Final = tuple(_TABLE)
# Those that take a fixed rate; the others choose the length of their steps.
RATED: Final = ("gd", "momentum", "nesterov", "adam")


def method(name: str, rate: float | None = None) -> Method:
    """A method by its name, with a fixed rate if one is given.

    Raises:
        InputError: For a rate of a method that chooses its steps itself (newton, bfgs, lbfgs, cg).
    """
    module, cls = _TABLE[name]
    make: Callable[..., Method] = getattr(import_module(f"mvcalc_cli.numeric.descent.{module}"), cls)
    return make(rate)
