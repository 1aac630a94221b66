"""What a learner did, kept: sessions, answers, reviews. One SQLite file, one transaction an answer.

Whatever is acknowledged is on the disk: WAL with synchronous=FULL survives a kill at any moment. What cannot be kept
(a full disk, a read-only home) is told once, and the session goes on in memory.
"""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Final, NamedTuple, TypeVar

Written = TypeVar("Written")

NAME: Final = "history.sqlite3"
VERSION: Final = 1
_WAIT: Final = 5.0  # seconds for another session's transaction

# The steps from each version to the next.
_MIGRATIONS: Final[tuple[str, ...]] = (
    """
    CREATE TABLE session (
        id INTEGER PRIMARY KEY, kind TEXT NOT NULL, bank TEXT NOT NULL, profile TEXT NOT NULL, seed INTEGER NOT NULL,
        settings TEXT NOT NULL, started_at INTEGER NOT NULL, ended_at INTEGER
    ) STRICT;
    CREATE TABLE item (
        id INTEGER PRIMARY KEY, session_id INTEGER NOT NULL REFERENCES session (id), position INTEGER NOT NULL,
        bank TEXT NOT NULL, question_id TEXT NOT NULL, revision INTEGER NOT NULL, bank_hash TEXT NOT NULL,
        seed INTEGER NOT NULL, state TEXT NOT NULL, UNIQUE (session_id, position)
    ) STRICT;
    CREATE TABLE attempt (
        id INTEGER PRIMARY KEY, item_id INTEGER NOT NULL REFERENCES item (id), part TEXT NOT NULL, n INTEGER NOT NULL,
        raw TEXT NOT NULL, reading TEXT NOT NULL, verdict TEXT NOT NULL, score REAL NOT NULL, mistake TEXT NOT NULL,
        hints INTEGER NOT NULL, ms INTEGER NOT NULL, engine_version TEXT NOT NULL, at INTEGER NOT NULL
    ) STRICT;
    CREATE TABLE review (
        id INTEGER PRIMARY KEY, bank TEXT NOT NULL, question_id TEXT NOT NULL, revision INTEGER NOT NULL,
        profile TEXT NOT NULL, rating INTEGER NOT NULL, at INTEGER NOT NULL, ms INTEGER NOT NULL,
        attempt_id INTEGER REFERENCES attempt (id)
    ) STRICT;
    CREATE TABLE card (
        bank TEXT NOT NULL, question_id TEXT NOT NULL, revision INTEGER NOT NULL, profile TEXT NOT NULL,
        fsrs TEXT NOT NULL, due INTEGER NOT NULL, PRIMARY KEY (bank, question_id, profile)
    ) STRICT;
    CREATE INDEX attempt_item ON attempt (item_id);
    CREATE INDEX review_card ON review (profile, bank, question_id);
    """,
)


class Session(NamedTuple):
    """One sitting: practice, review or exam. Times are milliseconds since 1970, UTC."""

    id: int
    kind: str
    bank: str
    profile: str
    seed: int
    settings: str
    started_at: int
    ended_at: int | None


class Item(NamedTuple):
    """A question of a session's plan; `state` is "open", "done" or "skipped"."""

    id: int
    session_id: int
    position: int
    bank: str
    question_id: str
    revision: int
    bank_hash: str
    seed: int
    state: str


class Attempt(NamedTuple):
    """An answer as it was typed, and its verdict; `id` 0 before it is kept."""

    item_id: int
    part: str
    n: int
    raw: str
    reading: str
    verdict: str
    score: float
    mistake: str
    hints: int
    ms: int
    engine_version: str
    at: int
    id: int = 0


class Review(NamedTuple):
    """A rating of a card, 1 (again) to 4 (easy): append-only, from it the cards can be made anew."""

    bank: str
    question_id: str
    revision: int
    profile: str
    rating: int
    at: int
    ms: int
    attempt_id: int | None = None


class Card(NamedTuple):
    """What the schedule knows of a question; `fsrs` is its own text."""

    bank: str
    question_id: str
    revision: int
    profile: str
    fsrs: str
    due: int


class Planned(NamedTuple):
    """A question that a session will ask."""

    bank: str
    question_id: str
    revision: int
    bank_hash: str
    seed: int


def folder(environ: Mapping[str, str] | None = None) -> Path:
    """Where the history lives: $XDG_DATA_HOME/mvcalc, else ~/.local/share/mvcalc."""
    around = os.environ if environ is None else environ
    base = around.get("XDG_DATA_HOME") or ""
    if not os.path.isabs(base):
        home = around.get("HOME") or os.path.expanduser("~")
        base = os.path.join(home, ".local", "share")
    return Path(base) / "mvcalc"


