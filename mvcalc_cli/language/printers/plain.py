"""Plain text for pipes and JSON: Python's operators and SymPy's names, exact numbers.

SymPy's `sympify` reads it to the same function, given the names as symbols; so does `language.parser`.
Indexed sums, matrices and components are mvcalc's own notation.
"""

from __future__ import annotations

from typing import Final

from mvcalc_cli.language.names import FUNCTIONS
from mvcalc_cli.language.printers.precedence import (
    AND,
    ATOM,
    NOT,
    OR,
    POWER,
    QUOTIENT,
    RELATION,
    SUM,
    Piece,
    Spelling,
    Style,
    Writer,
    apply,
    bracket,
    exact_number,
    factor_texts,
    join_quotient,
    join_terms,
    negate,
    rows,
    write,
)
from mvcalc_cli.language.tree import Tree

_STYLE: Final = Style()

CALLS: Final[dict[str, Spelling]] = {
    **{name: name for name in FUNCTIONS},
    "abs": "Abs",
    "ceil": "ceiling",
    "min": "Min",
    "max": "Max",
    "mod": "Mod",
    "W": "LambertW",
    "RootOf": "CRootOf",
    "root": "real_root",
    "cbrt": ("real_root({a}, 3)", ATOM),
    "log2": ("log({a})/log(2)", QUOTIENT),
    "log10": ("log({a})/log(10)", QUOTIENT),
    "relu": ("Max(0, {a})", ATOM),
    "sigmoid": ("1/(1 + exp(-{A}))", QUOTIENT),
    "softplus": ("log(1 + exp({a}))", ATOM),
}
_CONSTANTS: Final = {"pi": "pi", "e": "exp(1)", "i": "sqrt(-1)", "oo": "oo"}
_RELATIONS: Final = {"=": "Eq({}, {})", "!=": "Ne({}, {})"}


def plain(tree: Tree) -> str:
    """The expression in one line that programs read.

    >>> from mvcalc_cli.language.tree import TWO, call, exp, multiply, number, power, variable
    >>> x = variable("x")
    >>> plain(multiply(TWO, power(x, number(-1)), call("abs", exp(x))))
    '2*x**(-1)*Abs(exp(x))'
    """
    return write(tree, _KINDS, _STYLE)[0]


def plain_name(name: str) -> str:
    """A variable's name as Python and SymPy take it: `x'` is `x_prime`, `lambda` is `lamda`.

    >>> plain_name("lambda"), plain_name("x''")
    ('lamda', 'x_prime_prime')
    """
    stem = name.rstrip("'")
    return ("lamda" if stem == "lambda" else stem) + "_prime" * (len(name) - len(stem))


def _number(node: Tree, _: list[Piece], style: Style) -> Piece:
    return exact_number(node.value, style)


def _constant(node: Tree, _: list[Piece], __: Style) -> Piece:
    return _CONSTANTS[str(node.value)], ATOM


def _boolean(node: Tree, _: list[Piece], __: Style) -> Piece:
    return str(node.value), ATOM


def _variable(node: Tree, _: list[Piece], __: Style) -> Piece:
    return plain_name(str(node.value)), ATOM


def _sum(_: Tree, parts: list[Piece], style: Style) -> Piece:
    return join_terms(parts, style)


def _negative(_: Tree, parts: list[Piece], style: Style) -> Piece:
    return negate(parts[0], style)


def _product(_: Tree, parts: list[Piece], style: Style) -> Piece:
    texts, rank = factor_texts(parts, style)
    return "*".join(texts), rank


def _quotient(_: Tree, parts: list[Piece], style: Style) -> Piece:
    return join_quotient(parts, style)


def _power(node: Tree, parts: list[Piece], style: Style) -> Piece:
    base = node.args[0]
    if base.kind == "constant" and base.value == "e":
        return f"exp({parts[1][0]})", ATOM
    return f"{bracket(parts[0], ATOM, style)}**{bracket(parts[1], ATOM, style)}", POWER


