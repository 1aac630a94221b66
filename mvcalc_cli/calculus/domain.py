"""Where an expression is defined: the relations under which it has, *as typed*, a real value."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from mvcalc_cli.calculus.signs import Facts, signed_value
from mvcalc_cli.language.tree import (
    MINUS_ONE,
    ONE,
    TWO,
    ZERO,
    Tree,
    add,
    call,
    negative,
    postorder,
    power,
    relation,
)

Conditions = tuple[Tree, ...]


def _greater(left: Tree, right: Tree = ZERO) -> Tree:
    return relation(">", left, right)


def _at_least(left: Tree, right: Tree = ZERO) -> Tree:
    return relation(">=", left, right)


def _unequal(left: Tree, right: Tree = ZERO) -> Tree:
    return relation("!=", left, right)


def _log(u: Tree, base: Tree | None = None) -> Conditions:
    return (_greater(u),) if base is None else (_greater(u), _greater(base), _unequal(base, ONE))


def _within(u: Tree) -> Conditions:
    return (_at_least(u, MINUS_ONE), relation("<=", u, ONE))


def _root(u: Tree, n: Tree) -> Conditions:
    even = isinstance(n.value, int) and n.value % 2 == 0
    return (_at_least(u),) if even else () if n.kind == "number" else (_unequal(n),)


# Function -> the conditions on its arguments; a function that is not here is defined everywhere.
_CALLS: dict[str, Callable[..., Conditions]] = {
    "log": _log,
    "log2": _log,
    "log10": _log,
    "sqrt": lambda u: (_at_least(u),),
    "root": _root,
    "tan": lambda u: (_unequal(call("cos", u)),),
    "sec": lambda u: (_unequal(call("cos", u)),),
    "cot": lambda u: (_unequal(call("sin", u)),),
    "csc": lambda u: (_unequal(call("sin", u)),),
    "asin": _within,
    "acos": _within,
    "asec": lambda u: (_at_least(call("abs", u), ONE),),
    "acsc": lambda u: (_at_least(call("abs", u), ONE),),
    "coth": lambda u: (_unequal(u),),
    "csch": lambda u: (_unequal(u),),
    "acosh": lambda u: (_at_least(u, ONE),),
    "atanh": lambda u: (relation("<", call("abs", u), ONE),),
    "acoth": lambda u: (_greater(call("abs", u), ONE),),
    "asech": lambda u: (_greater(u), relation("<=", u, ONE)),
    "acsch": lambda u: (_unequal(u),),
    "mod": lambda _u, m: (_unequal(m),),
    "atan2": lambda y, x: (_unequal(add(power(x, TWO), power(y, TWO))),),
    "Ei": lambda u: (_unequal(u),),
    "Ci": lambda u: (_greater(u),),
    "li": lambda u: (_greater(u), _unequal(u, ONE)),
    "W": lambda u, _k=None: (_at_least(u, negative(power(Tree("constant", "e"), MINUS_ONE))),),
}


def _power(base: Tree, exponent: Tree) -> Conditions:
    value = signed_value(exponent)
    if value is None:
        return ()  # x^n: a real power where x > 0, more where n is an integer: nothing general to say
    if value.denominator == 1:
        return (_unequal(base),) if value < 0 else ()
    return (_greater(base),) if value < 0 else (_at_least(base),)


def _own(node: Tree) -> Conditions:
    if node.kind == "call":
        rule = _CALLS.get(str(node.value))
        return rule(*node.args) if rule else ()
    if node.kind == "quotient":
        return (_unequal(node.args[1]),)
    if node.kind == "power":
        return _power(*node.args)
    return ()


def conditions(tree: Tree) -> Conditions:
    """The relations under which `tree` has a real value, in the order of the text.

    What holds always (cosh x ≠ 0, 3 > 0) is left out; a branch of `piecewise` and the body of an indexed
    sum say nothing, because they need not be reached.

    >>> from mvcalc_cli.language import parse
    >>> from mvcalc_cli.language.printers import line
    >>> [line(condition) for condition in conditions(parse("log(x)/(x - 2)").tree)]
    ['x > 0', 'x − 2 ≠ 0']
    """
    found: dict[Tree, None] = {}
    nothing = Facts()
    for node in reached(tree):
        for condition in _own(node):
            if not nothing.implies(condition):
                found.setdefault(condition)
    return tuple(found)


def reached(tree: Tree) -> Iterable[Tree]:
    """The nodes that every evaluation meets: the first condition of a piecewise, no branch of it."""
    hidden: set[int] = set()
    nodes = list(postorder(tree))
    for node in reversed(nodes):
        if id(node) in hidden or node.kind in {"piecewise", "indexed"}:
            hidden.update(id(arg) for arg in node.args)
    if not hidden:
        return nodes
    # A node that is hidden in one place may be reached in another: walk again from the top.
    seen: set[int] = set()
    stack = [tree]
    order: list[Tree] = []
    while stack:
        node = stack.pop()
        if id(node) in seen:
            continue
        seen.add(id(node))
        order.append(node)
        if node.kind == "piecewise":
            stack.append(node.args[0])
        elif node.kind != "indexed":
            stack.extend(node.args)
    return reversed(order)


def defined_everywhere(tree: Tree, facts: Facts) -> bool:
    """Has `tree` a real value wherever the facts hold?

    >>> from mvcalc_cli.language import parse
    >>> defined_everywhere(parse("sin(x)/(x^2 + 1)").tree, Facts())
    True
    """
    if any(node.kind in {"piecewise", "indexed", "component"} for node in postorder(tree)):
        return False
    return all(facts.implies(condition) for node in postorder(tree) for condition in _total(node))


def _total(node: Tree) -> Conditions:
    """As `_own`, but strict where `_own` has nothing general to say."""
    if node.kind == "power" and signed_value(node.args[1]) is None:
        return (_greater(node.args[0]),)
    if node.kind == "call" and node.value in {"gamma", "factorial", "binomial", "beta", "polygamma", "gcd", "RootOf"}:
        return (_unequal(ZERO),)  # poles that no sign rules out: never known to be defined
    return _own(node)
