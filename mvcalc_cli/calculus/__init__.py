"""Derivatives by rules, their steps, values and the numeric check. Standard library only."""
