"""Is what a learner typed right? `grade` answers, in words, and never takes long."""

from __future__ import annotations

import zlib
from functools import lru_cache
from typing import Final

from mvcalc_cli.errors import LimitError, MvcalcError
from mvcalc_cli.language.printers import plain
from mvcalc_cli.language.tree import Tree
from mvcalc_cli.quiz.grading.compare import compared
from mvcalc_cli.quiz.grading.credit import accepted, components, follows, known_mistake
from mvcalc_cli.quiz.grading.nudge import nudge
from mvcalc_cli.quiz.grading.reading import expected_shape, read
from mvcalc_cli.quiz.grading.task import Marked, Task, Verdict
from mvcalc_cli.quiz.grading.words import grade_words
from mvcalc_cli.symbolic.arithmetic import Unmeasured
from mvcalc_cli.symbolic.patience import OutOfPatience, patience
from mvcalc_cli.symbolic.sameness.result import YOURS, Equality, How

# What an answer is worth that is equal only where both have a value: the rule was used beyond its domain.
DOMAIN_SCORE: Final = 0.5
# Seconds for structure and values, and for algebra after these.
_SECONDS: Final = 1.0
_ALGEBRA_SECONDS: Final = 0.5
_TOO_LONG: Final = "this takes too long to compare"
_NARROWER: Final = "the two do not have a value at the same places"
# So few, that points are drawn once for many tasks.
_SEEDS: Final = 16
_WORDS: Final = frozenset({"choice", "multi", "order", "text"})
_VERDICTS: Final[dict[str, Verdict]] = {
    "equal": "equal",
    "domain differs": "domain-differs",
    "different": "different",
    "undecided": "undecided",
}


def grade(task: Task, text: str) -> Marked:
    """The verdict on an answer. It raises nothing, and the same answer always gets the same verdict.

    Args:
        task: What is asked for.
        text: What was typed.

    >>> from mvcalc_cli.language import parse
    >>> task = Task("expression", parse("2x cos(x^2)").tree)
    >>> grade(task, "cos(x^2)*2x").verdict
    'equal'
    >>> grade(task, "cos(x^2)").why
    'at x = 0 yours gives 1, the answer gives 0'
    >>> grade(task, "cos(x^2").verdict
    'invalid'
    """
    try:
        if task.kind in _WORDS:
            return grade_words(task, text)
        with patience(_SECONDS):
            tree = read(task, text)
    except MvcalcError as mistake:
        return Marked("invalid", 0.0, mistake.message, hint=mistake.hint or "", place=mistake.place)
    except (OutOfPatience, RecursionError, MemoryError):
        return Marked("invalid", 0.0, "this is too long to be read", hint="type a simpler one")
    return _marked(task, tree)


def _marked(task: Task, tree: Tree) -> Marked:
    """Structure and values, and where these leave it open, algebra."""
    how = How(dict(task.variables), _seed(task), YOURS)
    found = _within(_SECONDS, task, tree, how)
    if found.verdict != "undecided" or found.why == _TOO_LONG:
        return found
    _prepare_algebra()
    proof = _within(_ALGEBRA_SECONDS, task, tree, how._replace(algebra=True, seconds=_ALGEBRA_SECONDS / 2))
    return found if proof.verdict == "undecided" else proof


def _prepare_algebra() -> None:
    """Import it while no alarm can interrupt that."""
    import mvcalc_cli.symbolic.equal
    import mvcalc_cli.symbolic.irreducible
    import mvcalc_cli.symbolic.proofs
    import mvcalc_cli.symbolic.solutions
    import mvcalc_cli.symbolic.solve  # noqa: F401


def _within(seconds: float, task: Task, tree: Tree, how: How) -> Marked:
    """The verdict, or that it takes too long."""
    reading = plain(tree)
    try:
        with patience(seconds):
            return _judged(task, tree, how)._replace(reading=reading)
    except LimitError as limit:
        return Marked("invalid", 0.0, limit.message, hint=limit.hint or "", reading=reading)
    except MvcalcError as mistake:
        return Marked("invalid", 0.0, mistake.message, hint=mistake.hint or "", place=mistake.place, reading=reading)
    except (OutOfPatience, RecursionError, MemoryError, Unmeasured, OverflowError):
        return Marked("undecided", 0.0, _TOO_LONG, reading=reading)
    except Exception as problem:  # noqa: BLE001 - a fault of ours must not cost the learner the answer
        return Marked("undecided", 0.0, f"this could not be compared ({type(problem).__name__})", reading=reading)


@lru_cache(maxsize=256)
def _seed_of(expected: Tree | None) -> int:
    return zlib.crc32(plain(expected).encode()) % _SEEDS if expected is not None else 0


def _seed(task: Task) -> int:
    """Fixed by the task: the points are the same in every process."""
    return _seed_of(task.expected)


def _judged(task: Task, tree: Tree, how: How) -> Marked:
    """Value and form; then what makes an answer right all the same, follow-through, known mistakes, right entries."""
    assert task.expected is not None
    expected = expected_shape(task, task.expected)
    found = compared(tree, expected, task, how)
    if found.verdict == "equal":
        return Marked("equal", 1.0, found.why)
    if accepted(tree, task, how):
        return Marked("equal", 1.0, "it is what is asked for")
    if follows(tree, task, how):  # full credit, though a known mistake may have the same value
        return Marked("equal", 1.0, "right with your own value of the part before", followed=True)
    mistake = known_mistake(tree, task, how)
    if mistake is not None:
        told = nudge(tree, expected, found.why, task)
        return Marked("different", mistake.score, found.why, say=mistake.say, mistake=mistake.name, nudge=told)
    marked = _not_right(task, tree, expected, found, how)
    if marked.verdict == "undecided":
        return marked
    told = nudge(tree, expected, found.why, task)
    return marked._replace(nudge=_NARROWER if told and marked.verdict == "domain-differs" else told)


def _not_right(task: Task, tree: Tree, expected: Tree, found: Equality, how: How) -> Marked:
    """The verdict with its reason, and the credit of right entries."""
    score = DOMAIN_SCORE if found.verdict == "domain differs" else 0.0
    if task.grade.partial != "components":
        return Marked(_VERDICTS[found.verdict], score, found.why)
    right, share = components(tree, expected, task, how)
    return Marked(_VERDICTS[found.verdict], max(score, share), found.why, components=right)
