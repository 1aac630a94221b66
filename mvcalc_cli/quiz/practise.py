"""One's own function, differentiated step by step by the learner: what is asked, and what an answer brings.

A state machine without a terminal: `Practice.question` is what is asked, `answer`, `hint` and `solution` go on.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final, Literal, NamedTuple

from mvcalc_cli.calculus.derivative import Step, differentiate
from mvcalc_cli.language.printers import plain
from mvcalc_cli.language.tree import Tree, variables
from mvcalc_cli.quiz.engine import Engine
from mvcalc_cli.quiz.grading.task import KnownMistake, Marked, Task
from mvcalc_cli.quiz.steps.choices import also_right, choices, chosen
from mvcalc_cli.quiz.steps.mistakes import mistakes, wrong_derivatives
from mvcalc_cli.quiz.steps.questions import Question, questions
from mvcalc_cli.quiz.steps.words import hint_of_rule, terms_of, why_not
from mvcalc_cli.quiz.workings.slips import Sentence, Wrong, flat

_MOST_MISTAKES: Final = 40
_PREFIX: Final = re.compile(
    r"\s*(?:[A-Za-z]\w*\s*[′']*(?:\([^()=]*\))?|\([^=]*\)\s*[′']|[d∂]/[d∂]\w+[^=]*)?\s*=(?!=)\s*"
)


class Reply(NamedTuple):
    """What an answer brought.

    Attributes:
        verdict: right; wrong; invalid (not read, or not decided: it costs nothing).
        words: The reason, or a remark.
        marked: The grader's verdict, where there is one.
        ahead: It was the answer to a whole part, whose other questions are over.
    """

    verdict: Literal["right", "wrong", "invalid"]
    words: tuple[Sentence, ...] = ()
    marked: Marked | None = None
    ahead: bool = False


class Record(NamedTuple):
    """How one step went.

    Attributes:
        step: The step.
        tries: Answers that were marked.
        wrong: Those of them that were wrong.
        hints: Hints shown.
        solution: Whether an answer was shown.
        mistakes: What was told to wrong answers.
        done: Whether it was finished.
    """

    step: Step
    tries: int = 0
    wrong: int = 0
    hints: int = 0
    solution: bool = False
    mistakes: tuple[str, ...] = ()
    done: bool = False

    @property
    def first_try(self) -> bool:
        """Right at once, without help."""
        return self.done and not (self.wrong or self.hints or self.solution)


class Practice:
    """The derivative of one function by one variable, as the learner finds it.

    Args:
        tree: The function.
        by: The variable.
        engine: Grades answers.
        kinds: Declared variables.
        rules: Whether to ask for the rules.

    Raises:
        InputError: If it cannot be differentiated.

    >>> from mvcalc_cli.language import parse
    >>> from mvcalc_cli.quiz.engine import Here
    >>> practice = Practice(parse("x^2 sin(x)").tree, "x", Here())
    >>> practice.question.kind, practice.answer("product").verdict, practice.question.letter
    ('rule', 'right', 'u')
    >>> practice.answer("2x sin(x) + x^2 cos(x)").ahead, practice.over
    (True, True)
    """

    def __init__(
        self, tree: Tree, by: str, engine: Engine, kinds: Mapping[str, str] | None = None, rules: bool = True
    ) -> None:
        self.tree, self.by = tree, by
        self.root = differentiate(tree, by, kinds).step
        self._engine = engine
        self._kinds = dict(kinds or {})
        self._variables = tuple((name, self._kinds.get(name, "real")) for name in _names(tree, by))
        self._waiting = list(questions(self.root, rules))
        self._hinted: dict[Question, int] = {}
        self.records: dict[Tree, Record] = {}
        self.left = False

    @property
    def over(self) -> bool:
        """Nothing more is asked."""
        return not self._waiting

    @property
    def question(self) -> Question:
        """What is asked now."""
        return self._waiting[0]

    @property
    def options(self) -> tuple[str, ...]:
        """The rules to choose from, where a rule is asked for."""
        return choices(self.question.step) if self.question.kind == "rule" else ()

    @property
    def right(self) -> bool:
        """Everything right in the end, and no solution shown."""
        return self.over and not self.left and not any(each.solution for each in self.records.values())

    # --- what a learner may do --------------------------------------------------------------------------

    def answer(self, text: str) -> Reply:
        """Mark an answer to the question; the derivative of the part, or of the whole, is taken at any time."""
        bare = _PREFIX.sub("", text, count=1) if "=" in text else text
        question = self.question
        if question.kind == "rule":
            rule = chosen(bare, self.options) if bare.strip() not in self._letters() else None
            if rule is not None:
                return self._rule(question, rule)
        if question.kind == "piece":
            return self._piece(question, bare)
        return self._slope(question, bare)

    def hint(self) -> Sentence | None:
        """The next hint: the formula, then what its letters stand for; None if there are no more."""
        question = self.question
        found = self._hints(question)
        shown = self._hinted.get(question, 0)
        if shown >= len(found):
            return None
        self._hinted[question] = shown + 1
        self._note(question, hints=1)
        return found[shown]

    def solution(self) -> Tree | str:
        """The answer of this question; on to the next."""
        question = self.question
        self._note(question, solution=True)
        self._next()
        return question.step.rule if question.kind == "rule" else question.expected

    def quit(self) -> None:
        """Leave before the end."""
        self.left = not self.over
        self._waiting.clear()

    # --- marking ----------------------------------------------------------------------------------------

    def _letters(self) -> set[str]:
        return {name for name, _ in self._variables}

    def _rule(self, question: Question, rule: str) -> Reply:
        step = question.step
        if rule == step.rule:
            return self._accepted(question)
        if rule in also_right(step):
            return self._accepted(question, Sentence(f"that would do; shorter here: {step.rule}"))
        return self._refused(question, (why_not(rule, step),))

    def _piece(self, question: Question, text: str) -> Reply:
        """A piece; those of a product may be named in either order."""
        pieces = [each for each in self._waiting if each.kind == "piece" and each.step is question.step]
        marked = self._grade(question.expected, text)
        if marked.verdict == "equal":
            return self._accepted(question, marked=marked)
        other = next((each for each in pieces[1:] if self._grade(each.expected, text).verdict == "equal"), None)
        if other is not None and question.step.rule == "product rule":
            self._waiting.remove(other)
            self._waiting.insert(0, other)
            return self._accepted(other, Sentence(f"yes, {other.letter}; the order does not matter"))
        ahead = self._ahead(question, text)
        if ahead is not None:
            return ahead
        if marked.verdict == "invalid":
            return Reply("invalid", marked=marked)
        words = Sentence("that is another piece of it") if other is not None else Sentence("it is not that piece")
        return self._refused(question, (words,), marked)

    def _slope(self, question: Question, text: str) -> Reply:
        """A derivative."""
        marked = self._grade(question.step.result, text, self._known(question))
        if marked.verdict in {"equal", "domain-differs"}:
            remark = None if marked.verdict == "equal" else Sentence(_escaped(marked.guarded.why))
            return self._skipped(question, remark, marked)
        ahead = self._ahead(question, text)
        if ahead is not None:
            return ahead
        if marked.verdict in {"invalid", "undecided"}:
            told = (
                (Sentence("it could not be decided: write it in another form"),)
                if marked.verdict == "undecided"
                else ()
            )
            return Reply("invalid", told, marked)
        return self._refused(question, self._reasons(question, text, marked), marked)

    def _skipped(self, question: Question, remark: Sentence | None, marked: Marked) -> Reply:
        """Right: the questions of this part, and of parts within it, are over."""
        ahead = question.kind == "rule"
        if ahead:
            self._drop(question.step)
        reply = self._accepted(question, remark, marked=marked, drop=not ahead)
        return reply._replace(ahead=ahead)

    def _ahead(self, question: Question, text: str) -> Reply | None:
        """The derivative of the part around this question, or of the whole function."""
        steps = {each.step.before: each.step for each in self._waiting if each.kind == "whole"}
        for step in dict.fromkeys([question.step, self.root, *steps.values()]):
            if step.before not in steps or (question.kind != "piece" and step is question.step):
                continue
            marked = self._grade(step.result, text)
            if marked.verdict in {"equal", "domain-differs"}:
                self._drop(step)
                self._record(step, done=True, tries=1)
                return Reply("right", marked=marked, ahead=True)
        return None

    def _drop(self, step: Step) -> None:
        """The questions of a part and of what is within it are over; those up to its own last one."""
        last = max(place for place, each in enumerate(self._waiting) if each.step is step)
        self._waiting = self._waiting[last + 1 :]

    def _accepted(
        self, question: Question, remark: Sentence | None = None, marked: Marked | None = None, drop: bool = True
    ) -> Reply:
        self._note(question, tries=1, done=question.kind in {"whole", "slope"} or not drop)
        if drop:
            self._next()
        return Reply("right", (remark,) if remark is not None else (), marked)

    def _refused(self, question: Question, words: tuple[Sentence, ...], marked: Marked | None = None) -> Reply:
        self._note(question, tries=1, wrong=1, mistake=words[0].words(plain) if words else "")
        return Reply("wrong", words, marked)

    def _next(self) -> None:
        self._waiting = self._waiting[1:]

    def _grade(self, expected: Tree, text: str, known: tuple[KnownMistake, ...] = ()) -> Marked:
        return self._engine.grade(Task("expression", expected, variables=self._variables, mistakes=known), text)

    # --- what is said -----------------------------------------------------------------------------------

    def _wrong(self, question: Question) -> list[Wrong]:
        """Known mistakes: of this rule first, then those of the parts within it."""
        inner = (each for part in question.step.parts for each in wrong_derivatives(part.before, self.by, self._kinds))
        deeper = wrong_derivatives(question.step.before, self.by, self._kinds)
        found = [*mistakes(question.step), *deeper, *inner]
        return found[:_MOST_MISTAKES]

    def _known(self, question: Question) -> tuple[KnownMistake, ...]:
        return tuple(KnownMistake(wrong, "", 0.0, str(place)) for place, (wrong, _) in enumerate(self._wrong(question)))

    def _reasons(self, question: Question, text: str, marked: Marked) -> tuple[Sentence, ...]:
        """The known mistake, or which terms are right and a counterexample."""
        if marked.mistake:
            return (self._wrong(question)[int(marked.mistake)][1],)
        told = self._rightterms_of(question, text)
        return (*told, Sentence(_escaped(marked.guarded.why)))

    def _rightterms_of(self, question: Question, text: str) -> tuple[Sentence, ...]:
        """Of a sum: the terms that are right."""
        tree = self._engine.read(Task("expression", question.step.result, variables=self._variables), text)
        wanted = terms_of(question.step)
        if tree is None or flat(tree).kind != "sum" or len(wanted) < 2:
            return ()
        right = [term for term in flat(tree).args if self._is_one_of(term, wanted)]
        if not right:
            return ()
        words = ", ".join(f"{{{place}}}" for place in range(len(right)))
        return (Sentence(f"{words} {'is' if len(right) == 1 else 'are'} right; look at the rest again", tuple(right)),)

    def _is_one_of(self, term: Tree, wanted: list[Tree]) -> bool:
        return any(self._grade(each, plain(term)).verdict == "equal" for each in wanted)

    def _hints(self, question: Question) -> tuple[Sentence, ...]:
        """The formula, the letters, and what is put in."""
        step = question.step
        law = Sentence(_escaped(f"{step.rule}   {question.formula}".rstrip()))
        if question.kind == "rule":
            return (
                hint_of_rule(step),
                Sentence(_escaped(question.formula)) if question.formula else Sentence(step.rule),
            )
        if not step.letters:
            return (law,)
        names = ",  ".join(f"{letter} = {{{place}}}" for place, (letter, _) in enumerate(step.letters))
        letters = Sentence(names, tuple(tree for _, tree in step.letters))
        if question.kind == "piece":
            return (law,)
        return (law, letters)

    # --- keeping ----------------------------------------------------------------------------------------

    def _note(
        self,
        question: Question,
        *,
        tries: int = 0,
        wrong: int = 0,
        hints: int = 0,
        solution: bool = False,
        mistake: str = "",
        done: bool = False,
    ) -> None:
        finished = done or (solution and question.kind in {"whole", "slope"})
        self._record(
            question.step, tries=tries, wrong=wrong, hints=hints, solution=solution, mistake=mistake, done=finished
        )

    def _record(
        self,
        step: Step,
        *,
        tries: int = 0,
        wrong: int = 0,
        hints: int = 0,
        solution: bool = False,
        mistake: str = "",
        done: bool = False,
    ) -> None:
        old = self.records.get(step.before, Record(step))
        self.records[step.before] = Record(
            step,
            old.tries + tries,
            old.wrong + wrong,
            old.hints + hints,
            old.solution or solution,
            (*old.mistakes, mistake) if mistake else old.mistakes,
            old.done or done,
        )


def _names(tree: Tree, by: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys([*variables(tree), by]))


def _escaped(text: str) -> str:
    return text.replace("{", "{{").replace("}", "}}")
