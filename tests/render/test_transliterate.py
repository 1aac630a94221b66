"""Every text has an ASCII form."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mvcalc_cli.render.transliterate import to_ascii


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("(u·v)′ = u′·v + u·v′", "(u*v)' = u'*v + u*v'"),
        ("(xⁿ)′ = n·xⁿ⁻¹", "(x^n)' = n*x^(n-1)"),
        ("x⁻¹ + x²³ + x⁽ⁿ⁺¹⁾", "x^-1 + x^23 + x^(n+1)"),
        ("∂f/∂x at x₁, T₅, x₁₂", "df/dx at x_1, T_5, x_12"),
        ("|∇f| = ∇f·û, ∇ = 0, ∇(uv)", "|grad f| = grad f*u, grad = 0, grad (uv)"),
        ("√2 √(x+1) √π", "sqrt(2) sqrt(x+1) sqrt(pi)"),
        ("Δᵀ·H(a)·Δ", "Delta^T*H(a)*Delta"),
        ("x ≠ 0, −1 ≤ y, f → ∞", "x != 0, -1 <= y, f -> oo"),
        ("✓ yes … ✗ no", "OK yes ... NO no"),
        ("⎡ 1⎤", "[ 1]"),
        ("½ café ﬁ ２", "1/2 cafe fi 2"),
        ("漢 �", "? ?"),
    ],
)
def test_to_ascii(text: str, written: str) -> None:
    assert to_ascii(text) == written


@given(st.text(st.characters(codec=None, exclude_categories=()), max_size=60))
def test_whatever_comes_is_ascii(text: str) -> None:
    assert to_ascii(text).isascii()


@given(st.text(st.characters(codec="ascii")))
def test_ascii_stays(text: str) -> None:
    assert to_ascii(text) == text
