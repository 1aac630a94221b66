"""One equation in one variable: what SymPy proposes is put back, looking completes it."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any, Final

import sympy
from sympy.functions.elementary.trigonometric import TrigonometricFunction

from mvcalc_cli.calculus.check import Check
from mvcalc_cli.language.tree import Tree, as_variable, substitute, subtract
from mvcalc_cli.symbolic import scan
from mvcalc_cli.symbolic.arithmetic import inexact
from mvcalc_cli.symbolic.digits import Number, Unmeasured, context, measure
from mvcalc_cli.symbolic.from_sympy import UnreadableAnswer, from_sympy
from mvcalc_cli.symbolic.roots import Proposal, Proposals, propose
from mvcalc_cli.symbolic.solutions import Dropped, Root, Solutions, put_back, residual_check
from mvcalc_cli.symbolic.to_sympy import symbol, to_sympy
from mvcalc_cli.symbolic.verify import Value, compare, free_variables, plain

Kinds = Mapping[str, str]

# More numeric roots than this are not listed; those nearest to 0 are.
MOST_LISTED: Final = 20
# A root known by numbers alone must satisfy the equation this well.
_NUMERIC_RESIDUAL: Final = 1e-15
_DIGITS: Final = 50


def solve_equation(left: Tree, right: Tree, name: str, kinds: Kinds, text: str | None = None) -> Solutions:
    """The roots of left = right in one variable; other variables are parameters.

    >>> from mvcalc_cli.language.tree import TWO, call, subtract, variable
    >>> x = variable("x")
    >>> found = solve_equation(call("sqrt", x), subtract(x, TWO), "x", {})
    >>> [root.numbers[0] for root in found.roots], [dropped.reason for dropped in found.dropped]
    ([4.0], ['there the left side is 1, the right side -1'])
    """
    expression = to_sympy(subtract(left, right), kinds, text)
    variable = symbol(name, kinds.get(name, "real"))
    if not expression.has(variable):
        return _without_variable(left, right, name, expression, kinds)
    proposals = propose(expression, variable)
    search = _Search(left, right, name, kinds)
    # Families first: 0 is no root of its own beside k·π.
    for proposal in sorted(proposals.roots, key=lambda each: each.period is None):
        search.put_back(proposal)
    looks = proposals.complete is None and search.numeric
    if looks:
        search.look(expression)
    return search.solutions(proposals, looked=looks)


def _without_variable(left: Tree, right: Tree, name: str, expression: Any, kinds: Kinds) -> Solutions:
    """The variable cancels: it holds everywhere or nowhere."""
    if sympy.simplify(expression) == 0:
        check = compare(left, right, kinds).check
        return Solutions((name,), everywhere=True, complete="the two sides are the same", check=check)
    reason = f"{name} cancels out" if expression.free_symbols else "the two sides are never equal"
    return Solutions((name,), complete=reason, check=Check("agrees", "residual"))


class _Search:
    """The roots of left = right found so far."""

    def __init__(self, left: Tree, right: Tree, name: str, kinds: Kinds) -> None:
        self.left, self.right, self.name, self.kinds = left, right, name, kinds
        self.kind = kinds.get(name, "real")
        self.parameters = tuple(other for other in free_variables(left, right) if other != name)
        self.complex_values = self.kind == "complex"
        self.oscillates = False
        self.more = False
        self.flat: tuple[tuple[float, float], ...] = ()
        self.roots: list[Root] = []
        self.dropped: list[Dropped] = []

    @property
    def numeric(self) -> bool:
        """Can roots be looked for with numbers? Real, of one variable."""
        return not self.parameters and not self.complex_values

    def put_back(self, proposal: Proposal) -> None:
        """Keep a proposed root if it satisfies the equation as typed; else note why not."""
        try:
            value = from_sympy(proposal.root)
            period = None if proposal.period is None else from_sympy(proposal.period)
        except UnreadableAnswer:
            return
        if self.parameters:
            self._put_back_formula(value, proposal, period)
            return
        at = _measured(value, complex_values=True)
        if at is None or any(self._is_known(at, root) for root in self.roots) or self._in_family(at):
            return
        unfit = self._unfit(at)
        residual, reason = (
            (None, unfit) if unfit else put_back([(self.left, self.right)], {self.name: at}, self.complex_values)
        )
        if reason:
            self._drop(value, at, reason)
            return
        self.roots.append(Root((value,), (plain(at),), residual, proposal.multiplicity, period))

    def _is_known(self, at: Number, root: Root) -> bool:
        """Is it this root? Exact ones are compared at 50 digits: 1 and 1 + 1e-15 are two."""
        exact = root.values[0]
        other = None if exact is None else _measured(exact, complex_values=True)
        if other is None:
            return _same(at, root.numbers[0])
        first, second = inexact(at, _DIGITS), inexact(other, _DIGITS)
        return bool(abs(first - second) <= context(_DIGITS).mpf(10) ** (10 - _DIGITS) * abs(second))

    def _drop(self, value: Tree, at: Number, reason: str) -> None:
        """Complex candidates of a real equation are no extraneous roots worth naming."""
        if self.complex_values or not isinstance(plain(at), complex):
            self.dropped.append(Dropped((value,), reason))

    def _put_back_formula(self, value: Tree, proposal: Proposal, period: Tree | None) -> None:
        replacement = {as_variable(self.name): value}
        check = compare(substitute(self.left, replacement), substitute(self.right, replacement), self.kinds).check
        if check.verdict == "contradicted":
            self.dropped.append(Dropped((value,), "put back, it does not satisfy the equation"))
        else:
            residual = check.error if check.verdict == "agrees" else None
            self.roots.append(Root((value,), (None,), residual, proposal.multiplicity, period))

    def _unfit(self, at: Number) -> str | None:
        """Why the number is not of the variable's kind."""
        value = plain(at)
        if isinstance(value, complex):
            return None if self.complex_values else "not real"
        if self.kind == "positive" and value <= 0:
            return "not positive"
        if self.kind == "integer" and not _is_whole(at):
            return "not an integer"
        return None

    def look(self, expression: Any) -> None:
        """Complete the roots with those that a search by sign changes meets."""
        self.oscillates = bool(expression.has(TrigonometricFunction))
        found = scan.real_roots(subtract(self.left, self.right), self.name, fine_only=self.oscillates)
        self.flat = found.flat
        new = [at for at in found.roots if not self._known(at) and self._unfit(at) is None]
        self.more = len(new) > MOST_LISTED
        for at in sorted(new, key=abs)[:MOST_LISTED]:
            self._add_number(at, expression)

    def _known(self, at: Number) -> bool:
        """Has the search met a root that is there already?"""
        near = (root.numbers[0] for root in self.roots)
        return self._in_family(at) or any(abs(at - number) <= 1e-7 * max(1, abs(at)) for number in near)

    def _in_family(self, at: Number) -> bool:
        """Is it a member of one of the periodic families?"""
        value = plain(at)
        for root in self.roots:
            first, turn = root.numbers[0], None if root.period is None else _measured(root.period)
            if turn is None or not isinstance(first, float) or isinstance(value, complex):
                continue
            turns = (value - first) / float(turn)
            if abs(turns - round(turns)) * float(turn) <= 1e-7 * max(1.0, abs(value)):
                return True
        return False

    def _add_number(self, at: Number, expression: Any) -> None:
        exact = _recognised(at, expression, symbol(self.name, self.kind))
        residual, reason = put_back([(self.left, self.right)], {self.name: at if exact is None else exact})
        if exact is None and residual is not None and residual > _NUMERIC_RESIDUAL:
            return  # it comes close, as |x| + 1e-12 does at 0, and is no root
        if reason is None:
            value = None if exact is None else from_sympy(sympy.Rational(exact.numerator, exact.denominator))
            self.roots.append(Root((value,), (plain(at if exact is None else exact),), residual))

    def solutions(self, proposals: Proposals, looked: bool) -> Solutions:
        """The roots in order, and what is known of others."""
        searched = (scan.FINE_RANGE if self.oscillates else scan.RANGE) if looked else None
        return Solutions(
            (self.name,),
            tuple(sorted(self.roots, key=_order)),
            tuple(self.dropped),
            proposals.complete,
            searched=searched,
            more=self.more,
            flat=self.flat,
            check=residual_check(self.roots),
        )


