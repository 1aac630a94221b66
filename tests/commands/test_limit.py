"""mvcalc limit: screens, rows, JSON, batch, bad input."""

from __future__ import annotations

import json

import pytest

from mvcalc_cli.cli import run_text


def run(*arguments: str, stdin: str = "") -> tuple[int, str, str]:
    return run_text(["limit", *arguments], stdin=stdin)


def test_the_screen() -> None:
    assert run("sin(x)/x", "--at", "0", "--screen", "--no-next") == (
        0,
        """\
lim[x → 0]   sin(x)/x

  1

        h          f(−h)           f(h)   distance to the limit
  ─────────────────────────────────────────────────────────────
      0.1   0.9983341665   0.9983341665                 1.7e-03
     0.01   0.9999833334   0.9999833334                 1.7e-05
    0.001   0.9999998333   0.9999998333                 1.7e-07
   0.0001   0.9999999983   0.9999999983                 1.7e-09
  0.00001              1              1                 1.7e-11

  ✓ the values on both sides come to it
""",
        "",
    )


def test_a_limit_that_does_not_exist() -> None:
    code, out, _ = run("|x|/x", "--at", "0", "--screen")
    assert code == 1
    assert "does not exist\n  left   −1\n  right  1\n" in out
    assert "✗ the limit does not exist: the two sides differ" in out


def test_an_oscillation() -> None:
    code, out, _ = run("sin(1/x)", "--at", "0", "--screen")
    assert code == 1
    assert "left   oscillates between −1 and 1" in out
    assert "\n  oscillates between −1 and 1\n" in run("sin(x)", "--at", "oo", "--screen")[1]


def test_values_that_no_float_holds_are_shown_in_their_size() -> None:
    assert run("n!/n^n", "--at", "oo", "--screen", "--no-next")[1] == (
        """\
lim[n → ∞]   n!/nⁿ

  0

       n              f(n)   distance to the limit
  ────────────────────────────────────────────────
      10        0.00036288                 3.6e-04
     100   9.332621544e-43                 9.3e-43
    1000        4.024e-433                4.0e-433
   10000       2.846e-4341               2.8e-4341
  100000      2.824e-43427              2.8e-43427

  ✓ the values on the way come to it
"""
    )
    assert "< 1e-30" in run("tanh(x)", "--at", "oo", "--screen")[1]
    assert "out of reach: too large" in run("e^(e^x)", "--at", "oo", "--screen")[1]


def test_a_constant_has_its_value_beside_it_and_sentences_stand_apart() -> None:
    assert "\n  1/e   ≈ 0.3678794412\n" in run("(1 - 1/x)^x", "--at", "oo", "--screen")[1]
    assert "come to it, and the function is continuous there\n" in run("cos(x)", "--at", "0", "--screen")[1]
    assert "lim[x → 0]" in run("x", "--at", "-0", "--screen")[1]


def test_a_screen_of_two_variables() -> None:
    code, out, _ = run("x^2 y/(x^4 + y^2)", "--at", "0,0", "--screen", "--no-next")
    assert (code, out) == (
        1,
        """\
lim[(x, y) → (0, 0)]   x²·y/(x⁴ + y²)

  does not exist

  along    limit
  ──────────────
  y = 0    0
  y = x²   1/2

  ✗ the limit does not exist: two paths have different limits
""",
    )


