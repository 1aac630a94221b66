"""The derivative, with the steps that lead to it: one computation gives both.

The expression is walked once, from its leaves up. Each distinct part gets one `Step`: the rule that
applies, written over the derivatives of its parts, and the tidied result of that rule. The answer is the
result of the last step, so steps and answer cannot disagree; a part that occurs often is done once.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from mvcalc_cli.calculus.domain import Conditions, conditions, reached
from mvcalc_cli.calculus.drafts import Slope, demands, draft_of
from mvcalc_cli.calculus.lower import lower
from mvcalc_cli.calculus.rational import joined, neater
from mvcalc_cli.calculus.signs import Facts
from mvcalc_cli.calculus.spread import spread
from mvcalc_cli.calculus.tidy import Tidier, distributed
from mvcalc_cli.errors import InputError, LimitError
from mvcalc_cli.language.tree import (
    Tree,
    add,
    as_variable,
    postorder,
    share,
    variables,
)

HIGHEST_ORDER = 50
# From this many derivatives on, what is differentiated next is multiplied out first, lest it grow without end.
SPREAD_FROM = 2


class Step(NamedTuple):
    """One rule applied to one part.

    Attributes:
        rule: The rule's name, "product rule".
        letters: What the letters of its formula stand for, u = x², v = sin(3x).
        before: The part that is differentiated.
        build: The right side of the rule, given what to write for the derivative of a part.
        result: The tidied derivative of `before`.
        parts: The steps of the parts whose derivatives the rule needs, in the order typed.
        variable: By what is differentiated.
        partial: There are other variables beside it: ∂, not d.
    """

    rule: str
    letters: tuple[tuple[str, Tree], ...]
    before: Tree
    build: Callable[[Slope], Tree]
    result: Tree
    parts: tuple[Step, ...]
    variable: str
    partial: bool = False

    @property
    def after(self) -> Tree:
        """The right side of the rule, over derivatives still to be worked out."""
        return self.build(self.mark)

    def mark(self, part: Tree) -> Tree:
        """The derivative of a part, still to be worked out: d/dx[ part ]."""
        return Tree("derivative", "partial" if self.partial else None, (part, as_variable(self.variable)))


class Derivative(NamedTuple):
    """A derivative: its expression, the steps to it, and the points where the rules do not hold."""

    result: Tree
    step: Step
    excluded: Conditions


def differentiate(tree: Tree, by: str, kinds: Mapping[str, str] | None = None) -> Derivative:
    """The derivative of `tree` by the variable `by`, with its steps.

    Args:
        tree: A scalar expression, or a vector or matrix (entry by entry).
        by: A variable, "x" or "x[3]".
        kinds: What is declared of the variables ("positive" lets x/x cancel).

    Raises:
        InputError: If a part cannot be differentiated (gcd, a relation).
        LimitError: If the product rule would give tens of thousands of terms.

    >>> from mvcalc_cli.language import parse
    >>> from mvcalc_cli.language.printers import line
    >>> line(differentiate(parse("x^2 sin(3x)").tree, "x").result)
    '2x·sin(3x) + 3x²·cos(3x)'
    """
    return _Pass(share(lower(tree)), by, kinds).run()


def nth_derivative(tree: Tree, by: tuple[str, ...], kinds: Mapping[str, str] | None = None) -> tuple[Derivative, ...]:
    """Derivatives one after another: by x, then y of that, …; the last is the answer."""
    if len(by) > HIGHEST_ORDER:
        raise LimitError(f"the order of a derivative goes up to {HIGHEST_ORDER}, not {len(by)}")
    found: list[Derivative] = []
    for name in by:
        before = found[-1].result if found else tree
        late = len(found) >= SPREAD_FROM
        if late:
            before = spread(before, Tidier(Facts(conditions(before), kinds)))
        found.append(_Pass(share(lower(before)), name, kinds, late=late).run())
    return tuple(found)


class _Pass:
    """One walk over one expression."""

    def __init__(self, tree: Tree, by: str, kinds: Mapping[str, str] | None, *, late: bool = False) -> None:
        self.tree = tree
        self.finish = _FINISH | _FINISH_LATE if late else _FINISH
        self.by = by
        self.target = as_variable(by)
        self.partial = len({*variables(tree), by}) > 1
        self.nodes = list(postorder(tree))
        self.varying = self._dependent()
        self.needed = self._needed()
        self.domain = conditions(tree)
        # A kink within a branch is listed, but says nothing about the other branches.
        inside = any(node.kind == "piecewise" for node in self.nodes)
        self.facts = Facts((*self.domain, *(() if inside else self.needed)), kinds)
        self.tidy = Tidier(self.facts)
        self.steps: dict[Tree, Step] = {}

    def run(self) -> Derivative:
        for node in tuple(self.nodes):
            if id(node) in self.varying and node.kind not in {"relation", "logic"}:
                self.step(node)
        last = self.step(self.tree)
        return Derivative(last.result, last, self._excluded(last.result))

    def _dependent(self) -> set[int]:
        """The ids of the nodes in which the variable occurs."""
        found: set[int] = set()
        bound = {id(node.args[1]) for node in self.nodes if node.kind == "indexed" and node.args[1] == self.target}
        for node in self.nodes:
            is_target = node == self.target and id(node) not in bound
            if is_target or (node.kind != "derivative" and any(id(arg) in found for arg in node.args)):
                found.add(id(node))
            elif node.kind == "component":
                self._check_component(node)
        return found

    def _check_component(self, node: Tree) -> None:
        vector_name = str(node.args[0].value)
        if self.by.startswith(f"{vector_name}[") and node != self.target and variables(add(*node.args[1:])):
            raise InputError(
                f"which components of {vector_name} the sum reaches is not known",
                hint="give the bounds numbers, as in --let n=10",
            )

    def varies(self, node: Tree) -> bool:
        """Does the variable occur in this node of the expression (or adopted one)?"""
        return id(node) in self.varying

    def varying_first(self, args: tuple[Tree, ...]) -> tuple[Tree, ...]:
        """The arguments of max or min without repetition: x before 0, so that we say "x > 0"."""
        return tuple(sorted(dict.fromkeys(args), key=lambda arg: not self.varies(arg)))

    def adopt(self, node: Tree) -> Tree:
        """Take in a node that a rule made over known parts, such as the product without its constants."""
        self.nodes.append(node)
        if any(self.varies(arg) for arg in node.args):
            self.varying.add(id(node))
        return node

    def step(self, node: Tree) -> Step:
        """The step of a part; the steps of its own parts exist already."""
        found = self.steps.get(node)
        if found is None:
            draft = draft_of(self, node)
            parts = tuple(self.step(part) for part in draft.parts)
            raw = draft.build(lambda part: self.step(part).result)
            finish = self.finish.get(draft.rule, _as_it_is)
            result = finish(self.tidy(raw), self.tidy)
            found = Step(draft.rule, draft.letters, node, draft.build, result, parts, self.by, self.partial)
            self.steps[node] = found
        return found

    def tidied(self, tree: Tree) -> Tree:
        """The tidied form, under what is known of this expression."""
        return self.tidy(tree)

    def _needed(self) -> Conditions:
        """What the rules used here ask for beside the domain: no kinks, no jumps, u > 0 in u^v.

        Within a branch of a piecewise only kinks and jumps count: its u > 0 is asked for in the branch alone.
        """
        found: dict[Tree, None] = {}
        simplify = Tidier(Facts())
        everywhere = {id(node) for node in reached(self.tree)}
        for node in self.nodes:
            if id(node) in self.varying:
                for condition in demands(self, node):
                    tidied = condition.with_args(tuple(simplify(arg) for arg in condition.args))
                    if (id(node) in everywhere or condition.value == "!=") and not _is_vacuous(tidied):
                        found.setdefault(tidied)
        return tuple(found)

    def _excluded(self, result: Tree) -> Conditions:
        """The conditions that the derivative needs and that neither always hold nor show in the result."""
        shown = Facts(conditions(result))
        used = [c for c in self.domain if any(Facts((c,)).learned(base) for base in self.facts.used)]
        listed: list[Tree] = []
        for condition in dict.fromkeys((*self.needed, *used)):
            if not shown.implies(condition) and not Facts(listed).implies(condition):
                listed.append(condition)
        return tuple(listed)


def _is_vacuous(condition: Tree) -> bool:
    """x ≠ x, 0 ≠ 0: what bends there is a constant. Or it holds anyway: y ≠ 0 or 2 > 0."""
    if condition.kind != "relation":
        return any(Facts().implies(part) for part in condition.args)
    left, right = condition.args
    return left == right or not variables(condition)


def _as_it_is(result: Tree, _: Tidier) -> Tree:
    return result


# What a person does last after some rules: shorten the fraction, multiply the number into the bracket.
_FINISH: dict[str, Callable[[Tree, Tidier], Tree]] = {
    "quotient rule": neater,
    "constant multiple": lambda result, _: distributed(result),
}


# After `spread`, terms over one denominator are put together again.
_FINISH_LATE: dict[str, Callable[[Tree, Tidier], Tree]] = {"sum rule": joined}
