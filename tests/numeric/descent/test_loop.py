"""The one loop: what it keeps, what it counts, what it raises, and the screens of the three rates."""

from __future__ import annotations

import itertools
from typing import Any

import numpy as np
import pytest

from mvcalc_cli.calculus.undefined import UndefinedError
from mvcalc_cli.errors import InputError
from mvcalc_cli.numeric.descent.loop import descend
from mvcalc_cli.numeric.descent.methods import method
from mvcalc_cli.numeric.descent.objective import Objective
from mvcalc_cli.numeric.descent.progress import shown
from mvcalc_cli.numeric.descent.run import Stop
from mvcalc_cli.numeric.descent.state import State
from tests.numeric.descent.runs import BOOTH, CHAIN, HIMMELBLAU, box, objective, run


def test_the_rate_that_settles() -> None:
    found = run(HIMMELBLAU, [0.5, -0.8], rate=0.01)
    assert found.ending.words == "converged in 64 steps"
    assert (found.ending.reason, found.ending.nature, found.ending.converged) == ("gradient", "minimum", True)
    assert (f"{found.end.f:.3e}", f"{found.end.norm:.3e}") == ("1.064e-14", "7.814e-07")
    assert [(state.k, f"{state.norm:.2e}") for state in found.states if shown(state.k) or state.k == 64] == [
        (0, "3.51e+01"),
        (1, "4.89e+01"),
        (2, "6.35e+01"),
        (5, "2.30e+01"),
        (10, "1.06e+01"),
        (20, "1.97e+00"),
        (50, "8.89e-05"),
        (64, "7.81e-07"),
    ]
    assert found.formula == "x ← x − 0.01·∇f(x)"
    assert found.counts == (0, 65, 0, 0)


def test_the_rate_that_diverges() -> None:
    found = run(HIMMELBLAU, [0.5, -0.8], rate=0.05)
    assert found.ending.words == "diverged at step 4: |∇f| grew from 3.5e+01 to 3.1e+09"
    assert found.ending.hint == "--rate 0.01"
    assert (found.ending.reason, found.ending.converged, found.end.k) == ("diverged", False, 4)


def test_the_rate_that_jumps() -> None:
    found = run(HIMMELBLAU, [0.5, -0.8], rate=0.02)
    assert found.ending.words == "did not settle in 1000 steps: |∇f| stays at 41.5 (jumping across the valley)"
    assert found.ending.hint == "a smaller --rate"
    assert (found.ending.reason, found.ending.converged, found.end.k) == ("max-steps", False, 1000)


def test_every_state_is_watched_once_and_kept() -> None:
    seen: list[State] = []
    found = descend(objective(BOOTH), method("gd"), np.zeros(2), watch=seen.append)
    assert [state.k for state in seen] == [state.k for state in found.states] == list(range(len(seen)))
    for state, kept in zip(seen, found.states, strict=True):
        assert np.array_equal(state.v, kept.v)
        assert kept.memory is None
    assert found.states[-1] is found.end
    for before, after in itertools.pairwise(found.states):
        assert after.length == pytest.approx(np.linalg.norm(after.v - before.v))


def test_of_many_variables_the_rows_of_a_table_are_kept() -> None:
    found = run(CHAIN, np.full(2000, 1.1), stop=Stop(1e-6, 75), n=2000)
    assert [state.k for state in found.states] == [0, 1, 2, 5, 10, 20, 50, 75]


def test_of_many_steps_the_rows_of_a_table_are_kept() -> None:
    class Stays:
        name, title, formula = "stays", "", ""

        def init(self, objective: Objective, v: Any) -> State:  # noqa: ARG002
            return State(0, v, 1.0, v, 1.0)

        def step(self, objective: Objective, state: State) -> State:  # noqa: ARG002
            return state._replace(k=state.k + 1, v=-state.v)

    found = descend(objective("x^2"), Stays(), np.ones(1), Stop(1e-6, 100_003))
    assert [state.k for state in found.states] == [k for k in range(100_003) if shown(k)] + [100_003]


def test_counts_are_of_this_run_alone() -> None:
    f = objective(BOOTH)
    first = descend(f, method("gd"), np.zeros(2))
    second = descend(f, method("gd"), np.zeros(2))
    assert first.counts == second.counts
    assert first.counts.gradients == first.end.k + 1


def test_the_start_is_moved_into_the_box() -> None:
    found = run("(x-3)^2 + (y+1)^2", [5.0, -9.0], bounds=box((0, 1), (0, np.inf)))
    assert found.states[0].v.tolist() == [1.0, 0.0]
    assert found.ending.words == "converged at the start"
    assert found.ending.active == 2


def test_a_start_outside_the_domain_is_an_error() -> None:
    with pytest.raises(UndefinedError) as caught:
        run("x - log(x)", [-1.0])
    assert caught.value.message == "log of a negative number (−1)"
    assert caught.value.exit_code == 3


@pytest.mark.parametrize("start", [[1.0], [1.0, 2.0, 3.0], [np.nan, 1.0], [np.inf, 1.0], [[1.0, 2.0]]])
def test_a_start_that_is_no_point_is_an_error(start: Any) -> None:
    with pytest.raises(InputError, match="a start is a point of 2 finite numbers"):
        run(BOOTH, start)


def test_no_steps_are_a_question_about_the_start() -> None:
    assert run(BOOTH, [1.0, 3.0], stop=Stop(1e-6, 0)).ending.words == "converged at the start"
    ending = run(BOOTH, [0.0, 0.0], stop=Stop(1e-6, 0)).ending
    assert (ending.reason, ending.converged) == ("max-steps", False)


@pytest.mark.parametrize("name", ["gd", "momentum", "nesterov", "adam"])
def test_a_method_for_leaving_saddles_is_asked_to(name: str) -> None:
    """The loop ends other methods at a saddle, and lets one that leaves saddles go on."""
    assert run("x^2 - y^2 + y^4", [1.0, 0.0], name, stop=Stop(1e-6, 5000)).ending.nature == "saddle"
    left = run("x^2 - y^2 + y^4", [1.0, 0.0], "newton")
    assert left.ending.nature == "minimum"
    assert left.end.f == pytest.approx(-0.25)
