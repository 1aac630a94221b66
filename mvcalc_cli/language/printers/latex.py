r"""LaTeX, in SymPy's spelling: `2 x \sin{\left(3 x \right)} + 3 x^{2} \cos{\left(3 x \right)}`."""

from __future__ import annotations

from typing import Final

from mvcalc_cli.language.names import FUNCTIONS, GREEK
from mvcalc_cli.language.printers.line import derivative_orders
from mvcalc_cli.language.printers.precedence import (
    AND,
    ATOM,
    BARS,
    NOT,
    OR,
    POSTFIX,
    POWER,
    PRODUCT,
    QUOTIENT,
    RELATION,
    SUM,
    Piece,
    Spelling,
    Style,
    Writer,
    bracket,
    exact_number,
    factor_texts,
    join_terms,
    negate,
    rows,
    shown_number,
    write,
)
from mvcalc_cli.language.tree import Decimal, Tree

STYLE: Final = Style(minus="- ", times=" \\cdot ", opening="\\left(", closing="\\right)")
_PARTIAL: Final = STYLE._replace(partial=True)

# A stacked fraction needs no bracket beside other factors, but under an exponent.
FRACTION: Final = 32

# Functions for which LaTeX has a command, and which carry an exponent before their argument.
_COMMANDS: Final = ("sin", "cos", "tan", "sec", "csc", "cot", "sinh", "cosh", "tanh", "coth")

# A formula in the arguments; {A} is bracketed where it is more than one symbol.
CALLS: Final[dict[str, Spelling]] = {
    **{name: f"\\operatorname{{{name}}}" for name in FUNCTIONS},
    **{name: f"\\{name}" for name in (*_COMMANDS, "log", "gcd", "min", "max", "det")},
    "exp": ("e^{{{a}}}", POWER),
    "log2": ("\\log_{{2}}{{\\left({a} \\right)}}", ATOM),
    "log10": ("\\log_{{10}}{{\\left({a} \\right)}}", ATOM),
    "sqrt": ("\\sqrt{{{a}}}", BARS),
    "cbrt": ("\\sqrt[3]{{{a}}}", BARS),
    "root": ("\\sqrt[{b}]{{{a}}}", BARS),
    "abs": ("\\left|{{{a}}}\\right|", BARS),
    "floor": ("\\left\\lfloor{{{a}}}\\right\\rfloor", BARS),
    "ceil": ("\\left\\lceil{{{a}}}\\right\\rceil", BARS),
    "mod": ("{A} \\bmod {A2}", PRODUCT),
    "factorial": ("{A}!", POSTFIX),
    "binomial": ("{{\\binom{{{a}}}{{{b}}}}}", BARS),
    "gamma": "\\Gamma",
    "beta": "\\operatorname{B}",
    "atan2": "\\operatorname{atan}_{2}",
    "W": "W",
    "relu": "\\operatorname{ReLU}",
    "sigmoid": "\\sigma",
    "dot": ("{A} \\cdot {A2}", PRODUCT),
    "cross": ("{A} \\times {A2}", PRODUCT),
    "norm": ("\\left\\lVert{{{a}}}\\right\\rVert", BARS),
    "transpose": ("{A}^{{\\mathsf{{T}}}}", POWER),
    "RootOf": "\\operatorname{CRootOf}",
}
_CONSTANTS: Final = {"pi": "\\pi", "oo": "\\infty"}
_RELATIONS: Final = {"!=": "\\neq", "<=": "\\leq", ">=": "\\geq"}


def latex(tree: Tree, *, partial: bool = False) -> str:
    r"""The expression as the inside of a LaTeX formula.

    Args:
        tree: Any expression.
        partial: Derivatives still to be worked out are written with \partial instead of d.

    >>> from mvcalc_cli.language.tree import TWO, call, divide, multiply, power, variable
    >>> print(latex(divide(power(call("sin", variable("theta_1")), TWO), TWO)))
    \frac{\sin^{2}{\left(\theta_{1} \right)}}{2}
    """
    return write(tree, _KINDS, _PARTIAL if partial else STYLE)[0]