@pytest.mark.parametrize(
    ("arguments", "code", "row"),
    [
        (["sin(x)/x", "--at", "0"], 0, "1"),
        (["sin(x)/x", "--at", "x=0"], 0, "1"),
        (["(1 + 1/x)^x", "--at", "oo"], 0, "exp(1)"),
        (["(1/2)^x", "--at", "-oo"], 0, "oo"),
        (["1/x^2", "--at", "0"], 0, "oo"),
        (["1/x", "--at", "0"], 1, "does not exist\t-oo\too"),
        (["1/x", "--at", "0", "--side", "left"], 0, "-oo"),
        (["|x|/x", "--at", "0"], 1, "does not exist\t-1\t1"),
        (["sin(x)", "--at", "oo"], 1, "does not exist\toscillates"),
        (["tan(x)", "--at", "pi/2"], 1, "does not exist\too\t-oo"),
        (["sqrt(x)", "--at", "0"], 0, "0"),
        (["(x^2 - a^2)/(x - a)", "--at", "a"], 0, "2*a"),
        (["sin(a x)/x", "--at", "x=0"], 0, "a"),
        (["a x", "--at", "x=oo", "--vars", "a:positive"], 0, "oo"),
        (["x y/(x^2 + y^2)", "--at", "0,0"], 1, "does not exist\ty = 0\t0\ty = x\t1/2"),
        (["x^2 + y", "--at", "(1, 2)"], 0, "3"),
        (["x sin(1/y)", "--at", "0,0"], 0, "0"),
        (["x y/(|x| + |y|)", "--at", "0,0"], 0, "0"),
        (["x/(|x| + |y|)", "--at", "0,0"], 1, "does not exist\ty = 0\t-1\ty = 0\t1"),
        (["x log(x + y)", "--at", "0,0"], 0, "not disproved\t0"),
        (["1/x", "--at", "2", "--side", "both"], 0, "1/2"),
        (["(1 - 1/x)^x", "--at", "oo"], 0, "1/exp(1)"),
        (["sin(x)", "--at", "1e10"], 0, "sin(10000000000)"),
        (["gamma(x)", "--at", "e^(e^10)"], 1, "not found\tnot found\tnot found"),
        (["(1/2)^x", "--at", "10^20"], 0, "exp(100000000000000000000*log(1/2))"),
        (["sin(sqrt(x+1)) - sin(sqrt(x))", "--at", "oo"], 0, "0"),
        (["(e^(-150) x + x^2)/x", "--at", "0"], 0, "1/exp(150)"),
        (["1 + e^(-150) + x", "--at", "0"], 0, "1 + 1/exp(150)"),
        (["x y e^(-150)/(x^2 + y^2)", "--at", "0,0"], 1, "does not exist\ty = 0\t0\ty = x\t1/(2*exp(150))"),
        (
            ["x y z/(x^3 + y^3 + z^3)", "--at", "0,0,0"],
            1,
            "does not exist\tx = t, y = 0, z = 0\t0\tx = t, y = t, z = t\t1/3",
        ),
        (["x y/(x + y)", "--at", "0,0", "--no-check"], 1, "does not exist\ty = 0\t0\ty = x**2 - x\t-1"),
        (["mod(x, 1)", "--at", "oo"], 1, "does not exist\toscillates"),
        (["x/(2 + sin(x))", "--at", "oo"], 0, "oo"),
        (["csc(x)/x", "--at", "oo"], 1, "not found\tnot found"),
        (["2", "--at", "0"], 0, "2"),
        (["x^2", "--at", "3", "--no-check"], 0, "9"),
    ],
)
def test_the_plain_row(arguments: list[str], code: int, row: str) -> None:
    found = run(*arguments)
    assert (found[0], found[1]) == (code, row + "\n")


def test_latex() -> None:
    assert run("atan(x)", "--at", "oo", "--latex")[1].strip() == r"\frac{\pi}{2}"


def test_json() -> None:
    answer = json.loads(run("1/x", "--at", "0", "--json")[1])
    assert (answer["result"], answer["exists"]) == (None, False)
    assert (answer["left"]["text"], answer["right"]["text"]) == ("-oo", "oo")
    assert answer["reason"] == "the two sides differ"
    several = json.loads(run("x y/(x^2 + y^2)", "--at", "0,0", "--json")[1])
    assert [path["path"] for path in several["paths"]] == ["y = 0", "y = x"]


