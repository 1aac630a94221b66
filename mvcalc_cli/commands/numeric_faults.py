"""What is said where a function or its derivative does not exist at the point: the sentences of exact work."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mvcalc_cli.commands.numeric_point import FEW, Here, point_words
from mvcalc_cli.errors import DomainError, LimitError

if TYPE_CHECKING:
    from mvcalc_cli.calculus.undefined import UndefinedError
    from mvcalc_cli.language.tree import Tree

_NO_DERIVATIVE = "there is no derivative here: "


def undefined(here: Here, error: UndefinedError) -> DomainError:
    """The sentence of a function or derivative that has no value at the point, as exact work says it.

    Raises:
        LimitError: If there is a value, but it is too large for a float.
    """
    from mvcalc_cli.commands.values import existence
    from mvcalc_cli.language.printers import line

    part = line(_as_typed(error.node), short=True)
    few = len(here.v) <= FEW
    if error.overflow:
        told = f"{part} is too large for a floating-point number, 1.8·10^308"
        hint = "mvcalc eval … --digits 20 has more room" if few else "a smaller point, or other units"
        raise LimitError(told, hint=hint, place=error.place) from error
    if error.message.startswith(_NO_DERIVATIVE):
        reason = error.message.removeprefix(_NO_DERIVATIVE)
        told = f"{part} has no derivative at {point_words(here)}: {reason}"
        return DomainError(told, hint=error.hint, place=error.place)
    where = existence(here.problem.trees, ()) if few and here.problem.trees else None
    told = f"{part} is undefined at {point_words(here)}: {error.message}"
    return DomainError(told, hint=where or error.hint, place=error.place)


def _as_typed(part: Tree) -> Tree:
    """A part as it was typed: x[i], not the reading of an array that stands for it."""
    from mvcalc_cli.language.tree import Tree, fold, variable

    def closed(node: Tree, args: list[Tree]) -> Tree:
        name = str(node.value)
        if node.kind == "call" and name.endswith("[]"):
            return Tree("component", None, (variable(name[:-2]), *args), node.start, node.end)
        return node.with_args(tuple(args))

    return fold(part, closed)


def refuse_kink(here: Here, part: Tree | None, what: str) -> None:
    """No derivative is given where there is none.

    Raises:
        DomainError: With the part that has a kink or a jump at the point.
    """
    from mvcalc_cli.calculus.undefined import place_of
    from mvcalc_cli.commands.screen import show_name
    from mvcalc_cli.language.printers import line

    if part is None:
        return
    where = "the point"
    if len(here.v) <= FEW:
        where = ", ".join(f"{show_name(name)} = {line(value)}" for name, value in here.coordinates().items())
    text = here.problem.texts[0] if len(here.problem.texts) == 1 else None
    raise DomainError(
        f"{line(_as_typed(part), short=True)} has a kink or a jump at {where}: there is no {what}",
        hint="move the point a little",
        place=place_of(part, text),
    )
