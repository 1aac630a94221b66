"""A budget of evaluations: residuals that are computed so many times and no more."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mvcalc_cli.numeric.fit.residuals import Array, Linearised, Residuals


class SpentError(Exception):
    """The budget of evaluations is spent."""


class Metered:
    """Residuals that are evaluated so many times and no more.

    Args:
        residuals: By all the free parameters.

    Attributes:
        left: How many evaluations are left.
    """

    def __init__(self, residuals: Residuals) -> None:
        self.residuals = residuals
        self.names = residuals.names
        self.rows = residuals.rows
        self.left = 0

    def chi2(self, theta: Array) -> float:
        """‖r‖² at θ.

        Raises:
            SpentError: If none is left.
        """
        self._spend()
        return self.residuals.chi2(theta)

    def linearised(self, theta: Array) -> Linearised:
        """The problem at θ, compressed.

        Raises:
            SpentError: If none is left.
        """
        self._spend()
        return self.residuals.linearised(theta)

    def _spend(self) -> None:
        if self.left <= 0:
            raise SpentError
        self.left -= 1
