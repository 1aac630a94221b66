"""How a question went: one rule for the end of a session, for its exit code and for what the history says.

A question is right when each of its parts was right in the end, however many tries that took, and the solution was not
asked for. It is wrong when it was answered and is not right. One that is still open counts as neither, and neither
does one that could not be decided. Right at the first answer is told beside it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final, Literal, NamedTuple

from mvcalc_cli.store import Attempt, Item

Outcome = Literal["right", "wrong", "undecided", "open"]
# The rule in the words that a learner reads.
RULE: Final = "right: in the end, whatever the number of tries"
_COUNTED: Final = frozenset({"right", "wrong"})


class Went(NamedTuple):
    """How one question of the history went.

    Attributes:
        item: Its place in its session.
        right: In the end.
        at_once: And at the first answer to each part.
    """

    item: Item
    right: bool
    at_once: bool


def outcome(state: str, rights: Sequence[bool], verdicts: Sequence[str]) -> Outcome:
    """The rule, from the last answer to each part.

    Args:
        state: Of its place in the plan: "open", "done" or "skipped".
        rights: Whether the last answer to each part was right.
        verdicts: On these; "" where there is none.

    >>> outcome("done", [True], ["equal"]), outcome("skipped", [False], ["different"])
    ('right', 'wrong')
    >>> outcome("skipped", [False], [""])
    'open'
    """
    if rights and all(rights):
        return "right"
    if "undecided" in verdicts and set(verdicts) <= {"equal", "undecided"}:
        return "undecided"
    return "wrong" if state == "done" or (state == "skipped" and any(verdicts)) else "open"


def answered(history: Iterable[tuple[Item, Attempt]]) -> list[Went]:
    """Each question of a history that is right or wrong, in the order in which they were first answered."""
    items: dict[int, Item] = {}
    answers: dict[int, dict[str, list[Attempt]]] = {}
    for item, attempt in history:
        if attempt.verdict != "invalid":
            items[item.id] = item
            answers.setdefault(item.id, {}).setdefault(attempt.part, []).append(attempt)
    found = [(items[key], list(parts.values())) for key, parts in answers.items()]
    return [_went(item, parts) for item, parts in found if _outcome(item, parts) in _COUNTED]


def _outcome(item: Item, parts: list[list[Attempt]]) -> Outcome:
    rights = [attempts[-1].score >= 1 for attempts in parts]
    if item.state != "done" and all(rights):
        return outcome(item.state, [*rights, False], ["different"])  # a part of it was not reached
    return outcome(item.state, rights, [attempts[-1].verdict for attempts in parts])


def _went(item: Item, parts: list[list[Attempt]]) -> Went:
    right = _outcome(item, parts) == "right"
    return Went(item, right, right and all(_first(attempts).score >= 1 for attempts in parts))


def _first(attempts: list[Attempt]) -> Attempt:
    """The first answer; of one that could not be decided the learner's own verdict on it."""
    return next((attempt for attempt in attempts if attempt.verdict != "undecided"), attempts[-1])
