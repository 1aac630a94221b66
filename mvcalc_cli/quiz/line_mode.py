"""A session as a conversation in lines: for pipes, for screen readers, and where there is no screen to draw on.

Nothing here knows a terminal. What is said goes to one callable, in pieces whose formulas are Trees; what the learner
types comes from another.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from math import ceil
from typing import Final, Literal, NamedTuple

from mvcalc_cli.errors import InputError, MvcalcError
from mvcalc_cli.language.tree import Tree
from mvcalc_cli.quiz.advice import advice
from mvcalc_cli.quiz.grading.task import Marked, Task
from mvcalc_cli.quiz.schedule import RATINGS
from mvcalc_cli.quiz.session import Feedback, Sitting
from mvcalc_cli.quiz.variant import Filled, VariantPart

LETTERS: Final = "abcdefghijklmnopqrstuvwxyz"
WORDS: Final = ("?", "hint", "skip", "solution", "back", "why", "plot", "quit")
# How one answers with options.
_WAYS: Final = {
    "choice": "type the letter of one",
    "multi": "type the letters of all that are right, as in a, c",
    "order": "type the letters in your order, as in b, a, c",
}
_WORD_KINDS: Final = frozenset({"choice", "multi", "text", "order"})

HELP: Final = (
    ("products", "2x, x y, 2*x*y"),
    ("powers and roots", "x^2, sqrt(x), x^(1/3)"),
    ("functions", "sin(x), log(x), exp(x) or e^x, |x|"),
    ("constants", "pi, e, i, oo"),
    ("vectors, matrices", "[2x, 1]    [1, 2; 3, 4]"),
    ("sets, intervals", "{1, 2}    {(0, 0), (1, 2)}    [0, 1)"),
    ("equations", "y = 2x + 1    x >= 0 and x < 3"),
)
MEANINGS: Final = (
    ("hint", "the next hint"),
    ("skip", "leave this question; after a wrong answer it comes again"),
    ("solution", "see how it is done; the question comes back soon"),
    ("back", "to a question that was skipped"),
    ("why", "more about the last verdict"),
    ("plot", "the picture of the question"),
    ("again hard good easy", "rate the question before this one yourself"),
    ("quit", "leave; the session goes on another time where it stands"),
    ("= TEXT", "an answer that is one of these words"),
)


class Said(NamedTuple):
    """One line to be shown, or one paragraph.

    Attributes:
        pieces: Texts and formulas.
        role: What it is; "good", "bad" and "open" are verdicts and have a sign before them.
        indent: In columns.
        tall: Its formulas may stand in two dimensions.
    """

    pieces: Filled = ()
    role: Literal["text", "head", "good", "bad", "open", "secondary", "answer"] = "text"
    indent: int = 2
    tall: bool = False


Say = Callable[["Said | MvcalcError"], None]
Ask = Callable[[str], "str | None"]  # the prompt -> what was typed; None when the input is closed
Draw = Callable[[str], str]  # the command line of a figure -> the picture; raises MvcalcError


class Conversation:
    """Questions, answers and verdicts, one after the other.

    Args:
        sitting: The session.
        say: Shows a line, or a mistake with its place.
        ask: Reads a line.
        draw: Makes the picture of a question.
    """

    def __init__(self, sitting: Sitting, say: Say, ask: Ask, draw: Draw) -> None:
        self._sitting, self._say, self._ask, self._draw = sitting, say, ask, draw
        self._shown: tuple[int, str] | None = None
        self._last: tuple[str, Marked, VariantPart] | None = None  # what was typed, the verdict on it, and where
        self._solution: tuple[Filled, ...] = ()  # of the question that was just done

    def run(self) -> bool:
        """Talk until every question is done; False if the learner left before."""
        while True:
            while not self._sitting.over:
                if not self._is_shown():
                    continue
                typed = self._ask("answer> ")
                if typed is None or not self._take(typed.strip()):
                    return False
            if self._sitting.time_over:
                self._tell("the time is over", "open")
            after = self._closing()
            if after != "back":
                return after == "end"

    # --- what is shown ----------------------------------------------------------------------------------

    def _is_shown(self) -> bool:
        """Show the question and its part, unless they are on already; False if the bank has a mistake there."""
        sitting = self._sitting
        try:
            variant = sitting.variant
        except MvcalcError as mistake:
            self._say(unaskable(sitting, mistake))
            sitting.skip()
            return False
        part = sitting.part
        if self._shown is None or self._shown[0] != sitting.item.id:
            self._show_head()
            if variant.figure:
                self._tell("plot shows a picture")
            self._paragraphs(variant.prompt)
        if self._shown != (sitting.item.id, part.part.id):
            self._show_part(part)
        self._shown = (sitting.item.id, part.part.id)
        return True

    def _show_head(self) -> None:
        sitting = self._sitting
        self._say(Said())
        if sitting.news:
            self._tell(sitting.news)
            sitting.news = ""
        title = sitting.banks[sitting.item.bank].title
        kind = "placement, " if sitting.placing else ""
        place = f"{kind}question {sitting.place + 1} of {len(sitting.items)}"
        self._say(Said((f"{title}   {place}{self._standing()}",), "head", 0))

    def _standing(self) -> str:
        """2 right, 1 wrong; in an exam the time that is left."""
        sitting = self._sitting
        if sitting.exam:
            left = sitting.seconds_left
            return "" if left is None else f"   {duration(ceil(left))} left"
        went = [result.outcome for result in sitting.results()]
        right, wrong = went.count("right"), went.count("wrong")
        return f"   {right} right, {wrong} wrong" if right or wrong else ""

    def _show_part(self, part: VariantPart) -> None:
        parts = self._sitting.variant.parts
        if len(parts) > 1:
            place = [each.part.id for each in parts].index(part.part.id) + 1
            self._say(Said((f"part {place} of {len(parts)}   ", *part.label), "secondary", tall=True))
        elif part.label:
            self._say(Said(part.label, tall=True))
        for letter, option in zip(LETTERS, part.options, strict=False):
            self._say(Said((f"{letter}  ", *option), indent=4))
        if part.part.kind in _WAYS:
            self._tell(_WAYS[part.part.kind])

    def _paragraphs(self, filled: Filled, indent: int = 2) -> None:
        for line in split_lines(filled):
            self._say(Said(line, indent=indent, tall=True))

    def _tell(self, text: str, role: Literal["text", "good", "bad", "open", "secondary"] = "secondary") -> None:
        self._say(Said((text,), role))

    # --- what the learner may do ------------------------------------------------------------------------

    def _take(self, typed: str) -> bool:
        """One line of the learner's; False to leave."""
        word = typed.casefold()
        if word in {"quit", "exit"}:
            return False
        if self._sitting.over:  # the time ran out while this was typed: it does not count
            return True
        acts: dict[str, Callable[[], None]] = {
            "": lambda: self._tell("type an answer, or one of: " + ", ".join(WORDS)),
            "?": self._help, "help": self._help, "hint": self._hint, "skip": self._skip, "solution": self._give_up,
            "back": self._back, "why": self._why, "plot": self._plot,
        }  # fmt: skip
        if word in acts:
            acts[word]()
        elif word in RATINGS and self._sitting.rated:
            self._rate(word)
        else:
            self._answer(typed.removeprefix("=").strip() if typed.startswith("= ") else typed)
        return True

    def _answer(self, typed: str) -> None:
        sitting = self._sitting
        part = sitting.part
        shown = self._reading(part, typed)
        found = sitting.answer(typed)
        self._last, self._solution = (typed, found.marked, part), ()
        if found.marked.verdict == "invalid":
            marked = found.marked
            self._say(InputError(marked.why, hint=marked.hint or None, place=marked.place))
            return
        if shown is not None:
            self._say(Said(("you typed   ", shown), "secondary"))
        if sitting.exam:
            self._tell("noted")
            self._go_on(found)
        elif found.marked.verdict == "undecided":
            self._let_mark(part, found.marked)
        else:
            self._verdict(part, found)

    def _reading(self, part: VariantPart, typed: str) -> Tree | str | None:
        """The answer as it is understood: a formula, or the option that a letter stands for."""
        if part.part.kind not in _WORD_KINDS:
            return self._sitting.read(typed)
        place = LETTERS.find(typed.casefold()) if len(typed) == 1 else -1
        return part.task.options[place] if 0 <= place < len(part.task.options) else None

    def _verdict(self, part: VariantPart, found: Feedback) -> None:
        marked = found.marked
        right = marked.score >= 1
        self._tell(_judged(marked, right), "good" if right else "bad")
        if marked.say:
            self._say(Said((marked.say,), indent=4))
        if not right:
            self._entries(part, marked, 4)
        if 0 < marked.score < 1:
            self._say(Said((f"score {marked.score:.2g}",), "secondary", 4))
        expected = part.task.expected
        if right and expected is not None and not marked.followed and self._differs(part, expected):
            self._say(Said(("same as   ", expected), "secondary", 4))
        self._go_on(found)

    def _entries(self, part: VariantPart, marked: Marked, indent: int) -> None:
        """Which entries are right; of options that would tell the answer."""
        if marked.components and part.task.expected is not None:
            self._say(Said((_entries(marked.components),), "text" if indent > 2 else "secondary", indent))

    def _differs(self, part: VariantPart, expected: Tree) -> bool:
        """Whether the bank's own form says something new."""
        from mvcalc_cli.language.printers import plain

        marked = self._last[1] if self._last else None
        return part.task.accept is None and marked is not None and marked.reading != plain(expected)

    def _let_mark(self, part: VariantPart, marked: Marked) -> None:
        """An answer that cannot be decided is the learner's own to mark."""
        self._tell(f"this could not be decided: {marked.why}", "open")
        self._show_answer(part)
        while True:
            typed = self._ask("is yours right? y or n> ")
            word = "" if typed is None else typed.strip().casefold()
            if typed is None or word in {"y", "yes", "n", "no"}:
                break
        if typed is not None:
            found = self._sitting.mark(word.startswith("y"))
            self._tell("right, by your own verdict" if word.startswith("y") else "not yet", "open")
            self._go_on(found)

    def _go_on(self, found: Feedback) -> None:
        """After a question that is done: when it comes back, then the next one."""
        if not found.question_done:
            return
        if found.days is not None:
            self._tell(comes_back(found.days))
        if not self._sitting.exam:
            self._solution = self._sitting.variant.solution
        self._sitting.next()

    def _help(self) -> None:
        width = max(len(name) for name, _ in (*HELP, *MEANINGS))
        for name, meaning in HELP:
            self._say(Said((f"{name:<{width}}   {meaning}",)))
        self._say(Said())
        for name, meaning in MEANINGS:
            self._say(Said((f"{name:<{width}}   {meaning}",)))

    def _hint(self) -> None:
        hint = self._sitting.hint()
        if hint is not None:
            self._say(Said(("hint: ", *hint), tall=True))
        elif self._sitting.exam:
            self._tell("there are no hints in an exam")
        else:
            self._tell("there are no more hints" if self._sitting.part.hints else "this question has no hint")

    def _skip(self) -> None:
        days = self._sitting.skip()
        for text in ("skipped: back goes back to it", *skipped_words(days)):
            self._tell(text)

    def _give_up(self) -> None:
        sitting = self._sitting
        if sitting.exam:
            self._tell("there are no solutions in an exam")
            return
        variant = sitting.variant
        for line in variant.solution:
            self._paragraphs(line)
        for part in variant.parts:
            self._show_answer(part)
        found = sitting.give_up()
        self._last = None
        self._go_on(found)

    def _show_answer(self, part: VariantPart) -> None:
        lead = (*part.label, " ") if part.label else ("the answer: ",)
        self._say(Said((*lead, *answer_of(part)), "answer", tall=True))

    def _back(self) -> None:
        if not self._sitting.back():
            self._tell("there is no question to go back to: only those that were skipped")

    def _why(self) -> None:
        """The last verdict in full; of a question that is done its solution too."""
        if self._sitting.exam:
            self._tell("verdicts are told after the exam")
            return
        if self._last is None:
            self._tell("nothing was answered yet" if not self._solution else "its solution was:")
        else:
            typed, marked, part = self._last
            if marked.place is not None:
                self._say(InputError(marked.why, hint=marked.hint or None, place=marked.place))
            else:
                self._tell(f"{typed}: {marked.why}")
            self._entries(part, marked, 2)
        for line in self._solution:
            self._paragraphs(line, 4)

    def _plot(self) -> None:
        figure = self._sitting.variant.figure
        if not figure:
            self._tell("this question has no picture")
            return
        try:
            picture = self._draw(figure)
        except MvcalcError as mistake:
            self._say(mistake)
            return
        for line in picture.splitlines():
            self._say(Said((line,), indent=0))

    def _rate(self, word: str) -> None:
        days = self._sitting.rate(RATINGS[word])
        self._tell(f"rated {word}" + (f": {comes_back(days)}" if days is not None else ""))

    def _closing(self) -> Literal["end", "back", "leave"]:
        """After the last question: a rating of one's own, or back to one that was skipped."""
        sitting = self._sitting
        while not sitting.time_over and sitting.items:
            typed = self._ask(self._closing_prompt())
            word = "" if typed is None else typed.strip().casefold()
            if word == "back":
                self._shown = None
                if sitting.back():
                    return "back"
                self._back()
            elif word in RATINGS and sitting.rated:
                self._rate(word)
            elif word == "why":
                self._why()
            elif sitting.exam and word in {"quit", "exit"}:
                return "leave"
            elif not sitting.exam or not word:
                break
            else:  # an answer that came too late must not hand in
                self._tell("this is no question any more: back goes to one, quit leaves without handing in")
        return "end"

    def _closing_prompt(self) -> str:
        if self._sitting.exam:
            return "enter hands in, back goes back> "
        return "enter ends; again, hard, good or easy rates the last one> " if self._sitting.rated else "enter ends> "


