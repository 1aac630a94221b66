"""The double nearest to m·10^k for many m and k at once: the same number that `float` reads from the text."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, Final, NamedTuple

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

_EXACT: Final = 22  # 10^22 is the largest power of ten that is a double
_EXACT_64: Final = 27  # and 10^27 with a mantissa of 64 bits
_MOST: Final = 250  # powers up to here leave room for the products below
_SPLITTER: Final = 134217729.0  # 2^27 + 1, after Veltkamp: cuts a double into two halves
# The pair q + r is known to a relative 2^-100; a result that moves with 2^-90 is left to be read as text.
_DOUBT: Final = 2.0**-90


class Decimals(NamedTuple):
    """Some numbers, and where they are not known to be the nearest doubles."""

    values: Any
    doubtful: Any


class _Powers(NamedTuple):
    """10^0 … 10^250 as high + low, and the halves of high."""

    high: Any
    low: Any
    head: Any
    tail: Any


def decimals(m: Any, k: Any) -> Decimals:
    """m·10^k, rounded once.

    Args:
        m: Unsigned integers below 10¹⁹, shape (n,).
        k: Integers, shape (n,).

    Reference: W. Clinger, "How to read floating point numbers accurately" (1990), for the exact case; T. Dekker,
    "A floating-point technique for extending the available precision" (1971), for the others.

    >>> import numpy as np
    >>> decimals(np.array([15, 3141592653589793238], dtype=np.uint64), np.array([-1, -18])).values.tolist()
    [1.5, 3.141592653589793]
    """
    import numpy as np

    short = (m < np.uint64(1 << 53)) & (np.abs(k) <= _EXACT)
    if short.all():
        return Decimals(_short(m, k), np.zeros(len(m), dtype=bool))
    few = np.flatnonzero(~short)
    if 4 * len(few) > len(m):
        return _long(m, k)
    found = Decimals(_short(m, np.clip(k, -_EXACT, _EXACT)), np.zeros(len(m), dtype=bool))
    found.values[few], found.doubtful[few] = _long(m[few], k[few])
    return found


def _short(m: Any, k: Any) -> Array:
    """Both m and 10^|k| are doubles: one operation, rounded once."""
    import numpy as np

    table = _powers().high
    values: Array = m.astype(np.float64)
    if int(k.max(initial=0)) <= 0:
        values /= table.take(-k)
        return values
    found: Array = np.where(k < 0, values / table.take(np.maximum(-k, 0)), values * table.take(np.maximum(k, 0)))
    return found


def _long(m: Any, k: Any) -> Decimals:
    """By one operation of 64 bits where the processor has them, else by a pair of doubles."""
    import numpy as np

    if _has_64_bits() and int(np.abs(k).max()) <= _EXACT_64:
        return _by_64_bits(m, k)
    return _by_pairs(m, k)


def _by_64_bits(m: Any, k: Any) -> Decimals:
    """Rounded to 64 bits and then to 53: wrong at most where the 64 bits end in 10000000000, half way."""
    import numpy as np

    table = _powers_64()
    whole = m.astype(np.longdouble)
    if int(k.max(initial=0)) <= 0:
        whole /= table.take(-k)
    else:
        whole = np.where(k < 0, whole / table.take(np.maximum(-k, 0)), whole * table.take(np.maximum(k, 0)))
    half_way = (whole.view(np.uint64)[::2] & np.uint64(0x7FF)) == np.uint64(0x400)
    return Decimals(whole.astype(np.float64), half_way)


def _by_pairs(m: Any, k: Any) -> Decimals:
    """By a pair of doubles q + r with 100 good bits."""
    import numpy as np

    far = np.abs(k) > _MOST
    k = np.clip(k, -_MOST, _MOST)
    high = m.astype(np.float64)
    low = (m - high.astype(np.uint64)).view(np.int64).astype(np.float64)
    if int(k.max(initial=0)) <= 0:
        q, r = _quotient(high, low, -k)
    else:
        down, up = _quotient(high, low, np.maximum(-k, 0)), _product(high, low, np.maximum(k, 0))
        q, r = (np.where(k < 0, a, b) for a, b in zip(down, up, strict=True))
    doubt = q * _DOUBT
    values = q + r
    doubtful = (q + (r - doubt) != q + (r + doubt)) | far
    return Decimals(values, doubtful)


def _quotient(high: Array, low: Array, k: Any) -> tuple[Array, Array]:
    """(high + low)/10^k as a pair."""
    powers = _powers()
    power = powers.high.take(k)
    q = high / power
    product, error = _exact_product(q, power, powers.head.take(k), powers.tail.take(k))
    rest = high - product
    rest -= error
    rest += low - q * powers.low.take(k)
    rest /= power
    return q, rest


def _product(high: Array, low: Array, k: Any) -> tuple[Array, Array]:
    """(high + low)·10^k as a pair."""
    powers = _powers()
    power = powers.high.take(k)
    product, error = _exact_product(high, power, powers.head.take(k), powers.tail.take(k))
    return product, error + (low * power + high * powers.low.take(k))


def _exact_product(a: Array, b: Array, head: Array, tail: Array) -> tuple[Array, Array]:
    """a·b = product + error without any rounding; head + tail = b."""
    product = a * b
    cut = a * _SPLITTER
    upper = cut - (cut - a)
    lower = a - upper
    error = upper * head
    error -= product
    error += upper * tail
    error += lower * head
    error += lower * tail
    return product, error


@cache
def _has_64_bits() -> bool:
    """Whether long doubles are the 80 bits of x86, of which 64 are the mantissa's, the lowest bytes first."""
    import numpy as np

    one = np.longdouble(1)
    tiny = np.longdouble(2) ** -63
    return bool(one.itemsize == 16 and one + tiny > one and one + tiny / 2 == one)


@cache
def _powers_64() -> Any:
    import numpy as np

    return np.array([np.longdouble(5**k) * np.longdouble(2) ** k for k in range(_EXACT_64 + 1)], dtype=np.longdouble)


@cache
def _powers() -> _Powers:
    import numpy as np

    exact = [10**k for k in range(_MOST + 1)]
    high = np.array([float(power) for power in exact])
    low = np.array([float(power - int(float(power))) for power in exact])
    cut = high * _SPLITTER
    head = cut - (cut - high)
    return _Powers(high, low, head, high - head)
