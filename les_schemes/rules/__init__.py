"""What a scheme pays: pure sums in exact numbers, by the calculation contract.

Nothing here knows Django, a database, a clock or a network. A scheme is a ``SchemeDefinition``, a
list of objectives each of one of the ``KINDS``. ``parse`` makes facts of a document, ``calculate``
a result of facts; every line of it keeps its inputs, from which ``work_out`` comes to the same
pence again and ``explain`` says why.
"""

from les_schemes.rules.available import available
from les_schemes.rules.calculation import calculate
from les_schemes.rules.component import (
    Component,
    UnknownRule,
    component_from_data,
    explain,
    work_out,
)
from les_schemes.rules.contract_1.scheme import Contract1Scheme
from les_schemes.rules.contract_1.schemes import SCHEMES
from les_schemes.rules.definition import Objective, SchemeDefinition
from les_schemes.rules.documents import facts_document, result_document
from les_schemes.rules.facts import Facts
from les_schemes.rules.inspection import Fault, Faults, read
from les_schemes.rules.kind import Kind, Payable
from les_schemes.rules.kinds import KINDS
from les_schemes.rules.parse import (
    parse,
    parse_definition,
    parse_each,
    parse_objective,
    parse_readings,
    parse_terms,
)
from les_schemes.rules.result import Case, Line, Result
from les_schemes.rules.worked_examples import Outcome, check

RULES_VERSION = 2
"""Rises whenever any rule gains a version; a calculation keeps it beside its lines."""

__all__ = [
    "KINDS",
    "RULES_VERSION",
    "SCHEMES",
    "Case",
    "Component",
    "Contract1Scheme",
    "Facts",
    "Fault",
    "Faults",
    "Kind",
    "Line",
    "Objective",
    "Outcome",
    "Payable",
    "Result",
    "SchemeDefinition",
    "UnknownRule",
    "available",
    "calculate",
    "check",
    "component_from_data",
    "explain",
    "facts_document",
    "parse",
    "parse_definition",
    "parse_each",
    "parse_objective",
    "parse_readings",
    "parse_terms",
    "read",
    "result_document",
    "work_out",
]
