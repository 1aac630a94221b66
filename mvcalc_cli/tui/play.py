"""What the keys mean: each goes to the sitting, and what comes back is put on the screen. No Textual here."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, Protocol

from mvcalc_cli.errors import MvcalcError
from mvcalc_cli.quiz.grading.task import Marked
from mvcalc_cli.quiz.line_mode import skipped_words, unaskable
from mvcalc_cli.quiz.session import Feedback, Sitting
from mvcalc_cli.quiz.variant import VariantPart
from mvcalc_cli.tui.keys import LISTED
from mvcalc_cli.tui.options import Options
from mvcalc_cli.tui.view import Judged, View

_RATINGS: Final[dict[str, Any]] = {"1": 1, "2": 2, "3": 3, "4": 4}
_RATED: Final = {1: "again", 2: "hard", 3: "good", 4: "easy"}


class Stage(Protocol):
    """What is played on."""

    def begin(self, call: Callable[[], Any], then: Callable[[Any], None]) -> None:
        """Do something beside the screen, and hand over its value, or its MvcalcError."""

    def show(self, page: str) -> None:
        """Open a page over the question: "syntax", "plot", "end"."""

    def leave(self, *, finished: bool) -> None:
        """Close the screen."""

    def text(self) -> str:
        """What stands in the input."""

    def put(self, text: str) -> None:
        """Put something into the input."""

    def edit(self, key: str, char: str | None) -> None:
        """A key of the input itself."""


class Play:
    """A session on a stage.

    Args:
        sitting: The session.
        stage: Where it is shown.
    """

    def __init__(self, sitting: Sitting, stage: Stage) -> None:
        self.sitting, self._stage = sitting, stage
        self.view = View()
        self.options: Options | None = None
        self.started = False
        self._told = 0  # warnings of the store that were told
        self._asked: VariantPart | None = None  # the part that an answer is about

    def start(self) -> None:
        """The first question, or where the session stood."""
        self.started = True
        done = sum(item.state == "done" for item in self.sitting.items)
        begun = done or any(self.sitting.progress.values())
        said = f"the session goes on where it stood: {done} of {len(self.sitting.items)} done"
        self._open(self._news() or ((said,) if begun else ()))

    def press(self, key: str, char: str | None) -> None:
        """One key."""
        if self.view.asks:
            self._decide(key)
        elif key == "escape":
            self._ask_to_leave()
        elif key in self._acts():
            self._acts()[key]()
        elif self.view.mode == "asking":
            self._typed(key, char)

    def time_is_over(self) -> None:
        """The clock of an exam ran out."""
        if self.view.mode != "ended":
            self._end()

    def ticked(self, waits: int) -> None:
        """Something has been going on for so long."""
        self.view = self.view._replace(waits=waits)

    # --- keys -------------------------------------------------------------------------------------------

    def _acts(self) -> dict[str, Callable[[], None]]:
        """The keys that do something now, beside those of the input."""
        mode = self.view.mode
        if mode == "asking":
            return {"enter": self._enter, "ctrl+t": self._hint, "ctrl+e": self._explain, "ctrl+s": self._skip,
                    "ctrl+b": self._back, "ctrl+p": self._plot}  # fmt: skip
        if mode == "undecided":
            return {"y": lambda: self._mark(True), "n": lambda: self._mark(False), "enter": self._again}
        if mode == "done":
            rate = {key: lambda key=key: self._rate(key) for key in _RATINGS} if self.sitting.rated else {}
            return {"enter": self._next, "ctrl+e": self._solve, "ctrl+p": self._plot, **rate}
        if mode == "broken":
            return {"enter": self._skip}
        handed_in = mode == "ended" and self.sitting.exam
        return {"enter": self._leave_or_hand_in, **({} if handed_in else {"ctrl+b": self._back})}

    def _typed(self, key: str, char: str | None) -> None:
        """A key of the input or of the list."""
        if key == "question_mark" and (self.options is not None or not self._stage.text()):
            self._stage.show("syntax")
            return
        if self.options is not None:
            if not self.options.press(key):
                return
        else:
            self._stage.edit(key, char)
        self._changed(self._answer())

    def _changed(self, typed: str) -> None:
        """Another text: what was said is about an earlier one, and of the part before it is said no more."""
        view = self.view
        if typed == view.typed:
            return
        judged = view.judged if view.judged and view.judged.part.part.id == self.sitting.part.part.id else None
        self.view = view._replace(typed=typed, judged=judged, stale=judged is not None, notices=())

    def _answer(self) -> str:
        return self.options.text() if self.options is not None else self._stage.text()

    def _enter(self) -> None:
        """Check the answer; the same wrong one is not checked again."""
        view, typed = self.view, self._answer()
        if not typed.strip():
            self.notice("nothing is chosen yet" if self.options is not None else "type an answer first")
        elif view.judged is not None and not view.stale and view.judged.marked.score < 1:
            self.view = view._replace(stale=True)
        else:
            self._stage.begin(lambda: self.sitting.answer(typed), self._answered)

    def _hint(self) -> None:
        if self.sitting.hint() is not None:
            self.view = self.view._replace(notices=())
        elif self.sitting.exam:
            self.notice("there are no hints in an exam")
        else:
            self.notice("there are no more hints" if self.sitting.part.hints else "this question has no hint")

    def _explain(self) -> None:
        """The solution; before the first answer only when it is asked for twice."""
        if self.sitting.exam:
            self.notice("there are no solutions in an exam")
        elif self.sitting.of(self.sitting.part).tries:
            self._give_up()
        else:
            self.view = self.view._replace(asks="solution")

    def _give_up(self) -> None:
        judged = Judged(Marked("different", 0.0, ""), self.sitting.part)

        def seen(found: Any) -> None:
            if self._is_fine(found):
                self.view = View("done", self.view.typed, judged, days=found.days, solved=True, gave_up=True)

        self._stage.begin(self.sitting.give_up, seen)

    def _solve(self) -> None:
        self.view = self.view._replace(solved=not self.view.solved)

    def _skip(self) -> None:
        def skipped(days: Any) -> None:
            if self._is_fine(days):
                self._open((*skipped_words(days), *self._news()))

        self._stage.begin(self.sitting.skip, skipped)

    def _back(self) -> None:
        if self.sitting.back():
            self._open()
        else:
            self.notice("there is no question to go back to: only those that were skipped")

    def _plot(self) -> None:
        if self.sitting.variant.figure:
            self._stage.show("plot")
        else:
            self.notice("this question has no picture")

    def _mark(self, right: bool) -> None:
        self._stage.begin(lambda: self.sitting.mark(right), self._answered)

    def _again(self) -> None:
        self.view = self.view._replace(mode="asking", stale=True)

    def _rate(self, key: str) -> None:
        rating = _RATINGS[key]

        def rated(days: Any) -> None:
            if self._is_fine(days):
                self.view = self.view._replace(days=days, notices=(f"rated {_RATED[rating]}", *self._warnings()))

        self._stage.begin(lambda: self.sitting.rate(rating), rated)

    def _next(self) -> None:
        self.sitting.next()
        self._open(self._news())

    def _news(self) -> tuple[str, ...]:
        """What the session has to say, once."""
        news, self.sitting.news = self.sitting.news, ""
        return (news,) if news else ()

    def _ask_to_leave(self) -> None:
        """What was typed and not checked would be lost: that is worth a question."""
        view = self.view
        checked = view.judged is not None and not view.stale
        if view.mode == "asking" and view.typed.strip() and not checked and self.options is None:
            self.view = view._replace(asks="leave")
        else:
            self._stage.leave(finished=view.mode == "ended")

    def _decide(self, key: str) -> None:
        asked = self.view.asks
        self.view = self.view._replace(asks="")
        if asked == "leave" and key in {"enter", "escape"}:
            self._stage.leave(finished=False)
        elif asked == "solution" and key in {"enter", "ctrl+e"}:
            self._give_up()

    def _leave_or_hand_in(self) -> None:
        if self.view.mode == "last":
            self._end()
        else:
            self._stage.leave(finished=True)

    # --- what comes back --------------------------------------------------------------------------------

    def _answered(self, found: Any) -> None:
        """The verdict, which is kept by now."""
        if not self._is_fine(found):
            return
        assert isinstance(found, Feedback)
        about = self.view.judged.part if self.view.mode == "undecided" and self.view.judged else self._asked
        assert about is not None
        self.view = self.view._replace(judged=Judged(found.marked, about), stale=False, notices=self._warnings())
        if found.marked.verdict == "invalid":
            self.view = self.view._replace(mode="asking")
        elif self.sitting.exam:
            self._go_on_in_exam(found)
        elif found.question_done:
            self.view = self.view._replace(mode="done", days=found.days)
        elif found.marked.verdict == "undecided":
            self.view = self.view._replace(mode="undecided")
        elif found.part_done:
            self._open_part(self.view.judged)
        else:
            self.view = self.view._replace(mode="asking")

    def _go_on_in_exam(self, found: Feedback) -> None:
        """Nothing is said of how it went."""
        if found.question_done:
            self._next()
        else:
            self._open_part(None)

    def _open(self, notices: tuple[str, ...] = ()) -> None:
        """The question that is on, once its variant is made."""
        self.options = None
        self._stage.put("")
        self.view = View(notices=notices)
        if self.sitting.over:
            self._close()
            return
        self._stage.begin(lambda: self.sitting.variant, self._opened)

    def _opened(self, found: Any) -> None:
        if isinstance(found, MvcalcError):
            mistake = unaskable(self.sitting, found)
            self.view = self.view._replace(mode="broken", broken=(mistake.message, mistake.hint or ""))
            return
        self.view = self.view._replace(notices=(*self.view.notices, *self._warnings()))
        self._open_part(None)

    def _open_part(self, judged: Judged | None) -> None:
        """The part that is on, with the answer that was given before, if it was not right."""
        part = self.sitting.part
        stood = self.sitting.of(part)
        before = stood.raw if self.sitting.exam or not stood.done else ""
        self._asked = part
        self.options = None
        if part.part.kind in LISTED:
            self.options = Options(part.part.kind, part.options, before)
            self._stage.put("")
        else:
            self._stage.put(before)
        self.view = self.view._replace(mode="asking", typed=self._answer(), judged=judged, stale=judged is not None)

    def _close(self) -> None:
        """After the last question: an exam is handed in first."""
        if self.sitting.exam and not self.sitting.time_over and self.sitting.items:
            self.view = View(mode="last")
        else:
            self._end()

    def _end(self) -> None:
        if self.sitting.exam:
            self.sitting.end()  # what was seen of the results cannot be answered again
        said = ("the time is over",) if self.sitting.time_over else ()
        self.view = View(mode="ended", notices=(*said, *self._warnings()))
        self._stage.show("end")

    def _is_fine(self, found: Any) -> bool:
        """False for a mistake, which is told; the answer stands in the input still."""
        if isinstance(found, MvcalcError):
            self.notice(f"{found.message}; it was not marked, and no try is lost")
            return False
        return True

    def notice(self, text: str) -> None:
        """Tell the learner something."""
        self.view = self.view._replace(notices=(text,))

    def _warnings(self) -> tuple[str, ...]:
        """What the store has to tell, once."""
        fresh = tuple(self.sitting.store.warnings[self._told :])
        self._told += len(fresh)
        return fresh
