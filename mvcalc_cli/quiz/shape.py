"""Nodes -> a Bank: what the keys of a bank mean. Everything that is wrong is found in one reading."""

from __future__ import annotations

import re
from typing import Final, get_args

from mvcalc_cli.language.names import is_name
from mvcalc_cli.quiz.nodes import Fields, Items, Node, Scalar, short
from mvcalc_cli.quiz.question import (
    Bank,
    By,
    Choice,
    Grade,
    Kind,
    Mistake,
    Parameter,
    Part,
    Question,
    Span,
    Trial,
)
from mvcalc_cli.quiz.reading import Reading

SCHEMA: Final = 1
_ID: Final = re.compile(r"[a-z0-9][a-z0-9-]{0,63}", re.ASCII)
_TIME: Final = re.compile(r"(\d{1,4}(?:\.\d+)?)\s*(s|min|h)", re.ASCII)
_SECONDS: Final = {"s": 1.0, "min": 60.0, "h": 3600.0}
_KINDS: Final = get_args(Kind)
_FORMS: Final = get_args(By)
_MAY_DIFFER: Final = ("constant", "scale", "sign", "order")
_REQUIRED: Final = ("no", "without")
# What other formats mark a right option by.
_SAYS_RIGHT: Final = ("right", "correct", "answer", "score")
_WITH_OPTIONS: Final = ("choice", "multi", "order")
# Options have letters, a to z.
_MOST_OPTIONS: Final = 26
_MOST_PARTS: Final = 50
_MOST_STEPS: Final = 1_000_000

BANK_KEYS: Final = ("schema", "bank", "questions")
ABOUT_KEYS: Final = ("id", "title", "module", "licence", "authors", "lang")
PART_KEYS: Final = (
    "id", "type", "label", "answer", "answers", "options", "grade", "require", "mistakes", "follow", "hints", "weight",
)  # fmt: skip
QUESTION_KEYS: Final = (
    "id", "revision", "tags", "difficulty", "time", "references", "variables", "params", "where", "prompt", "figure",
    "parts", "solution", "tests",
)  # fmt: skip
GRADE_KEYS: Final = ("by", "partial", "number", "accept", "constant", "wrt")
NUMBER_KEYS: Final = ("absolute", "relative", "significant", "decimals")
TEST_KEYS: Final = ("seed", "score", "mistake", "invalid")


def bank_of(node: Node, path: str) -> tuple[Bank, Reading]:
    """The bank, as far as it could be read, and what is wrong with it."""
    reading = Reading(path)
    top = reading.fields(node, BANK_KEYS, "a bank")
    if isinstance(node, Fields):
        reading.needed(top, BANK_KEYS, node, "the bank")
    version = reading.integer(top.get("schema"), "schema", SCHEMA, 0, 10**6)
    if version != SCHEMA:
        hint = "a newer mvcalc reads it" if version > SCHEMA else f"schema: {SCHEMA}"
        reading.wrong(top["schema"].place, f"schema {version} is not known to this mvcalc", hint)
    about = reading.fields(top.get("bank"), ABOUT_KEYS, "bank")
    if "bank" in top:
        reading.needed(about, ("id", "title"), top["bank"], "bank")
    questions = reading.each(top.get("questions"), "questions", lambda item: _question(reading, item))
    if "questions" in top and not questions:
        reading.wrong(top["questions"].place, "there is no question in this bank")
    _refuse_doubles(reading, questions)
    return Bank(
        _id(reading, about.get("id"), "the id of a bank"),
        reading.text(about.get("title"), "title"),
        questions,
        reading.integer(about.get("module"), "module", 0, 1, 7),
        reading.text(about.get("licence"), "licence"),
        reading.texts(about.get("authors"), "authors"),
        reading.text(about.get("lang"), "lang", "en"),
        path,
    ), reading


def _refuse_doubles(reading: Reading, questions: tuple[Question, ...]) -> None:
    seen: dict[str, Question] = {}
    for question in questions:
        if question.id and question.id in seen:
            first = seen[question.id].place.line
            reading.wrong(
                question.place, f"the id {question.id} is taken", f"by the question in line {first}: ids stay for ever"
            )
        seen.setdefault(question.id, question)


