"""Sums multiplied out, for derivatives of derivatives.

The product and quotient rules nest sums in products; differentiated again and again they would grow by a
factor each time. Multiplied out, equal terms meet and merge, and growth stays modest.
"""

from __future__ import annotations

from collections.abc import Callable

from mvcalc_cli.language.tree import ONE, Tree, add, divide, multiply, negative, size

# More terms than this are left as they stand.
_MOST_TERMS = 2_000


def spread(tree: Tree, tidy: Callable[[Tree], Tree]) -> Tree:
    """The expression as a sum of products, if that is not much longer; else as it is.

    >>> from mvcalc_cli.calculus.tidy import tidy
    >>> from mvcalc_cli.language import parse
    >>> from mvcalc_cli.language.printers import line
    >>> line(spread(parse("(sin(x) + cos(x))*x/(x^2 + 1)").tree, tidy))
    'x·sin(x)/(x² + 1) + x·cos(x)/(x² + 1)'
    """
    terms = _terms(tree)
    if terms is None or len(terms) == 1:
        return tree
    result = tidy(add(*terms))
    return result if size(result) <= 2 * size(tree) else tree


def _terms(tree: Tree) -> list[Tree] | None:
    """The terms of the multiplied-out expression, None beyond the limit. Depth is that of a tidied Tree."""
    if tree.kind == "negative":
        inner = _terms(tree.args[0])
        return None if inner is None else [negative(term) for term in inner]
    if tree.kind == "sum":
        parts = [_terms(arg) for arg in tree.args]
        flat = [term for part in parts if part is not None for term in part]
        return None if None in parts or len(flat) > _MOST_TERMS else flat
    if tree.kind == "quotient":
        over = _terms(tree.args[0])
        return None if over is None else [divide(term, tree.args[1]) for term in over]
    return _product_terms(tree) if tree.kind == "product" else [tree]


def _product_terms(tree: Tree) -> list[Tree] | None:
    products: list[Tree] = [ONE]
    for factor in tree.args:
        terms = _terms(factor) if factor.kind == "sum" else [factor]
        if terms is None or len(products) * len(terms) > _MOST_TERMS:
            return None
        products = [multiply(product, term) for product in products for term in terms]
    return products
