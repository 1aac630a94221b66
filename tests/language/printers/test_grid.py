"""Two dimensions: stacked fractions, raised exponents, tall brackets."""

from __future__ import annotations

import pytest
from hypothesis import given

from mvcalc_cli.errors import LimitError
from mvcalc_cli.language.names import FUNCTIONS
from mvcalc_cli.language.printers import grid, line
from mvcalc_cli.language.tree import TWO, ZERO, Tree, add, call, divide, multiply, number, power, relation, subtract
from tests.language.printers.samples import ANSWERS, DECAY, SAMPLES, STEPS, piecewise, x, y
from tests.strategies import expressions, shapes


def picture(tree: Tree, *, in_ascii: bool = False) -> str:
    """The lines with > at the baseline."""
    lines, base = grid(tree, ascii=in_ascii)
    return "\n".join((">" if number == base else " ") + text for number, text in enumerate(lines))


def drawn(text: str) -> str:
    """The picture written in a test, without the margin of the test."""
    return "\n".join(row[8:] for row in text.strip("\n").split("\n")[:-1])


def test_the_question_and_the_answer_of_the_quiz_screen() -> None:
    assert picture(multiply(power(x, TWO), DECAY)) == drawn(
        """
          2  −x/2
        >x ·e
        """
    )
    answer = subtract(multiply(TWO, x, DECAY), divide(multiply(power(x, TWO), DECAY), TWO))
    assert picture(answer) == drawn(
        """
                      2  −x/2
              −x/2   x ·e
        >2·x·e     − ────────
                        2
        """
    )


@pytest.mark.parametrize(
    ("tree", "expected"),
    [
        (
            subtract(x, divide(power(x, number(3)), number(6))),
            """
              3
             x
        >x − ──
             6
        """,
        ),
        (
            divide(divide(x, y), add(x, divide(TWO, y))),
            """
            x
            ─
            y
        >───────
              2
          x + ─
              y
        """,
        ),
        (
            power(add(power(x, TWO), y), number(3)),
            """
                 3
         ⎛ 2    ⎞
        >⎝x  + y⎠
        """,
        ),
        (
            piecewise(relation("<", x, ZERO), divide(x, TWO), x),
            """
         ⎧x
         ⎪─  if x < 0
        >⎨2
         ⎪
         ⎩x  otherwise
        """,
        ),
        (
            SAMPLES["negative fraction later"],
            """
             1
        >x − ─
             2
        """,
        ),
        (
            SAMPLES["indexed sum"],
            """
          n      2
        > Σ  x[i]
         i=1
        """,
        ),
    ],
)
def test_pictures(tree: Tree, expected: str) -> None:
    assert picture(tree) == drawn(expected)


def test_in_ascii() -> None:
    assert picture(SAMPLES["matrix"], in_ascii=True) == drawn(
        """
         [cos(x)  -y*sin(x)]
         [                 ]
        >[                1]
         [     0          -]
         [                x]
        """
    )
    assert picture(SAMPLES["root of a sum"], in_ascii=True) == drawn(
        """
             / 2    \\
        >sqrt\\x  + 1/
        """
    )


def test_a_minus_does_not_lengthen_the_bar_of_a_fraction() -> None:
    lines, base = grid(SAMPLES["minus half"], ascii=True)
    assert lines[base] == "- -"


def test_derivatives_and_answers() -> None:
    assert grid(STEPS["integral"]) == (["           ⌠  2", "           ⎮ x", "sin(x) − 2·⎮ ── dx", "           ⌡ 3"], 2)
    assert grid(STEPS["integral of a sum"], ascii=True)[0] == ["integral[ x + 1 ] dx"]
    assert grid(STEPS["second"])[0][-1].startswith("d²/dx²")
    assert grid(ANSWERS["interval"]) == (["[0, 1)"], 0)


def test_every_function_has_a_spelling() -> None:
    for name, row in FUNCTIONS.items():
        lines, base = grid(call(name, *[divide(x, y)] * row.fewest))
        assert 0 <= base < len(lines)


@given(shapes(expressions(signed=True)))
def test_pictures_are_rectangles_on_their_baseline(tree: Tree) -> None:
    lines, base = grid(tree)
    assert 0 <= base < len(lines)
    assert all(text == text.rstrip() for text in lines)
    assert any(lines)
    assert all(text.isascii() for text in grid(tree, ascii=True)[0])


@given(expressions(functions=("sin", "max"), signed=True))
def test_nothing_is_lost(tree: Tree) -> None:
    """Every letter and digit of the one-line form stands in the picture, raised characters as themselves."""
    flat = "".join(grid(tree, ascii=True)[0])
    for char in "xy0123456789":
        assert flat.count(char) == line(tree, ascii=True).count(char)


def test_a_flood_is_refused() -> None:
    tree = x
    for _ in range(60):
        tree = add(tree, tree)
    with pytest.raises(LimitError):
        grid(tree)
