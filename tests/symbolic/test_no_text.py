"""SymPy never sees a text to read: its parser evaluates Python."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import mvcalc_cli.symbolic

ROOM = Path(mvcalc_cli.symbolic.__file__).parent
FILES = sorted(ROOM.glob("*.py"))
# Each of these evaluates a text, or makes code or many symbols of it.
NEVER = {"sympify", "_sympify", "parse_expr", "lambdify", "symbols", "S", "eval", "exec"}
NEVER |= {"nsimplify", "Function", "var"}
# Methods that sympify their arguments.
METHODS = {"subs", "xreplace", "coeff", "has", "rewrite", "diff", "integrate", "Matrix"}


def calls(text: str) -> list[ast.Call]:
    return [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Call)]


def offences(text: str) -> list[str]:
    found = []
    for call in calls(text):
        name = call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")
        of_sympy = isinstance(call.func, ast.Attribute) and getattr(call.func.value, "id", "") == "sympy"
        given_text = any(isinstance(arg, ast.Constant | ast.JoinedStr) and _is_text(arg) for arg in call.args)
        if name in NEVER or (given_text and (of_sympy or name in METHODS)):
            found.append(f"{name}, line {call.lineno}")
    return found


def _is_text(node: ast.expr) -> bool:
    return isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Constant) and isinstance(node.value, str))


def code(path: Path) -> str:
    """The file; examples in its docstrings are text, which the walk does not enter."""
    return path.read_text(encoding="utf-8")


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_sympy_is_given_no_text(path: Path) -> None:
    assert offences(code(path)) == []


@pytest.mark.parametrize(
    "wrong",
    ["sympify(x)", "sympy.S('1')", "sympy.solve('x')", "e.subs('x', 1)", "sympy.symbols('x')", "sympy.Matrix(f'{x}')"],
)
def test_the_walk_sees_an_offence(wrong: str) -> None:
    assert offences(wrong)


def test_symbols_are_made_in_one_place() -> None:
    """`symbol` (name rule), the bound variables that came through it, and nameless dummies."""
    made = {path.name for path in FILES for call in calls(code(path)) if getattr(call.func, "attr", "") == "Symbol"}
    assert made == {"to_sympy.py", "calls.py"}
