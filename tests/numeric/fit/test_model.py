"""Compiled models: values, exact derivatives, what they are linear in, and rows on which they have no value."""

from __future__ import annotations

import pickle

import numpy as np
import pytest

from mvcalc_cli.calculus.undefined import UndefinedError
from mvcalc_cli.errors import InputError
from mvcalc_cli.language import parse
from mvcalc_cli.language.tree import variables
from mvcalc_cli.numeric.fit.data import Data
from mvcalc_cli.numeric.fit.in_memory import BLOCK, InMemory, linearised_block, part
from mvcalc_cli.numeric.fit.loss import Loss
from mvcalc_cli.numeric.fit.model import Model, compiled
from mvcalc_cli.numeric.fit.triangles import joined


def model(text: str, predictors: str = "x") -> Model:
    tree = parse(text).tree
    columns = predictors.split()
    return compiled(tree, [name for name in variables(tree) if name not in columns], columns, text)


SMOOTH = (
    "a + b*x",
    "a*exp(-b*x) + c",
    "A*exp(-(x-m)^2/(2*s^2))",
    "A*x^n/(K^n + x^n)",
    "a*sin(w*x + p)/x",
    "b1*(b2 + x)^(-1/b3)",
    "b1 - b2*x - atan(b3/(x - 9))/pi",
    "piecewise(x < 1: a*x, b*x^2)",
    "a*erf(x*b) + gamma(c + x)",
    "sum(a*k*x^k, k=1..4)*b",
    "log(a*x, 3) + sqrt(b + x)*tanh(c*x)",
    "dot([a, b], [1, x])",
    "max(a*x, b)",
)


@pytest.mark.parametrize("text", SMOOTH)
def test_derivatives_are_those_of_differences(text: str) -> None:
    f = model(text)
    theta = 0.7 + 0.31 * np.arange(len(f.parameters))
    columns = {"x": np.array([0.3, 0.8, 1.7, 2.9])}
    value, slopes = f.jacobian(theta, columns)
    assert value == pytest.approx(f.values(theta, columns), rel=1e-14)
    for k in range(len(theta)):
        step = np.zeros(len(theta))
        step[k] = 1e-6
        difference = (f.values(theta + step, columns) - f.values(theta - step, columns)) / 2e-6
        assert slopes[:, k] == pytest.approx(difference, rel=1e-7, abs=1e-8)


@pytest.mark.parametrize("text", [text for text in SMOOTH if "erf" not in text])  # which has doubles only
def test_extended_precision_agrees_and_goes_further(text: str) -> None:
    f = model(text)
    theta = 0.7 + 0.31 * np.arange(len(f.parameters))
    x = np.array([0.3, 0.8, 1.7])
    value, slopes = f.exact_jacobian(theta, {"x": x})
    plain = f.jacobian(theta, {"x": x})
    assert value.dtype == slopes.dtype == np.longdouble
    assert value.astype(float) == pytest.approx(plain[0], rel=1e-13)
    assert slopes.astype(float) == pytest.approx(plain[1], rel=1e-12, abs=1e-14)
    assert np.array_equal(f.exact_values(theta, {"x": x}), value)


def test_numbers_are_as_typed_in_extended_precision() -> None:
    found = model("0.1*x + pi*a").exact_values([0.0], {"x": np.array([10.0])})
    assert abs(found[0] - 1) < np.finfo(np.longdouble).eps


def test_what_derivatives_share_is_computed_once() -> None:
    f = model("a*exp(-k*x) + b*exp(-k*x)*x")
    f.jacobian([1.0, 1.0, 1.0], {"x": np.ones(1)})
    operations = [instruction.operation for instruction in f._plain.graph.code]
    assert operations.count("exp") == 1


@pytest.mark.parametrize("text", ["A*x^n", "A*x^n/(K^n + x^n)", "A*(1 - exp(-(x/K)^n))", "A*(x*K)^n"])
def test_a_power_of_0_does_not_depend_on_its_exponent(text: str) -> None:
    f = model(text)
    for n in (0.5, 1.0, 1.5, 2.0):
        theta = [{"A": 2.0, "K": 3.0, "n": n}[name] for name in f.parameters]
        value, slopes = f.jacobian(theta, {"x": np.array([0.0, 2.0])})
        assert value[0] == 0
        assert not slopes[0].any()
        assert slopes[1].all()


def test_where_there_is_no_value_is_nan_and_nothing_is_warned() -> None:
    f = model("a*log(x) + exp(b*x)")
    value, slopes = f.jacobian([1.0, 1.0], {"x": np.array([1.0, -1.0, 1e6])})
    assert np.isnan(value).tolist() == [False, True, True]
    assert np.isnan(slopes).any(axis=1).tolist() == [False, True, True]


