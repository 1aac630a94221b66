"""What was done to an equation that does not follow: a side moved with the wrong sign, a division by 0, a square."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from mvcalc_cli.calculus.tidy import tidy
from mvcalc_cli.language.tree import (
    ONE,
    TWO,
    ZERO,
    Tree,
    add,
    call,
    multiply,
    negative,
    power,
    relation,
    subtract,
)
from mvcalc_cli.quiz.workings.slips import Sentence, Wrong, flat, slips

_TURNED: Final = {"<": ">", ">": "<", "<=": ">=", ">=": "<="}


def moves(equation: Tree) -> Iterator[Wrong]:
    """Conditions that a wrong move makes of a relation, the likeliest first.

    >>> from mvcalc_cli.language import parse
    >>> from mvcalc_cli.language.printers import line
    >>> wrong, told = next(moves(parse("x + 3 = 5").tree))
    >>> line(wrong), told.words(line)
    ('3 = 5 + x', 'x changes sides, so its sign turns')
    """
    if equation.kind != "relation":
        return
    sign = str(equation.value)
    left, right = equation.args
    if sign in _TURNED:
        told = "multiplied or divided by a negative number, the sign of an inequality turns"
        yield relation(_TURNED[sign], left, right), Sentence(told)
    yield from _changed_sides(sign, left, right)
    yield from _changed_sides(sign, right, left, turned=True)
    yield from _one_side(sign, left, right)
    yield from _one_side(sign, right, left, turned=True)
    yield from _factors(sign, left, right)
    for wrong, slip in slips(left):
        yield relation(sign, wrong, right), slip
    for wrong, slip in slips(right):
        yield relation(sign, left, wrong), slip


def _related(sign: str, left: Tree, right: Tree, turned: bool) -> Tree:
    return relation(sign, right, left) if turned else relation(sign, left, right)


def _terms(side: Tree) -> tuple[Tree, ...]:
    return side.args if side.kind == "sum" else (side,)


def _sum(terms: tuple[Tree, ...]) -> Tree:
    return ZERO if not terms else terms[0] if len(terms) == 1 else add(*terms)


def _changed_sides(sign: str, left: Tree, right: Tree, turned: bool = False) -> Iterator[Wrong]:
    """A term taken to the other side as it stands."""
    terms = _terms(left)
    for place, term in enumerate(terms):
        if term == ZERO:
            continue
        rest = _sum((*terms[:place], *terms[place + 1 :]))
        bare = term.args[0] if term.kind == "negative" else term
        other = term if right == ZERO else flat(add(right, term))
        yield _related(sign, rest, other, turned), Sentence("{0} changes sides, so its sign turns", (bare,))


def _one_side(sign: str, left: Tree, right: Tree, turned: bool = False) -> Iterator[Wrong]:
    """Only one side divided, or a factor subtracted instead."""
    if left.kind in {"product", "negative"}:
        factors = left.args if left.kind == "product" else (negative(ONE), left.args[0])
        for place, factor in enumerate(factors):
            others = (*factors[:place], *factors[place + 1 :])
            rest = others[0] if len(others) == 1 else multiply(*others)
            told = Sentence("one side is divided by {0}, the other is not", (factor,))
            yield _related(sign, rest, right, turned), told
            told = Sentence("{0} is a factor: both sides are divided by it, it is not subtracted", (factor,))
            yield _related(sign, rest, flat(subtract(right, factor)), turned), told
            told = Sentence("{0} is a factor: both sides are divided by it, not multiplied", (factor,))
            yield _related(sign, rest, multiply(right, factor), turned), told
    if left.kind == "quotient":
        told = Sentence("one side is multiplied by {0}, the other is not", (left.args[1],))
        yield _related(sign, left.args[0], right, turned), told


def _factors(sign: str, left: Tree, right: Tree) -> Iterator[Wrong]:
    """a·b = c as a = c or b = c."""
    if sign == "=" and left.kind == "product" and right != ZERO:
        told = Sentence("a product is {0} in many ways; only a product that is 0 has a factor that is 0", (right,))
        yield Tree("logic", "or", tuple(relation("=", factor, right) for factor in left.args)), told


def lossy(before: Tree, after: Tree, root: Tree, name: Tree) -> Iterator[tuple[Tree, Tree, Sentence]]:
    """Pairs of expressions that are multiples of each other if a step lost this root, with what the step was."""
    (a, b), (c, d) = before.args, after.args
    rooted = Sentence(
        "a square has two roots: {0} = ±{1}", (c, d) if d.kind not in {"sum", "negative"} else (c, call("abs", d))
    )
    yield subtract(a, b), subtract(power(c, TWO), power(d, TWO)), rooted
    factor = tidy(subtract(name, root))
    divided = Sentence("dividing by {0} loses {1} = {2}, where it is 0", (factor, name, root))
    yield subtract(a, b), multiply(factor, subtract(c, d)), divided


def gaining(before: Tree, after: Tree, root: Tree, name: Tree) -> Iterator[tuple[Tree, Tree, Sentence]]:
    """The same for a root that was gained."""
    (a, b), (c, d) = before.args, after.args
    squared = Sentence("squaring both sides gains solutions: they are to be put back")
    yield subtract(power(a, TWO), power(b, TWO)), subtract(c, d), squared
    factor = tidy(subtract(name, root))
    multiplied = Sentence("multiplying by {0} gains {1} = {2}, where it is 0", (factor, name, root))
    yield multiply(factor, subtract(a, b)), subtract(c, d), multiplied
