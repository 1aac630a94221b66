"""What a bank holds, as it was written: questions with their parameters, parts, hints and known mistakes.

Texts are as typed; `variant.py` makes one variant of a question from a seed.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

# What kind of answer a part asks for.
Kind = Literal[
    "number",
    "expression",
    "vector",
    "matrix",
    "set",  # {1, 2}: numbers or expressions in any order
    "point-set",  # {(1, 2), (0, 0)}
    "equation",  # equation or inequality
    "interval",  # [0, 1), unions of them
    "choice",  # one of the options
    "multi",  # several of the options
    "text",  # a word
    "order",  # the options brought into order
]

# How an answer is compared; see `grading.task`.
By = Literal["equivalent", "identical", "factored", "expanded", "lowest-terms", "antiderivative", "up-to"]


class Span(NamedTuple):
    """Where something stands in a bank: line and column, counted from 1."""

    line: int
    column: int


class Parameter(NamedTuple):
    """A letter of a question that each variant gives another value, or a text derived from such letters.

    Attributes:
        name: How it is called.
        kind: integer (low … high), real (low … high in steps), choice (one of the texts), sample (size texts of them,
            each once), derived (text, in which the parameters before it are put in).
        low: Of integer and real.
        high: Of integer and real; it may be drawn.
        step: Of real.
        choices: Of choice and sample.
        size: Of sample.
        text: Of derived.
        place: Where it stands.
    """

    name: str
    kind: Literal["integer", "real", "choice", "sample", "derived"]
    low: float = 0.0
    high: float = 0.0
    step: float = 0.0
    choices: tuple[str, ...] = ()
    size: int = 0
    text: str = ""
    place: Span = Span(0, 0)


class Grade(NamedTuple):
    """How an answer is graded.

    Attributes:
        by: The form that is asked for; every form asks for equality of value first.
        up_to: With by "up-to": what may differ: constant (added), scale (a factor ≠ 0), sign, order (of entries).
        absolute: Largest |difference| of a number; None: not asked for.
        relative: Largest relative difference.
        significant: Significant digits that must be right.
        decimals: Decimals that must be right.
        exact: Decimals for 1/3 are an approximation, said so, and not right.
        accept: A condition on the answer (called `answer`) that makes it right: many right answers.
        partial: "components": each right entry of a vector, matrix or set earns its share.
        constant: Of antiderivatives: "required", "optional", or the name that the constant must have.
        wrt: Of antiderivatives: the variable.
    """

    by: By = "equivalent"
    up_to: tuple[str, ...] = ()
    absolute: float | None = None
    relative: float | None = None
    significant: int | None = None
    decimals: int | None = None
    exact: bool = False
    accept: str = ""
    partial: str = ""
    constant: str = "required"
    wrt: str = ""


class Mistake(NamedTuple):
    """A wrong answer that is known: what to say to it, and what it is worth."""

    answer: str
    say: str
    score: float = 0.0
    name: str = ""
    place: Span = Span(0, 0)


class Choice(NamedTuple):
    """One option of choice, multi and order; `say` answers those who take it wrongly."""

    text: str
    say: str = ""
    place: Span = Span(0, 0)


class Part(NamedTuple):
    """One answer that a question asks for.

    Attributes:
        id: Its name within the question; "answer" where the question has one part.
        kind: What kind of answer.
        answer: The right one, in the language of banks; of choice the text of the right option, of multi and order
            several texts (in `answers`), of text every accepted word.
        label: What stands before the input: "grad f =".
        answers: Of multi, order and text.
        options: Of choice, multi and order.
        grade: How it is graded.
        require: Looked at before marking, no attempt lost: ("no", "decimals"), ("without", "integrate").
        mistakes: Known wrong answers, the first that fits counts.
        follow: The id of an earlier part whose own value of the learner is used to mark again; "".
        hints: One at a time.
        weight: Beside the other parts.
        place: Where it stands.
    """

    id: str
    kind: Kind
    answer: str = ""
    label: str = ""
    answers: tuple[str, ...] = ()
    options: tuple[Choice, ...] = ()
    grade: Grade = Grade()
    require: tuple[tuple[str, str], ...] = ()
    mistakes: tuple[Mistake, ...] = ()
    follow: str = ""
    hints: tuple[str, ...] = ()
    weight: float = 1.0
    place: Span = Span(0, 0)
    answer_place: Span = Span(0, 0)


class Trial(NamedTuple):
    """A test of a question: what a learner types, and the verdict it must get.

    Attributes:
        seed: None: every seed.
        given: Part id -> what is typed; parameters stand for their values, calls for their answers.
        score: Expected of the parts that are answered, 0 to 1; None if not told.
        mistake: The name of the known mistake that must be met; "".
        invalid: The answer must be unreadable.
    """

    seed: int | None
    given: tuple[tuple[str, str], ...]
    score: float | None = None
    mistake: str = ""
    invalid: bool = False
    place: Span = Span(0, 0)


class Question(NamedTuple):
    """One question of a bank.

    Attributes:
        id: Stable: the history hangs on it. Unique within the bank.
        prompt: With placeholders {f}, {diff(f, x)}; {{ is a brace.
        parts: At least one.
        revision: Raised to begin its scheduling anew.
        tags: Skills.
        difficulty: 1 to 5.
        seconds: The time it should take; 0 if not told.
        references: (text, url).
        variables: Name -> "real", "positive", "integer", or the two ends of its domain.
        parameters: In their order.
        where: Conditions on the parameters; seeds that break them are drawn again.
        figure: A command line of ours for a picture, placeholders allowed; "".
        solution: Lines, placeholders allowed.
        trials: Run by `quiz test`.
        place: Where it stands.
    """

    id: str
    prompt: str
    parts: tuple[Part, ...]
    revision: int = 1
    tags: tuple[str, ...] = ()
    difficulty: int = 1
    seconds: float = 0.0
    references: tuple[tuple[str, str], ...] = ()
    variables: tuple[tuple[str, str | tuple[float, float]], ...] = ()
    parameters: tuple[Parameter, ...] = ()
    where: tuple[str, ...] = ()
    figure: str = ""
    solution: tuple[str, ...] = ()
    trials: tuple[Trial, ...] = ()
    place: Span = Span(0, 0)
    prompt_place: Span = Span(0, 0)


class Bank(NamedTuple):
    """A file of questions.

    Attributes:
        id: "partials".
        title: "Partial derivatives".
        questions: In their order.
        module: Of the course, 1 to 7; 0 if none.
        licence: SPDX, "CC-BY-4.0".
        authors: Names.
        language: Of the texts, "en".
        path: The file.
        hash: Of its bytes, hexadecimal.
    """

    id: str
    title: str
    questions: tuple[Question, ...]
    module: int = 0
    licence: str = ""
    authors: tuple[str, ...] = ()
    language: str = "en"
    path: str = ""
    hash: str = ""


class Finding(NamedTuple):
    """A mistake in a bank: where it stands, what it is, and the fix; a warning is no mistake yet.

    >>> Finding("a.yaml", Span(13, 9), "unknown key: promt", "did you mean prompt?").text()
    'a.yaml:13:9: unknown key: promt (did you mean prompt?)'
    """

    path: str
    place: Span
    message: str
    hint: str = ""
    question: str = ""
    severity: Literal["error", "warning"] = "error"

    def text(self) -> str:
        """file:line:column: sentence (fix)."""
        fix = f" ({self.hint})" if self.hint else ""
        told = "warning: " if self.severity == "warning" else ""
        return f"{self.path}:{self.place.line}:{self.place.column}: {told}{self.message}{fix}"
