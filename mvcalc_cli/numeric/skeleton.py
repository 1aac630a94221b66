"""A long text without its digits: where its terms begin, and which of them are alike.

Digits are taken out where they can be nothing but a number or the number of a variable; every other digit stays, and
tells terms apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from mvcalc_cli.language.characters import GREEK_CHARACTERS, SINGLES

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Integers = NDArray[np.int64]

# Digits that may differ between like terms. Those of an exponent, of 2e3, of log_2 or atan2 stay.
_DIGITS: Final = re.compile(
    r"""(?=[0-9])(
      (?<=[A-Za-z])(?<![A-Za-z_.][A-Za-z])(?<![0-9][eE])[1-9][0-9]{0,8}(?![A-Za-z0-9_.\[(])      # x12
    | (?<=[A-Za-z]_)(?<![A-Za-z_.][A-Za-z]_)(?<![0-9][eE]_)[1-9][0-9]{0,8}(?![A-Za-z0-9_.\[(])    # x_12
    | (?<=[A-Za-z]\[)(?<![A-Za-z_.][A-Za-z]\[)[1-9][0-9]{0,8}(?=\])                            # x[12]
    | (?<![A-Za-z0-9_.^\[])(?<!\^-)(?<!\^\()(?<!\^\(-)(?<!\^\([0-9]/)(?<!\^\(-[0-9]/)
      (?<!\*\*)(?<!\*\*-)(?<!\*\*\()(?<!\*\*\(-)(?<!\*\*\([0-9]/)(?<!\*\*\(-[0-9]/)
      (?:[1-9][0-9]{0,24}|0(?![xXbBoO]))(?:\.[0-9]{1,40}(?:[eE]-?[0-9]{1,2})?)?  # 12, 0.5, 1.5e-3
      (?![0-9._eE\[])
    )""",
    re.VERBOSE,
)
# What may end an operand, so that a sign after it begins a term; not e: 2e-3 may be one number.
_ENDS: Final = "abcdfghijklmnopqrstuvwxyzABCDFGHIJKLMNOPQRSTUVWXYZ0123456789_)]#.|"
_MOST_BRACKETS: Final = 60
# The end of a pair of bars |…| has an operand before it, and one of these after it; else it may be read otherwise.
_AFTER_BAR: Final = "+-*/^),]"
_NO_OPERAND: Final = "+-*/^(,["


def _plain_ascii() -> dict[int, str]:
    """What has its own sign beyond ASCII, as the ASCII character that takes part in the same way."""
    kinds = {"*": "*", "-": "-", "/": "/", "√": "*"}  # after √ a sign belongs to the root
    signs = {ord(char): kinds[kind] for char, (kind, _) in SINGLES.items() if kind in kinds and not char.isascii()}
    return dict.fromkeys(map(ord, [*GREEK_CHARACTERS, *"²³⁴⁵⁶⁷⁸⁹π"]), "a") | signs


_ALIKE: Final = _plain_ascii()
# The characters that may stand in a text to be cut, as a class of a regular expression.
KNOWN: Final = r"A-Za-z0-9_+\-*/^().,\[\]| \n=" + re.escape("".join(map(chr, _ALIKE)))


class Part(NamedTuple):
    """A part of a skeleton, `skeleton[start:end]`, and the first of its digits."""

    start: int
    end: int
    first: int


class Parts:
    """Many parts of a skeleton; starts, ends and the first digits as arrays of shape (count,)."""

    def __init__(self, starts: Integers, ends: Integers, firsts: Integers) -> None:
        self._starts, self._ends, self.firsts = starts, ends, firsts

    def __len__(self) -> int:
        return len(self._starts)

    def __getitem__(self, place: int) -> Part:
        return Part(int(self._starts[place]), int(self._ends[place]), int(self.firsts[place]))

    def __iter__(self) -> Iterator[Part]:
        return map(self.__getitem__, range(len(self)))


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
        likeness = self.plain if self.plain.isascii() else self.plain.translate(_ALIKE)
        self._codes = np.frombuffer(likeness.encode("ascii"), dtype=np.uint8)
        self._hashes = np.flatnonzero(self._codes == ord("#"))
        lengths = np.fromiter(map(len, taken), np.int64, len(taken))
        self._grown = np.concatenate(([0], np.cumsum(lengths - 1)))  # the text is so much longer up to the k-th digits
        self._lengths = lengths
        self._read_signs()

    def _read_signs(self) -> None:
        """How many brackets are open at each character, and the signs and stars between operands."""
        import numpy as np

        change = np.zeros(256, dtype=np.int8)
        change[[ord("("), ord("[")]] = 1
        change[[ord(")"), ord("]")]] = -1
        self._depth = np.cumsum(change[self._codes], dtype=np.int32)
        solid = np.flatnonzero((self._codes != ord(" ")) & (self._codes != ord("\n")))
        dense = self._codes[solid]
        self.is_clear = self._read_bars(solid, dense)
        operand = np.zeros(256, dtype=bool)
        operand[[ord(char) for char in _ENDS]] = True
        is_sign = (dense == ord("+")) | (dense == ord("-"))
        is_sign[1:] &= operand[dense[:-1]]
        is_sign[:1] = False
        self._signs = solid[is_sign]
        self._sign_depth = self._depth[self._signs]
        # A sign that does not belong to the factor or exponent after it: no product goes across one.
        loose = (dense == ord("+")) | (dense == ord("-"))
        loose[1:] &= (dense[:-1] != ord("*")) & (dense[:-1] != ord("^"))
        self._loose = solid[loose]
        is_star = dense == ord("*")
        doubled = is_star[1:] & is_star[:-1]
        is_star[1:] &= ~doubled
        is_star[:-1] &= ~doubled
        self._stars = solid[is_star]

    def _read_bars(self, solid: Integers, dense: Any) -> bool:
        """Count the bars |…| among the brackets; False where a pair of them may be read in more than one way."""
        import numpy as np

        bars = np.flatnonzero(dense == ord("|"))
        if not bars.size:
            return True
        first, last = bars[::2], bars[1::2]
        if len(first) != len(last):
            return False
        places = solid[bars]
        if np.any(self._depth[places[::2]] != self._depth[places[1::2]]) or np.any(last - first < 2):
            return False
        after, none = (np.isin(np.arange(128), [ord(char) for char in chars]) for chars in (_AFTER_BAR, _NO_OPERAND))
        padded = np.append(dense, ord("+"))
        is_clear = np.all(after[padded[last + 1]] & ~none[dense[last - 1]])
        change = np.zeros(len(self._codes) + 1, dtype=np.int32)
        change[places[::2]] += 1
        change[places[1::2]] -= 1
        self._depth = self._depth + np.cumsum(change[:-1], dtype=np.int32)
        return bool(is_clear)

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

    def terms(self, part: Part) -> dict[str, Parts]:
        """The terms of a sum by their skeletons: those under one skeleton are alike."""
        import numpy as np

        cuts = np.concatenate(([part.start], self._signs_of(part), [part.end]))
        return self._by_skeleton(cuts[:-1], cuts[1:])

    def _by_skeleton(self, starts: Integers, ends: Integers) -> dict[str, Parts]:
        plain = self.plain
        found: dict[str, list[int]] = {}
        for place, bounds in enumerate(map(slice, starts.tolist(), ends.tolist())):
            found.setdefault(plain[bounds], []).append(place)
        alike: dict[str, list[int]] = {}
        for key, places in found.items():
            alike.setdefault(key.strip(" \n").removeprefix("+"), []).extend(places)
        first = self._hashes.searchsorted(starts)
        return {key: Parts(starts[places], ends[places], first[places]) for key, places in alike.items()}

    def factors(self, part: Part) -> dict[str, Parts]:
        """The factors of a product by their skeletons; {} if it is none, or has a quotient or a sum in it."""
        import numpy as np

        low, high = self._stars.searchsorted([part.start, part.end])
        stars = self._stars[low:high]
        level = self._level(part)
        stars = stars[self._depth[stars] == level]
        slashes = np.flatnonzero(self._codes[part.start : part.end] == ord("/")) + part.start
        low, high = self._loose.searchsorted([part.start, part.end])
        loose = self._loose[low:high]
        loose = loose[self._depth[loose] == level]
        first = part.end - len(self.plain[part.start : part.end].lstrip(" \n"))
        if not len(stars) or np.any(self._depth[slashes] == level) or np.any(loose != first):
            return {}
        return self._by_skeleton(np.append(part.start, stars + 1), np.append(stars, part.end))

    def _signs_of(self, part: Part) -> Integers:
        low, high = self._signs.searchsorted([part.start + 1, part.end])
        found: Integers = self._signs[low:high][self._sign_depth[low:high] == self._level(part)]
        return found

    def _level(self, part: Part) -> int:
        """How many brackets are open around a part."""
        return int(self._depth[part.start - 1]) if part.start else 0

    def long_parts(self, part: Part, least: int) -> list[Part]:
        """What stands in round brackets in a part, and is a sum or product of `least` or more: the outermost such."""
        found: list[Part] = []
        stack = [part]
        for _ in range(_MOST_BRACKETS * 1000):
            if not stack:
                break
            for inner in self._brackets(stack.pop(), 4 * least):
                if self._is_long(inner, least) and self._is_one(inner):
                    found.append(inner)
                else:
                    stack.append(inner)
        return sorted(found)

    def _is_long(self, part: Part, least: int) -> bool:
        """Has it so many terms, or is it a product of so many factors?"""
        return len(self._signs_of(part)) + 1 >= least or sum(map(len, self.factors(part).values())) >= least

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