def _recognised(at: Number, expression: Any, variable: Any) -> Fraction | None:
    """The simple fraction that a number is, if it makes the expression exactly zero."""
    near = Fraction(str(at)).limit_denominator(1_000)
    if abs(at - context(_DIGITS).mpf(near.numerator) / near.denominator) > 1e-7:
        return None
    value = expression.xreplace({variable: sympy.Rational(near.numerator, near.denominator)})
    return near if value.is_number and value.equals(0) else None


def _order(root: Root) -> tuple[float, float]:
    first = root.numbers[0]
    return (0.0, 0.0) if first is None else (complex(first).real, complex(first).imag)


def _measured(value: Tree, complex_values: bool = False) -> Number | None:
    try:
        return measure(value, {}, _DIGITS, complex_values)
    except Unmeasured:
        return None


def _is_whole(value: Number) -> bool:
    """Exactly, or to nearly all of 50 digits: 1 + 1e-13 is no integer."""
    exact = inexact(value, _DIGITS)
    nearest = context(_DIGITS).nint(exact)
    return bool(abs(exact - nearest) <= context(_DIGITS).mpf(10) ** (10 - _DIGITS) * max(1, abs(exact)))


def _same(left: Number, right: Value | None) -> bool:
    """One root twice, up to the rounding of floats; roots near 0 are told apart like any others."""
    return right is not None and bool(abs(plain(left) - right) <= 1e-14 * abs(right))
