"""Which model: weights and distances, and every reason for which there is no comparison."""

import math
from typing import Any

import numpy as np
import pytest

from mvcalc_cli.numeric.fit import selection as by_selection
from mvcalc_cli.numeric.fit.selection import Candidate
from tests.numeric.fit.made import Made

ranked: Any = by_selection.ranked  # what may be None is looked into here, where it is known to be there
X = np.arange(1.0, 13)
Y = 2 * X + 1 + np.array([0.3, -0.2, 0.1, 0.4, -0.5, 0.2, -0.1, 0.3, -0.3, 0.1, -0.4, 0.2])
PARABOLA = {"a": 0.0, "b": 2.0, "c": 1.0}


def straight(y: Any = Y, x: Any = X, **more: Any) -> Any:
    return Made("a*x + b", {"a": 2.0, "b": 1.0}, {"x": x}, y, **more).inference


def bent(y: Any = Y, x: Any = X, **more: Any) -> Any:
    return Made("a*x^2 + b*x + c", PARABOLA, {"x": x}, y, **more).inference


def flat(y: Any = Y) -> Any:
    return Made("c + 0*x", {"c": 1.0}, {"x": X}, y).inference


def test_the_best_comes_first_and_the_weights_make_a_whole() -> None:
    found = ranked([Candidate("constant", flat()), Candidate("poly:2", bent()), Candidate("line", straight())])
    assert found.criterion == "AICc"
    assert [row.label for row in found.models] == ["line", "poly:2", "constant"]
    assert sum(row.weight for row in found.models) == pytest.approx(1)
    first, second, last = found.models
    assert (first.delta, first.parameters) == (0, 2)
    assert second.delta == pytest.approx(second.aicc - first.aicc)
    assert second.weight / first.weight == pytest.approx(math.exp(-second.delta / 2))
    assert last.delta > 10
    assert "line explains the data better than the others" in found.words[0]


def test_models_about_equally_good_are_called_so() -> None:
    cubic = Made("a*x^3 + b*x + c", {"a": 0.0, "b": 2.0, "c": 1.0}, {"x": X}, Y).inference
    assert "about equally well" in ranked([Candidate("one", bent()), Candidate("other", cubic)]).words[0]


@pytest.mark.parametrize(
    ("other", "words"),
    [
        (lambda: Candidate("log", straight(np.log(Y)), y="log(y)"), "explains log(y), not y"),
        (lambda: Candidate("fewer", straight(Y[:9], X[:9])), "fitted to 9 rows, line to 12"),
        (lambda: Candidate("other rows", straight(), rows="without 3 rows"), "different data"),
        (lambda: Candidate("weighted", straight(sigma=2.0, weights="absolute")), "weighted in another way"),
        (lambda: Candidate("robust", straight(variance=0.1)), "robust loss"),
        (lambda: Candidate("lost", straight(), failed="not converged"), "not converged"),
        (lambda: Candidate("none", None), "not fitted"),
    ],
)
def test_what_does_not_compare_stands_apart_with_its_reason(other: Any, words: Any) -> None:
    found = ranked([Candidate("line", straight()), Candidate("poly:2", bent()), other()])
    assert [row.label for row in found.models[:2]] == ["line", "poly:2"]
    last = found.models[-1]
    assert (last.delta, last.weight) == (None, None)
    assert words in last.words
    assert found.models[0].weight + found.models[1].weight == pytest.approx(1)


def test_a_perfect_fit_has_no_criterion() -> None:
    y = 2 * X + 1
    found = ranked([Candidate("constant", flat(y)), Candidate("poly:2", bent(y)), Candidate("line", straight(y))])
    assert all(row.delta is None for row in found.models)
    assert found.words == ("line fits perfectly with the fewest parameters",)
    assert "not perfect, as poly:2 is" in found.models[-1].words


def test_why_nothing_is_compared() -> None:
    robust = [Candidate("line", straight(variance=0.1)), Candidate("poly:2", bent(variance=0.1))]
    assert ranked(robust).words == ("nothing to compare: a robust loss has no likelihood",)
    lost = [Candidate("line", straight()), Candidate("poly:2", None, failed="not converged")]
    assert ranked(lost).words == ("line alone can be ranked (poly:2: not converged)",)


def test_few_rows_are_ordered_by_aic() -> None:
    few = Made("a*x^2 + b*x + c", PARABOLA, {"x": X[:5]}, Y[:5]).inference
    assert few.aicc is None
    assert ranked([Candidate("poly:2", few), Candidate("line", straight(Y[:5], X[:5]))]).criterion == "AIC"


def test_one_model_and_none() -> None:
    assert ranked([Candidate("line", straight())]).words == ()
    assert ranked([]).models == ()
    assert ranked([Candidate("lost", None, failed="no start")]).models[0].words == "no start"
