"""A working read and compared in a process that can be killed: a hostile line costs a message, never the program."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from mvcalc_cli.errors import InputError, LimitError, MvcalcError
from mvcalc_cli.quiz.wire import packed, unpacked
from mvcalc_cli.quiz.workings.follows import Link, follows
from mvcalc_cli.quiz.workings.lines import Integral, Written, read_working
from mvcalc_cli.quiz.workings.slips import Sentence
from mvcalc_cli.worker import GIB, Limits, Worker

_READING: Final = Limits(10.0, GIB)
# Patience ends a comparison after two seconds and a search after one; this ends what does not listen.
_COMPARING: Final = Limits(6.0, GIB)


class Guarded:
    """One process, and another in its place when it was killed."""

    def __init__(self) -> None:
        self._worker = Worker(_work, _prepare)

    def read(self, text: str, kinds: Mapping[str, str], name: str) -> tuple[Written, ...]:
        """As `read_working`.

        Raises:
            InputError: With file:line:column, where a line cannot be read.
            LimitError: If reading takes too long.
        """
        answer = unpacked(self._worker.ask(packed(("read", text, dict(kinds), name)), _READING))
        if answer[0] == "mistake":
            _, kind, message, hint, place = answer
            raise (LimitError if kind == LimitError.kind else InputError)(message, hint=hint, place=place)
        return tuple(map(_written, answer[1]))

    def follows(self, before: Written, after: Written, base: Written, kinds: Mapping[str, str]) -> Link:
        """As `follows.follows`; what takes too long is undecided."""
        try:
            request = packed(("follows", before, after, base, dict(kinds)))
            link = Link(*unpacked(self._worker.ask(request, _COMPARING))[1])
        except MvcalcError:
            self._worker = Worker(_work, _prepare)
            return Link("undecided", Sentence("it takes too long to compare"))
        slip = None if link.slip is None else Sentence(*link.slip)
        return link._replace(why=Sentence(*link.why), slip=slip)

    def close(self) -> None:
        """Leave no process behind."""
        self._worker.close()


def _written(fields: Any) -> Written:
    written = Written(*fields)
    return written._replace(integrals=tuple(Integral(*each) for each in written.integrals))


def _prepare() -> None:
    import mvcalc_cli.symbolic.equal
    import mvcalc_cli.symbolic.proofs
    import mvcalc_cli.symbolic.solve  # noqa: F401 - loaded while the file is read


def _work(request: bytes, _: Callable[[bytes], None]) -> bytes:
    """In the process that works: one request."""
    name, *values = unpacked(request)
    if name == "follows":
        before, after, base = map(_written, values[:3])
        same = before if base == before else base  # the identity of the base tells that nothing was gained since
        return packed(("link", follows(before, after, same, values[3])))
    try:
        return packed(("lines", read_working(*values)))
    except RecursionError:
        return packed(("mistake", LimitError.kind, "a line is nested too deeply", None, None))
    except MvcalcError as mistake:
        return packed(("mistake", mistake.kind, mistake.message, mistake.hint, mistake.place))
