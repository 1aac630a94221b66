"""Looks at questions in a process that is killed when one of them takes too long."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Final, NamedTuple, TypeVar

from mvcalc_cli.errors import LimitError, MvcalcError
from mvcalc_cli.quiz.examine import Look, Looks, Remark, looked_at
from mvcalc_cli.quiz.question import Question
from mvcalc_cli.quiz.trial import Outcome
from mvcalc_cli.quiz.variant import Path
from mvcalc_cli.worker import GIB, Limits, Worker, can_fork

Found = TypeVar("Found")
# For one question at one seed.
_LIMITS: Final = Limits(20.0, GIB)
# Shares of time are stretched by this: whether a bank is proved must not depend on what else the machine is doing.
_PACE: Final = 5.0
# New objects between two collections: expressions are many, and hold no cycles.
_OBJECTS: Final = 50_000
# Seeds of a question without parameters: only the order of its options differs.
_OF_ORDERS: Final = 5


def seeds_of(question: Question, count: int) -> list[int]:
    """The seeds that are worth a look: the first ones, and those that tests name.

    >>> seeds_of(Question("q", "p", ()), 50)
    [0]
    """
    own = {trial.seed for trial in question.trials if trial.seed is not None}
    if not question.parameters:
        count = min(count, _OF_ORDERS if any(part.options for part in question.parts) else 1)
    return sorted({*range(count), *own})


class Stopped(NamedTuple):
    """A look that reached a limit: where it was, and what was reached."""

    path: Path
    message: str


class Examiner:
    """The process, and another one in its place when it was killed."""

    def __init__(self) -> None:
        self._worker: Worker | None = None

    def look(self, question: Question, seed: int, bank: str, *, tests_alone: bool = False) -> Look | Stopped:
        """What is found at a seed, or where it was stopped."""
        if not can_fork():
            return looked_at(question, seed, bank, lambda _: None, tests_alone=tests_alone)
        from mvcalc_cli.quiz.wire import packed, unpacked

        self._worker = self._worker or Worker(_work, _prepare)
        at: list[Path] = [("prompt",)]
        try:
            data = self._worker.ask(
                packed((question, seed, bank, tests_alone)), _LIMITS, lambda part: at.append(tuple(unpacked(part)))
            )
        except MvcalcError as mistake:
            self._worker = None
            return Stopped(at[-1], mistake.message)
        found = unpacked(data)
        if found[0] == "stopped":
            return Stopped(at[-1], found[1])
        remarks, natures, values, figure, outcomes = found[1]
        return Look(
            tuple(Remark(*each) for each in remarks),
            natures,
            values,
            figure,
            tuple(Outcome(*each) for each in outcomes),
        )

    def close(self) -> None:
        """Leave no process behind."""
        if self._worker is not None:
            self._worker.close()
            self._worker = None


def by_turns(
    work: Callable[[Examiner, int], Found], count: int, jobs: int = 1, done: Callable[[int], None] | None = None
) -> list[Found]:
    """What is found of the questions 0 to count − 1, in their order, whoever looked at them.

    Args:
        work: Looks at one question; what it finds crosses from one process to another.
        count: How many there are.
        jobs: How many processes look at them; 1: they are looked at one after the other.
        done: Called with the number of each that was looked at.
    """
    from mvcalc_cli.numeric.fit.pool import Pool

    here: list[Examiner] = []  # in another process it ends with that process

    def make(_: int) -> Callable[[int], Found]:
        here.append(Examiner())
        return partial(work, here[-1])

    try:
        with Pool(make, max(1, min(jobs, count))) as pool:
            return list(pool.each(range(count), done))
    finally:
        for examiner in here:
            examiner.close()


def _prepare() -> None:
    """Load what grading needs, while the bank is read."""
    import gc
    from importlib import import_module

    from mvcalc_cli.symbolic import clock

    for name in ("mvcalc_cli.quiz.wire", "mvcalc_cli.quiz.grading.grade", "sympy"):
        import_module(name)
    clock.pace = _PACE
    gc.freeze()  # SymPy stays: the collector need not walk it at every seed
    gc.set_threshold(_OBJECTS, 20, 50)


# In that process.
_looks: Final = Looks()


def _work(request: bytes, part: Callable[[bytes], None]) -> bytes:
    """In the process: one look."""
    from mvcalc_cli.quiz.wire import packed, unpacked

    question, seed, bank, tests_alone = unpacked(request)
    try:
        found = looked_at(question, seed, bank, lambda path: part(packed(path)), tests_alone=tests_alone, looks=_looks)
    except RecursionError:
        return packed(("stopped", "it is nested too deeply"))
    except MemoryError:
        return packed(("stopped", "it takes more memory than there is"))
    except LimitError as limit:
        return packed(("stopped", limit.message))
    return packed(("found", found))
