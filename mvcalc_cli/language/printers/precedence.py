"""What binds tighter than what, and where a bracket is needed: shared by the one-line notations.

A printer works from the leaves up. Each part is a `Piece`: its text, and a rank that says how tightly
the text holds together. A *negative* rank marks a text that begins with the minus sign, the rest of
which has the rank `-rank`; a sum turns such a term into a subtraction, everything else brackets it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import Final, NamedTuple

from mvcalc_cli.errors import InputError, LimitError
from mvcalc_cli.language.tree import Decimal, Tree, postorder

Piece = tuple[str, int]

OR: Final = 1
AND: Final = 2
NOT: Final = 3
RELATION: Final = 4
SUM: Final = 10
QUOTIENT: Final = 20  # a/b, and every fraction
PRODUCT: Final = 21
POWER: Final = 30
PREFIX: Final = 35  # √x
POSTFIX: Final = 40  # n!
BARS: Final = 45  # |x|
ATOM: Final = 50

# A text of two million characters is 25,000 lines of a terminal; nobody reads it, and a part that is
# shared twice on each of fifty levels would fill the memory of the whole machine.
LONGEST: Final = 2_000_000
# Every level of nesting copies its parts once more: a bound on all copies together.
MOST_WORK: Final = 40_000_000

# The longest decimal expansion that is written out; 1e-300 is written 1·10^(−300).
_LONGEST_DECIMAL: Final = 40


class Style(NamedTuple):
    """The signs of one notation."""

    minus: str = "-"
    times: str = "*"
    opening: str = "("
    closing: str = ")"
    ascii: bool = True
    partial: bool = False
    short: bool = False

    def within(self, text: str) -> str:
        """The text in brackets."""
        return f"{self.opening}{text}{self.closing}"


Writer = Callable[[Tree, list[Piece], Style], Piece]
Writers = Mapping[str, Writer]
# How a function is spelled: its name, or a formula for its arguments a, b, … and the rank of that
# formula. In a formula {a} stands where no bracket is needed, {A} where one may be.
Spelling = str | tuple[str, int]


def write(root: Tree, writers: Writers, style: Style) -> Piece:
    """Write the whole expression, each shared part once.

    The writer of a matrix is given its entries, row by row; every other the parts of its node.

    Raises:
        LimitError: If the text would be longer than two million characters.
    """
    work = 0
    pieces: dict[int, Piece] = {}
    for node in postorder(root):
        args = node.args if node.kind != "matrix" else [entry for row in node.args for entry in row.args]
        parts = [pieces[id(arg)] for arg in args]
        length = 0
        for part in parts:
            length += len(part[0])
        work += length
        if length > LONGEST or work > MOST_WORK:
            raise too_long()
        writer = writers.get(node.kind)
        if writer is None:
            raise unwritable(f"a {node.kind}")
        pieces[id(node)] = writer(node, parts, style)
    return pieces[id(root)]


def rows(matrix: Tree, parts: Sequence[Piece]) -> list[list[str]]:
    """The texts of a matrix's entries, row by row."""
    texts = iter([text for text, _rank in parts])
    return [[next(texts) for _ in row.args] for row in matrix.args]


def too_long() -> LimitError:
    """The error for a text that nobody could read and no memory could hold."""
    return LimitError(
        "written out, this result would be longer than 2,000,000 characters",
        hint="ask for its value at a point (--at), or for a lower order",
    )


def unwritable(what: str) -> InputError:
    """The error for a part that a notation has no words for."""
    return InputError(f"{what} cannot be written in this notation", hint="try --plain or --json")


def bracket(piece: Piece, needed: int, style: Style) -> str:
    """The text, in brackets unless it holds together at least as tightly as needed."""
    text, rank = piece
    return text if rank >= needed else style.within(text)


def join_terms(parts: Sequence[Piece], style: Style) -> Piece:
    """The sum; a term that begins with a minus sign is subtracted."""
    out: list[str] = []
    cut = len(style.minus)
    sign = style.minus.strip()
    for text, rank in parts:
        if -SUM <= rank <= SUM:
            out.append(f" + {style.within(text)}" if out else style.within(text))
        elif not out:
            out.append(text)
        elif rank < 0:
            out.append(f" {sign} {text[cut:]}")
        else:
            out.append(f" + {text}")
    return "".join(out), SUM


