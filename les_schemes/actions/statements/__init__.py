"""What is done to year-end statements, one module a stage: asked for, given, checked, missed."""

from les_schemes.actions.statements.asking import ask_all, note_missing, remind, send_due
from les_schemes.actions.statements.checking import (
    WORKING_DAYS_TO_ANSWER,
    accept,
    accept_unsampled,
    ask_again,
    exempt,
    query,
)
from les_schemes.actions.statements.giving import give
from les_schemes.actions.statements.missing import refer, settle
from les_schemes.actions.statements.terms import set_terms

__all__ = [
    "WORKING_DAYS_TO_ANSWER",
    "accept",
    "accept_unsampled",
    "ask_again",
    "ask_all",
    "exempt",
    "give",
    "note_missing",
    "query",
    "refer",
    "remind",
    "send_due",
    "set_terms",
    "settle",
]
