"""The whole program as a process, with its real worker: a dozen faults, and that nothing is left behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from mvcalc_cli.worker import can_fork

ROOT = Path(__file__).parent.parent
COMMAND = [sys.executable, "-m", "mvcalc_cli"]
# Takes the algebra engine far longer than any limit here.
LONG = "factor", "x^1000 + x^37 + y^500 + 1"

pytestmark = pytest.mark.skipif(not can_fork(), reason="needs fork")


def environment(**more: str) -> dict[str, str]:
    kept = {key: value for key, value in os.environ.items() if not key.startswith("MVCALC_")}
    return {**kept, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8", "HOME": "/nonexistent", **more}


def run(*argv: str, **options: object) -> subprocess.CompletedProcess[str]:
    environ = options.pop("env", environment())
    return subprocess.run([*COMMAND, *argv], capture_output=True, text=True, check=False, env=environ, **options)  # type: ignore[call-overload, no-any-return]


def shell(line: str) -> subprocess.CompletedProcess[str]:
    """Run a shell line in which mvcalc is this package."""
    named = f'mvcalc() {{ "{sys.executable}" -m mvcalc_cli "$@"; }}; {line}'
    return subprocess.run(["bash", "-c", named], capture_output=True, text=True, check=False, env=environment())


def children(pid: int) -> list[int]:
    with open(f"/proc/{pid}/task/{pid}/children", encoding="ascii") as file:
        return [int(part) for part in file.read().split()]


def wait_for(condition: object, seconds: float = 5) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():  # type: ignore[operator]
            return True
        time.sleep(0.02)
    return False


def gone(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0] == "Z"
    except (FileNotFoundError, ProcessLookupError):
        return True


def started(argv: Sequence[str]) -> tuple[subprocess.Popen[str], int]:
    """A running mvcalc and the pid of its worker, which has begun to calculate."""
    pipe = subprocess.PIPE
    process = subprocess.Popen([*COMMAND, *argv], stdout=pipe, stderr=pipe, text=True, env=environment())
    assert wait_for(lambda: children(process.pid))
    (worker,) = children(process.pid)
    time.sleep(1)
    return process, worker


def test_an_answer() -> None:
    done = run("diff", "x^2 sin(3x)")
    assert (done.returncode, done.stdout, done.stderr) == (0, "2*x*sin(3*x) + 3*x**2*cos(3*x)\n", "")


def test_an_answer_of_algebra() -> None:
    done = run("factor", "x^2 - 1")
    assert (done.returncode, done.stdout, done.stderr) == (0, "(x - 1)*(x + 1)\n", "")


def test_the_deadline() -> None:
    start = time.monotonic()
    done = run(*LONG, "--timeout", "1.5", "--no-check")
    assert (done.returncode, done.stdout) == (5, "")
    assert done.stderr == "✗ stopped after 1.5 s      --timeout 9 allows more, or try a simpler expression\n"
    assert time.monotonic() - start < 4


def test_the_memory_limit() -> None:
    done = run(*LONG, "--memory", "5M", "--no-check", "--timeout", "60")
    assert (done.returncode, done.stdout) == (5, "")
    assert "more memory than allowed" in done.stderr


def test_a_batch_goes_on_after_a_line_that_reached_the_deadline() -> None:
    done = run("factor", "-", "--timeout", "2", "--no-check", input=f"x^2-1\n{LONG[1]}\nx^2-4\n")
    assert done.stdout == "(x - 1)*(x + 1)\n\n(x - 2)*(x + 2)\n"
    assert done.stderr.startswith("line 2: stopped after 2 s\n")
    assert done.returncode == 5


def test_an_integral_that_takes_too_long_offers_its_number() -> None:
    done = run("integrate", "sqrt(1+x^3) log(x)", "--over", "x=1..2", "--timeout", "0.3")
    assert done.returncode == 5
    assert "--numeric gives the number alone" in done.stderr


def test_a_batch_streams() -> None:
    pipe = subprocess.PIPE
    with subprocess.Popen([*COMMAND, "diff", "-"], stdin=pipe, stdout=pipe, text=True, env=environment()) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        for text, answer in (("x^2", "2*x\n"), ("x^3", "3*x**2\n")):
            process.stdin.write(text + "\n")
            process.stdin.flush()
            assert process.stdout.readline() == answer  # before the next line is typed
        process.stdin.close()
        assert process.wait() == 0


def test_ctrl_c() -> None:
    process, worker = started(LONG)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=5)
    assert (process.returncode, out, err) == (130, "", "")
    assert wait_for(lambda: gone(worker))


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGHUP])
def test_the_worker_goes_with_its_parent(number: signal.Signals) -> None:
    process, worker = started(LONG)
    process.send_signal(number)
    process.communicate(timeout=5)
    assert wait_for(lambda: gone(worker))


def test_the_worker_was_killed() -> None:
    process, worker = started(LONG)
    os.kill(worker, signal.SIGKILL)
    out, err = process.communicate(timeout=5)
    assert (process.returncode, out) == (5, "")
    assert err.startswith("✗ the calculation was killed")


STREAMS = [
    ("yes 'x^2' | mvcalc diff - | head -2; echo ${PIPESTATUS[1]}", "2*x\n2*x\n0\n", ""),
    ("mvcalc diff x | true; echo ${PIPESTATUS[0]}", "0\n", ""),
    ("mvcalc diff x > /dev/full; echo $?", "4\n", "✗ the answer cannot be written: no space left on device\n"),
    ("mvcalc --help > /dev/full; echo $?", "4\n", "✗ the answer cannot be written: no space left on device\n"),
    ("mvcalc diff x 2> /dev/full; echo $?", "1\n0\n", ""),
    ("mvcalc diff x >&-; echo $?", "4\n", "✗ the answer cannot be written: standard output is closed\n"),
    ("mvcalc diff x 2>&-; echo $?", "1\n0\n", ""),
    ("mvcalc diff x <&- 2>&-; echo $?", "1\n0\n", ""),
    ("mvcalc diff x <&- >&- 2>&-; echo $?", "4\n", ""),
    ("mvcalc diff 'sinn(x)' 2>&-; echo $?", "2\n", ""),
]


@pytest.mark.parametrize(("line", "out", "err"), STREAMS, ids=[row[0] for row in STREAMS])
def test_odd_streams(line: str, out: str, err: str) -> None:
    done = shell(line)
    assert (done.stdout, done.stderr) == (out, err)


def test_an_ascii_locale() -> None:
    environ = environment(LC_ALL="C", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0")
    del environ["PYTHONIOENCODING"]
    done = run("diff", "x^2", "--screen", env=environ)
    assert done.stdout.startswith("d/dx [ x^2 ]\n")
    done = run("diff", "sinn(x)", env=environ)
    assert done.stderr.startswith("error: unknown function sinn\n")


def test_no_file_is_left(tmp_path: Path) -> None:
    environ = environment(TMPDIR=str(tmp_path / "tmp"), HOME=str(tmp_path))
    (tmp_path / "tmp").mkdir()
    run("diff", "x^2", env=environ, cwd=tmp_path)
    run(*LONG, "--timeout", "1", env=environ, cwd=tmp_path)
    assert [path.name for path in tmp_path.rglob("*")] == ["tmp"]
