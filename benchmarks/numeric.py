"""The numeric engine: growth with the number of variables, and ratios to CasADi and numexpr in one run.

    python benchmarks/numeric.py

CasADi and numexpr are optional: a row without its peer says so. Each ratio is the median over pairs of runs in turn,
so that a drifting machine drifts for both. CasADi gets its expression as a fair user would build it: term by term
(the whole text at once would overflow Python's own compiler), added up in one `sum1`.
"""

from __future__ import annotations

import importlib
import math
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from typing import Any

import numpy as np  # noqa: TID253 - a benchmark of arrays

from mvcalc_cli.language import parse
from mvcalc_cli.numeric.function import compile_numeric
from mvcalc_cli.numeric.program import array_program

SIZES = (1_000, 10_000, 100_000)
RUNS = 5
SAMPLES = 4

ROSENBROCK = "sum(100*(x[i+1]-x[i]^2)^2 + (1-x[i])^2, i=1..n-1)"
LOGS = "sum((mod(i, 7) + 1)*log(x[i] + i), i=1..n)"
NETWORK = "sum((sum(a[j]*tanh(w[j]*(k+0.5)+b[j]), j=1..m) - k/10)^2, k=1..4)"
LAYERS = "sum((sum(c[j]*tanh(sum(W[j,l]*(k+0.5)^l, l=1..3) + b[j]), j=1..m) - k/10)^2, k=1..4)"


def rosenbrock(n: int) -> list[str]:
    return [f"100*(x{i + 1}-x{i}^2)^2 + (1-x{i})^2" for i in range(1, n)]


def logs(n: int) -> list[str]:
    return [f"{i % 7 + 1}*log(x{i} + {i})" for i in range(1, n + 1)]


