"""Practising a derivative: what is asked, what an answer brings, and that our own solutions are always right."""

from __future__ import annotations

import random

import pytest

from mvcalc_cli.calculus.rules import RULES
from mvcalc_cli.errors import InputError
from mvcalc_cli.language import parse
from mvcalc_cli.language.printers import line, plain
from mvcalc_cli.language.tree import Tree
from mvcalc_cli.quiz.engine import Here
from mvcalc_cli.quiz.practise import Practice, Reply
from mvcalc_cli.quiz.steps.choices import choices, chosen
from mvcalc_cli.quiz.steps.draw import LEVELS, drawn


def practice(text: str, by: str = "x", rules: bool = True) -> Practice:
    return Practice(parse(text).tree, by, Here(), rules=rules)


def said(reply: Reply) -> str:
    return "; ".join(sentence.words(line) for sentence in reply.words)


def transcript(text: str, answers: list[str], by: str = "x", rules: bool = True) -> list[tuple[str, str]]:
    """The verdict on each answer, and what was said."""
    sitting = practice(text, by, rules)
    found: list[tuple[str, str]] = []
    for answer in answers:
        reply = sitting.answer(answer)
        found.append((reply.verdict, said(reply)))
    return found


def own_answer(sitting: Practice) -> str:
    """Our own answer to the question that is on."""
    question = sitting.question
    return question.step.rule if question.kind == "rule" else plain(question.expected)


def walked(sitting: Practice) -> None:
    """Answer every question as we would; each must be right, and none skips another."""
    count = 0
    while not sitting.over:
        question = sitting.question
        reply = sitting.answer(own_answer(sitting))
        assert reply.verdict == "right", (plain(sitting.tree), question.kind, own_answer(sitting), reply)
        count += 1
        assert count < 500


# --- our own solutions are right --------------------------------------------------------------------

# A call of each function of the table of rules, chained and alone.
ARGUMENTS = {
    "root": "root(x^2 + 1, 3)", "mod": "mod(x, 3)", "binomial": "binomial(x, 2)", "atan2": "atan2(x, 2x + 1)",
    "beta": "beta(x, 2)", "polygamma": "polygamma(1, x)",
}  # fmt: skip


@pytest.mark.parametrize("name", RULES)
def test_every_rule_can_be_practised(name: str) -> None:
    walked(practice(ARGUMENTS.get(name, f"{name}(x)")))


@pytest.mark.parametrize(
    "name", [name for name in RULES if name not in ARGUMENTS and name not in {"floor", "ceil", "sign", "factorial"}]
)
def test_every_rule_can_be_practised_inside_a_chain(name: str) -> None:
    walked(practice(f"x {name}(x/3 + 1/4)" if name not in {"acosh", "asec", "acsc", "acoth"} else f"{name}(2x + 3)"))


@pytest.mark.parametrize(
    "text",
    [
        "x", "7", "3x", "x + 1", "x^2 - 3x", "x sin(x) log(x)", "x/(x + 1)", "3/(x^2 + 1)", "1/x^3", "2^x", "e^(3x)",
        "x^x", "max(x, 1)", "min(x^2, 2x)", "piecewise(x < 0: x^2, sin(x))", "log(x, 2)", "sum(x^k, k=1..4)", "-x^2",
        "-(sin(x) + 1)", "sin(cos(tan(x)))", "(x^2 + 1)^(1/2)", "sqrt(sin(x))/x", "x^(sin(x))", "a x^2 + b",
    ],
)  # fmt: skip
def test_every_kind_of_step_can_be_practised(text: str) -> None:
    walked(practice(text))


@pytest.mark.parametrize("seed", range(200))
def test_our_own_solution_of_each_step_is_right(seed: int) -> None:
    """A law over 200 functions of all levels: what `solution` shows would have been right."""
    walked(practice(drawn(1 + seed % LEVELS, seed)))


@pytest.mark.parametrize("seed", range(60))
def test_the_whole_derivative_is_right_at_any_moment(seed: int) -> None:
    sitting = practice(drawn(1 + seed % LEVELS, seed))
    asked = random.Random(seed)
    for _ in range(asked.randrange(4)):
        if not sitting.over:
            sitting.answer(own_answer(sitting))
    if not sitting.over:
        assert sitting.answer(plain(sitting.root.result)).verdict == "right"
    # Where a part has the same derivative as the whole (e^x + 1), only the part is done.
    while not sitting.over:
        assert sitting.answer(plain(sitting.root.result)).verdict in {"right", "wrong"}
        if not sitting.over:
            sitting.answer(own_answer(sitting))


# --- known mistakes ---------------------------------------------------------------------------------

