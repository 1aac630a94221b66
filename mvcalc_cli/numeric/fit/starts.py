"""First guesses of the parameters of any model, from the data alone.

The parameters in which the model is linear are solved for; the others are tried on a grid that their units and their
places in the model suggest, and the best of the trials go downhill a little before they are compared.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

from mvcalc_cli.numeric.fit.axes import Grid, grid, spread
from mvcalc_cli.numeric.fit.named import recognised
from mvcalc_cli.numeric.fit.separable import refined
from mvcalc_cli.numeric.fit.terms import Term, one_by_one, terms
from mvcalc_cli.numeric.fit.trials import Trials

if TYPE_CHECKING:
    from mvcalc_cli.numeric.descent.objective import Bounds
    from mvcalc_cli.numeric.fit.data import Data
    from mvcalc_cli.numeric.fit.model import Model

# So many trials, whatever the number of parameters; all combinations, where they are not many more.
_TRIALS: Final = 700
_COMPLETE: Final = 1500
# So often other trials are made, and ends nearer than this part of chi² are one and the same.
_TURNS: Final = 4
_SAME: Final = 1e-6
# A change of sign that changes chi² by less than this part changes nothing.
_EVEN: Final = 1e-12
# How far beside a known model's guess the second start may lie: as far as chi² is larger by no more than this part of
# what y has about its mean.
_BESIDE: Final = (0.1, 0.03, 0.01, 3e-3, 1e-3, 1e-4, 1e-5, 1e-6)
_NEAR: Final = 0.03
# So many of them go downhill, by so many steps.
_KEPT: Final = 10
_STEPS: Final = 8
# The best few of those by so many more.
_FEW: Final = 3
_MORE: Final = 20
# So many trials at most look along one parameter after the other, where not all combinations could be tried.
_SWEPT: Final = 400
# Rows on which trials are compared.
_ROWS: Final = 400


def guesses(model: Model, data: Data, bounds: Bounds | None = None, seed: int = 1) -> Iterator[dict[str, float]]:
    """First parameters to start a fit from, the most promising first; the same for the same data and seed.

    Args:
        model: The model, with its free parameters.
        data: The rows, or a sample of them.
        bounds: The box that the parameters are kept in, in the order of `model.parameters`.
        seed: Of the points that are spread over what the grids do not reach.
    """
    import numpy as np

    few = _thinned(data)
    nonlinear = [name for name in model.parameters if name not in model.linear_in]
    if not nonlinear:
        found = Trials(model, few, bounds)(np.zeros((1, 0)))
        yield dict(zip(model.parameters, found.coefficients[0].tolist(), strict=True))
        return
    yield from _known(model, data, bounds)
    with np.errstate(all="ignore"):
        where = grid(model, nonlinear, few)
        trials = Trials(model, few, bounds, where.powers)
    parts = terms(model, trials)
    seen: list[float] = []
    for turn in range(_TURNS):
        for chi2, theta in _best(trials, where, parts, seed * _TURNS + turn):
            if turn == 0 or all(abs(chi2 - other) > _SAME * other for other in seen):
                seen.append(chi2)
                yield theta


def _known(model: Model, data: Data, bounds: Bounds | None) -> list[dict[str, float]]:
    """The guess of the named model that this one is, if it is one, its linear parameters solved for again."""
    import numpy as np

    found = recognised(model.tree, model.parameters, model.predictors)
    if found is None:
        return []
    known, names = found
    theta = {names[name]: value for name, value in known.guess(data.columns[names["x"]], data.y).items()}
    with np.errstate(all="ignore"):
        trials = Trials(model, data, bounds)
        at = np.array([[theta[name] for name in trials.nonlinear]])
        at = at if trials.box is None else np.clip(at, *trials.box)
        left = trials(at)
        if not np.isfinite(left.chi2[0]):
            return []
        # Its own search has looked everywhere. A start beside it shows whether the search from there comes back.
        beside = at * (1 + np.array(_BESIDE)[:, None])
        beside = beside if trials.box is None else np.clip(beside, *trials.box)
        near = trials(beside)
        spread = float(np.var(data.y if data.sigma is None else data.y / data.sigma)) * data.rows
        places = np.flatnonzero(near.chi2 <= left.chi2[0] + _NEAR * spread)[:1]
        first = trials.theta(at[0], left.coefficients[0])
        return [first, *(trials.theta(beside[place], near.coefficients[place]) for place in places)]


def _best(trials: Trials, where: Grid, parts: list[Term], seed: int) -> list[tuple[float, dict[str, float]]]:
    """chi² and parameters at the ends of the best trials, best first."""
    import numpy as np

    with np.errstate(all="ignore"):
        at = _tried(trials, where, parts, seed)
        if not len(at):
            return []
        ends = refined(trials, at, where.scales(at), _STEPS, trials.box)
        ends = ends[np.argsort(trials(ends).chi2, kind="stable")[:_FEW]]
        ends = _positive(trials, refined(trials, ends, where.scales(ends), _MORE, trials.box))
        found = trials(ends)
        order = np.argsort(found.chi2, kind="stable")
        best = [(float(found.chi2[k]), trials.theta(ends[k], found.coefficients[k])) for k in order]
    return [(chi2, theta) for chi2, theta in best if all(map(math.isfinite, (chi2, *theta.values())))]


def _tried(trials: Trials, where: Grid, parts: list[Term], seed: int) -> Any:
    """The best of the trials, not yet gone downhill, shape (t, d)."""
    import numpy as np

    sizes = [len(axis.values) for axis in where.axes]
    complete = math.prod(sizes) <= _COMPLETE
    places = spread(sizes, _COMPLETE if complete else _TRIALS, seed)
    at = where.sheared(np.stack([axis.values[k] for axis, k in zip(where.axes, places.T, strict=True)], 1))
    if trials.box is not None:
        at = np.clip(at, *trials.box)
    at = at[_apart(places, trials(at).chi2, sizes)]
    if not complete and len(parts) > 1:
        at = np.concatenate((at, one_by_one(trials, where, parts)))
    elif not complete and len(at):
        few = max(1, _SWEPT // sum(sizes))
        at[:few] = _swept(trials, where, at[:few])
    return at


def _swept(trials: Trials, where: Grid, at: Any) -> Any:
    """Each parameter in turn put where it is best among all its values, the others staying."""
    import numpy as np

    for place, axis in enumerate(where.axes):
        there = np.repeat(at[:, None], len(axis.values) + 1, axis=1)
        there[:, 1:, place] = axis.values
        if trials.box is not None:
            there = np.clip(there, *trials.box)
        chi2 = trials(there.reshape(-1, at.shape[1])).chi2.reshape(there.shape[:2])
        at = there[np.arange(len(at)), chi2.argmin(axis=1)]
    return at


def _positive(trials: Trials, at: Any) -> Any:
    """The trials with a positive σ, where a negative one gives the same curve."""
    import numpy as np

    chi2 = trials(at).chi2
    for place in range(at.shape[1]):
        turned = at.copy()
        turned[:, place] = np.abs(turned[:, place])
        if trials.box is None:
            same = np.abs(trials(turned).chi2 - chi2) <= _EVEN * chi2
            at = np.where(same[:, None], turned, at)
    return at


def _apart(places: Any, chi2: Any, sizes: list[int]) -> list[int]:
    """The best trials, none beside another that is better."""
    import numpy as np

    near = np.maximum(1, np.array(sizes) // 12)
    chosen: list[int] = []
    for k in np.argsort(chi2, kind="stable"):
        if not np.isfinite(chi2[k]) or len(chosen) == _KEPT:
            break
        if all((np.abs(places[k] - places[other]) > near).any() for other in chosen):
            chosen.append(int(k))
    return chosen


def _thinned(data: Data) -> Data:
    """At most some hundreds of the rows, spread over the whole."""
    import numpy as np

    if data.rows <= _ROWS:
        return data
    # Not at equal distances, which would hide a wave that has them too.
    kept = ((np.arange(_ROWS) + (np.arange(_ROWS) * 0.618034) % 1) * (data.rows / _ROWS)).astype(int)
    columns = {name: each[kept] for name, each in data.columns.items()}
    return data._replace(columns=columns, y=data.y[kept], sigma=None if data.sigma is None else data.sigma[kept])