def latex_name(name: str) -> str:
    r"""A variable's name: Greek letters by their commands, numbers and what follows _ as subscripts.

    >>> print(latex_name("theta_1"), latex_name("x10"), latex_name("x_max'"), latex_name("alpha_beta"))
    \theta_{1} x_{10} x_{max}' \alpha_{\beta}
    """
    stem = name.rstrip("'")
    primes = name[len(stem) :]
    head, *below = [part for part in stem.split("_") if part]
    letters = head.rstrip("0123456789")
    if letters and letters != head:
        below.insert(0, head[len(letters) :])
        head = letters
    lowered = f"_{{{' '.join([_letter(part) for part in below])}}}" if below else ""
    return _letter(head) + lowered + primes


def _letter(word: str) -> str:
    if word == "omicron":  # LaTeX has no command for the letter that looks like o
        return "o"
    return f"\\{word}" if word in GREEK else word


def _number(node: Tree, _: list[Piece], style: Style) -> Piece:
    if isinstance(node.value, Decimal):
        text, rank = shown_number(node.value, style)
        if "^" not in text:
            return text, rank
    text, rank = exact_number(node.value, style)
    if "/" not in text:
        return text, rank
    above, below = text.removeprefix(style.minus).split("/")
    stack = f"\\frac{{{above}}}{{{below}}}"
    return (stack, FRACTION) if rank > 0 else (style.minus + stack, -FRACTION)


def _constant(node: Tree, _: list[Piece], __: Style) -> Piece:
    name = str(node.value)
    return _CONSTANTS.get(name, name), ATOM


def _boolean(node: Tree, _: list[Piece], __: Style) -> Piece:
    return f"\\text{{{node.value}}}", ATOM


def _variable(node: Tree, _: list[Piece], __: Style) -> Piece:
    return latex_name(str(node.value)), ATOM


def _sum(_: Tree, parts: list[Piece], style: Style) -> Piece:
    return join_terms(parts, style)


def _negative(_: Tree, parts: list[Piece], style: Style) -> Piece:
    return negate(parts[0], style)


def _product(_: Tree, parts: list[Piece], style: Style) -> Piece:
    texts, rank = factor_texts(parts, style)
    out = texts[0]
    for text in texts[1:]:
        # Two numbers side by side would read as one; a number before a fraction as 2½.
        apart = text[0].isdigit() or (text.startswith("\\frac") and out[-1].isdigit())
        out += (style.times if apart else " ") + text
    return out, rank


def _quotient(_: Tree, parts: list[Piece], style: Style) -> Piece:
    (above, rank), (below, _rank) = parts
    if rank <= -PRODUCT:
        return f"{style.minus}\\frac{{{above[len(style.minus) :]}}}{{{below}}}", -FRACTION
    return f"\\frac{{{above}}}{{{below}}}", FRACTION


def _power(node: Tree, parts: list[Piece], style: Style) -> Piece:
    base, (text, rank), exponent = node.args[0], parts[0], parts[1][0]
    if base.kind == "call" and base.value in _COMMANDS:
        if exponent.isdigit():  # \sin^{-1} would be read as the inverse function
            head, tail = text.split("{", 1)
            return f"{head}^{{{exponent}}}{{{tail}", POWER
        rank = POSTFIX
    return f"{bracket((text, rank), BARS, style)}^{{{exponent}}}", POWER


def _call(node: Tree, parts: list[Piece], style: Style) -> Piece:
    name = str(node.value)
    if name == "log" and len(parts) == 2:
        return f"\\log_{{{parts[1][0]}}}{{\\left({parts[0][0]} \\right)}}", ATOM
    spelling = CALLS[name]
    texts = [text for text, _rank in parts]
    if isinstance(spelling, str):
        if len(texts) == 1 and spelling not in _TIGHT:
            return f"{spelling}{{\\left({texts[0]} \\right)}}", ATOM
        return f"{spelling}\\left({', '.join(texts)}\\right)", ATOM
    formula, rank = spelling
    words = dict(zip("ab", texts, strict=False))
    for word, part in zip(("A", "A2"), parts, strict=False):
        words[word] = bracket(part, ATOM, style)
    return formula.format_map(words), rank


# Symbols, not names: SymPy sets no space after their argument.
_TIGHT: Final = ("\\Gamma", "W", "\\sigma", "\\min", "\\max", "\\gcd")


