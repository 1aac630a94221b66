"""Families of critical points where f has a value at some members alone."""

from __future__ import annotations

import pytest

from mvcalc_cli.calculus.lower import lower
from mvcalc_cli.calculus.matrices import gradient
from mvcalc_cli.language import parse
from mvcalc_cli.language.printers import line
from mvcalc_cli.symbolic.stationary.defined import defined_part, is_parted
from mvcalc_cli.symbolic.stationary.points import Found
from mvcalc_cli.symbolic.stationary.system import real_points


def _critical(text: str, names: tuple[str, ...]) -> Found:
    f = lower(parse(text).tree)
    return real_points(gradient(f, names).rows[0], names, {}, defined=[f])


FAMILIES = [
    ("ln(sin(x))", "x", {"2π·k + π/2"}),
    ("sqrt(cos(x))", "x", {"2π·k"}),
    ("ln(cos(2x))", "x", {"π·k"}),
    ("ln(sin(x)^2)", "x", {"π·k + π/2"}),
    ("ln(2 + sin(x))", "x", {"π·k + π/2"}),
]


@pytest.mark.parametrize(("text", "name", "values"), FAMILIES)
def test_only_members_where_f_has_a_value(text: str, name: str, values: set[str]) -> None:
    found = _critical(text, (name,))
    assert {line(each.values[0]) for each in found.families} == values
    assert all(each.inside for each in found.families)
    assert not found.notes


def test_two_numbers_that_run() -> None:
    found = _critical("ln(sin(x) sin(y))", ("x", "y"))
    at = {tuple(map(line, each.values)) for each in found.families}
    assert at == {("2π·k + π/2", "2π·m + π/2"), ("2π·k + 3π/2", "2π·m + 3π/2")}


def test_where_no_period_tells_the_family_keeps_its_values_and_its_members_are_few() -> None:
    (family,) = _critical("cos(x)", ("x",)).families
    kept = [point for point in family.inside if point.numbers[0] > 0]
    (part,) = defined_part(family, ["x"], kept, [parse("log(x)").tree])
    assert part.values == family.values
    assert list(part.inside) == kept
    assert not is_parted(family, [part])
