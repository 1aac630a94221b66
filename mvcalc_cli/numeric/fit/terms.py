"""Models that are sums of terms with nonlinear parameters of their own: one term found after the other.

The simplest term comes first, the next one is looked for in what the first left over, and in the end each is looked
for again while the others stay: three peaks are three small searches, not one in six dimensions.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from mvcalc_cli.numeric.fit.affine import dependence
from mvcalc_cli.numeric.fit.axes import Grid, spread
from mvcalc_cli.numeric.fit.separable import refined

if TYPE_CHECKING:
    from mvcalc_cli.numeric.fit.model import Model
    from mvcalc_cli.numeric.fit.trials import Trials

# So many trials of one term.
_TRIALS: Final = 400
# So many steps downhill after each term.
_STEPS: Final = 6


class Term(NamedTuple):
    """Nonlinear parameters that stand together.

    Attributes:
        places: Theirs among the nonlinear ones.
        linear: The linear parameters that are multiplied with them.
    """

    places: tuple[int, ...]
    linear: frozenset[str]


def terms(model: Model, trials: Trials) -> list[Term]:
    """The parts into which the nonlinear parameters fall; () linear parameters where a part has none.

    >>> from mvcalc_cli.language import parse
    >>> from mvcalc_cli.numeric.fit.model import compiled
    >>> model = compiled(parse("a*exp(-k*x) + b*exp(-m*x)").tree, ["a", "b", "k", "m"], ["x"])
    >>> from types import SimpleNamespace
    >>> [sorted(term.linear) for term in terms(model, SimpleNamespace(linear=["a", "b"], nonlinear=["k", "m"]))]
    [['a'], ['b']]
    """
    pairs = dependence(model.written, frozenset(model.parameters)).pairs
    partners = {
        name: frozenset(other for pair in pairs if name in pair for other in pair - {name} if other in trials.linear)
        for name in trials.nonlinear
    }
    found: list[Term] = []
    for place, name in enumerate(trials.nonlinear):
        joined = [term for term in found if term.linear & partners[name]]
        found = [term for term in found if term not in joined]
        places = [each for term in joined for each in term.places]
        found.append(Term((*places, place), partners[name].union(*(term.linear for term in joined))))
    return found


def one_by_one(trials: Trials, where: Grid, parts: list[Term]) -> Any:
    """The nonlinear parameters, shape (1, d), with each term where it explains most."""
    import numpy as np

    at = np.array([[axis.values[len(axis.values) * 3 // 4] for axis in where.axes]])
    used = set(trials.linear).difference(*(part.linear for part in parts))
    parts = sorted(parts, key=lambda part: len(part.places))
    for part in (*parts, *parts):
        used |= part.linear
        at = _settled(trials, where, _scanned(trials, where, at, part, used), used)
    return at


def _settled(trials: Trials, where: Grid, at: Any, used: set[str]) -> Any:
    """A few steps downhill with the terms that are there."""
    kept = frozenset(used)
    return refined(lambda there: trials(there, kept), at, where.scales(at), _STEPS, trials.box)


def _scanned(trials: Trials, where: Grid, at: Any, part: Term, used: set[str]) -> Any:
    """The best place of one term while the others stay, shape (1, d)."""
    import numpy as np

    axes = [where.axes[place] for place in part.places]
    there = np.repeat(at, 1 + min(_TRIALS, math.prod(len(axis.values) for axis in axes)), axis=0)
    chosen = spread([len(axis.values) for axis in axes], len(there) - 1)
    for place, axis, picked in zip(part.places, axes, chosen.T, strict=True):
        there[1:, place] = axis.values[picked]
    there[1:] = where.sheared(there[1:], part.places)
    if trials.box is not None:
        there = np.clip(there, *trials.box)
    best = int(trials(there, used).chi2.argmin())
    return there[best : best + 1]
