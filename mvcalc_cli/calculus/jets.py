"""Jets: truncated power series of an expression, by recurrences, over any kind of number.

A `Series` is w^shift·(c₀ + c₁·w + …), w the distance from the centre; a negative shift is a pole, which may
cancel on the way up: sin(w)/w has none. The numbers come from a `Field`: exact ones give the Taylor polynomial,
intervals give bounds of its remainder.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import Any, Final

from mvcalc_cli.calculus.jet_calls import CALLS
from mvcalc_cli.calculus.rules import RULES, slopes
from mvcalc_cli.calculus.series import ONE, NoSeries, Series, is_nothing
from mvcalc_cli.calculus.series_functions import Elementary
from mvcalc_cli.language.tree import E, Tree, as_variable, component_name, fold


class Jets(Elementary):
    """Evaluates Trees to series."""

    def run(self, tree: Tree, known: Mapping[Tree, Series]) -> Series:
        """The series of an expression, given those of its variables.

        Raises:
            NoSeries: If a part has none.
            Sides, Ramified: If the caller must work on one side, with a root of w.
        """

        def node(part: Tree, parts: list[Any]) -> Any:
            found = known.get(part)
            return found if found is not None else self._guarded(part, parts)

        result = fold(tree, node)
        if isinstance(result, NoSeries):
            raise result
        if not isinstance(result, Series):
            raise NoSeries("it is not a number", tree)
        return result

    def _guarded(self, node: Tree, parts: list[Any]) -> Any:
        """A part without a series is a value that travels up, except out of a branch not taken."""
        if node.kind != "piecewise":
            for part in parts:
                if isinstance(part, NoSeries):
                    return part
        try:
            return self._node(node, parts)
        except NoSeries as error:
            return NoSeries(error.reason, error.node or node)
        except (ZeroDivisionError, ValueError, OverflowError) as error:
            return NoSeries(f"it is undefined there{_words(error)}", node)

    def _node(self, node: Tree, parts: list[Any]) -> Any:
        rule = _KINDS.get(node.kind)
        if rule is None:
            raise NoSeries(f"a {node.kind} has no power series", node)
        return rule(self, node, parts)

    def by_slope(self, name: str, args: Sequence[Series], first: Any) -> Series:
        """f(u, v) = f₀ + ∫ (∂f/∂u·u′ + ∂f/∂v·v′), the slopes from the table of rules."""
        names = {as_variable(letter): arg for letter, arg in zip("uv", args, strict=False)}
        total: Series | None = None
        for slope, arg in zip(slopes(name), args, strict=False):
            change = self.derivative(arg)
            if all(self.field.is_zero(term) for term in change.terms):
                continue
            if slope is None:
                raise NoSeries(f"{name} is not differentiated by this argument")
            part = self.multiply(self.run(slope, names), change)
            total = part if total is None else self.add(total, part)
        return self.number(first) if total is None else self.integral(total, first)


def _words(error: Exception) -> str:
    return ": a division by 0" if isinstance(error, ZeroDivisionError) else ""


def _sum(jets: Jets, _: Tree, parts: list[Series]) -> Series:
    total = parts[0]
    for part in parts[1:]:
        total = jets.add(total, part)
    return total


def _product(jets: Jets, _: Tree, parts: list[Series]) -> Series:
    total = parts[0]
    for part in parts[1:]:
        total = jets.multiply(total, part)
    return total


def _power(jets: Jets, node: Tree, parts: list[Series]) -> Series:
    base, exponent = parts
    if node.args[0] == E:
        return jets.exponential(exponent)
    terms = jets.regular(exponent)
    if all(is_nothing(term) for term in terms[1:]):
        return jets.power(base, terms[0])
    return jets.exponential(jets.multiply(exponent, jets.logarithm(base)))


def _piecewise(_: Jets, node: Tree, parts: list[Any]) -> Any:
    for condition, value in zip(parts[::2], parts[1::2], strict=False):
        if isinstance(condition, NoSeries) or condition:
            return condition if isinstance(condition, NoSeries) else value
    if len(parts) % 2:
        return parts[-1]
    raise NoSeries("none of the cases holds there", node)


_COMPARE: Final[dict[str, Callable[[int], bool]]] = {
    "=": lambda sign: sign == 0,
    "!=": lambda sign: sign != 0,
    "<": lambda sign: sign < 0,
    "<=": lambda sign: sign <= 0,
    ">": lambda sign: sign > 0,
    ">=": lambda sign: sign >= 0,
}


def _relation(jets: Jets, node: Tree, parts: list[Series]) -> bool:
    difference = jets.add(parts[0], jets.scale(parts[1], -ONE))
    if node.value in {"=", "!="}:
        lead = jets.stripped(difference)
        if lead.terms and not lead.shift and not jets.field.differs(lead.terms[0]):
            raise NoSeries("whether two values are equal is not known", node)
        return (not lead.terms) == (node.value == "=")
    return _COMPARE[str(node.value)](jets.decide(difference, node))


def _logic(_: Jets, node: Tree, parts: list[bool]) -> bool:
    if node.value == "not":
        return not parts[0]
    return all(parts) if node.value == "and" else any(parts)


def _leaf_variable(jets: Jets, node: Tree, _: list[Series]) -> Series:
    name = component_name(node) if node.kind == "component" else str(node.value)
    if name is None:
        raise NoSeries("which component it is is not known", node)
    return jets.number(jets.field.constant(name))


def _constant(jets: Jets, node: Tree, _: list[Series]) -> Series:
    if node.value not in {"pi", "e"}:
        raise NoSeries(f"{node.value} is not a real number", node)
    return jets.number(jets.field.constant(str(node.value)))


def _call(jets: Jets, node: Tree, parts: list[Series]) -> Series:
    name = str(node.value)
    rule = CALLS.get(name)
    if rule is not None:
        return rule(jets, node, parts)
    if name not in RULES:
        raise NoSeries(f"{name} has no power series")
    first = jets.field.apply(name, [jets.regular(part)[0] for part in parts])
    return jets.by_slope(name, parts, first)


_KINDS: Final[dict[str, Callable[[Jets, Tree, list[Any]], Any]]] = {
    "number": lambda jets, node, _: jets.number(Fraction(node.value)),  # type: ignore[arg-type]
    "constant": _constant,
    "boolean": lambda _, node, __: bool(node.value),
    "variable": _leaf_variable,
    "component": _leaf_variable,
    "sum": _sum,
    "negative": lambda jets, _, parts: jets.scale(parts[0], -ONE),
    "product": _product,
    "quotient": lambda jets, _, parts: jets.divide(*parts),
    "power": _power,
    "call": _call,
    "relation": _relation,
    "logic": _logic,
    "piecewise": _piecewise,
}
