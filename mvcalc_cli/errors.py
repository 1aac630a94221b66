"""Every mistake mvcalc can report, as one tree of exceptions.

```
MvcalcError (1)                 ran, and the answer is "no"
├── InputError (2)              the command line could not be understood
│   ├── ParseError              an expression could not be read
│   └── MissingExtra            a feature needs an optional package
├── DomainError (3)             mathematically undefined there
├── FileError (4)               a file cannot be read, or its content is wrong
├── LimitError (5)              stopped at a limit of size, time or memory
└── NumericError (1)            a method did not reach an answer
    └── ContradictedError       a numeric check disagrees with the answer
```

The number is the exit code. Core code raises; one function in `render/` shows.
"""

from __future__ import annotations

from typing import ClassVar, NamedTuple


class Place(NamedTuple):
    """Where in a typed text a mistake stands: `text[start:end]`.

    `argument` names the argument or option that held the text ("EXPR", "--at"), `line` the line of
    a file or of standard input, counted from 1.
    """

    text: str
    start: int
    end: int
    argument: str | None = None
    line: int | None = None


class MvcalcError(Exception):
    """A mistake told to the person in one sentence, with its place and the fix where known.

    Args:
        message: One sentence, without the final full stop.
        hint: The fix, shown last.
        place: The part of the typed text that is wrong.
        aside: A pointer shown beside the hint ("all functions: mvcalc functions").
    """

    kind: ClassVar[str] = "error"
    exit_code: ClassVar[int] = 1

    def __init__(
        self,
        message: str,
        *,
        hint: str | None = None,
        place: Place | None = None,
        aside: str | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.place = place
        self.aside = aside


class InputError(MvcalcError):
    """The command line could not be understood."""

    kind = "input"
    exit_code = 2


class ParseError(InputError):
    """An expression could not be read; `place` says where."""

    kind = "parse"


class MissingExtra(InputError):  # noqa: N818 - the word of the glossary
    """A feature needs an optional package that is not installed."""

    kind = "missing"


class DomainError(MvcalcError):
    """The mathematics is undefined there: log of 0, division by zero."""

    kind = "domain"
    exit_code = 3


class FileError(MvcalcError):
    """A file cannot be read or written, or its content is wrong."""

    kind = "file"
    exit_code = 4


class LimitError(MvcalcError):
    """Stopped at a limit of size, time or memory."""

    kind = "limit"
    exit_code = 5


class NumericError(MvcalcError):
    """A method ran and did not reach an answer."""

    kind = "numeric"


class ContradictedError(NumericError):
    """A numeric check disagrees with the answer, which is therefore not presented as one."""

    kind = "contradicted"
