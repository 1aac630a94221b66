"""The derivative, with the steps that lead to it: one computation gives both.

The expression is walked once, from its leaves up. Each distinct part gets one `Step`: the rule that
applies, written over the derivatives of its parts, and the tidied result of that rule. The answer is the
result of the last step, so steps and answer cannot disagree; a part that occurs often is done once.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from mvcalc_cli.calculus.domain import Conditions, Facts, conditions
from mvcalc_cli.calculus.lower import lower
from mvcalc_cli.calculus.rational import joined, neater
from mvcalc_cli.calculus.rules import ARGUMENTS, RULES, slopes, where
from mvcalc_cli.calculus.spread import spread
from mvcalc_cli.calculus.tidy import Tidier, distributed
from mvcalc_cli.errors import InputError, LimitError
from mvcalc_cli.language.tree import (
    ONE,
    TWO,
    ZERO,
    E,
    Tree,
    add,
    as_variable,
    call,
    divide,
    multiply,
    negative,
    number,
    postorder,
    power,
    relation,
    share,
    substitute,
    subtract,
    variable,
    variables,
)

# A product of more factors that all vary would give this many terms squared.
MOST_FACTORS = 200
HIGHEST_ORDER = 50
# From this many derivatives on, what is differentiated next is multiplied out first, lest it grow without end.
SPREAD_FROM = 2

Slope = Callable[[Tree], Tree]  # a part -> its derivative, or the mark "d/dx of it"


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


class _Draft(NamedTuple):
    """A rule chosen for a part, before its result is known."""

    rule: str
    build: Callable[[Slope], Tree]
    parts: tuple[Tree, ...] = ()
    letters: tuple[tuple[str, Tree], ...] = ()


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
        self.facts = Facts((*self.domain, *self.needed), kinds)
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
            draft = self._draft(node)
            parts = tuple(self.step(part) for part in draft.parts)
            raw = draft.build(lambda part: self.step(part).result)
            finish = self.finish.get(draft.rule, _as_it_is)
            result = finish(self.tidy(raw), self.tidy)
            found = Step(draft.rule, draft.letters, node, draft.build, result, parts, self.by, self.partial)
            self.steps[node] = found
        return found

    def _draft(self, node: Tree) -> _Draft:
        if node == self.target:
            return _Draft("identity rule", lambda _: ONE)
        if not self.varies(node) and node.kind not in {"vector", "matrix"}:
            return _Draft("constant rule", lambda _: ZERO)
        rule = _RULES.get(node.kind)
        if rule is None:
            raise InputError(f"a {_KIND_NAMES.get(node.kind, node.kind)} cannot be differentiated")
        return rule(self, node)

    def _needed(self) -> Conditions:
        """What the rules used here ask for beside the domain: no kinks, no jumps, u > 0 in u^v."""
        found: dict[Tree, None] = {}
        simplify = Tidier(Facts())
        for node in self.nodes:
            if id(node) in self.varying:
                for condition in _demands(self, node):
                    found.setdefault(condition.with_args(tuple(simplify(arg) for arg in condition.args)))
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


def _as_it_is(result: Tree, _: Tidier) -> Tree:
    return result


# What a person does last after some rules: shorten the fraction, multiply the number into the bracket.
_FINISH: dict[str, Callable[[Tree, Tidier], Tree]] = {
    "quotient rule": neater,
    "constant multiple": lambda result, _: distributed(result),
}


# After `spread`, terms over one denominator are put together again.
_FINISH_LATE: dict[str, Callable[[Tree, Tidier], Tree]] = {"sum rule": joined}


def _demands(walk: _Pass, node: Tree) -> Conditions:
    if node.kind == "power" and all(walk.varies(arg) for arg in node.args):
        return (relation(">", node.args[0], ZERO),)
    if node.kind == "piecewise":
        return tuple(seam for place in range(0, len(node.args) - 1, 2) for seam in _seams(walk, node.args[place]))
    if node.kind != "call":
        return ()
    if node.value in {"max", "min"}:
        args = walk.varying_first(node.args)
        return tuple(
            relation("!=", left, right)
            for place, left in enumerate(args)
            for right in args[place + 1 :]
            if walk.varies(left)
        )
    return tuple(_instance(c, node.args) for c in where(str(node.value))) if node.value in RULES else ()


def _seams(walk: _Pass, condition: Tree) -> Conditions:
    """x < 1 has its seam at x = 1: away from it, x ≠ 1."""
    return tuple(
        dict.fromkeys(
            relation("!=", *node.args) for node in postorder(condition) if node.kind == "relation" and walk.varies(node)
        )
    )


def _instance(pattern: Tree, args: tuple[Tree, ...]) -> Tree:
    """A slope or condition from the table, with the arguments put in for u and v."""
    return substitute(pattern, {variable(name): arg for name, arg in zip(ARGUMENTS, args, strict=False)})


# --- the rules ----------------------------------------------------------------------------------------


def _sum(_: _Pass, node: Tree) -> _Draft:
    return _Draft("sum rule", lambda d: add(*(_signed(d, term) for term in node.args)), _unsigned(node.args))


def _signed(d: Slope, term: Tree) -> Tree:
    return negative(d(term.args[0])) if term.kind == "negative" else d(term)


def _unsigned(terms: tuple[Tree, ...]) -> tuple[Tree, ...]:
    return tuple(term.args[0] if term.kind == "negative" else term for term in terms)


def _negative(walk: _Pass, node: Tree) -> _Draft:
    (inner,) = node.args
    c, u = _constant_part(walk, inner)
    if c is None:
        return _Draft("constant multiple", lambda d: negative(d(u)), (u,), (("c", negative(ONE)), ("u", u)))
    return _Draft("constant multiple", lambda d: negative(multiply(c, d(u))), (u,), (("c", negative(c)), ("u", u)))


def _constant_part(walk: _Pass, node: Tree) -> tuple[Tree | None, Tree]:
    """2·x·y by x as (2·y, x); a node without constant factors as (None, node)."""
    if node.kind != "product":
        return None, node
    constants = tuple(arg for arg in node.args if not walk.varies(arg))
    rest = tuple(arg for arg in node.args if walk.varies(arg))
    if not constants:
        return None, node
    return multiply(*constants), walk.adopt(multiply(*rest)) if len(rest) > 1 else rest[0]


def _product(walk: _Pass, node: Tree) -> _Draft:
    c, u = _constant_part(walk, node)
    if c is not None:
        return _Draft("constant multiple", lambda d: multiply(c, d(u)), (u,), (("c", c), ("u", u)))
    rest = node.args
    if len(rest) > MOST_FACTORS:
        raise LimitError(
            f"the product rule over {len(rest):,} factors would give as many terms; {MOST_FACTORS} is the limit"
        )
    letters = tuple(zip(_LETTERS, rest, strict=False)) if len(rest) <= len(_LETTERS) else ()
    return _Draft("product rule", lambda d: add(*_one_by_one(d, rest)), rest, letters)


_LETTERS = ("u", "v", "w", "z")


def _one_by_one(d: Slope, factors: tuple[Tree, ...]) -> list[Tree]:
    """u′·v·w, u·v′·w, u·v·w′."""
    return [multiply(*factors[:place], d(factor), *factors[place + 1 :]) for place, factor in enumerate(factors)]


def _quotient(walk: _Pass, node: Tree) -> _Draft:
    u, v = node.args
    if not walk.varies(v):
        return _Draft("constant multiple", lambda d: divide(d(u), v), (u,), (("c", divide(ONE, v)), ("u", u)))
    if not walk.varies(u):
        return _reciprocal(walk, u, v)
    return _Draft(
        "quotient rule",
        lambda d: divide(subtract(multiply(d(u), v), multiply(u, d(v))), power(v, TWO)),
        (u, v),
        (("u", u), ("v", v)),
    )


def _reciprocal(walk: _Pass, c: Tree, v: Tree) -> _Draft:
    """c/xⁿ is the power rule with −n; any other c/v the reciprocal rule."""
    base, n = v.args if v.kind == "power" else (v, ONE)
    if base == walk.target and n.kind == "number":
        exponent = number(-n.value)  # type: ignore[operator]
        lowered = power(base, walk.tidy(subtract(exponent, ONE)))
        return _Draft("power rule", lambda _: multiply(c, exponent, lowered), (), (("n", exponent),))
    return _Draft(
        "reciprocal rule",
        lambda d: negative(divide(multiply(c, d(v)), power(v, TWO))),
        (v,),
        (("c", c), ("v", v)),
    )


def _power(walk: _Pass, node: Tree) -> _Draft:
    base, exponent = node.args
    if not walk.varies(exponent):
        return _fixed_exponent(walk, base, exponent)
    if not walk.varies(base):
        return _fixed_base(walk, node, base, exponent)
    return _Draft(
        "general power rule",
        lambda d: multiply(
            node,
            add(multiply(d(exponent), call("log", base)), divide(multiply(exponent, d(base)), base)),
        ),
        (base, exponent),
        (("u", base), ("v", exponent)),
    )


def _fixed_exponent(walk: _Pass, base: Tree, n: Tree) -> _Draft:
    lowered = power(base, walk.tidy(subtract(n, ONE)))
    if base == walk.target:
        return _Draft("power rule", lambda _: multiply(n, lowered), (), (("n", n),))
    return _Draft("chain rule", lambda d: multiply(n, lowered, d(base)), (base,), (("n", n), ("w", base)))


def _fixed_base(walk: _Pass, node: Tree, base: Tree, exponent: Tree) -> _Draft:
    outer = (node,) if base == E else (node, call("log", base))
    letters = () if base == E else (("a", base),)
    if exponent == walk.target:
        return _Draft("exponential rule", lambda _: multiply(*outer), (), letters)
    return _Draft("chain rule", lambda d: multiply(*outer, d(exponent)), (exponent,), (*letters, ("w", exponent)))


def _call(walk: _Pass, node: Tree) -> _Draft:
    name = str(node.value)
    if name in {"max", "min"}:
        return _choice(walk, node)
    if name == "log" and len(node.args) == 2:
        quotient = divide(call("log", node.args[0]), call("log", node.args[1]))
        return _renamed(walk, "change of base", quotient)
    if name not in RULES or (name == "W" and len(node.args) == 2):
        raise InputError(f"{name} has no derivative here")
    terms = _partials(walk, node)
    if len(node.args) == 1 and node.args[0] == walk.target:
        return _Draft(f"{RULES[name].name} rule", lambda _: terms[0][0])
    letters = (("w", node.args[0]),) if len(node.args) == 1 else tuple(zip(ARGUMENTS, node.args, strict=False))
    return _Draft(
        "chain rule",
        lambda d: add(*(multiply(slope, d(arg)) for slope, arg in terms)),
        tuple(arg for _, arg in terms),
        letters,
    )


def _renamed(walk: _Pass, rule: str, same: Tree) -> _Draft:
    """The part is another expression in disguise; its new nodes stand over parts that are done."""
    for arg in same.args:
        walk.adopt(arg)
    walk.adopt(same)
    return _Draft(rule, lambda d: d(same), (same,))


def _partials(walk: _Pass, node: Tree) -> list[tuple[Tree, Tree]]:
    """(slope by an argument, that argument) for each argument that varies."""
    terms = []
    for slope, arg in zip(slopes(str(node.value)), node.args, strict=False):
        if walk.varies(arg):
            if slope is None:
                raise InputError(f"{node.value} cannot be differentiated by this argument")
            terms.append((_instance(slope, node.args), arg))
    return terms


def _choice(walk: _Pass, node: Tree) -> _Draft:
    """max(u, v)′ is the derivative of whichever is greater."""
    args = walk.varying_first(node.args)
    operator = ">" if node.value == "max" else "<"

    def build(d: Slope) -> Tree:
        pieces: list[Tree] = []
        for place, arg in enumerate(args[:-1]):
            ahead = [relation(operator, arg, other) for other in args[place + 1 :]]
            pieces += [ahead[0] if len(ahead) == 1 else Tree("logic", "and", tuple(ahead)), d(arg)]
        return Tree("piecewise", None, (*pieces, d(args[-1]))) if pieces else d(args[0])

    name = "maximum" if node.value == "max" else "minimum"
    return _Draft(f"{name} rule", build, args, tuple(zip(_LETTERS, args, strict=False)))


def _piecewise(_: _Pass, node: Tree) -> _Draft:
    """Each branch by itself; the seams between them are excluded."""
    last = len(node.args) - 1

    def is_condition(place: int) -> bool:
        return place % 2 == 0 and place != last

    def build(d: Slope) -> Tree:
        return node.with_args(tuple(arg if is_condition(place) else d(arg) for place, arg in enumerate(node.args)))

    branches = tuple(arg for place, arg in enumerate(node.args) if not is_condition(place))
    return _Draft("piece by piece", build, branches)


def _indexed(walk: _Pass, node: Tree) -> _Draft:
    body, index, low, high = node.args
    if walk.varies(low) or walk.varies(high):
        raise InputError("the bounds of an indexed sum cannot depend on the variable")
    if node.value == "sum":
        return _Draft("sum rule", lambda d: node.with_args((d(body), index, low, high)), (body,))

    def build(d: Slope) -> Tree:
        return multiply(node, Tree("indexed", "sum", (divide(d(body), body), index, low, high)))

    return _Draft("logarithmic derivative", build, (body,))


def _entries(_: _Pass, node: Tree) -> _Draft:
    return _Draft("entry by entry", lambda d: node.with_args(tuple(d(arg) for arg in node.args)), node.args)


_RULES: dict[str, Callable[[_Pass, Tree], _Draft]] = {
    "sum": _sum,
    "negative": _negative,
    "product": _product,
    "quotient": _quotient,
    "power": _power,
    "call": _call,
    "piecewise": _piecewise,
    "indexed": _indexed,
    "vector": _entries,
    "matrix": _entries,
}

_KIND_NAMES = {
    "relation": "relation",
    "logic": "condition",
    "boolean": "truth value",
    "set": "set",
    "interval": "interval",
}
