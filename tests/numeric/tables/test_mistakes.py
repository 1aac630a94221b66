"""Every mistake is a sentence with file, line and column, and the fix."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from mvcalc_cli.errors import FileError, InputError
from mvcalc_cli.numeric.tables.table import Table, open_table, points_table

DROP = "--missing drop leaves such rows out"

# What is in the file, where it is wrong, a part of the sentence, a part of the fix.
MISTAKES: list[tuple[bytes, str, str, str]] = [
    (b"", "1:1", "there is no row in it", "a line of names"),
    (b"\n\n# nothing\n", "1:1", "there is no row in it", "a line of names"),
    (b"x,y\n1,2\n3,abc\n", "3:3", '"abc" in column y is no number', "put # before its line"),
    (b"x,y\n1,2\n3,\n", "3:3", "the cell of y is empty", DROP),
    (b"x,y\n1,2\n3, NA\n", "3:4", '"NA" in column y says that a value is missing', DROP),
    (b"x,y\n1,nan\n", "2:3", '"nan" in column y says that a value is missing', DROP),
    (b"x,y\n1,-inf\n", "2:3", '"-inf" in column y is no finite number', "correct the cell"),
    (b"x,y\n1,1e999\n", "2:3", "too large", "1.8e308"),
    (b"x,y\n1,2\n3\n", "3:2", "this row has 1 cell, and the header has 2", "--missing drop"),
    (b"x,y\n1,2\n3,4,5\n", "3:5", "this row has 3 cells, and the header has 2", "decimal comma"),
    (b"1,2\n3,4,5\n", "2:5", "and the first row has 2", "decimal comma"),
    (b"x y\n1 2\n3 4 5\n", "3:5", "this row has 3 cells", "separate the columns with commas"),
    (b"x;y\n1;2;3\n", "2:5", "this row has 3 cells", "quotes"),
    (b"x\ty\n1\t2,5\n", "2:3", '"2,5" in column y is no number', "write 2.5, or put ; between the columns"),
    (b"x;y\n1,5;2.5\n", "2:5", '"2.5" in column y is no number', "this file writes decimals with a comma: 2,5"),
    (b"x;y\n1.5;2,5\n", "2:5", '"2,5" in column y is no number', "write 2.5"),
    ("x,y\n1,−2\n".encode(), "2:3", "is no number", "write the minus sign as -: -2"),
    (b'x,y\n1,"1,234.5"\n', "2:4", "is no number", "without marks between the thousands"),
    (b"x,y\n1,1_000\n", "2:3", "is no number", "without marks between the thousands"),
    (b"x,y\n1,1.5D+03\n", "2:3", "is no number", "write 1.5e+03"),
    (b"x,y\n1,2020-01-31\n", "2:3", "is no number", "write times as numbers"),
    (b"x,y\n1,12:30\n", "2:3", "is no number", "write times as numbers"),
    (b"x,y\n1,5 kg\n", "2:3", "is no number", "write the number alone: 5"),
    (b"x,y\n1,$5\n", "2:3", "is no number", "write the number alone: 5"),
    (b"x,y\n1,12%\n", "2:3", "is no number", "write the number alone: 12"),
    (b"x,y\n#N/A,2\n", "2:1", '"#N/A" in column x says that a value is missing', DROP),
    (b"x,y\n#DIV/0!,2\n", "2:1", '"#DIV/0!" in column x is no number', "#"),
    (b"x,y\n1,\xff\n", "2:3", "is no number", "#"),
    ("x,y\n1,٣\n".encode(), "2:3", "is no number", "#"),
    (b'x,y\n1,2\n"3,4\n', "3:1", "this quote is not closed", "written twice"),
    (b'x,y\n1,2\n"3"5,4\n', "3:4", "more follows the closing quote", "written twice"),
    (b"x,x\n1,2\n", "1:3", "two columns are called x", "a name of its own"),
    (b"x,\xff\n1,2\n", "1:3", "this is not UTF-8 text", "save the file as UTF-8"),
    (b"x,a\x1bb\n1,2\n", "1:3", "cannot be shown", "another name"),
    (
        b"1.5,2.O\n2.5,3\n",
        "1:5",
        '"2.O" is no number, "1.5" beside it is one: is this row a header or data?',
        "a first line",
    ),
    (b"1.5x,2.O\n2.5,3\n", "1:1", "is this row a header or data?", "write a first line"),
    (b"Anna,1.5\nBob,2.5\n", "1:1", "is this row a header or data?", "write a first line"),
    (b"NA,1\n2,3\n", "1:1", "says that a value is missing", DROP),
    (b"x,y\n1,2\0\n", "2:4", "this is no text: a byte is 0", "CSV"),
    (b"x,y,\n1,2,\n" + b"1,2,\n" * 200 + b"1,2,3\n", "203:5", "a column without a name", "first line"),
    (b"\xef\xbb\xbfx,y\n1,z\n", "2:3", '"z" in column y', "#"),
    (b"\xef\xbb\xbfx,x\n1,2\n", "1:3", "two columns are called x", "name"),
    ("größe,y\n1,z\n".encode(), "2:3", '"z" in column y', "#"),
    ("name,y\n„größe“,z\n".encode(), "2:9", '"z" in column y', "#"),  # characters are counted, not bytes
    (b'name,y\n"a\n\nb",1\nc,z\n', "5:3", '"z" in column y', "#"),
    (b"x,y\r\n1,2\r\n3,z\r\n", "3:3", '"z" in column y', "#"),
    (b"x,y\r1,2\r3,z\r", "3:3", '"z" in column y', "#"),
    (b"# c\n\nx,y\n\n# d\n1,z\n", "6:3", '"z" in column y', "#"),
    (b"x,y\n1," + b"z" * 99 + b"\n", "2:3", 'z…" in column y', "#"),
]


def numbers(table: Table) -> list[str]:
    """The columns that are to be numbers."""
    return [name for name in table.header if name != "name"][:2]


def read(data: bytes) -> None:
    """All of its numbers."""
    table = open_table("t.csv", text=data)
    table.columns(numbers(table))


@pytest.mark.parametrize(("data", "place", "sentence", "fix"), MISTAKES)
def test_mistakes(data: bytes, place: str, sentence: str, fix: str) -> None:
    with pytest.raises(FileError) as told:
        read(data)
    assert told.value.message.startswith(f"t.csv:{place}: ")
    assert sentence in told.value.message
    assert fix in (told.value.hint or "")


@pytest.mark.parametrize(("data", "place", "sentence", "fix"), [row for row in MISTAKES if row[0].count(b"\n") > 1])
def test_the_same_far_down_in_a_long_table(data: bytes, place: str, sentence: str, fix: str) -> None:
    """Found by the fast path, told by the careful one: also by a piece, which does not know what came before."""
    try:
        table = open_table("t.csv", text=data)
    except FileError:
        pytest.skip("already in the header")
    dialect = table._files[0].dialect  # type: ignore[attr-defined]
    cells = [b"1"] * len(dialect.header) + [b""] * (dialect.width - len(dialect.header))
    good = dialect.separator.join(cells) + dialect.newline
    long = open_table("t.csv", text=data[: dialect.start] + good * 8_000 + data[dialect.start :])
    wanted = numbers(long)
    line, column = map(int, place.split(":"))
    for reading in (lambda: long.columns(wanted), lambda: [piece.read(wanted) for piece in long.pieces(1 << 14)]):
        with pytest.raises(FileError) as told:
            reading()
        assert told.value.message.startswith(f"t.csv:{line + 8_000}:{column}: ")
        assert sentence.removeprefix("this row has 1 cell") in told.value.message
        assert fix in (told.value.hint or "")


def test_a_mistake_in_a_column_that_is_not_wanted_is_none() -> None:
    assert open_table("t.csv", text=b"x,y\n1,abc\n").columns(["x"])["x"].tolist() == [1]


@pytest.mark.parametrize("bad", [b"abc", b"1,5", b"inf"])
def test_text_is_a_mistake_even_where_missing_cells_are_dropped(bad: bytes) -> None:
    with pytest.raises(FileError, match=r"t\.csv:3:1"):
        open_table("t.csv", text=b"x\ty\nNA\t1\n" + bad + b"\tNA\n", missing="drop").columns(["x", "y"])


def test_long_rows_are_mistakes_even_where_missing_cells_are_dropped() -> None:
    with pytest.raises(FileError, match="this row has 3 cells"):
        open_table("t.csv", text=b"x,y\n1,2\n1,2,3\n", missing="drop").columns(["x"])


def test_nothing_is_left() -> None:
    with pytest.raises(FileError, match=r"nothing is left: each of the 2 rows of t\.csv lacks a cell in x, y"):
        open_table("t.csv", text=b"x,y\nNA,1\n2,\n", missing="drop").columns(["x", "y"])


def test_a_header_and_no_rows() -> None:
    with pytest.raises(FileError, match="has a header and no rows"):
        open_table("t.csv", text=b"x,y\n\n# 1,2\n").columns(["x"])


def test_an_unknown_column() -> None:
    table = open_table("heights.csv", text=b"height,count\n1,2\n")
    with pytest.raises(FileError, match=r"heights\.csv has no column hieght") as told:
        table.columns(["hieght"])
    assert told.value.hint == "did you mean height?"
    with pytest.raises(FileError) as told:
        table.refuse_unknown(["z"])
    assert told.value.hint == "the columns are: height, count"


FOREIGN = {
    b"\x1f\x8b\x08": "gunzip",
    b"PK\x03\x04": "save the sheet as CSV",
    "x,y\n1,2\n".encode("utf-16"): "save it as UTF-8",
    "x,y\n".encode("utf-16-le"): "save",
    "x,y\n".encode("utf-32-le"): "save",
    b"SQLite format 3\0": "sqlite3 -csv",
    b"\x93NUMPY\x01\0": "savetxt",
    bytes(range(32)): "CSV",
}


@pytest.mark.parametrize("data", FOREIGN)
def test_files_of_other_kinds(data: bytes) -> None:
    with pytest.raises(FileError) as told:
        open_table("t.csv", text=data)
    assert FOREIGN[data] in (told.value.hint or "")


def test_paths(tmp_path: Path) -> None:
    (tmp_path / "heights.csv").write_text("x,y\n1,2\n")
    cases = {
        tmp_path / "hieghts.csv": ("no such file", "did you mean"),
        tmp_path / "heights": ("no such file", "heights.csv?"),
        tmp_path: ("is a folder", "*.csv"),
        tmp_path / "none" / "a.csv": ("no such file", "there is no folder"),
        tmp_path / "*.tsv": ("no file matches", ""),
        tmp_path / "heights.csv" / "a": ("cannot be read: not a directory", ""),
    }
    for path, (sentence, fix) in cases.items():
        with pytest.raises(FileError) as told:
            open_table(str(path))
        assert sentence in told.value.message
        assert fix in (told.value.hint or "")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("x,y\n")
    path.chmod(0)
    with pytest.raises(FileError, match="permission denied"):
        open_table(str(path))


POINTS = {
    "1,2 2,3.9 3,6.1": {"x": [1, 2, 3], "y": [2, 3.9, 6.1]},
    "1, 2  3, 4": {"x": [1, 3], "y": [2, 4]},
    "(1,2); (3,4)": {"x": [1, 3], "y": [2, 4]},
    "1 2 3": {"y": [1, 2, 3]},
    "0,0,1 -1,.5,1e3": {"x1": [0, -1], "x2": [0, 0.5], "y": [1, 1000]},
}


@pytest.mark.parametrize("text", POINTS)
def test_points(text: str) -> None:
    table = points_table(text)
    assert {name: column.tolist() for name, column in table.columns(table.header).items()} == POINTS[text]
    assert table.name == "--points"


@pytest.mark.parametrize(
    ("text", "part", "sentence"),
    [
        ("", "", "there is no point"),
        ("1,2 2", "2", "this point has 1 number, and the first has 2"),
        ("1,2 a,3", "a,3", "a is no number"),
        ("1,2 nan,3", "nan,3", "nan is no number"),
        ("1,2 ,3", ",3", "a number is missing here"),
        ("1,2 3,４", "3,４", "４ is no number"),
        ("1,1e999", "1,1e999", "1e999 is no number"),
    ],
)
def test_points_that_are_none(text: str, part: str, sentence: str) -> None:
    with pytest.raises(InputError, match=sentence) as told:
        points_table(text)
    place = told.value.place
    assert place is not None
    assert (place.text, place.argument) == (text, "--points")
    assert text[place.start : place.end] == part
