"""The value of an expression at a point, as a float, or the reason why it has none.

`evaluate` is for one point and says what went wrong and where; `program` compiles an expression for many
points and gives nan there.
"""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from mvcalc_cli.calculus.algebra import Value
from mvcalc_cli.calculus.arrays import shape
from mvcalc_cli.calculus.functions import ROWS, complaint
from mvcalc_cli.calculus.pointwise import Pointwise, determinant
from mvcalc_cli.calculus.special import EPSILON
from mvcalc_cli.calculus.tape import Program, program
from mvcalc_cli.calculus.undefined import OVERFLOW, Undefined, UndefinedError, place_of
from mvcalc_cli.errors import InputError, MvcalcError
from mvcalc_cli.language.tree import E, Tree

__all__ = [
    "Program",
    "UndefinedError",
    "evaluate",
    "evaluate_complex",
    "evaluate_matrix",
    "evaluate_vector",
    "is_undefined",
    "program",
]

# Indexed sums longer than this are worth compiling.
_LONG = 30
_CHUNK = 10_000


def evaluate(tree: Tree, point: Mapping[str, Any], *, text: str | None = None) -> float:
    """The value of `tree` at `point`; a bool if it is a relation.

    Args:
        tree: A scalar expression.
        point: Values by name: "x" a float (or a sequence, for a vector), "x[3]" a component.
        text: The typed text, for the place of an error.

    Raises:
        UndefinedError: If there is no value: "log of 0", with the part concerned.
        InputError: If a variable has no value, or shapes do not fit.
        LimitError: If an indexed sum has more than 10^7 terms.

    >>> from mvcalc_cli.language.tree import call, variable
    >>> evaluate(call("log2", variable("x")), {"x": 8.0})
    3.0
    """
    value = _Reals(point, text).result(tree)
    if value.__class__ is tuple:
        raise _wrong_shape("a number", value, tree, text)
    return value if isinstance(value, bool) else float(value)


def is_undefined(tree: Tree, point: Mapping[str, Any]) -> bool:
    """Has `tree` no value at `point`? An overflow is a value, only too large for a float.

    >>> from mvcalc_cli.language.tree import call, number
    >>> is_undefined(call("log", number(0)), {}), is_undefined(call("cosh", number(1000)), {})
    (True, False)
    """
    try:
        return not math.isfinite(evaluate(tree, point))
    except UndefinedError as error:
        return not error.overflow
    except MvcalcError:
        return False


def evaluate_vector(tree: Tree, point: Mapping[str, Any], *, text: str | None = None) -> tuple[float, ...]:
    """The entries of a vector at a point; errors as of `evaluate`."""
    value = _Reals(point, text).result(tree)
    if len(shape(value)) != 1:
        raise _wrong_shape("a vector", value, tree, text)
    return tuple(float(entry) for entry in value)


def evaluate_matrix(tree: Tree, point: Mapping[str, Any], *, text: str | None = None) -> tuple[tuple[float, ...], ...]:
    """The rows of a matrix at a point; errors as of `evaluate`."""
    value = _Reals(point, text).result(tree)
    if len(shape(value)) != 2:
        raise _wrong_shape("a matrix", value, tree, text)
    return tuple(tuple(float(entry) for entry in row) for row in value)


def evaluate_complex(tree: Tree, point: Mapping[str, Any], *, text: str | None = None) -> complex:
    """The principal value at a point of complex numbers; see `calculus/complexes.py`."""
    from mvcalc_cli.calculus import complexes

    return complexes.evaluate_complex(tree, point, text=text)


def _wrong_shape(wanted: str, value: Value, tree: Tree, text: str | None) -> InputError:
    found = ("a number", "a vector", "a matrix")[min(len(shape(value)), 2)]
    return InputError(f"{wanted} is needed here, and this is {found}", place=place_of(tree, text))


