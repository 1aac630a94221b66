"""What many answers carry: expressions, matrices, numbers, the numeric check."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from msgspec import Meta, Struct

Text = Annotated[str, Meta(description="an expression that mvcalc reads back to the same function")]
Latex = Annotated[str, Meta(description="the same in LaTeX")]
Number = Annotated[float | None, Meta(description="a number, or null where undefined or infinite (see warnings)")]
Point = Annotated[dict[str, str], Meta(description="the coordinates as expressions, by variable")]
Conditions = Annotated[list[str], Meta(description="conditions that the answer needs beside its own domain")]


class Expression(Struct):
    """One expression."""

    text: Text
    latex: Latex


class MatrixValue(Struct):
    """A matrix of expressions."""

    rows: list[list[Expression]]
    latex: Latex


class Formula(Struct, omit_defaults=True):
    """An expression or vector {text, latex}, or a matrix {rows, latex}."""

    latex: Latex
    text: Text = ""
    rows: list[list[Expression]] = []


class CheckResult(Struct, omit_defaults=True):
    """What the numeric self-check found."""

    verdict: Literal["agrees", "unchecked", "contradicted"]
    method: str
    points: int
    error: float | None = None
    counterexample: dict[str, float | None] = {}


class Envelope(Struct, kw_only=True, rename={"schema_": "schema"}, omit_defaults=True):
    """What every answer carries."""

    schema_: Literal["mvcalc/1"]
    command: str
    version: str
    input: Annotated[dict[str, Any], Meta(description="the command line as typed")]
    check: CheckResult | None
    warnings: list[str]
    line: Annotated[int, Meta(description="the line of standard input, in a batch")] = 0


class ComplexNumber(Struct):
    """A complex value."""

    re: Number
    im: Number


AnyValue = float | bool | str | ComplexNumber | list[Number | list[Number]] | None


class ValueAt(Struct):
    """The value of an expression: a number, a truth value, the text of many digits, or an array."""

    point: Point
    value: AnyValue


Coordinates = Annotated[
    dict[str, str | float | list[float | list[float]]],
    Meta(description="the coordinates as expressions, by variable; with --numeric as numbers, lists for vectors"),
]


class VectorAt(Struct):
    """Values at a point."""

    point: Coordinates
    value: list[Number]


class MatrixAt(Struct):
    """A matrix of values at a point; of a large one no rows: see `entries`."""

    point: Coordinates
    value: list[list[Number]]


class SparseEntries(Struct):
    """A large matrix by the entries that may differ from 0; rows and columns are counted from 1."""

    shape: list[int]
    rows: list[int]
    columns: list[int]
    values: list[Number]
