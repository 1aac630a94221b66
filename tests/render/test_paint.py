"""Colours: the bytes are those that Rich would write."""

from __future__ import annotations

import io
import subprocess
import sys

from mvcalc_cli.render.paint import STYLES, paint
from mvcalc_cli.render.segments import Row, Tint


def test_the_bytes_are_richs() -> None:
    from rich.console import Console
    from rich.text import Text

    roles = list(STYLES)
    row: Row = tuple((f"{role} [x, y]", role) for role in roles)
    stream = io.StringIO()
    console = Console(file=stream, force_terminal=True, color_system="standard", highlight=False, _environ={})
    text = Text.assemble(*((f"{role} [x, y]", STYLES[role].name) for role in roles))
    console.print(text, soft_wrap=True)
    assert paint([row], color=True) == stream.getvalue()


def test_without_colour_it_is_the_bare_text() -> None:
    rows: list[Row] = [(("a", "answer"), ("  ", "text")), (), (("", "text"), (" b ", "bad"))]
    assert paint(rows, color=False) == "a\n\n b\n"


def test_measured_colours() -> None:
    row: Row = (("a", Tint(2)), ("▀", Tint(196, 17)), ("b", Tint((1, 2, 3), (4, 5, 6))), (" ", Tint(None, 17)))
    assert paint([row], color=True) == (
        "\x1b[32ma\x1b[0m\x1b[38;5;196;48;5;17m▀\x1b[0m\x1b[38;2;1;2;3;48;2;4;5;6mb\x1b[0m\n"
    )
    assert paint([row], color=False) == "a▀b\n"


def test_nothing_heavy_is_loaded() -> None:
    program = (
        "import sys; from mvcalc_cli.render import Output, emit; from mvcalc_cli.report import *;"
        "emit(Report('diff', (Line((Span(2.0),)),)), Output(color=True));"
        "print({'rich', 'json', 'unicodedata', 'csv', 're', 'numpy', 'sympy'} & (set(sys.modules) - before))"
    )
    start = "import sys, fractions, dataclasses; before = set(sys.modules);"
    found = subprocess.run([sys.executable, "-c", start + program], capture_output=True, text=True, check=True)
    assert found.stdout == "set()\n"
