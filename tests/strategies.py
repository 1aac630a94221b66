"""Ordinary expressions for hypothesis: small Trees as the parser or the tidying produce them."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from hypothesis import strategies as st

from mvcalc_cli.language.tree import (
    PI,
    Decimal,
    E,
    Tree,
    add,
    call,
    divide,
    matrix,
    multiply,
    negative,
    number,
    power,
    relation,
    variable,
    vector,
)

FUNCTIONS = ("sin", "cos", "tan", "atan", "log", "sqrt", "abs", "sinh", "cosh", "cbrt", "erf", "sign", "max", "min")
_TWO_ARGUMENTS = ("max", "min", "atan2", "mod", "root", "binomial", "beta", "polygamma", "gcd", "dot", "cross")


def numbers(*, signed: bool = False) -> st.SearchStrategy[Tree]:
    """Typed numbers: integers from 0 and decimals; `signed` adds what tidying leaves: -3, -1/2, 2/3."""
    typed = st.one_of(
        st.integers(0, 12).map(number),
        st.builds(lambda n, d: number(Decimal(n, d)), st.integers(0, 99), st.sampled_from((2, 10, 100))),
    )
    if not signed:
        return typed
    tidied = st.one_of(
        st.integers(-12, -1).map(number),
        st.builds(lambda n, d: number(Fraction(n, d)), st.integers(-9, 9), st.integers(2, 9)),
    )
    return st.one_of(typed, tidied)


def atoms(variables: Sequence[str] = ("x", "y"), *, signed: bool = False) -> st.SearchStrategy[Tree]:
    """Variables, numbers, π and e."""
    names = st.sampled_from(variables).map(variable)
    return st.one_of(names, names, numbers(signed=signed), st.sampled_from((PI, E)))


def expressions(
    variables: Sequence[str] = ("x", "y"),
    functions: Sequence[str] = FUNCTIONS,
    *,
    signed: bool = False,
    max_leaves: int = 10,
) -> st.SearchStrategy[Tree]:
    """Scalar expressions: sums, products, quotients, powers, signs and calls of atoms.

    Args:
        variables: Names that may occur.
        functions: Canonical names that may be called.
        signed: Also with the negative numbers and fractions that tidied trees hold.
        max_leaves: How many atoms an expression has at most.
    """

    def grow(inner: st.SearchStrategy[Tree]) -> st.SearchStrategy[Tree]:
        several = st.lists(inner, min_size=2, max_size=3)
        shapes = [
            several.map(lambda terms: add(*terms)),
            several.map(lambda factors: multiply(*factors)),
            inner.map(negative),
            st.builds(divide, inner, inner),
            st.builds(power, inner, st.one_of(inner, st.integers(0, 4).map(number))),
        ]
        if functions:
            shapes.append(st.builds(_applied, st.sampled_from(functions), inner, inner))
        return st.one_of(shapes)

    return st.recursive(atoms(variables, signed=signed), grow, max_leaves=max_leaves)


def _applied(name: str, first: Tree, second: Tree) -> Tree:
    return call(name, first, second) if name in _TWO_ARGUMENTS else call(name, first)


def conditions(scalars: st.SearchStrategy[Tree]) -> st.SearchStrategy[Tree]:
    """Relations, and pairs of them with and, or, not."""
    single = st.builds(relation, st.sampled_from(("<", "<=", ">", ">=", "!=")), scalars, scalars)
    pairs = st.builds(
        lambda word, left, right: Tree("logic", word, (left, right)), st.sampled_from(("and", "or")), single, single
    )
    return st.one_of(single, pairs, single.map(lambda one: Tree("logic", "not", (one,))))


def piecewise(scalars: st.SearchStrategy[Tree]) -> st.SearchStrategy[Tree]:
    """One or two cases, with or without an "else"."""
    cases = st.lists(st.tuples(conditions(scalars), scalars), min_size=1, max_size=2)
    return st.builds(
        lambda pairs, rest: Tree("piecewise", None, (*[part for pair in pairs for part in pair], *rest)),
        cases,
        st.lists(scalars, max_size=1),
    )


def shapes(scalars: st.SearchStrategy[Tree]) -> st.SearchStrategy[Tree]:
    """Everything that may be an answer: scalars, cases, equations, vectors, matrices."""
    return st.one_of(
        scalars,
        piecewise(scalars),
        st.builds(relation, st.sampled_from(("=", "<", "<=", ">", ">=", "!=")), scalars, scalars),
        st.lists(scalars, min_size=1, max_size=3).map(lambda entries: vector(*entries)),
        st.builds(lambda a, b, c, d: matrix(((a, b), (c, d))), scalars, scalars, scalars, scalars),
    )
