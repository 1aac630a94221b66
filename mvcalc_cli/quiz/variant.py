"""One variant of a question: its parameters drawn from a seed, its texts filled, its answers ready to be graded.

A variant is never stored, only its seed: every question has its own stream of numbers, made of the seed, the bank,
the question's id and its revision, the same in every process and on every machine.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from hashlib import sha256
from typing import Final, NamedTuple

from mvcalc_cli.errors import InputError, MvcalcError, NumericError
from mvcalc_cli.language.tree import Tree, vector
from mvcalc_cli.quiz.derive import Scope
from mvcalc_cli.quiz.grading.task import KnownMistake, Task
from mvcalc_cli.quiz.question import Parameter, Part, Question

# Draws after which the conditions count as unsatisfiable.
TRIES: Final = 500

# A text with its formulas: each renderer writes them in its own notation.
Filled = tuple[str | Tree, ...]


class VariantPart(NamedTuple):
    """One answer that a variant asks for.

    Attributes:
        part: As it stands in the bank.
        label: What stands before the input.
        options: In the order in which they are shown.
        says: What is said to those who take an option wrongly, beside `options`.
        hints: One at a time.
        task: What the answer is graded against.
    """

    part: Part
    label: Filled
    options: tuple[Filled, ...]
    says: tuple[str, ...]
    hints: tuple[Filled, ...]
    task: Task


class Variant(NamedTuple):
    """A question, ready to be asked.

    Attributes:
        question: As it stands in the bank.
        seed: What it was made from.
        values: The parameters: expressions, or words.
        prompt: With its formulas.
        parts: In their order.
        solution: Lines.
        figure: A command line of ours; "".
    """

    question: Question
    seed: int
    values: Mapping[str, Tree | str]
    prompt: Filled
    parts: tuple[VariantPart, ...]
    solution: tuple[Filled, ...]
    figure: str


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
        """A whole number from 0 to limit − 1, each as likely."""
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


def variant(question: Question, seed: int, bank: str = "") -> Variant:
    """The variant of a question that a seed makes.

    Raises:
        InputError: If a text cannot be read, or a placeholder is unknown.
        NumericError: If no draw satisfies the conditions, or an answer has no exact value.
    """
    stream = Stream(seed, f"{bank}/{question.id}/{question.revision}")
    names = kinds_of(question)
    values = _drawn(question, stream, names)
    scope = Scope(names, values)
    # The answers of earlier parts are known by their names in later ones.
    parts = []
    answers: dict[str, Tree | str] = {}
    for part in question.parts:
        inner = Scope(names, {**answers, **values})
        made = _part(question, part, inner, stream)
        parts.append(made)
        if made.task.expected is not None:
            answers[part.id.replace("-", "_")] = made.task.expected
    return Variant(
        question,
        seed,
        values,
        filled(question.prompt, scope),
        tuple(parts),
        tuple(filled(text, Scope(names, {**answers, **values})) for text in question.solution),
        "".join(_typed(piece) for piece in filled(question.figure, scope)),
    )


def kinds_of(question: Question) -> dict[str, str]:
    """The variables of a question and their kinds; a domain of two ends is real."""
    return kinds(question.variables)


def kinds(variables: Iterable[tuple[str, str | tuple[float, float]]]) -> dict[str, str]:
    """Names and their kinds."""
    return {name: kind if isinstance(kind, str) else "real" for name, kind in variables}


def follow(made: Variant, part: VariantPart, given: Mapping[str, Tree]) -> Task:
    """The task of a part with the learner's own value of the part it follows: `Task.again`."""
    source = part.part.follow
    if not source or source not in given:
        return part.task
    answers: dict[str, Tree | str] = {
        each.part.id.replace("-", "_"): each.task.expected for each in made.parts if each.task.expected is not None
    }
    own = {**answers, source.replace("-", "_"): given[source]}
    try:
        again = Scope(kinds_of(made.question), {**own, **made.values}).tree(part.part.answer)
    except MvcalcError:
        return part.task  # the learner's value makes no answer: nothing to follow
    return part.task._replace(again=again)


def _drawn(question: Question, stream: Stream, names: Mapping[str, str]) -> dict[str, Tree | str]:
    """Values of the parameters that satisfy every condition."""
    for _ in range(TRIES):
        values: dict[str, Tree | str] = {}
        for parameter in question.parameters:
            values[parameter.name] = _value(parameter, stream, Scope(names, values))
        scope = Scope(names, values)
        if all(scope.holds(condition) for condition in question.where):
            return values
    raise NumericError(
        f"no parameters satisfy the conditions of {question.id} ({TRIES} were tried)",
        hint="; ".join(question.where),
    )


