"""Tree -> SymPy. Nothing here gives SymPy a text to read: every node is built by its class.

Variables are real unless a kind says otherwise. Numbers stay exact. Sizes are estimated before SymPy,
which evaluates as it builds, is asked for a node (`sizes`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from functools import reduce
from operator import add as plus
from operator import mul as times
from typing import Any, Final

import sympy

from mvcalc_cli.calculus.lower import lower
from mvcalc_cli.calculus.undefined import place_of
from mvcalc_cli.errors import DomainError, InputError, LimitError, Place
from mvcalc_cli.language.names import is_name
from mvcalc_cli.language.tree import Tree, component_name, fold
from mvcalc_cli.symbolic import calls, sizes

Build = Callable[..., Any]

# What SymPy may assume of a variable of each kind.
ASSUMPTIONS: Final[dict[str, dict[str, bool]]] = {
    "real": {"real": True},
    "positive": {"positive": True},
    "integer": {"integer": True},
    "complex": {"complex": True},
}


def symbol(name: str, kind: str = "real") -> sympy.Symbol:
    """The SymPy symbol of a variable, or of a component such as x[3].

    >>> symbol("x").is_real, symbol("n", "integer").is_integer
    (True, True)
    """
    stem, bracket, indices = name.partition("[")
    if not is_name(stem) or (bracket and not indices.rstrip("]").replace(",", "").isdigit()):
        raise InputError(f"{name!r} is not a name")
    return sympy.Symbol(name, **ASSUMPTIONS[kind])


def to_sympy(tree: Tree, kinds: Mapping[str, str] | None = None, text: str | None = None) -> Any:
    """The SymPy expression of a Tree.

    Args:
        tree: What was read.
        kinds: name -> "real" (the default), "positive", "integer" or "complex".
        text: The typed text, so that a LimitError can show the place.

    Raises:
        LimitError: If a number in it would become too long.
        DomainError: If it has no value, whatever the variables are (1/0).
        InputError: If the algebra has no such thing (a set, a vector in a place for numbers).

    >>> from mvcalc_cli.language.tree import TWO, call, power, variable
    >>> to_sympy(call("sqrt", power(variable("x"), TWO)))
    Abs(x)
    """
    builder = _Builder(kinds or {}, text)
    try:
        return fold(lower(tree), builder.node)
    except RecursionError:
        raise LimitError("this expression is nested too deeply for the algebra") from None


class _Builder:
    """Builds one expression; knows the kinds of the variables and the text they stood in."""

    def __init__(self, kinds: Mapping[str, str], text: str | None) -> None:
        self.kinds = kinds
        self.text = text

    def node(self, node: Tree, parts: list[Any]) -> Any:
        """One node over its finished parts."""
        try:
            return self._valued(node, self._kind(node, parts), parts)
        except ZeroDivisionError:
            raise self._no_value(node) from None
        except sizes.TooLong as long:
            lead = f"{node.value}: " if node.kind == "call" else ""
            raise LimitError(f"{lead}{long}", place=self._place(node)) from None
        except (sympy.ShapeError, TypeError, ValueError, NotImplementedError, AttributeError) as error:
            # What SymPy says of vectors in a place for numbers, odd comparisons and the like.
            raise InputError(f"the algebra cannot use this: {_sentence(error)}", place=self._place(node)) from None

    def _valued(self, node: Tree, result: Any, parts: list[Any]) -> Any:
        """The result, unless SymPy says that it has no value (1/0, log 0)."""
        none = result in (sympy.nan, sympy.zoo) or (
            parts and result in _INFINITE and not any(part in _INFINITE for part in parts)
        )
        if none:
            raise self._no_value(node)
        return result

    def _no_value(self, node: Tree) -> DomainError:
        return DomainError("this has no value", place=self._place(node))

    def _place(self, node: Tree) -> Place | None:
        return place_of(node, self.text)

    def _kind(self, node: Tree, parts: list[Any]) -> Any:
        if node.kind in _LEAVES:
            return _LEAVES[node.kind](node.value)
        if node.kind == "variable":
            name = str(node.value)
            return symbol(name, self.kinds.get(name, "real"))
        if node.kind == "component":
            return self._component(node, parts)
        build = _NODES.get(node.kind)
        if build is not None:
            return build(node, parts)
        if node.kind not in _KINDS:
            raise InputError(f"the algebra has no use for a {node.kind} here", place=self._place(node))
        return _KINDS[node.kind](parts)

    def _component(self, node: Tree, parts: list[Any]) -> Any:
        name = component_name(node)
        if name is not None:
            return symbol(name, self.kinds.get(name, self.kinds.get(name.partition("[")[0], "real")))
        assumptions = ASSUMPTIONS[self.kinds.get(str(node.args[0].value), "real")]
        return sympy.IndexedBase(parts[0], **assumptions)[tuple(parts[1:])]


def _sentence(error: Exception) -> str:
    first = str(error).partition("\n")[0].strip().rstrip(".")
    return first or type(error).__name__


def _number(value: Any) -> Any:
    if isinstance(value, Fraction):
        return sympy.Rational(value.numerator, value.denominator)
    return sympy.Integer(value)


_INFINITE: Final = (sympy.oo, -sympy.oo)
_CONSTANTS: Final = {"pi": sympy.pi, "e": sympy.E, "i": sympy.I, "oo": sympy.oo}
_LEAVES: Final[dict[str, Build]] = {
    "number": _number,
    "constant": lambda name: _CONSTANTS[name],
    "boolean": lambda value: sympy.true if value else sympy.false,
}


# --- arithmetic ------------------------------------------------------------------------------------


def _sum(terms: list[Any]) -> Any:
    result = reduce(plus, terms) if _has_matrix(terms) else sympy.Add(*terms)
    sizes.check_number(result)
    return result


def _product(factors: list[Any]) -> Any:
    sizes.check_product(factors)
    result = reduce(times, factors) if _has_matrix(factors) else sympy.Mul(*factors)
    sizes.check_number(result)
    return result


def _quotient(parts: list[Any]) -> Any:
    numerator, denominator = parts
    inverse = denominator**-1
    if inverse == sympy.zoo:  # in a product with x it would hide
        raise ZeroDivisionError
    return _product([numerator, inverse])


def _has_matrix(parts: list[Any]) -> bool:
    return any(isinstance(part, sympy.MatrixBase) for part in parts)


def _vector(entries: list[Any]) -> Any:
    if _has_matrix(entries):  # the rows of a matrix
        return sympy.ImmutableMatrix([list(row) for row in entries])
    return sympy.ImmutableMatrix([[entry] for entry in entries])


def _piecewise(parts: list[Any]) -> Any:
    pairs = [(value, condition) for condition, value in zip(parts[::2], parts[1::2], strict=False)]
    if len(parts) % 2:
        pairs.append((parts[-1], sympy.true))
    return sympy.Piecewise(*pairs)


_KINDS: Final[dict[str, Callable[[list[Any]], Any]]] = {
    "sum": _sum,
    "product": _product,
    "quotient": _quotient,
    "negative": lambda parts: -parts[0],
    "power": lambda parts: calls.power(*parts),
    "vector": _vector,
    "matrix": lambda rows: sympy.ImmutableMatrix([list(row) for row in rows]),
    "piecewise": _piecewise,
    "set": lambda elements: sympy.FiniteSet(*elements),
    "union": lambda parts: sympy.Union(*parts),
}


def _relation(build: Build) -> Build:
    def compare(left: Any, right: Any) -> Any:
        sizes.check_rounding(left, right)
        return build(left, right)

    return compare


_OPERATORS: Final[dict[str, Build]] = {
    "=": _relation(sympy.Eq),
    "!=": _relation(sympy.Ne),
    "<": _relation(sympy.Lt),
    "<=": _relation(sympy.Le),
    ">": _relation(sympy.Gt),
    ">=": _relation(sympy.Ge),
    "and": sympy.And,
    "or": sympy.Or,
    "not": sympy.Not,
}


def _indexed(node: Tree, parts: list[Any]) -> Any:
    """A sum whose bounds are not numbers: `lower` has opened the others."""
    body, index, first, last = parts
    build = sympy.Sum if node.value == "sum" else sympy.Product
    # The index is an integer, whatever variables of the same name are elsewhere.
    counter = sympy.Symbol(index.name, integer=True)
    return build(body.xreplace({index: counter}), (counter, first, last))


# Kinds that need more of their node than its finished parts.
_NODES: Final[dict[str, Callable[[Tree, list[Any]], Any]]] = {
    "call": lambda node, parts: calls.build(str(node.value), parts),
    "relation": lambda node, parts: _OPERATORS[str(node.value)](*parts),
    "logic": lambda node, parts: _OPERATORS[str(node.value)](*parts),
    "indexed": _indexed,
}
