"""A small generator of numbers for sampling and for noise: cheap to import, the same on every machine."""

from __future__ import annotations

_TWO_ULPS = 2.0**-50
# Below this floats lose their digits, or become 0: 0.3^1000.
_UNDERFLOW = 1e-300


class Noise:
    """Numbers of [0, 1), the same for the same seed.

    >>> Noise(0).uniform() == Noise(0).uniform()
    True
    """

    def __init__(self, seed: int) -> None:
        self._state = (seed * 0x9E3779B97F4A7C15 + 0x1234567) % 2**64
        self.uniform()

    def uniform(self) -> float:
        """The next number of [0, 1) (a linear congruential generator; Knuth's MMIX constants)."""
        self._state = (self._state * 6364136223846793005 + 1442695040888963407) % 2**64
        return (self._state >> 11) * 2.0**-53

    def moved(self, value: float, exact: bool) -> float:
        """The value moved by an ulp or two to one side, if it is not exact."""
        if exact:
            return value
        u = self.uniform()
        return value + value * (u - 0.5) * _TWO_ULPS + u * _UNDERFLOW
