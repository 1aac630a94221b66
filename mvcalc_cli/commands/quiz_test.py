"""mvcalc quiz test: the tests of banks, over many seeds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from mvcalc_cli.commands.options import Option
from mvcalc_cli.commands.quiz_lint import Banks, Jobs, Seeds

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mvcalc_cli.commands.inputs import Reader
    from mvcalc_cli.quiz.question import Bank
    from mvcalc_cli.quiz.testing import Case
    from mvcalc_cli.report import Block, Report

_MOST_SEEDS = 5  # failures of one test that the screen shows


def report(
    reader: Reader,
    bank: Banks,
    *,
    seeds: Seeds = 50,
    jobs: Jobs = None,
    junit: Annotated[
        str | None, Option("--junit", metavar="FILE", help="write the results as JUnit XML", complete="file")
    ] = None,
) -> Report:
    """What was given, expected and got, and the seed; exit code 1 if a test fails."""
    from mvcalc_cli.commands.bank_files import Progress, bank_files
    from mvcalc_cli.numeric.chunks import cores
    from mvcalc_cli.quiz.bank import load
    from mvcalc_cli.quiz.testing import results_of_all
    from mvcalc_cli.report import Report

    banks = [load(path) for path in bank_files(reader, bank)]
    progress = Progress(reader)
    try:
        results = list(zip(banks, results_of_all(banks, seeds, progress, jobs or cores()), strict=True))
    finally:
        progress.close()
    if junit is not None:
        _write(junit, results)
    cases = [(each, case) for each, found in results for case in found]
    failed = sum(not case.passed for _, case in cases)
    return Report(
        "quiz test",
        blocks=_blocks(results, seeds),
        rows=tuple(_row(each, case) for each, case in cases),
        columns=("verdict", "place", "question", "test", "seed", "given", "expected", "got"),
        quiet=tuple(_row(each, case) for each, case in cases if not case.passed),
        inputs=reader.inputs,
        data={
            "passed": len(cases) - failed,
            "failed": failed,
            "tests": [_data(each, case) for each, case in cases],
        },
        exit_code=1 if failed else 0,
    )


def _write(path: str, results: Sequence[tuple[Bank, Sequence[Case]]]) -> None:
    from mvcalc_cli.errors import FileError
    from mvcalc_cli.quiz.junit import junit_xml

    try:
        with open(path, "wb") as file:
            file.write(junit_xml(results))
    except (OSError, ValueError) as problem:
        raise FileError(f"{path} cannot be written: {getattr(problem, 'strerror', problem)}") from problem


def _got(case: Case) -> str:
    return case.problem or (case.failures[0].got if case.failures else "the same")


def _seed(case: Case) -> str:
    return str(case.failures[0].seed) if case.failures else "-"


def _row(bank: Bank, case: Case) -> tuple[str, ...]:
    verdict = "passed" if case.passed else "failed"
    place = f"{bank.path}:{case.place.line}:{case.place.column}"
    return verdict, place, case.question, str(case.number), _seed(case), case.given, case.expected, _got(case)


def _blocks(results: Sequence[tuple[Bank, Sequence[Case]]], seeds: int) -> tuple[Block, ...]:
    """The failures, then the verdict of each bank."""
    from mvcalc_cli.report import Verdict

    blocks: list[Block] = []
    for bank, cases in results:
        failed = [case for case in cases if not case.passed]
        for case in failed:
            blocks += _failure(bank, case)
        over = f"over {seeds:,} seed{'' if seeds == 1 else 's'}"
        words = f"{len(cases) - len(failed):,} of {len(cases):,} tests pass {over}" if cases else "there are no tests"
        blocks.append(Verdict(f"{bank.id}: {words}", "bad" if failed else "good" if cases else "open"))
    return tuple(blocks)


def _failure(bank: Bank, case: Case) -> list[Block]:
    from mvcalc_cli.report import Line, Span

    head = f"{bank.path}:{case.place.line}:{case.place.column}: {case.question}, test {case.number}"
    lines: list[Block] = [Line((Span(head, "bad"),))]
    if case.problem:
        return [*lines, Line((Span(case.problem),), indent=4)]
    for failure in case.failures[:_MOST_SEEDS]:
        lines.append(Line((Span(f"seed {failure.seed}   ", "secondary"), Span(f"given     {failure.given}")), indent=4))
        lines.append(Line((Span(f"expected  {failure.expected}"),), indent=13))
        lines.append(Line((Span(f"got       {failure.got}"),), indent=13))
    if len(case.failures) > _MOST_SEEDS:
        more = f"and at {len(case.failures) - _MOST_SEEDS} of {case.seeds} seeds more"
        lines.append(Line((Span(more, "secondary"),), indent=4))
    return lines


def _data(bank: Bank, case: Case) -> dict[str, object]:
    return {
        "bank": bank.id,
        "question": case.question,
        "test": case.number,
        "path": bank.path,
        "line": case.place.line,
        "column": case.place.column,
        "passed": case.passed,
        "seeds": case.seeds,
        "problem": case.problem or None,
        "failures": [
            {"seed": each.seed, "given": each.given, "expected": each.expected, "got": each.got}
            for each in case.failures
        ],
    }
