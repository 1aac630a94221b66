"""The conversation about a derivative in lines: what is asked, and what is said to each answer. Without a terminal."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from mvcalc_cli.errors import InputError, Place
from mvcalc_cli.language.tree import Tree
from mvcalc_cli.quiz.line_mode import Said
from mvcalc_cli.quiz.practise import Practice, Reply
from mvcalc_cli.quiz.steps.questions import Question
from mvcalc_cli.quiz.workings.slips import Sentence

Say = Callable[["Said | InputError"], None]
Ask = Callable[[str], "str | None"]

WORDS: Final = ("hint", "solution", "quit", "?", "help")
_HELP: Final = (
    ("hint", "the rule's formula, then its letters"),
    ("solution", "the answer of this question"),
    ("quit", "leave"),
    ("the whole derivative", "may be typed at any time"),
)
# Answers in a row that are no answers, after which a pipe that repeats itself is left.
_MOST_INVALID: Final = 1_000


class Talk:
    """Question after question, until the derivative is there.

    Args:
        practice: The exercise.
        say: Shows a line.
        ask: Reads a line; None when the input is closed.
    """

    def __init__(self, practice: Practice, say: Say, ask: Ask) -> None:
        self._practice, self._say, self._ask = practice, say, ask
        self._asked: Question | None = None

    def run(self) -> bool:
        """Talk until the derivative is found; False if the learner left before."""
        practice = self._practice
        mark = practice.root.mark(practice.tree)
        self._say(Said((mark,), "head", 0))
        invalid = 0
        while not practice.over:
            self._show_question()
            typed = self._ask(_prompt(practice.question))
            if typed is None or typed.strip().lower() in {"quit", "exit", "q"} or invalid > _MOST_INVALID:
                practice.quit()
                return False
            invalid = 0 if self._take(typed.strip()) else invalid + 1
        self._say(Said())
        self._say(Said((mark, " = ", practice.root.result), "answer"))
        return True

    def _show_question(self) -> None:
        """The question, unless it is on already."""
        question = self._practice.question
        before, self._asked = self._asked, question
        if question is before or (before is not None and _is_next_piece(before, question)):
            return
        self._say(Said())
        for said in _asking(question, self._practice.options):
            self._say(said)

    def _take(self, typed: str) -> bool:
        """An answer, or one of the words; False if it was neither."""
        word = typed.lower()
        if not typed or word in {"?", "help"}:
            for name, meaning in _HELP:
                self._say(Said((f"{name:22}{meaning}",), "secondary"))
            return bool(typed)
        if word == "hint":
            hint = self._practice.hint()
            self._say(
                Said(_pieces(hint), "secondary") if hint else Said(("no more hints: solution shows it",), "secondary")
            )
        elif word in {"solution", "show"}:
            found = self._practice.solution()
            self._say(Said((found,), "answer", 4))
        else:
            reply = self._practice.answer(typed)
            self._tell(reply, typed)
            return reply.verdict != "invalid"
        return True

    def _tell(self, reply: Reply, typed: str) -> None:
        if reply.verdict == "invalid":
            self._tell_invalid(reply, typed)
            return
        right = reply.verdict == "right"
        ahead = "right: the whole derivative" if self._practice.over else "right, ahead of the questions"
        head = (ahead if reply.ahead else "right") if right else "not yet"
        words = [_pieces(sentence) for sentence in reply.words]
        first = words[0] if words else ()
        self._say(Said((head, *(("   ", *first) if first else ())), "good" if right else "bad"))
        for more in words[1:]:
            self._say(Said(more, "text", 4))
        if not right and reply.marked is not None and len(words) == 1 and reply.marked.mistake:
            self._say(Said((reply.marked.why,), "secondary", 4))

    def _tell_invalid(self, reply: Reply, typed: str) -> None:
        """It was not read, or not decided: nothing is lost."""
        if reply.words or reply.marked is None:
            self._say(Said(tuple(piece for each in reply.words for piece in _pieces(each)), "open"))
            return
        place = reply.marked.place
        if place is not None and place.text != typed:
            start = typed.find(place.text) if place.text else -1
            place = Place(typed, start + place.start, start + place.end) if start >= 0 else None
        self._say(InputError(reply.marked.why, hint=reply.marked.hint or None, place=place))


def _pieces(sentence: Sentence) -> tuple[str | Tree, ...]:
    """Texts and formulas, in their order.

    >>> _pieces(Sentence("it is {0}"))[0]
    'it is '
    """
    from string import Formatter

    found: list[str | Tree] = []
    for text, field, _, _ in Formatter().parse(sentence.text):
        found += [text] if text else []
        if field is not None and field.isdigit() and int(field) < len(sentence.parts):
            found.append(sentence.parts[int(field)])
    return tuple(found)


def _is_next_piece(before: Question, question: Question) -> bool:
    """The formula stands there already."""
    return before.kind == question.kind == "piece" and before.step is question.step


def _prompt(question: Question) -> str:
    """What stands before the answer."""
    if question.kind == "rule":
        return "rule> "
    if question.kind == "piece":
        return f"{question.letter} = "
    if question.kind == "slope" and question.letter:
        return f"{question.letter}' = "
    return "= "


def _asking(question: Question, options: tuple[str, ...]) -> list[Said]:
    """The question in words."""
    step = question.step
    mark = step.mark(step.before)
    if question.kind == "rule":
        listed = "   ".join(f"{letter}) {rule}" for letter, rule in zip("abcd", options, strict=False))
        return [Said(("which rule for   ", mark)), Said((listed,), "text", 4)]
    if question.kind == "piece":
        return [Said((f"{step.rule}   {question.formula}   for   ", step.before))]
    if question.kind == "slope":
        lead = f"{question.letter}′ = " if question.letter else ""
        return [Said((lead, mark))]
    if step.parts:
        return [Said(("put together   ", mark)), *_known(question)]
    return [Said((f"{step.rule}   ", mark))]


def _known(question: Question) -> list[Said]:
    """What the letters stand for, and the formula."""
    step = question.step
    slopes = {part.before: part.result for part in step.parts}
    pieces: list[str | Tree] = []
    for letter, tree in step.letters:
        pieces += [",   " if pieces else "", f"{letter} = ", tree]
        if tree in slopes:
            pieces += [f",  {letter}′ = ", slopes[tree]]
    law = [Said((question.formula,), "secondary", 4)] if question.formula else []
    return [*law, *([Said(tuple(pieces), "secondary", 4)] if pieces else [])]
