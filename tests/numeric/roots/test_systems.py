"""Systems: published problems, singular Jacobians, thousands of unknowns; and their linear equations."""

from __future__ import annotations

import numpy as np
import pytest

from mvcalc_cli.errors import InputError, LimitError
from mvcalc_cli.numeric.compiled import Triplets
from mvcalc_cli.numeric.function import compile_numeric
from mvcalc_cli.numeric.roots.linear import SingularError, solve
from mvcalc_cli.numeric.roots.system import System
from mvcalc_cli.numeric.roots.systems import newton_system
from mvcalc_cli.numeric.roots.trace import Run, Stop


def solved(text: str, start: list[float], *, damped: bool = True) -> Run:
    return newton_system(System(compile_numeric(text)), np.array(start), damped=damped)


# Moré, Garbow and Hillstrom 1981, and small ones; the root.
SYSTEMS = [
    ("[x^2 + y^2 - 4, x y - 1]", [2.0, 0.0], [1.9318516525781366, 0.5176380902050415]),
    ("[10 (y - x^2), 1 - x]", [-1.2, 1.0], [1.0, 1.0]),
    ("[10^4 x y - 1, exp(-x) + exp(-y) - 1.0001]", [0.0, 1.0], [1.0981593296997e-05, 9.106146739867]),
    ("[x + 10y, sqrt(5) (z - w), (y - 2z)^2, sqrt(10) (x - w)^2]", [1.0, 3.0, -1.0, 0.0], [0.0, 0.0, 0.0, 0.0]),
    ("[x^2, y]", [1.0, 1.0], [0.0, 0.0]),  # a double root: J is singular there
    ("[log(x) + y, x + 2y - 1]", [3.0, 1.0], [3.512862417252349, -1.2564312086261744]),
]


@pytest.mark.parametrize(("text", "start", "root"), SYSTEMS, ids=lambda part: str(part)[:24])
def test_roots(text: str, start: list[float], root: list[float]) -> None:
    run = solved(text, start)
    assert run.root is not None
    assert run.root.x.tolist() == pytest.approx(root, rel=1e-9, abs=1e-11)


NO_ROOTS = [
    ("[x + y - 1, 2x + 2y - 3]", [1.0, 1.0], "singular", "equations 1 and 2 depend on each other"),
    ("[x^2 + 1, y]", [1.0, 1.0], "singular", "no unknown moves equation 1"),
    ("[x^2 + 10^-30, y]", [1.0, 1.0], "nearest", "no root there"),
    ("[x^2 + y^2 + 1, x - y]", [1.0, 2.0], "nearest", "no root there"),
    ("[tan(x), y]", [1.570796326794, 0.0], "pole", "a pole is no root"),
    ("[1/x + y, y]", [1.0, 1.0], "diverged", "grew"),
]


@pytest.mark.parametrize(("text", "start", "reason", "words"), NO_ROOTS, ids=lambda part: str(part)[:24])
def test_no_roots(text: str, start: list[float], reason: str, words: str) -> None:
    run = solved(text, start)
    assert run.root is None
    assert run.ending.reason == reason
    assert words in run.ending.words


def test_undamped_steps_leave_the_domain() -> None:
    run = solved("[log(x), y]", [3.0, 1.0], damped=False)
    assert run.ending.reason == "domain"
    assert "log of a negative number" in run.ending.words


def test_a_symmetric_start_is_moved() -> None:
    """x and y are alike, and so are all steps from x = y, where the Jacobian is singular."""
    run = solved("[x^2 + y^2 - 4, x y - 1]", [1.0, 1.0])
    assert run.root is not None
    assert solved("[x^2 + y^2 - 4, x y - 1]", [1.0, 1.0], damped=False).ending.reason == "singular"


@pytest.mark.parametrize(
    ("text", "words"),
    [("[x + y, x - y, x]", "3 equations for 2 unknowns"), ("[x + y + z, x]", "1 more is needed")],
)
def test_uneven_systems(text: str, words: str) -> None:
    with pytest.raises(InputError, match=words):
        System(compile_numeric(text))