def _relation(node: Tree, parts: list[Piece], style: Style) -> Piece:
    left, right = (text if abs(rank) >= SUM else style.within(text) for text, rank in parts)
    name = str(node.value)
    return f"{left} {_RELATIONS.get(name, name)} {right}", RELATION


def _logic(node: Tree, parts: list[Piece], style: Style) -> Piece:
    if node.value == "not":
        return f"\\neg {bracket(parts[0], ATOM, style)}", NOT
    sign, rank = (" \\wedge ", AND) if node.value == "and" else (" \\vee ", OR)
    return sign.join([bracket(part, rank + 1, style) for part in parts]), rank


def _piecewise(_: Tree, parts: list[Piece], __: Style) -> Piece:
    texts = [text for text, _rank in parts]
    pairs = zip(texts[::2], texts[1::2], strict=False)
    cases = [f"{value} & \\text{{for}}\\: {when}" for when, value in pairs]
    if len(texts) % 2:
        cases.append(f"{texts[-1]} & \\text{{otherwise}}")
    return "\\begin{cases} " + " \\\\".join(cases) + " \\end{cases}", QUOTIENT - 1


def _vector(_: Tree, parts: list[Piece], __: Style) -> Piece:
    return _bracketed([[text] for text, _rank in parts]), ATOM


def _matrix(node: Tree, parts: list[Piece], __: Style) -> Piece:
    return _bracketed(rows(node, parts)), ATOM


def _bracketed(lines: list[list[str]]) -> str:
    inside = "\\\\".join([" & ".join(entries) for entries in lines])
    return f"\\left[\\begin{{matrix}}{inside}\\end{{matrix}}\\right]"


def _component(_: Tree, parts: list[Piece], style: Style) -> Piece:
    indices = ", ".join([text for text, _rank in parts[1:]])
    base, rank = parts[0]
    # x_1[3] has an index already, and TeX refuses a second one.
    base = base if rank >= ATOM and "_" not in base and "'" not in base else style.within(base)
    return f"{base}_{{{indices}}}", ATOM


def _indexed(node: Tree, parts: list[Piece], style: Style) -> Piece:
    sign = "\\sum" if node.value == "sum" else "\\prod"
    body = bracket(parts[0], PRODUCT, style)
    return f"{sign}_{{{parts[1][0]}={parts[2][0]}}}^{{{parts[3][0]}}} {body}", QUOTIENT - 1


def _derivative(node: Tree, parts: list[Piece], style: Style) -> Piece:
    inner, body = node.args[0], bracket(parts[0], PRODUCT, style)
    if inner.kind == "derivative":  # already written with a head of its own: one head for both
        body = parts[0][0][len(_head(inner, style)) + 1 :]
    return f"{_head(node, style)} {body}", PRODUCT


def _head(node: Tree, style: Style) -> str:
    letter = "\\partial" if style.partial or node.value == "partial" else "d"
    orders = derivative_orders(node)
    below = " ".join([_raise(f"{letter} {latex_name(name)}", order) for name, order in orders])
    return f"\\frac{{{_raise(letter, sum([order for _name, order in orders]))}}}{{{below}}}"


def _raise(text: str, count: int) -> str:
    return text if count == 1 else f"{text}^{{{count}}}"


def _integral(_: Tree, parts: list[Piece], style: Style) -> Piece:
    return f"\\int {bracket(parts[0], PRODUCT if parts[0][1] > 0 else ATOM, style)}\\, d{parts[1][0]}", PRODUCT


def _set(_: Tree, parts: list[Piece], __: Style) -> Piece:
    return f"\\left\\{{{', '.join([text for text, _rank in parts])}\\right\\}}", ATOM


def _interval(node: Tree, parts: list[Piece], __: Style) -> Piece:
    brackets = str(node.value)
    return f"\\left{brackets[0]}{parts[0][0]}, {parts[1][0]}\\right{brackets[1]}", ATOM


def _union(_: Tree, parts: list[Piece], __: Style) -> Piece:
    return " \\cup ".join([text for text, _rank in parts]), OR


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
    "vector": _vector,
    "matrix": _matrix,
    "component": _component,
    "indexed": _indexed,
    "derivative": _derivative,
    "integral": _integral,
    "set": _set,
    "interval": _interval,
    "union": _union,
}
