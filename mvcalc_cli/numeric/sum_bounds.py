"""What is said about the bounds of an indexed sum or product that cannot be right."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from mvcalc_cli.calculus.undefined import place_of
from mvcalc_cli.errors import InputError
from mvcalc_cli.language.tree import Tree, postorder


def wrong_bounds(
    said: str,
    node: Tree,
    bounds: tuple[Any, Any],
    lets: Mapping[str, Any],
    *,
    wrong: float | None = None,
    text: str | None = None,
) -> InputError:
    """The error, with the bounds and where they come from.

    Args:
        said: A sentence with {} for "sum" or "product", and {} for the bounds.
        node: The sum.
        bounds: Where it begins and ends, in each row around it.
        lets: What --let gave.
        wrong: The bound that is wrong, where there are many.
        text: The typed text.
    """
    low, high = bounds
    index = str(node.args[1].value)
    if wrong is None or not (getattr(low, "ndim", 0) or getattr(high, "ndim", 0)):
        what = f"{index} goes from {shown(low)} to {shown(high)}"
    else:
        what = f"one is {shown(wrong)}"
    hint = given(node, lets) or f"{index} counts upwards by 1, as in {index}=1..10"
    return InputError(said.format(word(node), what), hint=hint, place=place_of(node, text))


def given(node: Tree, lets: Mapping[str, Any]) -> str | None:
    """What --let gave for the bounds, and what it might be; None if they do not depend on it."""
    names = dict.fromkeys(str(part.value) for bound in node.args[2:] for part in postorder(bound))
    numbers = [name for name in names if name in lets and not lets[name].ndim]
    if not numbers:
        return None
    return f"{' and '.join(f'{name} is {shown(lets[name])}' for name in numbers)} here: try --let {numbers[0]}=10"


def word(node: Tree) -> str:
    """What a reader calls it: "sum" or "product"."""
    return "product" if node.value == "prod" else "sum"


def shown(number: Any) -> str:
    """A bound in a sentence.

    >>> shown(1e9), shown(-2.5), shown(float("inf")), shown(1e30)
    ('1,000,000,000', '−2.5', '∞', '1e+30')
    """
    value = float(number)
    if math.isinf(value):
        return "∞" if value > 0 else "−∞"
    exact = value.is_integer() and abs(value) < 2**53  # further out a float does not know its last digits
    return (f"{value:,.0f}" if exact else f"{value:g}").replace("-", "−")
