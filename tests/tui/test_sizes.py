"""The screen in other sizes, without colour, in ASCII, and with foreign text in it."""

from __future__ import annotations

import pytest

from mvcalc_cli.quiz.bank import parse
from mvcalc_cli.quiz.session import Sitting
from mvcalc_cli.render.output import Output
from mvcalc_cli.store import Planned, Store
from tests.tui.stage import Learner, Marker, play

HOSTILE = """\
schema: 1
bank: {id: evil, title: "[red]Evil[/] \\u001b[31m", module: 1}
questions:
- {id: one, prompt: "[bold]x[/bold] [@click=app.quit]go[/] \\u001b]0;t\\u0007 \\u202e end", type: number, answer: "1"}
- {id: two, variables: {x: real}, prompt: "{q + 1}", type: number, answer: "1"}
- id: long
  prompt: "PROMPT"
  type: number
  answer: "1"
"""


def evil() -> Sitting:
    bank = parse(HOSTILE.replace("PROMPT", "words and more words. " * 200 + "THE END").encode())
    store = Store(None)
    planned = [Planned("evil", each, 1, "", 7) for each in ("one", "two", "long")]
    return Sitting(store, store.begin("practice", "evil", 1, planned), {"evil": bank}, Marker())


@pytest.mark.parametrize("size", [(80, 24), (40, 15), (120, 40), (20, 8), (8, 4), (1, 1)])
def test_every_size_has_the_verdict_and_never_a_wider_line(size: tuple[int, int]) -> None:
    async def script(learner: Learner) -> None:
        await learner.type("2x")
        shown = await learner.press("enter")
        lines = shown.splitlines()
        assert len(lines) <= size[1]
        assert all(len(line) <= size[0] for line in lines)
        if size[0] >= 40:
            assert "✗ not yet" in shown
            assert "enter check" in shown
            assert "2x" in shown

    play(script, size=size)


def test_at_40_by_15() -> None:
    async def script(learner: Learner) -> None:
        shown = await learner.type("2x")
        assert shown == (
            " 1/6 ✓0 ✗0\n"
            "  Differentiate with respect to x:\n"
            "\n"
            "       2  −x/2\n"
            "      x ·e\n"
            "  ctrl+p shows a picture\n"
            "│ 2x\n"
            "  you typed\n"
            "    2·x\n"
            "\n\n\n\n"
            " enter check   ctrl+t hint\n"
            " ctrl+e explain   esc leave"
        )

    play(script, size=(40, 15))


def test_ascii_alone() -> None:
    async def script(learner: Learner) -> None:
        await learner.type("2x")
        shown = await learner.press("enter")
        assert shown.isascii()
        assert "NO: not yet" in shown
        assert "+-----" in shown
        assert (await learner.press("ctrl+e")).isascii()

    play(script, output=Output(ascii=True))


def test_without_colour_there_is_none() -> None:
    async def script(learner: Learner) -> None:
        await learner.type("2x")
        await learner.press("enter")
        colours = {
            segment.style.color.name
            for strip in learner.app.screen._compositor.render_strips()
            for segment in strip
            if segment.style is not None and segment.style.color is not None
        }
        assert colours <= {"default"}

    play(script, output=Output(color=False))


def test_the_colours_are_the_16_of_the_terminal() -> None:
    async def script(learner: Learner) -> None:
        await learner.type("2x")
        await learner.press("enter")
        for strip in learner.app.screen._compositor.render_strips():
            for segment in strip:
                for colour in (segment.style.color, segment.style.bgcolor) if segment.style else ():
                    assert colour is None or colour.is_default or colour.number is not None

    play(script)


def test_foreign_text_is_text() -> None:
    async def script(learner: Learner) -> None:
        shown = learner.screen()
        assert "[red]Evil[/]" in shown
        assert "[bold]x[/bold] [@click=app.quit]go[/]" in shown
        assert not {"\x1b", "\x07", "\u202e"} & set(shown)

    play(script, evil())


def test_a_question_that_cannot_be_asked_is_passed_over() -> None:
    async def script(learner: Learner) -> None:
        shown = await learner.press("ctrl+s")
        assert "cannot be asked" in shown
        assert "enter next question" in shown
        assert "words and more words" in await learner.press("enter")

    play(script, evil())


def test_a_long_prompt_is_scrolled() -> None:
    async def script(learner: Learner) -> None:
        await learner.press("ctrl+s")
        shown = await learner.press("enter")
        assert "page down more" in shown
        assert "THE END" not in shown
        for _ in range(8):
            shown = await learner.press("pagedown")
        assert "THE END" in shown

    play(script, evil())


def test_a_pasted_text_comes_on_one_line_and_safe() -> None:
    async def script(learner: Learner) -> None:
        from textual import events

        learner.app.post_message(events.Paste("2x\n+\x1b1\n"))
        shown = await learner.settled()
        assert "│ 2x +\ufffd1 " in shown

    play(script)


def test_another_size_draws_anew() -> None:
    async def script(learner: Learner) -> None:
        await learner._pilot.resize_terminal(40, 15)  # type: ignore[attr-defined]
        shown = await learner.settled()
        assert shown.startswith(" 1/6 ")

    play(script)
