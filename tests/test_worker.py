"""The worker: limits, crashes, and that nothing is left behind."""

from __future__ import annotations

import contextlib
import faulthandler
import os
import signal
import time

import pytest

from mvcalc_cli.errors import LimitError
from mvcalc_cli.worker import Limits, NobodyListensError, Part, Worker, WorkerCrashedError

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")

SHORT = Limits(seconds=0.5, memory=200 << 20)


def misbehave(request: bytes, part: Part) -> bytes:
    if request == b"parts":
        for number in range(3):
            part(b"part %d" % number)
    if request == b"sleep":
        time.sleep(60)
    if request == b"power":
        return str(7 ** (10**9)).encode()  # holds the interpreter's lock: no Python code can stop it
    if request == b"memory":
        return bytes(bytearray(1 << 33))
    if request == b"SIGSEGV":
        faulthandler.disable()  # pytest's, inherited: the crash is meant
    if request in (b"SIGKILL", b"SIGSEGV", b"SIGTERM", b"SIGXCPU"):
        os.kill(os.getpid(), getattr(signal, request.decode()))
    if request == b"raise":
        raise ValueError("told on stderr")
    if request == b"exit":
        os._exit(3)
    if request == b"grandchild":
        pid = os.fork()
        if pid == 0:
            time.sleep(60)
            os._exit(0)
        return str(pid).encode()
    return request[::-1]


def alive(pid: int) -> bool:
    try:
        with open(f"/proc/{pid}/stat", "rb") as file:
            return file.read().rpartition(b")")[2].split()[0] != b"Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def gone(pid: int) -> bool:
    """Whether the process goes within a second."""
    deadline = time.monotonic() + 1
    while alive(pid) and time.monotonic() < deadline:
        time.sleep(0.01)
    return not alive(pid)


def test_many_requests() -> None:
    worker = Worker(misbehave)
    pid = worker.pid
    assert [worker.ask(str(number).encode()) for number in (12, 345)] == [b"21", b"543"]
    big = bytes(range(256)) * 40_000
    assert worker.ask(big) == big[::-1]
    worker.close()
    worker.close()
    assert pid is not None
    assert not alive(pid)


ENDS = [
    (b"sleep", LimitError, "stopped after 0.5 s"),
    (b"power", LimitError, "stopped after 0.5 s"),
    (b"memory", LimitError, "more memory than allowed"),
    (b"SIGKILL", LimitError, "killed"),
    (b"SIGXCPU", LimitError, "stopped after 0.5 s"),
    (b"SIGSEGV", LimitError, "nested too deeply"),
    (b"SIGTERM", WorkerCrashedError, "ended by SIGTERM"),
    (b"raise", WorkerCrashedError, "without an answer"),
    (b"exit", WorkerCrashedError, "without an answer"),
]


@pytest.mark.parametrize(("request_", "kind", "words"), ENDS, ids=[request.decode() for request, _, _ in ENDS])
def test_ways_to_end(request_: bytes, kind: type[Exception], words: str) -> None:
    worker = Worker(misbehave)
    pid = worker.pid
    start = time.monotonic()
    with pytest.raises(kind, match=words):
        worker.ask(request_, SHORT)
    assert time.monotonic() - start < 2
    assert pid is not None
    assert not alive(pid)
    with pytest.raises(WorkerCrashedError, match="gone"):
        worker.ask(b"more")


def test_the_group_goes_too() -> None:
    worker = Worker(misbehave)
    grandchild = int(worker.ask(b"grandchild"))
    assert alive(grandchild)
    worker.close()
    assert gone(grandchild)


def test_each_request_has_its_own_clock() -> None:
    worker = Worker(lambda request, _: time.sleep(0.3) or request)  # type: ignore[func-returns-value]
    for _ in range(3):
        assert worker.ask(b"x", SHORT) == b"x"
    worker.close()


def test_no_clock_and_no_memory_limit() -> None:
    worker = Worker(misbehave)
    assert worker.ask(b"ab", Limits(None, None)) == b"ba"
    worker.close()


def test_preparation_that_fails_is_told_at_the_first_request() -> None:
    worker = Worker(misbehave, prepare=lambda: os._exit(9))
    with pytest.raises(WorkerCrashedError):
        worker.ask(b"x")


def test_the_child_dies_with_its_parent_in_the_middle_of_a_power() -> None:
    """kill -9 of the parent: the kernel kills the child, though no Python code can run in it."""
    read, write = os.pipe()
    parent = os.fork()
    if parent == 0:
        worker = Worker(misbehave)
        os.write(write, f"{worker.pid}\n".encode())
        worker.ask(b"power", Limits(60, None))
        os._exit(0)
    os.close(write)
    child = int(os.read(read, 100))
    time.sleep(0.3)
    assert alive(child)
    os.kill(parent, signal.SIGKILL)
    os.waitpid(parent, 0)
    os.close(read)
    assert gone(child)


def test_descriptors_are_given_back() -> None:
    def count() -> int:
        return len(os.listdir("/proc/self/fd"))

    before = count()
    for request in (b"x", b"exit", b"sleep"):
        worker = Worker(misbehave)
        with contextlib.suppress(LimitError, WorkerCrashedError):
            worker.ask(request, Limits(0.2, None))
        worker.close()
    assert count() == before


def test_parts_come_before_the_answer() -> None:
    worker = Worker(misbehave)
    seen: list[bytes] = []
    assert worker.ask(b"parts", part=seen.append) == b"strap"
    assert seen == [b"part 0", b"part 1", b"part 2"]
    assert worker.ask(b"parts") == b"strap"  # nobody asked for them
    worker.close()


def test_whoever_wants_no_more_parts_ends_the_child() -> None:
    worker = Worker(misbehave)
    child = worker.pid
    assert child is not None

    def enough(_: bytes) -> None:
        raise NobodyListensError

    with pytest.raises(NobodyListensError):
        worker.ask(b"parts", part=enough)
    assert gone(child)
