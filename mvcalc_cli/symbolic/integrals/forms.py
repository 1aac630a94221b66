"""Forms of one antiderivative: shorter ones, and ones that are right on both sides of 0."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import sympy
from sympy import Abs, log, sign


def forms(value: Any, x: Any) -> Iterator[Any]:
    """The same function up to a constant, in a few forms worth weighing."""
    value = without_constants(value, x)
    if value.has(sympy.Piecewise) or sympy.count_ops(value) > 400:
        yield value
        return
    opened = without_constants(_expanded(value), x)
    whole = _collected(opened, x)
    # (x² − 2x + 2)·eˣ, not x²·eˣ − 2·(x − 1)·eˣ.
    if not (value.is_Add and whole.is_Mul):
        yield value
        yield opened
    yield without_constants(sympy.factor_terms(opened), x)
    yield whole
    if sympy.count_ops(value) < 60:
        yield without_constants(sympy.factor(opened), x)


def _expanded(value: Any) -> Any:
    return sympy.expand(value, log=False, power_base=False, power_exp=False, trig=False, complex=False)


def _collected(value: Any, x: Any) -> Any:
    """Terms with the same exponential or root put together."""
    shared = [part for part in value.atoms(sympy.exp, sympy.Pow) if part.has(x) and not part.is_polynomial(x)]
    return sympy.collect(value, shared) if shared else value


def without_constants(value: Any, x: Any) -> Any:
    """Terms without x dropped: they belong to the constant; bars around what is positive, too."""
    value = value.replace(lambda e: isinstance(e, log) and isinstance(e.args[0], Abs), _without_bars)
    return value.as_independent(x, as_Add=True)[1] if value.is_Add else value


def _without_bars(logarithm: Any) -> Any:
    """log|√x + 1| as log(√x + 1): a root is not negative."""
    inner = logarithm.args[0].args[0]
    known = inner.replace(
        lambda e: e.is_Pow and e.exp.is_Rational and not e.exp.is_Integer, lambda _: sympy.Dummy("r", nonnegative=True)
    )
    return log(inner) if known.is_positive else logarithm


def repaired(integrand: Any, value: Any, x: Any) -> Iterator[Any]:
    """An antiderivative for x > 0 (or x < 0) carried to the other side by the symmetry of the integrand."""
    mirrored = integrand.subs(x, -x)
    if sympy.simplify(mirrored - integrand) == 0:
        yield sign(x) * value.subs(x, Abs(x))
        yield -sign(x) * value.subs(x, -Abs(x))
    elif sympy.simplify(mirrored + integrand) == 0:
        yield value.subs(x, Abs(x))
        yield value.subs(x, -Abs(x))
    bars = value.replace(lambda e: isinstance(e, log) and not e.args[0].is_positive, lambda e: log(Abs(e.args[0])))
    if bars != value:
        yield bars
