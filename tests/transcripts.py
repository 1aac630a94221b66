"""The README's transcripts: run, compared, and written down anew.

python -m tests.transcripts      writes the README's transcripts as the program prints them now
"""

from __future__ import annotations

import re
import shlex
import tempfile
from pathlib import Path

from mvcalc_cli.cli import run_text

README = Path(__file__).parent.parent / "README.md"
_BLOCK = re.compile(r"```console\n(.*?)```", re.DOTALL)
_ENVIRONMENT = {"COLUMNS": "80", "NO_COLOR": "1"}


def blocks(text: str) -> list[str]:
    """The bodies of the ```console blocks."""
    return _BLOCK.findall(text)


def command_line(block: str) -> str:
    """The command of a block, without its `$ `."""
    return block.splitlines()[0].removeprefix("$ ")


def run(line: str) -> str:
    """What a terminal shows for `mvcalc …`, optionally after `printf '…' |` or before `| cat`."""
    words = shlex.split(line)
    stdin = ""
    if words[0] in {"printf", "echo"}:
        stdin = words[1].replace("\\n", "\n") + ("\n" if words[0] == "echo" else "")
        words = words[words.index("|") + 1 :]
    piped = "|" in words
    words = words[: words.index("|")] if piped else words
    assert words[0] == "mvcalc", line
    with tempfile.TemporaryDirectory() as home:
        environ = {**_ENVIRONMENT, "HOME": home, "XDG_CONFIG_HOME": home}
        _, out, err = run_text(words[1:], stdin=stdin, isatty=not piped, environ=environ)
    return err + out


def rewritten(text: str) -> str:
    """The text with every transcript as it is now."""

    def fresh(match: re.Match[str]) -> str:
        line = command_line(match.group(1))
        return f"```console\n$ {line}\n{run(line).rstrip()}\n```"

    return _BLOCK.sub(fresh, text)


if __name__ == "__main__":
    README.write_text(rewritten(README.read_text(encoding="utf-8")), encoding="utf-8")
