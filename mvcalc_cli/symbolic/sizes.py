"""Size estimates: how long a number would become, before SymPy builds it.

SymPy evaluates 9^9^9 and factorial(10^9) the moment the node is made. The bridge asks here first; a
`TooLong` becomes a LimitError that names the place in the text.
"""

from __future__ import annotations

import math
from typing import Final

import sympy

# 13,000 bits are about 3,900 digits: what a person may still want to see, and SymPy prints at once.
MOST_BITS: Final = 13_000
# A function is not asked for the value at a number longer than one may type (400 digits).
MOST_ARGUMENT_BITS: Final = 1_400
# factorial, gamma, binomial and their kin walk or multiply up to their argument.
MOST_FACTORIAL: Final = 1_000
_INFINITE: Final = math.inf
# The algebra of polynomials keeps all coefficients up to the degree.
MOST_POLYNOMIAL: Final = 2_000


class TooLong(Exception):  # noqa: N818 - on its way to a LimitError, not shown to people
    """A value would be too long; the message says why, as a clause without a place."""


def bits(number: sympy.Basic) -> int:
    """How many bits an exact rational takes; 0 for anything else."""
    if not isinstance(number, sympy.Rational):
        return 0
    return max(int(number.p).bit_length(), int(number.q).bit_length())


def check_power(base: sympy.Basic, exponent: sympy.Basic) -> None:
    """Refuse a power whose exact value would exceed 13,000 bits.

    >>> check_power(sympy.Integer(2), sympy.Integer(100))
    >>> check_power(sympy.Integer(9), sympy.Integer(9) ** 9)
    Traceback (most recent call last):
    mvcalc_cli.symbolic.sizes.TooLong: this power would have about 1,228,093,894 bits, more than 13,000
    """
    estimate = _power_bits(base, exponent)
    if estimate > MOST_BITS:
        raise TooLong(f"this power would have {_about(estimate)}, more than {MOST_BITS:,}")


def check_number(value: sympy.Basic) -> None:
    """Refuse a result of sums and products that has grown beyond 13,000 bits."""
    if bits(value) > MOST_BITS:
        raise TooLong(f"this number would have {_about(bits(value))}, more than {MOST_BITS:,}")


def check_product(factors: list[sympy.Basic]) -> None:
    """Refuse a product of numbers beyond 13,000 bits before it is multiplied out."""
    total = sum(bits(factor) for factor in factors if isinstance(factor, sympy.Rational))
    if total > 2 * MOST_BITS:
        raise TooLong(f"this product would have {_about(total)}, more than {MOST_BITS:,}")


def check_factorial(*arguments: sympy.Basic) -> None:
    """Refuse factorial, gamma, binomial … of a number beyond 1,000."""
    for argument in arguments:
        if _is_number(argument) and log2_bound(argument) > math.log2(MOST_FACTORIAL) and _beyond(argument):
            raise TooLong(f"its argument is beyond {MOST_FACTORIAL:,}, so its value would be too long")


def check_argument(*arguments: sympy.Basic) -> None:
    """Refuse a function of a number longer than a person may type."""
    for argument in arguments:
        if bits(argument) > MOST_ARGUMENT_BITS:
            raise TooLong(f"its argument has {_about(bits(argument))}, more than {MOST_ARGUMENT_BITS:,}")


def check_rounding(*arguments: sympy.Basic) -> None:
    """Refuse what needs every digit before the point (floor, mod, max, a comparison) of a huge number."""
    for argument in arguments:
        if _is_number(argument) and log2_bound(argument) > MOST_BITS:
            raise TooLong(f"its value would have more than {MOST_BITS:,} bits before the point")


def _beyond(argument: sympy.Basic) -> bool:
    if isinstance(argument, sympy.Rational):
        return bool(abs(argument) > MOST_FACTORIAL)
    return True


def _about(estimate: float) -> str:
    return f"about {int(estimate):,} bits" if estimate < 1e15 else "more than 10^15 bits"


def _power_bits(base: sympy.Basic, exponent: sympy.Basic) -> float:
    """About how many bits the exact part of base^exponent takes."""
    if base is sympy.E:
        return _logarithm_bits(exponent)
    coefficient = exponent.as_coeff_Mul()[0]
    if not isinstance(coefficient, sympy.Rational):
        return 0
    if isinstance(exponent, sympy.Rational):
        return _product(_content(base), _magnitude(coefficient))
    # 2^(10^6·log 3/log 2) is 3^(10^6).
    return max(_logarithm_bits(term) for term in sympy.Add.make_args(exponent))


