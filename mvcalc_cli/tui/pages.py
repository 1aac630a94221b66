"""The rows of each part of the screen: head, question, what is said, foot."""

from __future__ import annotations

from typing import Final

from mvcalc_cli.quiz.line_mode import HELP, comes_back
from mvcalc_cli.quiz.session import Sitting
from mvcalc_cli.quiz.variant import VariantPart
from mvcalc_cli.render.output import Output
from mvcalc_cli.render.quiz.question import done_rows, label_rows, progress_bar, text_rows
from mvcalc_cli.render.quiz.verdict import hint_rows, solution_rows, verdict_rows
from mvcalc_cli.render.segments import Row, Segment, fill, pad, row_width, words
from mvcalc_cli.tui.preview import preview_rows, reading
from mvcalc_cli.tui.view import Judged, View

_SLOW: Final = 2  # tenths of a second after which it is said that something goes on
_SPINNER: Final = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏"
_MINUTE: Final = 60
OF_LISTS: Final = (
    ("a b c", "choose, tick or number an option; again puts it back"),
    ("up, down, space", "the same with the arrows"),
    ("backspace", "takes the last one back"),
)
KEYS: Final = (
    ("enter", "check the answer; then the next question"),
    ("ctrl+t", "the next hint"),
    ("ctrl+e", "the solution; before a right answer it counts as wrong"),
    ("ctrl+s", "skip the question; after a wrong answer it comes again"),
    ("ctrl+b", "back to a question that was skipped"),
    ("ctrl+p", "the picture of the question"),
    ("page up, page down", "what does not fit on the screen"),
    ("1 2 3 4", "after a question: again, hard, good or easy"),
    ("esc", "leave; the session goes on another time where it stands"),
)


def head_row(sitting: Sitting, output: Output) -> Row:
    """Module and bank, which question, how far, and how it goes; as much of it as there is room for."""
    place = min(sitting.place + 1, len(sitting.items))
    total = len(sitting.items)
    title: Segment = (" " + words(_title(sitting), output), "answer")
    standing = _standing(sitting, output)
    kind = "placement, " if sitting.placing else ""
    longest: Row = (
        title,
        (f"   {kind}question {place} of {total}  ", "secondary"),
        *progress_bar(place, total, output),
    )
    for row in (longest, longest[:2], (title, (f"   {place}/{total}", "secondary"))):
        if row_width((*row, *standing)) <= output.width:
            return (*row, *standing)
    return ((f" {place}/{total}", "secondary"), *standing)


def _title(sitting: Sitting) -> str:
    item = sitting.items[min(sitting.place, len(sitting.items) - 1)]
    bank = sitting.banks[item.bank]
    return f"Module {bank.module} · {bank.title}" if bank.module else bank.title


def _standing(sitting: Sitting, output: Output) -> Row:
    """✓2 ✗0; in an exam the time that is left."""
    if sitting.exam:
        left = sitting.seconds_left
        return () if left is None else (("  " + clock(left), "point" if left > _MINUTE else "bad"),)
    went = [result.outcome for result in sitting.results()]
    right, wrong = went.count("right"), went.count("wrong")
    return ((" " + words("✓", output) + f"{right}", "good"), (" " + words("✗", output) + f"{wrong}", "bad"))


