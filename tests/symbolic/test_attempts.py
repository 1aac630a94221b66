"""Attempts end: by a result, by SymPy's failure, or by the clock."""

from __future__ import annotations

import gc
import signal
import threading
import time
import weakref
from contextlib import suppress

import pytest
import sympy

from mvcalc_cli.symbolic import simplify as forms
from mvcalc_cli.symbolic.attempts import OutOfPatience, attempt, patience
from mvcalc_cli.symbolic.solve import solve
from tests.symbolic.reading import tree, written


def endless() -> object:
    while True:
        with suppress(Exception):  # as broad as SymPy's own handlers
            time.sleep(0.001)


def test_an_attempt_that_takes_too_long_is_given_up() -> None:
    start = time.perf_counter()
    assert attempt(endless, 0.05) is None
    assert time.perf_counter() - start < 1.0
    assert signal.getsignal(signal.SIGALRM) is signal.SIG_DFL


def test_what_sympy_fails_at_is_nothing_and_other_mistakes_are_not_hidden() -> None:
    def unfinished() -> None:
        raise NotImplementedError

    def broken() -> None:
        raise AssertionError

    assert attempt(unfinished) is None
    with pytest.raises(AssertionError):
        attempt(broken)


def test_an_alarm_of_someone_else_is_left_alone() -> None:
    mine = signal.signal(signal.SIGALRM, lambda *_: None)
    try:
        with patience(0.001):
            time.sleep(0.01)
    finally:
        signal.signal(signal.SIGALRM, mine)


def test_an_attempt_within_an_attempt_ends_in_its_own_time_and_leaves_the_outer_one_the_rest() -> None:
    start = time.perf_counter()
    assert attempt(lambda: [attempt(endless, 0.05), attempt(lambda: 1, 5.0)], 5.0) == [None, 1]
    assert attempt(lambda: [attempt(endless, 0.02), endless()], 0.1) is None
    assert attempt(lambda: attempt(endless, 5.0), 0.05) is None
    assert time.perf_counter() - start < 1.5
    assert signal.getsignal(signal.SIGALRM) is signal.SIG_DFL


class Slow:
    """Its finalizer takes so long that the alarm rings inside, where Python swallows exceptions."""

    def __del__(self) -> None:
        time.sleep(0.1)


def test_an_alarm_that_rings_in_a_finalizer_is_not_lost() -> None:
    def finalizing() -> object:
        Slow()
        return endless()

    start = time.perf_counter()
    assert attempt(finalizing, 0.02) is None
    assert time.perf_counter() - start < 2.0


def test_an_alarm_that_rings_in_a_callback_of_the_collector_is_not_lost() -> None:
    def slowly(*_: object) -> None:
        time.sleep(0.1)

    def collecting() -> object:
        gc.callbacks.append(slowly)
        gc.collect()
        gc.callbacks.remove(slowly)
        return endless()

    assert attempt(collecting, 0.02) is None
    assert slowly not in gc.callbacks


class SlowToForget(dict[object, object]):
    """A dictionary that takes so long to lose a key that the alarm rings in the callback of a weak reference."""

    def __delitem__(self, key: object) -> None:
        time.sleep(0.1)
        super().__delitem__(key)


def test_an_alarm_that_rings_in_a_callback_of_a_weak_reference_is_not_lost() -> None:
    def dying() -> object:
        known: weakref.WeakKeyDictionary[Slowly, int] = weakref.WeakKeyDictionary()
        vars(known)["data"] = SlowToForget()
        known[Slowly()] = 1
        return endless()

    class Slowly:
        pass

    start = time.perf_counter()
    assert attempt(dying, 0.02) is None
    assert time.perf_counter() - start < 2.0


def test_in_a_thread_it_simply_runs() -> None:
    results: list[object] = []
    thread = threading.Thread(target=lambda: results.append(attempt(lambda: 1, 0.001)))
    thread.start()
    thread.join()
    assert results == [1]


def test_roots_are_looked_for_when_the_algebra_takes_too_long(monkeypatch: pytest.MonkeyPatch) -> None:
    def too_long(*_: object, **__: object) -> None:
        raise OutOfPatience

    monkeypatch.setattr(sympy, "solve", too_long)
    (root,) = solve(tree("e^x = 2 - x")).roots
    assert root.numbers[0] == pytest.approx(0.4428544010023886)


def test_the_best_form_so_far_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sympy, "simplify", lambda _: endless())
    monkeypatch.setattr(forms, "SECONDS", 0.05)
    assert written(forms.simplify(tree("x sin(x) + x sin(x)")).tree) == "2*x*sin(x)"
