"""Grading, measured: verdicts on pairs made by rewriting, and how long they take.

    python -m benchmarks.grading [COUNT] [SEED …]

Law: no different pair accepted, no equal pair called different, at most 1 in 200 equal pairs undecided; warm: the
median under 2 ms, 99 % under 100 ms, none over 2 s.
"""

from __future__ import annotations

import sys
import time
from collections import Counter

from mvcalc_cli.language.parser import parse
from mvcalc_cli.quiz.grading.grade import grade
from mvcalc_cli.quiz.grading.task import Marked, Task
from tests.quiz.grading.pairs import Pair, pairs

_WRONG = {"equal": {"different"}, "domain": {"different"}, "different": {"equal", "domain-differs"}}


def main(count: int, seeds: list[int]) -> int:
    """Measure; 1 if a law is broken."""
    verdicts: Counter[tuple[str, str]] = Counter()
    times: list[float] = []
    wrong = 0
    grade(Task("expression", parse("x").tree), "x + 0")
    for seed in seeds:
        for pair in pairs(count, seed):
            task = Task("expression", parse(pair.expected).tree)
            start = time.perf_counter()
            found = grade(task, pair.answer)
            times.append(time.perf_counter() - start)
            verdicts[pair.truth, found.verdict] += 1
            if _is_remarkable(pair, found) or times[-1] > 0.5:
                print(f"{pair.truth} -> {found.verdict} ({found.why}) {times[-1] * 1e3:.0f} ms {pair.rules}")
                print(f"    {pair.expected}\n    {pair.answer}")
            wrong += found.verdict in _WRONG[pair.truth] or found.verdict == "invalid"
    for key, number in sorted(verdicts.items()):
        print(f"{key[0]:10} {key[1]:16} {number}")
    return _summary(times, wrong, verdicts)


def _is_remarkable(pair: Pair, found: Marked) -> bool:
    return found.verdict in {*_WRONG[pair.truth], "invalid", "undecided"} or (
        pair.truth in {"equal", "domain"}
        and found.verdict != {"equal": "equal", "domain": "domain-differs"}[pair.truth]
    )


def _summary(times: list[float], wrong: int, verdicts: Counter[tuple[str, str]]) -> int:
    ordered = sorted(times)
    middle, late, last = (ordered[int(len(ordered) * part)] for part in (0.5, 0.99, 0.99999))
    print(f"{len(times)} answers, {wrong} wrong verdicts, {len(times) / sum(times):.0f} a second")
    print(f"median {middle * 1e3:.2f} ms, 99 % {late * 1e3:.1f} ms, longest {last * 1e3:.0f} ms")
    equal = sum(number for (truth, _), number in verdicts.items() if truth == "equal")
    open_ = verdicts["equal", "undecided"]
    return int(wrong > 0 or open_ * 200 > equal or middle > 2e-3 or late > 0.1 or last > 2)


if __name__ == "__main__":
    numbers = [int(word) for word in sys.argv[1:]]
    raise SystemExit(main(numbers[0] if numbers else 2_000, numbers[1:] or [0]))
