"""Ranges and sizes as people type them."""

from __future__ import annotations

import pytest

from mvcalc_cli.commands.inputs import Reader
from mvcalc_cli.commands.options import Shared
from mvcalc_cli.commands.pictures import read_size, y_limits
from mvcalc_cli.commands.ranges import number_range, parse_range, read_ranges
from mvcalc_cli.errors import InputError
from mvcalc_cli.language.printers import plain
from mvcalc_cli.render.output import Output


@pytest.fixture
def reader() -> Reader:
    return Reader(Shared({"check": True, "digits": None, "complex": False, "vars": None, "let": ()}), Output())


@pytest.mark.parametrize(
    ("text", "names", "found"),
    [
        ("x=0..1", ("x",), [("x", "0", "1")]),
        ("0..1", ("x",), [("x", "0", "1")]),
        ("x=-3..3,y=-2..2", ("x", "y"), [("x", "-3", "3"), ("y", "-2", "2")]),
        ("-3..3,-2..2", ("x", "y"), [("x", "-3", "3"), ("y", "-2", "2")]),  # in the order of the names
        ("y = 0..x , x = 0..1", ("x", "y"), [("y", "0", "x"), ("x", "0", "1")]),  # the order typed is kept
        ("0.5..1.5", ("x",), [("x", "1/2", "3/2")]),
        ("-oo..oo", ("x",), [("x", "-oo", "oo")]),
        ("t=0..2pi", ("t",), [("t", "0", "2*pi")]),
        ("x=max(0,1)..min(2,3)", ("x",), [("x", "Max(0, 1)", "Min(2, 3)")]),  # commas inside brackets
    ],
)
def test_what_is_read(reader: Reader, text: str, names: tuple[str, ...], found: list[tuple[str, str, str]]) -> None:
    assert [(r.name, plain(r.low), plain(r.high)) for r in read_ranges(reader, text, names)] == found


@pytest.mark.parametrize(
    ("text", "words", "hint"),
    [
        ("x=0", "not a range", "x=0..1"),
        ("x=0..", "not a range", "x=0..1"),
        ("", "not a range", "x=0..1"),
        ("z=0..1", "z does not occur", "x, y"),
        ("x=0..1,x=1..2", "x has two ranges", ""),
        ("0..1,0..1,0..1", "which variable", ""),
        ("x=0..sinn(1)", "unknown function", ""),
        ("2=0..1", "not the name", ""),
    ],
)
def test_what_is_not(reader: Reader, text: str, words: str, hint: str) -> None:
    with pytest.raises(InputError, match=words) as caught:
        read_ranges(reader, text, ("x", "y"))
    assert hint in (caught.value.hint or "")


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("x=0...pi", "write --over x=0..pi"),
        ("x=0...5", "write --over x=0..5"),  # 0.5 or 5? not to be guessed
        ("x=0…1", "write --over x=0..1"),
        ("x=0..pi..2", "write --over x=0..pi"),
        ("x=0-1", "write --over x=0..1"),
        ("x=-2--1", "write --over x=-2..-1"),
        ("x=[0,1]", "write --over x=0..1"),
        ("x=(0, 2pi)", "write --over x=0..2pi"),
        ("x=[0..1]", "write --over x=0..1"),
        ("[0,1]", "write --over x=0..1"),
        ("x in [0, 1]", "write --over x=0..1"),
        ("x from 0 to 1", "write --over x=0..1"),
        ("x from 0..1", "write --over x=0..1"),
        ("from 0 to pi", "write --over x=0..pi"),
        ("0 to 1", "write --over x=0..1"),
        ("0 <= y <= 1", "write --over y=0..1"),
        ("x=0:1", "write --over x=0..1"),
        ("x=0,1", "write --over x=0..1"),
        ("0,1", "write --over x=0..1"),
        ("x->0", "write it as in --over x=0..1"),
        ("0 to " * 2000, "write it as in --over x=0..1"),
        ("- " * 40, "write it as in --over x=0..1"),
    ],
)
def test_typos_of_ranges(reader: Reader, text: str, hint: str) -> None:
    with pytest.raises(InputError, match="range") as caught:
        read_ranges(reader, text, ("x", "y"))
    assert caught.value.hint == hint
    assert caught.value.place is not None
    assert caught.value.place.text == text


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("x=1..0", "upside down"),
        ("x=1..1", "empty"),
        ("x=0..oo", "finite"),
        ("x=0..y", "numbers"),
        ("x=log(0)..1", "no value"),
    ],
)
def test_ranges_of_numbers(reader: Reader, text: str, words: str) -> None:
    with pytest.raises(InputError, match=words):
        number_range(read_ranges(reader, text, ("x",))[0])


def test_the_fix_of_an_upside_down_range(reader: Reader) -> None:
    with pytest.raises(InputError) as caught:
        parse_range("x=2pi..0", reader)
    assert caught.value.hint == "the lower end first: --table x=0..2pi"


@pytest.mark.parametrize("text", ["80x", "x24", "80", "80x24x3", "axb", "1x1", "999999x10", "-80x24", "８０x24"])
def test_sizes_that_are_none(text: str) -> None:
    with pytest.raises(InputError):
        read_size(text)


def test_sizes() -> None:
    assert read_size("80x24") == read_size(" 80 X 24 ") == (80, 24)


def test_the_vertical_axis(reader: Reader) -> None:
    assert y_limits(reader, "-1..2.5") == (-1.0, 2.5)
    assert y_limits(reader, None) is None
    with pytest.raises(InputError, match="upside down"):
        y_limits(reader, "2..-1")
