"""The cache of headings never says anything that the banks do not say."""

from __future__ import annotations

import json
import os
import time
from pathlib import Path

import pytest

from mvcalc_cli import __version__
from mvcalc_cli.quiz import bank, headings
from mvcalc_cli.quiz.bank import load
from mvcalc_cli.quiz.find import library
from mvcalc_cli.quiz.headings import Catalogue, Shelf, heading_of
from mvcalc_cli.quiz.nodes import BankError

BANK = """\
schema: 1
bank: {id: tiny, title: Tiny, module: 2, licence: CC-BY-4.0}
questions:
- {id: one, tags: [a, b], difficulty: 3, revision: 2, prompt: "1 + 1?", type: number, answer: "2"}
- {id: two, prompt: "d/dx of x^2?", type: expression, answer: 2x}
"""


class Home:
    """A folder with a cache, a bank in it, and how often banks were read."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.environ = {"XDG_CACHE_HOME": str(folder / "cache"), "HOME": str(folder)}
        self.cache = folder / "cache" / "mvcalc" / "banks.json"
        self.bank = folder / "tiny.yaml"
        self.write(BANK)
        self.reads = 0

        def counted(path: str) -> object:
            self.reads += 1
            return load(path)

        monkeypatch.setattr(bank, "load", counted)

    def write(self, text: str, age: float = 60) -> None:
        """The bank, written some seconds ago."""
        self.bank.write_text(text)
        then = time.time() - age
        os.utime(self.bank, (then, then))

    def heading(self) -> headings.Heading:
        """As a new process would find it."""
        catalogue = Catalogue(self.environ)
        found = catalogue.heading(str(self.bank))
        catalogue.keep()
        return found


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    return Home(tmp_path, monkeypatch)


def test_a_bank_is_read_once_and_its_heading_is_the_same_ever_after(home: Home) -> None:
    first = home.heading()
    assert first == heading_of(load(str(home.bank))) == home.heading()
    assert home.reads == 1


def test_what_was_changed_is_read_again(home: Home) -> None:
    home.heading()
    home.write(BANK.replace("id: two", "id: six"), age=30)  # the same size
    assert [each.id for each in home.heading().questions] == ["one", "six"]
    assert home.reads == 2


def test_a_file_that_was_just_written_is_not_remembered(home: Home) -> None:
    """A second writing within the tick of the clock would show the same time."""
    home.write(BANK, age=0)
    home.heading()
    home.heading()
    assert home.reads == 2


@pytest.mark.parametrize(
    "damage",
    [
        "",
        "{",
        "[]",
        "null",
        '{"version": "0.0.0", "banks": {}}',
        '{"version": "VERSION", "banks": []}',
        '{"version": "VERSION", "banks": {"PATH": [[1, 2, 3], ["x"]]}}',
        '{"version": "VERSION", "banks": {"PATH": [["a", 2, 3], ["id", "t", [], 1, "", "p", "h"]]}}',
        "[" * 100_000,
    ],
)
def test_a_damaged_cache_is_no_cache(home: Home, damage: str) -> None:
    found = home.heading()
    home.cache.write_text(damage.replace("VERSION", __version__).replace("PATH", str(home.bank)))
    assert home.heading() == found
    assert home.reads == 2
    assert json.loads(home.cache.read_text())["banks"]


def test_a_cache_that_cannot_be_written_costs_nothing_but_time(home: Home) -> None:
    (home.cache.parent.parent).write_text("a file where the folder should be")
    assert home.heading().id == "tiny"
    assert home.heading().id == "tiny"


def test_a_home_that_is_not_there_is_not_made(home: Home, tmp_path: Path) -> None:
    home.environ = {"HOME": str(tmp_path / "nobody")}
    home.heading()
    assert not (tmp_path / "nobody").exists()


def test_mistakes_are_never_remembered(home: Home) -> None:
    home.write("schema: [")
    for _ in range(2):
        assert [Path(each.findings[0].path).name for each in library([str(home.bank)], home.environ).broken] == [
            "tiny.yaml"
        ]
    home.write(BANK)
    assert "tiny" in [bank.id for bank in library([str(home.bank)], home.environ).banks]


def test_a_shelf_opens_a_bank_when_it_is_asked_for(home: Home) -> None:
    found = home.heading()
    shelf = Shelf([found])
    assert list(shelf) == ["tiny"]
    assert shelf["tiny"] is shelf["tiny"]
    assert shelf["tiny"] == load(str(home.bank))
    with pytest.raises(KeyError):
        shelf["other"]
    assert shelf.get("other") is None
    home.write("schema: [")
    with pytest.raises(BankError):
        Shelf([found])["tiny"]


def test_another_package_may_bring_banks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Found by its entry point, and by its folder alone: none of its code runs."""
    (tmp_path / "teacher_banks").mkdir()
    (tmp_path / "teacher_banks" / "__init__.py").write_text("raise SystemExit('this must not run')")
    (tmp_path / "teacher_banks" / "tiny.yaml").write_text(BANK)
    info = tmp_path / "teacher_banks-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: teacher-banks\nVersion: 1.0\n")
    around = {"HOME": str(tmp_path / "nobody"), "XDG_CACHE_HOME": str(tmp_path / "cache")}
    monkeypatch.syspath_prepend(str(tmp_path))
    assert "tiny" not in [each.id for each in library((), around).banks]
    (info / "entry_points.txt").write_text("[mvcalc.quizzes]\nteacher = teacher_banks\n")
    assert "tiny" in [each.id for each in library((), around).banks]
