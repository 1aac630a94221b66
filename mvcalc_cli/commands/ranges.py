"""Ranges as people type them: x=0..1, or 0..1 where the variable is clear."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mvcalc_cli.errors import InputError, Place

if TYPE_CHECKING:
    from mvcalc_cli.commands.inputs import Reader
    from mvcalc_cli.language.tree import Tree


def parse_range(text: str, reader: Reader, argument: str = "--table") -> tuple[str, Tree, Tree]:
    """("x", 0, 1) from "x=0..1"; the ends are expressions without variables, the lower first.

    Raises:
        InputError: If it is no range, an end has no value, or the range is upside down.
    """
    from mvcalc_cli.calculus.evaluate import evaluate
    from mvcalc_cli.language.tree import variables

    name_text, equals, ends = text.partition("=")
    low_text, dots, high_text = ends.partition("..")
    if not equals or not dots:
        raise InputError(
            "this is not a range", hint=f"write it as in {argument} x=0..1", place=Place(text, 0, len(text), argument)
        )
    name = reader.variables(name_text.strip(), argument)[0]
    low, high = (reader.expression(part.strip(), argument) for part in (low_text, high_text))
    for end in (low, high):
        if variables(end):
            raise InputError("the ends of a range are numbers", place=Place(text, 0, len(text), argument))
    if evaluate(low, {}) > evaluate(high, {}):
        raise InputError(
            "this range is upside down",
            hint=f"the lower end first: {argument} {name}={high_text.strip()}..{low_text.strip()}",
            place=Place(text, 0, len(text), argument),
        )
    return name, low, high
