"""Lint: what is proved of a bank, where each finding stands, and that no bank can harm."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest

from mvcalc_cli.commands.bank_files import check_figure
from mvcalc_cli.errors import FileError
from mvcalc_cli.quiz.lint import lint, lint_all
from mvcalc_cli.quiz.template import template
from mvcalc_cli.quiz.testing import results_of, results_of_all

EXAMPLE = Path(__file__).parents[2] / "quizzes" / "example.yaml"
HEAD = "schema: 1\nbank: {id: tiny, title: Tiny}\nquestions:\n"
GOOD = "hints: [h], tags: [t], difficulty: 1, tests: [{seed: any, answer: '0', score: 0}]"


def found(tmp_path: Path, text: str, seeds: int = 12) -> list[str]:
    """The findings of a bank, without the file's name."""
    path = tmp_path / "b.yaml"
    path.write_text(text)
    linted = lint(str(path), seeds, check_figure)
    assert linted.errors + linted.warnings == len(linted.findings)
    return [finding.text().removeprefix(f"{path}:") for finding in linted.findings]


def errors(tmp_path: Path, question: str, seeds: int = 12) -> list[str]:
    """The errors of one question in line 4."""
    lines = found(tmp_path, HEAD + question + "\n", seeds)
    return [line for line in lines if "warning: " not in line]


def test_the_example_is_clean() -> None:
    linted = lint(str(EXAMPLE), 6, check_figure)
    assert [finding.text() for finding in linted.findings] == []
    assert linted.questions == 15


def test_the_tests_of_the_example_pass() -> None:
    from mvcalc_cli.quiz.bank import load

    assert [case for case in results_of(load(str(EXAMPLE)), 4) if not case.passed] == []


def test_a_new_bank_is_clean(tmp_path: Path) -> None:
    assert found(tmp_path, template("b.yaml", 2)) == []


