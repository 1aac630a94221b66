"""What `--save FILE` writes, by the extension of the file."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Final

from mvcalc_cli.errors import FileError, InputError
from mvcalc_cli.render.output import Output
from mvcalc_cli.render.plain import cell_text
from mvcalc_cli.report import Report, Table

Writer = Callable[[Report, Output], str]


def save(report: Report, path: str, output: Output, *, force: bool = False) -> None:
    """Write the answer into a file, in the form its extension names.

    Raises:
        InputError: For an extension nothing is known about, or an answer that has no such form.
        FileError: If the file is there already (without `force`), or cannot be written.
    """
    check_target(path, force=force)
    text = _WRITERS[_extension(path)](report, output)
    try:
        with open(path, "w" if force else "x", encoding="utf-8", newline="") as file:
            file.write(text)
    except FileExistsError:
        raise _exists(path) from None
    except OSError as problem:
        raise FileError(f"{path} cannot be written: {problem.strerror}") from problem


def check_target(path: str, *, force: bool = False) -> None:
    """Find out before the work whether `save` will refuse the path; raises as `save` does."""
    extension = _extension(path)
    if extension == ".npy":
        raise InputError(
            ".npy files are not written yet: they hold arrays of numbers, which need NumPy",
            hint="--save FILE.csv or FILE.json",
        )
    if extension not in _WRITERS:
        known = " ".join(_WRITERS)
        told = f"no form is known for {extension} files" if extension else f"{path} has no extension that names a form"
        raise InputError(told, hint=f"--save knows {known}")
    if not force and os.path.lexists(path):
        raise _exists(path)


def _exists(path: str) -> FileError:
    return FileError(f"{path} is there already", hint="--force writes over it")


def _extension(path: str) -> str:
    return os.path.splitext(path)[1].lower()


def _without(report: Report, form: str) -> InputError:
    return InputError(f"the answer of {report.command} has no {form}", hint="--json has it whole")


def latex_text(report: Report, _: Output) -> str:
    """The answer in LaTeX, on one line."""
    from mvcalc_cli.language.printers import latex

    if report.answer is None:
        raise _without(report, "LaTeX")
    return latex(report.answer) + "\n"


def python_text(report: Report, _: Output) -> str:
    """The answer as a complete NumPy function of the report's variables."""
    from mvcalc_cli.language.printers import python

    if report.answer is None:
        raise _without(report, "Python form")
    return python(report.answer, name="f", variables=report.variables).rstrip("\n") + "\n"


def _json(report: Report, output: Output) -> str:
    from mvcalc_cli.render.data import json_text

    return json_text(report, output._replace(line=None))


def _csv(report: Report, _: Output) -> str:
    """The rows of the plain form; the header of the one table that shows them, where there is one."""
    import csv
    import io

    if not report.rows:
        raise _without(report, "rows for a .csv file")
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    tables = [block for block in report.blocks if isinstance(block, Table) and len(block.rows) == len(report.rows)]
    if len(tables) == 1 and all(len(tables[0].headers) == len(row) for row in report.rows):
        writer.writerow(tables[0].headers)
    writer.writerows([cell_text(cell) for cell in row] for row in report.rows)
    return stream.getvalue()


def _page_output(output: Output) -> Output:
    """A saved screen is for reading: whole, in mathematics, without hints."""
    return output._replace(format="terminal", width=max(80, output.width), ascii=False, quiet=False, hints=False)


def _txt(report: Report, output: Output) -> str:
    from mvcalc_cli.render.paint import paint
    from mvcalc_cli.render.terminal import screen

    return paint(screen(report, _page_output(output)._replace(ascii=output.ascii)), color=False)


def _html(report: Report, output: Output) -> str:
    from mvcalc_cli.language.printers import latex
    from mvcalc_cli.render.page import html_page
    from mvcalc_cli.render.terminal import screen

    formula = None if report.answer is None else latex(report.answer)
    return html_page(f"mvcalc {report.command}", screen(report, _page_output(output)), formula)


def _svg(report: Report, output: Output) -> str:
    from mvcalc_cli.render.page import svg_page
    from mvcalc_cli.render.terminal import screen

    return svg_page(f"mvcalc {report.command}", screen(report, _page_output(output)))


_WRITERS: Final[dict[str, Writer]] = {
    ".tex": latex_text,
    ".json": _json,
    ".csv": _csv,
    ".html": _html,
    ".svg": _svg,
    ".txt": _txt,
    ".py": python_text,
}
