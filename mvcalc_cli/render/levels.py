"""The values of contour lines, written into the lines where no colour tells one from another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from mvcalc_cli.plotting.plot import Contours, Heat, Layer, Level
from mvcalc_cli.render.cells import Cells
from mvcalc_cli.render.frame import dots, pieces
from mvcalc_cli.render.layout import Layout
from mvcalc_cli.render.output import Output
from mvcalc_cli.render.segments import columns, words

Spot = tuple[int, int]  # column and row of a cell
# A label longer than this would hide what it names.
_LONGEST: Final = 8


class _Label(NamedTuple):
    """A text and the cell of its first character."""

    spot: Spot
    text: str

    @property
    def cells(self) -> set[Spot]:
        """Its cells."""
        column, row = self.spot
        return {(column + k, row) for k in range(columns(self.text))}

    @property
    def around(self) -> set[Spot]:
        """And those beside it: two labels side by side would be read as one."""
        column, row = self.spot
        return {(column + k, row) for k in range(-1, columns(self.text) + 1)}


def values(layer: Contours, output: Output) -> list[str]:
    """The levels as the legend writes them; [] where it does not list them.

    >>> from mvcalc_cli.plotting.plot import Level
    >>> values(Contours((Level(-1.0, ()), Level(2.0, ())), "f = −1, 2"), Output())
    ['−1', '2']
    """
    found = words(layer.name, output).split(", ")
    found[0] = found[0].rpartition(" ")[2]
    return found if len(found) == len(layer.levels) else []


def put_labels(layers: Sequence[Layer], cells: Cells, place: Layout) -> None:
    """Write the value of each level into its line, where contours stand alone and colours do not tell them apart."""
    if (cells.output.color and not cells.shaded) or not all(isinstance(layer, Contours | Heat) for layer in layers):
        return
    for layer in layers:
        if isinstance(layer, Contours):
            for label in _labels(layer, place, cells.output):
                for k, sign in enumerate(label.text):
                    cells.put(label.spot[0] + k, label.spot[1], sign, "text")


def _labels(layer: Contours, place: Layout, output: Output) -> list[_Label]:
    """One for each level that has room."""
    lines = [_cells(level, place) for level in layer.levels]
    found: list[_Label] = []
    taken: set[Spot] = set()
    for count, text in enumerate(values(layer, output)):
        others = set().union(*lines[:count], *lines[count + 1 :])
        label = _best(text, lines[count], others, taken, place)
        if label is not None:
            found.append(label)
            taken |= label.around
    return found


def _cells(level: Level, place: Layout) -> set[Spot]:
    """The cells through which a level goes."""
    return {place.cell(dot) for xs, ys in level.lines for piece in pieces(xs, ys, place.frame) for dot in dots(piece)}


def _best(text: str, line: set[Spot], others: set[Spot], taken: set[Spot], place: Layout) -> _Label | None:
    """Where the label hides least of other lines, lies most along its own, and is nearest to the middle."""
    if len(text) > _LONGEST:
        return None
    middle = place.columns / 2, place.rows / 2

    def cost(label: _Label) -> tuple[float, ...]:
        across, up = label.spot[0] + len(text) / 2 - middle[0], label.spot[1] - middle[1]
        return len(label.cells & others), -len(label.cells & line), (across / 2) ** 2 + up**2, *label.spot

    return min((label for label in _possible(text, line, place) if not label.cells & taken), key=cost, default=None)


def _possible(text: str, line: set[Spot], place: Layout) -> Iterator[_Label]:
    """The label in the middle of each cell of the line, where it is not cut off."""
    for column, row in line:
        start = column - len(text) // 2
        if start >= 0 and start + len(text) <= place.columns:
            yield _Label((start, row), text)
