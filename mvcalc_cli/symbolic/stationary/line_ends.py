"""What a function of one variable does at every end: far out, at poles, where its domain ends, at its corners."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import pairwise
from typing import Any, Final, Literal, NamedTuple

from mvcalc_cli.calculus.domain import conditions
from mvcalc_cli.errors import MvcalcError
from mvcalc_cli.language.tree import INFINITY, ZERO, Tree, negative, postorder, subtract, variables
from mvcalc_cli.symbolic import clock
from mvcalc_cli.symbolic.arithmetic import inexact
from mvcalc_cli.symbolic.digits import Unmeasured, measure
from mvcalc_cli.symbolic.stationary.far import Far, as_number, limit_at
from mvcalc_cli.symbolic.stationary.germ import DIGITS

_SECONDS: Final = 1.0
_MOST: Final = 6
# Functions that may jump where nothing else shows it.
_JUMPS: Final = frozenset({"floor", "ceil", "round", "sign", "step", "heaviside", "mod", "gcd", "atan2"})


class _End(NamedTuple):
    """One end of an interval: the place, and the side from which it is reached; None far out."""

    place: Tree
    side: Literal["left", "right"] | None


def line_ends(f: Tree, name: str, kinds: Mapping[str, str] | None = None) -> Far | None:
    """The limits at all ends of the intervals on which f is smooth; None if one of them is not known.

    Between two ends f has its least and greatest values there or at a critical point.

    >>> from mvcalc_cli.language import parse
    >>> line_ends(parse("x log(x)").tree, "x").reason
    'f → 0 as x → 0 from above, f → ∞ as x → ∞'
    """
    from mvcalc_cli.language.printers import line

    kind = (kinds or {}).get(name, "real")
    jumps = any(node.kind == "piecewise" or node.value in _JUMPS for node in postorder(f))
    if kind not in {"real", "positive"} or jumps:
        return None
    places = _places(f, name, positive=kind == "positive")
    if places is None:
        return None
    until = clock.deadline(_SECONDS)
    limits: list[Any] = []
    texts: list[str] = []
    for end in _ends(f, name, places, positive=kind == "positive"):
        value = None if clock.is_over(until) else limit_at(f, name, end.place, end.side, dict(kinds or {}))
        number = None if value is None else as_number(value)
        if value is None or number is None:
            return None
        way = {"left": " from below", "right": " from above", None: ""}[end.side]
        told = f"f → {line(value)} as {name} → {line(end.place)}"
        if texts and way and limits[-1] == number and texts[-1] == f"{told} from below":
            texts[-1] = told  # both sides of one place
            continue
        limits.append(number)
        texts.append(f"{told}{way}")
    return Far(tuple(limits), ", ".join(texts), tuple(texts)) if limits else None


def _places(f: Tree, name: str, *, positive: bool) -> list[tuple[Any, Tree]] | None:
    """Where f, or its derivative, may have no value, with their numbers; None if they are not all known."""
    from mvcalc_cli.calculus.matrices import gradient
    from mvcalc_cli.symbolic.equation import solve_equation
    from mvcalc_cli.symbolic.sameness.bends import bends

    edges: list[Tree] = list(bends(f))
    try:
        slope = gradient(f, (name,)).rows[0][0]
        for condition in (*conditions(f), *conditions(slope)):
            if condition.kind != "relation":
                return None
            left, right = condition.args
            edges += _factors(left) if right == ZERO else [subtract(left, right)]
        found: dict[str, tuple[Any, Tree]] = {}
        for edge in dict.fromkeys(edges):
            solved = solve_equation(edge, ZERO, name, {})
            if solved.complete is None or solved.everywhere or solved.more or solved.flat:
                return None
            for root in solved.roots:
                (value,) = root.values
                if value is None or root.period is not None:
                    return None
                number = _number(value, {})
                if number is None:
                    return None
                found.setdefault(f"{float(number):.15g}", (number, value))
    except MvcalcError:
        return None
    kept = [pair for pair in sorted(found.values(), key=lambda pair: float(pair[0])) if not positive or pair[0] > 0]
    return kept if len(kept) <= _MOST else None


def _factors(edge: Tree) -> list[Tree]:
    """What may be 0 where a product is: x for 2·√x; without constants, roots and powers."""
    if not variables(edge):
        return []
    if edge.kind in {"product", "negative"}:
        return [factor for part in edge.args for factor in _factors(part)]
    if edge.kind == "power" and not variables(edge.args[1]) and edge.args[1].kind != "negative":
        return [] if edge.args[0].kind == "constant" else _factors(edge.args[0])
    if edge.kind == "call" and edge.value in {"sqrt", "cbrt", "abs"}:
        return _factors(edge.args[0])
    return [edge]


def _ends(f: Tree, name: str, places: Sequence[tuple[Any, Tree]], *, positive: bool) -> Iterator[_End]:
    """Both ends of every interval on which f is defined."""
    far = 1 + max((abs(float(number)) for number, _ in places), default=0.0)
    low = (0.0, ZERO) if positive else (-2 * far, negative(INFINITY))
    row = [low, *((float(number), value) for number, value in places), (2 * far, INFINITY)]
    for (a, left), (b, right) in pairwise(row):
        if _number(f, {name: Fraction((a + b) / 2)}) is None:
            continue
        yield _End(left, None if left == negative(INFINITY) else "right")
        yield _End(right, None if right == INFINITY else "left")


def _number(tree: Tree, at: Mapping[str, Any]) -> Any:
    try:
        value = measure(tree, at, DIGITS)
    except Unmeasured:
        return None
    return None if value is None else inexact(value, DIGITS)
