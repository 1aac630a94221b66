"""The table of critical points: exact where that is short, the numbers beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mvcalc_cli.commands.stationary.critical_screen import exact_text, numbers_text, point_text, short

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mvcalc_cli.commands.stationary.critical_points import Critical, Examined
    from mvcalc_cli.language.tree import Tree
    from mvcalc_cli.report import Block, Span

MARKS: Final = {"minimum": "▾", "maximum": "▴", "saddle": "✕"}
# The length of an exact form that is told at all.
_MOST_EXACT_TEXT: Final = 160
# An exact value of f, and exact eigenvalues, wider than this stand in the table by their numbers.
_WIDE_VALUE: Final = 10
_WIDE_VALUES: Final = 16
# Columns of the usual terminal, and those between two cells.
_COLUMNS: Final = 78
_GAP: Final = 3
_MOST_BENEATH: Final = 8


def table(found: Examined) -> Block:
    """point, numeric, f, eigenvalues, det H, kind; the numbers beside exact points where there is room."""
    from mvcalc_cli.report import Table

    headers, align, rows = _columns(found, numeric=_is_wanted(found) and _has_room(found))
    return Table(headers, tuple(rows), align)


def _columns(found: Examined, *, numeric: bool) -> tuple[tuple[str, ...], str, list[tuple[Span, ...]]]:
    single = len(found.question.names) == 1
    headers = ("f", "f″", "kind") if single else ("f", "eigenvalues", "det H", "kind")
    align = "rrl" if single else "rrrl"
    rows = [_row(one, single=single, numeric=numeric) for one in found.points]
    return ("point", *(("numeric",) if numeric else ()), *headers), "l" * (1 + numeric) + align, rows


def _row(one: Critical, *, single: bool, numeric: bool) -> tuple[Span, ...]:
    from mvcalc_cli.report import Span

    cells = [Span(point_text(one))]
    if numeric:
        cells.append(Span("" if _is_plain(one) else numbers_text(one.point, one.decimals), "secondary"))
    cells += [Span(value_text(one)), Span(_eigenvalues(one))]
    if not single:
        cells.append(Span(determinant_text(one)))
    return (*cells, Span(f"{MARKS.get(one.kind.kind, '·')} {one.name}", "answer"))


def _is_plain(one: Critical) -> bool:
    """Whether the coordinates stand there as numbers already."""
    return point_text(one) != exact_text(one.point) or exact_text(one.point) == numbers_text(one.point, one.decimals)


def _is_wanted(found: Examined) -> bool:
    return not all(map(_is_plain, found.points))


def _has_room(found: Examined) -> bool:
    """Whether the table with numbers fits in a line of the usual terminal."""
    headers, _, rows = _columns(found, numeric=True)
    widths = [max(len(head), *(len(str(row[k].content)) for row in rows)) for k, head in enumerate(headers)]
    return sum(widths) + _GAP * (len(widths) - 1) + 2 <= _COLUMNS


def _eigenvalues(one: Critical) -> str:
    """Exactly where all of them are short."""
    numbers = ", ".join(short(value, 4, one.decimals) for value in one.kind.eigenvalues) or "—"
    texts = [_short_text(value) for value in one.eigenvalues]
    exact = ", ".join(texts)
    return exact if texts and all(texts) and len(exact) <= _WIDE_VALUES else numbers


def determinant_text(one: Critical) -> str:
    """det H: exactly where that is short; — where there is none."""
    if not one.kind.eigenvalues or one.kind.determinant != one.kind.determinant:
        return "—"
    return _short_text(one.determinant) or short(one.kind.determinant, 5, one.decimals)


def value_text(one: Critical) -> str:
    """f at a point: exactly where that is short."""
    if text := _short_text(one.exact):
        return text
    return "—" if one.value is None else short(one.value, decimals=one.decimals)


def _short_text(tree: Tree | None) -> str:
    from mvcalc_cli.language.printers import line

    text = "" if tree is None else line(tree)
    return text if len(text) <= _WIDE_VALUE else ""


def beneath(found: Examined) -> list[Block]:
    """The exact form of points whose numbers are in the table, and the numbers of those that have no room in it."""
    from mvcalc_cli.report import Line, Span

    long = [(point_text(one), exact_text(one.point)) for one in found.points]
    long = [(short, exact) for short, exact in long if short != exact and 0 < len(exact) <= _MOST_EXACT_TEXT]
    lines: list[Block] = [Line((Span(f"{short} is ", "secondary"), Span(exact)), indent=2) for short, exact in long]
    if not _has_room(found) and (told := _numbers(found.points)):
        lines.append(Line((Span(told, "secondary"),), indent=2))
    return lines


def _numbers(points: Sequence[Critical]) -> str:
    """(√2/2, 0) ≈ (0.70711, 0), …: of points that are no members of families."""
    shown = [one for one in points if one.family is None and not _is_plain(one)]
    told = [f"{point_text(one)} ≈ {numbers_text(one.point, one.decimals)}" for one in shown]
    more = [f"and {len(told) - _MOST_BENEATH} more"] if len(told) > _MOST_BENEATH else []
    return ",  ".join([*told[:_MOST_BENEATH], *more])
