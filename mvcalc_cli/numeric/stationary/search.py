"""Every solution of a system that a dense search in a box meets; it proves nothing about others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

from mvcalc_cli.language.tree import Tree
from mvcalc_cli.numeric.stationary.accepted import accepted
from mvcalc_cli.numeric.stationary.distinct import crowded, distinct
from mvcalc_cli.numeric.stationary.equations import Equations
from mvcalc_cli.numeric.stationary.grid import around, starts
from mvcalc_cli.numeric.stationary.newton import Ends, newton

if TYPE_CHECKING:
    from mvcalc_cli.numeric.program import Array

# Around so many degenerate points the search is done again; more are a curve.
_CROWDS: Final = 6


def search(
    equations: Sequence[Tree],
    names: Sequence[str],
    box: Mapping[str, tuple[float, float]],
    *,
    seed: int = 1,
    most: int = 200,
    jacobian: Sequence[Sequence[Tree]] | None = None,
) -> tuple[tuple[float, ...], ...]:
    """The solutions in a box, degenerate ones too; of a whole curve of solutions some points.

    Args:
        equations: Each is to be 0; as many as unknowns, or more.
        names: The unknowns.
        box: For each unknown where it is looked for.
        seed: Of the starts that are scattered over the box.
        most: No more solutions are told; if there are more, those in the middle of the box.
        jacobian: ∂(equations) by the names, row by row, where it is known already.

    Returns:
        The coordinates of each, in rising order.

    Raises:
        InputError: If an equation has a variable that is not among the names, or no derivative.

    >>> from mvcalc_cli.language import parse
    >>> search([parse("x^2 + y^2 - 2").tree, parse("x - y").tree], ["x", "y"], {"x": (-3, 3), "y": (-3, 3)})
    ((-1.0, -1.0), (1.0, 1.0))
    """
    import numpy as np

    low, high = (np.array([float(box[name][side]) for name in names]) for side in (0, 1))
    if not equations or not (high > low).all():
        return ()
    asked = Equations(equations, names, jacobian)
    with np.errstate(all="ignore"):
        ends = _met(asked, starts(asked, low, high, seed), low, high)
        again = crowded(asked, ends, high - low)
        if 0 < again.shape[1] <= _CROWDS:
            more = np.concatenate([around(place, low, high, seed) for place in again.T], axis=1)
            second = _met(asked, more, low, high)
            ends = Ends(np.concatenate([ends.points, second.points], axis=1), np.append(ends.step, second.step))
        found = distinct(asked, ends, low, high, most)
    return tuple(tuple(float(at) + 0.0 for at in point) for point in found.T)


def _met(equations: Equations, begun: Array, low: Array, high: Array) -> Ends:
    return accepted(equations, newton(equations, begun, low, high), low, high)
