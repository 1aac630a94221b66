"""−f: all its derivatives have the other sign, and its mistakes are those of f."""

from __future__ import annotations

import numpy as np
import pytest

from mvcalc_cli.calculus.undefined import UndefinedError
from mvcalc_cli.numeric.descent.negated import negated
from mvcalc_cli.numeric.function import compile_numeric


def test_everything_is_negated() -> None:
    f = compile_numeric("x^2 y + sin(y)")
    g, v, d = negated(f), np.array([1.5, -0.5]), np.array([1.0, 2.0])
    assert (g.names, g.size, g.count) == (f.names, f.size, f.count)
    assert g.value(v) == -f.value(v)
    assert g.gradient(v)[0] == -f.gradient(v)[0]
    np.testing.assert_array_equal(g.gradient(v)[1], -f.gradient(v)[1])
    np.testing.assert_array_equal(g.hessian(v).dense(), -f.hessian(v).dense())
    np.testing.assert_array_equal(g.hessian_vector(v, d), -f.hessian_vector(v, d))


def test_kinks_and_gaps_stay_where_they_are() -> None:
    assert len(negated(compile_numeric("|x| + y")).kinks(np.array([0.0, 1.0]))) == 1
    with pytest.raises(UndefinedError, match="log of 0"):
        negated(compile_numeric("log(x)")).value(np.array([0.0]))
