"""Points and declarations."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mvcalc_cli.errors import InputError, LimitError, MvcalcError
from mvcalc_cli.language import parse_names, parse_point
from tests.language.notation import prefix
from tests.language.test_parser import check_refusal

POINTS: list[tuple[str, str, str]] = [
    ("1,2", "x y", "x=1 y=2"),
    ("1, pi/2", "x y", "x=1 y=(/ #pi 2)"),
    ("x=1, y=pi/2", "x y", "x=1 y=(/ #pi 2)"),
    ("y=2,x=1", "x y", "x=1 y=2"),
    ("(1, 2)", "x y", "x=1 y=2"),
    ("[1, 2]", "x y", "x=1 y=2"),
    ("(x=1, y=2)", "x y", "x=1 y=2"),
    ("3", "x", "x=3"),
    ("-1", "x", "x=(- 1)"),
    ("x=-1e-3", "x", "x=(- 1/1000)"),
    ("x = 2^3 + 1", "x", "x=(+ (^ 2 3) 1)"),
    ("x == 1", "x", "x=1"),
    ("θ=1", "theta", "theta=1"),
    ("lambda=2", "lambda", "lambda=2"),
    ("x'=2", "x'", "x'=2"),
    ("x1=1, x2=2", "x1 x2", "x1=1 x2=2"),
    ("height=2, x=1", "height x", "height=2 x=1"),
    ("xy=2", "xy", "xy=2"),
    ("e=1", "e", "e=1"),
    ("x=e", "x", "x=#e"),
    ("z=1+2i", "z", "z=(+ 1 (* 2 #i))"),
    ("x=[1, 2, 3]", "x[1] x[3]", "x[1]=1 x[3]=3"),
    ("x=[1, 2, 3]", "x", "x=(vector 1 2 3)"),
    ("x=1.5", "x[1] x[2]", "x[1]=3/2 x[2]=3/2"),  # one number fills the vector
    ("x[1]=5, x[2]=7", "x[1] x[2]", "x[1]=5 x[2]=7"),
    ("x[2]=7, x=1", "x[1] x[2]", "x[1]=1 x[2]=7"),
    ("A=[1, 2; 3, 4]", "A[1,2] A[2,1]", "A[1,2]=2 A[2,1]=3"),
    ("5, 7", "x[1] x[2]", "x[1]=5 x[2]=7"),
    ("x=max(1, 2), y=3", "x y", "x=(max 1 2) y=3"),
    ("x=oo", "x", "x=#oo"),
]


@pytest.mark.parametrize(("text", "variables", "expected"), POINTS)
def test_point(text: str, variables: str, expected: str) -> None:
    point = parse_point(text, variables.split())
    assert " ".join([f"{name}={prefix(value)}" for name, value in point.items()]) == expected


MISTAKES: list[tuple[str, str, str, int, int, str]] = [
    ("", "x", "the point is empty", 0, 0, "write x=1"),
    ("1", "x y", "the point has 1 value, the expression 2 variables: x, y", 0, 1, "write x=1, y=1"),
    ("1,2,3", "x y", "the point has 3 values, the expression 2 variables: x, y", 0, 5, "write x=1, y=1"),
    ("1,5", "x", "the point has 2 values, the expression 1 variable: x", 0, 3, "a decimal number is 1.5"),
    ("1", "", "the point has 1 value, the expression 0 variables", 0, 1, "leave the point out: nothing depends on it"),
    ("x=1", "x y", "y has no value in this point", 0, 3, "add y=…"),
    ("x=1, x=2", "x y", "x is given twice", 5, 6, "give each name once"),
    ("x=1, z=2", "x y", "z is not in the expression", 5, 6, "the variables are x, y"),
    ("foo=1", "x", "foo is not in the expression", 0, 3, "the variables are x"),
    ("x=1", "", "x is not in the expression", 0, 1, "the expression has no variables"),
    ("x=1, 2", "x y", "a point has either names or an order, not both", 5, 6, "write x=1, y=1"),
    ("x=a", "x", "a point needs numbers, and a is none", 2, 3, "write a number for it, such as 2, 0.5 or pi/2"),
    ("x=", "x", "something is missing after =", 1, 2, "write a number, a name or a bracket after it"),
    ("1,", "x", "a value is missing after the last comma", 1, 2, "write a value after it, or remove it"),
    ("x=1; y=2", "x y", "the values of a point stand between commas", 3, 4, "write x=1, y=2"),
    ("x=1 y=2", "x y", "the values of a point stand between commas", 5, 6, "write x=1, y=2"),
    ("2=x", "x", "only a name can be given a value", 0, 1, "write x=1"),
    ("x=[1, 2]", "x[1] x[3]", "x[3] has no value: x has only 2 here", 2, 8, "give x at least 3 values"),
    ("x=(1", "x", "this bracket is never closed", 2, 3, "close it with )"),
    ("x=sinn(1)", "x", "unknown function sinn", 2, 6, "did you mean sin?"),
]


@pytest.mark.parametrize("row", MISTAKES, ids=[row[0] for row in MISTAKES])
def test_mistakes_in_points(row: tuple[str, str, str, int, int, str]) -> None:
    text, variables, message, start, end, hint = row
    with pytest.raises(InputError) as caught:
        parse_point(text, variables.split(), argument="--from")
    error, place = caught.value, caught.value.place
    assert place is not None
    assert (error.message, place.start, place.end, error.hint) == (message, start, end, hint)
    assert place.argument == "--from"


def test_many_variables_are_not_all_listed() -> None:
    with pytest.raises(InputError) as caught:
        parse_point("1", [f"x{i}" for i in range(1, 1000)])
    assert len(caught.value.message) < 120
    assert caught.value.hint == "write x1=1, x2=1 and so on"


@given(st.text(alphabet="xy=,12.[]();/pie -'\0é", max_size=15))
def test_any_point_is_read_or_refused(text: str) -> None:
    try:
        point = parse_point(text, ["x", "y"])
    except (InputError, LimitError) as refusal:
        check_refusal(refusal)
    else:
        assert list(point) == ["x", "y"]


NAMES: list[tuple[str, dict[str, str]]] = [
    ("x", {"x": "real"}),
    ("x:positive, n:integer, xy", {"x": "positive", "n": "integer", "xy": "real"}),
    ("z : complex", {"z": "complex"}),
    ("λ:real,θ₁", {"lambda": "real", "theta_1": "real"}),
    ("e,i,E,beta,W", {"e": "real", "i": "real", "E": "real", "beta": "real", "W": "real"}),
    ("x',height_1", {"x'": "real", "height_1": "real"}),
]


@pytest.mark.parametrize(("text", "expected"), NAMES)
def test_names(text: str, expected: dict[str, str]) -> None:
    assert parse_names(text) == expected
    assert list(parse_names(text)) == list(expected)


NO_NAMES: list[tuple[str, str, int, int, str]] = [
    ("", "a name is missing here", 0, 0, "write names between commas: x:positive,n:integer"),
    ("x,,y", "a name is missing here", 2, 3, "write names between commas: x:positive,n:integer"),
    ("x,x", "x is declared twice", 2, 3, "declare each name once"),
    ("2x", "this is not a name", 0, 2, "names are a letter, then letters, digits and single _"),
    ("x, y z", "this is not a name", 3, 6, "names are a letter, then letters, digits and single _"),
    ("__x__", "this is not a name", 0, 5, "names are a letter, then letters, digits and single _"),
    ("if", "this is not a name", 0, 2, "names are a letter, then letters, digits and single _"),
    ("x\x00", "this is not a name", 0, 2, "names are a letter, then letters, digits and single _"),
    ("x:intger", "this is not a kind of variable", 2, 8, "did you mean integer?"),
    ("x:", "this is not a kind of variable", 2, 2, "kinds are real, positive, integer, complex"),
    ("sin", "sin is a function", 0, 3, "choose another name"),
    ("pi", "pi is a constant", 0, 2, "choose another name"),
]


@pytest.mark.parametrize(("text", "message", "start", "end", "hint"), NO_NAMES)
def test_mistakes_in_names(text: str, message: str, start: int, end: int, hint: str) -> None:
    with pytest.raises(InputError) as caught:
        parse_names(text)
    error, place = caught.value, caught.value.place
    assert place is not None
    assert (error.message, place.start, place.end, error.hint) == (message, start, end, hint)
    assert place.argument == "--vars"


def test_foreign_characters_in_names_are_not_echoed() -> None:
    with pytest.raises(InputError) as caught:
        parse_names("x\u202e:real")
    assert caught.value.place is not None
    assert "\u202e" not in caught.value.place.text


@given(st.text(max_size=20))
def test_any_declaration_is_read_or_refused(text: str) -> None:
    try:
        assert all(parse_names(text).values())
    except MvcalcError as refusal:
        check_refusal(refusal)
