"""Which questions a session asks, and in which order: what is due, then what is new, then the weakest skills."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from mvcalc_cli.quiz.headings import Heading, QuestionHeading
from mvcalc_cli.quiz.question import Bank, Question
from mvcalc_cli.quiz.schedule import due, interleaved
from mvcalc_cli.quiz.variant import Stream
from mvcalc_cli.store import Attempt, Card, Item, Planned

# A schedule looks at ids, revisions, tags and difficulties, which a heading has too.
Listed = Bank | Heading

# Seeds of variants: small enough for a person to type.
SEEDS = 1_000_000


class Wish(NamedTuple):
    """What a learner asks of a session.

    Attributes:
        questions: How many; 0 for all that there are (of a review: all that are due).
        seed: Of the choice and of the variants.
        tags: Only questions with one of these skills; () for all.
        weak: The weakest skills first.
        cram: Whatever the schedule says, all alike; the schedule is not touched.
        review: What is due alone.
    """

    questions: int = 10
    seed: int = 0
    tags: tuple[str, ...] = ()
    weak: bool = False
    cram: bool = False
    review: bool = False


class Asked(NamedTuple):
    """A question with its bank."""

    bank: Listed
    question: Question | QuestionHeading


def plan(  # noqa: PLR0917
    banks: Sequence[Listed],
    wish: Wish,
    cards: Iterable[Card] = (),
    history: Iterable[tuple[Item, Attempt]] = (),
    at: int = 0,
    zone: object = None,
) -> tuple[Planned, ...]:
    """The questions of a session in their order, each with a seed of its own.

    Args:
        banks: To choose from.
        wish: What is asked for.
        cards: What the schedule knows.
        history: Earlier answers, for the weakest skills.
        at: Now, in milliseconds.
        zone: The learner's time zone; None is the computer's.
    """
    pool = [
        Asked(bank, question)
        for bank in banks
        for question in bank.questions
        if not wish.tags or set(wish.tags) & set(question.tags)
    ]
    ordered = _ordered(pool, wish, tuple(cards), tuple(history), at, zone)
    chosen = ordered[: wish.questions] if wish.questions else ordered
    stream = Stream(wish.seed, "plan")
    return tuple(
        Planned(each.bank.id, each.question.id, each.question.revision, each.bank.hash, stream.below(SEEDS))
        for each in chosen
    )


def _ordered(  # noqa: PLR0917
    pool: list[Asked],
    wish: Wish,
    cards: tuple[Card, ...],
    history: tuple[tuple[Item, Attempt], ...],
    at: int,
    zone: object,
) -> list[Asked]:
    order = Stream(wish.seed, "order").shuffled(len(pool))
    mixed = [pool[place] for place in order]
    if wish.cram:
        return _by_module(mixed)
    by_key = {(each.bank.id, each.question.id): each for each in mixed}
    cards = current(cards, banks_of(pool).values())
    known = {(card.bank, card.question_id) for card in cards if (card.bank, card.question_id) in by_key}
    waiting = [by_key[key] for card in due(cards, at, zone) if (key := (card.bank, card.question_id)) in by_key]
    if wish.review:
        return waiting
    strength = skills(history, banks_of(pool))
    new = _by_module([each for each in mixed if (each.bank.id, each.question.id) not in known])
    rest = [each for each in mixed if (each.bank.id, each.question.id) in known and each not in waiting]
    rest.sort(key=lambda each: _weakness(each, strength))
    everything = [*waiting, *new, *rest]
    if wish.weak:
        seen = [each for each in everything if set(each.question.tags) & strength.keys()]
        seen.sort(key=lambda each: _weakness(each, strength))
        return [*seen, *(each for each in everything if each not in seen)]
    return everything


def current(cards: Iterable[Card], banks: Iterable[Listed]) -> tuple[Card, ...]:
    """The cards of questions that are in the banks, and were not revised since."""
    revisions = {(bank.id, question.id): question.revision for bank in banks for question in bank.questions}
    return tuple(card for card in cards if revisions.get((card.bank, card.question_id)) == card.revision)


def _by_module(pool: Sequence[Asked]) -> list[Asked]:
    """Modules in turn; within a module the easy ones first."""
    groups: dict[int, list[Asked]] = defaultdict(list)
    for each in sorted(pool, key=lambda one: one.question.difficulty):
        groups[each.bank.module].append(each)
    return list(interleaved(dict(sorted(groups.items()))))


def banks_of(pool: Iterable[Asked]) -> dict[str, Listed]:
    """The banks by their ids."""
    return {each.bank.id: each.bank for each in pool}


class Skill(NamedTuple):
    """How a skill went: questions seen, and right at the first answer."""

    seen: int
    right: int

    @property
    def share(self) -> float:
        """Right of seen, pulled towards a half where little is known."""
        return (self.right + 1) / (self.seen + 2)


def skills(history: Iterable[tuple[Item, Attempt]], banks: Mapping[str, Listed]) -> dict[str, Skill]:
    """For each tag how often it was met, and right at the first answer."""
    tags = {(bank.id, question.id): question.tags for bank in banks.values() for question in bank.questions}
    return tallied(history, lambda item: tags.get((item.bank, item.question_id), ()))


def tallied(history: Iterable[tuple[Item, Attempt]], names: Callable[[Item], Iterable[str]]) -> dict[str, Skill]:
    """For each name how many questions were answered, and how many of them right at the first answer to each part."""
    found: dict[str, Skill] = {}
    for item, right in first_answers(history):
        for name in names(item):
            before = found.get(name, Skill(0, 0))
            found[name] = Skill(before.seen + 1, before.right + right)
    return found


def first_answers(history: Iterable[tuple[Item, Attempt]]) -> list[tuple[Item, bool]]:
    """Each question that was answered, and whether the first answer to each of its parts was right.

    What was unreadable or could not be decided is neither right nor wrong.
    """
    items: dict[int, Item] = {}
    right: dict[int, bool] = {}
    for item, attempt in history:
        if attempt.n == 1 and attempt.verdict not in {"invalid", "undecided"}:
            items[item.id] = item
            right[item.id] = right.get(item.id, True) and attempt.score >= 1
    return [(item, right[key]) for key, item in items.items()]


def _weakness(asked: Asked, strength: Mapping[str, Skill]) -> float:
    """The share of right answers of its weakest skill; a skill without history counts as half."""
    return min((strength[tag].share for tag in asked.question.tags if tag in strength), default=0.5)
