"""mvcalc schema: the JSON Schema of a command's answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from mvcalc_cli.commands.options import Argument

if TYPE_CHECKING:
    from mvcalc_cli.commands.inputs import Reader
    from mvcalc_cli.report import Report


def report(
    reader: Reader, name: Annotated[str, Argument("COMMAND", help="a command, or error", complete="command")]
) -> Report:
    """The schema as one JSON object, in every format."""
    import json

    from mvcalc_cli.errors import InputError
    from mvcalc_cli.language.names import nearest
    from mvcalc_cli.render.schemas import ANSWERS, schema_of
    from mvcalc_cli.report import Line, Report, Span

    if name not in ANSWERS:
        near = nearest(name, ANSWERS)
        hint = f"did you mean {near}?" if near else f"there are: {', '.join(ANSWERS)}"
        raise InputError(f"no JSON answer is called {name}", hint=hint)
    schema = schema_of(name)
    lines = json.dumps(schema, indent=1, ensure_ascii=False).splitlines()
    return Report(
        "schema",
        blocks=tuple(Line((Span(text),)) for text in lines),
        rows=tuple((text,) for text in lines),
        inputs=reader.inputs,
        data={"result": schema},
    )
