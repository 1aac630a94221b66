"""What books write inside a formula and is a command here: ∫ x² dx, lim x→0 …, d/dx …, taylor(…).

The mistake shows the whole command line, as far as the text gives it away. Only mistakes import this module.
"""

from __future__ import annotations

import re
from typing import Final

from mvcalc_cli.errors import ParseError
from mvcalc_cli.language.letters import canonical
from mvcalc_cli.language.reading import Reading

# The words of SymPy, MATLAB and books -> the command.
COMMANDS: Final = {
    "diff": "diff", "Diff": "diff", "derivative": "diff", "Derivative": "diff", "differentiate": "diff",
    "grad": "grad", "gradient": "grad", "nabla": "grad", "jacobian": "jacobian", "hessian": "hessian",
    "simplify": "simplify", "expand": "expand", "factor": "factor", "solve": "solve", "eval": "eval",
    "int": "integrate", "integral": "integrate", "Integral": "integrate", "integrate": "integrate",
    "lim": "limit", "limit": "limit", "Limit": "limit", "taylor": "taylor", "series": "taylor",
    "div": "div", "curl": "curl", "laplacian": "laplacian",
}  # fmt: skip

_LONGEST: Final = 40  # an expression that a hint still shows
_BOUNDS: Final = r"(?s)\s*_\s*\{?([^\s{}^]{1,12})\}?\s*\^\s*\{?([^\s{}^]{1,12})\}?\s+(.*)"
_DIFFERENTIAL: Final = r"(?<![^\W\d_])d\s?([^\W\d_])$"
_APPROACH: Final = r"(?s)[\s_{(]*(?:as\s+)?([^\W\d_]\w{0,8})\s*(?:->|→|to)\s*([^\s,{}()]{1,12})\s*[}),:]*\s*(.*)"


def command_word(reading: Reading, start: int, end: int) -> ParseError:
    """The mistake about the name of a command inside an expression: grad(…), int x dx, lim x->0 …, taylor(…)."""
    word = reading.text[start:end]
    command = COMMANDS[word]
    arguments = _arguments(reading.text[end:])
    if command == "integrate" and arguments is None:
        return integral(reading, start, end)
    if command == "limit" and arguments is None:
        return limit(reading, start, end)
    message = f"{reading.quote(start, end)} is a command, not a function"
    return reading.error(message, start, end, _use(command, _from_call(command, arguments or [reading.text[end:]])))


def integral(reading: Reading, start: int, end: int) -> ParseError:
    """∫ x^2 dx: what stands between ∫ and dx is the expression."""
    sign = reading.quote(start, end)
    text, over = reading.text[end:].strip(), ""
    if bounds := re.match(_BOUNDS, reading.text[end : end + 200]):
        text, over = bounds[3].strip(), f"{bounds[1]}..{bounds[2]}"
    found = re.search(_DIFFERENTIAL, text)
    if found is None:
        hint = _shown("integrate", text, f" --over x={over}" if over else "")
        return reading.error(f"{sign} is not read inside an expression", start, end, f"leave {sign} out: {hint}")
    variable = found[1]
    options = f" --over {variable}={over}" if over else f" --wrt {variable}"
    hint = _shown("integrate", text[: found.start()].rstrip("* \t·"), options)
    message = f"{sign} is not read inside an expression"
    return reading.error(message, start, end, f"leave {sign} and {found[0]} out: {hint}")


def limit(reading: Reading, start: int, end: int) -> ParseError:
    """lim x->0 sin(x)/x: the point goes to --at."""
    sign = reading.quote(start, end)
    found = re.match(_APPROACH, reading.text[end : end + 200])
    shown = _shown("limit", "sin(x)/x", " --at 0")
    if found and found[3].strip():
        shown = _shown("limit", _unwrapped(found[3]), f" --at {found[1]}={found[2]}")
    return reading.error(f"{sign} is not read inside an expression", start, end, f"leave {sign} out: {shown}")


def arrow(reading: Reading) -> ParseError | None:
    """The mistake about the arrow of lim x->0 and limit(…, x->0); None where no lim stands at the front."""
    head = re.match(r"\s*(lim(?:it)?|Limit)(?![^\W_])", reading.text[:200])
    if head is None:
        return None
    return command_word(reading, head.start(1), head.end(1))


