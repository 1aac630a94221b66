"""Tasks without a bank: from the fields of a JSON line, or the options of a command line."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any, Final, NamedTuple, get_args

from mvcalc_cli.errors import InputError
from mvcalc_cli.language.names import is_name, nearest
from mvcalc_cli.language.parser import parse
from mvcalc_cli.language.points import parse_names
from mvcalc_cli.language.tree import Tree, variables
from mvcalc_cli.quiz.grading.reading import ASKED, CONSTANTS, in_shape
from mvcalc_cli.quiz.grading.task import Task
from mvcalc_cli.quiz.question import By, Grade, Kind

RULES: Final = ("absolute", "relative", "significant", "decimals")
FREEDOMS: Final = ("constant", "scale", "sign", "order")
_KEYS: Final = ("id", "answer", "expected", "by", "type", "vars", "wrt", "options")
_OPTIONS: Final = (*RULES, "constant", "exact", "partial", "up-to")
_KINDS: Final[dict[str, Kind]] = {
    "vector": "vector",
    "matrix": "matrix",
    "set": "set",
    "relation": "equation",
    "logic": "equation",
    "boolean": "equation",
    "interval": "interval",
    "union": "interval",
}
_WORDS: Final = frozenset({"choice", "multi", "order", "text"})


class Line(NamedTuple):
    """One line to be graded: what it is called, what is asked for, what was typed."""

    id: object
    task: Task
    answer: str


def read_line(text: str) -> Line:
    """A JSON line {"id", "answer", "expected", "by", "type", "vars", "wrt", "options"}.

    Raises:
        InputError: If it is no such line, or its expected answer cannot be read.

    >>> read_line('{"id": 7, "answer": "2x", "expected": "x + x"}').task.kind
    'expression'
    """
    try:
        fields = json.loads(text)
    except (ValueError, RecursionError) as problem:
        raise InputError(f"this line is not JSON: {str(problem).split(':')[0].lower()}") from None
    if not isinstance(fields, dict):
        raise InputError("this line is no JSON object", hint='such as {"id": 1, "answer": "2x", "expected": "x + x"}')
    _check_keys(fields, _KEYS, "key")
    for key in ("answer", "expected"):
        if not isinstance(fields.get(key), str):
            raise InputError(f'"{key}" is {"no text" if key in fields else "missing"}')
    return Line(fields.get("id"), _task(fields), fields["answer"])


def identity(text: str) -> object:
    """The id of a line that is otherwise broken; None where it has none.

    >>> identity('{"id": 7}'), identity("nonsense")
    (7, None)
    """
    try:
        fields = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return fields.get("id") if isinstance(fields, dict) else None


def _check_keys(fields: Mapping[str, Any], known: Iterable[str], what: str) -> None:
    for key in fields:
        if key not in known:
            near = nearest(key, known)
            hint = f"did you mean {near}?" if near else f"there are {', '.join(known)}"
            raise InputError(f"unknown {what}: {key[:40]}", hint=hint)


def _task(fields: Mapping[str, Any]) -> Task:
    options = fields.get("options", {})
    if not isinstance(options, dict):
        raise InputError('"options" is no object')
    _check_keys(options, _OPTIONS, "option")
    kinds = _declared(fields.get("vars", []))
    kind = fields.get("type", "")
    if not isinstance(kind, str) or (kind and kind not in get_args(Kind)):
        raise InputError(f'unknown "type": {str(kind)[:40]}', hint=f"one of {', '.join(get_args(Kind))}")
    if kind in _WORDS and kind != "text":
        raise InputError(f"a {kind} needs its options, which are in a bank")
    made = grade_of(fields.get("by", "equivalent"), options, _text(fields.get("wrt", ""), "wrt"))
    return task_of(fields["expected"], kinds, kind, made)


def _declared(names: object) -> dict[str, str]:
    """["x", "n:integer"] or "x,n:integer"."""
    if isinstance(names, list) and all(isinstance(name, str) for name in names):
        names = ",".join(names)
    if not isinstance(names, str):
        raise InputError('"vars" is no list of names')
    return parse_names(names) if names.strip() else {}


def _text(value: object, key: str) -> str:
    if not isinstance(value, str) or (value and not is_name(value)):
        raise InputError(f'"{key}" is no name')
    return value


def grade_of(by: object, options: Mapping[str, Any], wrt: str = "") -> Grade:
    """How it is graded; `by` may also be the name of a rule for numbers.

    Raises:
        InputError: For a word or number that does not fit.
    """
    if by not in get_args(By) and by not in RULES:
        raise InputError(f"unknown form: {str(by)[:40]}", hint=f"one of {', '.join((*get_args(By), *RULES))}")
    if by in RULES and options.get(str(by)) is None:
        raise InputError(f"{by} needs its number", hint=f'"options": {{"{by}": 3}}')
    freedoms = options.get("up-to", [])
    freedoms = [freedoms] if isinstance(freedoms, str) else freedoms
    if not isinstance(freedoms, list) or any(freedom not in FREEDOMS for freedom in freedoms):
        raise InputError("up-to names what may differ", hint=f"of {', '.join(FREEDOMS)}")
    if by == "up-to" and not freedoms:
        raise InputError("up-to needs what may differ", hint=f"of {', '.join(FREEDOMS)}")
    return Grade(
        by="up-to" if freedoms else "equivalent" if by in RULES else by,  # type: ignore[arg-type]
        up_to=tuple(freedoms),
        absolute=_size(options, "absolute"),
        relative=_size(options, "relative"),
        significant=_count(options, "significant", 1),
        decimals=_count(options, "decimals", 0),
        exact=_flag(options, "exact"),
        partial=_partial(options.get("partial", "")),
        constant=_constant(options.get("constant", "required")),
        wrt=wrt,
    )


def _size(options: Mapping[str, Any], key: str) -> float | None:
    value = options.get(key)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < math.inf:
        raise InputError(f"{key} is a number from 0")
    return float(value)


def _count(options: Mapping[str, Any], key: str, least: int) -> int | None:
    value = options.get(key)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= 50:
        raise InputError(f"{key} is a whole number from {least} to 50")
    return value


def _flag(options: Mapping[str, Any], key: str) -> bool:
    value = options.get(key, False)
    if not isinstance(value, bool):
        raise InputError(f"{key} is true or false")
    return value


def _constant(value: object) -> str:
    if not isinstance(value, str) or not is_name(value):
        raise InputError("constant is required, optional, or the name that it must have")
    return value


def _partial(value: object) -> str:
    if value not in ("", "components"):
        raise InputError("partial is components")
    return str(value)


def task_of(expected: str, kinds: Mapping[str, str], kind: str = "", grade: Grade = Grade()) -> Task:  # noqa: B008 - immutable
    """What is asked for; its kind is that of the expected answer where it is not told.

    >>> task_of("[1, 2]", {}).kind, task_of("y = x", {}).kind, task_of("1/3", {}).kind
    ('vector', 'equation', 'number')
    """
    if kind == "text":
        return Task("text", texts=(expected,))
    if kind in _WORDS:
        raise InputError(f"a {kind} needs its options, which are in a bank")
    tree = _expected(expected, tuple(kinds.items()))
    chosen = kind or _kind(tree, kinds)
    task = Task(chosen, tree, variables=tuple(kinds.items()), grade=grade)  # type: ignore[arg-type]
    _check_expected(task, tree)
    return task


def _check_expected(task: Task, tree: Tree) -> None:
    """An answer of another type would make every right one wrong, and a slope of 0 every wrong one right."""
    shaped = in_shape(task, tree)
    if shaped is None or (task.kind == "number" and variables(tree)):
        raise InputError(f"the expected answer is not {ASKED[task.kind][0]}", hint=ASKED[task.kind][1])
    names = [name for name in variables(tree) if name not in CONSTANTS]
    wrt = task.grade.wrt
    if task.grade.by == "antiderivative" and wrt and names and wrt not in names:
        raise InputError(f"{wrt} does not stand in the expected answer", hint=f"it holds {', '.join(names)}")


@lru_cache(maxsize=256)
def _expected(text: str, kinds: tuple[tuple[str, str], ...]) -> Tree:
    return parse(text, names=dict(kinds), answer=True, argument="--expected").tree


def _kind(tree: Tree, kinds: Mapping[str, str]) -> Kind:
    if tree.kind == "set" and tree.args and all(element.kind in {"vector", "interval"} for element in tree.args):
        return "point-set"
    if tree.kind in _KINDS:
        return _KINDS[tree.kind]
    return "expression" if variables(tree) or kinds else "number"
