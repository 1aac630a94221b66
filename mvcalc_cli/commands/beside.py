"""A function and its derivative in one picture: for diff --plot."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mvcalc_cli.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mvcalc_cli.commands.inputs import Reader
    from mvcalc_cli.language.tree import Tree
    from mvcalc_cli.report import Picture


def beside(
    reader: Reader, pair: tuple[Tree, Tree], by: tuple[str, ...], at: Mapping[str, float], over: str | None
) -> Picture:
    """The pair f and its derivative, of any order; what --at says is marked on both.

    Raises:
        InputError: If there are several variables, or a vector.
    """
    from mvcalc_cli.calculus.evaluate import program
    from mvcalc_cli.calculus.lower import lower
    from mvcalc_cli.commands.pictures import picture
    from mvcalc_cli.language.tree import variables
    from mvcalc_cli.plotting.functions import curve, framed
    from mvcalc_cli.plotting.plot import Points

    name, derivative = by[0], pair[1]
    opened = lower(pair[0])
    if {*variables(opened), *by} != {name} or opened.kind in {"vector", "matrix", "relation"}:
        raise InputError("--plot draws a function of one variable", hint="mvcalc plot draws functions of two")
    limits = _limits(reader, (opened, derivative), name, at, over)
    names = ("f", "f" + _primes(len(by)))
    looks = (("solid", "first"), ("dashed", "second"))
    curves = [
        curve(function, name, limits, name=label, style=style, hue=hue)  # type: ignore[arg-type]
        for function, label, (style, hue) in zip((opened, derivative), names, looks, strict=True)
    ]
    marked = [program(function, (name,)).value([at[name]]) for function in (opened, derivative)] if name in at else []
    points = [Points((at[name],) * len(marked), tuple(marked))] if marked else []
    return picture(framed([*curves, *points], limits, x_name=name), None)


def _limits(
    reader: Reader, functions: tuple[Tree, ...], name: str, at: Mapping[str, float], over: str | None
) -> tuple[float, float]:
    from mvcalc_cli.commands.ranges import number_range, read_ranges
    from mvcalc_cli.plotting.window import window

    if over is None:
        return window(functions, name, tuple(at[name] for _ in range(name in at)))
    return number_range(read_ranges(reader, over, (name,))[0])


def _primes(order: int) -> str:
    """′, ″, ‴, then the order in brackets."""
    from mvcalc_cli.commands.screen import SUPERSCRIPTS

    return {1: "′", 2: "″", 3: "‴"}.get(order) or f"⁽{str(order).translate(SUPERSCRIPTS)}⁾"
