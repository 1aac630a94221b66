"""Every bad table and every bad question has its own sentence, with its place and its fix."""

from __future__ import annotations

import pytest

from mvcalc_cli.cli import run_text
from tests.commands.fits.tables import said

# arguments, exit code, what is said
TABLES = [
    ("header.csv --model line", 4, "header.csv has a header and no rows"),
    ("empty.csv --model line", 4, "empty.csv:1:1: there is no row in it"),
    ("nan.csv --model line", 4, 'nan.csv:3:3: "NaN" in column y says that a value is missing --missing drop'),
    ("ragged.csv --model line", 4, "ragged.csv:3:2: this row has 1 cell, and the header has 2"),
    ("text.csv --model line", 4, 'text.csv:3:3: "abc" in column y is no number'),
    ("zero.csv --model line --sigma s", 4, "zero.csv:3:5: s is 0, and a standard deviation has to be positive"),
    ("zero.csv --model line --sigma s^2", 4, "zero.csv:3:5: s² is 0, and a standard deviation"),
    ("zero.csv --model line --y 'log(y - 3)'", 3, "zero.csv:2:3: log(y − 3) has no value there, with x = 1, y = 2"),
    ("line.csv --model line --x 1/(x-2)", 3, "line.csv:3:1: 1/(x − 2) has no value there, with x = 2"),
    ("nowhere.csv --model line", 4, "nowhere.csv"),
    (". --model line", 4, "."),
    ("line.csv --model line --y 2", 4, "line.csv has no column 2 --y 2 ^ the columns are x, y"),
    ("line.csv --model line --x 1", 4, "line.csv has no column 1"),
    ("line.csv --model line --y hight", 4, "line.csv has no column hight"),
    ("decay.csv --model line --y signals", 4, "did you mean signal?"),
    ("line.csv --model line --y yy", 4, "line.csv has no column yy --y yy ^^ did you mean y?"),
    ("line.csv --model line --x log(xx)", 4, "line.csv has no column xx"),
    ("line.csv --model line --sigma s", 4, "line.csv has no column s"),
    ("line.csv --model 'f = a x'", 4, "line.csv has no column f --model f = a x ^ the columns are x, y"),
    ("line.csv --histogram z", 4, "line.csv has no column z"),
]  # fmt: skip

