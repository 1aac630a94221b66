"""One question at one seed, looked at by all the rules of a good bank. It runs in a process that may be killed."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final, Literal, NamedTuple

from mvcalc_cli.language.printers import plain
from mvcalc_cli.language.tree import Tree, postorder, variables
from mvcalc_cli.quiz.defined import undefined
from mvcalc_cli.quiz.engine import Here
from mvcalc_cli.quiz.filling import typed
from mvcalc_cli.quiz.grading.task import Marked, Task
from mvcalc_cli.quiz.question import Question
from mvcalc_cli.quiz.trial import Outcome, by_words, tried
from mvcalc_cli.quiz.variant import Path, Problem, Variant, VariantPart, drafted

# Seconds of processor time that grading an answer may take.
_GRADING: Final = 0.1
_LETTERS: Final = "abcdefghijklmnopqrstuvwxyz"

# Told before each step, so that whoever kills this process knows where it was.
At = Callable[[Path], None]
# "varies", "constant" or "zero": whether an answer has variables in it, or is nothing.
Nature = Literal["", "varies", "constant", "zero", "doubled"]


class Remark(NamedTuple):
    """What is wrong with one text of a question.

    Attributes:
        path: Where it stands.
        message: The sentence, without the seed: the same at another seed is the same remark.
        hint: The fix.
        severity: "error" or "warning".
        text: The text that a mistake of reading is about; "".
        start: Where in it.
    """

    path: Path
    message: str
    hint: str = ""
    severity: Literal["error", "warning"] = "error"
    text: str = ""
    start: int = 0


class Look(NamedTuple):
    """What was found at one seed.

    Attributes:
        remarks: What is wrong.
        natures: Of the answer of each part.
        values: The parameters: "a = 2, n = 3".
        figure: The command line of the picture.
        outcomes: Of the tests.
    """

    remarks: tuple[Remark, ...] = ()
    natures: tuple[Nature, ...] = ()
    values: str = ""
    figure: str = ""
    outcomes: tuple[Outcome, ...] = ()


class Looks:
    """The looks at one question: a variant that comes out as at a seed before is not looked at again."""

    def __init__(self) -> None:
        self._question: Question | None = None
        self._found: dict[object, Look] = {}

    def kept(self, made: Variant, tests_alone: bool, look: Callable[[], Look]) -> Look:
        """What was found at another seed, or is found now; at a seed that a test names always what is found now."""
        if self._question != made.question:
            self._question, self._found = made.question, {}
        if any(trial.seed == made.seed for trial in made.question.trials):
            return look()
        shown = tuple(part.task.options for part in made.parts)
        alike = (tests_alone, shown, _values(made), tuple(made.values.items()))
        if alike not in self._found:
            self._found[alike] = look()
        found = self._found[alike]
        return found._replace(outcomes=tuple(each._replace(seed=made.seed) for each in found.outcomes))


def looked_at(
    question: Question, seed: int, bank: str, at: At, *, tests_alone: bool = False, looks: Looks | None = None
) -> Look:
    """The question at a seed: its texts, its own answers, its known mistakes, its tests.

    Args:
        question: Which.
        seed: Of the variant.
        bank: Its id.
        at: Told before each step.
        tests_alone: Only the tests are run.
        looks: Those at other seeds.
    """
    at(("prompt",))
    made, problems = drafted(question, seed, bank)
    if made is None or problems or looks is None:
        return _found(made, problems, at, tests_alone)
    return looks.kept(made, tests_alone, lambda: _found(made, (), at, tests_alone))


def _found(made: Variant | None, problems: Sequence[Problem], at: At, tests_alone: bool) -> Look:
    remarks = [_remark(each) for each in problems]
    if made is None:
        return Look(tuple(remarks))
    remarks += [] if tests_alone else _parts(made, problems, at)
    outcomes = [] if problems else list(_tests(made, at))
    return Look(
        tuple(remarks),
        tuple(_nature(part.task.expected) for part in made.parts),
        _values(made),
        made.figure,
        tuple(outcomes),
    )


def _values(made: Variant) -> str:
    """a = 2, n = 3."""
    return ", ".join(f"{name} = {typed((value,))}" for name, value in made.values.items())


def _remark(problem: Problem) -> Remark:
    mistake = problem.mistake
    place = mistake.place
    text, start = (place.text, place.start) if place is not None else ("", 0)
    return Remark(problem.path, mistake.message, mistake.hint or "", "error", text, start)


def _parts(made: Variant, problems: Iterable[Problem], at: At) -> list[Remark]:
    remarks: list[Remark] = []
    broken = {problem.path[:3] for problem in problems}
    for place, part in enumerate(made.parts):
        path: Path = ("parts", place)
        remarks += _options(path, part)
        if broken.isdisjoint({(*path, "answer"), (*path, "options")}):
            at((*path, "answer"))
            remarks += _own_answers(path, part)
            remarks += _mistakes(path, part, at)
    return remarks


def _tests(made: Variant, at: At) -> Iterator[Outcome]:
    here = Here()
    for number, trial in enumerate(made.question.trials):
        if trial.seed is None or trial.seed == made.seed:
            at(("tests", number))
            yield tried(made, trial, number, here)


# --- options ---------------------------------------------------------------------------------------


def _options(path: Path, part: VariantPart) -> Iterator[Remark]:
    """Options that come out alike, and answers that are none of them."""
    from mvcalc_cli.quiz.grading.words import plain as folded

    seen: set[str] = set()
    for text in part.task.options:
        if folded(text) in seen:
            yield Remark((*path, "options"), "two options are the same", "a condition in where that keeps them apart")
            return
        seen.add(folded(text))
    if part.task.options and not seen.issuperset(map(folded, part.task.texts)):
        yield Remark((*path, "answer"), "the answer is none of the options", "write it as the option is written")


# --- answers ---------------------------------------------------------------------------------------


def _own_answers(path: Path, part: VariantPart) -> Iterator[Remark]:
    """The bank's own answer must have a value, get a score of 1, and be graded in no time."""
    why = undefined(part.task.expected, part.task.variables) if part.task.expected is not None else ""
    if why:
        yield Remark((*path, "answer"), f"the answer has no value: {why}", "exclude such parameters by where")
        return
    for text in _own_texts(part):
        marked, seconds = _timed(part.task, text)
        if marked.verdict != "equal" or marked.score < 1:
            yield _not_right(path, text, marked)
            return
        if seconds > _GRADING:
            yield Remark((*path, "answer"), "grading this answer takes longer than 100 ms", "ask for a simpler answer")