def _value(parameter: Parameter, stream: Stream, scope: Scope) -> Tree | str:
    if parameter.kind == "integer":
        low, high = int(parameter.low), int(parameter.high)
        return scope.tree(str(low + stream.below(high - low + 1)))
    if parameter.kind == "real":
        return scope.raw(_real(parameter, stream))
    if parameter.kind == "choice":
        return _expression(parameter.choices[stream.below(len(parameter.choices))], scope)
    if parameter.kind == "sample":
        taken = stream.shuffled(len(parameter.choices))[: parameter.size]
        return vector(*(scope.tree(parameter.choices[place]) for place in taken))
    return scope.tree(parameter.text)


def _real(parameter: Parameter, stream: Stream) -> str:
    """low + k·step, exactly as the decimals say."""
    low, high, step = (Decimal(str(value)) for value in (parameter.low, parameter.high, parameter.step))
    steps = int((high - low) / step)
    return format((low + step * stream.below(steps + 1)).normalize(), "f")


def _expression(text: str, scope: Scope) -> Tree | str:
    """What a choice stands for: an expression, or a word where it is none."""
    try:
        return scope.tree(text)
    except MvcalcError:
        return text


def _part(question: Question, part: Part, scope: Scope, stream: Stream) -> VariantPart:
    order = list(range(len(part.options)))
    if part.kind in {"choice", "multi", "order"}:
        order = stream.shuffled(len(part.options))
    options = tuple(filled(part.options[place].text, scope) for place in order)
    texts = tuple("".join(map(_typed, option)) for option in options)
    return VariantPart(
        part,
        filled(part.label, scope),
        options,
        tuple(part.options[place].say for place in order),
        tuple(filled(hint, scope) for hint in part.hints),
        _task(question, part, scope, texts),
    )


def _task(question: Question, part: Part, scope: Scope, options: tuple[str, ...]) -> Task:
    by_text = part.kind in {"choice", "multi", "order", "text"}
    right = part.answers or (part.answer,)
    accept = part.grade.accept
    return Task(
        part.kind,
        None if by_text or not part.answer else scope.tree(part.answer),
        tuple("".join(map(_typed, filled(text, scope))) for text in right) if by_text else (),
        options,
        question.variables,
        part.grade,
        part.require,
        tuple(_mistake(each, scope) for each in part.mistakes) if not by_text else (),
        Scope({**scope.kinds, "answer": "real"}, scope.values).raw(accept) if accept else None,
    )


def _mistake(known: object, scope: Scope) -> KnownMistake:
    from mvcalc_cli.quiz.question import Mistake

    assert isinstance(known, Mistake)
    say = "".join(map(_shown, filled(known.say, scope)))
    return KnownMistake(scope.tree(known.answer), say, known.score, known.name)


_PLACEHOLDER: Final = re.compile(r"\{\{|\}\}|\{([^{}]*)\}")


def filled(text: str, scope: Scope) -> Filled:
    """A text with its placeholders answered: {f}, {diff(f, x)}; {{ and }} are braces.

    Raises:
        InputError: If a placeholder cannot be read, or a brace stands alone.

    >>> from mvcalc_cli.language.tree import number
    >>> filled("f = {a x} {{", Scope({"x": "real"}, {"a": number(2)}))
    ('f = ', Tree('product', Tree('number', 2), Tree('variable', 'x')), ' {')
    """
    pieces: list[str | Tree] = []
    at = 0

    def add(piece: str | Tree) -> None:
        if isinstance(piece, str) and pieces and isinstance(pieces[-1], str):
            pieces[-1] += piece
        elif piece != "":
            pieces.append(piece)

    for found in _PLACEHOLDER.finditer(text):
        add(_plain_text(text[at : found.start()]))
        at = found.end()
        add(found[0][0] if found[1] is None else _placeholder(found[1], scope))
    add(_plain_text(text[at:]))
    return tuple(pieces)


def _plain_text(text: str) -> str:
    if "{" in text or "}" in text:
        raise InputError("a brace stands alone", hint="write {{ or }} for a brace")
    return text


def _placeholder(text: str, scope: Scope) -> str | Tree:
    """The value of what stands between braces."""
    name = text.strip()
    value = scope.values.get(name)
    if value is not None:
        return value
    tree = scope.tree(text)
    from mvcalc_cli.language.tree import variables

    unknown = [each for each in variables(tree) if scope.kinds and each.partition("[")[0] not in scope.kinds]
    if unknown:
        known = ", ".join([*scope.values, *scope.kinds])
        raise InputError(f"{unknown[0]} in {{{name}}} is neither a parameter nor a variable", hint=f"they are {known}")
    return tree


def _typed(piece: str | Tree) -> str:
    """As mvcalc reads it."""
    from mvcalc_cli.language.printers import plain

    return piece if isinstance(piece, str) else plain(piece)


def _shown(piece: str | Tree) -> str:
    """As a person reads it."""
    from mvcalc_cli.language.printers import line

    return piece if isinstance(piece, str) else line(piece)
