"""The parser beyond the tables: declared names, quiz answers, spans, shapes, speed, and any text at all."""

from __future__ import annotations

import subprocess
import sys
import time
from contextlib import suppress
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mvcalc_cli.errors import LimitError, MvcalcError, ParseError
from mvcalc_cli.language import parse
from mvcalc_cli.language.tree import Decimal, Tree, postorder
from tests.language.notation import prefix

# --- declared names

DECLARED: list[tuple[str, str, str]] = [
    ("xy", "xy", "xy"),
    ("2xy + x y", "xy", "(+ (* 2 xy) (* x y))"),
    ("abc", "ab", "(* ab c)"),
    ("abc", "ab bc", "(* ab c)"),  # the longest one that fits first
    ("abc", "ab abc", "abc"),
    ("height/2", "height", "(/ height 2)"),
    ("2height", "height", "(* 2 height)"),
    ("e^x", "e", "(^ e x)"),
    ("2e", "e", "(* 2 e)"),
    ("i + 1", "i", "(+ i 1)"),
    ("E", "E", "E"),
    ("f(x)", "f", "(* f x)"),
    ("sinx", "sinx", "sinx"),
    ("sin(x)", "sinx", "(sin x)"),
    ("x_1x", "x_1x", "x_1x"),
    ("max + max(x, y)", "max", "(+ max (max x y))"),  # a column may be called max
    ("beta + beta(x, y)", "beta", "(+ beta (beta x y))"),
    ("dx/dt", "dx dt", "(/ dx dt)"),
    ("diff", "diff", "diff"),
    ("θ + lambda", "theta lambda", "(+ theta lambda)"),
    ("nan", "nan", "nan"),
]


@pytest.mark.parametrize(("text", "names", "expected"), DECLARED)
def test_declared_names_win(text: str, names: str, expected: str) -> None:
    assert prefix(parse(text, names=dict.fromkeys(names.split(), "real")).tree) == expected


# --- quiz answers

ANSWERS: list[tuple[str, str]] = [
    ("{1, 2}", "(set 1 2)"),
    ("{}", "(set)"),
    ("∅", "(set)"),
    ("[0, 1)", "(interval[) 0 1)"),
    ("(0, 1]", "(interval(] 0 1)"),
    ("(0, 1)", "(interval() 0 1)"),  # or a point: the question's type decides
    ("[0, 1]", "(vector 0 1)"),  # or an interval: the question's type decides
    ("(1, 2, 3)", "(vector 1 2 3)"),
    ("(-oo, 0) ∪ (0, oo)", "(union (interval() (- #oo) 0) (interval() 0 #oo))"),
    ("[0, 1] U [2, 3]", "(union (interval[] 0 1) (interval[] 2 3))"),
    ("{1} ∪ [2, 3)", "(union (set 1) (interval[) 2 3))"),
    ("{(0, 1), (1, 2)}", "(set (interval() 0 1) (interval() 1 2))"),
    ("(x, y) = (1, 2)", "(= (interval() x y) (interval() 1 2))"),
    ("x = 1 or x = 2", "(or (= x 1) (= x 2))"),
    ("0 < x < 1", "(and (< 0 x) (< x 1))"),
    ("not (x = 1)", "(not (= x 1))"),
    ("x < 0 ∨ x > 1 ∧ y = 0", "(or (< x 0) (and (> x 1) (= y 0)))"),
    ("(x > 1) | (x < 0)", "(or (> x 1) (< x 0))"),
    ("2x + C", "(+ (* 2 x) C)"),
    ("(x + 1)(x - 1)", "(* (+ x 1) (+ x (- 1)))"),
]


@pytest.mark.parametrize(("text", "expected"), ANSWERS)
def test_answer(text: str, expected: str) -> None:
    assert prefix(parse(text, answer=True).tree) == expected


@pytest.mark.parametrize(
    ("text", "message", "start", "end"),
    [
        ("[0, 1) + 1", "a set or an interval cannot stand inside an expression", 0, 6),
        ("2{1}", "a set or an interval cannot stand inside an expression", 1, 4),
        ("x ∪ {1}", "∪ joins only sets and intervals", 0, 1),
        ("{1} ∪ x", "∪ joins only sets and intervals", 6, 7),
        ("x < 1 or y", "this is not a condition", 9, 10),
        ("x = 1, x = 2", "a comma stands only between arguments, or in a vector", 5, 6),
        ("[0, 1, 2)", "this ) closes a [", 8, 9),
        ("{1, 2", "this bracket is never closed", 0, 1),
    ],
)
def test_mistakes_in_answers(text: str, message: str, start: int, end: int) -> None:
    with pytest.raises(ParseError) as caught:
        parse(text, answer=True)
    place = caught.value.place
    assert place is not None
    assert (caught.value.message, place.start, place.end) == (message, start, end)


