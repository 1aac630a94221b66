"""What `mvcalc critical` and `mvcalc lagrange` are asked and how they answer."""
