"""Where a gradient vanishes, freely or on constraints: every point, its kind, and what is proved of them."""
