"""What is done to the draft of a scheme version while it is designed."""

from les_schemes.actions.designing.about import About, describe, start
from les_schemes.actions.designing.consulting import consult
from les_schemes.actions.designing.examples import (
    ExampleWritten,
    add_example,
    change_example,
    remove_example,
)
from les_schemes.actions.designing.following import make_next
from les_schemes.actions.designing.objectives import (
    Written,
    add_objective,
    change_objective,
    move_objective,
    remove_objective,
)
from les_schemes.actions.designing.readings import choose_readings
from les_schemes.actions.designing.scheme_files import load_scheme_file, upload_scheme_file
from les_schemes.actions.designing.shares import share_costs

__all__ = [
    "About",
    "ExampleWritten",
    "Written",
    "add_example",
    "add_objective",
    "change_example",
    "change_objective",
    "choose_readings",
    "consult",
    "describe",
    "load_scheme_file",
    "make_next",
    "move_objective",
    "remove_example",
    "remove_objective",
    "share_costs",
    "start",
    "upload_scheme_file",
]
