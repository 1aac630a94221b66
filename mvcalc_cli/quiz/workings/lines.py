"""From a file to the lines of a working: expressions that are all the same, or equations with the same solutions.

A line may begin with =, with ⇔ (<=>) or with ⇒ (=>); # begins a comment; blank lines say nothing. Before an
expression may stand what it is the value of: f(x) = …, and then f'(x) = … for its derivative.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from typing import Final, Literal, NamedTuple
from zlib import crc32

from mvcalc_cli.calculus.derivative import differentiate
from mvcalc_cli.errors import InputError, LimitError, MvcalcError, Place
from mvcalc_cli.language.parser import parse
from mvcalc_cli.language.printers import plain
from mvcalc_cli.language.tree import Tree, relation, variable, variables
from mvcalc_cli.quiz.derive import Scope

Mark = Literal["", "=", "<=>", "=>"]

MOST_LINES: Final = 500
LONGEST_LINE: Final = 2_000

_MARKS: Final[dict[str, Mark]] = {
    "<=>": "<=>", "<==>": "<=>", "⇔": "<=>", "⟺": "<=>", "iff ": "<=>", "==>": "=>", "=>": "=>", "⇒": "=>", "⟹": "=>",
}  # fmt: skip
_HEAD: Final = re.compile(r"\s*([A-Za-z])([′']*)\s*(?:\(([A-Za-z](?:\s*,\s*[A-Za-z])*)\))?\s*=(?!=)")
_SLOPE: Final = re.compile(r"\s*[d∂]\s*/\s*[d∂]\s*([A-Za-z](?:_\w+)?)(?![A-Za-z])\s*(.+)$")
_AREA: Final = re.compile(r"\s*∫\s*(.+?)\s*d([A-Za-z])\s*((?:\+.*)?)$")
_OPERATION: Final = re.compile(r"\s*(?:∫|[d∂]\s*/\s*[d∂]|(?:diff|integrate|limit)\s*\()")
_MEMBERS: Final = re.compile(r"\s*(?:([A-Za-z](?:_\w+)?)\s*(?:∈|\bin\b)|[LS]\s*=)\s*(\{.*\})\s*$")
_NOTHING: Final = ("no solution", "no solutions", "no real solution", "no real solutions", "∅", "{}")
_CALL: Final = re.compile(r"(?<!\w)(diff|grad|jacobian|hessian|taylor|integrate|limit|solve|at)\s*\(")
_SEPARATOR: Final = re.compile(r"[,;]|\bor\b|∨")
_JOINED: Final = re.compile(r"[,;]|\b(?:or|and)\b|[∨∧]")


class Integral(NamedTuple):
    """An indefinite integral in a line: the letter that stands for it, its integrand, and its variable."""

    letter: str
    integrand: Tree
    by: str


class Written(NamedTuple):
    """One expression or condition of a working.

    Attributes:
        line: Of the file, from 1.
        text: As typed, for messages.
        mark: What it begins with.
        tree: Of the language.
        integrals: The indefinite integrals in it, each a letter in the tree.
        slope: f and x where the whole of it is d/dx f.
        primes: How often it is differentiated: 1 after f'(x) =.
        by: By what, "" where nothing says so.
        joined: It stands on the same line as the one before, after a sign of equality.
    """

    line: int
    text: str
    mark: Mark
    tree: Tree
    integrals: tuple[Integral, ...] = ()
    slope: tuple[Tree, str] | None = None
    primes: int = 0
    by: str = ""
    joined: bool = False


class _Raw(NamedTuple):
    line: int
    text: str  # blanks where the mark stood, so that columns stay right
    mark: Mark


def read_working(text: str, kinds: Mapping[str, str], name: str) -> tuple[Written, ...]:
    """The lines of a working, in their order.

    Args:
        text: Of the file.
        kinds: Declared variables.
        name: Of the file, for messages.

    Raises:
        InputError: With file:line:column, where a line cannot be read, or there is nothing to compare.
        LimitError: Where there are too many lines, or one is too long.

    >>> [written.mark for written in read_working("x^2 = 4\\n<=> x = 2 or x = -2", {}, "-")]
    ['', '<=>']
    """
    raw = [_marked(number, line) for number, line in enumerate(text.splitlines(), 1) if _said(line)]
    if len(raw) > MOST_LINES:
        raise LimitError(f"{name} has {len(raw):,} lines of working; {MOST_LINES} is the limit")
    if not raw:
        raise InputError(f"{name}: there is no line of working", hint="one expression or equation a line")
    found: list[Written] = []
    read = _members if _is_of_expressions(raw) else _condition
    for line in raw:
        found += _placed(line, name, read, found, kinds)
    return tuple(found)


def _said(line: str) -> str:
    return line.partition("#")[0].strip()


def _marked(number: int, line: str) -> _Raw:
    """The line without its comment; the mark it begins with made blank."""
    text = line.partition("#")[0].rstrip()
    begin = len(text) - len(text.lstrip())
    for sign, mark in _MARKS.items():
        if text.startswith(sign, begin):
            return _Raw(number, " " * (begin + len(sign)) + text[begin + len(sign) :], mark)
    if text.startswith("=", begin) and not text.startswith("==", begin):
        return _Raw(number, " " * (begin + 1) + text[begin + 1 :], "=")
    return _Raw(number, text, "")


def _is_of_expressions(raw: list[_Raw]) -> bool:
    """Expressions if a line begins with =, if the first is f(x) = …, or if it compares nothing."""
    first = raw[0].text
    chained = len(_equals(first)) > 1 and _JOINED.search(first) is None
    if any(line.mark == "=" for line in raw) or chained or _OPERATION.match(first):
        return True
    head = _HEAD.match(raw[0].text)
    if head is not None and (head[3] or _has_primes(raw, head[1])):
        return True
    return not _compares(raw[0].text)


def _has_primes(raw: list[_Raw], name: str) -> bool:
    heads = [_HEAD.match(line.text) for line in raw]
    return any(head is not None and head[1] == name and head[2] for head in heads)


def _compares(text: str) -> bool:
    return any(sign in text for sign in ("=", "<", ">", "≤", "≥", "≠")) or bool(_MEMBERS.match(text))


def _placed(
    line: _Raw,
    name: str,
    read: Callable[[_Raw, list[Written], Mapping[str, str]], list[Written]],
    found: list[Written],
    kinds: Mapping[str, str],
) -> list[Written]:
    """What a line says; a mistake in it with file:line:column."""
    if len(line.text) > LONGEST_LINE:
        raise LimitError(f"{name}:{line.line}: a line has at most {LONGEST_LINE:,} characters")
    try:
        return read(line, found, kinds)
    except MvcalcError as mistake:
        known = mistake.place is not None and mistake.place.text == line.text
        start = mistake.place.start if known and mistake.place else len(line.text) - len(line.text.lstrip())
        end = mistake.place.end if known and mistake.place else len(line.text)
        place = Place(line.text, start, end)
        message = f"{name}:{line.line}:{start + 1}: {mistake.message}"
        raise (LimitError if isinstance(mistake, LimitError) else InputError)(
            message, hint=mistake.hint, place=place
        ) from mistake


# --- expressions -----------------------------------------------------------------------------------


def _members(line: _Raw, found: list[Written], kinds: Mapping[str, str]) -> list[Written]:
    """A = B = C as three; what it is the value of is left out."""
    text, primes, by = line.text, found[-1].primes if found else 0, found[-1].by if found else ""
    head = _HEAD.match(text)
    named = head is not None and (not found or head[3] or head[2]) and _is_name(head, text, found)
    if head is not None and named:
        primes, by = len(head[2]), (head[3] or "").split(",")[0].strip() or by
        text = " " * head.end() + text[head.end() :]
    cuts = [-1, *_equals(text), len(text)]
    if len(cuts) > 2 and not named and line.mark != "=" and found:
        return [Written(line.line, line.text.strip(), line.mark, _tree(text, kinds)[0])]
    members: list[Written] = []
    for before, after in pairwise(cuts):
        part = " " * (before + 1) + text[before + 1 : after]
        tree, integrals, slope = _tree(part, kinds)
        by = by or (integrals[0].by if integrals else _only(tree))
        written = Written(line.line, part.strip(), line.mark, tree, integrals, slope, primes, by, bool(members))
        members.append(written)
    return members


def _is_name(head: re.Match[str], text: str, found: list[Written]) -> bool:
    """f(x) = and y' = name what follows; so does y = at the beginning, if y does not occur again."""
    if head[3] or head[2]:
        return True
    return not found and re.search(rf"(?<![A-Za-z]){head[1]}(?![A-Za-z])", text[head.end() :]) is None


