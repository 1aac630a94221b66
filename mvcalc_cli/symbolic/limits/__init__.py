"""Limits: expansions close to a point, values on the way to it, paths of several variables."""
