"""What a derivative asks of a learner, one question after the other, in the order of its steps."""

from __future__ import annotations

from typing import Literal, NamedTuple

from mvcalc_cli.calculus.derivative import Step
from mvcalc_cli.calculus.steps import formula
from mvcalc_cli.language.tree import Tree, size, variables

# What is as plain as 3x or 2x + 1 is asked for in one line.
_PLAIN_SIZE = 7
_PIECED = frozenset({"product rule", "quotient rule", "chain rule", "general power rule", "reciprocal rule"})


class Question(NamedTuple):
    """One question.

    Attributes:
        kind: rule: which rule; piece: what a letter stands for; slope: the derivative of a part in one line; whole:
            the derivative put together.
        step: The step it belongs to; of a slope the step of the part.
        letter: Of a piece, and of a slope that a letter stands for.
        outer: Of a piece and a slope: the step whose part it is.
    """

    kind: Literal["rule", "piece", "slope", "whole"]
    step: Step
    letter: str = ""
    outer: Step | None = None

    @property
    def expected(self) -> Tree:
        """The right answer, where that is an expression."""
        if self.kind == "piece":
            return dict(self.step.letters)[self.letter]
        return self.step.result

    @property
    def formula(self) -> str:
        """Of its rule."""
        return formula(self.step)


def questions(step: Step, rules: bool = True) -> tuple[Question, ...]:
    """The questions of a step: its rule, its pieces, their derivatives, and what they make together.

    >>> from mvcalc_cli.calculus.derivative import differentiate
    >>> from mvcalc_cli.language import parse
    >>> asked = questions(differentiate(parse("x^2 sin(3x)").tree, "x").step)
    >>> [each.kind + each.letter for each in asked]
    ['rule', 'pieceu', 'piecev', 'rule', 'whole', 'rule', 'piecew', 'slopew', 'whole', 'whole']
    """
    return tuple(_of(step, rules, set()))


def _of(step: Step, rules: bool, done: set[Tree]) -> list[Question]:
    done.add(step.before)
    parts = {part.before: part for part in step.parts}
    found = [Question("rule", step)] if rules else []
    letters = {tree: letter for letter, tree in step.letters}
    if step.rule in _PIECED:
        found += [Question("piece", step, letters[tree]) for tree in parts if tree in letters]
    for tree, part in parts.items():
        if tree in done:
            continue
        if is_plain(part):
            done.add(tree)
            trivial = part.rule in {"identity rule", "constant rule"} and step.rule not in _PIECED
            found += [] if trivial else [Question("slope", part, letters.get(tree, ""), step)]
        else:
            found += _of(part, rules, done)
    return [*found, Question("whole", step)]


def is_plain(step: Step) -> bool:
    """Is it as plain as 3x or 2x + 1?"""
    return not variables(step.result) and size(step.before) <= _PLAIN_SIZE