def _id(reading: Reading, node: Node | None, what: str) -> str:
    text = reading.text(node, what)
    if node is not None and text and not _ID.fullmatch(text):
        reading.wrong(node.place, f"{what} is made of a-z, 0-9 and -, not {short(text)}")
    return text


def _question(reading: Reading, node: Node) -> Question:
    """One question; its only part may stand inline."""
    inline = isinstance(node, Fields) and not any(key.text == "parts" for key, _ in node.fields)
    keys = dict.fromkeys((*QUESTION_KEYS, *PART_KEYS)) if inline else dict.fromkeys(QUESTION_KEYS)
    found = reading.fields(node, keys, "a question")
    if isinstance(node, Fields):
        reading.needed(found, ("id", "prompt", *(("type",) if inline else ())), node, "the question")
    variables = _variables(reading, found.get("variables"))
    parts = (
        (_part(reading, node, {key: value for key, value in found.items() if key != "id"}, "answer"),)
        if inline
        else reading.each(found.get("parts"), "parts", lambda item: _whole_part(reading, item))
    )
    if not inline and isinstance(node, Fields) and not parts:
        reading.wrong(found["parts"].place, "parts is empty", "one part at least")
    _refuse_double_parts(reading, parts)
    prompt = found.get("prompt")
    return Question(
        _id(reading, found.get("id"), "the id of a question"),
        reading.text(prompt, "prompt"),
        parts,
        reading.integer(found.get("revision"), "revision", 1, 1, 10**6),
        reading.texts(found.get("tags"), "tags"),
        reading.integer(found.get("difficulty"), "difficulty", 1, 1, 5),
        _time(reading, found.get("time")),
        _references(reading, found.get("references")),
        variables,
        _parameters(reading, found.get("params")),
        reading.texts(found.get("where"), "where"),
        reading.text(found.get("figure"), "figure"),
        reading.texts(found.get("solution"), "solution"),
        _trials(reading, found.get("tests"), parts),
        node.place,
        prompt.place if prompt is not None else node.place,
    )


def _refuse_double_parts(reading: Reading, parts: tuple[Part, ...]) -> None:
    before: set[str] = set()
    for part in parts:
        if part.id in before:
            reading.wrong(part.place, f"the part {part.id} is there twice")
        if part.follow and part.follow not in before:
            reading.wrong(part.place, f"follow: {short(part.follow)} is no part before this one")
        before.add(part.id)
    if len(parts) > _MOST_PARTS:
        reading.wrong(parts[_MOST_PARTS].place, f"a question has at most {_MOST_PARTS} parts", "make several questions")


def _time(reading: Reading, node: Node | None) -> float:
    """60s, 2 min."""
    if node is None:
        return 0.0
    text = reading.text(node, "time")
    found = _TIME.fullmatch(text)
    if found is None:
        reading.wrong(node.place, f"time is written 60s or 2 min, not {short(text)}")
        return 0.0
    return float(found[1]) * _SECONDS[found[2]]


def _references(reading: Reading, node: Node | None) -> tuple[tuple[str, str], ...]:
    def one(item: Node) -> tuple[str, str]:
        if isinstance(item, Scalar):
            return item.text.strip(), ""
        found = reading.fields(item, ("text", "url"), "a reference")
        return reading.text(found.get("text"), "text"), reading.text(found.get("url"), "url")

    return reading.each(node, "references", one)


def _variables(reading: Reading, node: Node | None) -> tuple[tuple[str, str | tuple[float, float]], ...]:
    """x: real, y: [0, 5]."""
    if node is None:
        return ()
    if isinstance(node, Items):
        return tuple((name, "real") for name in reading.texts(node, "variables"))
    if not isinstance(node, Fields):
        reading.wrong(node.place, "variables is a mapping", "variables: {x: real, y: positive}")
        return ()
    found: list[tuple[str, str | tuple[float, float]]] = []
    for key, value in node.fields:
        _name(reading, key)
        if isinstance(value, Items):
            found.append((key.text, _ends(reading, value, "a domain")))
        else:
            kinds = ("real", "positive", "integer", "complex")
            found.append((key.text, reading.word(value, "kind of variable", kinds, "real")))
    return tuple(found)


def _name(reading: Reading, key: Scalar) -> None:
    if not is_name(key.text):
        reading.wrong(key.place, f"{short(key.text)} is no name", "a letter, then letters, digits and single _")


