"""What `mvcalc critical` is asked: the function, its variables, the box."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mvcalc_cli.commands.stationary.telling import refuse_letters
from mvcalc_cli.errors import InputError, LimitError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mvcalc_cli.commands.inputs import Reader
    from mvcalc_cli.language.tree import Tree
    from mvcalc_cli.symbolic.stationary.points import Box

_MOST_VARIABLES = 8


class Question(NamedTuple):
    """What is asked.

    Attributes:
        tree: The function, as typed.
        lowered: The same without sums and shorthands, for the engine.
        names: Its variables.
        kinds: name -> "real", "positive", ….
        box: The ranges of --over; None: everywhere.
        text: As typed.
        digits: The decimals of --digits.
        typed: The function as it can be typed again.
        ends: Of each range of --over the variable and its ends as they were typed, exactly.
        notes: What is said of the names.
    """

    tree: Tree
    lowered: Tree
    names: tuple[str, ...]
    kinds: Mapping[str, str]
    box: Box | None
    text: str | None
    digits: int | None = None
    typed: str = ""
    ends: tuple[tuple[str, Tree, Tree], ...] = ()
    notes: tuple[str, ...] = ()


def asked(reader: Reader, expr: str, wrt: str | None, over: str | None, size: str | None) -> Question:
    """Read the question.

    Raises:
        InputError: If it is no scalar, has no variable or letters beside those of --wrt, or --over does not fit.
    """
    from mvcalc_cli.calculus.lower import lower
    from mvcalc_cli.commands.choice import all_variables
    from mvcalc_cli.commands.pictures import read_size
    from mvcalc_cli.commands.scalars import scalar
    from mvcalc_cli.language.printers import plain
    from mvcalc_cli.language.tree import variables

    try:
        tree = scalar(reader, expr, "critical")
    except InputError as error:
        hint = error.hint or "name one function, such as x^2 + y^2      (equations: mvcalc solve)"
        raise InputError(error.message, hint=hint, place=error.place) from None
    names = all_variables(reader, (tree,), wrt)
    lowered = lower(tree)
    refuse_letters([name for name in variables(lowered) if name not in names], names)
    if len(names) > _MOST_VARIABLES:
        raise LimitError(
            f"critical looks at functions of {_MOST_VARIABLES} variables at most, not {len(names)}",
            hint="mvcalc descend finds one minimum of a function of any size",
        )
    read_size(size)
    ranges = _ranges(reader, over, names)
    return Question(
        tree,
        lowered,
        names,
        reader.kinds,
        None if over is None else {name: ends for name, ends, _ in ranges},
        reader.typed(tree),
        reader.output.digits,
        reader.typed(tree) or plain(tree),
        tuple((name, *trees) for name, _, trees in ranges),
        tuple(_alike(names)),
    )


def _alike(names: Sequence[str]) -> list[str]:
    """Names that differ by their size alone are two variables, which a slip of the finger makes too."""
    from mvcalc_cli.commands.screen import show_name

    groups = [[name for name in names if name.lower() == small] for small in dict.fromkeys(map(str.lower, names))]
    return [f"{' and '.join(map(show_name, each))} are different variables" for each in groups if len(each) > 1]


def _ranges(
    reader: Reader, over: str | None, names: tuple[str, ...]
) -> list[tuple[str, tuple[float, float], tuple[Tree, Tree]]]:
    """The ranges of --over, as numbers and exactly; a variable without one runs everywhere."""
    from mvcalc_cli.commands.ranges import number_range, read_ranges

    if over is None:
        return []
    try:
        found = read_ranges(reader, over, names)
        return [(each.name, number_range(each), (each.low, each.high)) for each in found]
    except InputError as error:
        name = names[0]
        hint = (
            error.hint or f"give two numbers, as in --over {name}=-10..10; a variable without a range runs everywhere"
        )
        raise InputError(error.message, hint=hint, place=error.place) from None
