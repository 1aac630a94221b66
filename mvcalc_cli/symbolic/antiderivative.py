"""Indefinite integrals, with the steps that lead to them, and checked before anyone sees them.

First our own rules (`integrals`), then SymPy's; whatever is found is differentiated and compared with the
integrand on every part of its domain. What is wrong on a part is repaired by symmetry, or refused.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from mvcalc_cli.calculus.check import Check
from mvcalc_cli.errors import InputError, MvcalcError
from mvcalc_cli.language.tree import Tree, as_variable, number, relation, substitute, variables

if TYPE_CHECKING:
    from mvcalc_cli.symbolic.integrals.check import Verdict
    from mvcalc_cli.symbolic.integrals.search import Found

UNKNOWN: Final = "no elementary antiderivative is known to me"
WRONG: Final = "what was found does not agree with the integrand, and is not shown"
_SCALARS: Final = frozenset({"vector", "matrix", "relation", "logic", "set", "interval", "union", "boolean"})
# Shares of the time: our rules, then SymPy's.
_OWN_SHARE: Final = 0.5
# For other forms of one antiderivative.
_FORM_SECONDS: Final = 1.0
# Ways that our rules may go before SymPy is asked.
_MOST_WAYS: Final = 3


class IntegralStep(NamedTuple):
    """One rule applied to one integral.

    Attributes:
        rule: The rule's name, "integration by parts".
        formula: The rule: "∫ u dv = u·v − ∫ v du"; empty where a name says all.
        letters: What the letters of the formula stand for.
        before: The integral: a Tree of kind "integral", expression and variable.
        after: What the rule makes of it; may hold integrals still to be worked out.
    """

    rule: str
    formula: str
    letters: tuple[tuple[str, Tree], ...]
    before: Tree
    after: Tree


class Antiderivative(NamedTuple):
    """An antiderivative, or why there is none to show.

    Attributes:
        result: Without the constant; None where none was found.
        steps: How it was found, each step checked with numbers; the last one ends in the result.
        check: What comparing its derivative with the integrand found.
        reason: Why there is no result: "no elementary antiderivative is known to me".
        where: Conditions under which the result holds: n ≠ −1.
        jumps: Points between −50 and 50 where the result jumps (or has no value) though the integrand is
            continuous: a definite integral must be taken piece by piece between them, with one-sided limits.
    """

    result: Tree | None
    steps: tuple[IntegralStep, ...] = ()
    check: Check | None = None
    reason: str = ""
    where: tuple[Tree, ...] = ()
    jumps: tuple[float, ...] = ()


def antiderivative(
    tree: Tree, variable: str, kinds: Mapping[str, str] | None = None, *, seconds: float = 6.0
) -> Antiderivative:
    """The antiderivative of a scalar expression by a variable, the constant left out.

    Args:
        tree: The integrand.
        variable: By what is integrated.
        kinds: What is declared of the variables: "positive", "integer".
        seconds: How long may be searched.

    Raises:
        InputError: If the integrand is no scalar expression of real variables.

    >>> from mvcalc_cli.language import parse
    >>> from mvcalc_cli.language.printers import line
    >>> line(antiderivative(parse("x e^x").tree, "x").result)
    '(x − 1)·eˣ'
    """
    if tree.kind in _SCALARS:
        raise InputError(f"a {tree.kind} is not integrated", hint="give one scalar expression")
    if variable.endswith("]"):
        return _by_component(tree, variable, kinds or {}, seconds)
    return _Run(tree, variable, kinds or {}, seconds).answer()


def _by_component(tree: Tree, name: str, kinds: Mapping[str, str], seconds: float) -> Antiderivative:
    """By x[3]: a plain variable stands in for it."""
    stand_in = Tree("variable", "x_0" if "x_0" not in variables(tree) else "u_0")
    found = antiderivative(substitute(tree, {as_variable(name): stand_in}), str(stand_in.value), kinds, seconds=seconds)
    back = {stand_in: as_variable(name)}
    steps = tuple(
        step._replace(
            letters=tuple((letter, substitute(part, back)) for letter, part in step.letters),
            before=substitute(step.before, back),
            after=substitute(step.after, back),
        )
        for step in found.steps
    )
    result = None if found.result is None else substitute(found.result, back)
    return found._replace(result=result, steps=steps, where=tuple(substitute(part, back) for part in found.where))


class _Candidate(NamedTuple):
    result: Tree
    verdict: Verdict
    where: tuple[Tree, ...]


class _Run:
    """One integrand, from the rules to the checked answer."""

    def __init__(self, tree: Tree, name: str, kinds: Mapping[str, str], seconds: float) -> None:
        from mvcalc_cli.symbolic.bridge import symbol, to_sympy

        self.tree, self.name, self.kinds, self.seconds = tree, name, kinds, seconds
        self.x = symbol(name, kinds.get(name, "real"))
        self.expression = to_sympy(tree, kinds)
        self.before = Tree("integral", None, (tree, as_variable(name)))
        self.refused: Verdict | None = None
        self.second_best: tuple[Found, _Candidate] | None = None

    def answer(self) -> Antiderivative:
        """The first antiderivative that stands the check everywhere; else the best of the others."""
        for found, where in self._sources():
            candidate = self._accepted(found.value, where)
            if candidate is None:
                continue
            if not candidate.verdict.gaps and not candidate.verdict.jumps:
                return self._finished(found, candidate)
            if self.second_best is None or len(candidate.where) < len(self.second_best[1].where):
                self.second_best = (found, candidate)
            if not candidate.verdict.gaps:
                break
        if self.second_best is not None:
            return self._finished(*self.second_best)
        if self.refused is not None:
            return Antiderivative(None, check=self.refused.check, reason=WRONG)
        return Antiderivative(None, reason=UNKNOWN)

    def _sources(self) -> Iterator[tuple[Found, tuple[Tree, ...]]]:
        yield from self._own()
        from mvcalc_cli.symbolic.integrals.manual import by_sympy

        for found in by_sympy(self.expression, self.x, self.seconds * (1 - _OWN_SHARE)):
            yield found, ()

    def _own(self) -> Iterator[tuple[Found, tuple[Tree, ...]]]:
        """What our rules find; asked for another one, the rule that came first is left out."""
        from mvcalc_cli.symbolic.attempts import attempt
        from mvcalc_cli.symbolic.integrals.search import Search

        share = self.seconds * _OWN_SHARE
        search = Search({str(letter) for letter in self.expression.free_symbols}, share)
        for _ in range(_MOST_WAYS):
            found = attempt(lambda: search.run(self.expression, self.x), max(search.left(), 0.1))
            if found is None:
                return
            yield found, self._conditions(search.where)
            search.forget(self.expression)

    def _conditions(self, where: Any) -> tuple[Tree, ...]:
        from mvcalc_cli.symbolic.bridge import from_sympy

        found = []
        for condition in where:
            try:
                found.append(from_sympy(condition))
            except MvcalcError:
                continue
        return tuple(condition for condition in dict.fromkeys(found) if condition.kind == "relation")

    def _accepted(self, value: Any, where: tuple[Tree, ...]) -> _Candidate | None:
        """The shortest form that stands the check, repaired by symmetry if need be."""
        from mvcalc_cli.symbolic.attempts import attempt
        from mvcalc_cli.symbolic.integrals.check import check
        from mvcalc_cli.symbolic.integrals.forms import forms, repaired

        partial: _Candidate | None = None
        shapes = attempt(lambda: self._trees(forms(value, self.x)), _FORM_SECONDS)
        for place, tree in enumerate(self._trees([value]) if shapes is None else shapes):
            verdict = check(self.tree, tree, self.name, self.kinds, where)
            if verdict.check.verdict == "agrees" and not verdict.gaps and not verdict.jumps:
                return _Candidate(tree, verdict, where)
            partial = self._better(partial, tree, verdict, where)
            if place >= 2 or verdict.bad:
                break
        if partial is None or partial.verdict.gaps:
            for tree in attempt(lambda: self._trees(repaired(self.expression, value, self.x)), _FORM_SECONDS) or []:
                verdict = check(self.tree, tree, self.name, self.kinds, where)
                partial = self._better(partial, tree, verdict, where)
        return partial

    def _better(
        self, partial: _Candidate | None, tree: Tree, verdict: Verdict, where: tuple[Tree, ...]
    ) -> _Candidate | None:
        """The candidate of the two that holds in more places; a contradicted one never."""
        if verdict.check.verdict == "contradicted":
            self.refused = verdict
            return partial
        if verdict.check.verdict != "agrees":
            return partial
        one_sided = _side(verdict, self.name) if verdict.gaps else ()
        if verdict.gaps and not one_sided:
            return partial
        candidate = _Candidate(tree, verdict, (*where, *one_sided))
        if partial is None or _rank(candidate) < _rank(partial):
            return candidate
        return partial

    def _trees(self, expressions: Any) -> list[Tree]:
        from mvcalc_cli.symbolic.bridge import from_sympy
        from mvcalc_cli.symbolic.simplify import weight

        found: dict[Tree, None] = {}
        for expression in expressions:
            try:
                found.setdefault(from_sympy(expression))
            except (MvcalcError, RecursionError):
                continue
        allowed = {*variables(self.tree), self.name}
        return sorted((tree for tree in found if set(variables(tree)) <= allowed), key=weight)

    def _finished(self, found: Found, candidate: _Candidate) -> Antiderivative:
        steps = self._steps(found, candidate.result)
        verdict = candidate.verdict
        return Antiderivative(candidate.result, steps, verdict.check, "", candidate.where, verdict.jumps)

    def _steps(self, found: Found, result: Tree) -> tuple[IntegralStep, ...]:
        """The workings as Trees if all of them hold, ending in the very answer."""
        from mvcalc_cli.symbolic.attempts import attempt
        from mvcalc_cli.symbolic.integrals.letters import lettered
        from mvcalc_cli.symbolic.integrals.steps import checked, integral_tree, tree_of

        def written() -> list[IntegralStep]:
            if not checked(found.steps):
                return []
            return [
                IntegralStep(
                    step.rule,
                    step.formula,
                    tuple((letter, tree_of(part)) for letter, part in step.letters),
                    integral_tree(step.integrand, step.variable),
                    tree_of(step.after),
                )
                for step in map(lettered, found.steps)
            ]

        try:
            steps = attempt(written, 2.0) or []
        except MvcalcError:
            steps = []
        if len(steps) == 1 and steps[0].after == result:
            return (steps[0]._replace(before=self.before),)
        if steps:
            ends_there = steps[-1].rule == "substitute back" and steps[-1].before == steps[0].before
            steps[0] = steps[0]._replace(before=self.before)
            if ends_there:
                return (*steps[:-1], steps[-1]._replace(before=self.before, after=result))
            return (*steps, IntegralStep("put together", "", (), self.before, result))
        return (IntegralStep("found and checked", "the derivative of the answer is f", (), self.before, result),)


def _rank(candidate: _Candidate) -> tuple[int, int]:
    return len(candidate.where), len(candidate.verdict.jumps)


def _side(verdict: Verdict, name: str) -> tuple[Tree, ...]:
    """x > 0 or x < 0, where the antiderivative has values on one side alone."""
    zero = number(0)
    if all(gap < 0 for gap in verdict.gaps) and all(place > 0 for place in verdict.good):
        return (relation(">", as_variable(name), zero),)
    if all(gap > 0 for gap in verdict.gaps) and all(place < 0 for place in verdict.good):
        return (relation("<", as_variable(name), zero),)
    return ()
