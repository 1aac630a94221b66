"""What to say about a word that has no meaning here: the nearest word, the command, or how to declare it."""

from __future__ import annotations

import keyword
from typing import Final

from mvcalc_cli.errors import ParseError
from mvcalc_cli.language.letters import canonical, is_differential
from mvcalc_cli.language.names import CONSTANTS, GREEK, SPELLINGS, is_name, nearest
from mvcalc_cli.language.reading import Reading
from mvcalc_cli.language.tokens import Token

_ALL: Final = "all functions: mvcalc functions"

# What other languages and other countries write.
_SAME: Final = {
    "sen": "did you mean sin?", "tg": "did you mean tan?", "ctg": "did you mean cot?", "arctg": "did you mean atan?",
    "arcctg": "did you mean acot?", "sh": "did you mean sinh?", "ch": "did you mean cosh?",
    "th": "did you mean tanh?", "sqr": "did you mean sqrt? a square is x^2", "pow": "write x^y",
    "power": "write x^y", "fact": "write n!", "Sum": "write sum(x[i], i=1..n)", "product": "write prod(x[i], i=1..n)",
    "Heaviside": "write piecewise(x < 0: 0, 1)", "step": "write piecewise(x < 0: 0, 1)",
}  # fmt: skip
# What SymPy prints for values that are none.
UNDEFINED: Final = {
    "zoo": "zoo, SymPy's complex infinity, is no value here",
    "nan": "nan is not a number that can be computed with",
    "NaN": "nan is not a number that can be computed with",
}

# Longer words are not compared with the known ones: that takes time, and finds nothing.
_LONGEST_COMPARED: Final = 20


def unknown_word(reading: Reading, token: Token, follow: str) -> ParseError:
    """The mistake about a word, in the order of what it most probably is."""
    from mvcalc_cli.language import operators

    word, start, end = str(token.value), token.start, token.end
    if word in UNDEFINED:
        return reading.error(UNDEFINED[word], start, end, "infinity is oo")
    if word in operators.COMMANDS:
        return operators.command_word(reading, start, end)
    if is_differential(word) or (word[0] == "d" and operators.quotient_end(reading.text, end) > end):
        return operators.differential(reading, start, end)
    if follow == "(":
        return unknown_function(reading, token)
    return _unknown_name(reading, token)


def unknown_function(reading: Reading, token: Token) -> ParseError:
    """sinn(x), sen(x), f(x), f'(x)."""
    word, start, end = str(token.value), token.start, token.end
    shown, stem = reading.quote(start, end), word.rstrip("'’′″")
    if stem != word:
        message = f"{shown}(…) is not read: a derivative is a command"
        return reading.error(message, start, end, "use diff: mvcalc diff 'x^2'")
    if len(word) == 1:
        hint = f"write its formula instead; for a product write {shown}*(…)"
        return reading.error(f"{shown} is not a known function", start, end, hint, _ALL)
    near = _SAME.get(word) or _meant(reading, word, functions=True)
    hint = near or f"if {shown} is a variable, write {shown}*(…) and declare it: --vars {shown}"
    return reading.error(f"unknown function {shown}", start, end, hint, _ALL)


def _unknown_name(reading: Reading, token: Token) -> ParseError:
    """height, sinn x, __class__."""
    word, start, end = str(token.value), token.start, token.end
    shown = reading.quote(start, end)
    name = canonical(word)
    if name is not None and keyword.iskeyword(name):
        return reading.error(f"{shown} is a reserved word", start, end, "choose another name, such as its first letter")
    if name is None or not is_name(name):
        rule = "names are a letter, then letters, digits and single _"
        return reading.error(f"{shown} is not a name", start, end, rule)
    declare = f"if it is one name, declare it: --vars {shown}"
    near = _SAME.get(word) or (_meant(reading, word, functions=False) if len(word) > 2 else None)
    product = "*".join(word) if 1 < len(word) <= 5 and word.isalpha() and near is None else None
    hint = f"{near} {declare}" if near else f"for a product write {product}; {declare}" if product else declare
    return reading.error(f"unknown name {shown}", start, end, hint)


def _meant(reading: Reading, word: str, *, functions: bool) -> str | None:
    """The sentence about the nearest word."""
    if len(word) > _LONGEST_COMPARED:
        return None
    known = [*SPELLINGS, "piecewise", "sum", "prod"]
    near = nearest(word, known if functions else [*reading.names, *GREEK, *CONSTANTS, *known])
    return f"did you mean {near}?" if near else None
