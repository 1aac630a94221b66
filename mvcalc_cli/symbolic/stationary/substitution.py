"""Functions as variables: sin x, cos x, e^x, log u, √u become letters, so that a system becomes polynomial.

Each letter is tied to what it stands for by a Link: c² + s² = 1 goes into the system; that a letter is positive, or
that e^x and x belong together, is asked of each solution afterwards.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import reduce
from math import gcd, lcm
from typing import Any, Final, Literal, NamedTuple

import sympy

from mvcalc_cli.symbolic.stationary.radicands import powers_out

# sin(40x) is a polynomial of degree 40 in cos x; beyond this algebra is hopeless anyway.
_HIGHEST_MULTIPLE: Final = 12
_ONE: Final = sympy.Integer(1)


class Link(NamedTuple):
    """What one letter stands for (of a pair: cos first, sin second).

    Attributes:
        kind: "angle": cos and sin of the argument; "exp", "log"; "root": the real root, ≥ 0; "constant": a positive
            root of a number; "function": any other, whose inverse is not used.
        letters: The symbols that stand for it.
        argument: Of the function; of a root and a constant the function itself.
        function: The letter's value in terms of the argument, in the order of the letters.
    """

    kind: Literal["angle", "exp", "log", "root", "constant", "function"]
    letters: tuple[Any, ...]
    argument: Any
    function: tuple[Any, ...]


class Substituted(NamedTuple):
    """A polynomial system in variables and letters.

    Attributes:
        polynomials: Each = 0; with those that the letters bring.
        denominators: Nowhere 0: those of the equations, and letters for e^u.
        links: What the letters stand for.
    """

    polynomials: tuple[Any, ...]
    denominators: tuple[Any, ...]
    links: tuple[Link, ...]

    @property
    def letters(self) -> tuple[Any, ...]:
        """Every letter."""
        return tuple(letter for link in self.links for letter in link.letters)


def substituted(expressions: Sequence[Any]) -> Substituted:
    """The system with letters for functions.

    Raises:
        NotImplementedError: If a function is left that has no letter.

    >>> x = sympy.Symbol("x", real=True)
    >>> found = substituted([sympy.sin(2 * x) + sympy.exp(x)])
    >>> [link.function for link in found.links], len(found.polynomials)
    ([(exp(x),), (cos(2*x), sin(2*x))], 2)
    """
    return _Substitution().of(expressions)


class _Substitution:
    """The letters given out so far."""

    def __init__(self) -> None:
        self.links: dict[Any, Link] = {}
        self.added: list[Any] = []
        self.units: dict[tuple[str, Any], Any] = {}
        self.whole: dict[str, Any] = {}

    def of(self, expressions: Sequence[Any]) -> Substituted:
        """Every function of every expression replaced."""
        plain = [_primitive(powers_out(rewritten(each))) for each in expressions]
        self._choose_units(plain)
        tops, bottoms = [], []
        for each in plain:
            top, bottom = sympy.together(self._replaced(each)).as_numer_denom()
            tops.append(_primitive(top))
            bottoms.append(bottom)
        never = [link.letters[0] for link in self.links.values() if link.kind in {"exp", "constant"}]
        return Substituted((*tops, *self.added), (*bottoms, *never), tuple(self.links.values()))

    def _choose_units(self, expressions: Sequence[Any]) -> None:
        """For each term that stands in arguments the largest unit of which all its coefficients are multiples."""
        for kind, functions in (("exp", (sympy.exp,)), ("angle", (sympy.sin, sympy.cos))):
            inside = set().union(*(each.atoms(*functions) for each in expressions))
            arguments = sorted((f.args[0] for f in inside if f.free_symbols), key=sympy.default_sort_key)
            whole = arguments[0].as_independent(*arguments[0].free_symbols, as_Add=False)[1] if arguments else None
            if whole is not None and not any((each / whole).cancel().free_symbols for each in arguments):
                self.whole[kind] = whole
            for argument in arguments:
                for term, coefficient in self._terms(kind, argument):
                    if term != 1:
                        self._join(kind, term, coefficient)

    def _terms(self, kind: str, argument: Any) -> list[tuple[Any, Any]]:
        """The terms of an argument and their coefficients; the whole of it where all are multiples of one."""
        whole = self.whole.get(kind)
        if whole is not None and argument.free_symbols:
            return [(whole, (argument / whole).cancel())]
        return _terms(argument)

    def _join(self, kind: str, term: Any, coefficient: Any) -> None:
        unit = self.units.setdefault((kind, term), abs(coefficient))
        ratio = coefficient / unit
        if not ratio.is_Rational:
            raise NotImplementedError("coefficients without a common unit")
        self.units[kind, term] = unit * _common(ratio)

    def _replaced(self, expression: Any) -> Any:
        """The expression over letters."""
        if expression.is_Symbol or expression.is_Rational:
            return expression
        if not expression.free_symbols:
            return self._constant(expression)
        if expression.is_Add or expression.is_Mul:
            return expression.func(*[self._replaced(part) for part in expression.args])
        if expression.is_Pow and not isinstance(expression, sympy.exp):
            return self._power(expression)
        return self._function(expression)

    def _constant(self, value: Any) -> Any:
        """√2 is a letter with square 2; sums and products of such are made of their parts."""
        if value.is_Add or value.is_Mul:
            return value.func(*[part if part.is_Rational else self._constant(part) for part in value.args])
        if value.is_Pow and value.base.is_Rational and value.exp.is_Rational and value.base > 0:
            letter = self._letter(("constant", value.base, value.exp.q), "constant", value.base, value.exp.q)
            return letter**value.exp.p
        raise NotImplementedError(f"{value} is no algebraic number")

    def _letter(self, key: Any, kind: Any, base: Any, degree: int) -> Any:
        """The positive root of a base, of a degree."""
        if key not in self.links:
            letter = self._new()
            function = base ** sympy.Rational(1, degree)
            inside = base if kind == "constant" else self._replaced(base)
            top, bottom = sympy.together(inside).as_numer_denom()
            self.links[key] = Link(kind, (letter,), function, (function,))
            self.added.append(sympy.expand(bottom * letter**degree - top))
        return self.links[key].letters[0]

    def _new(self) -> Any:
        return sympy.Dummy(real=True)

    def _power(self, power: Any) -> Any:
        base, exponent = power.base, power.exp
        if exponent.is_Integer:
            return self._replaced(base) ** exponent
        if exponent.is_Rational and (exponent.q % 2 == 0 or base.is_positive):
            return self._letter(("root", base, exponent.q), "root", base, exponent.q) ** exponent.p
        if base.is_positive and base.is_Rational:
            return self._exponential(exponent * sympy.log(base))
        raise NotImplementedError("a power")

    def _function(self, function: Any) -> Any:
        """e^u, cos u and sin u by the terms of u, |u| by its square; any other function as it is."""
        if isinstance(function, sympy.sin | sympy.cos):
            cosine, sine = self._angle(function.args[0])
            return sine if isinstance(function, sympy.sin) else cosine
        if isinstance(function, sympy.exp):
            return self._exponential(function.args[0])
        if isinstance(function, sympy.Abs):
            return self._letter(("root", function.args[0] ** 2, 2), "root", function.args[0] ** 2, 2)
        if not isinstance(function, sympy.log | sympy.atan | sympy.asin | sympy.acos | sympy.erf):
            raise NotImplementedError(type(function).__name__)
        if function not in self.links:
            kind: Any = "log" if isinstance(function, sympy.log) else "function"
            self.links[function] = Link(kind, (self._new(),), function.args[0], (function,))
        return self.links[function].letters[0]

    # --- e^u, cos u, sin u by the terms of u ---------------------------------------------------------

    def _exponential(self, argument: Any) -> Any:
        result = sympy.Integer(1)
        for term, coefficient in self._terms("exp", argument):
            if term == 1:
                raise NotImplementedError("e^constant")
            unit = self.units.get(("exp", term), abs(coefficient))
            self.units["exp", term] = unit
            result *= self._exp_letter(term, unit) ** _multiple(coefficient, unit)
        return result

    def _exp_letter(self, term: Any, unit: Any) -> Any:
        key = ("exp", term)
        if key not in self.links:
            self.links[key] = Link("exp", (self._new(),), unit * term, (sympy.exp(unit * term),))
        return self.links[key].letters[0]

    def _angle(self, argument: Any) -> tuple[Any, Any]:
        """Cosine and sine of a sum of terms."""
        cosine, sine = sympy.Integer(1), sympy.Integer(0)
        for term, coefficient in self._terms("angle", argument):
            c, s = self._part(term, coefficient)
            cosine, sine = cosine * c - sine * s, sine * c + cosine * s
        return sympy.expand(cosine), sympy.expand(sine)

    def _part(self, term: Any, coefficient: Any) -> tuple[Any, Any]:
        if term == 1:
            return self._replaced(sympy.cos(coefficient)), self._replaced(sympy.sin(coefficient))
        unit = self.units["angle", term]
        times = _multiple(coefficient, unit)
        c, s = self._angle_letters(term, unit)
        cosine = sympy.chebyshevt(abs(times), c)
        sine = s * sympy.chebyshevu(abs(times) - 1, c) * (1 if times > 0 else -1)
        return cosine, sine

    def _angle_letters(self, term: Any, unit: Any) -> tuple[Any, Any]:
        key = ("angle", term)
        if key not in self.links:
            c, s = self._new(), self._new()
            argument = unit * term
            self.links[key] = Link("angle", (c, s), argument, (sympy.cos(argument), sympy.sin(argument)))
            self.added.append(c**2 + s**2 - 1)
        c, s = self.links[key].letters
        return c, s


def rewritten(expression: Any) -> Any:
    """tan, cot, sec, csc by sin and cos; hyperbolic functions by e^u; sign u where it has a slope."""
    rules: list[tuple[Any, Callable[[Any], Any]]] = [
        (sympy.tan, lambda u: sympy.sin(u) / sympy.cos(u)),
        (sympy.cot, lambda u: sympy.cos(u) / sympy.sin(u)),
        (sympy.sec, lambda u: 1 / sympy.cos(u)),
        (sympy.csc, lambda u: 1 / sympy.sin(u)),
        (sympy.sign, lambda u: u / sympy.Abs(u)),
        (sympy.sinh, lambda u: (sympy.exp(u) - sympy.exp(-u)) / 2),
        (sympy.cosh, lambda u: (sympy.exp(u) + sympy.exp(-u)) / 2),
        (sympy.tanh, lambda u: (sympy.exp(2 * u) - 1) / (sympy.exp(2 * u) + 1)),
    ]
    for function, rule in rules:
        if expression.has(function):
            expression = expression.replace(function, rule)
    return expression


def _primitive(expression: Any) -> Any:
    """Without constant factors: π·cos(πx) = 0 where cos(πx) = 0."""
    constant, rest = sympy.factor_terms(expression).as_independent(*expression.free_symbols, as_Add=False)
    return rest if constant.is_nonzero and expression.free_symbols else expression


def _terms(argument: Any) -> list[tuple[Any, Any]]:
    """The terms of an argument as (term without its constant factor, that factor); term 1 is the constant."""
    found = []
    for part in sympy.Add.make_args(sympy.expand(argument)):
        constant, term = part.as_independent(*part.free_symbols, as_Add=False) if part.free_symbols else (part, _ONE)
        found.append((term, constant))
    return found


def _multiple(coefficient: Any, unit: Any) -> int:
    times = coefficient / unit
    if not times.is_Integer or abs(times) > _HIGHEST_MULTIPLE:
        raise NotImplementedError("coefficients without a common unit")
    return int(times)


def _common(*ratios: Any) -> Any:
    """The largest number of which 1 and the ratios are multiples."""
    pairs = [(1, 1), *((int(r.p), int(r.q)) for r in ratios)]
    bottom = reduce(lcm, (q for _, q in pairs))
    return sympy.Rational(reduce(gcd, (abs(p) * bottom // q for p, q in pairs)), bottom)
