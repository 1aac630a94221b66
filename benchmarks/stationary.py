"""How long critical points and Lagrange problems of textbooks take, and how many points sympy.solve finds.

    python benchmarks/stationary.py [--slow 3.0] [--peer]

Each problem is a whole process of mvcalc; the time is that of the processor, so that other load changes little. With
--peer, SymPy's `solve` is asked for the same systems, ten seconds each; its real solutions are counted.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).parent.parent))

from tests.symbolic.stationary.problems import CRITICAL, LAGRANGE, Problem

SECONDS = 10.0
GOAL = 3.0
PEER = """
import sys, sympy as s
from sympy.parsing.sympy_parser import parse_expr, standard_transformations, implicit_multiplication, convert_xor
rules = standard_transformations + (implicit_multiplication, convert_xor)
names = sys.argv[1].split(",")
letters = {name: s.Symbol(name, real=True) for name in names} | {"e": s.E}
read = lambda text: parse_expr(text.replace("|", ""), local_dict=letters, transformations=rules)
f, *rest = map(read, sys.argv[2:])
rates = s.symbols(f"l0:{len(rest)}", real=True)
whole = f - sum(r * g for r, g in zip(rates, rest))
unknowns = [letters[name] for name in names]
found = s.solve([s.diff(whole, x) for x in unknowns] + rest, [*unknowns, *rates], dict=True)
points = {tuple(one.get(x, x) for x in unknowns) for one in found}
print(sum(all(value.is_real is not False for value in point) for point in points))
"""


class Row(NamedTuple):
    """One problem: its command line, seconds of the processor and of the clock."""

    title: str
    processor: float
    clock: float


def command(problem: Problem) -> list[str]:
    """The command line of a problem."""
    options = [part for each in problem.constraints for part in ("--subject-to", each)]
    name = "lagrange" if problem.constraints else "critical"
    return [sys.executable, "-m", "mvcalc_cli", name, problem.f, *options, "--plain"]


def timed(problem: Problem) -> Row:
    """One process."""
    before, start = os.times(), time.perf_counter()
    subprocess.run(command(problem), capture_output=True, check=False)
    after = os.times()
    used = after.children_user + after.children_system - before.children_user - before.children_system
    return Row(problem.title, used, time.perf_counter() - start)


def by_peer(problem: Problem) -> str:
    """How many real points sympy.solve finds of a problem with equations alone."""
    sides = [each.partition("=") for each in problem.constraints]
    if any("<" in each or ">" in each for each in problem.constraints) or "|" in problem.f:
        return "not asked"
    texts = [problem.f, *(f"({left}) - ({right})" for left, _, right in sides)]
    line = [sys.executable, "-c", PEER, ",".join(problem.names), *texts]
    try:
        done = subprocess.run(line, capture_output=True, text=True, timeout=SECONDS, check=False)
    except subprocess.TimeoutExpired:
        return "too long"
    return done.stdout.strip() if not done.returncode else "error"


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--slow", type=float, default=GOAL)
    parser.add_argument("--peer", action="store_true")
    asked = parser.parse_args()
    problems = [*CRITICAL, *LAGRANGE]
    rows = sorted(map(timed, problems), key=lambda row: row.processor)
    middle = rows[len(rows) // 2]
    print(f"{len(rows)} problems: median {middle.processor:.2f} s, slowest {rows[-1].processor:.2f} s of the processor")
    for row in reversed(rows[-8:]):
        print(f"  {row.processor:5.2f} s  {row.title}")
    print(f"above {asked.slow:g} s: {sum(row.processor > asked.slow for row in rows)}")
    if asked.peer:
        compare(problems)


def compare(problems: list[Problem]) -> None:
    """Against the points of the table; each ± of it is a point of its own."""
    lost = others = right = 0
    for problem in problems:
        told = by_peer(problem)
        if told.isdigit() and not problem.families:
            lost += int(told) < len(problem.points)
            right += int(told) >= len(problem.points)
        else:
            others += 1
    print(
        f"sympy.solve: at least as many points in {right}, fewer in {lost}; no answer, not asked or families {others}"
    )


if __name__ == "__main__":
    main()
