"""One equation: roots that are found, and everything that is not one and must not be called so."""

from __future__ import annotations

import cmath
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mvcalc_cli.calculus.undefined import UndefinedError
from mvcalc_cli.language import parse
from mvcalc_cli.numeric.roots.brackets import Bracket, bisection, search, secant
from mvcalc_cli.numeric.roots.equation import ComplexEquation, Equation, as_zero
from mvcalc_cli.numeric.roots.newton import newton
from mvcalc_cli.numeric.roots.starts import chosen, several, working
from mvcalc_cli.numeric.roots.trace import Root, Stop
from mvcalc_cli.numeric.roots.verify import crossing, verified


def equation(text: str) -> Equation:
    return Equation(as_zero(parse(text).tree), "x")


# text, start, root, what the order says ("" where it must say nothing)
ROOTS = [
    ("x^3 - 2x - 5", 2.0, 2.0945514815423265, "quadratic"),
    ("cos x = x", 1.0, 0.7390851332151607, "quadratic"),
    ("x e^x = 1", 1.0, 0.5671432904097838, "quadratic"),
    ("atan(x)", 2.0, 0.0, "cubic"),  # f″ = 0 at the root
    ("sin(x)", 3.0, math.pi, "cubic"),
    ("x^2", 1.0, 0.0, "double root"),
    ("(x - 1)^3", 2.0, 1.0, "triple root"),
    ("sin(x)^2", 0.5, 0.0, "double root"),
    ("x^2 exp(x)", 1.0, 0.0, "double root"),
    ("log(x)", 3.0, 1.0, "quadratic"),  # undamped it leaves the domain
    ("log(x)", 1e5, 1.0, "quadratic"),
    ("cbrt(x)", 1.0, 0.0, "0.50"),  # f′ is infinite there
    ("x^(1/3)", 1.0, 0.0, ""),  # at the edge of the domain
    ("sqrt(x)", 1.0, 0.0, ""),
    ("|x|", 1.0, 0.0, ""),  # a kink is no hindrance
    ("x - 1", 5.0, 1.0, ""),  # one step shows no order
    ("10^-20 x - 10^-20", 5.0, 1.0, ""),  # small values are no roots by themselves
    ("x^2 - 10^20", 1.0, 1e10, "quadratic"),
    ("x - 10^9 x^3", 1.0, 3.1622776601683795e-05, "quadratic"),
    ("e^x - 10^300", 1.0, 690.7755278982137, "quadratic"),  # full steps overflow
    ("x^10 - 1", 0.5, 1.0, "quadratic"),
    ("x^2 - 10^-200", 1.0, 1e-100, ""),
]


@pytest.mark.parametrize(("text", "start", "root", "says"), ROOTS, ids=lambda part: str(part)[:20])
def test_roots(text: str, start: float, root: float, says: str) -> None:
    run = newton(equation(text), start)
    assert run.root is not None
    assert run.root.x == pytest.approx(root, rel=1e-14, abs=1e-300)
    assert says in (run.order.words if run.order else "")


# text, start, damped, why there is no root
NO_ROOTS = [
    ("x^2 + 1", 3.0, True, "nearest"),
    ("x^2 + 1", 0.0, True, "flat"),
    ("x^2 + 1", 3.0, False, "max-steps"),
    ("x^2 + 10^-30", 1.0, True, "nearest"),
    ("x^2 + 10^-30", 1.0, False, "nearest"),
    ("|x - 1| + 1", 3.0, True, "kink"),
    ("x^3 - 2x + 2", 0.0, False, "cycle"),
    ("sqrt(|x|)", 1.0, False, "cycle"),
    ("atan(x)", 2.0, False, "diverged"),
    ("cbrt(x)", 1.0, False, "diverged"),
    ("1/x", 1.0, True, "diverged"),
    ("exp(-x)", 0.0, True, "diverged"),
    ("x exp(-x)", 2.0, False, "diverged"),
    ("exp(-x)", 740.0, True, "plateau"),  # 0 by underflow
    ("tanh(x) - 1", 0.0, True, "plateau"),  # 0 by rounding
    ("log(x)", 3.0, False, "domain"),
    ("x^(1/3)", 1.0, False, "domain"),
    ("e^x - 10^300", 1.0, False, "diverged"),  # overflow
    ("sign(x - 1)", 0.0, True, "flat"),
    ("tan(x)", math.pi / 2, False, "pole"),  # the top of a pole, where rounding is larger than f
    ("floor(x) - 1/2", 1.5, True, "flat"),
    ("piecewise(x < 0: x - 1, x + 1)", 0.5, True, "jump"),
]


@pytest.mark.parametrize(("text", "start", "damped", "reason"), NO_ROOTS, ids=lambda part: str(part)[:20])
def test_no_roots(text: str, start: float, damped: bool, reason: str) -> None:
    run = newton(equation(text), start, damped=damped)
    assert run.root is None
    assert run.ending.reason == reason
    assert run.ending.words


def test_a_start_outside_of_the_domain() -> None:
    with pytest.raises(UndefinedError, match="log of a negative number"):
        newton(equation("log(x)"), -1.0)


