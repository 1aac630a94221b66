"""Answers of check-work and practise."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta, Struct

from mvcalc_cli.render.schemas.common import Conditions, Envelope, Expression, Text


class CheckedLine(Struct, kw_only=True, omit_defaults=True):
    """One line of a working."""

    line: int
    text: str
    verdict: Literal["start", "follows", "follows-where", "does-not-follow", "undecided"]
    why: str
    lost: Annotated[list[str], Meta(description="solutions of the line before that it has not")] = []
    gained: Annotated[list[str], Meta(description="solutions that the line before has not")] = []
    conditions: Conditions = []
    slip: Annotated[str, Meta(description="what went wrong, and what would be right")] = ""


class CheckWork(Envelope, kw_only=True):
    """mvcalc check-work FILE"""

    lines: list[CheckedLine]
    first: Annotated[int | None, Meta(description="the first line that does not follow, or null")]


class PractisedStep(Struct, kw_only=True):
    """One step of a derivative."""

    rule: str
    before: Text
    after: Text
    tries: Annotated[int, Meta(description="answers that were marked")]
    hints: int
    right: bool
    solution: Annotated[bool, Meta(description="whether the solution was needed")]
    mistakes: list[str]


class PractisedFunction(Struct, kw_only=True):
    """The derivative by one variable."""

    by: str
    result: Expression
    right: bool
    steps: list[PractisedStep]


class Practise(Envelope, kw_only=True):
    """mvcalc practise EXPR"""

    function: Expression
    derivatives: list[PractisedFunction]
    steps: Annotated[int, Meta(description="steps that were done")]
    first_try: Annotated[int, Meta(description="steps right at the first try, without a hint")]
    hints: int
    solutions: Annotated[int, Meta(description="steps whose solution was shown")]
    right: Annotated[bool, Meta(description="everything right in the end, without a solution")]
    left: Annotated[bool, Meta(description="left before the end")]
