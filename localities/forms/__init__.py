"""Forms of this room, one module a concept."""
