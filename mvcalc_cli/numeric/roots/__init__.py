"""Roots of one equation by Newton's method, bisection and secants, and of systems by a damped Newton."""
