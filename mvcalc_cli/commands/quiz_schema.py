"""mvcalc quiz schema: the JSON Schema of a bank, for editors."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mvcalc_cli.commands.inputs import Reader
    from mvcalc_cli.report import Report


def report(reader: Reader) -> Report:
    """The schema as one JSON object, in every format."""
    import json

    from mvcalc_cli.quiz.schema import bank_schema
    from mvcalc_cli.report import Line, Report, Span

    schema = bank_schema()
    lines = json.dumps(schema, indent=1, ensure_ascii=False).splitlines()
    return Report(
        "quiz schema",
        blocks=tuple(Line((Span(text),)) for text in lines),
        rows=tuple((text,) for text in lines),
        inputs=reader.inputs,
        data={"result": schema},
    )
