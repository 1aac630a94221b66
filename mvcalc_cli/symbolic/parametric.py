"""Definite integrals with other variables in them: an exact value, tried at sampled values, and where it holds."""

from __future__ import annotations

import math
import random
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import combinations
from typing import Final, Literal, NamedTuple

from mvcalc_cli.calculus.bounds import joined
from mvcalc_cli.calculus.check import Check
from mvcalc_cli.calculus.domain import conditions
from mvcalc_cli.errors import ContradictedError, MvcalcError, NumericError
from mvcalc_cli.language.tree import (
    MINUS_ONE,
    ONE,
    ZERO,
    Tree,
    as_variable,
    number,
    relation,
    size,
    substitute,
    variables,
)
from mvcalc_cli.symbolic import clock
from mvcalc_cli.symbolic.definite import Definite, candidates, compared
from mvcalc_cli.symbolic.digits import Unmeasured, measure
from mvcalc_cli.symbolic.fundamental import Candidate, Integral
from mvcalc_cli.symbolic.quadrature import UndefinedPartError, end_value, quadrature

Kinds = Mapping[str, str]
Found = Literal["agrees", "differs", "no integral", "no value", "unknown"]

_SECONDS: Final = 6.0
_SAMPLES: Final = 28
_SAMPLE_SECONDS: Final = 2.5
_ENOUGH: Final = 3


class Sample(NamedTuple):
    """Values of the other variables, and what was found there."""

    point: dict[str, Fraction]
    found: Found


def with_letters(tree: Tree, name: str, low: Tree, high: Tree, kinds: Kinds | None = None) -> Definite:
    """The integral as an expression of the other variables, with the conditions under which it holds.

    Raises:
        NumericError: If no exact value was found.
        ContradictedError: If those that were found are wrong.

    >>> from mvcalc_cli.language import parse
    >>> from mvcalc_cli.language.printers import line
    >>> found = with_letters(parse("x^2").tree, "x", parse("0").tree, parse("a").tree)
    >>> line(found.result), found.where
    ('a³/3', ())
    """
    from mvcalc_cli.symbolic.simplify import weight

    kinds = kinds or {}
    letters = tuple(sorted({*variables(tree), *variables(low), *variables(high)} - {name}))
    positive = {**kinds, **{letter: "positive" for letter in letters if letter not in kinds}}
    wrong: Tree | None = None
    fitting: list[Definite] = []
    for assumed in (kinds, positive):
        for candidate in candidates(Integral(tree, name, low, high, assumed), _SECONDS / 2):
            samples = sampled(candidate.value, (tree, name, low, high), letters, kinds)
            where = conditions_of(samples, letters)
            if where is None:
                wrong = candidate.value if any(one.found == "differs" for one in samples) else wrong
                continue
            fitting.append(_answer(candidate, samples, tuple(dict.fromkeys((*where, *candidate.where)))))
            break
        if fitting and not fitting[0].where:
            break
    if fitting:
        return min(fitting, key=lambda one: (len(one.where), weight(one.result or tree)))
    if wrong is not None:
        from mvcalc_cli.language.printers import line

        raise ContradictedError(
            f"the value {line(wrong)} was found, but quadrature at sampled values contradicts it, so it is not shown",
            hint=f"with numbers there is a value by quadrature: --let {letters[0]}=2",
        )
    raise NumericError(
        "no exact value is known to me", hint=f"with numbers there is one by quadrature: --let {letters[0]}=2"
    )


def _answer(candidate: Candidate, samples: Sequence[Sample], where: tuple[Tree, ...]) -> Definite:
    where = joined((*where, *conditions(candidate.value)))  # log(−a) needs a < 0, whatever the samples were
    agree = sum(1 for one in samples if one.found == "agrees")
    check = Check("agrees" if agree >= _ENOUGH else "unchecked", "quadrature", None, agree)
    return Definite(
        "value", candidate.value, math.nan, None, candidate.method, candidate.pieces, candidate.steps, check, where
    )


# --- samples ---------------------------------------------------------------------------------------


