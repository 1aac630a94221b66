"""Answers that are values or formulas: eval, algebra, solve, equal, functions."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from msgspec import Meta, Struct

from mvcalc_cli.render.schemas.common import AnyValue, Envelope, Expression, Formula, Number, ValueAt


class EvalResult(Struct, kw_only=True, omit_defaults=True):
    """The value of one expression."""

    at: ValueAt
    result: Annotated[Expression | None, Meta(description="the exact value, where it is rational")] = None


class Eval(Envelope, kw_only=True, omit_defaults=True):
    """Answer of `mvcalc eval`."""

    at: ValueAt | None = None
    result: Expression | None = None
    results: list[EvalResult] = []
    columns: list[str] = []
    table: list[list[Number]] = []


class Algebra(Envelope, kw_only=True, omit_defaults=True):
    """Answer of `mvcalc simplify`, `expand` and `factor`."""

    result: Formula | None = None
    changed: bool = False
    domain: Annotated[list[str], Meta(description="conditions of the typed expression that the answer lost")] = []
    results: list[dict[str, Any]] = []


class Solution(Struct, omit_defaults=True):
    """One solution: expressions by unknown, and their numeric values."""

    exact: dict[str, Expression]
    value: dict[str, AnyValue]
    multiplicity: int = 1
    period: Expression | None = None


class Solve(Envelope, kw_only=True, omit_defaults=True):
    """Answer of `mvcalc solve`."""

    variables: list[str]
    solutions: list[Solution]
    complete: Annotated[bool, Meta(description="whether these are known to be all")]
    everywhere: bool
    notes: list[str]
    set: Annotated[Formula | None, Meta(description="where an inequality holds")] = None


class Equal(Envelope, kw_only=True, omit_defaults=True):
    """Answer of `mvcalc equal`."""

    verdict: Literal["equal", "different", "domain differs", "undecided"]
    why: str
    proven: bool
    conditions: list[str]
    counterexample: dict[str, Any] | None = None


class FunctionRow(Struct):
    """A function of the language."""

    name: str
    group: str
    usage: str
    meaning: str
    fewest: Annotated[int, Meta(description="the fewest arguments")]
    most: Annotated[int | None, Meta(description="the most arguments, null for any number")]
    aliases: list[str]


class Functions(Envelope, kw_only=True, omit_defaults=True):
    """Answer of `mvcalc functions`."""

    result: list[FunctionRow]
    constants: list[dict[str, Any]]
