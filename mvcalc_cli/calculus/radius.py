"""The radius of convergence, where it is certain: the distance to a singularity that nothing can cancel.

A function that is built from entire ones converges everywhere. Else the expression must be a sum of products with
one singular factor each, of a kind whose singularities are known: a rational function (shortened first), a tangent
or secant, 1/(e^x − c), a logarithm, a root, an exponential of a fraction, an inverse function.
The nearest singularity counts if one term alone has it, and if what it is multiplied by is not 0 there. Anything else
is not known, and nothing is said.
"""

from __future__ import annotations

import math
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from mvcalc_cli.calculus.degree import natural
from mvcalc_cli.calculus.entire import entire, is_constant
from mvcalc_cli.calculus.exact import Exact, as_tree
from mvcalc_cli.calculus.exact_floats import as_floats
from mvcalc_cli.calculus.exact_values import constant
from mvcalc_cli.calculus.lower import lower
from mvcalc_cli.calculus.nearest import APART, NOWHERE, Singular, Unknown, least, nearest_roots, root_of, squared
from mvcalc_cli.calculus.ratios import Polynomial, multiplied, ratio_of, square_free, without_root
from mvcalc_cli.calculus.signs import signed_value
from mvcalc_cli.calculus.singularities import PLACES, Places, zeros_of
from mvcalc_cli.language.tree import INFINITY, E, Tree, as_variable, multiply, variables

if TYPE_CHECKING:
    from mvcalc_cli.calculus.taylor_polynomial import Taylor

Value = Fraction | Exact

# None: the logarithm.
_EXPONENTS: Final = {
    "log": None,
    "log2": None,
    "log10": None,
    "sqrt": Fraction(1, 2),
    "cbrt": Fraction(1, 3),
}


def radius(found: Taylor) -> Tree | None:
    """The radius, oo where the series converges everywhere, None where it is not known for certain.

    >>> from mvcalc_cli.calculus.taylor import taylor
    >>> from mvcalc_cli.language import parse
    >>> from mvcalc_cli.language.printers import line
    >>> def shown(text, about="0"):
    ...     circle = radius(taylor(parse(text).tree, {"x": parse(about).tree}, 3))
    ...     return None if circle is None else line(circle)
    >>> [shown(text) for text in ("exp(sin(x))", "tan(x)", "1/(1 + x^2)", "x log(1 + x)", "1/(x^2 - 2)")]
    ['∞', 'π/2', '1', '1', '√2']
    >>> shown("1/(1 + x^2)", "1"), shown("sin(x)/x"), shown("log(1 + x) - log(1 + x)")
    ('√2', '∞', None)
    """
    tree = lower(found.tree)
    if len(found.names) != 1 or found.side or variables(found.centre[0]) or set(variables(tree)) - set(found.names):
        return None
    try:
        return _Plane(found.names[0], constant(found.centre[0]), continued=found.continued).radius(tree)
    except (ZeroDivisionError, ValueError, OverflowError):
        return None


