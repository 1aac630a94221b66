"""Points and declarations: `1,2`, `x=1, y=pi/2`, `x=[1,2,3]`, and `x:positive,n:integer,xy`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from mvcalc_cli.errors import InputError, Place
from mvcalc_cli.language.arithmetic import Parser
from mvcalc_cli.language.characters import PRIMES, SPACES, WORD_CHARACTERS
from mvcalc_cli.language.letters import canonical, one_name
from mvcalc_cli.language.names import CONSTANTS, SPELLINGS, is_name, nearest
from mvcalc_cli.language.parser import parser_of
from mvcalc_cli.language.reading import Reading
from mvcalc_cli.language.tree import Tree, component_name, postorder
from mvcalc_cli.language.tree import variables as free_variables

KINDS: Final = ("real", "positive", "integer", "complex")

# Functions whose name may be declared as a variable; the others would make sin(x) a riddle.
_MAY_BE_DECLARED: Final = frozenset(["gamma", "beta", "W", "li", "dot", "norm", "det"])


class _Assignment:
    """One `x = 1` of a point: the name, its value, and the place of the name."""

    __slots__ = ("end", "name", "start", "value")

    def __init__(self, name: str, value: Tree, start: int, end: int) -> None:
        self.name, self.value, self.start, self.end = name, value, start, end


def parse_names(text: str, *, argument: str = "--vars") -> dict[str, str]:
    """The declared names and their kinds, in their order.

    Raises:
        InputError: At a name against the name rule, an unknown kind, a name declared twice.

    >>> parse_names("x:positive, n:integer, xy")
    {'x': 'positive', 'n': 'integer', 'xy': 'real'}
    """
    declared: dict[str, str] = {}
    start = 0
    for part in text.split(","):
        end = start + len(part)
        name, kind = _declaration(text, start, end, argument)
        if name in declared:
            raise _mistake(f"{name} is declared twice", text, start, end, "declare each name once", argument)
        declared[name] = kind
        start = end + 1
    return declared


def _declaration(text: str, start: int, end: int, argument: str) -> tuple[str, str]:
    """The name and the kind in `text[start:end]`."""
    left, colon, right = text[start:end].partition(":")
    typed, kind = left.strip(), right.strip()
    begin = start + len(left) - len(left.lstrip())
    if not typed:
        hint = "write names between commas: x:positive,n:integer"
        raise _mistake("a name is missing here", text, start, max(end, start + 1), hint, argument)
    name = _declared_name(typed)
    if name is None:
        rule = "names are a letter, then letters, digits and single _"
        raise _mistake("this is not a name", text, begin, begin + len(typed), rule, argument)
    if name in CONSTANTS or (name in SPELLINGS and name not in _MAY_BE_DECLARED):
        what = "constant" if name in CONSTANTS else "function"
        raise _mistake(f"{name} is a {what}", text, begin, begin + len(typed), "choose another name", argument)
    if not colon:
        return name, "real"
    if kind not in KINDS:
        near = nearest(kind, KINDS) if len(kind) < 20 else None
        hint = f"did you mean {near}?" if near else f"kinds are {', '.join(KINDS)}"
        raise _mistake("this is not a kind of variable", text, start + len(left) + 1, end, hint, argument)
    return name, kind


def _declared_name(typed: str) -> str | None:
    """The name as it is kept: λ is lambda, θ₁ is theta_1."""
    if not all(char.isalnum() or char == "_" or char in PRIMES for char in typed):
        return None
    name = canonical(typed)
    if name is None or not is_name(name):
        return None
    return one_name(name) or name


def parse_point(
    text: str,
    variables: Sequence[str],
    *,
    names: Mapping[str, str] | None = None,
    argument: str = "--at",
) -> dict[str, Tree]:
    """The values of the variables: in their order, or each by its name.

    Args:
        text: `1, 2` in the order of `variables`; or `x=1, y=pi/2`; `x=[1, 2, 3]` gives a vector, and
            the components x[1], x[2], x[3]; `x=1.2` fills all components of x.
        variables: The variables that need a value, as `tree.variables` gives them: "x", "x[3]".
        names: Declared names and their kinds.
        argument: The option that held the text, for messages.

    Raises:
        InputError: If a value is missing, given twice, for an unknown name, or no number.

    >>> parse_point("1, pi/2", ["x", "y"])["y"]
    Tree('quotient', Tree('constant', 'pi'), Tree('number', 2))
    >>> sorted(parse_point("x=[1, 2]", ["x[1]", "x[2]"]))
    ['x[1]', 'x[2]']
    """
    bases = {variable.partition("[")[0] for variable in variables}
    reading = Reading(text, names=_known(text, bases, names), argument=argument)
    assignments, values = _read(reading, variables)
    if values:
        return _in_order(values, variables, reading)
    return _by_name(assignments, variables, reading)


def parse_assignments(
    text: str, bases: Sequence[str], *, names: Mapping[str, str] | None = None, argument: str = "--at"
) -> tuple[dict[str, Tree], tuple[Tree, ...]]:
    """A point as it was typed: the values by name, or those in order; which variables it is for is not asked.

    Raises:
        InputError: If a value is no number, names and bare values are mixed, or a name is given twice.

    >>> parse_assignments("x=1.5, y=[1, 2]", ["x", "y"])[0]["x"]
    Tree('number', Decimal(3, 2))
    >>> len(parse_assignments("1, 2", [])[1])
    2
    """
    reading = Reading(text, names=_known(text, bases, names), argument=argument)
    assignments, values = _read(reading, bases)
    found: dict[str, Tree] = {}
    for each in assignments:
        if each.name in found:
            raise _mistake(f"{each.name} is given twice", text, each.start, each.end, "give each name once", argument)
        found[each.name] = each.value
    opened = len(values) == 1 and values[0].kind == "vector"
    return found, values[0].args if opened else tuple(values)


def _known(text: str, bases: Iterable[str], names: Mapping[str, str] | None) -> dict[str, str]:
    """The names that stand in a point: those of the variables, and whatever is left of an =."""
    return {**dict.fromkeys([*bases, *_left_of_equals(text)], "real"), **(names or {})}


def _read(reading: Reading, variables: Sequence[str]) -> tuple[list[_Assignment], list[Tree]]:
    """The assignments or the bare values of a point."""
    text, argument = reading.text, str(reading.argument)
    if not text.strip():
        raise _mistake("the point is empty", text, 0, len(text), _example(variables), argument)
    assignments, values = _items(parser_of(reading))
    if values and assignments:
        message, first = "a point has either names or an order, not both", values[0]
        raise _mistake(message, text, first.start, first.end, _example(variables), argument)
    for value in [*values, *[assignment.value for assignment in assignments]]:
        _check_value(value, reading)
    return assignments, values


def _left_of_equals(text: str) -> list[str]:
    """The words before each =: whatever they look like, they are meant as names."""
    words = []
    for part in text.split("=")[:-1]:
        start = len(part.rstrip())
        end = start
        while start and (part[start - 1] in WORD_CHARACTERS or part[start - 1] in PRIMES):
            start -= 1
        name = canonical(part[start:end]) if start < end else None
        if name and is_name(name):
            words.append(name)
    return words


def _items(parser: Parser) -> tuple[list[_Assignment], list[Tree]]:
    """The assignments and the bare values between the commas."""
    assignments: list[_Assignment] = []
    values: list[Tree] = []
    enclosed = _is_enclosed(parser)
    opening = parser.advance() if enclosed else None
    while True:
        token = parser.token
        tree = parser.expression()
        if parser.kind == "relation" and parser.token.value == "=":
            name = tree.value if tree.kind == "variable" else component_name(tree) if tree.kind == "component" else None
            if name is None:
                raise parser.reading.error("only a name can be given a value", tree.start, tree.end, "write x=1")
            end = parser.done
            parser.advance()
            assignments.append(_Assignment(str(name), _unsigned_zero(parser.expression()), token.start, end))
        else:
            values.append(_unsigned_zero(tree))
        if parser.kind != ",":
            break
        parser.advance()
        if parser.kind == "end":
            hint = "write a value after it, or remove it"
            raise parser.reading.error("a value is missing after the last comma", parser.done - 1, parser.done, hint)
    if enclosed:
        parser.advance() if parser.kind in (")", "]") else parser.expect(")", opening)
    if parser.kind in ("relation", ";"):
        start, end = parser.token.start, parser.token.end
        raise parser.reading.error("the values of a point stand between commas", start, end, "write x=1, y=2")
    if parser.kind != "end":
        raise parser.unexpected()
    return assignments, values


def _unsigned_zero(tree: Tree) -> Tree:
    """-0 is 0: no coordinate has two zeros."""
    if tree.kind == "vector":
        return Tree("vector", tree.value, tuple(map(_unsigned_zero, tree.args)), tree.start, tree.end)
    signed = tree.kind == "negative" and tree.args[0].kind == "number"
    return tree.args[0] if signed and tree.args[0].value == 0 else tree


def _is_enclosed(parser: Parser) -> bool:
    """(1, 2), [1, 2]: brackets around the whole point."""
    if parser.kind not in ("(", "["):
        return False
    last = parser.tokens[-2]
    whole = parser.found.partners.get(parser.token.start) == last.start
    return whole and (parser.kind == "(" or (last.kind == "]" and not _has_rows(parser)))


def _has_rows(parser: Parser) -> bool:
    return any(token.kind == ";" for token in parser.tokens)


def _check_value(value: Tree, reading: Reading) -> None:
    """A value is a number, or a vector or matrix of numbers."""
    unknown = free_variables(value)
    if not unknown and value.kind != "relation":
        return
    place = next(node for node in postorder(value) if node.kind == "variable")
    message = f"a point needs numbers, and {place.value} is none"
    raise reading.error(message, place.start, place.end, "write a number for it, such as 2, 0.5 or pi/2")


def _in_order(values: list[Tree], variables: Sequence[str], reading: Reading) -> dict[str, Tree]:
    """Values without names."""
    if len(values) == 1 and values[0].kind == "vector" and len(variables) > 1:
        values = list(values[0].args)
    if len(values) == len(variables):
        return dict(zip(variables, values, strict=True))
    given = "1 value" if len(values) == 1 else f"{len(values)} values"
    wanted = "1 variable" if len(variables) == 1 else f"{len(variables)} variables"
    listed = f": {', '.join(variables[:8])}{', …' if len(variables) > 8 else ''}" if variables else ""
    message = f"the point has {given}, the expression {wanted}{listed}"
    decimal = len(values) == 2 and len(variables) == 1 and all(isinstance(value.value, int) for value in values)
    hint = f"a decimal number is {values[0].value}.{values[1].value}" if decimal else _example(variables)
    raise _mistake(message, reading.text, 0, len(reading.text), hint, str(reading.argument))


def _by_name(assignments: list[_Assignment], variables: Sequence[str], reading: Reading) -> dict[str, Tree]:
    """Values with names; each variable must have got one, and each name must be one."""
    given: dict[str, _Assignment] = {}
    bases = {variable.partition("[")[0] for variable in variables}
    text, argument = reading.text, str(reading.argument)
    for each in assignments:
        if each.name in given:
            raise _mistake(f"{each.name} is given twice", text, each.start, each.end, "give each name once", argument)
        if each.name not in variables and each.name not in bases:
            known = f"the variables are {', '.join(variables[:8])}" if variables else "the expression has no variables"
            raise _mistake(f"{each.name} is not in the expression", text, each.start, each.end, known, argument)
        given[each.name] = each
    return {variable: _value_of(variable, given, reading) for variable in variables}


def _value_of(variable: str, given: Mapping[str, _Assignment], reading: Reading) -> Tree:
    """The value of a variable: its own, or its component of a vector, or the number that fills one."""
    if variable in given:
        return given[variable].value
    text, argument = reading.text, str(reading.argument)
    base, _, indices = variable.partition("[")
    vector = given.get(base) if indices else None
    if vector is None:
        hint = f"add {variable}=…"
        raise _mistake(f"{variable} has no value in this point", text, 0, len(text), hint, argument)
    value = vector.value
    for index in indices.rstrip("]").split(","):
        if value.kind not in ("vector", "matrix"):
            return value  # one number fills the whole vector
        if not 1 <= int(index) <= len(value.args):
            message = f"{variable} has no value: {base} has only {len(value.args)} here"
            hint = f"give {base} at least {index} values"
            raise _mistake(message, text, vector.value.start, vector.value.end, hint, argument)
        value = value.args[int(index) - 1]
    return value


def _example(variables: Sequence[str]) -> str:
    """What a point for these variables looks like."""
    if not variables:
        return "leave the point out: nothing depends on it"
    if len(variables) > 6:
        return f"write {variables[0]}=1, {variables[1]}=1 and so on"
    return f"write {', '.join([f'{name}=1' for name in variables])}"


def _mistake(message: str, text: str, start: int, end: int, hint: str, argument: str) -> InputError:  # noqa: PLR0917
    return InputError(message, hint=hint, place=Place(_shown(text), start, min(end, len(text)), argument))


def _shown(text: str) -> str:
    """The text without control characters and the like: declarations are not read by the tokenizer."""
    if text.isascii() and text.isprintable():
        return text
    from mvcalc_cli.language.characters import shown

    return shown("".join([" " if char in SPACES else char for char in text]))
