"""Grading in a process that can be killed: values cross unharmed, hostile answers cost a message."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator

import pytest

from mvcalc_cli.errors import MvcalcError
from mvcalc_cli.language.parser import parse as read
from mvcalc_cli.quiz import engine
from mvcalc_cli.quiz.bank import parse
from mvcalc_cli.quiz.engine import Here, Server
from mvcalc_cli.quiz.grading.task import Marked, Task
from mvcalc_cli.quiz.wire import packed, unpacked
from tests.quiz.test_bank import FULL

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")


@pytest.fixture
def server() -> Iterator[Server]:
    one = Server()
    yield one
    one.close()


def test_everything_of_a_question_crosses_unharmed() -> None:
    question = parse(FULL.encode()).questions[0]
    made = Here().variant(question, 5, "partials")
    assert unpacked(packed(made)) == made
    assert unpacked(packed(question)) == question
    tree = read("piecewise(x < 0: -0.5, sin(x)/3)").tree
    back = unpacked(packed(tree))
    assert back == tree
    assert (back.start, back.end) == (tree.start, tree.end)
    with pytest.raises(TypeError, match="object does not cross"):
        packed(object())


def test_a_server_makes_what_this_process_makes(server: Server) -> None:
    question = parse(FULL.encode()).questions[0]
    assert server.variant(question, 5, "partials") == Here().variant(question, 5, "partials")
    part = server.variant(question, 5, "partials").parts[0]
    assert server.read(part.task, "2x + 1") == read("2x + 1").tree
    assert server.read(part.task, "2x +") is None


def test_a_mistake_in_a_bank_is_told_over_there(server: Server) -> None:
    question = parse(FULL.encode()).questions[0]._replace(prompt="{nothing_here}")
    with pytest.raises(MvcalcError):
        server.variant(question, 5, "partials")


def hang(_: Here, task: Task, text: str) -> Marked:
    """A grader that a hostile answer keeps busy where no Python code can stop it."""
    if text == "power":
        return Marked("equal", 1.0, str(7 ** (10**9)))
    if text == "memory":
        return Marked("equal", 1.0, str(len(bytearray(1 << 34))))
    if text == "crash":
        os._exit(9)
    return Marked("equal", 1.0, f"graded {task.kind}")


@pytest.mark.parametrize("text", ["power", "memory", "crash"])
def test_a_hostile_answer_costs_a_message(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setattr(Here, "grade", hang)
    monkeypatch.setattr(engine, "_prepare", lambda: None)
    one = Server()
    try:
        start = time.monotonic()
        task = Task("expression")
        try:
            assert one.grade(task, text).verdict == "undecided"
        except MvcalcError as told:
            assert told.message  # noqa: PT017 - a crash is told, memory may be either
        assert time.monotonic() - start < 8
        assert one.grade(task, "fine").why == "graded expression"
    finally:
        one.close()
