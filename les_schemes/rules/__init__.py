"""What a scheme pays: pure sums in exact numbers, by the calculation contract.

Nothing here knows Django, a database, a clock or a network. ``parse`` makes facts of a document,
``calculate`` a result of facts; every line of it keeps its inputs, from which ``work_out`` comes
to the same pence again and ``explain`` says why.
"""

from les_schemes.rules.calculation import calculate
from les_schemes.rules.component import (
    Component,
    UnknownRule,
    component_from_data,
    explain,
    work_out,
)
from les_schemes.rules.documents import facts_document, result_document
from les_schemes.rules.facts import DesFacts, Facts, LesFacts
from les_schemes.rules.inspection import Fault, Faults, read
from les_schemes.rules.parse import parse, parse_each, parse_readings, parse_terms
from les_schemes.rules.pbc_les_2007_08.available import Available, available
from les_schemes.rules.result import Case, Line, Result
from les_schemes.rules.schemes import SCHEMES

RULES_VERSION = 1
"""Rises whenever any rule gains a version; a calculation keeps it beside its lines."""

__all__ = [
    "RULES_VERSION",
    "SCHEMES",
    "Available",
    "Case",
    "Component",
    "DesFacts",
    "Facts",
    "Fault",
    "Faults",
    "LesFacts",
    "Line",
    "Result",
    "UnknownRule",
    "available",
    "calculate",
    "component_from_data",
    "explain",
    "facts_document",
    "parse",
    "parse_each",
    "parse_readings",
    "parse_terms",
    "read",
    "result_document",
    "work_out",
]
