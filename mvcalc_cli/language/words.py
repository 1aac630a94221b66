"""Words -> names, functions, constants: what each word means where it stands.

The order of the questions is the order of the language: a bound index, a declared name, a constant or
a function, a single name, several names at once; each guess makes a note.
"""

from __future__ import annotations

from typing import Final

from mvcalc_cli.language.characters import LETTERS, SPACES, SUPERSCRIPTS
from mvcalc_cli.language.letters import Piece, canonical, is_differential, one_name, split
from mvcalc_cli.language.names import CONSTANTS, SPELLINGS, is_name, nearest
from mvcalc_cli.language.reading import Reading
from mvcalc_cli.language.structure import INDEXED, Structure
from mvcalc_cli.language.tokens import Token
from mvcalc_cli.language.unknown import UNDEFINED, unknown_function, unknown_word

# Words with a grammar of their own.
_SPECIAL: Final = frozenset(
    ["sum", "prod", "piecewise", "Piecewise", "Matrix", "And", "Or", "Not", "Eq", "Ne", "Lt", "Le", "Gt", "Ge"]
)
_LOGIC: Final = {"and": "and", "or": "or", "not": "not"}
_BOOLEANS: Final = {"True": True, "False": False, "true": True, "false": False, "else": True, "otherwise": True}

# Functions whose name is a variable unless a bracket touches it.
_ALSO_NAMES: Final = frozenset(["gamma", "beta", "W"])
# Letters that are functions in every book: f(x) is not f·x.
_FUNCTION_LETTERS: Final = frozenset("fghFGH")
# Words that are read by what stands around them, every time anew.
_CONTEXTUAL: Final = _ALSO_NAMES | _FUNCTION_LETTERS | {"Sigma", "Pi", "Gamma", "U"}

_OPERAND_STARTS: Final = LETTERS | frozenset("0123456789(|√")

# What a word turns out to be: the kind and the value of its token.
Meaning = tuple[str, str | bool]


def read_words(tokens: list[Token], found: Structure, reading: Reading) -> list[Token]:
    """The tokens in which every `word` has become names, functions, constants and special words.

    Raises:
        ParseError: At a word that has no meaning, with the nearest one that has.
    """
    return _Words(found, reading).read(tokens)


