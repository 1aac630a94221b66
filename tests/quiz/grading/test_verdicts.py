"""The documented verdicts on expressions: answers as learners type them, right and wrong."""

from __future__ import annotations

import pytest

from tests.quiz.grading.asking import graded

EQUAL, DOMAIN, DIFFERENT = "equal", "domain-differs", "different"

# Expected, answer, verdict.
DOMAINS = [
    ("2log(x)", "log(x^2)", DOMAIN),
    ("log(x^2)", "2log(x)", DOMAIN),
    ("2log|x|", "log(x^2)", EQUAL),
    ("x", "sqrt(x^2)", DIFFERENT),
    ("sqrt(x^2)", "x", DIFFERENT),
    ("|x|", "sqrt(x^2)", EQUAL),
    ("sqrt(x^2)", "|x|", EQUAL),
    ("|x|", "(x^2)^(1/2)", EQUAL),
    ("x", "sqrt(x)^2", DOMAIN),
    ("1", "x/x", DOMAIN),
    ("x + 1", "(x^2 - 1)/(x - 1)", DOMAIN),
    ("x + 5", "(x^2 - 25)/(x - 5)", DOMAIN),
    ("x + sqrt(2)", "(x^2 - 2)/(x - sqrt(2))", DOMAIN),
    ("1/(x + 1)", "(x - 7)/((x - 7)(x + 1))", DOMAIN),
    ("-2", "(-8)^(1/3)", DIFFERENT),
    ("-2", "cbrt(-8)", EQUAL),
    ("-2", "root(-8, 3)", EQUAL),
    ("cbrt(x)", "x^(1/3)", DOMAIN),
    ("log(x y)", "log(x) + log(y)", DOMAIN),
    ("log(x/y)", "log(x) - log(y)", DOMAIN),
    ("x", "e^(ln x)", DOMAIN),
    ("x", "ln(e^x)", EQUAL),
    ("x", "sin(asin(x))", DOMAIN),
    ("x", "asin(sin(x))", DIFFERENT),
    ("x", "tan(atan(x))", EQUAL),
    ("x", "atan(tan(x))", DIFFERENT),
    ("1", "sin(x)^2 + cos(x)^2", EQUAL),
    ("1", "sec(x)^2 - tan(x)^2", DOMAIN),
    ("tan(x)", "sin(x)/cos(x)", EQUAL),
    ("tan(x)", "1/cot(x)", DOMAIN),
    ("x^(3/2)", "x sqrt(x)", EQUAL),
    ("x^(2/3)", "cbrt(x^2)", DOMAIN),
    ("sqrt(x y)", "sqrt(x) sqrt(y)", DOMAIN),
    ("1/sqrt(x)", "sqrt(x)/x", EQUAL),
    ("1/x", "x/x^2", EQUAL),
    ("1/x", "x^-1", EQUAL),
    ("0", "x - x", EQUAL),
    ("0", "log(x) - log(x)", DOMAIN),
    ("|x y|", "|x| |y|", EQUAL),
    ("max(x, y)", "(x + y + |x - y|)/2", EQUAL),
    ("relu(x)", "(x + |x|)/2", EQUAL),
    ("|x - 100|", "100 - x", DIFFERENT),
    ("max(x, 1000000)", "1000000", DIFFERENT),
    ("piecewise(x < 0: -x, x)", "|x|", EQUAL),
    ("sign(x)", "x/|x|", DOMAIN),
    ("asin(x) + acos(x)", "pi/2", DOMAIN),
    ("pi/2", "atan(x) + atan(1/x)", DIFFERENT),
]

