"""The method of Lagrange written out, as a teacher does it on the board."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from mvcalc_cli.commands.stationary.lagrange_points import Solved, size_of
from mvcalc_cli.commands.stationary.lagrange_screen import (
    constraint_names,
    ends,
    meanings,
    placed,
    reason_of,
    told,
)
from mvcalc_cli.commands.stationary.lagrange_table import Row, rows, value_text
from mvcalc_cli.commands.stationary.stepwise import Step
from mvcalc_cli.commands.stationary.telling import bracketed, family_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mvcalc_cli.language.tree import Tree
    from mvcalc_cli.report import Span
    from mvcalc_cli.symbolic.stationary.constrained import Problem
    from mvcalc_cli.symbolic.stationary.lagrange import Solution

# λ is eliminated on the board where that leaves few equations; each is factored in so many seconds.
_MOST_MINORS = 3
_FACTOR_SECONDS = 0.5
_MOST_BORDERED = 5
# An exact point longer than this is told by its numbers alone.
_MOST_EXACT = 72
# Points with ∇f = 0 that the constraints do not allow: how long they are looked for, and how many are told.
_FREE_SECONDS = 0.5
_MOST_FREE = 4
# The size of an exact entry of the bordered Hessian.
_SHORT = 6
_SHORT_TEXT = 12
_ON_IT = 1e-20


def worked(answer: Solved) -> list[Step]:
    """Gradients, equations, elimination, cases, the test at each point, singular points, values, what λ means."""
    asked = _asked(answer)
    listed = rows(answer)
    steps = [_gradients(answer, asked), _equations(answer)]
    steps += _eliminations(answer, asked, listed)
    steps += [_solutions(answer, listed)]
    steps += [_test(answer, asked, together) for together in _alike(listed)]
    steps += _singular(answer, listed)
    steps += _values(answer, listed)
    if texts := meanings(answer, listed):
        steps.append(Step("meaning of the multiplier", "λ = df/dc on g = c", _lines(texts)))
    return steps


def _asked(answer: Solved) -> Problem:
    from mvcalc_cli.symbolic.stationary.constrained import problem

    question = answer.question
    return problem(question.lowered, question.constraints, question.names, question.kinds)


def _lines(texts: Sequence[str]) -> tuple[tuple[Span, ...], ...]:
    from mvcalc_cli.report import Span

    return tuple((Span(text),) for text in texts)


def _gradients(answer: Solved, asked: Problem) -> Step:
    """∇f = (2xy, x²), ∇g = (2x, 2y)."""
    from mvcalc_cli.language.printers import line

    pairs = [("f", asked.slopes), *zip(constraint_names(answer), asked.normals, strict=True)]
    texts = [f"∇{name} = ({', '.join(line(_tidied(slope)) for slope in slopes)})" for name, slopes in pairs]
    return Step("gradients", "", _lines(texts))


def _tidied(tree: Tree) -> Tree:
    from mvcalc_cli.calculus.tidy import tidy

    return tidy(tree)


def _equations(answer: Solved) -> Step:
    """∇f = λ∇g a line a variable, and the constraints."""
    from mvcalc_cli.commands.stationary.lagrange_screen import condition
    from mvcalc_cli.language.printers import line

    return Step(
        "equations", f"{condition(answer)}, and the constraints", _lines([line(each) for each in answer.system])
    )


def _eliminations(answer: Solved, asked: Problem, listed: Sequence[Row]) -> list[Step]:
    """The multipliers eliminated: the gradients are dependent, so that determinants of them are 0; by their factors."""
    if asked.inequalities:
        return [_active_sets(answer, asked, listed)] if listed else []
    size = len(asked.constraints) + 1
    columns = list(combinations(range(len(asked.names)), size))
    if not columns or len(columns) > _MOST_MINORS:
        return []
    minors = [_minor(asked, chosen) for chosen in columns]
    pairs = [(minor, _factored(minor)) for minor in minors if minor.kind != "number"]
    if not pairs:
        return []
    steps = [_minors_step(answer, pairs)]
    if len(pairs) == 1 and listed:
        steps += _cases(answer, asked, pairs[0][1], listed)
    return steps


def _minor(asked: Problem, columns: tuple[int, ...]) -> Tree:
    from mvcalc_cli.calculus.matrices import determinant

    every = (asked.slopes, *asked.normals)
    return determinant(tuple(tuple(row[k] for k in columns) for row in every))


def _factored(tree: Tree) -> Tree:
    """As a product, where algebra is quick about it."""
    from mvcalc_cli.errors import MvcalcError
    from mvcalc_cli.symbolic.attempts import attempt
    from mvcalc_cli.symbolic.simplify import factor

    try:
        found = attempt(lambda: factor(tree, {}), _FACTOR_SECONDS)
    except MvcalcError:
        return tree
    return tree if found is None else getattr(found, "tree", tree)


def _minors_step(answer: Solved, pairs: Sequence[tuple[Tree, Tree]]) -> Step:
    from mvcalc_cli.language.printers import line

    names = ["∇f", *(f"∇{name}" for name in constraint_names(answer))]
    several = "λ" if len(answer.found.constraints) == 1 else "the multipliers"
    texts = []
    for minor, product in pairs:
        texts.append(f"{line(product)} = 0" if line(product) == line(minor) else f"{line(minor)} = {line(product)} = 0")
    return Step(f"eliminate {several}", f"{' and '.join(names)} are dependent: det = 0", _lines(texts))


def _cases(answer: Solved, asked: Problem, product: Tree, listed: Sequence[Row]) -> list[Step]:
    """The points on each factor."""
    from mvcalc_cli.language.printers import line

    lines = []
    for factor in _factors(product, asked.names):
        there = [told(answer, row) for row in listed if any(_vanishes(asked, factor, one) for one in row.points)]
        lines.append(f"{line(factor)} = 0 with the constraint: {',  '.join(there) if there else 'no real point'}")
    return [Step("cases", "a product is 0 where a factor is", _lines(lines))] if len(lines) > 1 else []


def _factors(product: Tree, names: Sequence[str]) -> list[Tree]:
    """The factors that hold a variable, powers without their exponents."""
    from mvcalc_cli.language.tree import variables

    if product.kind in {"product", "quotient"}:
        parts = product.args if product.kind == "product" else product.args[:1]
        found = [factor for part in parts for factor in _factors(part, names)]
    elif product.kind == "negative" or (product.kind == "power" and not variables(product.args[1])):
        found = _factors(product.args[0], names)
    else:
        found = [product] if set(variables(product)) & set(names) else []
    return list(dict.fromkeys(found))


def _vanishes(asked: Problem, factor: Tree, one: Solution) -> bool:
    from mvcalc_cli.symbolic.stationary.constrained import place_of
    from mvcalc_cli.symbolic.stationary.measured import relative

    off = relative(factor, place_of(asked.names, one.point))
    return off is not None and off < _ON_IT


def _active_sets(answer: Solved, asked: Problem, listed: Sequence[Row]) -> Step:
    """The case of each set of constraints that hold with equality, and the points in it that are allowed."""
    names = constraint_names(answer)
    lines = [] if asked.equalities else _unbound(answer, asked, listed)
    for size in range(1 if not asked.equalities else 0, len(asked.inequalities) + 1):
        for chosen in combinations(asked.inequalities, size):
            active = tuple(sorted((*asked.equalities, *chosen)))
            there = [told(answer, row) for row in listed if row.points[0].active == active]
            title = " and ".join(f"{names[k]} = 0" for k in chosen) or "no inequality binds"
            lines += [f"{title}: {',  '.join(there)}"] if there else []
    return Step("cases", "each inequality binds (g = 0), or its μ is 0", _lines([*lines, "else: no allowed point"]))


def _unbound(answer: Solved, asked: Problem, listed: Sequence[Row]) -> list[str]:
    """Where ∇f = 0: the points that are allowed, and of each other one the constraint that it breaks."""
    from mvcalc_cli.commands.stationary.critical_screen import short
    from mvcalc_cli.language.printers import line
    from mvcalc_cli.symbolic.stationary.constrained import place_of, standing
    from mvcalc_cli.symbolic.stationary.system import real_points

    title = "none binds, ∇f = 0"
    inside = [told(answer, row) for row in listed if not row.points[0].active]
    texts = [f"{title}: {',  '.join(inside)}"] if inside else []
    found = real_points(asked.slopes, asked.names, asked.kinds, seconds=_FREE_SECONDS, defined=[asked.f])
    for point in found.points[:_MOST_FREE]:
        there = place_of(asked.names, point)
        broken = [each for each in asked.constraints if (standing(each, there) or 0) < 0]
        if broken:
            values = [
                short(at) if value is None else line(value)
                for value, at in zip(point.values, point.numbers, strict=True)
            ]
            texts.append(f"{title} at {placed(answer, bracketed(values))}, which breaks {line(broken[0].relation)}")
    return texts


def _solutions(answer: Solved, listed: Sequence[Row]) -> Step:
    from mvcalc_cli.commands.screen import show_name

    letters = [show_name(each.multiplier) for each in answer.found.constraints]
    texts = []
    for row in listed:
        one = row.points[0]
        if one.multipliers:
            values = [f"{letter} = {_size(value)}" for letter, value in zip(letters, one.multipliers, strict=True)]
            exact = row.exact if 0 < len(row.exact) <= _MOST_EXACT else ""
            near = f" ≈ {row.numbers}" if exact and exact != row.short else ""
            texts.append(f"{placed(answer, exact or row.short)}{near} with {', '.join(values)}")
    texts += [family_text(answer.question.names, answer.question.kinds, family) for family in answer.found.families]
    texts = texts or ["none"]
    if answer.found.complete:
        texts.append(f"and no others: {answer.found.complete}")
    return Step("solutions", "", _lines(texts))


def _size(multiplier: Tree | float) -> str:
    from mvcalc_cli.commands.stationary.critical_screen import short
    from mvcalc_cli.language.printers import line

    return short(multiplier) if isinstance(multiplier, float) else line(multiplier)


def _alike(listed: Sequence[Row]) -> list[list[Row]]:
    """The rows with multipliers, those together that are of one kind for one reason with one value."""
    found: dict[tuple[object, ...], list[Row]] = {}
    for row in listed:
        one = row.points[0]
        if one.multipliers:
            found.setdefault((row.word, one.active, one.reason, f"{one.number:.9g}"), []).append(row)
    return list(found.values())


def _test(answer: Solved, asked: Problem, together: Sequence[Row]) -> Step:
    """The bordered Hessian of one of some points that are alike, and what it says."""
    from mvcalc_cli.commands.stationary.lagrange_table import point_text

    row = together[0]
    one = row.points[0]
    texts = []
    matrix = _bordered(asked, one) if len(one.active) < len(asked.names) else None
    if matrix is not None:
        texts.append(f"bordered Hessian B = [{'; '.join(', '.join(map(_size, line)) for line in matrix)}]")
        texts += _minors_rule(matrix, len(one.active), one.kind)
    texts.append(f"{row.word}: {one.reason}")
    if len(together) > 1 or len(row.points) > 1:
        texts.append(f"the same at each of {',  '.join(told(answer, each) for each in together)}")
    texts.append(f"f = {value_text(one)}")
    return Step("second-order test", f"at {placed(answer, point_text(one))}, L = f − Σ λ g", _lines(texts))


def _minors_rule(matrix: Sequence[Sequence[Tree | float]], bound: int, kind: str) -> list[str]:
    """The signs of the leading minors of the bordered Hessian, where they tell the kind.

    With m active constraints of n variables: the last n − m leading minors all have the sign of (−1)^m at a minimum,
    and alternate, beginning with that of (−1)^(m+1), at a maximum.
    """
    numbers = [list(map(size_of, line)) for line in matrix]
    orders = range(2 * bound + 1, len(matrix) + 1)
    minors = [_determinant([line[:order] for line in numbers[:order]]) for order in orders]
    if kind not in {"minimum", "maximum"} or not minors or not all(minors):
        return []
    least = (-1) ** bound
    signs = [1 if minor > 0 else -1 for minor in minors]
    wanted = [least if kind == "minimum" else least * (-1) ** (k + 1) for k in range(len(signs))]
    if signs != wanted:
        return []
    shown = [_exact_minor(matrix, order, minor) for order, minor in zip(orders, minors, strict=True)]
    if len(shown) == 1:
        sign = ">" if minors[0] > 0 else "<"
        rule = f"with {bound} active constraint{'s' * (bound > 1)}, {sign} 0 is a {kind}"
        return [f"det B = {shown[0]} {sign} 0: {rule}"]
    how = (
        f"all {'>' if least > 0 else '<'} 0" if kind == "minimum" else f"alternating from {'<' if least > 0 else '>'} 0"
    )
    return [f"its leading minors from order {orders[0]}: {', '.join(shown)}: {how}, a {kind}"]


def _exact_minor(matrix: Sequence[Sequence[Tree | float]], order: int, number: float) -> str:
    """A leading minor: exactly where that is short."""
    from mvcalc_cli.calculus.matrices import determinant
    from mvcalc_cli.commands.stationary.critical_screen import short
    from mvcalc_cli.language.printers import line
    from mvcalc_cli.symbolic.stationary.constrained import exact_at
    from mvcalc_cli.symbolic.stationary.points import Point

    rows_ = [[entry for entry in row[:order] if not isinstance(entry, float)] for row in matrix[:order]]
    if any(len(row) < order for row in rows_):
        return short(number)
    exact = exact_at(determinant(tuple(map(tuple, rows_))), (), Point((), (), (), 0.0))
    text = "" if exact is None else line(exact)
    return text if 0 < len(text) <= _SHORT_TEXT else short(number)


def _bordered(asked: Problem, one: Solution) -> list[list[Tree | float]] | None:
    """The bordered Hessian: 0 and ∇g, then the Hessian of L; exact where that is short."""
    from mvcalc_cli.calculus.matrices import hessian
    from mvcalc_cli.language.tree import ZERO, add, multiply, negative

    active = one.active
    if not active or len(active) + len(asked.names) > _MOST_BORDERED:
        return None
    parts = [hessian(tree, asked.names)[1].rows for tree in (asked.f, *(asked.constraints[k].g for k in active))]
    weights = [_tree(one.multipliers[k]) for k in active]
    size = range(len(asked.names))
    lower = [
        [
            add(
                parts[0][i][j], *(negative(multiply(w, part[i][j])) for w, part in zip(weights, parts[1:], strict=True))
            )
            for j in size
        ]
        for i in size
    ]
    normals = [asked.normals[k] for k in active]
    rows_ = [[*(ZERO for _ in active), *normal] for normal in normals]
    rows_ += [[*(normal[i] for normal in normals), *lower[i]] for i in size]
    return _all([[_at(asked, one, entry) for entry in line] for line in rows_])


def _all(matrix: list[list[Tree | float | None]]) -> list[list[Tree | float]] | None:
    """The matrix; None where one of its entries has no value."""
    rows_ = [[entry for entry in line if entry is not None] for line in matrix]
    return rows_ if all(len(line) == len(matrix) for line in rows_) else None


def _tree(multiplier: Tree | float) -> Tree:
    from fractions import Fraction

    from mvcalc_cli.language.tree import number

    return number(Fraction(multiplier)) if isinstance(multiplier, float) else multiplier


def _at(asked: Problem, one: Solution, tree: Tree) -> Tree | float | None:
    """An expression at the point: exactly where that is short, else its number."""
    from mvcalc_cli.language.tree import size
    from mvcalc_cli.symbolic.stationary.constrained import exact_at, number, place_of, value_at

    value = value_at(tree, place_of(asked.names, one.point))
    if value is None:
        return None
    exact = exact_at(tree, asked.names, one.point) if one.point.exact else None
    return exact if exact is not None and size(exact) <= _SHORT else number(value)


def _determinant(matrix: Sequence[Sequence[float]]) -> float:
    """By the first row; the matrix is small."""
    if len(matrix) == 1:
        return matrix[0][0]
    minors = [[[*line[:k], *line[k + 1 :]] for line in matrix[1:]] for k in range(len(matrix))]
    terms = [(-1.0) ** k * entry * _determinant(minors[k]) for k, entry in enumerate(matrix[0]) if entry]
    return sum(terms, 0.0)


def _singular(answer: Solved, listed: Sequence[Row]) -> list[Step]:
    """Where the method itself may fail: the gradients of the constraints are dependent."""
    names = " and ".join(f"∇{name}" for name in constraint_names(answer))
    what = f"{names} = 0" if len(answer.found.constraints) == 1 else f"{names} dependent"
    there = [
        f"{row.short}: {row.word}, {reason_of(answer, row.points[0])}"
        for row in listed
        if not row.points[0].multipliers
    ]
    if not there and not answer.found.complete:
        return []
    return [Step("singular points", f"{what} on the constraint: λ need not exist", _lines(there or ["none"]))]


def _values(answer: Solved, listed: Sequence[Row]) -> list[Step]:
    texts = [f"f = {value_text(row.points[0])} at {told(answer, row)}" for row in listed]
    texts += ends(answer)
    return [Step("compare the values", "", _lines(texts))] if texts else []
