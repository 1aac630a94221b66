"""Colours that measure: from low to high along a ramp, in as many colours as the terminal has."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from mvcalc_cli.render.output import Output
from mvcalc_cli.render.segments import Color

Rgb = tuple[int, int, int]

# Of grounds: even in lightness from dark to light, so they are told apart without hue as well.
GROUND: Final[tuple[Rgb, ...]] = (
    (20, 24, 76), (30, 64, 120), (31, 106, 137), (46, 145, 137), (98, 175, 112),
    (160, 186, 92), (206, 190, 84), (232, 194, 92), (247, 210, 116),
)  # fmt: skip
# Of lines and signs: readable on a dark and on a light ground.
LINE: Final[tuple[Rgb, ...]] = (
    (56, 112, 224), (0, 135, 190), (0, 150, 130), (78, 150, 50), (176, 132, 0), (214, 96, 24), (214, 56, 56),
)  # fmt: skip
# The same in the cube of 256, where mixing would pass through greys.
_GROUND_256: Final = (17, 18, 24, 30, 36, 72, 107, 143, 179, 221)
_SIXTEEN: Final = (4, 6, 2, 3)  # blue, cyan, green, yellow
_CUBE: Final = (0, 95, 135, 175, 215, 255)


def ramp(colors: tuple[Rgb, ...], share: float) -> Rgb:
    """The colour at a share from 0 to 1 of a ramp.

    >>> ramp(((0, 0, 0), (100, 200, 50)), 0.5)
    (50, 100, 25)
    """
    place = max(0.0, min(1.0, share)) * (len(colors) - 1)
    start = min(int(place), len(colors) - 2)
    return mixed(colors[start], colors[start + 1], place - start)


def mixed(one: Rgb, other: Rgb, share: float) -> Rgb:
    """A colour between two."""
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(one, other, strict=True))
    return red, green, blue


def lightness(color: Rgb) -> float:
    """How light a colour looks, from 0 to 1 (ITU-R BT.601)."""
    return (0.299 * color[0] + 0.587 * color[1] + 0.114 * color[2]) / 255


def line_color(share: float, output: Output) -> Color:
    """The colour of a line or a sign on the terminal's own ground."""
    if not has_grounds(output):
        return _SIXTEEN[min(3, int(max(0.0, min(1.0, share)) * 4))]
    return shown(ramp(LINE, share), output)


def has_grounds(output: Output) -> bool:
    """Whether heat maps are coloured grounds; where they are not, they are shades."""
    return output.color and (output.true_color or output.many_colors)


@lru_cache(maxsize=1024)
def ground(step: int, true_color: bool) -> tuple[Color, float]:
    """The colour of a ground at a step from 0 to 255 of its ramp, and its lightness.

    >>> ground(255, True)[0], ground(0, False)[0]
    ((247, 210, 116), 17)
    """
    color = ramp(GROUND, step / 255)
    if true_color:
        return color, lightness(color)
    return _GROUND_256[step * len(_GROUND_256) // 256], lightness(color)


def shown(color: Rgb, output: Output) -> Color:
    """A colour as the terminal has it: itself, or the nearest of 256."""
    return color if output.true_color else nearest_of_256(color)


def nearest_of_256(color: Rgb) -> int:
    """The nearest colour of xterm's cube and its greys.

    >>> nearest_of_256((255, 0, 0)), nearest_of_256((128, 128, 128)), nearest_of_256((46, 145, 137))
    (196, 244, 30)
    """
    steps = [min(range(6), key=lambda k, part=part: abs(_CUBE[k] - part)) for part in color]  # type: ignore[misc]
    grey = max(0, min(23, round((sum(color) / 3 - 8) / 10)))
    cube = (16 + 36 * steps[0] + 6 * steps[1] + steps[2], tuple(_CUBE[step] for step in steps))
    greys = (232 + grey, (8 + 10 * grey,) * 3)
    return min((cube, greys), key=lambda found: sum((a - b) ** 2 for a, b in zip(found[1], color, strict=True)))[0]
