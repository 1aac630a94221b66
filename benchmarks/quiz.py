"""How long banks take: python benchmarks/quiz.py. A bank of 500 questions must load within 0.4 s."""

from __future__ import annotations

import gc
import time

from mvcalc_cli.quiz.bank import parse

HEAD = "schema: 1\nbank: {id: large, title: Large, module: 2}\nquestions:\n"
# 250 events and 2.1 kB: denser than the questions of the banks, which have 150.
QUESTION = """\
- id: question-%d
  revision: 2
  tags: [gradient, partial-derivative, chain-rule]
  difficulty: 2
  time: 90s
  references:
  - {text: "A book on the calculus of several variables, section 4.6", url: "https://example.org/books/calculus/4-6"}
  variables: {x: real, y: [0, 5]}
  params:
    a: {integer: [2, 9]}
    n: {choice: [2, 3, 4]}
    r: {real: [0.5, 2, 0.25]}
    s: {sample: {from: [x, y, z], size: 2}}
    f: a*x**n*y
  where: ["a != n", "gcd(a, n) = 1"]
  # The gradient first, then what it says about the direction.
  prompt: "Find the gradient of the function f(x, y) = {f}, and say in which direction it grows fastest at (1, 2)."
  figure: "plot {f} --contour --over x=-2..2,y=-2..2"
  parts:
  - id: h
    type: number
    label: "the value there ="
    answer: at(f, [x, y], [1, 2])
    grade: {number: {absolute: 1e-3}}
    hints: ["Put in x = 1 and y = 2.", "Powers come before products."]
  - id: g
    type: vector
    label: "grad f ="
    answer: "grad(f, [x, y])"
    grade: {by: equivalent, partial: components}
    require: [{no: decimals}, {without: [integrate, diff]}]
    mistakes:
    - {answer: "[diff(f, y), diff(f, x)]", say: "The components stand in the order x, y.", score: 0.5, name: swapped}
    - {answer: "[diff(f, x), 0]", say: "The function depends on y as well.", score: 0.5, name: y-forgotten}
    follow: {uses: h}
    hints: ["Hold y fixed and differentiate by x.", "Then hold x fixed and differentiate by y."]
    weight: 2
  - id: d
    type: choice
    options:
    - {text: along the gradient, say: "That is right."}
    - {text: against the gradient, say: "There it falls fastest."}
    - {text: at right angles to it, say: "There it does not change at all."}
    - none of these
    answer: along the gradient
    hints: ["The directional derivative is the scalar product with the gradient."]
  solution: ["f_x = {diff(f, x)}", "f_y = {diff(f, y)}"]
  tests:
  - {seed: any, h: "2 a", g: "[n*a*x^(n-1)*y, a*x^n]", d: along the gradient, score: 1}
  - {seed: any, g: "[a*x^n, n*a*x^(n-1)*y]", score: 0.5, mistake: swapped}
  - {seed: 7, g: "[2*x", invalid: true}
"""


def large(count: int = 500) -> bytes:
    """A bank of so many questions."""
    return (HEAD + "".join(QUESTION % number for number in range(count))).encode()


def events(data: bytes) -> int:
    """How many events its YAML has."""
    import yaml

    return sum(1 for _ in yaml.parse(data, Loader=yaml.CSafeLoader))


def load() -> None:
    """Read a bank of 500 questions; the best of 7, without and with what the garbage collector takes."""
    data = large()
    for name, switch in (
        ("as the program loads (no collector)", gc.disable),
        ("with the garbage collector", gc.enable),
    ):
        switch()
        times = []
        for _ in range(7):
            start = time.perf_counter()
            bank = parse(data)
            times.append(time.perf_counter() - start)
        best = f"{min(times):.3f} s, median {sorted(times)[3]:.3f} s"
        print(f"load {len(bank.questions)} questions, {len(data):,} bytes, {events(data):,} events: {best}; {name}")


if __name__ == "__main__":
    load()
