"""Workings right and wrong: which line does not follow, and what is said of it."""

from __future__ import annotations

import pytest

from mvcalc_cli.errors import InputError, LimitError
from mvcalc_cli.language.printers import line
from mvcalc_cli.quiz.check_work import Checked, check_work
from mvcalc_cli.quiz.workings.guarded import Guarded
from mvcalc_cli.quiz.workings.lines import read_working


def checked(working: str, every: bool = False) -> list[Checked]:
    """The lines of a working; | separates them."""
    return list(check_work(read_working(working.replace("|", "\n"), {}, "w.txt"), every=every))


def said(found: Checked) -> str:
    """Everything that is said of a line."""
    link = found.link
    parts = [link.why.words(line), *(f"lost: {line(each)}" for each in link.lost)]
    parts += [f"gained: {line(each)}" for each in link.gained]
    parts += [f"holds for {line(each)}" for each in link.conditions]
    return "; ".join([*parts, link.slip.words(line) if link.slip is not None else ""])


RIGHT = [
    "cosh(x)^2 - sinh(x)^2|= 1",
    "x + y = 3 and x - y = 1|2x = 4 and x - y = 1|x = 2 and y = 1",
    "(x+1)^2|= x^2 + 2x + 1",
    "(x+1)^2 - (x-1)|= x^2 + 2x + 1 - x + 1|= x^2 + x + 2",
    "sin(x)^2 + cos(x)^2|= 1",
    "sin(2x)|= 2 sin(x) cos(x)",
    "sqrt(x^2)|= abs(x)",
    "e^x e^y|= e^(x+y)",
    "# a comment|(a+b)(a-b)||= a^2 - b^2   # done",
    "(x+1)^2 = x^2 + 2x + 1|= x(x + 2) + 1",
    "y = (x-1)(x+1)|= x^2 - 1",
    "f(x) = x^2 sin(x)|f'(x) = 2x sin(x) + x^2 cos(x)|= x (2 sin(x) + x cos(x))",
    "f(x) = x^4|f'(x) = 4x^3|f''(x) = 12x^2",
    "f(x) = x^4|f''(x) = 12x^2",
    "d/dx x^2 sin(x)|= 2x sin(x) + x^2 cos(x)",
    "diff(log(x), x)|= 1/x",
    "diff(x^3 y, y)|= x^3",
    "integrate(2x, x)|= x^2 + C",
    "∫ x cos(x) dx|= x sin(x) - integrate(sin(x), x)|= x sin(x) + cos(x) + C",
    "integrate(x^2, x, 0, 3)|= 9",
    "2x + 3 = 7|2x = 4|x = 2",
    "x^2 = 4|<=> x = 2 or x = -2",
    "x^2 = 4|⇔ x = ±2",
    "x^2 = 9|x in {3, -3}",
    "x^2 - 5x + 6 = 0|(x-2)(x-3) = 0|x = 2, x = 3",
    "x^2 = 2|x = sqrt(2) or x = -sqrt(2)",
    "x^2 + 1 = 0|no solution",
    "abs(x) = 3|x = ±3",
    "sqrt(x+2) = x|=> x + 2 = x^2|x^2 - x - 2 = 0|x = 2 or x = -1|x = 2",
    "e^(2x) = 3|2x = log(3)|x = log(3)/2",
    "x^3 = 8|x = 2",
    "-2x < 4|x > -2",
    "x^2 < 4|-2 < x < 2",
    "1/x = 2|1 = 2x|x = 1/2",
    "x + y = 3, x - y = 1|x = 2, y = 1",
    "2x + 3y = 6|y = 2 - 2x/3",
    "[1, x] + [x, 1]|= [1 + x, x + 1]",
    "3/4|= 6/8|= 0.75",
]  # fmt: skip

