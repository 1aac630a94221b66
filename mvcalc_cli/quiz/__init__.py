"""Quizzes: banks of questions, their variants, grading by algebra, and practice that remembers. No terminal in here."""
