"""The values of contour lines stand in the lines where colour does not tell them."""

from __future__ import annotations

import pytest

from mvcalc_cli.cli import run_text


def drawn(*words: str, width: int = 80, height: int = 24) -> str:
    around = {"COLUMNS": str(width), "LINES": str(height)}
    code, out, err = run_text(["plot", *words, "--screen", "--no-next"], "", around)
    assert (code, err) == (0, "")
    return out


def picture(out: str) -> list[str]:
    """The drawing between the axes."""
    return [line.split("┤")[-1].split("│", 1)[-1] for line in out.splitlines() if "┤" in line or "│" in line]


@pytest.mark.parametrize(("width", "height"), [(80, 24), (60, 16)])
@pytest.mark.parametrize(
    ("formula", "values"),
    [
        ("x^2 + 2y^2", ["10", "20", "30", "40", "50", "60"]),
        ("x^2 - y^2", ["−20", "−10", "0", "10", "20"]),
    ],
)
def test_every_line_has_its_value(formula: str, values: list[str], width: int, height: int) -> None:
    out = drawn(formula, "--contour", "--over", "x=-5..5,y=-5..5", "--no-color", width=width, height=height)
    shown = "\n".join(picture(out))
    for value in values:
        assert value in shown
    assert f"f = {', '.join(values)}" in out
    assert all(len(line) <= width for line in out.splitlines())


def test_the_value_stands_on_its_own_line() -> None:
    out = drawn("y + 0x", "--contour", "--over", "x=0..1,y=0..10", "--vars", "x,y", "--no-color", "--ascii", width=60)
    rows = [line.partition("+" if "+" in line else "|")[2] for line in out.splitlines()]
    found = [row.strip(". ") for row in rows if row.startswith("....")]
    assert found == ["8", "6", "4", "2"]


def test_where_colour_or_other_things_tell_there_are_none() -> None:
    coloured = drawn("x^2 + 2y^2", "--contour", "--over", "x=-5..5,y=-5..5", "--color")
    assert "60" not in "".join(picture(coloured))
    arrows = drawn("x^2 + 2y^2", "--contour", "--field", "--over", "x=-5..5,y=-5..5", "--no-color")
    assert "60" not in "".join(picture(arrows))
