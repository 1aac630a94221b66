"""Least squares: models, residuals, solvers, and what can be said of the estimates."""
