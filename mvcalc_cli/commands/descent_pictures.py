"""The pictures of descents: the way over contours, on the curve, or f against the steps."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from mvcalc_cli.errors import InputError, MvcalcError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mvcalc_cli.commands.descents import Asked
    from mvcalc_cli.commands.inputs import Reader
    from mvcalc_cli.language.tree import Tree
    from mvcalc_cli.numeric.descent.run import Run
    from mvcalc_cli.numeric.descent.state import State
    from mvcalc_cli.plotting.paths import Way
    from mvcalc_cli.plotting.plot import Contours, Hue, Plot, Range, Style
    from mvcalc_cli.plotting.surface import Box, Grid
    from mvcalc_cli.report import Block

# The looks of ways beside each other; ○ and ★ are the start and the ends.
_MARKERS: Final = ("•", "▲", "▼", "✕", "+", "◆", "■", "◇")
_HUES: Final[tuple[Hue, ...]] = ("first", "second", "third", "fourth", "fifth", "point", "first", "second")
_STYLES: Final[tuple[Style, ...]] = ("solid", "dashed", "dotted", "thin")
# Points of a chart: more than the columns of any terminal.
_CHARTED: Final = 400


class Frame(NamedTuple):
    """What the options say of the picture: --over, --size."""

    over: str | None
    size: str | None


class Scene(NamedTuple):
    """What stays the same in every frame of an animation.

    Attributes:
        tree: The function with --let put in; None where it cannot be drawn.
        names: Its variables.
        box: What the axes show; None of a chart against the steps.
        ground: The values beneath the contours; None but for two variables.
        lines: The contours.
    """

    tree: Tree | None
    names: tuple[str, ...]
    box: Box | None = None
    ground: Grid | None = None
    lines: Contours | None = None

    @property
    def is_chart(self) -> bool:
        """Whether f is drawn against the steps."""
        return self.box is None


def is_wanted(reader: Reader, *, plot: bool) -> bool:
    """Whether anybody will see a picture: on a screen, or in a file of one."""
    saved = (reader.save or "").lower().endswith((".svg", ".png", ".html", ".txt"))
    return plot and (saved or (reader.output.format == "terminal" and not reader.output.quiet))


def check_frame(reader: Reader, asked: Asked, frame: Frame) -> None:
    """Find mistakes in --over and --size, also where no picture is drawn.

    Raises:
        InputError: If they do not fit the function.
    """
    from mvcalc_cli.commands.pictures import read_size

    read_size(frame.size)
    if frame.over is not None and len(asked.names) > 2:
        raise InputError("--over is for functions of one or two variables", hint="leave it out")
    _over(reader, asked.names, frame.over)


def scene(reader: Reader, asked: Asked, ways: Sequence[Sequence[State]], frame: Frame, *, blown_up: bool) -> Scene:
    """What the ways are drawn on."""
    from mvcalc_cli.plotting.surface import Box

    names = asked.names
    if len(names) > 2:
        return Scene(None, ())
    tree = _tree(reader, asked)
    columns = [([float(state.v[0]) for state in way], [float(state.v[-1]) for state in way]) for way in ways]
    if len(names) == 1:
        over = _over(reader, names, frame.over)
        box = Box(*(over * 2)) if over else _span(columns, blown_up=blown_up)
        return Scene(tree, names, None if tree is None else box)
    return _over_plane(reader, tree, names, columns, frame, blown_up=blown_up)


def _span(columns: Sequence[tuple[Sequence[float], Sequence[float]]], *, blown_up: bool) -> Box:
    from mvcalc_cli.plotting.paths import box_around

    return box_around(columns, blown_up=blown_up)


def _tree(reader: Reader, asked: Asked) -> Tree | None:
    """The function as it can be drawn; None of one that is too long, or holds what is not evaluated on grids."""
    from mvcalc_cli.calculus.lower import lower

    typed = asked.problem.tree
    if typed is None:
        return None
    try:
        return lower(reader.substituted(typed))
    except MvcalcError:
        return None


def _over_plane(
    reader: Reader,
    tree: Tree | None,
    names: tuple[str, ...],
    columns: Sequence[tuple[Sequence[float], Sequence[float]]],
    frame: Frame,
    *,
    blown_up: bool,
) -> Scene:
    """Two variables: a box, and the contours in it where the function can be drawn."""
    from mvcalc_cli.plotting.paths import contour_lines, surface_grid
    from mvcalc_cli.plotting.surface import Box

    pair = (names[0], names[1])
    given = _over(reader, names, frame.over)
    box = Box(*given) if given else _span(columns, blown_up=blown_up)
    if tree is None:
        return Scene(None, pair, box)
    try:
        ground = surface_grid(tree, pair, box)
    except MvcalcError:
        return Scene(None, pair, box)
    lines = contour_lines(ground)
    return Scene(tree, pair, box, ground, None if lines is None else _named(lines))


def _over(reader: Reader, names: tuple[str, ...], text: str | None) -> tuple[Range, ...] | None:
    """The ranges of --over, in the order of the variables; None where it is not given."""
    from mvcalc_cli.commands.ranges import number_range, read_ranges

    if text is None:
        return None
    ranges = {found.name: number_range(found) for found in read_ranges(reader, text, names)}
    missing = [name for name in names if name not in ranges]
    if missing:
        raise InputError(f"--over gives no range for {missing[0]}", hint=f"--over {text},{missing[0]}=-2..2")
    return tuple(ranges[name] for name in names)


def _named(lines: Contours) -> Contours:
    from mvcalc_cli.render.numbers import minus

    values = ", ".join(minus(f"{level.value:.6g}") for level in lines.levels)
    return lines._replace(name=f"contours f = {values}")


def drawn(what: Scene, ways: Sequence[Way]) -> Plot:
    """The picture of some ways on a scene."""
    from mvcalc_cli.plotting.functions import curve
    from mvcalc_cli.plotting.paths import against_steps, on_curve, over_contours

    if what.box is None:
        return against_steps(ways)
    if len(what.names) == 2:
        return over_contours(ways, (what.names[0], what.names[1]), what.box, what.lines)
    assert what.tree is not None
    graph = curve(what.tree, what.names[0], what.box.x, name="f")
    return on_curve(ways, graph, what.box.x)._replace(x_name=what.names[0])


def way(asked: Asked, what: Scene, states: Sequence[State]) -> Way:
    """The places of a run in the picture."""
    from mvcalc_cli.plotting.paths import Way

    if what.is_chart:
        kept = _thinned(states)
        return Way(([float(state.k) for state in kept], [asked.f(state) for state in kept]), hue="first")
    xs = [float(state.v[0]) for state in states]
    ys = [asked.f(state) if len(what.names) == 1 else float(state.v[1]) for state in states]
    return Way((xs, ys))


def _thinned(states: Sequence[State]) -> Sequence[State]:
    """As many states as a chart can show, the last among them."""
    apart = -(-len(states) // _CHARTED)
    return [*states[:-1:apart], states[-1]]


def looks(ways: Sequence[Way], names: Sequence[str]) -> list[Way]:
    """Each way with its own marker, hue, line and name."""
    looked = zip(ways, names, _MARKERS, _HUES, _STYLES * 2, strict=False)
    return [one._replace(marker=sign, hue=hue, style=line, name=name) for one, name, sign, hue, line in looked]


def picture_blocks(asked: Asked, what: Scene, ways: Sequence[Way], frame: Frame) -> list[Block]:
    """The picture, and what it does not show."""
    from mvcalc_cli.commands.pictures import picture
    from mvcalc_cli.plotting.paths import outside
    from mvcalc_cli.report import Line, Span

    plot = drawn(what, ways)
    blocks: list[Block] = [picture(plot, frame.size)]
    if told := _told(asked, what, plot):
        blocks.append(Line((Span(told, "secondary"),), indent=2))
    if what.box is not None and len(what.names) == 2 and (lost := outside(ways, what.box)):
        places = "one place" if lost == 1 else f"{lost:,} places"
        blocks.append(Line((Span(f"{places} of the way lie outside of the picture", "secondary"),), indent=2))
    return blocks


def _told(asked: Asked, what: Scene, plot: Plot) -> str:
    """What the picture is, where that is not the usual one."""
    if what.is_chart:
        scale = "on a logarithmic scale, " if plot.y_name.startswith("log") else ""
        return f"f against the step k, {scale}since a picture holds two variables and these are {len(asked.names):,}"
    return ""


def runs_blown_up(runs: Sequence[Run]) -> bool:
    """Whether a run left everything sensible, so that its own size is no size for a picture."""
    return any(run.ending.reason in {"diverged", "unbounded", "domain"} for run in runs)
