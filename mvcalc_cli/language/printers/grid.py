"""Two dimensions for the terminal: stacked fractions, raised exponents, tall brackets.

```
               2  −x/2
       −x/2   x ·e
  2·x·e     − ────────
                 2
```

Exponents and indices are written in one line each, so that a tower of powers stays readable.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from mvcalc_cli.language.printers.boxes import Box, beside, fenced, fraction, raised, stacked, table, text_box
from mvcalc_cli.language.printers.line import ASCII, UNICODE, line
from mvcalc_cli.language.printers.precedence import (
    AND,
    ATOM,
    BARS,
    LONGEST,
    MOST_WORK,
    NOT,
    OR,
    POSTFIX,
    POWER,
    PREFIX,
    PRODUCT,
    QUOTIENT,
    RELATION,
    SUM,
    Style,
    too_long,
)
from mvcalc_cli.language.tree import Tree, postorder

# Like the pieces of the one-line notations: a box and its rank. A negative rank says that a minus sign
# belongs before the box; here the box itself does not hold it.
Piece = tuple[Box, int]
Writer = Callable[[Tree, list[Piece], Style], Piece]

# A stacked fraction needs no bracket beside other factors, but under an exponent.
_FRACTION: Final = PREFIX - 1
_BARS: Final = {False: "─", True: "-"}
_BIG: Final = {("sum", False): "Σ", ("prod", False): "Π", ("sum", True): "sum", ("prod", True): "prod"}


def grid(tree: Tree, *, ascii: bool = False, partial: bool = False) -> tuple[list[str], int]:
    """The expression as lines of text, and the index of the line on which the formula stands.

    Args:
        tree: Any expression.
        ascii: Only ASCII characters.
        partial: Derivatives still to be worked out are written with ∂ instead of d.

    >>> from mvcalc_cli.language.tree import TWO, add, divide, power, variable
    >>> lines, base = grid(add(variable("x"), divide(power(variable("y"), TWO), TWO)))
    >>> print("\\n".join(lines), "baseline", base)
         2
        y
    x + ──
        2 baseline 2
    """
    style = (ASCII if ascii else UNICODE)._replace(partial=partial)
    work = 0
    pieces: dict[int, Piece] = {}
    for node in postorder(tree):
        args = node.args if node.kind != "matrix" else [entry for row in node.args for entry in row.args]
        parts = [pieces[id(arg)] for arg in args]
        area = 0
        for (lines, _base), _rank in parts:
            area += len(lines) * len(lines[0])
        work += area
        if area > LONGEST or work > MOST_WORK:
            raise too_long()
        pieces[id(node)] = _KINDS[node.kind](node, parts, style)
    box = _whole(pieces[id(tree)], style)
    return [text.rstrip() for text in box.lines], box.base


def _whole(piece: Piece, style: Style) -> Box:
    """The box with its sign."""
    box, rank = piece
    return _signed(box, style) if rank < 0 else box


def _signed(box: Box, style: Style) -> Box:
    # A minus right before the bar of a fraction would lengthen the bar.
    gap = " " if box.lines[box.base][0] == _BARS[style.ascii] else ""
    return beside([text_box(style.minus + gap), box])


def _fenced(piece: Piece, style: Style, brackets: str = "()") -> Box:
    return fenced(_whole(piece, style), brackets[0], brackets[1], ascii=style.ascii)


def _bracket(piece: Piece, needed: int, style: Style) -> Box:
    return piece[0] if piece[1] >= needed else _fenced(piece, style)


def _inline(node: Tree, _: list[Piece], style: Style) -> Piece:
    """What is the same in one line: names, numbers, sets."""
    return text_box(line(node, ascii=style.ascii, partial=style.partial)), ATOM


def _number(node: Tree, _: list[Piece], style: Style) -> Piece:
    text = line(node, ascii=style.ascii)
    sign = 1
    if text.startswith(style.minus):
        text, sign = text[1:], -1
    if "^" in text:  # 1·10^(−300)
        return text_box(text), sign * PRODUCT
    above, bar, below = text.partition("/")
    if not bar:
        return text_box(text), sign * ATOM
    return fraction(text_box(above), text_box(below), _BARS[style.ascii]), sign * _FRACTION


def _sum(_: Tree, parts: list[Piece], style: Style) -> Piece:
    out: list[Box] = []
    for piece in parts:
        box, rank = piece
        if -SUM <= rank <= SUM:
            box, rank = _fenced(piece, style), ATOM
        if out:
            out.extend((text_box(f" {style.minus} " if rank < 0 else " + "), box))
        else:
            out.append(_signed(box, style) if rank < 0 else box)
    return beside(out), SUM


def _negative(_: Tree, parts: list[Piece], style: Style) -> Piece:
    box, rank = parts[0]
    return (box, -rank) if rank >= QUOTIENT else (_fenced(parts[0], style), -ATOM)


def _product(node: Tree, parts: list[Piece], style: Style) -> Piece:
    box, rank = parts[0]
    bare = abs(rank) >= POWER
    out = [box if bare else _fenced(parts[0], style)]
    sign = style.times
    if any(arg.kind == "derivative" for arg in node.args):
        sign = f" {sign} "
    for piece in parts[1:]:
        out.extend((text_box(sign), _bracket(piece, POWER, style)))
    return beside(out), -PRODUCT if bare and rank < 0 else PRODUCT


def _quotient(_: Tree, parts: list[Piece], style: Style) -> Piece:
    above, rank = parts[0]
    signed = rank <= -QUOTIENT
    bar = _BARS[style.ascii]
    # A bar within a bar is told apart by the longer outer one.
    wider = " " if _FRACTION in (rank, abs(parts[1][1])) else ""
    top = above if signed else _whole(parts[0], style)
    pad = text_box(wider)
    return fraction(beside([pad, top, pad]), beside([pad, _whole(parts[1], style), pad]), bar), (
        -_FRACTION if signed else _FRACTION
    )


def _power(node: Tree, parts: list[Piece], style: Style) -> Piece:
    exponent = text_box(line(node.args[1], ascii=style.ascii))
    return raised(_bracket(parts[0], BARS, style), exponent), POWER


def _call(node: Tree, parts: list[Piece], style: Style) -> Piece:
    name = str(node.value)
    if len(parts) == 1:
        writer = _CALLS.get(name)
        if writer:
            return writer(node, parts, style)
    return beside([text_box(name), _fenced((_listed(parts, style), SUM), style)]), ATOM


def _sqrt(node: Tree, parts: list[Piece], style: Style) -> Piece:
    if style.ascii:
        return beside([text_box("sqrt"), _fenced(parts[0], style)]), ATOM
    bare = parts[0][1] == ATOM and node.args[0].kind in ("number", "variable", "constant")
    return beside([text_box("√"), parts[0][0] if bare else _fenced(parts[0], style)]), PREFIX


def _abs(_: Tree, parts: list[Piece], style: Style) -> Piece:
    if any("|" in text or "│" in text for text in parts[0][0].lines):
        return beside([text_box("abs"), _fenced(parts[0], style)]), ATOM
    return _fenced(parts[0], style, "||"), BARS


def _factorial(_: Tree, parts: list[Piece], style: Style) -> Piece:
    return beside([_bracket(parts[0], ATOM, style), text_box("!")]), POSTFIX


def _listed(parts: list[Piece], style: Style) -> Box:
    """a, b, c."""
    out: list[Box] = []
    for piece in parts:
        out.extend((text_box(", "), _whole(piece, style)))
    return beside(out[1:])


def _relation(node: Tree, parts: list[Piece], style: Style) -> Piece:
    sides = [_whole(piece, style) if abs(piece[1]) >= SUM else _fenced(piece, style) for piece in parts]
    sign = {"!=": "≠", "<=": "≤", ">=": "≥"}.get(str(node.value), str(node.value))
    sign = str(node.value) if style.ascii else sign
    return beside([sides[0], text_box(f" {sign} "), sides[1]]), RELATION


def _logic(node: Tree, parts: list[Piece], style: Style) -> Piece:
    if all(box.height == 1 for box, _rank in parts):
        return text_box(line(node, ascii=style.ascii)), AND if node.value == "and" else OR
    if node.value == "not":
        return beside([text_box("not "), _bracket(parts[0], ATOM, style)]), NOT
    rank = AND if node.value == "and" else OR
    out: list[Box] = []
    for piece in parts:
        out.extend((text_box(f" {node.value} "), _bracket(piece, rank + 1, style)))
    return beside(out[1:]), rank


def _piecewise(_: Tree, parts: list[Piece], style: Style) -> Piece:
    boxes = [_whole(piece, style) for piece in parts]
    if_ = text_box("if ")
    cases = [[value, beside([if_, when])] for when, value in zip(boxes[::2], boxes[1::2], strict=False)]
    if len(boxes) % 2:
        cases.append([boxes[-1], text_box("otherwise")])
    # Three lines at least, so that the brace has its point; it stands at the middle.
    body = table(cases, left=True, space=1)
    return fenced(body, "{", "", ascii=style.ascii), SUM


def _vector(_: Tree, parts: list[Piece], style: Style) -> Piece:
    inside = _listed(parts, style) if parts else text_box("")
    return fenced(inside, "[", "]", ascii=style.ascii), ATOM


def _matrix(node: Tree, parts: list[Piece], style: Style) -> Piece:
    boxes = iter([_whole(piece, style) for piece in parts])
    cells = [[next(boxes) for _ in row.args] for row in node.args]
    tall = any(box.height > 1 for row in cells for box in row)
    return fenced(table(cells, space=int(tall)), "[", "]", ascii=style.ascii), ATOM


def _component(node: Tree, parts: list[Piece], style: Style) -> Piece:
    base = node.args[0]
    if base.kind == "variable":
        return _inline(node, parts, style)
    indices = ", ".join([line(index, ascii=style.ascii) for index in node.args[1:]])
    return beside([_bracket(parts[0], ATOM, style), text_box(f"[{indices}]")]), ATOM


def _indexed(node: Tree, parts: list[Piece], style: Style) -> Piece:
    index, lower, upper = [line(arg, ascii=style.ascii) for arg in node.args[1:]]
    sign = text_box(_BIG[str(node.value), style.ascii])
    head = stacked([text_box(upper), sign, text_box(f"{index}={lower}")], 1)
    body = _bracket(parts[0], PRODUCT, style)
    return beside([head, text_box(" "), body]), SUM


def _derivative(node: Tree, _: list[Piece], style: Style) -> Piece:
    text = line(node, ascii=style.ascii, partial=style.partial)
    head = text[: text.index("[")]
    inner = node.args[0]
    while inner.kind == "derivative":
        inner = inner.args[0]
    lines, base = grid(inner, ascii=style.ascii)
    width = max([len(text) for text in lines])
    body = beside([text_box(" "), Box(tuple([text.ljust(width) for text in lines]), base), text_box(" ")])
    return beside([text_box(head), fenced(body, "[", "]", ascii=style.ascii)]), ATOM


def _integral(_: Tree, parts: list[Piece], style: Style) -> Piece:
    body, by = parts[0], text_box(f" d{parts[1][0].lines[0]}")
    if style.ascii:
        inside = beside([text_box(" "), _whole(body, style), text_box(" ")])
        return beside([text_box("integral"), fenced(inside, "[", "]", ascii=True), by]), POWER
    inside = _bracket(body, QUOTIENT, style)
    return beside([_long_s(inside), text_box(" "), inside, by]), POWER


def _long_s(body: Box) -> Box:
    """The sign of an integral, as tall as what it stands before."""
    if body.height == 1:
        return text_box("∫")
    return Box(("⌠", *["⎮"] * (body.height - 2), "⌡"), body.base)


_CALLS: Final[dict[str, Writer]] = {"sqrt": _sqrt, "abs": _abs, "factorial": _factorial}

_KINDS: Final[dict[str, Writer]] = {
    "number": _number,
    "constant": _inline,
    "boolean": _inline,
    "variable": _inline,
    "sum": _sum,
    "negative": _negative,
    "product": _product,
    "quotient": _quotient,
    "power": _power,
    "call": _call,
    "relation": _relation,
    "logic": _logic,
    "piecewise": _piecewise,
    "vector": _vector,
    "matrix": _matrix,
    "component": _component,
    "indexed": _indexed,
    "derivative": _derivative,
    "integral": _integral,
    "set": _inline,
    "interval": _inline,
    "union": _inline,
}
