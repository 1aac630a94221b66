"""mvcalc check-work: the first line of a working that does not follow from the one before."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from mvcalc_cli.commands.options import Argument, Option

if TYPE_CHECKING:
    from collections.abc import Callable

    from mvcalc_cli.commands.inputs import Reader
    from mvcalc_cli.language.tree import Tree
    from mvcalc_cli.quiz.check_work import Checked
    from mvcalc_cli.report import Block, Report

    Show = Callable[[Tree], str]

_LONGEST = 200_000
_SIGNS = {"start": "·", "follows": "✓", "follows-where": "✓", "does-not-follow": "✗", "undecided": "?"}


def report(
    reader: Reader,
    file: Annotated[str, Argument("FILE", help="a line an expression or equation; -: stdin", complete="file")],
    *,
    every: Annotated[bool, Option("--all", help="go on after a line that does not follow")] = False,
) -> Report:
    """Each line with its verdict, and what went wrong at the first that does not follow."""
    from mvcalc_cli.quiz.check_work import check_work
    from mvcalc_cli.quiz.workings.guarded import Guarded
    from mvcalc_cli.report import Report

    name = "standard input" if file == "-" else file.removeprefix("@")
    text = _text(reader, file)
    guarded = Guarded()
    try:
        working = guarded.read(text, reader.kinds, name)
        found = list(check_work(working, reader.kinds, guarded.follows, every))
    finally:
        guarded.close()
    wrong = [checked for checked in found if checked.link.verdict == "does-not-follow"]
    return Report(
        "check-work",
        blocks=tuple(_blocks(found, name)),
        rows=tuple(_row(checked) for checked in found),
        inputs=reader.inputs,
        data=_data(found),
        quiet=((wrong[0].written.line if wrong else 0,),),
        exit_code=1 if wrong else 0,
        columns=("line", "verdict", "why"),
        warnings=tuple(f"line {each.written.line} could not be decided: {each.link.why.words(_ascii)}"
                       for each in found if each.link.verdict == "undecided"),
    )  # fmt: skip


def _text(reader: Reader, file: str) -> str:
    """The file, or what comes on standard input."""
    from mvcalc_cli.commands.files import decoded, read_text
    from mvcalc_cli.errors import FileError

    if file != "-":
        return read_text(file.removeprefix("@"), _LONGEST)
    stdin = reader.streams.stdin if reader.streams is not None else None
    if stdin is None:
        raise FileError("standard input is closed", hint="give the name of a file")
    data = stdin.read(4 * _LONGEST + 4)
    text = decoded(data, "standard input")
    if len(text) > _LONGEST:
        raise FileError(f"standard input is too long: {_LONGEST:,} characters are read at most")
    return text


# --- the screen ------------------------------------------------------------------------------------


def _blocks(found: list[Checked], name: str) -> list[Block]:
    from mvcalc_cli.commands import screen
    from mvcalc_cli.report import Line, Span

    blocks: list[Block] = [screen.head("check-work", Span(f"   {name}")), Line()]
    width = len(str(found[-1].written.line))
    for checked in found:
        blocks += _line(checked, width)
    return [*blocks, Line(), *_closing(found)]


def _line(checked: Checked, width: int) -> list[Block]:
    """✗ 3   = x² + 1, and under it why."""
    from mvcalc_cli.language.printers import line
    from mvcalc_cli.report import Line, Span

    verdict = checked.link.verdict
    role = {"follows": "good", "follows-where": "good", "does-not-follow": "bad"}.get(verdict, "secondary")
    number = "" if checked.written.joined else str(checked.written.line)
    mark = "=" if checked.written.joined else {"<=>": "⇔", "=>": "⇒"}.get(checked.written.mark, checked.written.mark)
    spans = (
        Span(_SIGNS[verdict], role),  # type: ignore[arg-type]
        Span(f" {number:>{width}}  ", "secondary"),
        Span(f"{mark:1} "),
        Span(_typed(checked.written.text)),
    )
    told = [Line((Span(text),), indent=width + 8) for text in _reasons(checked, line)]
    return [Line(spans, indent=2), *told]


def _typed(text: str) -> str:
    return text.strip()[:200]


def _reasons(checked: Checked, show: Show) -> list[str]:
    """The sentences under a line: nothing where it simply follows."""
    link = checked.link
    if link.verdict in {"start", "follows"} and not link.gained:
        return [_minus(link.why.words(show), show)] if link.restored else []
    told = bool(link.conditions) or link.why.text == "the solutions are not the same"
    reasons = [] if told else [link.why.words(show)]
    if link.verdict == "undecided":
        reasons = [f"could not be decided: {link.why.words(show)}"]
    if link.conditions:
        reasons.append(f"holds for {', '.join(map(show, link.conditions))}")
    reasons += _named("lost", link.lost, show) + _named("gained", link.gained, show)
    if link.slip is not None:
        reasons.append(link.slip.words(show))
    return [_minus(text, show) for text in reasons]


def _ascii(tree: Tree) -> str:
    """x = 0 in ASCII, as it would be typed."""
    from mvcalc_cli.language.printers import plain

    if tree.kind == "relation":
        left, right = map(plain, tree.args)
        return f"{left} {tree.value} {right}"
    if tree.kind == "logic" and tree.value in {"and", "or"}:
        return f" {tree.value} ".join(map(_ascii, tree.args))
    return plain(tree)


def _named(word: str, roots: tuple[Tree, ...], show: Show) -> list[str]:
    return [f"{word}: {', '.join(map(show, roots))}"] if roots else []


def _minus(sentence: str, show: Show) -> str:
    """at x = −1, where the sentence has -1; the plain form keeps it."""
    from mvcalc_cli.language.printers import line

    if show is not line:
        return sentence
    pairs = zip(sentence, f"{sentence[1:]} ", strict=True)
    return "".join("−" if char == "-" and after.isdigit() else char for char, after in pairs)


def _closing(found: list[Checked]) -> list[Block]:
    from mvcalc_cli.report import Verdict

    wrong = [checked.written.line for checked in found if checked.link.verdict == "does-not-follow"]
    undecided = [checked.written.line for checked in found if checked.link.verdict == "undecided"]
    if len(wrong) > 1:
        return [Verdict(f"{len(wrong)} lines do not follow: {', '.join(map(str, dict.fromkeys(wrong)))}", "bad")]
    if wrong:
        return [Verdict(f"line {wrong[0]} does not follow", "bad")]
    if undecided:
        return [Verdict(f"no line is wrong; {_lines(undecided)} could not be decided", "open")]
    if len(found) == 1:
        return [Verdict("there is one line, and nothing to compare it with", "open")]
    where = [checked for checked in found if checked.link.verdict == "follows-where"]
    return [Verdict("every line follows" + (", where both have a value" if where else ""))]


def _lines(numbers: list[int]) -> str:
    return f"line{'s' if len(numbers) > 1 else ''} {', '.join(map(str, numbers))}"


# --- other forms -----------------------------------------------------------------------------------


def _row(checked: Checked) -> tuple[str | float | Tree, ...]:
    words = "; ".join(_reasons(checked, _ascii))
    return (checked.written.line, checked.link.verdict, words)


def _data(found: list[Checked]) -> dict[str, object]:
    wrong = next((checked.written.line for checked in found if checked.link.verdict == "does-not-follow"), None)
    return {"lines": [_line_data(checked) for checked in found], "first": wrong}


def _line_data(checked: Checked) -> dict[str, object]:
    link = checked.link
    data: dict[str, object] = {
        "line": checked.written.line,
        "text": _typed(checked.written.text),
        "verdict": link.verdict,
        "why": link.why.words(_ascii),
    }
    for key, trees in (("lost", link.lost), ("gained", link.gained), ("conditions", link.conditions)):
        if trees:
            data[key] = [_ascii(tree) for tree in trees]
    if link.slip is not None:
        data["slip"] = link.slip.words(_ascii)
    return data
