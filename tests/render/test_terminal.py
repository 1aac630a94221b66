"""The terminal screens, exactly."""

from __future__ import annotations

from textwrap import dedent

import pytest

from mvcalc_cli.calculus.check import Check
from mvcalc_cli.language.tree import Tree, add, multiply, number, power, variable
from mvcalc_cli.render import Output, emit
from mvcalc_cli.report import Block, Formula, Line, Next, Report, Span, StepBlock, Table, Verdict

from .reports import CRITICAL, DIFF, GRAD, JACOBIAN, STEPS, X


def shown(report: Report, **wishes: object) -> str:
    return emit(report, Output(hints=False)._replace(**wishes))  # type: ignore[arg-type]


def block(*blocks: Block, **wishes: object) -> list[str]:
    return shown(Report("test", blocks), **wishes).splitlines()


def text(screen: str) -> str:
    return dedent(screen).removeprefix("\n")


SCREENS = {
    "diff": (
        DIFF,
        """
        d/dx [ x²·sin(3x) ]

          2x·sin(3x) + 3x²·cos(3x)

        """,
    ),
    "diff --steps": (
        STEPS,
        """
        d/dx [ x²·sin(3x) ]

          1  product rule        (u·v)′ = u′·v + u·v′        u = x²,  v = sin(3x)
             = d/dx[ x² ] · sin(3x) + x² · d/dx[ sin(3x) ]

          2  power rule          (xⁿ)′ = n·xⁿ⁻¹              n = 2
             d/dx[ x² ] = 2x

          3  chain rule          (sin w)′ = cos(w)·w′        w = 3x
             d/dx[ sin(3x) ] = cos(3x) · d/dx[ 3x ] = 3·cos(3x)

          4  put together
             = 2x·sin(3x) + 3x²·cos(3x)

          at x = 1        −2.687737    ✓ agrees with differences to 3e-10
        """,
    ),
    "grad": (
        GRAD,
        """
        ∇f   for   f(x, y) = x²·y + sin(x·y)

          partial   expression          at (1, 2)
          ───────────────────────────────────────
          ∂f/∂x     2x·y + y·cos(x·y)    3.167706
          ∂f/∂y     x² + x·cos(x·y)      0.583853

          steepest ascent  → 10.4° from the x-axis,  slope |∇f| = 3.221063
          along (3, 4)/5   2.367706   directional derivative ∇f · û
        """,
    ),
    "jacobian": (
        JACOBIAN,
        """
        J   for   (r, t) ↦ (r·cos t, r·sin t)

            ⎡cos(t)   −r·sin(t)⎤
            ⎣sin(t)    r·cos(t)⎦

          at (2, π/6)
            ⎡ 0.8660  −1.0000⎤
            ⎣ 0.5000   1.7321⎦

          det J = r        at the point 2    small areas are scaled ×2, orientation kept
        """,
    ),
    "critical": (
        CRITICAL,
        """
        H   for   f(x, y) = x³ − 3x + y²

            ⎡6x  0⎤
            ⎣ 0  2⎦

          critical points, where ∇f = 0
          point      f   eigenvalues   det H   kind
          ──────────────────────────────────────────────
          (1, 0)    −2          6, 2      12   ▾ minimum
          (−1, 0)    2         −6, 2     −12   ✕ saddle

          eigenvalues all > 0: bowl · all < 0: dome · mixed: saddle · a zero: no verdict
        """,
    ),
}


@pytest.mark.parametrize("name", SCREENS)
@pytest.mark.parametrize("width", [80, 120])
def test_the_designed_screens(name: str, width: int) -> None:
    report, screen = SCREENS[name]
    assert shown(report, width=width) == text(screen)


@pytest.mark.parametrize("name", SCREENS)
@pytest.mark.parametrize("width", [20, 40, 80, 120])
@pytest.mark.parametrize("ascii", [False, True])
def test_no_screen_is_wider_than_the_terminal(name: str, width: int, ascii: bool) -> None:
    screen = shown(SCREENS[name][0], width=width, ascii=ascii)
    assert [line for line in screen.splitlines() if len(line) > width and " " in line.strip()] == []
    assert screen.isascii() or not ascii


@pytest.mark.parametrize("width", [1, 2, 5])
@pytest.mark.parametrize("name", SCREENS)
def test_a_terminal_without_room_still_gets_every_word(name: str, width: int) -> None:
    report = SCREENS[name][0]
    assert "".join(shown(report, width=width).split()) != ""


def test_steps_at_40_columns() -> None:
    assert shown(STEPS, width=40) == text(
        """
        d/dx [ x²·sin(3x) ]

          1  product rule
             (u·v)′ = u′·v + u·v′
             u = x²,  v = sin(3x)
             = d/dx[ x² ] · sin(3x) + x²
               · d/dx[ sin(3x) ]

          2  power rule          (xⁿ)′ = n·xⁿ⁻¹
             n = 2
             d/dx[ x² ] = 2x

          3  chain rule
             (sin w)′ = cos(w)·w′
             w = 3x
             d/dx[ sin(3x) ] = cos(3x)
               · d/dx[ 3x ] = 3·cos(3x)

          4  put together
             = 2x·sin(3x) + 3x²·cos(3x)

          at x = 1        −2.687737
            ✓ agrees with differences to 3e-10
        """
    )


