"""A learner at the screen: keys pressed by Textual's Pilot, and the screen read as text."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Callable

from mvcalc_cli.errors import LimitError
from mvcalc_cli.language.parser import parse as read
from mvcalc_cli.language.printers import plain
from mvcalc_cli.quiz.bank import parse
from mvcalc_cli.quiz.engine import Here
from mvcalc_cli.quiz.grading.task import Marked, Task
from mvcalc_cli.quiz.session import Sitting
from mvcalc_cli.render.output import Output
from mvcalc_cli.report import Line, Report, Span
from mvcalc_cli.store import Planned, Store
from mvcalc_cli.tui.quiz import Outcome, QuizScreen

BANK = """\
schema: 1
bank: {id: tiny, title: partial derivatives, module: 2}
questions:
- id: product
  variables: {x: real}
  prompt: "Differentiate with respect to x:\\n{x^2*exp(-x/2)}"
  type: expression
  answer: "x*(4-x)*exp(-x/2)/2"
  hints: ["the product rule", "the chain rule"]
  solution: ["u = {x^2}"]
  figure: "plot 'x^2*exp(-x/2)'"
- {id: kind, prompt: "What is (0, 0)?", type: choice, answer: a saddle, options: [a minimum, {text: a saddle}]}
- {id: which, prompt: "Which are even?", type: multi, answer: [cosine, square], options: [cosine, sine, square]}
- {id: sorted, prompt: "The slowest first.", type: order, answer: [log, linear], options: [linear, log]}
- id: parts
  variables: {x: real}
  prompt: "f(x) = {x^2}. Find"
  parts:
  - {id: h, label: "h =", type: expression, answer: "2*x"}
  - {id: g, label: "g =", type: expression, answer: "h + 1", follow: {uses: h}}
- {id: word, prompt: "A word?", type: text, answer: [yes]}
"""
MISTAKE = "at x = 1 yours gives 0.606531, the answer gives 0.909796"


class Marker(Here):
    """Right where the text is the answer's. Its gate holds answers back; the real grader has tests of its own."""

    def __init__(self) -> None:
        self.gate = threading.Event()
        self.gate.set()

    def grade(self, task: Task, text: str) -> Marked:
        assert self.gate.wait(10)
        if text == "slow":
            raise LimitError("stopped after 2 s")
        if text == "maybe":
            return Marked("undecided", 0.0, "this takes too long to compare", reading="maybe")
        if task.expected is None:
            return super().grade(task, text)
        try:
            tree = read(text, answer=True).tree
        except LimitError:
            raise
        except Exception as mistake:  # noqa: BLE001 - whatever it is, it is unreadable
            return Marked("invalid", 0.0, str(mistake), place=getattr(mistake, "place", None))
        if plain(tree) in {plain(task.expected), "same"}:
            return Marked("equal", 1.0, "same by algebra", reading=plain(tree))
        return Marked("different", 0.0, MISTAKE, say="look again at the chain rule", reading=plain(tree))


def sit(*ids: str, kind: str = "practice", settings: object = None, store: Store | None = None) -> Sitting:
    bank = parse(BANK.encode())
    store = store or Store(None)
    planned = [Planned("tiny", each, 1, "", 7) for each in ids or [question.id for question in bank.questions]]
    session = store.begin(kind, "tiny", 1, planned, json.dumps(settings or {}))
    return Sitting(store, session, {"tiny": bank}, Marker())


class Learner:
    """Somebody at the keyboard."""

    def __init__(self, app: QuizScreen, pilot: object) -> None:
        self.app, self._pilot = app, pilot

    async def press(self, *keys: str) -> str:
        """Keys by their names; what is on the screen when all has come back."""
        await self._pilot.press(*keys)  # type: ignore[attr-defined]
        return await self.settled()

    async def type(self, text: str) -> str:
        return await self.press(*text)

    async def settled(self) -> str:
        for _ in range(400):
            await self._pilot.pause()  # type: ignore[attr-defined]
            if self.app.is_idle or not self.app.sitting._engine.gate.is_set():  # type: ignore[attr-defined]
                break
            await asyncio.sleep(0.01)
        await self._pilot.pause()  # type: ignore[attr-defined]
        return self.screen()

    def screen(self) -> str:
        """The screen as text, without blanks at the ends of lines."""
        strips = self.app.screen._compositor.render_strips()
        return "\n".join("".join(segment.text for segment in strip).rstrip() for strip in strips).rstrip()


def play(
    script: Callable[[Learner], object],
    sitting: Sitting | None = None,
    *,
    size: tuple[int, int] = (80, 24),
    output: Output | None = None,
) -> Outcome | None:
    """A learner who does what the script says; how the screen was left."""
    sitting = sitting or sit()
    ending = Report("quiz run", (Line((Span("the end of the session", "answer"),), 2),))
    app = QuizScreen(sitting, output or Output(color=True), lambda figure, _: f"picture of {figure}", lambda: ending)

    async def go() -> None:
        async with app.run_test(size=size) as pilot:
            learner = Learner(app, pilot)
            await learner.settled()
            await script(learner)  # type: ignore[misc]

    asyncio.run(go())
    return app.return_value
