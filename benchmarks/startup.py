"""Whole processes: mvcalc against `python -c pass` and against the SymPy one-liner of the same answer.

    python benchmarks/startup.py

Prints ratios; asserts nothing about absolute time.
"""

from __future__ import annotations

from timing import mvcalc, python, row

PASS = python("pass")
SYMPY_DIFF = python("import sympy as s; x = s.Symbol('x'); print(s.diff(x**2*s.sin(3*x), x))")
SYMPY_GRAD = python(
    "import sympy as s; x, y = s.symbols('x y'); f = x**2*y + s.sin(x*y); print([s.diff(f, v) for v in (x, y)])"
)
SYMPY_JACOBIAN = python(
    "import sympy as s; r, t = s.symbols('r t');"
    " J = s.Matrix([r*s.cos(t), r*s.sin(t)]).jacobian([r, t]); print(J, s.simplify(J.det()))"
)
SYMPY_HESSIAN = python("import sympy as s; x, y = s.symbols('x y'); print(s.hessian(x**2*y + s.sin(x*y), (x, y)))")
SYMPY_SIMPLIFY = python("import sympy as s; x = s.Symbol('x'); print(s.simplify(s.diff(s.sin(x)/(1 + s.cos(x)), x)))")


def main() -> None:
    """Print the table."""
    print("whole process                                 ratio")
    row("--help / python -c pass", mvcalc("--help"), PASS, 6)
    row("--version / python -c pass", mvcalc("--version"), PASS, 6)
    row("diff --help / python -c pass", mvcalc("diff", "--help"), PASS, 6)
    row("mistyped command / python -c pass", mvcalc("dif", "x"), PASS, 6)
    row("syntax error / python -c pass", mvcalc("diff", "x^2*sinn(x)"), PASS, 6)
    row("completion / python -c pass", mvcalc("__complete", "bash", "mvcalc diff 'x y' --at "), PASS, 6)
    row("diff / SymPy", mvcalc("diff", "x^2 sin(3x)"), SYMPY_DIFF, 0.3)
    row("diff --steps --at / SymPy", mvcalc("diff", "x^2 sin(3x)", "--steps", "--at", "x=1"), SYMPY_DIFF, 0.3)
    row("diff, on a terminal / SymPy", mvcalc("diff", "x^2 sin(3x)", "--screen"), SYMPY_DIFF, 0.3)
    row("grad / SymPy", mvcalc("grad", "x^2 y + sin(x y)"), SYMPY_GRAD, 0.3)
    row("jacobian with det / SymPy", mvcalc("jacobian", "r cos(t)", "r sin(t)"), SYMPY_JACOBIAN, 0.3)
    row("hessian / SymPy", mvcalc("hessian", "x^2 y + sin(x y)"), SYMPY_HESSIAN, 0.3)
    row("diff --simplify / SymPy", mvcalc("diff", "sin(x)/(1 + cos(x))", "--simplify"), SYMPY_SIMPLIFY, 1.0)


if __name__ == "__main__":
    main()