def test_what_a_good_question_has(tmp_path: Path) -> None:
    assert found(tmp_path, HEAD + "- {id: q, prompt: p, type: number, answer: 1}\n") == [
        "4:3: warning: q has no difficulty (difficulty: 1 to 5)",
        "4:3: warning: q has no hints (hints: [..])",
        "4:3: warning: q has no tags (tags: [..]: statistics go by them)",
        "4:3: warning: q has no tests (tests: [{seed: any, …, score: 1}])",
    ]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("prompt: 'a {b} c', type: number, answer: 1", ["b in {b} is neither a parameter nor a variable"]),
        ("prompt: 'a { c', type: number, answer: 1", ["a brace stands alone"]),
        ("prompt: p, type: number, answer: 1, hints: ['{b}']", ["b in {b} is neither"]),
        ("prompt: p, type: number, answer: 1, solution: ['{b}']", ["b in {b} is neither"]),
        ("prompt: p, type: number, answer: 1, figure: 'plot {b}'", ["b in {b} is neither"]),
        ("prompt: p, type: number, answer: 1, mistakes: [{answer: 2, say: '{b}'}]", ["b in {b} is neither"]),
        ("prompt: '{b}', type: number, answer: '(', hints: ['{c}']", ["b in {b}", "", "c in {c}"]),
        ("prompt: p, type: number, params: {a: {integer: [1, 3]}}, where: a > 7, answer: a", ["no parameters satisfy"]),
        ("prompt: p, type: number, params: {a: {integer: [1, 3]}}, where: b > 7, answer: a", ["b is no parameter"]),
        ("prompt: p, type: number, answer: 1/0", ["the answer has no value: 1/0 is undefined"]),
        ("prompt: p, type: number, params: {a: {integer: [0, 2]}}, answer: 1/a", ["the answer has no value"]),
        ("prompt: p, type: expression, answer: log(-1 - x^2), variables: [x]", ["the answer has no value"]),
        ("prompt: p, type: vector, answer: x, variables: [x]", ["its own answer, typed as x, is not read"]),
        ("prompt: p, type: expression, answer: x^2/2, variables: [x], grade: {by: antiderivative}", ["its own answer"]),
        ("prompt: p, type: number, answer: 0.5, require: [{no: decimals}]", []),
        ("prompt: p, type: expression, answer: x^2 - 1, variables: [x], grade: {by: factored}", ["its own answer"]),
        ("prompt: p, type: number, answer: 2, mistakes: [{answer: 4/2, say: s}]", ["this mistake is right"]),
        (
            "prompt: p, type: number, answer: 2, mistakes: [{answer: 3, say: s}, {answer: 6/2, say: t}]",
            ["this mistake is the same as one before it"],
        ),
        (
            "prompt: p, type: number, answer: 2, mistakes: [{answer: '[1, 2]', say: s}]",
            ["nobody can make this mistake: a number is asked for, this is a vector"],
        ),
        (
            "prompt: p, type: number, answer: 2,"
            " mistakes: [{answer: 3, say: s, name: m}, {answer: 4, say: t, name: m}]",
            ["two mistakes are called m"],
        ),
        (
            "prompt: p, type: choice, params: {a: {integer: [1, 2]}}, options: ['{a}', '2', '3'], answer: '3'",
            ["two options are the same"],
        ),
        (
            "prompt: p, type: expression, variables: [x], params: {a: {integer: [0, 2]}}, answer: a x",
            ["some seeds make this trivial: the answer is 0"],
        ),
        (
            "prompt: p, type: expression, variables: [x], params: {a: {integer: [0, 2]}}, answer: a x + 1",
            ["some seeds make this trivial: the answer has no variables"],
        ),
        ("prompt: p, type: number, answer: 1, figure: rm -rf /", ["figure: rm is no command that draws"]),
        ("prompt: p, type: number, answer: 1, figure: plot x --save a.png", ["figure: --save has no place"]),
        ("prompt: p, type: number, answer: 1, figure: plot @/etc/passwd", ["figure: a figure reads no files"]),
        ("prompt: p, type: number, answer: 1, figure: diff x^2", ["figure: diff draws nothing without --plot"]),
        ("prompt: p, type: number, answer: 1, figure: 'plot x^ --contour'", ["figure: "]),
        ("prompt: p, type: number, answer: 1, figure: plot x --contuor", ["figure: no such option: --contuor"]),
        ("prompt: p, type: number, answer: 1, references: [{text: t, url: 'htp:/x'}]", ["htp:/x is no address"]),
        ("prompt: p, type: number, params: {e: {integer: [1, 2]}}, answer: 1", ["e has a meaning in the language"]),
        ("prompt: p, type: number, variables: [x], params: {x: 1}, answer: 1", ["x is a variable too"]),
    ],
)
def test_findings(tmp_path: Path, question: str, expected: list[str]) -> None:
    extra = GOOD if "hints" not in question else GOOD.partition(", ")[2]
    told = errors(
        tmp_path, f"- {{id: q, {question}, {extra}}}".replace("answer: '0', score: 0", "answer: '77', score: 0")
    )
    told = [line for line in told if "this test expects" not in line]
    assert len(told) == len(expected), told
    for line, start in zip(told, expected, strict=True):
        assert re.match(r"4:\d+: ", line)
        assert line.partition(": ")[2].startswith(start), line


def test_the_column_is_that_of_the_wrong_word(tmp_path: Path) -> None:
    text = HEAD + "- {id: q, prompt: 'f = {x + b}', type: number, variables: [x], answer: 1}\n"
    (line,) = [line for line in found(tmp_path, text) if "neither" in line]
    assert line.startswith(f"4:{text.splitlines()[3].index('{x') + 1}: b in ")


def test_questions_are_looked_at_though_others_have_mistakes_of_form(tmp_path: Path) -> None:
    text = (
        HEAD + "- {id: one, promt: p, type: number, answer: 1}\n- {id: two, prompt: '{b}', type: number, answer: 1}\n"
    )
    told = [line for line in found(tmp_path, text) if "warning" not in line]
    assert [line.partition(": ")[0] for line in told] == ["4:3", "4:13", "5:22"]


def test_failing_tests_are_findings(tmp_path: Path) -> None:
    told = errors(
        tmp_path,
        "- {id: q, prompt: p, type: number, params: {a: {integer: [1, 9]}}, answer: a, tests: ["
        "{answer: a, score: 0}, {answer: 2 a, mistake: twice}, {answer: '(', invalid: true}]}",
    )
    assert len(told) == 3
    assert "this test expects score 0, and gets score 1" in told[0]
    assert re.search(r"\[seed 0: a = \d\]", told[0])
    assert {"no mistake is called twice" in line for line in told[1:]} == {True, False}


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="no such file"):
        lint(str(tmp_path / "none.yaml"))


