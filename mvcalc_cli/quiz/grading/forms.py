"""The form of an answer whose value is right: identical, factored, expanded, in lowest terms.

Each function gives what is missing from the form, as a clause, "" if nothing is, and None if that is left open.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from math import gcd
from typing import Final

from mvcalc_cli.language.printers import plain
from mvcalc_cli.language.tree import Decimal, Tree, postorder
from mvcalc_cli.symbolic.sameness.canonical import canonical
from mvcalc_cli.symbolic.sameness.polynomials import polynomial
from mvcalc_cli.symbolic.sameness.zeros import zeros
from mvcalc_cli.symbolic.verify import free_variables

_ROWS: Final = frozenset({"vector", "matrix", "set", "interval", "union", "relation", "logic"})


def missing(by: str, answer: Tree, expected: Tree, algebra: bool) -> str | None:
    """What the answer lacks of the form."""
    if by == "identical":
        return "" if canonical(answer) == canonical(expected) else "it is to be written as the answer is"
    told = [_FORMS[by](part, algebra) for part in _scalars(answer)]
    found = next((clause for clause in told if clause), "")
    if found or None not in told:
        return found
    return _sum_left(answer) if by == "factored" and _is_sum(_unsigned(answer)) and _has_factors(expected) else None


def written(tree: Tree) -> str:
    """An expression in a sentence."""
    return plain(tree).replace("**", "^")


def _scalars(tree: Tree) -> Iterator[Tree]:
    """The expressions that an answer is made of."""
    if tree.kind not in _ROWS:
        yield tree
        return
    for arg in tree.args:
        yield from _scalars(arg)


# --- expanded --------------------------------------------------------------------------------------


def _expanded(tree: Tree, _: bool) -> str:
    """No product and no positive power of a sum is left outside functions; like terms need not be collected.

    >>> from mvcalc_cli.language import parse
    >>> _expanded(parse("x^2 + x + x").tree, False), _expanded(parse("x(x + 1)").tree, False)
    ('', 'x*(x + 1) can still be multiplied out')
    """
    stack = [tree]
    while stack:
        node = stack.pop()
        if _multiplies_a_sum(node):
            return f"{written(node)} can still be multiplied out"
        if node.kind in {"sum", "negative", "product", "quotient"}:
            stack.extend(node.args)
    return ""


def _multiplies_a_sum(node: Tree) -> bool:
    if node.kind in {"product", "negative"}:
        return any(_is_sum(arg) for arg in node.args)
    if node.kind != "power":
        return False
    exponent = node.args[1]
    whole = exponent.kind == "number" and Fraction(exponent.value).denominator == 1  # type: ignore[arg-type]
    return _is_sum(node.args[0]) and whole and Fraction(exponent.value) > 0  # type: ignore[arg-type]


def _is_sum(node: Tree) -> bool:
    return node.kind == "sum"


# --- lowest terms ----------------------------------------------------------------------------------


def _lowest_terms(tree: Tree, _: bool) -> str:
    """Every number is whole, or a fraction in lowest terms with a whole denominator.

    >>> from mvcalc_cli.language import parse
    >>> [_lowest_terms(parse(text).tree, False) for text in ("3/2", "6/4", "1 + 1/2")]
    ['', '6/4 can be reduced by 2', '1 + 1/2 is to be one number']
    """
    constant = {id(node) for node in postorder(tree) if _is_rational(node)}
    for node in _outermost(tree, constant):
        clause = _number_clause(node) if id(node) in constant else _quotient_clause(node)
        if clause:
            return clause
    return ""


def _is_rational(node: Tree) -> bool:
    return all(
        part.kind in {"number", "sum", "negative", "product", "quotient"}
        or (part.kind == "power" and part.args[1].kind == "number" and isinstance(part.args[1].value, int))
        for part in postorder(node)
    )


def _outermost(tree: Tree, constant: set[int]) -> Iterator[Tree]:
    """Each node; of a part that is a number, the whole alone."""
    stack = [tree]
    while stack:
        node = stack.pop()
        yield node
        if id(node) not in constant:
            stack.extend(reversed(node.args))


def _number_clause(node: Tree) -> str:
    inner = node.args[0] if node.kind == "negative" else node
    if inner.kind == "number":
        return f"{written(inner)} is to be a fraction" if isinstance(inner.value, Decimal) else ""
    if inner.kind == "quotient":
        top, bottom = (arg.args[0] if arg.kind == "negative" else arg for arg in inner.args)
        if isinstance(top.value, int) and isinstance(bottom.value, int):
            return _reducible(inner, top.value, bottom.value)
    return f"{written(node)} is to be one number"


def _reducible(node: Tree, top: int, bottom: int) -> str:
    common = gcd(top, bottom)
    if common > 1:
        return f"{written(node)} can be reduced by {common}"
    return f"{written(node)} has the denominator 1" if abs(bottom) == 1 else ""


def _quotient_clause(node: Tree) -> str:
    """2x/4 can be reduced, and 1/√2 has no whole denominator."""
    if node.kind != "quotient":
        return ""
    above, below = node.args
    if not free_variables(below) and not _is_rational(below):
        return f"{written(node)} has no whole denominator"
    top, bottom = _content(above), _content(below)
    common = gcd(top, bottom)
    return f"{written(node)} can be reduced by {common}" if common > 1 else ""


def _content(tree: Tree) -> int:
    """The whole number before an expression; 1 if there is none."""
    if tree.kind == "negative":
        return _content(tree.args[0])
    if tree.kind == "number":
        return tree.value if isinstance(tree.value, int) else 1
    if tree.kind == "product":
        result = 1
        for arg in tree.args:
            result *= _content(arg)
        return result
    if tree.kind == "sum":
        return gcd(*(_content(arg) for arg in tree.args))
    return 1


# --- factored --------------------------------------------------------------------------------------


def _factored(tree: Tree, algebra: bool) -> str | None:
    """A product of powers of factors that are irreducible over the rationals, numbers taken out.

    >>> from mvcalc_cli.language import parse
    >>> _factored(parse("2(x + 1)(x - 1)").tree, False), _factored(parse("(2x + 2)(x - 1)").tree, False)
    ('', 'the number 2 can be taken out of 2*x + 2')
    """
    open_ = False
    for factor in _factors(tree):
        clause = _irreducible(factor, algebra)
        if clause:
            return clause
        open_ = open_ or clause is None
    return None if open_ else ""


def _factors(tree: Tree) -> Iterator[Tree]:
    stack = [tree]
    while stack:
        node = stack.pop()
        if node.kind in {"negative", "product", "quotient"}:
            stack.extend(reversed(node.args))
        elif node.kind == "power" and node.args[1].kind == "number":
            stack.append(node.args[0])
        elif node.kind == "sum":
            yield node


def _has_factors(tree: Tree) -> bool:
    """Does it fall into factors, as the author wrote it? Then a sum of the same value is not in factored form."""
    tree = _unsigned(tree)
    above = [arg for arg in (tree.args if tree.kind == "product" else ()) if free_variables(arg)]
    return len(above) > 1 or (tree.kind == "quotient" and all(free_variables(arg) for arg in tree.args))


def _unsigned(tree: Tree) -> Tree:
    return tree.args[0] if tree.kind == "negative" else tree


def _sum_left(tree: Tree) -> str:
    return f"a sum is left, {written(tree)}"


def _has_denominator(term: Tree) -> bool:
    """Is there a factor below, with a variable in it?"""
    if term.kind in {"negative", "product"}:
        return any(map(_has_denominator, term.args))
    if term.kind == "quotient":
        return bool(free_variables(term.args[1])) or _has_denominator(term.args[0])
    return term.kind == "power" and term.args[1].kind == "negative" and bool(free_variables(term.args[0]))


def _irreducible(factor: Tree, algebra: bool) -> str | None:
    names = free_variables(factor)
    if not names or any(map(_has_denominator, factor.args)):
        return _sum_left(factor) if names else ""
    coefficients = polynomial(factor, names[0]) if len(names) == 1 else None
    if coefficients is None:
        return _by_algebra(factor) if algebra else None
    content = _number_in(coefficients)
    if content != 1 and coefficients[-1] != 1:
        return f"the number {content} can be taken out of {written(factor)}"
    degree = len(coefficients) - 1
    if degree > 1 and any(isinstance(zero, Fraction) for zero in zeros(factor, names[0]).numbers):
        return f"{written(factor)} can be factored further"
    if degree <= 3:  # reducible only with a rational zero
        return ""
    return _by_algebra(factor) if algebra else None


def _number_in(coefficients: list[Fraction]) -> Fraction:
    """What is left as whole numbers without a common divisor, once it is taken out."""
    above = gcd(*(value.numerator for value in coefficients))
    below = 1
    for value in coefficients:
        below = below * value.denominator // gcd(below, value.denominator)
    return Fraction(above, below)


def _by_algebra(factor: Tree) -> str | None:
    from mvcalc_cli.symbolic.irreducible import in_factors

    found = in_factors(factor)
    if found is None:
        return None
    if found.number:
        return f"a number can be taken out of {written(factor)}"
    return f"{written(factor)} can be factored further" if found.factors > 1 else ""


_FORMS: Final[dict[str, Callable[[Tree, bool], str | None]]] = {
    "expanded": _expanded,
    "lowest-terms": _lowest_terms,
    "factored": _factored,
}
