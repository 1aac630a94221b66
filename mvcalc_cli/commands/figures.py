"""The picture of a question: our own plot command, in a process of its own, with none of the options that write."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mvcalc_cli.errors import InputError, LimitError, MvcalcError

if TYPE_CHECKING:
    from mvcalc_cli.render.output import Output

_SECONDS: Final = 20
_START: Final = "from mvcalc_cli.cli import main; main()"


def words_of(figure: str) -> list[str]:
    """The words of a figure's command line.

    A bank is foreign text: it may name functions and how they are drawn, but no file and no shared option.

    Raises:
        InputError: If it is no plot, or names more than that.

    >>> words_of("plot 'x^2 + y^2' --contour")
    ['plot', 'x^2 + y^2', '--contour']
    """
    import shlex

    from mvcalc_cli.commands.arguments import read_line
    from mvcalc_cli.commands.registry import COMMANDS
    from mvcalc_cli.commands.signature import own_parameters

    try:
        words = shlex.split(figure)
    except ValueError:
        words = []
    if len(words) < 2 or words[0] != "plot":
        raise InputError(f"the figure of this question is no plot: {figure}", hint="plot 'x^2' …")
    line = read_line(words[1:], own_parameters(COMMANDS["plot"].load()), "plot")
    values = [*line.positionals, *(value for _, _, value in line.options if isinstance(value, str))]
    if any(value.startswith("@") or value == "-" for value in values):
        raise InputError("the figure of a question may not read files", hint=figure)
    return words


def draw(figure: str, output: Output) -> str:
    """The picture as text.

    Raises:
        InputError: If the figure is no plot.
        LimitError: If it takes too long.
        MvcalcError: With what the plot command said, if it failed.
    """
    import os
    import subprocess
    import sys

    words = [*words_of(figure), "--screen", "--no-color", "--no-next", *(("--ascii",) if output.ascii else ())]
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
