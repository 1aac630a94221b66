"""The first session of someone new: one question of each module, then practice where it helps most."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from mvcalc_cli.quiz.plan import SEEDS, Asked, Listed
from mvcalc_cli.quiz.schedule import interleaved
from mvcalc_cli.quiz.variant import Stream
from mvcalc_cli.store import Planned

# Questions that follow the placement.
PRACTICE: Final = 5
_FEWEST_MODULES: Final = 3  # with fewer there is nothing to be placed among
_PLACED_AT: Final = 2  # the difficulty that tells those who know a module from those who do not
_HARDER: Final = 3  # where a module is known, practice begins here


def placement(banks: Sequence[Listed], seed: int) -> tuple[Planned, ...]:
    """One question of each module, in the order of the course; () where the banks have too few modules."""
    order = Stream(seed, "placement")
    modules = _modules(banks)
    if len(modules) < _FEWEST_MODULES:
        return ()
    return tuple(_planned(_placing(pool, order), order) for pool in modules.values())


def practice(
    banks: Sequence[Listed], placed: Mapping[tuple[str, str], bool], seed: int, count: int = PRACTICE
) -> tuple[Planned, ...]:
    """What follows: the modules where the first question was not right at once, the easy questions first.

    Args:
        banks: To choose from.
        placed: (bank, question) of the placement -> whether the first answer was right.
        seed: Of the session.
        count: How many questions.
    """
    order = Stream(seed, "practice")
    known = {bank.module for bank in banks for name, right in placed.items() if name[0] == bank.id and right}
    weak, strong = {}, {}
    for module, pool in _modules(banks).items():
        rest = [pool[place] for place in order.shuffled(len(pool))]
        rest = [each for each in rest if (each.bank.id, each.question.id) not in placed]
        rest.sort(key=lambda each: each.question.difficulty)
        if module in known:
            strong[module] = [each for each in rest if each.question.difficulty >= _HARDER]
        else:
            weak[module] = rest
    chosen = [*interleaved(weak), *interleaved(strong)][:count]
    return tuple(_planned(each, order) for each in chosen)


def _modules(banks: Sequence[Listed]) -> dict[int, list[Asked]]:
    """The questions of each module of the course."""
    found: dict[int, list[Asked]] = {}
    for bank in sorted((bank for bank in banks if bank.module), key=lambda bank: bank.module):
        found.setdefault(bank.module, []).extend(Asked(bank, question) for question in bank.questions)
    return {module: pool for module, pool in found.items() if pool}


def _placing(pool: Sequence[Asked], order: Stream) -> Asked:
    """A question that is neither easy nor hard, and short: with as few parts as there are."""
    least = min(map(_unfit, pool))
    near = [each for each in pool if _unfit(each) == least]
    return near[order.below(len(near))]


def _unfit(each: Asked) -> tuple[int, int]:
    """How far a question is from the difficulty that tells, and how long it is beyond two parts."""
    parts = each.question.parts
    return abs(each.question.difficulty - _PLACED_AT), max((parts if isinstance(parts, int) else len(parts)) - 2, 0)


def _planned(each: Asked, order: Stream) -> Planned:
    return Planned(each.bank.id, each.question.id, each.question.revision, each.bank.hash, order.below(SEEDS))
