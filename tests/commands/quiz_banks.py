"""A small bank for the tests of the quiz commands, and a way to run them in this process."""

from __future__ import annotations

from pathlib import Path

from mvcalc_cli.cli import run_text

BANK = """\
schema: 1
bank: {id: tiny, title: Tiny things, module: 2}
questions:
- id: power
  tags: [power]
  variables: {x: real}
  prompt: "Differentiate {x^2 exp(-x/2)}."
  type: expression
  answer: "diff(x^2 exp(-x/2), x)"
- id: parts
  tags: [chain]
  prompt: two parts
  parts:
  - {id: h, type: number, label: "h =", answer: "4"}
  - {id: g, type: number, label: "g =", answer: "h + 1", follow: {uses: h}}
- {id: sum, tags: [power], prompt: "1 + 1?", type: number, answer: "2",
   mistakes: [{answer: "11", say: "these are numbers", name: glued}]}
"""
RIGHT = {"power": "2x e^(-x/2) - x^2 e^(-x/2)/2", "parts": "4\n5", "sum": "2"}


class Desk:
    """A person with a home folder and a bank."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.home = folder / "home"
        self.home.mkdir()
        self.bank = self.write("tiny.yaml", BANK)

    def write(self, name: str, text: str) -> Path:
        """A file of theirs."""
        path = self.folder / name
        path.write_text(text)
        return path

    def quiz(self, *words: str, stdin: str = "", **settings: bool) -> tuple[int, str, str]:
        """`mvcalc quiz …` with their bank."""
        argv = ["quiz", *words, "--bank", str(self.bank)]
        return run_text(argv, stdin, {"HOME": str(self.home)}, **settings)  # type: ignore[arg-type]