def tridiagonal(n: int) -> str:
    """Broyden's tridiagonal function, problem 30 of Moré, Garbow and Hillstrom."""
    rows = []
    for i in range(1, n + 1):
        before, after = f" - x{i - 1}" if i > 1 else "", f" - 2x{i + 1}" if i < n else ""
        rows.append(f"(3 - 2x{i}) x{i}{before}{after} + 1")
    return f"[{', '.join(rows)}]"


def boundary(n: int) -> str:
    """The discrete boundary value function, problem 28."""
    rows = []
    for i in range(1, n + 1):
        before, after = f" - x{i - 1}" if i > 1 else "", f" - x{i + 1}" if i < n else ""
        rows.append(f"2x{i}{before}{after} + (x{i} + {i}/{n + 1} + 1)^3/{2 * (n + 1) ** 2}")
    return f"[{', '.join(rows)}]"


@pytest.mark.nightly
def test_a_thousand_unknowns() -> None:
    n = 1000
    for text, start in ((tridiagonal(n), -np.ones(n)), (boundary(n), np.linspace(0, 1, n + 2)[1:-1])):
        system = System(compile_numeric(text))
        run = newton_system(system, start)
        assert run.root is not None
        assert np.abs(system.value(run.root.x)).max() < 1e-13


def test_gradient_of_a_function() -> None:
    run = newton_system(System(compile_numeric("sum((x[i] - i)^2, i=1..n)", lets={"n": 5})), np.zeros(5))
    assert run.root is not None
    assert run.root.x.tolist() == [1.0, 2.0, 3.0, 4.0, 5.0]


def test_max_steps_is_no_convergence() -> None:
    run = newton_system(System(compile_numeric("[x^2 - 2, y - x]")), np.array([50.0, 1.0]), Stop(max_steps=2))
    assert run.root is None
    assert run.ending.reason == "max-steps"


def banded(n: int, below: int, above: int, seed: int) -> Triplets:
    """A regular matrix with a band, its rows and columns shuffled."""
    random = np.random.default_rng(seed)
    offsets = [(np.arange(max(0, -d), min(n, n - d)), d) for d in range(-below, above + 1)]
    rows = np.concatenate([i for i, _ in offsets])
    columns = np.concatenate([i + d for i, d in offsets])
    values = random.normal(size=len(rows)) + 3.0 * (below + above) * (rows == columns)
    order = random.permutation(n)
    return Triplets(order[rows], order[columns], values, (n, n))


@pytest.mark.parametrize(("n", "below", "above"), [(5, 1, 1), (400, 1, 1), (400, 3, 1), (500, 0, 2), (900, 5, 7)])
def test_linear_equations(n: int, below: int, above: int) -> None:
    matrix, right = banded(n, below, above, n), np.random.default_rng(0).normal(size=n)
    assert np.allclose(solve(matrix, right), np.linalg.solve(matrix.dense(), right), rtol=1e-10)


def test_singular_and_too_dense() -> None:
    n = 400
    chain = banded(n, 1, 1, 0)
    zero = Triplets(chain.rows, chain.columns, np.where(chain.rows == 7, 0.0, chain.values), chain.shape)
    with pytest.raises(SingularError):
        solve(zero, np.ones(n))
    with pytest.raises(SingularError):
        solve(Triplets(np.array([0, 1]), np.array([0, 0]), np.array([1.0, 2.0]), (2, 2)), np.ones(2))
    n = 7000
    i = np.arange(n)
    arrow = Triplets(np.r_[i, np.zeros(n, int), i], np.r_[i, i, np.zeros(n, int)], np.ones(3 * n), (n, n))
    with pytest.raises(LimitError, match="no narrow band"):
        solve(arrow, np.ones(n))


@pytest.mark.parametrize("text", ["[tanh(x) - 1, y]", "[y, erf(x) - 1]", "[max(x, 0), y - 1]"])
def test_a_stretch_of_zeros_is_no_root(text: str) -> None:
    run = solved(text, [-1.0 if "max" in text else 1.0, 1.0])
    assert run.root is None
    assert run.ending.reason in {"plateau", "nearest"}


def test_a_flat_root_of_uneven_multiplicities_is_not_denied() -> None:
    run = solved("[x^2, y^4]", [3.0, 3.0])
    assert run.root is not None
    assert run.root.x.tolist() == [0.0, 0.0]