def _equals(text: str) -> list[int]:
    """Where = stands between two sides, in no brackets."""
    depth, found = 0, []
    for place, char in enumerate(text):
        depth += (char in "([{") - (char in ")]}")
        around = text[place - 1 : place] + text[place + 1 : place + 2]
        if char == "=" and depth == 0 and not set(around) & set("<>=!"):
            found.append(place)
    return found


def _only(tree: Tree) -> str:
    names = variables(tree)
    return names[0] if len(names) == 1 else ""


class _Lines(Scope):
    """Calls of our own mathematics, but an indefinite integral stays one: a letter stands for it."""

    def __init__(self, kinds: Mapping[str, str]) -> None:
        super().__init__(kinds, {})
        self.integrals: list[Integral] = []

    def _called(self, name: str, args: Sequence[Tree], text: str) -> Tree:
        if name != "integrate" or len(args) != 2 or args[1].kind != "variable":
            return super()._called(name, args, text)
        by = str(args[1].value)
        letter = f"Integral_{crc32(f'{plain(args[0])} d{by}'.encode())}"  # the same integral has the same letter
        self.integrals.append(Integral(letter, args[0], by))
        return variable(letter)


def _tree(text: str, kinds: Mapping[str, str]) -> tuple[Tree, tuple[Integral, ...], tuple[Tree, str] | None]:
    """The Tree of one side, its integrals, and what it differentiates."""
    slope = _SLOPE.match(text)
    if slope is not None:
        tree = _tree(" " * slope.start(2) + text[slope.start(2) :], kinds)[0]
        return differentiate(tree, slope[1], kinds).result, (), (tree, slope[1])
    area = _AREA.match(text)
    if area is not None:
        text = f"integrate(({area[1]}), {area[2]}) {area[3]}"
    if _CALL.search(text) is None:
        return parse(text, names=kinds, answer=True).tree, (), None
    lines = _Lines(kinds)
    tree = lines.raw(text)
    return tree, tuple(lines.integrals), _differentiated(text, kinds)


