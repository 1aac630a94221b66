"""Banks are read whole or not at all: every mistake with its place and its fix, and nothing in them runs."""

from __future__ import annotations

import contextlib
import json
import time
from pathlib import Path

import jsonschema
import pytest

from mvcalc_cli.errors import FileError, InputError
from mvcalc_cli.quiz.bank import load, parse
from mvcalc_cli.quiz.find import choose, library
from mvcalc_cli.quiz.nodes import BankError, Fields, Items, Node, Scalar, read
from mvcalc_cli.quiz.question import Grade, Parameter
from mvcalc_cli.quiz.schema import bank_schema

HEAD = "schema: 1\nbank: {id: tiny, title: Tiny}\nquestions:\n"
PLAIN = HEAD + '- {id: one, prompt: "d/dx of x^2?", type: expression, answer: 2x}\n'

FULL = """\
schema: 1
bank: {id: partials, title: Partial derivatives, module: 2, licence: CC-BY-4.0, authors: [A, B], lang: en}
questions:
- id: grad-monomial
  revision: 2
  tags: [gradient, partial]
  difficulty: 2
  time: 90s
  references: [{text: "a book", url: "https://example.org"}, "another"]
  variables: {x: real, y: [0, 5]}
  params:
    a: {integer: [2, 9]}
    n: {choice: [2, 3, 4]}
    r: {real: [0.5, 2, 0.25]}
    s: {sample: {from: [x, y, z], size: 2}}
    f: a*x**n*y
  where: ["a != n", "gcd(a, n) = 1"]
  prompt: "Find the gradient of f(x, y) = {f}."
  figure: "plot {f} --contour"
  parts:
  - id: h
    type: number
    answer: a
    grade: {number: {absolute: 1e-3}}
  - id: g
    type: vector
    label: "grad f ="
    answer: "grad(f, [x, y])"
    grade: {by: equivalent, partial: components}
    require: [{no: decimals}, {without: [integrate, diff]}]
    mistakes:
    - {answer: "[diff(f, y), diff(f, x)]", say: "The components are in the order x, y.", score: 0.5, name: swapped}
    follow: {uses: h}
    hints: ["Hold y fixed.", "Then x."]
    weight: 2
  solution: ["f_x = {diff(f, x)}"]
  tests:
  - {seed: any, g: "[1, 2]", score: 1}
  - {seed: 7, g: "[2*x", invalid: true}
"""


def mistakes(text: str) -> list[str]:
    with pytest.raises(BankError) as told:
        parse(text.encode(), "b.yaml")
    assert told.value.exit_code == 4
    return [each.text() for each in told.value.findings]


def test_everything_that_a_bank_may_say_is_read() -> None:
    bank = parse(FULL.encode())
    (question,) = bank.questions
    first, second = question.parts
    assert (bank.id, bank.module, bank.authors, question.seconds) == ("partials", 2, ("A", "B"), 90.0)
    assert question.references == (("a book", "https://example.org"), ("another", ""))
    assert question.variables == (("x", "real"), ("y", (0.0, 5.0)))
    assert [(each.name, each.kind) for each in question.parameters] == [
        ("a", "integer"), ("n", "choice"), ("r", "real"), ("s", "sample"), ("f", "derived"),
    ]  # fmt: skip
    assert question.parameters[3] == Parameter(
        "s", "sample", choices=("x", "y", "z"), size=2, place=question.parameters[3].place
    )
    assert first.grade == Grade(absolute=1e-3)
    assert second.grade == Grade(partial="components")
    assert second.require == (("no", "decimals"), ("without", "integrate"), ("without", "diff"))
    assert second.mistakes[0].name == "swapped"
    assert (second.follow, second.weight, second.hints) == ("h", 2.0, ("Hold y fixed.", "Then x."))
    assert [trial.seed for trial in question.trials] == [None, 7]
    assert question.trials[1].invalid
    assert (question.place.line, second.answer_place.line) == (4, 28)


def test_a_part_may_stand_inline() -> None:
    (question,) = parse(PLAIN.encode()).questions
    assert [(part.id, part.kind, part.answer) for part in question.parts] == [("answer", "expression", "2x")]


