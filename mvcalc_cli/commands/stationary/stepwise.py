"""The steps of a working: as blocks of the screen, in JSON, and as lines of a pipe."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mvcalc_cli.report import Block, Cell, Span


class Step(NamedTuple):
    """One step.

    Attributes:
        rule: What is done.
        formula: By which formula, or where; may be empty.
        lines: The working.
    """

    rule: str
    formula: str
    lines: tuple[tuple[Span, ...], ...]

    def data(self) -> dict[str, object]:
        """As JSON has it: its lines are text as on the screen."""
        return {"rule": self.rule, "formula": self.formula, "lines": [_shown(line) for line in self.lines]}


def blocks(steps: Sequence[Step]) -> list[Block]:
    """The steps as blocks of the screen."""
    from mvcalc_cli.report import Line, StepBlock

    shown: list[Block] = []
    for number, step in enumerate(steps, 1):
        shown += [Line(), StepBlock(number, step.rule, step.formula, (), step.lines)]
    return shown


def piped(steps: Sequence[Step]) -> list[tuple[Cell, ...]]:
    """A row a step: n, what is done, by which formula, then its lines with their formulas as they are typed."""
    return [(str(number), step.rule, step.formula, *map(_typed, step.lines)) for number, step in enumerate(steps, 1)]


def _shown(spans: Sequence[Span]) -> str:
    from mvcalc_cli.language.printers import line
    from mvcalc_cli.language.tree import Tree
    from mvcalc_cli.render.numbers import show

    parts = [span.content for span in spans]
    return "".join(
        part if isinstance(part, str) else line(part) if isinstance(part, Tree) else show(part) for part in parts
    )


def _typed(spans: Sequence[Span]) -> str:
    from mvcalc_cli.language.printers import plain
    from mvcalc_cli.language.tree import Tree

    parts = [span.content for span in spans]
    return "".join(
        part.replace("−", "-") if isinstance(part, str) else plain(part) if isinstance(part, Tree) else f"{part:.12g}"
        for part in parts
    )
