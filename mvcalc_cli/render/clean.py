"""Foreign text made safe to show: nothing in it can move the cursor, hide, or turn the line around."""

from __future__ import annotations

from typing import Final

REPLACEMENT: Final = "\ufffd"

# First and last code point of each run that must not reach a terminal.
_UNSAFE: Final = (
    (0x00, 0x08), (0x0B, 0x1F), (0x7F, 0x9F),  # C0 but tab and newline, DEL, C1
    (0x061C, 0x061C), (0x200E, 0x200F), (0x202A, 0x202E), (0x2066, 0x206F),  # bidirectional controls
    (0x200B, 0x200D), (0x2060, 0x2064), (0xFEFF, 0xFEFF),  # zero width
    (0x00AD, 0x00AD), (0x034F, 0x034F), (0x115F, 0x1160), (0x17B4, 0x17B5), (0x180B, 0x180F),
    (0x3164, 0x3164), (0xFFA0, 0xFFA0), (0xFE00, 0xFE0F), (0xE0000, 0xE0FFF),  # invisible letters, tags
    (0x2028, 0x2029), (0xFFF9, 0xFFFB),  # line separators, annotations
    (0xD800, 0xDFFF),  # lone surrogates: bytes of an argument that were not UTF-8
)  # fmt: skip


def is_unsafe(char: str) -> bool:
    r"""Whether a character may not be shown raw.

    >>> is_unsafe("\x1b"), is_unsafe("\u202e"), is_unsafe("é")
    (True, True, False)
    """
    code = ord(char)
    return any(first <= code <= last for first, last in _UNSAFE)


def clean(text: str) -> str:
    r"""`text` with every control, bidirectional and zero-width character replaced by U+FFFD.

    Newline and tab stay; the length never changes, so places in the text stay right.

    >>> clean("x\x1b[31m")
    'x\ufffd[31m'
    """
    if text.isprintable() and text.isascii():
        return text
    return "".join(REPLACEMENT if is_unsafe(char) else char for char in text)


def one_line(text: str) -> str:
    """Clean, and on one line: newlines and tabs become spaces."""
    return clean(text).replace("\n", " ").replace("\t", " ")
