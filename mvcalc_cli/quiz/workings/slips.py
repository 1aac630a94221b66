"""Slips of algebra: what a rule that does not exist makes of an expression, and what it should have made.

Each rule looks at one part of the line before. Where the wrong form of that part, put in its place, gives the line
that does not follow, the slip is named.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from typing import Final, NamedTuple

from mvcalc_cli.calculus.tidy import tidy
from mvcalc_cli.language.tree import (
    ONE,
    TWO,
    ZERO,
    Tree,
    add,
    call,
    divide,
    multiply,
    negative,
    number,
    power,
    size,
)

_LARGEST: Final = 150
# Functions that are taken for linear.
_NOT_LINEAR: Final = frozenset([
    "sqrt", "cbrt", "log", "log2", "log10", "sin", "cos", "tan", "abs", "sinh", "cosh", "tanh", "asin", "acos", "atan",
])  # fmt: skip
_LOGARITHMS: Final = frozenset(["log", "log2", "log10"])


class Sentence(NamedTuple):
    """Words, with {0}, {1}, … for the formulas in them."""

    text: str
    parts: tuple[Tree, ...] = ()

    def words(self, show: Callable[[Tree], str]) -> str:
        """The sentence, its formulas written by `show`.

        >>> from mvcalc_cli.language.printers import line
        >>> Sentence("the sign of {0} is turned", (TWO,)).words(line)
        'the sign of 2 is turned'
        """
        return self.text.format(*map(show, self.parts))


# The wrong form of a part, and the slip.
Wrong = tuple[Tree, Sentence]


def slips(tree: Tree) -> Iterator[Wrong]:
    """The whole expression with one slip in it, the likeliest first.

    >>> from mvcalc_cli.language import parse
    >>> from mvcalc_cli.language.printers import line
    >>> wrong, slip = next(slips(parse("1 + (a + b)^2").tree))
    >>> line(wrong), slip.words(line)
    ('1 + a² + b²', '(a + b)² is not a² + b²: it is a² + 2a·b + b²')
    """
    if size(tree) > _LARGEST:
        return
    places = list(_places(tree, ()))
    for rule in _RULES:
        for path in places:
            for wrong, slip in rule(_at(tree, path)):
                yield flat(_put(tree, path, wrong)), slip


def flat(tree: Tree) -> Tree:
    """Sums within sums as one, the root alone."""
    if tree.kind != "sum":
        return tree
    return add(*(term for arg in tree.args for term in (arg.args if arg.kind == "sum" else (arg,))))


Path = tuple[int, ...]


def _places(tree: Tree, path: Path) -> Iterator[Path]:
    yield path
    for place, arg in enumerate(tree.args):
        yield from _places(arg, (*path, place))


def _at(tree: Tree, path: Path) -> Tree:
    for place in path:
        tree = tree.args[place]
    return tree


def _put(tree: Tree, path: Path, new: Tree) -> Tree:
    if not path:
        return new
    first, *rest = path
    args = tree.args
    return tree.with_args((*args[:first], _put(args[first], tuple(rest), new), *args[first + 1 :]))


def is_not(before: Tree, wrong: Tree, right: Tree | None = None) -> Sentence:
    """(a + b)² is not a² + b²: it is a² + 2ab + b²."""
    if right is None:
        return Sentence("{0} is not {1}", (before, tidy(wrong)))
    return Sentence("{0} is not {1}: it is {2}", (before, tidy(wrong), tidy(right)))


def _bare(term: Tree) -> Tree:
    return term.args[0] if term.kind == "negative" else term


def _signed_like(term: Tree, value: Tree) -> Tree:
    return negative(value) if term.kind == "negative" else value


# --- one rule a slip -------------------------------------------------------------------------------


def _power_of_sum(node: Tree) -> Iterator[Wrong]:
    """(a + b)² as a² + b²."""
    if node.kind != "power" or node.args[0].kind != "sum":
        return
    terms, n = node.args[0].args, node.args[1]
    right = _square(terms) if n == TWO and len(terms) == 2 else None
    for wrong in (
        add(*(_signed_like(term, power(_bare(term), n)) for term in terms)),
        add(*(power(_bare(term), n) for term in terms)),
    ):
        yield wrong, is_not(node, wrong, right)
    if n == TWO and len(terms) == 2:
        a, b = terms
        middle = _signed_like(b, multiply(_bare(a), _bare(b)))
        wrong = add(power(_bare(a), TWO), middle, power(_bare(b), TWO))
        yield wrong, is_not(node, wrong, right)


def _square(terms: Sequence[Tree]) -> Tree:
    """a² + 2·a·b + b²."""
    a, b = terms
    bare = _bare(a), _bare(b)
    middle = _doubled(*bare)
    turned = (a.kind == "negative") != (b.kind == "negative")
    return add(_power(bare[0]), negative(middle) if turned else middle, _power(bare[1]))


def _doubled(a: Tree, b: Tree) -> Tree:
    """2·a·b, numbers multiplied."""
    numbers = [value for value in (a, b) if value.kind == "number"]
    rest = [value for value in (a, b) if value.kind != "number"]
    factor = Fraction(2)
    for value in numbers:
        factor *= Fraction(value.value)  # type: ignore[arg-type]
    opened = [factor_ for value in rest for factor_ in (value.args if value.kind == "product" else (value,))]
    lead = [value for value in opened if value.kind == "number"]
    for value in lead:
        factor *= Fraction(value.value)  # type: ignore[arg-type]
    others = [value for value in opened if value.kind != "number"]
    return multiply(number(factor), *others) if others else number(factor)


def _power(a: Tree) -> Tree:
    if a.kind == "number":
        return number(Fraction(a.value) ** 2)  # type: ignore[arg-type]
    return power(a, TWO)


def _function_of_sum(node: Tree) -> Iterator[Wrong]:
    """√(a + b) as √a + √b, log(a + b) as log a + log b, sin(a + b) as sin a + sin b."""
    if node.kind != "call" or len(node.args) != 1 or node.value not in _NOT_LINEAR or node.args[0].kind != "sum":
        return
    name = str(node.value)
    terms = node.args[0].args
    wrong = add(*(_signed_like(term, call(name, _bare(term))) for term in terms))
    yield wrong, is_not(node, wrong)
    if name == "sqrt":
        wrong = add(*(_signed_like(term, _rooted(_bare(term))) for term in terms))
        yield wrong, is_not(node, wrong)


def _rooted(term: Tree) -> Tree:
    """√(x²) as x, as it is written by those who take roots of terms."""
    return term.args[0] if term.kind == "power" and term.args[1] == TWO else call("sqrt", term)


def _sine_of_multiple(node: Tree) -> Iterator[Wrong]:
    """sin(2x) as 2 sin x; log(2x) as 2 log x."""
    if node.kind != "call" or len(node.args) != 1 or node.value not in _NOT_LINEAR or node.args[0].kind != "product":
        return
    first, *rest = node.args[0].args
    if first.kind == "number" and node.value not in {"sqrt", "cbrt", "abs"}:
        inner = rest[0] if len(rest) == 1 else multiply(*rest)
        wrong = multiply(first, call(str(node.value), inner))
        yield wrong, is_not(node, wrong)


def _logarithm_of_product(node: Tree) -> Iterator[Wrong]:
    """log(a·b) as log a · log b, log(a/b) as log a / log b."""
    if node.kind != "call" or node.value not in _LOGARITHMS or len(node.args) != 1:
        return
    name, inner = str(node.value), node.args[0]
    logs = [call(name, arg) for arg in inner.args]
    if inner.kind == "product":
        wrong = multiply(*logs)
        yield wrong, is_not(node, wrong, add(*logs))
    elif inner.kind == "quotient":
        wrong = divide(*logs)
        yield wrong, is_not(node, wrong, add(logs[0], negative(logs[1])))


def _logarithms_together(node: Tree) -> Iterator[Wrong]:
    """log a + log b as log(a + b); log a / log b as log(a/b) or log(a − b)."""
    if node.kind not in {"sum", "quotient"}:
        return
    bare = [_bare(term) for term in node.args]
    if not all(term.kind == "call" and term.value in _LOGARITHMS and len(term.args) == 1 for term in bare):
        return
    name = str(bare[0].value)
    if node.kind == "quotient":
        a, b = (term.args[0] for term in bare)
        for inner in (divide(a, b), add(a, negative(b))):
            wrong = call(name, inner)
            yield wrong, is_not(node, wrong)
        return
    wrong = call(name, add(*(_signed_like(old, term.args[0]) for old, term in zip(node.args, bare, strict=True))))
    yield wrong, is_not(node, wrong, _one_logarithm(name, node.args))


def _one_logarithm(name: str, terms: Sequence[Tree]) -> Tree:
    above = [term.args[0] for term in terms if term.kind != "negative"] or [ONE]
    below = [term.args[0].args[0] for term in terms if term.kind == "negative"]
    product = above[0] if len(above) == 1 else multiply(*above)
    if below:
        product = divide(product, below[0] if len(below) == 1 else multiply(*below))
    return call(name, product)


def _bracket_opened(node: Tree) -> Iterator[Wrong]:
    """−(a + b) as −a + b, k·(a + b) as k·a + b: the sign, or the factor, reaches every term."""
    inner, factor = _bracket(node)
    if inner is None:
        return
    first, *rest = inner.args
    if factor is None:
        wrong = add(negative(first) if first.kind != "negative" else first.args[0], *rest)
        right = add(*(term.args[0] if term.kind == "negative" else negative(term) for term in inner.args))
        yield wrong, Sentence("the minus before the bracket turns every sign: {0} is {1}", (node, right))
        return
    wrong = add(_times(factor, first), *rest)
    right = add(*(_times(factor, term) for term in inner.args))
    yield wrong, Sentence("every term of the bracket is multiplied: {0} is {1}", (node, right))
    if factor.kind == "negative":
        wrong = add(_times(factor, first), *(negative(_times(factor.args[0], _bare(term))) if term.kind == "negative"
                    else _times(factor.args[0], term) for term in rest))  # fmt: skip
        yield wrong, Sentence("the minus before the bracket turns every sign: {0} is {1}", (node, right))


def _product_of_sums(node: Tree) -> Iterator[Wrong]:
    """(a + b)(c + d) as a·c + b·d: every term is multiplied by every term."""
    if node.kind != "product" or len(node.args) != 2 or any(arg.kind != "sum" for arg in node.args):
        return
    left, right = (arg.args for arg in node.args)
    if len(left) == len(right):
        wrong = add(*(_times(a, b) for a, b in zip(left, right, strict=True)))
        whole = tidy(add(*(_times(a, b) for a in left for b in right)))
        yield wrong, Sentence("every term is multiplied by every term: {0} is {1}", (node, whole))


def _bracket(node: Tree) -> tuple[Tree | None, Tree | None]:
    """The sum that −(…) or k·(…) multiplies, and k; None for a minus alone."""
    if node.kind == "negative":
        inner = node.args[0]
        if inner.kind == "sum":
            return inner, None
        found, factor = _bracket(inner) if inner.kind == "product" else (None, None)
        return (found, negative(factor)) if found is not None and factor is not None else (None, None)
    if node.kind == "product" and sum(arg.kind == "sum" for arg in node.args) == 1:
        others = tuple(arg for arg in node.args if arg.kind != "sum")
        inner = next(arg for arg in node.args if arg.kind == "sum")
        return inner, others[0] if len(others) == 1 else multiply(*others)
    return None, None


def _times(factor: Tree, term: Tree) -> Tree:
    """factor·term with one sign before it, numbers multiplied."""
    turned = (factor.kind == "negative") != (term.kind == "negative")
    a, b = _bare(factor), _bare(term)
    if a.kind == b.kind == "number":
        product = number(Fraction(a.value) * Fraction(b.value))  # type: ignore[arg-type]
    elif b == ONE:
        product = a
    elif b.kind == "number":
        product = multiply(b, a)
    elif a == b:
        product = power(a, TWO)
    else:
        product = multiply(*(a.args if a.kind == "product" else (a,)), *(b.args if b.kind == "product" else (b,)))
    return negative(product) if turned else product


def _cancelled_term(node: Tree) -> Iterator[Wrong]:
    """(a + b)/a as b: terms do not cancel, factors do."""
    if node.kind != "quotient" or "sum" not in (node.args[0].kind, node.args[1].kind):
        return
    above, below = ([*side.args] if side.kind == "sum" else [side] for side in node.args)
    for place, term in enumerate(above):
        for other, divisor in enumerate(below):
            if len(above) == len(below) == 1:
                continue
            quotient = _cancelled(term, divisor)
            if quotient is None:
                continue
            left = [*above[:place], *quotient[0], *above[place + 1 :]]
            right = [*below[:other], *quotient[1], *below[other + 1 :]]
            for wrong in (
                _fraction(left, right),
                _fraction([t for t in left if t != ONE], [t for t in right if t != ONE]),
            ):
                slip = Sentence("terms of a sum do not cancel, only factors do: {0} is not {1}", (node, wrong))
                yield wrong, slip


def _cancelled(term: Tree, divisor: Tree) -> tuple[list[Tree], list[Tree]] | None:
    """What is left of a term above and of one below."""
    if term == divisor:
        return [ONE], [ONE]
    factors = list(term.args) if term.kind == "product" else [term]
    if divisor in factors and len(factors) > 1:
        factors.remove(divisor)
        return [factors[0] if len(factors) == 1 else multiply(*factors)], [ONE]
    if term.kind == "power" and term.args == (divisor, TWO):
        return [divisor], [ONE]
    return None


def _fraction(above: Sequence[Tree], below: Sequence[Tree]) -> Tree:
    top = ZERO if not above else above[0] if len(above) == 1 else add(*above)
    bottom = ONE if not below else below[0] if len(below) == 1 else add(*below)
    return top if bottom == ONE else divide(top, bottom)


def _fraction_of_sum(node: Tree) -> Iterator[Wrong]:
    """a/(b + c) as a/b + a/c."""
    if node.kind == "quotient" and node.args[1].kind == "sum":
        wrong = add(*(_signed_like(term, divide(node.args[0], _bare(term))) for term in node.args[1].args))
        yield wrong, is_not(node, wrong)


def _fractions_added(node: Tree) -> Iterator[Wrong]:
    """a/b + c/d as (a + c)/(b + d)."""
    if node.kind != "sum" or len(node.args) != 2 or not any(_bare(term).kind == "quotient" for term in node.args):
        return
    pairs = [_bare(term).args if _bare(term).kind == "quotient" else (_bare(term), ONE) for term in node.args]
    (a, b), (c, d) = pairs
    top = add(_signed_like(node.args[0], a), _signed_like(node.args[1], c))
    right = divide(
        add(_signed_like(node.args[0], multiply(a, d)), _signed_like(node.args[1], multiply(c, b))), multiply(b, d)
    )
    for below in (add(b, d), multiply(b, d)):
        wrong = divide(top, below)
        yield wrong, is_not(node, wrong, right)


def _powers(node: Tree) -> Iterator[Wrong]:
    """x²·x³ as x⁶, (x²)³ as x⁵, (a·b)ⁿ as a·bⁿ, x⁻ⁿ as −xⁿ, x⁰ as 0."""
    if node.kind == "product":
        yield from _product_of_powers(node)
    if node.kind != "power":
        return
    base, n = node.args
    if base.kind == "power":
        wrong = power(base.args[0], add(base.args[1], n))
        yield wrong, is_not(node, wrong, power(base.args[0], _times(base.args[1], n)))
    if base.kind == "product":
        for place, factor in enumerate(base.args):
            raised = power(factor, n)
            wrong = multiply(*base.args[:place], raised, *base.args[place + 1 :])
            yield (
                wrong,
                Sentence("every factor is raised: {0} is {1}", (node, multiply(*(power(arg, n) for arg in base.args)))),
            )
    if base.kind == "quotient":
        right = divide(power(base.args[0], n), power(base.args[1], n))
        for wrong in (divide(power(base.args[0], n), base.args[1]), divide(base.args[0], power(base.args[1], n))):
            yield wrong, Sentence("numerator and denominator are raised: {0} is {1}", (node, right))
    if n.kind == "negative":
        for wrong in (negative(power(base, n.args[0])), power(base, n.args[0])):
            yield wrong, is_not(node, wrong, divide(ONE, power(base, n.args[0]) if n.args[0] != ONE else base))
    if n == ZERO:
        yield ZERO, is_not(node, ZERO, ONE)
    if n.kind == "sum":
        wrong = add(*(_signed_like(term, power(base, _bare(term))) for term in n.args))
        above = [power(base, term) for term in n.args]
        yield wrong, is_not(node, wrong, multiply(*above))


def _product_of_powers(node: Tree) -> Iterator[Wrong]:
    """x²·x³ as x⁶."""
    parts = [arg.args if arg.kind == "power" else (arg, ONE) for arg in node.args]
    for i, (base, m) in enumerate(parts):
        for j in range(i + 1, len(parts)):
            other, n = parts[j]
            if base != other:
                continue
            rest = [*node.args[:i], *node.args[i + 1 : j], *node.args[j + 1 :]]
            wrong, right = power(base, _times(m, n)), power(base, _sum(m, n))
            before = multiply(node.args[i], node.args[j])
            yield multiply(wrong, *rest) if rest else wrong, is_not(before, wrong, right)


def _sum(m: Tree, n: Tree) -> Tree:
    if m.kind == n.kind == "number":
        return number(Fraction(m.value) + Fraction(n.value))  # type: ignore[arg-type]
    return add(m, n)


def _root_of_square(node: Tree) -> Iterator[Wrong]:
    """√(x²) as x: it is |x|."""
    if node.kind == "call" and node.value == "sqrt" and node.args[0].kind == "power" and node.args[0].args[1] == TWO:
        inner = node.args[0].args[0]
        yield inner, is_not(node, inner, call("abs", inner))


def _unlike_terms(node: Tree) -> Iterator[Wrong]:
    """2x + 3 as 5x, x² + x as 2x³ or 2x²."""
    if node.kind != "sum":
        return
    for i, first in enumerate(node.args):
        for j, second in enumerate(node.args):
            (a, u), (b, v) = _coefficient(first), _coefficient(second)
            if i == j or u == v or u is None:
                continue
            total = Fraction(a + b)
            rest = [term for place, term in enumerate(node.args) if place not in {i, j}]
            inner = [u] if v is None else [u, multiply(u, v)]
            for kept in inner:
                wrong = multiply(number(abs(total)), kept)
                wrong = wrong if total >= 0 else negative(wrong)
                whole = add(*rest, wrong) if rest else wrong
                pair = (first, second) if i < j else (second, first)
                yield whole, Sentence("only like terms are added: {0} stays as it is", (add(*pair),))


def _coefficient(term: Tree) -> tuple[Fraction, Tree | None]:
    """3x² as 3 and x², 5 as 5 and None."""
    sign = -1 if term.kind == "negative" else 1
    bare = _bare(term)
    if bare.kind == "number":
        return sign * Fraction(bare.value), None  # type: ignore[arg-type]
    if bare.kind == "product" and bare.args[0].kind == "number":
        rest = bare.args[1:]
        return sign * Fraction(bare.args[0].value), rest[0] if len(rest) == 1 else multiply(*rest)  # type: ignore[arg-type]
    return Fraction(sign), bare


def _identities(node: Tree) -> Iterator[Wrong]:
    """sin² + cos² with another sign, cos² − sin², and the like."""
    if node.kind == "quotient" and all(arg.kind == "call" and len(arg.args) == 1 for arg in node.args):
        a, b = node.args
        if a.value == b.value and a.value in _NOT_LINEAR:
            wrong = divide(a.args[0], b.args[0])
            yield wrong, Sentence("{0} is a function, not a factor: it does not cancel", (a,))


def _turned_sign(node: Tree) -> Iterator[Wrong]:
    """A term with the other sign, a term left out."""
    if node.kind != "sum":
        return
    for place, term in enumerate(node.args):
        turned = term.args[0] if term.kind == "negative" else negative(term)
        yield (
            add(*node.args[:place], turned, *node.args[place + 1 :]),
            Sentence("the sign of {0} is turned", (_bare(term),)),
        )
    for place, term in enumerate(node.args):
        rest = (*node.args[:place], *node.args[place + 1 :])
        yield rest[0] if len(rest) == 1 else add(*rest), Sentence("the term {0} is lost", (term,))


def _lost_factor(node: Tree) -> Iterator[Wrong]:
    if node.kind == "negative":
        yield node.args[0], Sentence("the sign of {0} is turned", (node.args[0],))
    if node.kind == "product":
        for place, factor in enumerate(node.args):
            rest = (*node.args[:place], *node.args[place + 1 :])
            yield rest[0] if len(rest) == 1 else multiply(*rest), Sentence("the factor {0} is lost", (factor,))


_RULES: Final[tuple[Callable[[Tree], Iterator[Wrong]], ...]] = (
    _power_of_sum, _function_of_sum, _logarithm_of_product, _logarithms_together, _bracket_opened, _product_of_sums,
    _cancelled_term, _fraction_of_sum, _fractions_added, _powers, _sine_of_multiple, _root_of_square, _identities,
    _unlike_terms, _turned_sign, _lost_factor,
)  # fmt: skip
