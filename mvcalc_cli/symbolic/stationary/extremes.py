"""The greatest and the least value on the constraints: where the set is closed and bounded, or by f far out."""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction
from typing import Final, NamedTuple

from mvcalc_cli.language.tree import TWO, ZERO, Tree, add, as_variable, negative, power, relation, subtract
from mvcalc_cli.symbolic.stationary.bounding import bounding_box
from mvcalc_cli.symbolic.stationary.bounds import bounds
from mvcalc_cli.symbolic.stationary.candidates import Candidates
from mvcalc_cli.symbolic.stationary.compact import compact, cut_by_monomials, cut_off
from mvcalc_cli.symbolic.stationary.constrained import (
    Candidate,
    Extreme,
    Problem,
    Solution,
    number,
    place_of,
    value_at,
    with_function,
)
from mvcalc_cli.symbolic.stationary.convexity import is_convex, shape
from mvcalc_cli.symbolic.stationary.far import Far, far, smooth_everywhere
from mvcalc_cli.symbolic.stationary.germ import number_tree
from mvcalc_cli.symbolic.stationary.kkt import candidates
from mvcalc_cli.symbolic.stationary.outlook import Seen
from mvcalc_cli.symbolic.stationary.outward import End, Outward, ends, outward
from mvcalc_cli.symbolic.stationary.poles import Holes, holes, unbounded_at
from mvcalc_cli.symbolic.stationary.reduction import reduced

# Values that differ by less, relative to 1 or their size, are one value; those of samples are rounded more.
_SAME: Final = 1e-12
_ROUNDED: Final = 1e-7
_SECONDS: Final = 2.0


class Ends(NamedTuple):
    """The greatest and the least value, or why there is none; and why the set is empty, if it is."""

    greatest: Extreme | None
    least: Extreme | None
    no_greatest: str | None
    no_least: str | None
    empty: str | None


def extremes(asked: Problem, solutions: Sequence[Solution], met: Candidates) -> Ends:
    """The greatest and the least value among the candidates, where f has one."""
    seen = Seen(asked)
    if not solutions and not seen.values:
        proof = nowhere(asked)
        why = "no point satisfies the constraints" + (f": {proof}" if proof else " that was found (not proved)")
        return Ends(None, None, why, why, why)
    closed = None if any(each.strict for each in asked.constraints) else compact(asked)
    known = [each for each in solutions if math.isfinite(each.number)]
    complete = met.complete if all(_level(asked, members) for _, _, members in met.families) else None
    facts = _Facts(asked, tuple(known), complete, seen, closed, None if closed else ends(asked))
    greatest, least = _end(facts, 1), _end(facts, -1)
    return Ends(*_pair(greatest, least), None)


def nowhere(asked: Problem) -> str | None:
    """Why the set is empty: a closed set that is not has a point nearest to any place, which would be a candidate."""
    squares = [
        power(subtract(as_variable(name), number_tree(Fraction(1, 3 + 4 * k))), TWO)
        for k, name in enumerate(asked.names)
    ]
    distance = with_function(asked, add(*squares) if len(squares) > 1 else squares[0])
    found = candidates(distance, _SECONDS)
    if found.complete is None or found.regular or found.singular or found.families:
        return None
    if not all(smooth_everywhere(each.g, asked.kinds) for each in asked.constraints):
        return None
    return "if one did, one of them would be nearest to a given place, and none is"


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
    """What is known: the candidates, why there are no others, samples, why the set is closed and bounded.

    Attributes:
        ends: What f does at the ends of the curves that make up the set; None if it is none, or not known.
    """

    asked: Problem
    solutions: tuple[Solution, ...]
    complete: str | None
    seen: Seen
    closed: str | None
    ends: tuple[End, ...] | None = None

    @property
    def sure(self) -> bool:
        """Would a greatest (least) value be taken at a candidate?"""
        trees = (self.asked.f, *(each.g for each in self.asked.constraints))
        return self.complete is not None and all(smooth_everywhere(each, self.asked.kinds) for each in trees)


def _end(facts: _Facts, way: int) -> Extreme | str:
    """The greatest (way 1) or the least (way −1) value, or why there is none."""
    asked, solutions, complete, seen, closed, _ = facts
    best = max((way * each.number for each in solutions), default=-math.inf)
    reason = _at_once(facts, way, best)
    if reason is not None:
        return _extreme(solutions, best, way, reason, sure=True)
    proof = None if closed is None else _proof(asked, closed, way)
    if proof is None:
        found = _by_ends(facts, way, best)
        if found is not None:
            return found
        proof = _proof(asked, closed, way) or _by_part(facts, way, best)
    away = _away(asked, way) if proof is None else None
    if away is not None:
        return away
    if not _beaten(seen, best, way) and math.isfinite(best):
        sure = proof is not None and complete is not None
        place = "on the set" if len(bounding_box(asked) or {}) == len(asked.names) else "on the set up to far out"
        open_ = f"no {'larger' if way > 0 else 'smaller'} value was met {place}, which proves nothing"
        return _extreme(solutions, best, way, proof or open_, sure)
    return _by_samples(facts, way, proof is not None)


