"""The place of a parser in its tokens, and what to say when the next token does not fit."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from mvcalc_cli.errors import LimitError, ParseError
from mvcalc_cli.language.reading import MAX_NESTING, Reading
from mvcalc_cli.language.structure import Structure
from mvcalc_cli.language.tokens import Token

if TYPE_CHECKING:
    from mvcalc_cli.language.tree import Tree

_OPERATORS: Final = frozenset(["+", "-", "*", "/", "^", "!", "relation", "and", "or", ",", ";", ":", ".."])
_OPENING: Final = frozenset(["(", "[", "{", "|"])
_CLOSING: Final = frozenset([")", "]", "}", "end", "raised"])
_CLOSE_BAR: Final = "close it with |, or write abs(x)"


class Cursor:
    """The current token, how deep the parser is, and the mistakes that need no grammar.

    `token` and `kind` are the current token, `done` is where the last token that was read ends.
    """

    deepest: Final = MAX_NESTING

    def __init__(self, reading: Reading, tokens: list[Token], found: Structure) -> None:
        self.reading = reading
        self.tokens = tokens
        self.found = found
        self.index = 0
        self.token = tokens[0]
        self.kind = tokens[0].kind
        self.done = 0
        self.depth = 0
        self.bars = 0
        self.doubtful = False

    def advance(self) -> Token:
        """Go to the next token; the one that was current."""
        token = self.token
        self.index += 1
        self.token = self.tokens[self.index]
        self.kind = self.token.kind
        self.done = token.end
        return token

    def expect(self, kind: str, opening: Token | None = None) -> Token:
        """Read a token of this kind."""
        if self.kind != kind:
            raise self.unexpected(opening)
        return self.advance()

    def nest(self, token: Token) -> None:
        """Go one level deeper; the caller comes back by `depth -= 1`."""
        self.depth += 1
        if self.depth > self.deepest:
            raise self.too_deep(token)

    def too_deep(self, token: Token) -> LimitError:
        """The limit of nesting."""
        return self.reading.too_deep(token.start, max(token.end, token.start + 1))

    def inside(self, read: Callable[[], Tree]) -> Tree:
        """Read something in brackets: bars outside are not closed there."""
        bars, doubtful = self.bars, self.doubtful
        self.bars, self.doubtful = 0, False
        tree = read()
        self.bars, self.doubtful = bars, doubtful
        return tree

    def typed(self, token: Token) -> str:
        """The token as it was typed."""
        return self.reading.quote(token.start, token.end)

    def error_at(self, token: Token, message: str, hint: str | None = None) -> ParseError:
        """A mistake at one token."""
        return self.reading.error(message, token.start, token.end, hint)

    def missing_operand(self) -> ParseError:
        """The mistake where a number, a name or a bracket should stand."""
        token, before = self.token, self.tokens[self.index - 1] if self.index else None
        if before is None or (before.kind in _OPENING and token.kind not in _CLOSING):
            if self.kind not in _OPERATORS:
                return self.unexpected()
            hint = "write a number, a name or a bracket before it"
            return self.error_at(token, f"something is missing before {self.typed(token)}", hint)
        if before.kind in "([{" and token.kind in _CLOSING:
            hint = "write what belongs there, or remove them"
            return self.reading.error("there is nothing between these brackets", before.start, token.end, hint)
        return self._missing_after(before)

    def _missing_after(self, before: Token) -> ParseError:
        """Nothing, or an operator, where `before` needs an operand."""
        token = self.token
        if before.kind == "|":
            return self.error_at(before, "this bar is never closed", _CLOSE_BAR)
        if token.kind in _OPERATORS:
            message = f"something is missing between {self.typed(before)} and {self.typed(token)}"
            return self.reading.error(message, before.start, token.end, "write a value there, or remove one of them")
        if token.kind in _CLOSING:
            hint = "write a number, a name or a bracket after it"
            return self.error_at(before, f"something is missing after {self.typed(before)}", hint)
        return self.unexpected()

    def missing_operator(self) -> ParseError:
        """2 3, x 2, (x+1)2."""
        number, before = self.token, self.tokens[self.index - 1]
        start = self._factor_start()
        left, right = self.reading.quote(start, before.end), self.typed(number)
        power = f", for a power {left}^{right}" if before.kind == "name" else ""
        hint = f"for a product write {left}*{right}{power}"
        return self.reading.error(f"an operator is missing between {left} and {right}", start, number.end, hint)

    def _factor_start(self) -> int:
        """Where the factor starts that ends before the current token: what it is called in a message."""
        at = self._atom_start(self.index - 1)
        while at > 1 and self.tokens[at - 1].kind == "^":
            at = self._atom_start(at - 2)
        return self.tokens[at].start

    def _atom_start(self, at: int) -> int:
        """The first token of the atom whose last token is the one at `at`."""
        tokens = self.tokens
        while at > 0 and tokens[at].kind in ("!", "raised"):
            if tokens[at].kind == "raised":
                at = next(each for each in range(at, -1, -1) if tokens[each].kind == "raise")
            at -= 1
        if tokens[at].kind == "|":
            return next((each for each in range(at - 1, -1, -1) if tokens[each].kind == "|"), at)
        if tokens[at].kind not in (")", "]", "}"):
            return at
        closing = tokens[at].start
        opening = next(start for start, end in self.found.partners.items() if end == closing)
        at = next(each for each in range(at, -1, -1) if tokens[each].start == opening)
        before = tokens[at - 1] if at else None
        called = before is not None and before.end == opening and before.kind in ("function", "name", "special")
        return at - 1 if called else at

    def unclosed_bar(self, opening: Token) -> ParseError:
        """|x without its second bar."""
        if self.kind in _CLOSING:
            return self.error_at(opening, "this bar is never closed", _CLOSE_BAR)
        return self.unexpected(opening)

    def unexpected(self, opening: Token | None = None) -> ParseError:
        """The mistake about a token that cannot stand here."""
        token, typed = self.token, self.typed(self.token)
        if self.kind == ",":
            return self._comma(opening)
        if self.kind == "..":
            return self._range()
        message, hint = _PLACES.get(self.kind, ("{} cannot stand here", None))
        return self.reading.error(message.format(typed), token.start, max(token.end, token.start + 1), hint)

    def _comma(self, opening: Token | None) -> ParseError:
        """1,5 is a decimal comma; (1, 2) a vector in round brackets."""
        before, after = self.tokens[self.index - 1], self.tokens[self.index + 1]
        digits = before.kind == after.kind == "number" and before.end == self.token.start == after.start - 1
        decimal = f"{self.typed(before)}.{self.typed(after)}" if digits else ""
        if opening is not None and opening.kind == "(":
            closing = self.found.partners.get(opening.start, self.token.start) + 1
            inner = self.reading.quote(opening.start + 1, closing - 1)
            message = "a comma cannot stand in these brackets"
            hint = f"a vector is [{inner}]" + (f", a decimal number {decimal}" if decimal else "")
            return self.reading.error(message, opening.start, closing, hint)
        if digits:
            message = f"{self.reading.quote(before.start, after.end)} is not a number: the decimal sign is a point"
            return self.reading.error(message, before.start, after.end, f"write {decimal}")
        message = "a comma stands only between arguments, or in a vector"
        several = "several values are {1, 2}" if self.reading.answer else "several expressions are several arguments"
        return self.error_at(self.token, message, f"a vector is [a, b]; {several}")

    def _range(self) -> ParseError:
        """1..2 outside a sum."""
        before, after = self.tokens[self.index - 1], self.tokens[self.index + 1]
        start = before.start if self.index else self.token.start
        typed = self.reading.quote(start, after.end)
        return self.reading.error(
            f"an operator is missing in {typed}", start, after.end, "a range stands only in sum(…, i=1..n)"
        )


_PLACES: Final[dict[str, tuple[str, str | None]]] = {
    ":": (": stands only in piecewise(condition: value, …)", "a quotient is written /"),
    ";": ("; only separates the rows of a matrix", "a matrix is [a, b; c, d]"),
    "{": ("braces are not brackets here", "write ( )"),
    "|": ("this bar is never closed", _CLOSE_BAR),
    "union": ("{} joins only sets and intervals", "write {1, 2} ∪ [3, 4)"),
    "empty": ("{} is not a number", "remove it"),
    "end": ("something is missing at the end", "write a number, a name or a bracket there"),
    "transposed": ("{} stands only after a matrix", "write transpose(M)"),
    "raise": ("this exponent has no base", "write before it what is raised"),
    "boolean": ("{} is a condition, not a number", "conditions stand in piecewise(condition: value, …)"),
    "relation": ("{} cannot stand inside an expression", "a relation stands alone, or in piecewise(x < 0: -x, x)"),
    **dict.fromkeys(
        ["and", "or", "not"],
        ("{} stands only in a condition", "conditions stand in piecewise(condition: value, …)"),
    ),
}
