"""What is said to an answer: right, not yet, cannot be told, cannot be read; and how a question is solved."""

from __future__ import annotations

from typing import Final

from mvcalc_cli.quiz.grading.task import Marked
from mvcalc_cli.quiz.line_mode import answer_of
from mvcalc_cli.quiz.variant import Filled, Variant, VariantPart
from mvcalc_cli.render.mistakes import place_rows
from mvcalc_cli.render.output import Output
from mvcalc_cli.render.quiz.question import text_rows
from mvcalc_cli.render.segments import Row, fill, formula, words
from mvcalc_cli.report import Role

_GAP: Final = "     "
_BENEATH: Final = 4
_BARE: Final = frozenset({"", "right", "wrong"})  # reasons that say no more than the verdict


def verdict_rows(marked: Marked, part: VariantPart, output: Output) -> list[Row]:
    """The verdict on an answer, with its reason and what the bank says to it."""
    if marked.verdict == "invalid":
        return invalid_rows(marked, output)
    if marked.verdict == "undecided":
        return undecided_rows(marked, part, output)
    return _right(marked, part, output) if marked.score >= 1 else _not_yet(marked, part, output)


def invalid_rows(marked: Marked, output: Output) -> list[Row]:
    """Why an answer cannot be marked, with a caret under the place; it is not a try."""
    rows = _headed("·", "secondary", "not marked", marked.why, output)
    if marked.place is not None:
        rows += place_rows(marked.place, output)
    return rows + _beneath(marked.hint, output)


def undecided_rows(marked: Marked, part: VariantPart, output: Output) -> list[Row]:
    """What could not be decided, and the answer to hold one's own against."""
    rows = _headed("·", "secondary", "undecided", marked.why, output)
    return rows + answer_rows(part, output, indent=_BENEATH)


def answer_rows(part: VariantPart, output: Output, *, indent: int = 2) -> list[Row]:
    """The right answer."""
    label = part.label or ("the answer:",)
    return text_rows((*label, " ", *answer_of(part)), output, indent=indent)


def solution_rows(variant: Variant, output: Output) -> list[Row]:
    """How a question is solved: the steps of its bank, then the answers."""
    rows: list[Row] = [fill((("solution", "operator"),), output.width, indent=2)[0]]
    for line in variant.solution:
        rows += text_rows(line, output, indent=_BENEATH)
    for part in variant.parts:
        rows += answer_rows(part, output, indent=_BENEATH)
    return rows


def hint_rows(hints: tuple[Filled, ...], shown: int, output: Output) -> list[Row]:
    """The hints so far."""
    rows: list[Row] = []
    for number, hint in enumerate(hints[:shown], 1):
        label = "hint: " if len(hints) == 1 else f"hint {number} of {len(hints)}: "
        rows += text_rows((label, *hint), output)
    return rows


def _right(marked: Marked, part: VariantPart, output: Output) -> list[Row]:
    same = _same_as(marked, part, output)
    reason = "" if marked.why in _BARE else marked.why
    if not same:
        return _headed("✓", "good", "correct", reason, output)
    return [*_headed("✓", "good", "correct", same, output), *_beneath(reason, output, "secondary")]


def _same_as(marked: Marked, part: VariantPart, output: Output) -> str:
    """The bank's own form of the answer, where it says something new."""
    from mvcalc_cli.language.printers import plain

    expected = part.task.expected
    if expected is None or marked.followed or part.task.accept is not None or marked.reading in ("", plain(expected)):
        return ""
    return f"same as  {formula(expected, output)}"


def _not_yet(marked: Marked, part: VariantPart, output: Output) -> list[Row]:
    why = "" if marked.why in _BARE else marked.why
    if marked.verdict == "domain-differs":
        why = f"equal only where both have a value: {why}" if why else "equal only where both have a value"
    rows = _headed("✗", "bad", "not yet", why, output) + _beneath(marked.say, output)
    # Of options it would give the answer away.
    if any(marked.components) and part.task.expected is not None:
        rows += _entries(marked.components, output)
    if 0 < marked.score < 1:
        rows += _beneath(f"{marked.score:.0%} of this part", output, "secondary")
    return rows


def _entries(components: tuple[bool, ...], output: Output) -> list[Row]:
    """✓ ✗ ✓: which entries are right."""
    signs: Row = tuple((" " + words("✓" if right else "✗", output), "good" if right else "bad") for right in components)
    row: Row = (("the entries in order", "secondary"), *signs)
    return fill(row, output.width, indent=_BENEATH)


def _headed(sign: str, role: Role, word: str, text: str, output: Output) -> list[Row]:
    """✗ not yet     the reason."""
    shown = {"·": "-", "✓": "OK:", "✗": "NO:"}[sign] if output.ascii else sign
    row: Row = ((f"{shown} {word}", role), (_GAP + words(text, output) if text else "", "text"))
    return fill(row, output.width, indent=2, hang=_BENEATH)


def _beneath(text: str, output: Output, role: Role = "text") -> list[Row]:
    return fill(((words(text, output), role),), output.width, indent=_BENEATH, hang=_BENEATH) if text else []
