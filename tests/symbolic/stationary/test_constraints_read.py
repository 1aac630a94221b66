"""Constraints that are mistaken, say nothing, say the same twice, or contradict each other."""

from __future__ import annotations

import pytest

from mvcalc_cli.errors import InputError
from mvcalc_cli.language import parse
from mvcalc_cli.symbolic.stationary.constrained import LagrangeFound
from mvcalc_cli.symbolic.stationary.lagrange import lagrange
from tests.symbolic.reading import tree, written


def solved(f: str, *constraints: str) -> LagrangeFound:
    return lagrange(tree(f), [tree(each) for each in constraints], ("x", "y"), {})


MISTAKES = [
    # constraint, a part of the sentence, the fix
    ("x + y", "x + y is no equation or inequality", "write x + y = 0"),
    ("x != 1", "bounds nothing", "write constraints with =, <= or >="),
    ("1 = 2", "holds none of the variables x, y, and is never true", "leave it out"),
    ("2 = 2", "holds none of the variables x, y, and is always true", "leave it out"),
    ("a = 3", "holds none of the variables x, y", "use x, y in it"),
    ("x + y = a", "holds a, which is no variable", "write a number for a"),
    ("x = x", "is true at every point", "leave it out"),
    ("(x + y)^2 = x^2 + 2x y + y^2", "is true at every point", "leave it out"),
    ("x <= x + 1", "is true at every point", "leave it out"),
]


@pytest.mark.parametrize(("constraint", "sentence", "fix"), MISTAKES, ids=[row[0] for row in MISTAKES])
def test_a_mistaken_constraint_is_told_with_the_fix(constraint: str, sentence: str, fix: str) -> None:
    with pytest.raises(InputError) as caught:
        solved("x y", constraint)
    assert sentence in caught.value.message
    assert caught.value.hint == fix


def test_a_letter_of_f_that_is_no_variable() -> None:
    with pytest.raises(InputError, match="f holds a"):
        solved("a x y", "x + y = 1")


EMPTY = [
    ("x = x + 1",),
    ("x^2 + y^2 = -1",),
    ("x^2 + y^2 <= -1",),
    ("x + y = 1", "x + y = 2"),
    ("x^2 + y^2 = 2", "x = y", "x y = 3"),
    ("exp(x) = -1",),
]


@pytest.mark.parametrize("constraints", EMPTY, ids=[" and ".join(each) for each in EMPTY])
def test_no_point_satisfies_them(constraints: tuple[str, ...]) -> None:
    found = solved("x y", *constraints)
    assert (found.empty or "").startswith("no point satisfies the constraints")
    assert "not proved" not in (found.empty or "")
    assert (found.solutions, found.singular, found.greatest, found.least) == ((), (), None, None)


SAME = [
    # constraints, those that are left, a part of the note
    (("x + y = 2", "x + y = 2"), ["x + y = 2"], "says the same"),
    (("x + y = 2", "2x + 2y = 4"), ["x + y = 2"], "says the same"),
    (("x^2 + y^2 = 2", "x = y", "x y = 1"), ["x^2 + y^2 = 2", "x = y"], "follows from the other"),
    (("x + y <= 2", "x + y >= 2"), ["x + y = 2"], "together are"),
    (("(x + y - 2)^2 = 0",), ["x + y - 2 = 0"], "whose gradient is 0"),
]


@pytest.mark.parametrize(("constraints", "left", "note"), SAME, ids=[" and ".join(row[0]) for row in SAME])
def test_what_is_said_twice_is_taken_once(constraints: tuple[str, ...], left: list[str], note: str) -> None:
    found = solved("x y", *constraints)
    assert [each.relation for each in found.constraints] == [tree(each) for each in left]
    assert any(note in each for each in found.notes)
    assert found.greatest is not None
    assert written(found.greatest.value) == "1"  # type: ignore[arg-type]
    assert all(each.multipliers for each in found.solutions)


def test_an_inequality_that_says_the_same() -> None:
    found = solved("x + y", "x + y <= 2", "3x + 3y <= 6")
    assert len(found.constraints) == 1
    assert found.notes == ("3x + 3y ≤ 6 says the same as x + y ≤ 2: it is left out",)


def test_a_chain_is_two_constraints() -> None:
    chain = parse("0 <= x <= 1", answer=True).tree
    found = lagrange(tree("x y"), [chain, tree("y >= 0"), tree("y <= 1")], ("x", "y"), {})
    assert len(found.constraints) == 4
    assert found.greatest is not None
    assert written(found.greatest.value) == "1"  # type: ignore[arg-type]


def test_a_constant_function() -> None:
    found = solved("3", "x^2 + y^2 = 1")
    assert found.greatest is not None
    assert found.least is not None
    assert found.greatest.value == found.least.value
    assert all("one value" in reason for _, reason in found.family_kinds)
