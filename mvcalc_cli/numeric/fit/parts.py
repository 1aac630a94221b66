"""The linear problem on some rows: A and y in a frame, divided by σ, in double or in extended precision."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from mvcalc_cli.numeric.fit.data import Data, Source
from mvcalc_cli.numeric.fit.in_memory import BLOCK, part
from mvcalc_cli.numeric.fit.sample import concatenated
from mvcalc_cli.numeric.fit.undefined_rows import undefined_row

if TYPE_CHECKING:
    from mvcalc_cli.numeric.fit.frame import Frame
    from mvcalc_cli.numeric.fit.model import Model


class Slopes(NamedTuple):
    """An affine model on some rows: f = origin + X·θ.

    Attributes:
        origin: f at θ = 0, shape (n,).
        slopes: X, shape (n, p).
        y: Shape (n,).
    """

    origin: Any
    slopes: Any
    y: Any


class Part(NamedTuple):
    """Some rows of the problem: minimise ‖y − A·z‖.

    Attributes:
        matrix: A, shape (n, p).
        y: Shape (n,).
        size: How large the y of the data and f(0) are, divided by σ: what rounding is relative to, shape (n,).
    """

    matrix: Any
    y: Any
    size: Any


def gathered(rows: Data | Source) -> Data:
    """All rows in memory."""
    return rows if isinstance(rows, Data) else concatenated(list(rows.chunks()))


def pieces(rows: Data | Source) -> Iterator[tuple[int, Data]]:
    """Pieces that fit into memory together with their derivatives, and how many rows came before each."""
    first = 0
    for chunk in (rows,) if isinstance(rows, Data) else rows.chunks():
        for start in range(0, chunk.rows, BLOCK):
            yield first + start, part(chunk, start, start + BLOCK) if chunk.rows > BLOCK else chunk
        first += chunk.rows


def slopes_of(model: Model, data: Data, first: int = 0, *, exact: bool) -> Slopes:
    """The model on some rows.

    Args:
        model: Affine, with its fixed parameters bound.
        data: The rows.
        first: How many rows came before, for messages.
        exact: In extended precision.

    Raises:
        UndefinedError: If the model has no value on a row, named.
    """
    import numpy as np

    origin = np.zeros(len(model.parameters))
    columns, y = data.columns, data.y
    if exact:
        columns = columns if data.exact is None else {**columns, **data.exact}
        y = np.asarray(columns.get("", y), dtype=np.longdouble)
    compute = model.exact_jacobian if exact else model.jacobian
    f, slopes = compute(origin, columns, data.rows)
    good = np.isfinite(f) & np.isfinite(slopes).all(axis=1)
    if not good.all():
        raise undefined_row(model, origin, data.columns, int(np.argmin(good)), first)
    return Slopes(f, slopes, y)


def in_frame(frame: Frame, data: Data, found: Slopes) -> Part:
    """The problem on some rows, in a frame (not yet divided by its lengths)."""
    import numpy as np

    matrix = frame.columns(found.slopes)
    y = frame.lowered(found.y - found.origin, found.slopes)
    size = np.maximum(np.abs(found.y), np.abs(found.origin))
    if data.sigma is None:
        return Part(matrix, y, size)
    sigma = data.sigma.astype(matrix.dtype)
    return Part(matrix / sigma[:, None], y / sigma, size / sigma)
