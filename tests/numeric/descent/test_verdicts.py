"""What a run says about its end, against what is known of the function: nothing may be called what it is not."""

from __future__ import annotations

import itertools
import math
from typing import Any, NamedTuple

import numpy as np
import pytest

from mvcalc_cli.numeric.descent.curvature import curvature
from mvcalc_cli.numeric.descent.lanczos import extremes, solve
from mvcalc_cli.numeric.descent.methods import NAMES
from mvcalc_cli.numeric.descent.nature import look
from mvcalc_cli.numeric.descent.run import Stop
from tests.numeric.descent.runs import CHAIN, FIRST_ORDER, HIMMELBLAU, ROSENBROCK, objective, run


class Row(NamedTuple):
    """A function, a start, and the truth: what gradient descent comes to, and whether that is an answer."""

    text: str
    start: list[float]
    reason: str
    nature: str
    converged: bool


TRUTH = [
    Row("x^2", [1], "gradient", "minimum", True),
    Row("(x-3)^2 + 2(y+1)^2", [0, 0], "gradient", "minimum", True),
    Row(HIMMELBLAU, [0.5, -0.8], "gradient", "minimum", True),
    Row("x log(x)", [1], "gradient", "minimum", True),
    Row("sin(x) + sin(y)", [1, 1], "gradient", "minimum", True),
    Row("sqrt(1 + x^2)", [5], "gradient", "minimum", True),
    Row("x + 1/x", [3], "gradient", "minimum", True),
    Row("1e6 x^2 + 1e-2 y^2", [1e-3, 0], "gradient", "minimum", True),
    Row("x^4", [1], "gradient", "flat", True),
    Row("x^4", [0], "gradient", "flat", True),
    Row("x^10", [1], "gradient", "flat", True),
    Row("x^100", [1], "gradient", "flat", True),
    Row("(x+y)^2", [1, 2], "gradient", "flat", True),
    Row("(x+y)^4 + (x-y)^2", [0, 0], "gradient", "flat", True),
    Row("abs(x)^3", [1], "gradient", "flat", True),
    Row("(x^2 + y^2 - 1)^2", [0.5, 0.1], "gradient", "flat", True),
    Row("(x^2 + y^2 - 1)^2", [1, 1], "gradient", "flat", True),
    Row("x^2 y^2", [1, 2], "gradient", "flat", True),
    Row("1e-20 x^4", [1e5], "gradient", "distant", False),
    Row("floor(x) + x^2", [1.5], "gradient", "unknown", False),
    Row("piecewise(x < 0: x^2 + 1, x^2)", [-1], "gradient", "minimum", True),
    Row("0 x", [1], "gradient", "flat", False),
    Row("exp(-x^2)", [30], "gradient", "flat", False),
    Row("floor(x)", [0.5], "gradient", "flat", False),
    Row("x^2 - y^2", [1, 0], "gradient", "saddle", False),
    Row("x y", [0, 0], "gradient", "saddle", False),
    Row("x^3 - 3x y^2", [0, 0], "gradient", "saddle", False),
    Row("x^3", [0], "gradient", "saddle", False),
    Row("x^3", [1], "gradient", "saddle", False),
    Row("1 + x^5", [0.5], "gradient", "saddle", False),
    Row("x^2 + y^3", [0, 0], "gradient", "saddle", False),
    Row("x^4 - x^2 + y^2", [0, 1], "gradient", "saddle", False),
    Row("-x^2", [0], "gradient", "maximum", False),
    Row("cos(x) + cos(y)", [0, 0], "gradient", "maximum", False),
    Row("exp(-x^2 - y^2)", [0, 0], "gradient", "maximum", False),
    Row("exp(-x)", [0], "gradient", "distant", False),
    Row("1/x", [1], "gradient", "distant", False),
    Row("-log(x)", [1], "gradient", "distant", False),
    Row("tanh(x)", [0], "gradient", "distant", False),
    Row("tanh(x)", [10], "gradient", "distant", False),
    Row("atan(x)", [2000], "gradient", "distant", False),
    Row("exp(-x^2)", [4], "gradient", "distant", False),
    Row("1e-10 (x-1000)^2", [0], "gradient", "distant", False),
    Row("x^2 + 1e-8 y", [1, 1], "gradient", "distant", False),
    Row("1e-7 x", [1], "gradient", "distant", False),
    Row("abs(x)", [1], "gradient", "kink", True),
    Row("abs(x) + abs(y)", [1, 0.3], "gradient", "kink", True),
    Row("abs(x-1) + y^2", [3, 2], "gradient", "kink", True),
    Row("sqrt(x^2 + y^2)", [1, 1], "step", "kink", True),
    Row("2abs(x) + y", [1, 0.3], "stuck", "kink", False),
    Row("max(x, -x) + y^2", [1, 1], "stuck", "kink", False),
    Row("-abs(x)", [0], "gradient", "kink", False),
    Row("-x^2", [1], "unbounded", "unknown", False),
    Row("x^3", [-1], "unbounded", "unknown", False),
    Row("3x + y", [1, 1], "unbounded", "unknown", False),
    Row("x y", [1, -1], "unbounded", "unknown", False),
    Row("x - exp(x)", [1], "unbounded", "unknown", False),
    Row("-1/x", [1], "unbounded", "unknown", False),
    Row("log(x)", [1], "stuck", "unknown", False),
    Row(ROSENBROCK, [-1.2, 1], "max-steps", "unknown", False),
]


