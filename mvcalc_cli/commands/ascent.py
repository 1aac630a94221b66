"""What a gradient says at a point: where f grows fastest, and the plane that touches its graph."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from mvcalc_cli.language.tree import Tree
    from mvcalc_cli.report import Block, Span

_COMPASS = "→↗↑↖←↙↓↘"


class Extra(NamedTuple):
    """One more finding: its blocks, its JSON, its plain row."""

    blocks: tuple[Block, ...] = ()
    data: tuple[tuple[str, object], ...] = ()
    rows: tuple[tuple[str | float | Tree, ...], ...] = ()


def ascent(by: Sequence[str], values: Sequence[float]) -> Extra:
    """Where f grows fastest, and how fast: the direction and the length of the gradient."""
    from mvcalc_cli.commands import screen
    from mvcalc_cli.report import Line, Span

    if len(by) < 2:
        return Extra()
    norm = math.hypot(*values)
    if norm == 0:
        words = (Span("∇f = 0 here: a critical point", "rule"), Span("   mvcalc hessian tells its kind", "secondary"))
        return Extra((Line(), Line(words, indent=2)))
    if not math.isfinite(norm):
        return Extra()
    unit = tuple(value / norm for value in values)
    if len(unit) == 2:
        angle = math.degrees(math.atan2(unit[1], unit[0]))
        arrow = _COMPASS[round(angle / 45) % 8]
        spans = [Span(f"{arrow} ", "good"), Span(f"{angle:.1f}° from the {screen.show_name(by[0])}-axis")]
    else:
        spans = [Span("→ ", "good"), Span(f"({', '.join(f'{value:.4f}' for value in unit)})")]
    blocks = (
        Line(),
        Line((Span("steepest ascent  "), *spans, Span(",  slope |∇f| = "), Span(norm, "answer")), indent=2),
    )
    return Extra(blocks, (("direction", list(unit)),))


def tangent(by: Sequence[str], values: Sequence[float], height: float, point: Mapping[str, Tree]) -> Extra:
    """z = f(a) + ∂f/∂x·(x − a₁) + …, with the numbers put in."""
    from mvcalc_cli.commands import screen
    from mvcalc_cli.report import Line, Span

    names = tuple(by)
    if set(point) != set(names) or any("[" in name for name in names):
        return Extra()
    word = {1: "tangent line ", 2: "tangent plane"}.get(len(names), "linear model ")
    left = {1: "y", 2: "z"}.get(len(names), "f")
    left = "f" if left in names else left
    spans = [Span(f"{word}  {left} = "), Span(height)]
    for name, value in zip(names, values, strict=True):
        sign = " − " if value < 0 else " + "
        spans += [Span(sign), Span(abs(value)), *_offset(screen.show_name(name), point[name])]
    data = {"value": height, "slopes": list(values)}
    return Extra((Line(tuple(spans), indent=2),), (("tangent", data),))


def _offset(name: str, at: Tree) -> tuple[Span, ...]:
    """·(x − 1), and plain ·x where the coordinate is 0."""
    from mvcalc_cli.language.tree import ZERO
    from mvcalc_cli.report import Span

    if at == ZERO:
        return (Span(f"·{name}"),)
    if at.kind == "negative":
        return (Span(f"·({name} + "), Span(at.args[0]), Span(")"))
    return (Span(f"·({name} − "), Span(at), Span(")"))
