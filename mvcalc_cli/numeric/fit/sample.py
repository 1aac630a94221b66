"""Some rows in the place of all: spread over the whole, in their order."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final

from mvcalc_cli.numeric.fit.data import Data

if TYPE_CHECKING:
    from mvcalc_cli.numeric.fit.data import Array

SAMPLE: Final = 4096
_GOLDEN: Final = 0.6180339887498949


def sampled(data: Data, most: int = SAMPLE) -> Data:
    """At most so many rows, the first and the last among them.

    The distances vary, so that rows which repeat themselves after a fixed number are not all alike; the same data give
    the same sample.

    >>> import numpy as np
    >>> x = np.arange(100.0)
    >>> sampled(Data({"x": x}, x), 6).y
    array([ 0., 26., 41., 59., 81., 99.])
    """
    if data.rows <= most:
        return data
    import numpy as np

    order = np.arange(most)
    places = ((order + order * order * _GOLDEN % 1.0) * (data.rows / most)).astype(np.intp)
    places[-1] = data.rows - 1
    return _each(data, lambda column: column[places])


def concatenated(parts: Sequence[Data]) -> Data:
    """Rows after rows."""
    import numpy as np

    if len(parts) == 1:
        return parts[0]
    first = parts[0]
    return Data(
        {name: np.concatenate([part.columns[name] for part in parts]) for name in first.columns},
        np.concatenate([part.y for part in parts]),
        None if first.sigma is None else np.concatenate([_sigma(part) for part in parts]),
    )


def rows_between(data: Data, start: int, stop: int) -> Data:
    """The rows from start to stop."""
    return _each(data, lambda column: column[start:stop])


def _sigma(data: Data) -> Array:
    assert data.sigma is not None
    return data.sigma


def _each(data: Data, taken: Callable[[Array], Array]) -> Data:
    columns = {name: taken(column) for name, column in data.columns.items()}
    return Data(columns, taken(data.y), None if data.sigma is None else taken(data.sigma))
