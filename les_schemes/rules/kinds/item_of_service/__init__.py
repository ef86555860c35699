"""A fee for each item claimed."""
