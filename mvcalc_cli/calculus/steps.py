"""The steps of a derivative as a person reads them: numbered, in the order typed, nothing said twice."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from mvcalc_cli.calculus.derivative import Step
from mvcalc_cli.calculus.rules import RULES, slopes
from mvcalc_cli.language.printers import line
from mvcalc_cli.language.tree import ONE, Tree, fold, multiply, size, substitute, variable, variables

_UNTIDY = frozenset({"quotient rule", "general power rule"})

# What is as plain as 3x or 2x + 1 is worked out within one line.
_PLAIN_SIZE = 7

FORMULAS: dict[str, str] = {
    "identity rule": "(x)′ = 1",
    "constant rule": "(c)′ = 0",
    "sum rule": "(u + v)′ = u′ + v′",
    "constant multiple": "(c·u)′ = c·u′",
    "power rule": "(xⁿ)′ = n·xⁿ⁻¹",
    "quotient rule": "(u/v)′ = (u′·v − u·v′)/v²",
    "reciprocal rule": "(c/v)′ = −c·v′/v²",
    "general power rule": "(uᵛ)′ = uᵛ·(v′·log u + v·u′/u)",
    "change of base": "log(u, b) = log(u)/log(b)",
    "piece by piece": "each branch by itself",
    "entry by entry": "each entry by itself",
    "logarithmic derivative": "(∏u)′ = ∏u · ∑ u′/u",
    "maximum rule": "max(u, v)′ = u′ where u > v, else v′",
    "minimum rule": "min(u, v)′ = u′ where u < v, else v′",
}


class Shown(NamedTuple):
    """One numbered entry.

    Attributes:
        number: 1, 2, 3, …
        rule: The rule's name, or "put together".
        formula: The rule as a formula, "" for "put together".
        letters: What its letters stand for.
        before: What is differentiated.
        working: The sides that follow it: before = working[0] = working[1] …
    """

    number: int
    rule: str
    formula: str
    letters: tuple[tuple[str, Tree], ...]
    before: Tree
    working: tuple[Tree, ...]


def listed(root: Step) -> tuple[Shown, ...]:
    """The numbered steps; the last of them ends in `root.result`.

    >>> from mvcalc_cli.calculus.derivative import differentiate
    >>> from mvcalc_cli.language import parse
    >>> [shown.rule for shown in listed(differentiate(parse("x^2 sin(3x)").tree, "x").step)]
    ['product rule', 'power rule', 'chain rule', 'put together']
    """
    entries: list[Shown] = []
    done: set[Tree] = set()
    stack: list[tuple[Step, bool]] = [(root, False)]
    while stack:
        step, together = stack.pop()
        if together:
            entries.append(Shown(len(entries) + 1, "put together", "", (), step.before, _together(step)))
            continue
        if step.before in done:
            continue
        done.add(step.before)
        parts = [] if _plain(step) else [part for part in _distinct(step.parts) if not _inside(step, part)]
        entries.append(_entry(len(entries) + 1, step, whole=not parts))
        if parts:
            stack.append((step, True))
            stack.extend((part, False) for part in reversed(parts))
    return tuple(entries)


def _flat(tree: Tree) -> Tree:
    """Products within products written as one, without brackets."""

    def open_products(node: Tree, args: list[Tree]) -> Tree:
        if node.kind != "product":
            return node.with_args(tuple(args))
        return multiply(*(factor for arg in args for factor in (arg.args if arg.kind == "product" else (arg,))))

    return fold(tree, open_products)


def _together(step: Step) -> tuple[Tree, ...]:
    """The parts put in; after the rules that leave much to tidy, as they stand and then tidied."""
    if step.rule not in _UNTIDY:
        return (step.result,)
    results = {part.before: part.result for part in step.parts}
    raw = _flat(step.build(results.__getitem__))
    return (raw, step.result) if raw != step.result else (step.result,)


def _entry(number: int, step: Step, *, whole: bool) -> Shown:
    after = _flat(step.after)
    working = (step.result,) if whole and not step.parts else (after, step.result) if whole else (after,)
    law, letters = _other_letters(formula(step), step)
    return Shown(number, step.rule, law, letters, step.before, working)


# What takes the place of a rule's letter where the expression has a variable of that name.
_SPARE = {"u": "p", "v": "q", "w": "s", "c": "k", "n": "m", "a": "b"}
_RAISED = {"n": ("ⁿ", "ᵐ"), "v": ("ᵛ", "^q"), "w": ("ʷ", "^s")}


def _other_letters(law: str, step: Step) -> tuple[str, tuple[tuple[str, Tree], ...]]:
    """The rule in letters that are none of the expression's own variables: w = w·x + b would say nothing."""
    taken = set(variables(step.before))
    letters = []
    for letter, tree in step.letters:
        spare = _SPARE.get(letter, letter)
        if letter not in taken or spare in taken:
            letters.append((letter, tree))
            continue
        letters.append((spare, tree))
        law = "".join(_exchanged(law, place, letter, spare) for place in range(len(law)))
        old, new = _RAISED.get(letter, ("", ""))
        law = law.replace(old, new) if old else law
    return law, tuple(letters)


