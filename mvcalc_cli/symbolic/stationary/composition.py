"""Functions of several variables that depend on one expression of them alone: sin(x² + y²) on u = x² + y².

Their gradient is g′(u)·∇u: it is 0 where u itself is stationary, and on the curves u = c with g′(c) = 0.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, Final, NamedTuple

import sympy

from mvcalc_cli.calculus.matrices import gradient
from mvcalc_cli.errors import MvcalcError
from mvcalc_cli.language.tree import (
    Tree,
    postorder,
    substitute,
    subtract,
    variable,
    variables,
)
from mvcalc_cli.symbolic.attempts import attempt
from mvcalc_cli.symbolic.bridge import from_sympy, symbol, to_sympy
from mvcalc_cli.symbolic.stationary.corners import Corner, corners
from mvcalc_cli.symbolic.stationary.gaps import stands_for_gap
from mvcalc_cli.symbolic.stationary.global_ones import Verdict, global_kinds
from mvcalc_cli.symbolic.stationary.kinds import meets_pieces
from mvcalc_cli.symbolic.stationary.levels import Asked, is_beyond, level_curve, span, value_of
from mvcalc_cli.symbolic.stationary.looking import default_box
from mvcalc_cli.symbolic.stationary.measured import as_number
from mvcalc_cli.symbolic.stationary.membership import holds
from mvcalc_cli.symbolic.stationary.points import Box, Family, Found, Point
from mvcalc_cli.symbolic.stationary.system import real_points

_SECONDS: Final = 0.6
_LETTERS: Final = ("u", "v", "w", "s")
_MOST_TRIED: Final = 6
# Curves u = c that are told one by one, those with the smallest |c|.
_MOST_LEVELS: Final = 12
# Two numbers so near are one value of u.
_ONE: Final = 1e-20


class Composition(NamedTuple):
    """f = g(u).

    Attributes:
        inner: u, an expression of all variables.
        outer: g, an expression of the letter alone.
        letter: What stands for u in g.
    """

    inner: Tree
    outer: Tree
    letter: str


def composition(f: Tree, names: Sequence[str]) -> Composition | None:
    """f as a function of one expression of all its variables; None if it is none, or that is not seen.

    >>> from mvcalc_cli.language import parse
    >>> from mvcalc_cli.language.printers import line
    >>> found = composition(parse("(x^2 + y^2) exp(-x^2 - y^2)").tree, ("x", "y"))
    >>> line(found.inner), line(found.outer)
    ('x² + y²', 'u·e^(−u)')
    >>> composition(parse("x y + x").tree, ("x", "y")) is None
    True
    """
    letter = next((each for each in _LETTERS if each not in names), None)
    if len(names) < 2 or letter is None:
        return None
    inside = [
        node
        for node in dict.fromkeys(postorder(f))
        if node != f
        and node.kind in {"sum", "product", "quotient", "power", "call"}
        and set(names) <= set(variables(node))
    ]
    for inner in inside[:_MOST_TRIED]:
        outer = _outer(f, inner, names, letter)
        if outer is not None:
            return Composition(inner, outer, letter)
    return None


def _outer(f: Tree, inner: Tree, names: Sequence[str], letter: str) -> Tree | None:
    """f in the letter that stands for an expression; None if a variable is left."""
    direct = substitute(f, {inner: variable(letter)})
    if not set(variables(direct)) & set(names):
        return direct
    try:
        whole, part = to_sympy(f), to_sympy(inner)
    except MvcalcError:
        return None
    found = attempt(lambda: _put_in(whole, part, letter), _SECONDS)
    if found is None or found.free_symbols & {symbol(name) for name in names}:
        return None
    try:
        return from_sympy(found)
    except MvcalcError:
        return None


def _put_in(whole: Any, part: Any, letter: str) -> Any:
    """u for the expression: for one of its terms u less the others."""
    terms = sympy.Add.make_args(part)
    first = min(terms, key=sympy.count_ops)
    factor, bare = first.as_coeff_Mul()
    value = (symbol(letter) - (part - first)) / factor
    return sympy.expand(whole.subs(bare, value), power_exp=False, power_base=False, log=False, mul=True)


# --- its critical points --------------------------------------------------------------------------------


class Composed(NamedTuple):
    """The critical points of g(u): those of u, and curves on which u has a value where g′ is 0.

    Attributes:
        made: f as g(u).
        found: The points and the curves.
        kinks: Extremes of g without a derivative; on their curves f has no gradient.
        levels: The values of u where g′ is 0.
    """

    made: Composition
    found: Found
    kinks: tuple[Corner, ...] = ()
    levels: Found = Found(())

    @property
    def on_kinks(self) -> tuple[Point, ...]:
        """Points of the curves on which f has an extreme without a gradient."""
        inside = [point for family in self.found.families for point in family.inside]
        return tuple(point for point in inside if self.kink(self.found.names, point) is not None)

    def kink(self, names: Sequence[str], point: Point) -> Corner | None:
        """The corner of g on whose curve u = c the point lies."""
        level = value_of(self.made.inner, dict(zip(names, map(as_number, point.digits), strict=True)))
        if level is None:
            return None
        return next((each for each in self.kinks if abs(as_number(each.point.digits[0]) - level) < _ONE), None)

    def verdict(self, names: Sequence[str], point: Point) -> Verdict:
        """Is the value of g at the point its least or greatest of all? Then it is that of f too."""
        level = value_of(self.made.inner, dict(zip(names, map(as_number, point.digits), strict=True)))
        every = (*self.levels.points, *(corner.point for corner in self.kinks))
        near = [
            k for k, each in enumerate(every) if level is not None and abs(as_number(each.digits[0]) - level) < _ONE
        ]
        if not near or self.levels.families:
            return Verdict(None, "")
        return _of_levels(self.made, every, self.levels.complete)[near[0]]

    def bend(self, names: Sequence[str], point: Point) -> int:
        """On a curve u = c: the sign of g″(c), if it is known that u is not stationary there; else 0."""
        at = dict(zip(names, map(as_number, point.digits), strict=True))
        letter = self.made.letter
        try:
            slopes = gradient(self.made.inner, tuple(names)).rows[0]
            (first,) = gradient(self.made.outer, (letter,)).rows[0]
            (second,) = gradient(first, (letter,)).rows[0]
        except MvcalcError:
            return 0
        steep = [value_of(slope, at) for slope in slopes]
        bent = value_of(second, {letter: value_of(self.made.inner, at)})
        if bent is None or None in steep or abs(bent) < _FLAT or all(abs(value) < _FLAT for value in steep):
            return 0
        return 1 if bent > 0 else -1


@lru_cache(maxsize=4)
def _of_levels(made: Composition, levels: tuple[Point, ...], complete: str | None) -> tuple[Verdict, ...]:
    """Which values are the least and the greatest of g, for all u."""
    return global_kinds(made.outer, (made.letter,), levels, {}, complete=complete).each


# A slope, or a bend, below this may be 0: the points have 30 digits.
_FLAT: Final = 1e-10


def composed(
    f: Tree, names: Sequence[str], kinds: Mapping[str, str], slopes: Sequence[Tree], box: Box | None = None
) -> Composed | None:
    """The critical points of a function of one expression; None if it is none, or its levels are not found.

    >>> from mvcalc_cli.language import parse
    >>> f = parse("sin(x^2 + y^2)").tree
    >>> found = composed(f, ("x", "y"), {}, gradient(f, ("x", "y")).rows[0]).found
    >>> [point.numbers for point in found.points], len(found.families)
    ([(0.0, 0.0)], 1)
    """
    if any(kind != "real" for kind in kinds.values()):
        return None
    made = composition(f, names)
    if made is None:
        return None
    where = {**default_box(names), **(box or {})}
    flat = real_points(
        gradient(made.inner, tuple(names)).rows[0], names, {}, box=box, seconds=_SECONDS, defined=[f, *slopes]
    )
    outer_slope = gradient(made.outer, (made.letter,)).rows[0]
    levels = real_points(outer_slope, (made.letter,), {}, seconds=_SECONDS)
    within = span(made.inner, names, where) if levels.complete is None else None
    if within is not None:
        levels = real_points(outer_slope, (made.letter,), {}, box={made.letter: within}, seconds=_SECONDS)
    families: list[Family] = []
    proved = bool(flat.complete and levels.complete)
    known = [point for point in levels.points if not _is_none(made, outer_slope, point)]
    kinks = tuple(each for each in corners(made.outer, made.letter, {}) if each.kind != "corner")
    known.sort(key=lambda point: abs(point.numbers[0]))
    asked = Asked(made.inner, tuple(names), tuple(slopes), where)
    every: list[Point | Family] = [*known[:_MOST_LEVELS], *levels.families]
    for level in every:
        family = level_curve(asked, level)
        if family is not None:
            families.append(family)
        elif isinstance(level, Family) or not is_beyond(made.inner, level):
            proved = False
    for corner in kinks:
        (value,) = corner.point.values
        if value is not None:
            family = level_curve(asked._replace(slopes=(subtract(made.inner, value),)), corner.point)
            families += [] if family is None else [family]
    more = len(known) - _MOST_LEVELS
    notes = (f"{more} more curves {made.letter} = c are not listed",) if more > 0 else ()
    proved = proved and not notes
    exact = all(point.exact for point in (*flat.points, *known))
    return Composed(
        made,
        Found(
            tuple(names),
            tuple(point for point in flat.points if not any(holds(each, names, point) for each in families)),
            (*flat.families, *families),
            _words(made) if proved else None,
            "exact" if exact else "mixed",
            None if proved else where,
            notes,
        ),
        kinks,
        levels._replace(points=tuple(known)),
    )


def _is_none(made: Composition, slope: Sequence[Tree], level: Point) -> bool:
    """Is the level no zero of g′: where pieces of g meet, or a number that stands for a gap of g?"""
    letter = (made.letter,)
    if meets_pieces(made.outer, letter, level):
        return True
    second = gradient(slope[0], letter).rows
    return not level.exact and stands_for_gap(made.outer, letter, level, slope, second)


def _words(made: Composition) -> str:
    from mvcalc_cli.language.printers import line

    letter = made.letter
    return f"f depends on {letter} = {line(made.inner)} alone, and df/d{letter} = 0 and ∇{letter} = 0 are solved"
