"""One variant of a question: its parameters drawn from a seed, its texts filled, its answers ready to be graded.

A variant is never stored, only its seed: every question has its own stream of numbers, made of the seed, the bank,
the question's id and its revision, the same in every process and on every machine.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple, TypeVar

from mvcalc_cli.errors import MvcalcError
from mvcalc_cli.language.tree import Tree
from mvcalc_cli.quiz.derive import Scope
from mvcalc_cli.quiz.draw import Stream, drawn, shuffled_options, stream_of
from mvcalc_cli.quiz.filling import Filled, command_line, filled, shown, typed
from mvcalc_cli.quiz.grading.task import KnownMistake, Task
from mvcalc_cli.quiz.question import Mistake, Part, Question

__all__ = [
    "Filled", "Path", "Problem", "Stream", "Variant", "VariantPart", "drafted", "filled", "follow", "kinds",
    "kinds_of", "variant",
]  # fmt: skip

Made = TypeVar("Made")
# Where in a question a text stands: ("parts", 0, "hints", 1).
Path = tuple[str | int, ...]


class VariantPart(NamedTuple):
    """One answer that a variant asks for.

    Attributes:
        part: As it stands in the bank.
        label: What stands before the input.
        options: In the order in which they are shown.
        says: What is said to those who take an option wrongly, beside `options`.
        hints: One at a time.
        task: What the answer is graded against.
    """

    part: Part
    label: Filled
    options: tuple[Filled, ...]
    says: tuple[str, ...]
    hints: tuple[Filled, ...]
    task: Task


class Variant(NamedTuple):
    """A question, ready to be asked.

    Attributes:
        question: As it stands in the bank.
        seed: What it was made from.
        values: The parameters: expressions, or words.
        prompt: With its formulas.
        parts: In their order.
        solution: Lines.
        figure: A command line of ours, its words quoted for a shell; "".
    """

    question: Question
    seed: int
    values: Mapping[str, Tree | str]
    prompt: Filled
    parts: tuple[VariantPart, ...]
    solution: tuple[Filled, ...]
    figure: str


class Problem(NamedTuple):
    """A text of a question that cannot be used."""

    path: Path
    mistake: MvcalcError


def variant(question: Question, seed: int, bank: str = "") -> Variant:
    """The variant of a question that a seed makes.

    Raises:
        MvcalcError: If a text cannot be read, a placeholder is unknown, no draw satisfies the conditions, or an answer
            has no exact value; it says where.
    """
    return _Draft(question, None).made(seed, bank)


def drafted(question: Question, seed: int, bank: str = "") -> tuple[Variant | None, list[Problem]]:
    """The same, with everything that is wrong; the variant is None where its parameters cannot be drawn."""
    problems: list[Problem] = []
    try:
        return _Draft(question, problems).made(seed, bank), problems
    except MvcalcError:
        return None, problems


def kinds_of(question: Question) -> dict[str, str]:
    """The variables of a question and their kinds; a domain of two ends is real."""
    return kinds(question.variables)


def kinds(variables: Iterable[tuple[str, str | tuple[float, float]]]) -> dict[str, str]:
    """Names and their kinds."""
    return {name: kind if isinstance(kind, str) else "real" for name, kind in variables}


def answer_name(part: Part) -> str:
    """What later texts call the answer of a part."""
    return part.id.replace("-", "_")


def follow(made: Variant, part: VariantPart, given: Mapping[str, Tree]) -> Task:
    """The task of a part with the learner's own value of the part it follows: `Task.again`."""
    source = part.part.follow
    if not source or source not in given:
        return part.task
    answers: dict[str, Tree | str] = {
        answer_name(each.part): each.task.expected for each in made.parts if each.task.expected is not None
    }
    own = {**answers, source.replace("-", "_"): given[source]}
    try:
        scope = Scope(kinds_of(made.question), {**own, **made.values})
        read = scope.written if part.part.grade.by == "identical" else scope.tree
        again = _in_form(part.part, read(part.part.answer))
    except MvcalcError:
        return part.task  # the learner's value makes no answer: nothing to follow
    return part.task._replace(again=again)


