"""The search: rules tried one after another, each leaving simpler integrals to the same search.

Everything here is SymPy expressions over real symbols; Trees are made of the result at the very end.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import count
from typing import Any, Final, NamedTuple

import sympy

from mvcalc_cli.symbolic import clock
from mvcalc_cli.symbolic.integrals.continuity import smooth

# Rules within rules: short ways are looked for first, so that no rule loses itself in a long one.
DEPTHS: Final = (5, 8, 13)
# A sum of more terms than this is not taken apart.
MOST_TERMS: Final = 60


class Working(NamedTuple):
    """One rule applied to one integral.

    Attributes:
        rule: The rule's name.
        formula: The rule in letters.
        letters: What the letters stand for; a letter of a substitution is the new variable's symbol.
        integrand: What is integrated.
        variable: By what.
        after: What comes of it; may hold `sympy.Integral`.
    """

    rule: str
    formula: str
    letters: tuple[tuple[str, Any], ...]
    integrand: Any
    variable: Any
    after: Any


class Found(NamedTuple):
    """An antiderivative and the workings that lead to it."""

    value: Any
    steps: tuple[Working, ...]


class OutOfTime(Exception):  # noqa: N818 - not an error of anyone: the search gives up
    """The search has taken its time."""


Rule = Callable[["Search", Any, Any], Found | None]


class Search:
    """One search for one antiderivative.

    Attributes:
        where: Conditions under which what was found holds (relations of SymPy).
    """

    def __init__(self, taken: set[str], seconds: float, rules: tuple[Rule, ...] | None = None) -> None:
        from mvcalc_cli.symbolic.integrals.rules import RULES

        self.rules = rules or RULES
        self.deadline = clock.deadline(seconds)
        self.taken = set(taken)
        self.where: dict[Any, None] = {}
        self._known: dict[tuple[Any, Any], Found] = {}
        self._failed: dict[tuple[Any, Any], int] = {}
        self._open: set[tuple[Any, Any]] = set()
        self.depth = 0
        self.deepest = DEPTHS[-1]
        self._banned: set[tuple[Rule, Any]] = set()
        self._used: dict[Any, Rule] = {}

    def left(self) -> float:
        """Seconds left."""
        return clock.left(self.deadline)

    def forget(self, integrand: Any) -> None:
        """What was found for this integrand is wrong somewhere: the rule is not to be tried on it again."""
        self._banned.add((self._used[integrand], integrand))
        self._known.clear()
        self.where = {}

    def run(self, integrand: Any, x: Any) -> Found | None:
        """The antiderivative, the shortest ways tried first; None where none was found in time."""
        try:
            for self.deepest in DEPTHS:
                self._failed.clear()
                found = self(integrand, x)
                if found is not None:
                    return found
        except OutOfTime:
            pass
        return None

    def __call__(self, integrand: Any, x: Any) -> Found | None:
        """The antiderivative of one integrand; None where no rule leads to one."""
        key = (integrand, x)
        if key in self._known:
            return self._known[key]
        if key in self._open or self.depth > self.deepest or self._failed.get(key, 99) <= self.depth:
            return None
        if clock.is_over(self.deadline):
            raise OutOfTime
        self._open.add(key)
        self.depth += 1
        try:
            found = self._first(integrand, x)
        finally:
            self.depth -= 1
            self._open.discard(key)
        if found is None:
            self._failed[key] = self.depth
        else:
            self._known[key] = found
        return found

    def _first(self, integrand: Any, x: Any) -> Found | None:
        for rule in self.rules:
            if (rule, integrand) in self._banned:
                continue
            before = dict(self.where)
            try:
                found = rule(self, integrand, x)
            except (NotImplementedError, TypeError, ValueError, AttributeError, ArithmeticError, LookupError):
                found = None
            except sympy.polys.polyerrors.BasePolynomialError:
                found = None
            if found is not None and _is_value(found.value):
                self._used[integrand] = rule
                return found
            self.where = before
        return None

    def assume(self, condition: Any) -> None:
        """The result will hold only where this does."""
        if condition not in (True, sympy.true):
            self.where[condition] = None

    def letter(self, wanted: str = "uvwst", positive: bool | None = None) -> Any:
        """A new variable for a substitution."""
        names = self._names(wanted)
        name = next(names)
        self.taken.add(name)
        return sympy.Symbol(name, positive=True) if positive else sympy.Symbol(name, real=True)

    def release(self, letter: Any) -> None:
        """A letter that was not needed: the next substitution may have it."""
        self.taken.discard(str(letter))

    def _names(self, wanted: str) -> Iterator[str]:
        yield from (name for name in wanted if name not in self.taken)
        yield from (f"u_{number}" for number in count(1) if f"u_{number}" not in self.taken)


def _is_value(value: Any) -> bool:
    return not value.has(sympy.Integral, sympy.nan, sympy.zoo, sympy.oo, sympy.I, sympy.RootSum)


def done(rule: str, formula: str, integrand: Any, x: Any, value: Any, **letters: Any) -> Found:
    """A rule that gives the antiderivative at once."""
    return Found(value, (Working(rule, formula, tuple(letters.items()), integrand, x, value),))


def rewritten(search: Search, rule: str, formula: str, integrand: Any, x: Any, new: Any) -> Found | None:
    """The same integrand in another form, integrated."""
    if new == integrand:
        return None
    found = search(new, x)
    if found is None:
        return None
    step = Working(rule, formula, (), integrand, x, sympy.Integral(new, x))
    return Found(found.value, (step, *found.steps))


def substituted(
    search: Search, rule: str, integrand: Any, x: Any, u: Any, inner: Any, new: Any, back: Any = None
) -> Found | None:
    """∫ f dx = ∫ g du with u = inner(x); the answer is written with x again."""
    found = search(new, u)
    if found is None:
        return None
    value = smooth(back(found.value) if back is not None else found.value.subs(u, inner))
    letters = ((str(u), inner),)
    step = Working(rule, _chain(str(x), str(u)), letters, integrand, x, sympy.Integral(new, u))
    last = Working("substitute back", "", letters, integrand, x, value)
    return Found(value, (step, *found.steps, last))


def _chain(x: str, u: str) -> str:
    """The rule with the very letters."""
    return f"∫ f(g({x}))·g′({x}) d{x} = ∫ f({u}) d{u}" if len(x + u) == 2 else "∫ f(g(x))·g′(x) dx = ∫ f(u) du"


def rescaled(search: Search, factor: Any, found: Found, f: Any, x: Any) -> Found | None:
    """A number before a substitution taken along: u = x² in ∫ 2x·cos(x²) dx leaves ∫ cos(u) du."""
    first = found.steps[0]
    if first.rule != "substitution" or not factor.is_number or not isinstance(first.after, sympy.Integral):
        return None
    u = first.after.limits[0][0]
    return substituted(search, first.rule, f, x, u, dict(first.letters)[str(u)], factor * first.after.function)


def termwise(search: Search, rule: str, formula: str, integrand: Any, x: Any, terms: list[Any]) -> Found | None:
    """A sum (or a constant times a function) integrated term by term."""
    if len(terms) > MOST_TERMS:
        return None
    value = sympy.Integer(0)
    after = sympy.Integer(0)
    steps: list[Working] = []
    for term in terms:
        factor, rest = term.as_independent(x, as_Add=False)
        found = search(rest, x)
        if found is None:
            return None
        value += factor * found.value
        after += factor * sympy.Integral(rest, x)
        steps += [step for step in found.steps if step not in steps]
    return Found(value, (Working(rule, formula, (), integrand, x, after), *steps))
