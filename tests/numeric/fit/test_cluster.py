"""Fits on a real cluster: a scheduler and workers, each a process of its own, as the README starts them."""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.skipif(
    importlib.util.find_spec("distributed") is None, reason="dask[distributed] is not installed"
)

ROOT = Path(__file__).resolve().parents[3]
SECONDS = 60


def environment(*first: Path) -> dict[str, str]:
    path = os.pathsep.join(map(str, (*first, ROOT)))
    return {**os.environ, "PYTHONPATH": path, "OPENBLAS_NUM_THREADS": "1"}


def client(case: str, *arguments: object) -> dict[str, Any]:
    (found,) = clients((case,), *arguments)
    return found


def clients(cases: tuple[str, ...], *arguments: object) -> list[dict[str, Any]]:
    """What comes of each case, one after the other in one process."""
    words = "+".join(cases), *map(str, arguments)
    command = [sys.executable, "-W", "ignore", "-m", "tests.numeric.fit.cluster_client", *words]
    done = subprocess.run(
        command, env=environment(), cwd=ROOT, capture_output=True, text=True, timeout=SECONDS, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""  # what Dask has to say is said in sentences of ours
    return [json.loads(line) for line in done.stdout.splitlines()]


class Processes:
    """A scheduler, and workers that can be added."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / "scheduler.json"
        self.started: list[subprocess.Popen[bytes]] = []
        self.start("scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard")

    def start(self, role: str, *arguments: str, first: tuple[Path, ...] = ()) -> int:
        """Start one; its process number."""
        command = [sys.executable, "-m", "dask", role, *arguments, "--scheduler-file", str(self._file)]
        quiet = subprocess.DEVNULL
        self.started.append(
            subprocess.Popen(command, stdout=quiet, stderr=quiet, env=environment(*first), cwd=self._file.parent)
        )
        return self.started[-1].pid

    def worker(self, *first: Path) -> int:
        """Start a worker that nobody starts again; its process number."""
        return self.start("worker", "--no-nanny", "--nthreads", "1", "--no-dashboard", first=first)

    @property
    def address(self) -> str:
        end = time.monotonic() + SECONDS
        while not self._file.exists():
            assert time.monotonic() < end, "the scheduler did not start"
            time.sleep(0.02)
        while True:
            try:
                return str(json.loads(self._file.read_text())["address"])
            except ValueError:
                time.sleep(0.02)  # half written

    def stop(self) -> None:
        for process in self.started:
            process.kill()
        for process in self.started:
            process.wait()


@pytest.fixture
def processes(tmp_path: Path) -> Iterator[Processes]:
    found = Processes(tmp_path)
    yield found
    found.stop()


def test_two_workers_give_what_this_machine_gives_and_a_killed_one_changes_nothing(processes: Processes) -> None:
    pids = [processes.worker(), processes.worker()]
    found, lost = clients(("equal", "killed"), processes.address, pids[0])
    assert found["rows"] == [60_000, 60_000]
    assert found["samples"] == [True]
    assert found["triangles"] == [True, True]
    assert found["chi2"][0] == found["chi2"][1]
    for here, there in (found["curves"], found["lines"]):
        assert there == pytest.approx(here, rel=1e-10)
    assert lost["workers"] == [2, 1]
    assert lost["same"]
    assert lost["chunks"] == 8


def test_what_is_wrong_with_the_data_is_told_as_here(processes: Processes) -> None:
    pid = processes.worker()
    cases = ("mistake", "unseen", "undefined", "deserted")
    found, unseen, undefined, deserted = clients(cases, processes.address, pid)
    assert (found["error"], found["message"]) == ("FileError", "long.csv:54321:3: this is no number")
    assert unseen["error"] == "FileError"
    assert "cannot read long.csv: No such file" in unseen["message"]
    assert "same path" in unseen["hint"]
    assert undefined["error"] == "UndefinedError"
    assert "in row " in undefined["message"]
    assert (deserted["error"], deserted["message"]) == ("LimitError", "no worker of the cluster is left")


def test_a_scheduler_without_workers_and_none_at_all(processes: Processes) -> None:
    found = client("connect", processes.address)
    assert found["error"] == "InputError"
    assert "has no workers" in found["message"]
    assert processes.address in found["hint"]
    processes.stop()
    found = client("connect", processes.address)
    assert found["message"] == f"no scheduler answers at {processes.address}"
    assert client("connect", "nonsense://x")["error"] == "InputError"


@pytest.mark.parametrize(
    ("theirs", "told"),
    [
        ('__version__ = "0.0.1"\n', "has mvcalc-cli 0.0.1, and this machine "),
        ('raise ImportError("no mvcalc_cli")\n', "mvcalc-cli is not installed on the worker tcp://"),
    ],
)
def test_workers_with_another_mvcalc_are_refused(processes: Processes, tmp_path: Path, theirs: str, told: str) -> None:
    package = tmp_path / "theirs" / "mvcalc_cli"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text(theirs)
    processes.worker(package.parent)
    found = client("connect", processes.address)
    assert found["error"] == "InputError"
    assert told in found["message"]
    assert "install" in found["hint"]


def test_without_a_scheduler_this_machine_is_the_cluster() -> None:
    found = client("alone")
    assert found["rows"] == 60_000
    assert found["theta"][:2] == pytest.approx([2, 3], abs=0.01)