def network(n: int) -> list[str]:
    """n weights in n/3 units."""
    units = range(1, n // 3 + 1)
    return ["(" + "+".join(f"a{j}*tanh(w{j}*{k}.5+b{j})" for j in units) + f"-0.{k})^2" for k in range(1, SAMPLES + 1)]


def product(n: int) -> list[str]:
    return ["*".join(f"cos(x{i}/{i})" for i in range(1, n + 1))]


def absolute(n: int) -> list[str]:
    return [f"|x{i}-{i}|**3" for i in range(1, n + 1)]


def beside(n: int) -> list[str]:
    """Terms written out next to an indexed sum, with the signs of a text that was copied."""
    return [*(f"{i}·sin(x{i})²" for i in range(1, n + 1)), "sum(y[i]^2, i=1..100)"]


WRITTEN: dict[str, Callable[[int], list[str]]] = {
    "chained Rosenbrock": rosenbrock,
    "sum of logs": logs,
    "tanh network": network,
}
INDEXED = {
    "chained Rosenbrock": ROSENBROCK,
    "sum of logs": LOGS,
    "tanh network": NETWORK,
    "tanh network of a matrix": LAYERS,
}
# Other ways of writing thousands of terms, for the growth alone.
ALSO_WRITTEN: dict[str, Callable[[int], list[str]]] = {
    "product of cosines": product,
    "bars and **": absolute,
    "· and ² beside an indexed sum": beside,
}


def seconds(action: Callable[[], object]) -> float:
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


def best(action: Callable[[], object], runs: int = RUNS) -> float:
    return min(seconds(action) for _ in range(runs))


def ratio(ours: Callable[[], object], peer: Callable[[], object], runs: int = RUNS) -> tuple[float, float, float]:
    """(median of ours / peer pair by pair, median seconds of ours, of peer), after one warm-up of each."""
    ours()
    peer()
    pairs = [(seconds(ours), seconds(peer)) for _ in range(runs)]
    mine, theirs = (statistics.median(times) for times in zip(*pairs, strict=True))
    return statistics.median(a / b for a, b in pairs), mine, theirs


def row(name: str, value: float, goal: float, note: str) -> None:
    print(f"{name:56} {value:7.3f}   goal <= {goal:<5g} {note}", flush=True)


def first_gradient(text: str, lets: dict[str, int] | None = None) -> Any:
    numeric = compile_numeric(text, lets=lets)
    return numeric.gradient(np.full(numeric.size, 0.3))


def growth() -> None:
    """The exponent p of time = c·n^p from text to first gradient, from the ends of the range."""
    for name, make in (WRITTEN | ALSO_WRITTEN).items():
        show_growth(f"{name}, written out", [(" + ".join(make(n)), None) for n in SIZES])
    for name, text in INDEXED.items():
        show_growth(f"{name}, indexed", [(text, {"n": n, "m": n // 3}) for n in SIZES])


def show_growth(name: str, asked: list[tuple[str, dict[str, int] | None]]) -> None:
    """The sizes take turns, so that a busy machine is busy for all of them; the best of each counts."""
    rounds = [[seconds(lambda each=each: first_gradient(*each)) for each in asked] for _ in range(RUNS)]  # type: ignore[misc]
    times = [min(column) for column in zip(*rounds, strict=True)]
    exponent = math.log(times[-1] / times[0]) / math.log(SIZES[-1] / SIZES[0])
    row(f"growth: {name}", exponent, 1.1, " ".join(f"{1000 * t:.0f}" for t in times) + " ms")


def gradient_and_value() -> None:
    for name, make in WRITTEN.items():
        for n in (1_000, 100_000):
            numeric = compile_numeric(" + ".join(make(n)))
            v = np.full(numeric.size, 0.3)
            value, slope, both = _ask(numeric, v)
            row(f"gradient / value: {name}, n = {n:,}", slope / value, 5, f"{1e3 * slope:.2f} / {1e3 * value:.2f} ms")
            row(f"Hessian·d / value: {name}, n = {n:,}", both / value, 10, f"{1e3 * both:.2f} ms (no goal of its own)")


def _ask(numeric: Any, v: Any) -> tuple[float, float, float]:
    for ask in (numeric.value, numeric.gradient):
        ask(v)
    numeric.hessian_vector(v, v)
    return (
        best(lambda: numeric.value(v), 20),
        best(lambda: numeric.gradient(v), 20),
        best(lambda: numeric.hessian_vector(v, v), 20),
    )


def _casadi_graph(casadi: Any, terms: list[str]) -> tuple[Any, Any]:
    import re

    names = sorted({name for term in terms for name in re.findall(r"\b[abwx]\d+", term)})
    v = casadi.SX.sym("v", len(names))
    known = dict(zip(names, casadi.vertsplit(v), strict=True)) | {"log": casadi.log, "tanh": casadi.tanh}
    rows = [_casadi_term(casadi, term.replace("^", "**"), known) for term in terms]
    return v, casadi.sum1(casadi.vertcat(*rows))


def _casadi_term(casadi: Any, term: str, known: dict[str, Any]) -> Any:
    """One term; the long sums of the network piece by piece."""
    if len(term) < 5_000:
        return eval(compile(term, "", "eval"), known)  # noqa: S307 - our own text
    head, _, tail = term[1:-4].rpartition("-")
    pieces = [eval(compile(piece, "", "eval"), known) for piece in head.split("+a")[:1]]  # noqa: S307
    pieces += [eval(compile("a" + piece, "", "eval"), known) for piece in head.split("+a")[1:]]  # noqa: S307
    return (casadi.sum1(casadi.vertcat(*pieces)) - float(tail)) ** 2


def against_casadi() -> None:
    n = 10_000
    try:
        casadi = importlib.import_module("casadi")
    except ImportError:
        print("CasADi is not installed: pip install casadi")
        return

    def gradient(terms: list[str]) -> Any:
        v, f = _casadi_graph(casadi, terms)
        return casadi.Function("g", [v], [f, casadi.gradient(f, v)])(np.full(v.shape[0], 0.3))

    def hessian(terms: list[str]) -> Any:
        v, f = _casadi_graph(casadi, terms)
        return casadi.Function("h", [v], [casadi.hessian(f, v)[0]])(np.full(v.shape[0], 0.3))

    def our_hessian(text: str) -> Any:
        numeric = compile_numeric(text)
        return numeric.hessian(np.full(numeric.size, 0.3))

    for name, make in WRITTEN.items():
        terms = make(n)
        text = " + ".join(terms)
        ours, theirs = first_gradient(text)[0], float(gradient(terms)[0])
        assert math.isclose(ours, theirs, rel_tol=1e-9), (name, ours, theirs)
        value, mine, peer = ratio(lambda: first_gradient(text), lambda: gradient(terms), 3)  # noqa: B023
        row(f"text -> gradient / CasADi: {name}, n = {n:,}", value, 0.3, f"{1e3 * mine:.0f} / {1e3 * peer:.0f} ms")
        if name != "tanh network":  # its Hessian is full: 10^8 entries
            value, mine, peer = ratio(lambda: our_hessian(text), lambda: hessian(terms), 3)  # noqa: B023
            row(f"sparse Hessian / CasADi: {name}, n = {n:,}", value, 0.5, f"{1e3 * mine:.0f} / {1e3 * peer:.0f} ms")


MILLION = f"""
import resource
import numpy as np
from mvcalc_cli.numeric.function import compile_numeric
numeric = compile_numeric({ROSENBROCK!r}, lets={{"n": 1_000_000}})
numeric.gradient(np.full(1_000_000, 0.5))
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20)
"""


def a_million_variables() -> None:
    done = subprocess.run([sys.executable, "-c", MILLION], capture_output=True, text=True, check=True)
    row("10^6 variables, indexed: GiB at most", float(done.stdout), 1, "whole process, NumPy included")


POINTS = [
    ("x^2*sin(3*x) + exp(-y)", "x**2*sin(3*x) + exp(-y)"),
    ("exp(-x^2 - y^2)", "exp(-x**2 - y**2)"),
    ("log(x + y)/sqrt(x^2 + y^2)", "log(x + y)/sqrt(x**2 + y**2)"),
    ("tanh(x*y) + x/y", "tanh(x*y) + x/y"),
    ("100*(y - x^2)^2 + (1 - x)^2", "100*(y - x**2)**2 + (1 - x)**2"),
]


def many_points() -> None:
    try:
        numexpr = importlib.import_module("numexpr")
    except ImportError:
        print("numexpr is not installed: pip install numexpr")
        return
    x, y = np.random.default_rng(0).uniform(0.1, 2.0, (2, 10**7))
    for text, other in POINTS:
        program = array_program(parse(text).tree, ("x", "y"))
        assert np.allclose(program.values([x, y]), numexpr.evaluate(other, {"x": x, "y": y}))
        value, mine, peer = ratio(lambda: program.values([x, y]), lambda: numexpr.evaluate(other, {"x": x, "y": y}))  # noqa: B023
        row(f"10^7 points / numexpr: {text}", value, 0.7, f"{1e3 * mine:.0f} / {1e3 * peer:.0f} ms")


def main() -> None:
    """Print the table."""
    growth()
    gradient_and_value()
    against_casadi()
    a_million_variables()
    many_points()


if __name__ == "__main__":
    main()
