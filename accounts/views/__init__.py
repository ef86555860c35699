"""Pages of accounts, one module a concept."""
