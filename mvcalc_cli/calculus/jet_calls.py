"""Functions whose series is not made from their slope: recurrences, pieces, poles, branches."""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final

from mvcalc_cli.calculus.series import ONE, ZERO, NoSeries, Series, convolved, is_nothing, weighted
from mvcalc_cli.errors import LimitError
from mvcalc_cli.language.tree import Tree

if TYPE_CHECKING:
    from mvcalc_cli.calculus.jets import Jets

_CIRCULAR: Final = ("sin", "cos")
_HYPERBOLIC: Final = ("sinh", "cosh")


def _pair(names: tuple[str, str], sign: int, pick: Callable[[Jets, Series, Series], Series]) -> Any:
    def rule(jets: Jets, _: Tree, parts: list[Series]) -> Series:
        return pick(jets, *jets.sine_cosine(parts[0], names, sign))

    return rule


def _one_over(place: int) -> Callable[..., Series]:
    return lambda jets, *pair: jets.divide(jets.number(ONE), pair[place])


def _tangent(name: str, names: tuple[str, str], sign: int) -> Any:
    def rule(jets: Jets, _: Tree, parts: list[Series]) -> Series:
        try:
            first = jets.field.apply(name, [jets.regular(parts[0])[0]])
        except ZeroDivisionError:
            return jets.divide(*jets.sine_cosine(parts[0], names, -sign))
        return jets.riccati(parts[0], first, sign)

    return rule


def _abs(jets: Jets, node: Tree, parts: list[Series]) -> Series:
    return jets.scale(parts[0], -ONE) if jets.decide(parts[0], node) < 0 else parts[0]


def _sign(jets: Jets, node: Tree, parts: list[Series]) -> Series:
    return jets.number(Fraction(jets.decide(parts[0], node)))


def _floor(jets: Jets, node: Tree, parts: list[Series]) -> Series:
    terms = jets.regular(parts[0])
    whole, at_jump = jets.field.floor(terms[0])
    below = at_jump and jets.decide(Series(0, (ZERO, *terms[1:])), node) < 0
    return jets.number(Fraction(whole - below))


def _ceil(jets: Jets, node: Tree, parts: list[Series]) -> Series:
    return jets.scale(_floor(jets, node, [jets.scale(parts[0], -ONE)]), -ONE)


def _mod(jets: Jets, node: Tree, parts: list[Series]) -> Series:
    turns = _floor(jets, node, [jets.divide(*parts)])
    return jets.add(parts[0], jets.scale(jets.multiply(parts[1], turns), -ONE))


def _extreme(sign: int) -> Any:
    def rule(jets: Jets, node: Tree, parts: list[Series]) -> Series:
        best = parts[0]
        for part in parts[1:]:
            if jets.decide(jets.add(part, jets.scale(best, -ONE)), node) == sign:
                best = part
        return best

    return rule


def _relu(jets: Jets, node: Tree, parts: list[Series]) -> Series:
    return parts[0] if jets.decide(parts[0], node) > 0 else jets.scale(parts[0], ZERO)


def _log(jets: Jets, _: Tree, parts: list[Series]) -> Series:
    found = jets.logarithm(parts[0])
    return found if len(parts) == 1 else jets.divide(found, jets.logarithm(parts[1]))


def _log_to(base: int) -> Any:
    def rule(jets: Jets, _: Tree, parts: list[Series]) -> Series:
        return jets.divide(jets.logarithm(parts[0]), jets.number(jets.field.apply("log", [Fraction(base)])))

    return rule


def _root(jets: Jets, _: Tree, parts: list[Series]) -> Series:
    degree, *rest = jets.regular(parts[1])
    if any(not is_nothing(term) for term in rest) or not isinstance(degree, Fraction) or not degree:
        return jets.exponential(jets.divide(jets.logarithm(parts[0]), parts[1]))
    if degree.denominator == 1 and degree % 2 and degree > 0:
        return jets.real_root(parts[0], int(degree))
    return jets.power(parts[0], 1 / degree)


