"""What an answer is graded against, and the verdict."""

from __future__ import annotations

from typing import Literal, NamedTuple

from mvcalc_cli.errors import Place
from mvcalc_cli.language.tree import Tree
from mvcalc_cli.quiz.question import Grade, Kind

Verdict = Literal["equal", "domain-differs", "different", "undecided", "invalid"]


class KnownMistake(NamedTuple):
    """A wrong answer that is known, ready to be compared."""

    answer: Tree
    say: str
    score: float
    name: str


class Task(NamedTuple):
    """One answer to be graded; nothing of it knows a bank.

    Attributes:
        kind: What kind of answer.
        expected: The right answer; None for choice, multi, text and order, which have `texts`.
        texts: The right texts: the option (choice), the options (multi, order), the accepted words (text).
        options: All options, in the order in which they are shown, for choice, multi and order: answers may be
            their letters a, b, c.
        variables: Name -> "real", "positive", "integer", "complex", or the ends of its domain: what may stand in an
            answer, how xy splits, and where values are compared.
        grade: How.
        require: Looked at first: ("no", "decimals"), ("without", "integrate").
        mistakes: In their order.
        accept: The condition of `Grade.accept` as a Tree in the variable `answer`; None without.
        again: What the answer should be with the learner's own value of an earlier part (follow-through); None
            where there is none.
        shown: The options as a person reads them, formulas in their own signs: these may be typed too; () where there
            are no others.
    """

    kind: Kind
    expected: Tree | None = None
    texts: tuple[str, ...] = ()
    options: tuple[str, ...] = ()
    variables: tuple[tuple[str, str | tuple[float, float]], ...] = ()
    grade: Grade = Grade()
    require: tuple[tuple[str, str], ...] = ()
    mistakes: tuple[KnownMistake, ...] = ()
    accept: Tree | None = None
    again: Tree | None = None
    shown: tuple[str, ...] = ()


class Marked(NamedTuple):
    """The verdict on one answer.

    Attributes:
        verdict: equal; domain-differs (equal wherever both have a value); different; undecided (the learner marks it
            himself: never wrong); invalid (unreadable, of the wrong shape, or against `require`: no attempt is lost).
        score: 0 to 1.
        why: In words: "same by algebra", "at x = 2 yours gives 7, the answer gives 9".
        say: What the bank says to a known mistake; "".
        mistake: Its name; "".
        hint: The fix of an unreadable answer; "".
        place: The part of the answer that `why` is about; None for the whole.
        reading: The answer as it was understood, in plain text; "" if unreadable.
        components: For each entry whether it is right, where entries are graded alone.
        followed: Right only with the learner's own value of an earlier part.
        nudge: What is said in the place of `why` while there is another try; "" where `why` gives nothing away.
    """

    verdict: Verdict
    score: float
    why: str
    say: str = ""
    mistake: str = ""
    hint: str = ""
    place: Place | None = None
    reading: str = ""
    components: tuple[bool, ...] = ()
    followed: bool = False
    nudge: str = ""

    @property
    def guarded(self) -> Marked:
        """The same for somebody who may try again: a number that is to be found is not told."""
        return self._replace(why=self.nudge, nudge="") if self.nudge else self