@pytest.mark.parametrize("word", ["no", "010", "12:30", "1e3", "null", "~", "0x10", "2026-11-21", ".inf"])
def test_scalars_mean_what_they_say(word: str) -> None:
    found = read(f"a: [{word}]".encode(), "b.yaml")
    items = found.fields[0][1] if not isinstance(found, (Scalar, Items)) else found
    assert isinstance(items, Items)
    assert items.items[0] == Scalar(word, items.items[0].place)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ["b.yaml:1:1: the file is empty"]),
        ("a: 1\na: 2\n", ["b.yaml:2:1: a stands here a second time (the first is in line 1)"]),
        (
            "a: &x 1\nb: *x\n",
            ["b.yaml:1:4: anchors and aliases (& and *) are not read (write it out, or quote the text)"],
        ),
        (
            "a: !!python/object/apply:os.system [echo]\n",
            ["b.yaml:1:4: tags (!) are not read (remove it, or quote the text)"],
        ),
        ("[" * 200_000, ["b.yaml:1:13: nested more than 12 deep"]),
        ("- a\n" * 200_001, ["b.yaml:199999:3: more than 200,000 entries (split the bank)"]),
        ("a: \x07\n", ["b.yaml:1:4: U+0007 may not stand in YAML (remove it)"]),
        ("a: 1\n---\nb: 2\n", ["b.yaml:2:1: a bank is one document (remove the line ---)"]),
        ("? [1]\n: 2\n", ["b.yaml:1:3: a key is a word"]),
        (
            "a: b: c\n",
            [
                "b.yaml:1:5: this is not YAML: mapping values are not allowed in this context"
                " (a text that holds ': ' needs quotation marks)"
            ],
        ),
        (
            "schema: 1\nbank: {id: a, titel: b}\nquestions: []\n",
            [
                "b.yaml:2:7: bank has no title (add title: …)",
                "b.yaml:2:15: titel is not known in bank (did you mean title?)",
                "b.yaml:3:12: there is no question in this bank",
            ],
        ),
        (
            "schema: 2\nbank: {id: a, title: b}\nquestions: [{id: q, prompt: p, type: number, answer: 1}]\n",
            ["b.yaml:1:9: schema 2 is not known to this mvcalc (a newer mvcalc reads it)"],
        ),
        (
            HEAD + "- {id: Q 1, prompt: p, type: numbr, answer: 1}\n",
            [
                "b.yaml:4:8: the id of a question is made of a-z, 0-9 and -, not Q 1",
                "b.yaml:4:30: numbr is no type of answer (did you mean number?)",
            ],
        ),
        (
            HEAD + "- {id: q, prompt: p, type: number}\n",
            ["b.yaml:4:3: there is no answer to this number (answer: …)"],
        ),
        (
            HEAD + "- {id: q, prompt: p, type: choice, options: [a, b, a], answer: c}\n",
            [
                "b.yaml:4:52: the option a is there twice",
                "b.yaml:4:64: the answer c is none of the options"
                " (the whole text of an option, not its letter or number: a)",
            ],
        ),
        (
            HEAD + "- {id: q, prompt: p, type: number, answer: 1}\n- {id: q, prompt: p, type: number, answer: 2}\n",
            ["b.yaml:5:3: the id q is taken (by the question in line 4: ids stay for ever)"],
        ),
        (
            HEAD + "- {id: q, prompt: p, type: number, answer: 1, difficulty: 9, time: soon, weight: -1}\n",
            [
                "b.yaml:4:59: difficulty is a whole number from 1 to 5, not 9",
                "b.yaml:4:68: time is written 60s or 2 min, not soon",
                "b.yaml:4:82: weight is a positive number, not -1",
            ],
        ),
        (
            HEAD + "- {id: q, prompt: p, type: number, answer: 1, params: {a: {integer: [9, 2]}, '2b': 1}}\n",
            [
                "b.yaml:4:69: integer has two ends, the lower first (integer: [2, 9])",
                "b.yaml:4:78: 2b is no name (a letter, then letters, digits and single _)",
            ],
        ),
        (
            HEAD + "- {id: q, prompt: p, type: number, answer: 1, grade: {by: exactly, number: {absolut: 1}}}\n",
            [
                "b.yaml:4:59: exactly is no way to compare"
                " (there are: equivalent, identical, factored, expanded, lowest-terms, antiderivative)",
                "b.yaml:4:76: number is exact or one of absolute, relative, significant, decimals"
                " (number: {absolute: 1e-3})",
                "b.yaml:4:77: absolut is not known in number (did you mean absolute?)",
            ],
        ),
        (
            HEAD + "- {id: q, prompt: p, type: number, answer: 1, mistakes: [{answer: 2, score: 1}]}\n",
            [
                "b.yaml:4:58: the mistake has no say (add say: …)",
                "b.yaml:4:77: the score of a mistake is from 0 to below 1",
            ],
        ),
        (
            HEAD + "- {id: q, prompt: p, type: number, answer: 1, grade: {absolute: 0.1}}\n",
            ["b.yaml:4:55: absolute stands in number, not in grade itself (number: {absolute: …})"],
        ),
        (
            HEAD + "- {id: q, prompt: p, type: choice, options: [{text: a, right: true}, b]}\n",
            [
                "b.yaml:4:3: there is no answer to this choice (answer: the text of the right option)",
                "b.yaml:4:56: an option is not marked right (answer: the text of the right option, beside options)",
            ],
        ),
        (
            HEAD + "- {id: q, prompt: p, parts: [{id: a, type: number, answer: 1, follow: {uses: b}}]}\n",
            ["b.yaml:4:30: follow: b is no part before this one"],
        ),
        (
            HEAD + "- {id: q, prompt: [1, 2], type: number, answer: {a: 1}}\n",
            [
                "b.yaml:4:3: there is no answer to this number (answer: …)",
                "b.yaml:4:19: prompt is a text, and this is a list (quote it: '…')",
                "b.yaml:4:49: answer is a text, and this is a mapping (quote it: '…')",
            ],
        ),
    ],
)
def test_mistakes(text: str, expected: list[str]) -> None:
    assert mistakes(text) == expected


