"""The JSON form, `mvcalc/1`: keys may be added to it, never changed."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any, Final

from mvcalc_cli.calculus.check import Check
from mvcalc_cli.errors import MvcalcError
from mvcalc_cli.language.tree import Tree
from mvcalc_cli.render.clean import is_unsafe
from mvcalc_cli.render.output import Output
from mvcalc_cli.report import Report

SCHEMA: Final = "mvcalc/1"
_LONG: Final = 1_000  # entries of a list; an answer with a longer one stands on one line


def json_text(report: Report, output: Output) -> str:
    """A report as one JSON object; in a batch on one line."""
    return dump(document(report, line=output.line), output)


def document(report: Report, *, line: int | None = None) -> dict[str, Any]:
    """The JSON object of a report: the envelope around the data of its command."""
    from mvcalc_cli import __version__

    warnings: list[str] = []
    body = {key: encode(value, key, warnings) for key, value in report.data.items()}
    return {
        "schema": SCHEMA,
        "command": report.command,
        "version": __version__,
        **({} if line is None else {"line": line}),
        "input": {key: encode(value, key, warnings) for key, value in report.inputs.items()},
        **body,
        "check": None if report.check is None else encode(report.check, "check", warnings),
        "warnings": [*report.warnings, *warnings],
    }


def error_document(error: MvcalcError, line: int | None = None) -> dict[str, Any]:
    """The JSON object of a mistake."""
    place = error.place
    where = None
    if place is not None or line is not None:
        where = {
            "argument": place.argument if place else None,
            "line": place.line if place and place.line is not None else line,
            "start": place.start if place else None,
            "end": place.end if place else None,
        }
    body = {
        "kind": error.kind,
        "message": error.message,
        "where": where,
        "hint": error.hint,
        "exit_code": error.exit_code,
    }
    return {"schema": SCHEMA, "error": body}


def encode(value: object, path: str, warnings: list[str]) -> Any:
    """A value as JSON has it: Trees as {text, latex}, what is not finite as null with a warning.

    Raises:
        TypeError: For a type that has no place in the data; a fault of the command that made it.
    """
    if value is None or isinstance(value, (str, bool, int)):
        return value
    if isinstance(value, Tree):
        return expression(value)
    if isinstance(value, float):
        return _finite(value, path, warnings)
    if isinstance(value, Check):
        return _check(value)
    if isinstance(value, Mapping):
        return {str(key): encode(part, f"{path}.{key}", warnings) for key, part in value.items()}
    if isinstance(value, (tuple, list)):
        return _entries(value, path, warnings)
    raise TypeError(f"{path}: {type(value).__name__} has no JSON form")


def _entries(values: Sequence[object], path: str, warnings: list[str]) -> list[Any]:
    """A list; in a million finite floats there is nothing to encode."""
    if all(value.__class__ is float and math.isfinite(value) for value in values):
        return list(values)
    return [encode(value, f"{path}[{place}]", warnings) for place, value in enumerate(values)]


def expression(tree: Tree) -> dict[str, Any]:
    """{text, latex}; a matrix {rows, latex}."""
    from mvcalc_cli.language.printers import latex, plain

    if tree.kind == "matrix":
        return {"rows": [[expression(cell) for cell in row.args] for row in tree.args], "latex": latex(tree)}
    return {"text": plain(tree), "latex": latex(tree)}


def _finite(value: float, path: str, warnings: list[str]) -> float | None:
    if math.isfinite(value):
        return float(value)
    warnings.append(f"{path} is {'undefined' if math.isnan(value) else 'infinite'}: given as null")
    return None


def _check(check: Check) -> dict[str, Any]:
    found: dict[str, Any] = {"verdict": check.verdict, "method": check.method}
    if check.error is not None and math.isfinite(check.error):
        found["error"] = check.error
    found["points"] = check.points
    if check.counterexample:
        found["counterexample"] = {
            name: value if math.isfinite(value) else None for name, value in check.counterexample
        }
    return found


def dump(value: Mapping[str, Any], output: Output, *, indent: int | None = 1) -> str:
    """JSON text that loses nothing and is safe to show: what `clean` would replace is escaped."""
    import json

    compact = output.line is not None or _is_long(value)
    text = json.dumps(value, ensure_ascii=output.ascii, indent=None if compact else indent, allow_nan=False)
    # Outside strings JSON is ASCII and its only control characters are its own newlines.
    if not (text.isascii() and "\x7f" not in text):
        text = "".join(_escaped(char) if char != "\n" and is_unsafe(char) else char for char in text)
    return text + "\n"


def _is_long(value: object) -> bool:
    """Has it a list of thousands of entries? A line for each would be read by nobody."""
    if isinstance(value, Mapping):
        return any(map(_is_long, value.values()))
    return isinstance(value, (list, tuple)) and len(value) > _LONG


def _escaped(char: str) -> str:
    r"""A character as JSON's \u escape, two of them beyond U+FFFF."""
    units = char.encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[at]:02x}{units[at + 1]:02x}" for at in range(0, len(units), 2))