@pytest.mark.parametrize("row", TRUTH, ids=lambda row: f"{row.text} from {row.start}")
def test_the_truth_is_said(row: Row) -> None:
    found = run(row.text, row.start)
    ending = found.ending
    assert (ending.reason, ending.nature, ending.converged) == row[2:], ending.words
    if ending.nature == "minimum":
        assert ending.smallest > 0
        assert ending.newton_step < 1e-3
    if row.converged:
        assert ending.words.startswith("converged")
        assert not ending.hint
    else:
        assert not ending.words.startswith("converged")


# What may be called converged, by any method at all: text, start, places (None: anywhere).
MINIMA: list[tuple[str, list[float], list[list[float]] | None]] = [
    ("x^2", [1], [[0]]),
    ("x^4", [1], [[0]]),
    ("x^4 + y^2", [1, 1], [[0, 0]]),
    ("(x+y)^2", [1, 2], None),
    ("x^2 - y^2 + y^4", [1, 0], [[0, math.sqrt(0.5)], [0, -math.sqrt(0.5)]]),
    ("x^2 - y^2", [1, 0], []),
    ("x^2 - y^2", [1, 0.1], []),
    ("x^3", [1], []),
    ("x^3", [0], []),
    ("-x^2", [0], []),
    ("-x^2", [1], []),
    ("exp(-x)", [0], []),
    ("1/x", [1], []),
    ("-log(x)", [1], []),
    ("log(x)", [1], []),
    ("tanh(x)", [1], []),
    ("x", [1], []),
    ("x^3 - 3x y^2", [0.5, 0.5], []),
    ("exp(-x^2)", [1], []),
    ("exp(-x^2)", [0], []),
    ("abs(x) + 2abs(y)", [1, 0.3], [[0, 0]]),
    ("2abs(x) + y", [1, 0.3], []),
    ("x^4 - 2x^2", [0], [[1], [-1]]),
    ("atan(x)", [1], []),
    ("x exp(-x)", [2], []),
    ("1/(1 + x^2)", [0.1], []),
    ("sqrt(x^2 + y^2) + x/2", [1, 1], [[0, 0]]),
]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(("text", "start", "places"), MINIMA)
def test_no_method_claims_what_is_not_so(name: str, text: str, start: list[float], places: Any) -> None:
    ending = (found := run(text, start, name)).ending
    if ending.converged and places is not None:
        assert places, f"there is no minimum: {ending.words}"
        known = max(2e-5, 1.5 * ending.known if math.isfinite(ending.known) else 0.0)
        assert min(np.linalg.norm(found.end.v - place) for place in places) < known, ending.words


RATES = [1e-3, 0.1, 1.0, 100.0]
RATED = [
    "x^2",
    "x^2 + 100y^2",
    HIMMELBLAU,
    "x^4",
    "exp(x^2)",
    "x - log(x)",
    "x^2 - y^2",
    "abs(x)",
    "cosh(x) + y^2",
    "x^3",
]


