"""Files with anything in them end in numbers that are right or in one sentence, by every way of reading."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator

import numpy as np
import pytest

from mvcalc_cli.errors import FileError
from mvcalc_cli.numeric.tables import text_file
from mvcalc_cli.numeric.tables.table import Table, open_table

CHARS = b'0123456789,,;;\t  ""\n\n\r..--++eE#xNA\xc3\xa9\xef\xbb\xbf\x00\xff'
ODD = [
    "",
    "NA",
    "nan",
    "inf",
    "abc",
    "1_0",
    "1e999",
    "−5",
    "--1",
    "1e",
    "1.2.3",
    "1,5",
    '"',
    'a"b',
    '"x\ny"',
    "#",
    " 1 ",
]


@pytest.fixture(params=[0, 1 << 30], ids=["fast", "careful"])
def few(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Up to how many bytes are read carefully, whatever they are."""
    monkeypatch.setattr(text_file, "_FEW", request.param)


def number(rng: random.Random) -> str:
    forms = ["{!r}", "{:.3f}", "{:.18e}", "{:.0f}", "{:+.2e}"]
    return rng.choice(forms).format(rng.gauss(0, 1) * 10 ** rng.randrange(-9, 10))


def document(rng: random.Random) -> bytes:
    """A table of some dialect, with odd cells in it now and then."""
    separator, newline = rng.choice([",", ",", "\t", ";", " "]), rng.choice(["\n", "\n", "\r\n", "\r"])
    comma, width, odd = rng.random() < 0.5 and separator == ";", rng.randrange(1, 5), rng.choice([0, 0, 0.05])
    lines = [separator.join("abcd"[:width])] if rng.random() < 0.7 else []
    for _ in range(rng.randrange(30)):
        cells = [rng.choice(ODD) if rng.random() < odd else number(rng) for _ in range(width)]
        lines.append(separator.join(cell.replace(".", ",") if comma else cell for cell in cells))
    return newline.join([*lines, ""]).encode()


def damaged(data: bytes, rng: random.Random) -> bytes:
    """With some bytes changed, left out, or put in."""
    found = bytearray(data)
    for _ in range(rng.randrange(4)):
        place = rng.randrange(len(found) + 1)
        found[place : place + rng.randrange(2)] = bytes(rng.choices(CHARS, k=rng.randrange(2)))
    return bytes(found)


def documents(seed: int, count: int) -> Iterator[bytes]:
    rng = random.Random(seed)
    return (damaged(document(rng), rng) for _ in range(count))


def outcome(table: Table, wanted: tuple[str, ...], size: int = 0) -> tuple[list[bytes], int] | str:
    """The bits of the numbers and how many rows were dropped, or what is said, read whole or in pieces."""
    try:
        if not size:
            columns = table.columns(wanted)
            return [columns[name].tobytes() for name in wanted], table.dropped
        found = [piece.read(wanted) for piece in table.pieces(size)]
        if not sum(part.rows for part in found):
            table.columns(wanted)
        whole = [np.concatenate([part.columns[name] for part in found]).tobytes() for name in wanted]
        return whole, sum(part.dropped for part in found)
    except FileError as mistake:
        return mistake.message


@pytest.mark.usefixtures("few")
@pytest.mark.parametrize("missing", ["refuse", "drop"])
@pytest.mark.parametrize("seed", range(2))
def test_whole_and_in_pieces_alike(seed: int, missing: str) -> None:
    read, said = 0, []
    for data in documents(seed, 60):
        try:
            table = open_table("t.csv", text=data, missing=missing)
        except FileError as mistake:
            said.append(mistake.message)
            continue
        found = outcome(table, table.header)
        for size in (1, 40):
            assert outcome(table, table.header, size) == found, data
        if not isinstance(found, str):
            read += 1
            assert all(np.isfinite(np.frombuffer(column)).all() for column in found[0])
        else:
            said.append(found)
    assert read > 15
    assert all(re.match(r"t\.csv:\d+:\d+: |nothing is left|t\.csv has a header", message) for message in said)


@pytest.mark.parametrize("missing", ["refuse", "drop"])
def test_fast_and_careful_alike(missing: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for data in documents(9, 400):
        found = []
        for few in (0, 1 << 30):
            monkeypatch.setattr(text_file, "_FEW", few)
            try:
                table = open_table("t.csv", text=data, missing=missing)
                found.append([outcome(table, (name,)) for name in table.header])
            except FileError as mistake:
                found.append([mistake.message])
        assert found[0] == found[1], data


def test_a_number_read_is_a_number_written() -> None:
    """Each number of a column is what float says of a cell that stands in the file, in the order of the rows."""
    for data in documents(5, 200):
        try:
            table = open_table("t.csv", text=data, missing="drop")
            columns = table.columns(table.header)
        except FileError:
            continue
        text = data.decode("utf-8", "replace").replace(",", "." if ";" in data.decode("latin-1") else ",")
        written = [float(cell) for cell in re.findall(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?", text)]
        assert set(np.concatenate(list(columns.values())).tolist()) <= set(written), data
