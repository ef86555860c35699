"""From a document of the contract, of either version, to facts, or to every fault in it.

Paths are those of the contract: ``practices[3].list_size``; in a list of facts
``[7].practices[3].list_size``; ``$`` for a fault of the whole document and ``[7]`` for one of a
whole element of a list. A value that depends on another is only compared with it where the other
could be read: a document with one thing wrong gets one line, not its consequences.
"""

from typing import Any

from les_schemes.rules.contract_1 import parse as contract_1
from les_schemes.rules.contract_1.scheme import Contract1Scheme
from les_schemes.rules.contract_2 import parse as contract_2
from les_schemes.rules.contract_2 import scheme as contract_2_scheme
from les_schemes.rules.definition import Objective, SchemeDefinition
from les_schemes.rules.facts import Facts
from les_schemes.rules.inspection import Faults, InspectedObject, Inspection


def parse(document: object) -> Facts:
    """The facts of one document; raises ``Faults``."""
    return _parse(document, path="")


def parse_each(documents: list[object]) -> list[Facts]:
    """The facts of each document of a list; one fault refuses them all with ``Faults``."""
    parsed = []
    faults = []
    for position, document in enumerate(documents):
        try:
            parsed.append(_parse(document, path=f"[{position}]"))
        except Faults as refused:
            faults += refused.faults
    if faults:
        raise Faults(faults)
    return parsed


def parse_definition(document: object) -> SchemeDefinition:
    """A scheme as contract 2 writes it; raises ``Faults``."""
    inspection = Inspection()
    given = inspection.object(document, "scheme")
    definition = None if given is None else contract_2_scheme.definition(given)
    if definition is None or inspection.faults:
        raise Faults(inspection.faults)
    return definition


def parse_objective(document: object) -> Objective:
    """One objective as contract 2 writes it; raises ``Faults``, its paths within the objective."""
    inspection = Inspection()
    given = inspection.object(document, "")
    objective = None if given is None else contract_2_scheme.objective(given)
    if objective is None or inspection.faults:
        raise Faults(inspection.faults)
    return objective


def parse_terms(scheme: Contract1Scheme, document: object) -> dict[str, Any]:
    """The flat terms of a scheme, those left out being its own; raises ``Faults``."""
    inspection = Inspection()
    terms = contract_1.flat_terms(scheme, inspection.object(document, "terms"))
    inspection.refuse_faulty()
    return terms


def parse_readings(scheme: Contract1Scheme, document: object) -> dict[str, str]:
    """The flat readings of a scheme, those left out being the defaults; raises ``Faults``."""
    inspection = Inspection()
    readings = contract_1.flat_readings(scheme, inspection.object(document, "readings"))
    inspection.refuse_faulty()
    return readings


def _parse(document: object, *, path: str) -> Facts:
    inspection = Inspection()
    root = inspection.object(document, path)
    facts = None if root is None else _facts(root)
    if facts is None or inspection.faults:
        raise Faults(inspection.faults)
    return facts


def _facts(root: InspectedObject) -> Facts | None:
    version = root.values.get("contract")
    if type(version) is int and version == contract_2.CONTRACT:
        return contract_2.facts(root)
    return contract_1.facts(root)
