"""Words: functions, the name rule, the nearest word, and the splitting of glued letters."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mvcalc_cli.language import parse
from mvcalc_cli.language.letters import canonical, is_differential, one_name, split
from mvcalc_cli.language.names import (
    CONSTANTS,
    FUNCTIONS,
    GREEK,
    GREEK_LETTERS,
    SPELLINGS,
    SPLIT_LETTERS,
    is_name,
    nearest,
)

NAMES = ["x", "X", "x1", "x_1", "theta", "theta_1", "x'", "x''", "lambda", "height", "a_b_c", "N"]
NO_NAMES = [
    "",
    "_",
    "_x",
    "__x__",
    "x__y",
    "1x",
    "x-y",
    "x y",
    "if",
    "class",
    "None",
    "θ",
    "x'y",
    "'",
    "x.y",
    "é",
    "x\n",
]


@pytest.mark.parametrize("name", NAMES)
def test_names(name: str) -> None:
    assert is_name(name)


@pytest.mark.parametrize("name", NO_NAMES)
def test_no_names(name: str) -> None:
    assert not is_name(name)


NEAREST = [
    ("sinn", "sin"), ("sen", "sin"), ("cso", "cos"), ("sqr", "sqrt"), ("logg", "log"), ("arcsn", "arcsin"),
    ("Sin", "sin"), ("facorial", "factorial"), ("height", None), ("foo", None), ("qwertz", None),
]  # fmt: skip


@pytest.mark.parametrize(("word", "expected"), NEAREST)
def test_nearest(word: str, expected: str | None) -> None:
    assert nearest(word, SPELLINGS) == expected


def test_each_function_is_read_by_each_of_its_spellings() -> None:
    for spelling, name in SPELLINGS.items():
        row = FUNCTIONS[name]
        arguments = ", ".join("xyz"[: row.fewest])
        tree = parse(f"{spelling}({arguments})").tree
        assert (tree.kind, tree.value) == ("call", name) or (name == "exp" and tree.kind == "power")


def test_each_inverse_is_a_function() -> None:
    for row in FUNCTIONS.values():
        assert row.inverse is None or FUNCTIONS[row.inverse].inverse == row.name


def test_each_bare_function_takes_one_argument_without_brackets() -> None:
    for row in FUNCTIONS.values():
        if row.bare:
            assert row.fewest == 1
            assert parse(f"{row.name} x").tree == parse(f"{row.name}(x)").tree


def test_each_usage_says_the_name() -> None:
    assert all(row.name in row.usage for row in FUNCTIONS.values())


@pytest.mark.parametrize("name", sorted(GREEK))
def test_greek(name: str) -> None:
    assert parse(name).tree == parse(GREEK[name]).tree
    assert parse(name).tree.value == name
    assert GREEK_LETTERS[GREEK[name]] == name


@pytest.mark.parametrize(("word", "constant"), sorted(CONSTANTS.items()))
def test_constants(word: str, constant: str) -> None:
    assert (parse(word).tree.kind, parse(word).tree.value) == ("constant", constant)


@pytest.mark.parametrize("letter", sorted(set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ") - set("ei")))
def test_each_letter_is_a_variable(letter: str) -> None:
    assert (parse(letter).tree.kind, parse(letter).tree.value) == ("variable", letter)


SPLITS = [
    ("xy", "x y"), ("abc", "a b c"), ("x1y", "x1 y"), ("x_1x_2", "x_1 x_2"), ("x₁y₂", "x_1 y_2"), ("πr", "pi r"),
    ("ωt", "omega t"), ("pir", "pi r"), ("sinx", "sin x"), ("sin2x", "sin 2 x"), ("sinxy", "sin x y"),
    ("lnx", "log x"), ("ln2", "log 2"), ("arcsinx", "asin x"), ("sinhx", "sinh x"), ("sqrt2", "sqrt 2"),
    ("xy'", "x y'"), ("αβγ", "alpha beta gamma"), ("iθ", "i theta"), ("πi", "pi i"), ("x1x2x3x4", "x1 x2 x3 x4"),
    ("log₂x", "log_2 x"), ("log_2x", "log_2 x"), ("log4x", "log 4 x"), ("log2x", "log2 x"),
]  # fmt: skip


@pytest.mark.parametrize(("word", "pieces"), SPLITS)
def test_split(word: str, pieces: str) -> None:
    found = split(word, (), "")
    assert found is not None
    assert " ".join([str(piece.value) for piece in found]) == pieces
    assert [piece.start for piece in found] == [0, *[piece.end for piece in found[:-1]]]
    assert found[-1].end == len(word)


WHOLE = ["height", "abcd", "sinus", "cosine", "expand", "tanker", "ei", "fg", "x__y", "logarithm"]


@pytest.mark.parametrize("word", WHOLE)
def test_words_that_are_not_split(word: str) -> None:
    assert split(word, (), "") is None


def test_what_follows_decides() -> None:
    assert split("xe", (), "^") is not None
    assert split("xe", (), "") is None
    assert split("xsin", (), "(") is not None
    assert split("xsin", (), "") is None
    assert split("sinx", (), "(") is None  # a mistyped function


@given(st.text(alphabet=sorted(SPLIT_LETTERS - {"d"}), min_size=2, max_size=3))
def test_two_and_three_letters_are_products(word: str) -> None:
    if (
        word in SPELLINGS
        or word in {"as", "nan"}
        or not is_name(word)
        or one_name(word)
        or any(word[start:].startswith(("abs", "tan", "csc", "pi")) for start in range(2))
    ):
        return
    assert [piece.value for piece in split(word, (), "") or []] == list(word)


CANONICAL = [
    ("x", "x"), ("λ", "lambda"), ("θ₁", "theta_1"), ("x₁₂", "x_12"), ("x′", "x'"), ("x″", "x''"), ("v_θ", "v_theta"),
    ("xₙ", "x_n"), ("Ω", "Omega"), ("µ", "mu"), ("αβ", None), ("αx", None), ("xα", None),
]  # fmt: skip


@pytest.mark.parametrize(("word", "name"), CANONICAL)
def test_canonical(word: str, name: str | None) -> None:
    assert canonical(word) == name


ONE_NAMES = [
    ("x", "x"), ("x12", "x12"), ("x_prime", "x'"), ("lamda", "lambda"), ("lamda_1", "lambda_1"),
    ("x_prime_prime", "x''"),
     ("theta1", "theta1"), ("x_max", "x_max"), ("xy", None), ("x1y", None), ("x_", None), ("x_1y", None)
]  # fmt: skip


@pytest.mark.parametrize(("word", "name"), ONE_NAMES)
def test_one_name(word: str, name: str | None) -> None:
    assert one_name(word) == name


@pytest.mark.parametrize(("word", "expected"), [("dx", True), ("xdx", True), ("dθ", True), ("ad", False), ("d", False)])
def test_differentials(word: str, expected: bool) -> None:
    assert is_differential(word) is expected
