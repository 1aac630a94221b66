"""How tables are written: separators, decimal marks, headers, quotes, comments, line ends."""

from __future__ import annotations

import pytest

from mvcalc_cli.numeric.tables.table import open_table

Columns = dict[str, list[float]]

TABLES: list[tuple[str, bytes, Columns]] = [
    ("commas", b"x,y\n1,2\n3,4\n", {"x": [1, 3], "y": [2, 4]}),
    ("no line end at the end", b"x,y\n1,2\n3,4", {"x": [1, 3], "y": [2, 4]}),
    ("blank lines at the end", b"x,y\n1,2\n3,4\n\n \n", {"x": [1, 3], "y": [2, 4]}),
    ("tabs", b"x\ty\n1\t2\n3\t4\n", {"x": [1, 3], "y": [2, 4]}),
    ("semicolons", b"x;y\n1;2\n3;4\n", {"x": [1, 3], "y": [2, 4]}),
    ("decimal commas", b"x;y\n1,5;2\n3;,25\n", {"x": [1.5, 3], "y": [2, 0.25]}),
    ("decimal commas, no header", b"1,5;2,5\n3;4\n", {"x": [1.5, 3], "y": [2.5, 4]}),
    ("semicolons and points", b"x;y\n1.5;2\n3;4e-1\n", {"x": [1.5, 3], "y": [2, 0.4]}),
    ("blanks", b"  x   y\n 1   2.5 \n3\t4\n", {"x": [1, 3], "y": [2.5, 4]}),
    ("blanks around commas", b"x , y\n 1 , 2 \n3,   4\n", {"x": [1, 3], "y": [2, 4]}),
    ("CRLF", b"x,y\r\n1,2\r\n3,4\r\n", {"x": [1, 3], "y": [2, 4]}),
    ("CR alone", b"x,y\r1,2\r3,4\r", {"x": [1, 3], "y": [2, 4]}),
    ("BOM", b"\xef\xbb\xbfx,y\n1,2\n", {"x": [1], "y": [2]}),
    ("BOM and no header", b"\xef\xbb\xbf1,2\n3,4\n", {"x": [1, 3], "y": [2, 4]}),
    ("comments", b"# made by hand\nx,y\n1,2\n # 5,6\n3,4\n", {"x": [1, 3], "y": [2, 4]}),
    ("blank lines", b"\nx,y\n\n1,2\n\n\n3,4\n", {"x": [1, 3], "y": [2, 4]}),
    ("one column", b"height\n170.5\n\n171\n", {"height": [170.5, 171]}),
    ("one column, no header", b"170.5\n171\n", {"y": [170.5, 171]}),
    ("a header of several words over one column", b"body height\n170.5\n171\n", {"body height": [170.5, 171]}),
    ("no header", b"1,2\n3,4\n", {"x": [1, 3], "y": [2, 4]}),
    ("no header, four columns", b"1,2,3,4\n", {"x1": [1], "x2": [2], "x3": [3], "y": [4]}),
    ("quoted numbers", b'"x","y"\n"1","2"\n3,"4.5"\n', {"x": [1, 3], "y": [2, 4.5]}),
    ("a name with a comma", b'"x, in m",y\n1,2\n', {"x, in m": [1], "y": [2]}),
    ("a name with a quote", b'"5"" pipe",y\n1,2\n', {'5" pipe': [1], "y": [2]}),
    ("a name of two lines", b'"x\nin m",y\n1,2\n', {"x in m": [1], "y": [2]}),
    ("unwanted text", b'name,x\n"Smith, J.",1\n"a\nb",2\nO"Neil,3\n', {"x": [1, 2, 3]}),
    ("unwanted text in another encoding", b"town,x\nK\xf6ln,1\n", {"x": [1]}),
    ("unwanted gaps and marks", b"a,b,x\n,NA,1\ninf,1.2.3,2\n", {"x": [1, 2]}),
    ("numbers as names over text", b"id,2019\n1,2\n", {"id": [1], "2019": [2]}),
    ("a column without a name", b",x\n1,2\n", {"c1": [1], "x": [2]}),
    ("separators that end each line", b"x,y,\n1,2,\n3,4,\n", {"x": [1, 3], "y": [2, 4]}),
    ("separators that end each line, no header", b"1,2,\n3,4,\n", {"x": [1, 3], "y": [2, 4]}),
    ("names not in ASCII", "θ,größe\n1,2\n".encode(), {"θ": [1], "größe": [2]}),
    ("an unwanted error of a spreadsheet", b"a,x\n#N/A,1\n#DIV/0!,2\n", {"x": [1, 2]}),
]


@pytest.mark.parametrize(("data", "columns"), [row[1:] for row in TABLES], ids=[row[0] for row in TABLES])
def test_tables(data: bytes, columns: Columns) -> None:
    table = open_table("t.csv", text=data)
    found = {name: column.tolist() for name, column in table.columns(list(columns)).items()}
    assert found == columns
    assert table.rows == len(next(iter(columns.values())))


@pytest.mark.parametrize(("data", "columns"), [row[1:] for row in TABLES], ids=[row[0] for row in TABLES])
def test_the_same_again_and_again_is_the_same(data: bytes, columns: Columns) -> None:
    """So many rows that they are read by the fast path, in blocks."""
    table = open_table("t.csv", text=data)
    start = table._files[0].dialect.start  # type: ignore[attr-defined]
    newline = b"\r" if b"\n" not in data else b"\n"
    body = data[start:] if data.endswith(newline) else data[start:] + newline
    table = open_table("t.csv", text=data[:start] + body * 3000)
    found = {name: column.tolist() for name, column in table.columns(list(columns)).items()}
    assert found == {name: column * 3000 for name, column in columns.items()}


def test_missing_cells_are_dropped_and_counted() -> None:
    data = b"n,x,y\na,1,2\nb,,3\nc,NA,4\nd,5,nan\nNA,6,7\n,8,9\ne,10\nf,?,1\n"
    table = open_table("t.csv", text=data, missing="drop")
    assert table.columns(["x", "y"])["x"].tolist() == [1, 6, 8]
    assert (table.rows, table.dropped) == (3, 5)
    assert table.columns(["x"])["x"].tolist() == [1, 5, 6, 8]  # y is not wanted, but the short row is in doubt
    assert table.dropped == 4


def test_many_missing_cells() -> None:
    data = b"x,y\n" + b"1.5,2\n,3\n4,NA\n" * 5000
    table = open_table("t.csv", text=data, missing="drop")
    assert (table.columns(["x", "y"])["x"] == 1.5).all()
    assert (table.rows, table.dropped) == (5000, 10000)


def test_the_header_tells_whether_it_is_one() -> None:
    assert open_table("t.csv", text=b"x,y\n1,2\n").has_header
    assert not open_table("t.csv", text=b"1,2\n").has_header


@pytest.mark.parametrize("late", [b"1,5;2\n", b"1.5;2\n"])
def test_the_decimal_mark_may_show_itself_late(late: bytes) -> None:
    """After more whole numbers than are looked at in the beginning."""
    data = b"x;y\n" + b"1;2\n" * 200_000 + late
    table = open_table("t.csv", text=data)
    assert table.columns(["x"])["x"][-1] == 1.5
    assert [piece.read(["x"]).columns["x"][-1] for piece in table.pieces(1 << 19)] == [1, 1.5]


def test_long_doubles() -> None:
    table = open_table("t.csv", text=b"x;y\n0,1;1\n0,2;2\n")
    assert table.columns(["x"], exact=True)["x"].tolist()[0] == __import__("numpy").longdouble("0.1")
