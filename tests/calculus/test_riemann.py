"""Riemann sums: values, orders of convergence, outlines."""

from __future__ import annotations

import math

import pytest

from mvcalc_cli.calculus.riemann import MOST_TERMS, Strips, outlines, refined, riemann_sum
from mvcalc_cli.errors import DomainError
from mvcalc_cli.language import parse

KINDS = ("left", "right", "mid", "trapezium", "simpson")


def strips(text: str, low: float, high: float, terms: int, kind: str = "mid") -> Strips:
    return Strips(parse(text).tree, "x", low, high, terms, kind)


@pytest.mark.parametrize(
    ("kind", "value"), [("left", 14.0), ("right", 30.0), ("mid", 21.0), ("trapezium", 22.0), ("simpson", 64 / 3)]
)
def test_four_strips_of_a_square(kind: str, value: float) -> None:
    assert riemann_sum(strips("x^2", 0, 4, 4, kind)) == pytest.approx(value, abs=1e-14)


@pytest.mark.parametrize(("kind", "order"), [("left", 1), ("right", 1), ("mid", 2), ("trapezium", 2), ("simpson", 4)])
def test_the_order_of_the_error(kind: str, order: int) -> None:
    found = refined(strips("e^x", 0, 1, 16, kind), math.e - 1)
    assert [one.terms for one in found] == [16, 32, 64]
    assert [one.order for one in found[1:]] == pytest.approx([order, order], abs=0.05)


@pytest.mark.parametrize("kind", KINDS)
def test_a_constant_is_exact_and_downwards_is_negative(kind: str) -> None:
    assert riemann_sum(strips("3", 0, 2, 7, kind)) == pytest.approx(6)
    assert riemann_sum(strips("x^3", 1, 0, 5, kind)) == pytest.approx(
        -riemann_sum(strips("x^3", 0, 1, 5, {"left": "right", "right": "left"}.get(kind, kind)))
    )


def test_simpson_is_exact_for_cubics_and_has_no_order_then() -> None:
    found = refined(strips("x^3", 0, 1, 2, "simpson"), 0.25)
    assert found[0].value == pytest.approx(0.25, abs=1e-16)
    assert all(math.isnan(one.order) for one in found)


def test_a_point_without_a_value_is_named() -> None:
    with pytest.raises(DomainError, match="no value at x = 0"):
        riemann_sum(strips("1/x", 0, 1, 4, "left"))


def test_without_an_integral_there_is_no_error() -> None:
    assert all(math.isnan(one.error) for one in refined(strips("x", 0, 1, 2), math.nan))


def test_many_terms_are_summed_in_pieces() -> None:
    assert MOST_TERMS >= 100_000
    assert riemann_sum(strips("x^2", 0, 3, 100_000)) == pytest.approx(9, abs=1e-8)


@pytest.mark.parametrize(("kind", "corners"), [("left", 4), ("mid", 4), ("trapezium", 4), ("simpson", 11)])
def test_outlines_begin_and_end_on_the_axis(kind: str, corners: int) -> None:
    drawn = outlines(strips("x^2 + 1", 0, 1, 3, kind))
    assert [len(outline) for outline in drawn] == [corners] * 3
    assert all(outline[0][1] == outline[-1][1] == 0.0 for outline in drawn)


def test_a_parabola_goes_through_its_three_points() -> None:
    ((*_,),) = drawn = outlines(strips("x^2", 0, 2, 1, "simpson"))
    assert all(y == pytest.approx(x * x) for x, y in drawn[0][1:-1])