_DIFF: Final = re.compile(r"\s*diff\s*\((.*),\s*([A-Za-z](?:_\w+)?)\s*\)\s*$")


def _differentiated(text: str, kinds: Mapping[str, str]) -> tuple[Tree, str] | None:
    """f and x of a line that is diff(f, x) and nothing else."""
    found = _DIFF.match(text)
    if found is None:
        return None
    try:
        return parse(found[1], names=kinds).tree, found[2]
    except MvcalcError:
        return None


# --- equations -------------------------------------------------------------------------------------


def _condition(line: _Raw, found: list[Written], kinds: Mapping[str, str]) -> list[Written]:
    """One condition: an equation, an inequality, several of them, a set of solutions, or none."""
    names = list(dict.fromkeys(name for written in found for name in variables(written.tree)))
    tree = _solved(line.text, names, kinds) or _several(line.text, names, kinds)
    return [Written(line.line, line.text.strip(), line.mark, tree)]


def _solved(text: str, names: list[str], kinds: Mapping[str, str]) -> Tree | None:
    """No solution, x in {1, 2}, L = {1, 2}."""
    if text.strip().lower() in _NOTHING:
        return Tree("boolean", False)
    members = _MEMBERS.match(text)
    if members is None or (members[1] is None and len(names) != 1):
        return None
    name = variable(members[1] or names[0])
    inside = parse(" " * members.start(2) + members[2], names=kinds, answer=True).tree
    return _any([relation("=", name, value) for value in inside.args]) if inside.kind == "set" else None


def _any(conditions: list[Tree]) -> Tree:
    if not conditions:
        return Tree("boolean", False)
    return conditions[0] if len(conditions) == 1 else Tree("logic", "or", tuple(conditions))


def _several(text: str, names: list[str], kinds: Mapping[str, str]) -> Tree:
    """x = 2, x = 3 are the solutions of one unknown; x = 1, y = 2 hold together. x = ±2 is two equations."""
    parts = _apart(text)
    trees: list[Tree] = []
    for part in parts:
        for signed in _both_signs(part):
            tree = parse(signed, names=kinds, answer=True).tree
            if tree.kind not in {"relation", "logic", "boolean"} and trees and trees[-1].kind == "relation":
                tree = relation(str(trees[-1].value), trees[-1].args[0], tree)
            trees.append(tree)
    if len(trees) == 1:
        return trees[0]
    found = dict.fromkeys([*names, *(name for tree in trees for name in variables(tree))])
    word = "and" if len(found) > 1 and re.search(r"\bor\b|∨|[±∓]", text) is None else "or"
    return Tree("logic", word, tuple(trees))


def _apart(text: str) -> list[str]:
    """The parts between commas and `or` that are in no brackets, each at its own place."""
    cuts: list[tuple[int, int]] = [(0, 0)]
    for match in _SEPARATOR.finditer(text):
        before = text[: match.start()]
        if sum(map(before.count, "([{")) == sum(map(before.count, ")]}")):
            cuts.append(match.span())
    ends = [start for start, _ in cuts[1:]] + [len(text)]
    return [" " * begin + text[begin:end] for (_, begin), end in zip(cuts, ends, strict=True)]


def _both_signs(text: str) -> list[str]:
    if "±" not in text and "∓" not in text:
        return [text]
    return [text.replace("±", "+").replace("∓", "-"), text.replace("±", "-").replace("∓", "+")]
