"""mvcalc quiz new: a bank to begin with, its comments saying what else there is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from mvcalc_cli.commands.options import Argument, Option

if TYPE_CHECKING:
    from mvcalc_cli.commands.inputs import Reader
    from mvcalc_cli.report import Report


def report(
    reader: Reader,
    file: Annotated[str, Argument("FILE", help="to be written, .yaml", complete="file")],
    *,
    module: Annotated[int | None, Option("--module", metavar="M", help="of the course", minimum=1, maximum=7)] = None,
) -> Report:
    """A file that lints clean; one that is there is not written over without --force."""
    from mvcalc_cli.quiz.template import template
    from mvcalc_cli.report import Line, Report, Span

    path = file if file.endswith((".yaml", ".yml")) else f"{file}.yaml"
    _write(path, template(path, module), force=reader.force)
    steps = ("preview", "lint", "test")
    return Report(
        "quiz new",
        blocks=(
            Line((Span(path, "answer"),)),
            *(Line((Span(f"mvcalc quiz {step} {path}", "secondary"),), indent=2) for step in steps),
        ),
        rows=((path,),),
        inputs=reader.inputs,
        data={"path": path},
    )


def _write(path: str, text: str, *, force: bool) -> None:
    """Write the file; without `force` only where there is none.

    Raises:
        FileError: If it is there, or cannot be written.
    """
    from mvcalc_cli.errors import FileError

    try:
        with open(path, "w" if force else "x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except FileExistsError as problem:
        raise FileError(f"{path} is there already", hint="--force writes over it") from problem
    except (OSError, ValueError) as problem:
        told = getattr(problem, "strerror", None) or str(problem)
        raise FileError(f"{path} cannot be written: {told}") from problem
