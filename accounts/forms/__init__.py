"""Forms of accounts, one module a concept."""
