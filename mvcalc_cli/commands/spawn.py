"""The worker where there is no fork (Windows): a second Python, and the deadline alone.

It does the same job over its standard streams: `python -c "from …spawn import serve; serve(engine)"`.
"""

from __future__ import annotations

import subprocess
import sys
import threading
from typing import IO, TYPE_CHECKING

from mvcalc_cli.commands.invoke import Answer, Request, Show, job, packed, prepare, shown, unpacked, unpacked_part
from mvcalc_cli.worker import Limits, NobodyListensError, WorkerCrashedError, stopped_at

if TYPE_CHECKING:
    from mvcalc_cli.commands.registry import Engine
    from mvcalc_cli.errors import MvcalcError

_SERVE = "from mvcalc_cli.commands.spawn import serve; serve({!r})"


class Spawned:
    """Asks a second Python, and starts another one in the place of one that was stopped."""

    def __init__(self, engine: Engine, show: Show) -> None:
        self.engine = engine
        self.limits = Limits()
        self._show = show
        self._process: subprocess.Popen[bytes] | None = None

    def ask(self, request: Request, line: int | None = None, text: bytes = b"") -> Answer:
        """The answer, or a limit that was reached as an answer."""
        if self._process is None:
            command = [sys.executable, "-c", _SERVE.format(self.engine)]
            self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        found: list[bytes] = []
        talk = threading.Thread(target=_talk, args=(self._process, packed(request, line, text), found, self._show))
        talk.daemon = True
        talk.start()
        talk.join(self.limits.seconds)
        if found:
            return unpacked(found[0])
        late = talk.is_alive()
        self.close()
        return self._mistake(request, line, stopped_at(self.limits.seconds) if late else None)

    def _mistake(self, request: Request, line: int | None, mistake: MvcalcError | None) -> Answer:
        from mvcalc_cli.render.output import Output

        told = mistake or WorkerCrashedError("the calculation ended without an answer", hint="please report it")
        return Answer(told.exit_code, "" if line is None else "\n", shown(told, Output(**request.errors, line=line)))

    def close(self) -> None:
        """Leave no process behind."""
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = None


def _talk(process: subprocess.Popen[bytes], request: bytes, found: list[bytes], show: Show) -> None:
    """One request and its answer, parts of it shown as they come; none is found when the process goes."""
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        _send(process.stdin, request)
        more, data = _receive(process.stdout)
        while more:
            show(*unpacked_part(data))
            more, data = _receive(process.stdout)
        found.append(data)
    except (OSError, EOFError, ValueError, NobodyListensError):
        return


def serve(engine: Engine) -> None:
    """Answer requests on the standard streams until they close."""
    prepare(engine)
    stdin, stdout = sys.stdin.buffer, sys.stdout.buffer
    sys.stdout = sys.stderr  # whatever a library prints must not stand between the answers
    try:
        while True:
            request = _receive(stdin)[1]
            _send(stdout, job(request, lambda part: _send(stdout, part, more=True)))
    except EOFError:
        return


def _send(stream: IO[bytes], data: bytes, *, more: bool = False) -> None:
    stream.write(bytes([more]) + len(data).to_bytes(8, "little") + data)
    stream.flush()


def _receive(stream: IO[bytes]) -> tuple[bool, bytes]:
    """One message, and whether it is a part after which more will come; raises EOFError."""
    head = stream.read(9)
    if len(head) < 9:
        raise EOFError
    return bool(head[0]), stream.read(int.from_bytes(head[1:], "little"))
