"""The characters of the language, and what to say about all others."""

from __future__ import annotations

from typing import Final

from mvcalc_cli.language.names import GREEK_LETTERS

# ASCII white space, and the blanks that come along when a formula is copied from a page.
SPACES: Final = frozenset(" \t\n\r\f\v\u00a0\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000")

DIGITS: Final = frozenset("0123456789")
_ASCII_LETTERS: Final = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"

# One Greek letter, one name: micro, ohm and increment signs are what they look like.
GREEK_CHARACTERS: Final[dict[str, str]] = {
    **GREEK_LETTERS,
    "\u00b5": "mu",
    "\u2126": "Omega",
    "\u2206": "Delta",
}

LETTERS: Final = frozenset(_ASCII_LETTERS) | frozenset(GREEK_CHARACTERS) | {"π"}

SUBSCRIPTS: Final[dict[str, str]] = dict(zip("₀₁₂₃₄₅₆₇₈₉ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ", "0123456789aehijklmnoprstuvx", strict=True))

SUPERSCRIPTS: Final[dict[str, str]] = dict(
    zip(
        "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾ᐟᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᵝᵞᵟᶿᵠᵡ",
        "0123456789+-()/abcdefghijklmnoprstuvwxyzβγδθφχ",
        strict=True,
    )
)

WORD_CHARACTERS: Final = LETTERS | DIGITS | frozenset("_") | frozenset(SUBSCRIPTS)

PRIMES: Final[dict[str, str]] = {"'": "'", "’": "'", "′": "'", "″": "''", "‴": "'''"}

# A character that is a token by itself: its kind, and its value where the kind does not say all.
SINGLES: Final[dict[str, tuple[str, str | None]]] = {
    **{char: (char, None) for char in "+-*/^()[]{},;:|√"},
    "·": ("*", None), "⋅": ("*", None), "×": ("*", None), "∗": ("*", None), "•": ("*", None),
    "−": ("-", None), "–": ("-", None), "÷": ("/", None), "∕": ("/", None), "⁄": ("/", None),
    "!": ("!", None), "=": ("relation", "="), "<": ("relation", "<"), ">": ("relation", ">"),
    "≤": ("relation", "<="), "≥": ("relation", ">="), "≠": ("relation", "!="),
    "⩽": ("relation", "<="), "⩾": ("relation", ">="),
    "&": ("and", None), "∧": ("and", None), "∨": ("or", None), "~": ("not", None), "¬": ("not", None),
    "∞": ("constant", "oo"), "∑": ("word", "sum"), "∏": ("word", "prod"),
    "∛": ("√", "cbrt"), "∪": ("union", None), "∅": ("empty", None), "ᵀ": ("transposed", None), "…": ("..", None),
}  # fmt: skip

# Two characters that are one token; the longer reading wins.
DOUBLES: Final[dict[str, tuple[str, str | None]]] = {
    "**": ("^", None), "<=": ("relation", "<="), ">=": ("relation", ">="), "!=": ("relation", "!="),
    "==": ("relation", "="), "&&": ("and", None),
}  # fmt: skip

# What other languages write, and what to write here.
MISTYPED: Final[dict[str, tuple[str, str]]] = {
    "=>": ("=> is not a relation", "for greater or equal write >="),
    "=<": ("=< is not a relation", "for less or equal write <="),
    "<>": ("<> is not a relation", "for not equal write !="),
    ":=": (":= is not read", "write = for an equation"),
    "->": ("-> is not read", "write = for an equation, >= for an inequality"),
    "//": ("// is not an operator", "for whole division write floor(x/y)"),
    "<<": ("<< is not an operator", "for less than write <"),
    ">>": (">> is not an operator", "for greater than write >"),
    "++": ("++ is not an operator", "for a sum write +"),
}

