"""A model at many trials of its nonlinear parameters at once, its linear ones solved for at each."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Any, Final

from mvcalc_cli.numeric.fit.derivatives import Derivatives
from mvcalc_cli.numeric.fit.separable import Projection, project

if TYPE_CHECKING:
    from mvcalc_cli.numeric.descent.objective import Bounds
    from mvcalc_cli.numeric.fit.data import Data
    from mvcalc_cli.numeric.fit.model import Model

# Trials are worked off in parts of so many numbers, which stay near the processor.
_PART: Final = 1 << 16


class Trials:
    """What is left of y after the model did its best, as a function of its nonlinear parameters alone.

    Args:
        model: With its free parameters.
        data: The rows.
        bounds: Of the free parameters, in their order.
        powers: Of a model that is linear in none: how each parameter goes with the size of y; see `units.exponents`.

    Attributes:
        linear: The parameters that are solved for.
        nonlinear: Those that are tried.
        box: The bounds of these, each of shape (d,).
    """

    def __init__(
        self, model: Model, data: Data, bounds: Bounds | None = None, powers: Mapping[str, float] | None = None
    ) -> None:
        import numpy as np

        self.linear = [name for name in model.parameters if name in model.linear_in]
        self.nonlinear = [name for name in model.parameters if name not in model.linear_in]
        self._names = model.parameters
        self._columns = {name: data.columns[name] for name in model.predictors}
        self._weight = 1.0 if data.sigma is None else 1 / data.sigma
        self._y = data.y * self._weight
        self._engine = Derivatives(
            model.written, self.linear, [*self.nonlinear, *model.predictors], model.fixed, text=model.text
        )
        self._zeros = dict.fromkeys(self.linear, np.float64(0.0))
        self.box = self._part(bounds, self.nonlinear)
        self._box = self._part(bounds, self.linear) if self.linear else None
        self._powers = {} if self.linear or bounds is not None else _checked_powers(self, powers)

    def _part(self, bounds: Bounds | None, names: list[str]) -> tuple[Any, Any] | None:
        """The bounds of some parameters."""
        import numpy as np

        if bounds is None:
            return None
        places = [self._names.index(name) for name in names]
        return np.asarray(bounds.lower)[places], np.asarray(bounds.upper)[places]

    def __call__(self, at: Any, used: Collection[str] | None = None) -> Projection:
        """What is left at each trial, shape (t, d); with the linear parameters that are not in `used` 0."""
        import numpy as np

        step = max(1, _PART // max(len(self._y), 1))
        parts = [self._projected(at[first : first + step], used) for first in range(0, len(at), step)]
        return parts[0] if len(parts) == 1 else Projection(*map(np.concatenate, zip(*parts, strict=True)))

    def theta(self, at: Any, coefficients: Any) -> dict[str, float]:
        """All parameters, from one trial (d,) and its coefficients (k,)."""
        found = dict(zip(self.nonlinear, at.tolist(), strict=True))
        if self._powers:
            return self._rescaled(found, float(coefficients[0]))
        found |= dict(zip(self.linear, coefficients.tolist(), strict=True))
        return {name: found[name] for name in self._names}

    def values(self, at: Any) -> Any:
        """f/σ at each trial, shape (t, n), the linear parameters 0."""
        import numpy as np

        with np.errstate(all="ignore"):
            (found,) = self._engine.run(self._inputs(at), slopes=False)
            return np.broadcast_to(found, (len(at), len(self._y))) * self._weight

    def _inputs(self, at: Any) -> dict[str, Any]:
        return self._zeros | self._columns | dict(zip(self.nonlinear, at.T[:, :, None], strict=True))

    def _projected(self, at: Any, used: Collection[str] | None) -> Projection:
        import numpy as np

        shape = len(at), len(self._y)
        with np.errstate(all="ignore"):
            found = self._engine.run(self._inputs(at), slopes=True)
            constant, *columns = (np.broadcast_to(each, shape) * self._weight for each in found)
            if used is not None:
                return project(
                    [each for name, each in zip(self.linear, columns, strict=True) if name in used], self._y - constant
                )
            if columns:
                best = project(columns, self._y - constant)
                return best if self._box is None else _within(best, columns, self._y - constant, self._box)
            if not self._powers:
                return project([], self._y - constant)
            return self._scaled(project([constant], self._y))

    def _scaled(self, found: Projection) -> Projection:
        """A model that can be any size: a negative size is possible only where every power is odd."""
        import numpy as np

        odd = all(power % 2 == 1 for power in self._powers.values())
        size = found.coefficients[:, 0]
        return found._replace(chi2=np.where((size > 0) | ((size < 0) & odd), found.chi2, np.inf))

    def _rescaled(self, found: dict[str, float], size: float) -> dict[str, float]:
        import numpy as np

        for name, power in self._powers.items():
            found[name] = float(found[name] * np.copysign(np.float64(abs(size)) ** power, size))
        return found


def _within(found: Projection, columns: list[Any], y: Any, box: tuple[Any, Any]) -> Projection:
    """The coefficients within their bounds: those that would leave stay there, the others are solved for again."""
    import numpy as np

    kept = np.clip(found.coefficients, *box)
    if (kept == found.coefficients).all():
        return found
    out = kept != found.coefficients
    stacked = np.stack(columns, axis=1)
    rest = y - np.einsum("tk,tkn->tn", np.where(out, kept, 0.0), stacked)
    again = project(list(np.where(out[..., None], 0.0, stacked).swapaxes(0, 1)), rest)
    coefficients = np.clip(np.where(out, kept, again.coefficients), *box)
    residuals = y - np.einsum("tk,tkn->tn", coefficients, stacked)
    chi2 = np.einsum("tn,tn->t", residuals, residuals)
    return Projection(coefficients, residuals, np.where(np.isfinite(chi2), chi2, np.inf))


def _checked_powers(trials: Trials, powers: Mapping[str, float] | None) -> dict[str, float]:
    """Whole powers, if the model really doubles when the parameters are scaled by 2 to them; else none."""
    import numpy as np

    whole = {name: float(round(powers[name])) for name in trials.nonlinear if round(powers[name])} if powers else {}
    if not whole:
        return {}
    at = np.linspace(0.7, 1.3, len(trials.nonlinear))
    one, two = trials.values(np.stack([at, at * [2.0 ** whole.get(name, 0.0) for name in trials.nonlinear]]))
    return whole if np.allclose(2 * one, two, rtol=1e-9, atol=0.0) else {}
