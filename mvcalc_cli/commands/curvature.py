"""What a Hessian of numbers says: its eigenvalues, its definiteness, and the kind of a critical point."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from mvcalc_cli.report import Block

# An eigenvalue this small beside the greatest is 0 up to rounding: it decides nothing.
_ZERO = 1e-9
_BOWL = {
    "positive definite": "curves up in every direction, like a bowl",
    "negative definite": "curves down in every direction, like a dome",
    "indefinite": "up in some directions, down in others, like a saddle",
    "positive semidefinite": "an eigenvalue is 0: no verdict",
    "negative semidefinite": "an eigenvalue is 0: no verdict",
    "zero": "all eigenvalues are 0: no verdict",
}
_MOST_LISTED = 30  # eigenvalues
_KINDS = {"positive definite": "minimum", "negative definite": "maximum", "indefinite": "saddle"}
_MARKS = {"minimum": "▾", "maximum": "▴", "saddle": "✕"}


class Curvature(NamedTuple):
    """The Hessian as numbers: its eigenvalues, and what they say.

    `gradient` is empty where no point is given (a constant Hessian needs none); `eigenvalues` are empty and
    `definiteness` is "" where the matrix is too large to find them; `rounded` says that signs and zeros are those of
    floats, not of exact values.
    """

    rows: tuple[tuple[float, ...], ...]
    eigenvalues: tuple[float, ...]
    definiteness: str
    gradient: tuple[float, ...]
    critical: bool
    rounded: bool = False


def counted(eigenvalues: tuple[float, ...]) -> tuple[bool, bool, bool]:
    """Are there positive, negative, and zero ones, up to rounding?"""
    size = _ZERO * max(map(abs, eigenvalues))
    up, down = any(v > size for v in eigenvalues), any(v < -size for v in eigenvalues)
    return up, down, any(abs(v) <= size for v in eigenvalues)


def definiteness(up: bool, down: bool, flat: bool) -> str:
    """The word for the signs of the eigenvalues."""
    if up and down:
        return "indefinite"
    if not up and not down:
        return "zero"
    return f"{'positive' if up else 'negative'} {'semidefinite' if flat else 'definite'}"


def curvature_blocks(found: Curvature) -> list[Block]:
    """Eigenvalues, definiteness and, at a point, what kind of point it is."""
    from mvcalc_cli.report import Line, Span

    blocks: list[Block] = [_eigenvalues(found.eigenvalues)] if found.eigenvalues else []
    if found.definiteness:
        why = _BOWL[found.definiteness]
        why = why.replace(" 0:", " 0 up to rounding:") if found.rounded else why
        blocks.append(Line((Span(found.definiteness, "rule"), Span(f"   {why}", "secondary")), indent=2))
    if not found.gradient:
        return blocks
    return [*blocks, Line(), _critical_line(found)]


def _eigenvalues(found: tuple[float, ...]) -> Block:
    """All of a few eigenvalues, the greatest and the least of many."""
    from mvcalc_cli.report import Line, Span

    if len(found) > _MOST_LISTED:
        spans = [Span(f"{len(found):,} eigenvalues from "), Span(found[-1], "answer"), Span(" to ")]
        return Line((*spans, Span(found[0], "answer")), indent=2)
    numbers: list[Span] = []
    for place, value in enumerate(found):
        numbers += [Span(", " * bool(place)), Span(value, "answer")]
    return Line((Span("eigenvalues "), *numbers), indent=2)


def _critical_line(found: Curvature) -> Block:
    """What the point is: critical, and of which kind, or not critical."""
    from mvcalc_cli.report import Line, Span

    if not found.critical:
        norm = math.hypot(*found.gradient)
        return Line((Span("not a critical point: |∇f| = "), Span(norm, "answer")), indent=2)
    kind = _KINDS.get(found.definiteness)
    if kind is None and not found.definiteness:
        return Line((Span("·", "point"), Span(" critical point, whose kind is not known")), indent=2)
    if kind is None:
        words = " critical point, but the Hessian cannot tell its kind: an eigenvalue is 0"
        return Line((Span("·", "point"), Span(words)), indent=2)
    flat = "up to rounding" if found.rounded and any(found.gradient) else "here"
    return Line(
        (Span(f"{_MARKS[kind]} ", "point"), Span(kind, "answer"), Span(f"   ∇f = 0 {flat}", "secondary")), indent=2
    )


def curvature_data(found: Curvature) -> dict[str, object]:
    """The same in JSON."""
    data: dict[str, object] = {"eigenvalues": list(found.eigenvalues), "definiteness": found.definiteness}
    if found.gradient:
        data["gradient_value"] = list(found.gradient)
        data["critical"] = found.critical
        data["kind"] = _KINDS.get(found.definiteness) if found.critical else None
    return data
