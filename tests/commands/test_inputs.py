"""The Reader: expressions, points and names as typed, bound, and read from files."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from mvcalc_cli.commands.inputs import Reader
from mvcalc_cli.commands.options import Shared
from mvcalc_cli.errors import FileError, InputError, MvcalcError, ParseError
from mvcalc_cli.language.printers import plain
from mvcalc_cli.render.output import Output


def reader(vars: str | None = None, let: tuple[str, ...] = (), line: int | None = None) -> Reader:  # noqa: A002
    shared = Shared({"vars": vars, "let": let, "check": True, "digits": None, "complex": False})
    return Reader(shared, Output(line=line), {})


BINDINGS = [
    (("n=100",), "n x", "100*x"),
    (("x = cos(t)",), "x^2", "cos(t)**2"),
    (("a=2", "b=a^2"), "a b x", "2*2**2*x"),
    (("b=a^2", "a=2"), "a b x", "2*2**2*x"),  # in any order
    (("x = y", "y = z"), "x + y", "z + z"),
    (("xy=3",), "xy + 1", "3 + 1"),  # a bound name is a declared name
    (("k=1",), "sum(k^2, k=1..3) + k", "sum(k**2, k=1..3) + 1"),  # a bound index shields its body
]


@pytest.mark.parametrize(("let", "text", "expected"), BINDINGS, ids=[", ".join(row[0]) for row in BINDINGS])
def test_let(let: tuple[str, ...], text: str, expected: str) -> None:
    assert plain(reader(let=let).expression(text)) == expected


LET_MISTAKES = [
    (("n",), "--let needs a name, =, and a value"),
    (("2x=3",), "--let needs a name, =, and a value"),
    (("x=x+1",), "--let defines x by itself"),
    (("x=y", "y=x"), "--let defines y by itself"),
    (("x=1", "x=2"), "--let binds x twice"),
]


@pytest.mark.parametrize(("let", "message"), LET_MISTAKES)
def test_let_mistakes(let: tuple[str, ...], message: str) -> None:
    with pytest.raises(InputError) as caught:
        reader(let=let)
    assert caught.value.message == message


def test_a_mistake_in_the_value_of_let_has_its_place() -> None:
    with pytest.raises(ParseError) as caught:
        reader(let=("n = 2 +* 3",))
    place = caught.value.place
    assert place is not None
    assert place.argument == "--let"
    assert "n = 2 +* 3"[place.start] in "+*"


def test_declared_names() -> None:
    found = reader(vars="xy,n:integer")
    assert plain(found.expression("xy^n")) == "xy**n"
    assert found.kinds["n"] == "integer"


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("x,y,y", ("x", "y", "y")),
        ("x", ("x",)),
        (" x , y ", ("x", "y")),
        ("θ", ("theta",)),
        ("lambda", ("lambda",)),
        ("x_1,x[3]", ("x_1", "x[3]")),
        ("height", ("height",)),
    ],
)
def test_variables(text: str, names: tuple[str, ...]) -> None:
    assert reader().variables(text) == names


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [("x,2", 2, 3), ("x,,y", 2, 2), ("", 0, 0), ("x,x+1", 2, 5), ("x,sin", 2, 5), ("e", 0, 1), ("x y", 0, 3)],
)
def test_what_is_no_variable_has_its_place(text: str, start: int, end: int) -> None:
    with pytest.raises(InputError) as caught:
        reader().variables(text)
    place = caught.value.place
    assert place is not None
    assert (place.argument, place.start, place.end) == ("--wrt", start, end)


@pytest.mark.parametrize(
    ("text", "entries"),
    [("3,4", ["3", "4"]), ("[3, 4]", ["3", "4"]), ("max(1,2), -1/2", ["Max(1, 2)", "-1/2"]), ("1", ["1"])],
)
def test_vector(text: str, entries: list[str]) -> None:
    assert [plain(entry) for entry in reader().vector(text)] == entries


def test_a_mistake_in_a_vector_has_its_place() -> None:
    with pytest.raises(ParseError) as caught:
        reader().vector("1, sinn(2)")
    assert caught.value.place is not None
    assert caught.value.place.start == 3
    with pytest.raises(InputError, match="a number is missing"):
        reader().vector("1,,2")


def test_point() -> None:
    found = reader().point("1,pi/2", ("x", "y"))
    assert {name: plain(value) for name, value in found.items()} == {"x": "1", "y": "pi/2"}


def test_notes_are_told_once() -> None:
    found = reader()
    found.expression("1/2x")
    found.expression("1/2x")
    found.note("hello")
    found.note("hello")
    assert len(found.notes) == 2


def test_a_line_of_a_batch_is_named() -> None:
    with pytest.raises(ParseError) as caught:
        reader(line=7).expression("sin(")
    assert caught.value.place is not None
    assert caught.value.place.line == 7


def test_the_text_a_tree_was_read_from() -> None:
    found = reader(let=("a=2",))
    assert found.typed(found.expression("x^2")) == "x^2"
    assert found.typed(found.expression("a x + sin(x)")) in ("a x + sin(x)", None)


def test_file(tmp_path: Path) -> None:
    path = tmp_path / "f.txt"
    path.write_bytes("\ufeffx^2 + π\r\n".encode())
    assert plain(reader().expression(f"@{path}")) == "x**2 + pi"
    assert plain(reader(let=(f"c=@{path}",)).expression("c")) == "x**2 + pi"
    (tmp_path / "v.txt").write_text("x,y")
    assert reader().variables(f"@{tmp_path / 'v.txt'}") == ("x", "y")


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "binary").write_bytes(b"x\x00y")
    (tmp_path / "latin").write_bytes(b"x\n\xe9")
    (tmp_path / "long").write_text("x+" * 6_000)
    os.mkfifo(tmp_path / "pipe")
    messages = {
        "binary": "byte 2 is NUL",
        "latin": "is not UTF-8 text (line 2)",
        "long": "is too long",
        "absent": "cannot be read: no such file",
        "": "is a directory",
    }
    for name, words in messages.items():
        with pytest.raises(FileError) as caught:
            reader().expression(f"@{tmp_path / name}")
        assert words in caught.value.message
        assert caught.value.exit_code == 4
    with pytest.raises(MvcalcError):
        reader().expression(f"@{tmp_path / 'pipe'}")  # nobody writes: nothing to read, and no waiting
    for name in ("@", "@a\0b"):
        with pytest.raises(FileError):
            reader().expression(name)


def test_endless_files_end() -> None:
    with pytest.raises(FileError, match=r"NUL|too long"):
        reader().expression("@/dev/zero")


def test_bytes_that_are_no_text() -> None:
    with pytest.raises(InputError, match="not UTF-8"):
        reader().expression("x + \udcff")
