"""What the values on the way say of a limit that is claimed.

Each level has its largest distance from the claim and the spread of its values. A claim agrees when the distance
falls to nothing, as a power of the distance to the point or (1/log x) as a power of its logarithm, and has not come
to rest before; it is contradicted when the values come to rest elsewhere, swing as widely as before, or grow; and
else it could not be checked. What is not settled close by is looked at from far out, where mpmath's exponents, which
have no bound, still measure magnitudes that no float holds.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any, Final, Literal

from mvcalc_cli.calculus.check import Check
from mvcalc_cli.language.tree import INFINITY, Tree, negative
from mvcalc_cli.symbolic.arithmetic import Unmeasured, context, inexact
from mvcalc_cli.symbolic.digits import measure, measure_openly
from mvcalc_cli.symbolic.limits.approach import DIGITS, FACTORS, Level, far_levels, letters, levels
from mvcalc_cli.symbolic.limits.expansion import Approach

Verdict = Literal["agrees", "unchecked", "contradicted"]

_CLAIM_DIGITS: Final = DIGITS + 600
# From this exponent of 2 on, levels are so far apart that log log x is seen to grow.
_LONG: Final = 10**8


def check_limit(tree: Tree, way: Approach, claim: Tree, kinds: Mapping[str, str] | None = None) -> Check:
    """Do the values come to `claim`, on this one side?

    >>> from mvcalc_cli.language import parse
    >>> from mvcalc_cli.language.tree import ONE, TWO, ZERO
    >>> tree, way = parse("sin(x)/x").tree, Approach("x", ZERO, 1)
    >>> check_limit(tree, way, ONE).verdict, check_limit(tree, way, TWO).verdict
    ('agrees', 'contradicted')
    """
    known = letters(tree, way.name, kinds or {})
    found = _whole(levels(tree, way, known))
    sign = 1 if claim == INFINITY else -1 if claim == negative(INFINITY) else 0
    goal = None if sign else _goal(claim, known)
    if not sign and goal is None:
        return _check("unchecked", found)
    verdict: Verdict = "unchecked"
    if len(found) >= 3:
        verdict = _unbounded(found, sign) if sign else _bounded(found, goal)
    if verdict != "agrees":
        far = _whole(far_levels(tree, way, known))
        verdict = (_far_unbounded(found, far, sign) if sign else _far_bounded(found, far, goal)) or verdict
        found = [*found, *far]
    return _check(verdict, found, None if goal is None or not found else float(_distance(found[-1], goal)))


def _whole(found: Sequence[Level]) -> list[Level]:
    return [level for level in found if all(value is not None for value in level.values)]


def _goal(claim: Tree, known: Mapping[str, Any]) -> Any:
    for value_of in (measure, measure_openly):
        try:
            goal = value_of(claim, known, _CLAIM_DIGITS)
        except Unmeasured:
            continue
        return None if goal is None else inexact(goal, _CLAIM_DIGITS)
    return None


def _check(verdict: Verdict, found: Sequence[Level], error: float | None = None) -> Check:
    agrees = verdict == "agrees"
    return Check(verdict, "values", error if agrees else None, len(found) * len(FACTORS) if agrees else 0)


def _distance(level: Level, goal: Any) -> Any:
    return max(abs(value - goal) for value in level.values)


def _spread(level: Level) -> Any:
    return max(level.values) - min(level.values)


def _lows(found: Sequence[Level], sign: int) -> list[Any]:
    """The value of each level that is least on the way to this infinity."""
    return [min(sign * value for value in level.values) for level in found]


# --- a finite claim ------------------------------------------------------------------------------------


def _bounded(found: Sequence[Level], goal: Any) -> Verdict:
    far = [_distance(level, goal) for level in found]
    last, before = far[-1], far[-2]
    if (last == 0 and before == 0) or _has_fallen(found, far):
        return "agrees" if _leads_there(found, goal, far) else "unchecked"
    if last * 10**25 <= abs(goal):  # what rounding leaves
        return "agrees"
    return "contradicted" if _stays_away(found, far) else "unchecked"


def _has_fallen(found: Sequence[Level], far: Sequence[Any]) -> bool:
    """Is the distance small against what it was, and still falling as a power of the distance to the point?"""
    last, middle, before = far[-1], far[len(far) // 2], far[-2]
    bits = found[-1].j - found[-2].j
    if last != 0 and last > before * 2 ** (-0.08 * bits):
        return False
    return bool(last * 10**20 <= max(far) or last <= min(1e-4 * max(far[: len(far) // 2]), middle * 1e-2))


def _stays_away(found: Sequence[Level], far: Sequence[Any]) -> bool:
    """Do the values grow, rest elsewhere, or swing as widely as before?"""
    last, middle, before = far[-1], far[len(far) // 2], far[-2]
    if last > 3 * middle and last > before:
        return True
    value, earlier, first = (level.values[0] for level in (found[-1], found[-2], found[-3]))
    spread = _spread(found[-1])
    if abs(value - earlier) < last / 20 and spread < last / 20 and abs(value - first) < last / 8:
        return True
    return bool(spread > last / 5 and last > middle * 0.85)


def _leads_there(found: Sequence[Level], goal: Any, far: Sequence[Any]) -> bool:
    """Does Aitken's extrapolation of the last three levels come much closer to the claim than they do?

    It tells 403.4287 from 403.4297 where the values themselves are no closer than 0.003. What swings about the
    claim is left to the other rules, and what falls faster and faster is as close as its last step was short.
    """
    last = far[-1]
    if last * 10**20 <= max(far):
        return True
    (i, a), (j, b), (k, c) = ((level.j, level.values) for level in found[-3:])
    if j - i != k - j or last * 10**12 <= abs(goal) or len({value > goal for value in c}) > 1:
        return True
    first, second = b[0] - a[0], c[0] - b[0]
    if first == second:
        return False
    if abs(second) * 1000 < abs(first):
        return bool(abs(c[0] - goal) <= abs(second * second / first))
    ahead = c[0] - second**2 / (second - first)
    return bool(abs(ahead - goal) <= 0.12 * last)


def _far_bounded(found: Sequence[Level], far: Sequence[Level], goal: Any) -> Verdict | None:
    """What the levels far out say; None if they settle nothing."""
    chosen = [*(level for level in found if level.j >= 66), *far]
    away = [_distance(level, goal) for level in chosen]
    if not far or len(chosen) < 3:
        return None
    if away[-1] == 0:
        return "agrees" if away[-2] == 0 or away[-2] * 10**20 <= max(away) else "unchecked"
    if min(away) == 0:
        return "unchecked"
    if _falls_steadily(chosen, away) or _swings_about(chosen, away, goal):
        return "agrees"
    return "contradicted" if _stays_away(chosen, away) else "unchecked"


def _falls_steadily(chosen: Sequence[Level], away: Sequence[Any]) -> bool:
    """As a power of log(distance), always the same; or very far out as one of log log(distance)."""
    orders = _orders(away, [level.j for level in chosen])
    if chosen[-1].j >= _LONG:
        late = orders[-2:]
        log_orders = _orders(away, [_log(level.j) for level in chosen])[-3:]
        if min(late) > 0.05 and away[-1] * 10**5 <= max(away):
            return True
        return len(log_orders) == 3 and min(log_orders) > 0.3 and max(log_orders) < 1.5 * min(log_orders) + 0.2
    if len(chosen) < 4 or chosen[-1].j < 1000:
        return False
    return min(orders) > 0.3 and max(orders) < 1.5 * min(orders) + 0.2


def _orders(away: Sequence[Any], reach: Sequence[Any]) -> list[float]:
    """With which power of `reach` the distances fall, from each level to the next."""
    falls = [_log(a / b) for a, b in pairwise(away)]
    return [fall / _log(b / a) for fall, (a, b) in zip(falls, pairwise(reach), strict=True)]


def _log(value: Any) -> float:
    return float(context(30).log(value))


def _swings_about(chosen: Sequence[Level], away: Sequence[Any], goal: Any) -> bool:
    """Do the values swing about the claim, on both of its sides, and less and less?"""
    both = all(len({value > goal for value in level.values}) == 2 for level in chosen[-2:])
    return bool(both and away[-1] * 20 <= away[0] and away[-1] < 0.5 * away[-2])


# --- an infinite claim -----------------------------------------------------------------------------------


def _unbounded(found: Sequence[Level], sign: int) -> Verdict:
    """Do the least values of the levels grow without bound?"""
    lows = _lows(found, sign)
    last, before, early = lows[-1], lows[-2], lows[len(lows) // 2]
    if last < 0 and before < 0 and lows[-3] < 0:
        return "contradicted"
    if last > before > lows[-3] and last > 0 and last > 1000 * max(abs(early), 1e-30) and last > 1.5 * before:
        return "agrees"
    first_gain, second_gain = before - lows[-3], last - before
    if first_gain > 0 and second_gain >= 0.9 * first_gain:
        return "agrees"
    if abs(second_gain) <= abs(last) / 10**6 and abs(second_gain) <= abs(first_gain) / 3:
        return "contradicted"
    return "contradicted" if second_gain < 0 and last < early else "unchecked"


def _far_unbounded(found: Sequence[Level], far: Sequence[Level], sign: int) -> Verdict | None:
    """The same far out; None if that settles nothing."""
    chosen = [*found[-2:], *far]
    return _unbounded(chosen, sign) if far and len(chosen) >= 3 else None