def _call(node: Tree, parts: list[Piece], style: Style) -> Piece:
    return apply(CALLS[str(node.value)], parts, style)


def _relation(node: Tree, parts: list[Piece], style: Style) -> Piece:
    named = _RELATIONS.get(str(node.value))
    if named:
        return named.format(parts[0][0], parts[1][0]), ATOM
    left, right = (text if abs(rank) >= SUM else style.within(text) for text, rank in parts)
    return f"{left} {node.value} {right}", RELATION


def _logic(node: Tree, parts: list[Piece], style: Style) -> Piece:
    texts = [bracket(part, ATOM, style) for part in parts]
    if node.value == "not":
        return f"~{texts[0]}", NOT
    sign, rank = (" & ", AND) if node.value == "and" else (" | ", OR)
    return sign.join(texts), rank


def _piecewise(_: Tree, parts: list[Piece], __: Style) -> Piece:
    texts = [text for text, _rank in parts]
    cases = [f"({value}, {condition})" for condition, value in zip(texts[::2], texts[1::2], strict=False)]
    if len(texts) % 2:
        cases.append(f"({texts[-1]}, True)")
    return f"Piecewise({', '.join(cases)})", ATOM


def _derivative(_: Tree, parts: list[Piece], __: Style) -> Piece:
    return f"Derivative({parts[0][0]}, {parts[1][0]})", ATOM


def _integral(_: Tree, parts: list[Piece], __: Style) -> Piece:
    return f"Integral({parts[0][0]}, {parts[1][0]})", ATOM


def write_vector(_: Tree, parts: list[Piece], __: Style) -> Piece:
    """[a, b]: the same in plain text and on one line."""
    return f"[{', '.join([text for text, _rank in parts])}]", ATOM


def write_matrix(node: Tree, parts: list[Piece], __: Style) -> Piece:
    """[a, b; c, d], and a single row as [[a, b]]."""
    inside = "; ".join([", ".join(row) for row in rows(node, parts)])
    return (f"[{inside}]" if len(node.args) != 1 else f"[[{inside}]]"), ATOM


def write_component(_: Tree, parts: list[Piece], style: Style) -> Piece:
    """x[3], A[i, j]."""
    indices = ", ".join([text for text, _rank in parts[1:]])
    return f"{bracket(parts[0], ATOM, style)}[{indices}]", ATOM


def write_indexed(node: Tree, parts: list[Piece], style: Style) -> Piece:
    """sum(x[i]^2, i=1..n)."""
    body, index = parts[0][0], parts[1][0]
    lower, upper = bracket(parts[2], ATOM, style), bracket(parts[3], ATOM, style)
    return f"{node.value}({body}, {index}={lower}..{upper})", ATOM


def write_set(_: Tree, parts: list[Piece], __: Style) -> Piece:
    """{1, 2}."""
    return f"{{{', '.join([text for text, _rank in parts])}}}", ATOM


def write_interval(node: Tree, parts: list[Piece], __: Style) -> Piece:
    """[0, 1)."""
    brackets = str(node.value)
    return f"{brackets[0]}{parts[0][0]}, {parts[1][0]}{brackets[1]}", ATOM


def _union(_: Tree, parts: list[Piece], __: Style) -> Piece:
    return " U ".join([text for text, _rank in parts]), OR


_KINDS: Final[dict[str, Writer]] = {
    "number": _number,
    "constant": _constant,
    "boolean": _boolean,
    "variable": _variable,
    "sum": _sum,
    "negative": _negative,
    "product": _product,
    "quotient": _quotient,
    "power": _power,
    "call": _call,
    "relation": _relation,
    "logic": _logic,
    "piecewise": _piecewise,
    "vector": write_vector,
    "matrix": write_matrix,
    "component": write_component,
    "indexed": write_indexed,
    "derivative": _derivative,
    "integral": _integral,
    "set": write_set,
    "interval": write_interval,
    "union": _union,
}
