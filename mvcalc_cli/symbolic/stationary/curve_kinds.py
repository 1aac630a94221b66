"""What all points of a curve or surface of critical points are: by the bending of f across it, or by its sign."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import islice, pairwise, product
from typing import Any, Final, NamedTuple

from mvcalc_cli.calculus.signs import Facts
from mvcalc_cli.calculus.tidy import tidy
from mvcalc_cli.errors import MvcalcError
from mvcalc_cli.language.tree import ZERO, Tree, as_variable, negative, substitute, variables
from mvcalc_cli.symbolic.arithmetic import inexact
from mvcalc_cli.symbolic.attempts import attempt
from mvcalc_cli.symbolic.digits import Unmeasured, measure
from mvcalc_cli.symbolic.stationary.bending import given_on, shortened_on, sums_of_minors
from mvcalc_cli.symbolic.stationary.bounds import bounds, never_negative
from mvcalc_cli.symbolic.stationary.germ import DIGITS
from mvcalc_cli.symbolic.stationary.measured import as_number
from mvcalc_cli.symbolic.stationary.points import Family
from mvcalc_cli.symbolic.stationary.reasons import Name

_SECONDS: Final = 0.5
# Places at which the bending across a curve is measured, for each of its real parameters, and whole numbers.
_PLACES: Final = tuple(
    Fraction(text)
    for text in (
        "0",
        "1",
        "-1",
        "3",
        "-3",
        "1/2",
        "-1/2",
        "2",
        "-2",
        "5",
        "-5",
        "8",
        "-8",
        "20",
        "-20",
        "100",
        "-100",
        "1000",
        "3000",
    )
)
_WHOLE: Final = (0, 1, -1, 2)
_MOST: Final = 400
# What is nearer to 0 may be 0.
_FLAT: Final = 1e-20


class CurveKind(NamedTuple):
    """The kinds of the points of a curve or surface of critical points.

    Attributes:
        kinds: Those that are known to occur; one where all points have it, or where others were not met.
        proved: With one kind: is it that of every point? With several: do they occur?
        reason: What proves it, or what is not known: a sentence without its full stop; "" where nothing is known.
    """

    kinds: tuple[Name, ...]
    proved: bool
    reason: str


def curve_kind(f: Tree, names: Sequence[str], family: Family, kinds: Mapping[str, str] | None = None) -> CurveKind:
    """The kinds of the points of a curve of critical points.

    Args:
        f: A scalar expression.
        names: Its variables.
        family: Critical points with parameters that run through the reals.
        kinds: name -> "real", "positive", ….

    >>> from mvcalc_cli.language import parse
    >>> line = Family((parse("0").tree, parse("y").tree), ("y",), "curve")
    >>> curve_kind(parse("x^2 (2 + cos(y))").tree, ("x", "y"), line)[:2]
    (('minimum',), True)
    >>> found = curve_kind(parse("x^2 cos(y)").tree, ("x", "y"), line)
    >>> found.kinds, found.reason
    (('minimum', 'maximum'), 'minimum where 2·cos(y) > 0, maximum where 2·cos(y) < 0: so f bends across the curve')
    """
    by_sign = _by_sign(f, names, family, kinds or {})
    if by_sign is not None:
        return by_sign
    is_graph = _is_graph(names, family)
    runs = sum(letter in names for letter in family.parameters)
    across = len(names) - runs if is_graph or not family.equations else len(family.equations)
    minors = sums_of_minors(f, tuple(names), family, across)
    if not minors:
        return _OPEN
    return _by_bending(minors, family, tuple(names), kinds or {})


_OPEN: Final = CurveKind((), False, "")


def _by_sign(f: Tree, names: Sequence[str], family: Family, kinds: Mapping[str, str]) -> CurveKind | None:
    """f − f(p) is never negative (positive) anywhere, for the one value that f has on the curve."""
    there = shortened_on(substitute(f, given_on(names, family)), family)
    if there is None or variables(there):
        return None
    for side, kind, word in ((1, "minimum", "<"), (-1, "maximum", ">")):
        if never_negative(f, there, kinds, side):
            return CurveKind((kind,), True, f"f − f(p) is nowhere {word} 0")  # type: ignore[arg-type]
    return None


def _is_graph(names: Sequence[str], family: Family) -> bool:
    return any(value != as_variable(name) for name, value in zip(names, family.values, strict=True))


def _by_bending(minors: Sequence[Tree], family: Family, names: tuple[str, ...], kinds: Mapping[str, str]) -> CurveKind:
    """All eigenvalues across the curve > 0, all < 0, or of both signs: everywhere, or in places."""
    facts = Facts(kinds=kinds)
    shown = [shortened_on(each, family) or each for each in minors]
    proved = [_sign(facts, each) for each in shown]
    bend = "f bends across the curve" if len(minors) == 1 else "f bends across it"
    kind = _named(proved)
    if kind is not None:
        ways = {"minimum": "upwards", "maximum": "downwards", "saddle": "both ways"}[kind]
        return CurveKind((kind,), True, f"{bend} {ways} at every point of it")
    places = _on_graph(shown, family, names, kinds) if _is_graph(names, family) else _at_points(minors, family, names)
    met = tuple(dict.fromkeys(kind for kind in islice(places, _MOST) if kind is not None))
    if len(met) > 1:
        is_told = len(minors) == 1 and _is_graph(names, family)
        return CurveKind(met, True, _where(shown[0]) if is_told else "it is not the same at all points")
    return CurveKind(met, False, "it was looked at in places, not proved of all its points" if met else "")


def _where(bending: Tree) -> str:
    from mvcalc_cli.language.printers import line

    shown = line(bending)
    return f"minimum where {shown} > 0, maximum where {shown} < 0: so f bends across the curve"


def _sign(facts: Facts, tree: Tree) -> int | None:
    """The sign of what is never 0, 0 for 0; None if it is not known."""
    if tree == ZERO:
        return 0
    if facts.nonzero(tree) and facts.nonnegative(tree):
        return 1
    opposite = tidy(negative(tree))
    if facts.nonzero(opposite) and facts.nonnegative(opposite):
        return -1
    low, high = bounds(tree)
    if low > 0 or high < 0:
        return 1 if low > 0 else -1
    between = _between_roots(tree)
    return _sign_at(tree, between[0]) if len(between) == 1 else None


def _between_roots(tree: Tree) -> list[dict[str, Any]]:
    """A place in each interval between the real zeros of a polynomial of one variable; none for anything else."""
    import sympy

    from mvcalc_cli.symbolic.bridge import to_sympy

    def found() -> list[Fraction]:
        poly = sympy.Poly(to_sympy(tree))
        if len(poly.gens) != 1 or not all(c.is_Rational for c in poly.coeffs()):
            return []
        ends = [Fraction(str(root.evalf(20))) for root in dict.fromkeys(sympy.real_roots(poly))]
        if not ends:
            return [Fraction(0)]
        return [ends[0] - 1, *((a + b) / 2 for a, b in pairwise(ends)), ends[-1] + 1]

    letters = variables(tree)
    if len(letters) != 1:
        return []
    try:
        places = attempt(found, _SECONDS) or []
    except (MvcalcError, sympy.PolynomialError):
        return []
    return [{letters[0]: place} for place in places]


def _sign_at(tree: Tree, at: Mapping[str, Any]) -> int | None:
    try:
        value = measure(tree, at, DIGITS)
    except Unmeasured:
        return None
    number = None if value is None else inexact(value, DIGITS)
    return None if number is None or abs(number) < _FLAT else 1 if number > 0 else -1


def _named(sums: Sequence[int | None]) -> Name | None:
    """The kind by the signs of e₁, …, e_r of the r eigenvalues across; None where they do not tell."""
    last = sums[-1]
    if not last:
        return None
    if 0 in sums or (len(sums) % 2 == 0 and last < 0):
        return "saddle"
    if None in sums:
        return None
    if all(value == 1 for value in sums):
        return "minimum"
    return "maximum" if all(value == (-1) ** k for k, value in enumerate(sums, 1)) else "saddle"


def _at_points(minors: Sequence[Tree], family: Family, names: tuple[str, ...]) -> Iterator[Name | None]:
    """The kinds at the listed points."""
    for point in family.inside:
        yield _kind_at(minors, dict(zip(names, map(as_number, point.digits), strict=True)))


def _on_graph(
    minors: Sequence[Tree], family: Family, names: tuple[str, ...], kinds: Mapping[str, str]
) -> Iterator[Name | None]:
    """The kinds at values of the parameters of a graph."""
    letters = sorted(set().union(*(variables(each) for each in minors)))
    if not set(letters) <= set(family.parameters):
        return
    for each in minors:
        for at in _between_roots(each) if letters == list(variables(each)) else ():
            yield _kind_at(minors, at)
    spans: list[tuple[Any, ...]] = [_PLACES if letter in names else _WHOLE for letter in letters]
    for row in product(*spans):
        at = {letter: Fraction(value) for letter, value in zip(letters, row, strict=True)}
        if all(value > 0 for letter, value in at.items() if kinds.get(letter) == "positive"):
            yield _kind_at(minors, at)


def _kind_at(minors: Sequence[Tree], at: Mapping[str, Any]) -> Name | None:
    return _named([0 if each == ZERO else _sign_at(each, at) for each in minors])
