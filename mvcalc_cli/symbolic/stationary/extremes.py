"""The greatest and the least value on the constraints: where the set is closed and bounded, or by f far out."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final, NamedTuple

from mvcalc_cli.symbolic.stationary.compact import compact
from mvcalc_cli.symbolic.stationary.constrained import (
    Candidate,
    Extreme,
    Problem,
    Solution,
    number,
    place_of,
    value_at,
)
from mvcalc_cli.symbolic.stationary.far import Far, far, smooth_everywhere
from mvcalc_cli.symbolic.stationary.kkt import Candidates
from mvcalc_cli.symbolic.stationary.outlook import Outlook, outlook
from mvcalc_cli.symbolic.stationary.reduction import reduced

# Values that differ by less, relative to 1 or their size, are one value; those of samples are rounded more.
_SAME: Final = 1e-12
_ROUNDED: Final = 1e-7


class Ends(NamedTuple):
    """The greatest and the least value, or why there is none; and why the set is empty, if it is."""

    greatest: Extreme | None
    least: Extreme | None
    no_greatest: str | None
    no_least: str | None
    empty: str | None


def extremes(asked: Problem, solutions: Sequence[Solution], met: Candidates) -> Ends:
    """The greatest and the least value among the candidates, where f has one."""
    seen = outlook(asked)
    if not solutions and not seen.values:
        empty = "no point satisfies the constraints" if met.complete else "no point was found on the constraints"
        return Ends(None, None, empty, empty, empty)
    closed = None if any(each.strict for each in asked.constraints) else compact(asked)
    known = [each for each in solutions if math.isfinite(each.number)]
    complete = met.complete if all(_level(asked, members) for _, _, members in met.families) else None
    facts = _Facts(asked, tuple(known), complete, seen, closed)
    greatest, least = _end(facts, 1), _end(facts, -1)
    return Ends(*_pair(greatest, least), None)


def _level(asked: Problem, members: Sequence[Candidate]) -> bool:
    """Has f one value at all the members of a family that were listed? Else others may have more."""
    values = [value_at(asked.f, place_of(asked.names, each.point)) for each in members]
    if any(value is None for value in values):
        return False
    numbers = [number(value) for value in values if value is not None]
    return max(numbers) - min(numbers) <= _SAME * max(1.0, *map(abs, numbers))


def _pair(
    greatest: Extreme | str, least: Extreme | str
) -> tuple[Extreme | None, Extreme | None, str | None, str | None]:
    return (
        None if isinstance(greatest, str) else greatest,
        None if isinstance(least, str) else least,
        greatest if isinstance(greatest, str) else None,
        least if isinstance(least, str) else None,
    )


class _Facts(NamedTuple):
    """What is known: the candidates, why there are no others, samples, why the set is closed and bounded."""

    asked: Problem
    solutions: tuple[Solution, ...]
    complete: str | None
    seen: Outlook
    closed: str | None


def _end(facts: _Facts, way: int) -> Extreme | str:
    """The greatest (way 1) or the least (way −1) value, or why there is none."""
    asked, solutions, complete, seen, closed = facts
    best = max((way * each.number for each in solutions), default=-math.inf)
    room = _ROUNDED * max(1.0, abs(best)) if math.isfinite(best) else 0.0
    beaten = max((way * value for value in seen.values), default=-math.inf) > best + room
    if not beaten and math.isfinite(best):
        proof = _proof(asked, closed, way)
        sure = proof is not None and complete is not None
        open_ = f"no {'larger' if way > 0 else 'smaller'} value was met on the set up to far out, which proves nothing"
        reason = proof or open_
        return _extreme(solutions, best, way, reason, sure)
    sure = complete is not None and smooth_everywhere(asked.f, asked.kinds)
    return _beaten(seen, closed, way, sure)


def _extreme(solutions: Sequence[Solution], best: float, way: int, reason: str, sure: bool) -> Extreme:
    at = [each for each in solutions if abs(way * each.number - best) <= _SAME * max(1.0, abs(best))]
    exact = next((each.value for each in at if each.value is not None), None)
    return Extreme(way * best if exact is None else exact, tuple(each.point for each in at), reason, sure)


def _proof(asked: Problem, closed: str | None, way: int) -> str | None:
    """Why f takes a greatest (least) value on the set."""
    word = "greatest" if way > 0 else "least"
    if any(each.strict for each in asked.constraints):
        return None
    if closed is not None:
        return f"f takes a {word} value, as the set is closed and bounded: {closed}"
    whole = far(asked.f, asked.names, asked.kinds)
    if whole is not None and _falls(whole, way):
        return f"f takes a {word} value, as {whole.reason}"
    left = reduced(asked.f, [asked.constraints[k].g for k in asked.equalities], asked.names)
    if left is None or asked.inequalities or not left.names or not asked.equalities:
        return None
    whole = far(left.f, left.names, {})
    if whole is not None and (_falls(whole, way) or not whole.limits):
        return f"f takes a {word} value, as on the constraint {whole.reason}"
    return None


def _falls(whole: Far, way: int) -> bool:
    """Does f go away from its greatest (least) value on every way to infinity?"""
    return bool(whole.limits) and all(
        isinstance(value, float) and math.isinf(value) and way * value < 0 for value in whole.limits
    )


def _beaten(seen: Outlook, closed: str | None, way: int, sure: bool) -> str:
    """Why no candidate is the greatest (least): samples have more.

    Of a smooth function all of whose candidates are known (`sure`) a value that no candidate has is not taken.
    """
    word, verb = ("greatest", "rises") if way > 0 else ("least", "falls")
    if closed is not None:
        return f"f has a {word} value, but it was not found: samples come beyond every candidate"
    tops = [max((way * value for value in row), default=-math.inf) for row in seen.rings]
    last = [top for top in tops if math.isfinite(top) or top > 0]
    if len(last) >= 2 and (math.isinf(last[-1]) or last[-1] > last[-2] + 0.1 * abs(last[-2]) + 1e-3):
        return f"f is not bounded {'above' if way > 0 else 'below'}: it {verb} without end far out on the set"
    limit = f"{way * max(seen.tops(way)):.6g}".replace("-", "−")
    if not sure or not any(seen.rings):
        return (
            f"not known: values up to about {limit} were met on the set, beyond every candidate"
            if way > 0
            else f"not known: values down to about {limit} were met on the set, beyond every candidate"
        ) + " (perhaps where f or a constraint ends)"
    return f"f has no {word} value: it comes as near as one likes to about {limit} far out and does not take it"