@pytest.mark.parametrize(
    ("arguments", "note"),
    [
        (["sqrt(x)", "--at", "0"], "note: defined on the right only\n"),
        (["x^x", "--at", "0"], "note: defined on the right only\n"),
        (["acos(x)", "--at", "1"], "note: defined on the left only\n"),
        (["sqrt(x)", "--at", "0", "--side", "right"], ""),
        (["x^2", "--at", "0"], ""),
    ],
)
def test_a_limit_of_one_side_is_said_to_be_one_in_a_pipe(arguments: list[str], note: str) -> None:
    assert run(*arguments)[2] == note


def test_floor_oscillates_between_whole_numbers_on_the_screen() -> None:
    assert "oscillates between 0 and 1" in run("mod(x, 1)", "--at", "oo", "--screen")[1]


def test_the_check_of_several_variables() -> None:
    answer = json.loads(run("x y/(x^2 + y^2)", "--at", "0,0", "--json")[1])
    assert answer["check"]["verdict"] == "agrees"
    assert json.loads(run("x y/(x^2 + y^2)", "--at", "0,0", "--json", "--no-check")[1])["check"] is None
    swings = run("sin(1/(x^2 + y^2))", "--at", "0,0", "--screen")
    assert swings[0] == 1
    assert "the values oscillate on a path" in swings[1]


def test_an_estimate_is_no_answer() -> None:
    answer = json.loads(run("erfc(x) e^(x^2) x", "--at", "oo", "--json")[1])
    assert answer["exists"] is None or answer["result"] is not None


def test_a_batch_answers_line_by_line() -> None:
    code, out, err = run("-", "--at", "0", stdin="sin(x)/x\nlog(x - 5)\n1/x\n")
    assert (code, out) == (3, "1\n\ndoes not exist\t-oo\too\n")
    assert "line 2" in err


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["sin(x)/x"], 2, "limit needs a point"),
        (["x", "--at", "0", "--side", "up"], 2, "there is no side called up"),
        (["x", "--at", "oo", "--side", "left"], 2, "infinity can be approached from one side only"),
        (["x y", "--at", "0"], 2, "there are several variables here: x, y"),
        (["((x+h)^2-x^2)/h", "--at", "0"], 2, "--at h=0 or --at x=0"),
        (["1/x", "--at", "0+"], 2, "--at 0 --side right"),
        (["1/x", "--at", "x=0^-"], 2, "--at x=0 --side left"),
        (["1/x", "--at", "x->2"], 2, "--at x=2"),
        (["1/x", "--at", "x → 0⁺"], 2, "--at x=0 --side right"),
        (["x y", "--at", "1,2,3"], 2, "the point has 3 values"),
        (["x", "--at", "y=0"], 2, "y is not in the expression"),
        (["x", "--at", "x=0,x=1"], 2, "each variable once"),
        (["x", "--at", "x=x"], 2, "the point holds the variable"),
        (["x", "--at", "1/0"], 2, "this point is no real number"),
        (["x", "--at", "i"], 2, "this point is no real number"),
        (["x", "--at", "2 oo"], 2, "infinite in part"),
        (["x y", "--at", "oo,oo"], 2, "finite points"),
        (["x", "--at", ""], 2, "missing"),
        (["x", "--at", "x="], 2, "missing"),
        (["x = 1", "--at", "0"], 2, "an equation"),
        (["[x, 1]", "--at", "0"], 2, "a vector"),
        (["x", "--at", "0", "--complex"], 2, "real"),
        (["log(x)", "--at", "-1"], 3, "log(x) is not defined near x = −1"),
        (["sqrt(x)", "--at", "0", "--side", "left"], 3, "on the left of x = 0"),
        (["a x", "--at", "x=oo"], 1, "the limit depends on the sign of a"),
    ],
)
def test_bad_input(arguments: list[str], code: int, words: str) -> None:
    found = run(*arguments)
    assert found[0] == code
    assert words in found[2]
