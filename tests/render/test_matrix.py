"""Matrices: brackets, alignment, and what happens when there is no room."""

from __future__ import annotations

import pytest

from mvcalc_cli.language.tree import Tree, add, multiply, number, power, variable
from mvcalc_cli.render import Output, emit
from mvcalc_cli.report import Matrix, Report, Span

X = variable("x")


def drawn(rows: tuple[tuple[float | Tree, ...], ...], label: str = "", **wishes: object) -> list[str]:
    matrix = Matrix(rows, (Span(label),) if label else ())
    return emit(Report("test", (matrix,)), Output()._replace(**wishes)).splitlines()  # type: ignore[arg-type]


def sized(height: int, width: int) -> tuple[tuple[float, ...], ...]:
    return tuple(tuple(float(10 * i + j) for j in range(width)) for i in range(height))


LONG = add(*(multiply(number(12345), power(X, number(n))) for n in range(9, 1, -1)))


@pytest.mark.parametrize(
    ("rows", "lines"),
    [
        (((number(1), number(0)),), ["    [1  0]"]),
        (((number(1), number(0)), (number(0), number(-1))), ["    ⎡1   0⎤", "    ⎣0  −1⎦"]),
        (
            ((0.362810, -0.234742), (-0.234742, -0.909297)),
            ["    ⎡ 0.3628  −0.2347⎤", "    ⎣−0.2347  −0.9093⎦"],
        ),
        (((6.0,), (-2.0,), (1.0,)), ["    ⎡ 6⎤", "    ⎢−2⎥", "    ⎣ 1⎦"]),
        (((1.0, 0.0), (0.0, -6e-17)), ["    ⎡1.0000  0.0000⎤", "    ⎣0.0000  0.0000⎦"]),
        ((), []),
    ],
)
def test_small_matrices(rows: tuple[tuple[float | Tree, ...], ...], lines: list[str]) -> None:
    assert drawn(rows) == lines


def test_ascii_brackets() -> None:
    assert drawn(((1.0,), (-2.0,), (3.0,)), ascii=True) == ["    [ 1]", "    |-2|", "    [ 3]"]


def test_the_label_stands_on_the_middle_line() -> None:
    assert drawn(((1.0,), (2.0,), (3.0,)), "H = ") == ["        ⎡1⎤", "    H = ⎢2⎥", "        ⎣3⎦"]


def test_the_label_moves_above_when_there_is_no_room() -> None:
    assert drawn(sized(1, 5), "J(a) = ", width=24) == ["    J(a) =", "    [0  1  2  3  4]"]


def test_decimals_of_exact_entries_stand_on_the_point() -> None:
    from mvcalc_cli.language.tree import Decimal

    rows = ((number(Decimal(1, 4)),), (number(Decimal(25, 2)),), (number(3),))
    assert drawn(rows) == ["    ⎡ 0.25⎤", "    ⎢12.5 ⎥", "    ⎣ 3   ⎦"]


def test_more_than_eight_rows_show_corners() -> None:
    assert drawn(sized(20, 2)) == [
        "    ⎡  0    1⎤",
        "    ⎢ 10   11⎥",
        "    ⎢ 20   21⎥",
        "    ⎢  …    …⎥",
        "    ⎢170  171⎥",
        "    ⎢180  181⎥",
        "    ⎣190  191⎦",
        "    20 × 2, whole with --json or --save FILE.csv",
    ]


def test_more_than_eight_columns_show_corners() -> None:
    assert drawn(sized(2, 9)) == [
        "    ⎡ 0   1   2   …   6   7   8⎤",
        "    ⎣10  11  12   …  16  17  18⎦",
        "    2 × 9, whole with --json or --save FILE.csv",
    ]


def test_fewer_columns_in_a_narrow_terminal() -> None:
    lines = drawn(sized(9, 9), width=23)
    assert lines[0] == "⎡ 0   1   …   7   8⎤"
    assert max(map(len, lines)) <= 23
    assert drawn(sized(9, 9), width=24)[0] == "    ⎡ 0   1   …   7   8⎤"
    assert drawn(sized(9, 9), width=18)[0] == "    ⎡ 0   …   8⎤"


def test_a_small_matrix_of_long_entries_is_listed_whole() -> None:
    lines = drawn(((LONG, X), (X, number(0))), "H = ", width=60)
    assert lines[0] == "    H ="
    assert lines[1].startswith("    [1,1] = 12345x⁹ + 12345x⁸")
    assert lines[-3:] == ["    [1,2] = x", "    [2,1] = x", "    [2,2] = 0"]
    assert max(map(len, lines)) <= 60


@pytest.mark.parametrize("width", [20, 40, 80])
def test_a_large_matrix_of_long_entries_is_cut(width: int) -> None:
    lines = drawn(tuple(tuple(LONG for _ in range(12)) for _ in range(12)), width=width)
    assert max(map(len, lines)) <= width
    assert "…" in lines[0]


def test_digits() -> None:
    assert drawn(((1.5, 2.0),), digits=1) == ["    [1.5  2.0]"]