class _Plane:
    """The complex plane about the centre.

    Args:
        name: The variable.
        centre: Its exact value.
        continued: There is a series although the expression is undefined there: the centre is no singularity.
    """

    def __init__(self, name: str, centre: Value, *, continued: bool) -> None:
        self.name = name
        self.variable = as_variable(name)
        self.centre = centre
        self.at = as_floats(centre)[0]
        self.continued = continued

    def radius(self, tree: Tree) -> Tree | None:
        if entire(tree):
            return INFINITY
        try:
            nearest = self._of_rational(tree)
            if nearest is None:
                nearest = self._of_sum(tree)
        except Unknown:
            return None
        return self._shown(nearest)

    def _shown(self, found: Singular) -> Tree | None:
        if math.isinf(found.distance):
            return INFINITY
        if found.exact is None or found.distance < APART:
            return None
        return as_tree(found.exact)

    # --- sums of products -------------------------------------------------------------------------

    def _of_sum(self, tree: Tree) -> Singular:
        """The nearest singularity, of one term alone."""
        found = [self._of_product(term) for term in _terms(tree)]
        singular = sorted((each for each in found if each is not None), key=lambda each: each.distance)
        if not singular:
            raise Unknown
        if len(singular) > 1 and singular[1].distance <= singular[0].distance * (1 + APART):
            raise Unknown
        return singular[0]

    def _of_product(self, term: Tree) -> Singular | None:
        """None for an entire term."""
        if entire(term):
            return None
        over, under = _factors(term)
        singular = [factor for factor in over if not entire(factor)]
        others = [factor for factor in over if entire(factor)]
        below = [factor for factor in under if not is_constant(factor)]
        if below and all(self._polynomial(factor) is not None for factor in below):
            below = [multiply(*below)]
        if len(singular) + len(below) != 1:
            raise Unknown
        if below:
            found = self._of_reciprocal(below[0])
        else:
            rational = self._of_rational(singular[0])
            found = rational if rational is not None else self._of_function(singular[0])
        self._check_factors(others, found)
        return found

    def _check_factors(self, others: list[Tree], found: Singular) -> None:
        """A factor that is 0 at the singularity may take it away."""
        for factor in others:
            if is_constant(factor) and as_floats(constant(factor))[0] != 0:
                continue
            # Is a factor 0 everywhere? Anything else leaves a branch point, or an essential singularity.
            places = (0.37, 1.13, -2.41) if found.stays else found.places
            differ = [self._differs_from_0(factor, place) for place in places]
            if not (any(differ) if found.stays else all(differ)):
                raise Unknown

    def _differs_from_0(self, factor: Tree, place: complex) -> bool:
        """Certainly, even if the place is rounded: sin(10¹²·π·x) at 2 is not told from 0."""
        from mvcalc_cli.calculus.evaluate import evaluate_complex

        value = evaluate_complex(factor, {self.name: place})
        beside = evaluate_complex(factor, {self.name: place + 1e-9 * max(1.0, abs(place))})
        return abs(value) > max(APART, 10 * abs(value - beside))

    def _of_reciprocal(self, tree: Tree) -> Singular:
        """1/u: the zeros of u."""
        if tree.kind == "power" and natural(tree.args[1]):
            return self._of_reciprocal(tree.args[0])
        if tree.kind == "call" and tree.value == "sqrt":
            return self._branches(tree.args[0], Fraction(1, 2))
        return self._zeros(tree)

    def _zeros(self, tree: Tree) -> Singular:
        """The nearest zeros of a polynomial, a sine, e^w + c …"""
        polynomial = self._polynomial(tree)
        if polynomial is not None:
            return self._roots(polynomial)
        found = zeros_of(tree)
        if found is None:
            raise Unknown
        places, inner = found
        return self._periodic(places, self._line(inner))

    def _line(self, tree: Tree) -> Polynomial:
        line = self._polynomial(tree)
        if line is None or len(line) != 2:
            raise Unknown
        return line

    def _of_function(self, tree: Tree) -> Singular:
        if tree.kind == "power":
            if tree.args[0] == E:
                return self._essential(tree.args[1])
            exponent = signed_value(tree.args[1])
            if exponent is None or exponent.denominator == 1:
                raise Unknown
            return self._branches(tree.args[0], exponent)
        if tree.kind != "call":
            raise Unknown
        if tree.value == "root":
            degree = signed_value(tree.args[1])
            if degree is None or degree.denominator > 1 or abs(degree) < 2:
                raise Unknown
            return self._branches(tree.args[0], 1 / degree)
        if len(tree.args) != 1:
            raise Unknown
        if tree.value == "exp":
            return self._essential(tree.args[0])
        if tree.value in _EXPONENTS:
            return self._branches(tree.args[0], _EXPONENTS[str(tree.value)])
        rule = PLACES.get(str(tree.value))
        if rule is None:
            raise Unknown
        return self._periodic(rule, self._line(tree.args[0]))

    def _essential(self, tree: Tree) -> Singular:
        """e^u: an essential singularity at every pole of a rational u."""
        found = self._of_rational(tree)
        if found is None:
            raise Unknown
        return found._replace(stays=True)

    def _branches(self, tree: Tree, exponent: Fraction | None) -> Singular:
        """u^q, or log u: the nearest zeros and poles of u, if all of them are branch points.

        Whatever branch the centre is on: (log u)′ is u′/u.
        """
        ratio = ratio_of(tree, self.variable)
        if ratio is None:
            return self._zeros(tree)._replace(stays=True)
        polynomial = multiplied(*ratio)
        if len(polynomial) < 2 or (exponent is not None and not square_free(polynomial)):
            raise Unknown
        return nearest_roots(polynomial, self.centre)._replace(stays=True)

    def _periodic(self, rule: Places, line: Polynomial) -> Singular:
        """g(p + q·x) where g is singular at u + i·v: x = (u + i·v − p)/q."""
        p, q = line
        centre = self.centre * q + p
        found: list[tuple[float, Value, complex]] = []
        for place, real, imaginary in rule(as_floats(centre)[0]):
            away = real - centre
            if not away and not imaginary and self.continued:
                continue
            distance = abs(place - as_floats(centre)[0]) / abs(float(q))
            straight = away if as_floats(away)[0] >= 0 else -away
            exact = (root_of(squared(away) + squared(imaginary)) if imaginary else straight) * (1 / abs(q))
            found.append((distance, exact, (place - float(p)) / float(q)))
        if not found:
            raise Unknown
        nearest = min(distance for distance, _, _ in found)
        kept = [each for each in found if each[0] <= nearest * (1 + APART)]
        exact = least([exact for _, exact, _ in kept])
        return Singular(nearest, exact, tuple(place for _, _, place in kept), stays=False)

    # --- rational functions -----------------------------------------------------------------------

    def _polynomial(self, tree: Tree) -> Polynomial | None:
        """Coefficients by rising power, rational, or None."""
        ratio = ratio_of(tree, self.variable)
        return ratio[0] if ratio is not None and len(ratio[1]) == 1 else None

    def _of_rational(self, tree: Tree) -> Singular | None:
        """The nearest root of the denominator, after shortening; None if it is no rational function."""
        ratio = ratio_of(tree, self.variable)
        if ratio is None:
            return None
        above, below = ratio
        if len(below) == 1:
            return NOWHERE
        return self._roots(below) if above else NOWHERE

    def _roots(self, polynomial: Polynomial) -> Singular:
        if self.continued and isinstance(self.centre, Fraction):
            polynomial = without_root(polynomial, self.centre)
        return nearest_roots(polynomial, self.centre) if len(polynomial) > 1 else NOWHERE


def _terms(tree: Tree) -> list[Tree]:
    if tree.kind == "negative":
        return _terms(tree.args[0])
    if tree.kind == "sum":
        return [term for arg in tree.args for term in _terms(arg)]
    return [tree]


def _factors(tree: Tree) -> tuple[list[Tree], list[Tree]]:
    """The factors above and below the bar."""
    if tree.kind == "negative":
        return _factors(tree.args[0])
    if tree.kind == "product":
        parts = [_factors(arg) for arg in tree.args]
        return [f for over, _ in parts for f in over], [f for _, under in parts for f in under]
    if tree.kind == "quotient":
        (top, below), (bottom, above) = _factors(tree.args[0]), _factors(tree.args[1])
        return [*top, *above], [*below, *bottom]
    return [tree], []
