"""Reading by templates means what the parser means, on every text."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mvcalc_cli.calculus.undefined import UndefinedError
from mvcalc_cli.errors import MvcalcError
from mvcalc_cli.language import parse
from mvcalc_cli.numeric.function import compile_numeric
from mvcalc_cli.numeric.templates import read_terms
from tests.numeric.texts import logs, network, rosenbrock


def assert_same(text: str) -> None:
    """The text as it is read here, and as the parser reads it: the same variables, values and gradients."""
    try:
        tree = parse(text, max_length=10**7).tree
    except MvcalcError as error:
        assert read_terms(text, {}) is None
        with pytest.raises(type(error)):
            compile_numeric(text)
        return
    try:
        there = compile_numeric(tree, text=text)
    except MvcalcError as error:
        with pytest.raises(type(error)):
            compile_numeric(text)
        return
    here = compile_numeric(text)
    assert here.names == there.names
    v = np.random.default_rng(3).uniform(0.3, 1.4, here.size)
    try:
        value, slopes = there.gradient(v)
    except UndefinedError:
        with pytest.raises(UndefinedError):
            here.gradient(v)
        return
    ours, our_slopes = here.gradient(v)
    scale = 1e-11 * (1.0 + np.abs(slopes).max(initial=0.0))
    assert ours == pytest.approx(value, rel=1e-10, abs=1e-10)
    assert our_slopes == pytest.approx(slopes, rel=1e-9, abs=scale)


def repeated(term: str, count: int = 99, joint: str = " + ") -> str:
    """The term for i = 1, 2, …: {i} is i, {j} is i + 1."""
    return joint.join(term.format(i=i, j=i + 1, k=i % 3, d=i % 10) for i in range(1, count))


PLAIN = [
    rosenbrock(60), logs(80), network(90, 4), network(40, 12), f"({logs(60)})^2*x1 - sqrt({network(90, 3)} + 1)",
    repeated("max(x{i}, x{j}/{i}, 0.5)", joint=" - "), repeated("2x{i}", 300), repeated("{i}x_{i}^2", 150),
    repeated("x[{i}]^2*x[{j}]", 150), repeated("exp(-x{i}/{j}.{d})*(x{j} - 0.{d})^3"), repeated("-x{i}*-{j}", 150, "+"),
    repeated("sin x{i}", 150), repeated("{i}*cos(y)*x{i}", joint="\n+ "), repeated("log(x{i}, {j})"),
    repeated("|x{i}|", 5), repeated("(x{i}+0.{d})^(1/2)"), repeated("{i}*x{i}^-{k}"), repeated("x{i}^(-0.5)*y", 150),
]  # fmt: skip
DOUBTFUL = [
    repeated("(x{i}+0.{d})^(1/2)"), repeated("exp(-x[{i}]*{i}e-1)"), repeated("3 x{i} sin(x_{j})"),
    repeated("log_{j}(x1)"), repeated("exp({i})*x{i}", 40), repeated("x{i}^{k}"), repeated("x{i}^-{k}"),
    repeated("(-{i})^(1/3)*x{i}"), repeated("x{i}^(13/{j})"), repeated("x{i}^({i}/2)"),
    repeated("x{i}^(1/{j})"), repeated("x{i}^( {i})"), repeated("x{i}^ {k}"), repeated("{d}.{i}e-{k}*x{i}"),
    repeated("1/2x{i}"), repeated("x{i}y{i}"), repeated("x{i}(y+1)"), repeated("x1 {i}"), repeated("0x{i}"),
    repeated("{k}x{i}"), repeated("|x{i} - 1|"), repeated("x{i}**2"), repeated("2e{k}*x{i}"), repeated("2e - {i}*x{i}"),
    repeated("x{i}^2^{k}"), repeated("x0{i}"), repeated("theta_{i}"), repeated("x{i} = 1", 60), repeated("x{i}!"),
    repeated("atan2(x{i}, {j})"), repeated("sum(x[{i}]^j, j=1..{j})", 60),
    repeated("sqrt(-{i})", 300), repeated("E{i}"),
    repeated("e{i}"), repeated("i{i}*x{i}"), repeated("f{i} (x)"), repeated("x{i}'"), repeated("sin^{k}(x{i})"),
    repeated("x{i}_{j}"), repeated("x{i} y{j}, 1"), repeated("(x{i}"), repeated("x{i})"), repeated("x{i}*", 200),
    repeated("-8^(1/{j})*x{i}"), repeated("root(x{i}, {j})"), repeated("1_0{i}"), repeated("{i}.x{i}"),
    repeated(".{i}*x{i}"), repeated("x{i}[{j}]"), repeated("sinx{i}"), repeated("x{i}^2y"), repeated("x² {i}"),
    repeated("polygamma({k}, x{i})"), repeated("log2(x{i})"), repeated("00{i}*x{i}"), "+" + repeated("x{i}^2", 300),
    repeated("x{i}", 300, " + + "), repeated("x{i}", 300, " - -"), repeated("[x{i}, 1][{k}]", 60),
    repeated("A[{i},{j}]*x{i}"), repeated("pi*x{i}"), repeated("10^{i}", 300),
    repeated("x{i}/0", 300), repeated("lambda_{i}"),
]  # fmt: skip


@pytest.mark.parametrize("text", PLAIN, ids=lambda text: text[:24])
def test_plain_texts(text: str) -> None:
    assert_same(text)


@pytest.mark.parametrize("text", DOUBTFUL, ids=lambda text: text[:24])
def test_doubtful_texts(text: str) -> None:
    assert_same(text)


LESS_PLAIN = [
    repeated("x{i}**2 - {i}*x{j}**(1/2)"), repeated("|x{i} - 0.{d}|"), repeated("{i}|x{i} - x{j}|", joint=" - "),
    repeated("{i}·x{i}² − x{j}³", 150), repeated("√(x{i} + π)", 150), repeated("{i}×x{i}÷{j} − θ{i}", 150),
    repeated("sin(α·x{i})", 150), repeated("x{i}^2", 200) + " + sum(x[i]^2 + i*y, i=1..4)",
    "prod(k + y, k=1..3)*y - " + repeated("cos(x{i})", 200) + " - sum(sum(i*j, j=1..i)*y, i=1..3)",
    repeated("|x{i}|*|x{j}|"), repeated("max(|x{i}|, 1)^2"),
]  # fmt: skip
PRODUCTS = [
    repeated("x{i}", 300, "*"), repeated("(1 + x{i}/{i})", 300, " * "), repeated("cos(x{i} - {d}.5)", 200, "·"),
    repeated("(x{i} - x{j})^2", 200, "*"), "-" + repeated("2x{i}", 300, "*"), repeated("|x{i} - 0.{d}|", 200, "*"),
    f"3*({repeated('(x{i} + 1)', 200, '*')})^2 - y", f"y^2 + {repeated('x{i}', 300, '*')} - 2", repeated("y", 900, "*"),
    " + ".join(f"{k}*" + repeated("cos(x{i})", 90, "*") for k in range(1, 30)), repeated("x{i}**2", 200, "*"),
    repeated("x{i}^2*(x{j} + {i})", 200, "*") + "*y*3*sin(y)", repeated("-x{i}", 300, "*"),
]  # fmt: skip
MORE_DOUBTFUL = [
    f"|{repeated('x{i}^2', 200)} - 3| + y",
    repeated("x{i} = 1", 60), repeated("x{i}^2", 300) + " = 3", repeated("x{i}", 300, "*") + " = 3",
    repeated("|x{i}| y"), repeated("|x{i}|y|x{j}|"), repeated("||x{i}| - 1|"), repeated("|x{i} + |x{j}| - 1|"),
    repeated("|x{i}"), repeated("|x{i} -| + 1|"), repeated("|-x{i}|"), repeated("(|x{i})|"), repeated("x{i} || y"),
    repeated("x{i}***2"), repeated("x{i}** 2"), repeated("x{i}**-{k}"), repeated("x{i}* *2"), repeated("x{i}⁻¹"),
    repeated("x{i}²{j}"), repeated("x₁{i} + x_{i}"), repeated("√−x{i}"), repeated("√x{i} − y"), repeated("θ{i}x{i}"),
    repeated("sum(x[i], i=1..{i})", 60), repeated("x{i}*i", 200) + " + sum(i, i=1..3)", repeated("x{i}", 300, "/"),
    repeated("x{i}/{j}", 200, "*"), repeated("1/2x{i}", 200, "*"), repeated("x{i} y", 200, "*"),
    repeated("x{i} + 1", 200, "*"), repeated("sin x{i}", 200, "*"), repeated("x{i}!", 200, "*"),
    repeated("{i}", 400, "*"),
    f"sum(k*({repeated('x{i}*k', 200)}), k=1..3)", f"sum({repeated('x{i}*k', 200)}, k=1..3)",
    repeated("2^x{i}", 200, "*"),
    repeated("x{i}*e", 200), repeated("x{i}*2e", 200, " - "), "y*e + " + repeated("x{i}", 300, "*"),
    repeated("|x{i}| + y", 200, "*"),
    repeated("x{i}", 400, " ** "), repeated("x{i}", 400, "**"), repeated("x{i}", 300, "*-"), repeated("x{i} and y"),
    "*" + repeated("x{i}", 300, "*"), repeated("x{i}", 300, "*") + "*", repeated("x{i}", 300, "*") + "!",
]  # fmt: skip


@pytest.mark.parametrize("text", LESS_PLAIN + PRODUCTS + MORE_DOUBTFUL, ids=lambda text: text[:24])
def test_bars_stars_letters_and_products(text: str) -> None:
    assert_same(text)


def test_long_sums_of_like_terms_are_read_by_templates() -> None:
    for text in PLAIN[:12] + LESS_PLAIN + PRODUCTS:
        assert read_terms(text, {}) is not None, text[:60]


_PIECES = st.sampled_from([
    "x{i}", "x{j}", "y", "{i}", "0.{d}", "{j}.{d}", "x_{i}", "x[{i}]", "(", ")", "+", "-", "*", "/", "^2", "^{k}", "^",
    "^(1/2)", "^-1", "^(", "e-2", "{d}.5e-{k}",
    " ", "sin(", "exp(", "log", "e", "2e3", "tanh ", ",", "x", "max(", "|", "|", "**", "²", "·", "−", "θ", "√", "π{i}",
    "sum(", "i=1..3)", "=",
])  # fmt: skip


@settings(max_examples=120, deadline=None)
@given(st.lists(_PIECES, min_size=1, max_size=7), st.sampled_from(["+", " - ", "-", " + ", "*", "·"]))
def test_random_texts(pieces: list[str], joint: str) -> None:
    assert_same(repeated("".join(pieces), max(20, 1100 // max(len("".join(pieces)), 1)), joint))


_TERMS = st.sampled_from([
    "x{i}^2*{j}", "sin(x{i}*x{j})", "{i}/(x{i}^2 + {j})", "exp(-0.{d} x{i})", "(x{i} - {d}.5)^3*y", "x{j}", "{j}",
    "tanh(x{i} + y)/x{j}", "(x{i} - x{j})*(x{i} + 0.{d}*x{j})", "max(x{i}, 0.{d})", "y", "|x{i} − 0.{d}|", "x{i}**2·y",
])  # fmt: skip


@settings(max_examples=30, deadline=None)
@given(st.lists(_TERMS, min_size=1, max_size=4), st.sampled_from(["+", " - ", "-", " + "]), st.booleans())
def test_random_sums(terms: list[str], joint: str, nested: bool) -> None:
    inner = repeated(joint.join(terms), 60, joint)
    assert_same(f"({inner})^2 - 3*sqrt(1 + ({inner})^2) + y" if nested else inner)


def test_places_in_groups() -> None:
    text = repeated("log(x{i} - 0.5)")
    numeric = compile_numeric(text)
    v = np.ones(numeric.size)
    v[41] = 0.25
    with pytest.raises(UndefinedError, match="log of a negative number") as caught:
        numeric.value(v)
    place = caught.value.place
    assert place is not None
    assert place.text[place.start : place.end] == "log(x42 - 0.5)"
    inner = compile_numeric(f"sqrt({text})")
    with pytest.raises(UndefinedError) as caught:
        inner.value(v)
    place = caught.value.place
    assert place is not None
    assert place.text[place.start : place.end] == "log(x42 - 0.5)"


def test_what_is_nested_too_deep_is_refused_as_the_parser_does() -> None:
    inner = repeated("x{i}", 300)
    text = "(" * 40 + f"({inner}) + " * 1 + "(" * 30 + inner + ")" * 70
    assert read_terms(text, {}) is None
    with pytest.raises(MvcalcError, match="nested deeper"):
        compile_numeric(text)
