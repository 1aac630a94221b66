"""What crosses between a session and its grader: plain values and back. Nothing in them can run."""

from __future__ import annotations

import marshal
from collections.abc import Mapping
from fractions import Fraction
from typing import Any, Final

from mvcalc_cli.errors import Place
from mvcalc_cli.language.tree import Decimal, Tree
from mvcalc_cli.quiz import question, variant
from mvcalc_cli.quiz.grading import task

_RECORDS: Final[dict[str, Any]] = {
    cls.__name__: cls
    for cls in (
        Place, question.Span, question.Parameter, question.Grade, question.Mistake, question.Choice, question.Part,
        question.Trial, question.Question, task.KnownMistake, task.Task, task.Marked, variant.VariantPart,
        variant.Variant,
    )
}  # fmt: skip


def packed(value: object) -> bytes:
    """A value as bytes: records, Trees, texts, numbers, and tuples and mappings of them.

    Raises:
        TypeError: For anything else; a fault of ours.
    """
    return marshal.dumps(_flat(value))


def unpacked(data: bytes) -> Any:
    """The value again.

    >>> from mvcalc_cli.language import parse
    >>> tree = parse("x^2/3 + 0.5").tree
    >>> unpacked(packed((tree, "text", None))) == (tree, "text", None)
    True
    """
    return _whole(marshal.loads(data))


def _flat(value: object) -> Any:
    if value is None or isinstance(value, (str, bool, int, float)):
        return value
    if isinstance(value, Tree):
        return ("Tree", value.kind, _flat(value.value), [_flat(arg) for arg in value.args], value.start, value.end)
    if isinstance(value, Fraction):
        return ("Decimal" if isinstance(value, Decimal) else "Fraction", value.numerator, value.denominator)
    if type(value).__name__ in _RECORDS and isinstance(value, tuple):
        return (type(value).__name__, [_flat(part) for part in value])
    if isinstance(value, (tuple, list)):
        return ("tuple", [_flat(part) for part in value])
    if isinstance(value, Mapping):
        return ("mapping", [(_flat(key), _flat(part)) for key, part in value.items()])
    raise TypeError(f"{type(value).__name__} does not cross between processes")


def _whole(value: Any) -> Any:
    if not isinstance(value, tuple):
        return value
    name, rest = value[0], value[1:]
    if name == "Tree":
        kind, inner, args, start, end = rest
        return Tree(kind, _whole(inner), tuple(map(_whole, args)), start, end)
    if name in {"Decimal", "Fraction"}:
        return (Decimal if name == "Decimal" else Fraction)(*rest)
    if name == "tuple":
        return tuple(map(_whole, rest[0]))
    if name == "mapping":
        return {_whole(key): _whole(part) for key, part in rest[0]}
    return _RECORDS[name](*map(_whole, rest[0]))
