"""The guesses about arithmetic, each told in one note: what was read, and how to write what was not.

Each function takes the parser as it stands after what it has read (`parser.done`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mvcalc_cli.language.tokens import Token
from mvcalc_cli.language.tree import Tree

if TYPE_CHECKING:
    from mvcalc_cli.language.arithmetic import Parser


def ends_early(parser: Parser, start: int, operand: int, split: int) -> None:
    """1/2x, x^2y, √2x: the operand that starts at `operand` ends at `split`, although nothing is between."""
    quote, end = parser.reading.quote, parser.done
    left, right, whole = quote(start, split), quote(split, end), quote(start, end)
    message = f"{whole} is read as ({left})·{right}; otherwise write {quote(start, operand)}({quote(operand, end)})"
    parser.reading.note(message, start, end)


def product(parser: Parser, name: Token) -> None:
    """x(y+1) is a product, although it looks like a function."""
    quote = parser.reading.quote
    left, right = quote(name.start, name.end), quote(name.end, parser.done)
    parser.reading.note(f"{left}{right} is read as the product {left}·{right}", name.start, parser.done)


def exponent(parser: Parser, start: int, operand: int) -> None:
    """x^y^z, x^3!: the exponent is everything after the first ^."""
    quote = parser.reading.quote
    whole, left, right = quote(start, parser.done), quote(start, operand), quote(operand, parser.done)
    parser.reading.note(f"{whole} is read as {left}({right})", start, parser.done)


def raised_before_divided(parser: Parser, exponent: Tree, start: int) -> None:
    """x^1/2 divides after raising: nobody means an exponent 1."""
    if exponent.kind != "number" or exponent.value != 1 or parser.kind != "/":
        return
    after = parser.tokens[parser.index + 1]
    below = parser.typed(after) if after.kind in ("number", "name") else "…"
    whole, head = parser.reading.quote(start, parser.done), parser.reading.quote(start, exponent.start)
    message = f"{whole}/{below} is read as ({whole})/{below}; otherwise write {head}(1/{below})"
    parser.reading.note(message, start, parser.token.end)


def complex_root(parser: Parser, base: Tree, exponent: Tree, start: int) -> None:
    """(-8)^(1/3) is complex, which is not what schools teach."""
    if base.kind != "negative" or base.args[0].kind != "number" or exponent.kind != "quotient":
        return
    above, below = exponent.args
    if above.kind == "number" and isinstance(below.value, int) and below.value > 1 and below.value % 2:
        inner = parser.reading.quote(base.start, base.end)
        real = f"cbrt({inner})" if below.value == 3 else f"root({inner}, {below.value})"
        real += "" if above.value == 1 else f"^{above.value}"
        whole = parser.reading.quote(start, parser.done)
        parser.reading.note(f"{whole} is the complex principal value; the real one is {real}", start, parser.done)


def factorial_of_all(parser: Parser, start: int, last: Token) -> None:
    """x!! is (x!)!, and x²! is (x²)!; `last` is the token before the last factorial sign."""
    if last.kind in ("!", "raised"):
        inner = parser.reading.quote(start, parser.done - 1)
        parser.reading.note(f"{inner}! is read as ({inner})!", start, parser.done)


def root_raised(parser: Parser, start: int) -> None:
    """√(x+1)² raises the root, as sin(x)² raises the sine."""
    if parser.kind in ("^", "raise"):
        whole = parser.reading.quote(start, parser.done)
        parser.reading.note(f"{whole} is raised, not what stands under the root", start, parser.done)


def bare_argument(parser: Parser, token: Token, start: int, split: tuple[int, int]) -> None:
    """sin x y is sin(x y); the first blank between its factors is `text[split[0]:split[1]]`."""
    quote, name = parser.reading.quote, parser.typed(token)
    whole, argument = quote(token.start, parser.done), quote(start, parser.done)
    other = f"{name}({quote(start, split[0])})*{quote(split[1], parser.done)}"
    parser.reading.note(f"{whole} is read as {name}({argument}); otherwise write {other}", token.start, parser.done)


def inverse_function(parser: Parser, token: Token, name: str, inverse: str) -> None:
    """sin^-1 is the inverse function, not 1/sin."""
    typed = parser.reading.quote(token.start, parser.done)
    message = f"{typed} is read as the inverse function {inverse}; for the quotient write 1/{name}(x)"
    parser.reading.note(message, token.start, parser.done)
