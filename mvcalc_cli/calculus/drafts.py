"""The rules of differentiation, one function a kind of node: which rule applies, and what it says.

A rule writes its right side once, as a function of "what stands for the derivative of a part"; asked with
marks it gives the line of the step, asked with results the answer.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple, Protocol

from mvcalc_cli.calculus.domain import Conditions
from mvcalc_cli.calculus.rules import ARGUMENTS, RULES, slopes, where
from mvcalc_cli.errors import InputError, LimitError
from mvcalc_cli.language.tree import (
    ONE,
    TWO,
    ZERO,
    E,
    Tree,
    add,
    call,
    divide,
    is_condition,
    multiply,
    negative,
    number,
    postorder,
    power,
    relation,
    substitute,
    subtract,
    variable,
)

# A product of more factors that all vary would give this many terms squared.
MOST_FACTORS = 200

Slope = Callable[[Tree], Tree]  # a part -> its derivative, or the mark "d/dx of it"


class Walk(Protocol):
    """What a rule may ask of the walk over the expression."""

    @property
    def target(self) -> Tree:
        """The variable."""

    def varies(self, node: Tree) -> bool:
        """Does the variable occur in it?"""

    def adopt(self, node: Tree) -> Tree:
        """Take in a node made over known parts."""

    def varying_first(self, args: tuple[Tree, ...]) -> tuple[Tree, ...]:
        """Arguments without repetition, those that vary first."""

    def tidied(self, tree: Tree) -> Tree:
        """The tidied form."""


class Draft(NamedTuple):
    """A rule chosen for a part, before its result is known."""

    rule: str
    build: Callable[[Slope], Tree]
    parts: tuple[Tree, ...] = ()
    letters: tuple[tuple[str, Tree], ...] = ()


def demands(walk: Walk, node: Tree) -> Conditions:
    """What the rule of a node asks for beside the domain: no kink, no jump, u > 0 in u^v."""
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


def _seams(walk: Walk, condition: Tree) -> Conditions:
    """x < 1 has its seam at x = 1: away from it, x ≠ 1."""
    return tuple(
        dict.fromkeys(
            relation("!=", *node.args) for node in postorder(condition) if node.kind == "relation" and walk.varies(node)
        )
    )


def _instance(pattern: Tree, args: tuple[Tree, ...]) -> Tree:
    """A slope or condition from the table, with the arguments put in for u and v."""
    return substitute(pattern, {variable(name): arg for name, arg in zip(ARGUMENTS, args, strict=False)})


def _sum(_: Walk, node: Tree) -> Draft:
    return Draft("sum rule", lambda d: add(*(_signed(d, term) for term in node.args)), _unsigned(node.args))


def _signed(d: Slope, term: Tree) -> Tree:
    return negative(d(term.args[0])) if term.kind == "negative" else d(term)


def _unsigned(terms: tuple[Tree, ...]) -> tuple[Tree, ...]:
    return tuple(term.args[0] if term.kind == "negative" else term for term in terms)


def _negative(walk: Walk, node: Tree) -> Draft:
    (inner,) = node.args
    c, u = _constant_part(walk, inner)
    if c is None:
        return Draft("constant multiple", lambda d: negative(d(u)), (u,), (("c", negative(ONE)), ("u", u)))
    return Draft("constant multiple", lambda d: negative(multiply(c, d(u))), (u,), (("c", negative(c)), ("u", u)))


def _constant_part(walk: Walk, node: Tree) -> tuple[Tree | None, Tree]:
    """2·x·y by x as (2·y, x); a node without constant factors as (None, node)."""
    if node.kind != "product":
        return None, node
    constants = tuple(arg for arg in node.args if not walk.varies(arg))
    rest = tuple(arg for arg in node.args if walk.varies(arg))
    if not constants:
        return None, node
    return multiply(*constants), walk.adopt(multiply(*rest)) if len(rest) > 1 else rest[0]


def _product(walk: Walk, node: Tree) -> Draft:
    c, u = _constant_part(walk, node)
    if c is not None:
        return Draft("constant multiple", lambda d: _times(d(u), c), (u,), (("c", c), ("u", u)))
    rest = node.args
    if len(rest) > MOST_FACTORS:
        raise LimitError(
            f"the product rule over {len(rest):,} factors would give as many terms; {MOST_FACTORS} is the limit"
        )
    letters = tuple(zip(_LETTERS, rest, strict=False)) if len(rest) <= len(_LETTERS) else ()
    return Draft("product rule", lambda d: add(*_one_by_one(d, rest)), rest, letters)


_LETTERS = ("u", "v", "w", "z")


def _one_by_one(d: Slope, factors: tuple[Tree, ...]) -> list[Tree]:
    """u′·v·w, u·v′·w, u·v·w′."""
    return [multiply(*factors[:place], d(factor), *factors[place + 1 :]) for place, factor in enumerate(factors)]


def _quotient(walk: Walk, node: Tree) -> Draft:
    u, v = node.args
    if not walk.varies(v):
        return Draft("constant multiple", lambda d: divide(d(u), v), (u,), (("c", divide(ONE, v)), ("u", u)))
    if not walk.varies(u):
        return _reciprocal(walk, u, v)
    return Draft(
        "quotient rule",
        lambda d: divide(subtract(multiply(d(u), v), multiply(u, d(v))), power(v, TWO)),
        (u, v),
        (("u", u), ("v", v)),
    )


def _reciprocal(walk: Walk, c: Tree, v: Tree) -> Draft:
    """c/xⁿ is the power rule with −n; any other c/v the reciprocal rule."""
    base, n = v.args if v.kind == "power" else (v, ONE)
    if base == walk.target and n.kind == "number":
        exponent = number(-n.value)  # type: ignore[operator]
        lowered = power(base, walk.tidied(subtract(exponent, ONE)))
        return Draft("power rule", lambda _: multiply(c, exponent, lowered), (), (("n", exponent),))
    return Draft(
        "reciprocal rule",
        lambda d: negative(divide(multiply(c, d(v)), power(v, TWO))),
        (v,),
        (("c", c), ("v", v)),
    )


def _power(walk: Walk, node: Tree) -> Draft:
    base, exponent = node.args
    if not walk.varies(exponent):
        return _fixed_exponent(walk, base, exponent)
    if not walk.varies(base):
        return _fixed_base(walk, node, base, exponent)
    return Draft(
        "general power rule",
        lambda d: multiply(
            node,
            add(multiply(d(exponent), call("log", base)), divide(multiply(exponent, d(base)), base)),
        ),
        (base, exponent),
        (("u", base), ("v", exponent)),
    )


def _fixed_exponent(walk: Walk, base: Tree, n: Tree) -> Draft:
    if n == ZERO:
        return Draft("constant rule", lambda _: ZERO)
    less = walk.tidied(subtract(n, ONE))
    lowered = base if less == ONE else power(base, less)
    if base == walk.target:
        return Draft("power rule", lambda _: multiply(n, lowered), (), (("n", n),))
    return Draft("chain rule", lambda d: _times(d(base), n, lowered), (base,), (("n", n), ("w", base)))


def _fixed_base(walk: Walk, node: Tree, base: Tree, exponent: Tree) -> Draft:
    outer = (node,) if base == E else (node, call("log", base))
    letters = () if base == E else (("a", base),)
    if exponent == walk.target:
        return Draft("exponential rule", lambda _: multiply(*outer), (), letters)
    return Draft("chain rule", lambda d: _times(d(exponent), *outer), (exponent,), (*letters, ("w", exponent)))


def _call(walk: Walk, node: Tree) -> Draft:
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
        return Draft(f"{RULES[name].name} rule", lambda _: terms[0][0])
    letters = (("w", node.args[0]),) if len(node.args) == 1 else tuple(zip(ARGUMENTS, node.args, strict=False))
    return Draft(
        "chain rule",
        lambda d: add(*(_times(d(arg), slope) for slope, arg in terms)),
        tuple(arg for _, arg in terms),
        letters,
    )


def _renamed(walk: Walk, rule: str, same: Tree) -> Draft:
    """The part is another expression in disguise; its new nodes stand over parts that are done."""
    for arg in same.args:
        walk.adopt(arg)
    walk.adopt(same)
    return Draft(rule, lambda d: d(same), (same,))


def _partials(walk: Walk, node: Tree) -> list[tuple[Tree, Tree]]:
    """(slope by an argument, that argument) for each argument that varies."""
    terms = []
    for slope, arg in zip(slopes(str(node.value)), node.args, strict=False):
        if walk.varies(arg):
            if slope is None:
                raise InputError(f"{node.value} cannot be differentiated by this argument")
            terms.append((_instance(slope, node.args), arg))
    return terms


def _choice(walk: Walk, node: Tree) -> Draft:
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
    return Draft(f"{name} rule", build, args, tuple(zip(_LETTERS, args, strict=False)))


def _piecewise(_: Walk, node: Tree) -> Draft:
    """Each branch by itself; the seams between them are excluded."""

    def build(d: Slope) -> Tree:
        return node.with_args(
            tuple(arg if is_condition(node, place) else d(arg) for place, arg in enumerate(node.args))
        )

    branches = tuple(arg for place, arg in enumerate(node.args) if not is_condition(node, place))
    return Draft("piece by piece", build, branches)


def _indexed(walk: Walk, node: Tree) -> Draft:
    body, index, low, high = node.args
    if walk.varies(low) or walk.varies(high):
        raise InputError("the bounds of an indexed sum cannot depend on the variable")
    if node.value == "sum":
        return Draft("sum rule", lambda d: node.with_args((d(body), index, low, high)), (body,))

    def build(d: Slope) -> Tree:
        return multiply(node, Tree("indexed", "sum", (divide(d(body), body), index, low, high)))

    return Draft("logarithmic derivative", build, (body,))


def _entries(_: Walk, node: Tree) -> Draft:
    return Draft("entry by entry", lambda d: node.with_args(tuple(d(arg) for arg in node.args)), node.args)


def _times(inner: Tree, *outer: Tree) -> Tree:
    """outer · inner; a derivative that is 0, inside or outside, makes it 0.

    asin(sign x) has the slope 1/√(1 − 1) inside, and yet it is constant wherever sign x is.
    """
    return ZERO if ZERO in (inner, *outer) else multiply(*outer, inner)


def draft_of(walk: Walk, node: Tree) -> Draft:
    """The rule for a part.

    Raises:
        InputError: If it cannot be differentiated.
    """
    if node == walk.target:
        return Draft("identity rule", lambda _: ONE)
    if not walk.varies(node) and node.kind not in {"vector", "matrix"}:
        return Draft("constant rule", lambda _: ZERO)
    rule = _RULES.get(node.kind)
    if rule is None:
        raise InputError(f"a {_KIND_NAMES.get(node.kind, node.kind)} cannot be differentiated")
    return rule(walk, node)


_RULES: dict[str, Callable[[Walk, Tree], Draft]] = {
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
