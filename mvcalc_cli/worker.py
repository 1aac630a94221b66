"""Jobs in one child process, under limits of time and memory.

The child is forked before anything heavy is imported, leads a process group of its own, and answers one request
after the other over a pipe. It is killed, with its group, at the deadline, and when the parent is gone: SIGALRM would
not do, because it cannot interrupt a power of big integers, and broad handlers swallow it.

>>> worker = Worker(lambda request, part: request[::-1])
>>> worker.ask(b"abc")
b'cba'
>>> worker.close()
"""

from __future__ import annotations

import os
import select
import signal
import struct
import sys
import time
from collections.abc import Callable
from typing import Final, NamedTuple, NoReturn

from mvcalc_cli.errors import LimitError, MvcalcError

# What a job shows while it still runs: a frame, a line of a stream.
Part = Callable[[bytes], None]
Job = Callable[[bytes, Part], bytes]

GIB: Final = 1 << 30
_HEADER: Final = struct.Struct("<Qqq")  # length of the request, CPU seconds (-1: no limit), bytes (-1: no limit)
_LENGTH: Final = struct.Struct("<?Q")  # whether it is a part and more will come, and its length
_OUT_OF_MEMORY: Final = 77  # exit status of a child that could not even say so
_STACK: Final = 96 << 20  # the kernel keeps 128 MiB free for the main thread's stack
_RECURSION: Final = 12_000  # SymPy walks its expressions recursively


class Limits(NamedTuple):
    """How long a job may take, and how much it may use.

    Attributes:
        seconds: From the moment the child was forked or asked; None: no clock.
        memory: Bytes of address space beyond what the engine itself takes; None: no limit.
        threads: CPU time allowed is seconds × threads.
    """

    seconds: float | None = 10.0
    memory: int | None = 2 * GIB
    threads: int = 1


class NobodyListensError(Exception):
    """Whoever takes the parts of an answer wants no more of them."""


class WorkerCrashedError(MvcalcError):
    """The child ended without an answer, and at no limit of ours."""

    kind = "internal"


def can_fork() -> bool:
    """Whether this platform has fork."""
    return hasattr(os, "fork")


