"""The fundamental theorem of calculus, piece by piece: F(b) − F(a) wherever F is an antiderivative and continuous.

The range is cut where the integrand has kinks or jumps, so that it is one smooth expression on each piece; at the ends
of a piece, and where F jumps inside, one-sided limits are taken.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any, Final, Literal, NamedTuple

from mvcalc_cli.calculus.tape import program
from mvcalc_cli.errors import MvcalcError
from mvcalc_cli.language.tree import INFINITY, Tree, add, as_variable, postorder, substitute, subtract, variables
from mvcalc_cli.symbolic import clock
from mvcalc_cli.symbolic.arithmetic import inexact
from mvcalc_cli.symbolic.branches import smooth
from mvcalc_cli.symbolic.digits import Unmeasured, context, measure
from mvcalc_cli.symbolic.pieces import DIGITS, breaks, high_value, recognised
from mvcalc_cli.symbolic.quadrature import end_value
from mvcalc_cli.symbolic.switches import switches

Method = Literal["antiderivative", "algebra", "quadrature", "limits"]

_LIMIT_SECONDS: Final = 1.5
# More pieces than this are left to quadrature.
_MOST_KINKS: Final = 100
_FORM_SAMPLES: Final = 60
_LONG: Final = 1_000.0
_ROUNDED: Final = 1e-6
_TINY: Final = 1e-250
# F goes on to its value where they differ by less than this, a step of 2^-90 away: x·log x moves by 1e-25.
_CONTINUOUS: Final = 1e-9
_STEP: Final = -90


class Integral(NamedTuple):
    """A definite integral.

    Attributes:
        tree: The integrand.
        name: The variable.
        low: The lower end, exact; ±oo too.
        high: The upper end.
        kinds: What is declared of the variables.
    """

    tree: Tree
    name: str
    low: Tree
    high: Tree
    kinds: Mapping[str, str]


class Piece(NamedTuple):
    """The integral over one part of the range.

    Attributes:
        low: Its lower end.
        high: Its upper end.
        integrand: The integrand as it is there, without |…| and the like.
        antiderivative: What was put in at both ends.
        value: The difference.
    """

    low: Tree
    high: Tree
    integrand: Tree
    antiderivative: Tree
    value: Tree


class Candidate(NamedTuple):
    """An exact value that is still to be checked."""

    value: Tree
    method: Method
    pieces: tuple[Piece, ...] = ()
    steps: tuple[Any, ...] = ()
    where: tuple[Tree, ...] = ()


class End(NamedTuple):
    """An end of a piece: exact, and in 60 digits; None where other variables are in the integral."""

    tree: Tree
    value: Any = None


def by_antiderivative(integral: Integral, seconds: float) -> Candidate | None:
    """The value from antiderivatives; None if one was not found, or a limit was not.

    >>> from mvcalc_cli.language import parse
    >>> from mvcalc_cli.language.printers import line
    >>> zero, one = parse("0").tree, parse("1").tree
    >>> line(by_antiderivative(Integral(parse("x^2").tree, "x", zero, one, {}), 5.0).value)
    '1/3'
    """
    try:
        cuts = _cuts(integral)
        return None if cuts is None else _Work(integral, clock.deadline(seconds)).over(cuts)
    except (Unmeasured, MvcalcError):
        return None


# --- where the integrand is cut --------------------------------------------------------------------


def _cuts(integral: Integral) -> list[End] | None:
    """The ends and the kinks between them; None if a kink has no exact form that is known.

    With other variables in it the range is one piece, and so it is with more kinks than can be found one by one.
    """
    tree, name, low, high, _ = integral
    if set(variables(tree)) - {name} or variables(low) or variables(high):
        return [End(low), End(high)]
    ends = [End(low, end_value(low)), End(high, end_value(high))]
    start, end = sorted(ends, key=lambda one: one.value)
    inner = [one for one in breaks(tree, name, start.value, end.value) if one.kinds & {"kink", "step", "root"}]
    points = [start.value, *(one.at for one in inner), end.value]
    if len(inner) > _MOST_KINKS:
        return ends
    forms = [smooth(tree, name, _inside(a, b)) for a, b in pairwise(points)]
    if not all(_is_form(tree, form, name, a, b) for form, (a, b) in zip(forms, pairwise(points), strict=True)):
        return ends
    cuts: list[End] = []
    for one, (left, right) in zip(inner, pairwise(forms), strict=True):
        if left == right:
            continue
        exact = exact_point(tree, name, one.at)
        if exact is None:
            return None
        cuts.append(End(exact, one.at))
    whole = [start, *cuts, end]
    return whole if start is ends[0] else whole[::-1]


def _bends(tree: Tree, name: str) -> bool:
    """Has it kinks or steps at all?"""
    return any(switch.kind in {"kink", "step"} for switch in switches(tree, name))


def _is_form(tree: Tree, form: Tree, name: str, a: Any, b: Any) -> bool:
    """Is the integrand this expression all along the piece? Of many kinks some may not have been found."""
    if form == tree:
        return True
    a, b = sorted((a, b))
    low, high = max(float(a), min(float(b), 0.0) - _LONG), min(float(b), max(float(a), 0.0) + _LONG)
    xs = [low + (high - low) * ((k * 0.6180339887 + 0.31) % 1.0) for k in range(_FORM_SAMPLES)]
    ours, theirs = (program(one, (name,)).values([xs], len(xs)) for one in (tree, form))
    pairs = [(u, v) for u, v in zip(ours, theirs, strict=True) if math.isfinite(u) and math.isfinite(v)]
    return all(abs(u - v) <= _ROUNDED * max(abs(u), abs(v)) for u, v in pairs if max(abs(u), abs(v)) > _TINY)


def _inside(a: Any, b: Any) -> Any:
    """A point of a piece, but not its middle, where symmetric expressions have their zeros."""
    if math.isinf(a) or math.isinf(b):
        return 0 if math.isinf(a) and math.isinf(b) else b - 1 if math.isinf(a) else a + 1
    return a + (b - a) * 0.4871


def exact_point(tree: Tree, name: str, at: Any) -> Tree | None:
    """The exact form of a break point: a number as people write it, or what solving its switch gives."""
    from mvcalc_cli.symbolic.attempts import attempt
    from mvcalc_cli.symbolic.closed_forms import closed_form
    from mvcalc_cli.symbolic.solve import solve

    exact = recognised(at) or closed_form(at)
    if exact is not None:
        return exact
    for switch in switches(tree, name):
        found = attempt(lambda one=switch.tree: solve(one, (name,)), 1.0)  # type: ignore[misc]
        for root in found.roots if found is not None else ():
            value = root.values[0]
            if value is not None and not variables(value) and abs(end_value(value) - at) < 1e-40:
                return value
    return None


# --- F(b) − F(a) -----------------------------------------------------------------------------------


class _Work:
    """One integral on its way: its variable, and the time until which limits are looked for."""

    def __init__(self, integral: Integral, until: float) -> None:
        self.tree = integral.tree
        self.name = integral.name
        self.kinds = integral.kinds
        self.until = until

    def over(self, cuts: Sequence[End]) -> Candidate | None:
        """The sum of the pieces."""
        known: dict[Tree, Any] = {}
        pieces: list[Piece] = []
        for low, high in pairwise(cuts):
            integrand = self._form(low, high)
            if integrand not in known:
                known[integrand] = self._antiderivative(integrand)
            found = known[integrand]
            # With kinks left in it not all of them are known, nor all the jumps of what was found.
            whole = low.value is not None and integrand == self.tree and _bends(integrand, self.name)
            if found is not None and found.jumps and whole:
                return None
            value = None if found is None else self._difference(found.result, low, high, steady=whole)
            if value is None:
                return None
            pieces.append(Piece(low.tree, high.tree, integrand, found.result, value))
        steps = next(iter(known.values())).steps if len(known) == 1 else ()
        where = dict.fromkeys(condition for found in known.values() for condition in found.where)
        total = tidied(add(*(piece.value for piece in pieces)), self.kinds)
        mine = tuple(condition for condition in where if self.name not in variables(condition))
        return Candidate(total, "antiderivative", tuple(pieces), steps, mine)

    def _form(self, low: End, high: End) -> Tree:
        """The integrand between two cuts, without |…| if there is one expression for all of it."""
        if low.value is None:
            return self.tree
        form = smooth(self.tree, self.name, _inside(low.value, high.value))
        return form if _is_form(self.tree, form, self.name, low.value, high.value) else self.tree

    def _antiderivative(self, integrand: Tree) -> Any:
        from mvcalc_cli.symbolic.antiderivative import antiderivative

        left = max(0.1, clock.left(self.until))
        found = antiderivative(integrand, self.name, self.kinds, seconds=left)
        wrong = found.check is not None and found.check.verdict == "contradicted"
        return None if found.result is None or wrong else found

    def _difference(self, anti: Tree, low: End, high: End, *, steady: bool) -> Tree | None:
        """F(high) − F(low), with what F jumps by in between taken out; None if it should be steady and jumps."""
        forward = low.value is None or low.value < high.value
        terms = [self._at(anti, high, -1 if forward else 1), self._at(anti, low, 1 if forward else -1)]
        if low.value is not None:
            for at in _jumps(anti, self.name, *sorted((low.value, high.value))):
                exact = None if steady else exact_point(anti, self.name, at)
                if exact is None:
                    return None
                # Upwards the jump is F(at−) − F(at+), downwards the other way round.
                sides = (-1, 1) if forward else (1, -1)
                terms += [self._limit(anti, exact, side) for side in sides]
        if any(term is None for term in terms):
            return None
        pairs = zip(terms[::2], terms[1::2], strict=True)
        return tidied(add(*(subtract(plus, minus) for plus, minus in pairs)), self.kinds)  # type: ignore[arg-type]

    def _at(self, anti: Tree, end: End, side: int) -> Tree | None:
        """F at an end of a piece: put in where it is continuous from that side, else its one-sided limit."""
        put_in = substitute(anti, {as_variable(self.name): end.tree})
        if _continues(anti, self.name, put_in, end, side):
            return put_in
        return self._limit(anti, end.tree, side)

    def _limit(self, anti: Tree, at: Tree, side: int) -> Tree | None:
        """SymPy's one-sided limit, where it is finite."""
        import sympy

        from mvcalc_cli.symbolic.attempts import attempt
        from mvcalc_cli.symbolic.bridge import from_sympy, symbol, to_sympy

        def limit() -> Tree | None:
            x = symbol(self.name, self.kinds.get(self.name, "real"))
            place = to_sympy(at, self.kinds)
            found = sympy.limit(to_sympy(anti, self.kinds), x, place, "+" if side > 0 else "-")
            return None if found.has(sympy.oo, sympy.nan, sympy.zoo, sympy.AccumBounds) else from_sympy(found)

        seconds = min(_LIMIT_SECONDS, clock.left(self.until))
        try:
            return attempt(limit, seconds) if seconds > 0 else None
        except MvcalcError:
            return None


