"""A session begun, or gone on with: which banks, which questions, the history it is kept in, and who grades."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from mvcalc_cli.errors import InputError, MvcalcError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from mvcalc_cli.commands.inputs import Reader
    from mvcalc_cli.quiz.claims import Claims
    from mvcalc_cli.quiz.engine import Engine
    from mvcalc_cli.quiz.find import Library
    from mvcalc_cli.quiz.headings import Heading
    from mvcalc_cli.quiz.session import Follow, Sitting
    from mvcalc_cli.store import Planned, Session, Store


_WELCOME: Final = "welcome: one question of each module first, to see where practice helps most"


class Asked(NamedTuple):
    """What a command line asks of a session.

    Attributes:
        kind: "practice", "cram", "exam" or "review".
        banks: Ids, paths or modules; () for all.
        paths: Files and folders with more banks.
        questions: How many; None where nothing is said.
        seed: None draws one.
        module: Only banks of this one.
        tags: Only questions with one of these.
        weak: The weakest skills first.
        time: Seconds of an exam; None without a clock.
        profile: Whose history.
    """

    kind: str = "practice"
    banks: tuple[str, ...] = ()
    paths: tuple[str, ...] = ()
    questions: int | None = None
    seed: int | None = None
    module: int | None = None
    tags: tuple[str, ...] = ()
    weak: bool = False
    time: float | None = None
    profile: str = "default"

    @property
    def is_bare(self) -> bool:
        """Nothing particular is asked for, whatever its kind: any session of that kind may go on."""
        return self._replace(kind="practice", profile="default", paths=()) == Asked()

    @property
    def command(self) -> str:
        """What goes on with it."""
        return {"exam": "mvcalc quiz run --exam", "review": "mvcalc quiz review"}.get(self.kind, "mvcalc quiz run")

    def settings(self) -> dict[str, object]:
        """What is kept of it with the session."""
        from os.path import abspath

        banks = [abspath(name) if _is_path(name) else name for name in self.banks]
        return {
            "banks": banks, "paths": [abspath(path) for path in self.paths], "n": self.questions,
            "module": self.module, "tags": list(self.tags), "weak": self.weak, "time": self.time,
        }  # fmt: skip


def environment(reader: Reader) -> Mapping[str, str]:
    """The variables of the environment."""
    import os

    return reader.streams.environ if reader.streams is not None else os.environ


def engine() -> Engine:
    """Mathematics in a child process where there is fork: to be made before anything has threads."""
    from mvcalc_cli.quiz.engine import Here, Server
    from mvcalc_cli.worker import can_fork

    return Server() if can_fork() else Here()


def close(mathematics: Engine) -> None:
    """Leave no process behind."""
    end = getattr(mathematics, "close", None)
    if end is not None:
        end()


def the_library(reader: Reader, paths: Iterable[str] = ()) -> Library:
    """Every bank that is found; a note for each file that is none."""
    from mvcalc_cli.quiz.find import library

    found = library(paths, environment(reader))
    for broken in found.broken:
        path = broken.findings[0].path
        reader.note(f"{path} is left out, it has mistakes: mvcalc quiz lint {path}")
    return found


def chosen(found: Library, asked: Asked) -> tuple[Heading, ...]:
    """The banks that are meant.

    Raises:
        InputError: If there is none, or none for the module, or no question has one of the tags.
        BankError: If one that is named has mistakes.
    """
    from mvcalc_cli.quiz.find import choose

    banks = choose((*asked.banks, *_path_banks(asked)), found)
    if not banks:
        raise InputError("there are no banks", hint="mvcalc quiz new FILE writes one; --bank PATH reads one")
    if asked.module is not None:
        inside = tuple(bank for bank in banks if bank.module == asked.module)
        if not inside:
            known = sorted({bank.module for bank in banks if bank.module})
            hint = f"there are: {', '.join(map(str, known))}" if known else "these banks belong to no module"
            raise InputError(f"there is no bank for module {asked.module}", hint=hint)
        banks = inside
    _check_tags(banks, asked.tags)
    return banks


def _path_banks(asked: Asked) -> tuple[str, ...]:
    """--bank FILE alone means that bank."""
    return () if asked.banks else tuple(path for path in asked.paths if _is_path(path) and not _is_folder(path))


def _is_path(name: str) -> bool:
    import os

    return name.endswith((".yaml", ".yml")) or os.sep in name


def _is_folder(path: str) -> bool:
    import os

    return os.path.isdir(path)


def _check_tags(banks: Sequence[Heading], tags: Sequence[str]) -> None:
    from mvcalc_cli.language.names import nearest

    known = sorted({tag for bank in banks for question in bank.questions for tag in question.tags})
    for tag in tags:
        if tag not in known:
            near = nearest(tag, known)
            listed = f"there are: {', '.join(known)}" if known else "these banks have no tags"
            raise InputError(f"no question has the tag {tag}", hint=f"did you mean {near}?" if near else listed)


class Begun(NamedTuple):
    """A session that somebody sits at now.

    Attributes:
        sitting: The session.
        claims: Held until it is left.
        resumed: Whether it goes on from earlier.
    """

    sitting: Sitting
    claims: Claims
    resumed: bool


def sit_down(reader: Reader, store: Store, asked: Asked, mathematics: Engine, *, new: bool = False) -> Begun | None:
    """Go on with the session that fits, or begin one; None where nothing is to be asked."""
    from mvcalc_cli.quiz.claims import Claims

    claims = Claims(store.path.parent if store.kept and store.path is not None else None)
    earlier = None if new else _unfinished(reader, store, asked, claims, mathematics)
    if earlier is not None:
        return Begun(earlier, claims, resumed=True)
    found = the_library(reader, asked.paths)
    banks = chosen(found, asked)
    return _begin(store, asked, banks, mathematics, claims)


def _begin(store: Store, asked: Asked, banks: tuple[Heading, ...], mathematics: Engine, claims: Claims) -> Begun | None:
    """A new session."""
    import json
    from secrets import randbelow

    from mvcalc_cli.quiz.headings import Shelf
    from mvcalc_cli.quiz.placement import placement
    from mvcalc_cli.quiz.session import Sitting

    seed = asked.seed if asked.seed is not None else randbelow(1_000_000)
    planned = _planned(store, asked, banks, seed)
    if not planned:
        return None
    placing = _is_new(store, asked) and placement(banks, seed)
    planned = placing or planned
    settings = {**asked.settings(), **({"placement": len(placing)} if placing else {})}
    names = ",".join(dict.fromkeys(each.bank for each in planned))
    waits = _exam_that_waits(store, asked)
    told = _WELCOME if placing else _beginning(store, asked, banks, planned)
    session = store.begin(asked.kind, names, seed, planned, json.dumps(settings), asked.profile)
    claims.take(session.id)
    sitting = Sitting(store, session, Shelf(banks), mathematics, follow=_following(banks, seed))
    sitting.news = "; ".join(filter(None, [told, waits]))
    return Begun(sitting, claims, resumed=False)


def _beginning(store: Store, asked: Asked, banks: Sequence[Heading], planned: Sequence[Planned]) -> str:
    """10 questions: 3 due, 7 new."""
    from mvcalc_cli.quiz.plan import current
    from mvcalc_cli.quiz.schedule import waiting
    from mvcalc_cli.store import now

    count = "1 question" if len(planned) == 1 else f"{len(planned)} questions"
    if asked.kind in {"exam", "cram"}:
        rule = "nothing is said before the end" if asked.kind == "exam" else "the schedule stays as it is"
        return f"{'an exam of ' if asked.kind == 'exam' else ''}{count}: {rule}"
    cards = current(store.cards(asked.profile), banks)
    known = {(card.bank, card.question_id) for card in cards}
    due = {(card.bank, card.question_id) for card in waiting(cards, now())}
    keys = [(each.bank, each.question_id) for each in planned]
    counts = {"due": sum(key in due for key in keys), "new": sum(key not in known for key in keys)}
    counts["seen before"] = len(keys) - sum(counts.values())
    listed = ", ".join(f"{number} {what}" for what, number in counts.items() if number)
    more = len(due) - counts["due"]
    return f"{count}: {listed}" + (f"; {more} more {'is' if more == 1 else 'are'} due" if more else "")


def _exam_that_waits(store: Store, asked: Asked) -> str:
    """That there is an exam which nobody handed in; "" if there is none, or another is asked for."""
    exams = [] if asked.kind == "exam" else [each for each in store.open_sessions(asked.profile) if each.kind == "exam"]
    if not exams:
        return ""
    return f"the exam of {_when(exams[0])} is not handed in: mvcalc quiz run --exam goes on with it"


def _when(session: Session) -> str:
    """20 November, 19:20."""
    from datetime import datetime

    begun = datetime.fromtimestamp(session.started_at / 1000)
    return f"{begun.day} {begun:%B, %H:%M}"


def _is_new(store: Store, asked: Asked) -> bool:
    """Whether somebody without a history wants nothing particular."""
    return asked.kind == "practice" and asked.is_bare and not store.attempts(profile=asked.profile)


def _following(banks: Sequence[Heading], seed: int) -> Follow:
    """What is asked after a placement."""

    def follow(placed: Mapping[tuple[str, str], bool]) -> tuple[Planned, ...]:
        from mvcalc_cli.quiz.placement import practice

        return practice(banks, placed, seed)

    return follow


def _planned(store: Store, asked: Asked, banks: tuple[Heading, ...], seed: int) -> tuple[Planned, ...]:
    from mvcalc_cli.quiz.plan import Wish, plan
    from mvcalc_cli.store import now

    review = asked.kind == "review"
    number = asked.questions if asked.questions is not None else 0 if review else 10
    wish = Wish(number, seed, asked.tags, asked.weak, asked.kind in {"cram", "exam"} and not asked.weak, review)
    return plan(banks, wish, store.cards(asked.profile), store.attempts(profile=asked.profile), now())


def _unfinished(reader: Reader, store: Store, asked: Asked, claims: Claims, mathematics: Engine) -> Sitting | None:
    """The latest session that has not ended, that fits what is asked, and that nobody sits at."""
    import json

    for session in store.open_sessions(asked.profile):
        settings = json.loads(session.settings)
        if not _fits(session, settings, asked) or not claims.take(session.id):
            continue
        sitting = _restored(reader, store, session, settings, mathematics)
        if sitting is not None:
            return sitting
    return None


def _fits(session: Session, settings: Mapping[str, Any], asked: Asked) -> bool:
    if asked.is_bare:
        return session.kind == asked.kind or (asked.kind, session.kind) == ("practice", "cram")
    same = session.kind == asked.kind and all(
        settings.get(key) == value for key, value in asked.settings().items() if key != "paths"
    )
    return same and asked.seed in {None, session.seed}


def _restored(
    reader: Reader, store: Store, session: Session, settings: Mapping[str, Any], mathematics: Engine
) -> Sitting | None:
    """The session as it stood; None where its questions are gone."""
    from mvcalc_cli.quiz.bank import load
    from mvcalc_cli.quiz.headings import Shelf, heading_of
    from mvcalc_cli.quiz.session import Sitting

    paths = [path for path in settings.get("paths", ()) if _is_there(path)]
    banks = {bank.id: bank for bank in the_library(reader, paths).banks}
    for name in settings.get("banks", ()):
        if _is_path(name):
            try:
                bank = heading_of(load(name))
            except MvcalcError as gone:
                reader.note(f"an unfinished session cannot go on: {gone.message.splitlines()[0]}")
                return None
            banks[bank.id] = bank
    headings = tuple(banks.values())
    sitting = Sitting(store, session, Shelf(headings), mathematics, follow=_following(headings, session.seed))
    # An exam whose questions are all answered has still to be handed in.
    goes_on = sitting.exam or any(item.state == "open" for item in sitting.items)
    return sitting if sitting.items and goes_on else None


def _is_there(path: str) -> bool:
    import os

    return os.path.exists(path)


def going_on(sitting: Sitting) -> str:
    """going on with the session of 20 November, 19:20 (4 of 10 done); --new begins another."""
    done = sum(item.state != "open" for item in sitting.items)
    kind = {"exam": "exam", "review": "review"}.get(sitting.session.kind, "session")
    when = _when(sitting.session)
    return f"going on with the {kind} of {when} ({done} of {len(sitting.items)} done); --new begins another"


def seconds_of(text: str, argument: str = "--time") -> float:
    """30m, 90s, 1h, 1h30m, 45min.

    Raises:
        InputError: For anything else, and for less than a second.

    >>> seconds_of("30m"), seconds_of("1h30m"), seconds_of("90 s")
    (1800.0, 5400.0, 90.0)
    """
    import re

    from mvcalc_cli.errors import Place

    units = {"h": 3600, "min": 60, "m": 60, "s": 1}
    whole = text.strip().lower()
    pieces = re.findall(r"(\d{1,5}(?:\.\d{1,3})?)\s*(h|min|m|s)\s*", whole, re.ASCII)
    total = sum(float(count) * units[unit] for count, unit in pieces)
    rest = re.sub(r"\d{1,5}(?:\.\d{1,3})?\s*(?:h|min|m|s)\s*", "", whole, flags=re.ASCII)
    if not pieces or rest or not 1 <= total <= 86_400:
        place = Place(text, 0, len(text), argument)
        raise InputError(f"{argument} needs a time, at most a day", place=place, hint=f"{argument} 30m, 90s or 1h30m")
    return total


def share_of(text: str, argument: str = "--pass") -> float:
    """80%, 80 or 0.8 -> 0.8.

    Raises:
        InputError: For anything else.

    >>> share_of("80%"), share_of("80"), share_of("0.8"), share_of("1")
    (0.8, 0.8, 0.8, 1.0)
    """
    from mvcalc_cli.errors import Place

    whole = text.strip()
    digits = whole.removesuffix("%").strip()
    place = Place(text, 0, len(text), argument)
    if len(digits) > 8 or not digits.isascii() or not digits.replace(".", "", 1).isdigit():
        raise InputError(f"{argument} needs a share of the questions", place=place, hint=f"{argument} 80%")
    value = float(digits)
    share = value / 100 if whole.endswith("%") or value > 1 else value
    if share > 1:
        raise InputError(f"{argument} needs a share of 100% at most", place=place, hint=f"{argument} 80%")
    return share


def profile_of(text: str) -> str:
    """The name of a profile; raises InputError."""
    from mvcalc_cli.errors import Place

    if not text or len(text) > 64 or not text.isprintable() or text != text.strip():
        place = Place(text, 0, len(text), "--profile")
        raise InputError("--profile needs a name of 64 characters at most", place=place, hint="--profile anna")
    return text