class Worker:
    """A child process that does one job again and again.

    Args:
        job: Request to answer; runs in the child. Its second argument sends parts of the answer ahead.
        prepare: Runs in the child first, while the parent does other things.
    """

    def __init__(self, job: Job, prepare: Callable[[], None] | None = None) -> None:
        requests, self._requests = os.pipe()
        self._answers, answers = os.pipe()
        lifeline, self._lifeline = os.pipe()  # nothing is ever written: it closes when the parent goes
        self._asked = time.monotonic()
        self.pid: int | None = os.fork()
        if self.pid == 0:
            for end in (self._requests, self._answers, self._lifeline):
                os.close(end)
            _child(job, prepare, (requests, answers, lifeline))
        for end in (requests, answers, lifeline):
            os.close(end)
        self._fresh = True

    def ask(self, request: bytes, limits: Limits | None = None, part: Part | None = None) -> bytes:
        """The child's answer. The first request's clock began with the fork.

        Args:
            request: What the job is given.
            limits: Of this job.
            part: Called with each part of the answer that the job sends ahead; what it raises ends the child.

        Raises:
            LimitError: If the child reached a limit; it is gone then.
            WorkerCrashedError: If it ended in another way.
        """
        if self.pid is None:
            raise WorkerCrashedError("the worker is gone")
        limits = limits or Limits()
        if not self._fresh:
            self._asked = time.monotonic()
        self._fresh = False
        deadline = None if limits.seconds is None else self._asked + limits.seconds
        cpu = -1 if limits.seconds is None else int(limits.seconds * limits.threads) + 2
        memory = -1 if limits.memory is None else limits.memory
        try:
            _write(self._requests, _HEADER.pack(len(request), cpu, memory) + request)
            while True:
                more, length = _LENGTH.unpack(self._read(_LENGTH.size, deadline))
                data = self._read(length, deadline)
                if not more:
                    return data
                if part is not None:
                    part(data)
        except NobodyListensError:
            self.kill()
            raise
        except TimeoutError:
            self.kill()
            raise stopped_at(limits.seconds) from None
        except (EOFError, BrokenPipeError):
            raise self._epitaph(limits) from None

    def close(self) -> None:
        """End the child; harmless when it is gone."""
        self.kill()

    def kill(self) -> int:
        """Kill the child with its group, and give its wait status (0 when there was none)."""
        if self.pid is None:
            return 0
        pid, self.pid = self.pid, None
        for group in (os.killpg, os.kill):  # the group does not exist yet when the child has hardly begun
            try:
                group(pid, signal.SIGKILL)
            except (ProcessLookupError, PermissionError):
                continue
        return self._reap(pid)

    def _reap(self, pid: int) -> int:
        for end in (self._requests, self._answers, self._lifeline):
            os.close(end)
        try:
            return os.waitpid(pid, 0)[1]
        except ChildProcessError:
            return 0

    def _epitaph(self, limits: Limits) -> MvcalcError:
        """Why the child is gone, from its wait status."""
        assert self.pid is not None
        pid, self.pid = self.pid, None
        status = self._reap(pid)
        if os.WIFEXITED(status) and os.WEXITSTATUS(status) == _OUT_OF_MEMORY:
            return out_of_memory()
        if not os.WIFSIGNALED(status):
            return WorkerCrashedError("the calculation ended without an answer", hint="please report it")
        return _ended_by(signal.Signals(os.WTERMSIG(status)), limits)

    def _read(self, count: int, deadline: float | None) -> bytes:
        """Exactly so many bytes; raises TimeoutError or EOFError."""
        parts: list[bytes] = []
        poll = select.poll()
        poll.register(self._answers, select.POLLIN)
        while count:
            wait = None if deadline is None else max(0.0, deadline - time.monotonic()) * 1000
            if not poll.poll(wait):
                raise TimeoutError
            part = os.read(self._answers, min(count, 1 << 20))
            if not part:
                raise EOFError
            parts.append(part)
            count -= len(part)
        return b"".join(parts)


_SMALLER: Final = "try a simpler expression"


def _ended_by(number: signal.Signals, limits: Limits) -> MvcalcError:
    """What a signal that ended the child means."""
    if number == signal.SIGXCPU:
        return stopped_at(limits.seconds)
    if number == signal.SIGKILL:
        return LimitError("the calculation was killed, probably for want of memory", hint=_SMALLER)
    if number in (signal.SIGSEGV, signal.SIGBUS):
        return LimitError("the expression is nested too deeply for the calculation", hint=_SMALLER)
    return WorkerCrashedError(f"the calculation was ended by {number.name}", hint="please report it")


def stopped_at(seconds: float | None) -> LimitError:
    """The sentence for a job that took too long."""
    spent = "the time allowed" if seconds is None else f"{seconds:g} s"
    more = f"--timeout {max(1, round((seconds or 1) * 6))} allows more, or {_SMALLER}"
    return LimitError(f"stopped after {spent}", hint=more)


def out_of_memory() -> LimitError:
    """The sentence for a job that took too much memory."""
    return LimitError("stopped: it needs more memory than allowed", hint=f"--memory 8G allows more, or {_SMALLER}")


def _child(job: Job, prepare: Callable[[], None] | None, pipes: tuple[int, int, int]) -> NoReturn:
    """The child's whole life; ends without ever returning into the parent's code."""
    requests, answers, lifeline = pipes
    status = 1
    try:
        _settle(lifeline)
        if prepare is not None:
            prepare()
        _serve(job, requests, answers)
        status = 0
    except MemoryError:
        status = _OUT_OF_MEMORY
    except (EOFError, BrokenPipeError):
        status = 0  # the parent is gone, or wants no more
    except BaseException as problem:  # noqa: BLE001 - nothing may return into the parent's frames
        status = 1
        sys.stderr.write(f"mvcalc worker: {type(problem).__name__}: {problem}\n")
        sys.stderr.flush()
    finally:
        os._exit(status)


