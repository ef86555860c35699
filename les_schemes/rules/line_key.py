"""What makes a line one line."""

LineKey = tuple[int, str, str]
"""Objective, component and payee, in the order in which lines are sorted."""
