"""The 35 problems of Moré, Garbow and Hillstrom as texts of the language, and once more in plain NumPy.

J. J. Moré, B. S. Garbow, K. E. Hillstrom, Testing Unconstrained Optimization Software, ACM Transactions on Mathematical
Software 7 (1981) 17-41. Each is a sum of m squares f = Σ fᵢ(x)²; the numbers and names are the paper's.
"""

from __future__ import annotations

from tests.numeric.problems import few, many, some
from tests.numeric.problems.problem import Problem

# Where the paper leaves n open: the size at which it gives a minimum, else 10 or next to it.
PROBLEMS: tuple[Problem, ...] = (
    *few.PROBLEMS,
    *some.PROBLEMS,
    many.watson(6),
    many.extended_rosenbrock(10),
    many.extended_powell(12),
    many.penalty_1(10),
    many.penalty_2(10),
    many.variably_dimensioned(10),
    many.trigonometric(10),
    many.brown_almost_linear(10),
    many.boundary_value(10),
    many.integral_equation(10),
    many.broyden_tridiagonal(10),
    many.broyden_banded(10),
    many.full_rank(10, 20),
    many.rank_one(10, 20),
    many.rank_one_with_zeros(10, 20),
    many.chebyquad(8),
)

OTHER_SIZES: tuple[Problem, ...] = (
    many.watson(9),
    many.watson(12),
    many.extended_rosenbrock(100),
    many.extended_powell(40),
    many.penalty_1(4),
    many.penalty_2(4),
    many.variably_dimensioned(50),
    many.brown_almost_linear(30),
    many.boundary_value(50),
    many.broyden_banded(50),
    many.chebyquad(9),
    many.chebyquad(10),
)

__all__ = ["OTHER_SIZES", "PROBLEMS", "Problem"]
