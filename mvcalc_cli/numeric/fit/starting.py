"""From where to search, how often, and which minimum to believe."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from mvcalc_cli.calculus.undefined import UndefinedError
from mvcalc_cli.numeric.fit.in_memory import InMemory
from mvcalc_cli.numeric.fit.solution import Solution
from mvcalc_cli.numeric.fit.verdict import listed
from mvcalc_cli.numeric.fit.way import noise

if TYPE_CHECKING:
    from mvcalc_cli.numeric.fit.data import Data
    from mvcalc_cli.numeric.fit.model import Model
    from mvcalc_cli.numeric.fit.residuals import Array
    from mvcalc_cli.numeric.fit.search import Settings

# Starts, at most: fewer where two of them lead to the same lowest minimum.
_MOST: Final = 12
# Two minima are the same if their chi² agree to this part.
_SAME: Final = 1e-6
# A start that only looks whether chi² is lower elsewhere need not go on for ever.
_LOOK: Final = 200


def first_start(model: Model, data: Data, start: Mapping[str, float], settings: Settings) -> Array:
    """The start that was given, completed by guesses.

    Raises:
        UndefinedError: If the model has no value at any.
    """
    residuals, error = InMemory(model, data), None
    for theta in _starts(model, data, start, settings):
        try:
            residuals.linearised(theta)
        except UndefinedError as undefined:
            error = error or undefined
            if _is_whole(model, start):
                break
        else:
            return theta
    raise error or _nowhere()


def best_of(model: Model, data: Data, start: Mapping[str, float], settings: Settings) -> Solution:
    """The lowest minimum that some starts lead to.

    Raises:
        UndefinedError: If the model has no value at the start that was given, or at none of those guessed.
    """
    residuals = InMemory(model, data)
    found: list[Solution] = []
    error: UndefinedError | None = None
    for theta in _starts(model, data, start, settings):
        try:
            run = _looking(settings, found).solve(residuals, theta, watched=not found)
        except UndefinedError as undefined:
            if not found and _is_whole(model, start):
                raise
            error = error or undefined
            continue
        found.append(run)
        if len(found) >= _MOST or _is_enough(found):
            break
    if not found:
        raise error or _nowhere()
    return _told(found, given=_is_whole(model, start))


def lowest(found: Sequence[Solution]) -> Solution:
    """The solution to believe: the lowest minimum, the first of equals; where there is none, the lowest point."""
    best, *others = [each for each in found if each.ending.converged] or found
    for each in others:
        best = each if is_lower(each, best) else best
    return best


def is_lower(one: Solution, other: Solution) -> bool:
    """Whether chi² is lower by more than what two searches of the same minimum differ by."""
    return one.chi2 < other.chi2 - max(_SAME * other.chi2, 10 * noise(other.theta, other.end))


def _is_enough(found: Sequence[Solution]) -> bool:
    """Whether a perfect fit, or the lowest minimum twice, has been found."""
    best = lowest(found)
    if not best.ending.converged:
        return False
    same = [each for each in found if each.ending.converged and not is_lower(best, each)]
    return len(same) > 1 or best.ending.reason == "exact"


def _looking(settings: Settings, found: Sequence[Solution]) -> Settings:
    if not any(each.ending.converged for each in found):
        return settings
    return settings._replace(max_steps=min(settings.max_steps or _LOOK, _LOOK))


def _told(found: Sequence[Solution], *, given: bool) -> Solution:
    """The best solution, with what the other starts have shown.

    A plateau that is lower than every minimum is the answer, unless the start was given and led to a minimum.
    """
    best = lowest(found)
    lower = [each for each in found if each.ending.reason == "flat" and is_lower(each, best)]
    if lower and not (given and found[0].ending.converged):
        best, lower = min(lower, key=lambda each: each.chi2), []
    best = best._replace(tried=len(found))
    if not best.ending.converged:
        more = f" ({len(found)} starts tried)" if len(found) > 1 else ""
        return best._replace(ending=best.ending._replace(words=best.ending.words + more))
    others = [each for each in found if each.ending.converged and is_lower(best, each)]
    words = best.ending.words
    if others:
        other = min(others, key=lambda each: each.chi2)
        words += f"; the lowest minimum of {len(found)} starts, another has chi² = {other.chi2:.4g}"
    if lower:
        flat = min(lower, key=lambda each: each.chi2)
        words += f"; chi² is lower still, {flat.chi2:.4g}, as {listed(flat.ending.blame)} go to infinity"
    return best._replace(ending=best.ending._replace(words=words))


def _starts(model: Model, data: Data, start: Mapping[str, float], settings: Settings) -> Iterator[Array]:
    """The start that was given first, then guesses of what was not, then of all."""
    import numpy as np

    if _is_whole(model, start):
        yield np.array([start[name] for name in model.parameters], dtype=np.float64)
    elif start:
        rest = model.bound(start)
        for guess in _guesses(rest, data, _part(model, rest, settings.bounds), settings.seed):
            yield np.array([{**guess, **start}[name] for name in model.parameters], dtype=np.float64)
            break
    for guess in _guesses(model, data, settings.bounds, settings.seed):
        yield np.array([guess[name] for name in model.parameters], dtype=np.float64)


def _guesses(model: Model, data: Data, bounds: Any, seed: int) -> Iterator[dict[str, float]]:
    from mvcalc_cli.numeric.fit.starts import guesses

    return guesses(model, data, bounds, seed)


def _part(model: Model, rest: Model, bounds: Any) -> Any:
    """The bounds of the parameters that remain."""
    if bounds is None:
        return None
    keep = [at for at, name in enumerate(model.parameters) if name in rest.parameters]
    return type(bounds)(bounds.lower[keep], bounds.upper[keep])


def _is_whole(model: Model, start: Mapping[str, float]) -> bool:
    return bool(start) and all(name in start for name in model.parameters)


def _nowhere() -> UndefinedError:
    from mvcalc_cli.language.tree import constant

    return UndefinedError("the model has no value at any start that was tried", constant("oo"))
