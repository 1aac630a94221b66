"""mvcalc quiz lint: is a bank fit to be asked? Every mistake with its place and its fix."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from mvcalc_cli.commands.options import Argument, Option

if TYPE_CHECKING:
    from mvcalc_cli.commands.inputs import Reader
    from mvcalc_cli.quiz.lint import Linted
    from mvcalc_cli.quiz.question import Finding
    from mvcalc_cli.report import Block, Report, Role

Banks = Annotated[tuple[str, ...], Argument("BANK", help="files, folders, ids or modules", complete="file")]
Seeds = Annotated[
    int, Option("--seeds", metavar="N", help="variants of each question that are made", minimum=1, maximum=10_000)
]
Jobs = Annotated[
    int | None,
    Option("--jobs", metavar="N", help="processes that look at questions; all cores by default", minimum=1, maximum=64),
]


def report(reader: Reader, bank: Banks, *, seeds: Seeds = 50, jobs: Jobs = None) -> Report:
    """All findings at once; exit code 4 if one of them is an error."""
    from mvcalc_cli.commands.bank_files import Progress, bank_files, check_figure
    from mvcalc_cli.errors import FileError
    from mvcalc_cli.numeric.chunks import cores
    from mvcalc_cli.quiz.lint import lint_all
    from mvcalc_cli.report import Report

    progress = Progress(reader)
    try:
        found = lint_all(bank_files(reader, bank), seeds, check_figure, progress, jobs or cores())
    finally:
        progress.close()
    findings = [finding for each in found for finding in each.findings]
    errors = sum(each.errors for each in found)
    rows = tuple(_row(finding) for finding in findings)
    return Report(
        "quiz lint",
        blocks=tuple(block for each in found for block in _blocks(each)),
        rows=(*rows, *((each.path, "ok", _verdict(each), "") for each in found if not each.errors)),
        quiet=rows,  # of a clean bank nothing
        columns=("place", "severity", "message", "fix"),
        inputs=reader.inputs,
        data={
            "banks": [_bank_data(each) for each in found],
            "counts": {"errors": errors, "warnings": len(findings) - errors},
            "findings": [_data(finding) for finding in findings],
        },
        exit_code=FileError.exit_code if errors else 0,
    )


def _place(finding: Finding) -> str:
    return f"{finding.path}:{finding.place.line}:{finding.place.column}"


def _row(finding: Finding) -> tuple[str, str, str, str]:
    return _place(finding), finding.severity, finding.message, finding.hint


def _blocks(found: Linted) -> list[Block]:
    """The findings of a file, then the verdict."""
    from mvcalc_cli.report import Line, Span, Verdict

    blocks: list[Block] = []
    for finding in found.findings:
        role: Role = "bad" if finding.severity == "error" else "secondary"
        blocks.append(Line((Span(f"{_place(finding)}: "), Span(f"{finding.severity}: ", role), Span(finding.message))))
        if finding.hint:
            blocks.append(Line((Span(f"fix: {finding.hint}", "secondary"),), indent=4))
    words = f"{found.path}: {_verdict(found)}"
    return [*blocks, Verdict(words, "bad" if found.errors else "good")]


def _verdict(found: Linted) -> str:
    """15 questions proved over 50 seeds, 2 warnings."""
    counts = [_count(found.errors, "error")] if found.errors else []
    counts += [_count(found.warnings, "warning")] if found.warnings else []
    if found.errors:
        return ", ".join(counts)
    proved = f"{_count(found.questions, 'question')} proved over {_count(found.seeds, 'seed')}"
    return ", ".join([proved, *counts])


def _count(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"


def _bank_data(found: Linted) -> dict[str, object]:
    return {
        "path": found.path,
        "id": found.bank or None,
        "questions": found.questions,
        "errors": found.errors,
        "warnings": found.warnings,
    }


def _data(finding: Finding) -> dict[str, object]:
    return {
        "path": finding.path,
        "line": finding.place.line,
        "column": finding.place.column,
        "severity": finding.severity,
        "question": finding.question or None,
        "message": finding.message,
        "hint": finding.hint or None,
    }
