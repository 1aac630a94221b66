"""The steps of a derivative as blocks of the screen and as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from mvcalc_cli.calculus.steps import Shown, listed
from mvcalc_cli.commands.screen import show_name, superscript
from mvcalc_cli.language.tree import Tree, variable
from mvcalc_cli.report import Block, Line, Span, StepBlock

if TYPE_CHECKING:
    from mvcalc_cli.calculus.derivative import Derivative
    from mvcalc_cli.calculus.implicit import Implicit


def step_blocks(chain: Sequence[Derivative]) -> list[Block]:
    """Every order's steps, numbered within it; the last line is the answer itself."""
    blocks: list[Block] = []
    for place, derivative in enumerate(chain):
        if len(chain) > 1:
            blocks += [*([Line()] if blocks else []), _order_head(place, derivative), Line()]
        shown = listed(derivative.step)
        for entry in shown:
            blocks += [*([Line()] if entry.number > 1 else []), _step_block(entry, derivative)]
    return blocks


def _order_head(place: int, derivative: Derivative) -> Line:
    order = ("first", "second", "third", "fourth", "fifth")[place] if place < 5 else f"{place + 1}th"
    return Line((Span(f"{order} derivative, by {show_name(derivative.step.variable)}", "rule"),), indent=2)


def _step_block(entry: Shown, derivative: Derivative) -> StepBlock:
    """before = after = result; the whole expression's own line starts with the sign of equality."""
    whole = entry.before == derivative.step.before
    mark = derivative.step.mark(entry.before)
    spans: list[Span] = (
        [] if whole and len(entry.working) == 1 and not _stands_alone(entry, derivative) else [Span(mark)]
    )
    for place, side in enumerate(entry.working):
        final = place == len(entry.working) - 1 and not _open(side)
        spans += [Span(" = " if spans else "= "), Span(side, "answer" if final else "text")]
    return StepBlock(entry.number, entry.rule, entry.formula, entry.letters, (tuple(spans),))


def _stands_alone(entry: Shown, derivative: Derivative) -> bool:
    return entry.number == 1 and not derivative.step.parts


def _open(side: Tree) -> bool:
    """Does the side still hold a derivative to be worked out?"""
    from mvcalc_cli.language.tree import postorder

    return any(node.kind == "derivative" for node in postorder(side))


def hint_blocks(chain: Sequence[Derivative]) -> list[Block]:
    """The names of the rules and what they are applied to, no results."""
    blocks: list[Block] = []
    for place, derivative in enumerate(chain):
        if len(chain) > 1:
            blocks += [*([Line()] if blocks else []), _order_head(place, derivative), Line()]
        rules = [entry for entry in listed(derivative.step) if entry.rule != "put together"]
        blocks += [StepBlock(number, e.rule, e.formula, e.letters) for number, e in enumerate(rules, 1)]
    return blocks


def step_data(chain: Sequence[Derivative]) -> list[dict[str, object]]:
    """The steps in JSON: n, rule, formula, before, after (text that mvcalc reads)."""
    from mvcalc_cli.language.printers import plain

    rows: list[dict[str, object]] = []
    for order, derivative in enumerate(chain, 1):
        for entry in listed(derivative.step):
            mark = derivative.step.mark(entry.before)
            rows.append(
                {
                    "n": len(rows) + 1,
                    "order": order,
                    "rule": entry.rule,
                    "formula": entry.formula,
                    "before": plain(mark),
                    "after": plain(entry.working[-1]),
                }
            )
    return rows


def implicit_blocks(found: Implicit, by: str, of: str, *, hints: bool) -> list[Block]:
    """Both sides differentiated, then solved for y′, then higher orders."""
    blocks: list[Block] = []
    for number, (rule, formula, line_) in enumerate(_implicit_steps(found, by, of), 1):
        lines = () if hints else (line_,)
        blocks += [*([Line()] if number > 1 and not hints else []), StepBlock(number, rule, formula, (), lines)]
    return blocks


def _implicit_steps(found: Implicit, by: str, of: str) -> list[tuple[str, str, tuple[Span, ...]]]:
    from mvcalc_cli.calculus.implicit import both_sides

    x, y = show_name(by), show_name(of)
    prime = Span(variable(f"{of}'"))
    steps: list[tuple[str, str, tuple[Span, ...]]] = [
        (
            "differentiate both sides",
            f"{y} depends on {x}: chain rule, d/d{x}[ {y} ] = {y}′",
            (Span(both_sides(found, of)),),
        ),
        (f"solve for {y}′", f"{y}′ = −F_{x}/F_{y}", (prime, Span(" = "), Span(found.first, "answer"))),
    ]
    for order, result in enumerate(found.orders[1:], 2):
        steps.append(
            (
                "differentiate again",
                f"and put in {y}′",
                (Span(f"d{superscript(order)}{y}/d{x}{superscript(order)} = "), Span(result, "answer")),
            )
        )
    return steps


def implicit_data(found: Implicit, by: str, of: str) -> list[dict[str, object]]:
    """The implicit steps in JSON."""
    from mvcalc_cli.language.printers import plain

    rows = []
    for number, (rule, formula, spans) in enumerate(_implicit_steps(found, by, of), 1):
        tree = next(span.content for span in reversed(spans) if isinstance(span.content, Tree))
        rows.append(
            {
                "n": number,
                "order": max(1, number - 1),
                "rule": rule,
                "formula": formula,
                "before": "",
                "after": plain(tree),
            }
        )
    return rows
