"""The language of banks: expressions with parameters put in, and calls of our own mathematics.

    diff(f, x)   diff(f, x, 2)   grad(f, [x, y])   jacobian([f, g], [x, y])   hessian(f, [x, y])
    taylor(f, x, a, n)   integrate(f, x)   integrate(f, x, a, b)   limit(f, x, a)   solve(equation, x)   at(f, x, a)

The calls are found in the text and answered one after the other, the innermost first; nothing else runs.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from functools import lru_cache
from typing import Final

from mvcalc_cli.errors import InputError, LimitError, NumericError, Place
from mvcalc_cli.language.parser import parse
from mvcalc_cli.language.tree import (
    Decimal,
    Tree,
    fold,
    postorder,
    size,
    substitute,
    variable,
    variables,
    vector,
)
from mvcalc_cli.quiz.written import whole_numbers, written

Kinds = Mapping[str, str]

_LONGEST: Final = 2_000
_DEEPEST: Final = 8
_MOST_ORDER: Final = 12
# Parts of one expression: texts that double each other grow without end.
_LARGEST: Final = 5_000


class Scope:
    """What a text of a question may use: the parameters drawn so far, and the declared variables.

    Args:
        kinds: The variables of the question and their kinds.
        values: Parameter -> its value; a word (of choice) may stand in prompts, not in expressions.
    """

    def __init__(self, kinds: Kinds, values: Mapping[str, Tree | str]) -> None:
        self.kinds = dict(kinds)
        self.values = dict(values)

    def tree(self, text: str) -> Tree:
        """The expression of a text, tidied.

        Raises:
            InputError: Where it cannot be read, or a call does not fit.
            NumericError: Where the mathematics asked for finds nothing.

        >>> from mvcalc_cli.language.printers import line
        >>> from mvcalc_cli.language.tree import number
        >>> line(Scope({"x": "real"}, {"a": number(3)}).tree("diff(a x^2, x) + at(x^2, x, a)"))
        '6x + 9'
        """
        from mvcalc_cli.quiz.decimals import tidied

        return tidied(fold(self.raw(text), whole_numbers))

    def raw(self, text: str) -> Tree:
        """The same, as it was written."""
        if len(text) > _LONGEST:
            raise InputError(f"a text of a bank has at most {_LONGEST:,} characters")
        return self._read(text, 0)

    def written(self, text: str) -> Tree:
        """The same in the form of the text: no more is worked out than the parameters bring along.

        >>> from mvcalc_cli.language.printers import line
        >>> from mvcalc_cli.language.tree import number
        >>> line(Scope({"x": "real"}, {"n": number(3)}).written("x^(-n) + x + x"))
        'x^(−3) + x + x'
        """
        if is_derived(text):
            return self.tree(text)  # what our own mathematics answers has no form of the author's
        self.raw(text)  # what is wrong in it is told of the text itself
        values = {name: value for name, value in self.values.items() if isinstance(value, Tree)}
        tree = Scope({**self.kinds, **dict.fromkeys(values, "real")}, {}).raw(text)
        used = [values[name] for name in {each.partition("[")[0] for each in variables(tree)} & values.keys()]
        return self.tree(text) if any(value.kind == "vector" for value in used) else written(tree, values)

    def holds(self, condition: str) -> bool:
        """Whether a condition on the parameters holds.

        Raises:
            InputError: If it holds a letter that is no parameter, or is no condition.
        """
        from mvcalc_cli.calculus.evaluate import evaluate

        tree = self.raw(condition)
        free = variables(tree)
        if free:
            raise InputError(f"{free[0]} is no parameter of this question", hint=f"they are {', '.join(self.values)}")
        if tree.kind not in {"relation", "logic", "boolean"}:
            raise InputError("a condition compares: a != n, gcd(a, n) = 1")
        return bool(self._truth(tree, evaluate))

    def _truth(self, tree: Tree, evaluate: Callable[[Tree, Mapping[str, float]], float]) -> bool:
        if tree.kind == "logic":
            parts = [self._truth(part, evaluate) for part in tree.args]
            if tree.value == "not":
                return not parts[0]
            return all(parts) if tree.value == "and" else any(parts)
        return bool(evaluate(tree, {}))

    def _read(self, text: str, depth: int) -> Tree:
        """The Tree, with every call of ours answered and every parameter put in."""
        if depth > _DEEPEST:
            raise InputError(f"calls stand in one another at most {_DEEPEST} deep")
        known: dict[str, Tree] = {}
        plain, rest = "", text
        while (found := _CALL.search(rest)) is not None:
            inside, after = _arguments(rest, found.end(), text)
            name = f"Answer_{depth}_{len(known)}"
            known[name] = self._called(found[1], [self._read(part, depth + 1) for part in inside], text)
            plain, rest = f"{plain}{rest[: found.start()]} {name} ", after
        words = [name for name, value in self.values.items() if isinstance(value, str)]
        names = {**self.kinds, **dict.fromkeys(self.values, "real"), **dict.fromkeys(known, "real")}
        tree, used = read_once(plain + rest, tuple(names.items()))
        word = next((name for name in variables(tree) if name in words), None) if words else None
        if word is not None:
            raise InputError(f"{word} stands for a word here, not for an expression")
        values = {name: value for name, value in {**self.values, **known}.items() if name in used}
        put_in = {variable(name): value for name, value in values.items() if isinstance(value, Tree)}
        _refuse_too_large(tree, put_in, text)
        return substitute(_opened(tree, values), put_in) if put_in else tree

    def _called(self, name: str, args: Sequence[Tree], text: str) -> Tree:
        most, _ = _CALLS[name]
        if not 2 <= len(args) <= most:
            raise InputError(f"{name} takes {'2' if most == 2 else f'2 to {most}'} arguments", place=_whole(text))
        has_points = any(isinstance(node.value, Decimal) for arg in args for node in postorder(arg))
        return _answered(name, tuple(args), tuple(self.kinds.items()), has_points)


@lru_cache(maxsize=1024)
def read_once(text: str, names: tuple[tuple[str, str], ...]) -> tuple[Tree, frozenset[str]]:
    """The Tree of a text, and the names in it: every seed reads the same texts."""
    tree = _without_places(parse(text, names=dict(names), answer=True).tree)
    return tree, frozenset(str(node.value) for node in postorder(tree) if node.kind == "variable")


@lru_cache(maxsize=256)
def _answered(name: str, args: tuple[Tree, ...], kinds: tuple[tuple[str, str], ...], has_points: bool) -> Tree:
    """A call's answer: prompt, answer, mistakes and solution of a question ask for the same integral again.

    0.5 and 1/2 are the same key but not the same text: `has_points` tells them apart.
    """
    found = _CALLS[name][1](args, dict(kinds))
    if not has_points:
        return found
    from mvcalc_cli.quiz.decimals import with_points

    return with_points(found, args)


def _refuse_too_large(tree: Tree, put_in: Mapping[Tree, Tree], text: str) -> None:
    """Count before anything is built."""
    sizes = {name: size(value) for name, value in put_in.items() if value.args}
    if sum(sizes.get(node, 1) for node in postorder(tree)) > _LARGEST:
        raise LimitError(f"this expression has more than {_LARGEST:,} parts", place=_whole(text))


def _whole(text: str) -> Place:
    return Place(text, 0, len(text))


def _without_places(tree: Tree) -> Tree:
    return fold(tree, lambda node, args: Tree(node.kind, node.value, tuple(args)))


def _opened(tree: Tree, values: Mapping[str, Tree | str]) -> Tree:
    """s[2] of a sample is its second entry."""
    from mvcalc_cli.errors import MvcalcError

    def component(node: Tree, args: list[Tree]) -> Tree:
        whole = node.with_args(tuple(args))
        if node.kind != "component" or node.args[0].kind != "variable":
            return whole
        sample = values.get(str(node.args[0].value))
        if not isinstance(sample, Tree) or sample.kind != "vector" or node.args[1].kind != "number":
            return whole
        place = int(Fraction(node.args[1].value))  # type: ignore[arg-type]
        if not 1 <= place <= len(sample.args):
            raise MvcalcError(f"{node.args[0].value} has {len(sample.args)} entries, and {place} is asked for")
        return sample.args[place - 1]

    return fold(tree, component)


def _arguments(text: str, start: int, whole: str) -> tuple[list[str], str]:
    """What stands between the brackets of a call, apart at its commas, and what comes after."""
    parts: list[str] = []
    depth, begin = 1, start
    for place in range(start, len(text)):
        char = text[place]
        depth += (char in "([{") - (char in ")]}")
        if depth == 0:
            return [*parts, text[begin:place]], text[place + 1 :]
        if char == "," and depth == 1:
            parts.append(text[begin:place])
            begin = place + 1
    raise InputError("a bracket is still open", place=_whole(whole), hint="close it with )")


def _name(tree: Tree) -> str:
    if tree.kind != "variable":
        raise InputError("a variable is needed here", hint="as in diff(f, x)")
    return str(tree.value)


def _names(tree: Tree) -> tuple[str, ...]:
    return tuple(map(_name, tree.args)) if tree.kind == "vector" else (_name(tree),)


def _order(tree: Tree) -> int:
    value = tree.value
    if tree.kind != "number" or not isinstance(value, int) or not 1 <= value <= _MOST_ORDER:
        raise InputError(f"an order is a whole number from 1 to {_MOST_ORDER}")
    return value


def _diff(args: Sequence[Tree], kinds: Kinds) -> Tree:
    from mvcalc_cli.calculus.derivative import nth_derivative

    times = _order(args[2]) if len(args) > 2 else 1
    return nth_derivative(args[0], (_name(args[1]),) * times, kinds)[-1].result


def _grad(args: Sequence[Tree], kinds: Kinds) -> Tree:
    from mvcalc_cli.calculus.matrices import gradient

    return vector(*gradient(args[0], _names(args[1]), kinds).rows[0])


def _jacobian(args: Sequence[Tree], kinds: Kinds) -> Tree:
    from mvcalc_cli.calculus.matrices import jacobian

    rows = args[0].args if args[0].kind == "vector" else (args[0],)
    return _matrix(jacobian(rows, _names(args[1]), kinds).rows)


def _hessian(args: Sequence[Tree], kinds: Kinds) -> Tree:
    from mvcalc_cli.calculus.matrices import hessian

    return _matrix(hessian(args[0], _names(args[1]), kinds)[1].rows)


def _matrix(rows: Sequence[Sequence[Tree]]) -> Tree:
    return Tree("matrix", None, tuple(Tree("vector", None, tuple(row)) for row in rows))


def _taylor(args: Sequence[Tree], _: Kinds) -> Tree:
    from mvcalc_cli.calculus.taylor import taylor

    if len(args) != 4:
        raise InputError("taylor takes 4 arguments", hint="taylor(f, x, 0, 3)")
    return taylor(args[0], {_name(args[1]): args[2]}, _order(args[3])).polynomial


def _integrate(args: Sequence[Tree], kinds: Kinds) -> Tree:
    if len(args) == 3:
        raise InputError("integrate takes 2 or 4 arguments", hint="integrate(f, x, 0, 1)")
    if len(args) == 4:
        from mvcalc_cli.symbolic.definite import definite

        found = definite(args[0], _name(args[1]), args[2], args[3], kinds).result
    else:
        from mvcalc_cli.symbolic.antiderivative import antiderivative

        found = antiderivative(args[0], _name(args[1]), kinds).result
    if found is None:
        raise NumericError("no exact integral is known to me")
    return found


def _limit(args: Sequence[Tree], kinds: Kinds) -> Tree:
    from mvcalc_cli.symbolic.limit import limit

    if len(args) != 3:
        raise InputError("limit takes 3 arguments", hint="limit(f, x, 0)")
    found = limit(args[0], _name(args[1]), args[2], None, kinds).value
    if found is None:
        raise NumericError("this limit does not exist, or is not found")
    return found


def _solve(args: Sequence[Tree], kinds: Kinds) -> Tree:
    """The set of the real solutions, if they are counted and exact."""
    from mvcalc_cli.symbolic.solve import solve

    found = solve(args[0], _name(args[1]), kinds)
    if found.region is not None:
        return found.region
    if found.complete is None:
        raise NumericError("not every solution is known to me")
    values = [root.values[0] for root in found.roots if root.values[0] is not None and root.period is None]
    if len(values) < len(found.roots):
        raise NumericError("no exact solution is known to me, or there are infinitely many")
    return Tree("set", None, tuple(values))


def _at(args: Sequence[Tree], _: Kinds) -> Tree:
    """f with a number in the place of a variable."""
    if len(args) != 3:
        raise InputError("at takes 3 arguments", hint="at(f, x, 2)")
    names, values = _names(args[1]), args[2].args if args[1].kind == "vector" else (args[2],)
    if len(names) != len(values):
        raise InputError("at takes as many values as variables", hint="at(f, [x, y], [1, 2])")
    return substitute(args[0], {variable(name): value for name, value in zip(names, values, strict=True)})


_CALLS: Final[dict[str, tuple[int, Callable[[Sequence[Tree], Kinds], Tree]]]] = {
    "diff": (3, _diff),
    "grad": (2, _grad),
    "jacobian": (2, _jacobian),
    "hessian": (2, _hessian),
    "taylor": (4, _taylor),
    "integrate": (4, _integrate),
    "limit": (3, _limit),
    "solve": (2, _solve),
    "at": (3, _at),
}
_CALL: Final = re.compile(rf"(?<![A-Za-z0-9_])({'|'.join(_CALLS)})\s*\(")


def is_derived(text: str) -> bool:
    """Whether a text calls mathematics of ours: diff(f, x).

    >>> is_derived("diff(f, x)"), is_derived("x + 1")
    (True, False)
    """
    return _CALL.search(text) is not None