def now() -> int:
    """Milliseconds since 1970, UTC."""
    return time.time_ns() // 1_000_000


def open_store(environ: Mapping[str, str] | None = None) -> Store:
    """The history of the person whose environment this is.

    A home that is not there is not made: then nothing is kept, and the store says so.
    """
    around = os.environ if environ is None else environ
    home = around.get("HOME") or os.path.expanduser("~")
    if not around.get("XDG_DATA_HOME") and not os.path.isdir(home):
        store = Store(None)
        store.warnings.append(f"the home folder {home} is not there: this session is not kept")
        return store
    return Store(folder(around) / NAME)


def store_to_read(environ: Mapping[str, str] | None = None) -> Store:
    """The history for those who only look at it: no file is made, and a read-only one is enough."""
    store = Store(None)
    path = folder(environ) / NAME
    with suppress(OSError):
        if path.exists():
            store.read_from(path)
    return store


class Store:
    """The history.

    Args:
        path: The file; None keeps everything in memory.

    Attributes:
        path: The file; None in memory.
        warnings: What went wrong, in sentences: told once each.
        kept: Whether what is written now will be there tomorrow.

    >>> store = Store(None)
    >>> session = store.begin("practice", "partials", 1, [Planned("partials", "q", 1, "", 7)])
    >>> [item.question_id for item in store.items(session.id)]
    ['q']
    """

    def __init__(self, path: Path | None) -> None:
        self.path = path
        self.warnings: list[str] = []
        self.kept = path is not None
        self._database = self._opened()

    def read_from(self, path: Path) -> None:
        """Look at what a file holds; it stays as it is. What cannot be read is said."""
        # Where nobody has it open there is no -wal beside it, and without "immutable" SQLite would write one.
        used = path.with_name(f"{path.name}-wal").exists()
        for how in ("mode=ro", "immutable=1") if used else ("immutable=1",):
            try:
                database = sqlite3.connect(f"{path.as_uri()}?{how}", uri=True, timeout=_WAIT, isolation_level=None)
                version = _version(database)
            except sqlite3.Error as problem:
                reason = str(problem)
                continue
            if version == VERSION:
                self._database = database
            elif version:
                told = "a newer" if version > VERSION else "an older"
                self.warnings.append(f"{path} was written by {told} mvcalc (version {version}): it is not read")
            return
        self.warnings.append(f"{path} cannot be read: {reason}")

    # --- sessions ---------------------------------------------------------------------------------------

    def begin(  # noqa: PLR0917
        self,
        kind: str,
        bank: str,
        seed: int,
        plan: Sequence[Planned],
        settings: str = "{}",
        profile: str = "default",
        at: int | None = None,
    ) -> Session:
        """A new session with its plan."""
        started = now() if at is None else at

        def write(database: sqlite3.Connection) -> Session:
            columns = "kind, bank, profile, seed, settings, started_at"
            row = (kind, bank, profile, seed, settings, started)
            made = database.execute(f"INSERT INTO session ({columns}) VALUES (?, ?, ?, ?, ?, ?)", row)
            assert made.lastrowid is not None
            _add_items(database, made.lastrowid, plan)
            return Session(made.lastrowid, kind, bank, profile, seed, settings, started, None)

        return self._written(write)

    def extend(self, session: Session, plan: Sequence[Planned]) -> None:
        """More questions at the end of a session."""

        def write(database: sqlite3.Connection) -> None:
            counted = database.execute("SELECT count(*) FROM item WHERE session_id = ?", (session.id,))
            first = int(counted.fetchone()[0])
            _add_items(database, session.id, plan, first)

        self._written(write)

    def open_sessions(self, profile: str = "default") -> tuple[Session, ...]:
        """Sessions that have not ended and still have questions, the latest first; an exam until it is handed in."""
        rows = self._rows(
            "SELECT * FROM session WHERE ended_at IS NULL AND profile = ?"
            " AND (kind = 'exam' OR EXISTS (SELECT 1 FROM item WHERE session_id = session.id AND state = 'open'))"
            " ORDER BY id DESC",
            (profile,),
        )
        return tuple(Session(*row) for row in rows)

    def unfinished(self, profile: str = "default") -> Session | None:
        """The latest of the open sessions."""
        return next(iter(self.open_sessions(profile)), None)

    def end(self, session: Session, at: int | None = None) -> None:
        """The session is over."""
        ended = now() if at is None else at
        self._written(
            lambda database: database.execute("UPDATE session SET ended_at = ? WHERE id = ?", (ended, session.id))
        )

    def items(self, session_id: int) -> tuple[Item, ...]:
        """The plan of a session, in its order."""
        return tuple(
            Item(*row) for row in self._rows("SELECT * FROM item WHERE session_id = ? ORDER BY position", (session_id,))
        )

    # --- answers ----------------------------------------------------------------------------------------

    def record(
        self, attempt: Attempt, state: str = "open", review: Review | None = None, card: Card | None = None
    ) -> int:
        """Keep an answer, what becomes of its item, and the review it completes: all or nothing. Its id."""

        def write(database: sqlite3.Connection) -> int:
            made = database.execute(
                "INSERT INTO attempt (item_id, part, n, raw, reading, verdict, score, mistake, hints, ms,"
                " engine_version, at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                attempt[:-1],
            )
            assert made.lastrowid is not None
            database.execute("UPDATE item SET state = ? WHERE id = ?", (state, attempt.item_id))
            if review is not None:
                _add_review(database, review._replace(attempt_id=made.lastrowid))
            if card is not None:
                _put_card(database, card)
            return made.lastrowid

        return self._written(write)

    def settle(self, item: Item, state: str, review: Review | None = None, card: Card | None = None) -> None:
        """What became of an item without a further answer: skipped, solution seen, a rating changed."""

        def write(database: sqlite3.Connection) -> None:
            database.execute("UPDATE item SET state = ? WHERE id = ?", (state, item.id))
            if review is not None:
                _add_review(database, review)
            if card is not None:
                _put_card(database, card)

        self._written(write)

    def attempts(self, session_id: int | None = None, profile: str = "default") -> tuple[tuple[Item, Attempt], ...]:
        """Answers in their order, each with its question: of a session, or all of a profile."""
        where, values = (
            ("item.session_id = ?", (session_id,)) if session_id is not None else ("profile = ?", (profile,))
        )
        rows = self._rows(
            "SELECT item.*, item_id, part, n, raw, reading, verdict, score, mistake, hints, ms, engine_version, at,"
            " attempt.id FROM attempt JOIN item ON item.id = item_id JOIN session ON session.id = session_id"
            f" WHERE {where} ORDER BY attempt.id",
            values,
        )
        return tuple((Item(*row[:9]), Attempt(*row[9:])) for row in rows)

    # --- the schedule -----------------------------------------------------------------------------------

    def cards(self, profile: str = "default") -> tuple[Card, ...]:
        """What is scheduled."""
        return tuple(Card(*row) for row in self._rows("SELECT * FROM card WHERE profile = ? ORDER BY due", (profile,)))

    def reviews(self, profile: str = "default") -> tuple[Review, ...]:
        """Every rating, in its order."""
        rows = self._rows(
            "SELECT bank, question_id, revision, profile, rating, at, ms, attempt_id FROM review"
            " WHERE profile = ? ORDER BY id",
            (profile,),
        )
        return tuple(Review(*row) for row in rows)

    def close(self) -> None:
        """Nothing is pending: every answer was committed when it was acknowledged."""
        with suppress(sqlite3.Error):
            self._database.close()

    # --- the file ---------------------------------------------------------------------------------------

    def _opened(self) -> sqlite3.Connection:
        """The database, made or migrated; in memory where that cannot be."""
        if self.path is None:
            return _fresh(":memory:")
        try:
            self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            return self._of_file(self.path)
        except OSError as problem:
            return self._without_file(problem.strerror or str(problem))
        except sqlite3.DatabaseError as problem:
            # Damage has the plain class; its subclasses are locks, full disks, steps of a migration that failed.
            if type(problem) is not sqlite3.DatabaseError:
                return self._without_file(str(problem))
            return self._after_damage(self.path)

    def _of_file(self, path: Path) -> sqlite3.Connection:
        if not path.exists():
            os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
        version = _looked_at(path)
        if version > VERSION:
            return self._newer(path, version)
        database = _connected(str(path))
        if _check(database) != "ok":
            database.close()
            raise sqlite3.DatabaseError("damaged")
        if 0 < version < VERSION:
            _copy(database, path.with_name(f"{path.name}.backup-v{version}"))
        _migrate(database)
        if not os.access(path, os.W_OK):
            raise sqlite3.OperationalError("the file is read-only")
        return database

    def _newer(self, path: Path, version: int) -> sqlite3.Connection:
        """Made by a newer mvcalc: left as it is."""
        self.kept = False
        self.warnings.append(
            f"{path} was written by a newer mvcalc (version {version}, this one knows {VERSION}):"
            " it is left as it is, and this session is not kept"
        )
        return _fresh(":memory:")

    def _without_file(self, reason: str) -> sqlite3.Connection:
        self.kept = False
        self.warnings.append(f"{self.path} cannot be written ({reason}): this session is not kept")
        return _fresh(":memory:")

    def _after_damage(self, path: Path) -> sqlite3.Connection:
        """A damaged file is moved aside, never deleted."""
        aside = path.with_name(f"{path.name}.corrupt-{time.strftime('%Y%m%d-%H%M%S')}")
        try:
            for ending in ("", "-wal", "-shm"):
                beside = Path(f"{path}{ending}")
                if beside.exists():
                    beside.rename(f"{aside}{ending}")
            self.warnings.append(f"{path} was damaged: it is kept as {aside.name}, and a new history is begun")
            return self._of_file(path)
        except (OSError, sqlite3.Error) as problem:
            return self._without_file(str(problem))

    def _written(self, write: Callable[[sqlite3.Connection], Written]) -> Written:
        """The result of one transaction; in memory from here on, if the disk cannot keep it."""
        try:
            with _transaction(self._database):
                return write(self._database)
        except (sqlite3.OperationalError, sqlite3.DatabaseError) as problem:
            if isinstance(problem, sqlite3.IntegrityError) or not self.kept:
                raise
            self._move_to_memory(str(problem))
            with _transaction(self._database):
                return write(self._database)

    def _move_to_memory(self, reason: str) -> None:
        """Go on with a copy of what can be read."""
        memory = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
        try:
            self._database.backup(memory)
        except sqlite3.Error:
            memory.close()
            memory = _fresh(":memory:")
        self.close()
        self._database, self.kept = memory, False
        self.warnings.append(f"{self.path} cannot be written ({reason}): answers from here on are not kept")

    def _rows(self, query: str, values: Sequence[Any] = ()) -> list[Any]:
        return self._database.execute(query, values).fetchall()


