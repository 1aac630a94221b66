"""What a session says, as blocks: a formula that stands alone is drawn in two dimensions where that reads better."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mvcalc_cli.errors import MvcalcError

if TYPE_CHECKING:
    from mvcalc_cli.language.printers.boxes import Box
    from mvcalc_cli.language.tree import Tree
    from mvcalc_cli.quiz.line_mode import Said
    from mvcalc_cli.quiz.variant import Filled
    from mvcalc_cli.render.output import Output
    from mvcalc_cli.report import Block, Line

_SIGNS = {"good": "good", "bad": "bad", "open": "open"}
_ROLES = {"text": "text", "head": "operator", "secondary": "secondary", "answer": "text"}


def blocks_of(said: Said, output: Output) -> tuple[Block, ...]:
    """The lines that a piece of a conversation becomes."""
    from mvcalc_cli.report import Line, Span, Verdict

    if said.role in _SIGNS:
        texts = "".join(piece if isinstance(piece, str) else _one_line(piece, output) for piece in said.pieces)
        return (Verdict(texts, _SIGNS[said.role]),)  # type: ignore[arg-type]
    role = _ROLES[said.role]
    if said.tall and output.format == "terminal" and _stands_alone(said.pieces):
        return _flowing(said.pieces, output, said.indent, role)
    return (Line(tuple(Span(piece, role) for piece in said.pieces), said.indent),)  # type: ignore[arg-type]


def _stands_alone(pieces: Filled) -> bool:
    """Whether one tall formula ends the line, after a colon or a sign of equality if after anything.

    In a sentence an exponent on a line above it is not read as one.
    """
    told = [piece for piece in pieces if not isinstance(piece, str) or piece.strip()]
    if not told or not _is_tall(told[-1]):
        return False
    before = told[:-1]
    ends = isinstance(before[-1], str) and before[-1].rstrip().endswith((":", "=")) if before else True
    return ends and all(isinstance(piece, str) for piece in before)


def _one_line(tree: Tree, output: Output) -> str:
    from mvcalc_cli.render.segments import formula

    return formula(tree, output)


def _is_tall(piece: str | Tree) -> bool:
    """Whether one line cannot typeset it: a fraction, a power of more than a digit, a matrix."""
    from mvcalc_cli.language.printers import line
    from mvcalc_cli.language.tree import size

    if isinstance(piece, str) or size(piece) > 200:
        return False
    return any(sign in line(piece) for sign in "/^;")


def _flowing(pieces: Filled, output: Output, indent: int, role: str) -> tuple[Line, ...]:
    """Words and formulas side by side on one baseline, as many as fit on each line."""
    from mvcalc_cli.language.printers.boxes import beside
    from mvcalc_cli.report import Line, Span

    room = max(8, output.width - indent)
    rows: list[list[Box]] = [[]]
    for word in _words(pieces, output):
        gap = 1 if rows[-1] else 0
        if rows[-1] and sum(box.width for box in rows[-1]) + gap + word.width > room:
            rows.append([])
            gap = 0
        rows[-1] += [_blank(gap), word] if gap else [word]
    found: list[Line] = []
    for row in rows:
        lines = beside(row).lines if row else ("",)
        if len(lines) > 1 and found and found[-1].spans:
            found.append(Line())
        found += [Line((Span(text.rstrip(), role),), indent) for text in lines]  # type: ignore[arg-type]
        if len(lines) > 1:
            found.append(Line())
    return tuple(found)


def _blank(width: int) -> Box:
    from mvcalc_cli.language.printers.boxes import text_box

    return text_box(" " * width)


def _words(pieces: Filled, output: Output) -> list[Box]:
    """What must stay together: words, and formulas with the signs that touch them."""
    from mvcalc_cli.language.printers.boxes import beside, text_box
    from mvcalc_cli.render.segments import words

    found: list[list[Box]] = []
    touching = False
    for piece in pieces:
        if not isinstance(piece, str):
            found = [*found[:-1], [*found[-1], _box(piece, output)]] if touching else [*found, [_box(piece, output)]]
            touching = True
            continue
        safe = words(piece, output)
        for place, word in enumerate(safe.split()):
            if place == 0 and touching and not safe[0].isspace():
                found[-1] = [_ended(found[-1], word)]
            else:
                found.append([text_box(word)])
        touching = bool(safe) and not safe[-1].isspace() and bool(found)
    return [beside(boxes) for boxes in found]


def _ended(boxes: list[Box], word: str) -> Box:
    """A formula and what touches it: a full stop stands behind its last sign, not behind its last exponent."""
    from mvcalc_cli.language.printers.boxes import Box, beside, text_box

    box = beside(boxes)
    if len(box.lines) == 1 or not all(sign in ".,;:!?" for sign in word):
        return beside([box, text_box(word)])
    lines = [*box.lines]
    lines[box.base] = lines[box.base].rstrip() + word
    width = max(map(len, lines))
    return Box(tuple(text.ljust(width) for text in lines), box.base)


def _box(tree: Tree, output: Output) -> Box:
    """A formula in two dimensions where it is tall and fits, else on one line."""
    from mvcalc_cli.language.printers import grid
    from mvcalc_cli.language.printers.boxes import Box, text_box

    if _is_tall(tree):
        try:
            lines, base = grid(tree, ascii=output.ascii)
        except MvcalcError:
            return text_box(_one_line(tree, output))
        if len(lines[0]) <= output.width - 2:
            width = max(map(len, lines))
            return Box(tuple(text.ljust(width) for text in lines), base)
    return text_box(_one_line(tree, output))
