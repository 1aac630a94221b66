"""A complete NumPy function: `import numpy as np … def f(x, y): return …`.

Parts that repeat are worked out once and named. SciPy is imported only for the special functions that
NumPy lacks; components `x[3]` count from 0, as Python does.
"""

from __future__ import annotations

import keyword
from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Final

from mvcalc_cli.language.printers.plain import plain_name
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
from mvcalc_cli.language.printers.shared import Definition, fresh_names, name_shared
from mvcalc_cli.language.tree import Decimal, Tree, fold, postorder, variable
from mvcalc_cli.language.tree import variables as free_variables

_STYLE: Final = Style()

# The least number of nodes of a repeated part that is worth a temporary.
_WORTH_NAMING: Final = 4
# Integers that a float holds exactly are written as they are.
_EXACT_FLOAT: Final = 2**53

_SAME: Final = (
    "sin", "cos", "tan", "sinh", "cosh", "tanh", "exp", "log", "log2", "log10", "sqrt", "cbrt",
    "abs", "sign", "floor", "ceil", "mod", "gcd", "dot", "cross", "transpose",
)  # fmt: skip
_INVERTED: Final = {
    "asec": "arccos", "acsc": "arcsin", "asech": "arccosh", "acsch": "arcsinh", "acoth": "arctanh",
}  # fmt: skip
_SPECIAL: Final = {"binomial": "binom", "Ei": "expi", "gamma": "gamma", "beta": "beta", "erf": "erf",
                   "erfc": "erfc", "erfi": "erfi", "polygamma": "polygamma"}  # fmt: skip

CALLS: Final[dict[str, Spelling]] = {
    **{name: f"np.{name}" for name in _SAME},
    **{name: f"np.arc{name[1:]}" for name in ("asin", "acos", "atan", "asinh", "acosh", "atanh", "atan2")},
    **{name: (f"np.{inverse}(1/{{A}})", ATOM) for name, inverse in _INVERTED.items()},
    **{name: f"special.{theirs}" for name, theirs in _SPECIAL.items()},
    "sec": ("1/np.cos({a})", QUOTIENT),
    "csc": ("1/np.sin({a})", QUOTIENT),
    "cot": ("1/np.tan({a})", QUOTIENT),
    "sech": ("1/np.cosh({a})", QUOTIENT),
    "csch": ("1/np.sinh({a})", QUOTIENT),
    "coth": ("1/np.tanh({a})", QUOTIENT),
    "acot": ("np.arctan2(np.where({A} < 0, -1, 1), np.abs({a}))", ATOM),
    "root": (
        "np.where(np.mod({b}, 2) == 1, np.sign({a})*np.abs({a})**(1/{B}), np.power({a}, 1/{B}))",
        ATOM,
    ),
    "min": "np.minimum",
    "max": "np.maximum",
    "factorial": ("special.gamma({a} + 1)", ATOM),
    "Si": ("special.sici({a})[0]", ATOM),
    "Ci": ("special.sici({a})[1]", ATOM),
    "li": ("special.expi(np.log({a}))", ATOM),
    "W": "special.lambertw",
    "relu": ("np.maximum(0, {a})", ATOM),
    "sigmoid": ("1/(1 + np.exp(-{A}))", QUOTIENT),
    "softplus": ("np.logaddexp(0, {a})", ATOM),
    "norm": "np.linalg.norm",
    "det": "np.linalg.det",
    "RootOf": "root_of",
}
_CONSTANTS: Final = {"pi": "np.pi", "e": "np.e", "i": "1j", "oo": "np.inf"}
_RELATIONS: Final = {"=": "=="}
# np.minimum and its like take two arguments at a time.
_TWO_AT_A_TIME: Final = ("min", "max", "gcd")

_ROOT_OF: Final = '''def root_of(polynomial, k):
    """Root k of a polynomial: the real ones by size, then the complex ones."""
    roots = polynomial(np.poly1d([1, 0])).roots
    return sorted(roots, key=lambda z: (abs(z.imag) > 1e-9, round(z.real, 9), z.imag))[k]
'''