def _logarithm_bits(exponent: sympy.Basic) -> float:
    """exp(10^6·log 2) is evaluated to 2^(10^6)."""
    longest = 0.0
    for term in sympy.Add.make_args(exponent):
        coefficient = term.as_coeff_Mul()[0]
        if not isinstance(coefficient, sympy.Rational) or not term.has(sympy.log):
            continue
        inside = max((_content(log.args[0]) for log in term.atoms(sympy.log)), default=0)
        longest = max(longest, _product(inside, _magnitude(coefficient)))
    return longest


def _content(base: sympy.Basic) -> float:
    """log2 of the numbers in a base that SymPy multiplies out: 2·√3·x has those of 2 and √3."""
    if isinstance(base, sympy.Rational):
        return 0 if base == 0 else max(math.log2(abs(int(base.p))), math.log2(int(base.q)))
    if isinstance(base, sympy.Mul):
        return sum(_content(factor) for factor in base.args)
    if isinstance(base, sympy.Pow) and isinstance(base.exp, sympy.Rational):
        return _product(_content(base.base), _magnitude(base.exp))
    return 0


def _magnitude(value: sympy.Rational) -> float:
    """|value| as a float; infinite when it has no float."""
    if bits(value) > 1_000:
        numerator, denominator = int(abs(value.p)).bit_length(), int(value.q).bit_length()
        return _INFINITE if numerator > denominator else 1.0
    return abs(int(value.p)) / int(value.q)


def _product(left: float, right: float) -> float:
    return 0 if left == 0 or right == 0 else left * right


def _is_number(value: sympy.Basic) -> bool:
    return isinstance(value, sympy.Expr) and not value.free_symbols


def log2_bound(value: sympy.Basic) -> float:  # noqa: PLR0911 - one line a kind of node
    """An upper bound of log2|value| for an expression without variables, found without computing it.

    >>> log2_bound(sympy.Integer(1024)) >= 10, log2_bound(sympy.exp(sympy.exp(sympy.exp(99))))
    (True, inf)
    """
    if isinstance(value, sympy.Rational):
        return float(int(abs(value.p)).bit_length() - int(value.q).bit_length() + 1)
    if isinstance(value, sympy.Mul):
        return sum(log2_bound(factor) for factor in value.args)
    if isinstance(value, sympy.Add):
        return max(log2_bound(term) for term in value.args) + math.log2(len(value.args))
    if isinstance(value, sympy.Pow | sympy.exp):
        base, exponent = value.as_base_exp()
        return _product(abs(log2_bound(base)), _two_to(log2_bound(exponent)))
    if isinstance(value, sympy.sinh | sympy.cosh):
        return 2 * _two_to(log2_bound(value.args[0]))
    if isinstance(value, sympy.factorial | sympy.gamma):
        inside = log2_bound(value.args[0])
        return _product(max(inside, 1.0), _two_to(inside))
    return max((log2_bound(arg) for arg in value.args if isinstance(arg, sympy.Expr)), default=2.0) + 2


def degree_bound(expression: sympy.Basic) -> int:
    """An upper bound of the degree as a polynomial or fraction, found without multiplying out.

    SymPy writes a polynomial as the list of all its coefficients: x^(10^9) would fill the memory.

    >>> x = sympy.Symbol("x")
    >>> degree_bound((x**2 + 1) ** 3 / x)
    7
    """
    if expression.is_Pow and expression.exp.is_Rational:
        return int(sympy.ceiling(abs(expression.exp) * degree_bound(expression.base)))
    parts = [degree_bound(part) for part in expression.args]
    if expression.is_Mul:
        return sum(parts)
    return max(parts, default=1 if expression.is_Symbol else 0)


def check_degree(expression: sympy.Basic, most: int) -> None:
    """Refuse what would become a polynomial of too high a degree."""
    if degree_bound(expression) > most:
        raise TooLong(f"its degree may reach {_count(degree_bound(expression))}, more than {most:,}")


def _count(number: int) -> str:
    return f"{number:,}" if number < 10**15 else "10^15 or more"


def _two_to(exponent: float) -> float:
    return 2.0**exponent if exponent < 1_000 else _INFINITE
