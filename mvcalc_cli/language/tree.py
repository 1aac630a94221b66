"""The Tree: what an expression is once it has been read.

Every engine of mvcalc works on this one immutable type. A node knows where in the typed text it stood
(`start`, `end`), and two nodes are equal when they say the same, wherever they stood.

| kind | value | args |
|---|---|---|
| number | int or Fraction (a `Decimal` Fraction when typed with a point) | |
| constant | "pi", "e", "i", "oo" | |
| boolean | True or False | |
| variable | its name: "x", "theta_1", "x'" | |
| sum | | terms, two or more; a subtracted term is a `negative` |
| negative | | operand |
| product | | factors, two or more |
| quotient | | numerator, denominator |
| power | | base, exponent; e^u and exp(u) are both power(e, u) |
| call | canonical name of a function (`names.FUNCTIONS`) | arguments |
| relation | "=", "!=", "<", "<=", ">", ">=" | left, right |
| logic | "and", "or", "not" | operands |
| piecewise | | condition, value, condition, value, …, and the last value alone if there is an "else" |
| vector | | entries |
| matrix | | rows, each a vector |
| component | | the vector (a variable, mostly), index (and second index) |
| indexed | "sum" or "prod" | body, index variable, lower, upper |
| derivative | None or "partial" | expression, variable: a derivative still to be worked out (steps only) |
| integral | | expression, variable: an integral still to be worked out (steps only) |
| set | | elements (quiz answers only) |
| interval | the two brackets, "[)" | lower, upper (quiz answers only) |
| union | | intervals and sets (quiz answers only) |
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import Final, TypeVar

Value = int | Fraction | str | bool | None
Result = TypeVar("Result")


class Decimal(Fraction):
    """An exact rational that was typed with a decimal point, and is shown with one on the terminal.

    Arithmetic gives a plain Fraction; `decimal_like` puts the mark back.
    """

    __slots__ = ()


class Tree:
    """One node of an expression: kind, value, args, and its place in the text.

    Equality and hash look at kind, value and args alone, share work between equal parts, and never
    recurse, so that an expression of a hundred thousand levels is as safe as one of two.

    >>> x = variable("x")
    >>> power(x, number(2)) == power(variable("x"), number(2))
    True
    """

    __slots__ = ("args", "end", "hash", "kind", "start", "value")

    kind: str
    value: Value
    args: tuple[Tree, ...]
    start: int
    end: int
    hash: int

    def __init__(
        self, kind: str, value: Value = None, args: tuple[Tree, ...] = (), start: int = 0, end: int = 0
    ) -> None:
        _set_kind(self, kind)
        _set_value(self, value)
        _set_args(self, args)
        _set_start(self, start)
        _set_end(self, end)
        _set_hash(self, hash((kind, value, *[arg.hash for arg in args])))

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"a Tree is immutable: {name} cannot be set")

    def __hash__(self) -> int:
        return self.hash

    def __eq__(self, other: object) -> bool:
        if self is other:
            return True
        if not isinstance(other, Tree):
            return NotImplemented
        return self.hash == other.hash and _same(self, other)

    def __reduce__(self) -> tuple[Callable[..., Tree], tuple[object, ...]]:
        """Pickled without recursion and without hashes, which are another process's own."""
        nodes = list(postorder(self))
        slots = {id(node): slot for slot, node in enumerate(nodes)}
        told = [(n.kind, n.value, [slots[id(arg)] for arg in n.args], n.start, n.end) for n in nodes]
        return _from_nodes, (told,)

    def __repr__(self) -> str:
        parts = [repr(self.kind)]
        if self.value is not None:
            parts.append(repr(self.value))
        parts.extend("…" if arg.args else repr(arg) for arg in self.args[:4])
        return f"Tree({', '.join(parts)}{', …' if len(self.args) > 4 else ''})"

    def at(self, start: int, end: int) -> Tree:
        """The same node, standing at another place in the text."""
        return Tree(self.kind, self.value, self.args, start, end)

    def with_args(self, args: tuple[Tree, ...]) -> Tree:
        """The same node over other arguments; itself when they are the very same objects."""
        if len(args) == len(self.args) and all(a is b for a, b in zip(args, self.args, strict=True)):
            return self
        return Tree(self.kind, self.value, args, self.start, self.end)


def _from_nodes(told: list[tuple[str, Value, list[int], int, int]]) -> Tree:
    """The Tree of nodes that name their arguments by their places, arguments first."""
    nodes: list[Tree] = []
    for kind, value, args, start, end in told:
        nodes.append(Tree(kind, value, tuple(nodes[slot] for slot in args), start, end))
    return nodes[-1]


