"""What a learner did is never lost: killed in the middle, two at once, full disks, damaged and foreign files."""

from __future__ import annotations

import multiprocessing
import os
import random
import resource
import signal
import sqlite3
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest

from mvcalc_cli import store as module
from mvcalc_cli.store import Attempt, Card, Planned, Review, Store, folder, open_store

PLAN = [Planned("partials", f"q{k}", 1, "abc", k) for k in range(3)]


def attempt(item: int, n: int = 1, raw: str = "2x") -> Attempt:
    return Attempt(item, "answer", n, raw, "2*x", "equal", 1.0, "", 0, 1200, "0.1", 1_000 + n)


def path_in(tmp_path: Path) -> Path:
    return tmp_path / "data" / "mvcalc" / module.NAME


def test_what_is_written_is_read_back_in_another_process_of_time(tmp_path: Path) -> None:
    store = Store(path_in(tmp_path))
    session = store.begin("practice", "partials", 7, PLAN, '{"n": 3}')
    first, second, _ = store.items(session.id)
    review = Review("partials", "q0", 1, "default", 3, 2_000, 1_200)
    number = store.record(attempt(first.id), "done", review, Card("partials", "q0", 1, "default", "{}", 99))
    store.record(attempt(second.id))
    store.close()

    again = Store(path_in(tmp_path))
    assert again.unfinished() == session
    assert [item.state for item in again.items(session.id)] == ["done", "open", "open"]
    assert [kept.raw for _, kept in again.attempts(session.id)] == ["2x", "2x"]
    assert again.reviews() == (review._replace(attempt_id=number),)
    assert again.cards()[0].due == 99
    again.end(session)
    assert again.unfinished() is None
    assert again.warnings == []


def test_folder_and_file_are_the_persons_alone(tmp_path: Path) -> None:
    Store(path_in(tmp_path)).close()
    assert stat.S_IMODE(path_in(tmp_path).parent.stat().st_mode) == 0o700
    assert stat.S_IMODE(path_in(tmp_path).stat().st_mode) == 0o600


def test_where_it_lives() -> None:
    assert folder({"XDG_DATA_HOME": "/d"}) == Path("/d/mvcalc")
    assert folder({"HOME": "/h"}) == Path("/h/.local/share/mvcalc")
    assert folder({"HOME": "/h", "XDG_DATA_HOME": "relative"}) == Path("/h/.local/share/mvcalc")


def test_an_answer_is_kept_whole_or_not_at_all(tmp_path: Path) -> None:
    store = Store(path_in(tmp_path))
    session = store.begin("practice", "partials", 7, PLAN)
    (first, *_) = store.items(session.id)
    broken = Card("partials", "q0", 1, "default", None, 99)  # type: ignore[arg-type]
    with pytest.raises(sqlite3.IntegrityError):
        store.record(attempt(first.id), "done", None, broken)
    assert store.attempts(session.id) == ()
    assert store.items(session.id)[0].state == "open"


_WRITER = """
import sys
from pathlib import Path
from mvcalc_cli.store import Attempt, Planned, Store
store = Store(Path(sys.argv[1]))
session = store.begin("practice", "partials", 7, [Planned("partials", "q", 1, "", k) for k in range(3)])
item = store.items(session.id)[0]
for n in range(100_000):
    store.record(Attempt(item.id, "a", n, "x" * 200, "x", "equal", 1.0, "", 0, 1, "0.1", n))
    print(n, flush=True)
"""


def test_after_a_kill_at_any_moment_everything_acknowledged_is_there(tmp_path: Path) -> None:
    draw = random.Random(4)
    for turn in range(12):
        path = tmp_path / str(turn) / "mvcalc" / module.NAME
        child = subprocess.Popen([sys.executable, "-c", _WRITER, str(path)], stdout=subprocess.PIPE, text=True)
        assert child.stdout is not None
        child.stdout.readline()
        time.sleep(draw.random() * 0.05)
        child.send_signal(signal.SIGKILL)
        acknowledged = [0, *(int(line) for line in child.stdout.read().split("\n") if line.strip().isdigit())]
        child.wait()
        child.stdout.close()
        store = Store(path)
        session = store.unfinished()
        assert session is not None
        kept = [each.n for _, each in store.attempts(session.id)]
        assert kept[: acknowledged[-1] + 1] == list(range(acknowledged[-1] + 1))
        assert len(kept) <= acknowledged[-1] + 2
        assert store.warnings == []
        store.close()


def _many(path: str, count: int) -> None:
    store = Store(Path(path))
    session = store.begin("practice", "partials", 7, PLAN)
    for n in range(count):
        store.record(attempt(store.items(session.id)[0].id, n))
    assert store.kept
    store.close()


def test_two_sessions_at_once_wait_for_each_other(tmp_path: Path) -> None:
    Store(path_in(tmp_path)).close()
    context = multiprocessing.get_context("spawn")
    both = [context.Process(target=_many, args=(str(path_in(tmp_path)), 100)) for _ in range(2)]
    for each in both:
        each.start()
    for each in both:
        each.join()
    assert [each.exitcode for each in both] == [0, 0]
    assert len(Store(path_in(tmp_path)).attempts()) == 200


