"""A system over letters, branch by branch, back to solutions in the variables; nothing is put back here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import Any, Final, NamedTuple

import sympy

from mvcalc_cli.language.tree import ZERO
from mvcalc_cli.symbolic.attempts import attempt
from mvcalc_cli.symbolic.digits import context
from mvcalc_cli.symbolic.equation import solve_equation
from mvcalc_cli.symbolic.from_sympy import from_sympy
from mvcalc_cli.symbolic.stationary.elimination import eliminated
from mvcalc_cli.symbolic.stationary.matching import many_digits
from mvcalc_cli.symbolic.stationary.polynomial import Solved, Surface, element, solve_polynomials
from mvcalc_cli.symbolic.stationary.quotient import DIGITS
from mvcalc_cli.symbolic.stationary.rescaled import rescaled
from mvcalc_cli.symbolic.stationary.resolving import Coordinate, Resolved, UnresolvedError, resolved
from mvcalc_cli.symbolic.stationary.single import coordinate, is_identity, is_zero, value_at
from mvcalc_cli.symbolic.stationary.substitution import Link, substituted
from mvcalc_cli.symbolic.to_sympy import symbol

# What is known of a branch is put into its other equations so often.
_DEEPEST: Final = 4
# Functions with one value for each argument: where two are equal their arguments are.
_INJECTIVE: Final = {"exp", "log"}
# Names of what runs along a curve.
_RUNNING: Final = ("t", "u", "v", "w", "s", "r", "q")


class Outcome(NamedTuple):
    """The solutions of a system in its variables.

    Attributes:
        found: Solutions, with periods and free variables.
        surfaces: Curves and surfaces of polynomial systems.
        proved: Are these all?
        counted: Of the whole system over letters: what was counted.
        letters: Did functions become letters?
    """

    found: tuple[Resolved, ...]
    surfaces: tuple[Surface, ...]
    proved: bool
    counted: Solved | None = None
    letters: bool = False


def solve_expressions(expressions: Sequence[Any], symbols: Sequence[Any], kinds: Mapping[str, str]) -> Outcome:
    """The solutions of expressions, each = 0.

    Raises:
        NotImplementedError: If the system has functions for which there is no letter.

    >>> from mvcalc_cli.symbolic.to_sympy import symbol
    >>> x, y = symbol("x"), symbol("y")
    >>> (only,) = solve_expressions([sympy.exp(x) - 2, y - x * 0 - 1], [x, y], {}).found
    >>> [each.exact for each in only.coordinates]
    [log(2), 1]
    """
    plain = None if "integer" in kinds.values() else rescaled(expressions, symbols)
    if plain is not None:
        found = _multiplied(solve_expressions(plain.expressions, symbols, kinds), symbols, plain.factors)
        if found is not None:
            return found
    return _Solver(expressions, symbols, kinds).outcome()


def _multiplied(outcome: Outcome, symbols: Sequence[Any], factors: Mapping[Any, Any]) -> Outcome | None:
    """The solutions with their coordinates multiplied; None if there are more than single points."""
    if outcome.surfaces or any(each.relations for each in outcome.found):
        return None
    if any(
        one.free or one.period is not None or one.derived is not None for e in outcome.found for one in e.coordinates
    ):
        return None
    numbers = [many_digits(factors[each]) for each in symbols]

    def moved(each: Resolved) -> Resolved:
        rows = zip(each.coordinates, symbols, numbers, strict=True)
        return Resolved(
            tuple(
                one._replace(exact=None if one.exact is None else one.exact * factors[name], number=one.number * size)
                for one, name, size in rows
            )
        )

    return outcome._replace(found=tuple(map(moved, outcome.found)))


class _Solver:
    """One system over letters."""

    def __init__(self, expressions: Sequence[Any], symbols: Sequence[Any], kinds: Mapping[str, str]) -> None:
        self.expressions, self.symbols, self.kinds = expressions, list(symbols), kinds
        self.found: list[Resolved] = []
        self.surfaces: list[Surface] = []
        self.proved = True

    def outcome(self) -> Outcome:
        """The whole system, and each of its branches."""
        linear = eliminated(self.expressions, self.symbols)
        if linear is not None:
            return self._without(*linear)
        try:
            self.made = substituted(self.expressions)
        except NotImplementedError:
            self._separate(self.expressions)
            return Outcome(tuple(self.found), (), self.proved)
        held = self._held(self.made.polynomials, self.made.denominators)
        solved = solve_polynomials(self.made.polynomials, held, self.made.denominators, quick=bool(self.made.letters))
        self.proved = solved.proved
        self._take(solved, held, self.made.links)
        for surface in solved.surfaces:
            self._surface(surface, 0)
        return Outcome(tuple(self.found), tuple(self.surfaces), self.proved, solved, bool(self.made.letters))

    def _without(self, variable: Any, value: Any, others: Sequence[Any]) -> Outcome:
        """The system without a variable that follows from the others."""
        rest = [each for each in self.symbols if each != variable]
        part = solve_expressions(others, rest, self.kinds) if others else _all_free(rest)
        place = self.symbols.index(variable)
        found = [
            each._replace(coordinates=_inserted(each.coordinates, place, Coordinate(None, None, derived=value)))
            for each in part.found
        ]
        return part._replace(found=tuple(found), proved=part.proved and not part.surfaces, surfaces=())

    def _held(self, *systems: Sequence[Any]) -> list[Any]:
        """The letters and variables that stand in polynomials; a variable that stands nowhere is free."""
        inside = set().union(*(each.free_symbols for system in systems for each in system))
        everything = [*self.made.letters, *self.symbols]
        return [each for each in everything if each in inside or not self.made.letters]

    def _take(self, solved: Solved, held: Sequence[Any], links: Sequence[Link]) -> None:
        """The solutions over letters, as values of the variables."""
        for solution in solved.points:
            try:
                found = resolved(solution, held, self.symbols, links)
            except UnresolvedError:
                self.proved = False
                continue
            if found is not None:
                self.found.append(found)

    def _surface(self, surface: Surface, depth: int) -> None:
        """Infinitely many solutions over letters: where no letter is concerned, or what else is known of them."""
        if not self.made.letters:
            self.surfaces.append(surface)
            return
        equations = self._without_idle_letters(surface)
        used, links = self._used(equations)
        if not links:
            self._without_letters(equations)
            return
        part = solve_polynomials(equations, used, self._never(used), quick=True)
        known = self._known(equations, links) + _equal_arguments(surface, links)
        if not part.surfaces and part.proved:
            self._take(part, used, links)
        elif known and depth < _DEEPEST:
            self._again([*equations, *known], depth)
        elif not self._along(part, used, links):
            self._separate([each for each in self._in_variables(equations) if not is_identity(each)])

    def _never(self, used: Sequence[Any]) -> list[Any]:
        return [each for each in self.made.denominators if each.free_symbols and each.free_symbols <= set(used)]

    def _without_letters(self, equations: Sequence[Any]) -> None:
        """A branch that says nothing of letters is polynomial in the variables."""
        part = solve_expressions(equations, self.symbols, self.kinds)
        self.found += part.found
        self.surfaces += part.surfaces
        self.proved = self.proved and part.proved

    def _again(self, equations: Sequence[Any], depth: int) -> None:
        used, links = self._used(equations)
        part = solve_polynomials(equations, used, self._never(used), quick=True)
        self.proved = self.proved and part.proved
        self._take(part, used, links)
        for surface in part.surfaces:
            self._surface(surface, depth + 1)

    def _used(self, equations: Sequence[Any]) -> tuple[list[Any], list[Link]]:
        """The letters and variables that stand in equations, and the links of those letters."""
        inside = set().union(*(each.free_symbols for each in equations))
        used = [each for each in (*self.made.letters, *self.symbols) if each in inside]
        return used, [link for link in self.made.links if any(letter in inside for letter in link.letters)]

    def _without_idle_letters(self, surface: Surface) -> list[Any]:
        """The equations, without c² + s² = 1 where nothing else is said of the angle."""
        equations = [each.as_expr() for each in surface.equations]
        for link in self.made.links:
            held = [each for each in equations if any(each.has(letter) for letter in link.letters)]
            if link.kind == "angle" and len(held) == 1 and held[0].free_symbols == set(link.letters):
                c, s = link.letters
                if (held[0] - (c**2 + s**2 - 1)).expand() == 0:
                    equations.remove(held[0])
        return equations

    def _known(self, equations: Sequence[Any], links: Sequence[Link]) -> list[Any]:
        """What follows from rational values: e⁰ = 1 where x = 0, x = 0 where e^x = 1."""
        values = {}
        for each in equations:
            if len(each.free_symbols) == 1:
                (unknown,) = each.free_symbols
                if each.is_polynomial(unknown) and sympy.degree(each, unknown) == 1:
                    values[unknown] = sympy.solve(each, unknown)[0]
        new: list[Any] = []
        for link in links:
            inside = link.argument.free_symbols
            if inside <= set(values) and not all(letter in values for letter in link.letters):
                there = [function.xreplace(values) for function in link.function]
                new += [a - b for a, b in zip(link.letters, there, strict=True) if b.is_Rational]
            elif link.kind in _INJECTIVE and link.letters[0] in values and len(inside) == 1:
                new += _inverted(link, values[link.letters[0]])
        return [each for each in new if not any(each in {old, -old} for old in equations)]

    def _in_variables(self, equations: Sequence[Any]) -> list[Any]:
        replaced = {a: b for link in self.made.links for a, b in zip(link.letters, link.function, strict=True)}
        return [each.xreplace(replaced) for each in equations]

    def _along(self, part: Solved, used: Sequence[Any], links: Sequence[Link]) -> bool:
        """Solve a curve on which everything follows from one letter or variable t: what a letter stands for gives t."""
        if len(part.surfaces) != 1 or part.points or not part.proved:
            return False
        (surface,) = part.surfaces
        if surface.values is None or len(surface.free) != 1 or any(each not in used for each in self.symbols):
            return False
        running = next(symbol(name) for name in _RUNNING if name not in {str(each.name) for each in self.symbols})
        values = {a: b.xreplace({surface.free[0]: running}) for a, b in zip(used, surface.values, strict=True)}
        ties = [
            function.xreplace(values) - values[letter]
            for link in links
            for letter, function in zip(link.letters, link.function, strict=True)
        ]
        ties = [each for each in ties if not is_identity(each)]
        if not ties:
            return False
        for at in self._roots(min(ties, key=sympy.count_ops), running, is_part=False):
            if at.period is None and all(is_zero(each, running, at) for each in ties):
                self.found.append(Resolved(tuple(value_at(values[each], running, at) for each in self.symbols)))
        return True

    # --- an equation of one variable ----------------------------------------------------------------

    def _separate(self, expressions: Sequence[Any]) -> None:
        """Solve an equation that holds one variable alone, then the others with its roots put in."""
        alone = sorted((e for e in expressions if len(e.free_symbols) == 1), key=sympy.count_ops)
        if not alone:
            self.proved = False
            return
        (only,) = alone[0].free_symbols
        others = [each for each in expressions if each is not alone[0]]
        for at in self._roots(alone[0], only, is_part=len(self.symbols) > 1):
            self._with(only, at, others)

    def _roots(self, expression: Any, unknown: Any, *, is_part: bool) -> list[Coordinate]:
        """The roots of an equation of one variable: by algebra, or as `solve` finds them."""
        linear = sympy.expand(expression)
        if linear.is_polynomial(unknown) and sympy.degree(linear, unknown) == 1:
            value = -linear.coeff(unknown, 0) / linear.coeff(unknown, 1)
            return [Coordinate(value, many_digits(value))]
        if is_part:
            part = attempt(lambda: solve_expressions([expression], [unknown], self.kinds))
            if part is not None and part.proved and not part.surfaces:
                return [each.coordinates[0] for each in part.found]
        name, tree = str(unknown.name), from_sympy(expression)
        solutions = solve_equation(tree, ZERO, name, self.kinds)
        self.proved = self.proved and solutions.complete is not None
        return [at for root in solutions.roots if (at := coordinate(tree, name, root)) is not None]

    def _with(self, unknown: Any, at: Coordinate, others: Sequence[Any]) -> None:
        """The other equations where one variable is known."""
        rest = [each for each in self.symbols if each != unknown]
        mixed = [each for each in others if each.has(unknown) and each.free_symbols != {unknown}]
        if mixed and (at.period is not None or (at.exact is None and len(rest) > 1)):
            self.proved = False
            return
        if not all(is_zero(each, unknown, at) for each in others if each.free_symbols == {unknown}):
            return
        if mixed and at.exact is None:
            self._linearly(mixed, rest[0], unknown, at)
            return
        others = [each.xreplace({unknown: at.exact}) if each in mixed else each for each in others]
        others = [each for each in others if each.free_symbols and not each.has(unknown)]
        part = solve_expressions(others, rest, self.kinds) if rest and others else _all_free(rest)
        self.proved = self.proved and part.proved and not part.surfaces
        for each in part.found:
            together = dict(zip(rest, each.coordinates, strict=True)) | {unknown: at}
            self.found.append(Resolved(tuple(together[one] for one in self.symbols), each.relations))

    def _linearly(self, mixed: Sequence[Any], last: Any, unknown: Any, at: Coordinate) -> None:
        """The last variable from an equation that is linear in it, where the other is known as a number alone."""
        for each in mixed:
            slope, rest = each.expand().coeff(last, 1), each.expand().coeff(last, 0)
            if (each - slope * last - rest).expand() == 0 and not is_zero(slope, unknown, at):
                both = {unknown: at, last: value_at(-rest / slope, unknown, at)}
                self.found.append(Resolved(tuple(both[one] for one in self.symbols)))
                return
        self.proved = False


def _inserted(coordinates: Sequence[Coordinate], place: int, new: Coordinate) -> tuple[Coordinate, ...]:
    return (*coordinates[:place], new, *coordinates[place:])


def _all_free(symbols: Sequence[Any]) -> Outcome:
    zero = context(DIGITS).zero
    return Outcome((Resolved(tuple(Coordinate(each, zero, None, True) for each in symbols)),), (), True)


def _equal_arguments(surface: Surface, links: Sequence[Link]) -> list[Any]:
    """u − v where e^u = e^v (or log u = log v) follows and u = v does not yet."""
    basis = list(surface.equations)
    ring = basis[0].ring
    inside = set(ring.symbols)
    new: list[Any] = []
    for first, second in combinations([link for link in links if link.kind in _INJECTIVE], 2):
        pair = [first.letters[0], second.letters[0]]
        if first.kind != second.kind or not inside.issuperset(pair):
            continue
        same = ring.gens[ring.symbols.index(pair[0])] - ring.gens[ring.symbols.index(pair[1])]
        for each in _polynomial_parts(first.argument - second.argument) if not same.rem(basis) else []:
            known = each.free_symbols <= inside and not element(ring, each).rem(basis)
            new += [] if known else [each]
    return new


def _polynomial_parts(argument: Any) -> list[Any]:
    top = sympy.together(argument).as_numer_denom()[0]
    return [top] if top.is_polynomial() and all(each.is_Rational for each in sympy.Poly(top).coeffs()) else []


def _inverted(link: Link, value: Any) -> list[Any]:
    """x = 0 from e^x = 1, if it is rational."""
    if link.kind == "exp" and not value.is_positive:
        return []
    there = sympy.log(value) if link.kind == "exp" else sympy.exp(value)
    return [link.argument - there] if there.is_Rational and link.argument.is_polynomial() else []
