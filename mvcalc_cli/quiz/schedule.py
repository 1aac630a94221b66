"""When a question comes back: fsrs on cards, ratings from what the learner did, days that end at 04:00."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from statistics import median
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple
from zlib import crc32

from mvcalc_cli.store import Card, Review

if TYPE_CHECKING:
    from fsrs import Card as Memory
    from fsrs import Scheduler

Rating = Literal[1, 2, 3, 4]
AGAIN: Final = 1
HARD: Final = 2
GOOD: Final = 3
EASY: Final = 4
RATINGS: Final[dict[str, Rating]] = {"again": 1, "hard": 2, "good": 3, "easy": 4}
_DAY_ENDS: Final = timedelta(hours=4)


class Effort(NamedTuple):
    """What a learner did with one part of a question.

    Attributes:
        right: Whether it was right in the end.
        tries: Answers that were marked.
        hints: Hints that were shown.
        ms: Time until the last answer.
        gave_up: The solution was seen, or it was skipped.
    """

    right: bool
    tries: int = 1
    hints: int = 0
    ms: int = 0
    gave_up: bool = False


def rating(efforts: Iterable[Effort], usual_ms: float | None = None) -> Rating:
    """The rating of a question: that of its worst part.

    Args:
        efforts: One for each part.
        usual_ms: The learner's own median time for a right answer; None where there is none yet.

    >>> rating([Effort(True, 1, 0, 4000)], usual_ms=10_000), rating([Effort(True, 2)]), rating([Effort(False)])
    (4, 2, 1)
    """
    return min((_of_part(effort, usual_ms) for effort in efforts), default=1)


def _of_part(effort: Effort, usual_ms: float | None) -> Rating:
    if not effort.right or effort.gave_up:
        return 1
    if effort.tries > 1 or effort.hints:
        return 2
    return 4 if usual_ms is not None and effort.ms < usual_ms / 2 else 3


def usual_time(reviews: Sequence[Review]) -> float | None:
    """The median time of right answers; None below five of them."""
    times = [review.ms for review in reviews if review.rating >= GOOD and review.ms]
    return median(times) if len(times) >= 5 else None


def reviewed(card: Card | None, review: Review) -> Card:
    """The card after one more review. A question that was revised begins anew."""
    from fsrs import Rating as Word

    memory = _memory(card, review)
    moment = datetime.fromtimestamp(review.at / 1000, UTC)
    after, _ = _scheduler().review_card(memory, Word(review.rating), moment)
    due = int(after.due.timestamp() * 1000)
    return Card(review.bank, review.question_id, review.revision, review.profile, json.dumps(after.to_dict()), due)


def rebuilt(reviews: Iterable[Review]) -> tuple[Card, ...]:
    """The cards, from the reviews alone: what is kept of them is a cache.

    A later review of the same answer is the learner's own rating in the place of ours.
    """
    found: dict[tuple[str, str, str], Card] = {}
    counting: dict[object, Review] = {}
    for place, review in enumerate(reviews):
        counting[review.attempt_id if review.attempt_id is not None else f"without an answer {place}"] = review
    for review in counting.values():
        key = (review.profile, review.bank, review.question_id)
        found[key] = reviewed(found.get(key), review)
    return tuple(found.values())


def retrievability(card: Card, at: int) -> float:
    """The chance that it is still known, 0 to 1."""
    from fsrs import Card as Memory

    moment = datetime.fromtimestamp(at / 1000, UTC)
    return float(_scheduler().get_card_retrievability(Memory.from_dict(json.loads(card.fsrs)), moment))


def day_end(at: int, zone: Any = None) -> int:
    """The end of the learner's day: the next 04:00 local time. What is due before it is due today."""
    # Without a zone a naive time: the computer's own rules for summer time hold for the next morning too.
    local = datetime.fromtimestamp(at / 1000, zone)
    end = (local - _DAY_ENDS).replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1) + _DAY_ENDS
    return int(end.timestamp() * 1000)


def day_of(at: int, zone: Any = None) -> date:
    """The learner's day: until 04:00 it is still yesterday.

    >>> from datetime import UTC
    >>> day_of(1_800_000_000_000, UTC), day_of(1_799_980_000_000, UTC)
    (datetime.date(2027, 1, 15), datetime.date(2027, 1, 14))
    """
    return (datetime.fromtimestamp(at / 1000, zone) - _DAY_ENDS).date()


def waiting(cards: Iterable[Card], at: int, zone: Any = None) -> tuple[Card, ...]:
    """Cards to be reviewed today, in no particular order: quick, without the model of memory."""
    end = day_end(at, zone)
    return tuple(card for card in cards if card.due < end)


def due(cards: Iterable[Card], at: int, zone: Any = None) -> tuple[Card, ...]:
    """Cards to be reviewed today, the one that is nearest to being forgotten first."""
    return tuple(
        sorted(waiting(cards, at, zone), key=lambda card: (retrievability(card, at), card.bank, card.question_id))
    )


def days_until(card: Card, at: int, zone: Any = None) -> int:
    """How many of the learner's days until it is due; 0 today."""
    end = day_end(at, zone)
    return 0 if card.due < end else 1 + (card.due - end) // 86_400_000


def _memory(card: Card | None, review: Review) -> Memory:
    from fsrs import Card as Memory

    if card is not None and card.revision == review.revision:
        return Memory.from_dict(json.loads(card.fsrs))
    # Without an id of ours fsrs would wait a millisecond to make one.
    return Memory(card_id=crc32(f"{review.bank}/{review.question_id}".encode()))


_schedulers: Final[list[Scheduler]] = []


def _scheduler() -> Scheduler:
    """Without chance: the same reviews give the same days."""
    if not _schedulers:
        from fsrs import Scheduler

        _schedulers.append(Scheduler(enable_fuzzing=False))
    return _schedulers[0]


def interleaved(groups: Mapping[int, Sequence[Any]]) -> tuple[Any, ...]:
    """One from each group in turn: modules mixed.

    >>> interleaved({1: ["a", "b", "c"], 2: ["x"]})
    ('a', 'x', 'b', 'c')
    """
    queues = [list(group) for group in groups.values()]
    found = []
    while any(queues):
        found += [queue.pop(0) for queue in queues if queue]
    return tuple(found)
