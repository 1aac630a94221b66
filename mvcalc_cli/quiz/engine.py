"""What a session asks of mathematics: variants, verdicts, readings. Here in this process, or in one that can be killed.

The server is forked before a screen starts its threads, which must not be forked. It forks the process that does the
work, kills that at its deadline, and puts another in its place: a hostile answer costs the learner a message.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Final, Protocol

from mvcalc_cli.errors import LimitError, MvcalcError
from mvcalc_cli.language.tree import Tree
from mvcalc_cli.quiz.grading.task import Marked, Task
from mvcalc_cli.quiz.question import Question
from mvcalc_cli.quiz.variant import Variant, VariantPart
from mvcalc_cli.worker import GIB, Limits, Worker

if TYPE_CHECKING:
    from threading import Thread

# An answer is graded within two seconds, or the learner is told that it cannot be.
_GRADING: Final = Limits(2.0, GIB)
_MAKING: Final = Limits(10.0, GIB)


class Engine(Protocol):
    """Mathematics for a session."""

    def variant(self, question: Question, seed: int, bank: str) -> Variant:
        """The variant of a question; raises MvcalcError where its bank has a mistake."""
        ...

    def follow(self, made: Variant, part: VariantPart, given: Mapping[str, Tree]) -> Task:
        """The task of a part with the learner's own values of earlier parts."""
        ...

    def grade(self, task: Task, text: str) -> Marked:
        """The verdict on an answer; raises LimitError where it takes too long."""
        ...

    def read(self, task: Task, text: str) -> Tree | None:
        """An answer as an expression; None if it is none."""
        ...


class Here:
    """In this very process: for tests, and where there is no fork."""

    def variant(self, question: Question, seed: int, bank: str) -> Variant:
        """The variant of a question."""
        from mvcalc_cli.quiz.variant import variant

        return variant(question, seed, bank)

    def follow(self, made: Variant, part: VariantPart, given: Mapping[str, Tree]) -> Task:
        """The task of a part with the learner's own values of earlier parts."""
        from mvcalc_cli.quiz.variant import follow

        return follow(made, part, given)

    def grade(self, task: Task, text: str) -> Marked:
        """The verdict on an answer."""
        from mvcalc_cli.quiz.grading.grade import grade

        return grade(task, text)

    def read(self, task: Task, text: str) -> Tree | None:
        """An answer as an expression; None if it is none."""
        from mvcalc_cli.language.parser import parse
        from mvcalc_cli.quiz.variant import kinds

        try:
            return parse(text, names=kinds(task.variables), answer=True).tree
        except MvcalcError:
            return None


class Server:
    """The same behind two processes, of which the inner one may be killed."""

    def __init__(self) -> None:
        self._worker = Worker(_serve)

    def variant(self, question: Question, seed: int, bank: str) -> Variant:
        """The variant of a question; raises LimitError where it takes too long."""
        found: Variant = self._asked("variant", question, seed, bank)
        return found

    def follow(self, made: Variant, part: VariantPart, given: Mapping[str, Tree]) -> Task:
        """The task of a part with the learner's own values of earlier parts."""
        if not part.part.follow or part.part.follow not in given:
            return part.task
        found: Task = self._asked("follow", made, part, dict(given))
        return found

    def grade(self, task: Task, text: str) -> Marked:
        """The verdict on an answer; one that takes too long is undecided."""
        try:
            found: Marked = self._asked("grade", task, text)
        except LimitError:
            return Marked(
                "undecided", 0.0, "this answer is too long to be compared: write it shorter, or mark it yourself"
            )
        return found

    def read(self, task: Task, text: str) -> Tree | None:
        """An answer as an expression; None if it is none, or takes too long."""
        try:
            found: Tree | None = self._asked("read", task, text)
        except LimitError:
            return None
        return found

    def close(self) -> None:
        """Leave no process behind."""
        self._worker.close()

    def _asked(self, name: str, *values: object) -> Any:
        from mvcalc_cli.quiz.wire import packed, unpacked

        answer = unpacked(self._worker.ask(packed((name, *values)), Limits(None, None)))
        if answer[0] == "value":
            return answer[1]
        raise _mistake(*answer[1:])


def _mistake(kind: str, message: str, hint: str | None, exit_code: int) -> MvcalcError:
    """A mistake that was told in the other process."""
    if kind == LimitError.kind:
        return LimitError(message, hint=hint)
    found = MvcalcError(message, hint=hint)
    found.exit_code = exit_code  # type: ignore[misc]
    return found


_inner: Final[list[Worker]] = []


def _serve(request: bytes, _: Callable[[bytes], None]) -> bytes:
    """In the server: hand a request on to the process that works, and replace it when it was killed."""
    from mvcalc_cli.quiz.wire import packed

    if not _inner:
        _inner.append(Worker(_work, _prepare))
    try:
        return _inner[0].ask(request, _GRADING if _is_grading(request) else _MAKING)
    except MvcalcError as mistake:
        _inner.clear()
        _inner.append(Worker(_work, _prepare))
        return packed(("mistake", mistake.kind, mistake.message, mistake.hint, mistake.exit_code))


def _is_grading(request: bytes) -> bool:
    from mvcalc_cli.quiz.wire import unpacked

    return unpacked(request)[0] in {"grade", "read"}


def _prepare() -> None:
    """Load what the first request needs: a variant seldom needs SymPy."""
    from importlib import import_module

    for name in ("mvcalc_cli.quiz.wire", "mvcalc_cli.quiz.grading.grade"):
        import_module(name)


def _work(request: bytes, _: Callable[[bytes], None]) -> bytes:
    """In the process that works: one request. After the first one SymPy loads, while the learner reads."""
    for thread in _loading:
        thread.join()  # two threads in one import would see half of it
    answer = _answer(request)
    if not _loading:
        from threading import Thread

        _loading.append(Thread(target=_load_algebra, daemon=True))
        _loading[0].start()
    return answer


_loading: Final[list[Thread]] = []


def _load_algebra() -> None:
    from importlib import import_module

    import_module("sympy")


def _answer(request: bytes) -> bytes:
    from mvcalc_cli.quiz.wire import packed, unpacked

    name, *values = unpacked(request)
    try:
        return packed(("value", getattr(_HERE, name)(*values)))
    except MvcalcError as mistake:
        return packed(("mistake", mistake.kind, mistake.message, mistake.hint, mistake.exit_code))
    except RecursionError:
        return packed(("mistake", LimitError.kind, "it is nested too deeply", None, LimitError.exit_code))


_HERE: Final = Here()
