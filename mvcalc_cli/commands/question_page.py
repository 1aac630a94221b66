"""A question on a page, as a learner sees it; with its answers for those who write it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mvcalc_cli.language.tree import Tree
    from mvcalc_cli.quiz.filling import Filled
    from mvcalc_cli.quiz.question import Bank
    from mvcalc_cli.quiz.variant import Variant, VariantPart
    from mvcalc_cli.report import Block, Cell, Role

_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_WAYS = {"absolute": "±", "relative": "relative", "significant": "significant digits", "decimals": "decimals"}


def page(bank: Bank, made: Variant, *, answers: bool) -> list[Block]:
    """The question; with `answers` its answers, known mistakes, hints and solution too."""
    from mvcalc_cli.report import Line

    blocks: list[Block] = [_head(bank, made), Line(), *_text(made.prompt), Line()]
    for part in made.parts:
        blocks += _part(part, several=len(made.parts) > 1, answers=answers)
    if answers:
        blocks += _solution(made)
    return blocks


def _head(bank: Bank, made: Variant) -> Block:
    from mvcalc_cli.report import Line, Span

    module = f"Module {bank.module} · " if bank.module else ""
    stars = "★" * made.question.difficulty
    return Line((
        Span(f"{bank.id}/{made.question.id}", "operator"),
        Span(f"   {module}{bank.title}   {stars}   seed {made.seed}", "secondary"),
    ))  # fmt: skip


def _text(pieces: Filled, indent: int = 2, role: Role = "text", lead: str = "") -> list[Block]:
    """A text with its formulas, a line for each of its lines."""
    from mvcalc_cli.report import Line, Span

    lines: list[list[Span]] = [[Span(lead, role)] if lead else []]
    for piece in pieces:
        if not isinstance(piece, str):
            lines[-1].append(Span(piece, role))
            continue
        first, *rest = piece.split("\n")
        lines[-1].append(Span(first, role))
        lines += [[Span(text, role)] for text in rest]
    return [Line(tuple(line), indent=indent) for line in lines]


def _part(part: VariantPart, *, several: bool, answers: bool) -> list[Block]:
    from mvcalc_cli.report import Line, Span

    label = part.label or ((f"{part.part.id}:",) if several else ())
    blocks: list[Block] = _text((*label, f"   [{_asked(part)}]"), role="rule")
    for letter, option in zip(_LETTERS, part.options, strict=False):
        blocks += _text(option, indent=4, lead=f"{letter}  ")
    if answers:
        blocks += _answers(part)
    return [*blocks, Line((Span(""),))]


def _asked(part: VariantPart) -> str:
    """vector · partial credit · no decimals: what is asked for, and how it is graded."""
    grade = part.part.grade
    words: list[str] = [part.part.kind]
    if grade.by == "up-to":
        words.append(f"up to {', '.join(grade.up_to)}")
    elif grade.by != "equivalent":
        words.append(grade.by)
    for name, word in _WAYS.items():
        value = getattr(grade, name)
        if value is not None:
            words.append(f"±{value:g}" if name == "absolute" else f"{value:g} {word}")
    words += ["exact"] if grade.exact else []
    words += ["partial credit"] if grade.partial else []
    return " · ".join([*words, *(f"{key} {what}" for key, what in part.part.require)])


def _answers(part: VariantPart) -> list[Block]:
    from mvcalc_cli.report import Line, Span

    blocks: list[Block] = []
    right: Sequence[Tree | str] = (part.task.expected,) if part.task.expected is not None else part.task.texts
    for place, answer in enumerate(right):
        lead = "answer   " if not place else "         "
        blocks.append(Line((Span(lead, "secondary"), Span(answer, "answer")), indent=4))
    if part.part.grade.accept:
        blocks.append(Line((Span("accepts  ", "secondary"), Span(part.part.grade.accept)), indent=4))
    for known in part.task.mistakes:
        name = f" ({known.name}, score {known.score:g})" if known.name else f" (score {known.score:g})"
        blocks.append(Line((Span("mistake  ", "secondary"), Span(known.answer), Span(name, "secondary")), indent=4))
        blocks += _text((known.say,), indent=13)
    for number, hint in enumerate(part.hints, 1):
        blocks += _text(hint, indent=4, lead=f"hint {number}   ")
    return blocks


def _solution(made: Variant) -> list[Block]:
    from mvcalc_cli.report import Line, Span

    blocks: list[Block] = []
    for line in made.solution:
        blocks += _text(line, indent=4, lead="solution ")
    if made.figure:
        blocks.append(Line((Span("figure   ", "secondary"), Span(f"mvcalc {made.figure}")), indent=4))
    return blocks


def rows(made: Variant, *, answers: bool) -> tuple[tuple[Cell, ...], ...]:
    """One line a thing: its kind, its place, its text."""
    from mvcalc_cli.quiz.filling import typed

    found: list[tuple[Cell, ...]] = [("prompt", "", typed(made.prompt))]
    for part in made.parts:
        found.append(("part", part.part.id, part.part.kind, typed(part.label)))
        found += [("option", letter, typed(text)) for letter, text in zip(_LETTERS, part.options, strict=False)]
        if answers:
            right = (part.task.expected,) if part.task.expected is not None else part.task.texts
            found += [("answer", part.part.id, answer) for answer in right]
            found += [("mistake", known.name, known.answer, known.say) for known in part.task.mistakes]
            found += [("hint", str(number), typed(hint)) for number, hint in enumerate(part.hints, 1)]
    if answers:
        found += [("solution", "", typed(line)) for line in made.solution]
        found += [("figure", "", made.figure)] if made.figure else []
    return tuple(found)


def data(bank: Bank, made: Variant, *, answers: bool) -> dict[str, object]:
    """The question in JSON; answers only where they are asked for."""
    from mvcalc_cli.quiz.filling import typed

    found: dict[str, object] = {
        "bank": bank.id,
        "id": made.question.id,
        "seed": made.seed,
        "prompt": typed(made.prompt),
        "parameters": {name: typed((value,)) for name, value in made.values.items()},
        "parts": [_part_data(part, answers=answers) for part in made.parts],
    }
    if answers:
        found.update(solution=[typed(line) for line in made.solution], figure=made.figure or None)
    return found


def _part_data(part: VariantPart, *, answers: bool) -> dict[str, object]:
    from mvcalc_cli.quiz.filling import typed

    found: dict[str, object] = {
        "id": part.part.id,
        "type": part.part.kind,
        "label": typed(part.label),
        "options": [typed(option) for option in part.options],
    }
    if answers:
        right = (typed((part.task.expected,)),) if part.task.expected is not None else part.task.texts
        found.update(
            answers=list(right),
            hints=[typed(hint) for hint in part.hints],
            mistakes=[
                {"answer": typed((known.answer,)), "say": known.say, "score": known.score, "name": known.name}
                for known in part.task.mistakes
            ],
        )
    return found
