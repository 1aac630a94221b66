"""What must be true of a variant, worked out from its parameters by numbers: the bank's answer is not looked at.

A check is a function that takes the `Given` of a variant and returns what each part must come to:

    def a_slope(given: Given) -> dict[str, Expected]:
        return {"m": slope(given.f, "x", x=given.p)}

A number, a function of the variables of the question (compared at points), a list (a vector, or rows of a matrix), a
set, `Zero` (an equation), `Region` (an interval or an inequality), `Primitive` (an antiderivative), or a text, several
for what has several right options. Derivatives are differences, integrals quadrature, limits extrapolation, roots sign
changes, all by mpmath with 30 digits: nothing of our own calculus takes part, but the evaluation of expressions.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import Any, NamedTuple

from mpmath import mp, mpf

from mvcalc_cli.language.tree import Tree, number, substitute, variable, variables
from mvcalc_cli.quiz.variant import Variant, VariantPart
from mvcalc_cli.symbolic.digits import measure

mp.dps = 30
# What an answer by differences may be off, beside its size.
CLOSE = mpf(10) ** -9
_POINTS = 6


class Zero(NamedTuple):
    """An equation holds where this function of its variables is 0."""

    function: Callable[..., Any]


class Region(NamedTuple):
    """An interval or an inequality: whether a point belongs to it."""

    contains: Callable[..., bool]


class Primitive(NamedTuple):
    """An antiderivative of this function of `wrt`."""

    function: Callable[..., Any]
    wrt: str = "x"


Expected = Any  # a number, a function, a list, a set, a text, or one of the above


class Function:
    """An expression as a function of its variables, by name: f(x=1, y=2); f(2) where there is one variable."""

    def __init__(self, tree: Tree) -> None:
        self.tree = tree
        self.names = tuple(sorted(variables(tree)))

    def __call__(self, *numbers: Any, **values: Any) -> Any:
        values = {**dict(zip(self.names, numbers, strict=False)), **values}
        known = {name: values[name] for name in self.names}
        if self.tree.kind in {"vector", "matrix", "interval"}:  # (1, 2) in a set is read as an interval, and is a point
            return [Function(entry)(**{name: known[name] for name in variables(entry)}) for entry in self.tree.args]
        # Differences are taken with more digits than are asked for.
        found = measure(self.tree, {name: _number(value) for name, value in known.items()}, mp.dps + 5)
        if found is None:
            raise ArithmeticError("no value there")
        return mpf(found.numerator) / found.denominator if isinstance(found, Fraction) else found


def _number(value: Any) -> Any:
    return Fraction(value) if isinstance(value, (int, Fraction)) else mpf(value)


class Given:
    """The parameters of a variant: numbers as mpf, expressions as functions, vectors as lists, words as texts."""

    def __init__(self, made: Variant) -> None:
        self.seed = made.seed
        self._values = {name: _given(value) for name, value in made.values.items()}

    def __getattr__(self, name: str) -> Any:
        try:
            return self._values[name]
        except KeyError:
            raise AttributeError(name) from None

    def __getitem__(self, name: str) -> Any:
        return self._values[name]


def _given(value: Tree | str) -> Any:
    if isinstance(value, str):
        return value
    if value.kind == "vector":
        return [_given(entry) for entry in value.args]
    return Function(value) if variables(value) else Function(value)()


# --- numbers in the place of calculus ----------------------------------------------------------------


def slope(f: Callable[..., Any], by: str = "x", order: int = 1, **at: Any) -> Any:
    """The derivative of f by one variable at a point, by differences."""
    point = {name: mpf(value) for name, value in at.items()}
    return mp.diff(lambda t: f(**{**point, by: t}), point[by], order)


def derivative(f: Callable[..., Any], *by: str) -> Callable[..., Any]:
    """The derivative as a function: derivative(f, "x", "y") is ∂²f/∂y∂x."""
    for name in by:
        f = _derivative(f, name)
    return f


def _derivative(f: Callable[..., Any], by: str) -> Callable[..., Any]:
    return lambda **at: slope(f, by, **at)


def gradient(f: Callable[..., Any], names: Sequence[str], **at: Any) -> list[Any]:
    """All the slopes at a point."""
    return [slope(f, name, **at) for name in names]


def hessian(f: Callable[..., Any], names: Sequence[str], **at: Any) -> list[list[Any]]:
    """All the second derivatives at a point."""
    return [[derivative(f, one, other)(**at) for other in names] for one in names]


def integral(f: Callable[..., Any], low: Any, high: Any, by: str = "x", **at: Any) -> Any:
    """The definite integral by quadrature; mp.inf is an end."""
    return mp.quad(lambda t: f(**{**at, by: t}), [low, high])


def limit(f: Callable[..., Any], to: Any, by: str = "x", direction: int = 1, **at: Any) -> Any:
    """The limit by extrapolation, from above (1) or below (-1)."""
    return mp.limit(lambda t: f(**{**at, by: t}), to, direction=direction)


def roots(f: Callable[..., Any], low: Any, high: Any, by: str = "x", pieces: int = 400) -> set[Any]:
    """Where f changes its sign between two ends; roots without a change of sign are not found."""
    xs = [low + (mpf(high) - low) * (k + mpf("0.37")) / pieces for k in range(pieces)]
    values = [f(**{by: x}) for x in xs]
    return {
        mp.findroot(lambda t: f(**{by: t}), (a, b), solver="anderson", tol=mpf(10) ** -40, maxsteps=200)
        for a, b, u, v in zip(xs, xs[1:], values, values[1:], strict=False)
        if u * v < 0
    }


# --- is it so? -------------------------------------------------------------------------------------


def disagreement(made: Variant, part: VariantPart, expected: Expected) -> str:
    """Where the answer of a part is not what it must be; "" where it is."""
    task = part.task
    if task.expected is None:
        if task.kind == "order" and isinstance(expected, (list, tuple)):  # a list: in this very order
            return "" if task.texts == tuple(expected) else f"{task.texts} ≠ {expected}"
        return _of_texts(task.texts, expected)
    try:
        return _compared(task.expected, expected, _places(made), part)
    except ArithmeticError as why:
        return f"no value: {why}"


def _of_texts(texts: tuple[str, ...], expected: Expected) -> str:
    wanted = {expected} if isinstance(expected, str) else set(expected)
    return "" if wanted <= set(texts) and (len(texts) == len(wanted) or len(wanted) == 1) else f"{texts} ≠ {wanted}"


def _places(made: Variant) -> list[dict[str, Any]]:
    """Points in the domains of the variables, the same for a seed."""
    draw = random.Random(made.seed)
    return [{name: _drawn(kind, draw) for name, kind in made.question.variables} for _ in range(40)]


def _drawn(kind: Any, draw: random.Random) -> Any:
    if kind == "integer":
        return draw.randint(1, 9)
    low, high = {"real": (-2.0, 2.0), "positive": (0.2, 3.0), "complex": (-2.0, 2.0)}.get(kind, kind)
    return mpf(draw.uniform(float(low), float(high)))


def _compared(answer: Tree, expected: Expected, places: list[dict[str, Any]], part: VariantPart) -> str:
    up_to = part.task.grade.up_to
    if isinstance(expected, Primitive):
        return _primitive(answer, expected, places)
    if isinstance(expected, Zero):
        return _equation(answer, expected, places)
    if isinstance(expected, Region):
        return _region(answer, expected, places)
    if isinstance(expected, (set, frozenset)):
        return _same_set(_entries(answer), list(expected))
    if isinstance(expected, (list, tuple)):
        return _vector(answer, list(expected), places, up_to)
    return _scalar(Function(answer), expected, places, up_to)


def _entries(answer: Tree) -> list[Any]:
    return [Function(entry)() for entry in (answer.args if answer.kind == "set" else (answer,))]


def _same_set(found: list[Any], expected: list[Any]) -> str:
    """As many, and each near another."""
    left = list(found)
    for one in expected:
        near = next((each for each in left if _near(each, one)), None)
        if near is None:
            return f"{_text(one)} is missing in {_text(found)}"
        left.remove(near)
    return f"{_text(left)} should not be there" if left else ""


def _near(found: Any, expected: Any) -> bool:
    if isinstance(expected, (list, tuple)):
        return len(found) == len(expected) and all(map(_near, found, expected))
    return bool(abs(found - expected) <= CLOSE * (1 + abs(expected)))


def _vector(answer: Tree, expected: list[Any], places: list[dict[str, Any]], up_to: tuple[str, ...]) -> str:
    if len(answer.args) != len(expected):
        return f"{len(answer.args)} entries, and {len(expected)} are expected"
    if "order" in up_to:
        return _same_set(_entries(Tree("set", None, answer.args)), expected)
    if up_to and set(up_to) & {"scale", "sign"}:
        return _same_direction([Function(entry)() for entry in answer.args], expected)
    for place, (entry, one) in enumerate(zip(answer.args, expected, strict=True)):
        rows = isinstance(one, (list, tuple))
        told = _vector(entry, list(one), places, ()) if rows else _scalar(Function(entry), one, places, ())
        if told:
            return f"entry {place + 1}: {told}"
    return ""


def _same_direction(found: list[Any], expected: list[Any]) -> str:
    """Parallel, and not 0."""
    apart = max(
        abs(a * d - b * c) for a, c in zip(found, expected, strict=True) for b, d in zip(found, expected, strict=True)
    )
    good = apart <= CLOSE * (1 + max(map(abs, found)) * max(map(abs, expected))) and any(found)
    return "" if good else f"{_text(found)} is not along {_text(expected)}"


def _scalar(answer: Function, expected: Expected, places: list[dict[str, Any]], up_to: tuple[str, ...]) -> str:
    if not callable(expected):
        if answer.names:
            return f"the answer has variables: {answer.names}, and {_text(expected)} is expected"
        return "" if _near(answer(), mpf(expected)) else f"{_text(answer())}, and it must be {_text(expected)}"
    differences, compared = [], 0
    for point in places:
        try:
            found, wanted = answer(**point), expected(**point)
        except (ArithmeticError, ValueError):
            continue
        compared += 1
        differences.append(found - wanted)
        if not up_to and not _near(found, wanted):
            return f"{_text(found)} at {_text(point)}, and it must be {_text(wanted)}"
        if compared == _POINTS:
            break
    if compared < 3:
        return f"compared at {compared} points alone"
    if "constant" in up_to and not all(_near(each, differences[0]) for each in differences):
        return "it differs by more than a constant"
    return ""


def _primitive(answer: Tree, expected: Primitive, places: list[dict[str, Any]]) -> str:
    """Its derivative is the integrand; letters that are no variables of the question are its constant."""
    known = places[0].keys() | {expected.wrt}
    free = [name for name in variables(answer) if name not in known]
    whole = Function(substitute(answer, {variable(name): number(0) for name in free}))
    return _scalar_function(derivative(whole, expected.wrt), expected.function, places)


def _scalar_function(found: Callable[..., Any], expected: Callable[..., Any], places: list[dict[str, Any]]) -> str:
    compared = 0
    for point in places:
        try:
            one, other = found(**point), expected(**point)
        except (ArithmeticError, ValueError):
            continue
        if not _near(one, other):
            return f"{_text(one)} at {_text(point)}, and it must be {_text(other)}"
        compared += 1
        if compared == _POINTS:
            return ""
    return "" if compared >= 3 else f"compared at {compared} points alone"


def _equation(answer: Tree, expected: Zero, places: list[dict[str, Any]]) -> str:
    """left − right is a constant times the function."""
    left, right = map(Function, answer.args)
    ratios = []
    for point in places:
        try:
            found, wanted = left(**point) - right(**point), expected.function(**point)
        except (ArithmeticError, ValueError):
            continue
        if abs(wanted) > CLOSE:
            ratios.append(found / wanted)
    if len(ratios) < 3:
        return f"compared at {len(ratios)} points alone"
    return "" if all(_near(each, ratios[0]) for each in ratios) and ratios[0] != 0 else "another equation"


def _region(answer: Tree, expected: Region, places: list[dict[str, Any]]) -> str:
    """The same points belong to both."""
    names = list(places[0])[:1] if answer.kind in {"interval", "union", "set", "vector"} else list(places[0])
    places = [{name: point[name] for name in names} for point in places]
    draw = random.Random(5)
    points = [*places, *({name: mpf(draw.uniform(-20, 20)) for name in names} for _ in range(200))]
    points += [{name: mpf(k) / 2 for name in names} for k in range(-60, 61)] if len(names) == 1 else []
    for point in points:
        if _belongs(answer, point) != bool(expected.contains(**point)):
            return f"{_text(point)} is on the wrong side"
    return ""


def _belongs(answer: Tree, point: Mapping[str, Any]) -> bool:
    if answer.kind == "vector":  # [1, 2] is read as a vector, and is a closed interval here
        low, high = (_end(each) for each in answer.args)
        return bool(low <= next(iter(point.values())) <= high)
    if answer.kind == "interval":
        (value,) = point.values()
        low, high = (_end(each) for each in answer.args)
        left = value >= low if str(answer.value)[0] == "[" else value > low
        return bool(left and (value <= high if str(answer.value)[1] == "]" else value < high))
    if answer.kind == "union":
        return any(_belongs(part, point) for part in answer.args)
    if answer.kind == "set":
        return any(_near(Function(entry)(), next(iter(point.values()))) for entry in answer.args)
    return bool(measure(answer, {name: _number(value) for name, value in point.items()}, 30))


def _end(tree: Tree) -> Any:
    if tree.kind == "negative" and tree.args[0].kind == "constant":
        return -_end(tree.args[0])
    return mp.inf if tree.kind == "constant" and tree.value == "oo" else Function(tree)()


def _text(value: Any) -> str:
    if isinstance(value, (list, tuple)):
        return f"[{', '.join(map(_text, value))}]"
    if isinstance(value, dict):
        return ", ".join(f"{name} = {_text(one)}" for name, one in value.items())
    return str(mp.nstr(value, 12)) if isinstance(value, mpf) else str(value)
