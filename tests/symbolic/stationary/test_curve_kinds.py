"""Kinds of whole curves of critical points: proved of all of them, or told apart."""

from __future__ import annotations

import pytest

from mvcalc_cli.calculus.lower import lower
from mvcalc_cli.calculus.matrices import gradient
from mvcalc_cli.language import parse
from mvcalc_cli.symbolic.stationary.curve_kinds import CurveKind, curve_kind
from mvcalc_cli.symbolic.stationary.system import real_points


def _kinds(text: str, names: str) -> list[CurveKind]:
    f = lower(parse(text).tree)
    found = real_points(gradient(f, tuple(names)).rows[0], tuple(names), {}, defined=[f])
    return [curve_kind(f, names, each) for each in found.families if each.kind == "curve"]


PROVED = [
    ("x^2 y^2", "xy", {"minimum"}, "nowhere < 0"),
    ("x^2 (2 + cos(y))", "xy", {"minimum"}, "a square times what is positive"),
    ("x^2 (y^2 + y + 1)", "xy", {"minimum"}, "a polynomial without real zeros"),
    ("-x^2 (1 + y^2)", "xy", {"maximum"}, "the opposite of one"),
    ("(x^2 + y^2 - 1)^2", "xy", {"minimum"}, "a circle"),
    ("(x - y)^2", "xy", {"minimum"}, "a line"),
    ("(x^2 - y^2) (2 + sin(z))", "xyz", {"saddle"}, "bent both ways across the z-axis"),
    ("exp(-(x - y)^2)", "xy", {"maximum"}, "a line that is told by its equation"),
    ("x^2 + x^3 + 0 y", "xy", {"minimum", "maximum"}, "two lines of different kinds"),
    ("sin(x + y)", "xy", {"minimum", "maximum"}, "whole numbers tell the kind"),
]


@pytest.mark.parametrize(("text", "names", "kinds", "why"), PROVED)
def test_a_kind_of_every_point(text: str, names: str, kinds: set[str], why: str) -> None:
    found = _kinds(text, names)
    assert found
    assert {kind for each in found for kind in each.kinds} == kinds, why
    assert all(each.proved and each.reason for each in found)


MIXED = [
    ("x^2 cos(y)", "xy", {"minimum", "maximum"}),
    ("x^2 y", "xy", {"minimum", "maximum"}),
    ("x^2 (y - 30)", "xy", {"minimum", "maximum"}),
    ("x^2 (y^2 - 4 y + 3.99)", "xy", {"minimum", "maximum"}),
    ("x^2 cos(y/1000)", "xy", {"minimum", "maximum"}),
    ("x^2 (y - 4)", "xy", {"minimum", "maximum"}),
    ("x^2 sin(y/4 + 1)", "xy", {"minimum", "maximum"}),
    ("x^2 y^2 (y + 2)", "xy", {"minimum", "maximum"}),
]


@pytest.mark.parametrize(("text", "names", "kinds"), MIXED)
def test_kinds_that_change_along_a_curve(text: str, names: str, kinds: set[str]) -> None:
    assert any(set(each.kinds) == kinds and each.proved for each in _kinds(text, names))


@pytest.mark.parametrize("text", ["x^2 (exp(y) - 10^-9)", "x^2 cos(y/10^5)", "x^2 (y^3 - 10^12 exp(-y^2))"])
def test_what_was_only_looked_at_is_not_proved(text: str) -> None:
    for each in _kinds(text, "xy"):
        assert len(each.kinds) > 1 or not each.proved or each.kinds == ("saddle",)
