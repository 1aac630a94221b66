"""The way down: methods that lower f(v) step by step, one loop for all of them, and what the end of a run means."""