def _exchanged(law: str, place: int, letter: str, spare: str) -> str:
    """The character at a place, exchanged if it is the letter standing alone, not part of a word."""
    beside = law[max(place - 1, 0) : place] + law[place + 1 : place + 2]
    return (
        spare if law[place] == letter and not any(char.isascii() and char.isalpha() for char in beside) else law[place]
    )


def _distinct(steps: tuple[Step, ...]) -> tuple[Step, ...]:
    seen: dict[Tree, Step] = {}
    for step in steps:
        seen.setdefault(step.before, step)
    return tuple(seen.values())


def _plain(step: Step) -> bool:
    """Is it as plain as 3x or 2x + 1, so that one line holds all of it?"""
    return not variables(step.result) and size(step.before) <= _PLAIN_SIZE


def _inside(outer: Step, inner: Step) -> bool:
    """Is it the plain inside of a chain?"""
    return outer.rule == "chain rule" and _plain(inner)


def formula(step: Step) -> str:
    """The rule as a formula: "(sin w)′ = cos(w)·w′"."""
    if step.rule == "product rule":
        return _product_formula(len(step.parts))
    if step.rule == "chain rule":
        return _chain_formula(step)
    if step.rule == "exponential rule":
        return "(eˣ)′ = eˣ" if not step.letters else "(aˣ)′ = aˣ·log a"
    if step.rule in FORMULAS:
        return FORMULAS[step.rule]
    return _call_formula(step, "x", chained=False)


def _product_formula(count: int) -> str:
    if count > 3:
        return "each factor in turn"
    letters = "uvw"[:count]
    terms = ("·".join(c + "′" * (k == place) for k, c in enumerate(letters)) for place in range(count))
    return f"({'·'.join(letters)})′ = {' + '.join(terms)}"


def _chain_formula(step: Step) -> str:
    before = step.before
    if before.kind == "power":
        names = dict(step.letters)
        return "(wⁿ)′ = n·wⁿ⁻¹·w′" if "n" in names else "(aʷ)′ = aʷ·log(a)·w′" if "a" in names else "(eʷ)′ = eʷ·w′"
    if len(before.args) > 1:
        return f"{before.value}(u, v)′ by the slopes in u and v"
    return _call_formula(step, "w", chained=True)


def _call_formula(step: Step, letter: str, *, chained: bool) -> str:
    """(sin x)′ = cos(x), or with the inner derivative: (sin w)′ = cos(w)·w′."""
    name = str(step.before.value)
    slope = slopes(name)[0] if name in RULES else None
    if slope is None:
        return ""
    outer = substitute(slope, {variable("u"): variable(letter)})
    right = multiply(outer, variable("w'")) if chained and outer != ONE else outer
    return f"({name} {letter})′ = {line(right)}"


def conditions_text(condition: Tree, show: Callable[[Tree], str] = line) -> str:
    """A condition in words where that reads better: "x is not a whole number"."""
    left, right = condition.args if condition.kind == "relation" else (condition, condition)
    if condition.value == "!=" and right.kind == "call" and right.value == "floor" and right.args[0] == left:
        return f"{show(left)} is not a whole number"
    return show(condition)