@pytest.mark.parametrize(("name", "text"), list(itertools.product(FIRST_ORDER, RATED)))
def test_fixed_rates_end_in_a_sentence(name: str, text: str) -> None:
    for rate in RATES:
        f = objective(text)
        found = run(text, [0.5, -0.8][: f.size], name, rate, stop=Stop(max_steps=200))
        ending = found.ending
        assert ending.words
        assert ending.converged == ending.words.startswith("converged")
        assert all(np.isfinite(state.v).all() and math.isfinite(state.f) for state in found.states)
        if ending.nature == "minimum":
            assert text not in {"x^3", "x^2 - y^2"}


@pytest.mark.parametrize(
    ("text", "start", "rate"),
    [(HIMMELBLAU, [0.5, -0.8], 0.05), ("x^2", [1], 1.1), ("exp(x^2)", [2], 1), ("x - log(x)", [1.5], 5)],
)
def test_the_rate_in_a_hint_works(text: str, start: list[float], rate: float) -> None:
    ending = run(text, start, rate=rate).ending
    assert ending.reason in {"diverged", "domain"}
    option, better = ending.hint.split()
    assert option == "--rate"
    assert float(better) < rate
    assert run(text, start, rate=float(better)).ending.converged


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("x^2 - y^2", [1, 0]),
        ("x^2 - y^2 + y^4", [0, 0]),
        ("x y", [0, 0]),
        ("x^4 - x^2", [0]),
        ("-x^2", [0]),
        ("cos(x) + cos(y)", [0, 0]),
        ("x^3 - 3x y^2", [0, 0]),
        ("x^3", [1]),
        ("sin(x) sin(y)", [0, 0]),
        ("1000 + x^2 - 1e-3 y^2", [1, 0]),
    ],
)
def test_the_way_on_from_a_saddle_goes_down(text: str, start: list[float]) -> None:
    found = run(text, start)
    assert found.ending.nature in {"saddle", "maximum"}
    assert np.linalg.norm(found.ending.direction) == pytest.approx(1)
    option, point = found.ending.hint.split()
    assert option == "--from"
    further = run(text, [float(x) for x in point.split(",")])
    assert further.end.k > 0
    assert further.end.f < found.end.f - 1e-9
    assert further.ending.nature not in {"saddle", "maximum"}


WORDS = [
    ("exp(-x)", [0], None, "stopped after 20 steps: the gradient is small, but no minimum is near: "
     "Newton's step from here is 1.0 long"),
    ("x^4", [1], None, "converged in 15 steps, where f is so flat that the place is known to about 5.2e-03"),
    ("x^2 - y^2", [1, 0], None, "came to a saddle in 1 step: |∇f| is 0, and f falls on from there"),
    ("-x^2", [0], None, "the start is a maximum: |∇f| is 0, and f falls in every direction"),
    ("log(x)", [1], 0.5, "left the domain at step 2: log of a negative number (−0.5) in log(x)"),
    ("x^3", [-1], 0.01, "no minimum: f falls without bound, to"),
    ("0 x", [1], None, "stopped at the start on a plateau: f is the same all around"),
    ("abs(x)", [1], None, "converged in 1 step to a kink: f has no gradient there, and no neighbour tried is lower"),
    ("x^2", [1], 1e-20, "stuck at step 2: the steps are too short to change the point, and |∇f| is 2.0e+00"),
    ("x^2", [1], 1.0, "did not settle in 1000 steps: |∇f| stays at 2 (jumping across the valley)"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "start", "rate", "words"), WORDS)
def test_sentences(text: str, start: list[float], rate: float | None, words: str) -> None:
    assert run(text, start, rate=rate).ending.words.startswith(words)


def test_still_falling_says_how_many_steps() -> None:
    ending = run(ROSENBROCK, [-1.2, 1]).ending
    assert ending.words == "did not settle in 1000 steps: |∇f| is 1.7e-01, and f is still falling"
    option, steps = ending.hint.split()
    assert option == "--max-steps"
    assert int(steps) >= 10_000


def test_within_rounding_is_converged_by_the_step_test() -> None:
    """|∇f| ≤ 1e-6 is out of reach beside 1e12; how far f is known says that this is the end."""
    for name in ("gd", "newton", "bfgs"):
        found = run("1e12 + 1e9 (x - 1/3)^2 + 1e9 (y - 1/7)^2", [1, 1], name)
        assert found.ending.converged, found.ending.words
        assert found.end.v == pytest.approx([1 / 3, 1 / 7], abs=1e-3)


