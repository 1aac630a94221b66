"""Sparse Hessians and Jacobians by colouring, and sizes that recursion or expansion would not survive."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest

from mvcalc_cli.errors import LimitError
from mvcalc_cli.language.tree import Tree, add, call, multiply, number, power, variable
from mvcalc_cli.numeric.check import check_gradients
from mvcalc_cli.numeric.colouring import colours, symmetric_colours
from mvcalc_cli.numeric.function import compile_numeric
from mvcalc_cli.numeric.sparsity import Pattern
from tests.numeric.texts import ROSENBROCK, logs, rosenbrock


def assert_proper(pattern: Pattern, colour: np.ndarray) -> None:
    """Two columns of one colour share no row."""
    pairs = pattern.rows * (colour.max(initial=0) + 1) + colour[pattern.columns]
    assert len(np.unique(pairs)) == len(pairs)


@pytest.mark.parametrize("seed", range(5))
def test_colours_of_random_patterns(seed: int) -> None:
    draw = np.random.default_rng(seed)
    matrix = draw.random((40, 60)) < 0.05
    pattern = Pattern(*np.nonzero(matrix))
    assert_proper(pattern, colours(pattern, 60))


def test_few_colours_for_bands_and_arrows() -> None:
    band = np.abs(np.subtract.outer(np.arange(500), np.arange(500))) <= 1
    assert colours(Pattern(*np.nonzero(band)), 500).max() == 2
    arrow = np.eye(500, dtype=bool)
    arrow[3] = arrow[:, 3] = True
    colour, is_dense = symmetric_colours(Pattern(*np.nonzero(arrow)), 500)
    assert (colour.max(), np.flatnonzero(is_dense).tolist()) == (1, [3])


HESSIANS = [
    (ROSENBROCK, {"n": 50}), ("sum((x[i] - m)^2 exp(m x[i]), i=1..200)", {}),
    ("sum(x[i]*x[101-i], i=1..100) + x[1]^3", {}), ("sum(x[i], i=1..50)^2/50 + sum(log(x[i]), i=1..50)", {}),
    ("prod(x[i], i=1..12)", {}), ("sum(sum(a[i]*b[j]*c, j=i..9), i=1..9)", {}), ("a + 2b", {}),
    ("sum(cos(x[i]*x[mod(7i, 30) + 1]), i=1..30)", {}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "lets"), HESSIANS)
def test_sparse_hessians_are_whole(text: str, lets: dict[str, int]) -> None:
    numeric = compile_numeric(text, lets=lets)
    v = np.random.default_rng(0).uniform(0.5, 1.5, numeric.size)
    found = numeric.hessian(v)
    columns = np.array([numeric.hessian_vector(v, d) for d in np.eye(numeric.size)])
    assert found.dense() == pytest.approx(columns, rel=1e-12, abs=1e-10 * (1 + np.abs(columns).max()))
    assert len(np.unique(found.rows * numeric.size + found.columns)) == len(found.rows)


def test_a_chain_has_three_diagonals() -> None:
    numeric = compile_numeric(rosenbrock(1000))
    found = numeric.hessian(np.ones(1000))
    assert len(found.rows) == 3 * 1000 - 2
    assert np.abs(found.rows - found.columns).max() == 1


def test_a_dense_hessian_of_many_variables_is_refused() -> None:
    numeric = compile_numeric("sum(x[i], i=1..20000)^2")
    with pytest.raises(LimitError, match="entries that differ from 0"):
        numeric.hessian(np.ones(20_000))
    assert numeric.hessian_vector(np.ones(20_000), np.ones(20_000))[7] == 40_000.0


@pytest.mark.nightly
def test_a_hundred_thousand_terms_without_recursion() -> None:
    """Like terms, and terms none of which is like another."""
    for text in (rosenbrock(100_000), logs(100_000)):
        numeric = compile_numeric(text)
        v = np.full(numeric.size, 1.1)
        assert np.all(np.isfinite(numeric.gradient(v)[1]))
    deep: Tree = variable("x")
    for k in range(20_000):
        deep = add(call("sin", deep), number(k)) if k % 2 else multiply(number(2), deep)
    value, slopes = compile_numeric(deep).gradient(np.array([0.3]))
    assert np.isfinite(value)
    assert np.isfinite(slopes).all()


def test_thousands_of_unlike_terms() -> None:
    x = variable("x")
    terms = [power(add(x, *[number(1)] * (k % 7)), number(k % 40)) for k in range(5000)]
    numeric = compile_numeric(add(*terms))
    assert check_gradients(numeric, np.array([0.01])).verdict == "agrees"


MILLION = f"""
import resource
import numpy as np
from mvcalc_cli.numeric.function import compile_numeric
numeric = compile_numeric({ROSENBROCK!r}, lets={{"n": 1_000_000}})
v = np.full(1_000_000, 0.5)
slopes = numeric.gradient(v)[1]
numeric.hessian_vector(v, slopes)
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
"""


def test_a_million_variables_in_less_than_a_gibibyte() -> None:
    done = subprocess.run([sys.executable, "-c", MILLION], capture_output=True, text=True, check=True)
    assert int(done.stdout) < 1024
