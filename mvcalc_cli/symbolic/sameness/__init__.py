"""Are two answers the same? Structure first, then values, then pieces and domains: all without SymPy."""
