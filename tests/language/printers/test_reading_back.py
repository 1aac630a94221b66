"""What mvcalc prints, on the terminal and in a pipe, it reads back to the same function."""

from __future__ import annotations

import math
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mvcalc_cli.calculus.evaluate import program
from mvcalc_cli.language.names import FUNCTIONS
from mvcalc_cli.language.parser import parse
from mvcalc_cli.language.printers import line, plain, wrap
from mvcalc_cli.language.tree import ONE, Decimal, E, I, Tree, call, divide, fold, negative, number, variables
from tests.language.printers.samples import ANSWERS, SAMPLES, x, y
from tests.strategies import conditions, expressions, piecewise, shapes

KINDS = dict.fromkeys(("x", "y", "z", "n", "q", "x_1", "x1", "x'", "x''", "theta", "theta_1", "lambda"), "real")
POINTS = ((0.7, 1.3), (1.9, 0.4), (2.6, -3.1), (-1.5, 2.5))


def read(text: str) -> Tree:
    return parse(text, names=KINDS).tree


def normal(tree: Tree, *, exact: bool = False) -> Tree:
    """The tree up to the differences that writing makes: where a product has its sign, -3 and −(3), 1/2 and ½.

    `exact`: decimals are fractions, as in plain text.
    """

    def settle(node: Tree, args: list[Tree]) -> Tree:
        if node.kind == "number":
            return _settled_number(node.value, exact)
        if node.kind == "power" and args == [E, ONE]:
            return E  # exp(1)
        if node.kind == "call" and node.value == "sqrt" and args == [negative(ONE)]:
            return I
        signs = 0
        while node.kind in ("product", "quotient") and args[0].kind == "negative":
            args[0], signs = args[0].args[0], signs + 1
        settled = node.with_args(tuple(args))
        for _ in range(signs):
            settled = negative(settled)
        return settled

    return fold(tree, settle)


def _settled_number(value: object, exact: bool) -> Tree:
    assert isinstance(value, int | Fraction)
    if value < 0:
        return negative(_settled_number(Decimal(-value) if isinstance(value, Decimal) else -value, exact))
    if value.denominator == 1 or (isinstance(value, Decimal) and not exact):
        return number(value)
    return divide(number(value.numerator), number(value.denominator))


@pytest.mark.parametrize("name", SAMPLES)
@pytest.mark.parametrize("in_ascii", [False, True])
def test_one_line_is_read_to_the_same_tree(name: str, in_ascii: bool) -> None:
    if name == "small decimal":
        return  # 1·10^(−60) is the same number in another tree
    text = line(SAMPLES[name], ascii=in_ascii)
    parsed = parse(text, names=KINDS, answer=True)
    assert normal(parsed.tree) == normal(SAMPLES[name]), text


@pytest.mark.parametrize("name", SAMPLES)
def test_one_line_makes_no_guesses(name: str) -> None:
    if name in ("constants", "indices and primes"):
        return  # a bare i is always told about, and so are x1 and x_1 side by side
    for text in (line(SAMPLES[name]), line(SAMPLES[name], ascii=True)):
        assert parse(text, names=KINDS, answer=True).notes == ()


@pytest.mark.parametrize("name", SAMPLES)
def test_plain_is_read_without_a_mistake(name: str) -> None:
    text = plain(SAMPLES[name])
    names = {**KINDS, "x_prime": "real", "x_prime_prime": "real"}
    assert plain(parse(text, names=names, answer=True).tree) == text


@pytest.mark.parametrize("name", ANSWERS)
@pytest.mark.parametrize("write", [line, lambda tree: line(tree, ascii=True), plain])
def test_answers_are_read_back(name: str, write) -> None:  # type: ignore[no-untyped-def]
    assert parse(write(ANSWERS[name]), answer=True).tree == ANSWERS[name]


@pytest.mark.parametrize("name", [name for name in FUNCTIONS if name != "exp"])  # exp(x) is e^x
def test_every_function_is_read_back(name: str) -> None:
    tree = call(name, *[x, y][: FUNCTIONS[name].fewest])
    for text in (line(tree), line(tree, ascii=True)):
        back = read(text)
        assert line(back) == line(tree)
    assert plain(read(plain(tree))) == plain(tree)


@given(shapes(expressions(signed=True)), st.booleans())
def test_any_line_is_read_to_the_same_tree(tree: Tree, in_ascii: bool) -> None:
    text = line(tree, ascii=in_ascii)
    assert normal(read(text)) == normal(tree), text


@given(piecewise(expressions(functions=("sin", "abs", "max"))))
def test_cases_are_read_back(tree: Tree) -> None:
    assert normal(read(line(tree))) == normal(tree)
    assert normal(read(plain(tree)), exact=True) == normal(tree, exact=True)


@given(conditions(expressions(functions=("sin", "abs", "max"), max_leaves=4)))
def test_conditions_are_read_back(tree: Tree) -> None:
    for text, exact in ((line(tree), False), (plain(tree), True)):
        back = parse(text, names=KINDS, answer=True).tree
        assert normal(back, exact=exact) == normal(tree, exact=exact), text


@given(expressions(signed=True))
def test_plain_is_read_to_the_same_function(tree: Tree) -> None:
    before = program(tree, ("x", "y"))
    after = program(read(plain(tree)), ("x", "y"))
    for point in POINTS:
        value = before.value(point)
        if math.isfinite(value):
            assert after.value(point) == pytest.approx(value, rel=1e-9, abs=1e-9), plain(tree)


@given(expressions(signed=True, max_leaves=25), st.integers(12, 60))
def test_wrapped_lines_joined_are_read_back(tree: Tree, width: int) -> None:
    lines, definitions = wrap(tree, width)
    if not definitions:
        assert normal(read(" ".join(lines))) == normal(tree)
    assert set(variables(tree)) <= {"x", "y"}
