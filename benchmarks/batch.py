"""Checked derivatives a second from standard input, on 300 generated expressions.

python benchmarks/batch.py
"""

from __future__ import annotations

import random
import statistics

from timing import mvcalc, seconds

COUNT = 300
RUNS = 5
FUNCTIONS = ("sin", "cos", "tan", "exp", "log", "sqrt", "atan", "tanh")


def expression(draw: random.Random, depth: int) -> str:
    """A random smooth expression in x."""
    if depth == 0:
        return draw.choice(
            ["x", "x", f"{draw.randint(2, 9)}*x", f"x^{draw.randint(2, 5)}", f"(x + {draw.randint(1, 9)})"]
        )
    left = expression(draw, depth - 1)
    shape = draw.randrange(5)
    if shape == 0:
        return f"{draw.choice(FUNCTIONS)}({left})"
    if shape == 1:
        return f"({left})^{draw.randint(2, 4)}"
    right = expression(draw, draw.randrange(depth))
    return f"({left}){draw.choice('+-*/')}({right})" if shape > 2 else f"({left})*({right})"


def main() -> None:
    """Print the rate, start-up included and excluded."""
    draw = random.Random(1)
    lines = [expression(draw, draw.randint(1, 3)) for _ in range(COUNT)]
    command = mvcalc("diff", "-")
    empty = statistics.median(seconds(command, "x\n") for _ in range(RUNS))
    whole = statistics.median(seconds(command, "\n".join(lines) + "\n") for _ in range(RUNS))
    print(f"{COUNT} checked derivatives in {whole:.3f} s, of which {empty:.3f} s start-up")
    print(f"{COUNT / whole:7.0f} a second with start-up")
    print(f"{COUNT / (whole - empty):7.0f} a second without    (goal >= 500)")


if __name__ == "__main__":
    main()
