"""The verdict on two expressions, how it was asked for, and its reason in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Final, Literal, NamedTuple

from mvcalc_cli.language.tree import Tree
from mvcalc_cli.symbolic.verify import Comparison, Domains, Gap, Value, Where, shown, spoken

Verdict = Literal["equal", "different", "domain differs", "undecided"]


@dataclass(frozen=True, slots=True)
class Equality:
    """Whether two things are the same.

    Attributes:
        verdict: equal; different; domain differs (equal wherever both have a value, but one has a value in
            more places); undecided.
        why: In words: "same by algebra", "same at 40 points", "at x = −1 the left one is 1, the right one −1".
        where: A point where they differ, or where only one has a value.
        left: The left value there; None if undefined.
        right: The right value there.
        proven: True if algebra or a counterexample settles it, not points alone.
        conditions: Under these the two are equal, if the domains differ: x ≠ 0.
    """

    verdict: Verdict
    why: str
    where: Where = ()
    left: Value | None = None
    right: Value | None = None
    proven: bool = True
    conditions: tuple[Tree, ...] = ()


class Sides(NamedTuple):
    """What the two are called in a sentence, and the verbs after each."""

    left: str
    right: str
    first: str
    second: str

    def turned(self) -> Sides:
        """The same with left and right exchanged."""
        return Sides(self.right, self.left, self.first, self.second)


LEFT_AND_RIGHT: Final = Sides("the left one", "the right one", "is ", "")
YOURS: Final = Sides("yours", "the answer", "gives ", "gives ")


# Every variable is real; nobody can add to it.
_ANYWHERE: Final[Domains] = MappingProxyType({})


class How(NamedTuple):
    """How two things are compared.

    Attributes:
        domains: name -> "real" (default), "positive", "integer", "complex", or the ends of its domain.
        seed: Of the points.
        sides: What the two are called.
        algebra: Whether SymPy may be asked for a proof.
        seconds: Algebra starts no further attempt after this time.
    """

    domains: Domains = _ANYWHERE
    seed: int = 0
    sides: Sides = LEFT_AND_RIGHT
    algebra: bool = False
    seconds: float = 5.0

    @property
    def kinds(self) -> Mapping[str, str]:
        """The domains as the kinds that algebra knows."""
        return kinds_of(self.domains)

    def share(self, count: int) -> How:
        """One of so many comparisons: its part of the time."""
        return self._replace(seconds=self.seconds / max(1, count))


def kinds_of(domains: Domains) -> dict[str, str]:
    """Domains as kinds: a range above 0 is positive, any other real.

    >>> kinds_of({"x": (1.0, 2.0), "n": "integer"})
    {'x': 'positive', 'n': 'integer'}
    """
    return {
        name: domain if isinstance(domain, str) else "positive" if domain[0] > 0 else "real"
        for name, domain in domains.items()
    }


def differs(found: Comparison, sides: Sides) -> Equality:
    """At a point the two have different values."""
    place = spoken(found.where).lstrip()
    left, right = shown(found.left), shown(found.right)
    tail = f": they differ by {found.difference:.1g}" if left == right else ""
    names = (sides.left, sides.right) if place or sides.second else ("the left", sides.right)
    why = f"{place} {names[0]} {sides.first}{left}, {names[1]} {sides.second}{right}{tail}".lstrip()
    return Equality("different", why, found.where, found.left, found.right)


def gap_of(gap: Gap, sides: Sides) -> Equality:
    """At a point only one has a value."""
    one, other = (sides.left, sides.right) if gap.side == "left" else (sides.right, sides.left)
    place = spoken(gap.where).lstrip()
    why = f"{place} {one} {sides.first}{shown(gap.value)}, {other} is undefined".lstrip()
    left, right = (gap.value, None) if gap.side == "left" else (None, gap.value)
    return Equality("domain differs", why, gap.where, left, right)


def evidence(points: int, names: Sequence[str]) -> str:
    """What points that agree amount to, in words."""
    return f"same at {points} points" if names else "same to 50 digits"


_ORDER: Final[tuple[Verdict, ...]] = ("equal", "undecided", "domain differs", "different")


def joined(parts: Sequence[Equality], names: Sequence[str]) -> Equality:
    """One verdict for several entries: the worst, with the entry named."""
    worst = max(range(len(parts)), key=lambda k: _ORDER.index(parts[k].verdict))
    found = parts[worst]
    if found.verdict == "equal":
        return next((part for part in parts if not part.proven), found)
    return replace(found, why=f"{names[worst]}: {found.why}" if names[worst] else found.why)
