"""What the screens of several commands share: headings, points, verdicts, excluded points."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from mvcalc_cli.calculus.check import Check
from mvcalc_cli.calculus.steps import conditions_text
from mvcalc_cli.errors import ContradictedError, DomainError, LimitError
from mvcalc_cli.language.tree import Tree, as_variable, vector
from mvcalc_cli.report import Block, Line, Matrix, Span, Verdict

if TYPE_CHECKING:
    from mvcalc_cli.commands.inputs import Reader

SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")

_RANK = {"agrees": 0, "unchecked": 1, "contradicted": 2}


def superscript(number: int) -> str:
    """2 as ², 1 as nothing."""
    return str(number).translate(SUPERSCRIPTS) if number != 1 else ""


def operator_name(by: Sequence[str], *, partial: bool) -> str:
    """d/dx, d²/dx², ∂³/∂x∂y²: what is differentiated by, in the order given."""
    d = "∂" if partial else "d"
    groups: list[tuple[str, int]] = []
    for name in by:
        if groups and groups[-1][0] == name:
            groups[-1] = (name, groups[-1][1] + 1)
        else:
            groups.append((name, 1))
    below = "".join(f"{d}{show_name(name)}{superscript(count)}" for name, count in groups)
    return f"{d}{superscript(len(by))}/{below}"


def show_name(name: str) -> str:
    """A variable's name as the terminal shows it: θ for theta."""
    from mvcalc_cli.language.printers import line

    return line(as_variable(name))


def head(operator: str, *rest: Span) -> Line:
    """The first line: the operator, then what it is applied to."""
    return Line((Span(operator, "operator"), *rest))


def function_head(operator: str, tree: Tree, variables: Sequence[str], name: str = "f") -> Line:
    """∇f   for   f(x, y) = …"""
    arguments = ", ".join(show_name(variable) for variable in variables)
    return head(operator, Span(f"   for   {name}({arguments}) = "), Span(tree))


def point_spans(point: Mapping[str, Tree]) -> tuple[Span, ...]:
    """x = 1, y = π/2."""
    spans: list[Span] = []
    for name, value in point.items():
        spans += [Span(f"{', ' if spans else ''}{show_name(name)} = "), Span(value)]
    return tuple(spans)


def point_tuple(point: Mapping[str, Tree], order: Sequence[str]) -> str:
    """(1, π/2): the point in the order of the variables, for headers of tables."""
    from mvcalc_cli.language.printers import line

    return f"({', '.join(line(point[name]) for name in order if name in point)})"


def point_data(point: Mapping[str, Tree]) -> dict[str, str]:
    """The point in JSON: each coordinate as text that mvcalc reads."""
    from mvcalc_cli.language.printers import plain

    return {name: plain(value) for name, value in point.items()}


def values(point: Mapping[str, Tree], text: str | None = None) -> dict[str, float]:
    """The coordinates as floats; a vector coordinate gives one for each component."""
    from mvcalc_cli.calculus.evaluate import evaluate

    found: dict[str, float] = {}
    for name, value in point.items():
        if value.kind == "vector":
            for place, entry in enumerate(value.args, 1):
                found[f"{name}[{place}]"] = evaluate(entry, {}, text=text)
        else:
            found[name] = evaluate(value, {}, text=text)
    return found


def excluded_lines(excluded: Iterable[Tree]) -> list[Block]:
    """where x ≠ 0."""
    texts = [conditions_text(condition) for condition in excluded]
    if not texts:
        return []
    return [Line((Span("where ", "secondary"), Span(",  ".join(texts))), indent=2)]


def excluded_data(excluded: Iterable[Tree]) -> list[str]:
    """The excluded points in JSON."""
    from mvcalc_cli.language.printers import plain

    return [conditions_text(condition, plain) for condition in excluded]


def worst(checks: Iterable[Check]) -> Check | None:
    """One verdict for several answers: the worst, with the largest error."""
    found = list(checks)
    if not found:
        return None
    last = max(found, key=lambda check: _RANK[check.verdict])
    errors = [check.error for check in found if check.error is not None]
    return Check(
        last.verdict, last.method, max(errors, default=None), min(c.points for c in found), last.counterexample
    )


