"""Constants written briefly, and the eigenvalues of a matrix of constants: what a reader can check by hand."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any, Final

import sympy

from mvcalc_cli.calculus.tidy import tidy
from mvcalc_cli.errors import MvcalcError
from mvcalc_cli.language.tree import Tree, size
from mvcalc_cli.symbolic.attempts import attempt
from mvcalc_cli.symbolic.bridge import from_sympy, to_sympy
from mvcalc_cli.symbolic.digits import Unmeasured, measure

# Algebra on one number takes so many seconds at most, and its forms must have the number that was measured.
_SECONDS: Final = 0.3
_CLOSE: Final = 1e-12
# Eigenvalues of a factor of a higher degree have no short form.
_SQUARE: Final = 2


def shortest(tree: Tree, value: float) -> Tree:
    """A constant written as briefly as algebra makes it at once: roots gathered, angles taken apart.

    >>> from mvcalc_cli.language import parse
    >>> from mvcalc_cli.language.printers import plain
    >>> [plain(shortest(parse(text).tree, at)) for text, at in (("sqrt(12)", 12**0.5), ("3/sqrt(3)", 3**0.5))]
    ['2*sqrt(3)', 'sqrt(3)']
    """
    plain = tidy(tree)
    found = [plain]
    for form in attempt(lambda: _forms(plain), _SECONDS) or ():
        try:
            other = attempt(partial(from_sympy, form), _SECONDS)
        except MvcalcError:
            continue
        if other is not None and _is_number(other, value):
            found.append(other)
    return min(found[1:] or found, key=size)


def _forms(tree: Tree) -> list[Any]:
    raw = to_sympy(tree)
    forms = [raw, sympy.expand(raw)]
    if raw.has(sympy.sin, sympy.cos, sympy.tan):
        forms.append(sympy.expand(sympy.expand_trig(raw)))
    forms += [sympy.sqrtdenest(sympy.radsimp(form)) for form in forms[-1:]]
    return forms


def _is_number(tree: Tree, value: float) -> bool:
    """Whether a form has the value that was measured."""
    try:
        found = measure(tree, {})
    except Unmeasured:
        return False
    return found is not None and abs(float(found) - value) <= _CLOSE * (1 + abs(value))


def short_eigenvalues(
    rows: Sequence[Sequence[Tree]], values: Sequence[float], determinant: float
) -> tuple[tuple[Tree | None, ...], Tree | None]:
    """The eigenvalues of a symmetric matrix of constants, and its determinant.

    Args:
        rows: The entries.
        values: The eigenvalues as numbers; the exact ones come in their order.
        determinant: As a number.

    Returns:
        None of an eigenvalue that is no fraction or square root, or that algebra does not find in time.

    >>> from mvcalc_cli.language import parse
    >>> from mvcalc_cli.language.printers import plain
    >>> rows = [[parse(text).tree for text in row] for row in (("2", "3"), ("3", "4"))]
    >>> found, product = short_eigenvalues(rows, (6.16227766016838, -0.16227766016838), -1.0)
    >>> [plain(each) for each in found if each is not None], product and plain(product)
    (['3 + sqrt(10)', '3 - sqrt(10)'], '-1')
    """
    made = attempt(lambda: _matrix_forms(rows), _SECONDS)
    if made is None:
        return tuple(None for _ in values), None
    found: list[Tree | None] = []
    for value in values:
        near = [each for each in made[0] if abs(complex(each.evalf(20)) - value) <= _CLOSE * (1 + abs(value))]
        found.append(shortest(from_sympy(near[0]), value) if near else None)
    return tuple(found), shortest(from_sympy(made[1]), determinant)


def _matrix_forms(rows: Sequence[Sequence[Tree]]) -> tuple[list[Any], Any]:
    """The eigenvalues that are at most square roots, and the determinant."""
    matrix = sympy.Matrix([[to_sympy(entry) for entry in row] for row in rows])
    if matrix.is_diagonal():
        return list(matrix.diagonal()), sympy.prod(matrix.diagonal())
    if len(rows) == 2:
        a, b, d = matrix[0, 0], matrix[0, 1], matrix[1, 1]
        root = sympy.sqrt(sympy.expand(((a - d) / 2) ** 2 + b**2))
        return [(a + d) / 2 + root, (a + d) / 2 - root], sympy.expand(a * d - b**2)
    parts = [part for part, _ in matrix.charpoly().factor_list()[1]]
    values = [root for part in parts if part.degree() <= _SQUARE for root in sympy.roots(part.as_expr(), part.gen)]
    return values, matrix.det()
