"""SymPy as the oracle of these tests: formulas to Trees and back, without the project's own parser and rules."""

from __future__ import annotations

import random
from collections.abc import Iterator
from fractions import Fraction

import sympy

from mvcalc_cli.calculus.evaluate import program
from mvcalc_cli.language.tree import (
    ONE,
    PI,
    E,
    Tree,
    add,
    call,
    divide,
    multiply,
    negative,
    number,
    postorder,
    power,
    relation,
    variable,
)

_NAMES = {
    "Abs": "abs",
    "ceiling": "ceil",
    "Max": "max",
    "Min": "min",
    "LambertW": "W",
    "Mod": "mod",
}
_RELATIONS = {
    "StrictLessThan": "<",
    "LessThan": "<=",
    "StrictGreaterThan": ">",
    "GreaterThan": ">=",
    "Unequality": "!=",
    "Equality": "=",
}


def tree(text: str) -> Tree:
    """The Tree of a formula that SymPy reads; its letters are real."""
    return from_sympy(expression(text))


def expression(text: str) -> sympy.Expr:
    """A formula with real letters."""
    return sympy.sympify(text, locals={name: sympy.Symbol(name, real=True) for name in "xyzabn"})


def derivative(formula: sympy.Expr, by: str = "x") -> Tree:
    """SymPy's derivative."""
    return from_sympy(sympy.diff(formula, sympy.Symbol(by, real=True)).doit())


def from_sympy(found: sympy.Basic) -> Tree:
    """The Tree of a SymPy expression; KeyError if it holds what the language has no word for."""
    if not found.args:
        return _leaf(found)
    if isinstance(found, sympy.Piecewise):
        return _piecewise(found)
    if found.is_Mul:
        return _product(found)
    if isinstance(found, _NO_WORD):
        raise KeyError(type(found).__name__)
    return _built(found, [from_sympy(arg) for arg in found.args])


_NO_WORD = (sympy.Derivative, sympy.Integral, sympy.DiracDelta, sympy.Subs)


def _leaf(found: sympy.Basic) -> Tree:
    if found.is_Rational:
        value = number(abs(Fraction(int(found.p), int(found.q))))
        return value if found >= 0 else negative(value)
    if found.is_Symbol:
        return variable(found.name)
    return {sympy.pi: PI, sympy.E: E}[found]


def _built(found: sympy.Basic, args: list[Tree]) -> Tree:
    name = type(found).__name__
    if found.is_Add:
        return add(*args)
    if found.is_Pow:
        return call("sqrt", args[0]) if found.exp == sympy.S.Half else power(*args)
    if name == "exp":
        return power(E, args[0])
    if name in {"And", "Or"}:
        return Tree("logic", name.lower(), tuple(args))
    if name == "Heaviside":
        return Tree("piecewise", None, (relation(">", args[0], number(0)), ONE, number(0)))
    if name in _RELATIONS:
        return relation(_RELATIONS[name], *args)
    return call(_NAMES.get(name, name), *args)


def _product(found: sympy.Mul) -> Tree:
    numerator, denominator = found.as_numer_denom() if found.is_commutative else (found, sympy.S.One)
    if denominator != 1 and numerator != found:
        return divide(from_sympy(numerator), from_sympy(denominator))
    return multiply(*[from_sympy(arg) for arg in found.args])


def _piecewise(found: sympy.Piecewise) -> Tree:
    parts: list[Tree] = []
    for value, condition in found.args:
        if condition == True:  # noqa: E712 - SymPy's own true
            parts.append(from_sympy(value))
        else:
            parts += [from_sympy(condition), from_sympy(value)]
    return Tree("piecewise", None, tuple(parts))


# --- random functions -----------------------------------------------------------------------------------

_FUNCTIONS = (
    *("sin", "cos", "tan", "exp", "log", "sqrt", "atan", "sinh"),
    *("cosh", "tanh", "asin", "asinh", "erf", "acos", "atanh"),
)