class _Words:
    """The words of one text: the indices bound at this place, and the meanings found so far."""

    def __init__(self, found: Structure, reading: Reading) -> None:
        self.found = found
        self.reading = reading
        self.bound: frozenset[str] = frozenset()
        self.outer: list[frozenset[str]] = []
        self.meanings: dict[str, Meaning] = {}
        self.splits: dict[tuple[str, str, frozenset[str]], list[Piece] | None] = {}
        self.first: dict[str, Token] = {}
        self.out: list[Token] = []

    def read(self, tokens: list[Token]) -> list[Token]:
        out, meanings = self.out, self.meanings
        for token in tokens:
            kind, value, start, end = token
            if kind == "word":
                meaning = None if self.bound else meanings.get(str(value))
                if meaning is not None:
                    out.append(Token(meaning[0], meaning[1], start, end))
                else:
                    self._word(token)
            else:
                if kind in "([{)]}":
                    self._scope(token)
                out.append(token)
        self._compare_names()
        return out

    def _scope(self, bracket: Token) -> None:
        """An index is bound from the bracket that names it to its end; inside x[…] i is an index as well."""
        if bracket.kind in ")]}":
            self.bound = self.outer.pop()
            return
        self.outer.append(self.bound)
        indices = self.found.indices.get(bracket.start)
        if indices:
            self.bound |= {canonical(index) or index for index in indices}
        elif bracket.kind == "[" and self.out and self.out[-1].end == bracket.start and self._is_component():
            self.bound |= {"i"}

    def _is_component(self) -> bool:
        return self.out[-1].kind in ("name", ")", "]")

    def _word(self, token: Token) -> None:
        """Put the tokens of one word out."""
        word, start = str(token.value), token.start
        name = canonical(word)
        follow = self._follow(token)
        meaning = self._whole(token, name, follow) if name else None
        if meaning is not None:
            either = name in _CONTEXTUAL or (name in SPELLINGS and name in self.reading.names)
            if not self.bound and not either and word[-1].isalnum():
                self.meanings[word] = meaning
            if meaning[0] == "name":
                self.first.setdefault(str(meaning[1]), token)
            self.out.append(Token(*meaning, start, token.end))
            return
        pieces = self._split(word, follow)
        if pieces is None:
            raise unknown_word(self.reading, token, follow)
        self._note_split(token, pieces)
        self.out.extend([Token(piece.kind, piece.value, start + piece.start, start + piece.end) for piece in pieces])
        for piece in pieces:
            if piece.kind == "name":
                self.first.setdefault(str(piece.value), token)

    def _split(self, word: str, follow: str) -> list[Piece] | None:
        """The pieces of a word, found out once for each place of its kind."""
        key = (word, follow, self.bound)
        if key not in self.splits:
            unlike = word in UNDEFINED or (is_differential(word) and "d" not in self.reading.names)
            # sqr(x) is a mistyped function rather than s·q·r·x.
            unlike = unlike or (follow == "(" and len(word) == 3 and nearest(word, SPELLINGS) is not None)
            names = self.bound.union(self.reading.names)
            self.splits[key] = None if unlike else split(word, names, follow)
        return self.splits[key]

    def _whole(self, token: Token, name: str, follow: str) -> Meaning | None:
        """The meaning of the word as one thing."""
        if name in self.bound:
            return "name", name
        self._check_index(token, name)
        called = SPELLINGS.get(name)
        if name in self.reading.names and not (called and follow == "("):
            return "name", name
        return (
            self._special(token, name, follow)
            or self._function(token, name, called, follow)
            or self._constant(token, name)
            or self._name(name)
        )

    def _check_index(self, token: Token, name: str) -> None:
        """x_i inside sum(…, i=1..n) is not the i-th component, although it looks like it."""
        vector, _, index = name.rpartition("_")
        if vector and index in self.bound and vector not in self.bound:
            message = f"{name} is one name; the component of a vector is {vector}[{index}]"
            raise self.reading.error(message, token.start, token.end, f"write {vector}[{index}]")

    def _special(self, token: Token, name: str, follow: str) -> Meaning | None:
        if name in _LOGIC:
            return _LOGIC[name], name
        if name in _BOOLEANS:
            return "boolean", _BOOLEANS[name]
        if name in _SPECIAL and (follow == "(" or name.islower()):
            return "special", name
        if token.value in INDEXED and self.found.indices.get(token.end):
            return "special", INDEXED[str(token.value)]
        if name == "U" and self.reading.answer and self._joins_sets(token):
            return "union", name
        return None

    def _joins_sets(self, token: Token) -> bool:
        """[0, 1] U [2, 3]: how a union is typed and printed in ASCII."""
        after = self.reading.text[token.end :].lstrip()[:1]
        return bool(self.out) and self.out[-1].kind in (")", "]", "}", "empty") and after in tuple("([{∅")

    def _function(self, token: Token, name: str, called: str | None, follow: str) -> Meaning | None:
        stem = name.rstrip("'")
        if stem != name and (stem in SPELLINGS or follow == "("):
            raise unknown_function(self.reading, token)
        if token.value in ("Γ", "Gamma") and follow == "(":
            return "function", "gamma"
        if token.value == "β" and not self.found.commas.get(token.end):
            return None  # β(x + 1) is a product, β(x, y) the Beta function
        if called and (name not in _ALSO_NAMES or follow == "("):
            return "function", called
        if name.startswith(("log_", "ln_")) and name.count("_") == 1 and name[-1] != "_":
            return ("function", name) if name.startswith("log_") and not name.endswith("'") else None
        if name in _FUNCTION_LETTERS and (follow == "(" or self._before_bracket(token)):
            raise unknown_function(self.reading, token)
        return None

    def _before_bracket(self, token: Token) -> bool:
        """f (x): a function as well, although a blank stands between."""
        text, end = self.reading.text, token.end
        while end < len(text) and text[end] in SPACES:
            end += 1
        return text[end : end + 1] == "("

    def _constant(self, token: Token, name: str) -> Meaning | None:
        if name == "e":
            return "constant", "e"
        if name == "i":
            self.reading.note(
                "i is read as the imaginary unit; if it is a variable, declare it: --vars i", token.start, token.end
            )
            return "constant", "i"
        if name == "E":
            self.reading.note("E is read as a variable; Euler's number is e", token.start, token.end)
            return "name", "E"
        return ("constant", CONSTANTS[name]) if name in CONSTANTS else None

    @staticmethod
    def _name(name: str) -> Meaning | None:
        found = one_name(name)
        return ("name", found) if found else None

    def _follow(self, token: Token) -> str:
        """What comes after a word: "(" touching it, "^" (or a superscript), an "operand", or ""."""
        text, end = self.reading.text, token.end
        if text[end : end + 1] == "(":
            return "("
        while end < len(text) and text[end] in SPACES:
            end += 1
        char = text[end : end + 1]
        if char == "^" or char in SUPERSCRIPTS or text[end : end + 2] == "**":
            return "^"
        return "operand" if char in _OPERAND_STARTS else ""

    def _note_split(self, token: Token, pieces: list[Piece]) -> None:
        word = str(token.value)
        between = {"function": " ", "number": ""}
        shown = "".join([word[piece.start : piece.end] + between.get(piece.kind, "·") for piece in pieces[:-1]])
        shown += word[pieces[-1].start : pieces[-1].end]
        message = f"{word} is read as {shown}"
        if any(piece.kind == "constant" and piece.value == "i" for piece in pieces):
            message += ", with the imaginary unit i"
        if is_name(word):
            message += f"; if it is one name, declare it: --vars {word}"
        self.reading.note(message, token.start, token.end)

    def _compare_names(self) -> None:
        """x1 and x_1 are two names; whoever types both probably means one."""
        for name, token in self.first.items():
            joined = name.replace("_", "")
            if joined != name and joined in self.first and joined[-1].isdigit():
                later = max(token, self.first[joined], key=lambda each: each.start)
                self.reading.note(f"{joined} and {name} are two different names", later.start, later.end)
