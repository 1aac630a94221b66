"""Reports and mistakes, shown: terminal screen, plain line, JSON, LaTeX, Python, saved files.

A renderer knows blocks and roles, never a command; it writes nothing itself but returns the whole text.
Each form is loaded when it is asked for: a pipe does not wait for the layout of a screen.
"""

from __future__ import annotations

from mvcalc_cli.errors import MvcalcError
from mvcalc_cli.render.output import Format, Output
from mvcalc_cli.report import Report

__all__ = ["Format", "Output", "check_target", "emit", "save", "show_error", "show_note"]


def emit(report: Report, output: Output) -> str:
    """The whole text for stdout, in the chosen format, its last line ended.

    Raises:
        InputError: For LaTeX or Python of an answer that is no formula.
    """
    return _FORMATS[output.format](report, output)


def show_error(error: MvcalcError, output: Output) -> str:
    """The text for stderr of a mistake: three or four lines, or one JSON object on one line."""
    from mvcalc_cli.render.mistakes import show_error as show

    return show(error, output)


def show_note(text: str, output: Output, *, label: str = "note") -> str:
    """The text for stderr of a guess or a warning: `note: …`."""
    from mvcalc_cli.render.mistakes import show_note as show

    return show(text, output, label=label)


def save(report: Report, path: str, output: Output, *, force: bool = False) -> None:
    """Write the answer into a file, in the form its extension names; raises InputError or FileError."""
    from mvcalc_cli.render.saved import save as write

    write(report, path, output, force=force)


def check_target(path: str, *, force: bool = False) -> None:
    """Find out before the work whether `save` will refuse the path."""
    from mvcalc_cli.render.saved import check_target as check

    check(path, force=force)


def _terminal(report: Report, output: Output) -> str:
    from mvcalc_cli.render.paint import paint
    from mvcalc_cli.render.terminal import screen
    from mvcalc_cli.render.transliterate import to_ascii

    text = paint(screen(report, output), color=output.color)
    return to_ascii(text) if output.ascii else text


def _plain(report: Report, output: Output) -> str:

    from mvcalc_cli.render.plain import plain_text

    if not report.rows and report.quiet is None and output.line is None:  # a page to read, no rows of results
        return _terminal(report, output._replace(ascii=True, color=False, hints=False))
    return plain_text(report, output)


def _json(report: Report, output: Output) -> str:
    from mvcalc_cli.render.data import json_text

    return json_text(report, output)


def _latex(report: Report, output: Output) -> str:
    from mvcalc_cli.render.saved import latex_text

    return latex_text(report, output)


def _python(report: Report, output: Output) -> str:
    from mvcalc_cli.render.saved import python_text

    return python_text(report, output)


_FORMATS = {"terminal": _terminal, "plain": _plain, "json": _json, "latex": _latex, "python": _python}
