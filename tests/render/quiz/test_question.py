"""The text of a question with its formulas, and what is said to an answer, as literal screens."""

from __future__ import annotations

from mvcalc_cli.language import parse
from mvcalc_cli.language.tree import Tree
from mvcalc_cli.quiz.grading.task import Marked, Task
from mvcalc_cli.quiz.question import Part
from mvcalc_cli.quiz.variant import VariantPart
from mvcalc_cli.render.output import Output
from mvcalc_cli.render.paint import paint
from mvcalc_cli.render.quiz.question import done_rows, option_rows, progress_bar, text_rows
from mvcalc_cli.render.quiz.verdict import verdict_rows


def tree(text: str) -> Tree:
    return parse(text).tree


def shown(rows: object) -> str:
    return paint(rows, color=False)  # type: ignore[arg-type]


def part(expected: str) -> VariantPart:
    return VariantPart(Part("a", "expression"), (), (), (), (), Task("expression", tree(expected)))


def test_formulas_stand_on_the_line_of_their_text() -> None:
    pieces = ("Find the gradient of f(x, y) = ", tree("3x^2 y/2"), ". Hold y fixed.")
    assert shown(text_rows(pieces, Output())) == ("  Find the gradient of f(x, y) = 3x²·y/2. Hold y fixed.\n")
    assert shown(text_rows(("Let f(x) = ", tree("x^2*exp(-x/2)"), " for x > 0."), Output())) == (
        "  Let f(x) = x²·e^(−x/2) for x > 0.\n"
    )


def test_a_formula_longer_than_a_line_is_drawn_where_that_is_shorter() -> None:
    wide = tree("(x + 1)^10/(x + 2)^10")
    rows = shown(text_rows(("It is ", wide, " there."), Output(width=20))).splitlines()
    assert any("───" in row for row in rows)
    assert max(map(len, rows)) <= 20


def test_a_formula_after_a_colon_stands_alone() -> None:
    assert shown(text_rows(("Differentiate: ", tree("x/2")), Output(width=40))) == (
        "  Differentiate:\n\n      x\n      ─\n      2\n"
    )


def test_a_formula_that_is_too_wide_is_broken_in_one_line_form() -> None:
    wide = tree(" + ".join(f"sin({k} x)" for k in range(1, 9)))
    rows = shown(text_rows(("Sum:\n", wide), Output(width=30))).splitlines()
    assert max(map(len, rows)) <= 30
    assert rows[2] == "     sin(x) + sin(2x)" or rows[2].lstrip().startswith("sin(")


def test_long_words_and_many_lines_keep_to_the_width_where_they_can() -> None:
    rows = shown(text_rows(("a " * 50 + "\n\nend\n",), Output(width=20))).splitlines()
    assert max(map(len, rows)) <= 20
    assert rows[-1] == "  end"


def test_options_parts_and_progress() -> None:
    assert shown(option_rows([("one",), ("x = ", tree("x^2"))], Output())) == "  a  one\n  b  x = x²\n"
    assert shown(done_rows(("h =",), "h", "2x", True, Output())) == "  h = 2x   ✓\n"
    assert shown(done_rows((), "h", "", None, Output())) == "  h: -\n"
    assert shown([progress_bar(3, 10, Output())]) == "━━━━━━╌╌╌╌╌╌╌╌╌╌╌╌╌╌\n"
    assert shown([progress_bar(0, 0, Output(ascii=True))]) == "-" * 20 + "\n"


def test_right_says_the_banks_own_form_where_it_is_another() -> None:
    marked = Marked("equal", 1.0, "same by algebra", reading="2*x + 2")
    assert shown(verdict_rows(marked, part("2(x+1)"), Output())) == (
        "  ✓ correct     same as  2·(x + 1)\n    same by algebra\n"
    )
    assert shown(verdict_rows(marked._replace(reading="2*(x + 1)"), part("2(x+1)"), Output())) == (
        "  ✓ correct     same by algebra\n"
    )


def test_not_yet_with_what_the_bank_says_and_the_entries() -> None:
    marked = Marked("different", 0.5, "entry 2: it differs", say="mind the order", components=(True, False))
    assert shown(verdict_rows(marked, part("[1, 2]"), Output())) == (
        "  ✗ not yet     entry 2: it differs\n    mind the order\n    the entries in order ✓ ✗\n    50% of this part\n"
    )


def test_the_right_options_are_not_given_away() -> None:
    several = part("x")._replace(task=Task("multi", texts=("a",), options=("a", "b")))
    marked = Marked("different", 0.0, "1 is missing", components=(True, False))
    assert shown(verdict_rows(marked, several, Output())) == "  ✗ not yet     1 is missing\n"


def test_equal_only_where_both_have_a_value() -> None:
    marked = Marked("domain-differs", 0.5, "at x = -1 yours is undefined")
    assert "equal only where both have a value: at x = -1" in shown(verdict_rows(marked, part("x"), Output()))