def _at_once(facts: _Facts, way: int, best: float) -> str | None:
    """Why a candidate has the greatest (least) value, whatever other candidates there are."""
    if _is_bound(facts, way, best):
        return f"no value of f is {'greater' if way > 0 else 'less'}: its parts are bounded"
    return _by_convexity(facts, way, best) or _by_signs(facts, way, best)


def _away(asked: Problem, way: int) -> str | None:
    """Why f has no greatest (least) value: a pole, a way to infinity; or why that is not known."""
    gaps = holes(asked)
    pole = unbounded_at(asked, gaps, way)
    if pole is not None:
        return f"{_unbounded(way)}: {pole}"
    out = outward(asked, way)
    if out is not None:
        return _outward_words(out, way)
    if gaps.points or not gaps.known:
        return f"not known: f or a constraint has no value where {_zeros(gaps)}, which the set may come near to"
    return None


def _zeros(gaps: Holes) -> str:
    from mvcalc_cli.symbolic.stationary.reasons import text

    return " or ".join(f"{text(each)} = 0" for each in gaps.places)


def _is_bound(facts: _Facts, way: int, best: float) -> bool:
    """Is the greatest (least) value that was found one that no value of f exceeds, by the bounds of its parts?"""
    bound = bounds(facts.asked.f)[1 if way > 0 else 0]
    if isinstance(bound, float):
        return False
    exact = [each.value for each in facts.solutions if abs(way * each.number - best) <= _SAME * max(1.0, abs(best))]
    return any(value is not None and value_at(value, {}) == bound for value in exact)


def _by_convexity(facts: _Facts, way: int, best: float) -> str | None:
    """On a convex set a local least value of a convex function is its least, a local greatest of a concave one its
    greatest.
    """
    asked = facts.asked
    wanted = "maximum" if way > 0 else "minimum"
    here = [each for each in facts.solutions if each.kind == wanted and each.multipliers]
    if not any(abs(way * each.number - best) <= _SAME * max(1.0, abs(best)) for each in here):
        return None
    found = shape(asked.f, asked.names, asked.kinds)
    if found is None or not is_convex(asked):
        return None
    if found.curving != "affine" and (found.curving == "concave") != (way * found.way > 0):
        return None
    word = "greatest" if way > 0 else "least"
    plain = "linear" if found.curving == "affine" else found.curving
    who = f"f is {plain}" if found.inside == asked.f else f"f is a monotone function of a {plain} one"
    if found.inside.kind == "call" and found.inside.args[0] == asked.f:
        if way * best <= 0:
            return None  # there is no logarithm of it
        who = "log f is concave where f > 0"
    return f"{who} and the set convex: what is {word} near by is {word} on all of it"


def _best_exactly(facts: _Facts, way: int, best: float) -> Tree | None:
    close = [each for each in facts.solutions if abs(way * each.number - best) <= _SAME * max(1.0, abs(best))]
    return next((each.value for each in close if each.value is not None), None)


def _by_signs(facts: _Facts, way: int, best: float) -> str | None:
    """f − f(p) is nowhere negative (positive) on the set, by the signs that its constraints give the parts."""
    from mvcalc_cli.calculus.signs import Facts
    from mvcalc_cli.calculus.tidy import tidy

    value = _best_exactly(facts, way, best)
    if value is None or any(each.strict for each in facts.asked.constraints):
        return None
    held = [relation(">=", tidy(negative(e.g) if e.side > 0 else e.g), ZERO) for e in facts.asked.constraints if e.side]
    known = Facts([*(each.relation for each in facts.asked.constraints), *held])
    less = tidy(subtract(value, facts.asked.f) if way > 0 else subtract(facts.asked.f, value))
    if not known.nonnegative(less):
        return None
    return f"no value of f on the set is {'greater' if way > 0 else 'less'}, as the signs of its parts there tell"


def _by_part(facts: _Facts, way: int, best: float) -> str | None:
    """The part of the set where f is at least (at most) the best value is closed and bounded."""
    value = _best_exactly(facts, way, best)
    if value is None:
        return None
    f = facts.asked.f
    reason = cut_off(facts.asked, subtract(value, f) if way > 0 else subtract(f, value))
    if reason is None and best * way > 0 and cut_by_monomials(facts.asked, way):
        reason = "the part of the set on which f is no more than here is closed and bounded"
    if reason is None:
        return None
    return (
        f"f takes a {'greatest' if way > 0 else 'least'} value: {reason if way < 0 else reason.replace('more', 'less')}"
    )


def _beaten(seen: Seen, best: float, way: int) -> bool:
    """Have samples of the set more than every candidate?"""
    room = _ROUNDED * max(1.0, abs(best)) if math.isfinite(best) else 0.0
    return max((way * value for value in seen.values), default=-math.inf) > best + room


