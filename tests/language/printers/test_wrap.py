"""Lines no wider than the terminal, repeated parts named."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from mvcalc_cli.language.printers import line, wrap
from mvcalc_cli.language.printers.shared import fresh_names, name_shared
from mvcalc_cli.language.printers.wrap import broken
from mvcalc_cli.language.tree import (
    ONE,
    TWO,
    Tree,
    add,
    call,
    divide,
    exp,
    multiply,
    number,
    power,
    size,
    substitute,
    subtract,
    variable,
    vector,
)
from tests.language.printers.samples import PRODUCT_RULE, component, i, indexed, n, x, y
from tests.strategies import expressions


def test_what_fits_is_left_alone() -> None:
    assert wrap(PRODUCT_RULE, 24) == (["2x·sin(3x) + 3x²·cos(3x)"], [])


def test_a_sum_breaks_before_its_signs() -> None:
    assert wrap(PRODUCT_RULE, 23) == (["2x·sin(3x)", "  + 3x²·cos(3x)"], [])
    assert wrap(subtract(x, add(y, ONE)), 8, ascii=True) == (["x - (y", "  + 1)"], [])


def test_a_long_product_breaks_before_a_sign_of_multiplication() -> None:
    factors = [power(add(x, number(k)), TWO) for k in (1, 2, 3)]
    assert wrap(multiply(*factors), 18)[0] == ["(x + 1)²·(x + 2)²", "  ·(x + 3)²"]
    assert wrap(multiply(*factors), 18, ascii=True)[0] == ["(x + 1)^2", "  *(x + 2)^2", "  *(x + 3)^2"]


def test_the_outermost_sign_is_the_best_place() -> None:
    text = "sin(a + b + c) + cos(a + b + c)"
    assert broken(text, 20) == ["sin(a + b + c)", "  + cos(a + b + c)"]
    assert broken("[a + b, c + d]", 8) == ["[a + b,", "  c + d]"]
    assert broken("sin(sin(sin(alpha)))", 12) == ["sin(sin(sin(", "  alpha)))"]
    assert broken("alpha + beta = gamma", 14) == ["alpha + beta", "  = gamma"]


def test_what_has_no_place_to_break_stays_whole() -> None:
    assert wrap(number(10**30), 10) == (["1" + "0" * 30], [])


def test_repeated_long_parts_are_named() -> None:
    part = call("sin", divide(add(power(x, TWO), ONE), y))
    tree = add(part, multiply(x, exp(part)), power(part, TWO))
    lines, names = wrap(tree, 30)
    assert lines == ["s + x·e^s + s²"]
    assert names == ["s = sin((x² + 1)/y)"]


def test_names_clash_with_no_variable() -> None:
    part = call("sin", divide(add(power(variable("s"), TWO), variable("t")), y))
    _, names = wrap(add(part, multiply(x, exp(part)), power(part, TWO)), 30)
    assert names[0].startswith("u = ")


def test_what_hangs_on_an_index_is_not_named_outside_its_sum() -> None:
    square = power(subtract(component(x, i), multiply(number(3), i, y)), TWO)
    body = add(multiply(square, exp(square)), call("sin", square))
    _, definitions = name_shared(indexed("sum", body, i, ONE, n), fresh_names(()), 3)
    assert definitions == []


def test_definitions_build_on_earlier_ones() -> None:
    small = call("sin", add(x, ONE))
    large = add(exp(small), power(small, TWO))
    tree, definitions = name_shared(vector(large, divide(large, y)), fresh_names(()), 3)
    assert [line(part) for _, part in definitions] == ["sin(x + 1)", "e^s + s²"]
    assert line(tree) == "[t, t/y]"


@given(expressions(signed=True, max_leaves=20))
def test_putting_the_names_back_gives_the_same_tree(tree: Tree) -> None:
    short, definitions = name_shared(tree, fresh_names(()), 3)
    for name, part in reversed(definitions):
        short = substitute(short, {variable(name): part})
    assert short == tree


@given(expressions(signed=True, max_leaves=30), st.integers(40, 60), st.booleans())
def test_lines_fit_and_lose_nothing(tree: Tree, width: int, in_ascii: bool) -> None:
    text = line(tree, ascii=in_ascii)
    lines = broken(text, width)
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(len(part) <= width for part in lines)
    assert all(part.startswith("  ") for part in lines[1:])


def test_an_enormous_sum_is_quick() -> None:
    tree = add(*[multiply(number(k), power(x, number(k))) for k in range(2, 20_000)])
    lines, _ = wrap(tree, 80)
    assert max(map(len, lines)) <= 80
    assert size(tree) > 80_000
