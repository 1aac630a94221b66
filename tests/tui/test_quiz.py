"""The screen of a session, played with the keyboard as a learner does."""

from __future__ import annotations

from mvcalc_cli.quiz.session import Sitting
from mvcalc_cli.store import Store
from tests.tui.stage import Learner, Marker, play, sit

FIRST = """\
 Module 2 · partial derivatives   question 1 of 6  ━━━╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌ ✓0 ✗0

  Differentiate with respect to x:

           2  −x/2
          x ·e
  ctrl+p shows a picture

 ╭────────────────────────────────────────────────────────────────────────────╮
 │ 2x*e^(-x/2) - x^2*e^(-x/2)                                                 │
 ╰────────────────────────────────────────────────────────────────────────────╯
  you typed
               −x/2    2  −x/2
          2·x·e     − x ·e"""
FOOT = " enter check   ctrl+t hint   ctrl+e explain   ctrl+s skip   esc leave   ? syntax"
NOT_YET = """
  ✗ not yet     at x = 1 yours gives 0.606531, the answer gives 0.909796
    look again at the chain rule
                                       enter try again   ctrl+e show the steps"""
RIGHT = "x*(4-x)*exp(-x/2)/2"


def test_the_question_with_its_preview_then_not_yet_then_right() -> None:
    async def script(learner: Learner) -> None:
        shown = await learner.type("2x*e^(-x/2) - x^2*e^(-x/2)")
        assert shown.startswith(FIRST)
        assert shown.endswith("\n" + FOOT)
        assert len(shown.splitlines()) == 24
        shown = await learner.press("enter")
        assert shown.startswith(FIRST + "\n" + NOT_YET)
        shown = await learner.press("enter")
        assert "to your answer before" in shown
        await learner.press("ctrl+u")
        await learner.type(RIGHT)
        shown = await learner.press("enter")
        assert "  ✓ correct     same by algebra\n    next review" in shown
        assert "✓1 ✗0" in shown
        assert "question 2 of 6" in await learner.press("enter")

    sitting = sit()
    play(script, sitting)
    raws = [attempt.raw for _, attempt in sitting.store.attempts()]
    assert raws == ["2x*e^(-x/2) - x^2*e^(-x/2)", RIGHT]


def test_the_preview_keeps_what_can_be_read_and_says_what_is_missing() -> None:
    async def script(learner: Learner) -> None:
        shown = await learner.type("2(x+1")
        assert "2·(x + 1)\n    … a bracket is still open" in shown
        shown = await learner.type(")/")
        assert "2·(x + 1)\n    … something is still to come after /" in shown

    play(script)


def test_hints_come_one_at_a_time_and_stay() -> None:
    async def script(learner: Learner) -> None:
        assert "hint 1 of 2: the product rule" in await learner.press("ctrl+t")
        shown = await learner.press("ctrl+t")
        assert "hint 1 of 2" in shown
        assert "hint 2 of 2: the chain rule" in shown
        assert "there are no more hints" in await learner.press("ctrl+t")

    play(script)


def test_the_solution_is_asked_for_twice_before_the_first_answer() -> None:
    async def script(learner: Learner) -> None:
        assert "see the solution? it counts as not known" in await learner.press("ctrl+e")
        shown = await learner.press("x")
        assert "solution" not in shown
        await learner.press("ctrl+e")
        shown = await learner.press("enter")
        assert "  solution\n" in shown
        assert "✓0 ✗1" in shown
        assert "question 2 of 6" in await learner.press("enter")

    sitting = sit()
    play(script, sitting)
    assert sitting.store.reviews()[0].rating == 1


def test_after_a_wrong_answer_the_solution_comes_at_once() -> None:
    async def script(learner: Learner) -> None:
        await learner.type("x")
        await learner.press("enter")
        assert "  solution\n" in await learner.press("ctrl+e")

    play(script)


def test_skip_and_back() -> None:
    async def script(learner: Learner) -> None:
        assert "no question to go back to" in await learner.press("ctrl+b")
        assert "question 2 of 6" in await learner.press("ctrl+s")
        assert "question 1 of 6" in await learner.press("ctrl+b")

    play(script)


def test_after_a_skip_no_key_is_missing() -> None:
    async def script(learner: Learner) -> None:
        shown = await learner.press("ctrl+s")
        for key in ("enter check", "ctrl+e explain", "ctrl+s skip", "esc leave", "ctrl+b back", "? keys"):
            assert key in shown

    play(script)
    play(script, size=(60, 20))


def test_a_wrong_answer_that_is_skipped_comes_again_and_that_is_said() -> None:
    async def script(learner: Learner) -> None:
        await learner.type("x")
        await learner.press("enter")
        shown = await learner.press("ctrl+s")
        assert "what was skipped was not right and comes again: next review today" in shown
        assert "✓0 ✗1" in shown
        assert "comes again" not in await learner.press("ctrl+s")

    sitting = sit()
    play(script, sitting)
    assert [review.rating for review in sitting.store.reviews()] == [1]


