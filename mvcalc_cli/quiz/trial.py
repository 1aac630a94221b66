"""A bank's own tests: what a learner types, and the verdict that it must get."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from mvcalc_cli.errors import MvcalcError
from mvcalc_cli.language.printers import plain
from mvcalc_cli.language.tree import Tree
from mvcalc_cli.quiz.derive import Scope, is_derived, read_once
from mvcalc_cli.quiz.engine import Engine
from mvcalc_cli.quiz.filling import filled, typed
from mvcalc_cli.quiz.grading.task import Marked
from mvcalc_cli.quiz.question import Part, Trial
from mvcalc_cli.quiz.variant import Variant, VariantPart, answer_name, kinds_of

# Scores this near are the same: 1/3 is written 0.333.
_NEAR = 5e-3


class Outcome(NamedTuple):
    """What came of a test at one seed.

    Attributes:
        number: Which test of the question, from 0.
        seed: The variant.
        given: What was typed, part by part: "g: [2, 3]".
        expected: In words: "score 1".
        got: In words.
        passed: Whether they are the same.
    """

    number: int
    seed: int
    given: str
    expected: str
    got: str
    passed: bool


def tried(made: Variant, trial: Trial, number: int, engine: Engine) -> Outcome:
    """A test run on a variant."""
    given = dict(trial.given)
    texts = {each.part.id: answer_text(made, each, given[each.part.id]) for each in made.parts if each.part.id in given}
    marks = _marked(made, texts, engine)
    problem = _problem(made, trial, marks)
    return Outcome(
        number,
        made.seed,
        "; ".join(text if len(made.parts) == 1 else f"{name}: {text}" for name, text in texts.items()),
        _expected(trial),
        problem or "the same",
        not problem,
    )


def answer_text(made: Variant, part: VariantPart, text: str) -> str:
    """What is typed: as it stands in the bank, or with the parameters it uses put in.

    A test may be unreadable on purpose: such a text is typed as it stands.
    """
    answers: dict[str, Tree | str] = {
        answer_name(each.part): each.task.expected for each in made.parts if each.task.expected is not None
    }
    scope = Scope(kinds_of(made.question), {**answers, **made.values})
    try:
        if by_words(part.part):
            return typed(filled(text, scope))
        if not is_derived(text) and not _uses(text, scope):
            return text
        return plain(scope.raw(text))
    except MvcalcError:
        return text


def by_words(part: Part) -> bool:
    """Whether its answers are texts, not mathematics."""
    return part.kind in {"choice", "multi", "order", "text"}


def _uses(text: str, scope: Scope) -> bool:
    """Whether a parameter stands in it."""
    _, used = read_once(text, tuple({**scope.kinds, **dict.fromkeys(scope.values, "real")}.items()))
    return not used.isdisjoint(scope.values)


def _marked(made: Variant, texts: Mapping[str, str], engine: Engine) -> dict[str, Marked]:
    """The verdict on each part that is answered, later ones with the values given before."""
    followed = {each.part.follow for each in made.parts}
    values: dict[str, Tree] = {}
    marks = {}
    for part in made.parts:
        name = part.part.id
        if name not in texts:
            continue
        task = engine.follow(made, part, values)
        marks[name] = engine.grade(task, texts[name])
        value = engine.read(task, texts[name]) if name in followed else None
        if value is not None:
            values[name] = value
    return marks


def score_of(made: Variant, marks: Mapping[str, Marked]) -> float:
    """The score of the parts that are answered, by their weights."""
    weights = {each.part.id: each.part.weight for each in made.parts if each.part.id in marks}
    return sum(marks[name].score * weight for name, weight in weights.items()) / sum(weights.values())


def _problem(made: Variant, trial: Trial, marks: Mapping[str, Marked]) -> str:
    """What came instead of what is expected; "" if nothing did."""
    unreadable = next((mark for mark in marks.values() if mark.verdict == "invalid"), None)
    if trial.invalid:
        return "" if unreadable is not None else f"it is read, and gets score {score_of(made, marks):.3g}"
    if unreadable is not None:
        return f"not read: {unreadable.why}"
    open_ = next((mark for mark in marks.values() if mark.verdict == "undecided"), None)
    if open_ is not None:
        return f"undecided: {open_.why}"
    if trial.score is not None and abs(score_of(made, marks) - trial.score) > _NEAR:
        return f"score {score_of(made, marks):.3g}: {'; '.join(mark.why for mark in marks.values())}"
    met = [mark.mistake for mark in marks.values() if mark.mistake]
    if trial.mistake and trial.mistake not in met:
        return f"the mistake {met[0]}" if met else f"no known mistake, score {score_of(made, marks):.3g}"
    return ""


def _expected(trial: Trial) -> str:
    if trial.invalid:
        return "not readable"
    words = [f"score {trial.score:.3g}"] if trial.score is not None else []
    words += [f"the mistake {trial.mistake}"] if trial.mistake else []
    return ", ".join(words) or "readable"
