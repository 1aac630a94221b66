"""mvcalc quiz list, stats, next and schema: what is there, what is known, what comes."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest

from mvcalc_cli.cli import run_text
from mvcalc_cli.render.schemas import schema_of
from mvcalc_cli.store import Planned, Store, store_to_read
from tests.commands.quiz_banks import BANK, Desk

_CODE = """
import sys
from mvcalc_cli.cli import run_text
code, out, err = run_text(sys.argv[1:])
print(code)
print(*sorted({name.split(".")[0] for name in sys.modules} | {name for name in sys.modules if "grading" in name}))
"""

SCREEN = """\
  module           seen    right                    due
  ──────────────────────────────────────────────────────
  2 Tiny things       2    100 %   ━━━━━━━━━━━━       2
  ──────────────────────────────────────────────────────
  all                 2    100 %   ━━━━━━━━━━━━       2

  right: in the end, whatever the number of tries; at the first answer 1 of 2
  weakest   power 0 of 1 at the first answer
  last 14 days   ▁▁▁▁▁▁▁▁▁▁▁▁▁█     streak 1 day

  next: mvcalc quiz review
"""


def practised(desk: Desk) -> None:
    """One question right at once, one at the second try."""
    desk.quiz("run", "--tag", "chain", stdin="4\n5\n\n")
    desk.write("tiny.yaml", BANK.replace("tags: [power]\n  variables", "tags: [other]\n  variables"))
    desk.quiz("run", "--tag", "power", stdin="11\n2\n\n")


def test_the_table_of_what_is_known(desk: Desk) -> None:
    practised(desk)
    code, out, err = desk.quiz("stats", "--screen")
    assert (code, err) == (0, "")
    assert out == SCREEN
    _, out, _ = desk.quiz("stats")
    assert out == "2\t2\t2\t2\nall\t2\t2\t2\n"


def test_by_tag_and_by_mistake(desk: Desk) -> None:
    practised(desk)
    _, out, _ = desk.quiz("stats", "--by", "tag")
    assert out == "chain\t1\t1\t1\npower\t1\t1\t1\nall\t2\t2\t2\n"
    _, out, _ = desk.quiz("stats", "--by", "mistake")
    assert out == "glued\t1\t1\n"
    _, out, _ = desk.quiz("stats", "--by", "mistake", "--screen")
    assert "glued" in out
    code, _, err = desk.quiz("stats", "--by", "mistakes")
    assert (code, "module, tag, mistake" in err) == (2, True)


def test_nothing_is_known_and_nothing_is_made(desk: Desk) -> None:
    code, out, err = desk.quiz("stats", "--screen")
    assert (code, err) == (0, "")
    assert "nothing was answered yet" in out
    _, out, _ = desk.quiz("next", "--screen")
    assert "nothing is scheduled yet" in out
    desk.quiz("list")
    assert list(desk.home.iterdir()) == []


def test_the_banks_with_what_is_seen_and_due(desk: Desk) -> None:
    practised(desk)
    code, out, err = desk.quiz("list", "--json")
    assert (code, err) == (0, "")
    (found,) = [bank for bank in json.loads(out)["banks"] if bank["id"] == "tiny"]
    assert (found["questions"], found["seen"], found["due"], found["module"]) == (3, 2, 2, 2)
    _, out, _ = desk.quiz("list")
    assert "tiny\t2\t3\t2\t2\tTiny things" in out.splitlines()


def test_a_bank_with_mistakes_is_named_and_the_others_are_listed(desk: Desk) -> None:
    folder = desk.folder / "banks"
    folder.mkdir()
    (folder / "bad.yaml").write_text(BANK.replace("prompt: two parts", "promt: two parts"))
    (folder / "good.yaml").write_text(BANK)
    code, out, err = run_text(["quiz", "list", "--bank", str(folder)])
    assert code == 4
    assert "tiny\t2\t3" in out
    assert f"{folder}/bad.yaml:12:3: promt is not known in a question" in err
    code, _, err = run_text(["quiz", "stats", "--bank", str(folder)])
    assert code == 0
    assert "bad.yaml" in err


def test_what_comes_next(desk: Desk) -> None:
    desk.quiz("run", "--tag", "chain", stdin="4\n5\n\n")
    assert desk.quiz("next")[1] == "1 card is due today\n"
    desk.quiz("review", stdin="4\n5\neasy\n\n")
    code, out, _ = desk.quiz("next")
    assert code == 0
    assert out.startswith("nothing is due: 1 card is due in ")
    assert out.endswith("(tiny)\n")
    assert desk.quiz("next", "-q")[1] == "0\n"


@pytest.mark.parametrize(
    "words",
    [
        ["list"], ["next"], ["stats"], ["stats", "--by", "tag"], ["stats", "--by", "mistake"], ["review"],
        ["run", "--new"], ["run", "--exam", "--pass", "50%"],
    ],
)  # fmt: skip
def test_every_answer_fits_its_schema(desk: Desk, words: list[str]) -> None:
    for _ in range(2):
        _, out, _ = desk.quiz(*words, "--json", stdin="4\n11\nhint\nsolution\n")
        jsonschema.validate(json.loads(out), schema_of(f"quiz {words[0]}"))
        practised(desk)


def test_the_schema_of_banks_is_a_schema() -> None:
    import yaml

    code, out, err = run_text(["quiz", "schema"])
    assert (code, err) == (0, "")
    schema = json.loads(out)
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(yaml.safe_load(BANK), schema)
    _, out, _ = run_text(["quiz", "schema", "--json"])
    assert json.loads(out)["result"] == schema
    jsonschema.validate(json.loads(out), schema_of("quiz schema"))


@pytest.mark.parametrize("words", [["list"], ["stats"], ["next"], ["schema"]])
def test_no_engine_is_loaded(words: list[str]) -> None:
    found = subprocess.run([sys.executable, "-c", _CODE, "quiz", *words], capture_output=True, text=True, check=True)
    code, modules = found.stdout.splitlines()
    assert code in {"0", "4"}
    assert not set(modules.split()) & {"sympy", "mpmath", "numpy", "textual", "fsrs", "mvcalc_cli.quiz.grading.grade"}


def test_a_history_is_read_where_nothing_may_be_written(desk: Desk) -> None:
    folder = desk.home / ".local" / "share" / "mvcalc"
    practised(desk)
    before = {path.name: path.stat().st_mtime_ns for path in folder.iterdir()}
    desk.quiz("stats")
    assert {path.name: path.stat().st_mtime_ns for path in folder.iterdir()} == before


def test_a_history_that_is_none_is_said(tmp_path: Path) -> None:
    folder = tmp_path / "mvcalc"
    folder.mkdir()
    (folder / "history.sqlite3").write_bytes(b"no database at all" * 100)
    store = store_to_read({"XDG_DATA_HOME": str(tmp_path)})
    assert store.attempts() == ()
    assert "cannot be read" in store.warnings[0]


def test_a_newer_history_is_not_read(tmp_path: Path) -> None:
    import sqlite3

    Store(tmp_path / "mvcalc" / "history.sqlite3").begin("practice", "b", 1, [Planned("b", "q", 1, "", 1)])
    database = sqlite3.connect(tmp_path / "mvcalc" / "history.sqlite3")
    database.execute("PRAGMA user_version = 9")
    database.close()
    store = store_to_read({"XDG_DATA_HOME": str(tmp_path)})
    assert "a newer mvcalc" in store.warnings[0]
