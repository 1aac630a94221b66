"""The report on critical points: rows, JSON, LaTeX, and the blocks of the screen put together."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from mvcalc_cli.commands.stationary.critical_families import curve_value, curves, kinds_told, samples_kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mvcalc_cli.commands.inputs import Reader
    from mvcalc_cli.commands.stationary.critical_points import Critical, Examined
    from mvcalc_cli.language.tree import Tree
    from mvcalc_cli.report import Cell, Report
    from mvcalc_cli.symbolic.stationary.points import Family


def answered(reader: Reader, found: Examined, *, plot: bool, steps: bool, size: str | None) -> Report:
    """Everything that was found, as a report; "no" where there is no critical point."""
    from mvcalc_cli.commands.stationary.critical_notes import notes
    from mvcalc_cli.commands.stationary.critical_picture import picture_blocks
    from mvcalc_cli.commands.stationary.critical_screen import blocks
    from mvcalc_cli.commands.stationary.critical_steps import worked
    from mvcalc_cli.commands.stationary.stepwise import blocks as step_blocks
    from mvcalc_cli.commands.stationary.stepwise import piped
    from mvcalc_cli.report import Report

    if reader.output.format in {"plain", "latex", "python"}:
        _tell(reader, found, notes(found))
    pictures = picture_blocks(reader, found, size) if plot else []
    working = worked(found) if steps else []
    none = not found.points and not found.found.families and not found.crowds
    names = found.question.names
    return Report(
        "critical",
        blocks=(*blocks(found, step_blocks(working)), *pictures),
        rows=(*piped(working), *_rows(found)) if reader.line is None else (_one_line(found),),
        quiet=_rows(found) if reader.line is None and working else None,
        columns=(*names, "f", "kind"),
        series=((*names, "f", "kind"), *_rows(found)) if working and reader.line is None else (),
        answer=_answer(found),
        variables=names,
        inputs=reader.inputs,
        data={**_data(found), **({"steps": [step.data() for step in working]} if steps else {})},
        check=found.check,
        exit_code=1 if none else 0,
    )


def _tell(reader: Reader, found: Examined, notes: Sequence[str]) -> None:
    """What a pipe shows nowhere else: everything of one expression; of a batch only that there may be others."""
    for note in notes if reader.line is None else notes[:1] if found.found.complete is None else ():
        reader.note(note)


def _rows(found: Examined) -> tuple[tuple[Cell, ...], ...]:
    """A point a line: its coordinates, f, its kind; then the families."""
    rows = [_row(one) for one in found.points]
    rows += [
        (*family.values, curve_value(found, place, family), samples_kind(found, place) + _where(found, family))
        for place, family in curves(found)
    ]
    rows += [(*_row(crowd[0])[:-1], f"{crowd[0].name}, not isolated") for crowd in found.crowds]
    return tuple(rows) or ((),)  # none: an empty line, and exit code 1


def _where(found: Examined, family: Family) -> str:
    """The equation of a curve that is no graph, which its coordinates do not say."""
    from mvcalc_cli.language.printers import plain
    from mvcalc_cli.language.tree import as_variable

    if not family.equations or family.values != tuple(map(as_variable, found.question.names)):
        return ""
    return " where " + ", ".join(f"{plain(each)} = 0" for each in family.equations)


def _row(one: Critical) -> tuple[Cell, ...]:
    coordinates = coordinates_of(one)
    value: Cell = one.exact if one.exact is not None else math.nan if one.value is None else one.value
    return (*coordinates, value, one.name)


def _one_line(found: Examined) -> tuple[Cell, ...]:
    """All points on the one line that an expression of a batch has."""
    count = len(found.question.names)
    texts = []
    for row in filter(None, _rows(found)):
        cells = [_text(cell) for cell in row]
        at = ", ".join(cells[:count])
        texts.append(" ".join([f"({at})" if count > 1 else at, *cells[count:]]))
    return tuple(texts)


def _text(cell: Cell) -> str:
    from mvcalc_cli.language.printers import plain

    return cell if isinstance(cell, str) else f"{cell:.12g}" if isinstance(cell, float) else plain(cell)


def coordinates_of(one: Critical) -> tuple[Tree | float, ...]:
    """Exact where they are known so, else numbers."""
    pairs = zip(one.point.values, one.point.numbers, strict=True)
    return tuple(number if value is None else value for value, number in pairs)


def _answer(found: Examined) -> Tree | None:
    """The points as a matrix, a row each: for LaTeX, Python and files."""
    from mvcalc_cli.language.tree import Tree, vector

    rows = [vector(*map(as_tree, coordinates_of(one))) for one in found.points]
    rows += [vector(*family.values) for _, family in curves(found)]
    return Tree("matrix", None, tuple(rows)) if rows else Tree("set")


def as_tree(value: Tree | float) -> Tree:
    """A number with twelve digits as a decimal."""
    from fractions import Fraction

    from mvcalc_cli.language.tree import Decimal, number

    return number(Decimal(Fraction(f"{value:.12g}"))) if isinstance(value, float) else value


def _data(found: Examined) -> dict[str, object]:
    whole = found.whole
    return {
        "wrt": list(found.question.names),
        "gradient": list(found.gradient),
        "matrix": [list(row) for row in found.hessian],
        "critical_points": [_point_data(found.question.names, one) for one in found.points],
        "families": _families_data(found),
        "complete": found.found.complete,
        "method": found.found.method,
        "searched": None
        if found.found.searched is None
        else {name: list(ends) for name, ends in found.found.searched.items()},
        "unbounded": {"below": whole.below, "above": whole.above},
        "edges": [{"where": edge.where, "reason": edge.reason} for edge in found.edges],
        "left_out": found.left_out,
        "notes": list(found.found.notes),
    }


def _families_data(found: Examined) -> list[dict[str, object]]:
    places = {id(family): place for place, family in curves(found)}
    seeming: list[dict[str, object]] = [
        {
            "kind": "curve",
            "parameters": [],
            "point": {},
            "equations": [],
            "kinds": [{"members": "those looked at", "kind": kind} for kind in {one.name: None for one in crowd}],
            "samples": [_point_data(found.question.names, one) for one in crowd],
        }
        for crowd in found.crowds
    ]
    told: list[dict[str, object]] = [
        {
            "kind": family.kind,
            "parameters": list(family.parameters),
            "point": dict(zip(found.question.names, family.values, strict=True)),
            "equations": list(family.equations),
            "kinds": [told._asdict() for told in kinds_told(found, place)],
            "samples": [_point_data(found.question.names, one) for one in found.samples[places[id(family)]]]
            if id(family) in places
            else [],
        }
        for place, family in enumerate(found.found.families, 1)
    ]
    return [*told, *seeming]


def _point_data(names: Sequence[str], one: Critical) -> dict[str, object]:
    exact = {name: value for name, value in zip(names, one.point.values, strict=True) if value is not None}
    determinant = one.kind.determinant
    return {
        "point": dict(zip(names, one.point.numbers, strict=True)),
        "exact": exact,
        "f": one.value,
        "f_exact": one.exact,
        "eigenvalues": list(one.kind.eigenvalues),
        "det": determinant if math.isfinite(determinant) else None,
        "eigenvalues_exact": list(one.eigenvalues),
        "det_exact": one.determinant,
        "kind": one.kind.kind,
        "reason": one.kind.reason,
        "strict": one.kind.strict,
        "differentiable": one.differentiable,
        "global": one.verdict.kind,
        "global_reason": one.verdict.reason,
        "family": one.family,
    }
