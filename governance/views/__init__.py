"""The Committee's pages, one module a concept."""
