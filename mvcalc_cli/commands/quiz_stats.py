"""mvcalc quiz stats: what was seen, what was right, what is weakest, and the last two weeks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from mvcalc_cli.commands.options import Option
from mvcalc_cli.commands.quiz_run import BankPath, Profile

if TYPE_CHECKING:
    from mvcalc_cli.commands.inputs import Reader
    from mvcalc_cli.quiz.stats import Statistics, Tally
    from mvcalc_cli.report import Block, Report, Span

By = Annotated[Literal["module", "tag", "mistake"], Option("--by", metavar="WHAT", help="module, tag or mistake")]
_BAR = 12
_LEVELS = "▁▂▃▄▅▆▇█"


def report(reader: Reader, *, by: By = "module", profile: Profile = "default", bank_path: BankPath = ()) -> Report:
    """The table, the weakest skills, the last 14 days and the streak."""
    from mvcalc_cli.commands.sittings import environment, profile_of, the_library
    from mvcalc_cli.quiz.stats import mistakes, statistics
    from mvcalc_cli.store import now, store_to_read

    store = store_to_read(environment(reader))
    for text in store.warnings:
        reader.note(text)
    name = profile_of(profile)
    history = store.attempts(profile=name)
    banks = the_library(reader, bank_path).banks
    found = statistics(banks, history, store.cards(name), "tag" if by == "mistake" else by, now())
    if by == "mistake":
        return _of_mistakes(reader, mistakes(history), found)
    return _report(reader, found, by)


def _report(reader: Reader, found: Statistics, by: str) -> Report:
    from mvcalc_cli.report import Report

    return Report(
        "quiz stats",
        blocks=_blocks(found, by) if found.total.seen or found.rows else _nothing(),
        rows=tuple((row.key, str(row.seen), str(row.right), str(row.due)) for row in (*found.rows, found.total)),
        columns=(by, "seen", "right", "due"),
        inputs=reader.inputs,
        data={
            f"{by}s": [_row(row, by) for row in found.rows],
            **_common(found),
        },
    )


def _row(row: Tally, by: str) -> dict[str, object]:
    key: object = int(row.key) if by == "module" and row.key.isdigit() else row.key
    return {by: key, "title": row.title, **_counts(row)}


def _counts(row: Tally) -> dict[str, int]:
    return {"seen": row.seen, "right": row.right, "at_once": row.at_once, "due": row.due}


def _common(found: Statistics) -> dict[str, object]:
    return {
        "total": _counts(found.total),
        "streak_days": found.streak,
        "days": list(found.days),
        "weakest": [{"tag": row.key, "seen": row.seen, "right": row.right} for row in found.weakest],
    }


def _nothing() -> tuple[Block, ...]:
    from mvcalc_cli.report import Line, Next, Span

    return (Line((Span("nothing was answered yet"),), 2), Next("mvcalc quiz run"))


def _blocks(found: Statistics, by: str) -> tuple[Block, ...]:
    from mvcalc_cli.report import Line, Next

    hint = "mvcalc quiz review" if found.total.due else "mvcalc quiz run --weak"
    return (*_table(found, by), Line(), *_ending(found), Line(), Next(hint))


def _table(found: Statistics, by: str) -> list[Block]:
    """Rows, a rule, and the sum, in columns of one width."""
    from mvcalc_cli.report import Line, Span

    rows = [*found.rows, found.total]
    wide = max(len(by), *(len(_short(row.title)) for row in rows)) + 2
    rule = Line((Span("─" * (wide + 39), "secondary"),), 2)
    head = f"{by:<{wide}}{'seen':>6}   {'right':>6}   {'':{_BAR}}   {'due':>5}"
    blocks: list[Block] = [Line((Span(head, "secondary"),), 2), rule]
    blocks += [Line(_cells(row, wide), 2) for row in found.rows]
    return [*blocks, rule, Line(_cells(found.total, wide), 2)]


def _short(text: str, most: int = 34) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"


def _cells(row: Tally, wide: int) -> tuple[Span, ...]:
    from mvcalc_cli.report import Span

    share = row.share
    percent = "–" if share is None else f"{share:.0%}".replace("%", " %")
    full = round((share or 0.0) * _BAR)
    due = str(row.due) if row.due else "–"
    return (
        Span(f"{_short(row.title):<{wide}}{row.seen:>6}   {percent:>6}   "),
        Span("━" * full, "good"),
        Span("╌" * (_BAR - full), "secondary"),
        Span(f"   {due:>5}"),
    )


def _ending(found: Statistics) -> list[Block]:
    """What right means; the weakest skills; the days as a line of bars, and the streak."""
    from mvcalc_cli.quiz.outcomes import RULE
    from mvcalc_cli.report import Line, Span

    total = found.total
    told = f"{RULE}; at the first answer {total.at_once} of {total.seen}" if total.seen else ""
    blocks: list[Block] = [Line((Span(told, "secondary"),), 2)] if told else []
    if found.weakest:
        weak = " · ".join(f"{row.title} {row.right} of {row.seen}" for row in found.weakest)
        blocks.append(Line((Span("weakest   ", "secondary"), Span(f"{weak} at the first answer")), 2))
    days = f"{found.streak} day{'s' if found.streak != 1 else ''}"
    spans = (Span("last 14 days   ", "secondary"), Span(bars(found.days)), Span(f"     streak {days}"))
    return [*blocks, Line(spans, 2)]


def bars(counts: tuple[int, ...]) -> str:
    """A bar for each number, the largest of them full.

    >>> bars((0, 2, 4))
    '▁▅█'
    """
    most = max(counts, default=0)
    return "".join(_LEVELS[round(count / most * (len(_LEVELS) - 1)) if most else 0] for count in counts)


def _of_mistakes(reader: Reader, rows: tuple[Tally, ...], found: Statistics) -> Report:
    """Known mistakes, how often each was made, and how often it was put right in the same question."""
    from mvcalc_cli.report import Line, Next, Report, Span, Table

    cells = tuple((Span(row.title, "answer"), Span(str(row.seen)), Span(str(row.right))) for row in rows)
    table = Table(("mistake", "made", "put right"), cells, "lrr")
    nothing = (Line((Span("no known mistake was made yet"),), 2),)
    return Report(
        "quiz stats",
        blocks=(*((table,) if rows else nothing), Line(), Next("mvcalc quiz run --weak")),
        rows=tuple((row.key, str(row.seen), str(row.right)) for row in rows),
        columns=("mistake", "made", "put right"),
        inputs=reader.inputs,
        data={
            "mistakes": [{"mistake": row.key, "made": row.seen, "mended": row.right} for row in rows],
            **_common(found),
        },
    )