QUESTIONS = [
    ("--model line", "there are no data"),
    ("line.csv", "which model? fit needs one"),
    ("line.csv --points '1,2 2,3' --model line", "--points are the data, and so is line.csv"),
    ("- line.csv --model line", "standard input is one table, and files are named beside it"),
    ("line.csv --model linee", "no model is called 'linee' did you mean line?"),
    ("line.csv --model 'a + sinn(x)'", "unknown function sinn --model a + sinn(x) ^^^^ did you mean sin?"),
    ("line.csv --model 'a x +'", "--model"),
    ("line.csv --model 'a x < b'", "a model is an expression or an equation, and this is an inequality"),
    ("line.csv --model 'x + 1'", "the model has no parameter to find: x is a column of line.csv"),
    ("line.csv --model 'exp + c'", "exp is the name of a model, and stands alone --model exp + c"),
    ("line.csv --model poly2", "no model is called 'poly2' did you mean poly:2?"),
    ("line.csv --model 'e^c'", "the model has no column of line.csv: c would be a parameter"),
    ("line.csv line", "line is a model, and stands where a file is expected --model line"),
    ("line.csv --compare line exp --start A=1 k=2", "k=2"),
    ("line.csv --model exp --start A=1 k=2", "k=2 stands where a file is expected"),
    ("line.csv --compare line poly:2 --loss huber", "--compare weighs likelihoods, and a robust loss has none"),
    ("line.csv --model exp --loss huber --intervals profile", "--intervals profile follows chi², and a robust loss"),
    ("line.csv --model line --level 120%", "a level is between 0 and 100 per cent, not 120%"),
    ("line.csv --model line --level high", "a level is between 0 and 100 per cent, not high"),
    ("line.csv --model 'a + b'", "the model has no column of line.csv: all of a, b would be parameters"),
    ("line.csv --model 'a x + y'", "y is explained, and stands in the model as well"),
    ("line.csv --model '3 = a x'", "the left side of the model is no column"),
    ("line.csv --model 'y = a x' --y x", "the equation and --y both say what is explained"),
    ("line.csv --model 'a x + b' --x x --y x", "x is explained, and stands in the model as well"),
    ("decay.csv --model 'a time_s' --x time_s --y signal", "the model names its columns, and does not use --x"),
    ("decay.csv --model 'a e^(-k Time_s)' --y signal", "Time_s is no column of decay.csv"),
    ("decay.csv --model 'a signals + b' --y err", "a signals + b ^^^^^^^ did you mean signal?"),
    ("line.csv --model line --start c=1", "c is no parameter of the model --start c=1 ^"),
    ("line.csv --model 'a x + b' --start x=1", "x is a column of line.csv, and so no parameter"),
    ("line.csv --model 'slope x + b' --fix slop=1", "slop is no parameter of the model"),
    ("line.csv --model line --start 1", "--start has 1 value, and the parameters are a, b"),
    ("line.csv --model line --fix a=1 --start a=2", "a is fixed, and --start gives it a value as well"),
    ("line.csv --model line --fix a=1,b=2", "--fix leaves no parameter to find"),
    ("line.csv --model line --bounds a=2..1", "this range is upside down"),
    ("line.csv --model line --bounds a=1..1", "this range is one number"),
    ("line.csv --model line --bounds c=1..2", "c is no parameter of the model"),
    ("line.csv --model line --start a=5 --bounds a=0..1", "the start a = 5 is outside its bounds, 0 to 1"),
    ("line.csv --model line --sigma 0", "a standard deviation is positive, and this is 0"),
    ("line.csv --model line --sigma -1", "a standard deviation is positive, and this is -1"),
    ("line.csv --model line --relative", "--relative says what the sigmas mean, and there are none"),
    ("line.csv --model line --loss squared", "--loss needs one of squares, huber, cauchy"),
    ("line.csv --model line --method newton", "there is no method called newton"),
    ("line.csv --model line --method lm,lm", "--method names a method twice"),
    ("line.csv --model line --rate 0.1", "--rate is that of gradient descent"),
    ("line.csv --model line --level 0", "a level is between 0 and 100 per cent, not 0"),
    ("line.csv --model line --level 100", "a level is between 0 and 100 per cent, not 100"),
    ("line.csv --model line --tolerance 0", "a tolerance is a positive number, not 0"),
    ("line.csv --model line --predict z=1", "z is no predictor of the model"),
    ("line.csv --model line --predict x=oo", "a finite number is needed here"),
    ("line.csv --model c --predict 1", "the model has no predictor, and so nothing to predict by"),
    ("line.csv --compare line", "--compare needs two models or more"),
    ("line.csv --compare line line", "--compare names a model twice"),
    ("line.csv --model line --compare exp log", "--compare names the models"),
    ("line.csv --compare line exp --method gd,lm", "--compare takes one method for all models"),
    ("line.csv --model line --scheduler tcp://a:1", "--scheduler is of a cluster"),
    ("line.csv --model line --residuals --curve", "--residuals and --curve are two tables"),
    ("line.csv --model line --bins 3", "--bins are those of a histogram"),
    ("line.csv --histogram x --predict 3", "--predict is of a curve, and --histogram fits a distribution"),
    ("line.csv --histogram x --model gauß", "unknown distribution 'gauß'"),
    ("line.csv --histogram 3", "--histogram needs a column, and 3 is none"),
    ("one_column.csv --model line", "one_column.csv has one column, height, and a model explains one"),
    ("constants.csv --model 'a e + b pi + c y'", "y is explained, and stands in the model as well"),
    ("line.csv --model 'a x' --let x=3", "--let binds x, and x is a column of line.csv"),
]  # fmt: skip


def _words(text: str) -> list[str]:
    import shlex

    return shlex.split(text)


@pytest.mark.parametrize(("arguments", "code", "sentence"), TABLES, ids=[row[0] for row in TABLES])
def test_a_table_that_cannot_be_used(arguments: str, code: int | None, sentence: str) -> None:
    found, out, err = run_text(["fit", *_words(arguments)])
    assert out == ""
    assert sentence in " ".join(err.split())
    assert found == code or (code is None and found in {3, 4})
    assert "internal error" not in err


@pytest.mark.parametrize(("arguments", "sentence"), QUESTIONS, ids=[row[0] for row in QUESTIONS])
def test_a_question_that_is_none(arguments: str, sentence: str) -> None:
    assert sentence in said(*_words(arguments), code=2)


@pytest.mark.parametrize("width", [1, 20, 40])
def test_a_mistake_fits_into_a_narrow_terminal(width: int) -> None:
    _, _, err = run_text(["fit", "line.csv", "--model", "a + sinn(x)"], environ={"COLUMNS": str(width)})
    assert "sinn" in err


def test_standard_input_that_is_closed() -> None:
    from mvcalc_cli.cli import run

    assert run(["fit", "-", "--model", "line"], stdin=None) == 4