# A working, the line that does not follow, and words that are said of it.
WRONG = [
    ("(x+1)^2|= x^2 + 1", 2, "(x + 1)² is not x² + 1: it is x² + 2x + 1"),
    ("(x+1)^2|= x^2 + 1", 2, "at x = 1 line 1 gives 4, line 2 gives 2"),
    ("(a-b)^2|= a^2 - b^2", 2, "(a − b)² is not a² − b²"),
    ("1 + (a + b)^3|= 1 + a^3 + b^3", 2, "(a + b)³ is not a³ + b³"),
    ("sqrt(x^2 + 9)|= x + 3", 2, "is not x + 3"),
    ("sqrt(a + b)|= sqrt(a) + sqrt(b)", 2, "√(a + b) is not √a + √b"),
    ("sqrt(x^2)|= x", 2, "√(x²) is not x: it is |x|"),
    ("log(x + y)|= log(x) + log(y)", 2, "log(x + y) is not log(x) + log(y)"),
    ("log(x y)|= log(x) log(y)", 2, "it is log(x) + log(y)"),
    ("log(x) + log(y)|= log(x + y)", 2, "it is log(x·y)"),
    ("sin(x + y)|= sin(x) + sin(y)", 2, "sin(x + y) is not sin(x) + sin(y)"),
    ("sin(2x)|= 2 sin(x)", 2, "sin(2x) is not 2·sin(x)"),
    ("-(x - 3)|= -x - 3", 2, "the minus before the bracket turns every sign: −(x − 3) is −x + 3"),
    ("2 - (x + 5)|= 2 - x + 5", 2, "turns every sign"),
    ("3(x - 2)|= 3x - 2", 2, "every term of the bracket is multiplied: 3·(x − 2) is 3x − 6"),
    ("(x^2 + x)/x|= x^2 + 1", 2, "terms of a sum do not cancel"),
    ("(a + b)/a|= b", 2, "terms of a sum do not cancel"),
    ("1/x + 1/y|= 2/(x + y)", 2, "it is (x + y)/(x·y)"),
    ("1/(x + y)|= 1/x + 1/y", 2, "is not 1/x + 1/y"),
    ("x^2 x^3|= x^6", 2, "x²·x³ is not x⁶: it is x⁵"),
    ("(x^2)^3|= x^5", 2, "it is x⁶"),
    ("(2x)^3|= 2x^3", 2, "every factor is raised"),
    ("x^(-2)|= -x^2", 2, "it is 1/x²"),
    ("2x + 3|= 5x", 2, "only like terms are added"),
    ("x^2 + 3x - 1|= x^2 - 3x - 1", 2, "the sign of 3x is turned"),
    ("x^2 + 3x|= x (x + 3)|= x^2 + 3", 3, "line 2 gives"),
    ("d/dx x^2 sin(x)|= 2x cos(x)", 2, "(u·v)′ is not u′·v′"),
    ("d/dx sin(x^2)|= cos(x^2)", 2, "the inner derivative is missing: (x²)′ = 2x"),
    ("d/dx x^3|= 3x^3", 2, "the power is not lowered"),
    ("d/dx cos(x)|= sin(x)", 2, "the sign of ("),
    ("diff(x^2 log(x), x)|= 2x log(x)", 2, "the second term is missing"),
    ("f(x) = (x^2 + 1)^5|f'(x) = 5(x^2 + 1)^4", 2, "the inner derivative is missing"),
    ("d/dx sin(x)/x|= (sin(x) - x cos(x))/x^2", 2, "swapped"),
    ("∫ x cos(x) dx|= x sin(x) - integrate(sin(x), x)|= x sin(x) - cos(x) + C", 3, "the derivative of line 3 gives"),
    ("integrate(x^2, x)|= x^3", 2, "the derivative of line"),
    ("x^2 = x|x = 1", 2, "lost: x = 0"),
    ("x^2 = x|x = 1", 2, "dividing by x loses x = 0"),
    ("sqrt(x + 2) = x|x + 2 = x^2", 2, "gained: x = −1"),
    ("sqrt(x + 2) = x|x + 2 = x^2", 2, "squaring both sides gains solutions"),
    ("x^2 = 4|x = 2", 2, "lost: x = −2"),
    ("x^2 = 4|x = 2", 2, "a square has two roots: x = ±2"),
    ("x^2 = 4|=> x = 2", 2, "lost: x = −2"),
    ("2x + 3 = 7|2x = 10|x = 5", 2, "3 changes sides, so its sign turns"),
    ("2x = 6|x = 4", 2, "2 is a factor"),
    ("2x = 6|x = 6", 2, "one side is divided by 2"),
    ("-2x < 4|x < -2", 2, "the sign of an inequality turns"),
    ("x^2 < 4|x < 2", 2, "only line 2 holds"),
    ("(x-2)(x-3) = 6|x - 2 = 6 or x - 3 = 6", 2, "a product is 6 in many ways"),
    ("1/(x-1) = x/(x-1)|1 = x", 2, "line 1 has no value at x = 1"),
    ("sin(x) = 0|x = 0", 2, "lost: x = π"),
    ("x^2 = 2|x = 1.41 or x = -1.41", 2, "is rounded, and not exact"),
    ("x + y = 3, x - y = 1|x = 2, y = 2", 2, "lost: x = 2 and y = 1"),
    ("x(x-1) = 0|x = 0 or x = 1 or x = 2", 2, "gained: x = 2"),
    ("x + 1|= x + 2 = x + 3", 2, "line 1 gives"),
    ("x|= x = x + 1", 2, "the left side in line 2 gives"),
    ("x^2 + 1|x^2 + 1 = 0", 2, "one is an expression, the other an equation"),
    ("x^2 = 1|# roots||x = 1", 4, "lost: x = −1"),
    ("x^2 > 4|x > 2", 2, "at x = −3 only line 1 holds"),
    ("(x + 2)(x + 3)|= x^2 + 6", 2, "every term is multiplied by every term"),
    ("3(x + 2) = 3x + 6 = 3x + 5", 1, "the left side in line 1 gives"),
    ("∫ 2x dx = x^2 + x + C", 1, "the derivative of the left side"),
]  # fmt: skip

