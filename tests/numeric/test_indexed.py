"""Indexed sums and products: one vector operation each, equal to what they stand for."""

from __future__ import annotations

import numpy as np
import pytest

from mvcalc_cli.calculus.evaluate import evaluate
from mvcalc_cli.calculus.lower import lower
from mvcalc_cli.calculus.undefined import UndefinedError
from mvcalc_cli.errors import InputError, LimitError, MvcalcError
from mvcalc_cli.language import parse
from mvcalc_cli.numeric.check import check_gradients
from mvcalc_cli.numeric.function import compile_numeric
from tests.numeric.texts import LOGS, NETWORK, ROSENBROCK, logs, network, rosenbrock

INDEXED = [
    "sum(100*(x[i+1]-x[i]^2)^2 + (1-x[i])^2, i=1..6)",
    "sum(sum(x[i]*x[j], j=1..i)^2, i=1..4)",
    "sum(sum(a[i]*x[j]/(i+j), j=1..3)^2, i=1..4)",
    "sum((sum(a[j]*tanh(w[j]*k+b[j]), j=1..3) - k/10)^2, k=1..4)",
    "prod(x[i] + i, i=1..5)",
    "sum(prod(x[j], j=1..i), i=0..5)",
    "prod(sum(x[j]^i, j=1..3), i=1..4)",
    "sum(prod(x[j] - i, j=1..i), i=1..3)",
    "sum(x[2i-1]*x[2i], i=1..3) + x[7]",
    "sum(x[7-i]*i, i=1..6)",
    "sum([1, 4, 9][i]*x[i], i=1..3)",
    "sum([y, x[1], 2][i]*x[i], i=1..3)",
    "sum(y, i=1..5) + prod(y, i=1..3)",
    "sum(piecewise(i < 3: x[i]^2, x[i]), i=1..5)",
    "sum(x[i]*sum(i*y^j, j=i..4), i=1..6)",
    "sum(x[1]^i, i=1..3)*x[2]",
    "sum(sum(sum(x[i]*x[j]*x[k], k=j..3), j=i..3), i=1..3)",
    "[sum(x[i], i=1..3), prod(x[i], i=1..3)][2]",
]


@pytest.mark.parametrize("text", INDEXED)
def test_indexed_sums_are_what_they_stand_for(text: str) -> None:
    tree = parse(text).tree
    numeric, opened = compile_numeric(tree), compile_numeric(lower(tree))
    assert set(opened.names) <= set(numeric.names)
    v = np.random.default_rng(1).uniform(0.3, 1.5, numeric.size)
    known = [numeric.names.index(name) for name in opened.names]
    value, slopes = numeric.gradient(v)
    expected, expected_slopes = opened.gradient(v[known])
    assert value == pytest.approx(expected, rel=1e-12)
    assert value == pytest.approx(evaluate(tree, numeric.layout.point(v)), rel=1e-12)
    assert slopes[known] == pytest.approx(expected_slopes, rel=1e-11, abs=1e-12)
    assert numeric.hessian(v).dense()[np.ix_(known, known)] == pytest.approx(
        opened.hessian(v[known]).dense(), rel=1e-10, abs=1e-10
    )
    assert check_gradients(numeric, v).verdict == "agrees"


@pytest.mark.parametrize(
    ("indexed", "written", "lets"),
    [
        (ROSENBROCK, rosenbrock(40), {"n": 40}),
        (LOGS, logs(60), {"n": 60}),
        (NETWORK, network(30, 9), {"m": 30, "s": 9}),
        (NETWORK, network(30, 3), {"m": 30, "s": 3}),
    ],
)
def test_indexed_is_written_out_is_expanded(indexed: str, written: str, lets: dict[str, int]) -> None:
    short, long = compile_numeric(indexed, lets=lets), compile_numeric(written)
    read = compile_numeric(parse(written, max_length=10**6).tree)
    assert [name.replace("[", "").replace("]", "") for name in short.names] == list(long.names) == list(read.names)
    v = np.random.default_rng(2).uniform(0.3, 1.5, short.size)
    for numeric in (long, read):
        assert numeric.gradient(v)[0] == pytest.approx(short.gradient(v)[0], rel=1e-12)
        assert numeric.gradient(v)[1] == pytest.approx(short.gradient(v)[1], rel=1e-11, abs=1e-12)
        assert numeric.hessian(v).dense() == pytest.approx(short.hessian(v).dense(), rel=1e-9, abs=1e-9)


def test_a_product_with_a_zero_has_its_slope() -> None:
    value, slopes = compile_numeric("prod(x[i], i=1..4)").gradient(np.array([2.0, 0.0, 3.0, 5.0]))
    assert (value, slopes.tolist()) == (0.0, [0.0, 30.0, 0.0, 0.0])


def test_powers_from_0_and_1_on_at_0() -> None:
    for text, n in (("sum(i*x[1]^(i-1), i=1..5)", 1), ("1*y^0 + 2*y^1 + 3*y^2 + 4*y^3 + 5*y^4", 1)):
        numeric = compile_numeric(text)
        assert (numeric.gradient(np.zeros(n))[1].tolist(), numeric.hessian(np.zeros(n)).dense().tolist()) == (
            [2],
            [[6]],
        )
    assert compile_numeric("sum(x[i]^i, i=1..3)").gradient(np.zeros(3))[1].tolist() == [1, 0, 0]
    with pytest.raises(UndefinedError, match="where i = 1"):
        compile_numeric("sum(x[i]^(i/2), i=1..3)").gradient(np.zeros(3))


