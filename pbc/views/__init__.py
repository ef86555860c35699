"""The hall's own pages, one module a concept."""
