"""The table of derivatives: complete, and right by numbers."""

from __future__ import annotations

import pytest

from mvcalc_cli.calculus.check import check_derivative
from mvcalc_cli.calculus.derivative import differentiate
from mvcalc_cli.calculus.rules import OWN_RULES, RULES, WITHOUT, slopes, where
from mvcalc_cli.language.names import FUNCTIONS
from mvcalc_cli.language.tree import ONE, TWO, Tree, call, number, variable, variables

FIXED = {"root": (variable("u"), number(3)), "polygamma": (ONE, variable("v")), "mod": (variable("u"), TWO)}


def test_every_function_of_the_language_has_its_place() -> None:
    assert set(FUNCTIONS) == set(RULES) | OWN_RULES | WITHOUT


@pytest.mark.parametrize("name", sorted(RULES))
def test_slopes_read_and_hold_only_their_arguments(name: str) -> None:
    for tree in (*slopes(name), *where(name)):
        assert tree is None or set(variables(tree)) <= {"u", "v"}


@pytest.mark.parametrize("name", sorted(RULES))
def test_the_slopes_agree_with_differences(name: str) -> None:
    """The table against the values of the functions themselves."""
    arity = len(RULES[name].slopes)
    args = FIXED.get(name, (variable("u"), variable("v"))[:arity])
    function = call(name, *args)
    for place, slope in enumerate(RULES[name].slopes):
        if slope and args[place].kind == "variable":
            by = str(args[place].value)
            verdict = check_derivative(function, differentiate(function, by).result, by).verdict
            assert verdict == "agrees", (name, by)


def test_a_wrong_row_would_be_noticed() -> None:
    wrong = Tree("negative", None, (call("cos", variable("u")),))
    assert check_derivative(call("sin", variable("u")), wrong, "u").verdict == "contradicted"
