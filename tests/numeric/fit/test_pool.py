"""Forked processes: order, mistakes, deaths, and nothing left behind."""

from __future__ import annotations

import os
import signal
import time
from typing import Any

import pytest

from mvcalc_cli.calculus.undefined import UndefinedError
from mvcalc_cli.errors import FileError, LimitError, Place
from mvcalc_cli.language.tree import variable
from mvcalc_cli.numeric.fit.pool import Failure, Pool


def test_answers_come_in_the_order_of_the_parts_whoever_is_first() -> None:
    def work(part: int) -> int:
        time.sleep(0.02 if part % 2 else 0.0)
        return part * 10

    with Pool(lambda _place: work, 3) as pool:
        assert list(pool.each(range(9))) == [10 * part for part in range(9)]
        assert list(pool.each([5, 4])) == [50, 40]  # the same processes again


def test_the_work_is_shared_by_processes_forked_once() -> None:
    def work(_part: int) -> int:
        time.sleep(0.01)
        return os.getpid()

    with Pool(lambda _place: work, 2) as pool:
        first, second = set(pool.each(range(12))), set(pool.each(range(12)))
    assert first == second
    assert len(first) == 2
    assert os.getpid() not in first


@pytest.mark.parametrize("count", [1, 2])
def test_each_process_makes_its_own_from_its_place(count: int) -> None:
    def work(place: int) -> Any:
        def there(_part: int) -> int:
            time.sleep(0.01)
            return place

        return there

    with Pool(work, count) as pool:
        assert set(pool.each(range(8))) == set(range(count))


@pytest.mark.parametrize("count", [1, 3])
def test_the_mistake_of_the_first_part_is_the_one_that_is_told(count: int) -> None:
    def work(part: int) -> int:
        if part >= 4:
            time.sleep(0.05 if part == 4 else 0.0)  # the later mistakes are known sooner
            raise FileError(f"line {part}", hint="mend it", place=Place("a,b", 0, 1, line=part))
        return part

    given: list[int] = []
    with Pool(lambda _place: work, count) as pool, pytest.raises(FileError, match="line 4") as caught:
        given.extend(pool.each(range(9)))
    assert given == [0, 1, 2, 3]
    assert (caught.value.hint, caught.value.place) == ("mend it", Place("a,b", 0, 1, line=4))


def test_a_pool_works_again_after_a_mistake() -> None:
    with Pool(lambda _place: lambda part: 1 // part, 2) as pool:
        with pytest.raises(ZeroDivisionError):
            list(pool.each([1, 0, 1, 1]))
        assert list(pool.each([1, 1, 1])) == [1, 1, 1]


@pytest.mark.parametrize(
    "problem",
    [
        FileError("f.csv:1:2: no number", hint="h"),
        UndefinedError("log of 0", variable("x"), hint="h", place=Place("log(x)", 0, 6)),
        MemoryError(),
    ],
)
def test_exceptions_of_any_class_cross(problem: Exception) -> None:
    def work(_part: int) -> None:
        raise problem

    with Pool(lambda _place: work, 2) as pool, pytest.raises(type(problem)) as caught:
        list(pool.each([0, 1]))
    assert caught.value.args == problem.args
    assert vars(caught.value) == vars(problem)


def test_a_failure_is_the_exception_again() -> None:
    again = Failure.of(UndefinedError("log of 0", variable("x"), hint="h")).exception()
    assert isinstance(again, UndefinedError)
    assert (again.message, again.hint, again.node) == ("log of 0", "h", variable("x"))


def test_a_killed_process_is_told_and_none_is_left() -> None:
    def work(part: int) -> int:
        if part == 3:
            os.kill(os.getpid(), signal.SIGKILL)
        return os.getpid()

    pool = Pool(lambda _place: work, 2)
    with pytest.raises(LimitError, match="was killed"):
        list(pool.each(range(6)))
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)


def test_processes_end_with_their_pool_and_when_nobody_holds_it() -> None:
    pool = Pool(lambda _place: lambda _part: os.getpid(), 2)
    pids = set(pool.each(range(4)))
    del pool
    for pid in pids:
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)


def test_two_pools_do_not_hold_each_other_open() -> None:
    one, two = (Pool(lambda _place: lambda _part: os.getpid(), 2) for _ in range(2))
    first, _ = set(one.each(range(4))), set(two.each(range(4)))
    for pid in first:
        # The parent's ends are closed, and no process of the second pool has a copy: it ends by itself.
        assert pid != os.getpid()
    for child in one._children:
        child.release()
    for child in one._children:
        assert os.waitpid(child.pid, 0) == (child.pid, 0)
    one._children = []
    two.close()


def test_what_is_big_crosses_whole() -> None:
    with Pool(lambda _place: lambda part: part * 3, 2) as pool:
        assert [len(text) for text in pool.each(["x" * 3_000_000, "y" * 10, "z" * 200_000])] == [9_000_000, 30, 600_000]


def test_answers_taken_only_in_part_do_not_spoil_the_next() -> None:
    with Pool(lambda _place: lambda part: part, 2) as pool:
        answers = pool.each(range(10))
        assert next(answers) == 0
        answers.close()
        assert list(pool.each([7, 8, 9])) == [7, 8, 9]
