"""Where derivatives are computed with numbers: the point, the variables asked for, and what is said about both."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any, NamedTuple

from mvcalc_cli.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mvcalc_cli.commands.inputs import Reader
    from mvcalc_cli.commands.problem import Problem
    from mvcalc_cli.language.tree import Tree
    from mvcalc_cli.numeric.check import Checked
    from mvcalc_cli.report import Block, Line, Span

# With more coordinates a sentence says "at this point".
FEW = 6
# Up to so many names JSON lists each variable by itself.
_MOST_LISTED = 1_000


class Here(NamedTuple):
    """A function, a point, and the variables to differentiate by.

    Attributes:
        problem: The compiled function.
        v: The point, shape (n,).
        places: Which entries of v are differentiated by, in order, shape (k,).
    """

    problem: Problem
    v: Any
    places: Any

    @property
    def size(self) -> int:
        """How many variables are differentiated by."""
        return len(self.places)

    @property
    def whole(self) -> bool:
        """Whether these are all variables, in their order."""
        return self.size == len(self.v) and bool((self.places[1:] > self.places[:-1]).all())

    def names(self) -> tuple[str, ...]:
        """The variables that are differentiated by."""
        every = self.problem.numeric.names
        return every if self.whole else tuple(every[k] for k in self.places.tolist())

    def name(self, place: int) -> str:
        """One of them, from 0."""
        from mvcalc_cli.numeric.points import name_at

        return name_at(self.problem.numeric.layout, int(self.places[place]))

    def short_names(self) -> list[str]:
        """The same for JSON: of thousands the vectors, x for x[1], x[2], …"""
        from mvcalc_cli.numeric.points import base_name

        if not self.whole or self.size <= _MOST_LISTED:
            return list(self.names())
        return list(dict.fromkeys(base_name(block) for block in self.problem.numeric.layout.blocks))

    def coordinates(self) -> dict[str, Tree]:
        """The point as exact numbers by name, in the order of the variables; for few of them."""
        names = self.problem.numeric.names
        order = [*self.places.tolist(), *(k for k in range(len(self.v)) if k not in set(self.places.tolist()))]
        return {names[k]: _decimal(float(self.v[k])) for k in order}


def _decimal(value: float) -> Tree:
    """A float as it was typed: 0.1, not the fraction that is nearest to it."""
    from mvcalc_cli.language.tree import Decimal, negative, number

    size = Fraction(repr(abs(value)))
    shown = number(size.numerator) if size.denominator == 1 else number(Decimal(size))
    return negative(shown) if value < 0 else shown


def point_of(reader: Reader, problem: Problem, at: str | None, wrt: str | None) -> Here:
    """The point of --at and the variables of --wrt.

    Raises:
        InputError: If there is no point, it does not fit, or a name is unknown.
        FileError: If it is in a file that cannot be read.
    """
    from mvcalc_cli.commands.problem import point
    from mvcalc_cli.numeric.points import assigned, places

    _refuse_formulas(reader)
    layout = problem.numeric.layout
    if at is None:
        raise InputError(
            "--numeric computes at a point, and none is given",
            hint=f"--at {assigned(layout)}, or a file: --at @point.csv",
        )
    v = point(reader, problem, at)
    by = places(layout, None if wrt is None else reader.variables(wrt, "--wrt"))
    if wrt is None or "=" in at or at.startswith("@"):
        return Here(problem, v, by)
    return Here(problem, _reordered(v, by, problem.numeric.names), by)


def _reordered(v: Any, by: Any, names: Sequence[str]) -> Any:
    """Bare numbers belong to the variables as --wrt orders them, if it names all."""
    if len(by) == len(v):
        ordered = v.copy()
        ordered[by] = v
        return ordered
    if (by[1:] < by[:-1]).any():
        hint = f"name them: --at {','.join(f'{name}=1' for name in names[:FEW])}"
        raise InputError("which number belongs to which variable?", hint=hint)
    return v


def _refuse_formulas(reader: Reader) -> None:
    """LaTeX and Python are forms of formulas."""
    names = {"latex": "LaTeX", "python": "Python"}
    if reader.output.format in names:
        raise InputError(
            f"--numeric gives numbers, and --{reader.output.format} writes formulas",
            hint="leave one of them out; --json and --save G.npy have the numbers",
        )


def point_words(here: Here) -> str:
    """(1, 0.5), x = 2; of many coordinates "the point"."""
    from mvcalc_cli.commands.screen import point_tuple, show_name

    if len(here.v) > FEW:
        return "the point"
    coordinates = here.coordinates()
    words = point_tuple(coordinates, tuple(coordinates))
    return words if len(coordinates) > 1 else f"{show_name(next(iter(coordinates)))} = {words[1:-1]}"


def head(here: Here, operator: str, bound: Mapping[str, Tree]) -> Line:
    """∇f   for   f(x[1], …, x[10000]) = sum(…)   n = 10000."""
    from mvcalc_cli.commands import screen
    from mvcalc_cli.report import Span

    tree = here.problem.tree
    lead = Span(f"   for   f({_arguments(here)}) = ")
    shown = Span(f"a text of {len(here.problem.texts[0]):,} characters") if tree is None else Span(tree)
    return screen.head(operator, lead, shown, *_bindings(here, bound))


def map_head(here: Here, operator: str, bound: Mapping[str, Tree]) -> Line:
    """J   for   (r, t) ↦ (r·cos(t), r·sin(t))."""
    from mvcalc_cli.commands import screen
    from mvcalc_cli.report import Span

    lead = Span(f"   for   ({_arguments(here)}) ↦ ")
    trees = here.problem.trees
    if not trees:
        return screen.head(operator, lead, Span(f"a text of {len(here.problem.texts[0]):,} characters"))
    parts = [part for tree in trees for part in (tree.args if tree.kind == "vector" else (tree,))]
    spans = [Span("(")]
    for place, part in enumerate(parts[:FEW]):
        spans += [Span(", " * bool(place)), Span(part)]
    return screen.head(operator, lead, *spans, Span(", …)" if len(parts) > FEW else ")"), *_bindings(here, bound))


def _bindings(here: Here, bound: Mapping[str, Tree]) -> list[Span]:
    """n = 10000: what --let says of names in the expression."""
    from mvcalc_cli.language.tree import variables
    from mvcalc_cli.report import Span

    occurring = {name for tree in here.problem.trees for name in (*variables(tree), *_bounds(tree))}
    spans: list[Span] = []
    for name in [name for name in bound if name in occurring][:3]:
        spans += [Span(f"   {name} = ", "secondary"), Span(bound[name], "secondary")]
    return spans


def _bounds(tree: Tree) -> set[str]:
    """The names in the bounds of indexed sums."""
    from mvcalc_cli.language.tree import postorder, variables

    sums = [node for node in postorder(tree) if node.kind == "indexed"]
    return {name for node in sums for end in node.args[2:] for name in variables(end)}


def _arguments(here: Here) -> str:
    """x, y; or x[1], …, x[10000]."""
    from mvcalc_cli.commands.screen import show_name
    from mvcalc_cli.numeric.points import listed

    if here.size <= FEW:
        return ", ".join(map(show_name, here.names()))
    names = listed(here.problem.numeric.layout).split(", ")
    return ", ".join(name if name == "…" else show_name(name) for name in names)


def wants_data(reader: Reader) -> bool:
    """Whether the answer goes out as JSON: of 10⁶ variables its data is not made for nothing."""
    return reader.output.format == "json" or str(reader.save or "").lower().endswith(".json")


def wants_rows(reader: Reader) -> bool:
    """Whether lines of the plain form are needed: in a pipe, for -q, for a .csv file."""
    return reader.output.format == "plain" or reader.output.quiet or str(reader.save or "").lower().endswith(".csv")


def directions(size: int) -> int:
    """In how many directions is checked: fewer where each takes long."""
    return 8 if size <= 10_000 else 4 if size <= 100_000 else 2


def closing(reader: Reader, found: Checked | None, what: str) -> tuple[Any, list[Block]]:
    """The check for the report, and the closing line of the screen.

    Raises:
        ContradictedError: If numbers contradict the answer, which is then not shown.
    """
    from mvcalc_cli.calculus.check import Check
    from mvcalc_cli.commands import screen
    from mvcalc_cli.report import Line, Verdict

    if found is None:
        return None, []
    error = found.error if found.verdict == "agrees" else None
    check = Check(found.verdict, "differences along directions", error, found.directions)  # type: ignore[arg-type]
    screen.refuse_contradicted(check, what)
    screen.unchecked_note(reader, check)
    many = "1 direction" if found.directions == 1 else f"{found.directions} directions"
    words = screen.verdict_text(check._replace(method=f"differences in {many}"))
    return check, [Line(), Verdict(words, "good" if check.verdict == "agrees" else "open")]


def timing(reader: Reader, seconds: Mapping[str, float]) -> list[Block]:
    """With -v: how long each part took."""
    from mvcalc_cli.report import Line, Span

    if not reader.output.verbose:
        return []
    parts = ",  ".join(f"{name} {taken:.3f} s" for name, taken in seconds.items())
    return [Line((Span(f"time: {parts}", "secondary"),), indent=2)]
