"""Formulas or numbers: when a derivative is computed at a point alone, asked for or because it is too large to read."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from mvcalc_cli.errors import LimitError, MvcalcError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mvcalc_cli.commands.inputs import Reader
    from mvcalc_cli.commands.problem import Problem
    from mvcalc_cli.language.tree import Tree

# Sums within sums may stand for so many terms before formulas are too large.
_MOST_NESTED = 10_000
_HUGE = 10**12


def numbers(
    reader: Reader, texts: Sequence[str], *, asked: bool, at: str | None, wrt: str | None, most: int
) -> Problem | None:
    """The compiled function where numbers are to be computed; None where formulas are.

    Args:
        reader: Reads the texts.
        texts: The expressions as typed.
        asked: Whether --numeric is given.
        at: The point, if one is given.
        wrt: The variables to differentiate by, if they are named.
        most: More variables than this are not shown as formulas.

    Raises:
        LimitError: If formulas would be too large, and there is no point to compute numbers at.
    """
    from mvcalc_cli.commands.problem import compiled

    if asked:
        return compiled(reader, texts)
    why, problem = _too_large(reader, texts, wrt, most)
    if not why:
        return None
    if at is not None and problem is None:
        problem = compiled(reader, texts)
        why = f"{problem.numeric.size:,} variables" if problem.numeric.size > most else why
    if at is None or problem is None:
        example = "--at x=1.2" if problem is None else f"--at {_example(problem)}"
        more = f" ({most} are the limit)" if why.endswith("variables") else ""
        raise LimitError(f"{why} are too many for formulas{more}", hint=f"{example} gives the numbers at a point")
    reader.note(f"{why}: computed with numbers, as with --numeric")
    return problem


def _example(problem: Problem) -> str:
    from mvcalc_cli.numeric.points import assigned

    return assigned(problem.numeric.layout)


def _too_large(reader: Reader, texts: Sequence[str], wrt: str | None, most: int) -> tuple[str, Problem | None]:
    """What makes formulas too large ("10,000 variables"), with the compiled function if it had to be made; else ""."""
    from mvcalc_cli.calculus.lower import MOST_TERMS
    from mvcalc_cli.commands.files import argument_text
    from mvcalc_cli.language.parser import MAX_LENGTH

    longest = max(len(argument_text(text, "EXPR", reader.longest)) for text in texts)
    if longest > MAX_LENGTH:
        return f"{longest:,} characters", None
    trees = [reader.unbound(text) for text in texts]
    if not any(_has_sums(tree) for tree in trees):
        count = _count(reader, trees, wrt)
        return (f"{count:,} variables", None) if count > most else ("", None)
    longest, terms = _terms(reader, trees)
    count, problem = _many_terms(reader, texts, wrt) if terms > most else (0, None)
    if problem is not None and count > most:
        return f"{count:,} variables", problem
    return (f"{terms:,} terms", problem) if longest > MOST_TERMS or terms > _MOST_NESTED else ("", None)


def _has_sums(tree: Tree) -> bool:
    from mvcalc_cli.language.tree import postorder

    return any(node.kind == "indexed" for node in postorder(tree))


def _count(reader: Reader, trees: Sequence[Tree], wrt: str | None) -> int:
    """How many variables are differentiated by."""
    from mvcalc_cli.language.tree import variables, vector

    if wrt is not None:
        return len(reader.variables(wrt, "--wrt"))
    return len(variables(reader.substituted(vector(*trees)) if reader.bindings else vector(*trees)))


def _terms(reader: Reader, trees: Sequence[Tree]) -> tuple[int, int]:
    """How many terms the longest indexed sum has, and how many all of them make when nested; never opened."""
    from mvcalc_cli.language.tree import postorder, substitute, variable

    bound = {variable(name): value for name, value in reader.bindings.items()}
    found: list[int | None] = []
    for tree in trees:
        for node in postorder(tree):
            if node.kind == "indexed":
                low, high = (_whole(substitute(end, bound)) for end in node.args[2:])
                found.append(None if low is None or high is None else max(1, high - low + 1))
    longest = max((extent for extent in found if extent is not None), default=1)
    # The bounds of an inner sum may depend on the outer index: it is about as long.
    return longest, math.prod(longest if extent is None else extent for extent in found)


def _whole(tree: Tree) -> int | None:
    from mvcalc_cli.calculus.evaluate import evaluate

    try:
        value = evaluate(tree, {})
    except MvcalcError:
        return None
    return int(value) if abs(value) < _HUGE else _HUGE


def _many_terms(reader: Reader, texts: Sequence[str], wrt: str | None) -> tuple[int, Problem | None]:
    """How many variables there are, and the compiled function."""
    from mvcalc_cli.commands.problem import compiled
    from mvcalc_cli.numeric.points import places

    try:
        problem = compiled(reader, texts)
        layout = problem.numeric.layout
        return layout.size if wrt is None else len(places(layout, reader.variables(wrt, "--wrt"))), problem
    except LimitError:
        raise
    except MvcalcError:
        return 0, None  # what is wrong, the exact work says
