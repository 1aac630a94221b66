"""Residuals of models given as texts, for the tests of the solvers."""

from __future__ import annotations

from typing import Any

import numpy as np

from mvcalc_cli.language import parse
from mvcalc_cli.numeric.fit.data import Data
from mvcalc_cli.numeric.fit.in_memory import InMemory
from mvcalc_cli.numeric.fit.model import Model, compiled


def model_of(text: str, parameters: str) -> Model:
    """A model of x; parameters as "a b"."""
    return compiled(parse(text).tree, parameters.split(), ("x",))


def data_of(x: Any, y: Any, sigma: Any = None) -> Data:
    """Rows of x and y."""
    return Data({"x": np.asarray(x, dtype=float)}, np.asarray(y, dtype=float), sigma)


def residuals_for(text: str, parameters: str, x: Any, y: Any, sigma: Any = None) -> InMemory:
    """The residuals of a model over rows."""
    return InMemory(model_of(text, parameters), data_of(x, y, sigma))


def noise(count: int, size: float = 0.05, seed: int = 1) -> Any:
    """The same errors each time: normal, without numpy.random's."""
    k = np.arange(1, count + 1) * (seed + 0.618)
    one, two = np.modf(k * 0.7548776662)[0], np.modf(k * 0.5698402910)[0]
    found: Any = size * np.sqrt(-2 * np.log(1 - one)) * np.cos(2 * np.pi * two)
    return found


X = np.linspace(0.0, 5.0, 30)
DECAY = 2 * np.exp(-0.7 * X) + noise(30)


def close(found: Any, wanted: Any, digits: int = 6) -> bool:
    """Whether all agree to so many digits."""
    return bool(np.allclose(found, wanted, rtol=10.0**-digits, atol=10.0**-digits * 1e-3))