# Single characters that people try, each with its reason.
MEANINGLESS: Final[dict[str, tuple[str, str]]] = {
    "%": ("% is not an operator", "a remainder is mod(x, m), a per cent is x/100"),
    "@": ("@ means nothing inside an expression", "a product of vectors is dot(u, v)"),
    "#": ("# means nothing here", "remove it"),
    "$": ("$ means nothing here", "write the formula alone, without $"),
    "?": ("? means nothing here", "remove it"),
    "`": ("` means nothing here", "a name may end with ', as in x'"),
    '"': ("quotes mean nothing here", "write the formula without them"),
    "'": ("' stands only after a name, as in x'", "a derivative is a command: mvcalc diff 'x^2'"),
    ".": ("a point stands only inside a number", "a product is written *, as in x*y"),
    "_": ("a name starts with a letter, not with _", "names are a letter, then letters, digits and single _"),
    "°": ("degrees are not read: angles are in radians", "30 degrees is 30*pi/180"),
    "±": ("± stands for two values", "write one of them, with + or -"),
    "∓": ("∓ stands for two values", "write one of them, with + or -"),
    "∂": ("∂ is not read inside an expression", "use the command: mvcalc diff 'x^2*y' --wrt x"),
    "∇": ("∇ is not read inside an expression", "use the command: mvcalc grad 'x^2*y'"),
    "∫": ("∫ is not read inside an expression", "use the command: mvcalc integrate 'x^2'"),
    "‖": ("‖ is not read", "the length of a vector is norm(v)"),
    "≈": ("≈ is not a relation here", "write = for an equation"),
    "→": ("→ is not read", "write = for an equation"),
    "∈": ("∈ is not read", "write the condition with < or <="),
    "½": ("½ is not read", "write 1/2"),
    "¼": ("¼ is not read", "write 1/4"),
    "¾": ("¾ is not read", "write 3/4"),
}  # fmt: skip

_ALIKE: Final = dict(zip("асеорхуіАВЕКМНОРСТХΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "aceopxyiABEKMHOPCTXABEZHIKMNOPTYX", strict=True))


def foreign(char: str) -> tuple[str, str]:
    """The sentence about a character outside the language, and what to do.

    The character itself is never part of the sentence: it may be invisible, or turn the line around.

    >>> foreign(chr(0x445))
    ('U+0445 CYRILLIC SMALL LETTER HA is not part of the language', 'type the Latin letter x')
    >>> foreign(chr(0))
    ('U+0000 NULL is not part of the language', 'remove it')
    """
    import unicodedata  # a megabyte that only a mistake needs

    code = ord(char)
    if 0xD800 <= code <= 0xDFFF:
        return "this is not valid UTF-8", "type or save the text as UTF-8"
    control = "NULL" if code == 0 else "CONTROL CHARACTER" if unicodedata.category(char) == "Cc" else "CHARACTER"
    message = f"U+{code:04X} {unicodedata.name(char, control)} is not part of the language"
    plain = _ALIKE.get(char) or unicodedata.normalize("NFKC", char)
    if len(plain) == 1 and plain.isascii() and plain.isalpha():
        return message, f"type the Latin letter {plain}"
    if plain != char and plain.isascii() and plain.isprintable() and plain.strip():
        return message, f"type {plain}"
    return message, "remove it"


def is_readable(char: str) -> bool:
    """Whether the character may be shown as it was typed: printable ASCII, or a sign of the language.

    >>> is_readable("x"), is_readable("θ"), is_readable(chr(0x445)), is_readable(chr(0x202E))
    (True, True, False, False)
    """
    if char.isascii():
        return char.isprintable()
    return (
        char in WORD_CHARACTERS or char in SINGLES or char in SUPERSCRIPTS
        or char in MEANINGLESS or char in PRIMES
    )  # fmt: skip


def shown(text: str) -> str:
    """The text with every unreadable character as U+FFFD, one for one, so that places stay true."""
    return "".join(char if is_readable(char) else " " if char in SPACES else "\ufffd" for char in text)
