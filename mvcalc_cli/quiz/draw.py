"""Parameters from a seed: a stream of numbers that is the same everywhere, and values that satisfy the conditions."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from hashlib import sha256
from typing import Final

from mvcalc_cli.errors import InputError, MvcalcError, NumericError
from mvcalc_cli.language.tree import Tree, variables, vector
from mvcalc_cli.quiz.derive import Scope
from mvcalc_cli.quiz.question import Parameter, Question

# Draws after which the conditions count as unsatisfiable.
TRIES: Final = 500

Values = Mapping[str, Tree | str]
_WORD: Final = re.compile(r"[A-Za-z][A-Za-z' -]+", re.ASCII)
# Options that speak of the others stay at the end.
_OF_ALL: Final = re.compile(
    r"(all|none|neither|both|any) of (these|those|them|the above|the others)\W*", re.ASCII | re.IGNORECASE
)


class Stream:
    """Numbers from a seed and a name, the same everywhere.

    >>> Stream(1, "partials/grad").below(10) == Stream(1, "partials/grad").below(10)
    True
    """

    def __init__(self, seed: int, name: str) -> None:
        self._numbers = self._made(f"{seed}/{name}")

    @staticmethod
    def _made(key: str) -> Iterator[int]:
        count = 0
        while True:
            block = sha256(f"{key}/{count}".encode()).digest()
            yield from (int.from_bytes(block[at : at + 8], "big") for at in range(0, 32, 8))
            count += 1

    def below(self, limit: int) -> int:
        """A whole number from 0 to limit − 1, each as likely; limit is at most 2^64."""
        most = (1 << 64) - (1 << 64) % limit
        found = next(self._numbers)
        while found >= most:
            found = next(self._numbers)
        return found % limit

    def shuffled(self, count: int) -> list[int]:
        """0 … count − 1 in some order."""
        order = list(range(count))
        for place in range(count - 1, 0, -1):
            other = self.below(place + 1)
            order[place], order[other] = order[other], order[place]
        return order


def stream_of(question: Question, seed: int, bank: str) -> Stream:
    """The numbers of a question: another revision has others."""
    return Stream(seed, f"{bank}/{question.id}/{question.revision}")


def shuffled_options(texts: Sequence[str], right: Sequence[str], stream: Stream) -> list[int]:
    """The places of options in the order in which they are shown.

    Args:
        texts: As they stand in the bank; "none of these" and its like stay last.
        right: Of an order, the right one, which is not shown as it is; else ().

    >>> [shuffled_options(["a", "b", "None of these"], (), Stream(seed, "q"))[-1] for seed in range(5)]
    [2, 2, 2, 2, 2]
    """
    last = [place for place, text in enumerate(texts) if _OF_ALL.fullmatch(text.strip())]
    free = [place for place in range(len(texts)) if place not in last]
    order = [free[place] for place in stream.shuffled(len(free))]
    while len(order) > 2 and tuple(texts[place] for place in order) == tuple(right):
        order = [free[place] for place in stream.shuffled(len(free))]
    return order + last


def drawn(
    question: Question,
    stream: Stream,
    kinds: Mapping[str, str],
    told: Callable[[tuple[str | int, ...], MvcalcError], MvcalcError],
) -> dict[str, Tree | str]:
    """Values of the parameters that satisfy every condition.

    Args:
        question: Whose parameters.
        stream: Where numbers come from.
        kinds: The declared variables.
        told: Makes the mistake that is raised from what is wrong with the text at a path.

    Raises:
        NumericError: If no draw satisfies the conditions.
        MvcalcError: What `told` makes of a text that cannot be read.
    """
    for _ in range(TRIES):
        values = _draw(question, stream, kinds, told)
        if values is not None:
            return values
    problem = NumericError(
        f"no parameters satisfy the conditions ({TRIES} draws were tried)", hint="; ".join(question.where)
    )
    raise told(("where",), problem)


def _draw(
    question: Question,
    stream: Stream,
    kinds: Mapping[str, str],
    told: Callable[[tuple[str | int, ...], MvcalcError], MvcalcError],
) -> dict[str, Tree | str] | None:
    """One draw; None if a condition refuses it. Every draw takes as many numbers from the stream."""
    values: dict[str, Tree | str] = {}
    problem: MvcalcError | None = None
    for parameter in question.parameters:
        if problem is not None and parameter.kind == "derived":
            continue
        try:
            values[parameter.name] = _value(parameter, stream, Scope(kinds, values))
        except MvcalcError as mistake:
            problem = problem or told(("params", parameter.name), mistake)
    scope = Scope(kinds, values)
    for place, condition in enumerate(question.where):
        try:
            if not scope.holds(condition):
                return None
        except MvcalcError as mistake:
            problem = problem or told(("where", place), mistake)
    if problem is not None:  # only where no condition refuses the draw: where: "a != 0" allows f: 1/a
        raise problem
    return values


def _value(parameter: Parameter, stream: Stream, scope: Scope) -> Tree | str:
    if parameter.kind == "integer":
        low, high = int(parameter.low), int(parameter.high)
        return _whole(low + stream.below(high - low + 1))
    if parameter.kind == "real":
        return scope.raw(_real(parameter, stream))
    if parameter.kind == "choice":
        return _expression(parameter.choices[stream.below(len(parameter.choices))], scope)
    if parameter.kind == "sample":
        taken = stream.shuffled(len(parameter.choices))[: parameter.size]
        return vector(*(_no_word(parameter.choices[place], scope) for place in taken))
    return scope.tree(parameter.text)


@lru_cache(maxsize=1024)
def _whole(value: int) -> Tree:
    """A whole number as it is written: every draw has some."""
    return Scope({}, {}).tree(str(value))


def _no_word(text: str, scope: Scope) -> Tree:
    found = _expression(text, scope)
    if isinstance(found, str):
        raise InputError(f"{found} is no expression", hint="a sample is made of expressions; choice may have words")
    return found


def _real(parameter: Parameter, stream: Stream) -> str:
    """low + k·step, exactly as the decimals say."""
    low, high, step = (Decimal(str(value)) for value in (parameter.low, parameter.high, parameter.step))
    steps = int((high - low) / step)
    return format((low + step * stream.below(steps + 1)).normalize(), "f")


def _expression(text: str, scope: Scope) -> Tree | str:
    """What a choice stands for: an expression, or a word where it is none."""
    try:
        found = scope.tree(text)
    except MvcalcError:
        return text
    known = {*scope.kinds, *scope.values}
    return text if _WORD.fullmatch(text) and not known.issuperset(variables(found)) else found