def clock(seconds: float) -> str:
    """29:59.

    >>> clock(1799.2), clock(3725)
    ('30:00', '1:02:05')
    """
    whole = -int(-seconds // 1)
    hours, minutes, rest = whole // 3600, whole // 60 % 60, whole % 60
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def question_rows(sitting: Sitting, view: View, output: Output) -> list[Row]:
    """The text of the question, the parts that are done, and what stands before the input."""
    if view.mode in {"loading", "broken", "last"}:
        return _not_there(sitting, view, output)
    variant = sitting.variant
    rows = [*text_rows(variant.prompt, output), *_picture(variant.figure, output)]
    current = view.judged.part if view.mode == "done" and view.judged is not None else sitting.part
    if len(variant.parts) > 1:
        rows += [(), *_parts_done(sitting, current, output)]
    label = label_rows(current.label, output)
    return [*rows, *([()] if label and len(variant.parts) == 1 else []), *label]


def _picture(figure: str, output: Output) -> list[Row]:
    """That there is one, and its key: the foot has no room for it beside the others."""
    return fill((("ctrl+p", "answer"), (" shows a picture", "secondary")), output.width, indent=2) if figure else []


def _not_there(sitting: Sitting, view: View, output: Output) -> list[Row]:
    if view.mode == "last":
        return last_rows(sitting, output)
    message, hint = view.broken
    if message:
        rows = fill(
            (("✗ " if not output.ascii else "NO: ", "bad"), (words(message, output), "text")), output.width, indent=2
        )
        return rows + (fill(((words(hint, output), "secondary"),), output.width, indent=4) if hint else [])
    return [_spinner(view, "the question is made", output)] if view.waits > _SLOW and not sitting.over else []


def _parts_done(sitting: Sitting, current: VariantPart, output: Output) -> list[Row]:
    rows: list[Row] = []
    for part in sitting.variant.parts:
        stood = sitting.of(part)
        if part.part.id == current.part.id:
            break
        if stood.done:
            right = None if sitting.exam else stood.right
            rows += done_rows(part.label, part.part.id, stood.raw, right, output)
    return rows


def said_rows(sitting: Sitting, view: View, output: Output) -> list[Row]:
    """Beneath the input: what was typed, hints, the verdict, the solution, notices."""
    rows: list[Row] = []
    if view.mode in {"asking", "undecided", "done"}:
        rows = _about_the_answer(sitting, view, output)
    for notice in view.notices:
        rows += fill(
            (("· " if not output.ascii else "- ", "point"), (words(notice, output), "text")), output.width, indent=2
        )
    if view.waits > _SLOW and view.mode != "loading":
        rows.append(_spinner(view, "checking", output))
    return rows


def _about_the_answer(sitting: Sitting, view: View, output: Output) -> list[Row]:
    part = view.judged.part if view.judged is not None and not view.stale else sitting.part
    typed = reading(view.typed, part.task)
    if view.judged is not None and view.judged.marked.verdict == "invalid" and not view.stale:
        typed = typed._replace(note="")  # the verdict says it
    blocks: list[list[Row]] = [] if view.solved else [preview_rows(typed, output)]
    if view.mode == "asking":
        blocks.append(hint_rows(sitting.part.hints, sitting.of(sitting.part).hints, output))
    if view.judged is not None:
        blocks.append(_judged_rows(view.judged, sitting, view, output))
    if view.solved:
        blocks.append(solution_rows(sitting.variant, output))
    rows: list[Row] = []
    for block in blocks:
        rows += [(), *block] if rows and block else block
    return rows


def _judged_rows(judged: Judged, sitting: Sitting, view: View, output: Output) -> list[Row]:
    """The verdict, and the keys that one has now."""
    if view.mode == "done":
        rows = [] if view.gave_up else verdict_rows(judged.marked, judged.part, output)
        return [*rows, *_flush("" if view.days is None else comes_back(view.days), "enter next question", output)]
    if view.stale:
        return _of_before(judged, sitting, output)
    rows = verdict_rows(judged.marked, judged.part, output)
    if view.mode == "undecided":
        return [*rows, *_flush("mark it yourself: y right, n not right", "", output)]
    if judged.marked.verdict == "invalid":
        return rows
    return [*rows, *_flush("", "enter try again   ctrl+e show the steps", output)]


def _of_before(judged: Judged, sitting: Sitting, output: Output) -> list[Row]:
    """What was said of an earlier text, in the background; of the part before, as it was."""
    rows = verdict_rows(judged.marked, judged.part, output)
    if judged.part.part.id != sitting.part.part.id:
        return rows
    faded: list[Row] = [tuple((text, "secondary") for text, _ in row) for row in rows]
    return [(("  to your answer before", "secondary"),), *faded] if judged.marked.verdict != "invalid" else []


def _flush(left: str, right: str, output: Output) -> list[Row]:
    """Something on the left, the keys on the right."""
    start: Row = ((f"    {left}", "text"),)
    whole: Row = (*pad(start, max(row_width(start) + 2, min(output.width, 80) - 2 - len(right))), (right, "secondary"))
    if row_width(whole) <= output.width:
        return [whole] if left or right else []
    return fill(((left, "text"),), output.width, indent=4) if left else []  # the foot says the keys as well


def _spinner(view: View, text: str, output: Output) -> Row:
    sign = "..." if output.ascii else _SPINNER[view.waits % len(_SPINNER)] + " "
    dots = "" if output.ascii else "…"
    return ((f"  {sign}{text}{dots}", "secondary"),)


def last_rows(sitting: Sitting, output: Output) -> list[Row]:
    """Before an exam is handed in."""
    open_ones = sum(item.state != "done" for item in sitting.items)
    left = "every question is answered" if not open_ones else f"{open_ones} of {len(sitting.items)} are not answered"
    return fill(((left, "text"),), output.width, indent=2)


def syntax_rows(output: Output, *, listed: bool = False) -> list[Row]:
    """How answers are written, and what the keys do; where one answers from a list the keys alone."""
    keys: list[Row] = [(("  keys", "operator"),), (), *_pairs((*OF_LISTS, *KEYS) if listed else KEYS, output)]
    if listed:
        return keys
    return [(("  how an answer is written", "operator"),), (), *_pairs(HELP, output), (), *keys]


def _pairs(pairs: tuple[tuple[str, str], ...], output: Output) -> list[Row]:
    width = min(max(len(name) for name, _ in pairs) + 3, output.width // 2)
    rows: list[Row] = []
    for name, meaning in pairs:
        row: Row = (*pad(((name, "answer"),), max(width, len(name) + 2)), (words(meaning, output), "text"))
        rows += fill(row, output.width, indent=2, hang=4)
    return rows


def question_of_asks(asks: str, view: View) -> str:
    """What the next key decides, in words."""
    if asks == "leave":
        kept = " (what is typed is not kept)" if view.typed.strip() else ""
        return f" leave?{kept}   enter leaves, any other key stays"
    return " see the solution? it counts as not known   enter shows it, other keys stay"
