"""Another form of the same expression: what simplify, expand and factor have in common."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from mvcalc_cli.commands import screen
from mvcalc_cli.language.tree import Tree, variables
from mvcalc_cli.report import Block, Formula, Line, Report, Span

if TYPE_CHECKING:
    from mvcalc_cli.commands.inputs import Reader
    from mvcalc_cli.symbolic.simplify import Answer

Algebra = Callable[..., "Answer"]


def form_report(reader: Reader, text: str, command: str, algebra: Algebra) -> Report:
    """The other form, checked, and what it says about the domain."""
    tree = reader.expression(text)
    answer = algebra(tree, reader.kinds, reader.typed(tree))
    return Report(
        command,
        blocks=(screen.head(command, Span("   "), Span(tree)), Line(), *_blocks(tree, answer, command)),
        rows=((answer.tree,),),
        answer=answer.tree,
        variables=variables(tree),
        inputs=reader.inputs,
        data={
            "result": answer.tree,
            "changed": answer.tree != tree,
            "domain": screen.excluded_data(answer.where),
        },
        check=answer.check,
        warnings=_domain_warnings(answer),
    )


def _blocks(tree: Tree, answer: Answer, command: str) -> list[Block]:
    blocks: list[Block] = [Formula(answer.tree), *screen.excluded_lines(answer.where)]
    if answer.tree == tree:
        words = {"simplify": "already as short as I can make it", "expand": "nothing to multiply out"}
        blocks.append(Line((Span(words.get(command, "does not factor over the rationals"), "secondary"),), indent=2))
        return blocks
    return [*blocks, *screen.closing(answer.check)]


def _domain_warnings(answer: Answer) -> tuple[str, ...]:
    """The answer has values where the typed expression has none: that is said, never hidden."""
    if not answer.domain_differs:
        return ()
    if answer.where:
        from mvcalc_cli.calculus.steps import conditions_text

        needed = " and ".join(conditions_text(condition) for condition in answer.where)
        return (f"the two are equal only where {needed}: elsewhere what you typed has no value",)
    return ("the answer has values where what you typed has none",)
