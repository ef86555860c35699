"""Pages of runs, of their lines, and of statements."""
