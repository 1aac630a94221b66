"""What is acknowledged is kept: real processes, killed, crowded, and on disks that take nothing."""

from __future__ import annotations

import os
import random
import resource
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from mvcalc_cli.store import NAME

BANK = "schema: 1\nbank: {id: many, title: Many}\nquestions:\n" + "".join(
    f'- {{id: q{number}, prompt: "{number} + 1?", type: number, answer: "{number + 1}"}}\n' for number in range(40)
)
_JUDGED = ("OK: right", "NO: not yet")


class Desk:
    """A home folder, a bank, and real processes."""

    def __init__(self, folder: Path) -> None:
        self.home = folder / "home"
        self.home.mkdir()
        self.bank = folder / "many.yaml"
        self.bank.write_text(BANK)

    @property
    def history(self) -> Path:
        """The file."""
        return self.home / ".local" / "share" / "mvcalc" / NAME

    def start(self, *words: str, limit: int | None = None) -> subprocess.Popen[str]:
        """`mvcalc quiz run --plain`, its three streams pipes."""
        argv = ["-m", "mvcalc_cli", "quiz", "run", "many", "--plain", "-n", "40", "--bank", str(self.bank), *words]
        around = {"HOME": str(self.home), "XDG_DATA_HOME": "", "PYTHONPATH": str(Path(__file__).parents[2])}
        return subprocess.Popen(
            [sys.executable, *argv],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, bufsize=1,
            env={**os.environ, **around},
            preexec_fn=(lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))) if limit else None,  # noqa: PLW1509
        )  # fmt: skip

    def rows(self, query: str) -> list[tuple[object, ...]]:
        """What stands in the history."""
        database = sqlite3.connect(self.history)
        try:
            return database.execute(query).fetchall()
        finally:
            database.close()


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def judged(process: subprocess.Popen[str], count: int) -> int:
    """Type answers until so many verdicts were seen; how many there were."""
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write("7\n" * (count + 3))
    process.stdin.flush()
    seen = 0
    while seen < count:
        text = process.stdout.readline()
        if not text:
            break
        seen += text.strip().startswith(_JUDGED)
    return seen


def rest(process: subprocess.Popen[str]) -> int:
    """Verdicts that were written before the end and not read yet."""
    assert process.stdout is not None
    return sum(text.strip().startswith(_JUDGED) for text in process.stdout)


def test_killed_at_any_moment_nothing_acknowledged_is_missing(desk: Desk) -> None:
    chance = random.Random(5)
    acknowledged = 0
    for round_ in range(10):
        process = desk.start("--seed", "3")
        seen = judged(process, chance.randint(0, 3))
        time.sleep(chance.choice((0, 0.001, 0.004, 0.02, 0.2)))
        process.kill()
        seen += rest(process)
        process.communicate()
        acknowledged += seen
        if not desk.history.exists():
            continue
        assert desk.rows("PRAGMA integrity_check") == [("ok",)], round_
        kept = len(desk.rows("SELECT id FROM attempt"))
        # What was graded and kept, and killed before it was said, may be there besides.
        assert acknowledged <= kept <= acknowledged + round_ + 1
        acknowledged = kept
    assert acknowledged > 5
    assert desk.rows("SELECT COUNT(*) FROM session") == [(1,)]  # each went on with the first
    for item, verdicts in desk.rows("SELECT item_id, group_concat(n) FROM attempt GROUP BY item_id"):
        numbers = [int(each) for each in str(verdicts).split(",")]
        assert numbers == list(range(1, len(numbers) + 1)), item


def test_a_closed_window_is_like_a_kill(desk: Desk) -> None:
    process = desk.start()
    assert judged(process, 2) == 2
    process.send_signal(1)
    process.communicate()
    assert len(desk.rows("SELECT id FROM attempt")) >= 2


def test_ctrl_c_keeps_the_session_and_says_how_to_go_on(desk: Desk) -> None:
    process = desk.start()
    assert judged(process, 1) == 1
    time.sleep(0.5)
    process.send_signal(2)
    _, err = process.communicate()
    assert process.returncode == 130
    assert "what was answered is kept: mvcalc quiz run goes on from here" in err
    assert "Traceback" not in err


def test_two_sessions_at_once_do_not_meet(desk: Desk) -> None:
    one, two = desk.start("--seed", "1"), desk.start("--seed", "1")
    assert judged(one, 2) == 2
    assert judged(two, 2) == 2
    for process in (one, two):
        process.communicate()
        assert process.returncode == 0
    assert desk.rows("SELECT COUNT(*) FROM session") == [(2,)]
    assert len(desk.rows("SELECT DISTINCT session_id FROM attempt JOIN item ON item.id = item_id")) == 2


def test_a_full_disk_is_one_warning_and_the_quiz_goes_on(desk: Desk) -> None:
    first = desk.start("--seed", "1")
    judged(first, 1)
    first.communicate()
    size = max(path.stat().st_size for path in desk.history.parent.iterdir())
    process = desk.start("--seed", "1", limit=size + 4096)
    out, err = process.communicate("7\n" * 12)
    assert process.returncode == 1
    assert err.count("warning:") == 1
    assert "cannot be written" in " ".join(err.split())
    assert sum(text.strip().startswith(_JUDGED) for text in out.splitlines()) == 12
    assert desk.rows("PRAGMA integrity_check") == [("ok",)]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_read_only_home_is_one_warning(desk: Desk) -> None:
    desk.home.chmod(0o500)
    process = desk.start()
    out, err = process.communicate("7\n7\n")
    assert (process.returncode, err.count("warning:")) == (1, 1)
    assert "question 1 of 40" in out


def test_a_home_that_cannot_be_a_folder_is_one_warning(desk: Desk) -> None:
    (desk.home / ".local").write_text("a file")
    process = desk.start()
    out, err = process.communicate("7\n7\n")
    assert (process.returncode, err.count("warning:")) == (1, 1)
    assert "question 1 of 40" in out


def test_no_process_is_left_behind(desk: Desk) -> None:
    process = desk.start()
    judged(process, 1)
    children = subprocess.run(
        ["ps", "-o", "pid=", "--ppid", str(process.pid)], capture_output=True, text=True, check=False
    ).stdout.split()
    process.kill()
    process.communicate()
    deadline = time.monotonic() + 5
    while time.monotonic() < deadline and any(Path(f"/proc/{pid}").exists() for pid in children):
        time.sleep(0.05)
    assert not [
        pid for pid in children if Path(f"/proc/{pid}/cmdline").exists() and Path(f"/proc/{pid}/cmdline").read_bytes()
    ]
