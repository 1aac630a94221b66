"""Runs of descent on functions given as text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from mvcalc_cli.numeric.descent.loop import descend
from mvcalc_cli.numeric.descent.methods import method
from mvcalc_cli.numeric.descent.objective import Bounds, Objective
from mvcalc_cli.numeric.descent.run import Run, Stop
from mvcalc_cli.numeric.function import compile_numeric

HIMMELBLAU = "(x^2+y-11)^2 + (x+y^2-7)^2"
ROSENBROCK = "100(y-x^2)^2 + (1-x)^2"
BOOTH = "(x + 2y - 7)^2 + (2x + y - 5)^2"
CHAIN = "sum(100*(x[i+1]-x[i]^2)^2 + (1-x[i])^2, i=1..n-1)"

FIRST_ORDER = ("gd", "momentum", "nesterov", "adam")


def objective(text: str, bounds: Bounds | None = None, **lets: Any) -> Objective:
    return Objective(compile_numeric(text, lets=lets), bounds)


def run(
    text: str,
    start: Sequence[float] | Any,
    name: str = "gd",
    rate: float | None = None,
    *,
    stop: Stop = Stop(),  # noqa: B008 - frozen
    bounds: Bounds | None = None,
    **lets: Any,
) -> Run:
    return descend(objective(text, bounds, **lets), method(name, rate), np.array(start, dtype=float), stop)


def box(*ranges: tuple[float, float]) -> Bounds:
    return Bounds(np.array([low for low, _ in ranges], float), np.array([high for _, high in ranges], float))
