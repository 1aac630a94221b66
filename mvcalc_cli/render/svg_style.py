"""The looks of pictures in SVG: colours of lines for light and for dark pages, dashes, fonts."""

from __future__ import annotations

from typing import Final

from mvcalc_cli.plotting.plot import Hue, Style
from mvcalc_cli.render.ramps import Rgb

_FONT: Final = "system-ui, 'DejaVu Sans', Helvetica, Arial, sans-serif"

# For a light and for a dark page; each is readable on its ground.
_HUES: Final[dict[Hue, tuple[str, str]]] = {
    "first": ("#00657f", "#56c2d6"),
    "second": ("#8a2a9b", "#d58ae6"),
    "third": ("#1d6f2f", "#7bd88f"),
    "fourth": ("#2a55c8", "#8ab4ff"),
    "fifth": ("#a04a00", "#f0b04a"),
    "quiet": ("#6b7076", "#9aa0a6"),
    "point": ("#8a5a00", "#e8c04a"),
    "end": ("#b3261e", "#ff8a80"),
}
_DASHES: Final[dict[Style, str]] = {"solid": "", "dashed": "9 6", "dotted": "1.5 5", "thin": "10 4 2 4"}


def css() -> str:
    """The looks; colours of a dark page where the reader prefers it."""
    plain = (
        f".picture text {{ font: 14px {_FONT}; white-space: pre }}\n.picture .title {{ font-weight: bold }}\n"
        ".picture .line { fill: none; stroke-width: 2; stroke-linejoin: round }\n"
        ".picture .fine { stroke-width: 1 }\n.picture .area { fill-opacity: 0.15; stroke-width: 1 }\n"
    )
    light = _scheme(0, "#ffffff", "#202124", "#e3e5e8", "#80868b")
    dark = _scheme(1, "#1e1e24", "#e8eaed", "#34353d", "#80868b")
    return f"{plain}{light}@media (prefers-color-scheme: dark) {{\n{dark}}}\n"


def _scheme(which: int, paper: str, text: str, grid: str, axis: str) -> str:
    rules = [
        f".picture .paper {{ fill: {paper} }}",
        f".picture .halo {{ stroke: {paper} }}",
        f".picture text {{ fill: {text} }}",
        f".picture .grid {{ stroke: {grid} }}",
        f".picture .axis {{ stroke: {axis} }}",
    ]
    for hue, colors in _HUES.items():
        rules.append(f".picture .{hue} {{ stroke: {colors[which]} }}")
        rules.append(f".picture .fill-{hue} {{ fill: {colors[which]} }}")
    return "".join(rule + "\n" for rule in rules)


def line_look(style: Style, hue: Hue) -> str:
    """The attributes of a line."""
    fine = " fine" if style == "thin" else ""
    dash = f' stroke-dasharray="{_DASHES[style]}"' if _DASHES[style] else ""
    return f'class="line{fine} {hue}" stroke-linecap="round"{dash}'


def rgb(color: Rgb) -> str:
    """A colour as CSS writes it."""
    return "#" + "".join(f"{part:02x}" for part in color)
