"""Parquet files: the same numbers, the same interface; damaged ones end in a sentence."""

from __future__ import annotations

import decimal
import pickle
import random
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from mvcalc_cli.errors import FileError, MissingExtra
from mvcalc_cli.numeric.tables.table import open_table

pa = pytest.importorskip("pyarrow")
parquet = pytest.importorskip("pyarrow.parquet")


def saved(path: Path, columns: dict[str, Any], group: int = 1000) -> str:
    parquet.write_table(pa.table(columns), path, row_group_size=group)
    return str(path)


@pytest.fixture
def long(tmp_path: Path) -> str:
    k = np.arange(5000)
    texts = pa.array([f"t{each % 7}" for each in k])
    columns = {"k": k, "x": np.sin(k), "half": np.sin(k).astype(np.float32), "text": texts, "is": k > 3}
    columns["money"] = pa.array([decimal.Decimal(int(each)) / 100 for each in k], type=pa.decimal128(12, 2))
    columns["when"] = pa.array(k, type=pa.timestamp("s"))
    columns["code"] = pa.array([str(each % 3) for each in k]).dictionary_encode()
    return saved(tmp_path / "long.parquet", columns)


def test_whole_columns(long: str) -> None:
    table = open_table(long)
    found = table.columns(["x", "k", "money", "half"])
    assert np.array_equal(found["x"], np.sin(np.arange(5000)))
    assert found["money"].tolist() == [each / 100 for each in range(5000)]
    assert found["half"].tolist() == np.sin(np.arange(5000)).astype(np.float32).tolist()
    assert (table.rows, table.has_header, table.repeatable) == (5000, True, True)


def test_pieces(long: str) -> None:
    pieces = open_table(long).pieces(1)
    assert len(pieces) == 5
    again = pickle.loads(pickle.dumps(pieces))
    assert np.concatenate([piece.read(["k"]).columns["k"] for piece in again]).tolist() == list(range(5000))
    assert again[2].where(3, "k", ["k"]).endswith(": row 2,004, column k")
    assert len(open_table(long).pieces()) == 1


def test_long_doubles(tmp_path: Path) -> None:
    path = saved(tmp_path / "a.parquet", {"k": [2**60 + 1], "m": pa.array([decimal.Decimal("0.1")])})
    found = open_table(path).columns(["k", "m"], exact=True)
    assert found["m"].tolist() == [np.longdouble("0.1")]
    if np.finfo(np.longdouble).nmant > 60:
        assert int(found["k"][0]) == 2**60 + 1


@pytest.mark.parametrize(
    ("column", "said"),
    [("text", "holds string"), ("is", "holds bool"), ("when", "holds timestamp"), ("code", "string")],
)
def test_columns_of_something_else(column: str, said: str, long: str) -> None:
    with pytest.raises(FileError, match=rf"long\.parquet: column {column} .*{said}.*, not numbers"):
        open_table(long).columns([column])


def test_missing_cells(tmp_path: Path) -> None:
    columns = {"x": pa.array([1.0, None, 3.0]), "y": pa.array([1, 2, None]), "z": [1.0, 2.0, float("nan")]}
    path = saved(tmp_path / "a.parquet", columns)
    for name, row in {"x": 2, "y": 3, "z": 3}.items():
        with pytest.raises(FileError, match=rf"a\.parquet: row {row}, column {name}: the cell is empty"):
            open_table(path).columns([name])
    table = open_table(path, missing="drop")
    assert table.columns(["x", "y"])["x"].tolist() == [1]
    assert table.dropped == 2
    (piece,) = table.pieces()
    assert [piece.where(row, "x", ["x"]) for row in range(2)] == [f"{piece.name}: row {k}, column x" for k in (1, 3)]


def test_infinite_values(tmp_path: Path) -> None:
    path = saved(tmp_path / "a.parquet", {"x": [1.0, float("inf")]})
    with pytest.raises(FileError, match="row 2, column x: an infinite value"):
        open_table(path, missing="drop").columns(["x"])


def test_empty_and_odd_tables(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="a header and no rows"):
        open_table(saved(tmp_path / "a.parquet", {"x": pa.array([], type=pa.float64())})).columns(["x"])
    with pytest.raises(FileError, match="has no column z"):
        open_table(saved(tmp_path / "b.parquet", {"x": [1]})).columns(["z"])
    assert open_table(saved(tmp_path / "c.parquet", {"a.b": [1]})).columns(["a.b"])["a.b"].tolist() == [1]
    parquet.write_table(pa.table([[1], [2]], names=["x", "x"]), tmp_path / "d.parquet")
    with pytest.raises(FileError, match="two columns are called x"):
        open_table(str(tmp_path / "d.parquet"))


def test_beside_text(tmp_path: Path) -> None:
    saved(tmp_path / "b.parquet", {"y": [2.0], "x": [1.0]})
    (tmp_path / "a.csv").write_text("x,y\n3,4\n")
    assert open_table(str(tmp_path / "*")).columns(["x"])["x"].tolist() == [3, 1]


def test_damaged_files(tmp_path: Path) -> None:
    path = saved(tmp_path / "a.parquet", {"x": np.arange(50.0), "y": np.arange(50)})
    said: set[str] = set()
    data, rng = Path(path).read_bytes(), random.Random(6)
    for _ in range(250):
        changed = bytearray(data[: rng.choice([len(data), rng.randrange(len(data))])])
        for _ in range(rng.randrange(3)):
            changed[rng.randrange(len(changed))] = rng.randrange(256)
        Path(path).write_bytes(changed)
        try:
            open_table(path, missing="drop").columns(["x", "y"])
        except FileError as mistake:
            said.add(mistake.message)
    assert len(said) > 5
    assert not any("\n" in message for message in said)


def test_without_pyarrow(long: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(MissingExtra, match="need pyarrow") as told:
        open_table(long)
    assert told.value.hint == "pip install 'mvcalc-cli[cluster]'"
