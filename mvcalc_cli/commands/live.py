"""A descent as it happens, on stderr: frames of an animation, or one line of progress."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mvcalc_cli.commands.descent_pictures import Frame, Scene
    from mvcalc_cli.commands.descents import Asked
    from mvcalc_cli.commands.inputs import Reader
    from mvcalc_cli.numeric.descent.run import Run
    from mvcalc_cli.numeric.descent.state import State
    from mvcalc_cli.plotting.plot import Plot

# Seconds before progress is shown, and between two lines of it.
_PATIENCE: Final = 1.0
_BETWEEN: Final = 0.2
# Seconds between two frames at least, for a frame of few steps, and for all of them.
_FRAME: Final = 0.05
_SLOW: Final = 0.25
_ALL: Final = 5.0
# The cursor is hidden while a frame is drawn alone: whatever ends the process, it is there.
_HIDE, _SHOW, _CLEAR_LINE, _CLEAR_BELOW = "\x1b[?25l", "\x1b[?25h", "\x1b[K", "\x1b[J"


def _sleep(seconds: float) -> None:
    time.sleep(seconds)


class Progress:
    """One line on stderr that says how far a long run is; it is gone when the run is over.

    Args:
        reader: Where it is written, if a person watches.
        asked: Whose f it is.
        name: What runs.
    """

    def __init__(self, reader: Reader, asked: Asked, name: str = "") -> None:
        self._reader = reader
        self._asked = asked
        self._name = f"{name}   " if name else ""
        self._next = time.monotonic() + _PATIENCE
        self._shown = False

    def __call__(self, state: State) -> None:
        """Show the state, if it is time."""
        now = time.monotonic()
        if now >= self._next:
            self._next, self._shown = now + _BETWEEN, True
            text = state_text(self._reader, self._asked, state, self._name)
            self._reader.live(f"\r{text}{_CLEAR_LINE}")

    def close(self) -> None:
        """Leave nothing behind."""
        if self._shown:
            self._reader.live(f"\r{_CLEAR_LINE}")
            self._shown = False


def _width(reader: Reader) -> int:
    return reader.errors.width if reader.errors is not None else 80


def state_text(reader: Reader, asked: Asked, state: State, name: str = "") -> str:
    """k = 12   f = 1.234e+01   |∇f| = 3.4e+00: as much as the line has room for."""
    from mvcalc_cli.commands.traces import scientific
    from mvcalc_cli.render.transliterate import to_ascii

    text = f"  {name}k = {state.k:,}"
    for part in (f"f = {scientific(asked.f(state), 3)}", f"|∇f| = {state.norm:.1e}"):
        longer = f"{text}   {part}"
        longer = to_ascii(longer) if reader.errors is not None and reader.errors.ascii else longer
        text = longer if len(longer) < _width(reader) else text
    return text


def watch_of(reader: Reader, asked: Asked, name: str = "") -> Progress | None:
    """Progress for a person who watches; None where nobody does."""
    return Progress(reader, asked, name) if reader.watched and not reader.output.quiet else None


class Counter:
    """Says on stderr which of many runs goes on; it is gone when they are over."""

    def __init__(self, reader: Reader, text: str) -> None:
        self._reader = reader
        self._text = text
        self._count = 0
        self._next = time.monotonic() + _PATIENCE
        self._shown = False

    def next(self) -> None:
        """One run more begins."""
        self._count += 1
        now = time.monotonic()
        if now >= self._next:
            self._next, self._shown = now + _BETWEEN, True
            self._reader.live(f"\r  {self._text.format(self._count)}{_CLEAR_LINE}")

    def close(self) -> None:
        """Leave nothing behind."""
        if self._shown:
            self._reader.live(f"\r{_CLEAR_LINE}")


def counter(reader: Reader, text: str) -> Counter | None:
    """A counter for a person who watches; None where nobody does."""
    return Counter(reader, text) if reader.watched and not reader.output.quiet else None


class Film:
    """The way of a run, drawn frame by frame in one place of the terminal.

    A run that takes longer than a moment is shown as it happens, a fast one afterwards, as slowly as can be followed.

    Args:
        reader: Where it is drawn.
        asked: What runs.
        frame: What the options say of the picture.
    """

    def __init__(self, reader: Reader, asked: Asked, frame: Frame) -> None:
        self._reader = reader
        self._asked = asked
        self._frame = frame
        self._rows = 0
        self._states: list[State] = []
        self._next = time.monotonic() + _PATIENCE

    def __call__(self, state: State) -> None:
        """Take a state of a run that goes on, and show it if it is time."""
        from mvcalc_cli.commands.descent_pictures import scene

        flat = len(self._asked.names) <= 2
        self._states.append(state._replace(v=state.v if flat else None, gradient=None, memory=None))
        if time.monotonic() >= self._next:
            around = scene(self._reader, self._asked, [self._states], self._frame, blown_up=True)
            self._show(self._plot(around, self._states), state)
            self._next = time.monotonic() + 2 * _FRAME

    def play(self, run: Run) -> None:
        """Show a run that is over, unless it was seen; nothing of it stays."""
        from mvcalc_cli.commands.descent_pictures import runs_blown_up, scene
        from mvcalc_cli.plotting.paths import frames

        if not self._rows:
            around = scene(self._reader, self._asked, [run.states], self._frame, blown_up=runs_blown_up([run]))
            counts = frames(len(run.states), round(_ALL / (2 * _FRAME)))
            pause = min(_SLOW, _ALL / len(counts))
            whole = self._plot(around, run.states)
            for count in counts:
                began = time.monotonic()
                self._show(self._part(around, whole, run.states[:count]), run.states[count - 1])
                _sleep(max(_FRAME, pause - (time.monotonic() - began)))
        self.clear()

    def clear(self) -> None:
        """Take the last frame away."""
        if self._rows:
            self._reader.live(f"\r\x1b[{self._rows}A{_CLEAR_BELOW}{_SHOW}")
            self._rows = 0

    def _plot(self, around: Scene, states: Sequence[State]) -> Plot:
        from mvcalc_cli.commands.descent_pictures import drawn, way
        from mvcalc_cli.plotting.plot import Points

        plot = drawn(around, [way(self._asked, around, states)])
        layers = (
            layer._replace(name="now") if isinstance(layer, Points) and layer.name == "end" else layer
            for layer in plot.layers
        )
        return plot._replace(layers=tuple(layers))

    def _part(self, around: Scene, whole: Plot, states: Sequence[State]) -> Plot:
        """The picture of the first states, in the frame of the whole one."""
        if not around.is_chart:
            return self._plot(around, states)._replace(x_range=whole.x_range, y_range=whole.y_range)
        last = states[-1].k
        (chart,) = whole.layers
        count = sum(x <= last for x in chart.xs)  # type: ignore[union-attr]
        return whole._replace(layers=(chart._replace(xs=chart.xs[:count], ys=chart.ys[:count]),))  # type: ignore

    def _show(self, plot: Plot, state: State) -> None:
        """One frame, over the one before."""
        lines = self._lines(plot, state)
        up = f"\x1b[{self._rows}A" if self._rows else ""
        text = "".join(f"{line}{_CLEAR_LINE}\n" for line in lines)
        self._reader.live(f"{_HIDE}\r{up}{text}{_CLEAR_BELOW}{_SHOW}")
        self._rows = len(lines)

    def _lines(self, plot: Plot, state: State) -> list[str]:
        """The lines of a frame: fewer than the terminal has, or it could not be drawn over."""
        from mvcalc_cli.render.paint import paint
        from mvcalc_cli.render.plot import picture_rows
        from mvcalc_cli.render.transliterate import to_ascii
        from mvcalc_cli.report import Picture

        errors = self._reader.errors
        assert errors is not None
        text = paint(picture_rows(Picture(plot), errors), color=errors.color)
        text = to_ascii(text) if errors.ascii else text
        return [state_text(self._reader, self._asked, state), *text.splitlines()][: max(1, errors.height - 1)]
