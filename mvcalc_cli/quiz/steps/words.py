"""What is said about a rule: why another one does not fit, and what to look at."""

from __future__ import annotations

from typing import Final

from mvcalc_cli.calculus.derivative import Step
from mvcalc_cli.language.tree import Tree
from mvcalc_cli.quiz.workings.slips import Sentence, flat

_KINDS: Final = {
    "sum": "a sum",
    "product": "a product",
    "quotient": "a quotient",
    "power": "a power",
    "call": "a function of something",
    "negative": "a multiple",
    "number": "a number",
    "variable": "the variable alone",
    "piecewise": "given piece by piece",
    "constant": "a number",
}

_NEEDS: Final = {
    "product rule": "two factors that both vary",
    "quotient rule": "a quotient",
    "sum rule": "terms that are added",
    "power rule": "the variable alone under a fixed exponent",
    "exponential rule": "the variable alone in the exponent",
    "general power rule": "base and exponent that both vary",
    "chain rule": "a function of a function",
    "constant multiple": "a constant factor",
    "constant rule": "a part without the variable",
    "logarithm rule": "the logarithm of the variable alone",
    "sine rule": "the sine of the variable alone",
}


def hint_of_rule(step: Step) -> Sentence:
    """The first hint to a rule: what the part is, outermost."""
    return Sentence(f"what is done last? {{0}} is {_KINDS.get(step.before.kind, 'one of these')}", (step.before,))


def why_not(rule: str, step: Step) -> Sentence:
    """Why another rule does not fit."""
    needed = _NEEDS.get(rule)
    told = f"the {rule.removesuffix(' rule')} rule" if rule != "constant multiple" else "the rule of constant multiples"
    if needed is None:
        return Sentence(f"{told} does not apply to {{0}}", (step.before,))
    return Sentence(f"{told} needs {needed}; {{0}} is {_KINDS.get(step.before.kind, 'something else')}", (step.before,))


def terms_of(step: Step) -> list[Tree]:
    """The terms that the rule gives, with the derivatives put in, and those of the tidied result."""
    results = {part.before: part.result for part in step.parts}
    raw = flat(step.build(results.__getitem__)) if step.parts else step.result
    found = [*raw.args] if raw.kind == "sum" else []
    return [*found, *(step.result.args if step.result.kind == "sum" else ())]