DERIVATIVES = [
    ("2x cos(x^2)", "cos(x^2)*2x", EQUAL),
    ("2x cos(x^2)", "cos(x^2)", DIFFERENT),
    ("2x cos(x^2)", "-2x cos(x^2)", DIFFERENT),
    ("2x cos(x^2)", "2x cos x^2", EQUAL),
    ("2x cos(x^2)", "2x cos(x)^2", DIFFERENT),
    ("2x cos(x^2)", "2x sin(x^2)", DIFFERENT),
    ("3x^2", "3x^2 + 1", DIFFERENT),
    ("3x^2", "3x^3", DIFFERENT),
    ("3x^2", "x^2*3", EQUAL),
    ("3x^2", "x^2 + x^2 + x^2", EQUAL),
    ("-sin(x)", "sin(x)", DIFFERENT),
    ("-sin(x)", "sin(-x)", EQUAL),
    ("-sin(x)", "cos(x + pi/2)", EQUAL),
    ("3e^(3x)", "e^(3x)", DIFFERENT),
    ("3e^(3x)", "3 exp(3x)", EQUAL),
    ("3e^(3x)", "3(e^x)^3", EQUAL),
    ("3e^(3x)", "3e^3x", DIFFERENT),
    ("e^x(x + 1)", "x e^x + e^x", EQUAL),
    ("e^x(x + 1)", "e^x x", DIFFERENT),
    ("(1 - ln x)/x^2", "1/x^2 - ln(x)/x^2", EQUAL),
    ("(1 - ln x)/x^2", "(ln x - 1)/x^2", DIFFERENT),
    ("1/(1 + x^2)", "(1 + x^2)^-1", EQUAL),
    ("1/(1 + x^2)", "sec(atan(x))^-2", EQUAL),
    ("1/sqrt(1 - x^2)", "(1 - x^2)^(-1/2)", EQUAL),
    ("1/sqrt(1 - x^2)", "-1/sqrt(1 - x^2)", DIFFERENT),
    ("1/sqrt(1 - x^2)", "1/(1 - x)^(1/2)/(1 + x)^(1/2)", EQUAL),
    ("x^x (ln x + 1)", "x^x ln x + x^x", EQUAL),
    ("x^x (ln x + 1)", "x x^(x-1)", DIFFERENT),
    ("2^x ln 2", "2^x log(2)", EQUAL),
    ("2^x ln 2", "x*2^(x-1)", DIFFERENT),
    ("1/(x ln 10)", "log(e, 10)/x", EQUAL),
    ("sec(x)^2", "1/cos(x)^2", EQUAL),
    ("sec(x)^2", "1 + tan(x)^2", EQUAL),
    ("sec(x)^2", "tan(x)^2", DIFFERENT),
    ("2 sin x cos x", "sin 2x", EQUAL),
    ("2 sin x cos x", "sin(2x)", EQUAL),
    ("2 sin x cos x", "2 cos x", DIFFERENT),
    ("x cos x + sin x", "cos x", DIFFERENT),
    ("(x cos x - sin x)/x^2", "cos(x)/x - sin(x)/x^2", EQUAL),
    ("(x cos x - sin x)/x^2", "(sin x - x cos x)/x^2", DIFFERENT),
    ("5(2x + 1)^4*2", "10(2x + 1)^4", EQUAL),
    ("10(2x + 1)^4", "5(2x + 1)^4", DIFFERENT),
    ("x/sqrt(x^2 + 1)", "1/(2sqrt(x^2 + 1))", DIFFERENT),
    ("x/sqrt(x^2 + 1)", "2x/(2(x^2 + 1)^(1/2))", EQUAL),
    ("y x^(y-1)", "x^(y-1) y", EQUAL),
    ("x^y ln x", "x^y log x", EQUAL),
    ("cosh(x)", "(e^x + e^-x)/2", EQUAL),
    ("cosh(x)", "(e^x - e^-x)/2", DIFFERENT),
    ("1 - tanh(x)^2", "sech(x)^2", EQUAL),
    ("sinh(2x)", "2 sinh(x) cosh(x)", EQUAL),
]

