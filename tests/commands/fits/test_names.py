"""Which words of a model are columns, which are parameters, and what is explained by what."""

from __future__ import annotations

import pytest

from mvcalc_cli.commands.fits.columns import columns
from tests.commands.fits.tables import estimates, said, screen

# A table, a model and what it comes to: the parameters, and what is explained by what.
READ = [
    ("line.csv", "a x + b", {"a", "b"}, "x → y"),
    ("line.csv", "y = a x + b", {"a", "b"}, "x → y"),
    ("line.csv", "log(y) = a x + b", {"a", "b"}, "x → log(y)"),
    ("line.csv", "ax + b", {"a", "b"}, "x → y"),
    ("line.csv", "km x", {"km"}, "x → y"),
    ("line.csv", "slope x + intercept", {"slope", "intercept"}, "x → y"),
    ("line.csv", "a + b x + ab x^2", {"a", "b"}, "x → y"),
    ("line.csv", "β x + θ_0", {"beta", "theta_0"}, "x → y"),
    ("line.csv", "Vmax x/(Km + x)", {"Vmax", "Km"}, "x → y"),
    ("line.csv", "x1 x + x0", {"x1", "x0"}, "x → y"),
    ("line.csv", "c", {"c"}, "y"),
    ("line.csv", "sum(b[k]*x^k, k=0..1)", {"b[0]", "b[1]"}, "x → y"),
    ("line.csv", "b[1]*x + b[2]", {"b[1]", "b[2]"}, "x → y"),
    ("line.csv", "line", {"a", "b"}, "x → y"),
    ("line.csv", "poly:1", {"c0", "c1"}, "x → y"),
    ("plane.csv", "a x + b z + c", {"a", "b", "c"}, "x, z → y"),
    ("plane.csv", "a z + c", {"a", "c"}, "z → y"),
    ("plane.csv", "y = a x z", {"a"}, "x, z → y"),
    ("constants.csv", "a e + b pi + c", {"a", "b", "c"}, "e, pi → y"),
    ("capital.csv", "a x + b", {"a", "b"}, "X → Y"),
    ("capital.csv", "Y = a X + b", {"a", "b"}, "X → Y"),
    ("capital.csv", "y = a x + b", {"a", "b"}, "X → Y"),
]  # fmt: skip


@pytest.mark.parametrize(("table", "model", "parameters", "arrow"), READ, ids=[row[1] for row in READ])
def test_how_a_model_is_read(table: str, model: str, parameters: set[str], arrow: str) -> None:
    assert set(estimates(table, "--model", model)) == parameters
    assert f"({arrow})" in screen(table, "--model", model, "--no-plot")


# Options that say what is explained by what.
SIDES = [
    (("--model", "line", "--y", "signal", "--x", "time (s)"), "time (s) → signal"),
    (("--model", "line", "--y", "signal"), "time (s) → signal"),
    (("--model", "line", "--sigma", "err"), "time (s) → signal, σ = err"),
    (("--model", "line", "--sigma", "err", "--relative"), "time (s) → signal, σ ∝ err"),
    (("--model", "line", "--sigma", "2 err"), "time (s) → signal, σ = 2·err"),
    (("--model", "line", "--y", "signal", "--sigma", "0.1"), "time (s) → signal, σ = 0.1"),
    (("--model", "line", "--y", "log(signal)", "--x", "time_s^2"), "time_s² → log(signal)"),
    (("--model", "y = a x + b", "--y", "signal"), "time (s) → signal"),
    (("--model", "a sqrt(time_s) + b", "--y", "signal"), "time (s) → signal"),
    (("--model", "time_s = a signal + b",), "signal → time (s)"),
]  # fmt: skip


@pytest.mark.parametrize(("options", "arrow"), SIDES, ids=[" ".join(row[0]) for row in SIDES])
def test_what_is_explained_by_what(options: tuple[str, ...], arrow: str) -> None:
    head = " ".join(screen("decay.csv", *options, "--no-plot").partition("\n\n")[0].split())
    assert head.endswith(f"({arrow})")


NOTES = [
    (("decay.csv", "--model", "a x + b", "--y", "signal"), "x is the column time (s)"),
    (("decay.csv", "--model", "a x + b", "--y", "signal"), "the column 'time (s)' is called time_s in formulas"),
    (("constants.csv", "--model", "a e + b"), "e is the column e here; Euler's number is exp(1)"),
    (("line.csv", "--model", "ax + b"), "ax is read as a·x"),
    (("line.csv", "--model", "exp"), "the start was guessed, the best of 2; -v shows it"),
    (("line.csv", "--model", "exp", "-v"), "the best of 2: A = 2.09, k = 0.322; another: --start A=2.09,k=0.322"),
    (("line.csv", "--model", "line x + b"), "line is a parameter here, not the model of that name"),
    (("table.csv", "--model", "line"), "c is explained: the last column that nothing else uses; another: --y a"),
    (("spread.csv", "--model", "line"), "v is explained, and err looks like its standard deviations: --sigma err"),
]  # fmt: skip


@pytest.mark.parametrize(("arguments", "note"), NOTES, ids=[row[1] for row in NOTES])
def test_a_guess_is_told(arguments: tuple[str, ...], note: str) -> None:
    assert note in said(*arguments)


def test_what_is_not_guessed_is_not_told() -> None:
    assert said("line.csv", "--model", "a x + b") == ""
    assert said("line.csv", "--model", "exp", "--start", "A=1,k=0.5") == ""
    assert said("line.csv", "--model", "exp", "-q") == ""


def test_a_value_that_is_put_in_by_let() -> None:
    assert set(estimates("line.csv", "--model", "a x + b", "--let", "b=0")) == {"a"}


def test_a_name_that_is_declared_is_a_parameter() -> None:
    assert set(estimates("decay.csv", "--model", "signale time_s", "--y", "signal", "--vars", "signale")) == {"signale"}


def test_names_of_headers() -> None:
    headers = ("height (cm)", "height [cm]", "2019", "", "λ", "x", "lambda", "if", "a__b", "Größe", "%", "x'")
    names = columns("t.csv", headers).names
    assert names == (
        "height_cm", "height_cm_2", "c2019", "c4", "lambda_2", "x", "lambda", "if_", "a_b", "Grosse", "c11", "x'",
    )  # fmt: skip
    assert len(set(names)) == len(names)