def sampled(value: Tree, integral: tuple[Tree, str, Tree, Tree], letters: Sequence[str], kinds: Kinds) -> list[Sample]:
    """The verdicts at seeded values of the other variables."""
    until = clock.deadline(_SAMPLE_SECONDS)
    found: list[Sample] = []
    for point in points(letters, kinds):
        found.append(Sample(point, _at(value, integral, point)))
        if clock.is_over(until):
            break
    return found


def points(letters: Sequence[str], kinds: Kinds) -> Iterator[dict[str, Fraction]]:
    """Seeded values, small and of both signs unless the kinds forbid."""
    rng = random.Random(1)
    for _ in range(_SAMPLES):
        yield {letter: _value(rng, kinds.get(letter, "real")) for letter in letters}


def _value(rng: random.Random, kind: str) -> Fraction:
    if kind == "integer":
        return Fraction(rng.randint(-4, 5))
    size_ = Fraction(rng.randint(8, 340), 97)
    return size_ if kind == "positive" or rng.random() < 0.55 else -size_


def _at(value: Tree, integral: tuple[Tree, str, Tree, Tree], point: Mapping[str, Fraction]) -> Found:
    """Does the value agree with quadrature there?"""
    tree, name, low, high = integral
    numbers = {as_variable(letter): signed(at) for letter, at in point.items()}
    try:
        ends = (end_value(substitute(low, numbers)), end_value(substitute(high, numbers)))
        measured = quadrature(substitute(tree, numbers), name, *ends, seconds=0.5)
        there = measured.outcome
    except UndefinedPartError:
        there = "diverges"
    except MvcalcError:
        there = "undecided"
    try:
        has_value = measure(value, point) is not None
    except Unmeasured:
        return "unknown"
    if there == "diverges":
        return "no integral" if has_value else "no value"
    if there == "undecided":
        return "unknown"
    if not has_value:
        return "no value"
    verdict = compared(substitute(value, numbers), measured)[0].verdict
    return {"agrees": "agrees", "contradicted": "differs", "unchecked": "unknown"}[verdict]  # type: ignore[return-value]


def signed(value: Fraction) -> Tree:
    """A number as a Tree, its minus a node of its own."""
    return Tree("negative", None, (number(-value),)) if value < 0 else number(value)


# --- conditions ------------------------------------------------------------------------------------


def conditions_of(samples: Sequence[Sample], letters: Sequence[str]) -> tuple[Tree, ...] | None:
    """The simplest conditions that keep all samples that agree and none of the others; None if there are none."""
    good = [one.point for one in samples if one.found == "agrees"]
    bad = [one.point for one in samples if one.found in {"differs", "no integral"}]
    if not good:
        return None if bad or not samples or all(one.found != "unknown" for one in samples) else ()
    if not bad:
        return ()
    fitting = [(cond,) for cond in _conditions(letters) if _separates((cond,), good, bad)]
    if not fitting:
        pairs = combinations(_conditions(letters), 2)
        fitting = [pair for pair in pairs if _separates(pair, good, bad)]  # type: ignore[misc]
    if not fitting:
        return None
    return max(fitting, key=lambda conds: (sum(_holds(conds, point) for point in good), -sum(map(size, conds))))


def _conditions(letters: Sequence[str]) -> list[Tree]:
    found = []
    for letter in letters:
        name = as_variable(letter)
        for bound in (ZERO, ONE, MINUS_ONE, number(2)):
            found += [relation(">", name, bound), relation("<", name, bound)]
    for a, b in combinations(letters, 2):
        found += [relation(">", as_variable(a), as_variable(b)), relation("<", as_variable(a), as_variable(b))]
    return found


def _separates(
    conditions: Sequence[Tree], good: Sequence[dict[str, Fraction]], bad: Sequence[dict[str, Fraction]]
) -> bool:
    """Do the conditions hold at no bad sample, and at enough good ones to be believed?"""
    if any(_holds(conditions, point) for point in bad):
        return False
    return sum(_holds(conditions, point) for point in good) >= max(2, len(good) * 3 // 4)


def _holds(conditions: Sequence[Tree], point: Mapping[str, Fraction]) -> bool:
    return all(measure(condition, point) is True for condition in conditions)
