"""A bank from its file."""

from __future__ import annotations

import hashlib
import os

from mvcalc_cli.errors import FileError
from mvcalc_cli.quiz.nodes import BYTES, BankError, read
from mvcalc_cli.quiz.question import Bank
from mvcalc_cli.quiz.shape import bank_of

__all__ = ["BankError", "load", "parse"]


def load(path: str) -> Bank:
    """The bank in a file.

    Raises:
        FileError: If the file cannot be read.
        BankError: With every mistake that was found.
    """
    try:
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
        with open(descriptor, "rb") as file:
            data = file.read(BYTES + 1) or b""
    except (OSError, ValueError) as problem:
        told = getattr(problem, "strerror", None) or "the name is not allowed"
        raise FileError(f"{path} cannot be read: {told[0].lower()}{told[1:]}") from problem
    return parse(data, path)


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
    bank, reading = bank_of(read(data, path), path)
    if reading.findings:
        raise BankError(path, tuple(sorted(reading.findings, key=lambda each: each.place)))
    return bank._replace(hash=hashlib.sha256(data).hexdigest()[:16])
