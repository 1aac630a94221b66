"""The asymptotic expansion of a Tree on one side of a point: every function of the language that has one."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Final, NamedTuple

from mvcalc_cli.calculus.derivative import differentiate
from mvcalc_cli.calculus.signs import signed_value
from mvcalc_cli.calculus.tidy import tidy
from mvcalc_cli.language.tree import E, Tree, call, fold, postorder, substitute, variable, variables
from mvcalc_cli.symbolic.limits.asymptotic import SMALL, UNIT, ZERO, Algebra, Expansion, Lost, Oscillation
from mvcalc_cli.symbolic.limits.coefficients import Coefficient, Field, Unsupported, as_tree, measured
from mvcalc_cli.symbolic.limits.rules import DIRECT, FAR, OSCILLATING, REWRITES

_DUMMY: Final = variable("z")
_SIGNS: Final = {"=": {0}, "!=": {-1, 1}, "<": {-1}, "<=": {-1, 0}, ">": {1}, ">=": {0, 1}}
# How many terms are tried, until not all of them cancel.
_TERMS: Final = (4, 8, 16)


class Approach(NamedTuple):
    """How a variable comes to a point: from one side, or to one end of the line.

    Attributes:
        name: The variable.
        point: The point, a Tree without that variable; None for infinity.
        direction: 1 from the right, −1 from the left; for infinity its sign.
        whole: Whether the variable takes whole numbers only.
    """

    name: str
    point: Tree | None
    direction: int
    whole: bool = False


def leading(tree: Tree, approach: Approach, field: Field) -> Expansion:
    """An expansion whose terms have not all cancelled.

    Raises:
        Oscillation: If a part swings for ever.
        Unsupported: If there is no expansion of this kind.
        Undecided: If the sign of a letter decides.
        ValueError, ZeroDivisionError: If the expression has no real values there.

    >>> from mvcalc_cli.language import parse
    >>> from mvcalc_cli.language.tree import ZERO
    >>> leading(parse("(1 - cos(x))/x^2").tree, Approach("x", ZERO, 1), Field()).terms[0][1]
    Fraction(1, 2)
    """
    tree = tidy(tree, field.facts)
    for most in _TERMS:
        try:
            found = Walker(approach, field, most).whole(tree)
        except Lost:
            continue
        if found.terms or found.error is None:
            return found
    raise Unsupported


class Walker(Algebra):
    """One walk over one Tree, of at most so many terms."""

    def __init__(self, approach: Approach, field: Field, most: int) -> None:
        super().__init__(field, most)
        self.approach = approach

    def whole(self, tree: Tree) -> Expansion:
        """The expansion of a Tree; the branches of a piecewise that are not taken are left alone."""
        return fold(self.resolved(tree), self.node)

    def resolved(self, tree: Tree) -> Tree:
        """A Tree with the branch that holds close to the point in the place of each piecewise."""
        pieces = _outermost_pieces(tree)
        return substitute(tree, {piece: self.resolved(self._taken(piece)) for piece in pieces}) if pieces else tree

    def inside(self, tree: Tree, known: Mapping[str, Expansion]) -> Expansion:
        """The expansion of a Tree some of whose letters stand for expansions."""

        def node(one: Tree, parts: list[Expansion]) -> Expansion:
            found = known.get(str(one.value)) if one.kind == "variable" else None
            return self.node(one, parts) if found is None else found

        return fold(tree, node)

    def node(self, node: Tree, parts: list[Expansion]) -> Expansion:
        """The expansion of one node over those of its parts."""
        kind, value = node.kind, node.value
        if kind == "variable" and value == self.approach.name:
            return self._variable()
        if kind == "number":
            return self.number(Fraction(value))  # type: ignore[arg-type]
        if kind in {"variable", "component"} or (kind == "constant" and value in {"pi", "e"}):
            return self.number(node)
        if kind == "power":
            return self._power(node, parts[0], parts[1])
        if kind == "call":
            return self._call(str(value), node, parts)
        return self._arithmetic(kind, parts)

    def _arithmetic(self, kind: str, parts: list[Expansion]) -> Expansion:
        if kind == "sum":
            return self.sum(parts)
        if kind == "negative":
            return self.negative(parts[0])
        if kind == "product":
            return self._product(parts)
        if kind == "quotient":
            return self.quotient(parts[0], parts[1])
        raise Unsupported

    def negative(self, one: Expansion) -> Expansion:
        """−one."""
        return self.scaled(one, Fraction(-1))

    def sign_of(self, one: Expansion) -> int:
        """1, −1 or 0: the sign close to the point."""
        found = self.lead(one)
        return 0 if found is None else self.field.sign(found[1])

    def _variable(self) -> Expansion:
        """a + t, a − t, 1/t, −1/t."""
        direction = Fraction(self.approach.direction)
        if self.approach.point is None:
            return self.made({(Fraction(0), Fraction(-1), Fraction(0), Fraction(0)): direction}, None)
        return self.made({UNIT: self.field.of(self.approach.point), SMALL: direction}, None)

    def _product(self, parts: list[Expansion]) -> Expansion:
        found = parts[0]
        for part in parts[1:]:
            found = self.product(found, part)
        return found

    def _power(self, node: Tree, base: Expansion, exponent: Expansion) -> Expansion:
        """u^v = e^(v·log u)."""
        value = signed_value(node.args[1])
        if value is not None:
            return self.power(base, value)
        if node.args[0] == E:
            return self.exp(exponent)
        if exponent == ZERO:
            return self.number(Fraction(1))
        if base == ZERO:
            if self.sign_of(exponent) > 0:
                return base
            raise ZeroDivisionError
        constant = exponent.terms[0][1] if exponent.error is None and len(exponent.terms) == 1 else None
        if isinstance(constant, Fraction) and exponent.terms[0][0] == UNIT:
            return self.power(base, constant)
        return self.exp(self.product(exponent, self.log(base)))

    # --- pieces ------------------------------------------------------------------------------------

    def _taken(self, node: Tree) -> Tree:
        """The branch of a piecewise that holds close to the point."""
        for place in range(0, len(node.args) - 1, 2):
            if self.holds(node.args[place]):
                return node.args[place + 1]
        if len(node.args) % 2 == 0:
            raise ValueError
        return node.args[-1]

    def holds(self, condition: Tree) -> bool:
        """Is a condition true close to the point?"""
        if condition.kind == "boolean":
            return bool(condition.value)
        if condition.kind == "logic":
            found = [self.holds(arg) for arg in condition.args]
            return not found[0] if condition.value == "not" else all(found) if condition.value == "and" else any(found)
        if condition.kind != "relation":
            raise Unsupported
        left, right = (self.whole(arg) for arg in condition.args)
        return self.sign_of(self.sum((left, self.negative(right)))) in _SIGNS[str(condition.value)]

    # --- functions ---------------------------------------------------------------------------------

    def _call(self, name: str, node: Tree, parts: list[Expansion]) -> Expansion:
        if name in DIRECT:
            return DIRECT[name](self, node, parts)
        if name in REWRITES:
            opened = REWRITES[name](*(variable(f"z{place}") for place in range(len(parts))))
            return self.inside(opened, {f"z{place}": part for place, part in enumerate(parts)})
        if len(parts) != 1:
            raise Unsupported
        large, constant, small = self.parts(parts[0])
        if not large.terms:
            return self._smooth(name, constant, small)
        if name in OSCILLATING:
            raise Oscillation
        if name not in FAR:
            raise Unsupported
        return self.inside(FAR[name](_DUMMY, self.sign_of(parts[0]) > 0), {"z": parts[0]})

    def _smooth(self, name: str, constant: Coefficient, small: Expansion) -> Expansion:
        """A function about a point where it has a Taylor series."""
        if small == ZERO:
            return self.number(_taylor(self.field, name, constant, 1)[0])
        return self.series(_taylor(self.field, name, constant, self.most), small)


def _outermost_pieces(tree: Tree) -> list[Tree]:
    if not any(node.kind == "piecewise" for node in postorder(tree)):
        return []
    found: dict[Tree, None] = {}
    stack = [tree]
    while stack:
        node = stack.pop()
        if node.kind == "piecewise":
            found.setdefault(node)
        else:
            stack.extend(node.args)
    return list(found)


def _taylor(field: Field, name: str, constant: Coefficient, most: int) -> list[Coefficient]:
    """f(c), f′(c), f″(c)/2, …; Unsupported where one of them has no value."""
    if name in {"sin", "cos"}:
        return _wave(field, name, constant, most)
    tree, at, factorial = call(name, _DUMMY), {_DUMMY: as_tree(constant)}, 1
    found: list[Coefficient] = []
    for n in range(most):
        value = substitute(tree, at)
        if not variables(value) and measured(value) is None:
            raise Unsupported
        factorial *= max(n, 1)
        found.append(field.divide(field.of(value), Fraction(factorial)))
        if n + 1 < most:
            tree = differentiate(tree, "z").result
    return found


def _wave(field: Field, name: str, constant: Coefficient, most: int) -> list[Coefficient]:
    """The same for sine and cosine, whose derivatives come in a cycle of four."""
    sine, cosine, minus = field.call("sin", constant), field.call("cos", constant), Fraction(-1)
    cycle = [sine, cosine, field.multiply(minus, sine), field.multiply(minus, cosine)]
    shift, factorial, found = 0 if name == "sin" else 1, 1, []
    for n in range(most):
        factorial *= max(n, 1)
        found.append(field.divide(cycle[(n + shift) % 4], Fraction(factorial)))
    return found
