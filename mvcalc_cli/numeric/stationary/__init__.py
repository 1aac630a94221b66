"""All solutions of a system of equations in a box, looked for with numbers from many starts at once."""

from mvcalc_cli.numeric.stationary.search import search

__all__ = ["search"]