def _ends(reading: Reading, node: Node, what: str) -> tuple[float, float]:
    """[2, 9]."""
    numbers = _numbers(reading, node)
    if len(numbers) != 2 or not numbers[0] < numbers[1]:
        reading.wrong(node.place, f"{what} has two ends, the lower first", "[2, 9]")
        return 0.0, 1.0
    return numbers[0], numbers[1]


def _numbers(reading: Reading, node: Node) -> list[float]:
    return [reading.number(item, "an end", 0.0) for item in reading.items(node, "the ends")]


def _parameters(reading: Reading, node: Node | None) -> tuple[Parameter, ...]:
    if node is None:
        return ()
    if not isinstance(node, Fields):
        reading.wrong(node.place, "params is a mapping", "params: {a: {integer: [2, 9]}}")
        return ()
    return tuple(_parameter(reading, key, value) for key, value in node.fields)


def _parameter(reading: Reading, key: Scalar, node: Node) -> Parameter:
    """{integer: [2, 9]}, {choice: [..]}, {real: [lo, hi, step]}, {sample: {from: [..], size: k}}, or a text."""
    _name(reading, key)
    name = key.text
    if isinstance(node, Scalar):
        return Parameter(name, "derived", text=reading.text(node, name), place=node.place)
    found = reading.fields(node, ("integer", "choice", "real", "sample"), f"the parameter {name}")
    if len(found) != 1:
        if isinstance(node, Fields) and len(found) == len(node.fields):
            reading.wrong(node.place, f"the parameter {name} is one of integer, choice, real, sample")
        return Parameter(name, "derived", text="0", place=node.place)
    ((kind, value),) = found.items()
    if kind == "integer":
        low, high = _integer_ends(reading, value)
        return Parameter(name, "integer", low, high, place=node.place)
    if kind == "real":
        return _real(reading, name, value, node.place)
    if kind == "choice":
        return Parameter(name, "choice", choices=_choices(reading, value, "choice"), place=node.place)
    return _sample(reading, name, value, node.place)


def _integer_ends(reading: Reading, node: Node) -> tuple[float, float]:
    ends = [reading.integer(item, "an end of integer", 0, -(10**9), 10**9) for item in reading.items(node, "integer")]
    if len(ends) != 2 or ends[0] > ends[1]:
        reading.wrong(node.place, "integer has two ends, the lower first", "integer: [2, 9]")
        return 0.0, 1.0
    return float(ends[0]), float(ends[1])


def _real(reading: Reading, name: str, node: Node, place: Span) -> Parameter:
    numbers = _numbers(reading, node)
    if len(numbers) != 3 or not numbers[0] < numbers[1] or not numbers[2] > 0:
        reading.wrong(node.place, "real has two ends and a step", "real: [0.5, 2, 0.25]")
        return Parameter(name, "real", 0.0, 1.0, 0.5, place=place)
    if (numbers[1] - numbers[0]) / numbers[2] > _MOST_STEPS:
        reading.wrong(node.place, f"real has at most {_MOST_STEPS:,} steps", "a larger step")
        return Parameter(name, "real", 0.0, 1.0, 0.5, place=place)
    return Parameter(name, "real", numbers[0], numbers[1], numbers[2], place=place)


def _choices(reading: Reading, node: Node, what: str) -> tuple[str, ...]:
    texts = reading.texts(node, what)
    if not texts:
        reading.wrong(node.place, f"{what} is empty")
        return ("0",)
    seen: set[str] = set()
    for text in texts:
        if text in seen:
            reading.wrong(node.place, f"{short(text)} stands twice in {what}")
            break
        seen.add(text)
    return texts


def _sample(reading: Reading, name: str, node: Node, place: Span) -> Parameter:
    found = reading.fields(node, ("from", "size"), "sample")
    reading.needed(found, ("from", "size"), node, "sample")
    choices = _choices(reading, found["from"], "from") if "from" in found else ("0",)
    size = reading.integer(found.get("size"), "size", 1, 1, len(choices))
    return Parameter(name, "sample", choices=choices, size=size, place=place)


def _whole_part(reading: Reading, node: Node) -> Part:
    found = reading.fields(node, PART_KEYS, "a part")
    if isinstance(node, Fields):
        reading.needed(found, ("id", "type"), node, "the part")
    return _part(reading, node, found, _id(reading, found.get("id"), "the id of a part"))


