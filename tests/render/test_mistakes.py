"""How mistakes look: a sentence, the text, a caret, the fix."""

from __future__ import annotations

import json
from textwrap import dedent

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mvcalc_cli.errors import DomainError, FileError, InputError, LimitError, MvcalcError, ParseError, Place
from mvcalc_cli.render import Output, show_error, show_note

PLACES = st.integers(-3, 70)


def shown(error: MvcalcError, **wishes: object) -> str:
    return show_error(error, Output()._replace(**wishes))  # type: ignore[arg-type]


def at(text: str, start: int, end: int, argument: str | None = None, line: int | None = None) -> ParseError:
    return ParseError("wrong", place=Place(text, start, end, argument, line))


def screen(text: str) -> str:
    return dedent(text).removeprefix("\n")


SINN = ParseError(
    "unknown function sinn",
    place=Place("x^2*sinn(x)", 4, 8, "EXPR"),
    hint="did you mean sin?",
    aside="all functions: mvcalc functions",
)


def test_unknown_function() -> None:
    assert shown(SINN) == screen(
        """
        ✗ unknown function sinn
            x^2*sinn(x)
                ^^^^
          did you mean sin?                              all functions: mvcalc functions
        """
    )


def test_an_aside_without_room_stands_beneath() -> None:
    assert shown(SINN, width=40).splitlines()[3:] == [
        "  did you mean sin?",
        "  all functions: mvcalc functions",
    ]
    assert shown(SINN, width=120) == shown(SINN, width=80)


def test_unclosed_bracket() -> None:
    error = ParseError("this bracket is never closed", place=Place("2x*e^(-x/2", 5, 6))
    assert shown(error) == screen(
        """
        ✗ this bracket is never closed
            2x*e^(-x/2
                 ^
        """
    )


def test_undefined_there() -> None:
    error = DomainError("log(x·y) is undefined at (0, 1): log of 0", hint="f and ∇f = (1/x, 1/y) exist where x·y > 0")
    assert shown(error) == screen(
        """
        ✗ log(x·y) is undefined at (0, 1): log of 0
          f and ∇f = (1/x, 1/y) exist where x·y > 0                        (exit code 3)
        """
    )


def test_a_short_fix_stands_beside_the_sentence() -> None:
    error = InputError("no such command: dif", hint="did you mean diff?")
    assert shown(error) == "✗ no such command: dif      did you mean diff?\n"
    assert shown(error, width=40) == "✗ no such command: dif\n  did you mean diff?\n"


def test_in_ascii() -> None:
    error = DomainError("log(x·y) is undefined", hint="they exist where x·y ≠ 0", place=Place("θ·log(x·y)", 2, 10))
    assert shown(error, ascii=True) == screen(
        """
        error: log(x*y) is undefined
            theta*log(x*y)
                  ^^^^^^^^
          they exist where x*y != 0                                        (exit code 3)
        """
    )


def test_an_option_is_named() -> None:
    assert shown(at("x=1,x=2", 4, 7, "--at")) == screen(
        """
        ✗ wrong
            --at x=1,x=2
                     ^^^
        """
    )


def test_a_line_of_a_batch_is_named() -> None:
    assert shown(at("2 3", 2, 3, line=3)).startswith("line 3: wrong\n    2 3\n      ^\n")
    assert shown(InputError("wrong"), line=7) == "line 7: wrong\n"


def test_only_the_line_of_the_place_is_shown() -> None:
    assert shown(at("x +\ny $ 2\nz", 6, 7)) == "✗ wrong\n    y $ 2\n      ^\n"


def test_the_end_of_the_text_has_a_caret() -> None:
    assert shown(at("2x +", 4, 4)) == "✗ wrong\n    2x +\n        ^\n"
    assert shown(at("", 0, 0)) == "✗ wrong\n"


@pytest.mark.parametrize(
    ("text", "start", "end", "lines"),
    [
        ("a" * 100 + "$" + "b" * 100, 100, 101, ["    …aaaaaaaaaaaaaaaa$bbbbbbbbbbbbbbbbb…", " " * 21 + "^"]),
        ("$" + "b" * 100, 0, 1, ["    $" + "b" * 34 + "…", "    ^"]),
        ("a" * 100 + "$", 100, 101, ["    …" + "a" * 34 + "$", " " * 39 + "^"]),
        ("a" + "$" * 100, 1, 101, ["    a" + "$" * 34 + "…", "     " + "^" * 35]),
    ],
)
def test_a_long_text_is_cut_around_the_place(text: str, start: int, end: int, lines: list[str]) -> None:
    assert shown(at(text, start, end), width=40).splitlines()[1:] == lines


def test_a_huge_text_is_looked_at_near_the_place_alone() -> None:
    assert len(shown(at("x+" * 4_000_000, 4_000_001, 4_000_002))) < 200


def test_foreign_text_is_cleaned_and_the_caret_stays_under_the_place() -> None:
    assert shown(at("x\x1b\u202e$", 3, 4)) == "✗ wrong\n    x��$\n       ^\n"
    assert shown(at("漢字$", 2, 3)) == "✗ wrong\n    漢字$\n        ^\n"
    assert shown(InputError("bad \x1b[31m name")) == "✗ bad �[31m name\n"


def test_colours() -> None:
    assert shown(SINN, color=True).startswith("\x1b[1;31m✗\x1b[0m unknown function sinn\n")


def test_json() -> None:
    text = shown(SINN, format="json")
    assert text.count("\n") == 1
    assert json.loads(text)["error"] == {
        "kind": "parse",
        "message": "unknown function sinn",
        "where": {"argument": "EXPR", "line": None, "start": 4, "end": 8},
        "hint": "did you mean sin?",
        "exit_code": 2,
    }
    assert json.loads(shown(FileError("no such file"), format="json"))["error"]["where"] is None
    assert json.loads(shown(LimitError("too long"), format="json", line=3))["error"]["where"]["line"] == 3


def test_notes() -> None:
    assert show_note("xy is read as x·y", Output()) == "note: xy is read as x·y\n"
    assert show_note("xy is read as x·y", Output(ascii=True)) == "note: xy is read as x*y\n"
    assert show_note("no room here", Output(width=14), label="warning") == "warning: no\n         room\n         here\n"
    assert show_note("seen", Output(line=3)) == "line 3: note: seen\n"
    assert show_note("seen", Output(color=True)) == "\x1b[90mnote: seen\x1b[0m\n"


@given(st.text(max_size=60), st.tuples(PLACES, PLACES), st.integers(1, 90), st.booleans(), st.text(max_size=20))
def test_any_mistake_is_shown(text: str, at: tuple[int, int], width: int, ascii: bool, hint: str) -> None:
    error = ParseError(text, place=Place(text, *at, "--at"), hint=hint or None)
    output = Output(width=width, ascii=ascii)
    assert show_error(error, output).isascii() or not ascii
    json.loads(show_error(error, output._replace(format="json")))
