"""The question banks of the course, proved: every answer is worked out a second time, by numbers alone."""
