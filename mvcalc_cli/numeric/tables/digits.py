"""Whole numbers from the digits of many cells at once: eight characters in one word of 64 bits.

Reference: the multiplications are those of D. Lemire, "Quickly parsing eight digits" (2018).
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, Final, NamedTuple

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Integers = NDArray[np.int64]

PADDING: Final = 32  # bytes that must stand before the first cell of a buffer: words reach back beyond it
MOST: Final = 24  # digits that are read
_ZEROS: Final = 0x3030303030303030
_NO_DIGIT: Final = 0x7676767676767676  # added to a byte of 10 or more it sets the highest bit
_HIGHEST: Final = 0x8080808080808080
_STEPS: Final = ((8, 10, 0x00FF00FF00FF00FF), (16, 100, 0x0000FFFF0000FFFF), (32, 10_000, 0x00000000FFFFFFFF))


class Digits(NamedTuple):
    """Some whole numbers.

    Attributes:
        values: Below 10¹⁹, unsigned, shape (n,).
        doubtful: Where something else than at most 19 digits (and zeros before them) stands, shape (n,).
    """

    values: Any
    doubtful: Any


def digits(buffer: Any, ends: Integers, counts: Integers) -> Digits:
    r"""The numbers whose last digits stand before `ends`.

    Args:
        buffer: Bytes.
        ends: The byte after each last digit, at least PADDING from the beginning, shape (n,).
        counts: How many digits there are; none, or fewer, is 0.

    >>> import numpy as np
    >>> text = np.frombuffer(b" " * PADDING + b"0123456789,7", dtype=np.uint8)
    >>> digits(text, PADDING + np.array([10, 12, 10]), np.array([10, 1, 2])).values.tolist()
    [123456789, 7, 89]
    >>> digits(text, PADDING + np.array([12]), np.array([3])).doubtful.tolist()
    [True]
    """
    import numpy as np

    most, least = int(counts.max(initial=0)), int(counts.min(initial=0))
    if most == 1 and least == 1:
        return _single(buffer, ends)
    size = 4 if most <= 4 else 8
    kept = counts if least >= 0 and most <= size else np.clip(counts, 0, size)
    values, wrong = _word(buffer, ends, kept, size)
    doubtful: Any = wrong != 0
    if least < 0:
        doubtful |= counts < 0
    for place in range(1, min((most + 7) // 8, MOST // 8)):
        has_more = counts > 8 * place
        if 2 * int(has_more.sum()) > len(counts):
            doubtful |= _add_word(values, buffer, ends - 8 * place, np.clip(counts - 8 * place, 0, 8), place)
            continue
        few = np.flatnonzero(has_more)
        some = values[few]
        doubtful[few] |= _add_word(some, buffer, ends[few] - 8 * place, np.minimum(counts[few] - 8 * place, 8), place)
        values[few] = some
    if most > MOST:
        doubtful |= counts > MOST
    return Digits(values, doubtful)


def _single(buffer: Any, ends: Integers) -> Digits:
    """Numbers of one digit."""
    import numpy as np

    found = buffer.take(ends - 1)
    found ^= np.uint8(_ZEROS & 0xFF)
    return Digits(found.astype(np.uint64), found > 9)


def _add_word(values: Any, buffer: Any, ends: Integers, counts: Any, place: int) -> Any:
    """Add the digits before the last 8·place ones; where they are doubtful, shape (n,)."""
    import numpy as np

    more, wrong = _word(buffer, ends, counts, 8)
    doubtful: Any = wrong != 0
    if place == 2:
        doubtful |= more >= np.uint64(1000)  # 10¹⁹ is the most that fits
    more *= np.uint64(10 ** (8 * place))
    values += more
    return doubtful


def _word(buffer: Any, ends: Integers, counts: Any, size: int) -> tuple[Any, Any]:
    """Up to `size` digits before `ends` as a number, and a word that is 0 where all of them are digits."""
    import numpy as np

    kind = np.dtype(f"<u{size}")
    # The bytes from each byte of the buffer on as one number, the first of them lowest: a view.
    words = np.ndarray((len(buffer) - size + 1,), dtype=kind, buffer=buffer, strides=(1,))
    word = words[ends - size]
    word ^= kind.type(_ZEROS & _whole(size))
    word &= _masks(size).take(counts)
    wrong = word + kind.type(_NO_DIGIT & _whole(size))
    wrong |= word
    wrong &= kind.type(_HIGHEST & _whole(size))
    for shift, factor, mask in _STEPS[: 2 if size == 4 else 3]:  # pairs of digits, pairs of pairs, pairs of fours
        lower = word >> kind.type(shift)
        word *= kind.type(factor)
        word += lower
        word &= kind.type(mask & _whole(size))
    return word.astype(np.uint64, copy=False), wrong


def _whole(size: int) -> int:
    return (1 << 8 * size) - 1


@cache
def _masks(size: int) -> Any:
    """For each count of digits the word that keeps as many of the last characters."""
    import numpy as np

    kept = [_whole(size) ^ ((1 << 8 * (size - count)) - 1) for count in range(size + 1)]
    return np.array(kept, dtype=f"<u{size}")
