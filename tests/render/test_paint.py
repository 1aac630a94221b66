"""Colours: the bytes are those that Rich would write."""

from __future__ import annotations

import io
import subprocess
import sys

from mvcalc_cli.render.paint import STYLES, paint
from mvcalc_cli.render.segments import Row


def test_the_bytes_are_richs() -> None:
    from rich.console import Console
    from rich.text import Text

    row: Row = tuple((f"{role} [x, y]", role) for role in STYLES)
    stream = io.StringIO()
    console = Console(file=stream, force_terminal=True, color_system="standard", highlight=False, _environ={})
    text = Text.assemble(*((part, STYLES[role].name) for part, role in row))
    console.print(text, soft_wrap=True)
    assert paint([row], color=True) == stream.getvalue()


def test_without_colour_it_is_the_bare_text() -> None:
    rows: list[Row] = [(("a", "answer"), ("  ", "text")), (), (("", "text"), (" b ", "bad"))]
    assert paint(rows, color=False) == "a\n\n b\n"


def test_nothing_heavy_is_loaded() -> None:
    program = (
        "import sys; from mvcalc_cli.render import Output, emit; from mvcalc_cli.report import *;"
        "emit(Report('diff', (Line((Span(2.0),)),)), Output(color=True));"
        "print({'rich', 'json', 'unicodedata', 'csv', 're', 'numpy', 'sympy'} & (set(sys.modules) - before))"
    )
    start = "import sys, fractions, dataclasses; before = set(sys.modules);"
    found = subprocess.run([sys.executable, "-c", start + program], capture_output=True, text=True, check=True)
    assert found.stdout == "set()\n"