def _part(reading: Reading, node: Node, found: dict[str, Node], name: str) -> Part:
    """A part; `found` holds the fields of a question too where it stands inline."""
    kind = reading.word(found.get("type"), "type of answer", _KINDS, "expression")
    several = kind in {"multi", "order", "text"}
    answers = reading.texts(found.get("answers", found.get("answer")), "answer") if several else ()
    answer = "" if several else reading.text(found.get("answer"), "answer")
    options = _options(reading, found.get("options"))
    _refuse_shape(reading, node, found, kind, (answer, *answers), options)
    return Part(
        name,
        kind,  # type: ignore[arg-type]
        answer,
        reading.text(found.get("label"), "label"),
        answers,
        options,
        _grade(reading, found.get("grade")),
        _require(reading, found.get("require")),
        reading.each(found.get("mistakes"), "mistakes", lambda item: _mistake(reading, item)),
        _follow(reading, found.get("follow")),
        reading.texts(found.get("hints"), "hints"),
        reading.number(found.get("weight"), "weight", 1.0, positive=True),
        node.place,
        found["answer"].place if "answer" in found else node.place,
    )


def _refuse_shape(  # noqa: PLR0917
    reading: Reading,
    node: Node,
    found: dict[str, Node],
    kind: str,
    answers: tuple[str, ...],
    options: tuple[Choice, ...],
) -> None:
    """What a type of answer needs, and what it cannot have."""
    given = [answer for answer in answers if answer]
    if not given and "type" in found and kind != "order":
        accepts = isinstance(found.get("grade"), Fields)
        if not accepts:
            what = "answer: the text of the right option" if kind in _WITH_OPTIONS else "answer: …"
            reading.wrong(node.place, f"there is no answer to this {kind}", what)
    if kind not in _WITH_OPTIONS:
        if options:
            reading.wrong(found["options"].place, f"a {kind} has no options", "type: choice has")
        return
    texts = [option.text for option in options]
    if len(texts) < 2:
        reading.wrong(node.place, f"type: {kind} needs two options at least", "options: [..]")
    for answer in given:
        if answer not in texts and texts:
            place = found.get("answer", found.get("answers", node)).place
            hint = f"the whole text of an option, not its letter or number: {short(texts[0])}"
            reading.wrong(place, f"the answer {short(answer)} is none of the options", hint)
    if kind == "order" and given and sorted(given) != sorted(texts):
        reading.wrong(node.place, "the answer of an order names every option once")


def _options(reading: Reading, node: Node | None) -> tuple[Choice, ...]:
    def one(item: Node) -> Choice:
        if isinstance(item, Fields):
            right = next((key for key, _ in item.fields if key.text in _SAYS_RIGHT), None)
            if right is not None:
                hint = "answer: the text of the right option, beside options"
                reading.wrong(right.place, f"an option is not marked {right.text}", hint)
                item = item._replace(fields=tuple(each for each in item.fields if each[0] is not right))
            found = reading.fields(item, ("text", "say"), "an option")
            reading.needed(found, ("text",), item, "the option")
            return Choice(reading.text(found.get("text"), "text"), reading.text(found.get("say"), "say"), item.place)
        return Choice(reading.text(item, "an option"), "", item.place)

    found = reading.each(node, "options", one)
    if node is not None and len(found) > _MOST_OPTIONS:
        reading.wrong(node.place, f"{len(found):,} options have no letters; {_MOST_OPTIONS} is the limit")
        return found[:_MOST_OPTIONS]
    seen: set[str] = set()
    for option in found:
        if option.text in seen:
            reading.wrong(option.place, f"the option {short(option.text)} is there twice")
        seen.add(option.text)
    return found


