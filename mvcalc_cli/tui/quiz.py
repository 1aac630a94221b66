"""The screen of a session: Textual around `Play`."""

from __future__ import annotations

import asyncio
import signal
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any, ClassVar, Final, Literal, NamedTuple

from textual import events
from textual.app import App, ComposeResult
from textual.containers import VerticalScroll
from textual.message import Message
from textual.timer import Timer
from textual.widgets import Static

from mvcalc_cli.errors import MvcalcError
from mvcalc_cli.quiz.session import Sitting
from mvcalc_cli.render.clean import clean
from mvcalc_cli.render.output import Output
from mvcalc_cli.render.segments import Row, fill, words
from mvcalc_cli.render.terminal import screen
from mvcalc_cli.report import Report
from mvcalc_cli.tui import pages
from mvcalc_cli.tui.answer_box import AnswerBox
from mvcalc_cli.tui.colours import content
from mvcalc_cli.tui.keys import MORE, PAGE, foot_rows, keys
from mvcalc_cli.tui.look import CSS as STYLE
from mvcalc_cli.tui.look import LOW, Shares, foot_lines, shares
from mvcalc_cli.tui.play import Play

_SCROLLS: Final = {"pageup": -1, "pagedown": 1}
_LINES: Final = {"up": -1, "down": 1}
_TENTH: Final = 0.1
Page = Literal["", "syntax", "plot", "end"]


class Outcome(NamedTuple):
    """How a learner left the screen.

    Attributes:
        finished: Every question was asked, and the end was seen; else the session can go on another time.
        interrupted: By Ctrl+C, or from outside.
    """

    finished: bool = False
    interrupted: bool = False

    def __bool__(self) -> bool:
        return self.finished


def run(
    sitting: Sitting,
    output: Output,
    *,
    draw: Callable[[str, Output], str] | None = None,
    ending: Callable[[], Report] | None = None,
) -> Outcome:
    """Sit down at a session; returns when the learner leaves.

    Args:
        sitting: The session; its engine must have been forked before.
        output: Colour and characters of the terminal; its size is looked up.
        draw: The command line of a figure -> the picture as text; raises MvcalcError. None: no pictures.
        ending: How the session went, for the last page.
    """
    found = QuizScreen(sitting, output, draw, ending).run(mouse=False)
    return found if found is not None else Outcome(interrupted=True)


class Answered(Message):
    """What was done beside the screen has come back."""

    def __init__(self, value: Any, then: Callable[[Any], None]) -> None:
        self.value, self.then = value, then
        super().__init__()


class _Rows(NamedTuple):
    """The rows of a question, of each of its options, and of what is said beneath; and the blank rows between."""

    question: list[Row]
    groups: list[list[Row]]
    said: list[Row]
    blank: tuple[Row, ...]

    @property
    def options(self) -> list[Row]:
        """All options, one after the other."""
        found = [row for group in self.groups for row in group]
        return [*found, *self.blank] if found else []

    def exceed(self, parts: Shares) -> bool:
        """Whether there is more than fits."""
        return len(self.question) > parts.question or len(self.said) > parts.said


