"""Algebra on SymPy: the bridge, simplify, expand, factor, solve, equal, and their numeric check."""
