"""Other words for commands and options, and arguments that belong to an option."""

from __future__ import annotations

import pytest

from mvcalc_cli.cli import run_text
from mvcalc_cli.commands.registry import COMMANDS

OTHER_COMMANDS = [
    ("derivative", "diff"), ("int", "integrate"), ("integral", "integrate"), ("lim", "limit"), ("area", "integrate"),
    ("tangent", "slope"), ("divergence", "div"), ("riemann", "integrate --riemann 10"), ("graph", "plot"),
    ("draw", "plot"), ("gradient", "grad"), ("hesse", "hessian"), ("series", "taylor"), ("rot", "curl"),
    ("nabla", "grad"), ("calc", "eval"), ("dif", "diff"), ("Gradient", "grad"),
]  # fmt: skip


@pytest.mark.parametrize(("word", "meant"), OTHER_COMMANDS)
def test_other_words_for_commands(word: str, meant: str) -> None:
    for argv in ([word, "x^2"], ["help", word]):
        assert run_text(argv) == (2, "", f"✗ no such command: {word}      did you mean {meant}?\n")
    assert meant.split(maxsplit=1)[0] in COMMANDS


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("x^2", "to differentiate it: mvcalc diff 'x^2'"),
        ("∫ x^2 dx", "leave ∫ and dx out: mvcalc integrate 'x^2' --wrt x"),
        ("d/dx x^3", "to differentiate: mvcalc diff 'x^3'"),
        ("limit(sin(x)/x, x, 0)", "use the command: mvcalc limit 'sin(x)/x' --at x=0"),
    ],
)
def test_an_expression_in_the_place_of_a_command(text: str, hint: str) -> None:
    code, out, err = run_text([text])
    assert (code, out) == (2, "")
    assert f"no such command: {text}" in err
    assert hint in err


OTHER_OPTIONS = [
    ("integrate", "--from", "--over x=0..1"), ("integrate", "--to=3", "--over x=0..1"), ("plot", "--range", "--over"),
    ("plot", "--interval", "--over"), ("integrate", "--between", "--over"), ("integrate", "--a", "--over"),
    ("slope", "--h", "--points"), ("slope", "--step", "--points"), ("diff", "--step", "--steps?"),
    ("taylor", "--n", "--order"), ("diff", "--n", "--order"), ("integrate", "--n", "--riemann"),
    ("limit", "--point", "--at"), ("slope", "--x", "--at"), ("diff", "--var", "--wrt"),
    ("solve", "--variable", "--for"),
    ("taylor", "--degree", "--order"), ("taylor", "--center", "--about"), ("taylor", "--centre", "--about"),
    ("taylor", "--around", "--about"), ("integrate", "--rectangles", "--riemann"), ("integrate", "--sum", "--riemann"),
    ("limit", "--right", "--side right"), ("integrate", "--left", "--kind left"), ("plot", "--ylim", "--y-range"),
    ("diff", "--simp", "--simplify?"), ("diff", "--ordr", "--order?"),
]  # fmt: skip


@pytest.mark.parametrize(("command", "word", "meant"), OTHER_OPTIONS)
def test_other_words_for_options(command: str, word: str, meant: str) -> None:
    code, out, err = run_text([command, "x^2", word, "1"])
    assert (code, out) == (2, "")
    assert f"did you mean {meant}" in err
    assert "lone" not in err


@pytest.mark.parametrize(("command", "word"), [("integrate", "--order"), ("plot", "--title"), ("solve", "--range")])
def test_nothing_silly_is_offered(command: str, word: str) -> None:
    err = run_text([command, "x^2", word])[2]
    assert err == f"✗ no such option: {word}      all options: mvcalc {command} --help\n"


STRAY = [
    (["slope", "x^2", "3"], "a point goes to --at: --at 3"),
    (["limit", "sin(x)/x", "0"], "a point goes to --at: --at 0"),
    (["limit", "1/x", "oo"], "a point goes to --at: --at oo"),
    (["grad", "x y", "1,2"], "a point goes to --at: --at 1,2"),
    (["grad", "x y", "1", "2"], "a point goes to --at: --at 1,2"),
    (["taylor", "sin x", "3"], "the order goes to --order: --order 3"),
    (["integrate", "sin(x)", "0", "pi"], "a range goes to --over: --over x=0..pi"),
    (["integrate", "sin(t)", "0..pi"], "a range goes to --over: --over 0..pi"),
    (["integrate", "x y", "x"], "a variable goes to --wrt: --wrt x"),
    (["integrate", "x", "x^2"], "one expression at a time; quotation marks keep an expression in one piece"),
    (["integrate", "x^2", "+", "1"], "quotation marks keep an expression in one piece"),
]


@pytest.mark.parametrize(("argv", "hint"), STRAY, ids=[" ".join(argv) for argv, _ in STRAY])
def test_stray_arguments(argv: list[str], hint: str) -> None:
    code, out, err = run_text(argv)
    assert (code, out) == (2, "")
    assert "too many" in err
    assert hint in err