WRONG = [
    ("x^2 sin(x)", "2x cos(x)", "(u·v)′ is not u′·v′"),
    ("x^2 sin(x)", "2x sin(x)", "the second term is missing"),
    ("x^2 sin(x)", "x^2 cos(x)", "the first term is missing"),
    ("x^2 sin(x)", "2x sin(x) - x^2 cos(x)", "are added, not subtracted"),
    ("x^2 sin(x)", "2x x^2 + sin(x) cos(x)", "beside the other factor"),
    ("x^2 sin(x)", "2x + cos(x)", "(u·v)′ is not u′ + v′"),
    ("x^2 sin(3x)", "2x sin(3x) + x^2 cos(3x)", "the inner derivative is missing: (3x)′ = 3"),
    ("x^2 sin(x)", "2x^2 sin(x) + x^2 cos(x)", "the power is not lowered"),
    ("x^2 cos(x)", "2x cos(x) + x^2 sin(x)", "sign"),
    ("x^2", "2x^2", "the power is not lowered: (xⁿ)′ = n·xⁿ⁻¹"),
    ("x^5", "x^4", "the factor n = 5 is missing"),
    ("x^2", "x^3/3", "this is an antiderivative"),
    ("x^2", "2x^3", "the power is raised"),
    ("x^2", "-2x", "the sign of ("),
    ("cos(x)", "sin(x)", "the sign of ("),
    ("sin(x^2)", "cos(x^2)", "the inner derivative is missing: (x²)′ = 2x"),
    ("sin(x^2)", "cos(2x)", "f(w)′ is not f′(w′)"),
    ("sin(x^2)", "2x sin(x^2)", "the outer function is not differentiated"),
    ("sin(x^2)", "cos(x^2) + 2x", "multiplied, not added"),
    ("sin(x^2)", "cos(x^2) x^2", "not x²"),
    ("(x^2 + 1)^5", "5 (x^2 + 1)^4", "the inner derivative is missing"),
    ("(x^2 + 1)^5", "10x (x^2 + 1)^5", "the power is not lowered"),
    ("(x^2 + 1)^5", "5 (2x)^4", "(wⁿ)′ is not n·(w′)ⁿ⁻¹"),
    ("e^(3x)", "e^(3x)", "the inner derivative is missing"),
    ("e^(3x)", "3x e^(3x - 1)", "this is the power rule"),
    ("2^x", "x*2^(x - 1)", "this is the power rule"),
    ("2^x", "2^x", "the factor log a is missing"),
    ("x^x", "x x^(x - 1)", "the exponent varies too"),
    ("x^x", "x^x log(x)", "the base varies too"),
    ("sin(x)/x", "cos(x)/1", "(u/v)′ is not u′/v′"),
    ("sin(x)/x", "(sin(x) - x cos(x))/x^2", "swapped"),
    ("sin(x)/x", "(x cos(x) + sin(x))/x^2", "subtracted"),
    ("sin(x)/x", "x cos(x) - sin(x)", "the denominator v² is missing"),
    ("1/(x^2 + 1)", "2x/(x^2 + 1)^2", "the minus"),
    ("1/(x^2 + 1)", "-1/(x^2 + 1)^2", "the inner derivative is missing"),
    ("x^2 + sin(x)", "2x", "the derivative of sin(x) is missing"),
    ("x^2 + sin(x)", "2x - cos(x)", "the sign of (sin(x))′ is wrong"),
    ("x^2 + 7", "2x + 7", "7 is a constant, its derivative is 0"),
    ("5 sin(x)", "cos(x)", "the constant factor 5 is missing"),
    ("5 sin(x)", "0", "a constant factor stays"),
    ("log(x, 2)", "1/x", "the factor 1/log b is missing"),
    ("x^3 + cos(x)", "3x^2 + 12", "3x² is right; look at the rest again"),
    ("x^3 + cos(x)", "x^7", "at x ="),
]  # fmt: skip


@pytest.mark.parametrize(("text", "answer", "words"), WRONG, ids=[f"{text}: {answer}" for text, answer, _ in WRONG])
def test_a_wrong_derivative_is_told_where_it_is_wrong(text: str, answer: str, words: str) -> None:
    sitting = practice(text, rules=False)
    while sitting.question.step is not sitting.root or sitting.question.kind != "whole":
        sitting.answer(own_answer(sitting))
    reply = sitting.answer(answer)
    assert reply.verdict == "wrong"
    assert words in said(reply)
    assert not sitting.over


# --- dialogues --------------------------------------------------------------------------------------


