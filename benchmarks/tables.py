"""Reading 10^6 rows of two columns on one core: ours, pandas, NumPy's own readers; in processor seconds.

    python benchmarks/tables.py

Ours makes every check and gives exactly `float(text)`. pandas is optional: its column is left out without it.
"""

from __future__ import annotations

import importlib.util
import os
import tempfile
import time
from collections.abc import Callable

import numpy as np  # noqa: TID253 - a benchmark of arrays

from mvcalc_cli.numeric.tables.table import open_table

ROWS = 1_000_000
RUNS = 3
FORMS = {
    "all digits": "%r,%r\n",
    "6 decimals": "%.6f,%.6f\n",
    "savetxt": "%.18e,%.18e\n",
    "a text beside": '%r,%r,"a, b"\n',
}


def seconds(action: Callable[[], object]) -> float:
    """The least of some runs."""
    best = float("inf")
    for _ in range(RUNS):
        start = time.process_time()
        action()
        best = min(best, time.process_time() - start)
    return best


def readers(path: str) -> dict[str, Callable[[], object]]:
    found: dict[str, Callable[[], object]] = {"ours": lambda: open_table(path).columns(["x", "y"])}
    if importlib.util.find_spec("pandas"):
        import pandas as pd

        found["pandas"] = lambda: pd.read_csv(path, usecols=["x", "y"])
    found["numpy.loadtxt"] = lambda: np.loadtxt(path, delimiter=",", skiprows=1, usecols=(0, 1), quotechar='"')
    return found


def main() -> None:
    draw = np.random.default_rng(1)
    x = draw.uniform(0, 10, ROWS)
    pairs = list(zip(x.tolist(), (3 * x + draw.standard_normal(ROWS)).tolist(), strict=True))
    with tempfile.TemporaryDirectory() as folder:
        for name, form in FORMS.items():
            path = os.path.join(folder, "t.csv")
            with open(path, "w", encoding="ascii") as file:
                file.write("x,y,text\n" if "a," in form else "x,y\n")
                file.writelines(form % pair for pair in pairs)
            told = "   ".join(f"{who} {seconds(read) * 1000:5.0f} ms" for who, read in readers(path).items())
            print(f"{name:15} {os.path.getsize(path) / 1e6:5.1f} MB   {told}", flush=True)


if __name__ == "__main__":
    main()