def random_formula(source: random.Random, depth: int = 3) -> sympy.Expr:
    """A random expression in x, sometimes with y."""
    x, y = sympy.symbols("x y", real=True)
    if depth == 0:
        whole, fraction = sympy.Integer(source.randint(1, 9)), sympy.Rational(source.randint(1, 9), 4)
        return source.choice([x, x, x, x, y, whole, fraction])
    inner = random_formula(source, depth - 1)
    kind = source.random()
    if kind < 0.35:
        return getattr(sympy, source.choice(_FUNCTIONS))(inner)
    other = random_formula(source, source.randint(0, depth - 1))
    if kind < 0.55:
        return inner + source.choice([1, -1]) * other
    if kind < 0.8:
        return inner * other
    if kind < 0.9:
        return inner / other if other != 0 else inner
    return inner ** source.choice([2, 3, -1, -2, sympy.Rational(1, 2), sympy.Rational(3, 2), other])


def random_functions(count: int, seed: int) -> Iterator[tuple[sympy.Expr, Tree, Tree]]:
    """Formulas with their Tree and their derivative's: real at some points, and not constant in x."""
    source = random.Random(seed)
    found = 0
    while found < count:
        formula = random_formula(source, source.randint(1, 4))
        if formula.has(sympy.I, sympy.zoo, sympy.nan, sympy.oo) or not formula.has(sympy.Symbol("x", real=True)):
            continue
        try:
            yield formula, from_sympy(formula), derivative(formula)
        except KeyError:
            continue
        found += 1


# --- wrong derivatives ----------------------------------------------------------------------------------


def mutants(right: Tree, source: random.Random, function: Tree, count: int = 4) -> list[tuple[str, Tree]]:
    """Wrong derivatives: a sign, a factor, a thousandth, and slips inside the expression."""
    x = variable("x")
    wrong = [
        ("sign", negative(right)),
        ("factor", multiply(number(2), right)),
        ("a thousandth", multiply(number(Fraction(1001, 1000)), right)),
        ("added", add(right, divide(function, number(100)))),
        ("chain factor", multiply(right, x)),
        *((f"slip {k}", _slip(right, source)) for k in range(count)),
    ]
    return [(name, mutant) for name, mutant in wrong if _really_wrong(mutant, right)]


def _slip(right: Tree, source: random.Random) -> Tree:
    """One node changed as a person might: a number, a function, a lost factor, a lost sign."""
    nodes = [node for node in postorder(right) if _slipped(node) is not None]
    if not nodes:
        return add(right, ONE)
    chosen = source.choice(nodes)
    new = _slipped(chosen)
    assert new is not None
    rebuilt: dict[int, Tree] = {}
    for node in postorder(right):
        rebuilt[id(node)] = new if node is chosen else node.with_args(tuple(rebuilt[id(arg)] for arg in node.args))
    return rebuilt[id(right)]


def _slipped(node: Tree) -> Tree | None:
    if node.kind == "number":
        return number(Fraction(node.value) + 1)  # type: ignore[arg-type]
    if node.kind == "product" and len(node.args) > 1:
        return multiply(*node.args[1:])
    if node.kind == "negative":
        return node.args[0]
    swaps = {"sin": "cos", "cos": "sin", "sinh": "cosh", "cosh": "sinh", "tan": "tanh", "exp": "sin"}
    if node.kind == "call" and node.value in swaps:
        return call(swaps[str(node.value)], *node.args)
    return None


def _really_wrong(mutant: Tree, right: Tree) -> bool:
    """Does it differ by a thousandth or so where a check will look? Most slips do; some are no slip at all."""
    names = ("x", "y", "z", "a", "b", "n")
    source = random.Random(5)
    columns = [[source.uniform(-3.0, 3.0) for _ in range(80)] for _ in names]
    differ = same = 0
    for a, b in zip(program(mutant, names).values(columns), program(right, names).values(columns), strict=True):
        if abs(a - b) > 4e-4 * max(abs(a), abs(b)):
            differ += 1
        elif abs(a - b) >= 0.0:
            same += 1
    return differ > 2 * same and differ >= 8
