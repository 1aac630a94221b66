"""Exact roots of one equation in one variable: what SymPy proposes, before it is put back."""

from __future__ import annotations

from itertools import pairwise
from typing import Any, NamedTuple

import sympy
from sympy.functions.elementary.trigonometric import TrigonometricFunction

from mvcalc_cli.symbolic.attempts import attempt
from mvcalc_cli.symbolic.calls import MOST_DEGREE
from mvcalc_cli.symbolic.sizes import MOST_POLYNOMIAL, degree_bound


class Proposal(NamedTuple):
    """A root as SymPy gives it; with a period it stands for a family root + k·period."""

    root: Any
    multiplicity: int = 1
    period: Any = None


class Proposals(NamedTuple):
    """Roots proposed, and why there can be no others (None: there may be)."""

    roots: tuple[Proposal, ...]
    complete: str | None = None


def propose(expression: Any, variable: Any) -> Proposals:
    """Candidates for expression = 0: a polynomial's counted roots, periodic families, or what solve finds.

    >>> x = sympy.Symbol("x", real=True)
    >>> propose(x**2 - 2, x).roots[0].root, propose(x**2 - 2, x).complete
    (-sqrt(2), 'a polynomial of degree 2: its real roots are counted')
    >>> propose(sympy.sin(x), x).roots
    (Proposal(root=0, multiplicity=1, period=pi),)
    """
    if degree_bound(expression) > MOST_POLYNOMIAL:
        return Proposals(())
    numerator = sympy.together(expression).as_numer_denom()[0]
    polynomial = _rational_polynomial(numerator, variable)
    if polynomial is not None:
        return _polynomial_roots(polynomial, variable)
    factors = sympy.Mul.make_args(sympy.factor_terms(numerator))
    return Proposals(tuple(root for factor in factors for root in _factor_roots(factor, variable)))


def _factor_roots(factor: Any, variable: Any) -> tuple[Proposal, ...]:
    """The roots of one factor: polynomial, periodic, or whatever solve finds."""
    if factor.is_Pow and factor.exp.is_Integer and factor.exp > 0:
        return tuple(root._replace(multiplicity=int(factor.exp)) for root in _factor_roots(factor.base, variable))
    if not factor.has(variable) or isinstance(factor, sympy.exp):
        return ()
    polynomial = _rational_polynomial(factor, variable)
    if polynomial is not None:
        return _polynomial_roots(polynomial, variable).roots
    inside = {function for function in factor.atoms(TrigonometricFunction) if function.has(variable)}
    families = _families(factor, variable) if inside else ()
    if families or (inside and _mixed(factor, variable, inside)):
        return families
    found = attempt(lambda: sympy.solve(factor, variable, check=False))
    return tuple(Proposal(root) for root in found or () if isinstance(root, sympy.Expr))


def _mixed(factor: Any, variable: Any, functions: set[Any]) -> bool:
    """Does the variable stand both inside and outside of sin, cos …, as in tan x = x?

    solve has no formula for those and takes seconds to find that out; looking finds the roots.
    """
    outside = factor.xreplace({function: sympy.Dummy() for function in functions})
    return bool(factor.free_symbols == {variable} and outside.has(variable))


def _rational_polynomial(numerator: Any, variable: Any) -> Any:
    """The polynomial over the rationals, if that is what it is."""
    if numerator.free_symbols != {variable} or not numerator.is_polynomial(variable):
        return None
    polynomial = sympy.Poly(numerator, variable)
    fits = 1 <= polynomial.degree() <= MOST_DEGREE
    return polynomial if fits and all(c.is_Rational for c in polynomial.coeffs()) else None


def _polynomial_roots(polynomial: Any, variable: Any) -> Proposals:
    degree = polynomial.degree()
    if variable.is_real:
        found = polynomial.real_roots(multiple=False)
        complete = f"a polynomial of degree {degree}: its real roots are counted"
    else:
        roots = polynomial.all_roots(multiple=True)
        found = [(root, roots.count(root)) for root in dict.fromkeys(roots)]
        complete = f"a polynomial of degree {degree}: it has {degree} roots, counted with multiplicity"
    return Proposals(tuple(Proposal(root, count) for root, count in found), complete)


# --- periodic families -----------------------------------------------------------------------------


def _families(expression: Any, variable: Any) -> tuple[Proposal, ...]:
    """What solveset says over the reals, as roots and families."""
    found = attempt(lambda: sympy.solveset(expression, variable, sympy.S.Reals))
    proposals: list[Proposal] = []
    for piece in _pieces(found):
        if isinstance(piece, sympy.FiniteSet):
            proposals += [Proposal(root) for root in piece]
        elif isinstance(piece, sympy.ImageSet):
            proposals += _family(piece)
    return _merged(proposals)


def _pieces(found: Any) -> list[Any]:
    """The parts of a union; the first part of a complement (what it takes away is checked by putting back)."""
    if isinstance(found, sympy.Union):
        return [piece for part in found.args for piece in _pieces(part)]
    if isinstance(found, sympy.Complement):
        return _pieces(found.args[0])
    if isinstance(found, sympy.Intersection):
        return [piece for part in found.args if part != sympy.S.Reals for piece in _pieces(part)]
    return [] if found is None else [found]


def _family(image: Any) -> list[Proposal]:
    """{offset + k·period}: the member in [0, period)."""
    counter = image.lamda.variables[0]
    member = sympy.expand(image.lamda.expr)
    period = member.coeff(counter, 1)
    offset = member.coeff(counter, 0)
    linear = sympy.expand(member - offset - counter * period) == 0
    if image.base_sets != (sympy.S.Integers,) or not linear or not period.is_number or not period.is_real:
        return []
    period = abs(period)
    turns = sympy.floor(offset / period) if offset.is_number and offset.is_real else 0
    return [Proposal(sympy.expand(offset - turns * period), 1, period)]


def _merged(proposals: list[Proposal]) -> tuple[Proposal, ...]:
    """{0, π} with period 2π is {0} with period π."""
    periods = {proposal.period for proposal in proposals}
    if len(periods) != 1 or None in periods or len(proposals) < 2:
        return tuple(proposals)
    (period,) = periods
    offsets = sorted((proposal.root for proposal in proposals), key=lambda root: root.evalf())
    gap = period / len(offsets)
    if all(sympy.simplify(b - a - gap) == 0 for a, b in pairwise(offsets)):
        return (Proposal(offsets[0], 1, gap),)
    return tuple(Proposal(root, 1, period) for root in offsets)
