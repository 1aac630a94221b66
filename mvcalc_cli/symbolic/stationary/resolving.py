"""From letters back to variables: x from cos x and sin x (with its periods), from e^x, from log x.

A solution whose letters do not belong together (a negative e^x, e^x = 2 beside x = 3) is none.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import Any, Final, NamedTuple

import sympy

from mvcalc_cli.symbolic.digits import context
from mvcalc_cli.symbolic.stationary.matching import LONGEST, many_digits
from mvcalc_cli.symbolic.stationary.polynomial import Solution
from mvcalc_cli.symbolic.stationary.quotient import DIGITS
from mvcalc_cli.symbolic.stationary.substitution import Link

# Digits to which a letter must be the function it stands for.
_AGREES: Final = 40
# Angles are told as fractions of π down to π/60.
_MOST_PARTS: Final = 60


class Coordinate(NamedTuple):
    """The value of one variable.

    Attributes:
        exact: A SymPy value; None if only the number is known.
        number: Of many digits.
        period: The value stands for value + k·period, for every integer k; None: for itself.
        free: The variable may have any value.
        derived: The variable in terms of others, if it was eliminated; then the rest says nothing.
    """

    exact: Any
    number: Any
    period: Any = None
    free: bool = False
    derived: Any = None


class UnresolvedError(ValueError):
    """The variables do not follow from the letters."""


class Relation(NamedTuple):
    """What several variables satisfy together: argument = value (+ k·period)."""

    argument: Any
    value: Coordinate


class Resolved(NamedTuple):
    """A solution in the variables, and what those that are free satisfy together."""

    coordinates: tuple[Coordinate, ...]
    relations: tuple[Relation, ...] = ()


def resolved(solution: Solution, held: Sequence[Any], symbols: Sequence[Any], links: Sequence[Link]) -> Resolved | None:
    """The variables of a solution over `held` (letters and variables); None if its letters do not belong together.

    Raises:
        UnresolvedError: If a variable does not follow.
    """
    mp = context(DIGITS)
    found = {
        symbol: Coordinate(exact, number)
        for symbol, exact, number in zip(held, solution.exact, solution.numbers, strict=True)
    }
    if any(link.kind in _POSITIVE and not _is_positive(mp, link, found) for link in links):
        return None
    for link in sorted(links, key=lambda each: each.kind == "angle"):
        _solve_link(mp, link, found, symbols)
    open_links = [link for link in links if any(each not in found for each in link.argument.free_symbols)]
    for symbol in symbols:
        found.setdefault(symbol, Coordinate(symbol, mp.zero, None, True))
    if not all(_agrees(mp, link, found) for link in links):
        return None
    return Resolved(
        tuple(found[symbol] for symbol in symbols), tuple(_relation(mp, link, found) for link in open_links)
    )


def _relation(mp: Any, link: Link, found: Mapping[Any, Coordinate]) -> Relation:
    """The variables of a link that is not solved for one of them.

    Raises:
        UnresolvedError: If the function has no inverse here, or it holds a variable that is known.
    """
    free = all(found[each].free for each in link.argument.free_symbols)
    if link.kind not in _INVERSE or not free or any(letter not in found for letter in link.letters):
        raise UnresolvedError
    return Relation(link.argument, _INVERSE[link.kind](mp, *(found[letter] for letter in link.letters)))


_POSITIVE: Final = {"exp", "root", "constant"}


def _is_positive(mp: Any, link: Link, found: Mapping[Any, Coordinate]) -> bool:
    (letter,) = link.letters
    at = found.get(letter)
    smallest = mp.mpf(10) ** -_AGREES
    return at is None or bool(at.number > smallest or (link.kind == "root" and at.number > -smallest))


def _solve_link(mp: Any, link: Link, found: dict[Any, Coordinate], symbols: Sequence[Any]) -> None:
    """The variable that stands in a link, if it is the only one that is not known and stands there linearly."""
    unknown = [symbol for symbol in symbols if symbol not in found and link.argument.has(symbol)]
    if len(unknown) != 1 or any(letter not in found for letter in link.letters) or link.kind not in _INVERSE:
        return
    (symbol,) = unknown
    others = link.argument.free_symbols - {symbol}
    if any(found[each].exact is None or found[each].period is not None for each in others):
        return
    argument = sympy.expand(link.argument.xreplace({each: found[each].exact for each in others}))
    slope = argument.coeff(symbol, 1)
    rest = sympy.expand(argument - slope * symbol)
    if slope == 0 or rest.free_symbols or slope.free_symbols:
        return
    at = _INVERSE[link.kind](mp, *(found[letter] for letter in link.letters))
    exact = None if at.exact is None else _short(sympy.expand((at.exact - rest) / slope))
    number = (at.number - many_digits(rest)) / many_digits(slope)
    found[symbol] = Coordinate(exact, number, None if at.period is None else abs(at.period / slope))


def _short(value: Any) -> Any:
    return value if value.count_ops() <= 2 * LONGEST else None


def _angle(mp: Any, cosine: Coordinate, sine: Coordinate) -> Coordinate:
    number = mp.atan2(sine.number, cosine.number)
    exact = _part_of_pi(mp, number)
    if exact is not None:
        pass
    elif cosine.exact is not None:
        exact = sympy.acos(cosine.exact) * (1 if sine.number > 0 else -1)
    elif sine.exact is not None:
        turned = sympy.asin(sine.exact)
        exact = turned if cosine.number > 0 else sympy.pi - turned
    return Coordinate(exact, number, 2 * sympy.pi)


def _part_of_pi(mp: Any, angle: Any) -> Any:
    """The angle as a simple fraction of π, if hundreds of digits say so."""
    ratio = angle / mp.pi
    near = Fraction(float(ratio)).limit_denominator(_MOST_PARTS)
    close = abs(ratio - mp.mpf(near.numerator) / near.denominator) < mp.mpf(10) ** -_AGREES
    return sympy.Rational(near.numerator, near.denominator) * sympy.pi if close else None


def _logarithm(mp: Any, letter: Coordinate) -> Coordinate:
    exact = None if letter.exact is None else sympy.log(letter.exact)
    return Coordinate(exact, mp.log(letter.number))


def _exponential(mp: Any, letter: Coordinate) -> Coordinate:
    exact = None if letter.exact is None else sympy.exp(letter.exact)
    return Coordinate(exact, mp.exp(letter.number))


_INVERSE: Final[dict[str, Callable[..., Coordinate]]] = {"angle": _angle, "exp": _logarithm, "log": _exponential}


def _agrees(mp: Any, link: Link, found: Mapping[Any, Coordinate]) -> bool:
    """Is each letter the function of the variables that it stands for?"""
    inside = link.argument.free_symbols
    if any(letter not in found for letter in link.letters) or any(found[each].free for each in inside):
        return True
    if link.kind == "constant":
        return True
    values = {each: sympy.Float(found[each].number, _AGREES * 2) for each in inside}
    for letter, function in zip(link.letters, link.function, strict=True):
        there = sympy.N(function.xreplace(values), _AGREES * 2)
        if not there.is_Float and not there.is_Rational:
            return False
        value = mp.mpf(there._to_mpmath(600))
        if abs(value - found[letter].number) > mp.mpf(10) ** -_AGREES * max(1, abs(value)):
            return False
    return True
