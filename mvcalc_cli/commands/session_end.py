"""The end of a session: how many were right, what to look at again, what comes next; and the same for scripts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mvcalc_cli.quiz.session import Result, Sitting
    from mvcalc_cli.report import Block, Report, Role, Span

_SIGNS: Mapping[str, tuple[str, Role]] = {
    "right": ("✓", "good"), "wrong": ("✗", "bad"), "undecided": ("?", "text"), "open": ("·", "secondary"),
}  # fmt: skip


def passed(results: Sequence[Result], share: float | None) -> bool:
    """Whether enough were right, of those that could be decided; without a share all of them. Not if none could."""
    decided = [result for result in results if not result.undecided]
    right = sum(result.right for result in decided)
    # A share is of the decimal that was typed: 0.7 of 10 is 7, and not a rounding error more.
    return bool(decided) and right >= (1.0 if share is None else share) * len(decided) - 1e-9


def title(sitting: Sitting) -> str:
    """Partial derivatives; of several banks their count."""
    used = list(dict.fromkeys(item.bank for item in sitting.items))
    if len(used) == 1:
        bank = sitting.banks[used[0]]
        return f"Module {bank.module} · {bank.title}" if bank.module else bank.title
    return f"{len(used)} banks"


def end_report(
    sitting: Sitting,
    inputs: Mapping[str, object],
    following: str,
    streak: int = 0,
    share: float | None = None,
    *,
    judged: bool = False,
    talked: bool = True,
    finished: bool = True,
) -> Report:
    """What is said at the end.

    Args:
        sitting: The session.
        inputs: As typed.
        following: What to try next.
        streak: Days in a row.
        share: What --pass asks for.
        judged: Whether the exit code says if it was enough.
        talked: There was a conversation: its end is a page to read, also in a pipe. Else rows for a script.
        finished: Whether every question was asked.
    """
    from mvcalc_cli.report import Report

    results = sitting.results()
    enough = passed(results, share) and (finished or not sitting.exam)
    quiet = (f"{sum(result.right for result in results)}/{len(results)}",)
    return Report(
        "quiz review" if sitting.session.kind == "review" else "quiz run",
        blocks=_blocks(sitting, results, following, streak, share if sitting.exam else None, finished=finished),
        rows=() if talked else _rows(results),
        quiet=(quiet,) if not talked else None,
        inputs=inputs,
        data=_data(sitting, results, share if judged else None, enough=enough),
        exit_code=0 if enough or not judged else 1,
    )


def _blocks(
    sitting: Sitting,
    results: Sequence[Result],
    following: str,
    streak: int,
    share: float | None,
    *,
    finished: bool,
) -> tuple[Block, ...]:
    from mvcalc_cli.report import Line, Next, Span

    if sitting.exam and not finished:
        return _not_handed_in(results, following)
    shown = results if finished else [result for result in results if result.outcome != "open"]
    words = _standing(shown) if shown else "no question was finished"
    name = title(sitting)
    gap = " " * max(3, 76 - len(name) - len(words))
    blocks: list[Block] = [Line(), Line((Span(name, "operator"), Span(gap), Span(words, "answer")), 2), Line()]
    blocks.append(Line(_signs(shown, streak), 2))
    if share is not None:
        verdict = "passed" if passed(results, share) else "not passed"
        blocks.append(Line((Span(f"{verdict}: {share:.0%} was asked for"),), 2))
    blocks += _worked(sitting, shown) if sitting.exam else _again(shown)
    return (*blocks, Line(), Next(following)) if following else tuple(blocks)


def _standing(results: Sequence[Result]) -> str:
    """8 of 10 right, 6 of them at the first answer, 1 undecided."""
    right, at_once = sum(result.right for result in results), sum(result.at_once for result in results)
    undecided = sum(result.undecided for result in results)
    told = [f"{right} of {len(results)} right"]
    told += [f"{at_once} at the first answer"] if at_once < right else []
    return ", ".join([*told, f"{undecided} undecided"] if undecided else told)


def _not_handed_in(results: Sequence[Result], following: str) -> tuple[Block, ...]:
    """Of an exam that goes on nothing is said but how far it is: its answers may still be changed."""
    from mvcalc_cli.report import Line, Next, Span

    answered = sum(any(result.answers) for result in results)
    told = f"not handed in yet: {answered} of {len(results)} answered"
    return (Line(), Line((Span(told),), 2), *((Line(), Next(following)) if following else ()))


def _signs(results: Sequence[Result], streak: int) -> tuple[Span, ...]:
    from mvcalc_cli.quiz.line_mode import duration
    from mvcalc_cli.report import Span

    spans = [Span(f"{sign} ", role) for sign, role in (_SIGNS[result.outcome] for result in results)]
    time = duration(sum(result.ms for result in results) / 1000)
    days = f"   streak {streak} day{'s' if streak != 1 else ''}" if streak else ""
    return (*spans, Span(f"   {time}{days}"))


def _again(results: Sequence[Result]) -> list[Block]:
    """What went wrong: its number, the question, its skills."""
    from mvcalc_cli.report import Line, Span, Table

    wrong = [result for result in results if result.outcome in {"wrong", "undecided"}]
    if not wrong:
        return []
    rows = tuple(
        (
            Span(str(result.item.position + 1)),
            Span(_short(result.question.id), "answer"),
            Span(_short(", ".join(result.question.tags)), "secondary"),
        )
        for result in wrong
    )
    return [Line(), Line((Span("to look at again"),), 2), Table((), rows, "rll", indent=4)]


def _worked(sitting: Sitting, results: Sequence[Result]) -> list[Block]:
    """After an exam: what was not right, with what was answered, why it is not, and how it is done."""
    from mvcalc_cli.quiz.line_mode import split_lines
    from mvcalc_cli.report import Line, Span

    blocks: list[Block] = []
    for result in results:
        if result.right:
            continue
        place = f"{result.item.position + 1}  {result.question.id}"
        blocks += [Line(), Line((Span(place, "answer"), Span(f"   {result.score:.0%}", "secondary")), 2)]
        blocks += [Line((Span(text),), 4) for text in _judged(result)]
        lines = [line for each in sitting.solution_of(result.item) for line in split_lines(each)]
        blocks += [
            Line(tuple(Span(piece, "secondary" if isinstance(piece, str) else "text") for piece in line), 4)
            for line in lines
        ]
    return blocks


def _judged(result: Result) -> list[str]:
    """yours: 2x; not right: at x = 1 yours gives 2, the answer gives 3."""
    if not any(result.answers):
        return ["not answered"]
    names = [part.id for part in result.question.parts]
    told = []
    for name, answer, verdict, check in zip(names, result.answers, result.verdicts, result.checks, strict=False):
        part = f"{name}: " if len(names) > 1 else ""
        said = "right" if verdict == "equal" else check or "not right"
        told.append(f"{part}yours is {answer}: {said}" if answer else f"{part}not answered")
    return told


def _short(text: str, most: int = 30) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"


def _rows(results: Sequence[Result]) -> tuple[tuple[str | float, ...], ...]:
    """id TAB right|wrong|undecided|open TAB score TAB what was typed; the total last."""
    right = sum(result.right for result in results)
    each = [(result.question.id, result.outcome, _rounded(result.score), _given(result)) for result in results]
    return (*each, ("total", f"{right}/{len(results)}", _rounded(_mean(results)), ""))


def _rounded(score: float) -> str:
    return f"{score:.4g}"


def _mean(results: Sequence[Result]) -> float:
    return sum(result.score for result in results) / len(results) if results else 0.0


def _given(result: Result) -> str:
    """What was typed; of several parts each by its name."""
    if len(result.answers) == 1:
        return result.answers[0]
    names = [part.id for part in result.question.parts]
    return "; ".join(f"{name}: {text}" for name, text in zip(names, result.answers, strict=True))


def _data(sitting: Sitting, results: Sequence[Result], share: float | None, *, enough: bool) -> dict[str, Any]:
    right = sum(result.right for result in results)
    found: dict[str, Any] = {
        "kind": sitting.session.kind,
        "seed": sitting.session.seed,
        "right": right,
        "total": len(results),
        "undecided": sum(result.undecided for result in results),
        "score": round(_mean(results), 6),
        "seconds": round(sum(result.ms for result in results) / 1000),
        "answers": [_answer(result) for result in results],
    }
    return {**found, "pass": share, "passed": enough} if share is not None else found


def _answer(result: Result) -> dict[str, Any]:
    found: dict[str, Any] = {
        "id": result.question.id,
        "bank": result.item.bank,
        "seed": result.item.seed,
        "given": _given(result) if any(result.answers) else "",
        "correct": None if result.outcome in {"undecided", "open"} else result.right,
        "outcome": result.outcome,
        "score": round(result.score, 6),
        "tries": result.tries,
        "check": "; ".join(dict.fromkeys(filter(None, result.checks))),
        "tags": list(result.question.tags),
    }
    if len(result.answers) > 1:
        found["parts"] = [
            {"part": part.id, "given": given, "verdict": verdict}
            for part, given, verdict in zip(result.question.parts, result.answers, result.verdicts, strict=True)
        ]
    return found
