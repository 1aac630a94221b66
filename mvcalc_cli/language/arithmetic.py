"""Arithmetic: a precedence parser over the tokens.

```
expression = [sign] term, then + or - and a term, any number of times
term       = power, then * or / and a power, or a power without a sign between: the same rank, left to right
power      = postfix, then ^ and a power: right to left
postfix    = atom, then ! or a superscript or [index]
atom       = number, name, constant, function, bracket, bars, root
```

Sums and products are read in loops and become flat nodes, so a sum of a million terms is no deeper than one of
two. What does nest (brackets, exponents, signs, functions without brackets) is counted, to 60. Functions are read
in `calls.py`, conditions in `conditions.py`, vectors, sets and indexed sums in `containers.py`.
"""

from __future__ import annotations

from typing import Final

from mvcalc_cli.language import calls, containers, guesses
from mvcalc_cli.language.cursor import Cursor
from mvcalc_cli.language.reading import Reading
from mvcalc_cli.language.structure import Structure
from mvcalc_cli.language.tokens import Token
from mvcalc_cli.language.tree import Tree

# Tokens with which a factor begins; a bar only where none is open, a number only after a sign.
_FACTOR_STARTS: Final = frozenset(
    ["name", "constant", "function", "special", "(", "[", "{", "√", "|", "number", "boolean", "empty"]
)
_TERM_GOES_ON: Final = _FACTOR_STARTS | {"*", "/"}
_POSTFIX: Final = frozenset(["!", "raise", "transposed", "["])


