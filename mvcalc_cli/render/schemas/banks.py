"""Answers for an author of banks: quiz lint, test, show, preview, fmt, new, schema."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from msgspec import Meta, Struct

from mvcalc_cli.render.schemas.common import Envelope


class QuizSchema(Envelope, kw_only=True):
    """Answer of `mvcalc quiz schema`."""

    result: Annotated[dict[str, Any], Meta(description="the JSON Schema of a bank")]


class QuizLintedBank(Struct):
    """A file that was looked at."""

    path: str
    id: Annotated[str | None, Meta(description="null where it could not be read")]
    questions: int
    errors: int
    warnings: int


class QuizFinding(Struct):
    """A mistake in a bank, or a warning; line and column count from 1."""

    path: str
    line: int
    column: int
    severity: Literal["error", "warning"]
    question: str | None
    message: str
    hint: str | None


class QuizCounts(Struct):
    """How many findings there are."""

    errors: int
    warnings: int


class QuizLint(Envelope, kw_only=True):
    """Answer of `mvcalc quiz lint`."""

    banks: list[QuizLintedBank]
    counts: QuizCounts
    findings: list[QuizFinding]


class QuizTestFailure(Struct):
    """One seed at which a test came out otherwise."""

    seed: int
    given: str
    expected: str
    got: str


class QuizTestCase(Struct):
    """One test of a question, at all seeds."""

    bank: str
    question: str
    test: int
    path: str
    line: int
    column: int
    passed: bool
    seeds: int
    problem: Annotated[str | None, Meta(description="why it could not be run")]
    failures: list[QuizTestFailure]


class QuizTest(Envelope, kw_only=True):
    """Answer of `mvcalc quiz test`."""

    passed: int
    failed: int
    tests: list[QuizTestCase]


class QuizKnownMistake(Struct):
    """A wrong answer that is known."""

    answer: str
    say: str
    score: float
    name: str


class QuizShownPart(Struct, omit_defaults=True):
    """One answer that a question asks for; what is right with --answer alone."""

    id: str
    type: str
    label: str
    options: list[str]
    answers: list[str] = []
    hints: list[str] = []
    mistakes: list[QuizKnownMistake] = []


class QuizShown(Struct, omit_defaults=True):
    """A variant of a question, or why it cannot be made."""

    id: str
    bank: str = ""
    seed: int = 0
    prompt: str = ""
    parameters: dict[str, str] = {}
    parts: list[QuizShownPart] = []
    solution: list[str] = []
    figure: str | None = None
    problem: str = ""


class QuizShow(Envelope, kw_only=True, omit_defaults=True):
    """Answer of `mvcalc quiz show`."""

    bank: str
    id: str
    seed: int
    prompt: str
    parameters: dict[str, str]
    parts: list[QuizShownPart]
    solution: list[str] = []
    figure: str | None = None


class QuizPreview(Envelope, kw_only=True):
    """Answer of `mvcalc quiz preview`."""

    bank: str
    title: str
    questions: list[QuizShown]


class QuizFmt(Envelope, kw_only=True):
    """Answer of `mvcalc quiz fmt`."""

    path: str
    changed: Annotated[bool, Meta(description="whether the file was, or with --check would be, written anew")]


class QuizNew(Envelope, kw_only=True):
    """Answer of `mvcalc quiz new`."""

    path: str