def _grade(reading: Reading, node: Node | None) -> Grade:
    if isinstance(node, Fields):
        misplaced = next((key for key, _ in node.fields if key.text in NUMBER_KEYS), None)
        if misplaced is not None:
            hint = f"number: {{{misplaced.text}: …}}"
            reading.wrong(misplaced.place, f"{misplaced.text} stands in number, not in grade itself", hint)
            node = node._replace(fields=tuple(each for each in node.fields if each[0].text not in NUMBER_KEYS))
    found = reading.fields(node, GRADE_KEYS, "grade")
    by, up_to = _by(reading, found.get("by"))
    number, exact = _number(reading, found.get("number"))
    return Grade(
        by,  # type: ignore[arg-type]
        up_to,
        number.get("absolute"),
        number.get("relative"),
        _whole(number.get("significant")),
        _whole(number.get("decimals")),
        exact,
        reading.text(found.get("accept"), "accept"),
        reading.word(found.get("partial"), "kind of partial credit", ("components",), ""),
        reading.text(found.get("constant"), "constant", "required"),
        reading.text(found.get("wrt"), "wrt"),
    )


def _whole(value: float | None) -> int | None:
    return None if value is None else int(value)


def _by(reading: Reading, node: Node | None) -> tuple[str, tuple[str, ...]]:
    """by: factored, or by: {up-to: [constant]}, or by: up-to (then constant)."""
    if isinstance(node, Fields):
        found = reading.fields(node, ("up-to",), "by")
        texts = [
            reading.word(item, "thing that may differ", _MAY_DIFFER, "constant")
            for item in reading.items(found.get("up-to"), "up-to")
        ]
        return "up-to", tuple(texts)
    return reading.word(node, "way to compare", [form for form in _FORMS if form != "up-to"], "equivalent"), ()


def _number(reading: Reading, node: Node | None) -> tuple[dict[str, float], bool]:
    """number: exact, or {absolute: 1e-3}."""
    if node is None:
        return {}, False
    if isinstance(node, Scalar):
        return {}, reading.word(node, "rule for numbers", ("exact",), "exact") == "exact"
    found = reading.fields(node, NUMBER_KEYS, "number")
    if len(found) != 1:
        reading.wrong(node.place, f"number is exact or one of {', '.join(NUMBER_KEYS)}", "number: {absolute: 1e-3}")
    values: dict[str, float] = {}
    for key, value in found.items():
        if key in {"significant", "decimals"}:
            values[key] = float(reading.integer(value, key, 3, 0 if key == "decimals" else 1, 30))
        else:
            values[key] = reading.number(value, key, 1e-6, positive=True)
    return values, False


def _require(reading: Reading, node: Node | None) -> tuple[tuple[str, str], ...]:
    """[{no: decimals}, {without: [integrate]}]."""
    found: list[tuple[str, str]] = []
    for item in reading.items(node, "require"):
        for key, value in reading.fields(item, _REQUIRED, "require").items():
            found += [(key, text) for text in reading.texts(value, key)]
    return tuple(found)


def _mistake(reading: Reading, node: Node) -> Mistake:
    found = reading.fields(node, ("answer", "say", "score", "name"), "a mistake")
    if isinstance(node, Fields):
        reading.needed(found, ("answer", "say"), node, "the mistake")
    score = reading.number(found.get("score"), "score", 0.0)
    if not 0 <= score < 1:
        reading.wrong(found["score"].place, "the score of a mistake is from 0 to below 1")
    return Mistake(
        reading.text(found.get("answer"), "answer"),
        reading.text(found.get("say"), "say"),
        score,
        reading.text(found.get("name"), "name"),
        node.place,
    )


def _follow(reading: Reading, node: Node | None) -> str:
    found = reading.fields(node, ("uses",), "follow")
    return reading.text(found.get("uses"), "uses")


def _trials(reading: Reading, node: Node | None, parts: tuple[Part, ...]) -> tuple[Trial, ...]:
    names = [part.id for part in parts]

    def one(item: Node) -> Trial:
        found = reading.fields(item, (*TEST_KEYS, *names), "a test")
        given = tuple((name, reading.text(found[name], name, empty=True)) for name in names if name in found)
        if not given and isinstance(item, Fields):
            reading.wrong(item.place, "the test gives no answer", f"{names[0] if names else 'answer'}: …")
        seed = found.get("seed")
        every = seed is None or (isinstance(seed, Scalar) and seed.text == "any")
        return Trial(
            None if every else reading.integer(seed, "seed", 0, 0, 2**31),
            given,
            reading.number(found["score"], "score", 0.0) if "score" in found else None,
            reading.text(found.get("mistake"), "mistake"),
            reading.truth(found.get("invalid"), "invalid"),
            item.place,
        )

    return reading.each(node, "tests", one)
