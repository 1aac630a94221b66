"""The only door between Trees and SymPy, in both directions."""

from __future__ import annotations

from mvcalc_cli.symbolic.from_sympy import UnreadableAnswer, from_sympy
from mvcalc_cli.symbolic.to_sympy import symbol, to_sympy

__all__ = ["UnreadableAnswer", "from_sympy", "symbol", "to_sympy"]
