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
SYMPY_SLOPE = python("import sympy as s; x = s.Symbol('x'); print(s.diff(x**3, x).subs(x, 2))")
SYMPY_TAYLOR = python("import sympy as s; x = s.Symbol('x'); print(s.sin(x).series(x, 0, 6))")
SYMPY_TAYLOR_LONG = python("import sympy as s; x = s.Symbol('x'); print(s.exp(s.sin(x)).series(x, 0, 13))")
SYMPY_LIMIT = python("import sympy as s; x = s.Symbol('x'); print(s.limit(s.sin(x)/x, x, 0))")
SYMPY_LIMIT_HARD = python("import sympy as s; x = s.Symbol('x'); print(s.limit((1 + 1/x)**x, x, s.oo))")
SYMPY_NSOLVE = python("import sympy as s; x = s.Symbol('x'); print(s.nsolve(x**3 - 2*x - 5, x, 2))")
SYMPY_DESCEND = python(
    "import sympy as s; x, y = s.symbols('x y'); f = (x**2 + y - 11)**2 + (x + y**2 - 7)**2;"
    " print(s.nsolve([s.diff(f, x), s.diff(f, y)], [x, y], [3.5, -1.8]))"
)
SYMPY_INTEGRATE = python("import sympy as s; x = s.Symbol('x'); print(s.integrate(x*s.exp(x), x))")
SYMPY_RATIONAL = python("import sympy as s; x = s.Symbol('x'); print(s.integrate(1/(x**3 + 1), x))")
SYMPY_DEFINITE = python("import sympy as s; x = s.Symbol('x'); print(s.integrate(s.exp(-x**2), (x, -s.oo, s.oo)))")


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
    row("slope / SymPy's derivative there", mvcalc("slope", "x^3", "--at", "2", "--screen"), SYMPY_SLOPE, 0.5)
    row(
        "slope with its picture / the same", mvcalc("slope", "x^3", "--at", "2", "--plot", "--screen"), SYMPY_SLOPE, 0.5
    )
    row("plot on a terminal / the same", mvcalc("plot", "sin(x)/x", "--tangent", "2", "--screen"), SYMPY_SLOPE, 0.5)
    himmelblau = ("descend", "(x^2+y-11)^2 + (x+y^2-7)^2", "--from", "0.5,-0.8", "--rate", "0.01", "--screen")
    row("newton / SymPy's nsolve", mvcalc("newton", "x^3 - 2x - 5", "--from", "2", "--screen"), SYMPY_NSOLVE, 0.5)
    row("descend, trace and picture / SymPy's derivative", mvcalc(*himmelblau), SYMPY_GRAD, 0.5)
    row("descend, trace and picture / SymPy's minimum", mvcalc(*himmelblau), SYMPY_DESCEND, 0.5)
    row("taylor / SymPy", mvcalc("taylor", "sin(x)", "--order", "5"), SYMPY_TAYLOR, 1.0)
    row("taylor with bounds at a point / SymPy", mvcalc("taylor", "sin(x)", "--at", "1", "--screen"), SYMPY_TAYLOR, 1.0)
    row("taylor, e^sin x to order 12 / SymPy", mvcalc("taylor", "exp(sin(x))", "--order", "12"), SYMPY_TAYLOR_LONG, 1.0)
    row("limit / SymPy", mvcalc("limit", "sin(x)/x", "--at", "0"), SYMPY_LIMIT, 1.0)
    row("limit, (1 + 1/x)^x / SymPy", mvcalc("limit", "(1 + 1/x)^x", "--at", "oo"), SYMPY_LIMIT_HARD, 1.0)
    row("integrate / SymPy", mvcalc("integrate", "x e^x"), SYMPY_INTEGRATE, 1.0)
    row("integrate, rational / SymPy", mvcalc("integrate", "1/(x^3+1)"), SYMPY_RATIONAL, 1.0)
    row("integrate, definite / SymPy", mvcalc("integrate", "e^(-x^2)", "--over", "x=-oo..oo"), SYMPY_DEFINITE, 1.0)


if __name__ == "__main__":
    main()
