"""Numbers: how far from the answer a value may be.

absolute d: |a − e| ≤ d · relative r: |a − e| ≤ r·|e| · significant n: |a − e| ≤ half a unit of the n-th significant
digit of e · decimals n: |a − e| ≤ half a unit of the n-th decimal. Several rules must all hold; without one, the two
are the same number, compared exactly and at 50 digits.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any, Final

from mvcalc_cli.language.tree import Decimal, Tree, postorder
from mvcalc_cli.quiz.question import Grade
from mvcalc_cli.symbolic.arithmetic import context, inexact
from mvcalc_cli.symbolic.digits import Number, Unmeasured, measure
from mvcalc_cli.symbolic.sameness.result import Equality
from mvcalc_cli.symbolic.verify import free_variables, plain, shown

_DIGITS: Final = 60
_ROUNDING: Final = 1e-45


def has_rule(grade: Grade) -> bool:
    """Is a distance allowed?"""
    return any(rule is not None for rule in (grade.absolute, grade.relative, grade.significant, grade.decimals))


def within(answer: Tree, expected: Tree, grade: Grade) -> Equality:
    """Is a number near enough to the answer?

    >>> from mvcalc_cli.language import parse
    >>> within(parse("3.14").tree, parse("pi").tree, Grade(significant=3)).verdict
    'equal'
    >>> within(parse("2.346").tree, parse("2.345").tree, Grade(absolute=0.0005)).why
    'it is off by 0.001, and 0.0005 is allowed'
    """
    try:
        a, e = (measure(tree, {}, _DIGITS, complex_values=True) for tree in (answer, expected))
    except Unmeasured:
        return Equality("undecided", "the value is out of reach", proven=False)
    if a is None or e is None:
        return Equality("different", "yours has no value" if a is None else "the answer has no value")
    off = distance(a, e)
    allowed = min(_allowed(e, grade), key=_inexact)
    if off == 0:
        return Equality("equal", "the same number")
    if _inexact(off) <= _inexact(allowed):
        return Equality("equal", f"within {shown(plain(allowed))} of the answer")
    return Equality("different", f"it is off by {shown(plain(off))}, and {shown(plain(allowed))} is allowed")


def _inexact(value: Number) -> Any:
    return inexact(value, _DIGITS)


def distance(a: Number, e: Number) -> Number:
    """|a − e|, exact where both are."""
    if isinstance(a, Fraction) and isinstance(e, Fraction):
        return abs(a - e)
    return abs(_inexact(a) - _inexact(e))


def is_near(a: Number, e: Number, grade: Grade) -> bool:
    """Is a value the answer's, as near as is asked for?

    >>> is_near(Fraction(314, 100), Fraction(22, 7), Grade(decimals=2))
    True
    """
    return nearness(a, e, grade) <= 1


def nearness(a: Number, e: Number, grade: Grade) -> float:
    """How many times the distance that is allowed a value is off; without a rule nothing but rounding is allowed."""
    off = _inexact(distance(a, e))
    allowed = min(map(_inexact, _allowed(e, grade)), default=_inexact(abs(e)) * _ROUNDING)
    return float(off / allowed) if allowed else float("inf") if off else 0.0


def _allowed(e: Number, grade: Grade) -> list[Number]:
    """The distance that each rule allows."""
    found: list[Number] = []
    if grade.absolute is not None:
        found.append(_exact(grade.absolute))
    if grade.relative is not None:
        found.append(_times(_exact(grade.relative), abs(e)))
    if grade.significant is not None:
        found.append(_half_unit(_leading(e) - grade.significant + 1) if e else Fraction(0))
    if grade.decimals is not None:
        found.append(_half_unit(-grade.decimals))
    return found


def _exact(value: float) -> Fraction:
    """0.001 as typed, not as the float next to it."""
    return Fraction(repr(float(value)))


def _times(factor: Fraction, value: Number) -> Number:
    return factor * value if isinstance(value, Fraction) else _inexact(factor) * value


def _half_unit(place: int) -> Fraction:
    return Fraction(10) ** place / 2


def _leading(e: Number) -> int:
    """The power of ten of the first digit: 2 for 314."""
    mp = context(_DIGITS)
    size = abs(_inexact(e))
    place = int(mp.floor(mp.log10(size)))
    return place + 1 if size >= mp.mpf(10) ** (place + 1) else place - 1 if size < mp.mpf(10) ** place else place


def approximation(answer: Tree, found: Equality) -> str:
    """What is said where decimals stand for an exact number; "" where they do not."""
    decimals = [node for node in postorder(answer) if isinstance(node.value, Decimal)]
    if not decimals or found.left is None or found.right is None:
        return ""
    size = max(abs(found.left), abs(found.right))
    if abs(found.left - found.right) > 0.01 * size:
        return ""
    typed = [node for node in decimals if Fraction(node.value).denominator > 1] or decimals  # type: ignore[arg-type]
    name = shown(plain(Fraction(typed[0].value)))  # type: ignore[arg-type]
    if free_variables(answer):
        return f"{name} is an approximation, the exact number is asked for: {found.why}"
    return f"{name} is an approximation, the exact value is asked for"
