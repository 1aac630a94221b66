"""Foreign text cannot move the cursor, hide, or turn the line around."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mvcalc_cli.render.clean import clean, is_unsafe, one_line

ANY_TEXT = st.text(st.characters(codec=None, exclude_categories=()), max_size=60)


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("x^2·sin(θ) é 漢", "x^2·sin(θ) é 漢"),
        ("\x1b[31mred", "�[31mred"),
        ("a\tb\nc", "a\tb\nc"),
        ("a\rb\x00\x7f\x85", "a�b���"),
        ("x\u202ey\u2066z\u200f", "x�y�z�"),
        ("si\u200bn\ufeff\u00ad", "si�n��"),
        ("\udcff", "�"),  # a byte that was not UTF-8
    ],
)
def test_clean(text: str, safe: str) -> None:
    assert clean(text) == safe


@given(ANY_TEXT)
def test_nothing_dangerous_is_left_and_places_stay(text: str) -> None:
    safe = clean(text)
    assert len(safe) == len(text)
    assert not any(is_unsafe(char) for char in safe)
    assert all(unicodedata.category(char) not in ("Cc", "Cs") for char in safe if char not in "\n\t")
    assert clean(safe) == safe
    safe.encode("utf-8")


def test_every_bidirectional_control_and_format_character_is_unsafe() -> None:
    visible = "\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2"  # Arabic and Syriac marks
    formats = [chr(code) for code in range(0x10000) if unicodedata.category(chr(code)) in ("Cf", "Zl", "Zp")]
    assert [hex(ord(char)) for char in formats if char not in visible and not is_unsafe(char)] == []


def test_one_line() -> None:
    assert one_line("a\nb\tc\rd") == "a b c�d"
