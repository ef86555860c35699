"""Payees that are neither a provider nor a locality."""

PCT = "PCT"
"""Stands for the Primary Care Trust; no provider or locality may bear the code."""