@pytest.mark.parametrize("n", [600, 20_000])
def test_many_variables(n: int) -> None:
    lowest = look(objective(CHAIN, n=n), objective(CHAIN, n=n).state(np.ones(n)), 1e-6)
    assert lowest.nature == "minimum"
    assert lowest.curvature is not None
    assert lowest.curvature.smallest == pytest.approx(0.5, rel=0.02)
    f = objective("sum(x[i]^2, i=2..n) - x[1]^2/1000", n=n)
    saddle = look(f, f.state(np.zeros(n)), 1e-6)
    assert saddle.nature == "saddle"
    assert abs(saddle.below[0]) > 1e-7
    f = objective("sum(x[i]^2, i=2..n) + x[1]^4", n=n)
    assert look(f, f.state(np.zeros(n)), 1e-6).nature == "flat"


def test_the_ends_of_a_spectrum() -> None:
    for seed in range(5):
        draw = np.random.default_rng(seed)
        matrix = draw.standard_normal((300, 300))
        matrix = matrix @ matrix.T + 20 * np.eye(300)
        values = np.linalg.eigvalsh(matrix)
        found = extremes(matrix.__matmul__, 300)
        assert found.sure
        assert found.smallest == pytest.approx(values[0], rel=0.05)
        assert found.largest == pytest.approx(values[-1], rel=1e-6)
        right = draw.standard_normal(300)
        assert np.linalg.norm(matrix @ solve(matrix.__matmul__, right) - right) <= 0.011 * np.linalg.norm(right)


@pytest.mark.parametrize("n", [700, 5000])
@pytest.mark.parametrize("least", [-1.0, -1e-3, -1e-5, 1e-3, 1.0])
def test_one_eigenvalue_among_many_has_its_sign(n: int, least: float) -> None:
    values = np.linspace(2.0, 100.0, n)
    values[n // 3] = least
    found = extremes(values.__mul__, n)
    assert found.sure
    assert np.sign(found.smallest) == np.sign(least)
    assert found.smallest >= least - 1e-9


def test_the_sign_of_a_badly_scaled_hessian_is_right() -> None:
    """Brown's badly scaled function: eigenvalues 2 and 2e12."""
    f = objective("(x - 1e6)^2 + (y - 2e-6)^2 + (x y - 2)^2")
    bent = curvature(f, f.state(np.array([1e6, 2e-6])))
    assert bent is not None
    assert (bent.sign, bent.highest) == (1, 1)
    f = objective("1e12 x^2 - 1e-6 y^2")
    bent = curvature(f, f.state(np.array([0.0, 0.0])))
    assert bent is not None
    assert bent.sign == -1
    assert abs(bent.direction[1]) == pytest.approx(1)


def test_a_second_derivative_that_is_missing() -> None:
    found = run("sqrt(abs(x)^3) + y^2", [1e-9, 1], stop=Stop(1e-4, 100))
    assert found.ending.nature != "minimum" or found.ending.smallest > 0
    f = objective("piecewise(x = 0: 0, x^4 sin(1/x) + x^2)")
    assert look(f, f.state(np.array([0.1])), 1e-6).nature != "minimum"


def test_a_valley_that_is_curved_is_no_saddle() -> None:
    """Beside its bottom f curves down along the valley."""
    ending = run("(x*y - 1)^2", [3, 1], "cg").ending
    assert (ending.nature, ending.converged) == ("flat", True), ending.words


@pytest.mark.parametrize("text", ["x^4 + y^4", "abs(x)^1.5 + y^2", "norm([x, y])^2"])
def test_only_what_is_level_is_said_to_be_as_low(text: str) -> None:
    assert "as low" not in run(text, [0, 0]).ending.words
    assert "as low" in run("(x + y)^2", [0, 0]).ending.words


def test_a_minimum_known_roughly_is_said_to_be_so() -> None:
    ending = run("1e-8 (x - 1000)^2", [0]).ending
    assert ending.nature == "minimum"
    assert "the place known to about" in ending.words