def test_steps_in_ascii() -> None:
    assert shown(STEPS, ascii=True) == text(
        """
        d/dx [ x^2*sin(3x) ]

          1  product rule        (u*v)' = u'*v + u*v'        u = x^2,  v = sin(3x)
             = d/dx[ x^2 ] * sin(3x) + x^2 * d/dx[ sin(3x) ]

          2  power rule          (x^n)' = n*x^(n-1)          n = 2
             d/dx[ x^2 ] = 2x

          3  chain rule          (sin w)' = cos(w)*w'        w = 3x
             d/dx[ sin(3x) ] = cos(3x) * d/dx[ 3x ] = 3*cos(3x)

          4  put together
             = 2x*sin(3x) + 3x^2*cos(3x)

          at x = 1        -2.687737    OK: agrees with differences to 3e-10
        """
    )


def test_grad_at_20_columns() -> None:
    lines = shown(GRAD, width=20).splitlines()
    assert lines[:11] == [
        "∇f   for   f(x, y)",
        "  = x²·y + sin(x·y)",
        "",
        "  partial",
        "    ∂f/∂x",
        "  expression",
        "    2x·y",
        "      + y·cos(x·y)",
        "  at (1, 2)",
        "    3.167706",
        "",
    ]


def test_colours_are_the_sixteen_of_the_theme() -> None:
    screen = shown(STEPS, color=True)
    assert screen.startswith("\x1b[36md/dx\x1b[0m [ x²·sin(3x) ]\n")
    assert "\x1b[35mproduct rule\x1b[0m" in screen
    assert "\x1b[1m2x·sin(3x) + 3x²·cos(3x)\x1b[0m" in screen
    assert "\x1b[1;32m✓\x1b[0m agrees" in screen
    bare = screen
    for code in ("0", "1", "35", "36", "90", "1;32"):
        bare = bare.replace(f"\x1b[{code}m", "")
    assert bare == shown(STEPS)


def test_next_only_with_hints() -> None:
    assert block(Next("--steps")) == []
    assert block(Next("--steps"), hints=True) == ["  next: --steps"]
    assert block(Next("--from -3,3 (another basin) · --live"), hints=True, width=30) == [
        "  next: --from -3,3 (another",
        "        basin) · --live",
    ]


@pytest.mark.parametrize(("sign", "line"), [("good", "  ✓ done"), ("bad", "  ✗ done"), ("open", "  · done")])
def test_verdicts(sign: str, line: str) -> None:
    assert block(Verdict("done", sign)) == [line]  # type: ignore[arg-type]


def test_verdicts_in_ascii() -> None:
    verdicts = (Verdict("yes"), Verdict("not equal", "bad"), Verdict("not checked", "open"))
    assert block(*verdicts, ascii=True) == ["  OK: yes", "  NO: not equal", "  - not checked"]


def test_quiet_is_the_answer_alone() -> None:
    assert shown(DIFF, quiet=True) == "2x·sin(3x) + 3x²·cos(3x)\n"
    assert shown(GRAD, quiet=True).splitlines()[1] == "y   x² + x·cos(x·y)     0.583853"


def test_verbose_says_how_it_was_checked() -> None:
    last = shown(DIFF, verbose=True).splitlines()[-1]
    assert last == "  checked by differences at 6 points, largest difference 3.0e-10"
    unchecked = DIFF._replace(check=Check("unchecked"))
    assert "could not be checked" in shown(unchecked, verbose=True)


def test_digits_are_decimals() -> None:
    assert block(Line((Span(3.14159265),)), digits=2) == ["3.14"]


def test_foreign_text_is_cleaned() -> None:
    assert block(Line((Span("a\x1b[2Jb\nc\u202e"),))) == ["a�[2Jb c�"]


def polynomial(degree: int) -> Tree:
    return add(*(multiply(number(12345), power(variable("x"), number(n))) for n in range(degree, 1, -1)))


@pytest.mark.parametrize("width", [20, 40, 80, 120])
def test_a_long_formula_breaks_before_plus(width: int) -> None:
    lead = (Span("f′(x) = "),)
    lines = block(Formula(polynomial(20), lead=lead), width=width)
    assert max(map(len, lines)) <= width
    assert all(line.strip()[0] == "+" for line in lines[2:])
    assert (lines[0].strip() == "f′(x) =") is (width == 20)
    assert "".join("".join(lines).split()) == "f′(x)=" + "".join(
        "".join(block(Formula(polynomial(20)), width=1000)).split()
    )


def test_shared_parts_are_named_beneath() -> None:
    tree: Tree = X
    for _ in range(12):
        tree = multiply(add(tree, number(1)), add(tree, number(2)))  # written out: 4,096 times x
    lines = block(Formula(tree), width=80)
    assert any(line.startswith("  where ") for line in lines)
    assert max(map(len, lines)) <= 80
    assert "parts)" in block(Line((Span(tree),)))[0]


def test_a_step_with_long_bindings() -> None:
    step = StepBlock(12, "general power rule", "(u^v)′ = …", (("u", polynomial(9)),))
    assert block(step, width=80)[0] == " 12  general power rule  (u^v)′ = …"
    assert block(step, width=80)[1].startswith("     u = 12345x⁹ + ")
    assert all(len(line) <= 80 for line in block(step, width=80))


def test_a_stacked_row_leaves_out_what_is_empty() -> None:
    table = Table(("terms", "sum", "order"), ((Span("4"), Span("0.328125"), Span("")),), "rrr")
    out = emit(Report("x", blocks=(table,)), Output(width=16))
    assert [line.strip() for line in out.splitlines()] == ["terms  4", "sum    0.328125"]
