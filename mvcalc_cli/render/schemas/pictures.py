"""What plot drew, as numbers."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta, Struct

from mvcalc_cli.render.schemas.common import Envelope, Formula, Number


class Series(Struct, omit_defaults=True):
    """The points of one curve; `t` has the parameter of a curve in the plane."""

    name: str
    expression: Formula
    x: list[Number]
    y: list[Number]
    t: list[float] = []


class Parameter(Struct):
    """The parameter of a curve in the plane."""

    name: str
    range: list[float]


class PlottedTangent(Struct):
    """y = slope*x + intercept, touching where the variable is `at`."""

    at: float
    value: float
    slope: float
    intercept: float


class ContourLines(Struct):
    """Where a function has a value: lines, each [xs, ys]."""

    value: float
    lines: list[list[list[float]]]


class Samples(Struct, omit_defaults=True):
    """Values on an even grid: row by row from the lowest y; `along_x`, `along_y` are the components of a field."""

    x: list[float]
    y: list[float]
    values: list[list[Number]] = []
    along_x: list[list[Number]] = []
    along_y: list[list[Number]] = []


class Plot(Envelope, kw_only=True, omit_defaults=True):
    """`mvcalc plot`: what the picture shows."""

    kind: Literal["functions", "parametric", "implicit", "surface", "field"]
    ranges: Annotated[dict[str, list[float]], Meta(description="both ends, by variable; y: of the vertical axis")]
    series: list[Series] = []
    tangent: PlottedTangent | None = None
    contours: list[ContourLines] = []
    grid: Samples | None = None
    parameter: Parameter | None = None
