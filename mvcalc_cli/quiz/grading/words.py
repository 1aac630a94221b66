"""Answers that are words: one of the options, several, all in order, or a text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import Final

from mvcalc_cli.errors import InputError, MvcalcError, Place
from mvcalc_cli.quiz.grading.task import Marked, Task

_LETTERS: Final = "abcdefghijklmnopqrstuvwxyz"
_LONGEST: Final = 10_000
_LONGEST_FORMULA: Final = 200
_BETWEEN: Final = re.compile(r"\s*(?:,|;|&|\+|-*>|<|→|⇒|\band\b|\bthen\b|\n)\s*", re.IGNORECASE)
_COMMAS: Final = re.compile(r"[,;\n]")
# Typed where no option is right.
_NONE: Final = frozenset({"none", "∅", "{}", "-"})


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
    known = _known(task)
    if word in known:
        return known[word]
    letter = word.strip("().: ")
    if len(letter) == 1 and letter in _LETTERS[: len(task.options)]:
        return _LETTERS.index(letter)
    alike = [place for place, option in enumerate(task.options) if _is_formula(text) and _same_formula(text, option)]
    if len(alike) == 1:
        return alike[0]
    last = _LETTERS[len(task.options) - 1] if task.options else "a"
    start = max(0, whole.find(text))
    place = Place(whole, start, start + len(text))
    raise InputError(f"there is no option {text.strip()}", hint=f"type a letter from a to {last}", place=place)


def _known(task: Task) -> dict[str, int]:
    """The options as they are typed and as they are shown, and their places."""
    forms = [*enumerate(task.options), *enumerate(task.shown)]
    return {plain(form): place for place, form in reversed(forms)}  # the first of two alike


def _is_formula(text: str) -> bool:
    """Has it a sign or a digit? Letters alone are a word, in which no order of factors is free."""
    return len(text) <= _LONGEST_FORMULA and not text.replace(" ", "").isalpha()


def _same_formula(text: str, option: str) -> bool:
    """3/50 for 0.06, 65y^2 + 5x^2 for 5x² + 65y²: the same but for the order and how numbers are written.

    >>> _same_formula("3/50", "0.06"), _same_formula("x + 1", "x + 2"), _same_formula("1 +", "1")
    (True, False, False)
    """
    from mvcalc_cli.language.parser import parse
    from mvcalc_cli.symbolic.sameness.scalars import same_structure

    try:
        return same_structure(*(parse(each, answer=True).tree for each in (text, option)))
    except MvcalcError:
        return False


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
    known = _known(task)
    whole = plain(text)
    if whole in _NONE and whole not in known:
        return []
    chosen = _as_options(whole, known)
    if chosen is None:
        chosen = [_option(task, part, text) for part in _parts(task, text)]
    if len(set(chosen)) < len(chosen):
        raise InputError("an option stands there twice", hint="name each option once")
    return chosen


def _as_options(text: str, known: dict[str, int]) -> list[int] | None:
    """The options that a text is made of, commas within them left alone; None if it holds anything else."""
    found: list[int] = []
    while text:
        option = next((one for one in sorted(known, key=len, reverse=True) if one and _begins(text, one)), None)
        if option is None:
            return None
        found.append(known[option])
        rest = text[len(option) :]
        between = _BETWEEN.match(rest)
        text = rest[between.end() :] if between else rest.strip()
    return found


def _begins(text: str, option: str) -> bool:
    """Does it begin with the option, and something between two options after it?"""
    rest = text[len(option) :]
    return text.startswith(option) and (not rest or _BETWEEN.match(rest) is not None)


def _parts(task: Task, text: str) -> list[str]:
    parts = _at_commas(task, text) or [part for part in _BETWEEN.split(text.strip().strip("{}[]()")) if part.strip()]
    letters = plain(parts[0]).replace(" ", "") if len(parts) == 1 else ""
    return list(letters) if letters and all(one in _LETTERS[: len(task.options)] for one in letters) else parts


def _at_commas(task: Task, text: str) -> list[str]:
    """Formulas between commas or semicolons, their own signs left alone; [] if one of them is no option."""
    parts = [part for part in _COMMAS.split(text) if part.strip()]
    try:
        return parts if [_option(task, part, text) for part in parts] else []
    except InputError:
        return []


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