class _Reals(Pointwise):
    """Floats."""

    def leaf(self, node: Tree) -> float | Undefined:
        if node.kind != "constant":
            try:
                return node.value if node.kind == "boolean" else float(node.value)  # type: ignore[arg-type, return-value]
            except OverflowError:
                return Undefined(OVERFLOW, node)
        if node.value == "i":
            return Undefined("i is not a real number", node, "--complex")
        return _CONSTANTS[str(node.value)]

    def whole(self, value: float) -> int | None:
        return int(value) if math.isfinite(value) and value == math.floor(value) else None

    def compute(self, node: Tree, operation: str, parts: Sequence[float]) -> float | Undefined:
        if operation in _QUARTERS and (quarter := _quarter(parts[0])) is not None:
            value = _QUARTERS[operation][quarter % 4]
            return Undefined(_POLES[operation], node) if value is None else value
        if operation == "power" and node.args[0] == E:
            operation, parts = "exp", parts[1:]
        try:
            value = _OPERATIONS[operation](*parts)
        except KeyError:
            return Undefined(f"{operation} is not evaluated as a float here", node)
        except (ArithmeticError, ValueError) as error:
            return _undefined(node, operation, tuple(parts), error)
        if not math.isfinite(value) and all(map(math.isfinite, parts)):
            return Undefined(OVERFLOW, node)
        return Undefined("∞ − ∞, 0·∞ or ∞/∞", node) if math.isnan(value) else value

    def terms(self, node: Tree, places: range) -> Any:
        if len(places) > _LONG:
            total = self._compiled(node, places)
            if total is not None:
                return total
        return super().terms(node, places)

    def _compiled(self, node: Tree, places: range) -> float | Undefined | None:
        """The same by a program, in chunks; None if the reason of a failure is still to be found."""
        index = str(node.args[1].value)
        fixed = _flat({name: value for name, value in self.point.items() if name != index})
        body = program(node.args[0], (index, *fixed))
        values: list[float] = []
        for start in range(0, len(places), _CHUNK):
            chunk = [float(place) for place in places[start : start + _CHUNK]]
            found = body.values([chunk, *([value] * len(chunk) for value in fixed.values())])
            if not all(map(math.isfinite, found)):
                bad = next(k for k, value in enumerate(found) if not math.isfinite(value))
                reason = self.term(node, places[start + bad])
                return reason if isinstance(reason, Undefined) else None
            values += found
        return self.compute(node, "sum" if node.value == "sum" else "product", values)


def _flat(point: Mapping[str, Any]) -> dict[str, float]:
    """A point with each vector x taken apart into x[1], x[2], …"""
    flat: dict[str, float] = {}
    for name, value in point.items():
        if not hasattr(value, "__len__"):
            flat[name] = float(value)
            continue
        for place, entry in enumerate(value, 1):
            if hasattr(entry, "__len__"):
                flat |= {f"{name}[{place},{column}]": float(cell) for column, cell in enumerate(entry, 1)}
            else:
                flat[f"{name}[{place}]"] = float(entry)
    return flat


def _quarter(x: float) -> int | None:
    """k if x is k·π/2 to within rounding.

    A person who asks for tan(π/2) means the pole, and the nearest double is not it; a double this near
    to a multiple of π/2 carries no information on the difference.
    """
    if abs(x) > 1e6:
        return None
    quarter = round(x / (math.pi / 2))
    return quarter if abs(x - quarter * (math.pi / 2)) <= 2 * EPSILON * abs(x) else None


def _undefined(node: Tree, operation: str, parts: tuple[float, ...], error: ArithmeticError | ValueError) -> Undefined:
    if operation == "power" and not isinstance(error, OverflowError):
        if parts[0] == 0.0:
            return Undefined("0 to a negative power", node)
        hint = "the principal value is complex: --complex, or cbrt/root for the real root"
        return Undefined("a negative number to a fractional power", node, hint)
    if operation == "quotient":
        return Undefined("division by 0", node)
    if operation in ROWS:
        return Undefined(complaint(operation, parts, error), node)
    return Undefined(OVERFLOW if isinstance(error, OverflowError) else "∞ − ∞, 0·∞ or ∞/∞", node)


def _add(*terms: float) -> float:
    return math.fsum(terms)


def _multiply(*factors: float) -> float:
    return math.prod(factors)


_CONSTANTS: Final = {"pi": math.pi, "e": math.e, "oo": math.inf}

_OPERATIONS: Final[dict[str, Callable[..., float]]] = {
    "sum": _add,
    "negative": operator.neg,
    "product": _multiply,
    "quotient": operator.truediv,
    "power": math.pow,
    "=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "not": operator.not_,
    "det": lambda *entries: determinant(entries),
    "norm": math.hypot,
    **{name: row.value for name, row in ROWS.items()},
}

# Values at 0, π/2, π, 3π/2; None at a pole.
_QUARTERS: Final[dict[str, tuple[float | None, ...]]] = {
    "sin": (0.0, 1.0, 0.0, -1.0),
    "cos": (1.0, 0.0, -1.0, 0.0),
    "tan": (0.0, None, 0.0, None),
    "sec": (1.0, None, -1.0, None),
    "csc": (None, 1.0, None, -1.0),
    "cot": (None, 0.0, None, 0.0),
}
_POLES: Final = {
    "tan": "tan at an odd multiple of π/2",
    "sec": "sec at an odd multiple of π/2",
    "csc": "csc at a multiple of π",
    "cot": "cot at a multiple of π",
}
