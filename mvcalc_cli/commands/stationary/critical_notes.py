"""What is said beneath the critical points: whether these are all, whether f is bounded, and where else to look."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mvcalc_cli.commands.stationary.critical_points import Examined


def notes(found: Examined) -> list[str]:
    """Whether these are all, whether f is bounded, and where else an extreme may be."""
    told = [] if found.constant else [_all(found)]
    whole = found.whole
    told += [f"f is unbounded {way}: {why}" for way, why in (("below", whole.below), ("above", whole.above)) if why]
    told += [_named(found, edge.reason) for edge in found.edges if not _covered(found, edge.reason)]
    if found.question.box is not None:
        told.append(_borders(found))
    if found.left_out:
        told.append(f"{found.left_out} more are not listed: name a smaller box with --over")
    from mvcalc_cli.commands.stationary.critical_screen import exact_text

    if any("W(" in exact_text(one.point) for one in found.every):
        told.append("W is Lambert's function: W(z)·e^W(z) = z; W(z, −1) is its lower branch")
    return [*told, *found.question.notes, *found.found.notes]


def _borders(found: Examined) -> str:
    """That f may be greater on the border of the box, and the command that looks there."""
    from mvcalc_cli.language.printers import plain

    question = found.question
    sides = " ".join(f"--subject-to '{plain(low)} <= {name} <= {plain(high)}'" for name, low, high in question.ends)
    where = "at the ends of the interval" if len(question.names) == 1 else "on the sides of the box"
    asked = f"mvcalc lagrange '{question.typed}' {sides}"
    what = "be greater or less than at these points" if found.every else "have its extremes"
    return f"{where} f may {what}: {asked} looks there too"


def _covered(found: Examined, reason: str) -> bool:
    """Whether a kink is in the table already: a corner of one variable."""
    cornered = any(not one.differentiable for one in found.points)
    return cornered and len(found.question.names) == 1 and "no gradient" in reason


def _named(found: Examined, reason: str) -> str:
    """What is said of a kink, where one of its points is in the table."""
    listed = any(not one.differentiable for one in found.points)
    return reason.replace(": an extreme there", ": another extreme there") if listed else reason


def never_zero_text(found: Examined) -> str:
    """ "∂f/∂x = 1 is never 0", where that is so."""
    from mvcalc_cli.commands.stationary.critical_way import impossible
    from mvcalc_cli.language.printers import line
    from mvcalc_cli.language.tree import Tree

    parts = [span.content for span in impossible(found)]
    return "".join(line(part) if isinstance(part, Tree) else str(part) for part in parts)


def _all(found: Examined) -> str:
    """ "all: …" with a proof; else what was done."""
    solved = found.found
    cornered = has_kinks(found) or not all(one.differentiable for one in found.points)
    if solved.complete and not (found.every or solved.families) and (never := never_zero_text(found)):
        return f"none: {never}"
    if solved.complete:
        return f"all{' where f has a gradient' if cornered else ''}: {solved.complete}"
    searched = solved.searched or {}
    where = ", ".join(f"{name} = {low:g}..{high:g}" for name, (low, high) in searched.items())
    how = {"numeric": "found by numbers alone", "mixed": "found, some by numbers alone", "exact": "found exactly"}
    looked = f", looked for in {where}" if where else ""
    return f"{how[solved.method]}{looked}: there may be others".replace("-", "−")


def has_kinks(found: Examined) -> bool:
    """Whether f has kinks on which an extreme may be that is not told."""
    return any("no gradient" in edge.reason for edge in found.edges)
