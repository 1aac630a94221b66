"""From what was typed to a Tree of the shape that is asked for; whatever is in the way costs no attempt."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import Final

from mvcalc_cli.errors import InputError, ParseError, Place
from mvcalc_cli.language.names import SPELLINGS
from mvcalc_cli.language.parser import parse
from mvcalc_cli.language.tree import Decimal, Tree, number, postorder, variables
from mvcalc_cli.quiz.grading.task import Task

_CONDITIONS: Final = frozenset({"relation", "logic", "boolean"})
_RANGES: Final = frozenset({"interval", "union", "set"})
_ARITHMETIC: Final = frozenset({"sum", "product", "quotient", "power", "call"})
_NAMES: Final = {
    "vector": "a vector",
    "matrix": "a matrix",
    "relation": "an equation or inequality",
    "logic": "a condition",
    "boolean": "a condition",
    "set": "a set",
    "interval": "an interval",
    "union": "a union",
}
# What is asked for, and how it is written.
ASKED: Final = {
    "number": ("a number", "type the number alone, such as 3/4"),
    "expression": ("an expression", "type the expression alone"),
    "vector": ("a vector", "a vector is [1, 2] or (1, 2)"),
    "matrix": ("a matrix", "a matrix is [1, 2; 3, 4]"),
    "set": ("a set", "a set is {1, 2}"),
    "point-set": ("a set of points", "a set of points is {(1, 2), (0, 0)}"),
    "equation": ("an equation or inequality", "such as y = 2x + 1 or x < 3"),
    "interval": ("an interval", "such as [0, 1) or (-oo, 2] U (3, oo)"),
}
# Letters that may be a constant of integration without being declared.
CONSTANTS: Final = ("C", "c", "K", "k", "D", "A", "B")


def read(task: Task, text: str) -> Tree:
    """The answer, in the shape that is asked for.

    Raises:
        ParseError: If it cannot be read.
        InputError: If it is something else than asked for, holds unknown variables, or what `require` forbids.
        LimitError: If it is too long or nested too deeply.
    """
    text, tree = _parsed(task, text)
    found = _SHAPES[task.kind](tree, task)
    if found is None:
        asked, hint = ASKED[task.kind]
        this = _NAMES.get(tree.kind, "an expression")
        raise InputError(f"{asked} is asked for, this is {this}", hint=hint, place=_place(text, tree))
    _check_infinity(found, text)
    _check_size(found, task, text)
    _check_names(found, task, text)
    _check_required(found, task, text)
    return found


def _parsed(task: Task, text: str) -> tuple[str, Tree]:
    """The text and its tree; elements of a set may be typed without the braces: 2, 5."""
    names = kinds(task)
    try:
        return text, parse(text, names=names, answer=True).tree
    except ParseError:
        braced = f"{{{text}}}"
        if task.kind not in {"set", "point-set"} or "," not in text or "{" in text:
            raise
        with suppress(ParseError):
            return braced, parse(braced, names=names, answer=True).tree
        raise


def kinds(task: Task) -> dict[str, str]:
    """The declared names, for the parser."""
    found = {name: domain if isinstance(domain, str) else "real" for name, domain in task.variables}
    if found and task.grade.by == "antiderivative":  # so that Cx is C·x
        rule = task.grade.constant
        found.setdefault(rule if rule not in {"required", "optional"} else "C", "real")
    return found


def _place(text: str, tree: Tree) -> Place:
    return Place(text, tree.start, tree.end)


# --- shapes ----------------------------------------------------------------------------------------


def _scalar(tree: Tree, _: Task) -> Tree | None:
    return None if tree.kind in _NAMES else tree


def _point(tree: Tree) -> Tree | None:
    """A vector, however it is written: [1, 2], (1, 2), a column or a row."""
    if tree.kind == "interval" and tree.value == "()":
        return Tree("vector", None, tree.args, tree.start, tree.end)
    if tree.kind == "matrix" and all(len(row.args) == 1 for row in tree.args):
        return Tree("vector", None, tuple(row.args[0] for row in tree.args), tree.start, tree.end)
    if tree.kind == "matrix" and len(tree.args) == 1:
        return tree.args[0]
    return tree if tree.kind == "vector" else None


def _vector(tree: Tree, _: Task) -> Tree | None:
    """A vector, or something that becomes one: 2·[1, x]."""
    return _point(tree) or _worked_out(tree, "vector")


def _matrix(tree: Tree, task: Task) -> Tree | None:
    point = None if tree.kind == "matrix" else _point(tree)
    if point is not None and task.expected is not None and task.expected.kind == "matrix":
        rows = task.expected.args
        if len(rows) == 1:
            return Tree("matrix", None, (point,), tree.start, tree.end)
        if all(len(row.args) == 1 for row in rows):
            column = tuple(Tree("vector", None, (entry,)) for entry in point.args)
            return Tree("matrix", None, column, tree.start, tree.end)
    return tree if tree.kind == "matrix" else _worked_out(tree, "matrix")


def _worked_out(tree: Tree, kind: str) -> Tree | None:
    from mvcalc_cli.calculus.lower import lower

    found = None if tree.kind in _NAMES else lower(tree)
    return found if found is not None and found.kind == kind else None


def _set(tree: Tree, _: Task) -> Tree | None:
    if tree.kind == "union" and all(part.kind == "set" for part in tree.args):
        return Tree("set", None, tuple(element for part in tree.args for element in part.args), tree.start, tree.end)
    return tree if tree.kind == "set" else None


def _point_set(tree: Tree, task: Task) -> Tree | None:
    found = _set(tree, task)
    if found is None:
        return None
    points = [_point(element) for element in found.args]
    if any(point is None for point in points):
        return None
    return found.with_args(tuple(point for point in points if point is not None))


def _equation(tree: Tree, _: Task) -> Tree | None:
    return tree if tree.kind in _CONDITIONS else None


def _interval(tree: Tree, _: Task) -> Tree | None:
    if tree.kind == "vector" and len(tree.args) == 2:
        return Tree("interval", "[]", tree.args, tree.start, tree.end)
    if tree.kind in _CONDITIONS:
        return tree if len(variables(tree)) == 1 else None
    return tree if tree.kind in _RANGES else None


_SHAPES: Final[dict[str, Callable[[Tree, Task], Tree | None]]] = {
    "number": _scalar,
    "expression": _scalar,
    "vector": _vector,
    "matrix": _matrix,
    "set": _set,
    "point-set": _point_set,
    "equation": _equation,
    "interval": _interval,
}


def expected_shape(task: Task, tree: Tree) -> Tree:
    """A right or known wrong answer in the shape that answers have; as it is where it has another."""
    return in_shape(task, tree) or tree


def in_shape(task: Task, tree: Tree) -> Tree | None:
    """The tree in the shape that answers of this kind have; None if it is something else."""
    return _SHAPES[task.kind](tree, task)


def _check_size(tree: Tree, task: Task, text: str) -> None:
    """A vector has so many entries, a matrix so many rows and columns: said before marking."""
    expected = None if task.expected is None else expected_shape(task, task.expected)
    if expected is None or expected.kind != tree.kind or tree.kind not in {"vector", "matrix"}:
        return
    asked, given = _size(expected), _size(tree)
    if asked != given:
        raise InputError(f"{asked} is asked for, this is {given}", place=_place(text, tree))


def _size(tree: Tree) -> str:
    if tree.kind == "vector":
        return f"a vector of {len(tree.args)} {'entry' if len(tree.args) == 1 else 'entries'}"
    return f"a {len(tree.args)} by {len(tree.args[0].args)} matrix"


def _check_infinity(tree: Tree, text: str) -> None:
    """∞ is an end or an answer; nobody calculates with it."""
    for node in postorder(tree):
        if node.kind in _ARITHMETIC and any(_is_infinite(arg) for arg in node.args):
            raise InputError(
                "infinity is not a number to calculate with",
                hint="oo or -oo alone is an answer",
                place=_place(text, node),
            )


def _is_infinite(tree: Tree) -> bool:
    inner = tree.args[0] if tree.kind == "negative" else tree
    return inner.kind == "constant" and inner.value == "oo"


# --- names -----------------------------------------------------------------------------------------


def _check_names(tree: Tree, task: Task, text: str) -> None:
    """Variables that are none here, or are written with the wrong case."""
    used = [name.partition("[")[0] for name in variables(tree)]
    if task.kind == "number" and used:
        node = _first(tree, used[0])
        raise InputError(f"a number is asked for, {used[0]} is a variable", place=_place(text, node))
    declared = [name for name, _ in task.variables]
    known = declared or _names_of(task)
    free = task.kind == "interval"  # the letter of a condition there is anyone's
    for name in used:
        if name in known or free or (not declared and not _miscased(name, known)):
            continue
        if task.grade.by == "antiderivative" and _may_be_constant(name, task, used, known):
            continue
        raise _unknown(name, known, _place(text, _first(tree, name)))


def _names_of(task: Task) -> list[str]:
    """The variables of the right answer, where none are declared."""
    trees = [tree for tree in (task.expected, task.again) if tree is not None]
    return [name.partition("[")[0] for tree in trees for name in variables(tree)]


def _miscased(name: str, known: list[str]) -> str | None:
    return next((one for one in known if one.lower() == name.lower()), None)


def _may_be_constant(name: str, task: Task, used: list[str], known: list[str]) -> bool:
    if name == task.grade.constant:
        return True
    unknown = [one for one in used if one not in known]
    return name in CONSTANTS and unknown[:1] == [name]


def _unknown(name: str, known: list[str], place: Place) -> InputError:
    near = _miscased(name, known)
    told = "; did you mean " + near + "?" if near else ""
    hint = None if near or not known else f"the variables are {', '.join(dict.fromkeys(known))}"
    return InputError(f"{name} is not a variable here{told}", hint=hint, place=place)


def _first(tree: Tree, name: str) -> Tree:
    """Where the name stands first."""
    found = [node for node in postorder(tree) if node.kind == "variable" and node.value == name]
    return min(found, key=lambda node: node.start, default=tree)


# --- required forms --------------------------------------------------------------------------------


def _check_required(tree: Tree, task: Task, text: str) -> None:
    """`no: decimals`, `without: log`; and nobody's answer is a root that only its polynomial names."""
    root = next((node for node in postorder(tree) if node.value == "RootOf"), None)
    if root is not None:
        raise InputError("an answer cannot hold RootOf", hint="write the root itself", place=_place(text, root))
    for _, what in task.require:
        if what == "decimals":
            node = next((node for node in postorder(tree) if isinstance(node.value, Decimal)), None)
            if node is not None:
                hint = f"an exact number, such as {_exact(node)}"
                raise InputError("no decimals are wanted here", hint=hint, place=_place(text, node))
            continue
        name = SPELLINGS.get(what, what)
        node = next((node for node in postorder(tree) if name in (node.value, node.kind)), None)
        if node is not None:
            raise InputError(f"the answer is wanted without {what}", place=_place(text, node))


def _exact(node: Tree) -> str:
    from fractions import Fraction

    value = Fraction(node.value)  # type: ignore[arg-type]
    return str(number(value).value)