def test_nothing_is_chosen_before_the_learner_chooses() -> None:
    async def script(learner: Learner) -> None:
        assert "›" not in learner.screen()
        assert "nothing is chosen yet" in await learner.press("enter")
        assert "› a" in await learner.press("down")
        assert "nothing is chosen yet" in await learner.press("backspace", "enter")
        assert "› b" in await learner.press("up")

    sitting = sit("kind")
    play(script, sitting)
    assert sitting.store.attempts() == ()


def test_how_one_answers_with_options_stands_on_the_screen() -> None:
    async def script(learner: Learner) -> None:
        assert " a to b, or the arrows, choose one; enter checks it\n enter check" in learner.screen()
        shown = await learner.press("ctrl+s")
        assert " a to c tick or untick: tick all that are right\n enter check" in shown
        shown = await learner.press("ctrl+s")
        assert " a to b in your order; backspace takes one back\n enter check" in shown
        assert "choose, tick or number an option" in await learner.press("question_mark")

    play(script, sit("kind", "which", "sorted"))
    play(script, sit("kind", "which", "sorted"), size=(60, 20))


def test_what_one_cannot_do_here_is_no_advice() -> None:
    async def script(learner: Learner) -> None:
        shown = await learner.type("d/dx x^2")
        assert "mvcalc" not in shown
        assert "--" not in shown
        shown = await learner.press("enter")
        assert "mvcalc" not in shown
        assert "--" not in shown

    play(script)


def test_ones_own_rating() -> None:
    async def script(learner: Learner) -> None:
        await learner.type(RIGHT)
        await learner.press("enter")
        shown = await learner.press("4")
        assert "rated easy" in shown
        assert "next review in " in shown

    sitting = sit()
    play(script, sitting)
    assert [review.rating for review in sitting.store.reviews()] == [3, 4]


def test_what_is_undecided_is_marked_by_the_learner() -> None:
    async def script(learner: Learner) -> None:
        await learner.type("maybe")
        shown = await learner.press("enter")
        assert "· undecided     this takes too long to compare" in shown
        assert "mark it yourself: y right, n not right" in shown
        shown = await learner.press("y")
        assert "✓ correct     marked by yourself" in shown

    play(script)


def test_what_is_unreadable_costs_nothing_and_has_a_caret() -> None:
    async def script(learner: Learner) -> None:
        await learner.type("2x+*3")
        shown = await learner.press("enter")
        assert "· not marked" in shown
        assert "\n    2x+*3\n      ^^\n" in shown
        assert "to your answer before" not in await learner.press("backspace")

    sitting = sit()
    play(script, sitting)
    assert sitting.store.attempts()[0][1].verdict == "invalid"
    assert sitting.store.reviews() == ()


def test_a_limit_is_told_and_the_answer_stays() -> None:
    async def script(learner: Learner) -> None:
        await learner.type("slow")
        shown = await learner.press("enter")
        assert "stopped after 2 s; it was not marked, and no try is lost" in shown
        assert "│ slow " in shown

    play(script)


def test_keys_typed_while_an_answer_is_checked_come_after_it() -> None:
    async def script(learner: Learner) -> None:
        gate = learner.app.sitting._engine.gate  # type: ignore[attr-defined]
        await learner.type(RIGHT)
        gate.clear()
        await learner.press("enter")
        await learner.press("enter", "b")
        for _ in range(40):
            if "checking" in learner.screen():
                break
            await learner._pilot.pause(0.05)  # type: ignore[attr-defined]
        assert "checking" in learner.screen()
        assert "question 1 of 6" in learner.screen()
        gate.set()
        shown = await learner.settled()
        assert "question 2 of 6" in shown
        assert "› b  " in shown

    play(script)


def test_choices_several_and_an_order() -> None:
    async def script(learner: Learner) -> None:
        shown = await learner.press("down")
        place = "a" if "  a  a saddle" in shown or "› a  a saddle" in shown else "b"
        await learner.press(place)
        assert "✓ correct" in await learner.press("enter")
        shown = await learner.press("enter")
        assert "nothing is chosen yet" in await learner.press("enter")
        letters = [
            line.split()[0] for line in shown.replace("›", " ").splitlines() if line.endswith(("cosine", "square"))
        ]
        shown = await learner.press(*letters)
        assert shown.count("[x]") == 2
        assert "✓ correct" in await learner.press("enter")
        shown = await learner.press("enter")
        log = next(line.split()[0] for line in shown.replace("›", " ").splitlines() if line.endswith(" log"))
        await learner.press(log, "b" if log == "a" else "a")
        assert "✓ correct" in await learner.press("enter")

    play(script, sit("kind", "which", "sorted"))


