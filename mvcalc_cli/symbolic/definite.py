"""Definite integrals: exact by antiderivatives, piece by piece, and never shown before quadrature agrees.

The fundamental theorem holds only where the antiderivative is continuous. So the range is cut where the integrand has
kinks or jumps and where the antiderivative jumps, and one-sided limits are taken at each cut. SymPy's own definite
integral is the second candidate. A candidate that quadrature contradicts is not shown.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any, Final, Literal, NamedTuple

from mvcalc_cli.calculus.check import Check
from mvcalc_cli.errors import ContradictedError, MvcalcError
from mvcalc_cli.language.tree import INFINITY, Tree, postorder, size, variables
from mvcalc_cli.symbolic import clock
from mvcalc_cli.symbolic.arithmetic import inexact
from mvcalc_cli.symbolic.digits import Unmeasured, measure
from mvcalc_cli.symbolic.fundamental import Candidate, Integral, Method, Piece, by_antiderivative
from mvcalc_cli.symbolic.pieces import DIGITS
from mvcalc_cli.symbolic.quadrature import Quadrature, end_value, quadrature

Kinds = Mapping[str, str]

# Of the ten seconds of a command: the whole exact search, and one antiderivative within it.
SECONDS: Final = 5.0
_NUMERIC_SECONDS: Final = 2.0
_LEAST_SECONDS: Final = 0.05
# An exact value agrees within this part of the integral of |f|, beside the error of the quadrature itself.
_AGREES: Final = 1e-9
# A quadrature worse than this confirms nothing.
_COARSE: Final = 2e-5
# A quadrature worse than this is not shown as a value.
_USELESS: Final = 1e-3


class Definite(NamedTuple):
    """What is known of a definite integral.

    Attributes:
        outcome: "value"; "diverges"; or "undecided", where not even that could be found out.
        result: The exact value, where one was found.
        value: Its value as a number; nan where it depends on other variables.
        error: How far the number may be off, where it comes from quadrature alone; else None.
        method: Where the result comes from.
        pieces: The parts of the range with their antiderivatives, for the steps.
        steps: The steps of the antiderivative, if one served for the whole range.
        check: How the exact value compares with quadrature.
        where: Conditions on the other variables.
        reason: Why it diverges.
        sign: Where it diverges to.
        interior: Is the divergence one of ∞ − ∞ at an inner point, where a principal value may exist?
        notes: Further sentences.
    """

    outcome: Literal["value", "diverges", "undecided"]
    result: Tree | None = None
    value: Any = math.nan
    error: float | None = None
    method: Method = "quadrature"
    pieces: tuple[Piece, ...] = ()
    steps: tuple[Any, ...] = ()
    check: Check | None = None
    where: tuple[Tree, ...] = ()
    reason: str = ""
    sign: int = 0
    interior: bool = False
    notes: tuple[str, ...] = ()


def definite(
    tree: Tree,
    name: str,
    low: Tree,
    high: Tree,
    kinds: Kinds | None = None,
    *,
    seconds: float = SECONDS,
    digits: int = 15,
    check: bool = True,
) -> Definite:
    """The integral of an expression from low to high; no other variable is in it.

    Args:
        tree: The integrand.
        name: The variable.
        low: The lower end, exact; ±oo too.
        high: The upper end; below the lower one the integral changes its sign.
        kinds: What is declared of the variables.
        seconds: For the exact search; quadrature comes on top.
        digits: Digits of the number.
        check: False to show an exact value without the comparison (it is still used where there is no exact value).

    Raises:
        UndefinedPartError: If the integrand has no real value on a part of the range.
        ContradictedError: If an exact value was found, and quadrature gives another.

    >>> from mvcalc_cli.language import parse
    >>> from mvcalc_cli.language.printers import line
    >>> found = definite(parse("|sin x|").tree, "x", parse("0").tree, parse("3pi").tree)
    >>> line(found.result), found.check.verdict
    ('6', 'agrees')
    """
    kinds = kinds or {}
    start, end = end_value(low), end_value(high)
    measured = quadrature(tree, name, start, end, digits=digits)
    if measured.outcome == "diverges":
        return Definite("diverges", reason=measured.reason, sign=measured.sign, interior=measured.interior)
    if start == end:
        from mvcalc_cli.language.tree import ZERO

        return Definite("value", ZERO, 0.0, method="limits")
    wrong: list[tuple[Tree, Any]] = []
    for candidate in candidates(Integral(tree, name, low, high, kinds), seconds):
        verdict, value = compared(candidate.value, measured)
        if verdict.verdict == "contradicted":
            again = quadrature(tree, name, start, end, digits=digits, panels=157)
            measured = again if again.error <= measured.error or _apart(again, measured) else measured
            verdict, value = compared(candidate.value, measured)
        if verdict.verdict == "contradicted":
            wrong.append((candidate.value, value))
            continue
        shown = shortened(candidate.value, value)
        fine = verdict if check else None
        return Definite(
            "value", shown, value, None, candidate.method, candidate.pieces, candidate.steps, fine, candidate.where
        )
    if wrong:
        raise contradicted(*wrong[0], measured)
    # What is coarse now was measured in many digits already.
    coarse = measured.outcome != "converges" or measured.error > _AGREES * measured.scale
    found = by_numbers(measured) if coarse else by_measuring(tree, name, low, high, digits=digits)
    return found._replace(notes=("no exact value is known to me",))


def _apart(again: Quadrature, first: Quadrature) -> bool:
    """Did finer panels see something that the first ones missed?"""
    return bool(
        again.outcome == "converges" and abs(again.value - first.value) > 10 * (again.error + first.error + 1e-300)
    )


def by_measuring(tree: Tree, name: str, low: Tree, high: Tree, *, digits: int = 15) -> Definite:
    """The value by quadrature, without a look for an exact one; errors as of `definite`."""
    ends = (end_value(low), end_value(high))
    measured = quadrature(tree, name, *ends, digits=digits, seconds=_NUMERIC_SECONDS, precise=True)
    if measured.outcome == "diverges":
        return Definite("diverges", reason=measured.reason, sign=measured.sign, interior=measured.interior)
    return by_numbers(measured)


def by_numbers(measured: Quadrature) -> Definite:
    """The value by quadrature alone."""
    if measured.outcome != "converges":
        return Definite("undecided", reason=measured.reason)
    if measured.error > _USELESS * measured.scale:
        return Definite("undecided", reason="the numbers do not settle")
    return Definite("value", None, measured.value, max(measured.error, 0.0), "quadrature")


def contradicted(exact: Tree, value: Any, measured: Quadrature) -> ContradictedError:
    """Both values, and that the exact one is not the result."""
    from mvcalc_cli.language.printers import line

    return ContradictedError(
        f"the exact value {line(exact)} ≈ {float(value):.10g} was found, but quadrature gives "
        f"{float(measured.value):.10g}, "
        "so it is not shown as the result",
        hint="--numeric gives the value by quadrature; please report the integral",
    )


def compared(value: Tree, measured: Quadrature) -> tuple[Check, Any]:
    """The verdict on an exact value, and the value in 60 digits (nan where it has none).

    >>> from mvcalc_cli.language.tree import INFINITY, postorder, ONE, TWO
    >>> [compared(tree, Quadrature("converges", 1.0, 1e-15, 1.0))[0].verdict for tree in (ONE, TWO)]
    ['agrees', 'contradicted']
    """
    try:
        number = measure(value, {}, DIGITS)
    except Unmeasured:
        return Check("unchecked", "quadrature"), math.nan
    if number is None:
        return Check("contradicted", "quadrature"), math.nan
    number = inexact(number, DIGITS)
    if measured.outcome != "converges":
        return Check("unchecked", "quadrature"), number
    apart = float(abs(number - measured.value))
    scale = max(float(measured.scale), float(abs(measured.value)))
    allowed = 6 * measured.error + _AGREES * scale
    if apart > allowed:
        return Check("contradicted", "quadrature", None, 0, (), (float(number), float(measured.value))), number
    if measured.error > _COARSE * scale and scale:
        return Check("unchecked", "quadrature"), number
    return Check("agrees", "quadrature", max(apart, measured.error) / scale if scale else 0.0, 1), number


# --- candidates ------------------------------------------------------------------------------------


def candidates(integral: Integral, seconds: float) -> Iterator[Candidate]:
    """Exact values, the likeliest first, as long as there is time.

    Args:
        integral: It and its ends may hold other variables.
        seconds: For all of them together.
    """
    from mvcalc_cli.symbolic.attempts import attempt

    until = clock.deadline(seconds)
    for action, share in ((by_antiderivative, 0.65), (_by_algebra, 1.0)):
        left = clock.left(until) * share
        found = attempt(partial(action, integral, left), left) if left >= _LEAST_SECONDS else None
        if found is not None and _is_answer(found.value, integral.name):
            yield found


def _is_answer(value: Tree, name: str) -> bool:
    """Is it free of the variable and of ∞?"""
    return name not in variables(value) and not any(node == INFINITY for node in postorder(value))


def _by_algebra(integral: Integral, seconds: float) -> Candidate | None:
    """SymPy's own definite integral."""
    import sympy

    from mvcalc_cli.symbolic.attempts import attempt
    from mvcalc_cli.symbolic.bridge import from_sympy, symbol, to_sympy

    tree, name, low, high, kinds = integral

    def value() -> Tree:
        x = symbol(name, kinds.get(name, "real"))
        return from_sympy(sympy.integrate(to_sympy(tree, kinds), (x, to_sympy(low, kinds), to_sympy(high, kinds))))

    try:
        found = attempt(value, seconds)
    except MvcalcError:
        return None
    return None if found is None else Candidate(found, "algebra")