def _outward_words(out: Outward, way: int) -> str:
    word = "greatest" if way > 0 else "least"
    return f"{_unbounded(way)}: {out.said}" if out.infinite else f"f has no {word} value: {out.said}"


def _unbounded(way: int) -> str:
    return f"f is not bounded {'above' if way > 0 else 'below'}"


def _by_ends(facts: _Facts, way: int, best: float) -> Extreme | str | None:
    """Where the set is made up of curves: the candidates against the limits at all the ends."""
    word = "greatest" if way > 0 else "least"
    if not facts.ends:
        return None
    top = max(facts.ends, key=lambda end: _size(end, way))
    if math.isinf(_size(top, way)) and _size(top, way) > 0:
        return f"{_unbounded(way)}: {top.said}"
    if facts.complete is None:
        return None
    size = _size(top, way)
    if size <= best + _SAME * max(1.0, abs(best)) and math.isfinite(best):
        others = list(dict.fromkeys(end.said for end in facts.ends if end.place is None)) or [top.said]
        said = "; ".join(others[:2]) + ("; …" if len(others) > 2 else "")
        reason = f"f takes a {word} value: the set is a curve, at whose ends f has no {_more(way)}: {said}"
        return _extreme(facts.solutions, best, way, reason, sure=True)
    taken = tuple(
        dict.fromkeys(end.place for end in facts.ends if end.place is not None and _size(end, way) >= size - _SAME)
    )
    if taken:
        return Extreme(top.value, taken, f"f has its {word} value where the set, or f, ends: {top.said}", True)
    return f"f has no {word} value: {top.said}, and it has this value nowhere on the set"


def _more(way: int) -> str:
    return "more" if way > 0 else "less"


def _size(end: End, way: int) -> float:
    return way * (end.number if isinstance(end.number, float) else number(end.number))


def _extreme(solutions: Sequence[Solution], best: float, way: int, reason: str, sure: bool) -> Extreme:
    at = [each for each in solutions if abs(way * each.number - best) <= _SAME * max(1.0, abs(best))]
    exact = next((each.value for each in at if each.value is not None), None)
    places = {tuple(round(size, 9) + 0.0 for size in each.point.numbers): each.point for each in reversed(at)}
    return Extreme(way * best if exact is None else exact, tuple(reversed(places.values())), reason, sure)


def _proof(asked: Problem, closed: str | None, way: int) -> str | None:
    """Why f takes a greatest (least) value on the set."""
    word = "greatest" if way > 0 else "least"
    if closed is not None:
        return f"f takes a {word} value, as the set is closed and bounded: {closed}"
    if any(each.strict or not smooth_everywhere(each.g) for each in asked.constraints):
        return None
    whole = far(asked.f, asked.names, asked.kinds)
    if whole is not None and _falls(whole, way):
        return f"f takes a {word} value, as {whole.reason}"
    left = reduced(asked.f, [asked.constraints[k].g for k in asked.equalities], asked.names)
    if left is None or not left.names or not asked.equalities:
        return None
    whole = far(left.f, left.names, asked.kinds)
    repeats = whole is not None and not whole.limits and not asked.inequalities
    if whole is not None and (_falls(whole, way) or repeats):
        return f"f takes a {word} value, as on the constraint {whole.reason}"
    return None


def _falls(whole: Far, way: int) -> bool:
    """Does f go away from its greatest (least) value on every way to infinity?"""
    return bool(whole.limits) and all(
        isinstance(value, float) and math.isinf(value) and way * value < 0 for value in whole.limits
    )


def _by_samples(facts: _Facts, way: int, exists: bool) -> str:
    """Why no candidate is the greatest (least): samples have more. That tells nothing of where it ends.

    Of a smooth function all of whose candidates are known a value that no candidate has is not the greatest.
    """
    word, verb = ("greatest", "rise") if way > 0 else ("least", "fall")
    if exists:
        return f"not known: f has a {word} value, but it was not found: samples come beyond every candidate"
    tops = [max((way * value for value in row), default=-math.inf) for row in facts.seen.rings]
    last = [top for top in tops if math.isfinite(top) or top > 0]
    endless = len(last) >= 2 and last[-1] > 0 and last[-1] > last[-2] + 0.1 * abs(last[-2]) + 1e-3
    endless = endless or (len(last) >= 2 and math.isinf(last[-1]))
    met = f"{way * max((way * value for value in facts.seen.values if math.isfinite(value)), default=0.0):.6g}"
    met = met.replace("-", "−")
    trend = f"; samples {verb} without end far out (not proved)" if endless else ""
    if facts.sure:
        beyond = f"it would be taken at a candidate, but the set has points where f is {_more(way)} (about {met})"
        return f"f has no {word} value: {beyond}{trend}"
    end = "up" if way > 0 else "down"
    return f"not known: values {end} to about {met} were met on the set, beyond every candidate{trend}"