@given(st.lists(st.integers(-9, 9), min_size=1, max_size=4, unique=True), st.floats(-20, 20))
def test_a_root_of_a_polynomial_is_one_of_its_zeros(zeros: list[int], start: float) -> None:
    text = "*".join(f"(x - ({zero}))" for zero in zeros)
    run = newton(equation(text), start)
    if run.root is not None:
        assert min(abs(run.root.x - zero) for zero in zeros) <= 1e-9


@given(st.integers(2, 5), st.integers(-3, 3))
def test_multiplicity(power: int, zero: int) -> None:
    run = newton(equation(f"(x - ({zero}))^{power}"), zero + 1.0, Stop(max_steps=500))
    assert run.root is not None
    assert run.root.x == zero
    assert run.order is not None
    assert run.order.multiplicity == power


@given(st.floats(1e-6, 1e6))
def test_a_positive_function_has_no_root(least: float) -> None:
    assert newton(equation(f"(x - 1)^2 + {least:.6f}"), 3.0).root is None


BETWEEN = [("tan(x)", 1.0, 2.0, "pole"), ("1/(x - 1)", 0.0, 3.0, "pole"), ("sign(x - 1) + x/9", -1.0, 2.0, "jump")]


@pytest.mark.parametrize(("text", "low", "high", "reason"), BETWEEN)
def test_a_change_of_sign_without_a_root(text: str, low: float, high: float, reason: str) -> None:
    assert crossing(equation(text), low, high).reason == reason  # type: ignore[union-attr]
    run = bisection(equation(text), low, high)
    assert run.root is None
    assert run.ending.reason in {reason, "domain"}


@pytest.mark.parametrize("text", ["x^3 - 2x - 5", "cos x = x", "log(x)", "x^2 - 2", "exp(x) - 3"])
def test_the_three_methods_agree(text: str) -> None:
    found = search(equation(text), 1.0)
    assert isinstance(found, Bracket)
    roots = [
        newton(equation(text), 2.0).root,
        bisection(equation(text), found.low, found.high).root,
        secant(equation(text), found.low, found.high).root,
    ]
    assert all(root is not None and root.x == pytest.approx(roots[0].x, abs=2e-12) for root in roots)  # type: ignore[union-attr]


@pytest.mark.parametrize("text", ["x^2 + 1", "1/x", "sign(x) + 3", "tan(x)^2 + 1"])
def test_no_bracket_where_there_is_no_root(text: str) -> None:
    assert not isinstance(search(equation(text)), Bracket)


def test_starts() -> None:
    assert working(equation("x^3 - 2x + 2"), 0.0, Stop(), damped=False) == -2.0
    assert working(equation("x^2 + 1"), 0.0, Stop(), damped=True) is None
    start = chosen(equation("log(x)"))
    assert start is not None
    assert start.x > 0
    again = [several(equation("sin(x)"), (-9.0, 9.0), 30, 1, Stop()) for _ in range(2)]
    assert again[0].roots == again[1].roots
    assert all(cmath.isclose(math.sin(root.x), 0.0, abs_tol=1e-12) for root, _ in again[0].roots)


def test_complex_roots() -> None:
    run = newton(ComplexEquation(parse("x^2 + 1").tree, "x"), 1 + 1j)
    assert run.root is not None
    assert abs(run.root.x - 1j) < 1e-15
    assert run.order is not None
    assert "quadratic" in run.order.words
    assert newton(ComplexEquation(parse("exp(x)").tree, "x"), 0j).root is None
    assert newton(ComplexEquation(parse("x^2 + 2x + 5").tree, "x"), 1 + 1j).root.x == pytest.approx(-1 + 2j)  # type: ignore[union-attr]


def test_watch_is_told_every_iterate() -> None:
    told: list[int] = []
    run = newton(equation("x^2 - 2"), 1.0, watch=lambda it: told.append(it.k))
    assert told == [it.k for it in run.iterates]


def test_what_is_not_known_is_not_claimed() -> None:
    """The double root of x² − 2x + 1 is known to 8 digits only: rounding hides the rest."""
    run = newton(equation("x^2 - 2x + 1"), 2.0)
    assert run.root is not None
    assert abs(run.root.x - 1) <= run.root.uncertainty <= 1e-7
    found = verified(equation("x^3 - 2x - 5"), 2.0945514815423265, 1e-12)
    assert isinstance(found, Root)
    assert found.uncertainty < 1e-14


@pytest.mark.parametrize(("text", "start"), [("|x|^1.5", 1.0), ("exp(x) - 1 - x", 1.0)])
def test_roots_that_are_hard_to_see(text: str, start: float) -> None:
    """One without a second derivative, and one that cancellation hides."""
    run = newton(equation(text), start)
    assert run.root is not None
    assert abs(run.root.x) <= 2 * run.root.uncertainty


def test_a_root_too_far_away_is_not_denied() -> None:
    assert newton(equation("x^2 - 2*10^200"), 1.0).ending.reason == "diverged"


def test_no_double_root_where_two_lie_beside_each_other() -> None:
    run = newton(equation("x^2 - 10^-40"), 1.0)
    assert run.root is not None
    assert run.order is None or (run.order.multiplicity, "double" in run.order.words) == (0, False)


def test_an_order_without_a_name_is_shown_twice() -> None:
    from mvcalc_cli.numeric.roots.order import observed_order

    assert observed_order([0.5, 0.3, 2e-3, 1e-11], 1e-16) is None
