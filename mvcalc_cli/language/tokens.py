"""Text -> tokens: one pass over the characters, by hand.

| kind | value | typed |
|---|---|---|
| number | int or Fraction (a `Decimal` if it is no integer or has a point) | 2, 0.5, 1e-3 |
| word | the characters as typed; `words.py` finds out what they mean | sin, xy, θ₁, x' |
| constant | "oo" | ∞ |
| relation | "=", "!=", "<", "<=", ">", ">=" | = ≠ < ≤ |
| √ | None, or "cbrt" | √ ∛ |
| raise, raised | | around the contents of a superscript: ² is `raise` 2 `raised` |
| and, or, not | | & ∧ ∨ ~ ¬ |
| .. | | 1..n |
| end | | after the last character |

Everything else is its own kind: + - * / ^ ! ( ) [ ] { } , ; : |
"""

from __future__ import annotations

from typing import Final, NamedTuple

from mvcalc_cli.errors import ParseError, Place
from mvcalc_cli.language.characters import (
    DIGITS,
    DOUBLES,
    LETTERS,
    MEANINGLESS,
    MISTYPED,
    PRIMES,
    SINGLES,
    SPACES,
    SUPERSCRIPTS,
    WORD_CHARACTERS,
    foreign,
    shown,
)
from mvcalc_cli.language.reading import Reading
from mvcalc_cli.language.tree import Decimal, Value

# A number written out, without an exponent, has at most this many digits.
MAX_DIGITS: Final = 400

_HEXADECIMAL: Final = frozenset("0123456789abcdefABCDEF")
_NUMBER_STARTS: Final = DIGITS | {"."}
_DOUBLE_STARTS: Final = frozenset(pair[0] for pair in (*DOUBLES, *MISTYPED))


class Token(NamedTuple):
    """One token, standing at `text[start:end]`."""

    kind: str
    value: Value
    start: int
    end: int


def tokenize(reading: Reading) -> list[Token]:
    """The tokens of a text, and an `end` token after them.

    Raises:
        ParseError: At a character, number or word that is not part of the language.
        LimitError: At a number of more than 400 digits.

    >>> [token.kind for token in tokenize(Reading("2x²"))]
    ['number', 'word', 'raise', 'number', 'raised', 'end']
    """
    tokens: list[Token] = []
    position, length = 0, len(reading.text)
    text = reading.text + "\n"  # a blank at the end spares every look ahead its bounds check
    while position < length:
        char = text[position]
        if char in SPACES:
            position += 1
        elif char in LETTERS:
            position = _word(text, position, tokens)
        elif char in _NUMBER_STARTS and (char != "." or text[position + 1] in _NUMBER_STARTS):
            position = _number(reading, text, position, tokens)
        elif char in SUPERSCRIPTS:
            position = _superscript(reading, text, position, tokens)
        else:
            position = _operator(reading, text, position, tokens)
    tokens.append(Token("end", None, length, length))
    return tokens


def _word(text: str, start: int, tokens: list[Token]) -> int:
    """Letters, digits, _ and subscripts, and the primes after them."""
    end = start + 1
    while text[end] in WORD_CHARACTERS:
        end += 1
    while text[end] in PRIMES:
        end += 1
    tokens.append(Token("word", text[start:end], start, end))
    return end


def _operator(reading: Reading, text: str, start: int, tokens: list[Token]) -> int:
    """An operator, a bracket or a sign, of one character or two."""
    char = text[start]
    if char in _DOUBLE_STARTS:
        pair = text[start : start + 2]
        double = DOUBLES.get(pair)
        if double is not None:
            if pair == "==":
                reading.note("== is read as =", start, start + 2)
            tokens.append(Token(*double, start, start + 2))
            return start + 2
        if pair in MISTYPED:
            raise (pair == "->" and _arrow(reading)) or _mistyped(reading, MISTYPED[pair], start, start + 2)
    single = SINGLES.get(char)
    if single is None:
        raise _unknown(reading, text, start)
    end = start + 1
    if char == "…" and text[end] == ".":  # an ellipsis and a point: a slip of the keyboard
        end += 1
    tokens.append(Token(*single, start, end))
    return end


def _mistyped(reading: Reading, words: tuple[str, str], start: int, end: int) -> ParseError:
    """The mistake about characters that mean something elsewhere."""
    return reading.error(words[0], start, end, words[1])


def _arrow(reading: Reading) -> ParseError | None:
    """The mistake about lim x->0 …, where it is one."""
    from mvcalc_cli.language.operators import arrow

    return arrow(reading)


def _unknown(reading: Reading, text: str, start: int) -> ParseError:
    """The mistake about a character that is no part of the language."""
    char = text[start]
    if char == "∫":
        from mvcalc_cli.language.operators import integral

        return integral(reading, start, start + 1)
    if char == "→" and (limit := _arrow(reading)):
        return limit
    if char == "\\":
        return _latex(reading, text, start)
    if char in MEANINGLESS:
        end = start + 1
        while char == "_" and text[end] in WORD_CHARACTERS:
            end += 1
        return _mistyped(reading, MEANINGLESS[char], start, end)
    message, hint = foreign(char)
    # The text goes into the error as it may be shown: nothing foreign reaches the terminal.
    place = Place(shown(reading.text), start, start + 1, reading.argument, reading.line)
    return ParseError(message, hint=hint, place=place)


