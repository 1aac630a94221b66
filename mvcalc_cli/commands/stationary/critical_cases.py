"""The lines of the way to critical points: a case, the equations that are left in it, their zeros, and its points."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from mvcalc_cli.symbolic.products import polynomial

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mvcalc_cli.commands.stationary.critical_points import Examined
    from mvcalc_cli.language.tree import Tree
    from mvcalc_cli.report import Span
    from mvcalc_cli.symbolic.stationary.points import Point

_ON_IT: Final = 1e-20
_SAME: Final = 1e-12
# A zero whose exact form is longer stands there by its number.
_LONG: Final = 14
# Members of a family that are put into the equation of a case.
_MEMBERS: Final = 40


class Case(NamedTuple):
    """What is taken to be so.

    Attributes:
        spans: How it reads.
        zeros: What is 0 by it.
        given: The variables that it gives, with their values in the others.
        others: What is not 0 by it.
    """

    spans: tuple[Span, ...] = ()
    zeros: tuple[Tree, ...] = ()
    given: tuple[tuple[str, Tree], ...] = ()
    others: tuple[Tree, ...] = ()


class Board:
    """The lines that are written, and the points and families that stand in them."""

    def __init__(self, found: Examined) -> None:
        self.found = found
        self.names = found.question.names
        self.lines: list[tuple[Span, ...]] = []
        self.told: set[int] = set()
        self.families: set[int] = set()

    @property
    def is_full(self) -> bool:
        """Whether each point and each family stands in a line."""
        whole = self.found.everywhere
        return len(self.told) == len(whole.points) and len(self.families) == len(whole.families)

    def roots(self, parts: Sequence[Tree], name: str) -> tuple[Tree | float, ...]:
        """The values of the one variable that is left, where its polynomial has as many zeros as there are values."""
        from mvcalc_cli.language.printers import line

        place = self.names.index(name)
        every = [polynomial(each) for each in parts]
        if any(each is None for each in every):
            return ()
        values: list[tuple[float, Tree | float]] = []
        for point in self.found.everywhere.points:
            at = point.numbers[place]
            near = [each for each in parts if self._vanishes(each, point)]
            if near and all(abs(at - other) > _SAME * (1 + abs(at)) for other, _ in values):
                exact = point.values[place]
                values.append((at, at if exact is None or len(line(exact)) > _LONG else exact))
        count = sum(each.count_roots() for each in every)
        return tuple(value for _, value in sorted(values, key=lambda pair: pair[0])) if len(values) == count else ()

    def _vanishes(self, factor: Tree, point: Point) -> bool:
        from mvcalc_cli.symbolic.stationary.constrained import place_of
        from mvcalc_cli.symbolic.stationary.measured import relative

        off = relative(factor, place_of(self.names, point))
        return off is not None and off < _ON_IT

    def tell(
        self,
        case: Case,
        equations: Sequence[Tree],
        roots: Sequence[Tree | float],
        *,
        impossible: bool = False,
    ) -> None:
        """One line: the case, the equations that are left, their zeros, the points."""
        from mvcalc_cli.commands.screen import show_name
        from mvcalc_cli.language.tree import variables
        from mvcalc_cli.report import Span

        spans = [*case.spans, *([Span(":  ")] if case.spans else [])]
        left = [each for each in equations if each not in case.zeros]
        for place, each in enumerate(left):
            spans += [
                Span(" and " if place else "then " if case.spans else ""),
                Span(_without_sign(each)),
                Span(" = 0"),
            ]
        if impossible:
            spans.append(Span(", which is never so"))
        if roots and _without_sign(equations[0]).kind != "variable":
            name = next(name for name in variables(equations[0]) if name in self.names)
            spans.append(Span(", so "))
            for place, value in enumerate(roots):
                spans += [*([Span(" or ")] if place else []), Span(show_name(name)), *_rooted(value)]
        zeros = [*case.zeros, *equations]
        there = [] if impossible else self._there(zeros)
        if len(self.names) > 1 or not roots:
            spans.append(Span((":  " if left else "") + (",  ".join(there) or self._none(case, impossible))))
        self.lines.append(tuple(spans))

    def _none(self, case: Case, impossible: bool) -> str:
        """That nothing lies in a case; points of curves are told by the case that has the whole curve."""
        curved = any(family.kind == "curve" for family in self.found.everywhere.families)
        other = "other " if not impossible and (curved or is_else(case.spans)) else ""
        return f"no {other}point" if impossible or self.found.everywhere.complete else f"no {other}point was found"

    def _there(self, zeros: Sequence[Tree]) -> list[str]:
        """The points and families that lie in a case."""
        from mvcalc_cli.commands.stationary.critical_screen import family_text, place_text

        texts = []
        whole, box = self.found.everywhere, self.found.question.box
        for place, point in enumerate(whole.points):
            if all(self._vanishes(zero, point) for zero in zeros):
                self.told.add(place)
                inside = box is None or point in self.found.found.points
                texts.append(place_text(point, self.found.question.digits) + ("" if inside else " (outside)"))
        for place, family in enumerate(whole.families):
            members = family.inside[:_MEMBERS]
            if members and all(self._vanishes(zero, point) for point in members for zero in zeros):
                self.families.add(place)
                texts.append(family_text(self.found, family))
        return texts


def is_else(spans: Sequence[Span]) -> bool:
    """Whether the last word is "else": what follows is said of the rest."""
    return bool(spans) and str(spans[-1].content).endswith("else")


def _without_sign(tree: Tree) -> Tree:
    """u in place of −u, where it is 0."""
    return tree.args[0] if tree.kind == "negative" else tree


def _rooted(value: Tree | float) -> tuple[Span, ...]:
    from mvcalc_cli.commands.stationary.critical_screen import short
    from mvcalc_cli.report import Span

    return (Span(f" ≈ {short(value)}"),) if isinstance(value, float) else (Span(" = "), Span(value))
