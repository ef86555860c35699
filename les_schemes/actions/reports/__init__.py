"""A month's report: entered, submitted, accepted twice, sent back, excused or made void (SM-04)."""

from les_schemes.actions.reports.preparing import enter, submit, upload, use_upload
from les_schemes.actions.reports.refusing import record_patient_data
from les_schemes.actions.reports.reminding import send_due
from les_schemes.actions.reports.reviewing import (
    accept,
    accept_for_locality,
    excuse,
    pass_locality,
    send_back,
    void,
)

__all__ = [
    "accept",
    "accept_for_locality",
    "enter",
    "excuse",
    "pass_locality",
    "record_patient_data",
    "send_back",
    "send_due",
    "submit",
    "upload",
    "use_upload",
    "void",
]