def python(tree: Tree, *, name: str = "f", variables: Sequence[str]) -> str:
    """The text of a program: the imports, and the expression as a function of NumPy arrays.

    Args:
        tree: A number, a vector or a matrix in terms of the variables.
        name: Of the function.
        variables: The order of the arguments, as `tree.variables` gives it; x[3] makes x an argument.

    Raises:
        InputError: If a part has no meaning for a program: a set, a derivative still to be worked out.

    >>> from mvcalc_cli.language.tree import TWO, call, multiply
    >>> print(python(multiply(TWO, call("sin", variable("x"))), variables=["x"]))
    import numpy as np
    <BLANKLINE>
    <BLANKLINE>
    def f(x):
        return 2*np.sin(x)
    """
    names = _identifiers(tree, variables, name)
    arguments = list(dict.fromkeys(names[_base(word)] for word in (*variables, *free_variables(tree))))
    tree, definitions = name_shared(_renamed(tree, names), fresh_names(names.values(), "t"), _WORTH_NAMING)
    body = _body(tree, definitions)
    needed = " ".join(body)
    head = ["import numpy as np"]
    if "special." in needed:
        head.append("from scipy import special")
    if "root_of(" in needed:
        head.extend(("", "", *_ROOT_OF.splitlines()))
    return "\n".join((*head, "", "", f"def {name}({', '.join(arguments)}):", *body))


def _body(tree: Tree, definitions: Sequence[Definition]) -> list[str]:
    """The lines of the function, indented."""
    lines = [f"    {name} = {_expression(part)}" for name, part in definitions]
    lines.append(f"    return {_expression(tree)}")
    if any("np.where(" in line or "np.select(" in line for line in lines):
        # Every branch is worked out before one is chosen: log(x) where x < 0 must not warn.
        return ['    with np.errstate(all="ignore"):', *("    " + line for line in lines)]
    return lines


def _expression(tree: Tree) -> str:
    return write(tree, _KINDS, _STYLE)[0]


def _base(name: str) -> str:
    """The vector to which x[3] belongs, or the name itself."""
    return name.partition("[")[0]


def _identifiers(tree: Tree, variables: Sequence[str], name: str) -> dict[str, str]:
    """Each variable's Python name: no keyword, nothing that the program itself needs."""
    words = [_base(word) for word in variables]
    words.extend(str(node.value) for node in postorder(tree) if node.kind == "variable")
    taken = {"np", "special", "root_of", "sum", "range", name}
    names: dict[str, str] = {}
    for word in dict.fromkeys(words):
        candidate = word if keyword.iskeyword(word) else plain_name(word)
        while candidate in taken or keyword.iskeyword(candidate):
            candidate += "_"
        taken.add(candidate)
        names[word] = candidate
    return names


def _renamed(tree: Tree, names: dict[str, str]) -> Tree:
    """The tree with Python's names, bound indices too."""

    def rename(node: Tree, args: list[Tree]) -> Tree:
        return variable(names[str(node.value)]) if node.kind == "variable" else node.with_args(tuple(args))

    return fold(tree, rename)


def _number(node: Tree, _: list[Piece], style: Style) -> Piece:
    value = node.value
    if type(value) is int and abs(value) > _EXACT_FLOAT:
        return _float(value, style)
    if isinstance(value, Decimal) and value.denominator != 1:
        return _float(value, style)
    return exact_number(value, style)


def _float(value: int | Fraction, style: Style) -> Piece:
    try:
        text = repr(abs(float(value)))
    except OverflowError:
        text = "np.inf"
    return (text, ATOM) if value >= 0 else (style.minus + text, -ATOM)


def _constant(node: Tree, _: list[Piece], __: Style) -> Piece:
    return _CONSTANTS[str(node.value)], ATOM


def _leaf(node: Tree, _: list[Piece], __: Style) -> Piece:
    return str(node.value), ATOM


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
    base, exponent = node.args
    if base.kind == "constant" and base.value == "e":
        return f"np.exp({parts[1][0]})", ATOM
    above = bracket(parts[1], ATOM, style)
    if _is_negative_integer(exponent):  # NumPy has no negative power of an integer array
        above = f"({parts[1][0]}.0)"
    below = bracket(parts[0], ATOM, style)
    if type(base.value) is int and base.value >= 0 and not free_variables(exponent):
        below = repr(float(base.value)) if base.value <= _EXACT_FLOAT else below  # np.sin knows no integer 6**25
    return f"{below}**{above}", POWER


