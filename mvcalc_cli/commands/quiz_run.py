"""mvcalc quiz run: questions, answers graded by algebra, and a schedule that remembers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from mvcalc_cli.commands.options import Argument, Option

if TYPE_CHECKING:
    from collections.abc import Callable

    from mvcalc_cli.commands.conversing import Page
    from mvcalc_cli.commands.inputs import Reader
    from mvcalc_cli.commands.sittings import Asked, Begun
    from mvcalc_cli.quiz.engine import Engine
    from mvcalc_cli.quiz.session import Sitting
    from mvcalc_cli.report import Report
    from mvcalc_cli.store import Store

Banks = Annotated[tuple[str, ...], Argument("BANK", help="ids, paths or modules of banks; all without")]
BankPath = Annotated[
    tuple[str, ...], Option("--bank", metavar="PATH", help="a bank or a folder of banks besides", complete="file")
]
Profile = Annotated[str, Option("--profile", metavar="NAME", help="whose history", setting="profile")]
Module = Annotated[int | None, Option("--module", metavar="M", help="banks of this module alone", minimum=1, maximum=7)]
Tags = Annotated[tuple[str, ...], Option("--tag", metavar="T", help="questions with this tag; several allowed")]


def report(
    reader: Reader,
    bank: Banks = (),
    *,
    n: Annotated[
        int | None, Option("--questions", "-n", metavar="N", help="how many", minimum=1, maximum=1000, default="10")
    ] = None,
    seed: Annotated[
        int | None, Option("--seed", metavar="N", help="the same questions again", minimum=0, default="drawn")
    ] = None,
    module: Module = None,
    tag: Tags = (),
    weak: Annotated[bool, Option("--weak", help="the weakest skills first")] = False,
    cram: Annotated[bool, Option("--cram", help="whatever is scheduled; the schedule stays as it is")] = False,
    exam: Annotated[bool, Option("--exam", help="verdicts at the end alone; exit code 1 if not passed")] = False,
    time: Annotated[str | None, Option("--time", metavar="T", help="of an exam: 30m, 90s, 1h30m")] = None,
    pass_: Annotated[
        str | None, Option("--pass", metavar="SHARE", help="how much must be right: 80%", default="all")
    ] = None,
    answers: Annotated[
        str | None, Option("--answers", metavar="FILE", help="grade these, without a terminal", complete="file")
    ] = None,
    new: Annotated[bool, Option("--new", help="begin another session; the unfinished one stays")] = False,
    profile: Profile = "default",
    bank_path: BankPath = (),
) -> Report:
    """A session: on a screen, in lines, or from a file."""
    from mvcalc_cli.commands.sittings import Asked, profile_of, seconds_of, share_of
    from mvcalc_cli.errors import InputError

    if exam and cram:
        raise InputError("--exam and --cram exclude each other", hint="give one of them")
    if time is not None and not exam:
        raise InputError("--time needs --exam", hint="mvcalc quiz run --exam --time 30m")
    kind = "exam" if exam else "cram" if cram else "practice"
    allowed = seconds_of(time) if time is not None else None
    share = share_of(pass_) if pass_ is not None else None
    asked = Asked(kind, bank, bank_path, n, seed, module, tag, weak, allowed, profile_of(profile))
    if answers is not None:
        return _from_file(reader, asked, answers, share)
    return practise(reader, asked, share=share, new=new)


def _from_file(reader: Reader, asked: Asked, path: str, share: float | None) -> Report:
    """Answers that are there already: nothing is asked, and nothing is kept."""
    from mvcalc_cli.commands.answers_file import graded, read_answers
    from mvcalc_cli.commands.session_end import end_report
    from mvcalc_cli.commands.sittings import chosen, close, engine, the_library
    from mvcalc_cli.quiz.headings import Shelf

    shelf = Shelf(chosen(the_library(reader, asked.paths), asked))
    seed = asked.seed if asked.seed is not None else 1
    given = read_answers(reader, path, tuple(shelf.values()), seed, asked.questions)
    mathematics = engine()
    try:
        sitting, faults = graded(given, mathematics, seed)
        sitting.end()
    finally:
        close(mathematics)
    for fault in faults:
        reader.note(fault)
    found = end_report(sitting, reader.inputs, "", 0, share, judged=True, talked=False)
    return found._replace(exit_code=4) if faults else found


def practise(reader: Reader, asked: Asked, *, share: float | None = None, new: bool = False) -> Report:
    """A session with a person, or with whatever writes into standard input."""
    import gc

    from mvcalc_cli.commands.conversing import Page
    from mvcalc_cli.commands.sittings import close, engine, environment
    from mvcalc_cli.store import open_store

    gc.enable()  # this process lives long
    _refuse_formats(reader)
    mathematics = engine()
    store = None
    try:
        store = open_store(environment(reader))
        return _session(reader, Page(reader), store, asked, mathematics, share, new=new)
    except KeyboardInterrupt:
        kept = store is not None and store.kept
        told = f"what was answered is kept: {asked.command} goes on from here" if kept else "this session is not kept"
        reader.live(f"\n{told}\n")
        raise
    finally:
        close(mathematics)
        if store is not None:
            store.close()


def _refuse_formats(reader: Reader) -> None:
    """A session is no formula.

    Raises:
        InputError: For --latex and --python.
    """
    from mvcalc_cli.errors import InputError

    if reader.output.format in {"latex", "python"}:
        raise InputError(f"a session has no --{reader.output.format}", hint="--plain or --json")


def _session(  # noqa: PLR0917
    reader: Reader, page: Page, store: Store, asked: Asked, mathematics: Engine, share: float | None, *, new: bool
) -> Report:
    """Sit down, talk, and what is said at the end."""
    from mvcalc_cli.commands.session_end import end_report
    from mvcalc_cli.commands.sittings import sit_down
    from mvcalc_cli.quiz.stats import streak
    from mvcalc_cli.store import now

    told = _warn(page, store, 0)
    begun = sit_down(reader, store, asked, mathematics, new=new)
    _show_notes(reader)
    if begun is None:
        return _nothing_due(reader, store, asked)
    sitting = begun.sitting

    def ending(*, finished: bool = True) -> Report:
        judged = sitting.exam or share is not None or reader.output.format == "json"
        days = streak(store.attempts(profile=asked.profile), now()) if store.kept else 0
        following = _following(store, sitting) if finished else _from_here(store, asked)
        talked = reader.output.format != "json" and not reader.output.quiet
        return end_report(
            sitting, reader.inputs, following, days, share, judged=judged, talked=talked, finished=finished
        )

    try:
        finished = _talk(reader, page, begun, told, ending)
    finally:
        begun.claims.close()
    if finished:
        sitting.end()
    found = ending(finished=finished)
    warnings = tuple(store.warnings) if reader.output.format == "json" else ()  # else they were told at once
    return found._replace(warnings=warnings, exit_code=found.exit_code if store.kept else 1)


def _talk(reader: Reader, page: Page, begun: Begun, told: int, ending: Callable[[], Report]) -> bool:
    """On the screen where there is one, else in lines; False if the learner left before the end."""
    from mvcalc_cli.commands.figures import draw
    from mvcalc_cli.commands.sittings import going_on
    from mvcalc_cli.quiz.advice import advice

    sitting = begun.sitting
    earlier = going_on(sitting) if begun.resumed else ""
    screen = _screen() if page.has_person and reader.output.format == "terminal" and not sitting.time_over else None
    if screen is not None:
        sitting.news = advice(earlier) or sitting.news  # --new is nothing that one could type there
        outcome = screen(sitting, reader.output, draw=draw, ending=ending)
        _warn(page, sitting.store, told)
        if outcome.interrupted:
            raise KeyboardInterrupt
        return bool(outcome.finished)
    if earlier:
        _note(reader, earlier)
    return _in_lines(page, sitting, told)


def _in_lines(page: Page, sitting: Sitting, told: int) -> bool:
    """What goes wrong with the history is told before the next line is asked for."""
    from mvcalc_cli.commands.figures import draw
    from mvcalc_cli.quiz.line_mode import Conversation, Said

    warned = [told]

    def ask(prompt: str) -> str | None:
        warned[0] = _warn(page, sitting.store, warned[0])
        return page.ask(prompt)

    if not sitting.over:
        kept = ", and everything is kept" if sitting.store.kept else ""
        page.say(Said((f"? lists what may be typed; quit leaves{kept}",), "secondary"))
    finished = Conversation(sitting, page.say, ask, lambda figure: draw(figure, page.output)).run()
    _warn(page, sitting.store, warned[0])
    return finished


def _screen() -> Callable[..., Any] | None:
    """The Textual screen, where there is a terminal to draw it on."""
    from mvcalc_cli.tui import possible

    if not possible():
        return None
    try:
        from mvcalc_cli.tui.quiz import run
    except ImportError:
        return None
    return run


def _warn(page: Page, store: Store, told: int) -> int:
    """What went wrong with the history since; how much is told now."""
    for text in store.warnings[told:]:
        page.warn(text)
    return len(store.warnings)


def _note(reader: Reader, text: str) -> None:
    """At once: a session is long."""
    from mvcalc_cli.render import show_note

    if reader.errors is not None and not reader.errors.quiet:
        reader.live(show_note(text, reader.errors._replace(format="terminal")))


def _show_notes(reader: Reader) -> None:
    for text in reader.notes:
        _note(reader, text)
    reader.notes.clear()


def _from_here(store: Store, asked: Asked) -> str:
    """What goes on with a session that was left."""
    return f"{asked.command} goes on from here" if store.kept else ""


def _following(store: Store, sitting: Sitting) -> str:
    """What to try next, and how much is due tomorrow."""
    from mvcalc_cli.quiz.schedule import day_end, waiting
    from mvcalc_cli.store import now

    cards = store.cards(sitting.session.profile)
    today = len(waiting(cards, now()))
    if today:
        return f"mvcalc quiz review              {_cards(today)} due today"
    tomorrow = len(waiting(cards, day_end(now())))
    told = f"              {_cards(tomorrow)} due tomorrow" if tomorrow else ""
    return f"mvcalc quiz review{told}"


def _cards(count: int) -> str:
    return "1 card is" if count == 1 else f"{count} cards are"


def _nothing_due(reader: Reader, store: Store, asked: Asked) -> Report:
    """Nothing to be asked: when there will be something."""
    from mvcalc_cli.commands.quiz_next import next_report
    from mvcalc_cli.commands.sittings import the_library

    found = next_report(reader, "quiz review", store, the_library(reader, asked.paths).banks, asked.profile)
    _show_notes(reader)
    return found._replace(exit_code=found.exit_code if store.kept else 1)
