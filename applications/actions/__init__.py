"""The only writers of applications and awards, one module a concept."""