# The slots' own setters: __setattr__ is closed, and these are faster than object.__setattr__.
_set_kind = Tree.__dict__["kind"].__set__
_set_value = Tree.__dict__["value"].__set__
_set_args = Tree.__dict__["args"].__set__
_set_start = Tree.__dict__["start"].__set__
_set_end = Tree.__dict__["end"].__set__
_set_hash = Tree.__dict__["hash"].__set__


def _same(left: Tree, right: Tree) -> bool:
    """Structural equality without recursion; a pair of shared nodes is compared once."""
    seen: set[tuple[int, int]] = set()
    pairs = [(left, right)]
    while pairs:
        a, b = pairs.pop()
        if a is b:
            continue
        if a.hash != b.hash or a.kind != b.kind or a.value != b.value or len(a.args) != len(b.args):
            return False
        if a.args and (id(a), id(b)) not in seen:
            seen.add((id(a), id(b)))
            pairs.extend(zip(a.args, b.args, strict=True))
    return True


def number(value: int | Fraction) -> Tree:
    """An exact number; an integral Fraction becomes an int, a Decimal keeps its mark."""
    if isinstance(value, Fraction) and value.denominator == 1 and not isinstance(value, Decimal):
        value = value.numerator
    return Tree("number", value)


def decimal_like(value: Fraction | int, *sources: Value) -> Fraction | int:
    """`value`, marked as a decimal if a source is one and the value has a short decimal expansion."""
    if any(isinstance(source, Decimal) for source in sources):
        rest = Fraction(value).denominator
        for prime in (2, 5):
            while rest % prime == 0:
                rest //= prime
        if rest == 1 and len(str(Fraction(value).denominator)) <= 15:
            return Decimal(value)
    return value


def variable(name: str) -> Tree:
    """A variable; the name must already have passed the name rule."""
    return Tree("variable", name)


def constant(name: str) -> Tree:
    """One of pi, e, i, oo."""
    return Tree("constant", name)


def call(name: str, *args: Tree) -> Tree:
    """A function applied to arguments, by its canonical name."""
    return Tree("call", name, args)


def add(*terms: Tree) -> Tree:
    """The sum as it stands, nothing tidied; one term is itself, none is 0."""
    return terms[0] if len(terms) == 1 else Tree("sum", None, terms) if terms else ZERO


def multiply(*factors: Tree) -> Tree:
    """The product as it stands, nothing tidied; one factor is itself, none is 1."""
    return factors[0] if len(factors) == 1 else Tree("product", None, factors) if factors else ONE


def negative(operand: Tree) -> Tree:
    """Minus the operand, as it stands."""
    return Tree("negative", None, (operand,))


def subtract(left: Tree, right: Tree) -> Tree:
    """left − right, as it stands."""
    return add(left, negative(right))


def divide(numerator: Tree, denominator: Tree) -> Tree:
    """numerator / denominator, as it stands."""
    return Tree("quotient", None, (numerator, denominator))


def power(base: Tree, exponent: Tree) -> Tree:
    """base ^ exponent, as it stands."""
    return Tree("power", None, (base, exponent))


def exp(exponent: Tree) -> Tree:
    """e ^ exponent."""
    return power(E, exponent)


def vector(*entries: Tree) -> Tree:
    """The vector [a, b, …]."""
    return Tree("vector", None, entries)


def matrix(rows: tuple[tuple[Tree, ...], ...]) -> Tree:
    """The matrix of these rows."""
    return Tree("matrix", None, tuple(vector(*row) for row in rows))


def relation(operator: str, left: Tree, right: Tree) -> Tree:
    """left operator right: "=", "!=", "<", "<=", ">", ">="."""
    return Tree("relation", operator, (left, right))


ZERO: Final = number(0)
ONE: Final = number(1)
TWO: Final = number(2)
MINUS_ONE: Final = number(-1)
PI: Final = constant("pi")
E: Final = constant("e")
I: Final = constant("i")  # noqa: E741 - the field's own name
INFINITY: Final = constant("oo")


def is_condition(piecewise: Tree, place: int) -> bool:
    """Is argument `place` of a piecewise a condition? (They alternate; a last value stands alone.)"""
    return place % 2 == 0 and place != len(piecewise.args) - 1


def postorder(root: Tree) -> Iterator[Tree]:
    """Each distinct node object once, arguments before the node that holds them.

    >>> x = variable("x")
    >>> [node.kind for node in postorder(multiply(x, power(x, TWO)))]
    ['variable', 'number', 'power', 'product']
    """
    done: set[int] = set()
    stack: list[Tree | None] = [root]  # None: the arguments of the node before it are done
    while stack:
        node = stack.pop()
        ready = node is None
        node = stack.pop() if node is None else node
        if node is None or id(node) in done:
            continue
        if ready or not node.args:
            done.add(id(node))
            yield node
            continue
        stack += (node, None, *node.args[::-1])


