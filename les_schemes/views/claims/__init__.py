"""Pages of claims for items of service."""
