"""Pieces, streams and several files hold together what the whole table holds."""

from __future__ import annotations

import io
import os
import pickle
import random
import subprocess
import sys
import threading
import tracemalloc
from pathlib import Path

import numpy as np
import pytest

from mvcalc_cli.errors import FileError
from mvcalc_cli.numeric.tables.blocks import blocks
from mvcalc_cli.numeric.tables.mistakes import Mistake
from mvcalc_cli.numeric.tables.table import Table, open_table


def quoted(rows: int) -> bytes:
    """Rows with texts that hold separators, quotes and line ends."""
    rng = random.Random(2)
    texts = ['"a, b"', '"a\n# b"', '"say ""no"""', "plain", '""', '"\n\n"', '5" pipe']
    lines = [f"{rng.choice(texts)},{k},{rng.gauss(0, 1)!r}\n" for k in range(rows)]
    return ("name,k,x\n" + "".join(lines)).encode()


def plain(rows: int) -> bytes:
    rng = random.Random(3)
    return b"k,x\n" + b"".join(b"%d,%r\n" % (k, rng.gauss(0, 1)) for k in range(rows))


DATA = {"plain": plain(4000), "quoted": quoted(4000), "CR": plain(500).replace(b"\n", b"\r")}


def whole(table: Table, size: int) -> dict[str, list[float]]:
    pieces = pickle.loads(pickle.dumps(table.pieces(size)))
    random.Random(1).shuffle(order := list(range(len(pieces))))
    found = {place: pieces[place].read(["k", "x"]) for place in order}  # in any order
    return {name: np.concatenate([found[k].columns[name] for k in sorted(found)]).tolist() for name in ("k", "x")}


