"""The 27 nonlinear problems of NIST, from both certified starts, from none, and from bad ones."""

from __future__ import annotations

import math

import numpy as np
import pytest

from mvcalc_cli.language import parse
from mvcalc_cli.numeric.fit.data import Data
from mvcalc_cli.numeric.fit.in_memory import InMemory
from mvcalc_cli.numeric.fit.levenberg import levenberg
from mvcalc_cli.numeric.fit.model import Model, compiled
from mvcalc_cli.numeric.fit.search import fit
from mvcalc_cli.numeric.fit.solution import Solution
from tests.numeric.fit.nist import NAMES, Problem, digits, problem

# Their terms may change places, and are then as good in another order.
_INTERCHANGEABLE = {"Lanczos1", "Lanczos2", "Lanczos3", "MGH17", "Gauss1", "Gauss2", "Gauss3", "ENSO"}
needs_long_doubles = pytest.mark.skipif(
    bool(np.finfo(np.longdouble).eps > 1e-18), reason="this machine has no numbers longer than float"
)


def _asked(each: Problem) -> tuple[Model, Data]:
    model = compiled(parse(each.text).tree, each.parameters, each.predictors)
    return model, Data(each.columns, each.y, None, each.exact)


def _errors(found: Solution, dof: int) -> list[float]:
    inverse = np.linalg.inv(found.end.triangle)
    return [math.sqrt(found.chi2 / dof * float(row @ row)) for row in inverse]


def _right(values: object, certified: tuple[float, ...]) -> float:
    return min(digits(float(a), b) for a, b in zip(values, certified, strict=True))  # type: ignore[call-overload]


def test_there_are_27() -> None:
    assert len(NAMES) == 27
    for name in NAMES:
        each = problem(name)
        assert math.isclose(each.sd, math.sqrt(each.rss / each.dof), rel_tol=1e-9)
        assert len(each.estimates) == len(each.errors) == len(each.parameters)


@pytest.mark.parametrize("start", [0, 1])
@pytest.mark.parametrize("name", NAMES)
def test_certified_values(name: str, start: int) -> None:
    if name == "Lanczos1" and np.finfo(np.longdouble).eps > 1e-18:
        pytest.skip("residuals of 1e-14 need numbers longer than float")
    each = problem(name)
    found = fit(*_asked(each), start=each.starts[start])
    assert found.ending.converged, found.ending
    assert _right(found.theta, each.estimates) >= 9
    assert _right(_errors(found, each.dof), each.errors) >= 6
    assert digits(found.chi2, each.rss) >= 6


@pytest.mark.parametrize("name", NAMES)
def test_one_search_from_the_far_start(name: str) -> None:
    """Levenberg-Marquardt alone, without guesses: nothing but the start is known."""
    each = problem(name)
    model, data = _asked(each)
    found = levenberg(InMemory(model, data), [each.starts[0][parameter] for parameter in each.parameters])
    assert found.ending.converged
    assert _right(found.theta, each.estimates) >= 6


@pytest.mark.parametrize("name", NAMES)
def test_without_a_start(name: str) -> None:
    each = problem(name)
    found = fit(*_asked(each))
    assert found.ending.converged
    assert digits(found.chi2, each.rss) >= (6 if name == "Lanczos1" else 9)
    if name not in _INTERCHANGEABLE:
        assert _right(found.theta, each.estimates) >= 6


@needs_long_doubles
def test_lanczos1_needs_the_polish() -> None:
    """In floats the sum of its squares is rounding for the most part."""
    each = problem("Lanczos1")
    model, data = _asked(each)
    floats = levenberg(InMemory(model, data), list(each.starts[1].values()))
    assert digits(floats.chi2, each.rss) < 4
    assert digits(fit(model, data, start=each.starts[1]).chi2, each.rss) >= 6


@pytest.mark.parametrize("name", ["Misra1a", "BoxBOD", "Rat42", "Eckerle4", "MGH09", "DanWood", "Chwirut2"])
@pytest.mark.parametrize("factor", [-3.0, 0.01, 100.0])
def test_no_convergence_at_a_wrong_point(name: str, factor: float) -> None:
    """From far away a search alone may fail, and says so; if it converges, chi² rises to all sides."""
    each = problem(name)
    model, data = _asked(each)
    residuals = InMemory(model, data)
    start = np.array([factor * value for value in each.estimates])
    if not math.isfinite(residuals.chi2(start)):
        pytest.skip("the model has no value there")
    found = levenberg(residuals, start)
    if not found.ending.converged:
        assert found.ending.words
        return
    for at in range(len(start)):
        for side in (-1e-3, 1e-3):
            beside = found.theta.copy()
            beside[at] *= 1 + side
            assert residuals.chi2(beside) > found.chi2
