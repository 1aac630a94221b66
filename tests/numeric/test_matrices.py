"""What is said of large matrices holds for the eigenvalues of the same matrix, dense."""

from __future__ import annotations

import numpy as np
import pytest

from mvcalc_cli.numeric.compiled import Triplets
from mvcalc_cli.numeric.matrices import determinant, eigenvalue_bounds, entries, is_positive_definite, row


def banded(size: int, width: int, shift: float, seed: int) -> Triplets:
    """A random symmetric matrix with a band, its diagonal moved by `shift`."""
    draw = np.random.default_rng(seed)
    dense = draw.standard_normal((size, size))
    dense = dense + dense.T + shift * np.eye(size)
    far = np.abs(np.subtract.outer(np.arange(size), np.arange(size))) > width
    dense[far] = 0.0
    rows, columns = np.nonzero(dense)
    return Triplets(rows, columns, dense[rows, columns], (size, size))


@pytest.mark.parametrize("width", [0, 1, 2, 5])
@pytest.mark.parametrize("shift", [-20.0, 0.0, 3.0, 6.0, 9.0, 20.0])
@pytest.mark.parametrize("size", [2, 3, 7, 40])
def test_definiteness_is_that_of_the_eigenvalues(size: int, width: int, shift: float) -> None:
    for seed in range(5):
        matrix = banded(size, width, shift, seed)
        eigenvalues = np.linalg.eigvalsh(matrix.dense())
        assert is_positive_definite(matrix) == bool(eigenvalues.min() > 1e-6)
        low, high = eigenvalue_bounds(matrix)
        assert low <= eigenvalues.min() + 1e-9
        assert eigenvalues.max() - 1e-9 <= high


def test_a_wide_band_is_not_tried() -> None:
    n = 2000
    columns = np.arange(n)
    rows = np.concatenate([columns, [0, n - 1]])
    matrix = Triplets(rows, np.concatenate([columns, [n - 1, 0]]), np.ones(n + 2), (n, n))
    assert not is_positive_definite(matrix)


def test_parts_products_and_entries() -> None:
    matrix = banded(6, 2, 1.0, 0)
    dense, d = matrix.dense(), np.arange(6.0)
    assert np.allclose(matrix.times(d), dense @ d)
    assert np.array_equal(matrix.part([4, 1], [0, 3, 4]).dense(), dense[np.ix_([4, 1], [0, 3, 4])])
    assert determinant(matrix) == pytest.approx(np.linalg.det(dense))
    assert row(d).dense().tolist() == [d.tolist()]
    assert entries(matrix)[0].tolist() == [1.0, 1.0, dense[0, 0]]
