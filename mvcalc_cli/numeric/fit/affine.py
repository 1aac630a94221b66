"""Which parameters a model is linear in: a·x + b·e^(2x) in a and b, a·e^(k x) in a, a·b·x in one of the two.

Seen from the way the expression is built, for every value of the data; a²·x − (a² − a)·x is not seen through.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import combinations
from typing import Final, NamedTuple

from mvcalc_cli.language.tree import Tree, fold, is_condition

Names = frozenset[str]


class Dependence(NamedTuple):
    """How a part depends on the parameters.

    Attributes:
        occurs: Those that occur in it.
        bent: Those that it is not linear in by themselves.
        pairs: Pairs that are multiplied with each other: linear in each, not in both.
    """

    occurs: Names = frozenset()
    bent: Names = frozenset()
    pairs: frozenset[Names] = frozenset()

    def all_bent(self) -> Dependence:
        """The same, seen through a function that is not linear."""
        return Dependence(self.occurs, self.occurs)


def linear_parameters(tree: Tree, parameters: Sequence[str]) -> Names:
    """A large set of parameters in which the expression is linear (affine) all together.

    Args:
        tree: A scalar, its components written as variables.
        parameters: Earlier ones are preferred where either of two would do.

    >>> from mvcalc_cli.language import parse
    >>> def linear(text, *names): return sorted(linear_parameters(parse(text).tree, names))
    >>> linear("a*(x - 3) + b*exp(2x)", "a", "b"), linear("a*x + a*b", "a", "b"), linear("a*exp(-k x)", "a", "k")
    (['a', 'b'], ['a'], ['a'])
    """
    found = dependence(tree, frozenset(parameters))
    return _apart([name for name in parameters if name not in found.bent], found.pairs)


def dependence(tree: Tree, parameters: Names) -> Dependence:
    """How the expression depends on the parameters."""

    def combine(node: Tree, parts: list[Dependence]) -> Dependence:
        if node.kind == "variable":
            return Dependence(frozenset((str(node.value),)) & parameters)
        if not any(part.occurs for part in parts):
            return _NOTHING
        return _RULES.get(node.kind, _any_other)(node, parts)

    return fold(tree, combine)


_NOTHING: Final = Dependence()


def _together(parts: Iterable[Dependence]) -> Dependence:
    occurs, bent, pairs = zip(*parts, strict=True)
    return Dependence(frozenset().union(*occurs), frozenset().union(*bent), frozenset().union(*pairs))


def _terms(_: Tree, parts: list[Dependence]) -> Dependence:
    return _together(parts)


def _factors(_: Tree, parts: list[Dependence]) -> Dependence:
    whole = _together(parts)
    bent, pairs = set(whole.bent), set(whole.pairs)
    for left, right in combinations(parts, 2):
        bent |= left.occurs & right.occurs
        pairs |= {frozenset((a, b)) for a in left.occurs for b in right.occurs if a != b}
    return Dependence(whole.occurs, frozenset(bent), frozenset(pairs))


def _quotient(node: Tree, parts: list[Dependence]) -> Dependence:
    above, below = parts
    return _factors(node, [above, below.all_bent()])


def _power(node: Tree, parts: list[Dependence]) -> Dependence:
    return parts[0] if node.args[1].value == 1 else _any_other(node, parts)


def _piecewise(node: Tree, parts: list[Dependence]) -> Dependence:
    return _together(part.all_bent() if is_condition(node, place) else part for place, part in enumerate(parts))


def _any_other(_: Tree, parts: list[Dependence]) -> Dependence:
    return _together(parts).all_bent()


_RULES: Final[dict[str, Callable[[Tree, list[Dependence]], Dependence]]] = {
    "sum": _terms,
    "negative": _terms,
    "product": _factors,
    "quotient": _quotient,
    "power": _power,
    "piecewise": _piecewise,
}


def _apart(names: Sequence[str], pairs: Iterable[Names]) -> Names:
    """As many names as can be had without a pair among them: those with the fewest partners go first."""
    clashes = {name: {b for pair in pairs if name in pair for b in pair - {name} if b in names} for name in names}
    chosen: set[str] = set()
    for name in sorted(names, key=lambda each: (len(clashes[each]), names.index(each))):
        if chosen.isdisjoint(clashes[name]):
            chosen.add(name)
    return frozenset(chosen)
