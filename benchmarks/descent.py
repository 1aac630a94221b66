"""Every method of descent on the problems of Moré, Garbow and Hillstrom: steps, evaluations, f and what is said.

    python benchmarks/descent.py                    # all of them, a table a method
    python benchmarks/descent.py newton bfgs        # these

The starts and tolerances are the standard ones; methods that see the gradient alone get as many steps as the others.
SciPy is optional: without it the last table says so. It is given our own gradients and Hessians, so that only the
ways down differ.
"""

from __future__ import annotations

import importlib
import math
import statistics
import sys
import time
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np  # noqa: TID253 - a benchmark of arrays

from mvcalc_cli.numeric.descent.loop import descend
from mvcalc_cli.numeric.descent.methods import NAMES, method
from mvcalc_cli.numeric.descent.objective import Objective
from mvcalc_cli.numeric.descent.run import Stop

# The problems stand with the tests that prove their texts right.
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

STEPS = 1000
# Ours and SciPy's of the same kind.
PEERS = {"newton": "trust-exact", "bfgs": "BFGS", "lbfgs": "L-BFGS-B", "cg": "CG"}


class Row(NamedTuple):
    steps: int
    evaluations: int
    f: float
    said: str
    seconds: float


def ours(problem: Any, name: str) -> Row:
    start = np.array(problem.start, dtype=float)
    run = descend(Objective(problem.compiled()), method(name), start, Stop(max_steps=STEPS))
    return Row(run.end.k, run.counts.all, run.end.f, f"{run.ending.nature}: {run.ending.words}", run.seconds)


def theirs(optimize: Any, problem: Any, name: str) -> Row:
    objective = Objective(problem.compiled())
    hessian = (lambda v: objective.hessian(v).dense()) if name == "newton" else None
    began = time.perf_counter()
    with np.errstate(all="ignore"):
        found = optimize.minimize(
            objective.gradient,
            np.array(problem.start, dtype=float),
            jac=True,
            hess=hessian,
            method=PEERS[name],
            options={"maxiter": STEPS} | {"gtol": 1e-6},
        )
    seconds = time.perf_counter() - began
    return Row(int(found.nit), objective.counts.all, float(found.fun), str(found.message), seconds)


def show(problem: Any, row: Row) -> bool:
    """Print a row; whether it reached a published minimum."""
    reached = bool(problem.published(row.f))
    numbers = f"{row.steps:6} {row.evaluations:7} {1e3 * row.seconds:8.1f} {row.f:14.6g}"
    print(
        f"{problem.number:3} {problem.name[:28]:28} {problem.n:4} {'yes' if reached else '-':>7} {numbers}  {row.said}"
    )
    return reached


def table(title: str, problems: Any, rows: Any) -> list[Row | None]:
    """Print a table; its rows, None in place of those that reached nothing published."""
    print(f"\n{title}")
    print(f"  # {'problem':28} {'n':>4} {'reached':>7} {'steps':>6} {'evals':>7} {'ms':>8} {'f':>14}")
    found = [row if show(problem, row) else None for problem, row in ((each, rows(each)) for each in problems)]
    standard, others = found[:35], found[35:]
    said = f"{sum(row is not None for row in standard)} of 35 reach a published minimum"
    print(f"    {said}, {sum(row is not None for row in others)} of {len(others)} at other sizes", flush=True)
    return found


def against_scipy(problems: Any, tables: dict[str, list[Row | None]]) -> None:
    try:
        optimize = importlib.import_module("scipy.optimize")
    except ImportError:
        print("\nSciPy is not installed, so there is nothing to compare with: pip install scipy")
        return

    def row(problem: Any, name: str) -> Row:
        try:
            return theirs(optimize, problem, name)
        except Exception as error:  # noqa: BLE001 - a benchmark goes on: it left the domain, or its algebra failed
            return Row(0, 0, math.nan, f"{type(error).__name__}: {error}", 0.0)

    for name, found in tables.items():
        if name in PEERS:
            peers = table(f"SciPy's {PEERS[name]}", problems, lambda problem, name=name: row(problem, name))
            pairs = [
                (ours.evaluations, peer.evaluations) for ours, peer in zip(found, peers, strict=True) if ours and peer
            ]
            ratio = statistics.median(mine / yours for mine, yours in pairs)
            print(f"    our {name} asks for f {ratio:.2f} times as often (median where both reach a minimum)")


def main() -> None:
    """Print the tables."""
    from tests.numeric.problems import OTHER_SIZES, PROBLEMS

    names = sys.argv[1:] or list(NAMES)
    problems = PROBLEMS + OTHER_SIZES
    tables = {
        name: table(method(name).title, problems, lambda problem, name=name: ours(problem, name)) for name in names
    }
    against_scipy(problems, tables)


if __name__ == "__main__":
    main()
