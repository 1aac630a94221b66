"""grad, jacobian and hessian with --numeric say what they say without it."""

from __future__ import annotations

import json
from typing import Any

import pytest

from mvcalc_cli.cli import run_text

SMOOTH = [
    "x^2 y + sin(x y)", "exp(x) cos(y)", "x/y", "sqrt(x^2 + y^2)", "log(x^2 + 1) y^3", "atan2(y, x)",
    "x^y", "tanh(x y) + erf(x - y)", "gamma(x) y", "sigmoid(x) softplus(y)", "cbrt(x) y", "x!/y",
    "sum(x^i/i, i=1..6) y", "norm([x, y, 1])", "dot([x, y], [y, x^2])", "det([x, y; 1, x y])",
    "(x + y)^7/(1 + x^2)", "asinh(x) acosh(y + 2)", "sec(x) csc(y)", "2^x*3^(-y)", "log10(x) log2(y)",
    "x y z + z^2", "theta^2 lambda", "u exp(-v^2) + w", "prod(x + i, i=1..3) y", "beta(x, y)",
]  # fmt: skip
BENT = [
    "|x - 3| y", "max(x, y, 2)", "min(x, y)^2", "relu(x - y)", "piecewise(x < y: x^2, y^2)",
    "piecewise(x < 0: 1, x < 2: x y, y)", "|x|^3 + sign(y)", "floor(x) y", "mod(x, 2) y", "x |x| + y |y|",
]  # fmt: skip
POINTS = [(1.25, 2.5, 0.5), (0.7, 0.3, 2.0), (2.2, 1.9, 1.1)]


def answer(command: str, text: str, point: str, *more: str) -> tuple[int, Any, str]:
    code, out, err = run_text([command, text, "--at", point, "--json", *more])
    return code, json.loads(out) if out else None, err


def names_of(text: str) -> list[str]:
    out = run_text(["grad", text, "--json"])[1]
    found: list[str] = json.loads(out)["wrt"]
    return found


def at(text: str, numbers: tuple[float, ...]) -> str:
    return ",".join(f"{name}={value}" for name, value in zip(names_of(text), numbers, strict=False))


@pytest.mark.parametrize("text", [*SMOOTH, *BENT])
def test_gradients_are_the_same(text: str) -> None:
    for numbers in POINTS:
        point = at(text, numbers)
        code, exact, _ = answer("grad", text, point)
        numeric_code, numeric, _ = answer("grad", text, point, "--numeric")
        assert numeric_code == code == 0
        assert numeric["at"]["value"] == pytest.approx(exact["at"]["value"], rel=1e-10, abs=1e-12)
        assert numeric["wrt"] == exact["wrt"]
        assert numeric["norm"] == pytest.approx(exact["norm"], rel=1e-10)
        assert list(numeric["result"].values()) == numeric["at"]["value"]
        assert numeric["check"]["verdict"] == "agrees"


@pytest.mark.parametrize("text", [*SMOOTH, *BENT])
def test_hessians_are_the_same(text: str) -> None:
    point = at(text, POINTS[0])
    code, exact, _ = answer("hessian", text, point)
    numeric_code, numeric, _ = answer("hessian", text, point, "--numeric")
    assert numeric_code == code == 0
    for row, other in zip(numeric["result"], exact["at"]["value"], strict=True):
        assert row == pytest.approx(other, rel=1e-9, abs=1e-10)
    assert numeric["at"]["value"] == numeric["result"]
    assert numeric["eigenvalues"] == pytest.approx(exact["eigenvalues"], rel=1e-8, abs=1e-9)
    assert numeric["definiteness"] == exact["definiteness"]
    assert numeric["critical"] == exact["critical"]


@pytest.mark.parametrize(
    "texts",
    [
        ["r cos(t)", "r sin(t)"],
        ["[x y, x + y]"],
        ["x^2 y", "y z", "exp(x z)"],
        ["[x, y]", "z"],
        ["x y"],
        ["|x| y", "max(x, y)"],
    ],
)
def test_jacobians_are_the_same(texts: list[str]) -> None:
    names = json.loads(run_text(["jacobian", *texts, "--json"])[1])["wrt"]
    point = ",".join(f"{name}={value}" for name, value in zip(names, POINTS[0], strict=False))
    exact, numeric = (
        json.loads(run_text(["jacobian", *texts, "--at", point, "--json", *more])[1]) for more in ([], ["--numeric"])
    )
    for row, other in zip(numeric["result"], exact["at"]["value"], strict=True):
        assert row == pytest.approx(other, rel=1e-10)
    assert numeric.get("det", {}).get("value") == pytest.approx(exact.get("det", {}).get("value"))


