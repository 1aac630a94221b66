"""The picture blocks of fit: what is drawn, what is said beneath, what a saved curve holds."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import pytest

from mvcalc_cli.commands.fits.pictures import (
    Fitted,
    Scene,
    compared_blocks,
    curve_rows,
    fitted_blocks,
    histogram_blocks,
    residual_rows,
    trace_blocks,
    ways_blocks,
)
from mvcalc_cli.errors import InputError
from mvcalc_cli.numeric.fit.data import Data
from mvcalc_cli.numeric.fit.solution import Step
from mvcalc_cli.plotting.plot import Curve, Plot, Scatter
from mvcalc_cli.render import Output, emit
from mvcalc_cli.report import Block, Line, Picture, Report


def gaussian(columns: Mapping[str, Any]) -> Any:
    return 30.0 * np.exp(-((columns["height"] - 175.0) ** 2) / 98.0)


def scene(count: int = 26, *, sigma: float | None = None, size: str | None = None) -> Scene:
    """Heights, counted; off the curve by up to 2 in a fixed pattern."""
    x = np.linspace(150.0, 200.0, count)
    y = np.round(gaussian({"height": x}) + 2 * np.sin(np.arange(count) * 2.4), 1)
    return Scene(
        Data({"height": x}, y, None if sigma is None else np.full(count, sigma)), count, ("height",), "count", size
    )


def plot_of(blocks: list[Block]) -> Plot:
    return next(block.plot for block in blocks if isinstance(block, Picture))


def notes(blocks: list[Block]) -> list[str]:
    return [str(block.spans[0].content) for block in blocks if isinstance(block, Line)]


def shown(blocks: list[Block], **how: Any) -> str:
    return emit(Report("fit", tuple(blocks)), Output(**how))


def test_the_screen_of_a_fit() -> None:
    assert (
        shown(fitted_blocks(scene(), Fitted("", gaussian)))
        == """\
  30 ┤                                  ⢀⣀⣀⣀⡀
     │                               ⢀•⠚⠉• •⠉⠓•⡀
     │                             ⢀⡴⠋         ⠙⢦⡀
     │                            ⣠•             •⣄
  20 ┤                          •⡼⠁               ⠈⢧•
     │                         ⣠⠏                   ⠹⣄
     │                       •⡜⠁                     ⠈⢣•
  10 ┤                      ⡴⠋                         ⠙⢦
     │                  • ⡠⠚                             •⢄ •
     │                 ⣀⡴⠊ •                               ⠑⢦⣀
     │          • ⢀⣀⡤•⠊⠁                                     ⠈⠑⠢⢤⣀• •     •
   0 ┤─•⠤⠤•⠤⠒⠒⠒⠒⠚⠉•────────────────────────────────────────────•──⠉⠉⠓⠒⠒⠒⠒⠤⠤⠤⠤•─
     │       •                                                         •
  residuals
   2 ┤          ⡀       ⡆             ⡆       ⢀             ⢰             ⢠
     │    ⡇     ⡇       ⡇    ⢀  ⢠     ⡇       ⢸     ⡇       ⢸       ⢰     ⢸
   0 ┤─⠐──⠃──⡆──⠃─⢰──⢰──⠃──⡆─⠘──⠘──⢰──⠃──⡆─⢰──⠘──⡆──⠃──⠂─⢰──⠘──⡆──⠂─⠘──⢰──⠘──⡆─
     │       ⡇       ⠸     ⡇       ⢸     ⠇       ⡇       ⢸     ⡇       ⢸     ⠁
  −2 ┤       ⠇             ⠃       ⠘             ⠇       ⠈     ⠁       ⠸
     └─┬─────────────┬─────────────┬─────────────┬─────────────┬─────────────┬─
      150           160           170           180           190           200
"""
    )


def test_the_screen_of_a_fit_in_ascii() -> None:
    assert (
        shown(fitted_blocks(scene(), Fitted("", gaussian)), width=40, height=15, ascii=True)
        == """\
     |              oo*oo
  20 +            oo*   *oo
     |          o**       **o
     |  o o*oooo*            oooo*o o
   0 + o*o*                       *o*o
  residuals
   2 +  | |   |     |   | |   |   | |
   0 +-||||-|||||-||||-||||-|||||-||||-
  -2 +   |   | |   |     |   | |   |
     +-+-----+-----+-----+-----+-----+-
      150   160   170   180   190   200
