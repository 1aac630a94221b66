"""The picture of a question: a command of ours that draws, in a process of its own, with no option that writes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mvcalc_cli.errors import InputError, LimitError, MvcalcError

if TYPE_CHECKING:
    from mvcalc_cli.render.output import Output

_SECONDS: Final = 20
_START: Final = "from mvcalc_cli.cli import main; main()"


def words_of(figure: str) -> list[str]:
    """The words of a figure's command line.

    A bank is foreign text: what `quiz lint` refuses in a figure is not drawn either.

    Raises:
        InputError: If it draws nothing, or names a file or a shared option.

    >>> words_of("plot 'x^2 + y^2' --contour")
    ['plot', 'x^2 + y^2', '--contour']
    """
    from mvcalc_cli.commands.bank_files import check_figure, figure_words

    try:
        check_figure(figure)
    except MvcalcError as mistake:
        raise InputError(f"the figure of this question: {mistake.message}", hint=mistake.hint) from mistake
    return figure_words(figure)


def draw(figure: str, output: Output) -> str:
    """The picture as text.

    Raises:
        InputError: If the figure may not be drawn.
        LimitError: If it takes too long.
        MvcalcError: With what the command said, if it failed.
    """
    import os
    import subprocess
    import sys

    # --plain is ASCII even where the terminal knows more.
    drawn = ("--ascii",) if output.ascii or output.format != "terminal" else ()
    words = [*words_of(figure), "--screen", "--no-color", "--no-next", *drawn]
    around = {**os.environ, "COLUMNS": str(output.width), "LINES": str(max(12, output.height - 4))}
    around |= {"PYTHONIOENCODING": "utf-8", "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
    try:
        found = subprocess.run(
            [sys.executable, "-P", "-c", _START, *words],
            stdin=subprocess.DEVNULL, capture_output=True, timeout=_SECONDS, env=around, check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired as late:
        raise LimitError(f"the picture took longer than {_SECONDS} s") from late
    if found.returncode:
        told = found.stderr.decode("utf-8", "replace").strip().removeprefix("✗").strip()
        raise MvcalcError(f"the picture cannot be drawn: {told.splitlines()[0] if told else 'no reason was given'}")
    return found.stdout.decode("utf-8", "replace")
