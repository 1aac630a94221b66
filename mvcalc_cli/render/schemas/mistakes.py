"""What a mistake looks like in JSON."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct


class Where(Struct):
    """The place of a mistake."""

    argument: str | None
    line: int | None
    start: int | None
    end: int | None


class Mistake(Struct):
    """What went wrong."""

    kind: str
    message: str
    where: Where | None
    hint: str | None
    exit_code: int


class Error(Struct, rename={"schema_": "schema"}):
    """The object on standard error when a command fails with `--json`."""

    schema_: Literal["mvcalc/1"]
    error: Mistake
