"""Functions of many variables as texts: the three of the benchmarks, written out and as indexed sums."""

from __future__ import annotations


def rosenbrock(n: int) -> str:
    """The chained Rosenbrock function of x1 … xn."""
    return " + ".join(f"100*(x{i + 1}-x{i}^2)^2 + (1-x{i})^2" for i in range(1, n))


def logs(n: int) -> str:
    """A weighted sum of logarithms."""
    return " + ".join(f"{i % 7 + 1}.{i % 10}*log(x{i} + {i})" for i in range(1, n + 1))


def network(units: int, samples: int) -> str:
    """The squared errors of a two-layer tanh network."""
    return " + ".join(
        "(" + "+".join(f"a{j}*tanh(w{j}*{k}.5+b{j})" for j in range(1, units + 1)) + f"-0.{k})^2"
        for k in range(1, samples + 1)
    )


ROSENBROCK = "sum(100*(x[i+1]-x[i]^2)^2 + (1-x[i])^2, i=1..n-1)"
LOGS = "sum((mod(i, 7) + 1 + mod(i, 10)/10)*log(x[i] + i), i=1..n)"
NETWORK = "sum((sum(a[j]*tanh(w[j]*(k+0.5)+b[j]), j=1..m) - k/10)^2, k=1..s)"
