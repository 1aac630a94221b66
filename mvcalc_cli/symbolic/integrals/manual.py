"""SymPy's own integration, where our rules have no answer: heurisch, its manual rules, then everything it has."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import sympy
from sympy import Abs, log

from mvcalc_cli.symbolic.attempts import attempt
from mvcalc_cli.symbolic.integrals.continuity import smooth
from mvcalc_cli.symbolic.integrals.search import Found, Working

_BAD = (sympy.Integral, sympy.I, sympy.Heaviside, sympy.DiracDelta, sympy.RootSum, sympy.re, sympy.im, sympy.hyper)


def by_sympy(integrand: Any, x: Any, seconds: float) -> Iterator[Found]:
    """What SymPy finds, one way after another."""
    from sympy.integrals.manualintegrate import manualintegrate

    ways = (
        (0.3, lambda: manualintegrate(integrand, x)),
        (0.7, lambda: sympy.integrate(integrand, x)),
    )
    for share, way in ways:
        value = attempt(way, seconds * share)
        if value is None or value.has(*_BAD) or not isinstance(value, sympy.Expr):
            continue
        if value.has(sympy.Piecewise) and not integrand.has(sympy.Piecewise):
            value = _generic(value)
        for form in dict.fromkeys((smooth(with_bars(value)), value)):
            yield Found(form, (Working("SymPy's rules", "", (), integrand, x, form),))


def _generic(value: Any) -> Any:
    """The first branch of a case distinction over parameters."""
    return value.replace(lambda e: isinstance(e, sympy.Piecewise), lambda e: e.args[0].expr)


def with_bars(value: Any) -> Any:
    """log u as log|u|."""
    return value.replace(lambda e: isinstance(e, log), lambda e: log(Abs(e.args[0])))