"""
    )


def test_the_screen_of_models_beside_each_other() -> None:
    models = [Fitted("gaussian", gaussian), Fitted("line", lambda columns: 9.0 + 0.0 * columns["height"])]
    assert (
        shown(compared_blocks(scene(13, size="60x14"), models))
        == """\
     │                           •
  30 ┤                        ⣠⠴⠒⠒⠦⣄
     │                      ⢀⠞⠁    ⠈⠳⡀
     │                     ⣰•        •⣆
  20 ┤                   ⢀⡼⠁          ⠈⢧⡀
     │                  ⢀⠞              ⠳•
     │                 ⣠•                ⠙⣄
  10 ┤               ⢀⡴⠃                  ⠘⢦⡀
     │ ⠉⠉⠉⠁ ⠉⠉⠉⠁ ⠉⠉⠉•⠎⠉⠉⠉⠁ ⠉⠉⠉⠁ ⠉⠉⠉⠁ ⠉⠉⠉⠁ ⠉⠉⠹• ⠉⠉⠉⠁ ⠉⠉⠉⠁ ⠉⠉
     │           ⣀⡴⠊⠁                        ⠈⠑⢦⣀
   0 ┤─•⣀⣀⣀•⣠⠤⠤•⠋⠁──────────────────────────────⠈⠙•⠤⠤⣄•⣀⣀⣀⣀─
     │                                                    •
     └─┬─────────┬─────────┬──────────┬─────────┬─────────┬─
      150       160       170        180       190       200
  ━━ gaussian   ╌╌ line
