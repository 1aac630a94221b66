"""No code runs but ours: the package never calls what evaluates text."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

PACKAGE = Path(__file__).parent.parent / "mvcalc_cli"
FILES = sorted(PACKAGE.rglob("*.py"))

FORBIDDEN = {"eval", "exec", "compile", "__import__", "sympify", "parse_expr", "lambdify", "symbols", "S", "nsimplify"}
# SymPy functions and methods that evaluate a string argument.
TAKE_TEXT = {
    "Symbol",
    "Matrix",
    "solve",
    "solveset",
    "simplify",
    "expand",
    "factor",
    "diff",
    "integrate",
    "limit",
    "Integer",
}
TAKE_TEXT |= {"Rational", "Float", "Poly", "Eq", "Piecewise", "Function"}


class Called(NamedTuple):
    """A call: what is called, where, whether as re.compile or as a method, and the texts it is given."""

    name: str
    line: int
    is_pattern: bool
    is_method: bool
    texts: tuple[str, ...]


class Seen(NamedTuple):
    """What a file calls, and the modules it imports."""

    calls: tuple[Called, ...]
    modules: tuple[str, ...]


@cache
def seen(path: Path) -> Seen:
    """One walk for all laws."""
    nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    modules = [alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names]
    modules += [node.module or "" for node in nodes if isinstance(node, ast.ImportFrom) and node.level == 0]
    return Seen(tuple(described(node) for node in nodes if isinstance(node, ast.Call)), tuple(modules))


def described(call: ast.Call) -> Called:
    texts = tuple(arg.value for arg in call.args if isinstance(arg, ast.Constant) and isinstance(arg.value, str))
    return Called(called(call), call.lineno, is_pattern(call), isinstance(call.func, ast.Attribute), texts)


def called(call: ast.Call) -> str:
    function = call.func
    return (
        function.id if isinstance(function, ast.Name) else function.attr if isinstance(function, ast.Attribute) else ""
    )


def is_pattern(call: ast.Call) -> bool:
    """re.compile is no compile."""
    function = call.func
    return isinstance(function, ast.Attribute) and isinstance(function.value, ast.Name) and function.value.id == "re"


@pytest.mark.parametrize("path", FILES, ids=[str(path.relative_to(PACKAGE)) for path in FILES])
def test_nothing_evaluates_text(path: Path) -> None:
    found = [(call.name, call.line) for call in seen(path).calls if call.name in FORBIDDEN and not call.is_pattern]
    assert found == []


@pytest.mark.parametrize(
    "path", sorted((PACKAGE / "symbolic").rglob("*.py")), ids=lambda path: f"{path.parent.name}/{path.name}"
)
def test_sympy_gets_no_literal_text(path: Path) -> None:
    for call in seen(path).calls:
        if call.name in TAKE_TEXT and call.is_method:
            assert call.texts == (), (path.name, call.line)


def test_the_walk_sees_what_it_should() -> None:
    (call,) = [node for node in ast.walk(ast.parse("sympy.sympify('x')")) if isinstance(node, ast.Call)]
    assert called(call) in FORBIDDEN


@pytest.mark.parametrize("path", FILES, ids=[str(path.relative_to(PACKAGE)) for path in FILES])
def test_heavy_packages_stay_in_their_rooms(path: Path) -> None:
    """SymPy in symbolic/, NumPy in numeric/ and plotting/, contourpy in plotting/, plotext nowhere."""
    rooms = {
        "sympy": {"symbolic"},
        "mpmath": {"symbolic"},
        "numpy": {"numeric", "plotting"},
        "contourpy": {"plotting"},
        "rich": {"render"},
        "msgspec": {"render"},
        "plotext": set(),
        "matplotlib": {"render"},
    }
    room = path.relative_to(PACKAGE).parts[0]
    for module in seen(path).modules:
        assert room in rooms.get(module.split(".")[0], {room}), (path.name, module)
