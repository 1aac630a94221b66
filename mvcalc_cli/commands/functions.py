"""mvcalc functions: every function and constant of the language, grouped."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from mvcalc_cli.commands.inputs import Reader
    from mvcalc_cli.language.names import Function
    from mvcalc_cli.report import Block, Report

_CONSTANTS: Final = (
    ("pi", "π = 3.14159…", ("π",)),
    ("e", "Euler's number, 2.71828…", ()),
    ("i", "the imaginary unit", ()),
    ("oo", "infinity", ("inf", "infinity", "∞")),
)


def report(reader: Reader) -> Report:  # noqa: ARG001 - every command has it
    """The table of functions, in groups, then the constants."""
    from mvcalc_cli.language.names import FUNCTIONS
    from mvcalc_cli.report import Line, Report, Span

    groups: dict[str, list[Function]] = {}
    for function in FUNCTIONS.values():
        groups.setdefault(function.group, []).append(function)
    blocks: list[Block] = []
    for title, functions in groups.items():
        rows = [(one.usage, one.meaning, ", ".join(one.aliases)) for one in functions]
        blocks += _table(title, rows)
    blocks += _table("constants", [(name, meaning, ", ".join(also)) for name, meaning, also in _CONSTANTS])
    blocks.append(Line((Span("What a derivative is made of: mvcalc diff EXPR --steps", "secondary"),)))
    return Report(
        "functions",
        blocks=tuple(blocks),
        rows=tuple((one.name, one.group, one.usage, one.meaning) for one in FUNCTIONS.values()),
        data={
            "result": [_data(function) for function in FUNCTIONS.values()],
            "constants": [{"name": name, "meaning": meaning, "aliases": also} for name, meaning, also in _CONSTANTS],
        },
    )


def _table(title: str, rows: list[tuple[str, str, str]]) -> list[Block]:
    from mvcalc_cli.report import Line, Span, Table

    cells = tuple((Span(usage, "answer"), Span(meaning), Span(also, "secondary")) for usage, meaning, also in rows)
    return [Table((title, "meaning", "also written"), cells, "lll"), Line()]


def _data(function: Function) -> dict[str, object]:
    return {
        "name": function.name,
        "group": function.group,
        "usage": function.usage,
        "meaning": function.meaning,
        "fewest": function.fewest,
        "most": function.most,
        "aliases": function.aliases,
    }
