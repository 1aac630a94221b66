"""Whether an answer has a value anywhere on the domain that a question declares."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import Final

from mvcalc_cli.errors import DomainError, MvcalcError
from mvcalc_cli.language.tree import Tree, variables
from mvcalc_cli.quiz.draw import Stream

Domains = tuple[tuple[str, str | tuple[float, float]], ...]

# Points that are tried, and how far from 0 they lie.
_POINTS: Final = 60
_SIZES: Final = (1.0, 3.0, 20.0)
_STEPS: Final = 1_000_003
_PARTS: Final = frozenset({"vector", "matrix", "set", "interval", "union", "relation", "logic"})


def undefined(answer: Tree, domains: Domains) -> str:
    """Why an answer has no value at any point that was tried; "" if it has one.

    >>> from mvcalc_cli.language import parse
    >>> undefined(parse("[x, 1/0]").tree, ()), undefined(parse("log(x)").tree, (("x", "real"),))
    ('1/0 is undefined: division by 0', '')
    """
    return next(filter(None, (_undefined(part, domains) for part in _scalars(answer))), "")


def _scalars(tree: Tree) -> Iterator[Tree]:
    if tree.kind not in _PARTS:
        yield tree
        return
    for arg in tree.args:
        yield from _scalars(arg)


def _undefined(tree: Tree, domains: Domains) -> str:
    from mvcalc_cli.calculus.evaluate import evaluate
    from mvcalc_cli.language.printers import plain

    names = variables(tree)
    last = ""
    for point in _points(names, domains) if names else [{}]:
        try:
            if not math.isnan(evaluate(tree, point)):
                return ""
            last = "no number"
        except DomainError as mistake:
            if getattr(mistake, "overflow", False):
                return ""
            last = mistake.message
        except MvcalcError:
            return ""  # too much for floats: grading will say
    shown = plain(tree)
    shown = shown if len(shown) <= 60 else f"{shown[:60]}…"
    return f"{shown} is undefined{' wherever it was tried' if names else ''}: {last}"


def _points(names: tuple[str, ...], domains: Domains) -> Iterator[Mapping[str, float]]:
    """Points of the domain, the same each time."""
    known = dict(domains)
    stream = Stream(0, "defined")
    for count in range(_POINTS):
        size = _SIZES[count % len(_SIZES)]
        yield {name: _coordinate(known.get(name, "real"), size, stream) for name in names}


def _coordinate(domain: str | tuple[float, float], size: float, stream: Stream) -> float:
    share = (stream.below(_STEPS) + 0.5) / _STEPS
    if not isinstance(domain, str):
        return domain[0] + (domain[1] - domain[0]) * share
    if domain == "integer":
        return float(round(size * (2 * share - 1) * 5))
    return size * share if domain == "positive" else size * (2 * share - 1)
