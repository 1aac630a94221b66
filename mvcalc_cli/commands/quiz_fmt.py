"""mvcalc quiz fmt: a bank in the usual form, its comments kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from mvcalc_cli.commands.options import Argument, Option

if TYPE_CHECKING:
    from mvcalc_cli.commands.inputs import Reader
    from mvcalc_cli.report import Report


def report(
    reader: Reader,
    file: Annotated[str, Argument("FILE", help="the bank", complete="file")],
    *,
    check: Annotated[bool, Option("--check", help="write nothing; exit code 1 if it would change")] = False,
) -> Report:
    """Order of keys, indentation, ends of lines; what the bank says stays as it is."""
    from mvcalc_cli.quiz.bank import read_bytes
    from mvcalc_cli.quiz.format import formatted
    from mvcalc_cli.report import Report, Verdict

    before = read_bytes(file)
    after = formatted(before, file)
    changed = after != before
    if changed and not check:
        _replace(file, after)
    told = "is in the usual form" if not changed else "would change" if check else "is in the usual form now"
    return Report(
        "quiz fmt",
        blocks=(Verdict(f"{file} {told}", "bad" if changed and check else "good"),),
        rows=((file, "changed" if changed else "unchanged"),),
        inputs=reader.inputs,
        data={"path": file, "changed": changed},
        exit_code=1 if changed and check else 0,
    )


def _replace(path: str, data: bytes) -> None:
    """Put the new text in the place of the old in one step; a link keeps its target.

    Raises:
        FileError: If it cannot be written; the old one is there still.
    """
    import contextlib
    import os
    import shutil
    import tempfile

    from mvcalc_cli.errors import FileError

    target = os.path.realpath(path)
    try:
        descriptor, new = tempfile.mkstemp(dir=os.path.dirname(target), prefix=".fmt-")
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(data)
            shutil.copymode(target, new)
            os.replace(new, target)
        except OSError:
            with contextlib.suppress(OSError):
                os.unlink(new)
            raise
    except OSError as problem:
        raise FileError(f"{path} cannot be written: {problem.strerror}") from problem
