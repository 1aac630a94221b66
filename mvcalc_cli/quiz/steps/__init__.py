"""A derivative given step by step: what each step asks, and the mistakes that are known."""
