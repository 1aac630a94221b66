"""A written working: its lines read, and each held against the one before."""
