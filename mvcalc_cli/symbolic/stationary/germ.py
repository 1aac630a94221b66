"""Functions close to a point: their power series up to some degree, with numbers that tell 0 from not 0.

The coefficients are Fractions, all of them, or numbers of 60 digits in which what cancelled is exactly 0.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from functools import reduce
from math import comb
from typing import Any, Final, NamedTuple

from mvcalc_cli.errors import MvcalcError
from mvcalc_cli.language.tree import Tree, add, as_variable, multiply, negative, number, power, subtract
from mvcalc_cli.symbolic.arithmetic import Number, Unmeasured, context, inexact

Monomial = tuple[int, ...]
Terms = dict[Monomial, Number]

DIGITS: Final = 60
# Sums of numbers near 1 that are smaller than this are 0: twenty digits may be lost on the way.
_NOTHING: Final = 40
# A sum that is this much smaller than its largest term is what rounding leaves of 0.
_CANCELLED: Final = 1e-36


# Polynomials beyond these are taken as far as a few terms go.
_HIGHEST_DEGREE: Final = 40
_MOST_TERMS: Final = 2_000
_PATIENCE: Final = 0.6


class Germ(NamedTuple):
    """A function close to a point, as a polynomial in the distances from it.

    Attributes:
        terms: Exponents -> coefficient; those that are 0 left out.
        size: The number of variables.
        order: Terms of a higher degree are not known.
        whole: There are none: the function is this polynomial.
    """

    terms: Terms
    size: int
    order: int
    whole: bool

    @property
    def degree(self) -> int | None:
        """The lowest degree of a term; None without terms."""
        return min(map(sum, self.terms), default=None)

    @property
    def exact(self) -> bool:
        """Are all coefficients Fractions?"""
        return all(isinstance(value, Fraction) for value in self.terms.values())

    def form(self, degree: int) -> Terms:
        """The terms of one degree."""
        return {monomial: value for monomial, value in self.terms.items() if sum(monomial) == degree}


def germ(tree: Tree, centre: Mapping[str, Tree], order: int, *, whole: bool = False) -> Germ | None:
    """The series of a function about a point; None where it has none.

    >>> from mvcalc_cli.language import parse
    >>> germ(parse("exp(x) - 1").tree, {"x": number(0)}, 2).terms
    {(1,): Fraction(1, 1), (2,): Fraction(1, 2)}
    """
    from mvcalc_cli.calculus.exact import as_tree
    from mvcalc_cli.calculus.taylor import taylor
    from mvcalc_cli.symbolic.digits import measure
    from mvcalc_cli.symbolic.zero import vanishes

    try:
        found = taylor(tree, centre, order, vanishes=vanishes)
        terms = {m: measure(as_tree(value), {}, DIGITS) for m, value in found.terms.items()}
    except (MvcalcError, Unmeasured, ZeroDivisionError, ValueError):
        return None
    if found.side or any(value is None for value in terms.values()):
        return None
    if any(not all(isinstance(power_, int) for power_ in m) for m in terms):
        return None
    return Germ(settled(terms), len(centre), order, whole)


def polynomial_degree(f: Tree, names: Sequence[str]) -> int | None:
    """The degree of a polynomial that is not too high; None for anything else."""
    import sympy

    from mvcalc_cli.symbolic.attempts import attempt
    from mvcalc_cli.symbolic.bridge import symbol, to_sympy

    def degree() -> int:
        return int(sympy.Poly(to_sympy(f), *map(symbol, names)).total_degree())

    try:
        found = attempt(degree, _PATIENCE)
    except MvcalcError:
        return None
    if found is None or found > _HIGHEST_DEGREE or comb(found + len(names), len(names)) > _MOST_TERMS:
        return None
    return found


def settled(terms: Mapping[Monomial, Number]) -> Terms:
    """The same terms in one kind of number, without those that are 0."""
    kept = {monomial: value for monomial, value in terms.items() if value != 0}
    if all(isinstance(value, Fraction | int) for value in kept.values()):
        return {monomial: Fraction(value) for monomial, value in kept.items()}
    mp = context(DIGITS)
    numbers = {monomial: mp.mpf(inexact(value, DIGITS)) for monomial, value in kept.items()}
    least = max(map(abs, numbers.values())) * mp.mpf(10) ** -_NOTHING
    return {monomial: value for monomial, value in numbers.items() if abs(value) > least}


def one_kind(matrix: Sequence[Sequence[Number]]) -> list[list[Number]]:
    """The same matrix in Fractions, or all of it in numbers of 60 digits."""
    if all(isinstance(entry, Fraction) for row in matrix for entry in row):
        return [list(row) for row in matrix]
    mp = context(DIGITS)
    return [[mp.mpf(inexact(entry, DIGITS)) for entry in row] for row in matrix]


def constant_free(found: Germ) -> Germ:
    """f − f(p)."""
    return found._replace(terms={monomial: value for monomial, value in found.terms.items() if any(monomial)})


# --- arithmetic ----------------------------------------------------------------------------------------


def totals(parts: Iterable[tuple[Monomial, Number]]) -> Terms:
    """Sums by exponents; what is left of terms that cancel is 0, however large the other sums are.

    >>> totals([((1,), Fraction(1, 2)), ((1,), Fraction(-1, 2)), ((2,), Fraction(1))])
    {(2,): Fraction(1, 1)}
    """
    found = list(parts)
    total: Terms = {}
    if all(isinstance(value, Fraction) for _, value in found):
        for monomial, value in found:
            total[monomial] = total[monomial] + value if monomial in total else value
        return settled(total)
    largest: Terms = {}
    for monomial, value in found:
        number_ = inexact(value, DIGITS)
        total[monomial] = total.get(monomial, 0) + number_
        largest[monomial] = max(largest.get(monomial, 0), abs(number_))
    return settled({m: value for m, value in total.items() if abs(value) > largest[m] * _CANCELLED})


def plus(parts: Iterable[Mapping[Monomial, Number]]) -> Terms:
    """A sum of polynomials."""
    return totals(item for part in parts for item in part.items())


def times(left: Mapping[Monomial, Number], right: Mapping[Monomial, Number], order: int | None = None) -> Terms:
    """A product of polynomials, cut off above a degree."""
    pairs = ((a, value, b, other) for a, value in left.items() for b, other in right.items())
    products = ((tuple(i + j for i, j in zip(a, b, strict=True)), value * other) for a, value, b, other in pairs)
    return totals(each for each in products if order is None or sum(each[0]) <= order)


def composed(terms: Mapping[Monomial, Number], inner: Sequence[Terms], size: int, order: int | None = None) -> Terms:
    """A polynomial of polynomials in `size` other variables, cut off above a degree."""
    one: Terms = {(0,) * size: Fraction(1)}
    powers: list[list[Terms]] = [[one] for _ in inner]

    def raised(place: int, exponent: int) -> Terms:
        row = powers[place]
        while len(row) <= exponent:
            row.append(times(row[-1], inner[place], order))
        return row[exponent]

    parts = []
    for monomial, value in terms.items():
        factors = [raised(place, exponent) for place, exponent in enumerate(monomial) if exponent]
        product = reduce(lambda a, b: times(a, b, order), factors, one)
        parts.append({m: value * v for m, v in product.items()})
    return plus(parts)


def slope(terms: Mapping[Monomial, Number], place: int) -> Terms:
    """The derivative by one variable."""
    return {
        tuple(power_ - (k == place) for k, power_ in enumerate(monomial)): value * monomial[place]
        for monomial, value in terms.items()
        if monomial[place]
    }


def unit(place: int, size: int) -> Monomial:
    """The exponents of one variable alone."""
    return tuple(int(k == place) for k in range(size))


def sign(value: Number) -> int:
    """−1, 0 or 1."""
    return int(value > 0) - int(value < 0)


# --- as text -------------------------------------------------------------------------------------------


def spoken(terms: Mapping[Monomial, Number], names: Sequence[str], centre: Sequence[Tree]) -> str:
    """The terms as they are written: "x⁴ + y⁴", "(x − 1)³".

    >>> spoken({(4, 0): Fraction(1), (2, 1): Fraction(-3)}, "xy", [number(0), number(1)])
    '−3x²·(y − 1) + x⁴'
    """
    from mvcalc_cli.language.printers import line
    from mvcalc_cli.language.tree import ZERO

    at = [as_variable(n) if c == ZERO else subtract(as_variable(n), c) for n, c in zip(names, centre, strict=True)]
    return line(polynomial_tree(terms, at))


def polynomial_tree(terms: Mapping[Monomial, Number], bases: Sequence[Tree]) -> Tree:
    """The polynomial in these bases, by rising degree."""
    from mvcalc_cli.calculus.tidy import tidy
    from mvcalc_cli.language.tree import ZERO

    trees = [
        tidy(
            multiply(
                number_tree(value), *(power(base, number(k)) for base, k in zip(bases, monomial, strict=True) if k)
            )
        )
        for monomial, value in sorted(terms.items(), key=lambda item: (sum(item[0]), [-k for k in item[0]]))
    ]
    return add(*trees) if len(trees) > 1 else trees[0] if trees else ZERO


def number_tree(value: Any) -> Tree:
    """A coefficient; one that is no Fraction to four digits, for the eye."""
    shown = value if isinstance(value, Fraction) else Fraction(f"{float(value):.4g}")
    return negative(number(-shown)) if shown < 0 else number(shown)