def _settle(lifeline: int) -> None:
    """A group of its own, no terminal signals, no core files, streams that nobody reads or writes."""
    os.setpgid(0, 0)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides what Ctrl+C does
    _die_with_parent(lifeline)
    nowhere = os.open(os.devnull, os.O_RDWR)
    os.dup2(nowhere, 0)
    os.dup2(nowhere, 1)
    sys.setrecursionlimit(_RECURSION)
    import resource

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    _lower(resource.RLIMIT_STACK, _STACK)


def _die_with_parent(lifeline: int) -> None:
    """Be killed by the kernel as soon as the parent's end of this pipe closes, whatever runs here then.

    Linux sends the chosen signal to the chosen group when the last writer of a pipe goes, in the middle of a power of
    big integers too, where no thread of ours would run. Elsewhere the limit of CPU time remains.
    """
    import fcntl

    if not hasattr(fcntl, "F_SETSIG"):
        return
    fcntl.fcntl(lifeline, fcntl.F_SETSIG, signal.SIGKILL)
    fcntl.fcntl(lifeline, fcntl.F_SETOWN, -os.getpgrp())
    fcntl.fcntl(lifeline, fcntl.F_SETFL, fcntl.fcntl(lifeline, fcntl.F_GETFL) | os.O_ASYNC)
    poll = select.poll()
    poll.register(lifeline, select.POLLIN)
    if poll.poll(0):  # it went before we looked
        raise EOFError


def _serve(job: Job, requests: int, answers: int) -> None:
    """Answer requests until the parent closes the pipe."""
    while True:
        length, seconds, memory = _HEADER.unpack(_exactly(requests, _HEADER.size))
        request = _exactly(requests, length)
        _limit(seconds, memory)
        answer = job(request, lambda part: _write(answers, _LENGTH.pack(True, len(part)) + part))
        _write(answers, _LENGTH.pack(False, len(answer)) + answer)


def _limit(seconds: int, memory: int) -> None:
    """CPU time and memory for the next job, beyond what is used already."""
    import resource

    if seconds >= 0:
        used = resource.getrusage(resource.RUSAGE_SELF)
        _lower(resource.RLIMIT_CPU, int(used.ru_utime + used.ru_stime) + seconds)
    if memory >= 0:
        _lower(resource.RLIMIT_AS, _address_space() + memory)


def _lower(resource_kind: int, value: int) -> None:
    """Set the soft limit, never above the hard one."""
    import resource

    hard = resource.getrlimit(resource_kind)[1]
    soft = value if hard == resource.RLIM_INFINITY else min(value, hard)
    try:
        resource.setrlimit(resource_kind, (soft, hard))
    except (OSError, ValueError):
        return  # a platform that does not know this limit: the deadline remains


_usual: list[int] = []


def _address_space() -> int:
    """Bytes of address space in use when the first job begins: what the engine takes for itself."""
    if not _usual:
        try:
            with open("/proc/self/statm", "rb") as file:
                _usual.append(int(file.read().split()[0]) * os.sysconf("SC_PAGE_SIZE"))
        except (OSError, ValueError):
            _usual.append(GIB // 2)
    return _usual[0]


def _exactly(descriptor: int, count: int) -> bytes:
    """So many bytes of a pipe; raises EOFError when it ends before."""
    parts: list[bytes] = []
    while count:
        part = os.read(descriptor, min(count, 1 << 20))
        if not part:
            raise EOFError
        parts.append(part)
        count -= len(part)
    return b"".join(parts)


def _write(descriptor: int, data: bytes) -> None:
    """All of it."""
    view = memoryview(data)
    while view:
        view = view[os.write(descriptor, view) :]
