"""Fractional powers, π among the coefficients, equations without short radicals: exact and counted all the same."""

from __future__ import annotations

import time

import pytest

from mvcalc_cli.calculus.matrices import gradient
from mvcalc_cli.language import parse
from mvcalc_cli.language.printers import line
from mvcalc_cli.language.tree import variables
from mvcalc_cli.symbolic.stationary.system import real_points
from tests.symbolic.stationary.test_members_inside import solved

# f, constraint, the point with the greatest value.
PRODUCTION = [
    ("2.5 x^0.45 y^0.55", "40x + 50y = 500000", ("5625", "5500")),
    ("x^0.3 y^0.7", "x + y = 10", ("3", "7")),
    ("x^0.2 y^0.3 z^0.5", "x + y + z = 10", ("2", "3", "5")),
    ("x^0.2 y^0.3 z^0.5", "x^2 + y^2 + z^2 = 10", ("√2", "√3", "√5")),
    ("100 x^(2/3) y^(1/3)", "150x + 250y = 50000", ("2000/9", "200/3")),
]


@pytest.mark.parametrize(("f", "constraint", "at"), PRODUCTION, ids=[row[0] for row in PRODUCTION])
def test_functions_of_production(f: str, constraint: str, at: tuple[str, ...]) -> None:
    found = solved(f, constraint)
    assert found.complete
    assert [tuple(line(value) for value in each.point.values if value is not None) for each in found.solutions] == [at]
    assert found.greatest is not None
    assert found.greatest.where == (found.solutions[0].point,)
    if constraint != "x^2 + y^2 + z^2 = 10":
        assert found.greatest.proved


def test_a_product_of_powers_as_the_constraint() -> None:
    found = solved("5x + 2y", "x^0.3 y^0.7 = 10")
    assert found.complete
    (only,) = found.solutions
    assert only.point.numbers == pytest.approx((10 * (6 / 35) ** 0.7, 10 * (35 / 6) ** 0.3))


# f, constraint, the multiplier of the point with positive coordinates.
ROUND = [
    ("pi r^2 h", "2 pi r h + 2 pi r^2 = 100", "5·√6/(6·√π)"),
    ("x + y", "x^2 + y^2 = pi", "√2/(2·√π)"),
    ("e x y", "x^2 + y^2 = e", "e/2"),
    ("x + pi y", "x^2 + y^2 = 1", "√(1 + π²)/2"),
    ("x^2 + y^2", "x + pi y = 1", "2/(1 + π²)"),
]


@pytest.mark.parametrize(("f", "constraint", "multiplier"), ROUND, ids=[row[0] for row in ROUND])
def test_constants_do_not_end_exactness(f: str, constraint: str, multiplier: str) -> None:
    found = solved(f, constraint)
    assert (found.method, bool(found.complete)) == ("exact", True)
    assert all(each.point.exact for each in found.solutions)
    positive = [each for each in found.solutions if min(each.point.numbers) > 0]
    assert [line(each.multipliers[0]) for each in positive] == [multiplier]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("f", "count"), [("x^5/5 - x + x^2/4", 2), ("x^5 - x - y^2 + x y", 2), ("x^6/6 - 3x", 1), ("x^7 - x^3 + x", 0)]
)
def test_equations_without_short_radicals_are_counted_at_once(f: str, count: int) -> None:
    tree = parse(f).tree
    names = variables(tree)
    begin = time.process_time()
    found = real_points(gradient(tree, names).rows[0], names, {})
    assert time.process_time() - begin < 2
    assert found.complete
    assert not found.notes
    assert len(found.points) == count