def test_the_whole_way() -> None:
    answers = ["product", "x^2", "sin(3x)", "b", "2x", "chain rule", "3x", "3", "3cos(3x)", "2x sin(3x) + 3x^2 cos(3x)"]
    sitting = practice("x^2 sin(3x)")
    assert [sitting.answer(answer).verdict for answer in answers if not (answer == "b" and sitting.answer("power"))]
    assert sitting.over
    assert sitting.right
    assert all(record.first_try for record in sitting.records.values())


def test_pieces_may_be_named_in_either_order() -> None:
    sitting = practice("x^2 sin(x)")
    sitting.answer("product rule")
    reply = sitting.answer("sin(x)")
    assert (reply.verdict, said(reply)) == ("right", "yes, v; the order does not matter")
    assert (sitting.question.letter, sitting.answer("x^2").verdict) == ("u", "right")


def test_a_wrong_rule_is_told_why() -> None:
    assert transcript("x^2 sin(x)", ["sum rule", "chain rule"]) == [
        ("wrong", "the sum rule needs terms that are added; x²·sin(x) is a product"),
        ("wrong", "the chain rule needs a function of a function; x²·sin(x) is a product"),
    ]


@pytest.mark.parametrize(
    ("text", "rule"), [("3 sin(x)", "product rule"), ("x^2/3", "quotient rule"), ("1/x^2", "quotient")]
)
def test_a_longer_way_is_right_as_well(text: str, rule: str) -> None:
    verdict, words = transcript(text, [rule])[0]
    assert verdict == "right"
    assert "shorter here" in words


def test_a_part_may_be_answered_before_its_questions() -> None:
    sitting = practice("x^2 sin(3x)")
    for answer in ("product", "x^2", "sin(3x)", "2x"):
        assert sitting.answer(answer).verdict == "right"
    assert sitting.question.step.before == parse("sin(3x)").tree
    reply = sitting.answer("3cos(3x)")
    assert reply.ahead
    assert sitting.question.kind == "whole"


def test_the_whole_may_be_typed_at_once_with_a_name() -> None:
    sitting = practice("x^2")
    assert sitting.answer("f'(x) = 2x").verdict == "right"
    assert sitting.over
    assert sitting.right


@pytest.mark.parametrize(
    "answer", ["", "2x +", "2 ? x", "sinn(x)", "[1, 2]", "x = = 2", "y", "__import__('os')", "\x1b[2J", "("]
)
def test_what_cannot_be_read_costs_nothing(answer: str) -> None:
    sitting = practice("x^2", rules=False)
    assert sitting.answer(answer).verdict == "invalid"
    assert not sitting.records
    sitting.answer("2x")
    assert sitting.right
    assert all(record.first_try for record in sitting.records.values())


def test_a_hint_costs_the_first_try_and_a_solution_the_rightness() -> None:
    sitting = practice("x^2")
    first, second = sitting.hint(), sitting.hint()
    assert first is not None
    assert second is not None
    assert sitting.hint() is None
    assert first.words(line) == "what is done last? x² is a power"
    assert second.words(line) == "(xⁿ)′ = n·xⁿ⁻¹"
    assert sitting.solution() == "power rule"
    found = sitting.solution()
    assert isinstance(found, Tree)
    assert line(found) == "2x"
    assert sitting.over
    assert not sitting.right
    (record,) = sitting.records.values()
    assert (record.hints, record.solution, record.first_try) == (2, True, False)


def test_leaving_is_not_right() -> None:
    sitting = practice("x^2")
    sitting.quit()
    assert sitting.over
    assert sitting.left
    assert not sitting.right


def test_partial_derivatives() -> None:
    assert (
        practice("x^2 y", "y", rules=False).answer("x^2").ahead
        or practice("x^2 y", "y").answer("x^2").verdict == "right"
    )


def test_letters_of_choices_give_way_to_variables() -> None:
    """Where the function has an a, `a` is an expression."""
    sitting = practice("a x^2", "x")
    assert sitting.answer("a").verdict == "wrong"
    assert sitting.answer("constant multiple").verdict == "right"


def test_the_choices_hold_one_right_rule() -> None:
    for seed in range(60):
        step = practice(drawn(1 + seed % LEVELS, seed)).root
        options = choices(step)
        assert len(set(options)) == 4
        assert step.rule in options
        assert chosen("abcd"[options.index(step.rule)], options) == step.rule


def test_an_equation_has_no_derivative() -> None:
    with pytest.raises(InputError):
        practice("x = 1")


def test_known_mistakes_are_never_right() -> None:
    """A mistake that happens to give the derivative (e^x itself) is not told as one: the answer is right."""
    assert transcript("e^x", ["e^x"])[0][0] == "right"
    assert transcript("sinh(x)", ["cosh(x)"])[0][0] == "right"
