"""Tables of numbers from files: columns by name, read in pieces, each mistake with its line and column."""
