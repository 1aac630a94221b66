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

# What is a command of its own, not part of an expression.
_COMMANDS: Final = {
    "diff": "diff", "Diff": "diff", "derivative": "diff", "Derivative": "diff", "differentiate": "diff",
    "grad": "grad", "gradient": "grad", "nabla": "grad", "jacobian": "jacobian", "hessian": "hessian",
    "simplify": "simplify", "expand": "expand", "factor": "factor", "solve": "solve", "eval": "eval",
}  # fmt: skip
_LATER: Final = {
    "int": "integration is", "integral": "integration is", "Integral": "integration is",
    "integrate": "integration is", "lim": "limits are", "limit": "limits are", "Limit": "limits are",
    "taylor": "Taylor polynomials are", "series": "Taylor polynomials are",
}  # fmt: skip

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
    word, start, end = str(token.value), token.start, token.end
    shown = reading.quote(start, end)
    if word in UNDEFINED:
        return reading.error(UNDEFINED[word], start, end, "infinity is oo")
    if word in _LATER:
        return reading.error(f"{shown} is not read: {_LATER[word]} not here yet", start, end, _try(reading, end))
    if word in _COMMANDS:
        command = _COMMANDS[word]
        return reading.error(f"{shown} is a command, not a function", start, end, _try(reading, end, command))
    if is_differential(word) or (word[0] == "d" and _quotient_end(reading.text, end) > end):
        return _differential(reading, token)
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


def _differential(reading: Reading, token: Token) -> ParseError:
    """dx alone, and d/dx …, dy/dx, whose meaning is a command."""
    text, start, end = reading.text, token.start, token.end
    first = _quotient_start(text, start)
    last = _quotient_end(text, end)
    if first == start and last == end:
        shown = reading.quote(start, end)
        hint = f"to differentiate: mvcalc diff 'x^2' --wrt x; if it is one name, declare it: --vars {shown}"
        return reading.error(f"unknown name {shown}", start, end, hint)
    shown, wrt = reading.quote(first, last), text[text.rindex("d", first, last) + 1 : last]
    message = f"{shown} is a command here, not part of an expression"
    return reading.error(message, first, last, _try(reading, last, "diff", canonical(wrt) or "x"))


def _quotient_start(text: str, start: int) -> int:
    """Where d/ begins, d²/ and df/ included, that stands before dx."""
    head = text[max(0, start - 20) : start].rstrip()
    if not head.endswith("/"):
        return start
    begin = start - len(text[max(0, start - 20) : start]) + len(head[:-1].rstrip())
    while begin > 0 and (text[begin - 1].isalnum() or text[begin - 1] in "^²³"):
        begin -= 1
    return begin


def _quotient_end(text: str, end: int) -> int:
    """Where /dx ends that stands after dy."""
    at = end
    while text[at : at + 1].isspace():
        at += 1
    if text[at : at + 1] != "/":
        return end
    at += 1
    while text[at : at + 1].isspace():
        at += 1
    if text[at : at + 1] != "d":
        return end
    while text[at : at + 1].isalnum():
        at += 1
    return at


def _try(reading: Reading, end: int, command: str = "diff", variable: str | None = None) -> str:
    """A command that may be what was wanted, with the rest of the text as its expression."""
    rest = reading.text[end:].strip()
    if rest.startswith("(") and rest.endswith(")") and rest.count("(") == 1 and "," not in rest:
        rest = rest[1:-1].strip()
    if not rest or len(rest) > 40 or not rest.isprintable() or rest[0] in "^²³)],=/*" or "'" in rest or "," in rest:
        rest = "x^2"
    wrt = f" --wrt {variable}" if variable and variable != "x" else ""
    lead = "to differentiate" if command == "diff" else "use the command"
    return f"{lead}: mvcalc {command} '{rest}'{wrt}"
