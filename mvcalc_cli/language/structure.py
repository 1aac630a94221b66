"""What can be known about the brackets before anything is parsed: partners, commas, conditions, indices.

An index of `sum(x[i]^2, i=1..n)` is bound in a body that stands before it, so it must be known before
the body is read. Everything here is one pass over the tokens; brackets are known by their position in the text.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from mvcalc_cli.errors import MvcalcError
from mvcalc_cli.language.reading import MAX_NESTING, Reading
from mvcalc_cli.language.tokens import Token

CLOSERS: Final = {"(": ")", "[": "]", "{": "}", "raise": "raised"}

# Words that bind an index when a bracket follows; Σ and Π only if that bracket names one.
INDEXED: Final = {"sum": "sum", "prod": "prod", "Σ": "sum", "Π": "prod"}

_OF_INTEREST: Final = frozenset(["(", ")", "[", "]", "{", "}", "raise", "raised", ",", "relation", "and", "or", "not"])
_LOGIC_WORDS: Final = frozenset(["and", "or", "not"])


class Structure(NamedTuple):
    """The brackets of one text, by the position of the opening one.

    `partners`: the position of its partner; `commas`: how many commas stand directly in it;
    `conditions`: round brackets that hold a relation, as in `(x > 0) & (x < 1)`;
    `indices`: the names that a sum or product binds in it.
    """

    partners: dict[int, int]
    commas: dict[int, int]
    conditions: set[int]
    indices: dict[int, list[str]]


class _Open(NamedTuple):
    """A bracket that is still open: its token, the one before it."""

    token: Token
    before: Token | None

    @property
    def follows_word(self) -> bool:
        return self.before is not None and self.before.kind == "word"


def structure(tokens: list[Token], reading: Reading) -> Structure:
    """Match the brackets.

    Raises:
        ParseError: At a bracket that is never closed, never opened, or closed by another kind.
        LimitError: At the 61st bracket inside brackets.
    """
    found = Structure({}, {}, set(), {})
    opened: list[_Open] = []
    for number, token in enumerate(tokens):
        kind = token.kind
        if kind not in _OF_INTEREST and not (kind == "word" and token.value in _LOGIC_WORDS):
            continue
        if kind in CLOSERS:
            opened.append(_Open(token, tokens[number - 1] if number else None))
            if len(opened) > MAX_NESTING:
                raise reading.too_deep(token.start, token.end)
        elif kind in ")]}" or kind == "raised":
            _close(token, opened, found, reading)
        elif opened:
            _inside(tokens, number, opened[-1], found)
    if opened:
        raise _unclosed(opened[-1].token, reading)
    return found


def _close(token: Token, opened: list[_Open], found: Structure, reading: Reading) -> None:
    """Match a closing bracket with the last open one."""
    if not opened:
        raise reading.error("this bracket was never opened", token.start, token.end, "remove it, or open one before")
    last = opened.pop()
    bracket = last.token
    if CLOSERS[bracket.kind] != token.kind and not _is_interval(bracket, token, found, reading):
        if "raise" in bracket.kind or "raise" in token.kind:
            raise _unclosed(bracket, reading)
        closer = CLOSERS[bracket.kind]
        message = f"this {token.kind} closes a {bracket.kind}"
        raise reading.error(message, token.start, token.end, f"write {closer} here, or close the {bracket.kind} before")
    if bracket.kind == "raise":
        return
    found.partners[bracket.start] = token.start
    if bracket.start in found.conditions and opened and not last.follows_word:
        _mark_condition(opened[-1], found)


def _is_interval(bracket: Token, token: Token, found: Structure, reading: Reading) -> bool:
    """[0, 1) in a quiz answer."""
    return (
        reading.answer
        and bracket.kind in "(["
        and token.kind in ")]"
        and found.commas.get(bracket.start) == 1
    )  # fmt: skip


def _unclosed(bracket: Token, reading: Reading) -> MvcalcError:
    if bracket.kind == "raise":
        return reading.error("this exponent is not complete", bracket.start, bracket.start + 1)
    hint = f"close it with {CLOSERS[bracket.kind]}"
    return reading.error("this bracket is never closed", bracket.start, bracket.start + 1, hint)


def _inside(tokens: list[Token], number: int, bracket: _Open, found: Structure) -> None:
    """A comma, a relation or a logical word directly in a bracket."""
    start = bracket.token.start
    if tokens[number].kind != ",":
        _mark_condition(bracket, found)
        return
    found.commas[start] = found.commas.get(start, 0) + 1
    if not bracket.follows_word or bracket.before is None or bracket.before.value not in INDEXED:
        return
    name, sign = tokens[number + 1 : number + 3] if number + 2 < len(tokens) else (tokens[-1], tokens[-1])
    if name.kind == "word" and sign.kind == "relation" and sign.value == "=":
        found.indices.setdefault(start, []).append(str(name.value))


def _mark_condition(bracket: _Open, found: Structure) -> None:
    if bracket.token.kind == "(":
        found.conditions.add(bracket.token.start)