def _own_texts(part: VariantPart) -> list[str]:
    """What a learner types who knows the answer."""
    task = part.task
    if task.kind in {"multi", "order"}:
        places = [task.options.index(text) for text in task.texts if text in task.options]
        return [", ".join(_LETTERS[place] for place in places)]
    if by_words(part.part):
        return list(task.texts)
    return [plain(task.expected)] if task.expected is not None else []


def _timed(task: Task, text: str) -> tuple[Marked, float]:
    """The verdict, and the processor time of the fastest of three gradings; one if that is fast enough."""
    from mvcalc_cli.quiz.grading.grade import grade

    least = float("inf")
    for _ in range(3):
        start = time.process_time()
        marked = grade(task, text)
        least = min(least, time.process_time() - start)
        if least <= _GRADING:
            break
    return marked, least


def _not_right(path: Path, text: str, marked: Marked) -> Remark:
    """The own answer gets another verdict than "right"."""
    told = {"invalid": "not read", "undecided": "undecided", "domain-differs": "right only where both have a value"}
    verdict = told.get(marked.verdict, "not right")
    why = marked.why if marked.verdict != "equal" else f"its score is {marked.score:.3g}"
    hint = marked.hint or "an answer must be right when it is typed; exclude bad parameters by where"
    return Remark((*path, "answer"), f"its own answer, typed as {_cut(text)}, is {verdict}: {why}", hint)


def _cut(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:60]}…"


# --- known mistakes --------------------------------------------------------------------------------


def _mistakes(path: Path, part: VariantPart, at: At) -> Iterator[Remark]:
    """A known mistake must be wrong, readable, and told from the ones before it."""
    for place, known in enumerate(part.task.mistakes):
        at((*path, "mistakes", place))
        text = plain(known.answer)
        # One of several: with the ones after it, an earlier one would answer in its place.
        marked, _ = _timed(part.task._replace(mistakes=part.task.mistakes[: place + 1]), text)
        found = _of_mistake(marked, known.say, known.name)
        if found:
            yield Remark((*path, "mistakes", place), *found)


def _of_mistake(marked: Marked, say: str, name: str) -> tuple[str, str] | None:
    """What is wrong with a known mistake, and the fix."""
    if marked.verdict == "equal":
        return "this mistake is right: it equals the answer", "a condition in where that keeps them apart"
    if marked.verdict == "invalid":
        return f"nobody can make this mistake: {marked.why}", "write it as a learner would"
    if marked.verdict == "undecided":
        return "it is not decided whether this mistake is right", "a simpler one"
    if (marked.say, marked.mistake) != (say, name):
        return "this mistake is the same as one before it", "a condition in where, or remove one"
    return None


# --- what an answer is like ------------------------------------------------------------------------


def _nature(expected: Tree | None) -> Nature:
    """Whether an answer varies with its variables."""
    if expected is None:
        return ""
    if expected.kind == "set" and len(set(expected.args)) < len(expected.args):
        return "doubled"
    if variables(expected):
        return "varies"
    leaves = [node for node in postorder(expected) if not node.args]
    return "zero" if leaves and all(leaf.kind == "number" and not leaf.value for leaf in leaves) else "constant"
