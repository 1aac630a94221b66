"""The tokenizer: kinds, values and places."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

import pytest

from mvcalc_cli.errors import LimitError, ParseError
from mvcalc_cli.language.characters import (
    DOUBLES,
    LETTERS,
    MEANINGLESS,
    MISTYPED,
    SINGLES,
    SPACES,
    SUBSCRIPTS,
    SUPERSCRIPTS,
    foreign,
    is_readable,
    shown,
)
from mvcalc_cli.language.reading import Reading
from mvcalc_cli.language.tokens import Token, tokenize


def _kinds(text: str) -> str:
    return " ".join([token.kind for token in tokenize(Reading(text))])


TOKENS: list[tuple[str, str]] = [
    ("", "end"),
    ("  \t\n ", "end"),
    ("2x", "number word end"),
    ("x + y", "word + word end"),
    ("x**2", "word ^ number end"),
    ("x * *y", "word * * word end"),
    ("a·b⋅c×d∗e", "word * word * word * word * word end"),
    ("a÷b∕c⁄d", "word / word / word / word end"),
    ("a−b–c", "word - word - word end"),
    ("x²", "word raise number raised end"),
    ("xⁿ⁺¹", "word raise word + number raised end"),
    ("x⁽ⁿ⁺¹⁾", "word raise ( word + number ) raised end"),
    ("x¹ᐟ²", "word raise number / number raised end"),
    ("√x", "√ word end"),
    ("∛x", "√ word end"),
    ("∞", "constant end"),
    ("∑(k)", "word ( word ) end"),
    ("a<=b>=c!=d==e", "word relation word relation word relation word relation word end"),
    ("a≤b≥c≠d", "word relation word relation word relation word end"),
    ("x!=1", "word relation number end"),
    ("x! = 1", "word ! relation number end"),
    ("a && b & c", "word and word and word end"),
    ("¬a ∧ b ∨ ~c", "not word and word or not word end"),
    ("1..n", "number .. word end"),
    ("1...n", "number .. word end"),
    ("1…n", "number .. word end"),
    ("[1, 2; 3]", "[ number , number ; number ] end"),
    ("{a} ∪ ∅", "{ word } union empty end"),
    ("Mᵀ", "word transposed end"),
    ("|x|!", "| word | ! end"),
    ("a:b", "word : word end"),
    ("x\u00a0+\u2009y", "word + word end"),
]


@pytest.mark.parametrize(("text", "kinds"), TOKENS)
def test_kinds(text: str, kinds: str) -> None:
    assert _kinds(text) == kinds


NUMBERS: list[tuple[str, Fraction | int, int]] = [
    ("0", 0, 1),
    ("007", 7, 3),
    ("12.5", Fraction(25, 2), 4),
    (".5", Fraction(1, 2), 2),
    ("5.", 5, 2),
    ("2e3", 2000, 3),
    ("2e+3", 2000, 4),
    ("1E3", 1000, 3),
    ("1e-3", Fraction(1, 1000), 4),
    ("1e−3", Fraction(1, 1000), 4),
    ("1.5e2", 150, 5),
    ("2e", 2, 1),
    ("2ex", 2, 1),
    ("2e - 3", 2, 1),
    ("2e-x", 2, 1),
    ("1..2", 1, 1),
    ("0x", 0, 1),
    ("10x10", 10, 2),
    ("1e0", 1, 3),
    ("0e5", 0, 3),
]


@pytest.mark.parametrize(("text", "value", "end"), NUMBERS)
def test_numbers(text: str, value: Fraction | int, end: int) -> None:
    assert tokenize(Reading(text))[0] == Token("number", value, 0, end)


WORDS = ["x", "sin", "x1", "x_1", "θ₁", "x'", "x''", "x″", "x’", "λ", "xᵢ", "sin2x", "x__y", "αβ", "v_θ", "log₂"]


@pytest.mark.parametrize("word", WORDS)
def test_words_are_whole(word: str) -> None:
    assert tokenize(Reading(f"2*{word}+1"))[2] == Token("word", word, 2, 2 + len(word))


def test_places_are_those_of_the_text() -> None:
    text = " 2·x² + |sin y| ≤ 3.5"
    cut = [text[token.start : token.end] for token in tokenize(Reading(text))]
    assert cut == ["2", "·", "x", "", "²", "", "+", "|", "sin", "y", "|", "≤", "3.5", ""]


@pytest.mark.parametrize("text", ["2^3", "sin(x) + 1", "x²y³", "1e5 1"])
def test_tokens_follow_each_other(text: str) -> None:
    tokens = tokenize(Reading(text))
    assert all(left.end <= right.start for left, right in pairwise(tokens))
    assert tokens[-1] == Token("end", None, len(text), len(text))


@pytest.mark.parametrize("char", sorted(set(MEANINGLESS) - {"∫"}))
def test_meaningless_characters(char: str) -> None:
    with pytest.raises(ParseError) as caught:
        tokenize(Reading(f"x {char} y"))
    assert (caught.value.message, caught.value.hint) == MEANINGLESS[char]


@pytest.mark.parametrize("pair", sorted(MISTYPED))
def test_mistyped_operators(pair: str) -> None:
    with pytest.raises(ParseError) as caught:
        tokenize(Reading(f"x{pair}y"))
    assert (caught.value.message, caught.value.hint) == MISTYPED[pair]
    assert caught.value.place is not None
    assert (caught.value.place.start, caught.value.place.end) == (1, 3)


def test_every_character_has_one_meaning() -> None:
    tables = [set(SPACES), set(LETTERS), set(SINGLES), set(SUBSCRIPTS), set(SUPERSCRIPTS), set(MEANINGLESS) - {"'"}]
    assert sum(map(len, tables)) == len(set().union(*tables))
    assert not set(DOUBLES) & set(MISTYPED)


def test_every_raised_character_can_be_read() -> None:
    for raised, plain in SUPERSCRIPTS.items():
        if plain not in "()":
            assert tokenize(Reading(f"x{raised}"))[1].kind == "raise"
    assert all(len(char) == 1 for char in (*SUPERSCRIPTS, *SUBSCRIPTS))


FOREIGN = [0, 7, 0x1B, 0x7F, 0x85, 0x200B, 0x202E, 0x301, 0x445, 0x4E2D, 0xD800, 0xFEFF, 0x1F600]


@pytest.mark.parametrize("code", FOREIGN)
def test_foreign_characters_are_named(code: int) -> None:
    message, hint = foreign(chr(code))
    assert chr(code) not in message + hint
    assert (message + hint).isprintable()
    assert f"U+{code:04X}" in message or 0xD800 <= code <= 0xDFFF
    assert not is_readable(chr(code))


def test_shown_keeps_places() -> None:
    assert shown("x\x00+\tθ\u202e") == "x\ufffd+ θ\ufffd"


def test_a_superscript_mistake_has_its_place() -> None:
    with pytest.raises(LimitError) as caught:
        tokenize(Reading("x" + "⁹" * 401))
    assert caught.value.place is not None
