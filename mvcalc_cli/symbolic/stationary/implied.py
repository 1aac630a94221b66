"""What follows from constraints and domains: polynomials that are nowhere positive on the set.

From |x| + |y| <= 1 follow ±x ± y <= 1; from √x + √y <= 1 follow x <= 1 and, by the domain, −x <= 0.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product
from typing import Any, Final

import sympy

from mvcalc_cli.errors import MvcalcError
from mvcalc_cli.language.tree import Tree, negative
from mvcalc_cli.symbolic.attempts import attempt
from mvcalc_cli.symbolic.bridge import symbol, to_sympy
from mvcalc_cli.symbolic.stationary.constrained import Problem

_SECONDS: Final = 0.4
# |u| in one constraint: 2 to this power of systems without.
_MOST_KINKS: Final = 4


def implied(asked: Problem) -> tuple[Any, ...]:
    """SymPy expressions that are <= 0 on the set, the constraints first.

    >>> from mvcalc_cli.language import parse
    >>> from mvcalc_cli.symbolic.stationary.constrained import problem
    >>> implied(problem(parse("y").tree, [parse("sqrt(x) + y^2 <= 1").tree], ["x", "y"], {}))
    (x - 1, -x)
    """
    found: dict[Any, None] = {}
    for tree in _trees(asked):
        try:
            found.update(dict.fromkeys(attempt(lambda tree=tree: list(_of(to_sympy(tree))), _SECONDS) or ()))  # type: ignore[misc]
        except MvcalcError:
            continue
    for name, kind in asked.kinds.items():
        if kind == "positive" and name in asked.names:
            found[-symbol(name)] = None
    return tuple(found)


def _trees(asked: Problem) -> Iterator[Tree]:
    """What is <= 0 as it stands: the constraints, and the conditions under which everything has a value."""
    from mvcalc_cli.calculus.domain import conditions
    from mvcalc_cli.language.tree import subtract

    for each in asked.constraints:
        for way in (1, -1) if not each.side else (each.side,):
            yield each.g if way > 0 else negative(each.g)
    for tree in (asked.f, *(each.g for each in asked.constraints)):
        for condition in conditions(tree):
            if condition.kind == "relation" and condition.value in {">", ">=", "<", "<="}:
                less = subtract(*condition.args)
                yield less if condition.value in {"<", "<="} else negative(less)


def _of(expression: Any) -> Iterator[Any]:
    """An expression itself, without |u| where it grows with it, without other terms that are nowhere negative."""
    expression = sympy.expand(expression)
    kinks = sorted(expression.atoms(sympy.Abs), key=sympy.default_sort_key)
    if not kinks:
        if expression.is_polynomial():
            yield expression
        yield from _by_one_term(expression)
    elif len(kinks) <= _MOST_KINKS and all(_rises(expression, each) for each in kinks):
        for signs in product((1, -1), repeat=len(kinks)):
            yield sympy.expand(
                expression.xreplace({each: s * each.args[0] for each, s in zip(kinks, signs, strict=True)})
            )


def _rises(expression: Any, kink: Any) -> bool:
    """Is the expression a positive multiple of this, and the rest without it?"""
    slope = expression.coeff(kink, 1)
    return bool(slope.is_positive and slope.is_number and not (expression - slope * kink).has(kink))


def _by_one_term(expression: Any) -> Iterator[Any]:
    """c·g(u) <= d, where the other terms are nowhere negative, as u <= the value at which g is d/c."""
    level, terms = expression.as_independent(*expression.free_symbols, as_Add=True)
    parts = sympy.Add.make_args(terms)
    for part in parts:
        others = [each for each in parts if each is not part]
        if not all(_is_nonnegative(each) for each in others):
            continue
        factor, core = part.as_independent(*part.free_symbols, as_Add=False)
        if factor.is_positive:
            yield from _inverted(core, -level / factor)


def _inverted(core: Any, top: Any) -> Iterator[Any]:
    """u <= … from g(u) <= top, where g rises."""
    if isinstance(core, sympy.log):
        yield core.args[0] - sympy.exp(top)
    elif isinstance(core, sympy.exp) and top.is_positive:
        yield core.args[0] - sympy.log(top)
    elif core.is_Pow and core.exp.is_Rational and not core.exp.is_Integer and core.exp > 0 and top.is_nonnegative:
        yield core.base - top ** (1 / core.exp)


def _is_nonnegative(term: Any) -> bool:
    """A positive multiple of roots, even powers and e^u."""
    return all(
        factor.is_nonnegative
        or (factor.is_Pow and factor.exp.is_Integer and factor.exp % 2 == 0)
        or (factor.is_Pow and factor.exp.is_Rational and factor.exp.q % 2 == 0)
        for factor in sympy.Mul.make_args(term)
    )


def polynomials(asked: Problem, names: Sequence[str]) -> list[Any]:
    """Those that are polynomials in the variables."""
    letters = [symbol(name) for name in names]
    return [each for each in implied(asked) if each.is_polynomial(*letters) and each.free_symbols]
