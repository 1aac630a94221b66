"""The words of the language: functions, constants, Greek letters, and the nearest word to a mistyped one.

A function is one row of `FUNCTIONS`. What its derivative is stands in `calculus/rules.py`, what its
values are in `calculus/evaluate.py`; tests hold the three tables together.
"""

from __future__ import annotations

import keyword
from collections.abc import Iterable
from typing import Final, NamedTuple


class Function(NamedTuple):
    """One function of the language.

    `fewest`/`most` count arguments (`most` None: any number); `inverse` is what `name^-1` means;
    `bare` tells whether `sin x` without brackets is read as a call.
    """

    name: str
    group: str
    usage: str
    meaning: str
    fewest: int = 1
    most: int | None = 1
    aliases: tuple[str, ...] = ()
    inverse: str | None = None
    bare: bool = True


def _trigonometric() -> list[Function]:
    table = [
        ("sin", "asin", "sine"),
        ("cos", "acos", "cosine"),
        ("tan", "atan", "tangent"),
        ("sec", "asec", "secant, 1/cos x"),
        ("csc", "acsc", "cosecant, 1/sin x"),
        ("cot", "acot", "cotangent, cos x/sin x"),
    ]
    rows = []
    for name, inverse, meaning in table:
        csc = ("cosec",) if name == "csc" else ()
        rows.append(Function(name, "trigonometric", f"{name} x", meaning, inverse=inverse, aliases=csc))
        aliases = (f"arc{name}",) + (("arccosec",) if csc else ())
        rows.append(
            Function(inverse, "trigonometric", f"{inverse} x", f"inverse of {name}", aliases=aliases, inverse=name)
        )
    return rows


def _hyperbolic() -> list[Function]:
    rows = []
    for name in ("sinh", "cosh", "tanh", "sech", "csch", "coth"):
        inverse, plain = f"a{name}", name[:-1]
        rows.append(Function(name, "hyperbolic", f"{name} x", f"hyperbolic {plain}", inverse=inverse))
        aliases = (f"arc{name}", f"ar{name}")
        rows.append(
            Function(inverse, "hyperbolic", f"{inverse} x", f"inverse of {name}", aliases=aliases, inverse=name)
        )
    return rows


_TABLE: Final = [
    *_trigonometric(),
    *_hyperbolic(),
    Function("exp", "exponential and logarithm", "exp x", "e^x", inverse=None),
    Function("log", "exponential and logarithm", "log x, log(x, b)", "natural logarithm, or base b", 1, 2, ("ln",)),
    Function("log2", "exponential and logarithm", "log2 x", "logarithm to base 2"),
    Function("log10", "exponential and logarithm", "log10 x", "logarithm to base 10", aliases=("lg",)),
    Function("sqrt", "roots", "sqrt x", "square root"),
    Function("cbrt", "roots", "cbrt x", "real cube root: cbrt(-8) = -2"),
    Function("root", "roots", "root(x, n)", "real n-th root", 2, 2, ("real_root",), bare=False),
    Function("abs", "pieces", "abs x, |x|", "absolute value", aliases=("Abs",)),
    Function("sign", "pieces", "sign x", "-1, 0 or 1", aliases=("sgn",)),
    Function("floor", "pieces", "floor x", "greatest integer not above x"),
    Function("ceil", "pieces", "ceil x", "least integer not below x", aliases=("ceiling",)),
    Function("min", "pieces", "min(x, y, …)", "the least", 1, None, ("Min",), bare=False),
    Function("max", "pieces", "max(x, y, …)", "the greatest", 1, None, ("Max",), bare=False),
    Function("mod", "pieces", "mod(x, m)", "x − m·floor(x/m), remainder", 2, 2, ("Mod",), bare=False),
    Function("gcd", "integers", "gcd(m, n)", "greatest common divisor", 2, None, bare=False),
    Function("factorial", "integers", "n!, factorial n", "1·2·…·n, Γ(n + 1)"),
    Function("binomial", "integers", "binomial(n, k)", "n choose k", 2, 2, ("choose",), bare=False),
    Function("atan2", "trigonometric", "atan2(y, x)", "angle of the point (x, y)", 2, 2, ("arctan2",), bare=False),
    Function("gamma", "special", "gamma(x)", "Gamma function Γ", bare=False),
    Function("beta", "special", "beta(x, y)", "Beta function Γ(x)Γ(y)/Γ(x + y)", 2, 2, bare=False),
    Function("erf", "special", "erf x", "error function"),
    Function("erfc", "special", "erfc x", "1 − erf x"),
    Function("erfi", "special", "erfi x", "imaginary error function"),
    Function("Ei", "special", "Ei(x)", "exponential integral", bare=False),
    Function("Si", "special", "Si(x)", "sine integral", bare=False),
    Function("Ci", "special", "Ci(x)", "cosine integral", bare=False),
    Function("li", "special", "li(x)", "logarithmic integral", bare=False),
    Function("polygamma", "special", "polygamma(n, x)", "n-th derivative of digamma", 2, 2, bare=False),
    Function("W", "special", "W(x)", "Lambert W: W(x)·e^W(x) = x", 1, 2, ("LambertW",), bare=False),
    Function("relu", "machine learning", "relu x", "max(0, x)", aliases=("ReLU",)),
    Function("sigmoid", "machine learning", "sigmoid x", "1/(1 + e^(−x))", aliases=("logistic",)),
    Function("softplus", "machine learning", "softplus x", "log(1 + e^x)"),
    Function("dot", "vectors", "dot(u, v)", "scalar product", 2, 2, bare=False),
    Function("cross", "vectors", "cross(u, v)", "vector product in 3 dimensions", 2, 2, bare=False),
    Function("norm", "vectors", "norm(v)", "Euclidean length", bare=False),
    Function("transpose", "vectors", "transpose(M)", "rows and columns exchanged", bare=False),
    Function("det", "vectors", "det(M)", "determinant", bare=False),
    Function("RootOf", "special", "RootOf(p, k)", "k-th root of a polynomial", 2, 2, ("CRootOf",), bare=False),
]