# --- places


def _spans(text: str) -> dict[str, str]:
    """Each node's notation, and the part of the text that it covers."""
    return {prefix(node): text[node.start : node.end] for node in postorder(parse(text).tree)}


def test_a_node_covers_its_text() -> None:
    spans = _spans("x^2*sin(3x) - log(y)/2")
    assert spans["(^ x 2)"] == "x^2"
    assert spans["(sin (* 3 x))"] == "sin(3x)"
    assert spans["(* 3 x)"] == "3x"
    assert spans["(* (^ x 2) (sin (* 3 x)))"] == "x^2*sin(3x)"
    assert spans["(log y)"] == "log(y)"
    assert spans["(/ (log y) 2)"] == "log(y)/2"
    assert spans["(- (/ (log y) 2))"] == "- log(y)/2"


@pytest.mark.parametrize(
    ("text", "node", "covered"),
    [
        ("(x+1)(x-1)", "(* (+ x 1) (+ x (- 1)))", "(x+1)(x-1)"),  # brackets belong to what holds them
        ("(x+1)^2", "(^ (+ x 1) 2)", "(x+1)^2"),
        ("2xy", "y", "y"),
        ("sinx", "(sin x)", "sinx"),
        ("x² + 1", "(^ x 2)", "x²"),
        ("eˣ", "x", "ˣ"),
        ("exp(2x)", "#e", "exp"),
        ("√(x+1)", "(sqrt (+ x 1))", "√(x+1)"),
        ("|x|!", "(abs x)", "|x|"),
        ("n!", "(factorial n)", "n!"),
        ("-x", "(- x)", "-x"),
        ("sin^2 x", "(sin x)", "sin^2 x"),
        ("[1, 2; 3, 4]", "(vector 3 4)", "3, 4"),
        ("x[2i]", "(component x (* 2 i))", "x[2i]"),
        ("sum(x[i], i=1..3)", "(sum (component x i) i 1 3)", "sum(x[i], i=1..3)"),
        ("piecewise(x < 0: 1, 2)", "(< x 0)", "x < 0"),
        ("θ₁", "theta_1", "θ₁"),
    ],
)
def test_places(text: str, node: str, covered: str) -> None:
    assert _spans(text)[node] == covered


# --- shapes


def test_sums_and_products_are_flat() -> None:
    assert len(parse("+".join(["x"] * 1000)).tree.args) == 1000
    assert len(parse("-".join(["x"] * 1000)).tree.args) == 1000
    assert len(parse("*".join(["x"] * 1000)).tree.args) == 1000
    assert len(parse(" ".join(["x"] * 1000)).tree.args) == 1000


def test_numbers_are_exact() -> None:
    assert parse("0.1").tree.value == Fraction(1, 10)
    assert isinstance(parse("0.1").tree.value, Decimal)
    assert isinstance(parse("1e-3").tree.value, Decimal)
    assert isinstance(parse("2.0").tree.value, Decimal)  # shown as it was typed
    assert type(parse("2e3").tree.value) is int
    assert parse("1e399").tree.value == 10**399


def test_many_indices_nest() -> None:
    assert prefix(parse("sum(i j, i=1..2, j=1..i)").tree) == "(sum (sum (* i j) j 1 i) i 1 2)"


def test_an_index_is_bound_in_its_own_body_only() -> None:
    parsed = parse("sum(i, i=1..3) + i")
    assert prefix(parsed.tree) == "(+ (sum i i 1 3) #i)"
    assert len(parsed.notes) == 1


def test_a_glued_index() -> None:
    tree = parse("sum(ix[j] + ij, i=1..2, j=1..2)").tree
    assert prefix(tree) == "(sum (sum (+ (* i (component x j)) (* i j)) j 1 2) i 1 2)"


# --- speed


