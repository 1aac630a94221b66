"""Rules of integration, one idea a file; SymPy expressions inside, Trees outside."""
