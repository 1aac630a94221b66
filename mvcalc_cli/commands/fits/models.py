"""mvcalc fit --models: the models that have a name, with their formulas."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mvcalc_cli.commands.inputs import Reader
    from mvcalc_cli.report import Report


def listed(reader: Reader) -> Report:
    """Name, formula and what it is for."""
    from mvcalc_cli.numeric.fit.named import NAMED
    from mvcalc_cli.report import Line, Next, Report, Span, Table

    models = NAMED
    rows = tuple((Span(name, "operator"), Span(model.tree), Span(model.what)) for name, model in models.items())
    return Report(
        "fit",
        blocks=(
            Line((Span("models that have a name", "operator"), Span("   x is the column --x"))),
            Line(),
            Table(("name", "formula", "what it is"), rows, "lll"),
            Line(),
            Line(
                (Span("any formula is a model as well: what is no column in it is a parameter", "secondary"),), indent=2
            ),
            Next("mvcalc fit FILE.csv --model line"),
        ),
        rows=tuple((name, model.text, model.what) for name, model in models.items()),
        columns=("name", "formula", "what"),
        quiet=tuple((name,) for name in models),
        inputs=reader.inputs,
        data={
            "models": [
                {"name": name, "formula": model.tree, "parameters": list(model.parameters), "what": model.what}
                for name, model in models.items()
            ]
        },
    )
