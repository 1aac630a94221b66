"""Rows and streams kept in files without a name."""

from __future__ import annotations

import errno
import io
import os
from typing import Any

import numpy as np
import pytest

from mvcalc_cli.errors import FileError
from mvcalc_cli.numeric.fit.data import Data
from mvcalc_cli.numeric.fit.sample import concatenated, rows_between, sampled
from mvcalc_cli.numeric.fit.spill import IN_MEMORY, Layout, Store, spilled


def rows(count: int, *, sigma: bool) -> Data:
    x = np.arange(count, dtype=float)
    return Data({"x": x, "z": -x}, x + 0.5, x + 1.0 if sigma else None)


@pytest.mark.parametrize("sigma", [False, True])
@pytest.mark.parametrize("expected", [0, IN_MEMORY + 1], ids=["memory", "disk"])
def test_rows_come_back_as_they_went(sigma: bool, expected: int) -> None:
    store = Store(3, expected)
    given = [rows(count, sigma=sigma) for count in (5, 1, 7000)]
    layout = Layout.of(given[0])
    segments = [store.add(each, layout) for each in given]
    assert {segment.store for segment in segments} == {3}
    for each, segment in reversed(list(zip(given, segments, strict=True))):
        found = store.rows(segment, layout)
        assert list(found.columns) == ["x", "z"]
        assert np.array_equal(found.columns["z"], each.columns["z"])
        assert np.array_equal(found.y, each.y)
        assert (found.sigma is None) == (not sigma)
        assert found.sigma is None or np.array_equal(found.sigma, each.sigma)


def test_no_file_is_to_be_seen(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    store = Store(0, IN_MEMORY + 1)
    store.add(rows(10, sigma=False), Layout.of(rows(10, sigma=False)))
    copy = spilled(io.BytesIO(b"x" * 10))
    assert list(tmp_path.iterdir()) == []
    store.close()
    copy.close()


def test_a_full_disk_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: Any) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    store = Store(0, IN_MEMORY + 1)
    monkeypatch.setattr(os, "pwrite", full)
    with pytest.raises(FileError, match="No space left") as caught:
        store.add(rows(10, sigma=False), Layout.of(rows(10, sigma=False)))
    assert "TMPDIR" in str(caught.value.hint)


def test_a_stream_can_be_read_again_and_from_several_places() -> None:
    data = bytes(range(256)) * 20_000
    with spilled(io.BytesIO(data)) as copy:
        assert copy.size == len(data)
        with open(copy.path, "rb") as one, open(copy.path, "rb") as two:
            two.seek(5)
            assert one.read(3) == data[:3]
            assert two.read(3) == data[5:8]
            assert one.read() == data[3:]


def test_a_sample_is_spread_over_all_and_keeps_the_order() -> None:
    found = sampled(rows(100_003, sigma=True), 1000)
    assert found.rows == 1000
    steps = np.diff(found.y)
    assert steps.min() > 0
    assert steps.max() < 3 * 100
    assert (found.y[0], found.y[-1]) == (0.5, 100_002.5)
    assert len(set(steps.tolist())) > 20  # rows that repeat themselves after a fixed number are not all alike


def test_few_rows_are_their_own_sample() -> None:
    data = rows(12, sigma=False)
    assert sampled(data, 12) is data


def test_rows_are_cut_and_put_together_again() -> None:
    data = rows(100, sigma=True)
    again = concatenated([rows_between(data, 0, 33), rows_between(data, 33, 90), rows_between(data, 90, 100)])
    assert np.array_equal(again.y, data.y)
    assert np.array_equal(again.columns["z"], data.columns["z"])
    assert again.sigma is not None
    assert data.sigma is not None
    assert np.array_equal(again.sigma, data.sigma)
