"""Ranges as people type them: x=0..1,y=0..x, or 0..1 where the variable is clear."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mvcalc_cli.errors import DomainError, InputError, Place

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mvcalc_cli.commands.inputs import Reader
    from mvcalc_cli.language.tree import Tree


class Range(NamedTuple):
    """From `low` to `high`, both expressions; `place` is where the range was typed."""

    name: str
    low: Tree
    high: Tree
    place: Place


def read_ranges(reader: Reader, text: str, names: Sequence[str], argument: str = "--over") -> tuple[Range, ...]:
    """The ranges of "x=0..1,y=0..x", in the order typed; "0..1" alone where there is one name.

    The ends are expressions of the language and may hold variables and oo; see `number_range` for ranges of numbers.

    Args:
        reader: Reads the ends, knows the declared names.
        text: What was typed.
        names: The variables a range may be for, in order; bare ranges are given to them in this order.
        argument: The option, for mistakes.

    Raises:
        InputError: If it is no range, a name is unknown or doubled.
    """
    from mvcalc_cli.commands.inputs import split_at_commas
    from mvcalc_cli.commands.range_typos import not_a_range

    found: list[Range] = []
    for start, end in split_at_commas(text):
        place = Place(text, start, end, argument, reader.line)
        name_text, equals, ends = text[start:end].partition("=")
        if not equals:
            name_text, ends = "", text[start:end]
        low_text, dots, high_text = ends.partition("..")
        if not dots or not low_text.strip() or not high_text.strip() or _is_odd(text[start:end]):
            raise not_a_range(place, names[0] if names else "x")
        name = _name(reader, name_text.strip(), names[len(found) :] if not equals else names, place)
        if name in {known.name for known in found}:
            raise InputError(f"{name} has two ranges", place=place)
        at = end - len(high_text)
        found.append(
            Range(
                name,
                reader.expression(" " * (at - 2 - len(low_text)) + low_text, argument),
                reader.expression(" " * at + high_text, argument),
                place,
            )
        )
    return tuple(found)


def _is_odd(part: str) -> bool:
    """Whether a range that holds `..` is still none: three points, two ranges in one, brackets, words.

    >>> _is_odd("x=0..1"), _is_odd("0...5"), _is_odd("x=0..1..2"), _is_odd("x=[0..1]"), _is_odd("x from 0..1")
    (False, True, True, True, True)
    """
    low = part.partition("..")[0]
    unclosed = low.count("(") > low.count(")") or low.count("[") > low.count("]")
    worded = any(word in ("from", "in", "∈") for word in low.split()[:2])
    return "..." in part or "…" in part or part.count("..") > 1 or unclosed or worded


def _name(reader: Reader, text: str, names: Sequence[str], where: Place) -> str:
    """The variable of a range: as typed, or the one whose turn it is."""
    argument = where.argument or "--over"
    if text:
        name = reader.variables(text, argument)[0]
        if names and name not in names:
            raise InputError(f"{name} does not occur in the expression", place=where, hint=f"it has {', '.join(names)}")
        return name
    if not names:
        raise InputError("which variable is this range for?", place=where, hint=f"write it as in {argument} x=0..1")
    return names[0]


def number_range(found: Range) -> tuple[float, float]:
    """The ends as finite floats, the lower first.

    Raises:
        InputError: If an end holds a variable or is not finite, or the range is empty or upside down.
    """
    import math

    from mvcalc_cli.calculus.evaluate import evaluate
    from mvcalc_cli.language.tree import variables

    if variables(found.low) or variables(found.high):
        raise InputError("the ends of this range must be numbers", place=found.place)
    try:
        low, high = evaluate(found.low, {}), evaluate(found.high, {})
    except DomainError as error:
        raise InputError(f"an end of this range has no value: {error.message}", place=found.place) from error
    if not (math.isfinite(low) and math.isfinite(high)):
        raise InputError("the ends of this range must be finite", place=found.place)
    if low == high:
        raise InputError("this range is empty: both ends are the same", place=found.place)
    if low > high:
        raise InputError(
            "this range is upside down", hint=f"the lower end first: {_swapped(found.place)}", place=found.place
        )
    return low, high


def _swapped(place: Place) -> str:
    """The range as it should have been typed."""
    name, equals, ends = place.text[place.start : place.end].rpartition("=")
    low, _, high = ends.partition("..")
    return f"{place.argument} {name}{equals}{high.strip()}..{low.strip()}"


def parse_range(text: str, reader: Reader, argument: str = "--table") -> tuple[str, Tree, Tree]:
    """("x", 0, 1) from "x=0..1"; the ends are expressions without variables, the lower first.

    Raises:
        InputError: If it is no range, an end has no value, or the range is upside down.
    """
    found = read_ranges(reader, text, (), argument)
    if len(found) != 1:
        raise InputError("one range is needed here", place=Place(text, 0, len(text), argument))
    number_range(found[0])
    return found[0].name, found[0].low, found[0].high