def test_long_columns_in_blocks_are_those_of_single_rows() -> None:
    f = model("a*exp(-b*x)")
    x = np.linspace(0, 3, 50_001)
    value, slopes = f.jacobian([2.0, 0.5], {"x": x})
    places = [0, 16383, 16384, 16385, 50_000]
    alone = f.jacobian([2.0, 0.5], {"x": x[places]})
    assert np.array_equal(value[places], alone[0])
    assert np.array_equal(slopes[places], alone[1])


def test_bound_parameters_are_numbers() -> None:
    f = model("a*exp(-b*x)").bound({"b": 2.0})
    assert f.parameters == ("a",)
    assert f.is_linear
    assert f.jacobian([3.0], {"x": np.zeros(2)})[1].tolist() == [[1.0], [1.0]]
    with pytest.raises(InputError, match="q is no parameter of the model"):
        f.bound({"q": 1.0})


def test_a_model_without_columns() -> None:
    value, slopes = model("c", "x").bound({}).jacobian([2.0], {"x": np.zeros(3)})
    assert value.tolist() == [2.0, 2.0, 2.0]
    assert slopes.shape == (3, 1)
    assert compiled(parse("c").tree, ["c"], []).values([2.0], {}, 4).tolist() == [2.0] * 4


def test_a_model_travels_to_other_processes() -> None:
    f = model("a*x^2 + b").bound({"b": 1.0})
    f.values([1.0], {"x": np.ones(1)})
    g = pickle.loads(pickle.dumps(f))
    assert g.values([2.0], {"x": np.array([3.0])}).tolist() == [19.0]


def test_a_vector_is_no_model() -> None:
    with pytest.raises(InputError, match="one number for each row"):
        model("[a*x, b]").values([1.0, 1.0], {"x": np.ones(1)})


LINEAR = (
    # model, linear in, why
    ("a + b*x", "a b", "a line"),
    ("a*(x - 3) + b*exp(2x)", "a b", "through brackets and functions of the data"),
    ("a*x + a*b", "a", "a·b: linear in either; a comes first"),
    ("a*b*x", "a", "one of a product"),
    ("a*(b*x + c)", "b c", "the larger of two choices"),
    ("a*exp(-k*x) + c", "a c", "not k"),
    ("V*x/(K + x)", "V", "the denominator bends"),
    ("(a*x + b)/(1 + x^2)", "a b", "a denominator of data"),
    ("a^1*x", "a", "a power of 1"),
    ("a^2*x", "", "a square"),
    ("a*x + a*x^2", "a", "twice the same, added"),
    ("(a*x)*(a + 1)", "", "a·a"),
    ("-(a - b*x)", "a b", "signs"),
    ("piecewise(x < 3: a*x, b)", "a b", "a condition of data"),
    ("piecewise(x < a: x, b)", "b", "a condition of parameters"),
    ("sum(a*k*x^k, k=1..3)", "a", "written out"),
    ("dot([a, b], [1, x])", "a b", "written out"),
    ("abs(a*x)", "", "a kink bends"),
    ("x", "", "nothing to estimate"),
    ("a + 10^b*x", "a", "an exponent"),
)


@pytest.mark.parametrize(("text", "names", "why"), LINEAR)
def test_linear_in(text: str, names: str, why: str) -> None:
    f = model(text)
    assert f.linear_in == set(names.split()), why
    assert f.is_linear == (len(names.split()) == len(f.parameters)), why


@pytest.mark.parametrize(("text", "names", "why"), LINEAR)
def test_the_second_derivatives_agree_with_linear_in(text: str, names: str, why: str) -> None:
    f = model(text)
    x = {"x": np.array([0.5, 2.0, 4.0])}
    theta = 1.3 + 0.7 * np.arange(len(f.parameters))
    moved = theta + [float(name in names.split()) for name in f.parameters]
    before, after = (f.jacobian(point, x)[1] for point in (theta, moved))
    inside = [place for place, name in enumerate(f.parameters) if name in names.split()]
    assert before[:, inside] == pytest.approx(after[:, inside], rel=1e-12), why


@pytest.mark.parametrize(
    ("text", "has", "why"),
    [
        ("a + b*x", True, "a itself"),
        ("b*x", False, "through the origin"),
        ("a*x + b*(1 - x)", True, "their sum"),
        ("a*x + b*x^2", False, "nothing constant"),
        ("a*exp(-k*x)", False, "a decay to 0"),
        ("a*exp(-k*x) + c", True, "a decay to c"),
        ("a*(1 - exp(-k*x))", False, "a saturation"),
        ("a*(x - 3)", False, "a fixed zero"),
        ("a*(b + x)", True, "a·b is a constant, and moves alone"),
        ("a*sin(x)^2 + b*cos(x)^2", True, "their sum is 1"),
        ("a*log(-x) + b", True, "defined for negative numbers only"),
        ("5 + 0*a", False, "a constant that is not free"),
    ],
)
def test_has_constant(text: str, has: bool, why: str) -> None:
    assert model(text).has_constant is has, why


