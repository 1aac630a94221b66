"""Long tables: what is gathered is what was there, and a fit of chunks is the fit of all rows at once."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

from mvcalc_cli.calculus.undefined import UndefinedError
from mvcalc_cli.errors import DomainError, FileError
from mvcalc_cli.language import parse
from mvcalc_cli.numeric.fit import gather
from mvcalc_cli.numeric.fit.data import Data
from mvcalc_cli.numeric.fit.gather import gathered
from mvcalc_cli.numeric.fit.in_memory import InMemory
from mvcalc_cli.numeric.fit.model import Model, compiled
from mvcalc_cli.numeric.fit.sample import concatenated
from mvcalc_cli.numeric.fit.stream import Streamed
from tests.numeric.fit.long_tables import LongTable, Plain, as_they_are, logarithmic

WANTED = ["x", "y"]
THETA = np.array([1.5, 2.5, 0.1])


@pytest.fixture(autouse=True)
def _nothing_is_short(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gather, "SHORT", 1000)
    monkeypatch.setattr(gather, "CHUNK", 512)


@pytest.fixture
def model() -> Model:
    return compiled(parse("a*exp(-x/b) + c").tree, ["a", "b", "c"], ["x"])


def streamed(table: Any, form: Any = as_they_are, workers: int = 2) -> Streamed:
    found = gathered(table, WANTED, form, workers=workers)
    assert isinstance(found, Streamed)
    return found


def whole(table: LongTable, form: Any = as_they_are) -> Data:
    return concatenated([form(piece.read(WANTED).columns) for piece in table.pieces()])


@pytest.mark.parametrize("workers", [1, 2, 5])
@pytest.mark.parametrize(("rows", "each"), [(10_000, 1700), (10_000, 512), (1000, 30), (700, 699)])
def test_the_rows_are_all_there_in_their_order(rows: int, each: int, workers: int) -> None:
    table = LongTable(rows, each, dropped=2)
    found = streamed(table, workers=workers)
    again = concatenated(list(found.chunks()))
    assert np.array_equal(again.y, whole(table).y)
    assert np.array_equal(again.columns["x"], whole(table).columns["x"])
    assert (found.rows, found.dropped) == (rows, 2 * len(table.pieces()))
    assert [found.first(place) for place in range(found.count)][-1] + found.chunk(found.count - 1).rows == rows


@pytest.mark.parametrize("workers", [1, 3])
def test_a_fit_of_chunks_is_the_fit_of_all_rows(model: Model, workers: int) -> None:
    table = LongTable(20_000, 3000)
    chunked, memory = streamed(table, workers=workers).residuals(model), InMemory(model, whole(table))
    assert (chunked.names, chunked.rows) == (memory.names, memory.rows)
    assert np.isclose(chunked.chi2(THETA), memory.chi2(THETA), rtol=1e-13)
    one, other = chunked.linearised(THETA), memory.linearised(THETA)
    assert np.allclose(one.triangle.T @ one.triangle, other.triangle.T @ other.triangle, rtol=1e-12)
    assert np.allclose(one.gradient, other.gradient, rtol=1e-12)
    assert one.rows == other.rows
    assert one.chi2 == pytest.approx(other.chi2, rel=1e-13)
    assert one.size == pytest.approx(other.size)


def test_the_number_of_processes_changes_no_bit(model: Model) -> None:
    found = []
    for workers in (1, 2, 4):
        residuals = streamed(LongTable(20_000, 3000), workers=workers).residuals(model)
        linear = residuals.linearised(THETA)
        found.append((residuals.chi2(THETA), linear.triangle.tobytes(), linear.c.tobytes(), linear.chi2))
    assert found[0] == found[1] == found[2]


def test_weights_and_losses_go_with_the_rows(model: Model) -> None:
    from mvcalc_cli.numeric.fit.loss import Loss

    def weighted(columns: Any) -> Data:
        return as_they_are(columns)._replace(sigma=0.1 + columns["x"])

    table = LongTable(5000, 800)
    for loss in (None, Loss("huber", 0.3), Loss("cauchy", 0.3)):
        chunked = streamed(table, weighted).residuals(model, loss)
        memory = InMemory(model, whole(table, weighted), loss)
        assert np.isclose(chunked.chi2(THETA), memory.chi2(THETA), rtol=1e-13)
        one, other = chunked.linearised(THETA), memory.linearised(THETA)
        assert np.allclose(one.gradient, other.gradient, rtol=1e-11)


def test_the_fit_itself(model: Model) -> None:
    from mvcalc_cli.numeric.fit.search import fit

    table = LongTable(20_000, 3000)
    chunked, memory = fit(model, streamed(table)), fit(model, whole(table))
    assert chunked.ending.converged
    assert np.allclose(chunked.theta, memory.theta, rtol=1e-10)
    assert chunked.theta[:2] == pytest.approx([2, 3], abs=0.01)


def test_a_linear_model_too() -> None:
    from mvcalc_cli.numeric.fit.search import fit

    line = compiled(parse("a + b*x + c*x^2").tree, ["a", "b", "c"], ["x"])
    table = LongTable(20_000, 3000)
    chunked, memory = fit(line, streamed(table)), fit(line, whole(table))
    assert chunked.ending.reason == memory.ending.reason == "direct"
    assert np.allclose(chunked.theta, memory.theta, rtol=1e-12)


def test_where_a_step_leaves_the_domain_the_first_row_is_told() -> None:
    root = compiled(parse("a*sqrt(b - x)").tree, ["a", "b"], ["x"])
    table = LongTable(3000, 500)
    residuals = streamed(table).residuals(root)
    assert np.isfinite(residuals.chi2(np.array([1.0, 10.5])))
    for b in (9.99, 5.0, 0.5):
        first = int(np.argmax(whole(table).columns["x"] > b))
        assert residuals.chi2(np.array([1.0, b])) == np.inf
        with pytest.raises(UndefinedError, match=rf"in row {first + 1:,}\b"):
            residuals.linearised(np.array([1.0, b]))


@pytest.mark.parametrize("workers", [1, 2, 4])
def test_a_mistake_far_down_is_told_with_its_line(workers: int) -> None:
    with pytest.raises(FileError, match=r"long\.csv:7654:3: this is no number"):
        gathered(LongTable(10_000, 700, bad=7652), WANTED, as_they_are, workers=workers)


def test_a_row_without_a_value_is_told_with_its_line() -> None:
    table = LongTable(10_000, 700)
    first = int(np.argmin(whole(table).y > 0.5))
    with pytest.raises(DomainError, match=rf"long\.csv:{first + 2}:2: y has no value there, with x = .*, y = 0\.4"):
        gathered(table, WANTED, logarithmic)


@pytest.mark.parametrize(("value", "told"), [(0.0, "0"), (-2.0, "−2"), (np.nan, "nan")])
def test_a_standard_deviation_has_to_be_positive(value: float, told: str) -> None:
    def form(columns: Any) -> Data:
        sigma = np.ones(len(columns["x"]))
        sigma[columns["x"] == whole(LongTable(3000, 500)).columns["x"][1234]] = value
        return as_they_are(columns)._replace(sigma=sigma)

    with pytest.raises(FileError, match=rf"long\.csv:1236:2: sigma is {told}, and a standard deviation"):
        gathered(LongTable(3000, 500), WANTED, Plain(form))


@pytest.mark.parametrize("rows", [20, 5000])
def test_what_can_be_read_but_once_is_read_once(rows: int) -> None:
    table = LongTable(rows, 100, repeatable=False)
    found = gathered(table, WANTED, as_they_are)
    assert isinstance(found, Streamed) == (rows > 1000)
    again = concatenated(list(found.chunks())) if isinstance(found, Streamed) else found
    assert np.array_equal(again.y, whole(table).y)
    assert found.rows == rows


def test_crews_do_any_work_in_the_order_of_the_rows() -> None:
    source = streamed(LongTable(5000, 700))
    with source.crew(_least) as crew:
        found = crew.each(3.0)
    assert [first for first, _ in found] == [source.first(place) for place in range(source.count)]
    assert min(least for _, least in found) == 3.0 * whole(LongTable(5000, 700)).y.min()


def _least(data: Data, factor: float, first: int) -> tuple[int, float]:
    return first, factor * float(data.y.min())


def test_progress_is_told_after_a_second_only(monkeypatch: pytest.MonkeyPatch) -> None:
    from mvcalc_cli.numeric.fit import progress

    def told(step: float) -> list[Any]:
        monkeypatch.setattr(progress.Progress.__init__, "__defaults__", (_clock(step),))
        seen: list[Any] = []
        gathered(LongTable(5000, 500), WANTED, as_they_are, workers=2, watch=lambda *far: seen.append(far))
        return seen

    assert told(0.01) == []
    seen = told(0.3)
    assert [what for *_, what in seen] == ["read long.csv"] * len(seen)
    assert [done for done, *_ in seen] == sorted(done for done, *_ in seen)
    assert seen[-1][:2] == (36 * 5000, 36 * 5000)


def _clock(step: float) -> Any:
    def ticks() -> Iterator[float]:
        now = 0.0
        while True:
            yield now
            now += step

    return ticks().__next__
