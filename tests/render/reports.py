"""The reports behind the designed screens, as the commands build them."""

from __future__ import annotations

from mvcalc_cli.calculus.check import Check
from mvcalc_cli.language.tree import (
    Tree,
    add,
    call,
    divide,
    matrix,
    multiply,
    negative,
    number,
    power,
    variable,
    vector,
)
from mvcalc_cli.report import Formula, Line, Matrix, Next, Report, Span, StepBlock, Table, Verdict

X, Y, R, T = (variable(name) for name in "xyrt")
TWO, THREE = number(2), number(3)


def sin(argument: Tree) -> Tree:
    return call("sin", argument)


def cos(argument: Tree) -> Tree:
    return call("cos", argument)


def squared(base: Tree) -> Tree:
    return power(base, TWO)


FUNCTION = multiply(squared(X), sin(multiply(THREE, X)))
DERIVATIVE = add(multiply(TWO, X, sin(multiply(THREE, X))), multiply(THREE, squared(X), cos(multiply(THREE, X))))
TITLE = Line((Span("d/dx", "operator"), Span(" [ "), Span(FUNCTION), Span(" ]")))

DIFF = Report(
    "diff",
    blocks=(TITLE, Line(), Formula(DERIVATIVE), Line(), Next("--steps shows the rules")),
    rows=((DERIVATIVE,),),
    answer=DERIVATIVE,
    variables=("x",),
    inputs={"expr": "x^2 sin(3x)", "wrt": ["x"], "order": 1},
    data={"result": DERIVATIVE},
    check=Check("agrees", error=3e-10, points=6),
)

D = Span("d/dx", "operator")
STEPS = Report(
    "diff",
    blocks=(
        TITLE,
        Line(),
        StepBlock(
            1,
            "product rule",
            "(u·v)′ = u′·v + u·v′",
            (("u", squared(X)), ("v", sin(multiply(THREE, X)))),
            ((Span("= "), D, Span("[ x² ] · sin(3x) + x² · "), D, Span("[ sin(3x) ]")),),
        ),
        Line(),
        StepBlock(
            2,
            "power rule",
            "(xⁿ)′ = n·xⁿ⁻¹",
            (("n", TWO),),
            ((D, Span("[ x² ] = "), Span(multiply(TWO, X), "answer")),),
        ),
        Line(),
        StepBlock(
            3,
            "chain rule",
            "(sin w)′ = cos(w)·w′",
            (("w", multiply(THREE, X)),),
            ((D, Span("[ sin(3x) ] = cos(3x) · "), D, Span("[ 3x ] = 3·cos(3x)")),),
        ),
        Line(),
        StepBlock(4, "put together", lines=((Span("= "), Span(DERIVATIVE, "answer")),)),
        Line(),
        Verdict(
            "agrees with differences to 3e-10",
            lead=(Span("at x = 1        "), Span(-2.6877374736816018, "answer"), Span("    ")),
        ),
    ),
    rows=((DERIVATIVE, -2.6877374736816018),),
    answer=DERIVATIVE,
)

XY = multiply(X, Y)
FIELD = add(multiply(squared(X), Y), sin(XY))
PARTIALS = (
    add(multiply(TWO, X, Y), multiply(Y, cos(XY))),
    add(squared(X), multiply(X, cos(XY))),
)
VALUES = (3.1677063269057153, 0.5838531634528576)
GRAD = Report(
    "grad",
    blocks=(
        Line((Span("∇f", "operator"), Span("   for   f(x, y) = "), Span(FIELD))),
        Line(),
        Table(
            ("partial", "expression", "at (1, 2)"),
            tuple(
                (Span(f"∂f/∂{name}", "operator"), Span(partial), Span(value, "answer"))
                for name, partial, value in zip("xy", PARTIALS, VALUES, strict=True)
            ),
            "llr",
        ),
        Line(),
        Line(
            (
                Span("steepest ascent  "),
                Span("→", "good"),
                Span(" 10.4° from the x-axis,  slope |∇f| = "),
                Span(3.221063161441, "answer"),
            ),
            indent=2,
        ),
        Line(
            (
                Span("along (3, 4)/5   "),
                Span(2.367706326906, "answer"),
                Span("   directional derivative ∇f · û", "secondary"),
            ),
            indent=2,
        ),
    ),
    rows=tuple(zip("xy", PARTIALS, VALUES, strict=True)),
    answer=vector(*PARTIALS),
    variables=("x", "y"),
    data={"gradient": PARTIALS, "at": {"point": {"x": 1, "y": 2}, "value": VALUES}},
)

POLAR = ((cos(T), negative(multiply(R, sin(T)))), (sin(T), multiply(R, cos(T))))
JACOBIAN = Report(
    "jacobian",
    blocks=(
        Line((Span("J", "operator"), Span("   for   (r, t) ↦ (r·cos t, r·sin t)"))),
        Line(),
        Matrix(POLAR),
        Line(),
        Line((Span("at (2, π/6)"),), indent=2),
        Matrix(((0.8660254037844387, -1.0), (0.5, 1.7320508075688774))),
        Line(),
        Line(
            (
                Span("det J = "),
                Span(R, "answer"),
                Span("        at the point "),
                Span(2.0),
                Span("    small areas are scaled ×2, orientation kept", "secondary"),
            ),
            indent=2,
        ),
    ),
    rows=POLAR,
    answer=matrix(POLAR),
    variables=("r", "t"),
    data={"result": matrix(POLAR)},
)

HESSIAN = ((multiply(number(6), X), number(0)), (number(0), TWO))
CRITICAL = Report(
    "critical",
    blocks=(
        Line((Span("H", "operator"), Span("   for   f(x, y) = x³ − 3x + y²"))),
        Line(),
        Matrix(HESSIAN),
        Line(),
        Line((Span("critical points, where "), Span("∇f", "operator"), Span(" = 0")), indent=2),
        Table(
            ("point", "f", "eigenvalues", "det H", "kind"),
            (
                (Span("(1, 0)"), Span(-2.0), Span("6, 2"), Span(12.0), Span("▾ minimum", "good")),
                (Span("(−1, 0)"), Span(2.0), Span("−6, 2"), Span(-12.0), Span("✕ saddle", "good")),
            ),
            "lrrrl",
        ),
        Line(),
        Line(
            (
                Span(
                    "eigenvalues all > 0: bowl · all < 0: dome · mixed: saddle · a zero: no verdict",
                    "secondary",
                ),
            ),
            indent=2,
        ),
    ),
    answer=matrix(HESSIAN),
)

QUOTIENT = Report("diff", blocks=(Formula(divide(X, Y)),), rows=((divide(X, Y),),), answer=divide(X, Y))