def test_bounds_from_sums_at_different_depths() -> None:
    numeric = compile_numeric("sum(sum(sum(x[k]*j, k=j..i), j=1..i), i=1..3)")
    v = np.array([2.0, 3.0, 5.0])
    assert numeric.value(v) == sum(v[k - 1] * j for i in (1, 2, 3) for j in range(1, i + 1) for k in range(j, i + 1))


def test_constant_vectors() -> None:
    numeric = compile_numeric("sum((y[i] - a*t[i])^2, i=1..n)", lets={"n": 3, "y": [1, 2, 3], "t": np.arange(3.0)})
    assert numeric.names == ("a",)
    value, slopes = numeric.gradient(np.array([1.0]))
    assert (value, slopes.tolist()) == (3.0, [-6.0])
    with pytest.raises(InputError, match=r"no component y\[4\]: indices go from 1 to 3") as caught:
        compile_numeric("sum(y[i], i=1..4)", lets={"y": [1, 2, 3]})
    place = caught.value.place
    assert place is not None
    assert place.text[place.start : place.end] == "y[i]"


def test_sums_that_are_empty_in_some_rows() -> None:
    numeric = compile_numeric("sum(sum(x[i]*x[j], j=i+1..n), i=1..n)", lets={"n": 3})
    assert numeric.value(np.array([2.0, 3.0, 5.0])) == 31.0
    assert compile_numeric("sum(prod(x[j], j=i+1..2), i=1..2)").value(np.array([2.0, 3.0])) == 4.0


@pytest.mark.parametrize(
    ("text", "error", "said"),
    [
        ("sum(x[i], i=1..n)", InputError, "the bounds of this sum must be numbers"),
        ("sum(x[i], i=1..5/2)", InputError, "not whole numbers"),
        ("sum(x[i-1], i=1..5)", InputError, r"no component x\[0\]"),
        ("sum(x[i/2], i=1..5)", InputError, r"no component x\[0.5\]"),
        ("sum(x[i], i=1..1000000000)", LimitError, "1,000,000,000 terms"),
        ("x[y] + x[1]", InputError, "an index must be a number"),
        ("sum(x[i], i=5..1)", InputError, "this sum has no terms: i goes from 5 to 1"),
        ("sum(x[i], i=1..oo)", InputError, "not whole numbers: i goes from 1 to ∞"),
        ("sum(A[i,j], i=1..3)", InputError, "an index must be a number"),
        ("sum(A[i,1] + A[i], i=1..3)", InputError, "A has one index in one place, and two in another"),
        ("sum(A[i,0], i=1..3)", InputError, r"no component A\[1,0\]: indices are whole numbers"),
        ("sum(A[i,2], i=1..3) + A", InputError, "A stands here as a whole matrix"),
        ("sum(A[i,100000], i=1..100000)", LimitError, "A has 10,000,000,000 components"),
    ],
)
def test_what_is_wrong_is_said(text: str, error: type[Exception], said: str) -> None:
    with pytest.raises(error, match=said):
        compile_numeric(text)


def test_the_term_without_a_value_is_named() -> None:
    numeric = compile_numeric("sum(log(x[i] - 1/2), i=1..3)")
    with pytest.raises(UndefinedError, match=r"log of a negative number \(−0.25\)") as caught:
        numeric.value(np.array([1.0, 0.25, 1.0]))
    place = caught.value.place
    assert place is not None
    assert place.text[place.start : place.end] == "log(x[i] - 1/2)"


@pytest.mark.parametrize(
    ("lets", "error", "said", "hint"),
    [
        ({"n": 0}, InputError, "this sum has no terms: i goes from 1 to −1", "n is 0 here: try --let n=10"),
        ({"n": 1}, InputError, "this sum has no terms: i goes from 1 to 0", "n is 1 here"),
        ({"n": -3}, InputError, "this sum has no terms: i goes from 1 to −4", "n is −3 here"),
        ({"n": 2.5}, InputError, "not whole numbers: i goes from 1 to 1.5", "n is 2.5 here"),
        (
            {"n": 10**9},
            LimitError,
            "this sum has 999,999,999 terms; 50,000,000 is the limit",
            "n is 1,000,000,000 here",
        ),
        ({"n": float("nan")}, InputError, "n is not a finite number", ""),
        ({"n": [1, float("inf")]}, InputError, "n has an entry that is not a finite number", ""),
        ({"n": []}, InputError, "n has no entries", ""),
        ({"n": "three"}, InputError, "n must be a number, a vector or a matrix", ""),
        ({}, InputError, "the bounds of this sum must be numbers", "give them: --let n=10"),
    ],
)
def test_how_long_a_sum_is(lets: dict[str, object], error: type[MvcalcError], said: str, hint: str) -> None:
    with pytest.raises(error) as caught:
        compile_numeric(ROSENBROCK, lets=lets)
    assert said in caught.value.message
    assert hint in (caught.value.hint or "")
