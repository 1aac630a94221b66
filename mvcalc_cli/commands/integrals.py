"""What the screens of integrals share: the sign with its ends, numbers with their error, steps."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from mvcalc_cli.commands.screen import SUPERSCRIPTS, show_name
from mvcalc_cli.language.tree import Tree, postorder
from mvcalc_cli.report import Block, Line, Span, StepBlock

if TYPE_CHECKING:
    from mvcalc_cli.commands.inputs import Reader
    from mvcalc_cli.commands.ranges import Range

_Letters = tuple[tuple[str, Tree], ...]
_BELOW = str.maketrans("0123456789−axn", "₀₁₂₃₄₅₆₇₈₉₋ₐₓₙ")
_ABOVE: dict[int, int | str] = {
    **SUPERSCRIPTS,
    ord("−"): "⁻",
    ord("x"): "ˣ",
    ord("y"): "ʸ",
    ord("n"): "ⁿ",
    ord("i"): "ⁱ",
}
# Ends that fit beside the sign: 0, −2, x.
_LOWER = set("0123456789−axn")
_UPPER = set("0123456789−xyn")


def integral_spans(tree: Tree, ranges: Sequence[Range]) -> tuple[Span, ...]:
    """∫₀¹ x² dx; ends that have no raised form follow in words: ∫ sin(x) dx   from x = 0 to π."""
    bracketed = tree.kind in {"sum", "negative"}
    body = (Span("("), Span(tree), Span(")")) if bracketed else (Span(tree),)
    signs = "".join(f"{_sign(one)} " for one in ranges) if ranges else "∫ "
    by = "".join(f" d{show_name(one.name)}" for one in reversed(ranges))
    told = [span for one in ranges if not _fits(one) for span in _in_words(one)]
    return (Span(signs, "operator"), *body, Span(by, "operator"), *told)


def _texts(one: Range) -> tuple[str, str]:
    from mvcalc_cli.language.printers import line

    return line(one.low), line(one.high)


def _fits(one: Range) -> bool:
    low, high = _texts(one)
    return set(low) <= _LOWER and set(high) <= _UPPER and len(low) <= 3 and len(high) <= 3


def _sign(one: Range) -> str:
    if not _fits(one):
        return "∫"
    low, high = _texts(one)
    return "∫" + low.translate(_BELOW) + high.translate(_ABOVE)


def _in_words(one: Range) -> tuple[Span, ...]:
    return Span(f"   from {show_name(one.name)} = "), Span(one.low), Span(" to "), Span(one.high)


def indefinite_head(tree: Tree, name: str) -> Line:
    """∫ x·eˣ dx."""
    bracketed = tree.kind in {"sum", "negative"}
    body = (Span("("), Span(tree), Span(")")) if bracketed else (Span(tree),)
    return Line((Span("∫ ", "operator"), *body, Span(f" d{show_name(name)}", "operator")))


def constant_name(tree: Tree) -> str:
    """C, or another letter where C is a variable of the integrand."""
    from mvcalc_cli.language.tree import variables

    taken = variables(tree)
    return next(letter for letter in ("C", "K", "C1", "C2", "C3") if letter not in taken)


def step_blocks(steps: Sequence[Any], *, after: int = 0) -> list[Block]:
    """The steps of an antiderivative, numbered from after + 1."""
    blocks: list[Block] = []
    for number, step in enumerate(steps, after + 1):
        done = not any(node.kind == "integral" for node in postorder(step.after))
        line = (Span(step.before), Span(" = "), Span(step.after, "answer" if done else "text"))
        letters, working = _working(step.letters, step)
        block = StepBlock(number, step.rule, step.formula, letters, (*working, line))
        blocks += [*([Line()] if blocks else []), block]
    return blocks


def _working(letters: Sequence[tuple[str, Tree]], step: Any) -> tuple[_Letters, tuple[tuple[Span, ...], ...]]:
    """The letters of a rule, and a line for a new variable with its differential: u = x²,  du = 2x dx."""
    shown = tuple((show_name(name), tree) for name, tree in letters)
    by = _of_differential(letters, step)
    if not by:
        return shown, ()
    *rest, (differential, slope) = shown
    defined = [span for name, tree in rest for span in (Span(f"{name} = "), Span(tree), Span(",  "))]
    return (), ((*defined, Span(f"{differential} = "), *_bracketed(slope), Span(f" d{show_name(by)}")),)


def _of_differential(letters: Sequence[tuple[str, Tree]], step: Any) -> str:
    """The variable by which the last of the letters, a differential, goes: x of du = 2x dx."""
    if not letters:
        return ""
    last, before = letters[-1][0], str(step.before.args[1].value)
    if last == f"d{before}":
        return letters[0][0]
    return before if last in {f"d{name}" for name, _ in letters[:-1]} else ""


def _bracketed(tree: Tree) -> tuple[Span, ...]:
    return (Span("("), Span(tree), Span(")")) if tree.kind == "sum" else (Span(tree),)


def step_rows(reader: Reader, steps: Sequence[Any]) -> tuple[tuple[str | Tree, ...], ...]:
    """In a pipe the steps stand above the answer: n, rule, before, after; in a batch there is room for none."""
    if reader.line is not None:
        return ()
    return tuple((str(number), step.rule, step.before, step.after) for number, step in enumerate(steps, 1))


def step_data(steps: Sequence[Any]) -> list[dict[str, object]]:
    """The steps in JSON."""
    return [
        {"n": n, "rule": s.rule, "formula": s.formula, "before": _text(s.before), "after": _text(s.after)}
        for n, s in enumerate(steps, 1)
    ]


def _text(cell: str | Tree) -> str:
    from mvcalc_cli.language.printers import plain

    return cell if isinstance(cell, str) else plain(cell)


def range_data(ranges: Sequence[Range]) -> list[dict[str, object]]:
    """The ranges in JSON, outermost first."""
    return [{"variable": one.name, "low": one.low, "high": one.high} for one in ranges]
