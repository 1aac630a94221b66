"""Linear conditions: the same points, said plainly and once."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mvcalc_cli.calculus.bounds import joined
from mvcalc_cli.language import parse
from mvcalc_cli.language.printers import line
from mvcalc_cli.language.tree import Tree
from mvcalc_cli.symbolic.digits import measure


def read(text: str) -> Tree:
    return parse(text, answer=True).tree


@pytest.mark.parametrize(
    ("conditions", "shown"),
    [
        (("-a > 0",), ["a < 0"]),
        (("1 - a > 0",), ["a < 1"]),
        (("-a > 0", "1 - a > 0"), ["a < 0"]),  # the second follows
        (("a >= 0", "sqrt(a) != 0"), ["a > 0"]),
        (("n > -1", "n + 1 != 0"), ["n > −1"]),
        (("2m + 2n != 0",), ["m + n ≠ 0"]),
        (("m - n != 0", "2m - 2n != 0"), ["m − n ≠ 0"]),
        (("3 - 2a >= 0",), ["a ≤ 3/2"]),
        (("a^2 > 1",), ["a² > 1"]),  # not linear: as it is
        (("a > 0", "a > 2", "a < 5", "a <= 5"), ["a > 2", "a < 5"]),
    ],
)
def test_table(conditions: tuple[str, ...], shown: list[str]) -> None:
    assert [line(condition) for condition in joined(map(read, conditions))] == shown


SIGNS = st.sampled_from((">", ">=", "<", "<=", "!="))
NUMBERS = st.integers(-3, 3)


@settings(max_examples=50)
@given(st.lists(st.tuples(NUMBERS, NUMBERS, NUMBERS, SIGNS), min_size=1, max_size=4))
def test_the_points_stay(rows: list[tuple[int, int, int, str]]) -> None:
    """At every point of a fine grid the joined conditions hold exactly where the given ones do."""
    given_ = [read(f"({a})*a + ({b})*b + ({c}) {sign} 0") for a, b, c, sign in rows]
    found = joined(given_)
    for x, y in product([Fraction(k, 6) for k in range(-24, 25, 5)] + [Fraction(k) for k in range(-3, 4)], repeat=2):
        exact = all(_holds(a * x + b * y + c, sign) for a, b, c, sign in rows)
        assert all(measure(condition, {"a": x, "b": y}) is True for condition in found) == exact


def _holds(value: Fraction, sign: str) -> bool:
    return {">": value > 0, ">=": value >= 0, "<": value < 0, "<=": value <= 0, "!=": value != 0}[sign]
