"""The trace and the verdict of newton: as many digits as are known."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mvcalc_cli.commands.inputs import Reader
    from mvcalc_cli.commands.newton_equation import Failure
    from mvcalc_cli.language.tree import Tree
    from mvcalc_cli.numeric.roots.trace import Iterate, Root, Run, Stop
    from mvcalc_cli.report import Block, Cell

# A trace of more steps shows its first and last ones, and every tenth.
_ALL = 24
_FIRST = 6
_LAST = 4
_DIGITS = 15
_LARGE = 1e6


def decimals_of(reader: Reader, stop: Stop, largest: float) -> int:
    """Decimals of the iterates: what the tolerance asks for, of doubles of this size."""
    if reader.digits is not None:
        return min(reader.digits, _DIGITS)
    asked = math.ceil(-math.log10(stop.tolerance) - 1e-9)
    room = _DIGITS - 1 - math.floor(math.log10(largest)) if largest >= 1 else _DIGITS
    return max(0, min(asked, room))


def known_decimals(decimals: int, uncertainty: float) -> int:
    """No more decimals than the uncertainty of the root leaves.

    >>> known_decimals(12, 4e-16), known_decimals(12, 6e-8), known_decimals(12, 3.0)
    (12, 6, 0)
    """
    if not uncertainty > 0:
        return decimals
    if math.isinf(uncertainty):
        return min(decimals, 6)
    return max(0, min(decimals, math.floor(-math.log10(2 * uncertainty))))


def number_text(x: float | complex, decimals: int) -> str:
    """An iterate with fixed decimals, or in scientific form where it is large.

    >>> number_text(-2.5, 3), number_text(1 - 2j, 2), number_text(3.5e20, 6)
    ('−2.500', '1.00 − 2.00i', '3.500000e+20')
    """
    from mvcalc_cli.render.numbers import minus

    if isinstance(x, complex):
        sign = "−" if x.imag < 0 else "+"
        return f"{number_text(x.real, decimals)} {sign} {number_text(abs(x.imag), decimals)}i"
    if not math.isfinite(x):
        return "undefined"
    form = "e" if abs(x) >= _LARGE and decimals < _DIGITS - 6 and abs(x) >= 1e15 else "f"
    text = f"{x:.{decimals}{form}}"
    return minus(text if float(text) else text.replace("-", ""))


def value_text(f: float | complex) -> str:
    """A residual with its sign and two digits: +6.1e-02; 0 where it is 0; of a complex one its size."""
    from mvcalc_cli.render.numbers import minus

    if isinstance(f, complex):
        return size_text(abs(f))
    return minus(f"{f:+.1e}") if f else "0"


def size_text(size: float) -> str:
    """An error with two digits: 9.5e-02; 0 where it is 0."""
    return f"{size:.1e}" if size else "0"


def shown_steps(iterates: Sequence[Iterate]) -> list[int]:
    """Which rows of a trace are shown.

    >>> from mvcalc_cli.numeric.roots.trace import Iterate
    >>> shown_steps([Iterate(k, 0.0, 0.0) for k in range(40)])
    [0, 1, 2, 3, 4, 5, 10, 20, 30, 36, 37, 38, 39]
    """
    count = len(iterates)
    if count <= _ALL:
        return list(range(count))
    some = range(10, count, 10 if count <= 200 else 100)
    return sorted({*range(_FIRST), *some, *range(count - _LAST, count)})


def table(reader: Reader, name: str, run: Run, stop: Stop) -> Block:
    """k, x, f(x) and the distance to the root; λ where steps were shortened."""
    from mvcalc_cli.commands.screen import show_name
    from mvcalc_cli.report import Span, Table

    x = show_name(name)
    decimals = decimals_of(reader, stop, max(abs(it.x) for it in run.iterates))
    shortened = any(it.factor != 1 for it in run.iterates)
    complexes = any(isinstance(it.x, complex) for it in run.iterates)
    headers = ["k", x, f"|f({x})|" if complexes else f"f({x})", *(["λ"] if shortened else [])]
    rows = []
    for place in shown_steps(run.iterates):
        it = run.iterates[place]
        cells = [Span(str(it.k), "secondary"), Span(number_text(it.x, decimals), "answer"), Span(value_text(it.f))]
        if shortened:
            cells.append(Span(factor_text(it)))
        if run.errors:
            cells.append(Span(size_text(run.errors[place])))
        rows.append(tuple(cells))
    if run.errors:
        headers.append("error")
    return Table(tuple(headers), tuple(rows), "r" * len(headers))


def factor_text(it: Iterate) -> str:
    """By how much the step was shortened: 1, 1/2, 1/1024."""
    if not it.k or it.factor == 1:
        return "1" if it.k else ""
    if not it.factor:
        return "moved"
    part = round(1 / it.factor)
    return f"1/{part}" if part < 10_000 else f"{it.factor:.0e}"


def verdict(reader: Reader, name: str, run: Run, failure: Failure | None, stop: Stop) -> Block:
    """✓ root x = 2.094551481542    correct digits double each step (quadratic)"""
    from mvcalc_cli.report import Verdict

    if run.root is None:
        return Verdict(failure.text if failure is not None else run.ending.words, "bad")
    return Verdict(f"root {root_text(reader, name, run.root, stop)}{speed(run)}")


def root_text(reader: Reader, name: str, root: Root, stop: Stop) -> str:
    """x = 2.094551481542, with no more digits than are known."""
    from mvcalc_cli.commands.screen import show_name

    decimals = known_decimals(decimals_of(reader, stop, max(abs(root.x), 1e-300)), root.uncertainty)
    return f"{show_name(name)} = {number_text(root.x, decimals)}"


def speed(run: Run) -> str:
    """The observed order, after some room; nothing where the errors show none."""
    return f"    {run.order.words}" if run.order is not None else ""


def answer_tree(root: Root) -> Tree:
    """The root as a number for --latex and --python."""
    from mvcalc_cli.language.tree import I, add, multiply

    if not isinstance(root.x, complex):
        return number_tree(root.x)
    return add(number_tree(root.x.real), multiply(number_tree(root.x.imag), I))


def number_tree(x: float) -> Tree:
    """A float as the decimal number it is written as."""
    from fractions import Fraction

    from mvcalc_cli.language.tree import Decimal, negative, number

    tree = number(Decimal(Fraction(repr(abs(x)))))
    return negative(tree) if x < 0 else tree


def complex_cell(x: float | complex) -> Cell:
    """A number of the plain form: the shortest text of the same double; of a complex one as mvcalc reads it."""
    from mvcalc_cli.commands.eval import complex_text

    return complex_text(x) if isinstance(x, complex) else x