class Parser(Cursor):
    """The arithmetic of the language. Each method reads one thing from the current token on."""

    def __init__(self, reading: Reading, tokens: list[Token], found: Structure) -> None:
        super().__init__(reading, tokens, found)
        # The last power or root whose operand had no brackets: where it starts, where its operand
        # starts, and where it ends. `x^2y` is told from `x^2 y` by it.
        self.reach = (0, 0, -1)
        self.bars = 0  # bars open at this level of brackets
        self.first_bar = 0  # where the first bar of this expression stands
        self.doubtful = False  # a closed bar was followed by a factor: the next bar may be anything

    def expression(self) -> Tree:
        """A sum of terms."""
        start = self.token.start
        self.doubtful = False
        first = self.signed_term()
        if self.kind not in ("+", "-"):
            return first
        terms = [first]
        while self.kind in ("+", "-"):
            sign = self.advance()
            term = self.signed_term()
            terms.append(term if sign.kind == "+" else Tree("negative", None, (term,), sign.start, self.done))
        return Tree("sum", None, tuple(terms), start, self.done)

    def signed_term(self) -> Tree:
        """A term, with any number of signs before it."""
        if self.kind not in ("+", "-"):
            return self.term()
        signs = self.signs()
        return self.negated(self.term(), signs)

    def signs(self) -> list[Token]:
        """The minus signs before an operand; plus signs change nothing."""
        signs = []
        while self.kind in ("+", "-"):
            sign = self.advance()
            self.nest(sign)
            signs.append(sign)
        self.depth -= len(signs)
        return [sign for sign in signs if sign.kind == "-"]

    def negated(self, operand: Tree, signs: list[Token]) -> Tree:
        """The operand under its minus signs, the nearest first."""
        for sign in reversed(signs):
            operand = Tree("negative", None, (operand,), sign.start, self.done)
        return operand

    def term(self) -> Tree:
        """Products and quotients, from left to right."""
        start = self.token.start
        first = self.power()
        return self.product(first, start) if self.kind in _TERM_GOES_ON else first

    def product(self, first: Tree, start: int) -> Tree:
        """The rest of a term, after its first factor."""
        factors = [first]
        divisor: int | None = None  # where the divisor starts, right after a division
        while True:
            if self.kind == "*":
                self.advance()
                factors.append(self.signed_power())
                divisor = None
            elif self.kind == "/":
                above = self.joined(factors, start)
                self.advance()
                divisor = self.token.start
                factors = [Tree("quotient", None, (above, self.signed_power()), start, self.done)]
            elif self.begins_factor():
                split = self.done
                factors.append(self.factor_without_sign(told=divisor is not None))
                while self.begins_factor():
                    factors.append(self.factor_without_sign())
                if divisor is not None:
                    guesses.ends_early(self, start, divisor, split)
                divisor = None
            else:
                return self.joined(factors, start)

    def joined(self, factors: list[Tree], start: int) -> Tree:
        """The product of the factors read so far."""
        return factors[0] if len(factors) == 1 else Tree("product", None, tuple(factors), start, self.done)

    def begins_factor(self) -> bool:
        """Whether the current token begins a factor that is multiplied without a sign."""
        return self.kind in _FACTOR_STARTS and not (self.kind == "|" and self.bars)

    def factor_without_sign(self, *, told: bool = False) -> Tree:
        """A factor that follows another without a sign, and a note if it could be read otherwise.

        `told` says that the caller makes a note about this very place.
        """
        if self.kind == "number":
            raise self.missing_operator()
        if self.kind == "|":
            self.check_bar()
        before, begin, reach = self.tokens[self.index - 1], self.done, self.reach
        touches = begin == self.token.start
        opening = self.kind == "("
        factor = self.power()
        if told:
            return factor
        if touches and reach[2] == begin:
            guesses.ends_early(self, reach[0], reach[1], begin)
        elif touches and opening and before.kind in ("name", "constant"):
            guesses.product(self, before)
        return factor

    def signed_power(self) -> Tree:
        """A factor after * or /, with its signs: 2*-x."""
        if self.kind not in ("+", "-"):
            return self.power()
        signs = self.signs()
        return self.negated(self.power(), signs)

    def power(self) -> Tree:
        """A base and its exponents."""
        token, kind = self.token, self.kind
        if kind == "number":
            self.advance()
            base = Tree("number", token.value, (), token.start, token.end)
        elif kind == "name":
            self.advance()
            base = Tree("variable", token.value, (), token.start, token.end)
        else:
            base = self.atom()
        if self.kind in _POSTFIX:
            base = self.postfix(base, token.start)
        return self.raised(base, token.start) if self.kind == "^" else base

    def raised(self, base: Tree, start: int, *, chained: bool = False) -> Tree:
        """The exponent of a base: everything to the right of ^ that is a power."""
        caret = self.advance()
        self.nest(caret)
        operand = self.token.start
        signs = self.signs()
        inner, bare = self.token.start, self.kind != "("
        exponent = self.postfix(self.atom(), inner)
        guessed = self.tokens[self.index - 1].kind == "!" or self.kind == "^"
        if self.kind == "^":
            exponent = self.raised(exponent, inner, chained=True)
        if guessed and not chained:
            guesses.exponent(self, start, operand)
        exponent = self.negated(exponent, signs)
        self.depth -= 1
        if bare:
            self.reach = (start, operand, self.done)
            guesses.raised_before_divided(self, exponent, start)
        guesses.complex_root(self, base, exponent, start)
        return Tree("power", None, (base, exponent), start, self.done)

    def postfix(self, base: Tree, start: int) -> Tree:
        """What follows an atom: a factorial, a superscript, an index."""
        marks = 0
        while self.kind in _POSTFIX:
            kind = self.kind
            if kind == "[" and not self.touches_index():
                break
            marks += 1
            if self.depth + marks > self.deepest:
                raise self.too_deep(self.token)
            if kind == "!":
                base = self.factorial(base, start)
            elif kind == "transposed":
                self.advance()
                base = Tree("call", "transpose", (base,), start, self.done)
            elif kind == "[":
                base = containers.read_component(self, base, start)
            else:
                base = self.superscript(base, start)
        return base

    def touches_index(self) -> bool:
        """Whether the [ belongs to what stands before it: x[3], not x [3]."""
        before = self.tokens[self.index - 1]
        return before.end == self.token.start and before.kind in ("name", ")", "]")

    def factorial(self, base: Tree, start: int) -> Tree:
        """n!, and a note for n!!, which is (n!)! here."""
        last = self.tokens[self.index - 1]
        self.advance()
        guesses.factorial_of_all(self, start, last)
        return Tree("call", "factorial", (base,), start, self.done)

    def superscript(self, base: Tree, start: int) -> Tree:
        """x², eˣ, xⁿ⁺¹."""
        self.nest(self.advance())
        exponent = self.inside(self.expression)
        self.expect("raised")
        self.depth -= 1
        return Tree("power", None, (base, exponent), start, self.done)

    def atom(self) -> Tree:
        """The smallest things: everything that needs no operator."""
        token, kind = self.token, self.kind
        leaf = _LEAVES.get(kind)
        if leaf is not None:
            self.advance()
            return Tree(leaf, token.value, (), token.start, token.end)
        if kind == "function":
            return calls.read_call(self)
        if kind == "(":
            return self.bracket()
        if kind == "|":
            return self.between_bars()
        if kind == "√":
            return self.root()
        return containers.read_container(self)

    def bracket(self) -> Tree:
        """( expression )."""
        if self.reading.answer and self.found.commas.get(self.token.start):
            return containers.read_interval(self)
        opening = self.advance()
        self.nest(opening)
        inner = self.inside(self.expression)
        self.expect(")", opening)
        self.depth -= 1
        return inner

    def root(self) -> Tree:
        """√x, √(x+1), √x² = √(x²); the bracket after √ is its whole operand."""
        sign = self.advance()
        self.nest(sign)
        operand = self.token.start
        bare = self.kind != "("
        if bare:
            signs = self.signs()
            inner = self.negated(self.power(), signs)
        else:
            inner = self.bracket()
        self.depth -= 1
        if bare:
            self.reach = (sign.start, operand, self.done)
        else:
            guesses.root_raised(self, sign.start)
        return Tree("call", sign.value or "sqrt", (inner,), sign.start, self.done)

    def between_bars(self) -> Tree:
        """|x|."""
        opening = self.advance()
        self.nest(opening)
        if not self.bars and not self.doubtful:
            self.first_bar = opening.start
        self.bars += 1
        doubtful, self.doubtful = self.doubtful, False
        inner = self.expression()
        if self.kind != "|":
            raise self.unclosed_bar(opening)
        self.advance()
        self.bars -= 1
        self.depth -= 1
        self.doubtful = doubtful or (self.begins_factor() and self.kind != "|")
        return Tree("call", "abs", (inner,), opening.start, self.done)

    def check_bar(self) -> None:
        """|x|y|z| may be |x|·y·|z| or |x·|y|·z|."""
        if self.doubtful:
            message = "these bars can be read in two ways"
            raise self.reading.error(message, self.first_bar, self.token.end, "write abs(x) for some of them")


_LEAVES: Final = {"number": "number", "name": "variable", "constant": "constant"}
