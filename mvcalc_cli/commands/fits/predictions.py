"""--predict: what the fitted model says at a point, and how well it knows it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mvcalc_cli.commands.fits.answer import Fitted
    from mvcalc_cli.commands.fits.values import Spot
    from mvcalc_cli.numeric.fit.intervals import Interval
    from mvcalc_cli.numeric.fit.prediction import Prediction
    from mvcalc_cli.report import Block, Cell


class Predicted(NamedTuple):
    """A prediction and the point it is for.

    Attributes:
        spot: As typed.
        found: What the model says there.
        names: What the columns are called in the table.
        label: What is predicted.
        level: Of the intervals.
        labels: The predictors of the model -> what they are in the table.
    """

    spot: Spot
    found: Prediction
    names: Mapping[str, str]
    label: str
    level: float
    labels: Mapping[str, str]

    @property
    def words(self) -> tuple[str, ...]:
        """What has to be said of it, x called as its column is."""
        return tuple(self._renamed(word) for word in self.found.words)

    def _renamed(self, word: str) -> str:
        name, equals, rest = word.partition(" = ")
        label = self.labels.get(name)
        return f"{label}{equals}{rest}" if label is not None and equals else word

    @property
    def row(self) -> tuple[Cell, ...]:
        """The point, value, error, and the ends of both intervals."""
        found = self.found
        ends = [end for interval in (found.mean, found.new) for end in (interval or ("", ""))]
        return (self.point, found.value, "" if found.error is None else found.error, *ends)

    @property
    def point(self) -> str:
        """x=5,z=2."""
        from mvcalc_cli.render.numbers import shortest

        return ",".join(f"{name}={shortest(value)}" for name, value in self.spot.typed.items())


def predicted(found: Fitted, spot: Spot) -> Predicted:
    """The prediction at one point.

    Raises:
        DomainError: If the model has no value there.
    """
    from mvcalc_cli.numeric.fit.prediction import predict

    sigma = _sigma(found, spot)
    values = {name: spot.values[name] for name in found.model.predictors}
    prediction = predict(found.model, found.inference, found.facts, values, level=found.level, sigma=sigma)
    columns = found.asked.columns
    headers = dict(zip(columns.names, columns.headers, strict=True))
    labels = {name: found.asked.label_of(tree) for name, tree in found.asked.predictors.items()}
    return Predicted(spot, prediction, headers, found.asked.y_label, found.level, labels)


def _sigma(found: Fitted, spot: Spot) -> float | None:
    """The standard deviation of a new observation there: one number, or an expression of columns that are given."""
    from mvcalc_cli.calculus.evaluate import evaluate
    from mvcalc_cli.errors import MvcalcError
    from mvcalc_cli.language.tree import variables

    sigma = found.asked.sigma
    if sigma is None or isinstance(sigma, (int, float)):
        return sigma
    if not set(variables(sigma)) <= set(spot.typed):
        return None
    try:
        value = evaluate(sigma, spot.typed)
    except MvcalcError:
        return None
    return value if value > 0 else None


def prediction_blocks(found: Fitted, predictions: Sequence[Predicted]) -> list[Block]:
    """One row a point: the value ± its error, the interval of the curve and that of a new observation."""
    from mvcalc_cli.commands.fits.estimates import level_text
    from mvcalc_cli.numeric.fit.rounding import rounded
    from mvcalc_cli.render.numbers import minus
    from mvcalc_cli.report import Line, Span, Table

    rows = []
    for one in predictions:
        value, error = rounded(one.found.value, one.found.error)
        cells = [Span(_point_text(one), "point"), Span(minus(value), "answer"), Span(f"± {error}" if error else "")]
        rows.append((*cells, *(Span(_ends(interval, one)) for interval in (one.found.mean, one.found.new))))
    level = level_text(found.level)
    headers = ("at", found.asked.y_label, "std. error", f"{level} of the curve", f"{level} of a new value")
    kept = [place for place in range(5) if place < 2 or any(row[place].content for row in rows)]
    table = Table(
        tuple(headers[place] for place in kept),
        tuple(tuple(row[place] for place in kept) for row in rows),
        "".join("lrrrr"[place] for place in kept),
    )
    words = dict.fromkeys(word for one in predictions for word in one.words)
    return [table, *(Line((Span(word, "secondary"),), indent=4) for word in words)]


def _point_text(one: Predicted) -> str:
    from mvcalc_cli.numeric.fit.rounding import significant
    from mvcalc_cli.render.numbers import minus

    return ", ".join(
        f"{one.names.get(name, name)} = {minus(significant(value, 8))}" for name, value in one.spot.typed.items()
    )


def _ends(interval: Interval | None, one: Predicted) -> str:
    from mvcalc_cli.numeric.fit.rounding import rounded_interval
    from mvcalc_cli.render.numbers import minus

    if interval is None:
        return ""
    low, high = rounded_interval(interval.low, interval.high, one.found.error)
    return f"{minus(low)} … {minus(high)}"
