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
from mvcalc_cli.tui.look import LOW, NARROW, SHORT, shares
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
        self._turn_page(pages.syntax_rows(self._now()) if page == "syntax" else self._last_page())

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
        lines = 2 if output.width < NARROW and output.height >= SHORT else 1
        head = [pages.head_row(self.sitting, output)] if self.sitting.items else []
        head = [*head, *([] if low else [()])]
        foot = len(self._foot(output, lines, more=True))
        for name in ("page", "question", "options", "said", "answer"):
            self.query_one(f"#{name}").display = bool(self._page) == (name == "page")
        more = self._draw_question(output, output.height - len(head) - foot, low=low) if not self._page else False
        self._put("head", head)
        self._put("foot", self._foot(output, lines, more=more), foot)

    def _draw_question(self, output: Output, room: int, *, low: bool) -> bool:
        """Whether there is more of it than fits."""
        play, view = self.play, self.play.view
        self._box.display = play.options is None and view.mode in {"asking", "undecided", "done"}
        self._box.set_class(low, "low")
        room -= (1 if low else 3) * self._box.display
        blank: list[Row] = [] if low else [()]
        question = [*pages.question_rows(self.sitting, view, output), *blank]
        groups = play.options.rows(output) if play.options is not None else []
        options = [row for group in groups for row in group]
        options = [*options, *blank] if options else []
        said = pages.said_rows(self.sitting, view, output)
        parts = shares(room, len(question), len(options), len(said), after=view.judged is not None)
        self._put("question_text", question)
        self._put("options_text", options)
        changed = self._put("said_text", said)
        for name, height in parts._asdict().items():
            self.query_one(f"#{name}").styles.height = height
        if groups:
            self._show_option(groups, parts.options)
        if changed and view.judged is not None:
            self._show_verdict(len(said), parts.said)
        return len(question) - len(blank) > parts.question or len(said) > parts.said

    def _show_option(self, groups: Sequence[Sequence[Row]], height: int) -> None:
        """The option under the cursor is on the screen."""
        assert self.play.options is not None
        above = sum(len(group) for group in groups[: self.play.options.cursor])
        below = above + len(groups[self.play.options.cursor])
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
        return foot_rows([*found[:1], *([MORE] if more else []), *found[1:]], output, lines)

    def _put(self, name: str, rows: Sequence[Row], height: int | None = None) -> bool:
        """Rows into a part; whether they are others than before."""
        shown = content(rows, color=self._output.color)
        part = self.query_one(f"#{name}", Static)
        if not name.endswith("_text"):
            part.styles.height = len(rows) if height is None else height
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
