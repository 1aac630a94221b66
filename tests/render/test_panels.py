"""A drawing and the panel beneath it, on every medium: one horizontal axis for both; data, error bars, bars."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

import pytest

from mvcalc_cli.plotting.plot import Bars, Panel, Plot, Scatter, Uprights
from mvcalc_cli.render import Output
from mvcalc_cli.render.layout import layout
from mvcalc_cli.render.paint import paint
from mvcalc_cli.render.plot import picture_rows
from mvcalc_cli.render.png import png_pictures
from mvcalc_cli.render.svg import svg_pictures
from mvcalc_cli.report import Line, Picture, Report, Span, Table

from .plots import CLOUD, FIT, HISTOGRAM, even

SPACE = "{http://www.w3.org/2000/svg}"


def lines(plot: Plot, output: Output, columns: int = 0, rows: int = 0) -> list[str]:
    return paint(picture_rows(Picture(plot, columns, rows), output), color=False).splitlines()


@pytest.mark.parametrize(("width", "height"), [(40, 15), (80, 24), (120, 40)])
def test_both_drawings_have_the_same_columns(width: int, height: int) -> None:
    place = layout(Picture(FIT), Output(width=width, height=height))
    assert place.lower is not None
    assert (place.lower.columns, place.lower.margin) == (place.columns, place.margin)
    assert place.lower.frame.x_range == place.frame.x_range
    assert place.lower.rows % 2 == 1  # zero is in the middle
    assert place.rows > place.lower.rows


def test_the_axis_is_beneath_the_panel_alone() -> None:
    shown = lines(FIT, Output())
    floors = [count for count, line in enumerate(shown) if "└" in line]
    title = next(count for count, line in enumerate(shown) if line == "  residuals")
    assert len(floors) == 1
    assert floors[0] > title


def test_a_size_is_of_both() -> None:
    bare = FIT._replace(layers=FIT.layers[1:])
    assert len(lines(bare, Output(), 50, 20)) == 20
    assert len(lines(bare, Output(), 50, 8)) == 8
    assert "  residuals" not in lines(bare, Output(), 50, 8)  # no room for two drawings


def test_a_stem_goes_from_zero_to_its_value() -> None:
    plot = Plot((), (0.0, 10.0), (0.0, 1.0), panel=Panel((Uprights((5.0,), (0.0,), (2.0,)),), (-2.0, 2.0), "residuals"))
    place = layout(Picture(plot), Output(ascii=True)).lower
    assert place is not None
    shown = lines(plot, Output(ascii=True))
    beneath = shown[shown.index("  residuals") + 1 :][: place.rows]
    column = place.margin + 1 + place.column(0.5)
    assert [line[column : column + 1] == "|" for line in beneath] == [True, True, True, False, False]


def test_few_data_are_signs_and_many_are_dots_that_leave_the_line_alone() -> None:
    few = "".join(lines(FIT, Output()))
    assert few.count("•") > 8
    many = "".join(lines(CLOUD, Output()))
    assert "•" not in many
    line = CLOUD._replace(layers=CLOUD.layers[:1])
    drawn, alone = lines(CLOUD, Output()), lines(line, Output())
    for row, row_alone in zip(drawn[:11], alone[:11], strict=True):
        for place, sign in enumerate(row_alone):
            assert not "⠀" < sign <= "⣿" or row[place] == sign


def test_data_that_lie_on_the_line_are_seen_all_the_same() -> None:
    """Many rows within a dot or two of the line: it takes up their dots."""
    xs = even(0, 12, 200)
    close = Scatter(xs, tuple(x * x / 8 + 0.3 * (-1) ** k for k, x in enumerate(xs)))
    alone = CLOUD._replace(layers=CLOUD.layers[:1], panel=None)
    drawn = "".join(lines(alone._replace(layers=(*alone.layers, close)), Output()))

    def dots(text: str) -> int:
        return sum((ord(sign) - 0x2800).bit_count() for sign in text if "⠀" < sign <= "⣿")

    assert dots(drawn) > 1.3 * dots("".join(lines(alone, Output())))


def test_a_bar_is_as_high_as_its_value() -> None:
    """Eighths of a row; the smallest is seen, an empty one is not."""
    edges = (0.0, 1.0, 2.0, 3.0, 4.0)
    plot = Plot((Bars(edges, (10.0, 5.0, 0.0, 0.01)),), (0.0, 4.0), (0.0, 10.0))
    place = layout(Picture(plot), Output(), 0)
    shown = lines(plot, Output())

    def height(share: float) -> int:
        column = place.margin + 1 + int(share * place.columns)
        return sum(8 if sign == "█" else max(0, " ▁▂▃▄▅▆▇".find(sign)) for sign in
                   (line.ljust(100)[column] for line in shown[: place.rows]))  # fmt: skip

    assert height(0.125) >= 8 * place.rows - 1
    assert abs(height(0.375) - 4 * place.rows) <= 1
    assert height(0.625) == 0
    assert height(0.875) == 1


def test_the_picture_of_a_fit_keeps_its_height_beneath_a_table() -> None:
    from mvcalc_cli.render.terminal import screen

    rows = tuple((Span("A"), Span(1.0)) for _ in range(12))
    report = Report("fit", (Line((Span("fit"),)), Table(("", "estimate"), rows, "lr"), Picture(FIT)))
    text = paint(screen(report, Output()), color=False).splitlines()
    assert text.index("  residuals") - next(k for k, line in enumerate(text) if "┤" in line) >= 8


def drawn(plot: Plot) -> ET.Element:
    return ET.fromstring(svg_pictures("", [Picture(plot)]))


def test_svg_has_two_frames_of_one_width_and_one_axis() -> None:
    root = drawn(FIT)
    boxes = [clip[0] for clip in root.iter(f"{SPACE}clipPath")]
    assert len(boxes) == 2
    assert len({(box.get("x"), box.get("width")) for box in boxes}) == 1
    upper, lower = (float(box.get("y", "")) + float(box.get("height", "")) for box in boxes)
    assert upper < float(boxes[1].get("y", "")) < lower < float(root.get("height", ""))
    labels = [node.text for node in root.iter(f"{SPACE}text")]
    assert labels.count("10") == 2  # of time and of height: each once
    assert {"residuals", "time", "height"} <= set(labels)
    assert "residuals from -2.2 to 2.2" in (root.findtext(f"{SPACE}desc") or "")


def test_svg_caps_error_bars_and_leaves_stems_bare() -> None:
    paths = list(drawn(FIT).iter(f"{SPACE}path"))
    errors = next(node for node in paths if "1.2" in node.get("style", ""))
    assert len(re.findall("M", errors.get("d", ""))) == 3 * 13  # a line and two caps each
    stems = next(node for node in paths if node.get("class") == "line second")
    assert len(re.findall("M", stems.get("d", ""))) == 13


def test_svg_draws_many_data_as_one_path() -> None:
    circles = list(drawn(CLOUD).iter(f"{SPACE}circle"))
    assert not circles
    assert len(list(drawn(FIT).iter(f"{SPACE}circle"))) == 13


def test_a_long_name_of_an_axis_is_not_cut_off() -> None:
    root = drawn(HISTOGRAM._replace(y_name="number of people"))
    name = next(node for node in root.iter(f"{SPACE}text") if node.text == "number of people")
    assert name.get("text-anchor") == "start"
    assert float(name.get("x", "")) >= 0


@pytest.mark.parametrize("plot", [FIT, CLOUD, HISTOGRAM])
def test_png_draws_them_all(plot: Plot) -> None:
    pytest.importorskip("matplotlib")
    assert png_pictures("fit", [Picture(plot), Picture(HISTOGRAM)]).startswith(b"\x89PNG")


def test_data_outside_of_the_picture_are_not_at_its_edge() -> None:
    xs = even(0, 1, 5)
    plot = Plot((Scatter(xs, (0.5, 9.0, 0.5, -9.0, float("nan"))),), (0.0, 1.0), (0.0, 1.0))
    assert "".join(lines(plot, Output())).count("•") == 2
    assert len(list(drawn(plot).iter(f"{SPACE}circle"))) == 2