FUNCTIONS: Final[dict[str, Function]] = {row.name: row for row in _TABLE}

# Every spelling of a function: its name and its aliases.
SPELLINGS: Final[dict[str, str]] = {spelling: row.name for row in _TABLE for spelling in (row.name, *row.aliases)}

# Spellings of constants; "e" and "i" are read by the parser, which knows what has been declared.
CONSTANTS: Final[dict[str, str]] = {"pi": "pi", "π": "pi", "oo": "oo", "inf": "oo", "infinity": "oo", "∞": "oo"}

GREEK: Final[dict[str, str]] = {
    "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ε", "zeta": "ζ", "eta": "η",
    "theta": "θ", "iota": "ι", "kappa": "κ", "lambda": "λ", "mu": "μ", "nu": "ν", "xi": "ξ",
    "omicron": "ο", "rho": "ρ", "sigma": "σ", "tau": "τ", "upsilon": "υ", "phi": "φ", "chi": "χ",
    "psi": "ψ", "omega": "ω",
    "Gamma": "Γ", "Delta": "Δ", "Theta": "Θ", "Lambda": "Λ", "Xi": "Ξ", "Sigma": "Σ", "Phi": "Φ",
    "Psi": "Ψ", "Omega": "Ω",
}  # fmt: skip

# A Greek letter, however it is typed, becomes its English name.
GREEK_LETTERS: Final[dict[str, str]] = {
    **{letter: name for name, letter in GREEK.items()},
    "ϵ": "epsilon", "ϕ": "phi", "ϑ": "theta", "ς": "sigma",
}  # fmt: skip

# The letters of which "xy" and "abc" are read as products.
SPLIT_LETTERS: Final = frozenset("xyzuvwrstabcdkmnpq")


def is_name(text: str) -> bool:
    """The name rule: a letter, then letters, digits and _, then primes; no dunder, no Python keyword.

    >>> is_name("x_1"), is_name("f'"), is_name("__class__"), is_name("2x"), is_name("if")
    (True, True, False, False, False)
    """
    stem = text.rstrip("'")
    if not stem.isascii() or not stem.isidentifier() or not stem[0].isalpha() or "__" in stem:
        return False
    return stem == "lambda" or not keyword.iskeyword(stem)


def nearest(word: str, words: Iterable[str]) -> str | None:
    """The word a person probably meant: at most a third of the letters differ.

    >>> nearest("sinn", FUNCTIONS), nearest("dif", ["diff", "grad"]), nearest("height", FUNCTIONS)
    ('sin', 'diff', None)
    """
    best, least = None, max(1, len(word) // 3) + 1
    for candidate in words:
        if abs(len(candidate) - len(word)) >= least:
            continue
        distance = _edits(word.lower(), candidate.lower())
        if distance < least:
            best, least = candidate, distance
    return best


def _edits(a: str, b: str) -> int:
    """Edit distance with transpositions (optimal string alignment)."""
    before: list[int] = []
    last = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        row = [i]
        for j, y in enumerate(b, 1):
            cost = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (x != y))
            if i > 1 and j > 1 and x == b[j - 2] and a[i - 2] == y:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        before, last = last, row
    return last[-1]