def test_a_fixed_constant_is_none() -> None:
    assert not model("a + b*x").bound({"a": 1.0}).has_constant


class TestUndefinedRows:
    def test_the_row_and_the_part_are_named(self) -> None:
        f = model("a*log(x) + b")
        with pytest.raises(UndefinedError) as caught:
            InMemory(f, Data({"x": np.array([1.0, 2.0, -3.0])}, np.ones(3))).linearised([1.0, 1.0])
        assert caught.value.message == "log of a negative number (−3) in row 3, where x = −3"
        assert caught.value.place is not None
        assert caught.value.place.text[caught.value.place.start : caught.value.place.end] == "log(x)"

    def test_rows_are_counted_from_the_first_block(self) -> None:
        f = model("a/x")
        with pytest.raises(UndefinedError, match="in row 1,002, where a = 1, x = 0"):
            linearised_block(f, Data({"x": np.array([1.0, 0.0])}, np.ones(2)), [1.0], first=1000)

    def test_a_derivative_alone(self) -> None:
        f = model("sqrt(a*x)")
        with pytest.raises(UndefinedError, match="has no derivative in row 1"):
            InMemory(f, Data({"x": np.ones(1)}, np.ones(1))).linearised([0.0])

    def test_overflow(self) -> None:
        f = model("exp(a*x)")
        with pytest.raises(UndefinedError, match=r"overflow.* in row 1"):
            InMemory(f, Data({"x": np.ones(1)}, np.ones(1))).linearised([1e4])

    def test_chi2_is_infinite(self) -> None:
        f = model("a*log(x)")
        assert InMemory(f, Data({"x": np.array([-1.0])}, np.ones(1))).chi2([1.0]) == np.inf


class TestInMemory:
    x = np.linspace(0.1, 4, 1000)
    data = Data({"x": x}, 2 * np.exp(-0.7 * x) + np.sin(50 * x), 1 + x)

    def test_the_triangle_is_that_of_the_normal_equations(self) -> None:
        f = model("a*exp(-k*x)")
        theta = np.array([1.5, 0.5])
        found = InMemory(f, self.data).linearised(theta)
        value, slopes = f.jacobian(theta, self.data.columns)
        r = (self.data.y - value) / (1 + self.x)
        weighted = slopes / (1 + self.x)[:, None]
        assert found.triangle.T @ found.triangle == pytest.approx(weighted.T @ weighted)
        assert found.gradient == pytest.approx(-weighted.T @ r)
        assert found.chi2 == pytest.approx(float(r @ r))
        assert found.size == pytest.approx(np.linalg.norm(self.data.y / (1 + self.x)))
        assert found.rows == 1000

    def test_blocks_put_together_are_the_whole(self) -> None:
        f = model("a*exp(-k*x)")
        theta = np.array([1.5, 0.5])
        whole = InMemory(f, self.data).linearised(theta)
        pieces = [part(self.data, first, first + 300) for first in range(0, 1000, 300)]
        found = joined(linearised_block(f, piece, theta) for piece in pieces)
        assert np.abs(found.triangle) == pytest.approx(np.abs(whole.triangle))
        assert found.gradient == pytest.approx(whole.gradient)
        assert found.chi2 == pytest.approx(whole.chi2)
        assert found.rows == 1000

    def test_more_rows_than_a_block(self) -> None:
        x = np.linspace(0, 1, BLOCK + 5)
        found = InMemory(model("a + b*x"), Data({"x": x}, x)).linearised(np.zeros(2))
        assert found.rows == BLOCK + 5
        assert found.triangle.T @ found.triangle == pytest.approx(np.array([[len(x), x.sum()], [x.sum(), x @ x]]))

    def test_a_loss_weights_rows(self) -> None:
        f, loss = model("a + b*x"), Loss("huber", 0.1)
        residuals = InMemory(f, self.data, loss)
        theta = np.array([1.0, -0.2])
        r = residuals.residual_vector(theta)
        found = residuals.linearised(theta)
        assert found.chi2 == pytest.approx(residuals.chi2(theta)) == pytest.approx(float(loss.rho(r).sum()))
        step = 1e-6
        slopes = [
            (residuals.chi2(theta + step * unit) - residuals.chi2(theta - step * unit)) / (4 * step)
            for unit in np.eye(2)
        ]
        assert found.gradient == pytest.approx(slopes, rel=1e-5)

    def test_fewer_rows_than_parameters(self) -> None:
        found = InMemory(model("a + b*x + c*x^2"), Data({"x": np.ones(1)}, np.ones(1))).linearised(np.zeros(3))
        assert found.triangle.shape == (3, 3)
