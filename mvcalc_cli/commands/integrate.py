"""mvcalc integrate: antiderivatives, definite and improper integrals, several variables, Riemann sums."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from mvcalc_cli.commands.options import Draw, Expr, Option, Over, Size, Steps, YRange
from mvcalc_cli.errors import InputError

if TYPE_CHECKING:
    from mvcalc_cli.commands.inputs import Reader
    from mvcalc_cli.commands.ranges import Range
    from mvcalc_cli.language.tree import Tree
    from mvcalc_cli.report import Report

_KINDS = ("left", "right", "mid", "trapezium", "simpson")


def report(
    reader: Reader,
    expr: Expr,
    *,
    wrt: Annotated[
        str | None,
        Option("--wrt", "-w", metavar="VAR", help="the variable", default="the only one", complete="variables"),
    ] = None,
    over: Over = None,
    steps: Steps = False,
    numeric: Annotated[bool, Option("--numeric", help="by quadrature, without looking for an exact value")] = False,
    riemann: Annotated[int | None, Option("--riemann", metavar="N", help="a Riemann sum of N terms")] = None,
    kind: Annotated[
        str | None,
        Option("--kind", metavar="KIND", help="left, right, mid, trapezium or simpson", default="mid", complete=_KINDS),
    ] = None,
    plot: Draw = False,
    y_range: YRange = None,
    size: Size = None,
) -> Report:
    """The integral of one expression, with or without ends."""
    from mvcalc_cli.calculus.lower import lower

    tree = reader.expression(expr)
    _refuse(reader, tree, expr)
    ranges = _ranges(reader, tree, over, wrt)
    if not ranges:
        _needs_ends(numeric=numeric, riemann=riemann, kind=kind, plot=plot)
        from mvcalc_cli.commands.antiderivatives import indefinite

        return indefinite(reader, tree, _variable(reader, tree, wrt), steps=steps)
    if riemann is not None or kind is not None:
        from mvcalc_cli.commands.riemann import riemann_sum

        if lower(tree).kind == "vector":
            raise InputError("--riemann needs a scalar expression", hint="one entry at a time")
        terms, over_one = _terms(riemann), _one(ranges, "--riemann")
        looks = (y_range, size)
        return riemann_sum(reader, tree, over_one, terms=terms, kind=_kind(kind), looks=looks, numeric=numeric)
    if len(ranges) > 1:
        from mvcalc_cli.commands.multiple import multiple

        if plot or steps:
            reader.note(f"{'--plot' if plot else '--steps'} goes with one variable")
        return multiple(reader, tree, ranges, numeric=numeric)
    from mvcalc_cli.commands.definite import definite_integral, entrywise

    if lower(tree).kind == "vector":
        return entrywise(reader, tree, ranges[0], numeric=numeric)
    picture = (y_range, size) if plot else None
    return definite_integral(reader, tree, ranges[0], steps=steps, numeric=numeric, picture=picture)


def _refuse(reader: Reader, tree: Tree, text: str) -> None:
    """What has no integral here.

    Raises:
        InputError: For an equation, a matrix, complex numbers.
    """
    from mvcalc_cli.calculus.lower import lower
    from mvcalc_cli.commands.eval import is_complex

    place = reader.place(tree, reader.typed(tree) or text)
    kind = lower(tree).kind
    if kind in {"relation", "logic", "boolean"}:
        raise InputError(
            "integrate needs an expression, and this is an equation or a condition",
            hint="integrate one side, or its difference",
            place=place,
        )
    if kind == "matrix":
        raise InputError("integrate needs a scalar or a vector, and this is a matrix", place=place)
    if reader.complex or is_complex(tree) or "complex" in reader.kinds.values():
        raise InputError("integrate works with real numbers", hint="integrate real and imaginary part", place=place)


def _variable(reader: Reader, tree: Tree, wrt: str | None) -> str:
    """What to integrate by.

    Raises:
        InputError: If there are several variables and none is named, or several are named.
    """
    from mvcalc_cli.calculus.lower import lower
    from mvcalc_cli.language.tree import variables

    found = variables(lower(tree))
    if wrt is not None:
        named = reader.variables(wrt, "--wrt")
        if len(named) != 1:
            raise InputError("one variable at a time", hint="several with their ranges: --over x=0..1,y=0..x")
        if named[0] not in found and found:
            reader.note(f"{named[0]} does not occur in the expression")
        return named[0]
    if len(found) > 1:
        raise InputError(f"there are several variables here: {', '.join(found)}", hint=f"name one: --wrt {found[0]}")
    return found[0] if found else "x"


def _ranges(reader: Reader, tree: Tree, over: str | None, wrt: str | None) -> tuple[Range, ...]:
    """The ranges of --over in the order typed; a bare 0..1 is for the only variable, or the one of --wrt.

    Raises:
        InputError: If it is not clear what a range is for, or its name is not in the expression.
    """
    from mvcalc_cli.calculus.lower import lower
    from mvcalc_cli.commands.ranges import read_ranges
    from mvcalc_cli.language.tree import variables

    if over is None:
        return ()
    found = variables(lower(tree))
    only = reader.variables(wrt, "--wrt")[:1] if wrt is not None else found if len(found) == 1 else ()
    ranges = read_ranges(reader, over, (), "--over") if not _is_bare(over) else _bare(reader, over, only, found)
    names = {one.name for one in ranges}
    if wrt is not None and not names >= set(only):
        raise InputError(f"--wrt {only[0]} has no range in --over", hint=f"--over {only[0]}=0..1")
    used = {*found, *(name for one in ranges for end in (one.low, one.high) for name in variables(end))}
    for one in ranges:
        if one.name not in used and found and not names >= set(found):
            raise InputError(
                f"{one.name} does not occur in the expression", hint=f"it has {', '.join(found)}", place=one.place
            )
        if one.name not in used and found and len(ranges) == 1:
            reader.note(f"{one.name} does not occur in the expression")
    return ranges


def _is_bare(over: str) -> bool:
    return "=" not in over and "," not in over


def _bare(reader: Reader, over: str, only: tuple[str, ...], found: tuple[str, ...]) -> tuple[Range, ...]:
    """0..1 without a name."""
    from mvcalc_cli.commands.ranges import read_ranges

    if not only and len(found) > 1:
        raise InputError(
            f"which variable is this range for? there are several: {', '.join(found)}",
            hint=f"write it as in --over {found[0]}={over}",
        )
    return read_ranges(reader, over, only or ("x",), "--over")


def _one(ranges: tuple[Range, ...], option: str) -> Range:
    if len(ranges) > 1:
        raise InputError(f"{option} goes with one range", place=ranges[1].place)
    return ranges[0]


def _needs_ends(*, numeric: bool, riemann: int | None, kind: str | None, plot: bool) -> None:
    """Options that need a range.

    Raises:
        InputError: If one is given without.
    """
    given = {"--numeric": numeric, "--riemann": riemann is not None, "--kind": kind is not None, "--plot": plot}
    for option, there in given.items():
        if there:
            raise InputError(f"{option} needs a range to integrate over", hint=f"{option} … --over x=0..1")


def _terms(riemann: int | None) -> int:
    """How many terms.

    Raises:
        InputError: Without a number, or for one that makes no sum.
    """
    from mvcalc_cli.calculus.riemann import MOST_TERMS

    if riemann is None:
        raise InputError("--kind goes with --riemann", hint="--riemann 20 --kind mid")
    if not 1 <= riemann <= MOST_TERMS:
        raise InputError(f"--riemann takes 1 to {MOST_TERMS:,} terms, not {riemann:,}", hint="--riemann 20")
    return riemann


def _kind(kind: str | None) -> str:
    from mvcalc_cli.language.names import nearest

    if kind is None or kind in _KINDS:
        return kind or "mid"
    near = {"midpoint": "mid", "middle": "mid", "trapezoid": "trapezium", "trapezoidal": "trapezium"}.get(kind)
    if near is not None:
        return near
    guess = nearest(kind, _KINDS)
    raise InputError(
        f"--kind is {', '.join(_KINDS[:-1])} or {_KINDS[-1]}, not {kind}",
        hint=f"did you mean {guess}?" if guess else None,
    )
