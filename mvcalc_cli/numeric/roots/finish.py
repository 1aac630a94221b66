"""The last verb of every search: errors beside the root, and the order that they show."""

from __future__ import annotations

import math
from collections.abc import Sequence

from mvcalc_cli.numeric.roots.equation import Counted
from mvcalc_cli.numeric.roots.order import observed_order, with_multiplicity
from mvcalc_cli.numeric.roots.trace import Ending, Iterate, Order, Root, Run
from mvcalc_cli.numeric.roots.verify import Refused, is_simple

HALVING = Order(1.0, "linear: the bracket halves each step", 0.5)


def finished(method: str, iterates: Sequence[Iterate], ended: Ending | Refused | Root, counted: Counted) -> Run:
    """The run of a search for a root of one equation.

    Args:
        method: "newton", "bisection" or "secant".
        iterates: All of them.
        ended: The root, or why there is none.
        counted: Its evaluations.
    """
    known = tuple(iterates)
    if isinstance(ended, Refused):
        ended = Ending(ended.reason, ended.words)
    if isinstance(ended, Ending):
        return Run(method, known, ended, evaluations=counted.so_far)
    errors = tuple(abs(it.x - ended.x) for it in known)
    order = _order(method, known, ended, errors)
    if order is not None and order.multiplicity and is_simple(counted.equation, ended):
        order = order._replace(words=order.words.partition(" (")[0], multiplicity=0)
    return Run(method, known, Ending("root"), ended, errors, order, counted.so_far)


def _order(method: str, iterates: Sequence[Iterate], root: Root, errors: Sequence[float]) -> Order | None:
    if method == "bisection":
        return HALVING if len(iterates) > 2 else None
    order = observed_order(errors, max(root.uncertainty, math.ulp(abs(root.x))), secant=method == "secant")
    if method == "newton" and all(it.factor == 1 for it in iterates[-4:]):
        return with_multiplicity(order, [abs(it.f) for it in iterates], abs(root.residual))
    return order