def _is_negative_integer(tree: Tree) -> bool:
    value = tree.args[0].value if tree.kind == "negative" else tree.value
    return type(value) is int and (value >= 0) == (tree.kind == "negative")


def _call(node: Tree, parts: list[Piece], style: Style) -> Piece:
    name = str(node.value)
    if name in _TWO_AT_A_TIME:
        return _two_at_a_time(node, parts, style)
    if name == "log" and len(parts) == 2:
        return f"np.log({parts[0][0]})/np.log({parts[1][0]})", QUOTIENT
    if name == "W":
        return apply(CALLS[name], parts, style)[0] + ".real", ATOM
    if name == "RootOf":
        unknown = ", ".join(free_variables(node.args[0]))
        return f"root_of(lambda {unknown}: {parts[0][0]}, {parts[1][0]})", ATOM
    return apply(CALLS[name], parts, style)


def _two_at_a_time(node: Tree, parts: list[Piece], __: Style) -> Piece:
    if len(parts) == 1 and node.args[0].kind == "vector":
        return f"np.{node.value}({parts[0][0]})", ATOM
    text, rank = parts[-1]
    for part in reversed(parts[:-1]):
        text, rank = f"{CALLS[str(node.value)]}({part[0]}, {text})", ATOM
    return text, rank


def _relation(node: Tree, parts: list[Piece], style: Style) -> Piece:
    left, right = (text if abs(rank) >= SUM else style.within(text) for text, rank in parts)
    name = str(node.value)
    return f"{left} {_RELATIONS.get(name, name)} {right}", RELATION


def _logic(node: Tree, parts: list[Piece], style: Style) -> Piece:
    if node.value == "not":  # ~ would turn Python's True into -2
        return f"np.logical_not({parts[0][0]})", ATOM
    sign, rank = (" & ", AND) if node.value == "and" else (" | ", OR)
    return sign.join([bracket(part, ATOM, style) for part in parts]), min(rank, NOT)


def _piecewise(_: Tree, parts: list[Piece], __: Style) -> Piece:
    texts = [text for text, _rank in parts]
    default = texts.pop() if len(texts) % 2 else "np.nan"
    conditions, values = texts[::2], texts[1::2]
    if len(conditions) == 1:
        return f"np.where({conditions[0]}, {values[0]}, {default})", ATOM
    return f"np.select([{', '.join(conditions)}], [{', '.join(values)}], {default})", ATOM


def _vector(_: Tree, parts: list[Piece], __: Style) -> Piece:
    return f"np.array({_listed([text for text, _rank in parts])})", ATOM


def _matrix(node: Tree, parts: list[Piece], __: Style) -> Piece:
    return f"np.array({_listed([_listed(row) for row in rows(node, parts)])})", ATOM


def _listed(texts: Iterable[str]) -> str:
    return f"[{', '.join(texts)}]"


def _component(node: Tree, parts: list[Piece], style: Style) -> Piece:
    indices = [_from_zero(index, part, style) for index, part in zip(node.args[1:], parts[1:], strict=True)]
    return bracket(parts[0], ATOM, style) + _listed(indices), ATOM


def _from_zero(index: Tree, piece: Piece, style: Style) -> str:
    if type(index.value) is int:
        return str(index.value - 1)
    return join_terms([piece, ("-1", -ATOM)], style)[0]


def _indexed(node: Tree, parts: list[Piece], style: Style) -> Piece:
    body, index, lower = parts[0][0], parts[1][0], parts[2][0]
    upper = node.args[3]
    end = str(upper.value + 1) if type(upper.value) is int else join_terms([parts[3], ("1", ATOM)], style)[0]
    each = f"{body} for {index} in range({lower}, {end})"
    return (f"sum({each})" if node.value == "sum" else f"np.prod([{each}], axis=0)"), ATOM


_KINDS: Final[dict[str, Writer]] = {
    "number": _number,
    "constant": _constant,
    "boolean": _leaf,
    "variable": _leaf,
    "sum": _sum,
    "negative": _negative,
    "product": _product,
    "quotient": _quotient,
    "power": _power,
    "call": _call,
    "relation": _relation,
    "logic": _logic,
    "piecewise": _piecewise,
    "vector": _vector,
    "matrix": _matrix,
    "component": _component,
    "indexed": _indexed,
}
