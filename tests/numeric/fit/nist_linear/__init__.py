"""The 11 linear regression problems of NIST's Statistical Reference Datasets, with their certified answers.

https://www.itl.nist.gov/div898/strd/lls/lls.shtml: the data as CSV, all digits as they are certified.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from mvcalc_cli.language import parse
from mvcalc_cli.numeric.fit.data import Data
from mvcalc_cli.numeric.fit.model import Model, compiled

_FOLDER = Path(__file__).parent
_CERTIFIED = json.loads((_FOLDER / "certified.json").read_text())
NAMES = tuple(_CERTIFIED)


class Problem(NamedTuple):
    """A problem with its certified answer.

    Attributes:
        model: Compiled.
        data: With long doubles read from the text.
        estimates: To 15 digits, and `errors` their standard deviations.
        sd: The residual standard deviation.
        r2: R², about the mean where there is a constant, else about zero.
    """

    model: Model
    data: Data
    estimates: tuple[float, ...]
    errors: tuple[float, ...]
    sd: float
    r2: float


def problem(name: str) -> Problem:
    """One of the problems by its name."""
    told = _CERTIFIED[name]
    header, *rows = [line.split(",") for line in (_FOLDER / f"{name}.csv").read_text().split()]
    exact: dict[str, Any] = {
        column: np.array([np.longdouble(row[place]) for row in rows]) for place, column in enumerate(header)
    }
    exact[""] = exact.pop("y")
    columns = {column: values.astype(np.float64) for column, values in exact.items()}
    data = Data({k: v for k, v in columns.items() if k}, columns[""], None, exact)
    tree = parse(told["model"]).tree
    parameters = [name for name in _names(told["model"]) if name.startswith("b")]
    numbers = {each: tuple(map(float, told[each])) for each in ("estimates", "errors")}
    return Problem(compiled(tree, parameters, header[1:]), data, **numbers, sd=float(told["sd"]), r2=float(told["r2"]))


def _names(text: str) -> list[str]:
    from mvcalc_cli.language.tree import variables

    return list(variables(parse(text).tree))
