"""The report on a problem with constraints: rows, JSON, LaTeX, and the screen put together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mvcalc_cli.commands.stationary.lagrange_points import coordinates_of, finite, size_of, value_of
from mvcalc_cli.commands.stationary.lagrange_screen import kind_words
from mvcalc_cli.commands.stationary.lagrange_table import long_word

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mvcalc_cli.commands.inputs import Reader
    from mvcalc_cli.commands.stationary.lagrange_points import Solved
    from mvcalc_cli.language.tree import Tree
    from mvcalc_cli.report import Cell, Report
    from mvcalc_cli.symbolic.stationary.lagrange import Extreme, Solution
    from mvcalc_cli.symbolic.stationary.points import Point


def answered(reader: Reader, answer: Solved, *, plot: bool, steps: bool, size: str | None) -> Report:
    """Everything that was found, as a report; "no" where there is no point."""
    from mvcalc_cli.commands.stationary.lagrange_picture import picture_blocks
    from mvcalc_cli.commands.stationary.lagrange_screen import blocks as screen
    from mvcalc_cli.commands.stationary.lagrange_steps import worked
    from mvcalc_cli.commands.stationary.stepwise import blocks, piped
    from mvcalc_cli.report import Report

    if reader.output.format in {"plain", "latex", "python"}:
        _tell(reader, answer)
    pictures = picture_blocks(reader, answer, size) if plot else []
    working = worked(answer) if steps else []
    names = answer.question.names
    letters = tuple(each.multiplier for each in answer.found.constraints)
    return Report(
        "lagrange",
        blocks=tuple(screen(answer, blocks(working), pictures)),
        rows=(*piped(working), *_rows(answer)) if reader.line is None else (_one_line(answer),),
        quiet=_rows(answer) if reader.line is None else None,
        columns=(*names, *letters, "f", "kind"),
        answer=_matrix(answer),
        variables=names,
        inputs=reader.inputs,
        data={**_data(answer), **({"steps": [step.data() for step in working]} if steps else {})},
        check=answer.check,
        exit_code=1 if answer.none else 0,
    )


def _tell(reader: Reader, answer: Solved) -> None:
    """What a pipe shows nowhere else, and the rows alone would mislead about; of a batch what is not certain."""
    from mvcalc_cli.commands.stationary.lagrange_screen import nothing, unsure

    if answer.none:
        reader.note(nothing(answer))
    if reader.line is None:
        for note in unsure(answer):
            reader.note(note)
    elif answer.found.complete is None and not answer.none:
        reader.note(unsure(answer)[-1])


def _rows(answer: Solved) -> tuple[tuple[Cell, ...], ...]:
    """A point a line: its coordinates, the multipliers, f, its kind; the greatest value first; then the families."""
    from mvcalc_cli.language.printers import plain

    found = answer.found
    points = sorted([*found.solutions, *found.singular], key=lambda one: -one.number)
    rows = [_row(answer, one) for one in points]
    for family, (kind, _), value in zip(found.families, found.family_kinds, found.family_values, strict=True):
        told = "constant" if answer.constant else kind_words(kind)
        if family.equations:
            told += " where " + ", ".join(f"{plain(each)} = 0" for each in family.equations)
        rows.append((*family.values, *("-" for _ in found.constraints), _family_value(answer, value), told))
    return tuple(rows) or ((),)  # none: an empty line, and exit code 1


def _row(answer: Solved, one: Solution) -> tuple[Cell, ...]:
    from mvcalc_cli.language.tree import number

    multipliers: tuple[Cell, ...] = tuple(number(0) if each == 0 else each for each in one.multipliers)
    multipliers = multipliers or tuple("-" for _ in answer.found.constraints)
    value: Cell = one.number if one.value is None else one.value
    return (*coordinates_of(one), *multipliers, value, long_word(answer, one))


def _family_value(answer: Solved, value: Tree | None) -> Cell:
    """f along a family, if it is one expression."""
    if value is None and answer.constant and answer.found.greatest is not None:
        return answer.found.greatest.value
    return "-" if value is None else value


def _one_line(answer: Solved) -> tuple[Cell, ...]:
    """All points on the one line that an expression of a batch has."""
    count = len(answer.question.names)
    texts = []
    for row in filter(None, _rows(answer)):
        cells = [_text(cell) for cell in row]
        at = ", ".join(cells[:count])
        texts.append(" ".join([f"({at})" if count > 1 else at, *cells[-2:]]))
    return tuple(texts)


def _text(cell: Cell) -> str:
    from mvcalc_cli.language.printers import plain

    return cell if isinstance(cell, str) else f"{cell:.12g}" if isinstance(cell, float) else plain(cell)


def _matrix(answer: Solved) -> Tree | None:
    """The points as a matrix, a row each: for LaTeX, Python and files."""
    from mvcalc_cli.commands.stationary.critical_answer import as_tree
    from mvcalc_cli.language.tree import Tree, vector

    points = sorted([*answer.found.solutions, *answer.found.singular], key=lambda one: -one.number)
    rows = [vector(*map(as_tree, coordinates_of(one))) for one in points]
    rows += [vector(*family.values) for family in answer.found.families]
    return Tree("matrix", None, tuple(rows)) if rows else Tree("set")


def _data(answer: Solved) -> dict[str, object]:
    from mvcalc_cli.calculus.tidy import tidy

    found = answer.found
    return {
        "variables": list(answer.question.names),
        "constraints": [
            {"relation": each.relation, "g": tidy(each.g), "multiplier": each.multiplier} for each in found.constraints
        ],
        "system": list(answer.system),
        "solutions": [
            *(_point_data(answer, one, place) for place, one in enumerate(found.solutions)),
            *(_point_data(answer, one, None) for one in found.singular),
        ],
        "families": _families_data(answer),
        "max": None if found.greatest is None else finite(value_of(found.greatest)),
        "min": None if found.least is None else finite(value_of(found.least)),
        "greatest": _extreme_data(answer, found.greatest, found.no_greatest),
        "least": _extreme_data(answer, found.least, found.no_least),
        "empty": found.empty,
        "complete": found.complete,
        "method": found.method,
        "notes": list(found.notes),
    }


def _families_data(answer: Solved) -> list[dict[str, object]]:
    pairs = zip(answer.found.families, answer.found.family_kinds, strict=True)
    return [
        {
            "kind": family.kind,
            "parameters": list(family.parameters),
            "point": dict(zip(answer.question.names, family.values, strict=True)),
            "equations": list(family.equations),
            "extreme": "constant" if answer.constant else kind_words(kind),
            "reason": reason,
            "samples": [_numbers(answer.question.names, point) for point in family.inside],
        }
        for family, (kind, reason) in pairs
    ]


def _point_data(answer: Solved, one: Solution, place: int | None) -> dict[str, object]:
    names = answer.question.names
    return {
        "point": _numbers(names, one.point),
        "exact": {name: value for name, value in zip(names, one.point.values, strict=True) if value is not None},
        "f": finite(one.number),
        "f_exact": one.value,
        "multipliers": [finite(size_of(each)) for each in one.multipliers],
        "multipliers_exact": [None if isinstance(each, float) else each for each in one.multipliers],
        "signs": list(one.signs),
        "active": list(one.active),
        "kind": long_word(answer, one),
        "reason": one.reason,
        "singular": not one.multipliers,
        "residual": finite(one.residual),
        "sensitivity": [
            {"constraint": each.place, "multiplier": each.multiplier, "measured": each.measured, "agrees": each.agrees}
            for each in (answer.measured.get(place, ()) if place is not None else ())
        ],
    }


def _numbers(names: Sequence[str], point: Point) -> dict[str, float]:
    return dict(zip(names, point.numbers, strict=True))


def _extreme_data(answer: Solved, extreme: Extreme | None, why: str | None) -> dict[str, object]:
    if extreme is None:
        return {"exact": None, "at": [], "reason": why or answer.found.empty or "not known", "proved": False}
    return {
        "exact": None if isinstance(extreme.value, float) else extreme.value,
        "at": [_numbers(answer.question.names, point) for point in extreme.where],
        "reason": extreme.reason,
        "proved": extreme.proved,
    }
