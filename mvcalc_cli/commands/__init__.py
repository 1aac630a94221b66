"""The commands, and the framework that runs them."""
