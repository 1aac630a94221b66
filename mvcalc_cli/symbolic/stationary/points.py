"""The real solutions of a system of equations: points, families of them, and what is known of others."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, NamedTuple

from mvcalc_cli.language.tree import Tree

Box = Mapping[str, tuple[float, float]]
Method = Literal["exact", "numeric", "mixed"]


class Point(NamedTuple):
    """One real solution.

    Attributes:
        values: The exact value of each variable; None where only the number is known.
        numbers: The same as floats.
        digits: The same as decimal texts of 30 digits.
        residual: The largest |equation| when put back at 30 digits, relative to the sizes of its terms.
    """

    values: tuple[Tree | None, ...]
    numbers: tuple[float, ...]
    digits: tuple[str, ...]
    residual: float

    @property
    def exact(self) -> bool:
        """Is every value exact?"""
        return all(value is not None for value in self.values)


class Family(NamedTuple):
    """Infinitely many solutions that are told together.

    Attributes:
        values: The value of each variable, in the parameters (and, of a curve, in variables that are free).
        parameters: What runs: integers for a periodic family, real numbers for a curve or surface.
        kind: "periodic": every parameter runs through ℤ; "curve": through the reals.
        inside: Members: those in the box that was searched, the nearest to the origin first; samples of a curve.
        equations: Of a curve: what its points satisfy (each = 0); with values that are the variables themselves
            this is all that is known of it.
    """

    values: tuple[Tree, ...]
    parameters: tuple[str, ...]
    kind: Literal["periodic", "curve"]
    inside: tuple[Point, ...] = ()
    equations: tuple[Tree, ...] = ()

    @property
    def parameter(self) -> str:
        """The parameters in one text: "k", "k, m"."""
        return ", ".join(self.parameters)


class Found(NamedTuple):
    """The real solutions of a system.

    Attributes:
        names: The variables, in the order of the values.
        points: Isolated solutions, in rising order of their numbers.
        families: Infinitely many solutions told together.
        complete: Why there are no others; None if there may be.
        method: "exact": by algebra; "numeric": by looking alone; "mixed": some points by looking.
        searched: The box in which solutions were looked for with numbers; None if that was not needed.
        notes: Sentences on what was given up or left out.
    """

    names: tuple[str, ...]
    points: tuple[Point, ...] = ()
    families: tuple[Family, ...] = ()
    complete: str | None = None
    method: Method = "exact"
    searched: Box | None = None
    notes: tuple[str, ...] = ()

    @property
    def inside(self) -> tuple[Point, ...]:
        """Every point that is known: the isolated ones and those of the families that were listed."""
        return self.points + tuple(point for family in self.families for point in family.inside)
