"""The search for one end of a likelihood interval: outwards from the estimate, each refit from where the last one went.

A refit that is too high is no rare thing: the valley that it should follow may be narrow. A τ below the threshold is
certain, because the others were found at such places; one above it is only as good as the refit. The search therefore
goes on from its last low place, takes a high one back when a better start shows that it was wrong, and believes in an
end only after every other start has failed to get below it.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from mvcalc_cli.numeric.fit.course import Spot, continued, inverse
from mvcalc_cli.numeric.fit.metered import SpentError
from mvcalc_cli.numeric.fit.refits import Refit

if TYPE_CHECKING:
    from mvcalc_cli.numeric.fit.refits import Array, Refits

FAR: Final = 1e6  # standard errors at which a profile that is still below the threshold counts as open
CLOSE: Final = 1e-6  # how near the threshold τ is brought, relative to it
_NARROW: Final = 1e-9  # a bracket that is no longer halved, relative to its distance
_EDGE: Final = 1e-7  # the same where the model has no value at the other side
_GROWTH: Final = 3.0  # the next distance over the last, at most
_SURPRISE: Final = 1.3  # times the τ that was expected: another start is tried
_SURELY: Final = 0.95  # times the threshold: below that a refit need not be the best there is
_LEVEL: Final = 10.0  # a profile that has risen since a tenth of the distance by no more than the
_HARDLY: Final = 0.02  # part of what is left to the threshold, has levelled off,
_BROAD: Final = 1e3  # and that is believed so many standard errors away
_STEEP: Final = 4.0  # times the threshold: no line is drawn to there
_EVEN: Final = 1e-12  # a change of sign that changes chi² by less than this part changes nothing
_POOL: Final = 2  # places of other searches that are tried at an end

Kind = Literal["crossed", "open", "bound", "edge", "lost"]


class End(NamedTuple):
    """Where a search ended.

    Attributes:
        kind: "crossed" the threshold; "open", still below it very far away; stopped by a "bound", or by the "edge" of
            where the model has a value; or "lost", its refits having failed or its budget being spent.
        value: Of the parameter; where the last low refit was, if the end was lost.
    """

    kind: Kind
    value: float


class Chase:
    """The search to one side of one parameter.

    Args:
        refits: Of the fit.
        index: The parameter.
        unit: Its standard error, negative for the lower end.
        reach: The threshold: τ = t.
        follow: How the other parameters follow, to first order, shape (p,).
        pool: Places below the threshold that were found before, shared by all searches; those found here are added.
    """

    def __init__(  # noqa: PLR0917 - read aloud: this parameter, by such steps, to there
        self, refits: Refits, index: int, unit: float, reach: float, follow: Array, pool: list[Array]
    ) -> None:
        self.refits = refits
        self.index = index
        self.unit = unit
        self.reach = reach
        self.follow = follow
        self.pool = pool
        self.low = [Spot(0.0, Refit(0.0, refits.theta, settled=True))]
        self.high: list[Spot] = []
        self.widths = [math.inf]
        self.limit = self._limit()

    def end(self) -> End:
        """Go until the end is known, or the budget is spent.

        Raises:
            LowerMinimumError: If chi² is found to be below that of the fit.
        """
        try:
            return self._end()
        except SpentError:
            return self._ended("lost", self.low[-1])
        finally:
            self.pool += [spot.refit.theta for spot in self.low[1:]]

    def _end(self) -> End:
        distance = self.reach
        while True:
            distance = min(distance, self.limit)
            spot = self._refitted(distance)
            if abs(spot.tau - self.reach) <= CLOSE * self.reach:
                spot = self._confirmed(spot)
                if spot.tau >= (1 - CLOSE) * self.reach:
                    return self._ended("crossed" if spot.refit.settled else "lost", spot)
            self._note(spot)
            far = self.low[-1].distance
            if far >= min(self.limit, FAR) or (far >= _BROAD and self.limit == math.inf and self._levelled()):
                return self._ended("bound" if self.limit <= FAR else "open", self.low[-1])
            closed = self._closed()
            if closed is not None:
                return closed
            distance = self._next()

    def _closed(self) -> End | None:
        """The end where the bracket is as narrow as it can be, although τ jumps between its sides."""
        low, high = self.low[-1], self.high[-1] if self.high else None
        if high is None or high.distance - low.distance > self._narrow(high) * high.distance:
            return None
        sure = self._confirmed(high)
        if sure.tau < self.reach:
            self._note(sure)
            return None
        at_zero = sure.distance == self.limit < self._to_bound()
        if high.refit.blind or sure.tau == math.inf or at_zero:
            return self._ended("open" if self._levelled() else "edge", low)
        return self._ended("crossed" if low.refit.settled and sure.refit.settled else "lost", sure)

    def _narrow(self, high: Spot) -> float:
        if not high.refit.blind and high.tau < math.inf:
            return _NARROW
        return 0.2 if self._levelled() else _EDGE

    def _levelled(self) -> bool:
        """Whether τ has all but stopped rising, and would not get to the threshold in fifty times the decades."""
        last = self.low[-1]
        before = [spot for spot in self.low if 0 < spot.distance <= last.distance / _LEVEL]
        return bool(before) and last.tau - before[-1].tau < _HARDLY * (self.reach - last.tau)

    def _note(self, spot: Spot) -> None:
        """Put a refit on its side of the threshold; one that is lower than expected puts the high side in question."""
        if spot.tau >= self.reach:
            self.high = [each for each in self.high if each.distance > spot.distance]
            self.high.append(spot)
            return
        before = self.low[-1]
        self._add(spot)
        if not self.high:
            return
        high = self.high[-1]
        share = (spot.distance - before.distance) / (high.distance - before.distance)
        if spot.tau < before.tau + 0.5 * share * (high.tau - before.tau):
            self._questioned(high)

    def _questioned(self, high: Spot) -> None:
        """Refit the high side from where the others are now."""
        again = self._refitted(high.distance)
        if again.tau < self.reach:
            self._add(again)
        elif again.tau < high.tau:
            self.high = [again]

    def _add(self, spot: Spot) -> None:
        self.low = [each for each in self.low if each.distance < spot.distance]
        self.low.append(spot)
        self.high = [each for each in self.high if each.distance > spot.distance]

    def _refitted(self, distance: float) -> Spot:
        """The refit from the way so far."""
        value, last = self._value(distance), self.low[-1]
        ways = self.refits.by_promise(self.index, value, self._ahead(distance))
        expected = distance if last.distance == 0 else last.tau * distance / last.distance
        enough = _SURPRISE * max(expected, self.reach)
        first = ways[0] if ways else last.refit.theta
        found = self.refits.best(self.index, value, [first], enough)
        if found.tau <= (enough if found.settled else _SURELY * self.reach) or self._is_far_off(found):
            return Spot(distance, found)
        return Spot(distance, self.refits.best(self.index, value, [last.refit.theta], enough).or_lower(found))

    def _is_far_off(self, found: Refit) -> bool:
        """Whether the first step was so long that a shorter one tells more than another start."""
        return found.settled and _STEEP * self.reach < found.tau < math.inf and not self.low[-1].distance

    def _confirmed(self, spot: Spot) -> Spot:
        """The lowest refit at a likely end: from the estimates, from other searches, from the data alone."""
        value, enough = self._value(spot.distance), (1 - CLOSE) * self.reach
        others = self.refits.by_promise(self.index, value, self.pool)[:_POOL]
        starts = [self.low[-1].refit.theta, self.refits.theta, *others]
        best = self.refits.best(self.index, value, starts, enough, enough).or_lower(spot.refit)
        if best.tau >= enough and (starts := self.refits.guessed(self.index, value, enough)):
            best = self.refits.best(self.index, value, starts, enough, enough).or_lower(best)
        return Spot(spot.distance, best)

    def _ahead(self, distance: float) -> Sequence[Array]:
        """Where the others are likely to be, all parameters each."""
        last = self.low[-1]
        ways = [self._straight(distance), last.refit.theta]
        if len(self.low) > 1:
            ways += continued(self.low[-2], last, distance, self.index, self._value(distance))
        if self.high and self.high[-1].tau < math.inf:
            high = self.high[-1]
            share = (distance - last.distance) / (high.distance - last.distance)
            ways.append(last.refit.theta + share * (high.refit.theta - last.refit.theta))
        return ways

    def _straight(self, distance: float) -> Array:
        found: Array = self.refits.theta + self.follow * (distance * self.unit)
        return found

    def _next(self) -> float:
        """The next distance: further out, or where τ should be at the threshold."""
        low = self.low[-1]
        if not self.high:
            self.widths = [math.inf]
            return low.distance * min(max(self._growth(), 1.1), _GROWTH)
        high = self.high[-1]
        width = high.distance - low.distance
        self.widths.append(width)
        if high.tau > _STEEP * self.reach or (len(self.widths) > 3 and width > 0.5 * self.widths[-3]):
            wide = 0 < 4 * low.distance < high.distance
            return math.sqrt(low.distance * high.distance) if wide else 0.5 * (low.distance + high.distance)
        near = sorted((*self.low[-2:], *self.high[-2:]), key=lambda spot: abs(spot.tau - self.reach))
        margin = 1e-7 * width
        for spots in (near[:3], (low, high)):
            found = inverse(spots, self.reach)
            if low.distance + margin < found < high.distance - margin:
                return found
        return 0.5 * (low.distance + high.distance)

    def _growth(self) -> float:
        """After how many times the last distance τ should be at the threshold, as a line or with the logarithm."""
        low = self.low[-1]
        line = 1.05 * self.reach / max(low.tau, 1e-300)
        if len(self.low) < 2 or not self.low[-2].distance:
            return line
        rate = (low.tau - self.low[-2].tau) / math.log(low.distance / self.low[-2].distance)
        return max(line, math.exp(min((self.reach - low.tau) / rate, 9.0)) if rate > 0 else _GROWTH)

    def _value(self, distance: float) -> float:
        """The parameter there; the bound, or 0, itself and not beside it where that is as far as it may go."""
        value = float(self.refits.theta[self.index]) + distance * self.unit
        if distance < self.limit:
            return value
        bound = math.copysign(math.inf, self.unit) if self.refits.bounds is None else self._bound()
        return bound if self.limit == self._to_bound() else 0.0

    def _bound(self) -> float:
        assert self.refits.bounds is not None
        box = self.refits.bounds
        return float((box.upper if self.unit > 0 else box.lower)[self.index])

    def _limit(self) -> float:
        """How many units away the bound is, or 0 where the other sign gives the same curve (a width)."""
        import numpy as np

        estimate = float(self.refits.theta[self.index])
        if estimate * self.unit < 0:
            mirrored = np.array(self.refits.theta)
            mirrored[self.index] = -estimate
            if abs(self.refits.metered.residuals.chi2(mirrored) - self.refits.lowest) <= _EVEN * self.refits.lowest:
                return min(self._to_bound(), -estimate / self.unit)
        return self._to_bound()

    def _to_bound(self) -> float:
        estimate = float(self.refits.theta[self.index])
        return math.inf if self.refits.bounds is None else (self._bound() - estimate) / self.unit

    def _ended(self, kind: Kind, spot: Spot) -> End:
        if kind == "open":
            return End(kind, math.copysign(math.inf, self.unit))
        # Where the model ends at 0 it is told so, and not how near the search came.
        value, estimate = self._value(spot.distance), float(self.refits.theta[self.index])
        return End(kind, 0.0 if kind == "edge" and abs(value) <= 10 * _EDGE * abs(estimate) else value)
