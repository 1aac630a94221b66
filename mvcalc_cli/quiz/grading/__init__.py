"""Grading: is what a learner typed right, and if not, why not."""
