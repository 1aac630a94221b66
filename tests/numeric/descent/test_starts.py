"""Many starts: the same everywhere, inside the box, and their ends told apart."""

from __future__ import annotations

import numpy as np
import pytest

from mvcalc_cli.calculus.undefined import UndefinedError
from mvcalc_cli.errors import InputError
from mvcalc_cli.numeric.descent.methods import method
from mvcalc_cli.numeric.descent.run import Stop
from mvcalc_cli.numeric.descent.starts import Runs, from_starts, random_starts
from tests.numeric.descent.runs import HIMMELBLAU, box, objective


def runs(text: str, around: list[float], count: int, name: str = "gd", seed: int = 1) -> Runs:
    starts = random_starts(around, count, seed)
    return from_starts(lambda: objective(text), lambda: method(name), starts, Stop(1e-6, 2000))


def test_the_same_seed_draws_the_same_starts() -> None:
    first, again, other = (list(random_starts([1.0, -20.0], 50, seed)) for seed in (3, 3, 4))
    assert np.array_equal(first, again)
    assert not np.array_equal(first, other)
    assert first[0].tolist() == [1.0, -20.0]
    assert np.all(np.abs(np.array(first) - [1, -20]) <= [5, 20])


def test_starts_lie_in_the_box() -> None:
    inside = box((0, 1), (-np.inf, 3), (2, np.inf), (-1, -1))
    found = np.array(list(random_starts([9.0, 9.0, 9.0, 9.0], 200, 0, inside)))
    assert np.all((inside.lower <= found) & (found <= inside.upper))
    assert found[0].tolist() == [1.0, 3.0, 9.0, -1.0]
    assert found[:, 0].min() < 0.05
    assert found[:, 0].max() > 0.95


@pytest.mark.parametrize("count", [0, -3])
def test_no_starts_are_a_mistake(count: int) -> None:
    with pytest.raises(InputError, match="at least 1 start"):
        random_starts([0.0], count, 0)


def test_the_four_minima_of_himmelblau() -> None:
    found = runs(HIMMELBLAU, [0.0, 0.0], 40)
    places = sorted(end.run.end.v.round(3).tolist() for end in found.ends)
    assert places == [[-3.779, -3.283], [-2.805, 3.131], [3.0, 2.0], [3.584, -1.848]]
    assert sum(end.count for end in found.ends) == 40
    assert found.failed == {}
    assert found.best is found.ends[0].run


def test_the_lowest_comes_first() -> None:
    found = runs("x^4 - 2x^2 + x/4", [0.0], 20)
    assert [end.run.end.v.round(2).tolist() for end in found.ends] == [[-1.03], [0.97]]
    assert found.best.end.f == min(end.run.end.f for end in found.ends)


def test_one_flat_minimum_is_one() -> None:
    found = runs("x^4", [1.0], 12)
    assert [end.count for end in found.ends] == [12]


def test_a_saddle_is_no_end_and_is_counted() -> None:
    found = runs("x^4 - x^2", [0.0], 8)
    assert found.failed == {"maximum": 1}
    assert [end.run.end.v.round(3).tolist() for end in found.ends] in ([[-0.707], [0.707]], [[0.707], [-0.707]])


def test_starts_outside_the_domain_are_counted() -> None:
    found = runs("x - log(x)", [1.0], 30)
    assert found.refused > 0
    assert found.refused + found.ends[0].count == 30
    with pytest.raises(UndefinedError):
        runs("log(-1 - x^2)", [1.0], 5)


def test_no_end_at_all_shows_the_lowest() -> None:
    found = runs("-x^2", [1.0], 5)
    assert found.ends == ()
    assert found.failed == {"unbounded": 5}
    assert not found.best.ending.converged