def _seconds(text: str) -> float:
    """The best of three times of the processor, whether the text is read or refused."""
    best = 60.0
    for _ in range(3):
        start = time.process_time()
        with suppress(ParseError, LimitError):
            parse(text, max_length=10**7)
        best = min(best, time.process_time() - start)
    return best


HEAVY = [
    "(" * 10_000, ")" * 10_000, "[" * 10_000, "|" * 10_000, "sin(" * 5_000, "x^" * 10_000, "-" * 10_000, "x" * 100_000,
    "x" * 100_000 + "(y)", "1" * 100_000, "1e" + "9" * 100_000, "x" + "²" * 100_000, "x" + "!" * 100_000,
    "x'" + "'" * 100_000, "\0" * 100_000, "= " * 50_000, "[1," * 10_000, "sum(i,i=" * 10_000, "not " * 20_000,
    "_" * 100_000, "\\" + "a" * 100_000, "d/d" + "x" * 100_000, "(" + "x " * 20_000 + "2)", "x_" * 50_000,
]  # fmt: skip


@pytest.mark.parametrize("text", HEAVY, ids=[ascii(text[:10]) for text in HEAVY])
def test_hostile_texts_end_at_once(text: str) -> None:
    assert _seconds(text) < 1.0  # under 0.2 s on an idle machine


@pytest.mark.parametrize("term", ["100*(x2 - x1^2)^2 + ", "xy^2 + ", "1/2x + ", "|x| + ", "sin x y + ", "x(y) + "])
def test_time_grows_with_the_length(term: str) -> None:
    short, long = _seconds(term * 500 + "1"), _seconds(term * 4_000 + "1")
    assert long < 8 * short * 3 + 0.1


# --- any text

ALPHABET = [
    *"xyzabefinEIπθλ0123456789.+-*/^()[]{}|!,;:=<>'_ ²³⁻ⁿ₁√·−≤∞",
    "sin", "cos ", "log", "sum(", "x[", "piecewise(", ": ", "..", "i=1..n", "and ", "not ", "exp", "max(", "**", "e^",
    "sqrt(", "Eq(", "Piecewise((", "True", "Matrix([", "gamma(", "d/dx", "\\frac", "U ", "∪",
]  # fmt: skip


def check_refusal(error: MvcalcError) -> None:
    """A sentence, a fix, and a place inside the text."""
    assert error.place is not None
    assert 0 <= error.place.start <= error.place.end <= len(error.place.text)
    assert error.message
    assert error.message.isprintable()
    assert error.hint is None or error.hint.isprintable()


def _check_any(text: str, *, answer: bool) -> None:
    """A text is read, or refused with a place inside it; whatever is read has its places inside it."""
    try:
        parsed = parse(text, answer=answer)
    except (ParseError, LimitError) as refusal:
        check_refusal(refusal)
        return
    for node in postorder(parsed.tree):
        assert 0 <= node.start < node.end <= len(text)
        assert all(isinstance(arg, Tree) for arg in node.args)
    assert len({note.message for note in parsed.notes}) == len(parsed.notes)
    assert all(0 <= note.start < note.end <= len(text) for note in parsed.notes)


@given(st.lists(st.sampled_from(ALPHABET), max_size=25).map("".join), st.booleans())
@settings(max_examples=700, deadline=2000)
def test_any_text_of_the_language_is_read_or_refused(text: str, answer: bool) -> None:
    _check_any(text, answer=answer)


@given(st.text(max_size=60), st.booleans())
@settings(max_examples=300, deadline=2000)
def test_any_text_is_read_or_refused(text: str, answer: bool) -> None:
    _check_any(text, answer=answer)


@given(st.lists(st.sampled_from(ALPHABET), max_size=12).map("".join))
@settings(max_examples=300, deadline=2000)
def test_a_bracketed_text_is_the_same(text: str) -> None:
    """Brackets around a whole expression change nothing but the places."""
    try:
        tree = parse(text).tree
    except (ParseError, LimitError):
        return
    if tree.kind != "relation":
        assert parse(f"({text})").tree == tree


def test_nothing_but_the_standard_library_is_loaded() -> None:
    code = (
        "import sys; import mvcalc_cli.language as language; language.parse('x^2*sin(3x)');"
        "heavy = {'sympy', 'numpy', 'typer', 'rich', 'unicodedata', 'dataclasses', 'inspect'} & set(sys.modules);"
        "sys.exit(str(heavy) if heavy else 0)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
