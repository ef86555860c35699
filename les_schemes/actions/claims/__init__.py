"""A month's claim: entered, submitted, accepted twice, sent back or made void.

Those who receive a claim do so as they receive a monthly report.
"""

from les_schemes.actions.claims.preparing import enter, submit
from les_schemes.actions.reports.reviewing import (
    accept,
    accept_for_locality,
    pass_locality,
    send_back,
    void,
)

__all__ = [
    "accept",
    "accept_for_locality",
    "enter",
    "pass_locality",
    "send_back",
    "submit",
    "void",
]
