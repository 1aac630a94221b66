"""What a question shows: its text with formulas in two dimensions, its options, its parts that are done."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from mvcalc_cli.errors import MvcalcError
from mvcalc_cli.language.tree import Tree, size
from mvcalc_cli.quiz.variant import Filled
from mvcalc_cli.render.clean import clean
from mvcalc_cli.render.output import Output
from mvcalc_cli.render.segments import Row, Segment, columns, fill, formula, indented, segments, words
from mvcalc_cli.report import Role, Span

LETTERS: Final = "abcdefghijklmnopqrstuvwxyz"
_SET_OFF: Final = 8  # columns that a formula on lines of its own stands further right
_LARGEST: Final = 2_000  # nodes of a formula that is still drawn in two dimensions
_PIECES: Final = re.compile(r" +|[^ ]+")


class _Block(NamedTuple):
    """A word or a formula: lines of equal width, and the line that stands on the line of the text."""

    lines: tuple[str, ...]
    base: int
    role: Role

    @property
    def width(self) -> int:
        return columns(self.lines[0])


def text_rows(pieces: Filled, output: Output, *, indent: int = 2) -> list[Row]:
    """A text with its formulas, wrapped. A formula after a colon, or alone on its line, stands by itself.

    >>> from mvcalc_cli.language.tree import TWO, power, variable
    >>> rows = text_rows(("Differentiate:\\n", power(variable("x"), TWO)), Output())
    >>> ["".join(text for text, _ in row) for row in rows]
    ['  Differentiate:', '', '           2', '          x']
    """
    rows: list[Row] = []
    for paragraph in _paragraphs(pieces):
        alone = len(paragraph) == 1 and isinstance(paragraph[0], Tree)
        if alone:
            rows += [(), *set_off(paragraph[0], output, indent=indent + _room_left(output))]  # type: ignore[arg-type]
        else:
            rows += _flowed(paragraph, output, indent)
    return rows[1:] if rows and not rows[0] else rows


def plain_text(pieces: Filled, output: Output) -> str:
    """A text with its formulas on one line."""
    return "".join(words(piece, output) if isinstance(piece, str) else formula(piece, output) for piece in pieces)


def set_off(tree: Tree, output: Output, *, indent: int = 10, role: Role = "text") -> list[Row]:
    """A formula on lines of its own, in two dimensions where it fits, else on as many lines as it needs."""
    drawn = _drawn(tree, output, role)
    if drawn is not None and drawn.width + indent <= output.width:
        return [indented(((line.rstrip(), role),), indent) if line.strip() else () for line in drawn.lines]
    return _in_lines(tree, output, indent, role)


def option_rows(options: Sequence[Filled], output: Output, *, indent: int = 2) -> list[Row]:
    """The options with their letters."""
    rows: list[Row] = []
    for letter, option in zip(LETTERS, options, strict=False):
        row: Row = ((f"{letter}  ", "operator"), (plain_text(option, output), "text"))
        rows += fill(row, output.width, indent=indent, hang=indent + 3)
    return rows


def label_rows(label: Filled, output: Output) -> list[Row]:
    """What stands before the input: "grad f ="."""
    text = plain_text(label, output).strip()
    return fill(((text, "operator"),), output.width, indent=2) if text else []


def done_rows(label: Filled, name: str, answer: str, right: bool | None, output: Output) -> list[Row]:
    """A part that is done, above the one that is on; `right` None says nothing of how it went."""
    told = plain_text(label, output).strip() or words(name, output)
    start = told if told.endswith(("=", ":")) else told + ":"
    row: list[Segment] = [(start + " ", "secondary"), (words(answer, output) or "-", "text")]
    if right is not None:
        row += [("   ", "text"), segments((sign(right),), output)[0]]
    return fill(tuple(row), output.width, indent=2)


def sign(right: bool) -> Span:
    """✓ or ✗."""
    return Span("✓", "good") if right else Span("✗", "bad")


def progress_bar(done: int, total: int, output: Output, width: int = 20) -> Row:
    """━━━━╌╌╌╌: how far one is."""
    full = min(width, round(width * done / total)) if total else 0
    signs = ("=", "-") if output.ascii else ("━", "╌")
    return ((signs[0] * full, "good"), (signs[1] * (width - full), "secondary"))


def _room_left(output: Output) -> int:
    return min(_SET_OFF, output.width // 10)


def _paragraphs(pieces: Filled) -> list[list[str | Tree]]:
    """Lines of the text; a large formula that ends a line after a colon has one of its own."""
    found: list[list[str | Tree]] = [[]]
    for piece in pieces:
        if isinstance(piece, Tree):
            found[-1].append(piece)
            continue
        first, *others = clean(piece).replace("\t", " ").split("\n")
        found[-1].append(first)
        found += [[other] for other in others]
    while found and not any(_tells(piece) for piece in found[-1]):
        found.pop()
    return [part for line in found for part in _set_apart([piece for piece in line if piece != ""])]


def _tells(piece: str | Tree) -> bool:
    return isinstance(piece, Tree) or bool(piece.strip())


def _set_apart(line: list[str | Tree]) -> list[list[str | Tree]]:
    told = [piece for piece in line if _tells(piece)]
    last = told[-1] if told else ""
    if len(told) == 1 and isinstance(last, Tree):
        return [[last]]
    before = told[-2] if len(told) > 1 else ""
    if isinstance(last, Tree) and isinstance(before, str) and before.rstrip().endswith(":"):
        return [told[:-1], [last]]
    return [line]


def _drawn(tree: Tree, output: Output, role: Role) -> _Block | None:
    """A formula in two dimensions; None where it is too large for that."""
    from mvcalc_cli.language.printers import grid

    if size(tree) > _LARGEST:
        return None
    try:
        lines, base = grid(tree, ascii=output.ascii)
    except MvcalcError:
        return None
    width = max(columns(line) for line in lines)
    return _Block(tuple(line + " " * (width - columns(line)) for line in lines), base, role)


def _in_lines(tree: Tree, output: Output, indent: int, role: Role) -> list[Row]:
    from mvcalc_cli.language.printers import wrap

    if size(tree) > _LARGEST:
        return fill(((formula(tree, output), role),), output.width, indent=indent)
    indent = min(indent, output.width // 10)
    lines, shared = wrap(tree, max(8, output.width - indent), ascii=output.ascii)
    rows = [row for line in lines for row in fill(((line, role),), output.width, indent=indent, hang=indent + 4)]
    for place, line in enumerate(shared):
        row: Row = (("where " if not place else "      ", "secondary"), (line, "secondary"))
        rows += fill(row, output.width, indent=indent, hang=indent + 8)
    return rows


def _flowed(paragraph: Iterable[str | Tree], output: Output, indent: int) -> list[Row]:
    """Words and formulas side by side on one base line, on as many lines as they need."""
    rows: list[Row] = []
    line: list[_Block] = []
    room = max(1, output.width - indent)
    for word in _words(paragraph, output, room):
        if not line or sum(block.width for block in (*line, *word)) <= room:
            line += word
            continue
        rows += _laid(line, indent, output)
        line = [block for place, block in enumerate(word) if place or not _is_blank(block)]
    return rows + _laid(line, indent, output)


def _words(paragraph: Iterable[str | Tree], output: Output, room: int) -> list[list[_Block]]:
    """What must stay on one line, the blanks before it first."""
    found: list[list[_Block]] = []
    clings = False
    for piece in paragraph:
        blocks = _text_blocks(piece, output) if isinstance(piece, str) else [_inline(piece, output, room)]
        for block in blocks:
            if clings and not _is_blank(block):
                found[-1].append(block)
            else:
                found.append([block])
            clings = True
    return found


def _is_blank(block: _Block) -> bool:
    return len(block.lines) == 1 and block.lines[0].isspace()


def _text_blocks(text: str, output: Output) -> list[_Block]:
    return [_Block((piece,), 0, "text") for piece in _PIECES.findall(words(text, output))]


def _inline(tree: Tree, output: Output, room: int) -> _Block:
    """On the line of the text: an exponent on a line above it is not read as one. What is too long is drawn."""
    text = formula(tree, output)
    drawn = None if columns(text) <= room else _drawn(tree, output, "answer")
    return drawn if drawn is not None and drawn.width <= room else _Block((text,), 0, "answer")


def _laid(line: Sequence[_Block], indent: int, output: Output) -> list[Row]:
    """Blocks of one line as rows, their bases level; a word that is too wide may be alone there."""
    if not line:
        return []
    if all(len(block.lines) == 1 for block in line):
        return fill(tuple((block.lines[0], block.role) for block in line), output.width, indent=indent)
    above = max(block.base for block in line)
    below = max(len(block.lines) - 1 - block.base for block in line)
    rows = []
    for place in range(-above, below + 1):
        row = tuple(_cell(block, place) for block in line)
        rows.append(indented(row, indent) if any(text.strip() for text, _ in row) else ())
    return rows


def _cell(block: _Block, place: int) -> Segment:
    line = block.base + place
    return (block.lines[line] if 0 <= line < len(block.lines) else " " * block.width, block.role)