def _latex(reading: Reading, text: str, start: int) -> ParseError:
    """The mistake about `\\frac` and its like, with what to write for the common ones."""
    end = start + 1
    while text[end] in LETTERS and text[end].isascii():
        end += 1
    written = {
        "frac": "a fraction is (a)/(b)", "dfrac": "a fraction is (a)/(b)", "sqrt": "a square root is sqrt(x)",
        "cdot": "a product is *", "times": "a product is *", "left": "brackets are ( )", "right": "brackets are ( )",
        "le": "less or equal is <=", "leq": "less or equal is <=", "ge": "greater or equal is >=",
        "geq": "greater or equal is >=", "infty": "infinity is oo", "partial": "use the command mvcalc diff",
        "int": "an integral is a command: mvcalc integrate 'x^2'", "sum": "a sum is sum(x[i], i=1..n)",
        "lim": "a limit is a command: mvcalc limit 'sin(x)/x' --at 0",
    }  # fmt: skip
    command = text[start + 1 : end]
    hint = written.get(command, f"write {command} without the backslash" if command else "remove the backslash")
    return reading.error("LaTeX is not read yet", start, end, hint)


def _superscript(reading: Reading, text: str, start: int, tokens: list[Token]) -> int:
    """The tokens of a run of superscript characters, between `raise` and `raised`."""
    end = start + 1
    while text[end] in SUPERSCRIPTS:
        end += 1
    inner = Reading("".join([SUPERSCRIPTS[char] for char in text[start:end]]))
    try:
        found = tokenize(inner)
    except ParseError as error:
        raise reading.error(error.message, start, end, error.hint) from None
    tokens.append(Token("raise", None, start, start))
    tokens.extend([Token(kind, value, start + a, start + b) for kind, value, a, b in found[:-1]])
    tokens.append(Token("raised", None, end, end))
    return end


def _number(reading: Reading, text: str, start: int, tokens: list[Token]) -> int:
    """An integer, a decimal, a number with an exponent; or the `..` of a range."""
    end = start
    while text[end] in DIGITS:
        end += 1
    if end == start and text[start + 1] == ".":
        return _range(text, start, tokens)
    if text[end] == "." and text[end + 1] != ".":
        end += 1
        while text[end] in DIGITS:
            end += 1
    if text[end] in "eExX_.bBoO":
        end = _number_tail(reading, text, start, end)
    tokens.append(Token("number", _value(reading, text[start:end], start, end), start, end))
    return end


def _range(text: str, start: int, tokens: list[Token]) -> int:
    """`..` between the bounds of a sum, also written with three points."""
    end = start + 3 if text[start + 2] == "." else start + 2
    tokens.append(Token("..", None, start, end))
    return end


def _number_tail(reading: Reading, text: str, start: int, end: int) -> int:
    """Where the number ends, given what follows its digits: an exponent, or a mistake."""
    char, after = text[end], text[end + 1]
    if char in "eE":
        sign = 1 if after in "+-−" else 0
        if text[end + 1 + sign] not in DIGITS:
            return end  # 2e is 2·e
        return _exponent(reading, text, start, end, sign)
    if char in "xXbBoO" and text[start:end] == "0" and after in _HEXADECIMAL:
        stop = end + 1
        while text[stop] in _HEXADECIMAL:
            stop += 1
        raise reading.error(
            f"{reading.quote(start, stop)} is not a number here", start, stop, "write numbers to base ten"
        )
    if char == "_" and after in DIGITS:
        stop = end + 1
        while text[stop] in DIGITS or text[stop] == "_":
            stop += 1
        plain = reading.quote(start, stop).replace("_", "")
        raise reading.error("a number has no _ in it", start, stop, f"write {plain}")
    if char == "." and after in DIGITS:
        stop = end + 1
        while text[stop] in DIGITS:
            stop += 1
        left, right = reading.quote(start, end), reading.quote(end, stop)
        raise reading.error(f"an operator is missing between {left} and {right}", start, stop, "a number has one point")
    return end


def _exponent(reading: Reading, text: str, start: int, end: int, sign: int) -> int:
    """The end of `2e3` or `2e-3`; a note where 2·e − 3 may have been meant."""
    stop = end + 1 + sign
    while text[stop] in DIGITS:
        stop += 1
    mantissa, typed = text[start:end], text[start:stop]
    if mantissa == "1" or "." in mantissa or stop - start > MAX_DIGITS:
        return stop  # nobody writes 1·e - 3, nor 0.5·e - 3, without a blank
    if sign:
        other = f"{mantissa}*e {text[end + 1]} {text[end + 2 : stop]}"
        reading.note(f"{typed} is read as one number; for Euler's number write {other}", start, stop)
    elif text[end] == "E":
        reading.note(f"{typed} is read as one number, {typed.lower()}", start, stop)
    return stop


def _value(reading: Reading, typed: str, start: int, end: int) -> Value:
    """The exact value of a number as it was typed."""
    if typed.isdigit() and len(typed) <= MAX_DIGITS:
        return int(typed)
    mantissa, _, exponent = typed.replace("−", "-").lower().partition("e")
    whole, point, decimals = mantissa.partition(".")
    size = exponent.lstrip("+-0") or "0"
    shift = int(size) if len(size) < 6 else 10**6
    shift = -shift if exponent.startswith("-") else shift
    if max(len(whole), 1) + max(shift, 0) > MAX_DIGITS or len(decimals) + max(-shift, 0) >= MAX_DIGITS:
        raise reading.limit(
            f"this number has more than {MAX_DIGITS} digits when written out", start, end, "write it as a power, 10^n"
        )
    digits, places = int(whole + decimals), len(decimals) - shift
    value = Decimal(digits, 10**places) if places > 0 else Decimal(digits * 10**-places)
    return value if point or value.denominator != 1 else value.numerator