# What holds under a condition, and the words.
WHERE = [
    ("x/x|= 1", "holds for x ≠ 0"),
    ("log(x^2)|= 2 log(x)", "holds for x > 0"),
    ("(x^2 - 1)/(x - 1)|= x + 1", "holds for x ≠ 1"),
    ("a x = b|x = b/a", "holds for a ≠ 0"),
    ("a x^2 = b|x = sqrt(b/a) or x = -sqrt(b/a)", "holds for a ≠ 0"),
    ("a x^2 + b x + c = 0|x = (-b + sqrt(b^2 - 4a c))/(2a) or x = (-b - sqrt(b^2 - 4a c))/(2a)", "holds for a ≠ 0"),
    ("integrate(1/x, x)|= log(x) + C", "holds for x > 0"),
]


@pytest.mark.parametrize("working", RIGHT)
def test_every_line_follows(working: str) -> None:
    assert {found.link.verdict for found in checked(working)[1:]} == {"follows"}


@pytest.mark.parametrize(("working", "number", "words"), WRONG)
def test_the_first_wrong_line_is_named(working: str, number: int, words: str) -> None:
    *before, last = checked(working)
    assert (last.written.line, last.link.verdict) == (number, "does-not-follow")
    assert words in said(last)
    assert {found.link.verdict for found in before} <= {"start", "follows"}


@pytest.mark.parametrize(("working", "words"), WHERE)
def test_a_condition_is_named_and_no_mistake(working: str, words: str) -> None:
    found = checked(working)[1]
    assert found.link.verdict == "follows-where"
    assert words in said(found)


def test_what_cannot_be_decided_is_not_wrong() -> None:
    found = checked("sin(x) = x/100|sin(x) = x/100 + 0*floor(x/1000)")
    assert found[1].link.verdict in {"follows", "undecided"}


def test_all_goes_on_after_a_wrong_line() -> None:
    found = checked("x|= x + 1|= 1 + x|= x", every=True)
    assert [each.link.verdict for each in found] == ["start", "does-not-follow", "follows", "does-not-follow"]
    assert len(checked("x|= x + 1|= 1 + x|= x")) == 2


def test_a_gained_solution_may_be_left_out_later_but_not_another() -> None:
    found = checked("sqrt(x+2) = x|=> x + 2 = x^2|x = 2 or x = -1|x = -1")
    assert found[-1].link.verdict == "does-not-follow"
    assert "lost: x = 2" in said(found[-1])


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("x +\n= 2", "w.txt:1:3: something is missing after +"),
        ("x\n\n= x^^2", "w.txt:3:4: something is missing between ^ and ^"),
        ("# nothing\n", "w.txt: there is no line of working"),
        ("x = 2\nabs(x) ?? 3", "w.txt:2:8: ?"),
        ("x\n= __import__('os')", "w.txt:2:"),
    ],
)
def test_unreadable_lines_have_their_place(text: str, words: str) -> None:
    with pytest.raises(InputError) as caught:
        read_working(text, {}, "w.txt")
    assert caught.value.message.startswith(words)


def test_a_working_has_a_limit() -> None:
    with pytest.raises(LimitError):
        read_working("x\n" * 501, {}, "w.txt")


def test_a_hostile_line_is_undecided_in_time() -> None:
    """Neither hangs nor is called wrong: the process that compares is killed if need be."""
    guarded = Guarded()
    try:
        nest = "sqrt(" * 50 + "x" + ")" * 50
        for text in (f"sin(x)\n= {nest} - {nest} + sin(x) + 9^9^9 - 9^9^9", "x\n= (x+1)^99999 - (x+1)^99999 + x"):
            working = guarded.read(text, {}, "w.txt")
            found = list(check_work(working, {}, guarded.follows))
            assert found[1].link.verdict in {"undecided", "follows", "follows-where"}
        working = guarded.read("x^2 = x\nx = 1", {}, "w.txt")
        assert said(list(check_work(working, {}, guarded.follows))[1]).startswith(
            "the solutions are not the same; lost"
        )
    finally:
        guarded.close()


def test_mistakes_cross_from_the_process_with_their_place() -> None:
    guarded = Guarded()
    try:
        with pytest.raises(InputError) as caught:
            guarded.read("x +\n", {}, "w.txt")
        assert caught.value.place is not None
        assert caught.value.place.start == 2
    finally:
        guarded.close()
