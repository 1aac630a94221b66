"""What `mvcalc fit` is asked and how it answers."""
