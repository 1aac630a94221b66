"""mvcalc equal: are two expressions the same function? Exit code 0 or 1."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from mvcalc_cli.commands.options import Argument

if TYPE_CHECKING:
    from mvcalc_cli.commands.inputs import Reader
    from mvcalc_cli.report import Block, Report
    from mvcalc_cli.symbolic.equal import Equality

_WORDS = {
    "equal": ("good", "equal"),
    "different": ("bad", "different"),
    "domain differs": ("bad", "equal where both have a value, but the domains differ"),
    "undecided": ("open", "undecided"),
}


def report(
    reader: Reader,
    left: Annotated[str, Argument("A", help="one expression", lines=True)],
    right: Annotated[str, Argument("B", help="the other", lines=True)],
) -> Report:
    """The verdict, its reason, and a point where they differ."""
    from mvcalc_cli.commands import screen
    from mvcalc_cli.report import Line, Report, Span
    from mvcalc_cli.symbolic.equal import equal

    trees = reader.expression(left, "A"), reader.expression(right, "B")
    found = equal(*trees, reader.kinds)
    return Report(
        "equal",
        blocks=(
            screen.head("equal", Span("   "), Span(trees[0]), Span("   and   "), Span(trees[1])),
            Line(),
            *_blocks(found),
        ),
        rows=((found.verdict, found.why),),
        inputs=reader.inputs,
        data=_data(found),
        quiet=((found.verdict,),),
        exit_code=0 if found.verdict == "equal" else 1,
    )


def _blocks(found: Equality) -> list[Block]:
    from mvcalc_cli.commands import screen
    from mvcalc_cli.report import Line, Span, Verdict

    sign, words = _WORDS[found.verdict]
    blocks: list[Block] = [Verdict(words, sign)]  # type: ignore[arg-type]
    if found.why != found.verdict:
        blocks.append(Line((Span(_with_minus_signs(found.why)),), indent=4))
    return [*blocks, *screen.excluded_lines(found.conditions)]


def _with_minus_signs(sentence: str) -> str:
    """at x = −1, where the sentence has -1."""
    pairs = zip(sentence, f"{sentence[1:]} ", strict=True)
    return "".join("−" if char == "-" and after.isdigit() else char for char, after in pairs)


def _data(found: Equality) -> dict[str, object]:
    from mvcalc_cli.commands import screen

    data: dict[str, object] = {
        "verdict": found.verdict,
        "why": found.why,
        "proven": found.proven,
        "conditions": screen.excluded_data(found.conditions),
    }
    if found.where:
        data["counterexample"] = {
            "point": {name: _number(value) for name, value in found.where},
            "left": _number(found.left),
            "right": _number(found.right),
        }
    return data


def _number(value: complex | float | None) -> object:
    return {"re": value.real, "im": value.imag} if isinstance(value, complex) else value
