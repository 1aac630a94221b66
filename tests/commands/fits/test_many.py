"""Several models, several methods, predictions, steps, distributions."""

from __future__ import annotations

import math
from itertools import pairwise

import pytest

from mvcalc_cli.cli import run_text
from tests.commands.fits.tables import TABLES, plain, said, screen
from tests.commands.fits.test_answers import answer

DECAY = ("decay.csv", "--model", "a e^(-k time_s) + c", "--y", "signal")


# --- --compare --------------------------------------------------------------------------------------

WAYS = [
    ("line.csv", "--compare", "line", "poly:2", "exp"),
    ("--compare", "line", "poly:2", "exp", "line.csv"),
    ("--compare", "line", "poly:2", "exp", "--", "line.csv"),
    ("line.csv", "--compare", "line,poly:2,exp"),
    ("line.csv", "--compare", "line", "--compare", "poly:2", "exp"),
    ("--points", TABLES["line.csv"].partition("\n")[2], "--compare", "line", "poly:2", "exp"),
]  # fmt: skip


@pytest.mark.parametrize("arguments", WAYS, ids=[" ".join(row) for row in WAYS])
def test_ways_to_name_the_models(arguments: tuple[str, ...]) -> None:
    assert plain(*arguments) == plain(*WAYS[0])


def test_the_best_model_comes_first() -> None:
    rows = plain(*WAYS[0])
    assert rows[0][0] == "line"
    assert {row[0] for row in rows} == {"line", "poly:2", "exp"}
    assert float(rows[0][6]) == 0.0
    assert math.fsum(float(row[7]) for row in rows) == pytest.approx(1.0)
    code, out, _ = run_text(["fit", *WAYS[0], "-q"])
    assert (code, out) == (0, "line\n")


def test_adjusted_r2_is_about_the_mean_for_all() -> None:
    found = answer("decay.csv", "--compare", "exp", "line", "--y", "signal", "--x", "time_s")
    exp, line = (next(one for one in found["ranking"] if one["model"] == name) for name in ("exp", "line"))
    (fit,) = (one for one in found["fits"] if one["name"] == "exp")
    assert fit["r2_about"] == "zero"
    assert exp["adjusted_r2"] < fit["adjusted_r2"]
    assert (exp["adjusted_r2"] > line["adjusted_r2"]) == (exp["aic"] < line["aic"])


def test_models_of_other_quantities_are_not_ranked_among_them() -> None:
    out = " ".join(screen("line.csv", "--compare", "y = a x", "log(y) = a x + b", "line", "--no-plot").split())
    assert "their likelihoods do not compare" in out


def test_a_model_that_fails_does_not_spoil_the_others() -> None:
    out = " ".join(screen("line.csv", "--compare", "line", "poly:9", "a log(x - 1) + b", "--no-plot").split())
    assert "poly:9: singular" in out


def test_files_and_models_are_told_apart() -> None:
    assert "--compare needs two models or more" in said("--compare", "line", "line.csv", code=2)


# --- --method and --trace ---------------------------------------------------------------------------


def test_methods_come_to_the_same_place_from_the_same_start() -> None:
    start = ("--start", "a=4,k=0.5,c=0.5")
    found = answer(*DECAY, "--method", "gd,gauss-newton,lm", *start, "--trace", "--max-steps", "20000")
    assert [one["method"] for one in found["runs"]] == ["gd", "gauss-newton", "lm"]
    assert all(one["converged"] for one in found["runs"])
    assert len({round(one["rss"], 9) for one in found["runs"]}) == 1
    steps = [one["iterations"] for one in found["runs"]]
    assert steps[0] > 10 * steps[1]
    assert all(one["steps"][0]["parameters"] == [4.0, 0.5, 0.5] for one in found["runs"])


def test_chi2_falls_along_the_steps_that_are_taken() -> None:
    found = answer(*DECAY, "--method", "lm", "--start", "a=1,k=1,c=0", "--trace")
    falling = [step["chi2"] for step in found["steps"] if step["accepted"]]
    assert all(after <= before * (1 + 1e-12) for before, after in pairwise(falling))
    rows = plain(*DECAY, "--method", "lm", "--start", "a=1,k=1,c=0", "--trace")
    assert len(rows) == len(found["steps"])


