"""NIST's linear regression problems: correct digits of estimates, standard errors, residual deviation and R²."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator

import numpy as np
import pytest

from mvcalc_cli.numeric.fit.data import Data
from mvcalc_cli.numeric.fit.extended import rounding
from mvcalc_cli.numeric.fit.in_memory import part
from mvcalc_cli.numeric.fit.in_pieces import solve_in_pieces
from mvcalc_cli.numeric.fit.linear import solve_linear
from mvcalc_cli.numeric.fit.model import Model
from mvcalc_cli.numeric.fit.solution import Solution
from tests.numeric.fit.nist_linear import NAMES, Problem, problem

extended = pytest.mark.skipif(rounding() > 1e-19, reason="long doubles are doubles here")


def digits(found: float, certified: float) -> float:
    """The logarithm of the relative error, of the absolute one where 0 is certified."""
    error = abs(found - certified) / (abs(certified) or 1.0)
    return min(-math.log10(error), 15.0) if error else 15.0


def fewest(solution: Solution, certified: Problem) -> dict[str, float]:
    """The fewest digits of each kind."""
    assert solution.root is not None
    n, p = certified.data.rows, len(certified.estimates)
    sd = math.sqrt(solution.chi2 / (n - p))
    errors = sd * np.sqrt(np.square(solution.root).sum(axis=1))
    about = certified.data.y - (certified.data.y.mean() if certified.model.has_constant else 0.0)
    return {
        "estimates": min(map(digits, solution.theta, certified.estimates)),
        "errors": min(map(digits, errors, certified.errors)),
        "sd": digits(sd, certified.sd),
        "r2": digits(1 - solution.chi2 / float(about @ about), certified.r2),
    }


@extended
@pytest.mark.parametrize("name", NAMES)
def test_read_from_the_text(name: str) -> None:
    certified = problem(name)
    found = solve_linear(certified.model, certified.data)
    assert found.ending.converged
    # NIST certifies 15 digits; the worst, Filip's polynomial of degree 10, has a condition number of 4e9.
    assert min(fewest(found, certified).values()) >= 9.5


@extended
@pytest.mark.parametrize("name", NAMES)
def test_as_doubles(name: str) -> None:
    certified = problem(name)
    found = solve_linear(certified.model, certified.data._replace(exact=None))
    assert min(fewest(found, certified).values()) >= 9.5


@pytest.mark.parametrize("name", [name for name in NAMES if name != "Filip"])
def test_without_extended_precision(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    certified = problem(name)
    _without_long_doubles(monkeypatch)
    found = solve_linear(certified.model, certified.data._replace(exact=None))
    told = fewest(found, certified)
    # Of Wampler4 and 5 the residuals are 10⁶ and 10⁸ times the estimates: it is their errors that count.
    del told["estimates"]
    assert min(told.values()) >= 6
    size = np.maximum(np.abs(certified.estimates), certified.errors)
    assert np.abs(found.theta - certified.estimates).max() <= 1e-6 * size.max()


def test_filip_without_extended_precision_claims_what_it_knows(monkeypatch: pytest.MonkeyPatch) -> None:
    certified = problem("Filip")
    _without_long_doubles(monkeypatch)
    found = solve_linear(certified.model, certified.data._replace(exact=None))
    right = min(map(digits, found.theta, certified.estimates))
    assert right >= 6
    assert found.digits <= right + 0.5


def _without_long_doubles(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a machine sees whose long doubles are doubles."""
    monkeypatch.setattr(np, "longdouble", np.float64)
    for module in ("linear", "extended", "in_pieces"):
        monkeypatch.setattr(f"mvcalc_cli.numeric.fit.{module}.rounding", lambda: 2.0**-53)


@extended
@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("solve", [solve_in_pieces, lambda model, data: solve_in_pieces(model, Pieces(data))])
def test_in_pieces(name: str, solve: Callable[[Model, Data], Solution]) -> None:
    certified = problem(name)
    found = solve(certified.model, certified.data)
    told = fewest(found, certified)
    # Digits of an estimate are counted from its standard error, where that is larger.
    scale = np.maximum(np.abs(certified.estimates), certified.errors)
    told["estimates"] = -math.log10(max(np.abs(found.theta - certified.estimates) / scale) or 1e-15)
    assert min(told.values()) >= 9


@extended
@pytest.mark.parametrize("name", NAMES)
def test_no_more_digits_are_claimed_than_there_are(name: str) -> None:
    certified = problem(name)
    for data in (certified.data, certified.data._replace(exact=None)):
        for solve in (solve_linear, solve_in_pieces):
            found = solve(certified.model, data)
            scale = np.maximum(np.abs(certified.estimates), certified.errors)
            error = max(np.abs(found.theta - certified.estimates) / scale)
            # 14 digits are all that 15 certified ones can tell; a bound by chance may miss half a digit.
            assert min(found.digits, 14.0) <= -math.log10(error or 1e-15) + 0.5


class Pieces:
    """A source of five rows at a time."""

    def __init__(self, data: Data) -> None:
        self.sample = data
        self.rows = data.rows

    def chunks(self) -> Iterator[Data]:
        return (part(self.sample, first, first + 5) for first in range(0, self.rows, 5))
