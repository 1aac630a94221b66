"""A bank from its file."""

from __future__ import annotations

import gc
import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager

from mvcalc_cli.errors import FileError
from mvcalc_cli.quiz.nodes import BYTES, BankError, read
from mvcalc_cli.quiz.question import Bank
from mvcalc_cli.quiz.shape import bank_of

__all__ = ["BankError", "load", "parse", "read_bytes"]


def load(path: str) -> Bank:
    """The bank in a file.

    Raises:
        FileError: If the file cannot be read.
        BankError: With every mistake that was found.
    """
    return parse(read_bytes(path), path)


def read_bytes(path: str) -> bytes:
    """What is in a file, a little more at most than a bank may have.

    Raises:
        FileError: If it cannot be read.
    """
    try:
        # A pipe that nobody writes to must not keep us waiting.
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
        with open(descriptor, "rb") as file:
            return file.read(BYTES + 1) or b""
    except (OSError, ValueError) as problem:
        told = getattr(problem, "strerror", None) or "the name is not allowed"
        raise FileError(f"{path} cannot be read: {told[0].lower()}{told[1:]}") from problem


@contextmanager
def _no_collector() -> Iterator[None]:
    """Reading leaves no cycles behind, and looking for them among 100,000 nodes doubles its time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def parse(data: bytes, path: str = "bank.yaml") -> Bank:
    """The bank in a text; raises BankError.

    >>> parse(b'''
    ... schema: 1
    ... bank: {id: tiny, title: Tiny}
    ... questions:
    ... - {id: one, prompt: "d/dx of x^2?", type: expression, answer: 2x}
    ... ''').questions[0].parts[0].answer
    '2x'
    """
    with _no_collector():
        bank, reading = bank_of(read(data, path), path)
    if reading.findings:
        raise BankError(path, tuple(sorted(reading.findings, key=lambda each: each.place)))
    return bank._replace(hash=hashlib.sha256(data).hexdigest()[:16])
