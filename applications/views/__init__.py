"""Pages of what is asked for."""