def unaskable(sitting: Sitting, mistake: MvcalcError) -> MvcalcError:
    """The mistake of a question that its bank makes impossible to ask: where it stands, and what to do."""
    bank, question = sitting.banks[sitting.item.bank], sitting.question
    where = f"{bank.path}:{question.place.line}:{question.place.column}"
    told = advice(mistake.hint or "")
    hint = f"{told}; " if told else ""
    return MvcalcError(
        f"{where}: this question cannot be asked: {mistake.message}", hint=f"{hint}mvcalc quiz lint {bank.path}"
    )


def answer_of(part: VariantPart) -> Filled:
    """The right answer, to be shown; one that is asked for in decimals also as a decimal number."""
    task = part.task
    if task.expected is not None:
        rounded = _rounded(task)
        return (task.expected, f" ≈ {rounded}") if rounded else (task.expected,)
    return (", ".join(task.texts) if task.kind != "text" else " or ".join(task.texts),)


def _rounded(task: Task) -> str:
    """The value of an answer to so many decimals or digits; "" where it is not asked for so, or is a whole number."""
    from mvcalc_cli.calculus.evaluate import evaluate

    rule = task.grade
    if task.expected is None or (rule.decimals is None and rule.significant is None) or task.expected.kind == "number":
        return ""
    try:
        value = evaluate(task.expected, {})
    except MvcalcError:
        return ""
    return f"{value:.{rule.decimals}f}" if rule.decimals is not None else f"{value:.{rule.significant}g}"


