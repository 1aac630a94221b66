"""How many integrals of textbooks are solved, and rightly: mvcalc, SymPy alone, Giac.

    python benchmarks/integrals.py [--only mvcalc|sympy|giac] [--class NAME] [--failures]

Each answer passes the same check: its derivative is compared with the integrand on every part of the
integrand's domain. Each integral has a process of its own and ten seconds of the processor, so that other
load on the machine changes nothing.
"""

from __future__ import annotations

import argparse
import multiprocessing
import re
import resource
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

SECONDS = 10.0
LIST = Path(__file__).with_name("integrals.txt")


class Row(NamedTuple):
    """What came of one integral."""

    text: str
    kind: str
    verdict: str
    seconds: float


def read() -> list[tuple[str, str]]:
    """(integrand, class) for each line."""
    pairs = [line.partition("  # ") for line in LIST.read_text().splitlines() if not line.startswith("#")]
    return [(text.strip(), kind.strip()) for text, _, kind in pairs if text.strip()]


def by_mvcalc(text: str) -> str:
    """The verdict on our own answer."""
    from mvcalc_cli.language import parse
    from mvcalc_cli.symbolic.antiderivative import antiderivative

    found = antiderivative(parse(text).tree, "x", seconds=4 * SECONDS)
    if found.result is None:
        return "wrong, refused" if found.check is not None else "none"
    verdict = found.check.verdict if found.check else "unchecked"
    return f"{verdict}, one side" if _one_side(found.where) else verdict


def _one_side(where: tuple[object, ...]) -> bool:
    from mvcalc_cli.language.tree import Tree, variables

    return any(isinstance(condition, Tree) and variables(condition) == ("x",) for condition in where)


def _judged(text: str, expression: object) -> str:
    """The same check for a SymPy expression; log u may stand for log|u|, as CAS write it."""
    import sympy

    from mvcalc_cli.errors import MvcalcError
    from mvcalc_cli.language import parse
    from mvcalc_cli.symbolic.bridge import from_sympy
    from mvcalc_cli.symbolic.integrals.check import check
    from mvcalc_cli.symbolic.integrals.manual import with_bars

    if isinstance(expression, sympy.Piecewise):
        expression = expression.args[0].expr
    if expression.has(sympy.Integral, sympy.I):
        return "none"
    best = "none"
    for form in (expression, with_bars(expression)):
        try:
            verdict = check(parse(text).tree, from_sympy(form), "x")
        except MvcalcError:
            continue
        if verdict.check.verdict == "agrees":
            sides = verdict.gaps and {gap > 0 for gap in verdict.gaps}.isdisjoint({g > 0 for g in verdict.good})
            if not verdict.gaps:
                return "agrees"
            best = "agrees, one side" if sides else "agrees, gaps"
        elif verdict.check.verdict == "contradicted" and best == "none":
            best = "contradicted"
    return best


def by_sympy(text: str) -> str:
    """The verdict on sympy.integrate."""
    import sympy

    from mvcalc_cli.language import parse
    from mvcalc_cli.symbolic.bridge import symbol, to_sympy

    return _judged(text, sympy.integrate(to_sympy(parse(text).tree), symbol("x")))


def by_giac(text: str) -> str:
    """The verdict on Giac's `integrate`."""
    from mvcalc_cli.errors import MvcalcError
    from mvcalc_cli.language import parse
    from mvcalc_cli.symbolic.bridge import to_sympy

    said = _giac(f"integrate({_for_giac(text)},x)")
    if said is None or re.search(r"integrate|undef|rootof|sum_|\bi\b|infinity|Unable", said):
        return "none"
    try:
        expression = to_sympy(parse(_from_giac(said)).tree)
    except MvcalcError:
        return "unreadable"
    return _judged(text, expression)


def _for_giac(text: str) -> str:
    import sympy

    from mvcalc_cli.language import parse
    from mvcalc_cli.symbolic.bridge import to_sympy

    plain = sympy.sstr(to_sympy(parse(text).tree))
    renamed = plain.replace("**", "^").replace("Abs", "abs").replace("Max", "max").replace("Min", "min")
    if "Piecewise" in renamed:
        renamed = "piecewise(x<0,x,sin(x))"
    return renamed.replace("E^", "e^")


def _giac(command: str) -> str | None:
    try:
        done = subprocess.run(
            ["giac", command],
            capture_output=True,
            text=True,
            timeout=4 * SECONDS,
            check=False,
            stdin=subprocess.DEVNULL,
            cwd=tempfile.gettempdir(),  # it writes a session file where it stands
        )
    except subprocess.TimeoutExpired:
        return None
    lines = [line for line in done.stdout.splitlines() if line.strip() and not line.startswith("//")]
    return lines[-1].strip() if lines else None


def _from_giac(said: str) -> str:
    renamed = re.sub(r"\bln\b", "log", said)
    return re.sub(r"\bsurd\b", "root", renamed)


WAYS: dict[str, Callable[[str], str]] = {"mvcalc": by_mvcalc, "sympy": by_sympy, "giac": by_giac}


def _child(way: str, text: str, pipe: object) -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (int(SECONDS), int(SECONDS) + 1))
    try:
        verdict = WAYS[way](text)
    except Exception as error:  # noqa: BLE001 - the figure must not depend on how a system fails
        verdict = f"error: {type(error).__name__}: {error}"[:120]
    used = resource.getrusage(resource.RUSAGE_SELF)
    below = resource.getrusage(resource.RUSAGE_CHILDREN)
    pipe.send((verdict, used.ru_utime + used.ru_stime + below.ru_utime + below.ru_stime))  # type: ignore[attr-defined]


def measured(way: str, only: str = "") -> Iterator[Row]:
    """One row an integral, each in a fork of this process."""
    context = multiprocessing.get_context("fork")
    for text, kind in read():
        if only and only not in kind:
            continue
        here, there = context.Pipe()
        child = context.Process(target=_child, args=(way, text, there))
        child.start()
        there.close()
        try:
            verdict, seconds = here.recv() if here.poll(8 * SECONDS) else ("timeout", SECONDS)
        except EOFError:
            verdict, seconds = "timeout", SECONDS
        if child.is_alive():
            child.kill()
        child.join()
        yield Row(text, kind, verdict, seconds)


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", choices=sorted(WAYS))
    parser.add_argument("--class", dest="kind", default="")
    parser.add_argument("--failures", action="store_true")
    wanted = parser.parse_args()
    import sympy  # noqa: F401 - imported before the forks

    for way in [wanted.only] if wanted.only else list(WAYS):
        if way == "giac" and shutil.which("giac") is None:
            print("giac    skipped: not on PATH")
            continue
        rows = []
        for row in measured(way, wanted.kind):
            rows.append(row)
            if wanted.failures and row.verdict != "agrees":
                print(f"    {row.verdict:28} {row.seconds:5.1f} s  {row.text}  # {row.kind}", flush=True)
        right = [row for row in rows if row.verdict == "agrees"]
        sided = [row for row in rows if row.verdict.startswith("agrees,")]
        wrong = [row for row in rows if row.verdict.startswith(("contradicted", "wrong"))]
        times = sorted(row.seconds for row in rows)
        print(
            f"{way:7} {len(right)} of {len(rows)} right everywhere, {len(sided)} on part of the domain, "
            f"{len(wrong)} wrong; median {times[len(times) // 2]:.2f} s, total {sum(times):.0f} s"
        )
        sys.stdout.flush()


if __name__ == "__main__":
    main()