def test_the_trace_on_a_screen() -> None:
    out = screen(*DECAY, "--method", "lm", "--start", "a=1,k=1,c=0", "--trace")
    assert "χ²" in out.splitlines()[8] or "χ²" in out
    assert "gradient" in out
    linear = screen("line.csv", "--model", "line", "--trace")
    assert "a linear model is solved at once: there are no steps" in linear


def test_what_does_not_converge_is_not_called_an_estimate() -> None:
    out = screen(*DECAY, "--method", "gd", "--start", "a=1,k=1,c=0", "--max-steps", "3", "--no-plot", code=1)
    assert "stopped at" in out
    assert "estimate" not in out.partition("✗")[0]
    rows = plain(*DECAY, "--method", "gd", "--start", "a=1,k=1,c=0", "--max-steps", "3", code=1)
    assert all(row[2:] == ["", "", ""] for row in rows)


# --- --predict --------------------------------------------------------------------------------------


def test_a_prediction_and_its_intervals() -> None:
    (one,) = answer("line.csv", "--model", "line", "--predict", "x=3")["predictions"]
    assert one["value"] == pytest.approx(6.02)
    # at the mean of x the error is s/√n
    s = math.sqrt(0.107 / 3)
    assert one["standard_error"] == pytest.approx(s / math.sqrt(5))
    t = 3.182446305284
    assert one["curve"] == pytest.approx([6.02 - t * s / math.sqrt(5), 6.02 + t * s / math.sqrt(5)])
    assert one["new"] == pytest.approx([6.02 - t * s * math.sqrt(1.2), 6.02 + t * s * math.sqrt(1.2)])
    assert one["outside"] == []


def test_ways_to_say_where() -> None:
    by = [plain(*DECAY, "--predict", text) for text in ("5", "time_s=5")]
    assert by[0] == by[1]
    named = ("decay.csv", "--model", "line", "--y", "signal")
    assert plain(*named, "--predict", "x=5")[0][1:] == plain(*named, "--predict", "time_s=5")[0][1:]
    squared = (*named, "--x", "time_s^2", "--predict")
    assert plain(*squared, "time_s=3")[0][1:] == plain(*squared, "x=9")[0][1:]


def test_predictions_by_several_columns() -> None:
    rows = plain("plane.csv", "--model", "a x + b z + c", "--predict", "x=1,z=2", "--predict", "1,2")
    assert rows[0] == rows[1]
    assert rows[0][0] == "x=1.0,z=2.0"


def test_an_extrapolation_is_told() -> None:
    assert "x = 9 lies outside the data, 1 … 5" in said("line.csv", "--model", "line", "--predict", "9")


def test_a_prediction_where_the_model_has_no_value() -> None:
    assert "has no value at x = −1" in said("line.csv", "--model", "log", "--predict", "-1", code=3).replace("-1", "−1")


# --- --histogram ------------------------------------------------------------------------------------


def test_a_distribution_of_raw_values() -> None:
    values = [float(line) for line in TABLES["one_column.csv"].splitlines()[1:]]
    mean = math.fsum(values) / len(values)
    sigma = math.sqrt(math.fsum((x - mean) ** 2 for x in values) / len(values))
    found = answer("one_column.csv", "--histogram", "height")
    assert found["params"]["mu"]["value"] == pytest.approx(mean)
    assert found["mean"] == pytest.approx(mean)
    assert found["params"]["sigma"]["value"] == pytest.approx(sigma, rel=0.05)
    assert sum(found["histogram"]["counts"]) == len(values)
    assert len(answer("one_column.csv", "--histogram", "height", "--bins", "4")["histogram"]["counts"]) == 4


@pytest.mark.parametrize("family", ["normal", "lognormal", "exponential", "gamma", "weibull", "uniform"])
def test_the_distributions(family: str) -> None:
    out = screen("one_column.csv", "--histogram", "height", "--model", family)
    assert out.startswith(f"{family} distribution   of 30 values of height")


def test_distributions_side_by_side() -> None:
    found = answer("one_column.csv", "--histogram", "height", "--compare", "normal", "exponential")
    assert [one["distribution"] for one in found["distributions"]] == ["normal", "exponential"]