def _add_review(database: sqlite3.Connection, review: Review) -> None:
    database.execute(
        "INSERT INTO review (bank, question_id, revision, profile, rating, at, ms, attempt_id)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        review,
    )


def _put_card(database: sqlite3.Connection, card: Card) -> None:
    database.execute("INSERT OR REPLACE INTO card VALUES (?, ?, ?, ?, ?, ?)", card)


def _connected(path: str) -> sqlite3.Connection:
    # A screen answers its keys while another thread grades and writes; the calls come one at a time.
    database = sqlite3.connect(path, timeout=_WAIT, isolation_level=None, check_same_thread=False)
    # Not to be had on some network homes; the journal that remains is as safe, and slower.
    database.execute("PRAGMA journal_mode = WAL").fetchone()
    database.execute("PRAGMA synchronous = FULL")
    database.execute("PRAGMA foreign_keys = ON")
    return database


def _fresh(path: str) -> sqlite3.Connection:
    database = _connected(path)
    _migrate(database)
    return database


def _looked_at(path: Path) -> int:
    """The version of a file, before anything of it is changed: to choose the journal is a change."""
    database = sqlite3.connect(path, timeout=_WAIT)
    try:
        return _version(database)
    finally:
        database.close()


def _version(database: sqlite3.Connection) -> int:
    found: int = database.execute("PRAGMA user_version").fetchone()[0]
    return found