class QuizScreen(App[Outcome]):
    """The screen.

    Args:
        sitting: The session.
        output: Colour and characters.
        draw: Makes the picture of a question.
        ending: The last page.
    """

    CSS: ClassVar[str] = STYLE
    ENABLE_COMMAND_PALETTE = False
    TITLE = "mvcalc quiz"

    def __init__(
        self,
        sitting: Sitting,
        output: Output,
        draw: Callable[[str, Output], str] | None = None,
        ending: Callable[[], Report] | None = None,
    ) -> None:
        super().__init__(ansi_color=True)
        self.sitting = sitting
        self.play = Play(sitting, self)
        self._output, self._draw_figure, self._ending = output, draw, ending
        self._page: Page = ""
        self._pressed: deque[events.Key | events.Paste] = deque()  # while something was going on
        self._ticking: Timer | None = None
        self._drawn: dict[str, list[Row]] = {}

    # --- the stage --------------------------------------------------------------------------------------

    def begin(self, call: Callable[[], Any], then: Callable[[Any], None]) -> None:
        """Do something in another thread; keys wait until it has come back."""
        self.play.ticked(1)
        self._ticking = self.set_interval(_TENTH, self._tick)
        self.run_worker(lambda: self._done(call, then), thread=True)

    def _done(self, call: Callable[[], Any], then: Callable[[Any], None]) -> None:
        """In the other thread."""
        try:
            value = call()
        except MvcalcError as mistake:
            value = mistake
        self.post_message(Answered(value, then))

    def show(self, page: str) -> None:
        """Open a page over the question."""
        if page == "plot":
            figure, draw, output = self.sitting.variant.figure, self._draw_figure, self._now()
            self.begin(lambda: draw(figure, output) if draw else "", self._show_figure)
            return
        self._page = "syntax" if page == "syntax" else "end"
        listed = self.play.options is not None
        self._turn_page(pages.syntax_rows(self._now(), listed=listed) if page == "syntax" else self._last_page())

    def leave(self, *, finished: bool) -> None:
        """Close the screen."""
        self.exit(Outcome(finished))

    def text(self) -> str:
        """What stands in the input."""
        return self._box.value

    def put(self, text: str) -> None:
        """Put something into the input."""
        self._box.put(text)

    def edit(self, key: str, char: str | None) -> None:
        """A key of the input itself."""
        self._box.edit(key, char)

    @property
    def is_idle(self) -> bool:
        """Nothing is going on beside the screen."""
        return self._ticking is None

    # --- Textual ----------------------------------------------------------------------------------------

    def compose(self) -> ComposeResult:
        """The parts from top to bottom."""
        yield Static(id="head", markup=False)
        for name in ("question", "options"):
            yield VerticalScroll(Static(id=f"{name}_text", markup=False), id=name, can_focus=False)
        yield AnswerBox(id="answer", select_on_focus=False)
        for name in ("said", "page"):
            yield VerticalScroll(Static(id=f"{name}_text", markup=False), id=name, can_focus=False)
        yield Static(id="foot", markup=False)

    def on_mount(self) -> None:
        """The first question."""
        self.animation_level = "none"
        self._box = self.query_one(AnswerBox)
        self._box.cursor_blink = False
        self._box.set_class(self._output.ascii, "ascii")
        self._box.set_class(not self._output.color, "bare")
        self._box.focus()
        # Whoever ends us from outside gets the terminal back as it was.
        with suppress(NotImplementedError, RuntimeError, ValueError):
            asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, self._interrupt)
        if self.sitting.seconds_left is not None:
            self.set_interval(1.0, self._look_at_clock)
        self.play.start()
        self._draw()

    def on_resize(self) -> None:
        """Everything anew in another size, which Textual knows only after this."""
        if self.play.started:
            self.call_later(self._draw)

    def on_answered(self, message: Answered) -> None:
        """Go on with what came back, then with the keys that were pressed meanwhile."""
        if self._ticking is not None:
            self._ticking.stop()
        self._ticking = None
        self.play.ticked(0)
        message.then(message.value)
        while self._pressed and self.is_idle:
            self._press(self._pressed.popleft())
        self._draw()

    async def on_event(self, event: events.Event) -> None:
        """Keys are taken here, in their order; all else is Textual's."""
        if isinstance(event, (events.Key, events.Paste)) and not event.is_forwarded:
            if self.is_idle:
                self._press(event)
                self._draw()
            elif isinstance(event, events.Key) and event.key in {"ctrl+c", "escape"}:
                self._press(event)
            else:
                self._pressed.append(event)
            return
        await super().on_event(event)

    # --- keys -------------------------------------------------------------------------------------------

    def _press(self, event: events.Key | events.Paste) -> None:
        if isinstance(event, events.Paste):
            self._paste(event.text)
        elif event.key == "ctrl+c":
            self._interrupt()
        elif event.key in _SCROLLS:
            self._scroll(_SCROLLS[event.key], by_page=True)
        elif self._page:
            self._press_on_page(event.key)
        elif event.key == "ctrl+z":
            self.action_suspend_process()
        elif not self.is_idle:
            self.leave(finished=False)  # what is going on comes to its end, and is kept
        else:
            self.play.press(event.key, event.character)

    def _press_on_page(self, key: str) -> None:
        """The last page has keys of its own; the others go away at any key."""
        if key in _LINES:
            self._scroll(_LINES[key], by_page=False)
        elif self._page == "end":
            self.play.press(key, None)
            if self.play.view.mode != "ended":
                self._page = ""
        else:
            self._page = ""

    def _paste(self, text: str) -> None:
        if self.play.view.mode == "asking" and self.play.options is None and not self._page:
            self._box.paste(text)
            self.play.press("", None)

    def _interrupt(self) -> None:
        self.exit(Outcome(interrupted=True))

    def _scroll(self, way: int, *, by_page: bool) -> None:
        """What does not fit: the page, else what is said, else the question."""
        first, second = ("question", "said") if self.play.view.judged is None else ("said", "question")
        names = ("page",) if self._page else (first, second)
        for name in names:
            part = self.query_one(f"#{name}", VerticalScroll)
            if part.max_scroll_y:
                step = max(1, part.size.height - 1) if by_page else 1
                part.scroll_to(y=part.scroll_y + way * step, animate=False)
                return

    # --- drawing ----------------------------------------------------------------------------------------

    def _now(self) -> Output:
        """The output in the size that the terminal has now."""
        return self._output._replace(format="terminal", width=max(8, self.size.width), height=self.size.height)

    def _tick(self) -> None:
        self.play.ticked(self.play.view.waits + 1)
        self._draw()

    def _look_at_clock(self) -> None:
        if self.sitting.time_over and self.is_idle:
            self.play.time_is_over()
        self._draw()

    def _draw(self) -> None:
        """The whole screen from what the session is now; parts that did not change are left alone."""
        output = self._now()
        low = output.height < LOW
        lines = foot_lines(output.width, output.height)
        head = [pages.head_row(self.sitting, output)] if self.sitting.items else []
        head = [*head, *([] if low else [()])]
        foot = self._foot(output, lines, more=False)
        for name in ("page", "question", "options", "said", "answer"):
            self.query_one(f"#{name}").display = bool(self._page) == (name == "page")
        if not self._page:
            self._box.display = self.play.options is None and self.play.view.mode in {"asking", "undecided", "done"}
            self._box.set_class(low, "low")
            room = output.height - len(head) - (1 if low else 3) * self._box.display
            rows = self._rows(output, low=low)
            if rows.exceed(self._shares(rows, room - len(foot))):
                foot = self._foot(output, lines, more=True)
            self._draw_question(rows, self._shares(rows, room - len(foot)))
        self._put("head", head)
        self._put("foot", foot)

    def _rows(self, output: Output, *, low: bool) -> _Rows:
        """What the parts of the question would fill."""
        options, view = self.play.options, self.play.view
        blank: tuple[Row, ...] = () if low else ((),)
        question = pages.question_rows(self.sitting, view, output)
        groups = options.rows(output) if options is not None else []
        return _Rows(question, groups, pages.said_rows(self.sitting, view, output), blank)

    def _shares(self, rows: _Rows, room: int) -> Shares:
        question = len(rows.question) + len(rows.blank)
        return shares(room, question, len(rows.options), len(rows.said), after=self.play.view.judged is not None)

    def _draw_question(self, rows: _Rows, parts: Shares) -> None:
        """Each part in its height, and the rows in sight that matter now."""
        self._put("question_text", [*rows.question, *rows.blank])
        self._put("options_text", rows.options)
        changed = self._put("said_text", rows.said)
        for name, height in parts._asdict().items():
            self.query_one(f"#{name}").styles.height = height
        if rows.groups:
            self._show_option(rows.groups, parts.options)
        if changed and self.play.view.judged is not None:
            self._show_verdict(len(rows.said), parts.said)

    def _show_option(self, groups: Sequence[Sequence[Row]], height: int) -> None:
        """The option under the cursor is on the screen."""
        assert self.play.options is not None
        cursor = max(0, self.play.options.cursor)
        above = sum(len(group) for group in groups[:cursor])
        below = above + len(groups[cursor])
        part = self.query_one("#options", VerticalScroll)
        if below > part.scroll_y + height:
            part.scroll_to(y=below - height, animate=False, force=True)
        elif above < part.scroll_y:
            part.scroll_to(y=above, animate=False, force=True)

    def _show_verdict(self, rows: int, height: int) -> None:
        """The verdict stands at the end: where not everything fits, the end is shown; of a solution its start."""
        part = self.query_one("#said", VerticalScroll)
        self.call_after_refresh(part.scroll_to, y=0 if self.play.view.solved else max(0, rows - height), animate=False)

    def _foot(self, output: Output, lines: int, *, more: bool) -> list[Row]:
        """The keys, or what the next key decides."""
        view = self.play.view
        if view.asks:
            return fill(((pages.question_of_asks(view.asks, view), "point"),), output.width)
        found = list(PAGE) if self._page in {"syntax", "plot"} else keys(self.sitting, view.mode)
        rows = foot_rows([*found[:1], *([MORE] if more else []), *found[1:]], output, lines)
        return [*self._guide(output), *rows]

    def _guide(self, output: Output) -> list[Row]:
        """How one answers where there are options."""
        options = self.play.options
        if options is None or self._page or self.play.view.mode != "asking" or output.height < LOW:
            return []
        return fill(((words(options.guide(), output), "text"),), output.width, indent=1)

    def _put(self, name: str, rows: Sequence[Row]) -> bool:
        """Rows into a part; whether they are others than before."""
        shown = content(rows, color=self._output.color)
        part = self.query_one(f"#{name}", Static)
        if not name.endswith("_text"):
            part.styles.height = len(rows)
        if self._drawn.get(name) == rows:
            return False
        self._drawn[name] = list(rows)
        part.update(shown)
        return True

    # --- pages ------------------------------------------------------------------------------------------

    def _turn_page(self, rows: Sequence[Row]) -> None:
        self.query_one("#page_text", Static).update(content(rows, color=self._output.color))
        self.query_one("#page").scroll_to(y=0, animate=False)

    def _last_page(self) -> list[Row]:
        output = self._now()
        if self._ending is not None:
            rows = screen(self._ending(), output)
        else:
            results = self.sitting.results()
            right = sum(result.right for result in results)
            rows = [((f"  {right} of {len(results)} right", "answer"),)]
        notices = self.play.view.notices
        return [*[((f"  {words(text, output)}", "point"),) for text in notices], *rows]

    def _show_figure(self, found: Any) -> None:
        if isinstance(found, MvcalcError):
            self.play.notice(found.message)
            return
        self._page = "plot"
        self._turn_page([((line, "text"),) for line in clean(found).split("\n")])
