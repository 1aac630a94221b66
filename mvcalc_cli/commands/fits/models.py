"""mvcalc fit --models: the models that have a name, with their formulas."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mvcalc_cli.commands.inputs import Reader
    from mvcalc_cli.report import Report


def listed(reader: Reader) -> Report:
    """Name, formula and what it is for."""
    from mvcalc_cli.numeric.fit.families import FAMILIES
    from mvcalc_cli.numeric.fit.named import NAMED
    from mvcalc_cli.report import Line, Next, Report, Span, Table

    models = NAMED
    wide = max(map(len, models)) + 3
    lines = [
        line
        for name, model in models.items()
        for line in (
            Line((Span(name.ljust(wide), "operator"), Span(model.tree)), indent=2),
            Line((Span(model.what, "secondary"),), indent=6),
        )
    ]
    return Report(
        "fit",
        blocks=(
            Line((Span("models that have a name", "operator"), Span("   x is the column --x"))),
            Line(),
            *lines,
            Line(),
            Line(
                (Span("any formula is a model as well: what is no column in it is a parameter", "secondary"),), indent=2
            ),
            Next("mvcalc fit FILE.csv --model line"),
            Line(),
            Line(
                (
                    Span("distributions", "operator"),
                    Span("   of the raw values of a column: --histogram COLUMN --model NAME"),
                )
            ),
            Line(),
            Table(
                ("name", "density"),
                tuple((Span(name, "operator"), Span(family.formula)) for name, family in FAMILIES.items()),
                "ll",
            ),
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