# --- how it is written -----------------------------------------------------------------------------


def shortened(tree: Tree, value: Any) -> Tree:
    """The same number in its shortest form that is known."""
    from mvcalc_cli.symbolic.closed_forms import closed_form
    from mvcalc_cli.symbolic.simplify import weight

    if size(tree) <= 3:
        return tree
    forms = [tree]
    if not (isinstance(value, float) and math.isnan(value)):
        short = closed_form(value)
        if short is not None:
            return min((short, tree), key=weight)
    forms += _forms(tree)
    return min(forms, key=weight)


def _forms(tree: Tree) -> list[Tree]:
    """Multiplied out, over one denominator, logarithms joined: whichever has the same value."""
    import sympy

    from mvcalc_cli.symbolic.attempts import attempt
    from mvcalc_cli.symbolic.bridge import from_sympy, to_sympy
    from mvcalc_cli.symbolic.verify import compare

    try:
        expression = to_sympy(tree)
    except MvcalcError:
        return []
    found: list[Tree] = []
    for algebra in (sympy.expand, sympy.radsimp, sympy.ratsimp, sympy.simplify):
        form = attempt(lambda make=algebra: from_sympy(make(expression)), 0.7)  # type: ignore[misc]
        if form is not None and form != tree and compare(tree, form).check.verdict == "agrees":
            found.append(form)
    return found