def test_a_full_disk_is_told_once_and_the_session_goes_on(tmp_path: Path) -> None:
    store = Store(path_in(tmp_path))
    session = store.begin("practice", "partials", 7, PLAN)
    (first, *_) = store.items(session.id)
    store.record(attempt(first.id, 1))
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    wal = Path(f"{path_in(tmp_path)}-wal")
    resource.setrlimit(resource.RLIMIT_FSIZE, (wal.stat().st_size, before[1]))
    try:
        for n in range(2, 6):
            store.record(attempt(first.id, n))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, handler)
    assert not store.kept
    assert len(store.warnings) == 1
    assert "answers from here on are not kept" in store.warnings[0]
    assert [kept.n for _, kept in store.attempts(session.id)] == [1, 2, 3, 4, 5]
    assert [kept.n for _, kept in Store(path_in(tmp_path)).attempts(session.id)] == [1]


def test_a_home_that_cannot_be_written_costs_nothing_but_a_warning(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    store = Store(tmp_path / "file" / "mvcalc" / module.NAME)
    assert not store.kept
    assert len(store.warnings) == 1
    assert store.items(store.begin("practice", "b", 1, PLAN).id)


def test_a_read_only_file_is_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Store(path_in(tmp_path)).close()
    monkeypatch.setattr(os, "access", lambda *_: False)  # what a file of someone else's says
    store = Store(path_in(tmp_path))
    assert not store.kept
    assert "read-only" in store.warnings[0]


def test_a_home_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    store = open_store({"HOME": str(tmp_path / "nobody")})
    assert not store.kept
    assert "is not there" in store.warnings[0]
    assert not (tmp_path / "nobody").exists()


@pytest.mark.parametrize("damage", ["text", "header", "middle", "short"])
def test_a_damaged_file_is_moved_aside_and_never_deleted(tmp_path: Path, damage: str) -> None:
    path = path_in(tmp_path)
    store = Store(path)
    session = store.begin("practice", "partials", 7, PLAN)
    for n in range(200):
        store.record(attempt(store.items(session.id)[0].id, n, "x" * 300))
    store.close()
    data = bytearray(path.read_bytes())
    if damage == "text":
        data[:] = b"this is no database\n" * 400
    elif damage == "header":
        data[:100] = b"\0" * 100
    elif damage == "middle":
        data[8192:20480] = random.Random(1).randbytes(12288)
    else:
        del data[len(data) // 2 :]
    path.write_bytes(bytes(data))
    again = Store(path)
    assert len(again.warnings) == 1
    assert "was damaged" in again.warnings[0]
    (aside,) = path.parent.glob("*.corrupt-????????-??????")
    assert aside.read_bytes() == bytes(data)
    assert again.kept
    assert again.attempts() == ()


def test_a_newer_file_is_left_as_it_is_and_said_to_be(tmp_path: Path) -> None:
    path = path_in(tmp_path)
    Store(path).close()
    database = sqlite3.connect(path)
    database.execute("PRAGMA user_version = 99")
    database.commit()
    database.close()
    before = path.read_bytes()
    store = Store(path)
    assert not store.kept
    assert "newer mvcalc" in store.warnings[0]
    store.begin("practice", "partials", 7, PLAN)
    store.close()
    assert path.read_bytes() == before


def test_an_older_file_is_migrated_after_a_copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = path_in(tmp_path)
    store = Store(path)
    session = store.begin("practice", "partials", 7, PLAN)
    store.record(attempt(store.items(session.id)[0].id))
    store.close()
    step = "ALTER TABLE session ADD COLUMN mood TEXT NOT NULL DEFAULT ''"
    monkeypatch.setattr(module, "_MIGRATIONS", (*module._MIGRATIONS, step))
    monkeypatch.setattr(module, "VERSION", 2)
    newer = Store(path)
    assert newer.warnings == []
    assert len(newer.attempts()) == 1
    newer.close()
    copy = path.with_name(f"{path.name}.backup-v1")
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    old = sqlite3.connect(copy)
    assert old.execute("PRAGMA user_version").fetchone() == (1,)
    assert old.execute("SELECT count(*) FROM attempt").fetchone() == (1,)
    old.close()


def test_a_migration_that_fails_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = path_in(tmp_path)
    store = Store(path)
    store.begin("practice", "partials", 7, PLAN)
    store.close()
    monkeypatch.setattr(
        module,
        "_MIGRATIONS",
        (*module._MIGRATIONS, "CREATE TABLE a (b); INSERT INTO review (id) SELECT id FROM session"),
    )
    monkeypatch.setattr(module, "VERSION", 2)
    broken = Store(path)
    assert not broken.kept
    broken.close()
    kept = sqlite3.connect(path)
    assert kept.execute("PRAGMA user_version").fetchone() == (1,)
    assert kept.execute("SELECT count(*) FROM session").fetchone() == (1,)
    kept.close()


def test_tables_are_strict(tmp_path: Path) -> None:
    store = Store(path_in(tmp_path))
    with pytest.raises(sqlite3.IntegrityError):
        store.begin("practice", "partials", "seven", PLAN)  # type: ignore[arg-type]