class _Draft:
    """A variant in the making.

    Args:
        question: What it is made of.
        problems: Takes what is wrong; None raises the first.
    """

    def __init__(self, question: Question, problems: list[Problem] | None) -> None:
        self.question = question
        self.problems = problems

    def made(self, seed: int, bank: str) -> Variant:
        """The whole."""
        question, kinds = self.question, kinds_of(self.question)
        stream = stream_of(question, seed, bank)
        values = drawn(question, stream, kinds, self._told)
        # The answers of earlier parts are known by their names in later ones.
        answers: dict[str, Tree | str] = {}
        parts = []
        for place, part in enumerate(question.parts):
            made = self._part(("parts", place), part, Scope(kinds, {**answers, **values}), stream)
            parts.append(made)
            if made.task.expected is not None:
                answers[answer_name(part)] = made.task.expected
        scope, after = Scope(kinds, values), Scope(kinds, {**answers, **values})
        return Variant(
            question,
            seed,
            values,
            self._filled(("prompt",), question.prompt, scope),
            tuple(parts),
            tuple(self._filled(("solution", n), text, after) for n, text in enumerate(question.solution)),
            self._tried(("figure",), lambda: command_line(question.figure, scope), ""),
        )

    def _told(self, path: Path, mistake: MvcalcError) -> MvcalcError:
        """A mistake in a text, kept or made to say where it stands."""
        if self.problems is not None:
            self.problems.append(Problem(path, mistake))
            return mistake
        where = f"{self.question.id}, {path_text(path, self.question)}"
        mistake.message = f"{where}: {mistake.message}"
        mistake.args = (mistake.message,)
        return mistake

    def _tried(self, path: Path, make: Callable[[], Made], otherwise: Made) -> Made:
        try:
            return make()
        except MvcalcError as mistake:
            told = self._told(path, mistake)
            if self.problems is None:
                raise told from None
            return otherwise

    def _filled(self, path: Path, text: str, scope: Scope) -> Filled:
        return self._tried(path, lambda: filled(text, scope), ())

    def _part(self, path: Path, part: Part, scope: Scope, stream: Stream) -> VariantPart:
        order: list[int] = []
        if part.options:
            right = _right_texts(part) if part.kind == "order" else ()
            order = shuffled_options([option.text for option in part.options], right, stream)
        options = tuple(self._filled((*path, "options", place), part.options[place].text, scope) for place in order)
        return VariantPart(
            part,
            self._filled((*path, "label"), part.label, scope),
            options,
            tuple(shown(self._filled((*path, "options", place), part.options[place].say, scope)) for place in order),
            tuple(self._filled((*path, "hints", n), hint, scope) for n, hint in enumerate(part.hints)),
            self._task(path, part, scope, tuple(map(typed, options)))._replace(shown=tuple(map(shown, options))),
        )

    def _task(self, path: Path, part: Part, scope: Scope, options: tuple[str, ...]) -> Task:
        by_text = part.kind in {"choice", "multi", "order", "text"}
        right = _right_texts(part) if by_text else ()
        texts = tuple(typed(self._filled((*path, "answer"), text, scope)) for text in right)
        expected = None
        if part.answer and not by_text:
            read = scope.written if part.grade.by == "identical" else scope.tree
            expected = self._tried((*path, "answer"), lambda: _in_form(part, read(part.answer)), None)
        mistakes = () if by_text else part.mistakes
        known = [self._mistake((*path, "mistakes", n), part, each, scope) for n, each in enumerate(mistakes)]
        return Task(
            part.kind,
            expected,
            texts,
            options,
            self.question.variables,
            part.grade,
            part.require,
            tuple(each for each in known if each is not None),
            self._accept(path, part, scope),
        )

    def _accept(self, path: Path, part: Part, scope: Scope) -> Tree | None:
        accept = part.grade.accept
        if not accept:
            return None
        inner = Scope({**scope.kinds, "answer": "real"}, scope.values)
        return self._tried((*path, "grade", "accept"), lambda: inner.raw(accept), None)

    def _mistake(self, path: Path, part: Part, known: Mistake, scope: Scope) -> KnownMistake | None:
        say = shown(self._filled((*path, "say"), known.say, scope))
        answer: Tree | None = self._tried((*path, "answer"), lambda: _in_form(part, scope.tree(known.answer)), None)
        return None if answer is None else KnownMistake(answer, say, known.score, known.name)


def _in_form(part: Part, answer: Tree) -> Tree:
    """The right answer as it is asked for: [0, 1] as an interval, a fraction where decimals are not wanted."""
    if part.kind == "interval" and answer.kind == "vector" and len(answer.args) == 2:
        answer = Tree("interval", "[]", answer.args)
    if part.grade.by == "lowest-terms" or ("no", "decimals") in part.require:
        from mvcalc_cli.quiz.decimals import without_points

        return without_points(answer)
    return answer


def _right_texts(part: Part) -> tuple[str, ...]:
    """The right options or words; an order without an answer is right as its options stand in the bank."""
    if part.kind == "order" and not part.answers:
        return tuple(option.text for option in part.options)
    return part.answers or ((part.answer,) if part.answer else ())


def path_text(path: Path, question: Question) -> str:
    """Where a text stands, in words.

    >>> question = Question("q", "", (Part("g", "number"),))
    >>> path_text(("parts", 0, "hints", 1), question), path_text(("params", "f"), question)
    ('hint 2', 'params f')
    """
    words: list[str] = []
    rest = list(path)
    if rest[:1] == ["parts"]:
        part = question.parts[int(rest[1])]
        words += [f"part {part.id},"] if len(question.parts) > 1 else []
        rest = rest[2:]
    for word in rest:
        if isinstance(word, int) and words:
            words[-1] = f"{words[-1].removesuffix('s')} {word + 1}"
        else:
            words.append(str(word))
    return " ".join(words)
