"""What `--save FILE` writes, by the extension of the file."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Final

from mvcalc_cli.errors import FileError, InputError, MvcalcError
from mvcalc_cli.render.output import Output
from mvcalc_cli.render.plain import cell_text
from mvcalc_cli.render.segments import Row, segments
from mvcalc_cli.report import Block, Line, Picture, Report, Table, Verdict

Writer = Callable[[Report, Output], str | bytes]


def save(report: Report, path: str, output: Output, *, force: bool = False) -> None:
    """Write the answer into a file, in the form its extension names.

    Raises:
        InputError: For an extension nothing is known about, or an answer that has no such form.
        FileError: If the file is there already (without `force`), or cannot be written.
    """
    check_target(path, force=force)
    content = _WRITERS[_extension(path)](report, output)
    data = content.encode("utf-8") if isinstance(content, str) else content
    try:
        with open(path, "wb" if force else "xb") as file:
            file.write(data)
    except FileExistsError:
        raise _exists(path) from None
    except OSError as problem:
        raise FileError(f"{path} cannot be written: {problem.strerror}") from problem


def check_target(path: str, *, force: bool = False) -> None:
    """Find out before the work whether `save` will refuse the path; raises as `save` does."""
    extension = _extension(path)
    if extension not in _WRITERS:
        known = " ".join(_WRITERS)
        told = f"no form is known for {extension} files" if extension else f"{path} has no extension that names a form"
        raise InputError(told, hint=f"--save knows {known}")
    if extension == ".png":
        from mvcalc_cli.render.png import require_matplotlib

        require_matplotlib()
    if not force and os.path.lexists(path):
        raise _exists(path)


def _exists(path: str) -> FileError:
    return FileError(f"{path} is there already", hint="--force writes over it")


def _extension(path: str) -> str:
    return os.path.splitext(path)[1].lower()


def _without(report: Report, form: str) -> MvcalcError:
    """No formula: because the answer is "no", which is then said, or because this command has none."""
    if report.exit_code:
        return MvcalcError(_refusal(report))
    return InputError(f"the answer of {report.command} has no {form}", hint="--json has it whole")


def _refusal(report: Report) -> str:
    """The sentence of an answer that is "no": its verdict, else the line that stands in its place."""
    verdicts = [block.text for block in report.blocks if isinstance(block, Verdict) and block.sign != "good"]
    lines = [
        "".join(str(span.content) for span in block.spans if isinstance(span.content, str))
        for block in report.blocks
        if isinstance(block, Line) and any(span.role == "answer" for span in block.spans)
    ]
    return next(iter([*verdicts[-1:], *lines]), "the answer is no").strip()


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
    """The rows of the plain form, under their names: those of the report, else the header of the table it shows."""
    import csv
    import io

    if not report.rows and not report.series:
        raise _without(report, "rows for a .csv file")
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    if not report.series and (header := _header(report)):
        writer.writerow(header)
    writer.writerows([cell_text(cell) for cell in row] for row in report.series or report.rows)
    return stream.getvalue()


def _npy(report: Report, _: Output) -> bytes:
    """The answer as an array."""
    from mvcalc_cli.numeric.arrays import dumped

    if report.array is None:
        raise InputError(
            f"this answer of {report.command} is no array of numbers, and a .npy file holds one",
            hint="--save FILE.json holds any answer; --numeric --at POINT gives numbers, where the command has it",
        )
    return dumped(report.array)


def _header(report: Report) -> tuple[str, ...]:
    """The names of the columns; none where the rows are of several kinds."""
    widths = {len(row) for row in report.rows}
    if report.columns:
        return report.columns if widths == {len(report.columns)} else ()
    tables = [block for block in report.blocks if isinstance(block, Table) and len(block.rows) == len(report.rows)]
    return tables[0].headers if len(tables) == 1 and widths == {len(tables[0].headers)} else ()


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

    formula = None if report.answer is None else latex(report.answer)
    return html_page(f"mvcalc {report.command}", _parts(report, _page_output(output)), formula)


def _parts(report: Report, output: Output) -> list[list[Row] | str]:
    """Rows of the screen and pictures, in turn."""
    from mvcalc_cli.render.svg import svg_pictures
    from mvcalc_cli.render.terminal import screen

    parts: list[list[Row] | str] = []
    rest: list[Block] = []
    for block in report.blocks:
        if isinstance(block, Picture):
            parts += [screen(report._replace(blocks=tuple(rest), check=None), output), svg_pictures("", [block])]
            rest = []
        else:
            rest.append(block)
    return [part for part in (*parts, screen(report._replace(blocks=tuple(rest)), output)) if part]


def _pictures(report: Report) -> list[Picture]:
    return [block for block in report.blocks if isinstance(block, Picture)]


def _title(report: Report, output: Output) -> str:
    """The first line of the screen that says something."""
    lines = (segments(block.spans, output) for block in report.blocks if isinstance(block, Line))
    texts = ("".join(text for text, _ in line).strip() for line in lines)
    return " ".join(next((text for text in texts if text), f"mvcalc {report.command}").split())


def _svg(report: Report, output: Output) -> str:
    """The pictures of the answer; of one without pictures the screen."""
    from mvcalc_cli.render.page import svg_page
    from mvcalc_cli.render.svg import svg_pictures
    from mvcalc_cli.render.terminal import screen

    page = _page_output(output)
    if pictures := _pictures(report):
        return svg_pictures(_title(report, page), pictures)
    return svg_page(f"mvcalc {report.command}", screen(report, page))


def _png(report: Report, output: Output) -> bytes:
    from mvcalc_cli.render.png import png_pictures

    pictures = _pictures(report)
    if not pictures:
        raise InputError(
            f"the answer of {report.command} has no picture", hint="--plot draws one, where the command has it"
        )
    return png_pictures(_title(report, _page_output(output)), pictures)


_WRITERS: Final[dict[str, Writer]] = {
    ".tex": latex_text,
    ".json": _json,
    ".csv": _csv,
    ".npy": _npy,
    ".html": _html,
    ".svg": _svg,
    ".png": _png,
    ".txt": _txt,
    ".py": python_text,
}
