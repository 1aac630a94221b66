"""A long text without its digits: where its terms begin, and which of them are alike.

Digits are taken out where they can be nothing but a number or the number of a variable; every other digit stays, and
tells terms apart.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final, NamedTuple

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Integers = NDArray[np.int64]

# Digits that may differ between like terms. Those of an exponent, of 2e3, of log_2 or atan2 stay.
_DIGITS: Final = re.compile(
    r"""(
      (?<=[A-Za-z])(?<![A-Za-z_.][A-Za-z])(?<![0-9][eE])[1-9][0-9]{0,8}(?![A-Za-z0-9_.\[(])      # x12
    | (?<=[A-Za-z]_)(?<![A-Za-z_.][A-Za-z]_)(?<![0-9][eE]_)[1-9][0-9]{0,8}(?![A-Za-z0-9_.\[(])    # x_12
    | (?<=[A-Za-z]\[)(?<![A-Za-z_.][A-Za-z]\[)[1-9][0-9]{0,8}(?=\])                            # x[12]
    | (?<![A-Za-z0-9_.^\[])(?<!\^-)(?<!\^\()(?<!\^\(-)(?<!\^\([0-9]/)(?<!\^\(-[0-9]/)
      (?:[1-9][0-9]{0,24}|0(?![xXbBoO]))(?:\.[0-9]{1,40}(?:[eE]-?[0-9]{1,2})?)?  # 12, 0.5, 1.5e-3
      (?![0-9._eE\[])
    )""",
    re.VERBOSE,
)
# What may end an operand, so that a sign after it begins a term; not e: 2e-3 may be one number.
_ENDS: Final = "abcdfghijklmnopqrstuvwxyzABCDFGHIJKLMNOPQRSTUVWXYZ0123456789_)]#."
_MOST_BRACKETS: Final = 60


class Part(NamedTuple):
    """A part of a skeleton, `skeleton[start:end]`, and the first of its digits."""

    start: int
    end: int
    first: int


class Skeleton:
    """A text with # for the digits taken out.

    Attributes:
        text: As typed.
        plain: The skeleton.
        digits: The values taken out, shape (k,).
    """

    def __init__(self, text: str) -> None:
        import numpy as np

        parts = _DIGITS.split(text)
        taken = parts[1::2]
        self.text = text
        self.plain = "#".join(parts[::2])
        self.digits = np.fromiter(map(float, taken), np.float64, len(taken))
        self._codes = np.frombuffer(self.plain.encode(), dtype=np.uint8)
        self._hashes = np.flatnonzero(self._codes == ord("#"))
        lengths = np.fromiter(map(len, taken), np.int64, len(taken))
        self._grown = np.concatenate(([0], np.cumsum(lengths - 1)))  # the text is so much longer up to the k-th digits
        self._lengths = lengths
        self._read_signs()

    def _read_signs(self) -> None:
        """How many brackets are open at each character, and the signs between operands."""
        import numpy as np

        change = np.zeros(256, dtype=np.int8)
        change[[ord("("), ord("[")]] = 1
        change[[ord(")"), ord("]")]] = -1
        self._depth = np.cumsum(change[self._codes], dtype=np.int32)
        operand = np.zeros(256, dtype=bool)
        operand[[ord(char) for char in _ENDS]] = True
        solid = np.flatnonzero((self._codes != ord(" ")) & (self._codes != ord("\n")))
        dense = self._codes[solid]
        is_sign = (dense == ord("+")) | (dense == ord("-"))
        is_sign[1:] &= operand[dense[:-1]]
        is_sign[:1] = False
        self._signs = solid[is_sign]
        self._sign_depth = self._depth[self._signs]

    @property
    def deepest(self) -> int:
        """How many brackets are open at most."""
        return int(self._depth.max(initial=0))

    @property
    def whole(self) -> Part:
        """All of it."""
        return Part(0, len(self.plain), 0)

    def typed(self, part: Part) -> str:
        """A part as it stands in the text."""
        return self.text[self.place(part.start) : self.place(part.end)]

    def place(self, at: int) -> int:
        """Where a character of the skeleton stands in the text."""
        return at + int(self._grown[self._hashes.searchsorted(at)])

    def count(self, part: Part) -> int:
        """How many digits were taken out of a part."""
        return int(self._hashes.searchsorted(part.end)) - part.first

    def span(self, number: int) -> tuple[int, int]:
        """Start and end of the digits of that number, in the text."""
        start = int(self._hashes[number] + self._grown[number])
        return start, start + int(self._lengths[number])

    def terms(self, part: Part) -> dict[str, list[Part]]:
        """The terms of a sum by their skeletons: those under one skeleton are alike."""
        import numpy as np

        cuts = np.concatenate(([part.start], self._signs_of(part), [part.end]))
        first = self._hashes.searchsorted(cuts).tolist()
        alike: dict[str, list[Part]] = {}
        plain = self.plain
        for (start, end), number in zip(pairwise(cuts.tolist()), first, strict=False):
            key = plain[start:end].strip(" \n").removeprefix("+")
            alike.setdefault(key, []).append(Part(start, end, number))
        return alike

    def _signs_of(self, part: Part) -> Integers:
        low, high = self._signs.searchsorted([part.start + 1, part.end])
        found: Integers = self._signs[low:high][self._sign_depth[low:high] == self._level(part)]
        return found

    def _level(self, part: Part) -> int:
        """How many brackets are open around a part."""
        return int(self._depth[part.start - 1]) if part.start else 0

    def long_sums(self, part: Part, least: int) -> list[Part]:
        """What stands between round brackets in a part and is a sum of `least` terms or more: the outermost such."""
        found: list[Part] = []
        stack = [part]
        for _ in range(_MOST_BRACKETS * 1000):
            if not stack:
                break
            for inner in self._brackets(stack.pop(), 4 * least):
                if len(self._signs_of(inner)) + 1 >= least and self._is_one(inner):
                    found.append(inner)
                else:
                    stack.append(inner)
        return sorted(found)

    def _brackets(self, part: Part, shortest: int) -> list[Part]:
        """The contents of the brackets that are not inside another one of the part."""
        import numpy as np

        level = self._level(part)
        depth, codes = self._depth[part.start : part.end], self._codes[part.start : part.end]
        opening = np.flatnonzero((depth == level + 1) & ((codes == ord("(")) | (codes == ord("["))))
        closing = np.flatnonzero((depth == level) & ((codes == ord(")")) | (codes == ord("]"))))
        if len(opening) != len(closing):
            return []
        long = np.flatnonzero(closing - opening > shortest)
        pairs = zip((opening[long] + part.start + 1).tolist(), (closing[long] + part.start).tolist(), strict=True)
        return [Part(start, end, int(self._hashes.searchsorted(start))) for start, end in pairs]

    def _is_one(self, part: Part) -> bool:
        """Is it one expression in round brackets, without commas of its own?"""
        codes = self._codes[part.start : part.end]
        commas: Any = (codes == ord(",")) & (self._depth[part.start : part.end] == self._level(part))
        return self.plain[part.start - 1] == "(" and not commas.any()
