"""The Tree: equality, places, and passes that never recurse."""

from __future__ import annotations

from fractions import Fraction

import pytest

from mvcalc_cli.language import parse
from mvcalc_cli.language.tree import (
    ONE,
    TWO,
    ZERO,
    Decimal,
    Tree,
    add,
    as_variable,
    call,
    component_name,
    decimal_like,
    divide,
    exp,
    fold,
    matrix,
    multiply,
    name_order,
    negative,
    number,
    postorder,
    power,
    relation,
    share,
    size,
    substitute,
    subtract,
    variable,
    variables,
)

X, Y = variable("x"), variable("y")


def test_equality_looks_at_what_is_said() -> None:
    assert parse("x^2 + 1").tree == parse(" x**2+1 ").tree
    assert hash(parse("x^2 + 1").tree) == hash(parse("x²+1").tree)
    assert add(X, Y) != add(Y, X)
    assert variable("X") != X
    assert number(1) != variable("1")
    assert X != "x"


def test_a_tree_cannot_be_changed() -> None:
    with pytest.raises(AttributeError, match="immutable"):
        X.value = "y"


def test_constructors_put_together_what_they_are_given() -> None:
    assert add() == ZERO
    assert add(X) is X
    assert multiply() == ONE
    assert multiply(X) is X
    assert subtract(X, Y) == parse("x - y").tree
    assert divide(X, Y) == parse("x/y").tree
    assert exp(X) == parse("exp(x)").tree
    assert exp(X) == parse("e^x").tree
    assert relation("<", X, ONE) == parse("x < 1").tree
    assert matrix(((X, ONE), (ONE, Y))) == parse("[x, 1; 1, y]").tree
    assert call("sin", X) == parse("sin x").tree
    assert power(X, negative(ONE)) == parse("x^-1").tree


def test_numbers() -> None:
    assert type(number(Fraction(4, 2)).value) is int
    assert isinstance(number(Decimal(4, 2)).value, Decimal)
    assert number(Fraction(1, 2)) == number(Decimal(1, 2))
    assert isinstance(decimal_like(Fraction(3, 4), Decimal(1, 2)), Decimal)
    assert type(decimal_like(Fraction(1, 3), Decimal(1, 2))) is Fraction
    assert type(decimal_like(Fraction(1, 2), Fraction(1, 2))) is Fraction


def test_the_place_is_kept() -> None:
    tree = parse("2 + sin x").tree
    assert (tree.args[1].start, tree.args[1].end) == (4, 9)
    assert tree.args[1].at(0, 1) == tree.args[1]
    assert tree.with_args(tree.args) is tree
    moved = tree.with_args((ONE, TWO))
    assert (moved.start, moved.end) == (tree.start, tree.end)


def test_representation() -> None:
    assert repr(X) == "Tree('variable', 'x')"
    assert repr(add(X, multiply(X, Y))) == "Tree('sum', Tree('variable', 'x'), …)"
    assert repr(parse("1+2+3+4+5").tree).endswith(", …)")


def test_postorder_gives_arguments_first_and_each_object_once() -> None:
    shared = power(X, TWO)
    root = add(shared, multiply(shared, Y))
    seen = list(postorder(root))
    assert len(seen) == len({id(node) for node in seen})
    assert seen[-1] is root
    assert seen.index(X) < seen.index(shared)


def test_fold_and_size() -> None:
    root = parse("2*3 + 4").tree
    assert size(root) == 5
    assert fold(root, lambda _, parts: max(parts, default=0) + 1) == 3


def _tower(levels: int) -> Tree:
    tree = X
    for _ in range(levels):
        tree = negative(tree)
    return tree


def test_nothing_recurses() -> None:
    tall, other = _tower(50_000), _tower(50_000)
    assert tall == other
    assert size(tall) == 50_001
    assert variables(tall) == ("x",)
    assert substitute(tall, {X: Y}) != tall
    assert share(tall) == tall


def test_a_doubled_tower_stays_small() -> None:
    tree = X
    for _ in range(200):
        tree = add(tree, tree)
    assert size(tree) == 2**201 - 1
    assert len(list(postorder(tree))) == 201
    other = X
    for _ in range(200):
        other = add(other, other)
    assert tree == other


def test_share_makes_equal_parts_one_object() -> None:
    tree = share(parse("sin(x)^2 + sin(x)").tree)
    assert tree.args[0].args[0] is tree.args[1]
    kept = share(add(number(Decimal(1, 2)), number(Fraction(1, 2))))
    assert type(kept.args[0].value) is not type(kept.args[1].value)


def test_substitute() -> None:
    assert substitute(parse("x^2 + y").tree, {X: Y}) == parse("y^2 + y").tree
    tree = parse("sin x").tree
    assert substitute(tree, {}) is tree
    assert substitute(tree, {Y: ONE}) == tree
    body = parse("sum(i x, i=1..i)").tree
    bound = substitute(body, {variable("i"): TWO, X: Y})
    assert bound == parse("sum(i y, i=1..2)").tree  # the bound i stays, the outer one goes


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("x", ("x",)),
        ("y x b a", ("a", "b", "x", "y")),
        ("x10 + x2 + x1", ("x1", "x2", "x10")),
        ("B + b + a", ("a", "b", "B")),
        ("θ + α + x", ("alpha", "theta", "x")),
        ("x[10] + x[2]", ("x[2]", "x[10]")),
        ("A[1,2] + A[1,1]", ("A[1,1]", "A[1,2]")),
        ("sum(x[i], i=1..n)", ("n", "x")),
        ("sum(k y, i=1..3)", ("k", "y")),
        ("piecewise(t < 0: x, y)", ("t", "x", "y")),
        ("pi + e", ()),
    ],
)
def test_variables(text: str, expected: tuple[str, ...]) -> None:
    assert variables(parse(text).tree) == expected


@pytest.mark.parametrize("name", ["x", "x[3]", "A[1,2]", "theta_1"])
def test_a_name_becomes_its_tree_again(name: str) -> None:
    tree = as_variable(name)
    assert variables(tree) == (name,)
    assert tree == parse(name).tree


def test_component_names() -> None:
    assert component_name(parse("x[3]").tree) == "x[3]"
    assert component_name(parse("cross(u, v)[1]").tree) is None
    assert component_name(parse("x[n]").tree) is None


def test_the_order_of_names() -> None:
    names = ["x10", "X", "x2", "theta", "x", "a_2", "a_10", "A"]
    assert sorted(names, key=name_order) == ["a_2", "a_10", "A", "theta", "x", "x2", "x10", "X"]