def refuse_contradicted(check: Check | None, what: str) -> None:
    """An answer that numbers contradict is not presented as one.

    Raises:
        ContradictedError: If the check says contradicted.
    """
    if check is None or check.verdict != "contradicted":
        return
    where = ", ".join(f"{show_name(name)} = {value:.6g}" for name, value in check.counterexample)
    raise ContradictedError(
        f"{what} was found but numbers contradict it{f' at {where}' if where else ''}, so it is not shown",
        hint="this is a mistake of mvcalc: please report it with the expression",
    )


def verdict_text(check: Check) -> str:
    """The verdict in words: agrees with differences to 3e-10."""
    if check.verdict == "agrees" and check.method == "residual":
        return f"put back into what you typed: residual {check.error or 0:.0e}".replace("e-0", "e-").replace(
            "0e+00", "0"
        )
    if check.verdict == "agrees":
        return f"agrees with {check.method}{_to(check.error)}"
    return "could not be checked with numbers"


def _to(error: float | None) -> str:
    if error is None:
        return ""
    return f" to {max(error, 1e-16):.0e}".replace("e-0", "e-")


def verdict(check: Check | None, *lead: Span) -> list[Block]:
    """The closing line with ✓, or with · where no check was possible."""
    if check is None:
        return [Line(lead, indent=2)] if lead else []
    return [
        Verdict(
            verdict_text(check), "good" if check.verdict == "agrees" else "open", (*lead, Span("    ")) if lead else ()
        )
    ]


def unchecked_note(reader: Reader, check: Check | None) -> None:
    """What could not be checked is said in a pipe as well: the screen has its own line for it."""
    if check is not None and check.verdict == "unchecked" and reader.output.format in {"plain", "latex", "python"}:
        reader.note(verdict_text(check))


def closing(check: Check | None) -> list[Block]:
    """An empty line, then the verdict."""
    return [Line(), *verdict(check)] if check is not None else []


def undefined_at(error: DomainError, tree: Tree, point: Mapping[str, Tree], hint: str | None = None) -> DomainError:
    """log(x·y) is undefined at (0, 1): log of 0.

    Raises:
        LimitError: If there is a value, but it is too large for a float.
    """
    from mvcalc_cli.language.printers import line

    if getattr(error, "overflow", False):
        raise LimitError(
            f"{line(tree)} is too large for a floating-point number, 1.8·10^308",
            hint="mvcalc eval … --digits 20 has more room",
        )
    node = getattr(error, "node", None)
    shown = line(node if isinstance(node, Tree) else tree)
    coordinates = list(point.values())
    where = line(coordinates[0]) if len(coordinates) == 1 else f"({', '.join(line(c) for c in coordinates)})"
    name = f"{show_name(next(iter(point)))} = " if len(coordinates) == 1 else ""
    message = f"{shown} is undefined at {name}{where}: {error.message}" if coordinates else error.message
    return DomainError(message, hint=hint or error.hint, place=None if coordinates else error.place)


def matrix_at(point: Mapping[str, Tree], rows: Sequence[Sequence[float]]) -> list[Block]:
    """at (2, π/6), and the matrix of numbers."""
    where = (Span("at "), *point_spans(point)) if len(point) == 1 else (Span(f"at {point_tuple(point, tuple(point))}"),)
    return [Line(), Line(where, indent=2), Matrix(tuple(tuple(row) for row in rows), role="answer")]


def number_text(value: float) -> str:
    """A measured number inside a sentence: 2, 0.5, 3.167706."""
    from mvcalc_cli.render.numbers import show

    return show(value)


def as_rows(matrix: Sequence[Sequence[Tree]]) -> Tree:
    """The matrix as a Tree, for LaTeX, Python and saving."""
    return Tree("matrix", None, tuple(vector(*row) for row in matrix))
