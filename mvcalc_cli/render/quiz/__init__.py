"""A quiz in rows of the screen: the question, what is said to an answer, and how it went. For every face of it."""