def test_bytes_that_are_no_text() -> None:
    with pytest.raises(BankError, match=r"b\.yaml:2:4: this is not UTF-8 text"):
        parse(b"a: 1\nb: \xff", "b.yaml")


def test_a_file_of_too_many_bytes() -> None:
    with pytest.raises(BankError, match="4,194,304 is the limit"):
        parse(b"#" * (5 << 20), "b.yaml")


def test_what_a_terminal_would_obey_is_not_repeated() -> None:
    (told,) = mistakes(PLAIN + '- {id: q, prompt: p, type: "\\e[31mred\\u202e", answer: 1}\n')
    assert told.isprintable()
    assert "\x1b" not in told


def test_files(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="no such file"):
        load(str(tmp_path / "none.yaml"))
    with pytest.raises(FileError, match="is a directory"):
        load(str(tmp_path))
    path = tmp_path / "a.yaml"
    path.write_text(PLAIN)
    assert load(str(path)).hash == load(str(path)).hash != ""


def as_editors_read(node: Node) -> object:
    """YAML 1.2, as editors have it: `no` is a text, 1e-3 a number."""
    if isinstance(node, Items):
        return [as_editors_read(item) for item in node.items]
    if isinstance(node, Fields):
        return {key.text: as_editors_read(value) for key, value in node.fields}
    if node.plain:
        with contextlib.suppress(ValueError):
            return json.loads(node.text)
    return node.text


def test_the_schema_for_editors_takes_what_the_loader_takes_and_refuses_what_it_refuses() -> None:
    validator = jsonschema.Draft202012Validator(bank_schema())
    for text in (PLAIN, FULL):
        assert not list(validator.iter_errors(as_editors_read(read(text.encode(), "b.yaml"))))
    for text in (PLAIN.replace("prompt", "promt"), PLAIN.replace("expression", "numbr")):
        assert list(validator.iter_errors(as_editors_read(read(text.encode(), "b.yaml"))))


def test_banks_are_found_by_id_path_and_module(tmp_path: Path) -> None:
    folder = tmp_path / "mvcalc" / "quizzes"
    folder.mkdir(parents=True)
    (folder / "mine.yaml").write_text(PLAIN.replace("id: tiny, title: Tiny", "id: mine, title: Mine, module: 7"))
    (folder / "broken.yaml").write_text("schema: [")
    elsewhere = tmp_path / "elsewhere.yaml"
    elsewhere.write_text(PLAIN)
    found = library([str(elsewhere)], {"XDG_CONFIG_HOME": str(tmp_path)})
    assert {"mine", "tiny"} <= {bank.id for bank in found.banks}
    assert [Path(each.findings[0].path).name for each in found.broken] == ["broken.yaml"]
    assert [bank.id for bank in choose(["mine"], found)] == ["mine"]
    assert "mine" in [bank.id for bank in choose(["7"], found)]
    assert "mine" in [bank.id for bank in choose(["module7"], found)]
    assert [bank.id for bank in choose([str(elsewhere)], found)] == ["tiny"]
    assert choose([], found) == tuple(bank for bank in found.banks if bank.id != "example")
    with pytest.raises(InputError, match="no bank is called minne"):
        choose(["minne"], found)
    with pytest.raises(BankError):
        choose(["broken"], found)


def test_two_banks_of_one_id_are_refused(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / f"{name}.yaml").write_text(PLAIN.replace("2x", f"2x+{name}"))
    with pytest.raises(InputError, match="two banks are called tiny"):
        library([str(tmp_path)], {"XDG_CONFIG_HOME": "/nonexistent"})


def test_five_hundred_questions_take_less_than_a_second() -> None:
    body = FULL.partition("questions:\n")[2]
    text = HEAD + "".join(body.replace("grad-monomial", f"q-{k}") for k in range(500))
    start = time.process_time()
    assert len(parse(text.encode()).questions) == 500
    assert time.process_time() - start < 2.0  # 0.4 s alone on a free machine; see benchmarks
