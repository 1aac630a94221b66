"""Proves a bank: over many seeds each question can be asked, its own answer is right, its known mistakes are wrong.

What a rule of the file's form finds (`shape.py`), what can be seen at once, and what comes out at the seeds is told
together, each with its place and the fix.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator, Sequence
from typing import Final, NamedTuple

from mvcalc_cli.errors import MvcalcError
from mvcalc_cli.language.names import CONSTANTS, SPELLINGS
from mvcalc_cli.quiz.bank import read_bytes
from mvcalc_cli.quiz.examine import Look, Remark
from mvcalc_cli.quiz.examiner import Examiner, Stopped, by_turns, seeds_of
from mvcalc_cli.quiz.nodes import BankError, Items, Node, read
from mvcalc_cli.quiz.places import field, node_at, place_within
from mvcalc_cli.quiz.question import Bank, Finding, Part, Question, Span
from mvcalc_cli.quiz.shape import bank_of
from mvcalc_cli.quiz.variant import Path, answer_name

SEEDS: Final = 50
_TAKEN: Final = frozenset({*CONSTANTS, *SPELLINGS, "e", "i"})
# Seconds that one question may take, all seeds together; then the rest is not looked at, and that is said.
_PATIENCE: Final = 180.0
_URL: Final = re.compile(r"https?://([a-z0-9-]+\.)+[a-z]{2,}(:\d+)?(/[^\s<>\"]*)?", re.IGNORECASE)

# Raises MvcalcError for a command line that draws no picture.
CheckFigure = Callable[[str], None]


class Linted(NamedTuple):
    """What lint found in a file.

    Attributes:
        path: The file.
        bank: Its id; "" if it could not be read.
        questions: How many.
        findings: By place.
        seeds: How many were tried.
    """

    path: str
    bank: str
    questions: int
    findings: tuple[Finding, ...]
    seeds: int

    @property
    def errors(self) -> int:
        """How many findings are no warnings."""
        return sum(each.severity == "error" for each in self.findings)

    @property
    def warnings(self) -> int:
        """How many are."""
        return len(self.findings) - self.errors


def lint(path: str, seeds: int = SEEDS, figure: CheckFigure | None = None) -> Linted:
    """Everything that is wrong with a bank.

    Args:
        path: The file.
        seeds: How many variants of each question are made.
        figure: Looks at command lines of pictures.

    Raises:
        FileError: If the file cannot be read.
    """
    return lint_all((path,), seeds, figure)[0]


def lint_all(
    paths: Sequence[str],
    seeds: int = SEEDS,
    figure: CheckFigure | None = None,
    told: Callable[[str], None] | None = None,
    jobs: int = 1,
) -> tuple[Linted, ...]:
    """Everything that is wrong with some banks, in their order.

    Args:
        paths: The files.
        seeds: How many variants of each question are made.
        figure: Looks at command lines of pictures.
        told: Called with the id of each question that was looked at.
        jobs: How many processes look at the questions; the findings are the same.

    Raises:
        FileError: If a file cannot be read.
    """
    files = [_opened(path, seeds, figure) for path in paths]
    subjects = [looking for file in files for looking in file.subjects]

    def look(examiner: Examiner, number: int) -> list[Finding]:
        return subjects[number].findings(examiner)

    def done(number: int) -> None:
        if told is not None:
            told(subjects[number].question.id)

    found = iter(by_turns(look, len(subjects), jobs, done))
    return tuple(_linted(file, [finding for _ in file.subjects for finding in next(found)]) for file in files)


class _File(NamedTuple):
    """A file that was read: what is wrong with its form, and its questions."""

    linted: Linted
    subjects: tuple[_Looking, ...] = ()


def _opened(path: str, seeds: int, figure: CheckFigure | None) -> _File:
    data = read_bytes(path)
    try:
        root = read(data, path)
    except BankError as mistakes:
        return _File(Linted(path, "", 0, mistakes.findings, seeds))
    bank, reading = bank_of(root, path)
    lines = data.decode("utf-8-sig").splitlines()
    subjects = tuple(
        _Looking(bank, question, node, lines, figure, seeds=seeds if whole else 0)
        for question, node, whole in _questions(bank, root, reading.findings)
    )
    return _File(Linted(path, bank.id, len(bank.questions), tuple(reading.findings), seeds), subjects)


def _linted(file: _File, findings: list[Finding]) -> Linted:
    """The file with what its questions brought to light."""
    whole = sorted([*file.linted.findings, *findings], key=_order)
    return file.linted._replace(findings=tuple(whole))


def _order(finding: Finding) -> tuple[Span, str]:
    return finding.place, finding.message


def _questions(bank: Bank, root: Node, findings: Sequence[Finding]) -> Iterator[tuple[Question, Node, bool]]:
    """Each question with its node, and whether it has no mistake of form: only then it can be asked."""
    listed = field(root, "questions")
    nodes = listed.items if isinstance(listed, Items) else ()
    starts = [node.place for node in nodes]
    ends = [*starts[1:], Span(10**9, 1)]
    wrong = sorted(finding.place for finding in findings)
    for question, node, start, end in zip(bank.questions, nodes, starts, ends, strict=False):
        yield question, node, not any(start <= place < end for place in wrong)


class _Looking:
    """One question, looked at."""

    def __init__(
        self, bank: Bank, question: Question, node: Node, lines: list[str], figure: CheckFigure | None, *, seeds: int
    ) -> None:
        self.bank, self.question, self.node, self.lines = bank, question, node, lines
        self.figure, self.seeds = figure, seeds

    def findings(self, examiner: Examiner) -> list[Finding]:
        """What is seen at once, and what comes out at the seeds."""
        found = [self._finding(remark) for remark in remarks_at_once(self.question, self.node)]
        if not self.seeds:
            return found
        return found + [self._finding(remark) for remark in self._at_seeds(examiner, self.seeds)]

    def _finding(self, remark: Remark) -> Finding:
        node = node_at(self.node, remark.path)
        place = place_within(node, self.lines, remark.text, remark.start)
        return Finding(self.bank.path, place, remark.message, remark.hint, self.question.id, remark.severity)

    def _at_seeds(self, examiner: Examiner, count: int) -> list[Remark]:
        seen: dict[Remark, list[tuple[int, str]]] = {}
        looks: list[tuple[int, Look]] = []
        start = time.monotonic()
        for seed in seeds_of(self.question, count):
            look = examiner.look(self.question, seed, self.bank.id)
            if isinstance(look, Stopped):
                seen[Remark(look.path, f"this takes too long: {look.message}", "make it simpler")] = [(seed, "")]
                break
            looks.append((seed, look))
            for remark in [*look.remarks, *_failed(look), *self._picture(look)]:
                seen.setdefault(remark, []).append((seed, look.values))
            if time.monotonic() - start > _PATIENCE:
                told = f"only {len(looks)} of {count} seeds were tried: it takes long"
                seen[Remark((), told, "make it simpler", "warning")] = []
                break
        seen.update(_trivial(self.question, looks))
        return [_with_seeds(remark, where, len(looks)) for remark, where in _merged(seen).items()]

    def _picture(self, look: Look) -> Iterator[Remark]:
        """A picture that cannot be drawn."""
        if self.figure is None or not look.figure:
            return
        try:
            self.figure(look.figure)
        except MvcalcError as mistake:
            yield Remark(("figure",), f"figure: {mistake.message}", mistake.hint or "")


def _failed(look: Look) -> Iterator[Remark]:
    """Tests that do not pass."""
    for outcome in look.outcomes:
        if not outcome.passed:
            told = f"this test expects {outcome.expected}, and gets {outcome.got}"
            yield Remark(("tests", outcome.number), told, f"given: {outcome.given[:80]}")


def _merged(seen: dict[Remark, list[tuple[int, str]]]) -> dict[Remark, list[tuple[int, str]]]:
    """One remark for a text, though its words vary with the seed: the first that was met."""
    found: dict[tuple[Path, str], Remark] = {}
    merged: dict[Remark, list[tuple[int, str]]] = {}
    for remark, where in seen.items():
        first = found.setdefault((remark.path, remark.message.partition(":")[0][:24]), remark)
        merged.setdefault(first, []).extend(where)
    return merged


def _with_seeds(remark: Remark, where: list[tuple[int, str]], tried: int) -> Remark:
    """The remark with the seeds at which it was met, where there are others at which it was not."""
    if not where or not where[0][1]:
        return remark
    seed, values = where[0]
    count = f"{len(where)} of {tried} seeds, " if tried > 1 and len(where) < tried else ""
    return remark._replace(message=f"{remark.message} [{count}seed {seed}: {values[:120]}]")


def _trivial(question: Question, looks: list[tuple[int, Look]]) -> dict[Remark, list[tuple[int, str]]]:
    """Seeds that make an answer simpler than others do: nothing, or a number where others have variables."""
    found: dict[Remark, list[tuple[int, str]]] = {}
    for place, part in enumerate(question.parts):
        natures = [(look.natures[place], seed, look.values) for seed, look in looks if place < len(look.natures)]
        best = _best({nature for nature, _, _ in natures})
        for nature, seed, values in natures:
            remark = _degenerate(("parts", place), part, nature, best)
            if remark is not None:
                found.setdefault(remark, []).append((seed, values))
    return found


def _best(natures: set[str]) -> str:
    return next((nature for nature in ("varies", "constant", "zero") if nature in natures), "")


def _degenerate(path: Path, part: Part, nature: str, best: str) -> Remark | None:
    fix = "exclude such parameters by where"
    if nature == "doubled":
        return Remark((*path, "answer"), "two elements of the answer are the same", fix)
    if best == "varies" and nature in {"constant", "zero"}:
        told = "is 0" if nature == "zero" else "has no variables"
        return Remark((*path, "answer"), f"some seeds make this trivial: the answer {told}", fix)
    if best == "constant" and nature == "zero" and part.kind in {"number", "vector", "matrix"}:
        return Remark((*path, "answer"), "some seeds make this trivial: the answer is 0", fix, "warning")
    return None


# --- what is seen without a seed -------------------------------------------------------------------


def remarks_at_once(question: Question, node: Node) -> list[Remark]:
    """What can be told from the question as it is written."""
    return [*_missing(question, node), *_names(question), *_urls(question), *_parts(question), *_tests(question)]


def _missing(question: Question, node: Node) -> Iterator[Remark]:
    """What a good question has."""
    if not any(part.hints for part in question.parts):
        yield Remark((), f"{question.id} has no hints", "hints: [..]", "warning")
    if not question.tags:
        yield Remark((), f"{question.id} has no tags", "tags: [..]: statistics go by them", "warning")
    if not question.trials:
        yield Remark((), f"{question.id} has no tests", "tests: [{seed: any, …, score: 1}]", "warning")
    if field(node, "difficulty") is None:
        yield Remark((), f"{question.id} has no difficulty", "difficulty: 1 to 5", "warning")


def _names(question: Question) -> Iterator[Remark]:
    """Names that already mean something."""
    declared = {name for name, _ in question.variables}
    for parameter in question.parameters:
        name = parameter.name
        if name in declared:
            yield Remark(("params", name), f"{name} is a variable too", "another name for one of them")
        if name in _TAKEN:
            yield Remark(("params", name), f"{name} has a meaning in the language", "another name")
    taken = {parameter.name for parameter in question.parameters} | declared
    if len(question.parts) > 1:
        for place, part in enumerate(question.parts):
            if answer_name(part) in _TAKEN:
                told = f"the part {part.id} is called as something of the language is"
                yield Remark(("parts", place, "id"), told, "another id: later parts use it as a name")
            if answer_name(part) in taken:
                told = f"the part {part.id} is called as a parameter or variable is"
                yield Remark(("parts", place, "id"), told, "another id: later parts use it as a name")


def _urls(question: Question) -> Iterator[Remark]:
    for place, (_, url) in enumerate(question.references):
        if url and not _URL.fullmatch(url):
            yield Remark(("references", place, "url"), f"{url[:60]} is no address", "https://…")


def _parts(question: Question) -> Iterator[Remark]:
    """Mistakes that are called alike."""
    for place, part in enumerate(question.parts):
        names: set[str] = set()
        for number, mistake in enumerate(part.mistakes):
            if mistake.name and mistake.name in names:
                told = f"two mistakes are called {mistake.name}"
                yield Remark(("parts", place, "mistakes", number), told, "another name")
            names.add(mistake.name)
        yield from _unused(place, part)


def _unused(place: int, part: Part) -> Iterator[Remark]:
    """What has no effect on this type of answer."""
    if part.mistakes and part.kind in {"choice", "multi", "order", "text"}:
        told = f"mistakes have no effect on a {part.kind}"
        yield Remark(("parts", place, "mistakes"), told, "options: [{text: …, say: …}]", "warning")


def _tests(question: Question) -> Iterator[Remark]:
    names = {mistake.name for part in question.parts for mistake in part.mistakes}
    for number, trial in enumerate(question.trials):
        if trial.mistake and trial.mistake not in names:
            told = f"no mistake is called {trial.mistake}"
            yield Remark(("tests", number, "mistake"), told, f"there are: {', '.join(filter(None, names)) or 'none'}")
        if trial.score is None and not trial.mistake and not trial.invalid:
            yield Remark(("tests", number), "this test expects nothing", "score: 1", "warning")
