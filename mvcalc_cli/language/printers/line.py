"""One line for the terminal, in Unicode or in ASCII: `2x·sin(3x) + 3x²·cos(3x)`, `2x*sin(3x) + 3x^2*cos(3x)`.

Whatever is printed is read back by `language.parser` to the same function; where a shorter form would be
a guess, the longer one is printed.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Final

from mvcalc_cli.language.names import FUNCTIONS, GREEK
from mvcalc_cli.language.printers.plain import (
    write_component,
    write_indexed,
    write_interval,
    write_matrix,
    write_set,
    write_vector,
)
from mvcalc_cli.language.printers.precedence import (
    AND,
    ATOM,
    BARS,
    NOT,
    OR,
    POSTFIX,
    POWER,
    PREFIX,
    QUOTIENT,
    RELATION,
    SUM,
    Piece,
    Style,
    Writer,
    apply,
    bracket,
    digits,
    factor_texts,
    join_quotient,
    join_terms,
    negate,
    shown_number,
    write,
)
from mvcalc_cli.language.tree import Tree

UNICODE: Final = Style(minus="−", times="·", ascii=False)
ASCII: Final = Style()

# Integers of more digits are shown as ≈ 3.98e6020, where the caller allows it.
_LONGEST_INTEGER: Final = 40

# Letters whose raised form is in every common font; others are written with ^.
_RAISED: Final = {
    **dict(zip("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹", strict=True)),
    "n": "ⁿ", "i": "ⁱ", "x": "ˣ", "y": "ʸ", "+": "⁺", "−": "⁻",
}  # fmt: skip
_LOWERED: Final = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
_CONSTANTS: Final = {"pi": "π", "oo": "∞"}
_RELATIONS: Final = {"!=": "≠", "<=": "≤", ">=": "≥"}


def line(tree: Tree, *, ascii: bool = False, partial: bool = False, short: bool = False) -> str:
    """The expression in one line.

    Args:
        tree: Any expression.
        ascii: Only ASCII characters.
        partial: Derivatives still to be worked out are written with ∂ instead of d.
        short: Integers of more than 40 digits are shown by their size; such a line cannot be read back.

    >>> from mvcalc_cli.language.tree import TWO, call, multiply, power, variable
    >>> x = variable("x")
    >>> line(multiply(TWO, power(x, TWO), call("sin", x)))
    '2x²·sin(x)'
    """
    style = ASCII if ascii else UNICODE
    if partial or short:
        style = style._replace(partial=partial, short=short)
    return write(tree, _KINDS, style)[0]


def shown_name(name: str) -> str:
    """A variable's name in Unicode: `theta_1` is θ₁.

    >>> shown_name("theta_1"), shown_name("x1"), shown_name("lambda'")
    ('θ₁', 'x1', 'λ′')
    """
    plain = name.rstrip("'")
    stem, underscore, index = plain.partition("_")
    letters = stem.rstrip("0123456789")
    if letters in GREEK:
        stem = GREEK[letters] + stem[len(letters) :]
    if index.isdigit():
        underscore, index = "", index.translate(_LOWERED)
    return stem + underscore + index + "′" * (len(name) - len(plain))


def _number(node: Tree, _: list[Piece], style: Style) -> Piece:
    piece = shown_number(node.value, style)
    if style.short and type(node.value) in {int, Fraction}:
        parts = piece[0].removeprefix(style.minus).split("/")
        if max(map(len, parts)) > _LONGEST_INTEGER:
            return _by_size(Fraction(node.value), [len(part) for part in parts], style)  # type: ignore[arg-type]
    return piece


def _by_size(value: Fraction, lengths: list[int], style: Style) -> Piece:
    """≈ 3.98e6020 (6,021 digits); of a fraction ≈ 9.90e98 (102 digits over 3)."""
    above, below = abs(value.numerator), value.denominator
    shift = max(0, len(digits(below)) - len(digits(above)) + 5)
    written = digits(above * 10**shift // below)
    count = len(written) - shift
    lead = round(int(written[:4]) / 10)
    lead, power = (100, count) if lead == 1000 else (lead, count - 1)
    about = "~" if style.ascii else "≈"
    sign = style.minus if value < 0 else ""
    words = "1 digit" if lengths[0] == 1 else f"{lengths[0]:,} digits"
    size = " over ".join([words, *(f"{length:,}" for length in lengths[1:])])
    return f"{about} {sign}{lead // 100}.{lead % 100:02}e{power} ({size})", OR


def _constant(node: Tree, _: list[Piece], style: Style) -> Piece:
    name = str(node.value)
    return name if style.ascii else _CONSTANTS.get(name, name), ATOM


def _boolean(node: Tree, _: list[Piece], __: Style) -> Piece:
    return str(node.value), ATOM


def _variable(node: Tree, _: list[Piece], style: Style) -> Piece:
    return _variable_name(str(node.value), style), ATOM


def _variable_name(name: str, style: Style) -> str:
    return name if style.ascii else shown_name(name)


def _sum(_: Tree, parts: list[Piece], style: Style) -> Piece:
    return join_terms(parts, style)


def _negative(_: Tree, parts: list[Piece], style: Style) -> Piece:
    return negate(parts[0], style)


def _product(node: Tree, parts: list[Piece], style: Style) -> Piece:
    texts, rank = factor_texts(parts, style)
    if _glues(node, texts):
        texts[:2] = [texts[0] + texts[1]]
    times = style.times
    if any(arg.kind == "derivative" for arg in node.args):
        times = f" {times} "
    return times.join(texts), rank


def _glues(node: Tree, texts: list[str]) -> bool:
    """Whether the first two factors are written as 2x: a number before a variable, π, or their power.

    Not 0x (the beginning of a hexadecimal number), nor 2e or 2E (of a number like 2e3).
    """
    first, second = node.args[:2]
    if first.kind != "number" or not first.value or texts[0].endswith(")") or "/" in texts[0]:
        return False
    base = second.args[0] if second.kind == "power" else second
    named = base.kind == "variable" or (base.kind == "constant" and base.value == "pi")
    return named and texts[1][0] not in "eE"


def _quotient(_: Tree, parts: list[Piece], style: Style) -> Piece:
    return join_quotient(parts, style)


def _power(node: Tree, parts: list[Piece], style: Style) -> Piece:
    base = bracket(parts[0], BARS, style)
    exponent, (text, _) = node.args[1], parts[1]
    raised = None if style.ascii else _raised(exponent, text)
    if raised:
        return base + raised, POWER
    bare = parts[1][1] == ATOM and exponent.kind in ("number", "variable", "constant")
    return f"{base}^{text if bare else style.within(text)}", POWER


def _raised(exponent: Tree, text: str) -> str | None:
    """The exponent in raised characters: an integer, a letter, or a sum of two of them."""
    parts = exponent.args if exponent.kind == "sum" and len(exponent.args) == 2 else (exponent,)
    plain = [part.args[0] if part.kind == "negative" else part for part in parts[1:]]
    for part in (parts[0], *plain):
        if part.kind != "variable" and not (type(part.value) is int and part.value >= 0):
            return None
    raised = [_RAISED.get(char) for char in text if char != " "]
    return None if None in raised else "".join(filter(None, raised))


def _call(node: Tree, parts: list[Piece], style: Style) -> Piece:
    writer = _CALLS.get(str(node.value))
    return writer(node, parts, style) if writer else apply(str(node.value), parts, style)


def _sqrt(node: Tree, parts: list[Piece], style: Style) -> Piece:
    if style.ascii or len(parts) != 1:
        return apply("sqrt", parts, style)
    text, rank = parts[0]
    bare = rank == ATOM and node.args[0].kind in ("number", "variable", "constant")
    return f"√{text if bare else style.within(text)}", PREFIX


def _abs(_: Tree, parts: list[Piece], __: Style) -> Piece:
    text = parts[0][0]
    return (f"abs({text})", ATOM) if "|" in text else (f"|{text}|", BARS)


def _factorial(_: Tree, parts: list[Piece], style: Style) -> Piece:
    return f"{bracket(parts[0], ATOM, style)}!", POSTFIX


def _relation(node: Tree, parts: list[Piece], style: Style) -> Piece:
    left, right = (text if abs(rank) >= SUM else style.within(text) for text, rank in parts)
    return f"{left} {_sign(node, style)} {right}", RELATION


def _sign(node: Tree, style: Style) -> str:
    name = str(node.value)
    return name if style.ascii else _RELATIONS.get(name, name)


def _logic(node: Tree, parts: list[Piece], style: Style) -> Piece:
    if node.value == "not":
        return f"not {bracket(parts[0], ATOM, style)}", NOT
    if node.value == "and" and _is_chain(node):
        text, tail = parts[0][0], parts[1][0]
        middle = _sign(node.args[1], style)
        return f"{text} {middle} {tail.split(f' {middle} ', 1)[1]}", RELATION
    rank = AND if node.value == "and" else OR
    return f" {node.value} ".join([bracket(part, rank + 1, style) for part in parts]), rank


def _is_chain(node: Tree) -> bool:
    """0 ≤ x < 1: two relations of one direction that share their middle, which is a plain name."""
    if len(node.args) != 2 or any(arg.kind != "relation" for arg in node.args):
        return False
    left, right = node.args
    same_way = str(left.value)[0] == str(right.value)[0] and str(left.value)[0] in "<>"
    return same_way and left.args[1].kind == "variable" and left.args[1] == right.args[0]


def _piecewise(_: Tree, parts: list[Piece], __: Style) -> Piece:
    texts = [text for text, _rank in parts]
    cases = [f"{condition}: {value}" for condition, value in zip(texts[::2], texts[1::2], strict=False)]
    return f"piecewise({', '.join(cases + texts[-1:] if len(texts) % 2 else cases)})", ATOM


def derivative_orders(node: Tree) -> list[tuple[str, int]]:
    """The variables of d³/dx²dy and how often each stands there, from the outermost inwards."""
    orders: list[tuple[str, int]] = []
    while node.kind == "derivative":
        name = str(node.args[1].value)
        if orders and orders[-1][0] == name:
            orders[-1] = (name, orders[-1][1] + 1)
        else:
            orders.append((name, 1))
        node = node.args[0]
    return orders


def _derivative(node: Tree, parts: list[Piece], style: Style) -> Piece:
    inner, text = node.args[0], parts[0][0]
    if inner.kind == "derivative":  # already written with a head of its own: one head for both
        text = text[len(_head(inner, style)) + 2 : -2]
    return f"{_head(node, style)}[ {text} ]", ATOM


def _head(node: Tree, style: Style) -> str:
    letter = "∂" if (style.partial or node.value == "partial") and not style.ascii else "d"
    orders = derivative_orders(node)
    below = [f"{letter}{_variable_name(name, style)}{_order(order, style)}" for name, order in orders]
    return f"{letter}{_order(sum([order for _name, order in orders]), style)}/{''.join(below)}"


def _order(count: int, style: Style) -> str:
    if count == 1:
        return ""
    return f"^{count}" if style.ascii else "".join([_RAISED[digit] for digit in str(count)])


def _integral(_: Tree, parts: list[Piece], style: Style) -> Piece:
    by = parts[1][0]
    if style.ascii:
        return f"integral[ {parts[0][0]} ] d{by}", POWER
    return f"∫ {bracket(parts[0], PREFIX if parts[0][1] < 0 else QUOTIENT, style)} d{by}", POWER


def _union(_: Tree, parts: list[Piece], style: Style) -> Piece:
    return (" U " if style.ascii else " ∪ ").join([text for text, _rank in parts]), OR


_CALLS: Final[dict[str, Writer]] = {"sqrt": _sqrt, "abs": _abs, "factorial": _factorial}
# Every other function is written by its name.
CALLS: Final = {name: name for name in FUNCTIONS}

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
