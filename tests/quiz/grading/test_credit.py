"""Known mistakes, follow-through, right entries, and many right answers."""

from __future__ import annotations

import pytest

from mvcalc_cli.quiz.grading.credit import known_mistake
from mvcalc_cli.quiz.grading.grade import grade
from mvcalc_cli.quiz.grading.task import KnownMistake, Task
from mvcalc_cli.quiz.question import Grade
from mvcalc_cli.symbolic.sameness.result import How
from tests.quiz.grading.asking import task, tree

SWAPPED = KnownMistake(tree("[x^2, 2x y]"), "The components are in the order x, y.", 0.5, "swapped")
NO_CHAIN = KnownMistake(tree("[y, x^2]"), "Mind the chain rule.", 0.25, "chain")


def test_a_known_mistake_has_its_words_and_credit() -> None:
    asked = task("[2x y, x^2]")._replace(mistakes=(SWAPPED, NO_CHAIN))
    found = grade(asked, "[x*x, 2 y x]")
    assert (found.verdict, found.score, found.mistake, found.say) == ("different", 0.5, "swapped", SWAPPED.say)
    assert grade(asked, "[y, x^2]").mistake == "chain"
    assert grade(asked, "[2x y, x^2]").mistake == ""
    assert grade(asked, "[0, 0]").mistake == ""


def test_the_first_mistake_that_fits_counts() -> None:
    twice = KnownMistake(tree("[y, x^2]"), "again", 0.9, "later")
    assert grade(task("[2x y, x^2]")._replace(mistakes=(NO_CHAIN, twice)), "[y, x^2]").mistake == "chain"


def test_a_mistake_of_an_antiderivative_may_carry_its_constant() -> None:
    power = KnownMistake(tree("x^3 + C"), "Divide by the new exponent.", 0.5, "power")
    asked = task("x^3/3 + C", by="antiderivative")._replace(mistakes=(power,))
    assert grade(asked, "x^3 + K").mistake == "power"


@pytest.mark.parametrize(
    ("expected", "wrong", "answer", "named"),
    [
        ("x^3/3 + C", "x^3/3", "x^3/3", True),
        ("x^3/3 + C", "x^3/3", "x^3/3 + 5", True),  # as good an antiderivative, and as far from all of them
        ("sin(x)^2/2 + C", "sin(x)^2/2", "-cos(x)^2/2", True),  # it differs by 1/2
        ("log|x| + C", "log|x|", "log|7x|", True),
        ("x^3/3 + C", "x^3/3", "x^3/3 + sign(x)", False),  # that is no number
        ("x^3/3 + C", "x^3/3", "x^3/3 + x", False),
        ("x^3/3 + C", "x^3 + C", "x^3 + 5", False),  # two mistakes
        ("x^3/3 + C", "x^3", "x^3 - 1", False),  # that mistake is another one
        ("x^3/3 + C", "x^3", "x^3", True),
        ("a x^3/3 + C", "a x^3/3", "a x^3/3 + 5", True),
    ],
)
@pytest.mark.parametrize("constant", ["required", "C"])
def test_one_antiderivative_is_worth_as_much_as_another(
    expected: str, wrong: str, answer: str, named: bool, constant: str
) -> None:
    known = KnownMistake(tree(wrong), "That is one of them.", 0.75, "no-constant")
    asked = task(expected, by="antiderivative", constant=constant)._replace(mistakes=(known,))
    found = grade(asked, answer)
    assert (found.mistake, found.score) == (("no-constant", 0.75) if named else ("", 0.0))


def test_another_letter_than_the_one_that_is_asked_for_is_no_missing_constant() -> None:
    known = KnownMistake(tree("x^2"), "The constant is missing.", 0.75, "no-constant")
    asked = task("x^2 + C", by="antiderivative", constant="C")._replace(mistakes=(known,))
    assert grade(asked, "x^2 + K").mistake == ""


def test_a_mistake_in_a_number_is_met_within_the_tolerance() -> None:
    degrees = KnownMistake(tree("sin(30)"), "Degrees, not radians.", 0.2, "degrees")
    assert grade(task("1/2", decimals=2)._replace(mistakes=(degrees,)), "-0.988").mistake == "degrees"


def test_follow_through_counts_fully_and_says_so() -> None:
    asked = task("2x")._replace(again=tree("3x"))
    found = grade(asked, "x*3")
    assert (found.verdict, found.score, found.followed) == ("equal", 1.0, True)
    assert not grade(asked, "2x").followed


