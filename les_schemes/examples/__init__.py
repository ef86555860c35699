"""Worked examples of a scheme version: what a person worked out, against what it would pay."""
