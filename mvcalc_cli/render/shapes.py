"""The markers of points as SVG shapes: fonts place their characters too differently."""

from __future__ import annotations

import math
from collections.abc import Sequence
from html import escape
from typing import Final

from mvcalc_cli.plotting.plot import Hue
from mvcalc_cli.render.clean import one_line

_DISCS: Final = {"●": 5.0, "•": 3.2, "·": 2.0, "○": 5.0}
_HALF: Final = math.pi / 2


def marker_shape(marker: str, x: float, y: float, hue: Hue) -> str:
    """A marker centred at a point, with a rim in the colour of the paper."""
    if marker in _DISCS:
        hollow = marker == "○"
        look = f"paper {hue}" if hollow else f"halo fill-{hue}"
        return (
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{_DISCS[marker]}" class="{look}"'
            f' stroke-width="{2 if hollow else 1.2}"/>\n'
        )
    corners = _CORNERS.get(marker)
    if corners is None:
        sign = escape(one_line(marker), quote=False)
        return f'<text x="{x:.1f}" y="{y + 5:.1f}" text-anchor="middle" class="fill-{hue}">{sign}</text>\n'
    points = " ".join(f"{x + dx:.1f},{y + dy:.1f}" for dx, dy in corners)
    return f'<polygon points="{points}" class="halo fill-{hue}" stroke-width="1"/>\n'


def dots_shape(places: Sequence[tuple[float, float]], hue: Hue) -> str:
    """Very many points as one path of round dots (a line of no length with round ends)."""
    data = "".join(f"M{x:.1f} {y:.1f}h0" for x, y in places)
    look = "stroke-width: 3.2; stroke-opacity: 0.45"
    return f'<path d="{data}" class="{hue}" stroke-linecap="round" fill="none" style="{look}"/>\n'


def _star() -> tuple[tuple[float, float], ...]:
    """Ten corners, the first at the top."""
    radii = (8.0, 3.2)
    return tuple(
        (radii[k % 2] * math.cos(k * math.pi / 5 - _HALF), radii[k % 2] * math.sin(k * math.pi / 5 - _HALF))
        for k in range(10)
    )


_UP: Final = ((0.0, -6.5), (6.0, 4.5), (-6.0, 4.5))
_CORNERS: Final[dict[str, tuple[tuple[float, float], ...]]] = {
    "★": _star(),
    "▲": _UP,
    "▴": _UP,
    "▼": tuple((x, -y) for x, y in _UP),
    "▾": tuple((x, -y) for x, y in _UP),
    "◆": ((0, -6), (6, 0), (0, 6), (-6, 0)),
    "■": ((-5, -5), (5, -5), (5, 5), (-5, 5)),
}