def test_parts_that_are_done_stand_above() -> None:
    async def script(learner: Learner) -> None:
        await learner.type("2x")
        shown = await learner.press("enter")
        assert "  h = 2x   ✓\n  g =" in shown
        assert "✓ correct" in shown
        assert "✓ correct" not in await learner.type("2x")
        await learner.type("+1")
        assert "next review" in await learner.press("enter")

    play(script, sit("parts"))


def test_words_have_no_preview() -> None:
    async def script(learner: Learner) -> None:
        assert "you typed" not in await learner.type("Yes")
        assert "✓ correct" in await learner.press("enter")

    play(script, sit("word"))


def test_pages_over_the_question() -> None:
    async def script(learner: Learner) -> None:
        shown = await learner.press("question_mark")
        assert "how an answer is written" in shown
        assert "ctrl+s" in shown
        assert "Differentiate" in await learner.press("x")
        assert "picture of plot 'x^2*exp(-x/2)'" in await learner.press("ctrl+p")
        assert "Differentiate" in await learner.press("escape")
        assert "│ x?" in await learner.press("x", "question_mark")

    play(script)


def test_an_exam_says_nothing_until_the_end() -> None:
    async def script(learner: Learner) -> None:
        assert any(left in learner.screen() for left in ("30:00", "29:59", "29:58"))  # a clock that runs
        assert "✓0" not in learner.screen()
        assert "there are no hints in an exam" in await learner.press("ctrl+t")
        await learner.type("x")
        shown = await learner.press("enter")
        assert "question 2 of 2" in shown
        assert "not yet" not in shown
        await learner.press("a")
        shown = await learner.press("enter")
        assert "every question is answered" in shown
        assert "question 2 of 2" in await learner.press("ctrl+b")
        await learner.press("enter")
        assert "the end of the session" in await learner.press("enter")
        shown = await learner.press("ctrl+b")  # handed in is handed in
        assert "the end of the session" in shown
        assert "ctrl+b" not in shown
        await learner.press("enter")

    found = play(script, sit("product", "kind", kind="exam", settings={"time": 1800}))
    assert found is not None
    assert found.finished


def test_an_exam_that_is_answered_goes_on_where_it_is_handed_in() -> None:
    store = Store(None)
    sitting = sit("word", kind="exam", store=store)
    sitting.answer("yes")
    assert store.unfinished() == sitting.session

    async def script(learner: Learner) -> None:
        assert "every question is answered" in learner.screen()
        assert learner.screen().endswith(" enter hand in   ctrl+b back to a question   esc leave")
        assert "the end of the session" in await learner.press("enter")

    play(script, Sitting(store, sitting.session, sitting.banks, Marker()))
    assert store.unfinished() is None


def test_an_exam_ends_with_its_time() -> None:
    sitting = sit("product", kind="exam", settings={"time": 1800})

    async def script(learner: Learner) -> None:
        started = sitting.session.started_at
        sitting._clock = lambda: started + 1_800_000
        await learner._pilot.pause(1.2)  # type: ignore[attr-defined]
        shown = await learner.settled()
        assert "the time is over" in shown
        assert "the end of the session" in shown

    play(script, sitting)


def test_the_end_of_a_session() -> None:
    async def script(learner: Learner) -> None:
        await learner.type("yes")
        await learner.press("enter")
        assert "the end of the session" in await learner.press("enter")
        await learner.press("enter")

    found = play(script, sit("word"))
    assert found is not None
    assert (found.finished, found.interrupted) == (True, False)


def test_leaving_asks_when_something_would_be_lost() -> None:
    async def script(learner: Learner) -> None:
        await learner.type("x")
        assert "leave? (what is typed is not kept)" in await learner.press("escape")
        assert "│ x " in await learner.press("y")
        await learner.press("escape")
        await learner.press("enter")

    found = play(script)
    assert found is not None
    assert (found.finished, found.interrupted) == (False, False)


def test_ctrl_c_leaves_at_once() -> None:
    async def script(learner: Learner) -> None:
        await learner.type("x")
        await learner.press("ctrl+c")

    found = play(script)
    assert found is not None
    assert (found.finished, found.interrupted) == (False, True)


def test_a_session_goes_on_where_it_stood() -> None:
    sitting = sit()

    async def first(learner: Learner) -> None:
        await learner.type(RIGHT)
        await learner.press("enter")

    play(first, sitting)
    again = type(sitting)(sitting.store, sitting.session, sitting.banks, sitting._engine)

    async def script(learner: Learner) -> None:
        assert "the session goes on where it stood: 1 of 6 done" in learner.screen()
        assert "question 2 of 6" in learner.screen()

    play(script, again)


def test_a_warning_of_the_store_is_shown_once() -> None:
    sitting = sit()

    async def script(learner: Learner) -> None:
        sitting.store.warnings.append("the disk is full")
        await learner.type("x")
        assert "· the disk is full" in await learner.press("enter")
        assert "the disk is full" not in await learner.press("x")

    play(script, sitting)
