"""Pictures as SVG."""

from __future__ import annotations

import math
import re
import xml.etree.ElementTree as ET

import pytest
from hypothesis import given, settings

from mvcalc_cli.plotting.plot import Curve, Plot, Points
from mvcalc_cli.render.svg import svg_pictures
from mvcalc_cli.report import Picture

from .plots import ALL, CIRCLE, FIELD, HEAT, RIEMANN, TAYLOR, graph
from .test_plot import PLOTS

SPACE = "{http://www.w3.org/2000/svg}"
_NUMBER = re.compile(r"-?(?:\d+\.?\d*(?:e[+-]?\d+)?|nan|inf)")


def drawn(*plots: Plot, title: str = "a title") -> ET.Element:
    return ET.fromstring(svg_pictures(title, [Picture(plot) for plot in plots]))


def texts(root: ET.Element) -> list[str]:
    return ["".join(node.itertext()) for node in root.iter(f"{SPACE}text")]


def coordinates(root: ET.Element) -> list[float]:
    """Every number that places something."""
    names = ("x", "y", "x1", "y1", "x2", "y2", "cx", "cy", "r", "width", "height", "d", "points")
    found = [node.get(name, "") for node in root.iter() for name in names]
    return [float(number) for text in found if not text.endswith("%") for number in _NUMBER.findall(text)]


@pytest.mark.parametrize("name", ALL)
def test_it_is_well_formed_and_inside_its_sheet(name: str) -> None:
    root = drawn(ALL[name])
    assert root.get("role") == "img"
    assert root.findtext(f"{SPACE}title") == "a title"
    width, height = float(root.get("width", "")), float(root.get("height", ""))
    for node in root.iter(f"{SPACE}text"):
        assert 0 <= float(node.get("x", "")) <= width
        assert 0 <= float(node.get("y", "")) <= height
    for layer in ALL[name].layers:
        assert not layer.name or layer.name in texts(root)


def test_the_description_says_what_is_seen() -> None:
    told = drawn(TAYLOR).findtext(f"{SPACE}desc")
    assert told == "sin x, T₁, T₃, T₅, centre; x from -4 to 4, y from -2 to 2"


def test_styles_are_dashes_and_colours_are_of_both_grounds() -> None:
    page = svg_pictures("", [Picture(TAYLOR)])
    root = ET.fromstring(page)
    dashes = {node.get("stroke-dasharray") for node in root.iter(f"{SPACE}path")}
    assert len(dashes) == 4
    assert "prefers-color-scheme: dark" in page
    assert "http" not in page.replace("http://www.w3.org/2000/svg", "")


def test_a_curve_is_where_it_should_be() -> None:
    root = drawn(Plot((graph(lambda x: x, (0.0, 1.0), "f"),), (0.0, 1.0), (0.0, 1.0)))
    data = next(node.get("d", "") for node in root.iter(f"{SPACE}path") if "first" in node.get("class", ""))
    numbers = [float(number) for number in _NUMBER.findall(data)]
    clip = next(iter(root.iter(f"{SPACE}clipPath")))[0]
    left, top = float(clip.get("x", "")), float(clip.get("y", ""))
    width, height = float(clip.get("width", "")), float(clip.get("height", ""))
    assert numbers[:2] == pytest.approx([left, top + height - 1], abs=1)
    assert numbers[-2:] == pytest.approx([left + width - 1, top], abs=1)


def test_a_circle_is_a_circle() -> None:
    root = drawn(CIRCLE)
    data = next(node.get("d", "") for node in root.iter(f"{SPACE}path") if "first" in node.get("class", ""))
    numbers = [float(number) for number in _NUMBER.findall(data)]
    across, up = numbers[::2], numbers[1::2]
    assert max(across) - min(across) == pytest.approx(max(up) - min(up), rel=0.01)


def test_a_broken_line_is_in_pieces() -> None:
    xs = (0.0, 0.3, math.nan, 0.6, 1.0)
    root = drawn(Plot((Curve(xs, xs),), (0.0, 1.0), (0.0, 1.0)))
    data = next(node.get("d", "") for node in root.iter(f"{SPACE}path") if "first" in node.get("class", ""))
    assert data.count("M") == 2


def test_pictures_stand_one_beneath_the_other() -> None:
    root = drawn(TAYLOR, FIELD)
    moved = [node.get("transform", "") for node in root.iter(f"{SPACE}g") if node.get("transform")]
    assert len(moved) == 2
    assert len({clip.get("id") for clip in root.iter(f"{SPACE}clipPath")}) == 2


def test_names_cannot_become_markup() -> None:
    evil = Plot((graph(math.sin, (0, 1), "</text><script>&\x00"), Points((0.5,), (0.5,), "<", "&")), (0, 1), (0, 1))
    root = drawn(evil, title="<script>")
    assert not list(root.iter(f"{SPACE}script"))
    assert "<script>" in texts(root)


def test_heat_is_merged_and_filled_areas_are_see_through() -> None:
    root = drawn(HEAT)
    fills = [node for node in root.iter(f"{SPACE}rect") if node.get("fill")]
    assert 500 < len(fills) < 8000
    assert any("area" in node.get("class", "") for node in drawn(RIEMANN).iter(f"{SPACE}path"))


@settings(max_examples=40, deadline=None)
@given(PLOTS)
def test_every_coordinate_is_finite(plot: Plot) -> None:
    root = drawn(plot)
    assert all(math.isfinite(number) and abs(number) < 1e7 for number in coordinates(root))


def test_a_long_title_is_broken_into_lines_that_fit() -> None:
    plot = Plot((Curve((0.0, 1.0), (0.0, 1.0)),), (0.0, 1.0), (0.0, 1.0))
    short, long = svg_pictures("f", [Picture(plot)]), svg_pictures("a title of many words " * 12, [Picture(plot)])
    titles = re.findall(r'class="title">([^<]*)<', long)
    assert len(titles) > 1
    assert "".join(titles).replace(" ", "") == "atitleofmanywords" * 12
    assert _height(long) > _height(short)


def _height(svg: str) -> int:
    found = re.search(r'height="(\d+)"', svg)
    assert found
    return int(found[1])