def differential(reading: Reading, start: int, end: int) -> ParseError:
    """d/dx …, dy/dx, whose meaning is a command; x^2 dx, and dx alone."""
    text = reading.text
    first, last = _quotient_start(text, start), quotient_end(text, end)
    shown = reading.quote(first, last)
    declare = f"if it is one name, declare it: --vars {shown}"
    if (first, last) != (start, end):
        wrt = text[text.rindex("d", first, last) + 1 : last]
        message = f"{shown} is a command here, not part of an expression"
        return reading.error(message, first, last, _use("diff", (_rest(text[last:]), _by(canonical(wrt) or "x"))))
    if text[:start].strip() and not text[end:].strip() and end - start == 2:
        hint = _shown("integrate", text[:start].rstrip("* \t·"), f" --wrt {canonical(text[end - 1]) or 'x'}")
        return reading.error(f"{shown} is not part of an expression", start, end, f"to integrate: {hint}; {declare}")
    hint = f"to differentiate: mvcalc diff 'x^2' --wrt x; {declare}"
    return reading.error(f"unknown name {shown}", start, end, hint)


def _quotient_start(text: str, start: int) -> int:
    """Where d/ begins, d²/ and df/ included, that stands before dx."""
    head = text[max(0, start - 20) : start].rstrip()
    if not head.endswith("/"):
        return start
    begin = start - len(text[max(0, start - 20) : start]) + len(head[:-1].rstrip())
    while begin > 0 and (text[begin - 1].isalnum() or text[begin - 1] in "^²³"):
        begin -= 1
    return begin


def quotient_end(text: str, end: int) -> int:
    """Where /dx ends that stands after dy."""
    at = end
    while text[at : at + 1].isspace():
        at += 1
    if text[at : at + 1] != "/":
        return end
    at += 1
    while text[at : at + 1].isspace():
        at += 1
    if text[at : at + 1] != "d":
        return end
    while text[at : at + 1].isalnum():
        at += 1
    return at


def _from_call(command: str, arguments: list[str]) -> tuple[str, str]:
    """The expression and the options of diff(f, x), integrate(f, (x, 0, 1)), limit(f, x, 0), taylor(f, x, 0, 5)."""
    expression, rest = _rest(arguments[0]), [re.sub(r"\s", "", one) for one in arguments[1:]]
    if not rest or any(len(one) > _LONGEST or not one.isprintable() or "'" in one for one in rest):
        return expression, ""
    flat = [part for one in rest for part in one.strip("()[]").split(",")]
    flat = [part for one in flat for part in re.split(r"->|→|\.\.|=", one)]
    name = flat[0]
    if canonical(name) is None:
        return expression, ""
    if command == "integrate":
        return expression, f" --over {name}={flat[1]}..{flat[2]}" if len(flat) == 3 else _by(name) * (len(flat) == 1)
    if command == "limit" and len(flat) > 1:
        return expression, f" --at {name}={flat[1]}"
    if command == "taylor" and len(flat) > 1:
        return expression, f" --about {name}={flat[1]}" + (f" --order {flat[2]}" if flat[2:] else "")
    return expression, _by(name) if command == "diff" and len(flat) == 1 else ""


def _by(name: str) -> str:
    """`--wrt t`; of x there is no need to speak."""
    return f" --wrt {name}" if name != "x" else ""


def _use(command: str, found: tuple[str, str]) -> str:
    lead = "to differentiate" if command == "diff" else "use the command"
    return f"{lead}: {_shown(command, *found)}"


def _shown(command: str, expression: str, options: str) -> str:
    """The command line; an expression that cannot stand in a hint is left to the person."""
    expression = expression.strip()
    if not expression or len(expression) > _LONGEST or not expression.isprintable() or "'" in expression:
        return f"mvcalc {command} 'x^2'" + ("" if command != "limit" else " --at 0")
    at = " --at 0" if command == "limit" and "--at" not in options else ""
    return f"mvcalc {command} '{expression}'{options}{at}"


def _rest(text: str) -> str:
    """What follows an operator, as the expression of its command; "x^2" where that is no expression."""
    rest = _unwrapped(text)
    return "x^2" if not rest or rest[0] in "^²³)],=/*" or "," in rest else rest


def _unwrapped(text: str) -> str:
    """The text without brackets that hold the whole of it."""
    rest = text.strip()
    return rest[1:-1].strip() if rest[:1] == "(" and _closing(rest) == len(rest) - 1 else rest


def _arguments(text: str) -> list[str] | None:
    """The arguments of a call that ends with the text; None where brackets hold less."""
    rest = text.strip()
    if rest[:1] != "(" or _closing(rest) != len(rest) - 1:
        return None
    found, depth = [""], 0
    for char in rest[1:-1]:
        depth += (char in "([{") - (char in ")]}")
        if char == "," and depth == 0:
            found.append("")
        else:
            found[-1] += char
    return found


def _closing(text: str) -> int:
    """Where the first bracket of the text is closed; -1 where it is not."""
    depth = 0
    for place, char in enumerate(text):
        depth += (char in "([{") - (char in ")]}")
        if depth == 0:
            return place
    return -1
