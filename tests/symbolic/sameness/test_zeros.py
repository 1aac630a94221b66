"""Real zeros: those of polynomials are all there, rational ones exact, poles are none."""

from __future__ import annotations

import itertools
import math
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mvcalc_cli.symbolic.sameness.polynomials import polynomial, polynomial_zeros
from mvcalc_cli.symbolic.sameness.zeros import zeros
from tests.symbolic.reading import tree

KNOWN: list[tuple[str, list[float], bool]] = [
    ("x^2 - 2", [-math.sqrt(2), math.sqrt(2)], True),
    ("(x^2 - 2)^2", [-math.sqrt(2), math.sqrt(2)], True),
    ("x^2 + 1", [], True),
    ("3", [], True),
    ("x^20 - 1", [-1, 1], True),
    ("x^3 - 10^6", [100], True),
    ("(x - 1)^3", [1], True),
    ("(x - 1)/(x + 1)", [1], True),
    ("1/x", [], True),
    ("e^x - 2", [math.log(2)], False),
    ("log(x)", [1], False),
    ("|x - 3|", [3], True),
    ("|x| - 300", [-300, 300], True),
    ("|x| + |x - 400| - 1000", [-300, 700], True),
    ("|x^2 - 2| - 1", [-math.sqrt(3), -1, 1, math.sqrt(3)], True),
    ("|x| + 1", [], True),
    ("||x| - 2|", [-2, 2], True),
    ("|x| - x", [0], False),
    ("|sin(x)| + 2", [], False),
    ("sqrt(x) - 2", [4], False),
    ("x - sqrt(2)", [math.sqrt(2)], False),
]


@pytest.mark.parametrize(("text", "expected", "complete"), KNOWN)
@pytest.mark.parametrize("exact", [True, False])
def test_known_zeros(text: str, expected: list[float], complete: bool, exact: bool) -> None:
    found = zeros(tree(text), "x", exact=exact)
    assert [float(number) for number in found.numbers] == pytest.approx(expected, abs=1e-9)
    assert found.complete == complete
    assert not found.everywhere


def test_zeros_that_only_touch_are_parts_of_pi() -> None:
    found = zeros(tree("1 - cos(x)"), "x").numbers
    assert [round(float(number) / math.pi, 9) for number in found] == [-6, -4, -2, 0, 2, 4, 6]


def test_a_pole_is_no_zero() -> None:
    assert all(abs(math.sin(float(number))) < 1e-12 for number in zeros(tree("tan(x)"), "x").numbers)


def test_zero_everywhere() -> None:
    assert zeros(tree("x - x"), "x").everywhere
    assert zeros(tree("sin(x) - sin(x)"), "x").everywhere


def test_a_far_factor_is_found() -> None:
    assert Fraction(1000) in zeros(tree("sin(x)*(x - 1000)"), "x").numbers


@given(st.lists(st.fractions(-20, 20, max_denominator=12), min_size=1, max_size=5))
@settings(max_examples=40, deadline=None)
def test_rational_zeros_are_all_found_exactly(roots: list[Fraction]) -> None:
    coefficients = [Fraction(1)]
    for root in roots:
        shifted = [Fraction(0), *coefficients]
        coefficients = [a - root * b for a, b in zip(shifted, [*coefficients, Fraction(0)], strict=True)]
    assert polynomial_zeros(coefficients, exact=True) == sorted(set(roots))


@pytest.mark.parametrize("text", ["sin(x)", "x^y", "x^(1/2)", "x^30", "1/x", "x^x"])
def test_what_is_no_polynomial_of_x(text: str) -> None:
    assert polynomial(tree(text), "x") is None


@settings(deadline=None, max_examples=60)
@given(
    st.lists(st.tuples(st.integers(-4, 4), st.integers(-60, 60)), min_size=1, max_size=3),
    st.integers(-3, 3),
    st.integers(-100, 100),
)
def test_between_the_zeros_of_sums_of_sizes_the_sign_does_not_change(
    terms: list[tuple[int, int]], slope: int, level: int
) -> None:
    text = " + ".join(f"({factor})*|x - ({place})|" for factor, place in terms) + f" + ({slope})*x - ({level})"
    found = zeros(tree(text), "x")

    def value(at: Fraction) -> Fraction:
        return sum((factor * abs(at - place) for factor, place in terms), slope * at - level)

    assert all(value(Fraction(zero)) == 0 for zero in found.numbers)
    if not found.complete:
        return  # half an axis of zeros
    ends = [Fraction(-100_000), *map(Fraction, found.numbers), Fraction(100_000)]
    for low, high in itertools.pairwise(ends):
        inside = [low + (high - low) * k / 97 for k in range(1, 97)]
        inside += [Fraction(place) for _, place in terms if low < place < high]
        assert len({value(at) > 0 for at in inside}) == 1
        assert all(value(at) for at in inside)