def _check(database: sqlite3.Connection) -> str:
    found: str = database.execute("PRAGMA quick_check(1)").fetchone()[0]
    return found


def _copy(database: sqlite3.Connection, path: Path) -> None:
    """A copy of the whole file, before its shape is changed."""
    target = sqlite3.connect(path)
    database.backup(target)
    target.close()
    path.chmod(0o600)


def _migrate(database: sqlite3.Connection) -> None:
    """Every step that is missing, in one transaction."""
    if _version(database) >= VERSION:
        return
    with _transaction(database):
        for step in _MIGRATIONS[_version(database) :]:
            for statement in step.split(";"):
                database.execute(statement)
        database.execute(f"PRAGMA user_version = {VERSION}")


def _add_items(database: sqlite3.Connection, session: int, plan: Sequence[Planned], first: int = 0) -> None:
    """The questions of a plan, from a position on."""
    database.executemany(
        "INSERT INTO item (session_id, position, bank, question_id, revision, bank_hash, seed, state)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, 'open')",
        [(session, position, *each) for position, each in enumerate(plan, first)],
    )


@contextmanager
def _transaction(database: sqlite3.Connection) -> Iterator[None]:
    """All or nothing; another session's is waited for."""
    database.execute("BEGIN IMMEDIATE")
    try:
        yield
        database.execute("COMMIT")
    except BaseException:
        with suppress(sqlite3.Error):
            database.execute("ROLLBACK")
        raise