def _sigmoid(jets: Jets, _: Tree, parts: list[Series]) -> Series:
    """r′ = u′·(r − r²)."""
    terms = jets.regular(parts[0])
    found = [jets.field.inverse(jets.field.apply("exp", [-terms[0]]) + 1)]
    slopes: list[Any] = []
    for k in range(1, len(terms)):
        square = convolved(found, found, k)[k - 1]
        slopes.append(found[k - 1] - square)
        found.append(weighted(terms, slopes, k) * Fraction(1, k))
    return Series(0, tuple(found))


def _softplus(jets: Jets, _: Tree, parts: list[Series]) -> Series:
    return jets.logarithm(jets.add(jets.exponential(parts[0]), jets.number(ONE)))


def _polygamma(jets: Jets, _: Tree, parts: list[Series]) -> Series:
    order, *rest = jets.regular(parts[0])
    if any(not is_nothing(term) for term in rest) or not isinstance(order, Fraction):
        raise NoSeries("polygamma is not differentiated by its order")
    at = jets.regular(parts[1])[0]
    return jets.composed(lambda k: jets.field.apply("polygamma", [order + k, at]), parts[1])


# The coefficient of order k has as many terms as k has partitions; the expansion looks a few orders ahead.
_MOST_OF_GAMMA = 25


def _gamma(jets: Jets, _: Tree, parts: list[Series]) -> Series:
    """Γ′ = Γ·ψ: the exponential of the integral of ψ(u)·u′."""
    terms = jets.regular(parts[0])
    first = jets.field.apply("gamma", [terms[0]])
    if all(is_nothing(term) for term in terms[1:]):
        return jets.number(first)
    if len(terms) > _MOST_OF_GAMMA:
        raise LimitError("the coefficients of gamma in polygamma grow too long", hint="a lower --order: 20 at most")
    psi = jets.composed(lambda k: jets.field.apply("polygamma", [Fraction(k), terms[0]]), parts[0])
    rate = jets.multiply(psi, jets.derivative(Series(0, tuple(terms))))
    inner = jets.integral(rate, ZERO).terms
    found = [first]
    for k in range(1, len(inner)):
        found.append(weighted(inner, found, k) * Fraction(1, k))
    return Series(0, tuple(found))


def _factorial(jets: Jets, node: Tree, parts: list[Series]) -> Series:
    return _gamma(jets, node, [jets.add(parts[0], jets.number(ONE))])


def _beta(jets: Jets, node: Tree, parts: list[Series]) -> Series:
    try:
        left, right, both = (_gamma(jets, node, [part]) for part in (*parts, jets.add(*parts)))
    except ZeroDivisionError:
        raise NoSeries("it has a pole of Γ in it there", node) from None
    return jets.divide(jets.multiply(left, right), both)


def _binomial(jets: Jets, node: Tree, parts: list[Series]) -> Series:
    above, below = parts
    count, *rest = jets.regular(below)
    if isinstance(count, Fraction) and count.denominator == 1 and 0 <= count <= 100 and not any(rest):
        result = jets.number(Fraction(1, math.factorial(int(count))))
        for k in range(int(count)):
            result = jets.multiply(result, jets.add(above, jets.number(Fraction(-k))))
        return result
    gap = jets.add(above, jets.scale(below, -ONE))
    bottom = jets.multiply(_factorial(jets, node, [below]), _factorial(jets, node, [gap]))
    return jets.divide(_factorial(jets, node, [above]), bottom)


def _lambert(jets: Jets, node: Tree, parts: list[Series]) -> Series:
    branch, *rest = jets.regular(parts[1]) if len(parts) > 1 else (ZERO,)
    if any(not is_nothing(term) for term in rest) or branch not in {ZERO, -ONE}:
        raise NoSeries("W has a series on the branches 0 and −1 alone", node)
    terms = jets.regular(parts[0])
    lead = jets.stripped(Series(0, tuple(terms)))
    if lead.shift and not branch:
        return _lambert_at_0(jets, terms)
    value = jets.field.apply("W", [terms[0], branch] if branch else [terms[0]])
    return _lambert_by_logarithm(jets, lead, value)


