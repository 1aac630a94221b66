"""Where the variables of a limit go: reading --at, and the head of the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mvcalc_cli.errors import InputError, Place
from mvcalc_cli.language.tree import INFINITY, ZERO, Tree, negative, postorder, variables

if TYPE_CHECKING:
    from mvcalc_cli.commands.inputs import Reader
    from mvcalc_cli.report import Line
    from mvcalc_cli.symbolic.limit import Limit
    from mvcalc_cli.symbolic.limits.tables import Row


def read_point(reader: Reader, tree: Tree, at: str | None, side: str | None) -> dict[str, Tree]:
    """The point of --at: "0", "x=0", "x=a", "oo", "0,0" or "x=0,y=0".

    Raises:
        InputError: If it is missing, names what is not in the expression, or has no value.
    """
    from mvcalc_cli.calculus.lower import lower
    from mvcalc_cli.commands.inputs import split_at_commas

    if reader.complex or "complex" in reader.kinds.values():
        raise InputError("limits are of real functions of real variables", hint="leave out --complex")
    names = variables(lower(tree))
    if at is None:
        raise InputError("limit needs a point", hint=f"give one: --at {names[0] if names else 'x'}=0, or --at oo")
    _refuse_arrows(at, Place(at, 0, len(at), "--at", reader.line))
    inside = at.strip()
    text = f" {inside[1:-1]} " if inside.startswith("(") and inside.endswith(")") and "," in inside else at
    parts = [_part(reader, text, start, end) for start, end in split_at_commas(text)]
    point = _named(reader, names, at, parts)
    for value in point.values():
        _check_value(value, tuple(point), Place(at, 0, len(at), "--at", reader.line))
    _check_side(point, side)
    return {name: ZERO if value in (negative(ZERO), ZERO) else value for name, value in point.items()}


_SIDE_MARKS = {"+": "right", "-": "left", "⁺": "right", "⁻": "left", "−": "left"}


def _refuse_arrows(at: str, place: Place) -> None:
    """0+ and x -> 0 are how books write it.

    Raises:
        InputError: With the spelling that is read here.
    """
    text = at.replace("→", "->").strip()
    side = _SIDE_MARKS.get(text[-1:], "")
    point = text[: -1 if side else None].rstrip("^ ({")
    name, arrow, value = point.partition("->")
    if not side and not arrow:
        return
    # x -> 0+ is both.
    spelling = f"--at {name.strip() or 'x'}={value.strip() or '0'}" if arrow else f"--at {point or '0'}"
    message = "an arrow is written as =" if arrow else f"the {side} side is asked for with --side"
    raise InputError(message, place=place, hint=f"{spelling} --side {side}" if side else spelling)


def _part(reader: Reader, text: str, start: int, end: int) -> tuple[str | None, Tree]:
    """One value, with the name before its = if there is one."""
    place = Place(text, start, end, "--at", reader.line)
    name, equals, _ = text[start:end].partition("=")
    begin = start + len(name) + 1 if equals else start
    if not text[begin:end].strip():
        raise InputError("a value is missing", place=place, hint="--at x=0")
    value = reader.expression(" " * begin + text[begin:end], "--at")
    if value.kind in {"vector", "matrix", "relation", "logic", "boolean"}:
        raise InputError("a point needs numbers", place=place, hint="--at x=0, or --at 0,0")
    return (reader.variables(name.strip(), "--at")[0] if equals else None), value


def _named(reader: Reader, names: tuple[str, ...], at: str, parts: list[tuple[str | None, Tree]]) -> dict[str, Tree]:
    """Which variable goes where."""
    place = Place(at, 0, len(at), "--at", reader.line)
    given = [name for name, _ in parts if name is not None]
    if given:
        if len(given) < len(parts) or len(set(given)) < len(given):
            raise InputError("each variable once, and each with its name", place=place, hint="--at x=0,y=0")
        for name in given:
            if names and name not in names:
                known = f"the variables are {', '.join(names)}"
                raise InputError(f"{name} is not in the expression", place=place, hint=known)
        return {str(name): value for name, value in parts}
    letters = {name for _, value in parts for name in variables(value)}
    moving = [name for name in names if name not in letters] or list(names[:1]) or ["x"]
    if len(parts) == len(moving):
        return {name: value for name, (_, value) in zip(moving, parts, strict=True)}
    if len(parts) == 1:
        # As many as a person would try one after the other.
        single = " or ".join(f"--at {name}={at.strip()}" for name in moving[:3])
        several = ",".join(f"{name}={at.strip()}" for name in moving)
        hint = f"name it: {single}      (all of them: --at {several})"
        raise InputError(f"there are several variables here: {', '.join(moving)}", place=place, hint=hint)
    wanted = "1 variable" if len(moving) == 1 else f"{len(moving)} variables"
    raise InputError(
        f"the point has {len(parts)} values, the expression {wanted}: {', '.join(moving)}",
        place=place,
        hint=f"write {','.join(f'{name}=0' for name in moving)}",
    )


def _check_value(value: Tree, moving: tuple[str, ...], place: Place) -> None:
    from mvcalc_cli.symbolic.limits.coefficients import measured

    infinite = any(node == INFINITY for node in postorder(value))
    if infinite and (value not in (INFINITY, negative(INFINITY)) or len(moving) > 1):
        message = "this point is infinite in part" if len(moving) == 1 else "several variables go to finite points"
        raise InputError(message, place=place, hint="--at oo or --at -oo, for one variable")
    if any(name in moving for name in variables(value)):
        raise InputError("the point holds the variable that goes there", place=place, hint="--at x=a")
    if not infinite and not variables(value) and measured(value) is None:
        raise InputError("this point is no real number", place=place, hint="--at x=0")


def _check_side(point: dict[str, Tree], side: str | None) -> None:
    if side is None:
        return
    if len(point) > 1:
        raise InputError("--side goes with one variable", hint="name it: --at x=0")
    if any(value in (INFINITY, negative(INFINITY)) for value in point.values()):
        raise InputError("infinity can be approached from one side only", hint="leave out --side")


def head(tree: Tree, point: dict[str, Tree], side: str | None = None) -> Line:
    """lim[x → 0⁺]   sin(x)/x"""
    from mvcalc_cli.commands import screen
    from mvcalc_cli.language.printers import line
    from mvcalc_cli.report import Span

    names, values = [screen.show_name(name) for name in point], [line(value) for value in point.values()]
    mark = {"left": "⁻", "right": "⁺", None: ""}[side]
    before, after = (names[0], values[0]) if len(point) == 1 else (f"({', '.join(names)})", f"({', '.join(values)})")
    return screen.head(f"lim[{before} → {after}{mark}]", Span("   "), Span(tree))


def rows_of(tree: Tree, name: str, goal: Tree, found: Limit) -> tuple[Row, ...]:
    """The table of values on the sides that were asked for."""
    from mvcalc_cli.calculus.lower import lower
    from mvcalc_cli.symbolic.limits.expansion import Approach
    from mvcalc_cli.symbolic.limits.tables import table

    infinite = goal in (INFINITY, negative(INFINITY))
    ways = [Approach(name, None if infinite else goal, side.direction) for side in found.sides]
    return table(lower(tree), ways, found.value)
