"""The dense search itself: what topology and algebra say it must find, and that it refuses what is false."""

from __future__ import annotations

import numpy as np
import pytest

from tests.symbolic.stationary import dense
from tests.symbolic.stationary.problems import CRITICAL, LAGRANGE

WIDE = {"x": (-6.0, 6.0), "y": (-6.0, 6.0)}


@pytest.mark.parametrize("seed", range(8))
def test_bowls_and_domes_outnumber_saddles_by_one_where_a_quartic_grows_on_all_sides(seed: int) -> None:
    random = np.random.default_rng(seed)
    powers = [(i, j) for i in range(4) for j in range(4 - i) if i + j]
    lower = " + ".join(f"({int(random.integers(-6, 7))})*x^{i}*y^{j}" for i, j in powers)
    asked = dense.question(f"x^4 + x^2*y^2 + y^4 + {lower}", "xy", ())
    found = dense.candidates(asked, {"x": (-25.0, 25.0), "y": (-25.0, 25.0)}, 31)
    signs = [np.sign(np.linalg.det(dense.hessian(asked.f, point[:, None])[..., 0].astype(float))) for point in found.T]
    assert sum(signs) == 1
    kinds = [dense.kind(asked, point) for point in found.T]
    assert [sign < 0 for sign in signs] == [kind == "saddle" for kind in kinds]


def test_an_exponential_that_dies_away_has_no_points_far_out() -> None:
    asked = dense.question("exp(x*y)", "xy", ["x^3 + y^3 = 16"])
    found = dense.candidates(asked, {"x": (-10.0, 10.0), "y": (-10.0, 10.0)}, 25)
    assert np.allclose(found.astype(float), [[2], [2]])


def test_where_the_gradient_is_least_but_not_zero_is_no_point() -> None:
    assert not dense.candidates(dense.question("x^3 + x/10 + y^2", "xy", ()), WIDE, 21).size


@pytest.mark.parametrize(
    ("f", "kind"),
    [
        ("x^2 + y^4", "minimum"),
        ("-(x^2 + y^2)^3", "maximum"),
        ("(y - x^2)*(y - 3*x^2)", "saddle"),
        ("0*x*y + 1", "level"),
    ],
)
def test_kinds_where_the_hessian_says_nothing(f: str, kind: str) -> None:
    assert dense.kind(dense.question(f, "xy", ()), np.zeros(2)) == kind


def test_the_table_is_broad() -> None:
    assert len(CRITICAL) + len(LAGRANGE) >= 50
    for problems in (CRITICAL, LAGRANGE):
        assert len({problem.title for problem in problems}) == len(problems)
        assert sum(len(problem.names) == 3 for problem in problems) >= 3
        assert any(not problem.points and not problem.families for problem in problems)
    assert sum(len(problem.constraints) > 1 for problem in LAGRANGE) >= 5
    assert sum(spot.multipliers is None for problem in LAGRANGE for spot in problem.points) >= 3
