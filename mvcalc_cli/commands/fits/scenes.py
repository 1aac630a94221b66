"""What the pictures of a fit are given: the rows that are drawn, and the curve with its band."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mvcalc_cli.commands.fits import pictures
    from mvcalc_cli.commands.fits.answer import Fitted
    from mvcalc_cli.commands.fits.run import Run


def scene(found: Fitted, run: Run) -> pictures.Scene:
    """The rows, and what they are called."""
    from mvcalc_cli.commands.fits.pictures import Scene
    from mvcalc_cli.commands.fits.sources import sample

    return Scene(
        sample(found.source),
        found.facts.rows,
        found.model.predictors,
        found.asked.y_label,
        size=run.size,
        labels=tuple(found.asked.label_of(found.asked.predictors[name]) for name in found.model.predictors),
    )


def curve_of(found: Fitted, name: str = "") -> pictures.Fitted:
    """The curve, with a band where there are errors; `name` is for a legend."""
    from mvcalc_cli.commands.fits.estimates import level_text
    from mvcalc_cli.commands.fits.pictures import Fitted as Curve

    known = found.converged and found.inference.root is not None
    told = f"{level_text(found.level)} interval of the curve"
    return Curve(name, found.curve, partial(_band, found) if known else None, told)


def _band(found: Fitted, columns: Mapping[str, Any]) -> tuple[Any, Any]:
    """The interval of the curve itself."""
    from mvcalc_cli.numeric.fit.prediction import band

    ends = band(found.model, found.inference, columns, level=found.level).mean
    assert ends is not None
    return ends
