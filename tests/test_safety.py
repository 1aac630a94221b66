"""No code runs but ours: the package never calls what evaluates text."""

from __future__ import annotations

import ast
from pathlib import Path

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


def calls(path: Path) -> list[ast.Call]:
    return [node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Call)]


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
    found = [(called(call), call.lineno) for call in calls(path) if called(call) in FORBIDDEN and not is_pattern(call)]
    assert found == []


@pytest.mark.parametrize("path", sorted((PACKAGE / "symbolic").glob("*.py")), ids=lambda path: path.name)
def test_sympy_gets_no_literal_text(path: Path) -> None:
    for call in calls(path):
        if called(call) in TAKE_TEXT and isinstance(call.func, ast.Attribute):
            texts = [arg for arg in call.args if isinstance(arg, ast.Constant) and isinstance(arg.value, str)]
            assert texts == [], (path.name, call.lineno)


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
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        names += [node.module or ""] if isinstance(node, ast.ImportFrom) and node.level == 0 else []
        for module in names:
            top = module.split(".")[0]
            assert room in rooms.get(top, {room}), (path.name, module)