def fold(root: Tree, combine: Callable[[Tree, list[Result]], Result]) -> Result:
    """Work from the leaves up: `combine(node, results of its args)`, once for each distinct node.

    >>> fold(add(ONE, TWO), lambda node, parts: sum(parts) if parts else node.value)
    3
    """
    results: dict[int, Result] = {}
    stack: list[Tree | None] = [root]  # as `postorder`, without a generator between: this is the innermost loop of all
    while stack:
        node = stack.pop()
        ready = node is None
        node = stack.pop() if node is None else node
        if node is None or id(node) in results:
            continue
        if ready or not node.args:
            results[id(node)] = combine(node, [results[id(arg)] for arg in node.args])
        else:
            stack += (node, None, *node.args[::-1])
    return results[id(root)]


def size(root: Tree) -> int:
    """How many nodes the written-out expression has: a shared part counts each time it is written."""
    return fold(root, lambda _, sizes: 1 + sum(sizes))


def share(root: Tree) -> Tree:
    """The same expression in which equal parts are one object, so that later passes meet them once."""
    table: dict[tuple[object, ...], Tree] = {}

    def canonical(node: Tree, args: list[Tree]) -> Tree:
        # A Decimal and an equal Fraction print differently, so they stay two objects.
        key = (node.kind, type(node.value), node.value, *[id(arg) for arg in args])
        return table.setdefault(key, node.with_args(tuple(args)))

    return fold(root, canonical)


def substitute(root: Tree, replacements: dict[Tree, Tree]) -> Tree:
    """Replace every node equal to a key; an index bound by an indexed sum shields its body.

    >>> x = variable("x")
    >>> substitute(add(x, ONE), {x: TWO}) == add(TWO, ONE)
    True
    """
    if not replacements:
        return root

    def replace(node: Tree, args: list[Tree]) -> Tree:
        found = replacements.get(node)
        if found is not None:
            return found
        if node.kind == "indexed" and node.args[1] in replacements:
            body, index = node.args[:2]
            shielded = {key: new for key, new in replacements.items() if key != index}
            return node.with_args((substitute(body, shielded), index, args[2], args[3]))
        if node.kind == "indexed":
            args[1] = node.args[1]
        return node.with_args(tuple(args))

    return fold(root, replace)


def variables(root: Tree) -> tuple[str, ...]:
    """The free variables in mvcalc's one order; `x[3]` counts as one, `x[i]` as its vector x.

    Letters first, then numbers by value, lower case before upper, Greek by its English name.

    >>> variables(add(variable("x10"), variable("x2"), variable("a")))
    ('a', 'x2', 'x10')
    """
    empty: frozenset[str] = frozenset()

    def free(node: Tree, parts: list[frozenset[str]]) -> frozenset[str]:
        if node.kind == "variable":
            return frozenset((str(node.value),))
        if node.kind == "component" and node.args[0].kind == "variable":
            name = component_name(node)
            return frozenset((name,)) if name else empty.union(*parts)
        if node.kind == "indexed":
            return (parts[0] - {str(node.args[1].value)}) | parts[2] | parts[3]
        return empty.union(*parts) if parts else empty

    names: frozenset[str] = fold(root, free)
    return tuple(sorted(names, key=name_order))


def component_name(node: Tree) -> str | None:
    """`x[3]` for a component whose indices are numbers, else None."""
    base, *indices = node.args
    if base.kind != "variable" or not all(isinstance(index.value, int) for index in indices):
        return None
    return f"{base.value}[{','.join(str(index.value) for index in indices)}]"


def as_variable(name: str) -> Tree:
    """The Tree of a name as `variables` gives it: "x", or "x[3]"."""
    if not name.endswith("]"):
        return variable(name)
    base, _, indices = name[:-1].partition("[")
    return Tree("component", None, (variable(base), *(number(int(part)) for part in indices.split(","))))


def name_order(name: str) -> tuple[tuple[int, int, str, int], ...]:
    """Sort key of a name: letters, then numbers by value, lower case before upper.

    >>> sorted(["x10", "X", "x2", "theta", "x"], key=name_order)
    ['theta', 'x', 'x2', 'x10', 'X']
    """
    key: list[tuple[int, int, str, int]] = []
    digits = ""
    for char in [*name, ""]:
        if char.isdigit():
            digits += char
            continue
        if digits:
            key.append((0, int(digits), "", 0))
            digits = ""
        if char:
            key.append((1, 0, char.lower(), int(char.isupper())))
    return tuple(key)
