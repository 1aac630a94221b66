"""mvcalc quiz grade: is an answer right, without a bank; one, or JSON lines."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from mvcalc_cli.commands.options import Argument, Option

if TYPE_CHECKING:
    from mvcalc_cli.commands.inputs import Reader
    from mvcalc_cli.quiz.grading.task import Marked, Task
    from mvcalc_cli.report import Block, Report

Form = Literal[
    "equivalent", "identical", "factored", "expanded", "lowest-terms", "antiderivative", "up-to"
]  # fmt: skip
Type = Literal[
    "number", "expression", "vector", "matrix", "set", "point-set", "equation", "interval", "text"
]  # fmt: skip

_SIGNS = {
    "equal": ("good", "right"),
    "domain-differs": ("bad", "equal where both have a value, but the domains differ"),
    "different": ("bad", "not right"),
    "undecided": ("open", "undecided"),
    "invalid": ("bad", "not read as an answer"),
}


def report(
    reader: Reader,
    lines: Annotated[str, Argument("LINES", help="- reads JSON lines, and writes them", lines=True)] = "",
    *,
    answer: Annotated[str | None, Option("--answer", metavar="A", help="what was typed")] = None,
    expected: Annotated[str | None, Option("--expected", metavar="E", help="the right answer")] = None,
    by: Annotated[Form, Option("--by", metavar="FORM", help="its form")] = "equivalent",
    type: Annotated[  # noqa: A002 - the word of banks
        Type | None, Option("--type", metavar="TYPE", help="what is asked for", default="as --expected")
    ] = None,
    wrt: Annotated[str | None, Option("--wrt", metavar="VAR", help="the variable of an antiderivative")] = None,
    constant: Annotated[
        str, Option("--constant", metavar="RULE", help="+ C: required, optional, or its name")
    ] = "required",
    up_to: Annotated[
        str | None, Option("--up-to", metavar="WHAT", help="what may differ: constant,scale,sign,order")
    ] = None,
    absolute: Annotated[float | None, Option("--absolute", metavar="D", help="how far a number may be off")] = None,
    relative: Annotated[float | None, Option("--relative", metavar="R", help="the same, as a part of it")] = None,
    significant: Annotated[
        int | None, Option("--significant", metavar="N", help="digits that must be right", minimum=1, maximum=50)
    ] = None,
    decimals: Annotated[
        int | None, Option("--decimals", metavar="N", help="decimals that must be right", minimum=0, maximum=50)
    ] = None,
    partial: Annotated[bool, Option("--partial", help="each right entry earns its share")] = False,
) -> Report:
    """The verdict, its reason, and the score."""
    from mvcalc_cli.errors import InputError, Place
    from mvcalc_cli.quiz.grading.plain_task import grade_of, task_of

    if reader.line is not None:
        return _line_report(reader, lines)
    if lines:
        place = Place(lines, 0, len(lines), "LINES")
        raise InputError("answers are given by --answer and --expected, or as lines by -", place=place)
    if answer is None or expected is None:
        missing = "--answer" if answer is None else "--expected"
        raise InputError(f"{missing} is missing", hint="mvcalc quiz grade --answer '2x' --expected 'x + x'")
    options = {
        "absolute": absolute, "relative": relative, "significant": significant, "decimals": decimals,
        "constant": constant, "partial": "components" if partial else "",
        "up-to": [word.strip() for word in up_to.split(",")] if up_to else [],
    }  # fmt: skip
    return _report(reader, task_of(expected, reader.kinds, type or "", grade_of(by, options, wrt or "")), answer)


def _report(reader: Reader, task: Task, answer: str) -> Report:
    """One answer."""
    from mvcalc_cli.quiz.grading.grade import grade
    from mvcalc_cli.report import Report

    found = grade(task, answer)
    return Report(
        "quiz grade",
        blocks=_blocks(answer, found),
        rows=((found.verdict, _score(found.score), found.why),),
        inputs=reader.inputs,
        data=_data(found),
        quiet=((found.verdict,),),
        exit_code=_code(found),
    )


def _blocks(answer: str, found: Marked) -> tuple[Block, ...]:
    from mvcalc_cli.commands import screen
    from mvcalc_cli.report import Line, Span, Verdict

    sign, words = _SIGNS[found.verdict]
    blocks: list[Block] = [
        screen.head("quiz grade", Span("   "), Span(" ".join(answer.split())[:200])),
        Line(),
        Verdict(words, sign),  # type: ignore[arg-type]
        Line((Span(found.why),), indent=4),
    ]
    blocks.extend(Line((Span(text),), indent=4) for text in (found.say, found.hint) if text)
    if 0 < found.score < 1:
        blocks.append(Line((Span(f"score {_score(found.score)}", "secondary"),), indent=4))
    return tuple(blocks)


def _score(score: float) -> str:
    return f"{score:.4g}"


def _code(found: Marked) -> int:
    """0 right, 1 not, 2 unreadable."""
    return 0 if found.verdict == "equal" else 2 if found.verdict == "invalid" else 1


def _data(found: Marked) -> dict[str, object]:
    data: dict[str, object] = {
        "verdict": found.verdict,
        "score": round(found.score, 6),
        "why": found.why,
        "reading": found.reading,
    }
    if found.hint:
        data["hint"] = found.hint
    if found.components:
        data["components"] = list(found.components)
    if found.place is not None:
        data["where"] = {"start": found.place.start, "end": found.place.end}
    return data


def _line_report(reader: Reader, text: str) -> Report:
    """One line of JSON: the line that answers it, {"id", "verdict", "score", "why"}."""
    from mvcalc_cli.errors import MvcalcError
    from mvcalc_cli.quiz.grading.grade import grade
    from mvcalc_cli.quiz.grading.plain_task import identity, read_line

    try:
        line = read_line(text)
    except MvcalcError as mistake:
        why = f"{mistake.message}{f' ({mistake.hint})' if mistake.hint else ''}"
        data: dict[str, object] = {
            "id": identity(text),
            "verdict": "invalid",
            "score": 0.0,
            "why": why,
            "line": reader.line,
        }
        return _line(data, {}, 2)
    found = grade(line.task, line.answer)
    told = {"id": line.id, "verdict": found.verdict, "score": round(found.score, 6), "why": found.why}
    return _line(told, _data(found), 0 if found.verdict == "equal" else 1)


def _line(told: dict[str, object], more: dict[str, object], code: int) -> Report:
    import json

    from mvcalc_cli.report import Line, Report, Span

    text = json.dumps(told)
    return Report(
        "quiz grade",
        blocks=(Line((Span(text),)),),
        rows=((text,),),
        data={**more, **{key: value for key, value in told.items() if key != "line"}},
        exit_code=code,
    )
