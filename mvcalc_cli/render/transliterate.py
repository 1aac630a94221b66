"""Mathematics for a stream that knows ASCII alone: readable words and signs for every character."""

from __future__ import annotations

from typing import Final

from mvcalc_cli.language.names import GREEK_LETTERS

_SIGNS: Final[dict[str, str]] = {
    **GREEK_LETTERS,
    "π": "pi", "Π": "Pi", "∂": "d", "−": "-", "–": "-", "—": "--", "·": "*", "⋅": "*", "×": "x", "÷": "/",
    "′": "'", "″": "''", "≠": "!=", "≤": "<=", "≥": ">=", "≈": "~", "±": "+/-", "∞": "oo", "⁄": "/",
    "∈": "in", "∉": "not in", "→": "->", "←": "<-", "↦": "|->", "⇒": "=>", "↔": "<->", "↑": "^", "↓": "v",
    "↗": "/", "↖": "\\", "↙": "/", "↘": "\\",
    "∫": "integral", "∑": "sum", "∏": "prod", "∪": "U", "∩": "&", "∧": "and", "∨": "or", "¬": "not ",
    "°": "deg", "‖": "||", "∘": "o", "⊤": "T", "ℝ": "R", "…": "...", "✓": "OK", "✗": "NO", "✕": "x",
    "•": "*", "●": "o", "○": "o", "★": "*", "▲": "^", "▴": "^", "▼": "v", "▾": "v",
    "⎡": "[", "⎢": "|", "⎣": "[", "⎤": "]", "⎥": "|", "⎦": "]", "⋮": ":", "⋯": "...",
    "─": "-", "━": "-", "╌": "-", "│": "|", "┤": "+", "┼": "+", "└": "+", "┬": "+",
    "“": '"', "”": '"', "„": '"', "‘": "'", "’": "'", "«": '"', "»": '"',
}  # fmt: skip

_OPERATORS: Final = {"√": "sqrt", "∛": "cbrt", "∇": "grad"}
_SCRIPTS: Final = {"<super>": "^", "<sub>": "_"}


def to_ascii(text: str) -> str:
    """`text` in ASCII alone; what has no spelling becomes "?".

    >>> to_ascii("(xⁿ)′ = n·xⁿ⁻¹"), to_ascii("|∇f| ≠ √2 − θ₁")
    ("(x^n)' = n*x^(n-1)", '|grad f| != sqrt(2) - theta_1')
    >>> to_ascii("2πrh + Δr, 60° at 17 °C")
    '2 pi rh + Delta r, 60 deg at 17 deg C'
    """
    if text.isascii():
        return text
    parts: list[str] = []
    place = 0
    word = False
    while place < len(text):
        reader = _operator if text[place] in _OPERATORS else _scripts if _script(text[place])[0] else _letter
        spelled = not text[place].isascii() and reader is _letter
        written, place = reader(text, place)
        before, word = word, spelled and len(written) > 1 and written.isalpha()
        if (word and _ends_in_name(parts)) or (before and written[:1].isalpha()):
            parts.append(" ")
        parts.append(written)
    return "".join(parts)


def _ends_in_name(parts: list[str]) -> bool:
    """Whether a word that follows would be read with the letter or digit before it."""
    return bool(parts) and parts[-1][-1:].isalnum()


def _letter(text: str, place: int) -> tuple[str, int]:
    """One character by itself: é as e, ½ as 1/2, a fullwidth digit as its digit."""
    import unicodedata

    char = text[place]
    if char.isascii() or char in _SIGNS:
        return _SIGNS.get(char, char), place + 1
    if unicodedata.combining(char):
        return "", place + 1
    parts = (_SIGNS.get(part, part) for part in unicodedata.normalize("NFKD", char))
    return "".join(part for part in parts if part.isascii()) or "?", place + 1


def _script(char: str) -> tuple[str, str]:
    """("^", "2") for ², ("_", "1") for ₁, two empty texts for a character on the line."""
    import unicodedata

    if char.isascii():
        return "", ""
    kind, _, codes = unicodedata.decomposition(char).partition(" ")
    if kind not in _SCRIPTS:
        return "", ""
    return _SCRIPTS[kind], "".join(_letter(chr(int(code, 16)), 0)[0] for code in codes.split())


def _scripts(text: str, place: int) -> tuple[str, int]:
    """A run of superscripts or of subscripts, and the place after it; ⁿ⁻¹ needs brackets."""
    sign, run = _script(text[place])
    end = place + 1
    while end < len(text) and _script(text[end])[0] == sign:
        run += _script(text[end])[1]
        end += 1
    whole = len(run) == 1 or run.removeprefix("-").isdigit() or (run[0] == "(" and run[-1] == ")")
    return sign + (run if whole else f"({run})"), end


def _operator(text: str, place: int) -> tuple[str, int]:
    """√2 as sqrt(2), √(x) as sqrt(x), ∇f as "grad f"; and the place after it."""
    word = _OPERATORS[text[place]]
    end = place + 1
    while end < len(text) and text[end].isalnum() and not _script(text[end])[0]:
        end += 1
    operand = to_ascii(text[place + 1 : end])
    if word == "grad":
        spaced = bool(operand) or text[end : end + 1] == "("
        return f"{word} {operand}" if spaced else word, end
    return (f"{word}({operand})" if operand else word), end
