"""What a fit on a cluster does, in a process of its own.

    python -m tests.numeric.fit.cluster_client CASE+CASE ADDRESS PID…

Dask leaves threads behind, so that it stays out of the process of the tests. A line of JSON comes out for each case.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import threading
from typing import Any

import numpy as np

from mvcalc_cli.errors import MvcalcError
from mvcalc_cli.language import parse
from mvcalc_cli.numeric.fit import gather, scheduler
from mvcalc_cli.numeric.fit.chunked import Residues
from mvcalc_cli.numeric.fit.cluster import ClusterSource, on_cluster
from mvcalc_cli.numeric.fit.gather import gathered
from mvcalc_cli.numeric.fit.model import compiled
from mvcalc_cli.numeric.fit.search import fit
from tests.numeric.fit.long_tables import LongTable, Slowly, as_they_are

TABLE = LongTable(60_000, 7500)
WANTED = ["x", "y"]
CURVE = compiled(parse("a*exp(-x/b) + c").tree, ["a", "b", "c"], ["x"])
LINE = compiled(parse("a + b*x + c*x^2").tree, ["a", "b", "c"], ["x"])
THETA = np.array([1.5, 2.5, 0.1])


def on(address: str | None) -> ClusterSource:
    return on_cluster(TABLE, WANTED, as_they_are, scheduler=address)


def equal(address: str, *_: str) -> dict[str, Any]:
    """The same bits of a triangle, the same estimates, here and there."""
    vars(gather)["SHORT"] = 1000
    here: Any = gathered(TABLE, WANTED, as_they_are)
    with on(address) as there:
        one, other = here.residuals(CURVE).linearised(THETA), there.residuals(CURVE).linearised(THETA)
        return {
            "rows": [here.rows, there.rows],
            "samples": [here.sample.y.tobytes() == there.sample.y.tobytes()],
            "triangles": [one.triangle.tobytes() == other.triangle.tobytes(), one.c.tobytes() == other.c.tobytes()],
            "chi2": [here.residuals(CURVE).chi2(THETA), there.residuals(CURVE).chi2(THETA)],
            "curves": [fit(CURVE, source).theta.tolist() for source in (here, there)],
            "lines": [fit(LINE, source).theta.tolist() for source in (here, there)],
        }


def killed(address: str, pid: str) -> dict[str, Any]:
    """One of two workers is killed while both work; the other reads its pieces again."""
    with on(address) as source:
        before = len(source.cluster.workers())
        crew = source.crew(Slowly(Residues(CURVE)))
        quiet = crew.each(("linearised", THETA))
        threading.Timer(0.2, os.kill, (int(pid), signal.SIGKILL)).start()
        found = crew.each(("linearised", THETA))
        same = all(a.triangle.tobytes() == b.triangle.tobytes() for a, b in zip(quiet, found, strict=True))
        return {"workers": [before, len(source.cluster.workers())], "same": same, "chunks": len(found)}


def mistake(address: str, *_: str) -> dict[str, Any]:
    on_cluster(LongTable(60_000, 4000, bad=54_319), WANTED, as_they_are, scheduler=address)
    return {}


def unseen(address: str, *_: str) -> dict[str, Any]:
    on_cluster(LongTable(60_000, 4000, unseen=True), WANTED, as_they_are, scheduler=address)
    return {}


def undefined(address: str, *_: str) -> dict[str, Any]:
    root = compiled(parse("a*sqrt(b - x)").tree, ["a", "b"], ["x"])
    with on(address) as source:
        source.residuals(root).linearised(np.array([1.0, 9.99]))
    return {}


def deserted(address: str, *pids: str) -> dict[str, Any]:
    """All workers are gone, and none comes."""
    vars(scheduler)["_ALONE"] = 1.0
    with on(address) as source:
        crew = source.crew(Slowly(Residues(CURVE)))
        for pid in pids:
            threading.Timer(0.2, os.kill, (int(pid), signal.SIGKILL)).start()
        crew.each(("chi2", THETA))
    return {}


def connect(address: str) -> dict[str, Any]:
    vars(scheduler)["_PATIENCE"] = 1.0
    scheduler.connected(address).close()
    return {}


def alone() -> dict[str, Any]:
    """A cluster of our own, on this machine."""
    with on(None) as source:
        return {"theta": fit(CURVE, source).theta.tolist(), "rows": source.rows}


CASES = {case.__name__: case for case in (equal, killed, mistake, unseen, undefined, deserted, connect, alone)}


def main() -> None:
    """Print what came of the cases."""
    for case in sys.argv[1].split("+"):
        try:
            told = CASES[case](*sys.argv[2:])
        except MvcalcError as problem:
            told = {"error": type(problem).__name__, "message": problem.message, "hint": problem.hint}
        sys.stdout.write(json.dumps(told) + "\n")


if __name__ == "__main__":
    main()