HOSTILE = [
    "__import__('os').system('touch pwned')",
    "9^9^9",
    "sum(k, k=1..10^9)",
    "prod(k, k=1..10^8)",
    "sqrt(" * 500 + "x" + ")" * 500,
    "factorial(10^9)",
    "10^400",
    "[bold]x[/bold]",
    "{a}{{",
    "2^2^2^2^2^2",
    "(.*)*$",
]


@pytest.mark.parametrize("text", HOSTILE, ids=[text[:20] for text in HOSTILE])
def test_hostile_answers_are_told_or_harmless(tmp_path: Path, text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    quoted = text.replace("'", "''")
    bank = (
        HEAD
        + f"- {{id: q, prompt: '{quoted}', type: expression, variables: [x], params: {{a: 1}}, answer: '{quoted}'}}\n"
    )
    for line in found(tmp_path, bank, 2):
        assert line.isprintable()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["b.yaml"]


def test_texts_that_double_each_other_end(tmp_path: Path) -> None:
    params = ", ".join(f"p{k}: 'x^p{k - 1} + sin(p{k - 1})'" for k in range(1, 40))
    told = errors(
        tmp_path, f"- {{id: q, prompt: p, type: number, variables: [x], params: {{p0: x, {params}}}, answer: p39}}", 2
    )
    assert any("has more than 5,000 parts" in line for line in told)


@pytest.mark.parametrize("count", [100_000])
def test_a_choice_of_too_many_options(tmp_path: Path, count: int) -> None:
    options = ", ".join(f"o{k}" for k in range(count))
    told = errors(tmp_path, f"- {{id: q, prompt: p, type: choice, options: [{options}], answer: o1}}")
    assert told == ["4:45: 100,000 options have no letters; 26 is the limit"]


def _mutated(text: str, random_: random.Random) -> str:
    for _ in range(random_.choice([1, 1, 2])):
        kind = random_.randrange(5)
        if kind == 0:
            place = random_.randrange(len(text))
            text = text[:place] + text[place + 1 :]
        elif kind == 1:
            place = random_.randrange(len(text))
            text = text[:place] + random_.choice("{}[]():,'\"-#&*!|>% \n\t^/0x\x07é") + text[place:]
        elif kind == 2:
            lines = text.split("\n")
            lines.insert(random_.randrange(len(lines)), random_.choice(lines))
            text = "\n".join(lines)
        else:
            words = list(re.finditer(r'(?<=: )[^\n{}\[\]"]+' if kind == 3 else r"\w+", text))
            old = random_.choice(words)
            new = random_.choice(HOSTILE) if kind == 3 else random_.choice(words)[0]
            text = text[: old.start()] + new + text[old.end() :]
    return text


def test_mutated_banks_are_told_and_never_crash(tmp_path: Path) -> None:
    """A part of what runs with MVCALC_EXPLORE=1: 2,000 of them."""
    import os

    body = EXAMPLE.read_text().partition("questions:\n")[2]
    questions = [re.sub(r"(?m)^#.*\n", "", text) for text in re.split(r"(?m)^(?=- id:)", body)[1:]]
    random_ = random.Random(3)
    for _ in range(2_000 if "MVCALC_EXPLORE" in os.environ else 60):
        for line in found(tmp_path, HEAD + _mutated(random_.choice(questions), random_), 1):
            assert "ended without an answer" not in line, line
            assert re.match(r"\d+:\d+: ", line), line


def test_several_processes_find_the_same_in_the_same_order(tmp_path: Path) -> None:
    from mvcalc_cli.quiz.bank import load

    path = tmp_path / "b.yaml"
    path.write_text(HEAD + "".join(f"- {{id: q{k}, prompt: '{{f}}', type: number, answer: {k}}}\n" for k in range(5)))
    paths = (str(path), str(EXAMPLE))
    seen: list[str] = []
    assert lint_all(paths, 2, check_figure, seen.append, jobs=2) == lint_all(paths, 2, check_figure)
    assert sorted(seen) == sorted([*(f"q{k}" for k in range(5)), *(each.id for each in load(str(EXAMPLE)).questions)])
    banks = (load(str(EXAMPLE)), load(str(path)))
    alone, together = (results_of_all(banks, 2, jobs=jobs) for jobs in (1, 2))
    assert [[case._replace(seconds=0) for case in cases] for cases in together] == [
        [case._replace(seconds=0) for case in cases] for cases in alone
    ]
    assert len(together[0]) > 20
    assert together[1] == ()