SPELLINGS = [
    ("sin(x)^2", "sin^2 x", EQUAL),
    ("sin(x)^2", "sin²(x)", EQUAL),
    ("sin(x)^2", "(sin x)^2", EQUAL),
    ("sin(x)^2", "sin x^2", DIFFERENT),
    ("sin(x)^2", "sin(x^2)", DIFFERENT),
    ("sin(x)^2", "(1 - cos(2x))/2", EQUAL),
    ("asin(x)", "arcsin x", EQUAL),
    ("asin(x)", "sin^-1(x)", EQUAL),
    ("asin(x)", "1/sin(x)", DIFFERENT),
    ("asin(x)", "sin(x)^-1", DIFFERENT),
    ("e^x", "exp(x)", EQUAL),
    ("e^x", "exp x", EQUAL),
    ("e^x", "2.718^x", DIFFERENT),
    ("e^(-x^2)", "exp(-x**2)", EQUAL),
    ("e^(-x^2)", "e^-x^2", EQUAL),
    ("e^(-x^2)", "e^((-x)^2)", DIFFERENT),
    ("ln(x)", "log x", EQUAL),
    ("ln(x)", "log10(x)", DIFFERENT),
    ("sqrt(x)", "√x", EQUAL),
    ("sqrt(x)", "x^0.5", EQUAL),
    ("sqrt(x)", "x^1/2", DIFFERENT),
    ("2 pi r", "2πr", EQUAL),
    ("pi r^2", "π r²", EQUAL),
    ("x y z", "xyz", EQUAL),
    ("a x", "ax", EQUAL),
    ("1/(2x)", "1/2x", DIFFERENT),
    ("x/2", "1/2x", EQUAL),
    ("x/2", "0.5x", EQUAL),
    ("(x + 1)/2", "x + 1/2", DIFFERENT),
    ("sin(x)/x", "sinx/x", EQUAL),
    ("sin(30)", "sin(30*pi/180)", DIFFERENT),
    ("sin(pi x/180)", "sin(x)", DIFFERENT),
    ("cos(60 pi/180)", "1/2", EQUAL),
    ("x^2", "x*x", EQUAL),
    ("x^2", "x**2", EQUAL),
    ("x^2", "2^x", DIFFERENT),
    ("x^2", "2x", DIFFERENT),
    ("theta^2", "θ²", EQUAL),
    ("x_1 + x_2", "x₂ + x₁", EQUAL),
    ("|x|", "abs(x)", EQUAL),
    ("factorial(n)", "n!", EQUAL),
]

