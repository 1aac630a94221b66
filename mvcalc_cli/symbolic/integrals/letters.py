"""The letters of a rule: none that stands for something else in the integrand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

import sympy

from mvcalc_cli.symbolic.integrals.search import Working

_FRESH: Final = "wstpqrhkzm"
# A letter standing alone, its differential, or a factor of two letters: u, du, ax.
_WORD: Final = re.compile(r"(?<![A-Za-z_])([A-Za-zθ]{1,2})(?![A-Za-z_])")
_BACK: Final = "substitute back"


def lettered(step: Working) -> Working:
    """The step with letters of its own in formula and working, and du beside u in a substitution.

    >>> x, u = sympy.symbols("x u", real=True)
    >>> step = Working("reciprocal", "∫ 1/u du = log|u|", (("u", u + 1),), 1 / (u + 1), u, sympy.log(u + 1))
    >>> lettered(step)[1:3]
    ('∫ 1/w dw = log|w|', (('w', u + 1),))
    """
    new = _new_variable(step)
    clashing = _clashing(step, new)
    fresh = {**dict(zip(clashing, _unused(step), strict=False)), **_own_variable(step)}
    formula = _WORD.sub(lambda found: _renamed(found[1], fresh), step.formula)
    letters = [(_renamed(name, fresh), part) for name, part in step.letters]
    return step._replace(formula=formula, letters=(*letters, *_differential(step, new)))


def _own_variable(step: Working) -> dict[str, str]:
    """A rule told with dx is told with du where u is the variable."""
    name = "θ" if str(step.variable) == "theta" else str(step.variable)
    if len(name) > 1 or name == "x" or any(letter in {"x", "dx"} for letter, _ in step.letters):
        return {}
    return {} if "x" in {str(symbol) for symbol in step.integrand.free_symbols} else {"x": name}


def _new_variable(step: Working) -> str:
    """u where the integral after the step is by u, or was before it is put back."""
    integrals = step.after.atoms(sympy.Integral)
    names = {str(integral.limits[0][0]) for integral in integrals} - {str(step.variable)}
    return next((name for name, _ in step.letters if name in names), "")


def _clashing(step: Working, new: str) -> list[str]:
    """Letters of the rule that stand for something else in the integrand."""
    own = {str(symbol) for symbol in step.integrand.free_symbols | {step.variable}}
    bound = {name for name, _ in step.letters}
    x = str(step.variable)
    found = dict.fromkeys(letter for word in _WORD.findall(step.formula) for letter in _letters(word))
    bare = [name for name, _ in step.letters if len(name) == 1 and name not in found]
    return [name for name in (*found, *bare) if name in own and name != new and (name != x or name in bound)]


def _letters(word: str) -> tuple[str, ...]:
    """du is u; ax is a and x; the d of du and the name of a function are no letters."""
    return (word[1],) if len(word) == 2 and word[0] == "d" else tuple(word) if word != "ln" else ()


def _renamed(word: str, fresh: dict[str, str]) -> str:
    if len(word) == 2 and word[0] == "d":
        return "d" + fresh.get(word[1], word[1])
    return "".join(fresh.get(letter, letter) for letter in word)


def _unused(step: Working) -> Iterator[str]:
    taken = {str(symbol) for symbol in step.integrand.free_symbols | step.after.free_symbols | {step.variable}}
    taken |= {letter for word in _WORD.findall(step.formula) for letter in _letters(word)}
    yield from (letter for letter in _FRESH if letter not in taken)


def _differential(step: Working, new: str) -> tuple[tuple[str, Any], ...]:
    """("du", g′) for u = g(x); nothing where g has no plain derivative."""
    if not new or step.rule == _BACK or any(name == "dx" for name, _ in step.letters):
        return ()
    slope = sympy.diff(dict(step.letters)[new], step.variable)
    if slope.has(sympy.Derivative, sympy.Subs, sympy.DiracDelta):
        return ()
    return ((f"d{new}", slope),)
