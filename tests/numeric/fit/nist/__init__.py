"""The 27 nonlinear regression problems of NIST's Statistical Reference Datasets, read from their own files."""

from __future__ import annotations

import math
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

_FOLDER = Path(__file__).parent
_GAUSS = "b1*exp(-b2*x) + b3*exp(-(x-b4)^2/b5^2) + b6*exp(-(x-b7)^2/b8^2)"
_LANCZOS = "b1*exp(-b2*x) + b3*exp(-b4*x) + b5*exp(-b6*x)"
_CHWIRUT = "exp(-b1*x)/(b2+b3*x)"
_CUBICS = "(b1+b2*x+b3*x^2+b4*x^3)/(1+b5*x+b6*x^2+b7*x^3)"
_MODELS = {
    "Bennett5": "b1*(b2+x)^(-1/b3)",
    "BoxBOD": "b1*(1-exp(-b2*x))",
    "Chwirut1": _CHWIRUT,
    "Chwirut2": _CHWIRUT,
    "DanWood": "b1*x^b2",
    "ENSO": "b1 + b2*cos(2*pi*x/12) + b3*sin(2*pi*x/12) + b5*cos(2*pi*x/b4) + b6*sin(2*pi*x/b4)"
    " + b8*cos(2*pi*x/b7) + b9*sin(2*pi*x/b7)",
    "Eckerle4": "(b1/b2)*exp(-0.5*((x-b3)/b2)^2)",
    "Gauss1": _GAUSS,
    "Gauss2": _GAUSS,
    "Gauss3": _GAUSS,
    "Hahn1": _CUBICS,
    "Kirby2": "(b1+b2*x+b3*x^2)/(1+b4*x+b5*x^2)",
    "Lanczos1": _LANCZOS,
    "Lanczos2": _LANCZOS,
    "Lanczos3": _LANCZOS,
    "MGH09": "b1*(x^2+x*b2)/(x^2+x*b3+b4)",
    "MGH10": "b1*exp(b2/(x+b3))",
    "MGH17": "b1 + b2*exp(-x*b4) + b3*exp(-x*b5)",
    "Misra1a": "b1*(1-exp(-b2*x))",
    "Misra1b": "b1*(1-(1+b2*x/2)^(-2))",
    "Misra1c": "b1*(1-(1+2*b2*x)^(-1/2))",
    "Misra1d": "b1*b2*x/(1+b2*x)",
    "Nelson": "b1 - b2*x1*exp(-b3*x2)",
    "Rat42": "b1/(1+exp(b2-b3*x))",
    "Rat43": "b1/(1+exp(b2-b3*x))^(1/b4)",
    "Roszman1": "b1 - b2*x - atan(b3/(x-b4))/pi",
    "Thurber": _CUBICS,
}
NAMES = tuple(_MODELS)


class Problem(NamedTuple):
    """A problem with its certified answer.

    Attributes:
        text: The model in the language of the program.
        starts: The two certified starts, far and near.
        estimates: The certified estimates, and `errors` their standard deviations, to 11 digits.
        rss: The residual sum of squares; sd the residual standard deviation on dof degrees of freedom.
        columns: The predictors, and y the response (of Nelson its logarithm).
        exact: All of them as long doubles read from the text; y under "".
    """

    name: str
    text: str
    parameters: tuple[str, ...]
    predictors: tuple[str, ...]
    starts: tuple[dict[str, float], dict[str, float]]
    estimates: tuple[float, ...]
    errors: tuple[float, ...]
    rss: float
    sd: float
    dof: int
    columns: dict[str, Any]
    y: Any
    exact: dict[str, Any]


@cache
def problem(name: str) -> Problem:
    """A problem by its name."""
    lines = (_FOLDER / f"{name}.dat").read_text(encoding="ascii").splitlines()
    rows = [line.replace("=", " ").split() for line in lines if _is_parameter(line)]
    parameters = tuple(row[0] for row in rows)
    numbers = [[float(cell) for cell in row[1:]] for row in rows]
    rss, sd = (float(_after(lines, what)) for what in ("Residual Sum", "Residual Standard Deviation"))
    exact = _table(lines, ("x1", "x2") if name == "Nelson" else ("x",))
    if name == "Nelson":
        exact[""] = np.log(exact[""])
    columns = {each: values.astype(np.float64) for each, values in exact.items()}
    y = columns.pop("")
    dof = len(y) - len(parameters)  # Rat43 prints 9 where its own standard deviation was taken with 11
    first, second, estimates, errors = zip(*numbers, strict=True)
    starts = dict(zip(parameters, first, strict=True)), dict(zip(parameters, second, strict=True))
    return Problem(
        name, _MODELS[name], parameters, tuple(columns), starts, estimates, errors, rss, sd, dof, columns, y, exact
    )


def digits(found: float, certified: float) -> float:
    """How many digits are right: −log₁₀ of the relative error, 11 at most, as many as are certified."""
    if found == certified:
        return 11.0
    if not math.isfinite(found):
        return 0.0
    return min(11.0, -math.log10(abs(found - certified) / abs(certified)))


def _is_parameter(line: str) -> bool:
    cells = line.replace("=", " ").split()
    return line.startswith("  b") and len(cells) == 5


def _after(lines: list[str], what: str) -> str:
    return next(line for line in lines if line.startswith(what)).split(":")[1].strip()


def _table(lines: list[str], predictors: tuple[str, ...]) -> dict[str, Any]:
    begin = max(at for at, line in enumerate(lines) if line.startswith("Data:"))
    rows = [line.split() for line in lines[begin + 1 :] if line.strip()]
    columns = zip(*rows, strict=True)
    return {
        name: np.array([np.longdouble(cell.replace("D", "E")) for cell in column])
        for name, column in zip(("", *predictors), columns, strict=True)
    }