def _jumps(anti: Tree, name: str, start: Any, end: Any) -> list[Any]:
    """Where the antiderivative jumps, or has no value, between two points."""
    found = []
    for one in breaks(anti, name, start, end):
        if one.kinds == {"peak"} and one.at != 0:
            continue
        step = context(DIGITS).mpf(2) ** _STEP * (1 + abs(one.at))
        try:
            left, right = (high_value(anti, name, one.at + sign * step) for sign in (-1, 1))
        except Unmeasured:  # e^(1/x): nothing but a limit tells
            left = right = None
        if left is None or right is None or abs(left - right) > _CONTINUOUS * (1 + abs(left)):
            found.append(one.at)
    return found


def _continues(anti: Tree, name: str, put_in: Tree, end: End, side: int) -> bool:
    """Has F a value at the end, and does it go on to it from that side?"""
    if any(node == INFINITY for node in postorder(put_in)):
        return False
    if end.value is None:
        return True  # with other variables, in general; sampled values tell
    try:
        there = measure(put_in, {}, DIGITS)
        step = context(DIGITS).mpf(2) ** _STEP * (1 + abs(end.value))
        beside = high_value(anti, name, end.value + side * step)
    except Unmeasured:
        return False
    if there is None or beside is None:
        return False
    return bool(abs(inexact(there, DIGITS) - beside) <= _CONTINUOUS * (1 + abs(beside)))


def tidied(tree: Tree, kinds: Mapping[str, str]) -> Tree:
    """What SymPy makes of the expression on its own, without searching for a shorter form."""
    from mvcalc_cli.symbolic.attempts import attempt
    from mvcalc_cli.symbolic.bridge import from_sympy, to_sympy

    try:
        found = attempt(lambda: from_sympy(to_sympy(tree, kinds)), 1.0)
    except MvcalcError:
        found = None
    return tree if found is None else found
