"""Where a model has no value: which row, which part of it, and why."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from mvcalc_cli.calculus.undefined import OVERFLOW, UndefinedError, said
from mvcalc_cli.language.tree import Tree, variables

if TYPE_CHECKING:
    from mvcalc_cli.numeric.fit.model import Model

_MOST_SHOWN: Final = 4
_HUGE: Final = 1e300


def undefined_row(model: Model, theta: Any, columns: Mapping[str, Any], row: int, first: int = 0) -> UndefinedError:
    """The error that says why the model, or a derivative of it, has no finite value on a row.

    Args:
        model: With its fixed parameters bound.
        theta: The free parameters there.
        columns: The predictors.
        row: The place of the row in the columns, from 0.
        first: How many rows came before these columns.
    """
    from mvcalc_cli.calculus.evaluate import evaluate
    from mvcalc_cli.errors import MvcalcError

    values = {name: float(columns[name][row]) for name in model.predictors}
    values |= dict(zip(model.parameters, map(float, theta), strict=True)) | model.fixed
    where = f"in row {first + row + 1:,}"
    try:
        value = evaluate(model.written, values, text=model.text)
    except UndefinedError as error:
        message = f"{error.message} {where}{_with(error.node, values)}"
        return UndefinedError(message, error.node, hint=error.hint, place=error.place)
    except MvcalcError as error:
        return UndefinedError(f"{error.message} {where}", model.tree)
    reason = f"the model is {said(value)} and has no derivative" if abs(value) < _HUGE else OVERFLOW
    return UndefinedError(f"{reason} {where}{_with(model.written, values)}", model.tree)


def _with(node: Tree, values: Mapping[str, float]) -> str:
    """What the names in a part stand for: ", where x = −1"; nothing where they are too many to help."""
    shown = [f"{name} = {said(values[name])}" for name in variables(node) if name in values]
    return f", where {', '.join(shown)}" if 0 < len(shown) <= _MOST_SHOWN else ""
