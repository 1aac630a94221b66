"""A screen as a page of its own: HTML and SVG that need nothing from elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Final

from mvcalc_cli.render.paint import stripped
from mvcalc_cli.render.segments import Look, Row, columns, row_width
from mvcalc_cli.report import Role

# One colour for light and one for dark pages, each readable on its ground (contrast 4.5 or more).
_COLORS: Final[dict[Role, tuple[str, str]]] = {
    "operator": ("#00657f", "#56c2d6"),
    "rule": ("#8a2a9b", "#d58ae6"),
    "point": ("#8a5a00", "#e8c04a"),
    "good": ("#1d6f2f", "#7bd88f"),
    "bad": ("#b3261e", "#ff8a80"),
    "secondary": ("#5f6368", "#9aa0a6"),
}
_BOLD: Final = ("answer", "point", "good", "bad")
_FONT: Final = "ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace"
_CELL_WIDTH: Final = 8.4
_CELL_HEIGHT: Final = 19
_MARGIN: Final = 16


def html_page(title: str, parts: Sequence[Sequence[Row] | str], formula: str | None = None) -> str:
    """A standalone HTML page: rows of the screen and pictures (SVG) in turn, beneath them the LaTeX of the answer."""
    screen = "".join(part if isinstance(part, str) else f"<pre>{_html_rows(part)}</pre>\n" for part in parts)
    latex = "" if formula is None else f"<h2>LaTeX</h2>\n<pre>{escape(formula)}</pre>\n"
    return (
        f'<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width">\n<title>{escape(title)}</title>\n'
        f"<style>\n:root {{ color-scheme: light dark }}\n{_style('color', 'body')}"
        f"body {{ margin: 2rem; }}\nh2 {{ font: 1rem sans-serif }}\n"
        f"pre {{ font: 1rem/1.2 {_FONT}; overflow-x: auto }}\n"
        f"svg {{ max-width: 100%; height: auto }}\n</style>\n</head>\n<body>\n"
        f"{screen}{latex}</body>\n</html>\n"
    )


def svg_page(title: str, rows: Sequence[Row]) -> str:
    """The screen as SVG text; every word stands at its own column, whatever the font."""
    width = max([row_width(stripped(row)) for row in rows] or [0]) * _CELL_WIDTH + 2 * _MARGIN
    height = len(rows) * _CELL_HEIGHT + 2 * _MARGIN
    lines = [_svg_line(row, _MARGIN + 14 + place * _CELL_HEIGHT) for place, row in enumerate(rows)]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:.0f}" height="{height}"'
        f' viewBox="0 0 {width:.0f} {height}" role="img">\n<title>{escape(title)}</title>\n'
        f"<style>\n{_style('fill', 'text')}text {{ font: 14px {_FONT}; white-space: pre }}\n"
        f"rect {{ fill: #ffffff }}\n@media (prefers-color-scheme: dark) {{ rect {{ fill: #1e1e24 }} }}\n"
        f'</style>\n<rect width="100%" height="100%"/>\n{"".join(lines)}</svg>\n'
    )


def _style(attribute: str, ground: str) -> str:
    """The CSS of the roles, light and dark."""
    light = "".join(f".{role} {{ {attribute}: {pair[0]} }}\n" for role, pair in _COLORS.items())
    dark = "".join(f".{role} {{ {attribute}: {pair[1]} }}\n" for role, pair in _COLORS.items())
    bold = ", ".join(f".{role}" for role in _BOLD)
    back = "background: #ffffff; " if ground == "body" else ""
    back_dark = "background: #1e1e24; " if ground == "body" else ""
    return (
        f"{ground} {{ {back}{attribute}: #202124 }}\n{light}{bold} {{ font-weight: bold }}\n"
        f"@media (prefers-color-scheme: dark) {{\n{ground} {{ {back_dark}{attribute}: #e8eaed }}\n{dark}}}\n"
    )


def _html_rows(rows: Sequence[Row]) -> str:
    return "\n".join("".join(_html_part(text, look) for text, look in stripped(row)) for row in rows)


def _html_part(text: str, role: Look) -> str:
    return escape(text, quote=False) if role == "text" else f'<span class="{role}">{escape(text, quote=False)}</span>'


def _svg_line(row: Row, y: int) -> str:
    """One text element a word: fonts differ in the width of a bracket piece or an arrow."""
    parts: list[str] = []
    at = 0
    for text, role in stripped(row):
        for word, start in _placed(text):
            x = _MARGIN + (at + start) * _CELL_WIDTH
            parts.append(f'<text x="{x:.1f}" y="{y}" class="{role}">{escape(word, quote=False)}</text>\n')
        at += columns(text)
    return "".join(parts)


def _placed(text: str) -> list[tuple[str, int]]:
    """The words of a text and the column at which each starts."""
    found: list[tuple[str, int]] = []
    at = 0
    for word in text.split(" "):
        if word:
            found.append((word, at))
        at += columns(word) + 1
    return found
