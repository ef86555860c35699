"""The NHS.UK design system for this project: ``render``, and rows and tasks made easily."""

from pbc.nhsuk.bridge import render, render_block
from pbc.nhsuk.parts import row, task

__all__ = ["render", "render_block", "row", "task"]
