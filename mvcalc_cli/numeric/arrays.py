"""Arrays in files: .npy, without anything in it that could run."""

from __future__ import annotations

import io
import os
from typing import TYPE_CHECKING, Any

from mvcalc_cli.errors import FileError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


def load(path: str) -> NDArray[np.float64]:
    """The numbers of a .npy file, shape (n,), or (r, c) of a matrix.

    Raises:
        FileError: If it cannot be read, or holds anything but finite real numbers.
    """
    import numpy as np

    try:
        # Opened without blocking, so that a pipe nobody writes into cannot hold us.
        with open(os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0)), "rb") as file:
            found: Any = np.load(file, allow_pickle=False)
    except OSError as problem:
        told = problem.strerror or "it is no .npy file"
        raise FileError(f"{path} cannot be read: {told[0].lower()}{told[1:]}") from problem
    except (ValueError, EOFError, MemoryError, SyntaxError) as problem:
        raise FileError(f"{path} cannot be read: it is no .npy file of numbers") from problem
    if not isinstance(found, np.ndarray) or found.dtype.kind not in "fiu":
        raise FileError(f"{path} holds no real numbers")
    if found.ndim > 2:
        raise FileError(f"{path} has {found.ndim} axes; two are the most", hint="a vector, or a matrix")
    if not np.isfinite(found).all():
        raise FileError(f"{path} holds a number that is not finite")
    return np.atleast_1d(found.astype(np.float64))


def dumped(values: Any) -> bytes:
    """An array of numbers as the bytes of a .npy file.

    >>> dumped([1.0, 2.0])[:6]
    b'\\x93NUMPY'
    """
    import numpy as np

    stream = io.BytesIO()
    np.save(stream, np.asarray(values, dtype=np.float64), allow_pickle=False)
    return stream.getvalue()
