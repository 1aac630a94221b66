"""Linear least squares: hard data, what cannot be told apart, weights, pieces."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from mvcalc_cli.calculus.undefined import UndefinedError
from mvcalc_cli.errors import DomainError, InputError
from mvcalc_cli.language import parse
from mvcalc_cli.language.tree import variables
from mvcalc_cli.numeric.fit import gather, linear
from mvcalc_cli.numeric.fit.data import Data
from mvcalc_cli.numeric.fit.in_pieces import solve_in_pieces
from mvcalc_cli.numeric.fit.linear import solve_linear
from mvcalc_cli.numeric.fit.model import Model, compiled
from mvcalc_cli.numeric.fit.rank import pivoted_triangle, ranked
from mvcalc_cli.numeric.fit.refine import Factored, refined
from mvcalc_cli.numeric.fit.sample import concatenated
from mvcalc_cli.numeric.fit.solution import Solution
from tests.numeric.fit.long_tables import LongTable, as_they_are

SOLVERS = pytest.mark.parametrize("solve", [solve_linear, solve_in_pieces])
NOISE = np.array([0.3, -1.1, 0.7, 0.2, -0.4, 1.3, -0.9, 0.1, 0.8, -0.6])
K = np.arange(10.0)


def model(text: str, *columns: str) -> Model:
    tree = parse(text).tree
    return compiled(tree, [name for name in variables(tree) if name not in columns], columns, text)


def fitted(text: str, y: Any, solve: Any = solve_linear, sigma: Any = None, **columns: Any) -> Solution:
    arrays = {name: np.asarray(column, dtype=float) for name, column in columns.items()}
    found: Solution = solve(model(text, *columns), Data(arrays, np.asarray(y, dtype=float), sigma))
    return found


def exact_line(x: Any, y: Any) -> tuple[Fraction, Fraction, Fraction]:
    """a, b and the sum of squares of y = a + b·x in exact arithmetic."""
    xs, ys = [Fraction(float(each)) for each in x], [Fraction(float(each)) for each in y]
    nothing = Fraction(0)
    mean_x, mean_y = sum(xs, nothing) / len(xs), sum(ys, nothing) / len(ys)
    across = sum(((p - mean_x) * q for p, q in zip(xs, ys, strict=True)), nothing)
    b = across / sum(((p - mean_x) * (p - mean_x) for p in xs), nothing)
    a = mean_y - b * mean_x
    left = [q - a - b * p for p, q in zip(xs, ys, strict=True)]
    return a, b, sum((each * each for each in left), nothing)


@SOLVERS
@pytest.mark.parametrize(
    ("x", "y", "why"),
    [
        (K, 3 * K + NOISE, "plain"),
        (1e15 + K, 3 * K + NOISE, "x near 1e15"),
        (1e-15 * K, 3 * K + NOISE, "x near 0"),
        (1e6 + 1e-6 * K, 5 + NOISE, "x hardly varies"),
        (-K, 1e9 + NOISE, "y far from 0"),
        (1e150 * K, 1e140 * NOISE, "large numbers"),
        (1e-150 * K, 1e-140 * NOISE, "small numbers"),
    ],
)
def test_a_line_as_in_exact_arithmetic(x: Any, y: Any, why: str, solve: Any) -> None:
    a, b, chi2 = exact_line(x, y)
    found = fitted("a + b*x", y, solve, x=x)
    assert found.ending.converged, why
    assert abs(Fraction(found.theta[1]) / b - 1) < 1e-9, why
    assert abs(Fraction(found.theta[0]) / a - 1) < 1e-9, why
    assert abs(Fraction(found.chi2) / chi2 - 1) < 1e-9, why


@SOLVERS
def test_the_inverse_is_that_of_the_normal_equations(solve: Any) -> None:
    found = fitted("b*x + a + c*x^2", NOISE, solve, x=K)
    slopes = np.column_stack([np.ones(10), K, K**2])
    assert found.names == ("a", "b", "c")
    assert found.root is not None
    assert found.root @ found.root.T == pytest.approx(np.linalg.inv(slopes.T @ slopes), rel=1e-9)
    assert found.end.triangle.T @ found.end.triangle == pytest.approx(slopes.T @ slopes, rel=1e-12)
    assert not found.end.c.any()


@SOLVERS
def test_weights_are_as_good_as_rows_given_several_times(solve: Any) -> None:
    times = np.array([1, 2, 1, 3, 1, 1, 2, 1, 1, 4])
    weighted = fitted("a + b*x", NOISE, solve, sigma=1 / np.sqrt(times), x=K)
    repeated = fitted("a + b*x", np.repeat(NOISE, times), solve, x=np.repeat(K, times))
    assert weighted.theta == pytest.approx(repeated.theta, rel=1e-10)
    assert weighted.chi2 == pytest.approx(repeated.chi2, rel=1e-10)


@SOLVERS
def test_a_part_without_parameters(solve: Any) -> None:
    found = fitted("a*x + 7*sin(x) + b", 3 * K + 1 + 7 * np.sin(K), solve, x=K)
    assert found.theta == pytest.approx([3, 1], rel=1e-13)
    assert found.ending.reason == "exact"


@SOLVERS
def test_fixed_parameters(solve: Any) -> None:
    f = model("a + b*x", "x")
    data = Data({"x": K}, 2 + 3 * K + NOISE)
    assert solve(f.bound({"b": 3.0}), data).theta == pytest.approx([2 + NOISE.mean()])
    nothing_free = solve(f.bound({"a": 2.0, "b": 3.0}), data)
    assert nothing_free.theta.shape == (0,)
    assert nothing_free.chi2 == pytest.approx(float(NOISE @ NOISE))


@SOLVERS
@pytest.mark.parametrize(
    ("text", "y", "theta", "why"),
    [
        ("a + b*x", np.full(10, 5.0), [5, 0], "a constant y"),
        ("a + b*x", np.zeros(10), [0, 0], "nothing at all"),
        ("a + b*x", 0.1 + 0.2 * K, [0.1, 0.2], "rounded to doubles"),
        ("a + b*x + c*x^2", K**2, [0, 0, 1], "a square"),
        ("a*x", -3 * K, [-3], "without a constant"),
    ],
)
def test_perfect_fits(text: str, y: Any, theta: list[float], why: str, solve: Any) -> None:
    found = fitted(text, y, solve, x=K)
    assert found.ending.reason == "exact", why
    assert found.chi2 == 0, why
    assert found.theta == pytest.approx(theta, rel=1e-14, abs=1e-15), why


@SOLVERS
def test_small_residuals_are_no_perfect_fit(solve: Any) -> None:
    found = fitted("a + b*x", 1 + K + 1e-13 * NOISE, solve, x=K)
    assert found.ending.reason == "direct"
    assert 0 < found.chi2 < 1e-24


SINGULAR = (
    # model, columns, blame, words, why
    ("a + b*x", {"x": np.full(10, 3.0)}, "a b", "do not tell a and b apart", "equal x"),
    ("a + b*x", {"x": np.full(10, 0.1)}, "a b", "do not tell a and b apart", "equal x that are rounded"),
    ("a + b*u + c*v", {"u": K, "v": 2 * K + 3}, "a b c", "tell a, b and c apart", "collinear with the constant"),
    ("a + b*u + c*v", {"u": K, "v": 0.1 * K}, "b c", "tell b and c apart", "collinear but for rounding"),
    ("a + b*u + c*v + d*w", {"u": K, "v": -K, "w": K**2}, "b c", "tell b and c apart", "w has no part in it"),
    ("a*u + b*v + c*w + d*z", {"u": K, "v": K, "w": K**2, "z": K**2}, "a b c d", "a and b apart, nor c and d", "two"),
    ("a + b + c*x", {"x": K}, "a b", "tell a and b apart", "twice the same parameter"),
    ("a + 0*b + c*x", {"x": K}, "b", "do not depend on b", "a parameter that the data cannot see"),
    ("a + b*max(x - 20, 0)", {"x": K}, "b", "do not depend on b", "a branch that is never taken"),
    ("a + b*x + c*(1 - x)", {"x": K}, "a b c", "tell a, b and c apart", "the constant is in the span"),
)


@SOLVERS
@pytest.mark.parametrize("row", SINGULAR)
def test_what_cannot_be_told_apart_is_named(row: tuple[str, dict[str, Any], str, str, str], solve: Any) -> None:
    text, columns, blame, words, why = row
    found = fitted(text, NOISE, solve, **columns)
    assert not found.ending.converged, why
    assert found.ending.reason == "singular", why
    assert words in found.ending.words, why
    assert found.ending.hint, why
    assert found.ending.blame == tuple(blame.split()), why
    assert np.isfinite(found.theta).all(), why
    assert found.root is None, why


@SOLVERS
def test_a_hopeless_polynomial(solve: Any) -> None:
    text = " + ".join(f"b{k}*x^{k}" for k in range(13))
    found = fitted(text, np.resize(NOISE, 40), solve, x=1000 + np.arange(40.0))
    assert found.ending.reason == "singular"
    assert found.ending.words.endswith("combinations of the 13 parameters")
    assert len(found.ending.blame) == 13


@SOLVERS
def test_too_few_rows(solve: Any) -> None:
    found = fitted("a + b*x + c*x^2", [1, 2], solve, x=[1, 2])
    assert found.ending.words == "2 rows do not determine 3 parameters"
    assert fitted("a + b*x", [1], solve, x=[1]).ending.words == "1 row does not determine 2 parameters"


@SOLVERS
def test_as_many_rows_as_parameters(solve: Any) -> None:
    found = fitted("a + b*x", [1, 4], solve, x=[1, 2])
    assert found.theta == pytest.approx([-2, 3])
    assert found.ending.reason == "exact"


@SOLVERS
def test_few_digits_are_said(solve: Any) -> None:
    found = fitted("b*x + a", 2e15 + 2 * K + NOISE, solve, x=1e15 + K)
    assert found.digits < 3
    assert "can be trusted" in found.ending.words


@SOLVERS
@pytest.mark.parametrize("y", [K, K**2, [1, 2, 2.9, 4.2], NOISE])
def test_a_parabola_far_from_0_is_refused(y: Any, solve: Any) -> None:
    # x² is 10³⁰, of which a long double keeps 19 digits: the parabola is all in those it does not keep.
    lost = fitted("a + b*x + c*x^2", y, solve, x=1e15 + np.arange(len(y)))
    assert lost.ending.reason == "singular"
    assert lost.root is None or "no digit" in lost.ending.words


@SOLVERS
def test_rows_without_a_value(solve: Any) -> None:
    with pytest.raises(UndefinedError, match=r"log of a negative number \(−3\) in row 1, where x = −3"):
        fitted("a + b*log(x)", K, solve, x=K - 3)


@SOLVERS
def test_too_large_and_too_small_to_be_squared(solve: Any) -> None:
    with pytest.raises(DomainError, match="overflow"):
        fitted("a + b*x", 1e200 * NOISE, solve, x=K)
    with pytest.raises(DomainError, match="underflow"):
        fitted("a + b*x", 1e-200 * NOISE, solve, x=K)


def test_what_is_refused() -> None:
    with pytest.raises(InputError, match="not linear in k"):
        fitted("a*exp(k*x)", K, x=K)
    with pytest.raises(InputError, match="no rows"):
        fitted("a*x", [], x=[])


@pytest.mark.parametrize("seed", range(5))
def test_pieces_give_what_the_whole_gives(seed: int) -> None:
    x = np.sin(np.arange(1.0, 5001.0) * (seed + 1)) * 10**seed
    y = np.cos(np.arange(5000.0) ** 2)
    whole = fitted("a + b*x + c*x^2 + d*exp(x/1000)", y, x=x)
    pieces = fitted("a + b*x + c*x^2 + d*exp(x/1000)", y, solve_in_pieces, x=x)
    assert whole.ending.reason == pieces.ending.reason
    assert whole.root is not None
    scale = np.abs(whole.theta) + np.sqrt(np.square(whole.root).sum(axis=1) * whole.chi2 / 4996)
    known = min(whole.digits, pieces.digits, 13.0)
    assert known > 4
    assert np.all(np.abs(whole.theta - pieces.theta) <= 10.0**-known * scale)


def test_a_long_table_on_several_cores(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gather, "SHORT", 1000)
    monkeypatch.setattr(linear, "_REFINED", 1000)
    table = LongTable(10_000, 1700)
    rows = gather.gathered(table, ["x", "y"], as_they_are, workers=2)
    f = model("a + b*x + c*x^2", "x")
    found = solve_linear(f, rows)
    again = solve_in_pieces(f, concatenated([as_they_are(piece.read(["x", "y"]).columns) for piece in table.pieces()]))
    assert found.theta == pytest.approx(again.theta, rel=1e-12)
    assert found.chi2 == pytest.approx(again.chi2, rel=1e-12)
    with pytest.raises(UndefinedError, match=r"in row 7,001, where .*x = 3.1338"):
        solve_linear(model("a + b/(x - 3.1338)", "x"), rows)


def test_rank_and_pivots() -> None:
    matrix = np.triu(np.array([[3.0, 6.0, 1.0], [0.0, 0.0, 2.0], [0.0, 0.0, 0.0]]))
    found = ranked(matrix)
    assert found.rank == 2
    assert matrix @ found.null == pytest.approx(np.zeros((3, 1)), abs=1e-14)
    triangle, order = pivoted_triangle(matrix)
    assert triangle.T @ triangle == pytest.approx((matrix.T @ matrix)[np.ix_(order, order)])
    assert np.all(np.abs(np.diff(np.abs(np.diag(triangle)))) >= 0)
    assert ranked(np.zeros((2, 2))).rank == 0
    assert ranked(np.zeros((0, 0))).is_full


def test_refinement_mends_a_poor_factorisation() -> None:
    matrix = np.vander(np.linspace(1, 2, 30), 6)
    q, triangle = np.linalg.qr(matrix.astype(np.float32))
    y = matrix.astype(np.longdouble) @ np.arange(1.0, 7.0)
    found = refined(matrix.astype(np.longdouble), Factored(q.astype(float), triangle.astype(float)), y)
    assert found.z.astype(float) == pytest.approx(np.arange(1.0, 7.0), rel=1e-12)
    assert found.rounds > 3
