"""Pictures as descriptions: what is to be seen, in the units of the axes, before anyone draws it."""
