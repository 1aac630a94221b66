"""Words that are several things at once: `xy` is x·y, `sinx` is sin x, `2πr` is 2·π·r.

A word is first asked whether it is one name; only then is it split, and the caller makes a note of it.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Final, NamedTuple

from mvcalc_cli.language.characters import DIGITS, GREEK_CHARACTERS, PRIMES, SUBSCRIPTS
from mvcalc_cli.language.names import FUNCTIONS, GREEK, SPELLINGS, SPLIT_LETTERS, is_name

# Functions that may be written without brackets, hence glued to their argument.
_BARE: Final = {spelling for spelling, name in SPELLINGS.items() if FUNCTIONS[name].bare}
_LONGEST: Final = max(len(spelling) for spelling in _BARE)

# After d, these make a differential: dx, dθ.
_DIFFERENTIATED: Final = frozenset("xyzuvwrst") | frozenset(GREEK_CHARACTERS)

_GREEK_OR_PI: Final = frozenset(GREEK_CHARACTERS) | {"π"}

# At most so many plain letters are taken apart: three are a product, more are a word.
_MOST_LETTERS: Final = 3
_MOST_PIECES: Final = 6


class Piece(NamedTuple):
    """A part of a word, `word[start:end]`: a name, a constant, a function or a number."""

    kind: str
    value: str | int
    start: int
    end: int


def canonical(word: str) -> str | None:
    """The word in ASCII, as names are kept; None when several Greek letters or names are glued together.

    >>> canonical("λ"), canonical("θ₁"), canonical("x′"), canonical("v_θ"), canonical("αβ")
    ('lambda', 'theta_1', "x'", 'v_theta', None)
    """
    if word.isascii():
        return word
    spelled = [GREEK_CHARACTERS.get(word[0], word[0])]
    indexed = lowered = False
    for char in word[1:]:
        if char in SUBSCRIPTS:
            spelled.append(SUBSCRIPTS[char] if lowered else f"_{SUBSCRIPTS[char]}")
            indexed = lowered = True
            continue
        lowered = False
        indexed = indexed or char == "_"
        if char in PRIMES:
            spelled.append(PRIMES[char])
        elif char in GREEK_CHARACTERS and indexed:
            spelled.append(GREEK_CHARACTERS[char])
        elif char.isascii() and (spelled[0] == word[0] or indexed or char in DIGITS):
            spelled.append(char)
        else:
            return None
    return "".join(spelled)


def one_name(word: str) -> str | None:
    """The name that a canonical word is without being declared: a letter or Greek name, with its index.

    >>> one_name("x"), one_name("x1"), one_name("theta_1"), one_name("x_max"), one_name("x_prime")
    ('x', 'x1', 'theta_1', 'x_max', "x'")
    >>> one_name("xy"), one_name("x1y"), one_name("x_1y"), one_name("height")
    (None, None, None, None)
    """
    stem = word.rstrip("'")
    primes = len(word) - len(stem)
    while stem.endswith("_prime"):  # how a prime is printed for programs
        stem, primes = stem[: -len("_prime")], primes + 1
    letters = 0
    while letters < len(stem) and stem[letters].isalpha():
        letters += 1
    head = "lambda" if stem[:letters] == "lamda" else stem[:letters]
    digits, *indices = stem[letters:].split("_")
    if (len(head) != 1 and head not in GREEK) or (digits and not digits.isdigit()):
        return None
    if any(not index or (index[0] in DIGITS and not index.isdigit()) for index in indices):
        return None
    name = head + stem[letters:] + "'" * primes
    return name if is_name(name) else None


def is_differential(word: str) -> bool:
    """Whether dx, dy, dθ stand in the word.

    >>> is_differential("dx"), is_differential("xdx"), is_differential("ad")
    (True, True, False)
    """
    return any(word[at] == "d" and word[at + 1] in _DIFFERENTIATED for at in range(len(word) - 1))


def split(word: str, names: Collection[str], follow: str) -> list[Piece] | None:
    """The pieces of a word that is no single name; None when it cannot be told.

    Args:
        word: As typed.
        names: Declared names and bound indices: they may be part of a word, the longest first.
        follow: What comes after the word: "(", "^", "operand", or "".

    >>> [piece.value for piece in split("xyz", (), "")]
    ['x', 'y', 'z']
    >>> [piece.value for piece in split("xsin2t", (), "")]
    ['x', 'sin', 2, 't']
    >>> split("height", (), "")
    """
    function = _function(word, 0) or _function(word, 1)
    if function is not None:
        return _applied(word, function, names, follow)
    found = _units(word, 0, names, follow)
    return found if found and 1 < len(found) <= _MOST_PIECES and _is_product(found) else None


def _function(word: str, start: int) -> Piece | None:
    """The longest function at a place of the word, `log₂` with its base included."""
    for length in range(min(_LONGEST, len(word) - start), 1, -1):
        spelling = word[start : start + length]
        if spelling in _BARE:
            end = start + length
            based = spelling == "log" and word[end : end + 1] not in DIGITS  # log_3, log₃; log3 is log 3
            stop = _index_end(word, end) if based else end
            base = canonical(word[start:stop])
            return Piece("function", base if stop > end and base else SPELLINGS[spelling], start, stop)
    return None


def _applied(word: str, function: Piece, names: Collection[str], follow: str) -> list[Piece] | None:
    """One letter, a function, and what is glued to it: x·sin, sin x, sin 2x, sin xy."""
    before = _units(word[: function.start], 0, names, "") if function.start else []
    if before is None:
        return None
    at = function.end
    while at < len(word) and word[at] in DIGITS:
        at += 1
    number = [Piece("number", int(word[function.end : at]), function.end, at)] if 0 < at - function.end < 10 else []
    if at == len(word):
        glued = bool(before) if not number else follow != "("  # x·sin(…), ln 2
        return [*before, function, *number] if glued and (number or follow) else None
    argument = _units(word, at, names, follow)
    if argument is None:
        return None
    if follow == "(" or (follow == "operand" and not number and word[at] == word[at - 1]):
        return None  # sinx(y), sinn x: a mistyped function
    if len(argument) > 2 or (len(argument) == 2 and not all(_is_usual(piece) for piece in argument)):
        return None  # "cosine" and "sinus" are words
    return [*before, function, *number, *argument]


def _units(word: str, start: int, names: Collection[str], follow: str) -> list[Piece] | None:
    """The letters from `start` on, each with its index, as names and constants."""
    longest = sorted([name for name in names if len(name) > 1], key=len, reverse=True)
    pieces: list[Piece] = []
    while start < len(word):
        if len(pieces) > _MOST_PIECES:
            return None
        piece = (
            _declared(word, start, longest)
            or _constant(word, start, names, follow)
            or _letter(word, start, names)
        )  # fmt: skip
        if piece is None:
            return None
        pieces.append(piece)
        start = piece.end
    return pieces


def _declared(word: str, start: int, longest: list[str]) -> Piece | None:
    for name in longest:
        end = start + len(name)
        if word.startswith(name, start) and (end == len(word) or (word[end] not in DIGITS and word[end] != "_")):
            return Piece("name", name, start, end)
    return None


def _constant(word: str, start: int, names: Collection[str], follow: str) -> Piece | None:
    """π anywhere; pi at the beginning; ix, iω and πi; e at the end, with an exponent after it."""
    char, rest = word[start], word[start + 1 :]
    if char == "π":
        return Piece("constant", "pi", start, start + 1)
    if start == 0 and word.startswith("pi") and "pi" not in names:
        return Piece("constant", "pi", 0, 2)
    if char == "e" and not rest and follow == "^" and "e" not in names:
        return Piece("constant", "e", start, start + 1)
    if char == "i" and "i" not in names:
        first = start == 0 and all(c in "xyzt" or c in _GREEK_OR_PI for c in rest)
        last = not rest and start > 0 and all(c in _GREEK_OR_PI for c in word[:start])
        return Piece("constant", "i", start, start + 1) if first or last else None
    return None


def _letter(word: str, start: int, names: Collection[str]) -> Piece | None:
    """One letter that may stand in a product, with its index and, at the end, its primes."""
    char = word[start]
    if char not in SPLIT_LETTERS and char not in GREEK_CHARACTERS and char not in names:
        return None
    end = _index_end(word, start + 1)
    while end < len(word) and word[end] in PRIMES:
        end += 1
    name = canonical(word[start:end])
    return Piece("name", name, start, end) if name and is_name(name) else None


def _index_end(word: str, start: int) -> int:
    """The end of an index of digits: x1, x_1, x₁."""
    end = start
    if word[end : end + 1] == "_":
        end += 1
    digits = end
    while end < len(word) and word[end] in DIGITS:
        end += 1
    if end > digits:
        return end
    while end < len(word) and word[end] in SUBSCRIPTS and end >= start:
        end += 1
    return end if end > digits else start


def _is_usual(piece: Piece) -> bool:
    """A piece that stands in an argument of several: x, y, z, a Greek letter, a constant."""
    return piece.kind != "name" or len(str(piece.value)) > 1 or piece.value in ("x", "y", "z")


def _is_product(pieces: list[Piece]) -> bool:
    """Whether so many letters are a product: three at most, any number with an index or Greek."""
    names = [str(piece.value) for piece in pieces if piece.kind == "name"]
    letters = [name for name in names if len(name) == 1]
    latin = [name for name in names if name not in GREEK]
    return not letters or len(latin) <= _MOST_LETTERS
