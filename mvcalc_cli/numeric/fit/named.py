"""The models that have a name, each with its formula and a first guess of its parameters from the data."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Mapping
from typing import TYPE_CHECKING, Final, NamedTuple

from mvcalc_cli.errors import InputError
from mvcalc_cli.numeric.fit import growth, peaks, waves

if TYPE_CHECKING:
    from mvcalc_cli.language.tree import Tree
    from mvcalc_cli.numeric.fit.data import Array

# Beyond this degree the powers of x cannot be told apart in double precision, wherever x lies.
_HIGHEST_DEGREE: Final = 40

Theta = dict[str, float]
# (x, y) -> the parameters in their order.
Guess = Callable[["Array", "Array"], list[float]]
# Parameters by name -> the same curve, written in the one agreed way.
Normal = Callable[[Theta], Theta]


class NamedModel(NamedTuple):
    """A model with a name.

    Attributes:
        name: As it is typed.
        text: Its formula in the language; the predictor is x.
        parameters: Their names, in the order in which they are shown.
        what: What it is for, in one line.
        first: The guess from x and y.
        normal: How a parameter of which the sign or the turn is free is written.
    """

    name: str
    text: str
    parameters: tuple[str, ...]
    what: str
    first: Guess
    normal: Normal = dict

    @property
    def tree(self) -> Tree:
        """The formula, read."""
        from mvcalc_cli.language.parser import parse

        return parse(self.text, names=dict.fromkeys(self.parameters, "real")).tree

    def guess(self, x: Array, y: Array) -> Theta:
        """First parameters from the rows, without a search over all of them.

        Args:
            x: The predictor, shape (n,), in any order.
            y: What is explained, shape (n,).

        >>> import numpy as np
        >>> x = np.array([0.0, 1.0, 2.0, 3.0])
        >>> named("line").guess(x, 2 * x + 1)
        {'a': 1.0, 'b': 2.0}
        """
        import numpy as np

        with np.errstate(all="ignore"):
            found = self.first(np.asarray(x, dtype=np.float64), np.asarray(y, dtype=np.float64))
        theta = dict(zip(self.parameters, found, strict=True))
        return self.normalised({name: value if math.isfinite(value) else 1.0 for name, value in theta.items()})

    def normalised(self, theta: Mapping[str, float], kept: Collection[str] = ()) -> Theta:
        """The same curve with a positive amplitude and width, and the phase in (−π, π].

        Args:
            theta: The parameters by name.
            kept: Those that are fixed or bounded: if one of them would have to change, nothing does.
        """
        there = self.normal(dict(theta))
        changed = {name for name, value in there.items() if value != theta[name]}
        return dict(theta) if changed & set(kept) else there


def _wave(theta: Theta) -> Theta:
    """A > 0, ω ≥ 0, −π < φ ≤ π."""
    there = dict(theta)
    if there["omega"] < 0:
        there |= {"omega": -there["omega"], "phi": -there["phi"], "A": -there["A"]}
    if there["A"] < 0:
        there |= {"A": -there["A"], "phi": there["phi"] + math.pi}
    turns = math.ceil((there["phi"] - math.pi) / (2 * math.pi))
    return there | {"phi": there["phi"] - turns * 2 * math.pi}


def _positive(name: str) -> Normal:
    return lambda theta: theta | {name: abs(theta[name])}


def _polynomial(degree: int) -> NamedModel:
    """The polynomial of some degree."""
    powers = ["", "*x", *[f"*x^{k}" for k in range(2, degree + 1)]]
    names = tuple(f"c{k}" for k in range(degree + 1))
    text = " + ".join(name + power for name, power in zip(names, powers, strict=False))
    what = f"a polynomial of degree {degree}"
    return NamedModel(f"poly:{degree}", text, names, what, lambda x, y: growth.polynomial(x, y, degree))


_BELL = "A*exp(-(x - mu)^2/(2*sigma^2))"

_ALL: Final = (
    NamedModel("line", "a + b*x", ("a", "b"), "a straight line", lambda x, y: growth.polynomial(x, y, 1)),
    _polynomial(2)._replace(name="poly:N", what="a polynomial of degree N, here 2: poly:1, poly:2, poly:3, …"),
    NamedModel(
        "exp", "A*exp(k*x)", ("A", "k"), "growth (k > 0) or decay (k < 0) by a constant rate", growth.exponential
    ),
    NamedModel("power", "A*x^b", ("A", "b"), "a power law: how one size scales with another", growth.power),
    NamedModel("log", "a + b*log(x)", ("a", "b"), "growth that slows down but never ends", growth.logarithm),
    NamedModel(
        "logistic",
        "L/(1 + exp(-k*(x - x0)))",
        ("L", "k", "x0"),
        "growth from 0 up to a limit L, half of it at x0; falling where k < 0",
        growth.logistic,
    ),
    NamedModel(
        "gaussian",
        _BELL,
        ("A", "mu", "sigma"),
        "a bell-shaped peak at μ, or a dip where A < 0",
        peaks.gaussian,
        _positive("sigma"),
    ),
    NamedModel(
        "gaussian+line",
        f"{_BELL} + a + b*x",
        ("A", "mu", "sigma", "a", "b"),
        "a bell-shaped peak or dip on a straight background",
        peaks.gaussian_and_line,
        _positive("sigma"),
    ),
    NamedModel(
        "sine",
        "A*sin(omega*x + phi) + C",
        ("A", "omega", "phi", "C"),
        "an oscillation about C; its period is 2π/ω",
        waves.sine,
        _wave,
    ),
    NamedModel(
        "damped-sine",
        "A*exp(-gamma*x)*sin(omega*x + phi) + C",
        ("A", "gamma", "omega", "phi", "C"),
        "an oscillation about C that dies away at the rate γ",
        waves.damped_sine,
        _wave,
    ),
    NamedModel(
        "michaelis-menten",
        "V_max*x/(K_m + x)",
        ("V_max", "K_m"),
        "a rate that saturates: enzymes, adsorption; half of V_max at K_m",
        growth.michaelis_menten,
    ),
    NamedModel(
        "hill",
        "A*x^n/(K^n + x^n)",
        ("A", "K", "n"),
        "a dose and its response: half of A at K, steeper for a larger n",
        growth.hill,
    ),
    NamedModel(
        "weibull",
        "A*(1 - exp(-(x/lambda)^k))",
        ("A", "lambda", "k"),
        "the share that has failed, ripened or dissolved by x, out of A",
        growth.weibull,
    ),
    NamedModel(
        "lorentzian",
        "A*gamma^2/((x - x0)^2 + gamma^2)",
        ("A", "x0", "gamma"),
        "a resonance or spectral line at x0, half as high at a distance of γ",
        peaks.lorentzian,
        _positive("gamma"),
    ),
)

NAMED: Final[Mapping[str, NamedModel]] = {model.name: model for model in _ALL}

# What other programs and books call them.
_SYNONYMS: Final = {
    "linear": "line",
    "straight": "line",
    "affine": "line",
    "constant": "poly:0",
    "quadratic": "poly:2",
    "parabola": "poly:2",
    "cubic": "poly:3",
    "polynomial": "poly:2",
    "poly": "poly:2",
    "exponential": "exp",
    "decay": "exp",
    "growth": "exp",
    "logarithm": "log",
    "logarithmic": "log",
    "ln": "log",
    "sigmoid": "logistic",
    "gauss": "gaussian",
    "normal": "gaussian",
    "bell": "gaussian",
    "sin": "sine",
    "cos": "sine",
    "cosine": "sine",
    "sinusoid": "sine",
    "oscillation": "damped-sine",
    "mm": "michaelis-menten",
    "lorentz": "lorentzian",
    "cauchy": "lorentzian",
}


def find(text: str) -> NamedModel | None:
    """The model of this name; None if it is none.

    >>> find("poly:1").text, find("x^2")
    ('c0 + c1*x', None)
    """
    name = text.strip().lower()
    kind, colon, degree = name.partition(":")
    if kind == "poly" and colon and degree.isascii() and degree.isdigit() and int(degree[:9]) <= _HIGHEST_DEGREE:
        return _polynomial(int(degree))
    return NAMED.get(name) if name != "poly:n" else None


def recognised(
    tree: Tree, parameters: Collection[str], predictors: Collection[str]
) -> tuple[NamedModel, dict[str, str]] | None:
    """The named model that an expression is, whatever its parameters are called, and their names there -> here.

    >>> from mvcalc_cli.language import parse
    >>> model, names = recognised(parse("q*exp(-r*t)").tree, ["q", "r"], ["t"]) or (None, {})
    >>> model is None, recognised(parse("q*exp(r*t)").tree, ["q", "r"], ["t"])[1]
    (True, {'A': 'q', 'k': 'r', 'x': 't'})
    """
    for model in NAMED.values():
        if len(model.parameters) == len(parameters):
            names = _matched(model.tree, tree)
            if names and set(parameters) == {names[name] for name in model.parameters} and names["x"] in predictors:
                return model, names
    return None


def _matched(pattern: Tree, tree: Tree) -> dict[str, str] | None:
    """Names of the pattern -> names of the tree, if they differ in nothing else."""
    names: dict[str, str] = {}
    pairs = [(pattern, tree)]
    while pairs:
        one, other = pairs.pop()
        if one.kind != other.kind or len(one.args) != len(other.args):
            return None
        if one.kind == "variable":
            if names.setdefault(str(one.value), str(other.value)) != other.value:
                return None
        elif one.value != other.value:
            return None
        pairs.extend(zip(reversed(one.args), reversed(other.args), strict=True))
    return names if len(set(names.values())) == len(names) else None


def suggestion(text: str) -> str | None:
    """The name that was probably meant.

    >>> suggestion("gausian"), suggestion("quadratic"), suggestion("x^2")
    ('gaussian', 'poly:2', None)
    """
    from mvcalc_cli.language.names import nearest

    name = text.strip().lower().replace("_", "-").replace(" ", "")
    kind, colon, degree = name.partition(":")
    if colon and degree.isdigit() and int(degree[:9]) <= _HIGHEST_DEGREE and nearest(kind, ["poly", "polynomial"]):
        return f"poly:{int(degree)}"
    found = _SYNONYMS.get(name) or nearest(name, [*(each for each in NAMED if each != "poly:N"), *_SYNONYMS])
    return _SYNONYMS.get(found, found) if found else None


def named(text: str) -> NamedModel:
    """The model of this name.

    Raises:
        InputError: If no model has it; the hint names the nearest.

    >>> named("gaussian").text
    'A*exp(-(x - mu)^2/(2*sigma^2))'
    """
    found = find(text)
    if found is not None:
        return found
    name, colon, degree = text.strip().lower().partition(":")
    if name == "poly" and colon:
        raise InputError(
            f"the degree of poly: is a whole number from 0 to {_HIGHEST_DEGREE}, not {degree!r}", hint="poly:3"
        )
    nearest = suggestion(text)
    hint = f"did you mean {nearest}?" if nearest else "all of them: mvcalc fit --models"
    raise InputError(f"no model is called {text.strip()!r}", hint=hint)