def skipped_words(days: int | None) -> tuple[str, ...]:
    """What is said of a question that was answered wrongly and skipped; () of any other.

    >>> skipped_words(0), skipped_words(None)
    (('what was skipped was not right and comes again: next review today',), ())
    """
    return () if days is None else (f"what was skipped was not right and comes again: {comes_back(days)}",)


def comes_back(days: int) -> str:
    """When a question comes back.

    >>> comes_back(3), comes_back(0)
    ('next review in 3 days', 'next review today')
    """
    return "next review " + {0: "today", 1: "tomorrow"}.get(days, f"in {days} days")


def duration(seconds: float) -> str:
    """27 min, 4 min 12 s, 45 s.

    >>> duration(252), duration(45.2), duration(1800), duration(7260)
    ('4 min 12 s', '45 s', '30 min', '2 h 1 min')
    """
    whole = int(seconds)
    hours, minutes, rest = whole // 3600, whole // 60 % 60, whole % 60
    if hours:
        return f"{hours} h" + (f" {minutes} min" if minutes else "")
    parts = [f"{minutes} min"] if minutes else []
    return " ".join([*parts, f"{rest} s"] if rest or not parts else parts)


def split_lines(filled: Filled) -> Iterable[Filled]:
    """A text with its formulas, cut at its line breaks.

    >>> list(split_lines(("one\\ntwo ", "three")))
    [('one',), ('two ', 'three')]
    """
    line: list[str | Tree] = []
    for piece in filled:
        if not isinstance(piece, str):
            line.append(piece)
            continue
        first, *others = piece.rstrip("\n").split("\n") if piece is filled[-1] else piece.split("\n")
        line += [first] if first else []
        for other in others:
            yield tuple(line)
            line = [other] if other else []
    yield tuple(line)


def _judged(marked: Marked, right: bool) -> str:
    if right:
        return f"right   {marked.why}" if marked.why not in {"", "right"} else "right"
    told = "equal where both have a value, but not everywhere" if marked.verdict == "domain-differs" else "not yet"
    return f"{told}   {marked.why}" if marked.why not in {"", "wrong"} else told


def _entries(components: tuple[bool, ...]) -> str:
    """Which entries are right, in words that a screen reader says."""
    wrong = [str(place) for place, right in enumerate(components, 1) if not right]
    right = [str(place) for place, right in enumerate(components, 1) if right]
    told = [f"right: {', '.join(right)}"] if right else []
    return "entries " + "; ".join([*told, f"wrong: {', '.join(wrong)}"] if wrong else told)
