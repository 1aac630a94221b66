"""Answers that are words: one of the options, several, all in order, or a text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import Final

from mvcalc_cli.errors import InputError, Place
from mvcalc_cli.quiz.grading.task import Marked, Task

_LETTERS: Final = "abcdefghijklmnopqrstuvwxyz"
_LONGEST: Final = 10_000
_BETWEEN: Final = re.compile(r"\s*(?:,|;|>|\band\b|\n)\s*")


def grade_words(task: Task, text: str) -> Marked:
    """The verdict on a choice, several, an order, or a text.

    >>> task = Task("choice", texts=("a saddle",), options=("a minimum", "a saddle"))
    >>> grade_words(task, " B ").verdict, grade_words(task, "A  Saddle").score, grade_words(task, "a").verdict
    ('equal', 1.0, 'different')
    """
    if len(text) > _LONGEST:
        raise InputError(f"the answer has {len(text):,} characters, the limit is {_LONGEST:,}")
    if not text.strip():
        raise InputError("there is nothing to read", hint="type an answer", place=Place(text, 0, len(text)))
    return {"choice": _choice, "multi": _multi, "order": _order}.get(task.kind, _text)(task, text)


def plain(text: str) -> str:
    """A text without what does not count: case, blanks, how a letter is composed."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def _text(task: Task, text: str) -> Marked:
    right = plain(text) in {plain(word) for word in task.texts}
    reading = " ".join(text.split())
    return (
        Marked("equal", 1.0, "right", reading=reading) if right else Marked("different", 0.0, "wrong", reading=reading)
    )


def _option(task: Task, text: str, whole: str) -> int:
    """The place of an option, by its text or its letter; raises InputError."""
    word = plain(text)
    texts = [plain(option) for option in task.options]
    if word in texts:
        return texts.index(word)
    letter = word.strip("().: ")
    if len(letter) == 1 and letter in _LETTERS[: len(texts)]:
        return _LETTERS.index(letter)
    last = _LETTERS[len(texts) - 1] if texts else "a"
    start = max(0, whole.find(text))
    place = Place(whole, start, start + len(text))
    raise InputError(f"there is no option {text.strip()}", hint=f"type a letter from a to {last}", place=place)


def _right(task: Task) -> list[int]:
    texts = [plain(option) for option in task.options]
    return [texts.index(plain(text)) for text in task.texts]


def _choice(task: Task, text: str) -> Marked:
    chosen = _option(task, text, text)
    right = chosen in _right(task)
    reading = task.options[chosen]
    return (
        Marked("equal", 1.0, "right", reading=reading) if right else Marked("different", 0.0, "wrong", reading=reading)
    )


def _several(task: Task, text: str) -> list[int]:
    """Options between commas, or letters side by side: "a, c", "ac", "a c"."""
    inner = text.strip().strip("{}[]()")
    parts = [part for part in _BETWEEN.split(inner) if part.strip()]
    if len(parts) == 1 and plain(parts[0]) not in {plain(option) for option in task.options}:
        letters = plain(parts[0]).replace(" ", "")
        if letters and all(letter in _LETTERS[: len(task.options)] for letter in letters):
            parts = list(letters)
    chosen = [_option(task, part, text) for part in parts]
    if len(set(chosen)) < len(chosen):
        raise InputError("an option stands there twice", hint="name each option once")
    return chosen


def _multi(task: Task, text: str) -> Marked:
    """Each option is right if it is chosen where it should be; a wrong one takes a right one away."""
    chosen, right = set(_several(task, text)), set(_right(task))
    components = tuple((place in chosen) == (place in right) for place in range(len(task.options)))
    reading = ", ".join(task.options[place] for place in sorted(chosen))
    if chosen == right:
        return Marked("equal", 1.0, "right", reading=reading, components=components)
    share = max(0, len(chosen & right) - len(chosen - right)) / max(1, len(right))
    return Marked("different", _partial(task, share), _wrong(chosen, right), reading=reading, components=components)


def _wrong(chosen: set[int], right: set[int]) -> str:
    missing, extra = len(right - chosen), len(chosen - right)
    told = [f"{missing} {'is' if missing == 1 else 'are'} missing"] if missing else []
    told += [f"{extra} {'is' if extra == 1 else 'are'} wrong"] if extra else []
    return " and ".join(told)


def _partial(task: Task, share: float) -> float:
    return share if task.grade.partial == "components" else 0.0


def _order(task: Task, text: str) -> Marked:
    chosen, right = _several(task, text), _right(task)
    if len(chosen) != len(right):
        raise InputError(f"{len(right)} options are to be ordered, not {len(chosen)}", hint=_example(right))
    components = tuple(mine == other for mine, other in zip(chosen, right, strict=True))
    reading = ", ".join(task.options[place] for place in chosen)
    if all(components):
        return Marked("equal", 1.0, "right", reading=reading, components=components)
    share = sum(components) / len(components)
    first = components.index(False) + 1
    why = f"the order is wrong from place {first} on"
    return Marked("different", _partial(task, share), why, reading=reading, components=components)


def _example(right: Sequence[int]) -> str:
    return "such as " + ", ".join(_LETTERS[: len(right)])
