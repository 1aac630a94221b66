"""`fit`: a model and rows -> the estimates, by the way that suits the model, from as many starts as it takes."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from mvcalc_cli.errors import DomainError, InputError
from mvcalc_cli.numeric.descent.objective import Bounds
from mvcalc_cli.numeric.fit.bounded import box, inside
from mvcalc_cli.numeric.fit.data import Data, Source
from mvcalc_cli.numeric.fit.in_memory import InMemory
from mvcalc_cli.numeric.fit.levenberg import levenberg
from mvcalc_cli.numeric.fit.loss import Loss
from mvcalc_cli.numeric.fit.polish import polish
from mvcalc_cli.numeric.fit.solution import Ending, Solution
from mvcalc_cli.numeric.fit.starting import best_of, first_start
from mvcalc_cli.numeric.fit.way import Watch

if TYPE_CHECKING:
    from mvcalc_cli.numeric.fit.model import Model
    from mvcalc_cli.numeric.fit.residuals import Array, Residuals

METHODS: Final = ("auto", "lm", "gauss-newton", "gauss-newton-halving", "gd")
# Longer tables are first fitted by a sample.
_SAMPLE: Final = 5_000
# A fit that leaves this part of y is still a perfect one.
_STILL: Final = 1e-8
# Beyond these the squares of y are no numbers any more, or have lost digits.
_SMALLEST: Final = 1e-140
_LARGEST: Final = 1e140


class Settings(NamedTuple):
    """How to fit.

    Attributes:
        bounds: The box of the free parameters; None where they may go anywhere.
        method: One of METHODS.
        rate: Of gradient descent; None chooses it.
        tolerance: The cosine that counts as a right angle; None leaves it to the method.
        max_steps: None leaves it to the method.
        watch: Called with each step of the fit of all rows.
        seed: Of the guesses.
    """

    bounds: Bounds | None
    method: str
    rate: float | None
    tolerance: float | None
    max_steps: int | None
    watch: Watch | None
    seed: int

    def solve(self, residuals: Residuals, start: Any, *, watched: bool = True) -> Solution:
        """One run from one start."""
        options: dict[str, Any] = {"bounds": self.bounds, "watch": self.watch if watched else None}
        options |= {"tolerance": self.tolerance} if self.tolerance is not None else {}
        options |= {"max_steps": self.max_steps} if self.max_steps is not None else {}
        if self.method in {"gauss-newton", "gauss-newton-halving"}:
            from mvcalc_cli.numeric.fit.gauss_newton import gauss_newton

            return gauss_newton(residuals, start, halving=self.method.endswith("halving"), **options)
        if self.method == "gd":
            from mvcalc_cli.numeric.fit.gradient import gradient_descent

            return gradient_descent(residuals, start, rate=self.rate, **options)
        return levenberg(residuals, start, **options)


def fit(
    model: Model,
    source: Data | Source,
    *,
    start: Mapping[str, float] | None = None,
    fixed: Mapping[str, float] | None = None,
    bounds: Mapping[str, tuple[float, float]] | None = None,
    loss: str | None = None,
    method: str = "auto",
    rate: float | None = None,
    absolute: bool = False,
    tolerance: float | None = None,
    max_steps: int | None = None,
    watch: Watch | None = None,
    seed: int = 1,
) -> Solution:
    """The parameters with which a model is nearest to the rows.

    Linear models are solved directly. Others are searched by Levenberg-Marquardt: from `start`, from guesses where
    it is not given or does not lead to a minimum, and from another guess to see whether chi² is lower elsewhere: the
    lowest minimum is returned. Long tables are fitted by a sample first. Other methods take one start, and no care.

    Args:
        model: Its parameters are those fitted.
        source: The rows.
        start: Where to start, of some or all parameters; the others are guessed.
        fixed: Parameters that are known.
        bounds: Lowest and highest values of parameters.
        loss: None of least squares, "huber" or "cauchy".
        method: "auto", or one of METHODS, which searches linear models too.
        rate: Of "gd".
        absolute: Whether σ are the standard deviations themselves (the scale of a robust loss is then theirs).
        tolerance: The cosine between residuals and derivatives that counts as a right angle.
        max_steps: Steps of one search.
        watch: Called with the steps of the fit of all rows.
        seed: Of the guesses.

    Raises:
        InputError: If a name is no parameter, or start and bounds do not fit.
        UndefinedError: If the model has no value at the start that was given, or at none of those guessed.
    """
    import numpy as np

    model = model.bound(fixed) if fixed else model
    settings = Settings(box(model.parameters, bounds), method, rate, tolerance, max_steps, watch, seed)
    start = _checked(model.parameters, start or {}, settings.bounds)
    with np.errstate(all="ignore"):
        hopeless = _hopeless(model, source)
        if hopeless is not None:
            return hopeless
        found = _plain(model, source, start, settings)
        if loss is not None:
            return _robust(model, source, found, settings, (loss, absolute))
        found = _determined(model, source, found)
        return polish(model, source, found) if isinstance(source, Data) else found


def _determined(model: Model, source: Data | Source, found: Solution) -> Solution:
    """A perfect fit whose parameters may be anything else as well is no answer: of a constant y every bell is right."""
    if found.ending.reason != "exact" or found.method == "qr":
        return found
    from mvcalc_cli.numeric.fit.verdict import adrift, listed

    rows = InMemory(model, sample(source))
    names = [name for name in adrift(found) if name not in model.linear_in and _is_idle(rows, found, name)]
    if not names:
        return found
    words = f"the model passes through every row whatever {listed(names)} {'is' if len(names) == 1 else 'are'}"
    hint = f"--fix {names[0]}=…, or a model with fewer parameters"
    return found._replace(ending=Ending(False, "singular", f"singular: {words}", hint, tuple(names)))


def _is_idle(rows: InMemory, found: Solution, name: str) -> bool:
    """Whether another value of a parameter fits as perfectly: what is 0 but for rounding may be well determined."""
    moved = found.theta.copy()
    moved[found.names.index(name)] += 1.0
    return rows.chi2(moved) <= (_STILL * found.end.size) ** 2


def residuals_of(model: Model, source: Data | Source, loss: Loss | None = None) -> Residuals:
    """The residuals over all rows, wherever these are."""
    if isinstance(source, Data):
        return InMemory(model, source, loss)
    own = getattr(source, "residuals", None)
    found: Residuals = own(model, loss) if own is not None else InMemory(model, whole(source), loss)
    return found


def whole(source: Data | Source) -> Data:
    """All rows in memory."""
    import numpy as np

    if isinstance(source, Data):
        return source
    parts = list(source.chunks())
    columns = {name: np.concatenate([part.columns[name] for part in parts]) for name in parts[0].columns}
    sigma = None if parts[0].sigma is None else np.concatenate([np.asarray(part.sigma) for part in parts])
    return Data(columns, np.concatenate([part.y for part in parts]), sigma)


def sample(source: Data | Source) -> Data:
    """Some thousands of rows at most, spread over the whole."""
    if not isinstance(source, Data):
        return source.sample
    every = -(-source.rows // _SAMPLE)
    if every <= 1:
        return source
    columns = {name: column[::every] for name, column in source.columns.items()}
    return Data(columns, source.y[::every], None if source.sigma is None else source.sigma[::every])


def _checked(names: Sequence[str], start: Mapping[str, float], bounds: Bounds | None) -> Mapping[str, float]:
    for name, value in start.items():
        if name not in names:
            raise InputError(f"a start is given for {name}, which is no free parameter of the model")
        at = list(names).index(name)
        if bounds is not None and not bounds.lower[at] <= value <= bounds.upper[at]:
            raise InputError(
                f"the start {name} = {value:g} is outside its bounds {bounds.lower[at]:g} … {bounds.upper[at]:g}"
            )
    return start


def _hopeless(model: Model, source: Data | Source) -> Solution | None:
    """The ending where there is nothing to search.

    Raises:
        DomainError: If the squares of y are beyond what a float can hold.
    """
    import numpy as np

    count, rows = len(model.parameters), source.rows
    if not count:
        chi2 = residuals_of(model, source).chi2(np.zeros(0))
        return _unsearched(model, rows, chi2, Ending(True, "direct", "every parameter is fixed: nothing was fitted"))
    if rows < count:
        words = f"singular: {rows} row{'s' if rows != 1 else ''} cannot determine {count} parameters"
        hint = "more rows, --fix, or a model with fewer parameters"
        return _unsearched(model, rows, math.nan, Ending(False, "singular", words, hint, model.parameters))
    few = sample(source)
    largest = float(np.max(np.abs(few.y if few.sigma is None else few.y / few.sigma), initial=0.0))
    if largest > 0 and not _SMALLEST <= largest <= _LARGEST:
        divided = " divided by sigma" if few.sigma is not None else ""
        unit = "sigma" if few.sigma is not None else "y"
        raise DomainError(
            f"y{divided} reaches {largest:.3g}, and sums of its squares leave the range of floats",
            hint=f"measure {unit} in another unit",
        )
    return None


def _unsearched(model: Model, rows: int, chi2: float, ending: Ending) -> Solution:
    import numpy as np

    from mvcalc_cli.numeric.fit.residuals import Linearised

    count = len(model.parameters)
    end = Linearised(np.zeros((count, count)), np.zeros(count), chi2, rows)
    method = "qr" if model.is_linear else "lm"
    return Solution(method, model.parameters, np.full(count, np.nan), end, ending, active=(0,) * count)


def _plain(model: Model, source: Data | Source, start: Mapping[str, float], settings: Settings) -> Solution:
    """The fit by least squares."""
    if model.is_linear and settings.method == "auto":
        direct = _direct(model, source)
        if settings.bounds is None or not direct.ending.converged or _within(direct.theta, settings.bounds):
            return direct
        return settings.solve(residuals_of(model, source), direct.theta)
    if settings.method in {"auto", "lm"}:
        return _searched(model, source, start, settings)
    return settings.solve(residuals_of(model, source), first_start(model, sample(source), start, settings))


def _direct(model: Model, source: Data | Source) -> Solution:
    from mvcalc_cli.numeric.fit.linear import solve_linear

    return solve_linear(model, source)


def _within(theta: Array, bounds: Bounds) -> bool:
    return bool((inside(theta, bounds) == theta).all())


def _searched(model: Model, source: Data | Source, start: Mapping[str, float], settings: Settings) -> Solution:
    """The best of several starts; of long tables by a sample, and from there by all rows."""
    few = sample(source)
    if isinstance(source, Data) and few.rows == source.rows:
        return best_of(model, few, start, settings)
    found = best_of(model, few, start, settings._replace(watch=None))
    full = settings.solve(residuals_of(model, source), found.theta)
    return full._replace(tried=found.tried)


def _robust(
    model: Model, source: Data | Source, plain: Solution, settings: Settings, loss: tuple[str, bool]
) -> Solution:
    """The fit with a robust loss, of a name and an absolute scale or not."""
    from mvcalc_cli.numeric.fit.robust import robust

    name, known = loss
    rows, box = InMemory(model, sample(source)), settings.bounds
    over = partial(residuals_of, model, source)
    return robust(name, plain, over, rows, settings.solve, known=known, bounds=box, seed=settings.seed)
