"""The first line of a fit: the model, the rows, what is explained by what."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mvcalc_cli.commands.fits.answer import Fitted
    from mvcalc_cli.commands.fits.question import Asked
    from mvcalc_cli.report import Line, Span


def head(found: Fitted) -> Line:
    """fit   A·exp(−(x − μ)²/(2σ²))   to 26 points of heights.csv   (height → count)."""
    from mvcalc_cli.report import Line, Span

    asked = found.asked
    return Line((Span("fit", "operator"), Span("   "), Span(asked.tree, "answer"), *_rest(asked, found.facts.rows)))


def _rest(asked: Asked, rows: int) -> tuple[Span, ...]:
    from mvcalc_cli.report import Span

    of = "" if asked.columns.file == "--points" else f" of {asked.columns.file}"
    return (Span(f"   to {points(rows)}{of}"), Span(f"   ({arrow(asked)})", "secondary"))


def points(rows: int) -> str:
    """1 point, 10,000,000 points."""
    return "1 point" if rows == 1 else f"{rows:,} points"


def arrow(asked: Asked) -> str:
    """height → count; x, z → log(y), σ = err."""
    left = ", ".join(asked.x_labels)
    told = f"{left} → {asked.y_label}" if left else asked.y_label
    return told + _sigma(asked)


def _sigma(asked: Asked) -> str:
    if asked.sigma is None:
        return ""
    text = f"{asked.sigma:g}" if isinstance(asked.sigma, (int, float)) else asked.label_of(asked.sigma)
    return f", σ = {text}" if asked.weights == "absolute" else f", σ ∝ {text}"
