"""simplify, expand, factor: SymPy does the algebra, numbers check it before anyone sees it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import comb
from typing import Any, Final

import sympy

from mvcalc_cli.calculus.check import Check
from mvcalc_cli.errors import ContradictedError, LimitError
from mvcalc_cli.language.tree import Tree, fold, postorder, share
from mvcalc_cli.symbolic import sizes
from mvcalc_cli.symbolic.attempts import attempt
from mvcalc_cli.symbolic.domains import lost_conditions
from mvcalc_cli.symbolic.from_sympy import UnreadableAnswer, from_sympy
from mvcalc_cli.symbolic.to_sympy import to_sympy
from mvcalc_cli.symbolic.verify import Comparison, Gap, compare, free_variables, shown, spoken

Kinds = Mapping[str, str] | None
Algebra = Callable[[Any], Any]

# A power of a sum that would have more terms than this is not multiplied out.
MOST_TERMS: Final = 20_000
# Seconds for the search of a shorter form.
SECONDS: Final = 6.0
# Kinds over which the algebra works entry by entry.
_CONTAINERS: Final = frozenset({"vector", "matrix", "relation", "logic", "set"})


@dataclass(frozen=True, slots=True)
class Answer:
    """Another form of the same function.

    Attributes:
        tree: The answer.
        check: How its values compare with the question's.
        where: Conditions under which the question has a value and which the answer has lost: x ≠ 0.
        gap: A point where the answer has a value and the question has none, if one was met.
        changed: False when the question is already as short as it gets.
    """

    tree: Tree
    check: Check
    where: tuple[Tree, ...] = ()
    gap: Gap | None = None
    changed: bool = True

    @property
    def domain_differs(self) -> bool:
        """Is the answer defined in places where the question is not?"""
        return bool(self.where) or self.gap is not None


def simplify(tree: Tree, kinds: Kinds = None, text: str | None = None) -> Answer:
    """The shortest readable of a few forms; never one that is longer than what was typed.

    >>> from mvcalc_cli.language.tree import ONE, TWO, add, call, power, variable
    >>> x = variable("x")
    >>> simplify(add(power(call("sin", x), TWO), power(call("cos", x), TWO))).tree == ONE
    True
    """
    return _entrywise(tree, kinds, text, _simplest)


def expand(tree: Tree, kinds: Kinds = None, text: str | None = None) -> Answer:
    """Products and powers multiplied out.

    >>> from mvcalc_cli.language.tree import ONE, TWO, add, power, variable
    >>> expand(power(add(variable("x"), ONE), TWO)).tree
    Tree('sum', …, …, Tree('number', 1))
    """
    return _entrywise(tree, kinds, text, _only(_expanded))


def factor(tree: Tree, kinds: Kinds = None, text: str | None = None) -> Answer:
    """A product of irreducible factors over the rationals.

    >>> from mvcalc_cli.language.tree import ONE, TWO, power, subtract, variable
    >>> factor(subtract(power(variable("x"), TWO), ONE)).tree
    Tree('product', …, …)
    """
    return _entrywise(tree, kinds, text, _only(_factored))


# --- one scalar ------------------------------------------------------------------------------------

Scalar = Callable[[Tree, Kinds, str | None], Answer]


def _only(algebra: Algebra) -> Scalar:
    def answer(tree: Tree, kinds: Kinds, text: str | None) -> Answer:
        try:
            found = from_sympy(algebra(to_sympy(tree, kinds, text)))
        except RecursionError:
            raise LimitError("this expression is nested too deeply for the algebra") from None
        comparison = compare(tree, found, kinds)
        if comparison.check.verdict == "contradicted":
            raise contradicted(comparison)
        # An answer without a value where the question has one (x^(2/3)·y^(1/3) at x = 0, y < 0) is none.
        return _unchanged(tree) if comparison.gap_left else _answer(tree, found, comparison, kinds)

    return answer


def _simplest(tree: Tree, kinds: Kinds, text: str | None) -> Answer:
    """The lightest form that numbers do not contradict and that keeps the domain."""
    forms: dict[Tree, int] = {tree: _readable(tree)}
    expression = to_sympy(tree, kinds, text)
    # What was found before SymPy failed or took too long is kept.
    attempt(lambda: _collect(expression, forms), SECONDS)
    # Ties: a new form before the typed one, unless it only reorders; an earlier candidate before a later.
    order = sorted(forms, key=lambda form: (forms[form], form is tree))
    typed = _parts(tree)
    wrong: Comparison | None = None
    for found in order:
        if found is tree or _parts(found) == typed:
            break
        comparison = compare(tree, found, kinds)
        if comparison.check.verdict == "contradicted":
            wrong = wrong or comparison
        elif comparison.gap_left is None and not lost_conditions(found, tree, kinds):
            return _answer(tree, found, comparison, kinds)
    if wrong is not None and len(forms) == 2:
        raise contradicted(wrong)
    return _unchanged(tree)


def _collect(expression: Any, forms: dict[Tree, int]) -> None:
    """Weigh the candidates one by one."""
    for candidate in _candidates(expression):
        try:
            found = from_sympy(candidate)
        except UnreadableAnswer:
            continue
        forms.setdefault(found, weight(found))


def _unchanged(tree: Tree) -> Answer:
    return Answer(tree, Check("agrees", "same", 0.0, 0), changed=False)


def _parts(tree: Tree) -> list[str]:
    """What a tree is made of, in no order."""
    return sorted(f"{node.kind} {node.value} {len(node.args)}" for node in postorder(share(tree)))


def _answer(tree: Tree, found: Tree, comparison: Comparison, kinds: Kinds) -> Answer:
    return Answer(
        found, comparison.check, lost_conditions(tree, found, kinds), comparison.gap_right, changed=found != tree
    )


def contradicted(comparison: Comparison) -> ContradictedError:
    """The error for an answer that numbers contradict: both values, and where."""
    return ContradictedError(
        f"SymPy's answer is wrong{spoken(comparison.where)}: its value is {shown(comparison.right)}, "
        f"the value of what you typed is {shown(comparison.left)}",
        hint="the answer is not shown; please report the expression",
    )


# --- candidates ------------------------------------------------------------------------------------


def _candidates(expression: Any) -> Iterator[Any]:
    """Forms worth weighing, the cheap ones first. Rational functions need no more than polynomials."""
    yield expression
    if sizes.degree_bound(expression) > sizes.MOST_POLYNOMIAL:
        return
    if not isinstance(expression, sympy.Expr):
        yield sympy.simplify(expression)
        return
    if expression.is_rational_function(*expression.free_symbols) and not expression.is_number:
        yield from _rational_forms(expression)
        return
    short = sympy.simplify(expression)
    if expression.is_number:
        yield sympy.expand(sympy.radsimp(short))
    yield _with_cotangents(short)
    for form in (short, sympy.factor_terms(short), sympy.powsimp(short), sympy.logcombine(short)):
        if form != short:
            yield form
    if _small_sum(short):
        yield sympy.factor(short)


def _with_cotangents(expression: Any) -> Any:
    """1/tan u, which SymPy makes of cos u/sin u, has no value at π/2; cot u has."""
    powers = [power for power in expression.atoms(sympy.Pow) if isinstance(power.base, sympy.tan)]
    return expression.xreplace(
        {power: sympy.cot(power.base.args[0]) ** -power.exp for power in powers if power.exp.is_negative}
    )


def _rational_forms(expression: Any) -> Iterator[Any]:
    cancelled = sympy.cancel(expression)
    yield cancelled
    yield sympy.factor(cancelled)
    if not cancelled.is_polynomial():
        yield sympy.together(expression)
    if _expanded_terms(expression) <= 200:
        yield sympy.expand(expression)


def _factored(expression: Any) -> Any:
    try:
        sizes.check_degree(expression, sizes.MOST_POLYNOMIAL)
    except sizes.TooLong as long:
        raise LimitError(f"this is too large to factor: {long}") from None
    return sympy.factor(expression)


def _small_sum(expression: Any) -> bool:
    """A sum that factoring may shorten, and quickly."""
    return expression.is_Add and len(expression.args) <= 8


def _readable(tree: Tree) -> int:
    """The weight of a typed form; √8 and (1 + √2)² are no final answers where there are no variables."""
    return weight(tree) * (1 if free_variables(tree) else 3)


def weight(tree: Tree) -> int:
    """How much there is to read: nodes, and the digits of long numbers.

    >>> from mvcalc_cli.language.tree import ONE, TWO, add, multiply, power, variable
    >>> x = variable("x")
    >>> weight(power(add(x, ONE), TWO)) < weight(add(power(x, TWO), multiply(TWO, x), ONE))
    True
    """

    def count(node: Tree, parts: list[int]) -> int:
        digits = len(str(node.value)) // 3 if node.kind == "number" else 0
        return 1 + digits + isinstance(node.value, Fraction) + sum(parts)

    return fold(tree, count)


# --- expanding -------------------------------------------------------------------------------------


def _expanded(expression: Any) -> Any:
    terms = _expanded_terms(expression)
    if terms > MOST_TERMS:
        raise LimitError(f"written out this would have about {_rounded(terms)} terms, more than {MOST_TERMS:,}")
    plain = sympy.expand(expression)
    # expand(trig=True) alone turns sin(2x) around; people expect it of a product or a sum inside.
    return sympy.expand_trig(plain) if _has_sum_inside(plain) else plain


def _rounded(terms: int) -> str:
    return f"{terms:,}" if terms < 10**15 else "10^15 or more"


def _has_sum_inside(expression: Any) -> bool:
    """sin(x + y) is to be opened, sin(2x) is not."""
    functions = expression.atoms(sympy.sin, sympy.cos, sympy.tan)
    return bool(functions) and all(function.args[0].is_Add for function in functions)


def _expanded_terms(expression: Any) -> int:
    """An estimate of the number of terms after multiplying out, found without doing it."""
    if expression.is_Add:
        return sum(_expanded_terms(term) for term in expression.args)
    if expression.is_Mul:
        product = 1
        for part in expression.args:
            product *= _expanded_terms(part)
        return product
    if expression.is_Pow and expression.exp.is_Integer:
        inside, exponent = _expanded_terms(expression.base), abs(int(expression.exp))
        if inside == 1:
            return 1
        # comb of huge numbers is itself a bomb; beyond this many terms the answer is no anyway.
        return comb(exponent + inside - 1, inside - 1) if inside <= 50 and exponent <= MOST_TERMS else 10**15
    return 1


# --- vectors, matrices, equations: entry by entry --------------------------------------------------


def _entrywise(tree: Tree, kinds: Kinds, text: str | None, scalar: Scalar) -> Answer:
    if tree.kind not in _CONTAINERS:
        return scalar(tree, kinds, text)
    answers = [_entrywise(entry, kinds, text, scalar) for entry in tree.args]
    where = tuple(dict.fromkeys(condition for answer in answers for condition in answer.where))
    gap = next((answer.gap for answer in answers if answer.gap), None)
    changed = any(answer.changed for answer in answers)
    return Answer(
        tree.with_args(tuple(answer.tree for answer in answers)),
        joined([answer.check for answer in answers]),
        where,
        gap,
        changed,
    )


def joined(checks: list[Check]) -> Check:
    """One check for several entries: as good as the worst of them."""
    worst = max(checks, key=lambda check: ("agrees", "unchecked", "contradicted").index(check.verdict))
    errors = [check.error for check in checks if check.error is not None]
    return Check(
        worst.verdict,
        worst.method,
        max(errors, default=None),
        min(check.points for check in checks),
        worst.counterexample,
    )
