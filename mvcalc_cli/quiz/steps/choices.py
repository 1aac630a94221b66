"""Which rule applies here? The right one among others, by letter or by name."""

from __future__ import annotations

import random
from typing import Final
from zlib import crc32

from mvcalc_cli.calculus.derivative import Step
from mvcalc_cli.language.printers import plain
from mvcalc_cli.language.tree import variables

_POOL: Final = (
    "sum rule", "product rule", "quotient rule", "chain rule", "power rule", "constant multiple", "exponential rule",
    "general power rule", "logarithm rule", "sine rule", "constant rule",
)  # fmt: skip
_SHOWN: Final = 4
_ALSO: Final = {
    "quotient rule": frozenset({"product rule"}),
    "general power rule": frozenset({"chain rule", "exponential rule"}),
}


def choices(step: Step) -> tuple[str, ...]:
    """The right rule and three that do not work, in an order that is fixed by the part.

    >>> from mvcalc_cli.calculus.derivative import differentiate
    >>> from mvcalc_cli.language import parse
    >>> step = differentiate(parse("x^2 sin(3x)").tree, "x").step
    >>> len(choices(step)), step.rule in choices(step)
    (4, True)
    """
    draw = random.Random(crc32(plain(step.before).encode()))
    others = [rule for rule in _POOL if rule != step.rule and rule not in also_right(step)]
    found = [step.rule, *draw.sample(others, _SHOWN - 1)]
    draw.shuffle(found)
    return tuple(found)


def also_right(step: Step) -> frozenset[str]:
    """Rules that lead to the end as well, by a longer way."""
    kind = step.before.kind
    if step.rule == "constant multiple":
        more = {"quotient rule", "reciprocal rule"} if kind == "quotient" else {"product rule"}
        return frozenset(more)
    if step.rule in {"reciprocal rule", "power rule"} and kind == "quotient":
        return frozenset({"quotient rule", "chain rule", "power rule", "reciprocal rule", "constant multiple"}) - {
            step.rule
        }
    if step.rule in _ALSO:
        return _ALSO[step.rule]
    if step.rule == "chain rule":
        return _of_chain(step)
    if step.rule.endswith(" rule") and step.rule not in _POOL:
        return frozenset({"chain rule"})
    return frozenset()


def _of_chain(step: Step) -> frozenset[str]:
    """The outer function's own rule is half of the truth, and is not called right; x·x may be seen in (…)²."""
    base = step.before.args[0] if step.before.args else step.before
    return frozenset({"product rule"}) if step.before.kind == "power" and variables(base) else frozenset()


def chosen(text: str, options: tuple[str, ...]) -> str | None:
    """The rule that a letter or a name stands for; None if it is neither.

    >>> chosen("b", ("sum rule", "product rule")), chosen("Product", ("sum rule", "product rule"))
    ('product rule', 'product rule')
    >>> chosen("2x", ("sum rule", "product rule")) is None
    True
    """
    word = " ".join(text.lower().split()).rstrip(").")
    if len(word) == 1 and word in "abcd"[: len(options)]:
        return options["abcd".index(word)]
    known = [*options, *(rule for rule in _POOL if rule not in options), "reciprocal rule"]
    return next((rule for rule in known if word in {rule.lower(), rule.lower().removesuffix(" rule")}), None)