def negate(piece: Piece, style: Style) -> Piece:
    """Minus the operand."""
    text, rank = piece
    return (style.minus + text, -rank) if rank >= QUOTIENT else (style.minus + style.within(text), -ATOM)


def factor_texts(parts: Sequence[Piece], style: Style) -> tuple[list[str], int]:
    """The factors with the brackets they need, and the rank of their product.

    A first factor may be a quotient (`1/2·x` is read from left to right) or have a sign.
    """
    text, rank = parts[0]
    size = abs(rank)
    bare = size == QUOTIENT or size >= POWER
    texts = [text if bare else style.within(text)]
    texts.extend([text if rank >= POWER else style.within(text) for text, rank in parts[1:]])
    return texts, -PRODUCT if bare and rank < 0 else PRODUCT


def join_quotient(parts: Sequence[Piece], style: Style) -> Piece:
    """numerator/denominator: `a/(b·c)`, `(a/b)/c`, `−a/b`."""
    text, rank = parts[0]
    bare = abs(rank) >= PRODUCT
    above = text if bare else style.within(text)
    return f"{above}/{bracket(parts[1], POWER, style)}", -QUOTIENT if bare and rank < 0 else QUOTIENT


def apply(spelling: Spelling, parts: Sequence[Piece], style: Style) -> Piece:
    """A function applied to its arguments, as its row of a table of spellings says."""
    if isinstance(spelling, str):
        return f"{spelling}({', '.join([part[0] for part in parts])})", ATOM
    words = {}
    for letter, part in zip("abc", parts, strict=False):
        words[letter] = part[0]
        words[letter.upper()] = bracket(part, POWER, style)
    return spelling[0].format_map(words), spelling[1]


def exact_number(value: object, style: Style) -> Piece:
    """A number as digits or as an exact fraction."""
    if type(value) is int:
        return (digits(value), ATOM) if value >= 0 else (style.minus + digits(-value), -ATOM)
    assert isinstance(value, int | Fraction), value
    if value.denominator == 1:
        return exact_number(int(value), style)
    text = f"{digits(abs(value.numerator))}/{digits(value.denominator)}"
    return (text, QUOTIENT) if value > 0 else (style.minus + text, -QUOTIENT)


def shown_number(value: object, style: Style) -> Piece:
    """A number as people wrote it: one typed with a decimal point has a decimal point.

    >>> shown_number(Decimal(-1, 50), Style())
    ('-0.02', -50)
    """
    if not isinstance(value, Decimal) or value.denominator == 1:
        return exact_number(value, style)
    places, whole = _decimal_places(abs(value))
    if places < 0:  # no finite expansion
        return exact_number(value, style)
    text = digits(whole).rjust(places + 1, "0")
    piece: Piece = (f"{text[:-places]}.{text[-places:]}", ATOM)
    if len(piece[0]) > _LONGEST_DECIMAL:
        exponent = style.within(f"{style.minus}{places}")
        piece = (f"{digits(whole)}{style.times}10^{exponent}", PRODUCT)
    return piece if value > 0 else negate(piece, style)


def _decimal_places(value: Fraction) -> tuple[int, int]:
    """(k, n) with value = n / 10^k and k the least possible; k = -1 if there is none."""
    rest, twos, fives = value.denominator, 0, 0
    while rest % 2 == 0:
        rest, twos = rest // 2, twos + 1
    while rest % 5 == 0:
        rest, fives = rest // 5, fives + 1
    places = max(twos, fives)
    return (places, value.numerator * 10**places // value.denominator) if rest == 1 else (-1, 0)


def digits(value: int) -> str:
    """The decimal digits of an integer, however long (str refuses beyond 4,300 digits)."""
    if value.bit_length() < 13_000:
        return str(value)
    import decimal  # only the rare giant pays for it

    return format(decimal.Decimal(value), "f")