@pytest.mark.parametrize(
    ("text", "point", "code", "said"),
    [
        ("log(x - 2) y", "1,2", 3, "log(x − 2) is undefined at (1, 2): log of a negative number (−1)"),
        ("1/(x - y)", "1,1", 3, "1/(x − y) is undefined at (1, 1): division by 0"),
        ("exp(x)", "1000", 5, "eˣ is too large for a floating-point number, 1.8·10^308"),
        ("sqrt(x)", "-1", 3, "√x is undefined at x = −1: square root of a negative number (−1)"),
    ],
)
def test_undefined_points_are_told_alike(text: str, point: str, code: int, said: str) -> None:
    exact = run_text(["grad", text, "--at", point], environ={"COLUMNS": "200"})
    numeric = run_text(["grad", text, "--at", point, "--numeric"], environ={"COLUMNS": "200"})
    assert exact[0] == numeric[0] == code
    assert said in numeric[2]
    assert said in exact[2]


@pytest.mark.parametrize("text", ["|x| + y", "max(x, 0) y", "sign(x) y", "floor(x) + y", "sqrt(x) y"])
def test_kinks_are_refused_as_exactly(text: str) -> None:
    for command in ("grad", "hessian", "jacobian"):
        assert run_text([command, text, "--at", "0,2"])[0] == 3, command
        assert run_text([command, text, "--at", "0,2", "--numeric"])[0] == 3, command


def test_bends_that_are_no_kinks_have_a_gradient() -> None:
    assert run_text(["grad", "x |x| + y", "--at", "0,2", "--numeric"])[1] == "x\t0.0\ny\t1.0\n"
    assert run_text(["hessian", "x |x| + y", "--at", "0,2", "--numeric"])[0] == 3


def test_the_part_that_has_a_kink_is_shown() -> None:
    code, _, err = run_text(["grad", "sum(|x[i] - 1|, i=1..n)", "--let", "n=90", "--at", "x=2,x[7]=1", "--numeric"])
    assert code == 3
    assert err == (
        "✗ |x[i] − 1| has a kink or a jump at the point: there is no gradient\n"
        "    sum(|x[i] - 1|, i=1..n)\n"
        "        ^^^^^^^^^^\n"
        "  move the point a little                                          (exit code 3)\n"
    )


def test_the_row_of_a_sum_without_a_value_is_named() -> None:
    code, _, err = run_text(["grad", "sum(log(x[i]), i=1..n)", "--let", "n=90", "--at", "x=1,x[7]=-1", "--numeric"])
    assert code == 3
    assert "log(x[i]) is undefined at the point: log of a negative number (−1), where i" in err


@pytest.mark.parametrize("command", ["grad", "hessian", "jacobian"])
def test_some_variables_in_any_order(command: str) -> None:
    for wrt, point in (("y,x", "1,2"), ("x", "1,2"), ("y", "x=1,y=2")):
        exact = json.loads(run_text([command, "x^2 y^3 + x", "--wrt", wrt, "--at", point, "--json"])[1])
        words = [command, "x^2 y^3 + x", "--wrt", wrt, "--at", point, "--json", "--numeric"]
        numeric = json.loads(run_text(words)[1])
        assert numeric["at"]["value"] == exact["at"]["value"], (wrt, point)
        assert numeric["wrt"] == exact["wrt"]


def test_a_contradicted_gradient_is_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    from mvcalc_cli.numeric import check

    monkeypatch.setattr(check, "check_gradients", lambda *_: check.Checked("contradicted", 0.1, 8))
    code, out, err = run_text(["grad", "x^2", "--at", "3", "--numeric"])
    assert (code, out) == (1, "")
    assert "a gradient was found but numbers contradict it, so it is not shown" in err
