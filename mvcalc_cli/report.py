"""A Report: what a command found, said in blocks that every renderer can show.

A command builds one Report; `render/` turns it into a terminal screen, a plain line, JSON, LaTeX or
Python. Formulas travel as Trees, so every renderer writes them in its own notation, and a block says
what a word *is* (its role), never a colour.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Literal, NamedTuple

from mvcalc_cli.calculus.check import Check
from mvcalc_cli.language.tree import Tree
from mvcalc_cli.plotting.plot import Plot

Role = Literal[
    "text",  # default colour
    "answer",  # the result, bold
    "operator",  # d/dx, ∇f, J, H
    "rule",  # the name of a rule, a reason
    "point",  # a marked point
    "good",  # ✓
    "bad",  # ✗
    "secondary",  # headers, formulas, hints
]


# An empty mapping that nobody can fill.
_NOTHING: Mapping[str, object] = MappingProxyType({})


class Span(NamedTuple):
    """A text, a formula or a measured number, in one role.

    A float is shown with six decimals (or in scientific form), its minus as the notation has it.
    """

    content: str | Tree | float
    role: Role = "text"


class Line(NamedTuple):
    """One line: spans side by side, nothing between them. `indent` in columns.

    A line too long for the terminal breaks at spaces and hangs two columns deeper.
    """

    spans: tuple[Span, ...] = ()
    indent: int = 0


class Formula(NamedTuple):
    """An answer on lines of its own: `lead` (may be empty), then the formula in bold.

    One line where it fits; else broken before + and − with a hanging indent, shared parts named
    beneath (`where s = …`).
    """

    tree: Tree
    lead: tuple[Span, ...] = ()
    role: Role = "answer"
    indent: int = 2


class Matrix(NamedTuple):
    """A matrix in tall brackets: cells are formulas or measured numbers. `label` stands to the left."""

    rows: tuple[tuple[float | Tree, ...], ...]
    label: tuple[Span, ...] = ()
    indent: int = 4
    role: Role = "answer"


class Table(NamedTuple):
    """A table under a thin rule; `align` has "l" or "r" for each column. Cells are spans."""

    headers: tuple[str, ...]
    rows: tuple[tuple[Span, ...], ...]
    align: str
    indent: int = 2


class StepBlock(NamedTuple):
    """One numbered step: the rule, its formula, what its letters stand for, and lines of working."""

    number: int
    rule: str
    formula: str = ""
    bindings: tuple[tuple[str, Tree], ...] = ()
    lines: tuple[tuple[Span, ...], ...] = ()


class Picture(NamedTuple):
    """A picture, with its axes and its legend. `columns` and `rows` are its size as asked for; 0 fits the terminal."""

    plot: Plot
    columns: int = 0
    rows: int = 0


class Verdict(NamedTuple):
    """The closing line: ✓ good, ✗ bad, or · neither, with words; `lead` stands before the sign, `rest` at the end."""

    text: str
    sign: Literal["good", "bad", "open"] = "good"
    lead: tuple[Span, ...] = ()
    rest: tuple[Span, ...] = ()


class Next(NamedTuple):
    """The one line of "what to try next", shown on a terminal alone."""

    text: str


Block = Line | Formula | Matrix | Table | StepBlock | Picture | Verdict | Next
Cell = str | float | Tree


class Report(NamedTuple):
    """Everything a command has to say.

    Attributes:
        command: Its name, "diff".
        blocks: The terminal screen, from the first line to the last; `Line()` is an empty line.
        rows: The plain form, one line a result, cells separated by a TAB.
        answer: What `--latex`, `--python` and `--save` write: an expression, a vector or a matrix,
            or None where there is no formula.
        variables: The order of arguments in the `--python` function.
        inputs: The JSON `input`: as typed, text.
        data: The JSON `result` and further keys; Trees become {text, latex}.
        quiet: What `-q` prints: rows of cells (default: `rows`).
        warnings: Sentences for stderr and for the JSON `warnings`.
        exit_code: 0, or 1 when the answer is "no".
        columns: The names of the cells of `rows`, for a .csv file; () where rows are of several kinds.
        array: What a .npy file holds: an array of numbers, or rows of them; None where the answer is none.
        series: What a .csv file holds instead of `rows`, its names first: a trajectory.
    """

    command: str
    blocks: tuple[Block, ...] = ()
    rows: tuple[tuple[Cell, ...], ...] = ()
    answer: Tree | None = None
    variables: tuple[str, ...] = ()
    inputs: Mapping[str, object] = _NOTHING
    data: Mapping[str, object] = _NOTHING
    quiet: tuple[tuple[Cell, ...], ...] | None = None
    check: Check | None = None
    warnings: tuple[str, ...] = ()
    exit_code: int = 0
    columns: tuple[str, ...] = ()
    array: Any = None
    series: tuple[tuple[Cell, ...], ...] = ()
