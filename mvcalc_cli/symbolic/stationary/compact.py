"""Is the set closed and bounded? By one constraint that grows without end, or by the directions that lead out of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Any

from mvcalc_cli.language.tree import Tree, as_variable, negative, postorder, substitute, variables
from mvcalc_cli.symbolic.stationary.constrained import Problem
from mvcalc_cli.symbolic.stationary.courses import linear_ones_out
from mvcalc_cli.symbolic.stationary.far import far, scaled_terms_of, smooth_everywhere
from mvcalc_cli.symbolic.stationary.implied import polynomials
from mvcalc_cli.symbolic.stationary.reasons import text

Row = tuple[Fraction, ...]

_JUMPING = frozenset({"sign", "heaviside", "acot", "atan2", "arg", "gamma", "factorial"})


def compact(asked: Problem) -> str | None:
    """Why the set of the constraints is closed and bounded; None if that is not known."""
    if any(kind != "real" for kind in asked.kinds.values()) or not closed(asked):
        return None
    for g, side in _reduced(asked):
        names = [name for name in asked.names if name in variables(g)]
        free = _free(asked)
        if len(names) < len(free):
            continue
        whole = far(g, names)
        ends = set() if whole is None else {value for value in whole.limits if isinstance(value, float)}
        if whole is None or not whole.limits or len(ends) != len(set(map(float, whole.limits))):
            continue
        sides = (1.0, -1.0) if not side else (float(side),)
        if any(ends == {way * float("inf")} for way in sides):
            return f"{text(_shown(g))} grows without end far out"
    return _by_directions(asked)


def closed(asked: Problem) -> bool:
    """Is the set closed, and f continuous on it? Both are where everything has a value, edges of domains included."""
    from mvcalc_cli.symbolic.sameness.bends import has_steps
    from mvcalc_cli.symbolic.stationary.poles import holes

    trees = (asked.f, *(each.g for each in asked.constraints))
    if any(each.strict for each in asked.constraints) or has_steps(*trees) or any(map(_jumps, trees)):
        return False
    return all(smooth_everywhere(each) for each in trees) or holes(asked).none


def _jumps(tree: Tree) -> bool:
    """Are there functions that may jump where they have values?"""
    return any(
        node.kind == "piecewise"
        or (node.kind == "call" and node.value in _JUMPING)
        or (node.kind == "power" and bool(variables(node.args[0])) and bool(variables(node.args[1])))
        for node in postorder(tree)
    )


def _shown(g: Tree) -> Tree:
    """Without brackets."""
    import sympy

    from mvcalc_cli.symbolic.bridge import from_sympy, to_sympy

    return from_sympy(sympy.expand(to_sympy(g)))


def _free(asked: Problem) -> list[str]:
    """The variables that linear equations leave."""
    left = linear_ones_out(asked)
    return list(asked.names) if left is None else left[1]


def _reduced(asked: Problem) -> Iterator[tuple[Tree, int]]:
    """Left − right of each constraint, with those put in that hold a variable linearly."""
    from mvcalc_cli.calculus.tidy import tidy

    left = linear_ones_out(asked)
    put_in = {} if left is None else {as_variable(name): tree for name, tree in left[2].items()}
    for each in asked.constraints:
        g = tidy(substitute(each.g, put_in)) if put_in else each.g
        if variables(g):
            yield g, each.side


def cut_off(asked: Problem, f: Tree) -> str | None:
    """Why the part of the set where f <= 0 is closed and bounded; None if that is not known."""
    from mvcalc_cli.errors import MvcalcError
    from mvcalc_cli.symbolic.bridge import to_sympy

    if any(kind != "real" for kind in asked.kinds.values()) or any(each.strict for each in asked.constraints):
        return None
    if not smooth_everywhere(f) or not closed(asked):
        return None
    try:
        rows = tuple(_rows(to_sympy(f), asked.names))
    except MvcalcError:
        return None
    if _by_directions(asked, rows) is None:
        return None
    return "the part of the set on which f is no more than here is closed and bounded"


def cut_by_monomials(asked: Problem, way: int) -> bool:
    """Is the part of the set where f is at least (at most) some positive value bounded, and away from x = 0?

    Of a sum of positive terms that is bounded each is: with logarithms of the variables these are directions again.
    """
    if any(each.strict for each in asked.constraints) or any(kind == "integer" for kind in asked.kinds.values()):
        return False
    rows: list[Row] = []
    nonzero: set[int] = {k for k, name in enumerate(asked.names) if asked.kinds.get(name) == "positive"}
    trees = [(each.g, each.side) for each in asked.constraints] + [(asked.f, 2 * way)]
    for tree, side in trees:
        terms = _rational_terms(tree, asked.names)
        if terms is None:
            return False
        if side == 2 and not all(map(any, terms)):
            return False  # with a constant beside it the monomial may be 0
        for sign in (1, -1) if not side else (1 if side in {1, -2} else -1,):
            found = _log_rows(terms, sign, bounded=abs(side) == 2)
            rows += found
            if sign < 0 and len(found) == 1:
                nonzero |= {k for k, power in enumerate(found[0]) if power}
    size = len(asked.names)
    if len(nonzero) < size or not _all_nonnegative(asked):
        return False
    units = [_unit_row(k, sign, size) for k in range(size) for sign in (1, -1)]
    return not any(_solvable([*rows, *_at_least_one(unit)]) for unit in units)


def _unit_row(place: int, sign: int, size: int) -> Row:
    return tuple(Fraction(sign * int(k == place)) for k in range(size))


def _rational_terms(tree: Tree, names: Sequence[str]) -> Any:
    from mvcalc_cli.errors import MvcalcError
    from mvcalc_cli.symbolic.bridge import to_sympy

    try:
        return scaled_terms_of(to_sympy(tree), names)
    except MvcalcError:
        return None


def _log_rows(terms: Any, sign: int, *, bounded: bool) -> list[Row]:
    """From sign·(Σ c·m − d) <= 0 with all c > 0: every monomial m is bounded, or the only one is bounded below."""
    level = next((value for m, value in terms.items() if not any(m)), Fraction(0))
    parts = [m for m in terms if any(m)]
    if any(terms[m] <= 0 for m in parts) or not (bounded or level < 0):
        return []
    if sign > 0:
        return [tuple(map(Fraction, m)) for m in parts]
    return [tuple(-Fraction(power) for power in parts[0])] if len(parts) == 1 else []


def _all_nonnegative(asked: Problem) -> bool:
    from mvcalc_cli.calculus.signs import Facts

    known = Facts([each.relation for each in asked.constraints], kinds=asked.kinds)
    return all(known.nonnegative(as_variable(name)) for name in asked.names)


def _positive_ones(asked: Problem) -> Iterator[Row]:
    """Rows −x <= 0 of variables that are positive because a product with others that are not negative is."""
    from mvcalc_cli.errors import MvcalcError
    from mvcalc_cli.symbolic.bridge import to_sympy

    size = len(asked.names)
    known: set[int] = set()
    products = []
    for each in asked.constraints:
        for way in (1, -1) if not each.side else (each.side,):
            try:
                terms = scaled_terms_of(to_sympy(each.g if way > 0 else negative(each.g)), asked.names)
            except MvcalcError:
                continue
            if terms is None or not all(isinstance(value, Fraction) for value in terms.values()):
                continue
            level = terms.get((0,) * size, Fraction(0))
            rest = [(m, value) for m, value in terms.items() if any(m)]
            if len(rest) != 1 or rest[0][1] > 0 or level < 0:
                continue
            held = [k for k, power in enumerate(rest[0][0]) if power % 2]
            if sum(rest[0][0]) == 1:
                known.add(held[0])
            elif level > 0:
                products.append(held)
    for held in products:
        unknown = [k for k in held if k not in known]
        if len(unknown) == 1:
            known.add(unknown[0])
    for k in sorted(known):
        yield tuple(-value for value in map(Fraction, _unit(k, size)))


def _by_directions(asked: Problem, more: tuple[Row, ...] = ()) -> str | None:
    """A point far out on the set lies in a direction d in which the terms of highest degree allow it: is there one?

    Rows that every such d has to satisfy: row·d ≤ 0. Of squares with positive coefficients that are ≤ a linear
    function each must vanish, and the linear function is nowhere negative on the set.
    """
    rows: list[Row] = [*more, *_positive_ones(asked)]
    for each in polynomials(asked, asked.names):
        rows.extend(_rows(each, asked.names))
    size = len(asked.names)
    units = [tuple(Fraction(sign * int(i == k)) for i in range(size)) for k in range(size) for sign in (1, -1)]
    if any(_solvable([*rows, *_at_least_one(unit)]) for unit in units):
        return None
    return "its constraints leave no direction to infinity"


def _at_least_one(unit: Row) -> list[tuple[Fraction, ...]]:
    return [(*(-each for each in unit), Fraction(-1))]


def _rows(expression: Any, names: Sequence[str]) -> Iterator[Row]:
    """From a SymPy expression that is <= 0."""
    terms = scaled_terms_of(expression, names)
    if terms is None or not all(isinstance(value, Fraction) for value in terms.values()):
        return
    size = len(names)
    linear = {m: v for m, v in terms.items() if sum(m) == 1}
    higher = {m: v for m, v in terms.items() if sum(m) > 1}
    squares = all(v > 0 and all(not e % 2 for e in m) for m, v in higher.items())
    if not squares:
        return
    yield tuple(linear.get(_unit(k, size), Fraction(0)) for k in range(size))
    for monomial in higher:
        held = [k for k, e in enumerate(monomial) if e]
        if len(held) == 1:
            for sign in (1, -1):
                yield tuple(Fraction(sign * int(k == held[0])) for k in range(size))


def _unit(place: int, size: int) -> tuple[int, ...]:
    return tuple(int(k == place) for k in range(size))


def _solvable(rows: Sequence[tuple[Fraction, ...]]) -> bool:
    """Is there d with row·d ≤ right for all rows? By the elimination of Fourier and Motzkin.

    The last entry of a longer row is its right side; that of the others is 0.
    """
    size = max(map(len, rows)) - 1
    left = [(row[:size], row[size] if len(row) > size else Fraction(0)) for row in rows]
    for k in range(size):
        below = [each for each in left if each[0][k] < 0]
        above = [each for each in left if each[0][k] > 0]
        rest = [each for each in left if not each[0][k]]
        if len(below) * len(above) > 400:
            return True
        for low, right_low in below:
            for high, right_high in above:
                p, q = high[k], -low[k]
                row = tuple(p * a + q * b for a, b in zip(low, high, strict=True))
                rest.append((row, p * right_low + q * right_high))
        left = list(dict.fromkeys(rest))
    return all(right >= 0 for _, right in left)