def _lambert_by_logarithm(jets: Jets, u: Series, value: Any) -> Series:
    """r′ = (log u)′·(1 − p) and p′ = −p²·r′ for p = 1/(1 + r): no division on the way."""
    rate = jets.divide(jets.derivative(u), u)
    slopes = jets.regular(rate)
    if jets.field.is_zero(value + 1):
        raise NoSeries("it has an infinite slope there")
    found, shares = [value], [jets.field.inverse(value + 1)]
    changes: list[Any] = []
    for k in range(1, len(u.terms)):
        rests = [ONE - shares[0], *(-share for share in shares[1:])]
        changes.append(convolved(slopes, rests, k)[k - 1])
        found.append(changes[-1] * Fraction(1, k))
        squares = convolved(shares, shares, k)
        shares.append(convolved(squares, changes, k)[k - 1] * Fraction(-1, k))
    return Series(0, tuple(found))


def _lambert_at_0(jets: Jets, terms: list[Any]) -> Series:
    """r′ = u′/(e^r·(1 + r)), one more coefficient in each round."""
    found = Series(0, (ZERO,))
    change = jets.derivative(Series(0, tuple(terms)))
    for _round in range(1, len(terms)):
        one = Series(0, (ONE, *[ZERO] * (len(found.terms) - 1)))
        below = jets.multiply(jets.exponential(found), jets.add(found, one))
        rate = jets.divide(Series(0, change.terms[1:]) if change.shift < 0 else change, below)
        found = jets.integral(Series(0, rate.terms[: len(found.terms)]), found.terms[0])
    return found


def _arccotangent(jets: Jets, node: Tree, parts: list[Series]) -> Series:
    """Jumps from −π/2 to π/2 at 0."""
    terms = jets.regular(parts[0])
    lead = jets.stripped(parts[0])
    if lead.terms and lead.shift > 0 and (lead.shift % 2 or jets.field.sign(lead.terms[0]) != 1):
        raise NoSeries("it jumps there", node)
    return jets.by_slope("acot", parts, jets.field.apply("acot", [terms[0]]))


def _atan2(jets: Jets, node: Tree, parts: list[Series]) -> Series:
    y, x = (jets.regular(part)[0] for part in parts)
    if jets.field.is_zero(y) and jets.field.sign(x) != 1:
        raise NoSeries("atan2 jumps there, or is undefined", node)
    return jets.by_slope("atan2", parts, jets.field.apply("atan2", [y, x]))


CALLS: Final[dict[str, Callable[[Jets, Tree, list[Series]], Series]]] = {
    "sin": _pair(_CIRCULAR, -1, lambda _, *pair: pair[0]),
    "cos": _pair(_CIRCULAR, -1, lambda _, *pair: pair[1]),
    "sec": _pair(_CIRCULAR, -1, _one_over(1)),
    "csc": _pair(_CIRCULAR, -1, _one_over(0)),
    "cot": _pair(_CIRCULAR, -1, lambda jets, sine, cosine: jets.divide(cosine, sine)),
    "sinh": _pair(_HYPERBOLIC, 1, lambda _, *pair: pair[0]),
    "cosh": _pair(_HYPERBOLIC, 1, lambda _, *pair: pair[1]),
    "sech": _pair(_HYPERBOLIC, 1, _one_over(1)),
    "csch": _pair(_HYPERBOLIC, 1, _one_over(0)),
    "coth": _pair(_HYPERBOLIC, 1, lambda jets, sine, cosine: jets.divide(cosine, sine)),
    "tan": _tangent("tan", _CIRCULAR, 1),
    "tanh": _tangent("tanh", _HYPERBOLIC, -1),
    "exp": lambda jets, _, parts: jets.exponential(parts[0]),
    "log": _log,
    "log2": _log_to(2),
    "log10": _log_to(10),
    "sqrt": lambda jets, _, parts: jets.power(parts[0], Fraction(1, 2)),
    "cbrt": lambda jets, _, parts: jets.real_root(parts[0], 3),
    "root": _root,
    "abs": _abs,
    "sign": _sign,
    "floor": _floor,
    "ceil": _ceil,
    "mod": _mod,
    "max": _extreme(1),
    "min": _extreme(-1),
    "relu": _relu,
    "sigmoid": _sigmoid,
    "softplus": _softplus,
    "polygamma": _polygamma,
    "gamma": _gamma,
    "factorial": _factorial,
    "beta": _beta,
    "binomial": _binomial,
    "W": _lambert,
    "atan2": _atan2,
    "acot": _arccotangent,
}
