"""Known mistakes of differentiation, computed from the rule: u′·v′ for a product, the inner derivative forgotten."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Final

from mvcalc_cli.calculus.derivative import Step, differentiate
from mvcalc_cli.calculus.rules import RULES, slopes
from mvcalc_cli.language.tree import (
    ONE,
    TWO,
    ZERO,
    E,
    Tree,
    add,
    as_variable,
    call,
    divide,
    multiply,
    negative,
    power,
    substitute,
    subtract,
)
from mvcalc_cli.quiz.workings.slips import Sentence, Wrong

_MOST_STEPS: Final = 40


def wrong_derivatives(tree: Tree, by: str, kinds: Mapping[str, str] | None = None) -> Iterator[Wrong]:
    """The derivative with one known mistake in one of its steps.

    >>> from mvcalc_cli.language import parse
    >>> from mvcalc_cli.language.printers import line
    >>> [said.words(line) for wrong, said in wrong_derivatives(parse("sin(3x)").tree, "x")][0]
    'the inner derivative is missing: (3x)′ = 3'
    """
    root = differentiate(tree, by, kinds).step
    for step in steps_of(root):
        for wrong, said in mistakes(step):
            yield _with(root, step.before, wrong), said


def steps_of(root: Step) -> list[Step]:
    """Every step, the outermost first, each once."""
    found: dict[Tree, Step] = {}
    waiting = [root]
    while waiting and len(found) < _MOST_STEPS:
        step = waiting.pop(0)
        if step.before not in found:
            found[step.before] = step
            waiting.extend(step.parts)
    return list(found.values())


def _with(root: Step, before: Tree, wrong: Tree) -> Tree:
    """The whole derivative, where this part has this derivative."""
    results: dict[Tree, Tree] = {before: wrong}

    def value(step: Step) -> Tree:
        if step.before not in results:
            inner = {part.before: value(part) for part in step.parts}
            results[step.before] = step.build(lambda part: inner[part]) if step.parts else step.result
        return results[step.before]

    return value(root)


def mistakes(step: Step) -> Iterator[Wrong]:
    """Wrong derivatives of one part, where those of its own parts are right.

    >>> from mvcalc_cli.language import parse
    >>> from mvcalc_cli.language.printers import line
    >>> root = differentiate(parse("x^2 sin(x)").tree, "x").step
    >>> [line(wrong) for wrong, _ in mistakes(root)][0]
    '(2x)·cos(x)'
    """
    special = _MISTAKES.get(step.rule)
    if special is not None:
        yield from special(step)
    elif not step.parts and step.before.kind == "call":
        yield from _function(step)
    if step.result != ZERO:
        yield negative(step.result), Sentence("the sign of ({0})′ is wrong", (step.before,))
    if step.rule not in {"identity rule", "constant rule"}:
        yield step.before, Sentence("this is {0} itself, not its derivative", (step.before,))


def _slopes(step: Step) -> tuple[Tree, ...]:
    return tuple(part.result for part in step.parts)


def _product(step: Step) -> Iterator[Wrong]:
    changes = _slopes(step)
    factors = tuple(part.before for part in step.parts)
    yield _times(*changes), Sentence("(u·v)′ is not u′·v′: it is u′·v + u·v′")
    if len(factors) != 2:
        for place, slope in enumerate(changes):
            yield (
                _times(*factors[:place], slope, *factors[place + 1 :]),
                Sentence("a term of the product rule is missing"),
            )
        return
    (u, v), (du, dv) = factors, changes
    yield _times(du, v), Sentence("the second term is missing: u·v′, with u = {0} and v′ = {1}", (u, dv))
    yield _times(u, dv), Sentence("the first term is missing: u′·v, with u′ = {0} and v = {1}", (du, v))
    if not any(slope.kind == "negative" for slope in changes):
        told = Sentence("the terms of the product rule are added, not subtracted")
        yield subtract(_times(du, v), _times(u, dv)), told
        yield subtract(_times(u, dv), _times(du, v)), told
    yield add(_times(u, du), _times(v, dv)), Sentence("each derivative stands beside the other factor: u′·v + u·v′")
    yield add(du, dv), Sentence("(u·v)′ is not u′ + v′: it is u′·v + u·v′")


def _quotient(step: Step) -> Iterator[Wrong]:
    (u, v), (du, dv) = (part.before for part in step.parts), _slopes(step)
    below = power(v, TWO)
    first, second = _times(du, v), _times(u, dv)
    if dv != ZERO:
        yield divide(du, dv), Sentence("(u/v)′ is not u′/v′: it is (u′·v − u·v′)/v²")
    yield (
        divide(subtract(second, first), below),
        Sentence("the terms above are swapped: u′·v comes first, u·v′ is taken from it"),
    )
    yield divide(add(first, second), below), Sentence("the terms above are subtracted: u′·v − u·v′")
    yield subtract(first, second), Sentence("the denominator v² is missing")
    yield divide(subtract(first, second), v), Sentence("the denominator is v², not v")
    yield divide(du, v), Sentence("the denominator varies too: (u′·v − u·v′)/v²")


def _reciprocal(step: Step) -> Iterator[Wrong]:
    v, dv = step.parts[0].before, step.parts[0].result
    c = dict(step.letters)["c"]
    if dv != ZERO:
        yield divide(c, dv), Sentence("(c/v)′ is not c/v′: it is −c·v′/v²")
    yield negative(divide(c, power(v, TWO))), Sentence("the inner derivative is missing: v′ = {0}", (dv,))
    yield divide(_times(c, dv), power(v, TWO)), Sentence("the minus of (c/v)′ = −c·v′/v² is missing")
    yield negative(divide(_times(c, dv), v)), Sentence("the denominator is v², not v")


def _power(step: Step) -> Iterator[Wrong]:
    n, x = dict(step.letters)["n"], as_variable(step.variable)
    yield _times(n, step.before), Sentence("the power is not lowered: (xⁿ)′ = n·xⁿ⁻¹")
    yield divide(step.result, n), Sentence("the factor n = {0} is missing: (xⁿ)′ = n·xⁿ⁻¹", (n,))
    yield _times(n, step.before, x), Sentence("the power is raised, it should be lowered: (xⁿ)′ = n·xⁿ⁻¹")
    if n != negative(ONE) and not (n.kind == "number" and n.value == -1):
        yield divide(_times(step.before, x), add(n, ONE)), Sentence("this is an antiderivative: (xⁿ)′ = n·xⁿ⁻¹")


def _chain(step: Step) -> Iterator[Wrong]:
    if len(step.parts) != 1:
        for part in step.parts:
            wrong = step.build(lambda arg, part=part: ZERO if arg == part.before else dict(_pairs(step))[arg])  # type: ignore[misc]
            yield wrong, Sentence("the term of {0} is missing", (part.before,))
        return
    inner, slope = step.parts[0].before, step.parts[0].result
    outer = step.build(lambda _: ONE)
    told = Sentence("the inner derivative is missing: ({0})′ = {1}", (inner, slope))
    yield outer, told
    yield _times(step.before, slope), Sentence("the outer function is not differentiated")
    yield add(outer, slope), Sentence("outer and inner derivative are multiplied, not added")
    yield slope, Sentence("the outer derivative is missing")
    yield _times(outer, inner), Sentence("beside the outer derivative stands ({0})′, not {0}", (inner,))
    yield _times(outer, slope, slope), Sentence("the inner derivative ({0})′ = {1} stands there twice", (inner, slope))
    if step.before.kind == "power":
        yield from _chain_of_power(step, slope)
    else:
        name = str(step.before.value)
        yield call(name, slope), Sentence("f(w)′ is not f(w′): it is f′(w)·w′")
        known = slopes(name)[0] if name in RULES else None
        if known is not None:
            wrong = substitute(known, {as_variable("u"): slope})
            yield wrong, Sentence("f(w)′ is not f′(w′): it is f′(w)·w′")


def _pairs(step: Step) -> list[tuple[Tree, Tree]]:
    return [(part.before, part.result) for part in step.parts]


def _chain_of_power(step: Step, slope: Tree) -> Iterator[Wrong]:
    base, exponent = step.before.args
    if "n" in dict(step.letters):
        yield _times(exponent, step.before, slope), Sentence("the power is not lowered: (wⁿ)′ = n·wⁿ⁻¹·w′")
        yield _times(exponent, step.before), Sentence("the power is not lowered, and the inner derivative is missing")
        yield divide(step.result, exponent), Sentence("the factor n = {0} is missing: (wⁿ)′ = n·wⁿ⁻¹·w′", (exponent,))
        lowered = power(slope, subtract(exponent, ONE))
        yield _times(exponent, lowered), Sentence("(wⁿ)′ is not n·(w′)ⁿ⁻¹: it is n·wⁿ⁻¹·w′")
        return
    lowered = power(base, subtract(exponent, ONE))
    told = Sentence("this is the power rule, but the variable stands in the exponent: (aʷ)′ = aʷ·log a·w′")
    yield _times(exponent, lowered), told
    yield _times(exponent, lowered, slope), told
    yield power(base, slope), Sentence("(eʷ)′ is not e to the power w′: it is eʷ·w′")
    if base != E:
        yield _times(step.before, slope), Sentence("the factor log a is missing, with a = {0}", (base,))


def _exponential(step: Step) -> Iterator[Wrong]:
    base, exponent = step.before.args
    told = Sentence("this is the power rule, but the variable stands in the exponent: (aˣ)′ = aˣ·log a")
    yield _times(exponent, power(base, subtract(exponent, ONE))), told
    if base != E:
        yield step.before, Sentence("the factor log a is missing, with a = {0}", (base,))


def _general_power(step: Step) -> Iterator[Wrong]:
    (u, v), (du, dv) = step.before.args, _slopes(step)
    lowered = power(u, subtract(v, ONE))
    told = Sentence("this is the power rule, but the exponent varies too: (uᵛ)′ = uᵛ·(v′·log u + v·u′/u)")
    yield _times(v, lowered), told
    yield _times(v, lowered, du), told
    told = Sentence("this is the rule of aˣ, but the base varies too: (uᵛ)′ = uᵛ·(v′·log u + v·u′/u)")
    yield _times(step.before, call("log", u)), told
    yield _times(step.before, call("log", u), dv), told
    wrong = add(_times(dv, call("log", u)), divide(_times(v, du), u))
    yield wrong, Sentence("the factor uᵛ = {0} is missing", (step.before,))


def _multiple(step: Step) -> Iterator[Wrong]:
    u, du = step.parts[0].before, step.parts[0].result
    c = dict(step.letters)["c"]
    yield du, Sentence("the constant factor {0} is missing", (c,))
    yield u, Sentence("{0} is not differentiated", (u,))
    yield _times(c, u), Sentence("{0} is not differentiated", (u,))
    yield ZERO, Sentence("a constant factor stays: (c·u)′ = c·u′")
    yield add(c, du), Sentence("the constant is a factor, not a term: (c·u)′ = c·u′")


def _sum(step: Step) -> Iterator[Wrong]:
    if step.before.kind != "sum":
        return
    known = dict(_pairs(step))
    terms = [known[t.args[0] if t.kind == "negative" else t] for t in step.before.args]
    terms = [negative(d) if t.kind == "negative" else d for t, d in zip(step.before.args, terms, strict=True)]
    for place, (term, slope) in enumerate(zip(step.before.args, terms, strict=True)):
        bare = term.args[0] if term.kind == "negative" else term
        rest = (*terms[:place], *terms[place + 1 :])
        if slope in {ZERO, negative(ZERO)}:
            told = Sentence("{0} is a constant, its derivative is 0", (bare,))
            yield _sum_of((*terms[:place], term, *terms[place + 1 :])), told
            continue
        yield _sum_of(rest), Sentence("the derivative of {0} is missing", (bare,))
        turned = slope.args[0] if slope.kind == "negative" else negative(slope)
        yield _sum_of((*terms[:place], turned, *terms[place + 1 :])), Sentence("the sign of ({0})′ is wrong", (bare,))
        yield _sum_of((*terms[:place], term, *terms[place + 1 :])), Sentence("{0} is not differentiated", (bare,))


def _sum_of(terms: tuple[Tree, ...]) -> Tree:
    return ZERO if not terms else terms[0] if len(terms) == 1 else add(*terms)


def _constant(step: Step) -> Iterator[Wrong]:
    told = Sentence("{0} does not vary with {1}: its derivative is 0", (step.before, as_variable(step.variable)))
    yield step.before, told
    yield ONE, told


def _identity(step: Step) -> Iterator[Wrong]:
    told = Sentence("the derivative of {0} by itself is 1", (step.before,))
    yield step.before, told
    yield ZERO, told


def _function(step: Step) -> Iterator[Wrong]:
    name = str(step.before.value)
    partner = _PARTNERS.get(name)
    if partner is not None:
        yield call(partner, *step.before.args), Sentence(f"{{0}} has not the derivative {partner}", (step.before,))


def _change_of_base(step: Step) -> Iterator[Wrong]:
    x, base = step.before.args
    yield divide(ONE, x), Sentence("the factor 1/log b is missing, with b = {0}", (base,))
    yield multiply(call("log", base), divide(ONE, x)), Sentence("log b stands below: log(u, b) = log(u)/log(b)")


def _times(*factors: Tree) -> Tree:
    """A product; 0 if one of the factors is."""
    if ZERO in factors:
        return ZERO
    others = [factor for factor in factors if factor != ONE]
    return ONE if not others else others[0] if len(others) == 1 else multiply(*others)


# What is often taken for the derivative.
_PARTNERS: Final = {"tan": "cot", "sec": "tan", "csc": "cot", "cot": "tan", "sqrt": "cbrt"}

_MISTAKES: Final[dict[str, Callable[[Step], Iterator[Wrong]]]] = {
    "product rule": _product,
    "quotient rule": _quotient,
    "reciprocal rule": _reciprocal,
    "power rule": _power,
    "chain rule": _chain,
    "exponential rule": _exponential,
    "general power rule": _general_power,
    "constant multiple": _multiple,
    "sum rule": _sum,
    "constant rule": _constant,
    "identity rule": _identity,
    "change of base": _change_of_base,
}
