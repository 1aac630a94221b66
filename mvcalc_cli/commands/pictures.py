"""What the options of pictures say: size, and the range of the vertical axis."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mvcalc_cli.errors import InputError, Place

if TYPE_CHECKING:
    from mvcalc_cli.commands.inputs import Reader
    from mvcalc_cli.plotting.plot import Plot
    from mvcalc_cli.report import Picture

_LEAST = (20, 6)
_MOST = (1000, 400)


def picture(plot: Plot, size: str | None) -> Picture:
    """The block of a picture, as large as --size says, else fitted to the terminal.

    Raises:
        InputError: For a size that is none, or no picture could have.
    """
    from mvcalc_cli.report import Picture

    return Picture(plot, *read_size(size))


def read_size(size: str | None) -> tuple[int, int]:
    """Columns and rows of "80x24"; (0, 0) where the terminal decides.

    >>> read_size("80x24"), read_size(None)
    ((80, 24), (0, 0))
    """
    if size is None:
        return 0, 0
    found = re.fullmatch(r"\s*(\d{1,6})\s*[xX×]\s*(\d{1,6})\s*", size, re.ASCII)
    if found is None:
        raise InputError("a size is columns x rows", hint="--size 80x24", place=Place(size, 0, len(size), "--size"))
    columns, rows = int(found[1]), int(found[2])
    if not (_LEAST[0] <= columns <= _MOST[0] and _LEAST[1] <= rows <= _MOST[1]):
        raise InputError(
            f"a picture has from {_LEAST[0]}x{_LEAST[1]} to {_MOST[0]}x{_MOST[1]} columns and rows",
            hint="--size 80x24",
            place=Place(size, 0, len(size), "--size"),
        )
    return columns, rows


def y_limits(reader: Reader, text: str | None) -> tuple[float, float] | None:
    """The ends of --y-range, "-2..2"; None where the picture decides.

    Raises:
        InputError: If it is no range of numbers, or upside down.
    """
    from mvcalc_cli.commands.ranges import number_range, read_ranges

    if text is None:
        return None
    found = read_ranges(reader, text, ("y",), "--y-range")
    return number_range(found[0])