def test_right_entries_earn_their_share() -> None:
    found = grade(task("[x, y, z]", partial="components"), "[x, 2y, z]")
    assert (found.verdict, found.components) == ("different", (True, False, True))
    assert found.score == pytest.approx(2 / 3)
    matrix = grade(task("[1, 2; 3, 4]", partial="components"), "[1, 2; 3, 5]")
    assert (matrix.score, matrix.components) == (0.75, (True, True, True, False))


@pytest.mark.parametrize(
    ("answer", "components", "score"),
    [
        ("{1}", (True,), 1 / 3),
        ("{1, 2, 7}", (True, True, False), 2 / 4),
        ("{7}", (False,), 0),
        ("{1, 1}", (True, True), 1 / 3),
    ],
)
def test_elements_of_sets_count_against_wrong_ones(answer: str, components: tuple[bool, ...], score: float) -> None:
    found = grade(task("{1, 2, 3}", partial="components"), answer)
    assert found.components == components
    assert found.score == pytest.approx(score)


@pytest.mark.parametrize(
    ("condition", "expected", "answer", "verdict"),
    [
        ("answer^2 = 2", "sqrt(2)", "-sqrt(2)", "equal"),
        ("answer^2 = 2", "sqrt(2)", "1.41", "different"),
        ("0 < answer and answer < 1", "1/2", "1/3", "equal"),
        ("0 < answer and answer < 1", "1/2", "2", "different"),
        ("answer[1] + answer[2] = 3", "[1, 2]", "[0, 3]", "equal"),
        ("answer[1] + answer[2] = 3", "[1, 2]", "[0, 4]", "different"),
        ("dot(answer, [1, 1]) = 0 and norm(answer) > 0", "[1, -1]", "[-7, 7]", "equal"),
        ("dot(answer, [1, 1]) = 0 and norm(answer) > 0", "[1, -1]", "[0, 0]", "different"),
    ],
)
def test_many_right_answers(condition: str, expected: str, answer: str, verdict: str) -> None:
    from mvcalc_cli.language.parser import parse

    accept = parse(condition, names={"answer": "real"}, answer=True).tree
    asked = task(expected)._replace(accept=accept, grade=Grade(accept=condition))
    assert grade(asked, answer).verdict == verdict


def test_follow_through_is_worth_more_than_a_known_mistake_of_the_same_value() -> None:
    mistake = KnownMistake(tree("3x"), "That is the factor of the part before.", 0.25, "factor")
    asked = task("2x")._replace(again=tree("3x"), mistakes=(mistake,))
    found = grade(asked, "3x")
    assert (found.verdict, found.score, found.followed, found.mistake) == ("equal", 1.0, True, "")
    assert grade(asked._replace(again=None), "3x").mistake == "factor"
    assert grade(asked._replace(again=tree("5x")), "3x").score == 0.25


@pytest.mark.parametrize(
    ("wrong", "answer", "met"),
    [
        ("3x", "x + 2x", True),  # floats agree: looked at with care
        ("3x", "3.000001x", False),
        ("[x, 3y]", "[x, y + 2y]", True),
        ("[x, 3y]", "[x, 4y]", False),
        ("(x + 1)^12", "expand", True),
        ("sin(x)^2 + cos(x)^2 + 1", "2", True),
        ("22/7", "44/14", True),
        ("22/7", "22/7 + 10^-12", False),
        ("sqrt(2)", "2/sqrt(2)", True),
        ("oo", "oo", True),
        ("oo", "3", False),
        ("{1, 2}", "{2, 1}", True),
        ("x^2 = 4", "x^2 - 4 = 0", True),
    ],
)
def test_a_mistake_is_told_from_others_in_floats_only_where_these_are_sure(wrong: str, answer: str, met: bool) -> None:
    terms = "x^12 + 12x^11 + 66x^10 + 220x^9 + 495x^8 + 792x^7 + 924x^6 + 792x^5 + 495x^4 + 220x^3 + 66x^2 + 12x + 1"
    text = terms if answer == "expand" else answer
    asked = Task("expression", tree("y + 77"), mistakes=(KnownMistake(tree(wrong), "s", 0.5, "known"),))
    assert (known_mistake(tree(text), asked, How()) is not None) == met
