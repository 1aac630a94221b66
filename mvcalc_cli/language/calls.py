"""Functions: `sin(x)`, `sin x`, `sin^2 x`, `sin^-1(x)`, `log_2 x`, `atan2(y, x)`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mvcalc_cli.errors import ParseError
from mvcalc_cli.language import guesses
from mvcalc_cli.language.names import FUNCTIONS, SPELLINGS, Function, is_name
from mvcalc_cli.language.tokens import Token
from mvcalc_cli.language.tree import Tree, number

if TYPE_CHECKING:
    from mvcalc_cli.language.arithmetic import Parser


def read_call(parser: Parser) -> Tree:
    """A function, its power if it has one before its argument, and its argument."""
    token = parser.advance()
    exponent = _exponent(parser, token) if parser.kind in ("^", "raise") else None
    name, base = _with_base(parser, token)
    if exponent is not None and _is_minus_one(exponent):
        name, exponent = _inverse(parser, token, name), None
    args = _arguments(parser, token, FUNCTIONS[name])
    if base is not None:
        args = [*args, base]
    tree = _build(parser, name, args, token)
    return tree if exponent is None else Tree("power", None, (tree, exponent), token.start, parser.done)


def _with_base(parser: Parser, token: Token) -> tuple[str, Tree | None]:
    """The function, and the base of log_2, log_b."""
    name, _, base = str(token.value).partition("_")
    if not base:
        return name, None
    if base in ("2", "10"):
        return f"log{base}", None
    if base.isdigit() and len(base) <= 9:
        return name, number(int(base)).at(token.start + len(name), token.end)
    if is_name(base) and base not in SPELLINGS:
        kind = "constant" if base in ("e", "pi") else "variable"
        return name, Tree(kind, base, (), token.start + len(name), token.end)
    raise parser.error_at(token, f"{parser.typed(token)} has no readable base", "write log(x, b)")


def _exponent(parser: Parser, token: Token) -> Tree:
    """The exponent between a function and its argument: sin^2 x, sin²x, sin^-1(x)."""
    if parser.kind == "raise":
        parser.nest(parser.advance())
        exponent = parser.inside(parser.expression)
        parser.expect("raised")
        parser.depth -= 1
    else:
        parser.advance()
        signs = parser.signs()
        if parser.kind not in ("number", "name", "constant", "("):
            raise parser.missing_operand()
        exponent = parser.negated(parser.atom(), signs)
    if exponent.kind == "negative" and not _is_minus_one(exponent):
        shown = parser.typed(token)
        raise parser.reading.error(
            f"a negative power of {shown} can be read in two ways",
            token.start,
            parser.done,
            f"write 1/{shown}(x)^n",
        )
    return exponent


def _is_minus_one(exponent: Tree) -> bool:
    return exponent.kind == "negative" and exponent.args[0].kind == "number" and exponent.args[0].value == 1


def _inverse(parser: Parser, token: Token, name: str) -> str:
    """The inverse function that ^-1 means."""
    typed, inverse = parser.reading.quote(token.start, parser.done), FUNCTIONS[name].inverse
    if inverse is None:
        shown = parser.typed(token)
        hint = "the inverse of exp is log; for the quotient write exp(-x)"
        hint = hint if name == "exp" else f"for the quotient write 1/{shown}(x)"
        raise parser.reading.error(f"{typed} has no reading", token.start, parser.done, hint)
    guesses.inverse_function(parser, token, name, inverse)
    return inverse


def _arguments(parser: Parser, token: Token, function: Function) -> list[Tree]:
    """What stands in the brackets, or the one argument that stands without."""
    if parser.kind == "(":
        return bracketed(parser, token, function.usage)
    shown = parser.typed(token)
    if parser.kind == "[" and parser.token.start == token.end:
        raise parser.error_at(token, f"the argument of {shown} stands in round brackets", f"usage: {function.usage}")
    if function.bare and function.fewest == 1 and (parser.begins_factor() or parser.kind in "+-"):
        return [_bare_argument(parser, token)]
    hint = f"usage: {function.usage}"
    if parser.begins_factor():
        raise parser.error_at(token, f"{shown} needs brackets", hint)
    raise parser.error_at(token, f"{shown} needs an argument", hint)


def bracketed(parser: Parser, token: Token, usage: str) -> list[Tree]:
    """The arguments between brackets."""
    opening = parser.advance()
    parser.nest(opening)
    if parser.kind == ")":
        message = f"{parser.typed(token)} needs an argument"
        raise parser.reading.error(message, token.start, parser.token.end, f"usage: {usage}")
    args = [parser.inside(parser.expression)]
    while parser.kind == ",":
        parser.advance()
        args.append(parser.inside(parser.expression))
    parser.expect(")")
    parser.depth -= 1
    return args


def _bare_argument(parser: Parser, token: Token) -> Tree:
    """sin 2x, sin x^2, sin x y: factors up to a sign or the next function."""
    parser.nest(token)
    signs = parser.signs()
    start = parser.token.start
    factors = [parser.power()]
    split = (0, 0)  # the first blank between two factors
    while parser.begins_factor() and parser.kind not in ("function", "special"):
        if not split[0] and parser.token.start > parser.done and factors[-1].kind != "number":
            split = (parser.done, parser.token.start)
        factors.append(parser.factor_without_sign())
    parser.depth -= 1
    if split[0]:
        guesses.bare_argument(parser, token, start, split)
    return parser.negated(parser.joined(factors, start), signs)


def _build(parser: Parser, name: str, args: list[Tree], token: Token) -> Tree:
    """The call, with as many arguments as the function takes; exp(u) is e^u."""
    function = FUNCTIONS[name]
    if len(args) < function.fewest or (function.most is not None and len(args) > function.most):
        raise _wrong_number(parser, function, args, token)
    start, end = token.start, parser.done
    only = args[0]
    if name == "exp":
        e = Tree("constant", "e", (), token.start, token.end)
        euler = only.kind == "number" and only.value == 1  # how e is printed for programs
        return e.at(start, end) if euler else Tree("power", None, (e, only), start, end)
    if name == "sqrt" and _is_minus_one(only):
        return Tree("constant", "i", (), start, end)  # how the imaginary unit is printed for programs
    return Tree("call", name, tuple(args), start, end)


def _wrong_number(parser: Parser, function: Function, args: list[Tree], token: Token) -> ParseError:
    """The mistake of too few or too many arguments."""
    fewest, most = function.fewest, function.most
    wanted = f"at least {fewest}" if most is None else str(fewest) if fewest == most else f"{fewest} to {most}"
    noun = "argument" if wanted == "1" else "arguments"
    message = f"{parser.typed(token)} takes {wanted} {noun}, not {len(args)}"
    return parser.reading.error(message, token.start, parser.done, f"usage: {function.usage}")
