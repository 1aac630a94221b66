"""Which parameters the data do not tell apart: the rank of a triangle, and the columns that depend on each other.

Reference: Golub & Van Loan, Matrix Computations, 4th ed., section 5.4 (QR with column pivoting).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final, NamedTuple

if TYPE_CHECKING:
    from mvcalc_cli.numeric.fit.data import Array

# A smallest singular value of columns of length 1 below this, for each column, is what rounding leaves of zero.
ROUNDING: Final = 64 * 2.0**-52
# A column takes part in a dependence with at least this share.
_SHARE: Final = 1e-6

# More than these are not read.
_MOST_GROUPS: Final = 2
_MOST_NAMES: Final = 5
CENTRE: Final = "centre the data, x − mean in place of x, or take a model with fewer parameters"


class Rank(NamedTuple):
    """What a triangle says of its columns.

    Attributes:
        rank: How many of them are independent.
        condition: The largest singular value by the smallest, columns scaled to length 1; infinite without full rank.
        null: Combinations of the columns that vanish, a column for each, shape (p, p − rank).
    """

    rank: int
    condition: float
    null: Array

    @property
    def is_full(self) -> bool:
        """Are all columns independent?"""
        return not self.null.size


def ranked(triangle: Array) -> Rank:
    """The rank of R, shape (p, p), its columns scaled to length 1 first.

    >>> import numpy as np
    >>> found = ranked(np.array([[1.0, 0.0, 2.0], [0.0, 1.0, 0.0], [0.0, 0.0, 0.0]]))
    >>> found.rank, np.abs(found.null).ravel().tolist()
    (2, [2.0, 0.0, 1.0])
    """
    import numpy as np

    count = triangle.shape[1]
    if not count:
        return Rank(0, 1.0, np.zeros((0, 0)))
    lengths = np.sqrt(np.square(triangle).sum(axis=0))
    lengths[lengths == 0.0] = 1.0
    scaled = triangle / lengths
    sizes = np.linalg.svd(scaled, compute_uv=False)
    if sizes[-1] > ROUNDING * count:
        return Rank(count, float(sizes[0] / sizes[-1]), np.zeros((count, 0)))
    pivoted, order = pivoted_triangle(scaled)
    rank = min(int(np.sum(np.abs(np.diag(pivoted)) > ROUNDING * count)), count - 1)
    null = np.zeros((count, count - rank))
    null[order[:rank]] = np.linalg.solve(pivoted[:rank, :rank], pivoted[:rank, rank:])
    null[order[rank:]] = -np.eye(count - rank)
    # In the columns as they were given: the first of a dependence counts 1.
    null = null / lengths[:, None]
    return Rank(rank, float("inf"), null / -null[order[rank:], range(count - rank)])


def pivoted_triangle(matrix: Array) -> tuple[Array, list[int]]:
    """R of the columns in another order, the longest of what is left always first, and that order."""
    import numpy as np

    rest = np.array(matrix, dtype=np.float64)
    order = list(range(rest.shape[1]))
    for k in range(min(rest.shape)):
        longest = k + int(np.argmax(np.square(rest[k:, k:]).sum(axis=0)))
        order[k], order[longest] = order[longest], order[k]
        rest[:, [k, longest]] = rest[:, [longest, k]]
        _reflect(rest, k)
    return np.triu(rest), order


def _reflect(rest: Any, k: int) -> None:
    """Householder's reflection that turns column k into a multiple of a unit vector, from row k on."""
    import numpy as np

    column = rest[k:, k].copy()
    length = np.sqrt(column @ column)
    if length == 0.0:
        return
    column[0] += length if column[0] >= 0.0 else -length
    column /= np.sqrt(column @ column)
    rest[k:, k:] -= 2.0 * np.outer(column, column @ rest[k:, k:])


def groups(null: Array, lengths: Array, names: Sequence[str]) -> tuple[tuple[str, ...], ...]:
    """The names of what depends on each other, a group for each combination of columns that vanishes.

    Args:
        null: The combinations, shape (p, k).
        lengths: Of the columns, shape (p,): what is small is small beside their lengths.
        names: One for each column. A group of one is a column of zeros.
    """
    import numpy as np

    found = []
    for combination in null.T:
        sizes = np.abs(combination) * lengths
        if not sizes.max() > 0.0:
            sizes = np.abs(combination)
        found.append(tuple(np.flatnonzero(sizes > _SHARE * sizes.max()).tolist()))
    return tuple(tuple(names[place] for place in group) for group in sorted(set(found)))


def in_words(found: Sequence[Sequence[str]], rank: int, rows: int, count: int) -> tuple[str, str]:
    """A sentence on what is not determined, and what to do about it.

    Args:
        found: Groups of names, as `groups` gives them.
        rank: How many combinations of the parameters are determined.
        rows: n.
        count: p.

    >>> in_words([("a", "b")], 1, 10, 2)
    ('the data do not tell a and b apart', 'fix one of them with --fix, or leave it out of the model')
    """
    if rows < count:
        few = "1 row does" if rows == 1 else f"{rows:,} rows do"
        return f"{few} not determine {count:,} parameters", "give more rows, or --fix some of the parameters"
    blind = [group[0] for group in found if len(group) == 1]
    tied = [group for group in found if len(group) > 1]
    if len(tied) > _MOST_GROUPS or any(len(group) > _MOST_NAMES for group in tied):
        return f"in double precision the data determine only {rank} combinations of the {count} parameters", CENTRE
    parts = [f"the data do not depend on {_listed(blind)}"] if blind else []
    parts += [f"the data do not tell {', nor '.join(f'{_listed(group)} apart' for group in tied)}"] if tied else []
    it = "it" if len(blind) == 1 else "them"
    hint = "fix one of them with --fix, or leave it out of the model" if tied else f"leave {it} out, or --fix {it}"
    return ", and ".join(parts), hint


def _listed(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
