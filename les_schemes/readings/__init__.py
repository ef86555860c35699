"""Readings in force: the register of them, and their change by the Committee after opening."""
