"""Arrays on NumPy; never SymPy."""
