"""The same work on many parts, by forked processes: their answers come back in the order of the parts.

What the work needs is there already when a process is forked; only small requests and answers are pickled. Threads
would wait for one another: reading text holds Python's lock, and so does every call of NumPy before and after its loop.

>>> with Pool(lambda place: lambda part: part * part, 2) as pool:
...     list(pool.each([3, 4, 5]))
[9, 16, 25]
"""

from __future__ import annotations

import os
import pickle
import select
import signal
import struct
import threading
import warnings
import weakref
from collections.abc import Callable, Generator, Iterator, Sequence
from typing import Any, Final, NamedTuple, NoReturn

from mvcalc_cli.errors import LimitError
from mvcalc_cli.numeric.fit.closing import Closing

# Made once in each process from its place (0, 1, …): what it does with a part.
Make = Callable[[int], Callable[[Any], Any]]

_LENGTH: Final = struct.Struct("<Q")
_LIVING: weakref.WeakSet[Pool] = weakref.WeakSet()  # a process forked later must not hold their pipes open


class Failure(NamedTuple):
    """An exception on its way from another process: its class does not have to be one that pickles."""

    kind: type[BaseException]
    arguments: tuple[Any, ...]
    state: dict[str, Any]

    @classmethod
    def of(cls, problem: BaseException) -> Failure:
        """What is kept of an exception."""
        return cls(type(problem), problem.args, dict(vars(problem)))

    def exception(self) -> BaseException:
        """The exception again."""
        problem = self.kind.__new__(self.kind, *self.arguments)
        problem.args = self.arguments
        vars(problem).update(self.state)
        return problem


class Pool(Closing):
    """Some processes, forked at their first work, ended by `close` or when nobody holds the pool any more.

    Args:
        make: Gives each process what it does with a part.
        count: How many processes; 1: none, the work is done here.
    """

    def __init__(self, make: Make, count: int) -> None:
        self._make = make
        self._count = count if can_share() else 1
        self._here: Callable[[Any], Any] | None = None
        self._children: list[_Child] = []

    def each(self, parts: Sequence[Any], done: Callable[[Any], None] | None = None) -> Generator[Any, None, None]:
        """What comes of each part, in their order.

        Args:
            parts: Small things that pickle.
            done: Called with each part that is done, in the order in which they are.

        Raises:
            Exception: What the work raised on the first part on which it did, once all before have been given.
            LimitError: If a process was killed.
        """
        if self._count == 1 or len(parts) == 1:
            yield from self._each_here(parts, done)
            return
        self._start()
        try:
            yield from _in_order(self._children, parts, done)
        except BaseException:
            self.close()  # answers that nobody waits for any more must not be taken for those of later parts
            raise

    def _each_here(self, parts: Sequence[Any], done: Callable[[Any], None] | None) -> Iterator[Any]:
        self._here = self._here or self._make(0)
        for part in parts:
            answer = self._here(part)
            if done:
                done(part)
            yield answer

    def _start(self) -> None:
        if not self._children:
            _LIVING.add(self)
            for place in range(self._count):
                self._children.append(_Child(self._make, place))

    def close(self) -> None:
        """End the processes; harmless when there are none."""
        children, self._children = self._children, []
        for child in children:
            child.end()

    def release(self) -> None:
        """In a process forked from this one: let go of the pipes."""
        for child in self._children:
            child.release()
        self._children = []

    def __del__(self) -> None:
        self.close()


def can_share() -> bool:
    """Whether work can be given to forked processes: fork is there, and no thread that might hold a lock runs."""
    return hasattr(os, "fork") and threading.active_count() == 1


class _Child:
    """One process: a part goes down one pipe, the answer comes up the other."""

    def __init__(self, make: Make, place: int) -> None:
        parts, self.parts = os.pipe()
        self.answers, answers = os.pipe()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # threads of others, which hold no lock of ours
            self.pid = os.fork()
        if self.pid == 0:
            self.release()
            _serve(make, place, parts, answers)
        os.close(parts)
        os.close(answers)

    def give(self, part: Any) -> None:
        """Send a part."""
        try:
            _write(self.parts, pickle.dumps(part, pickle.HIGHEST_PROTOCOL))
        except BrokenPipeError:
            raise self.epitaph() from None

    def answer(self) -> Any:
        """The answer, which is there or on its way; a Failure where the work failed."""
        try:
            return pickle.loads(_read(self.answers))
        except EOFError:
            raise self.epitaph() from None

    def epitaph(self) -> LimitError:
        """Why it is gone."""
        return LimitError(
            "a process of the calculation was killed, probably for want of memory",
            hint="close other programs, or take a smaller part of the data",
        )

    def release(self) -> None:
        """Close the pipes."""
        os.close(self.parts)
        os.close(self.answers)

    def end(self) -> None:
        """Kill it: between two parts nothing is lost, and within one nobody waits for it."""
        self.release()
        try:
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
        except (ProcessLookupError, ChildProcessError):
            return


def _in_order(children: Sequence[_Child], parts: Sequence[Any], done: Callable[[Any], None] | None) -> Iterator[Any]:
    """Whoever is free takes the next part; answers wait for their turn."""
    waiting: dict[int, Any] = {}
    poll = select.poll()
    busy: dict[int, tuple[_Child, int]] = {}
    given = 0

    def give(child: _Child) -> None:
        nonlocal given
        if given < len(parts):
            child.give(parts[given])
            busy[child.answers] = (child, given)
            given += 1

    for child in children:
        poll.register(child.answers, select.POLLIN)
        give(child)
    for turn in range(len(parts)):
        while turn not in waiting:
            for descriptor, _ in poll.poll():
                if descriptor not in busy:  # it ended between two parts
                    raise next(each for each in children if each.answers == descriptor).epitaph()
                child, number = busy.pop(descriptor)
                waiting[number] = child.answer()
                give(child)
                if done:
                    done(parts[number])
        answer = waiting.pop(turn)
        if isinstance(answer, Failure):
            raise answer.exception()
        yield answer


def _serve(make: Make, place: int, parts: int, answers: int) -> NoReturn:
    """A process's whole life; it ends when the parent's end of the pipe closes."""
    try:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides what Ctrl+C does
        for pool in list(_LIVING):
            pool.release()
        work = make(place)
        while True:
            part = pickle.loads(_read(parts))
            _write(answers, pickle.dumps(_answer(work, part), pickle.HIGHEST_PROTOCOL))
    except (EOFError, BrokenPipeError):
        pass  # nobody asks any more
    finally:
        os._exit(0)


def _answer(work: Callable[[Any], Any], part: Any) -> Any:
    try:
        return work(part)
    except Exception as problem:  # noqa: BLE001 - it is raised again in the process that asked
        return Failure.of(problem)


def _write(descriptor: int, data: bytes) -> None:
    view = memoryview(_LENGTH.pack(len(data)) + data)
    while view:
        view = view[os.write(descriptor, view) :]


def _read(descriptor: int) -> bytes:
    return _exactly(descriptor, _LENGTH.unpack(_exactly(descriptor, _LENGTH.size))[0])


def _exactly(descriptor: int, count: int) -> bytes:
    """So many bytes; raises EOFError."""
    found = bytearray()
    while len(found) < count:
        data = os.read(descriptor, min(count - len(found), 1 << 20))
        if not data:
            raise EOFError
        found += data
    return bytes(found)
