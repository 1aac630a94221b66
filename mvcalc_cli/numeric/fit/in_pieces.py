"""Linear least squares over more rows than are kept in memory: a triangle comes back of each piece.

In double precision first; where the condition leaves too few digits, once more in extended precision.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from mvcalc_cli.numeric.fit.data import Data, Source
from mvcalc_cli.numeric.fit.direct import DOUBLE, Deficient, Solved, direct_solution, fixed_solution, singular_solution
from mvcalc_cli.numeric.fit.extended import back_substituted, exact_triangle, rounding
from mvcalc_cli.numeric.fit.frame import Frame, framed
from mvcalc_cli.numeric.fit.linear import PERFECT, column_lengths, is_gone, rounding_of
from mvcalc_cli.numeric.fit.parts import in_frame, pieces, slopes_of
from mvcalc_cli.numeric.fit.rank import ranked
from mvcalc_cli.numeric.fit.sample import sampled
from mvcalc_cli.numeric.fit.triangles import compressed

if TYPE_CHECKING:
    from mvcalc_cli.numeric.fit.model import Model
    from mvcalc_cli.numeric.fit.solution import Solution

# With this many digits the residuals and the errors are as good as they are ever shown.
_ENOUGH: Final = 10.0
# What the factoring adds to residuals that are none, in its units.
_FACTORING: Final = 4.0


class Piece(NamedTuple):
    """What comes back of a piece.

    Attributes:
        triangle: R of [A y], shape (p + 1, p + 1).
        size: ‖y‖ before anything was subtracted from it.
        given: The rounding units of the columns of X, shape (p,), and of y.
    """

    triangle: Any
    size: Any
    given: tuple[Any, float]


class Triangles(NamedTuple):
    """The work on a piece; it can be sent to other processes.

    Attributes:
        model: Affine, with its fixed parameters bound.
        frame: The coordinates, the same for all pieces.
    """

    model: Model
    frame: Frame

    def __call__(self, data: Data, exact: bool, first: int) -> Piece:
        """What comes back of the rows that come after the first so many."""
        import numpy as np

        with np.errstate(all="ignore"):
            found = slopes_of(self.model, data, first, exact=exact)
            part = in_frame(self.frame, data, found)
            size = part.size.astype(np.longdouble)
            triangle = _triangle(np.column_stack([part.matrix, part.y]))
            return Piece(triangle, np.sqrt(size @ size), rounding_of(self.model, data, found.slopes))


def _triangle(matrix: Any) -> Any:
    """R of [A y], shape (p + 1, p + 1), in the precision of the matrix."""
    import numpy as np

    width = matrix.shape[1]
    if matrix.dtype == np.float64:
        return compressed(np.column_stack([matrix, np.zeros(len(matrix))]), 0.0).triangle
    full = np.zeros((width, width), dtype=matrix.dtype)
    found = exact_triangle(matrix)
    full[: len(found)] = found
    return full


def solve_in_pieces(model: Model, rows: Data | Source) -> Solution:
    """The least squares estimates of an affine model, gone through in pieces; see `linear.solve_linear`."""
    import numpy as np

    with np.errstate(all="ignore"):
        work = Triangles(model, _frame(model, rows))
        found = _solution(work, rows, exact=False)
        if found.digits >= _ENOUGH or rounding() == DOUBLE:
            return found
        return _solution(work, rows, exact=True)


def _frame(model: Model, rows: Data | Source) -> Frame:
    """The frame for some rows that stand for all; those without a value will be told later."""
    import numpy as np

    some = sampled(rows) if isinstance(rows, Data) else rows.sample
    f, slopes = model.jacobian(np.zeros(len(model.parameters)), some.columns, some.rows)
    good = np.isfinite(f) & np.isfinite(slopes).all(axis=1)
    return framed(slopes[good], (some.y - f)[good], model.parameters)


def _solution(work: Triangles, rows: Data | Source, *, exact: bool) -> Solution:
    """One pass over all rows."""
    import numpy as np

    parts = _each(work, rows, exact)
    whole = _triangle(np.concatenate([part.triangle for part in parts])).astype(np.longdouble)
    sizes = np.array([part.size for part in parts])
    given = np.max([part.given[0] for part in parts], axis=0), max(part.given[1] for part in parts)
    unit = len(whole) * (rounding() if exact else DOUBLE)
    return _solved(work, whole, Sums(np.sqrt(sizes @ sizes), rows.rows, given, unit))


def _each(work: Triangles, rows: Data | Source, exact: bool) -> list[Piece]:
    if isinstance(rows, Data) or not hasattr(rows, "crew"):
        return [work(data, exact, first) for first, data in pieces(rows)]
    with rows.crew(work) as crew:
        found: list[Piece] = crew.each(exact, "derivatives")
    return found


class Sums(NamedTuple):
    """What else is known of all rows: ‖y‖, n, the rounding units of the data and of the triangle."""

    size: Any
    rows: int
    given: tuple[Any, float]
    unit: float


def _solved(work: Triangles, whole: Any, sums: Sums) -> Solution:
    """The solution from the triangle of [A y]."""
    import numpy as np

    names, count = work.model.parameters, len(work.model.parameters)
    if not count:
        return fixed_solution(float(whole[0, 0] ** 2), sums.rows)
    lengths = column_lengths(whole)
    frame = work.frame.scaled(lengths[:count])
    gone = is_gone(frame, lengths[:count], sums.unit)
    triangle, onto, left = whole[:count, :count] / frame.lengths, whole[:count, count], whole[count, count]
    triangle[:, gone] = 0
    plain = triangle.astype(np.float64)
    rank = ranked(plain)
    if not rank.is_full:
        deficient = Deficient(plain, onto.astype(np.float64), float(left**2), sums.rows, rank)
        return singular_solution(names, frame, deficient)
    inner = back_substituted(triangle, np.eye(count, dtype=np.longdouble))
    exact = bool(np.abs(left) <= PERFECT * DOUBLE * sums.size + _FACTORING * sums.unit * lengths[count])
    solved = Solved(
        inner @ onto, plain, inner, left**2, exact, sums.size, sums.rows, sums.unit, sums.given, np.zeros(count)
    )
    return direct_solution(names, frame, solved)