"""
    )


@pytest.mark.parametrize("count", [1, 2, 26, 100, 101, 3_000])
@pytest.mark.parametrize("sigma", [None, 0.5])
@pytest.mark.parametrize(("width", "height"), [(40, 15), (80, 24), (120, 40)])
def test_pictures_of_any_size_fit_their_terminal(count: int, sigma: float | None, width: int, height: int) -> None:
    text = shown(fitted_blocks(scene(count, sigma=sigma), Fitted("", gaussian)), width=width, height=height)
    assert all(len(line) <= width for line in text.splitlines())
    assert "residuals" in text


def test_a_few_rows_need_no_words() -> None:
    assert notes(fitted_blocks(scene(), Fitted("", gaussian))) == []


def test_what_is_not_drawn_is_said() -> None:
    assert notes(fitted_blocks(scene(301), Fitted("", gaussian))) == [
        "300 of 301 residuals are drawn, the largest among them"
    ]
    many = notes(fitted_blocks(scene(50_000, sigma=1.0), Fitted("", gaussian)))
    assert many[0].startswith("1,00")
    assert "of 50,000 rows are drawn; the residuals of 30" in many[0]
    assert "the largest among them; error bars are drawn of 100 rows at most" in many[0]
    sample = scene(2_000)._replace(rows=10_000_000)
    said = notes(fitted_blocks(sample, Fitted("", gaussian)))[0]
    assert "of 10,000,000 rows are drawn" in said
    assert "largest" not in said  # of a sample they are not known


def test_the_axes_are_named_and_the_heading_spares_the_terminal_the_names() -> None:
    plot = plot_of(fitted_blocks(scene(), Fitted("", gaussian)))
    assert (plot.x_name, plot.y_name, plot.headed) == ("height", "count", True)


def test_columns_are_called_as_they_are_in_the_file() -> None:
    named = scene()._replace(labels=("log(height)",))
    assert plot_of(fitted_blocks(named, Fitted("", gaussian))).x_name == "log(height)"
    assert curve_rows(named, Fitted("", gaussian))[0][0] == "log(height)"
    assert residual_rows(named, Fitted("", gaussian))[0][0] == "log(height)"


def test_several_predictors_are_drawn_against_the_fitted_values() -> None:
    columns = {"a": np.arange(6.0), "b": np.arange(6.0) ** 2}

    def plane(at: Mapping[str, Any]) -> Any:
        return 1.0 + 2 * at["a"] - at["b"]

    several = Scene(Data(columns, plane(columns) + 0.5), 6, ("a", "b"), "yield")
    plot = plot_of(fitted_blocks(several, Fitted("", plane)))
    assert (plot.x_name, plot.y_name, plot.headed) == ("fitted yield", "yield", False)
    line, data = plot.layers
    assert isinstance(line, Curve)
    assert line.xs == line.ys
    assert isinstance(data, Scatter)
    assert [y - x for x, y in zip(data.xs, data.ys, strict=True)] == [0.5] * 6
    assert compared_blocks(several, [Fitted("plane", plane)]) == []
    with pytest.raises(InputError, match="a model of 2 columns has no curve"):
        curve_rows(several, Fitted("", plane))


def test_a_model_without_predictors_is_a_level_line() -> None:
    level = Scene(Data({}, np.array([1.0, 2.0, 3.0])), 3, (), "y")
    plot = plot_of(fitted_blocks(level, Fitted("", lambda _: np.full(3, 2.0) if _ == {} else np.array(2.0))))
    assert plot.x_name == "row"


def test_a_curve_is_broken_where_the_model_is_undefined() -> None:
    def log(at: Mapping[str, Any]) -> Any:
        with np.errstate(all="ignore"):
            return np.where(at["x"] > 0, np.log(np.abs(at["x"]) + (at["x"] == 0)), math.nan)

    x = np.linspace(-1.0, 5.0, 20)
    found = Scene(Data({"x": x}, np.ones(20)), 20, ("x",), "y")
    curve = next(one for one in plot_of(fitted_blocks(found, Fitted("", log))).layers if isinstance(one, Curve))
    assert all(math.isnan(y) for at, y in zip(curve.xs, curve.ys, strict=True) if at < 0)
    shown(fitted_blocks(found, Fitted("", log)))


def test_an_interval_is_drawn_and_named_where_it_is_wide() -> None:
    def band(half: float) -> Callable[[Mapping[str, Any]], tuple[Any, Any]]:
        return lambda at: (gaussian(at) - half, gaussian(at) + half)

    wide = plot_of(fitted_blocks(scene(), Fitted("", gaussian, band(4.0), "95 % interval")))
    assert "95 % interval" in {layer.name for layer in wide.layers}
    narrow = plot_of(fitted_blocks(scene(), Fitted("", gaussian, band(0.1), "95 % interval")))
    assert {layer.name for layer in narrow.layers} == {""}


def test_a_saved_curve_has_its_interval() -> None:
    header, *rows = curve_rows(scene(), Fitted("", gaussian, lambda at: (gaussian(at) - 1, gaussian(at) + 1)))
    assert header == ("height", "fitted", "low", "high")
    assert len(rows) == 201
    assert (rows[0][0], rows[-1][0]) == (150.0, 200.0)
    assert rows[100] == pytest.approx((175.0, 30.0, 29.0, 31.0))
    assert curve_rows(scene(), Fitted("", gaussian))[0] == ("height", "fitted")


def test_a_saved_table_of_residuals_has_every_row() -> None:
    header, *rows = residual_rows(scene(sigma=0.5), Fitted("", gaussian))
    assert header == ("height", "count", "sigma", "fitted", "residual", "residual/sigma")
    assert len(rows) == 26
    for _, y, sigma, fitted, residual, scaled in rows:
        assert float(y) - float(fitted) == residual  # type: ignore[arg-type]
        assert float(residual) / float(sigma) == scaled  # type: ignore[arg-type]
    assert residual_rows(scene(), Fitted("", gaussian))[0] == ("height", "count", "fitted", "residual")


def steps(*places: tuple[float, float]) -> list[Step]:
    return [Step(k, np.array(place), 10.0**-k, 0.1) for k, place in enumerate(places)]


def test_a_trial_that_was_refused_is_no_step() -> None:
    way = steps((1, 1), (2, 2), (3, 3))
    way[1] = way[1]._replace(accepted=False, chi2=1e9)
    curve = plot_of(trace_blocks([("lm", way)])).layers[0]
    assert isinstance(curve, Curve)
    assert curve.xs == (0.0, 2.0)
    assert trace_blocks([("qr", way[:1])]) == []


def test_a_method_that_goes_on_is_said_to() -> None:
    long = [Step(k, np.zeros(2), 1.0 / (k + 1), 0.1) for k in range(1001)]
    assert notes(trace_blocks([("lm", steps((1, 1), (2, 2))), ("gd", long)])) == ["gd goes on to step 1,000"]


class _Bowl:
    names: tuple[str, ...] = ("a", "b")
    rows = 10

    def chi2(self, theta: Any) -> float:
        return float(theta @ theta) + 1.0

    def linearised(self, theta: Any) -> Any:
        raise NotImplementedError


def test_two_parameters_are_shown_on_their_way() -> None:
    text = shown(ways_blocks(_Bowl(), ("a", "b"), [("lm", steps((4, 3), (1, 1), (0, 0)))]))
    assert "○ start" in text
    assert "★ end" in text
    assert "contours χ² = " in text


def test_a_histogram_with_its_density() -> None:
    edges, counts = (0.0, 1.0, 2.0, 3.0), (2, 5, 1)
    blocks = histogram_blocks(edges, counts, [("normal", lambda x: np.exp(-((x - 1.4) ** 2)))], x_name="height")
    assert plot_of(blocks).y_name == "count"
    assert "█" in shown(blocks)
    assert "█" not in shown(blocks, ascii=True)