@pytest.mark.parametrize("kind", DATA)
@pytest.mark.parametrize("size", [1000, 9999, 1 << 22])
def test_pieces_are_the_whole(kind: str, size: int, tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes(DATA[kind])
    table = open_table(str(path))
    columns = {name: column.tolist() for name, column in table.columns(["k", "x"]).items()}
    assert columns["k"] == list(range(len(columns["k"])))
    assert whole(table, size) == columns
    assert whole(open_table("t.csv", text=DATA[kind]), size) == columns
    assert sum(piece.size for piece in table.pieces(size)) <= len(DATA[kind])


def test_pieces_are_small(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes(plain(50_000))
    pieces = open_table(str(path)).pieces(1 << 16)
    assert len(pieces) > 10
    assert max(len(pickle.dumps(piece)) for piece in pieces) < 1000
    assert {piece.name for piece in pieces} == {str(path)}


@pytest.mark.parametrize("kind", DATA)
def test_a_piece_knows_the_lines_of_its_rows(kind: str) -> None:
    data = DATA[kind]
    newline = b"\r" if kind == "CR" else b"\n"
    for piece in open_table("t.csv", text=data).pieces(5000):
        ks = piece.read(["k"]).columns["k"]
        for row in (0, len(ks) - 1):
            line = data.split(newline)[int(piece.where(row, "k", ["k"]).split(":")[1]) - 1 :]
            assert b",%d," % ks[row] in b",".join(line[:4]) or line[0].startswith(b"%d," % ks[row])


def test_lines_of_rows_after_dropped_ones() -> None:
    (piece,) = open_table("t.csv", text=b"x,y\n1,\n2,2\n\n# c\nNA,1\n3,3\n", missing="drop").pieces()
    found = piece.read(["x", "y"])
    assert (found.columns["x"].tolist(), found.dropped, found.rows) == ([2, 3], 2, 2)
    assert [piece.where(row, "y", ["x", "y"]) for row in range(2)] == ["t.csv:3:3", "t.csv:7:3"]


def test_a_mistake_in_a_piece_has_the_line_of_the_file() -> None:
    data = DATA["quoted"].replace(b",2999,", b",2999x,")
    told = set()
    for piece in open_table("t.csv", text=data).pieces(3000):
        try:
            piece.read(["k"])
        except FileError as mistake:
            told.add(mistake.message)
    line = data[: data.index(b",2999x,")].count(b"\n") + 1
    (message,) = told
    assert message.startswith(f"t.csv:{line}:")
    assert message.endswith('"2999x" in column k is no number')


class Slow(io.RawIOBase):
    """A pipe that gives a few bytes at a time."""

    def __init__(self, data: bytes) -> None:
        self.data, self.at = data, 0

    def read(self, size: int = -1) -> bytes:
        part = self.data[self.at : self.at + min(size, 5000)]
        self.at += len(part)
        return part


def test_short_streams_are_kept() -> None:
    table = open_table("-", stream=Slow(DATA["quoted"]))  # type: ignore[arg-type]
    assert table.name == "standard input"
    assert table.repeatable
    assert table.columns(["k"])["k"].tolist() == table.columns(["k"])["k"].tolist() == list(range(4000))


def test_long_streams_are_read_once() -> None:
    data = plain(300_000)
    assert len(data) > 1 << 22
    table = open_table("-", stream=Slow(data))  # type: ignore[arg-type]
    assert not table.repeatable
    with pytest.raises(FileError, match="can be read only once"):
        table.pieces()
    chunks = list(table.chunks(["k", "x"]))
    assert max(len(chunk["k"]) for chunk in chunks) <= 1 << 16
    assert np.array_equal(np.concatenate([chunk["k"] for chunk in chunks]), np.arange(300_000.0))
    bad = data[:-9] + b"\n1,z\n"
    with pytest.raises(FileError, match=f"standard input:{bad.count(10)}:3: "):
        open_table("-", stream=Slow(bad)).columns(["k", "x"])  # type: ignore[arg-type]


def test_a_stream_that_does_not_wait_is_not_taken_for_its_end() -> None:
    class Empty(io.RawIOBase):
        def read(self, _size: int = -1) -> None:
            return None

    with pytest.raises(FileError, match="standard input cannot be read: it does not wait"):
        open_table("-", stream=Empty())  # type: ignore[arg-type]


@pytest.mark.skipif(not os.path.isdir("/proc/self/fd"), reason="needs /proc")
def test_a_file_on_standard_input_is_that_file(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes(plain(300_000))
    with open(path, "rb") as file:
        table = open_table("-", stream=file)
        assert table.repeatable
        assert len(table.pieces()) > 1


def test_a_named_pipe(tmp_path: Path) -> None:
    path = tmp_path / "pipe"
    os.mkfifo(path)
    writer = threading.Thread(target=path.write_bytes, args=(DATA["plain"],))
    writer.start()
    table = open_table(str(path))
    writer.join()
    assert len(table.columns(["k"])["k"]) == 4000


def test_several_files(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("x,y\n1,2\n3,4\n")
    (tmp_path / "b.csv").write_text("y;x\n6,5;5\n")  # another dialect, another order
    (tmp_path / "c.tsv").write_text("x\ty\n7\t8\n")
    pattern = str(tmp_path / "*.csv")
    table = open_table(pattern)
    assert {name: column.tolist() for name, column in table.columns(["x", "y"]).items()} == {
        "x": [1, 3, 5],
        "y": [2, 4, 6.5],
    }
    assert (table.name, table.rows) == (pattern, 3)
    assert [piece.read(["y"]).columns["y"].tolist() for piece in table.pieces()] == [[2, 4], [6.5]]
    assert open_table([pattern, str(tmp_path / "c.tsv")]).columns(["x"])["x"].tolist() == [1, 3, 5, 7]


@pytest.mark.parametrize(("other", "said"), [("x,z\n1,2\n", "lacks the column y"), ("x,y,z\n1,2,3\n", "a column z")])
def test_several_files_have_the_same_columns(other: str, said: str, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("x,y\n1,2\n")
    (tmp_path / "b.csv").write_text(other)
    with pytest.raises(FileError, match=said) as told:
        open_table(str(tmp_path / "*.csv"))
    assert told.value.message.startswith(str(tmp_path / "b.csv"))


def test_a_mistake_names_the_file_of_several(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("x,y\n1,2\n")
    (tmp_path / "b.csv").write_text("x,y\n1,2\n1,z\n")
    with pytest.raises(FileError, match=r"b\.csv:3:3: "):
        open_table(str(tmp_path / "*.csv")).columns(["y"])


def test_a_name_with_the_signs_of_a_pattern(tmp_path: Path) -> None:
    (tmp_path / "a[1].csv").write_text("x,y\n1,2\n")
    assert open_table(str(tmp_path / "a[1].csv")).columns(["y"])["y"].tolist() == [2]


def test_memory_is_bounded() -> None:
    """60 MB go by, and a few at a time are held."""
    line = b"0.12345678901234567,12345.678901234567\n"

    class Endless(io.RawIOBase):
        left, at = 60_000_000 // len(line) * len(line), 0

        def read(self, size: int = -1) -> bytes:
            start = self.at % len(line)
            data = (line * (size // len(line) + 2))[start : start + min(size, self.left - self.at)]
            self.at += len(data)
            return data

    tracemalloc.start()
    try:
        table = open_table("-", stream=Endless())  # type: ignore[arg-type]
        rows = sum(len(chunk["x"]) for chunk in table.chunks(["x", "y"]))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert rows == 60_000_000 // len(line)
    assert peak < 40_000_000


def test_a_quote_that_is_never_closed_does_not_swallow_everything() -> None:
    """The row goes on and on; it is given up long before memory is full."""
    first = iter([b'1,"'])
    with pytest.raises(Mistake, match="goes on for more than 16 MiB"):
        list(blocks(lambda size: next(first, b"a\n" * (size // 2)), b",", b"\n", 0))


def test_few_rows_need_few_modules() -> None:
    """The start-up of a small fit: neither the fast path nor pyarrow is imported."""
    code = (
        "import sys; from mvcalc_cli.numeric.tables.table import points_table as t; t('1,2 3,4').columns(['x']);"
        "print([m for m in ('pyarrow', 'glob', 'csv', 'numpy.ma', 'mvcalc_cli.numeric.tables.fast')"
        " if m in sys.modules])"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"
