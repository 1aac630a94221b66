"""What the end of a run means: the kind of point, the sentence that says so, and what to try next."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final

from mvcalc_cli.numeric.descent.curvature import free_variables
from mvcalc_cli.numeric.descent.nature import Look, is_within_rounding, look, look_at_kink
from mvcalc_cli.numeric.descent.neighbours import magnitude
from mvcalc_cli.numeric.descent.progress import Progress
from mvcalc_cli.numeric.descent.rates import working_rate
from mvcalc_cli.numeric.descent.run import Ending, Stop
from mvcalc_cli.numeric.descent.state import State
from mvcalc_cli.numeric.descent.terminate import Verdict, number, steps_in

if TYPE_CHECKING:
    from mvcalc_cli.numeric.descent.objective import Objective
    from mvcalc_cli.numeric.descent.state import Method

# A point of more variables does not fit into a hint.
_LISTED: Final = 8
# Places known less well than this, beside the size of v where f curves up, are said to be so.
_VAGUE: Final = 1e-3
_KNOWN: Final = 1e-6
# Beyond so many variables a run out of steps is looked at only if f had come to rest.
_SMALL: Final = 500


def postprocess(objective: Objective, method: Method, progress: Progress, verdict: Verdict, stop: Stop) -> Ending:
    """The ending of a run, with the nature of its last point.

    Args:
        objective: f and its bounds.
        method: What ran.
        progress: The way.
        verdict: Which test ended it.
        stop: When a run ends.
    """
    state = progress.last
    if verdict.reason == "gradient":
        return _settled(objective, state, verdict, look(objective, state, stop.tolerance), stop)
    if verdict.reason in {"stuck", "max-steps"} and _is_at_rest(objective, progress):
        ending = _at_rest(objective, state, verdict, stop)
        if ending is not None:
            return ending
    if verdict.reason == "domain":
        ending = _at_a_tip(objective, state, verdict, stop)
        if ending is not None:
            return ending
    if verdict.reason in {"diverged", "domain"}:
        rate = working_rate(objective, method, progress, stop)
        verdict = verdict._replace(hint=f"--rate {rate:g}" if rate else verdict.hint)
    return Ending(verdict.reason, "unknown", False, verdict.words, _fitting(verdict.hint, method))


def _fitting(hint: str, method: Method) -> str:
    """A hint about the rate is of no use to a method that chooses its own, nor one to take the method that ran."""
    if getattr(method, "rate", None) is None and hint.endswith("--rate"):
        hint = "--method bfgs"
    if getattr(method, "rate", None) is None and "--rate, or" in hint:
        hint = "--method newton"
    return "" if hint == f"--method {method.name}" else hint


def _is_at_rest(objective: Objective, progress: Progress) -> bool:
    """Whether it is worth while to ask if this is the end: always, unless that costs more than the run."""
    values = progress.values
    return objective.size <= _SMALL or max(values) - min(values) <= 1e-12 * abs(values[-1])


def _at_rest(objective: Objective, state: State, verdict: Verdict, stop: Stop) -> Ending | None:
    """The ending of a run that found nothing lower: within rounding of a minimum, at a kink, at a saddle, or stuck."""
    found = look(objective, state, stop.tolerance)
    if is_within_rounding(objective, state, found):
        said = f"converged {steps_in(state.k)}, as far as the rounding of f lets it be seen"
        return _settled(objective, state, Verdict("step", said), found, stop)
    if verdict.reason == "stuck" and found.nature != "kink":
        found = look_at_kink(objective, state, stop.tolerance) or found
    if verdict.reason == "stuck" and found.nature == "kink":
        return _settled(objective, state, verdict._replace(reason="step"), found, stop)
    if verdict.reason == "stuck" and found.below is not None:
        words = f"{verdict.words}, but f falls on beside it"
        return _ending(objective, state, verdict._replace(words=words, hint=_from(found.below)), found, converged=False)
    return None


def _at_a_tip(objective: Objective, state: State, verdict: Verdict, stop: Stop) -> Ending | None:
    """The ending beside a point that has a value but no gradient, as |v| at 0; None if the run was not yet near it."""
    if objective.lost is None or _norm(objective.lost - state.v) > 1e-6:
        return None
    if not objective.lowest(objective.lost) <= state.f:
        return None
    found = look_at_kink(objective, state, stop.tolerance)
    return found and _settled(objective, state, verdict._replace(reason="step"), found, stop)


def _settled(objective: Objective, state: State, verdict: Verdict, found: Look, stop: Stop) -> Ending:
    """The ending where the gradient is small, or there is none."""
    say = {
        "minimum": _minimum,
        "flat": _flat,
        "saddle": _saddle,
        "maximum": _maximum,
        "distant": _distant,
        "kink": _kink,
        "unknown": _unknown,
    }[found.nature]
    words, hint, converged = say(state, verdict, found, stop)
    reason = "stuck" if found.nature == "kink" and not converged and verdict.reason == "step" else verdict.reason
    return _ending(objective, state, Verdict(reason, words, hint), found, converged=converged)


def _ending(objective: Objective, state: State, verdict: Verdict, found: Look, *, converged: bool) -> Ending:
    import numpy as np

    bent = found.curvature
    ending = Ending(verdict.reason, found.nature, converged, verdict.words, verdict.hint, known=found.known)
    if objective.bounds is not None:
        ending = ending._replace(active=int(np.sum(~free_variables(objective, state))))
    if found.below is not None:
        way = found.below - state.v
        ending = ending._replace(direction=way / np.linalg.norm(way))
    if bent is None:
        return ending
    return ending._replace(smallest=bent.smallest, largest=bent.largest, newton_step=float(np.linalg.norm(bent.newton)))


Said = tuple[str, str, bool]


def _minimum(state: State, verdict: Verdict, found: Look, _stop: Stop) -> Said:
    if found.known > _VAGUE * magnitude(state.v):
        return f"{verdict.words}, the place known to about {number(found.known)}", "", True
    return verdict.words, "", True


def _unknown(state: State, verdict: Verdict, found: Look, _stop: Stop) -> Said:
    if found.below is not None:
        said = f"stopped {_after(state)}: the gradient is small, but this is no minimum: neighbours are lower"
        return said, _from(found.below), False
    if found.curvature is None:
        return f"{verdict.words}; f has no second derivative there, but no neighbour tried is lower", "", True
    return f"{verdict.words}; whether it is a minimum could not be decided", "", True


def _flat(state: State, verdict: Verdict, found: Look, _stop: Stop) -> Said:
    if not found.changes:
        return f"stopped {_after(state)} on a plateau: f is the same all around", "", False
    if found.known > _KNOWN:
        return f"{verdict.words}, where f is so flat that the place is known to about {number(found.known)}", "", True
    if found.level:
        return f"{verdict.words}, where f is flat: no neighbour is lower, but some are as low", "", True
    return f"{verdict.words}, where the second derivatives do not tell: no neighbour tried is lower", "", True


def _saddle(state: State, _verdict: Verdict, found: Look, _stop: Stop) -> Said:
    kind = "a saddle" if state.v.size > 1 else "a point of inflection"
    where = f"the start is {kind}" if state.k == 0 else f"came to {kind} {steps_in(state.k)}"
    return f"{where}: |∇f| is {_size(state)}, and f falls on from there", _from(found.below), False


def _maximum(state: State, _verdict: Verdict, found: Look, _stop: Stop) -> Said:
    where = "the start is a maximum" if state.k == 0 else f"came to a maximum {steps_in(state.k)}"
    return f"{where}: |∇f| is {_size(state)}, and f falls in every direction", _from(found.below), False


def _distant(state: State, _verdict: Verdict, found: Look, stop: Stop) -> Said:
    where = f"stopped {_after(state)}: the gradient is small"
    bent = found.curvature
    if bent is None or bent.sign != 1:
        return f"{where}, but this is no minimum: f falls on", _tolerance(state, stop, 1e-3), False
    if found.known == math.inf:
        far = f"Newton's step from here is {_way(_norm(bent.newton))} long"
        return f"{where}, but no minimum is near: {far}", "", False
    hint = _tolerance(state, stop, 1e-3 * min(1.0, magnitude(state.v) / found.known))
    # Newton's first step is the whole way where the quadratic model holds; else the way is a guess.
    the_minimum = "the minimum" if found.known == _norm(bent.newton) else "the minimum, if there is one,"
    return f"{where}, but {the_minimum} is about {_way(found.known)} away", hint, False


def _kink(state: State, _verdict: Verdict, found: Look, _stop: Stop) -> Said:
    kink = "a kink: f has no gradient there"
    if found.below is not None:
        where = "the start is" if state.k == 0 else f"stopped {_after(state)} at"
        return f"{where} {kink}, and it is no minimum: neighbours are lower", "--method bfgs", False
    return f"converged {steps_in(state.k)} to {kink}, and no neighbour tried is lower", "", True


def _after(state: State) -> str:
    return steps_in(state.k) if state.k == 0 else "after" + steps_in(state.k)[2:]


def _size(state: State) -> str:
    return "0" if state.norm == 0 else number(state.norm)


def _way(length: float) -> str:
    """A length to two digits.

    >>> _way(1.0), _way(31.62), _way(1e6)
    ('1.0', '32', '1.0e+06')
    """
    return f"{length:#.2g}".rstrip(".")


def _norm(v: Any) -> float:
    import numpy as np

    return float(np.linalg.norm(v))


def _tolerance(state: State, stop: Stop, part: float) -> str:
    """A tolerance below the gradient here, as a power of ten."""
    least = min(stop.tolerance, state.norm) * part
    return f"--tolerance 1e{math.floor(math.log10(least))}" if least > 1e-300 else ""


def _from(v: Any) -> str:
    """A point as --from takes it; what is tiny beside the rest is 0."""
    tiny = 1e-9 * float(abs(v).max(initial=0.0))
    return "--from " + ",".join(f"{x:.6g}" if abs(x) > tiny else "0" for x in v.tolist()) if v.size <= _LISTED else ""