ALGEBRA = [
    ("(x + 1)^2", "x^2 + 2x + 1", EQUAL),
    ("(x + 1)^2", "x^2 + 1", DIFFERENT),
    ("(x - 1)(x + 1)", "x^2 - 1", EQUAL),
    ("(x + y)^3", "x^3 + 3x^2 y + 3x y^2 + y^3", EQUAL),
    ("(x + y)^3", "x^3 + y^3", DIFFERENT),
    ("1/x + 1/y", "(x + y)/(x y)", EQUAL),
    ("1/x + 1/y", "2/(x + y)", DIFFERENT),
    ("1/(x - 1) - 1/(x + 1)", "2/(x^2 - 1)", EQUAL),
    ("1/(x - 1) - 1/(x + 1)", "2/(x^2 + 1)", DIFFERENT),
    ("x^3 - x", "x(x - 1)(x + 1)", EQUAL),
    ("sqrt(x^2 + 1)", "x + 1", DIFFERENT),
    ("sqrt(4x)", "2sqrt(x)", EQUAL),
    ("sqrt(8)", "2sqrt(2)", EQUAL),
    ("1/sqrt(2)", "sqrt(2)/2", EQUAL),
    ("(1 + sqrt(5))/2", "1/2 + sqrt(5)/2", EQUAL),
    ("sqrt(3 + 2sqrt(2))", "1 + sqrt(2)", EQUAL),
    ("2/(1 + sqrt(3))", "sqrt(3) - 1", EQUAL),
    ("log(6)", "log(2) + log(3)", EQUAL),
    ("log(8)/log(2)", "3", EQUAL),
    ("log(2 + 3)", "log(2) log(3)", DIFFERENT),
    ("pi/4", "atan(1)", EQUAL),
    ("pi/4", "4atan(1/5) - atan(1/239)", EQUAL),
    ("pi", "22/7", DIFFERENT),
    ("pi", "355/113", DIFFERENT),
    ("e", "(1 + 10^-6)^(10^6)", DIFFERENT),
    ("sin(3x)", "3sin(x) - 4sin(x)^3", EQUAL),
    ("sin(3x)", "3 sin(x)", DIFFERENT),
    ("cos(2x)", "1 - 2sin(x)^2", EQUAL),
    ("cos(x + y)", "cos x cos y - sin x sin y", EQUAL),
    ("cos(x + y)", "cos x cos y + sin x sin y", DIFFERENT),
    ("tan(x + y)", "(tan x + tan y)/(1 - tan x tan y)", DOMAIN),
    ("(x + 1)^20", "(x^2 + 2x + 1)^10", EQUAL),
    ("x^100", "x^100 + 10^-30", DIFFERENT),
    ("e^x", "1 + x + x^2/2 + x^3/6", DIFFERENT),
    ("sin(x)", "x - x^3/6 + x^5/120", DIFFERENT),
    ("log(sqrt(x))", "log(x)/2", EQUAL),
    ("log(1 + x)", "log(1) + log(x)", DIFFERENT),
    ("sum(i, i=1..10)", "55", EQUAL),
    ("sum(i^2, i=1..4)", "4*5*9/6", EQUAL),
    ("binomial(5, 2)", "10", EQUAL),
    ("erf(x)", "1 - erfc(x)", EQUAL),
    ("sigmoid(x)", "1/(1 + e^-x)", EQUAL),
    ("e^(i pi)", "-1", EQUAL),
    ("oo", "oo", EQUAL),
    ("oo", "-oo", DIFFERENT),
    ("oo", "7", DIFFERENT),
]


@pytest.mark.parametrize(("expected", "answer", "verdict"), [*DOMAINS, *DERIVATIVES, *SPELLINGS, *ALGEBRA])
def test_verdict(expected: str, answer: str, verdict: str) -> None:
    found = graded(expected, answer, kind="expression")
    assert (found.verdict, found.why) == (verdict, found.why)
    assert found.score == {EQUAL: 1.0, DOMAIN: 0.5, DIFFERENT: 0.0}[verdict]


def test_a_counterexample_tells_both_values() -> None:
    assert graded("x^3 + 1", "x^3 - 1").why == "at x = 0 yours gives -1, the answer gives 1"
    assert graded("x^2 y", "x y").why == "at x = -1, y = -1 yours gives 1, the answer gives -1"


def test_a_gap_tells_who_has_no_value() -> None:
    assert graded("x", "x^2/x").why == "at x = 0 the answer gives 0, yours is undefined"


def test_a_declared_domain_decides() -> None:
    assert graded("x", "sqrt(x^2)", kinds={"x": "positive"}).verdict == EQUAL
    assert graded("2log(x)", "log(x^2)", kinds={"x": "positive"}).verdict == EQUAL
    assert graded("1", "(-1)^(2n)", kinds={"n": "integer"}).verdict == EQUAL
    assert graded("z", "sqrt(z^2)", kinds={"z": "complex"}).verdict == DIFFERENT


def test_the_reading_is_told() -> None:
    assert graded("2x", "2*x+0").reading == "2*x + 0"


def test_a_value_out_of_reach_is_never_right_and_never_wrong() -> None:
    found = graded("e", "(1 + 10^-9)^(10^9)")
    assert found.verdict == "invalid"
    assert found.why.startswith("this power would have about")


def test_what_the_pieces_hide_is_undecided_and_never_wrong() -> None:
    found = graded("floor(x/1000)*0", "0 floor(x/7)")
    assert found.verdict in {EQUAL, "undecided"}
