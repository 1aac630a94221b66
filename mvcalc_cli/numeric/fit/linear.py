"""Linear least squares: solved, not searched.

Columns are centred where the model has a constant, scaled to length 1, and factored by QR; the rank is decided there.
Then Björck's refinement with residuals in extended precision corrects the estimates. What is too long for that is
solved in pieces (`in_pieces.py`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from mvcalc_cli.errors import InputError
from mvcalc_cli.numeric.fit.direct import DOUBLE, Deficient, Solved, direct_solution, fixed_solution, singular_solution
from mvcalc_cli.numeric.fit.extended import back_substituted, exact_triangle, rounding
from mvcalc_cli.numeric.fit.frame import Frame, framed
from mvcalc_cli.numeric.fit.parts import Part, gathered, in_frame, slopes_of
from mvcalc_cli.numeric.fit.rank import ranked
from mvcalc_cli.numeric.fit.refine import Factored, refined

if TYPE_CHECKING:
    from mvcalc_cli.numeric.fit.data import Data, Source
    from mvcalc_cli.numeric.fit.model import Model
    from mvcalc_cli.numeric.fit.solution import Solution

# Numbers of A up to which the problem is refined in memory.
_REFINED: Final = 100_000
# Residuals of a perfect fit: y and the model are both rounded to doubles.
PERFECT: Final = 2.0
# What centring leaves of a column, beside what it was, is nothing but rounding below this many units.
_UNITS: Final = 128.0


def solve_linear(model: Model, rows: Data | Source) -> Solution:
    """The least squares estimates of a model that is linear (affine) in its free parameters.

    Args:
        model: With its fixed parameters bound.
        rows: All rows, in memory or in pieces.

    Returns:
        A solution with reason "direct", "exact" where no residual is left beyond rounding, or "singular": then the
        estimates are only one of many, and `blame` names the parameters that the data do not tell apart.

    Raises:
        InputError: If the model is not linear, or there are no rows.
        UndefinedError: If it has no value on some row, named.

    >>> import numpy as np
    >>> from mvcalc_cli.language import parse
    >>> from mvcalc_cli.numeric.fit.data import Data
    >>> from mvcalc_cli.numeric.fit.model import compiled
    >>> line = compiled(parse("a + b*x").tree, ["a", "b"], ["x"])
    >>> x = np.array([1.0, 2.0, 4.0])
    >>> found = solve_linear(line, Data({"x": x}, 3 - 2 * x))
    >>> found.theta.tolist(), found.ending.reason
    ([3.0, -2.0], 'exact')
    >>> solve_linear(line, Data({"x": np.ones(3)}, x)).ending.words
    'the data do not tell a and b apart'
    """
    if not model.is_linear:
        bent = [name for name in model.parameters if name not in model.linear_in]
        raise InputError(f"the model is not linear in {' and '.join(bent)}")
    if not rows.rows:
        raise InputError("there are no rows to fit to")
    import numpy as np

    with np.errstate(all="ignore"):
        if rows.rows * (len(model.parameters) + 1) <= _REFINED:
            return _in_memory(model, gathered(rows))
        from mvcalc_cli.numeric.fit.in_pieces import solve_in_pieces

        return solve_in_pieces(model, rows)


def _in_memory(model: Model, data: Data) -> Solution:
    """The whole problem at once, in extended precision but for its QR."""
    import numpy as np

    found = slopes_of(model, data, exact=True)
    frame = framed(found.slopes, found.y - found.origin, model.parameters)
    here = in_frame(frame, data, found)
    if not model.parameters:
        return fixed_solution(float(here.y @ here.y), data.rows)
    frame, matrix = _scaled(frame, here)
    factored = _factored(matrix.astype(np.float64))
    rank = ranked(factored.triangle)
    if rank.is_full:
        solved = _refined(here._replace(matrix=matrix), factored, exact=_is_exactly_given(model, data))
        return direct_solution(model.parameters, frame, solved._replace(given=rounding_of(model, data, found.slopes)))
    onto = (factored.q.T @ here.y).astype(np.float64)
    left = float(np.square(here.y - factored.q @ onto).sum())
    return singular_solution(model.parameters, frame, Deficient(factored.triangle, onto, left, data.rows, rank))


def _scaled(frame: Frame, here: Part) -> tuple[Frame, Any]:
    """Columns of length 1; a column of which centring leaves nothing but rounding becomes one of zeros."""
    lengths = column_lengths(here.matrix)
    frame = frame.scaled(lengths)
    matrix = here.matrix / frame.lengths
    matrix[:, is_gone(frame, lengths, rounding())] = 0
    return frame, matrix


def is_gone(frame: Frame, lengths: Any, unit: float) -> Any:
    """The columns of which centring has left nothing but rounding, shape (p,)."""
    import numpy as np

    return lengths <= _UNITS * unit * np.hypot(lengths, np.abs(frame.anchors) * frame.lengths[0])


def column_lengths(matrix: Any) -> Any:
    """The length of each column, without overflow on the way."""
    import numpy as np

    largest = np.abs(matrix).max(axis=0, initial=0)
    divisor = np.where(largest > 0, largest, 1)
    return largest * np.sqrt(np.square(matrix / divisor).sum(axis=0))


def _factored(matrix: Any) -> Factored:
    """Q and R; with fewer rows than columns, R is filled up with zeros."""
    import numpy as np

    rows, count = matrix.shape
    q, triangle = np.linalg.qr(matrix)
    if rows >= count:
        return Factored(q, triangle)
    wide = np.zeros((count, count))
    wide[:rows] = triangle
    return Factored(np.concatenate([q, np.zeros((rows, count - rows))], axis=1), wide)


def _is_exactly_given(model: Model, data: Data) -> bool:
    """Whether the doubles that were read are the very numbers of the text, as whole numbers and halves are."""
    import numpy as np

    text = data.exact
    if text is None or data.sigma is not None:
        return False
    doubles = {**{name: data.columns[name] for name in model.predictors}, "": data.y}
    return all(name in text and bool(np.array_equal(text[name], column)) for name, column in doubles.items())


def _leaves_nothing(here: Part, z: Any, r: Any, *, exact: bool) -> bool:
    """Whether every residual is no more than rounding makes of its row: of the data, unless these are `exact`."""
    import numpy as np

    terms = here.size + np.abs(here.matrix) @ np.abs(z)
    units = _UNITS * rounding() if exact else max(PERFECT * DOUBLE, _UNITS * rounding())
    return bool((np.abs(r) <= units * terms).all())


def _refined(here: Part, factored: Factored, *, exact: bool) -> Solved:
    """The solution by Björck's refinement, and R⁻¹ in extended precision."""
    import numpy as np

    found = refined(here.matrix, factored, here.y)
    size = np.sqrt(here.size @ here.size)
    chi2 = found.r @ found.r
    return Solved(
        found.z,
        factored.triangle,
        back_substituted(exact_triangle(here.matrix), np.eye(len(found.z), dtype=np.longdouble)),
        chi2,
        _leaves_nothing(here, found.z, found.r, exact=exact),
        size,
        len(here.y),
        unit=rounding(),
        given=(0.0, 0.0),
        correction=found.correction,
    )


def rounding_of(model: Model, data: Data, slopes: Any) -> tuple[Any, float]:
    """The rounding units of each column of X, shape (p,), and of y: 0 of whole numbers, which are exact.

    Args:
        model: With its fixed parameters bound.
        data: The rows.
        slopes: X, in the precision in which it was computed.
    """
    import numpy as np

    text = data.exact or {}
    given = DOUBLE if data.exact is None else rounding()
    columns = [text.get(name, data.columns[name]) for name in model.predictors]
    computed = DOUBLE if slopes.dtype == np.float64 else rounding()
    unit = max(computed, 0.0 if all(_is_whole(column, given) for column in columns) else given)
    of_columns = np.array([0.0 if _is_whole(column, computed) else unit for column in slopes.T])
    return of_columns, 0.0 if _is_whole(text.get("", data.y), given) else given


def _is_whole(column: Any, unit: float) -> bool:
    """Are these whole numbers, small enough to be exact?"""
    import numpy as np

    some = column[:64]
    if not np.array_equal(some, np.floor(some)):
        return False
    return bool(np.array_equal(column, np.floor(column)) and np.abs(column).max(initial=0.0) <= 1 / unit)
