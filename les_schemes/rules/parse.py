"""From a document of the contract to facts, or to every fault that is in it.

Paths are those of the contract: ``practices[3].list_size``; in a list of facts
``[7].practices[3].list_size``; ``$`` for a fault of the whole document and ``[7]`` for one of a
whole element of a list. A value that depends on another is only compared with it where the other
could be read: a document with one thing wrong gets one line, not its consequences.
"""

from collections.abc import Iterator
from types import ModuleType
from typing import Any

from les_schemes.rules.facts import Facts, LocalityFacts, PaidFacts
from les_schemes.rules.inspection import Faults, InspectedObject, Inspection
from les_schemes.rules.pbc_les_2007_08 import parse as les
from les_schemes.rules.pbc_les_2007_08.scheme import PCT
from les_schemes.rules.scheme import Scheme
from les_schemes.rules.schemes import SCHEMES
from les_schemes.rules.towards_pbc_des_2006_07 import parse as des
from les_schemes.rules.values import Wrong, day, money, shown, text, whole_number

CONTRACT = 1

SCHEME_PARSERS = {les.FACTS.scheme: les, des.FACTS.scheme: des}


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


def parse_terms(scheme: Scheme, document: object) -> Any:
    """The terms of a scheme, those left out being its own; raises ``Faults``."""
    inspection = Inspection()
    terms = _terms(scheme, inspection.object(document, "terms"))
    inspection.refuse_faulty()
    return terms


def parse_readings(scheme: Scheme, document: object) -> Any:
    """The readings of a scheme, those left out being the defaults; raises ``Faults``."""
    inspection = Inspection()
    readings = _readings(scheme, inspection.object(document, "readings"))
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
    """The facts, fit for use only if no fault was noted; none where the scheme is unknown."""
    root.required("contract", _contract)
    scheme = SCHEMES.get(root.required("scheme", _scheme_code))
    as_at = root.required("as_at", day)
    readings = root.optional_object("readings")
    terms = root.optional_object("terms")
    if scheme is None:
        _parts(root, None, None)
        root.refuse_unknown_keys()
        return None
    parser = SCHEME_PARSERS[scheme.code]
    localities, practices, paid = _parts(root, scheme, parser)
    root.refuse_unknown_keys()
    return parser.FACTS(
        as_at=as_at,
        localities=localities,
        practices=practices,
        paid=paid,
        terms=_terms(scheme, terms),
        readings=_readings(scheme, readings),
    )


class _Codes:
    """The codes of practices and localities, which share one namespace.

    ``all_read`` is whether every one could be read: if not, a code that is not among them may
    still be one of those meant.
    """

    def __init__(self) -> None:
        self.given: set[str] = set()
        self.all_read = True

    def read_from(self, root: InspectedObject, key: str) -> Iterator[tuple[InspectedObject, str]]:
        """The objects of a list with their codes, a code that stood before being a fault."""
        expected = root.values.get(key)
        read = 0
        for item in root.objects(key):
            code = item.required("code", _code)
            if code is not None:
                read += 1
                if code in self.given:
                    item.fault("code", f"{shown(code)} stands before")
                self.given.add(code)
            yield item, code
        if not isinstance(expected, list) or read < len(expected):
            self.all_read = False


def _parts(
    root: InspectedObject, scheme: Scheme | None, parser: ModuleType | None
) -> tuple[tuple[LocalityFacts, ...], tuple[Any, ...], tuple[PaidFacts, ...]]:
    """Localities, practices and what was paid.

    Of an unknown scheme only what both schemes have is looked at, and nothing is an unknown key.
    """
    codes = _Codes()
    localities = []
    for item, code in codes.read_from(root, "localities"):
        formed = item.required("formed", day)
        if parser is not None:
            localities.append(parser.locality(item, code, formed))
            item.refuse_unknown_keys()
    locality_codes = frozenset(codes.given)
    localities_read = codes.all_read
    practices = []
    for item, code in codes.read_from(root, "practices"):
        list_size = item.required("list_size", whole_number)
        locality = item.optional("locality", _text_or_null, otherwise=None)
        if locality is not None and localities_read and locality not in locality_codes:
            item.fault("locality", f"{shown(locality)} is not among the localities")
        if parser is not None:
            practices.append(parser.practice(item, code, list_size, locality))
            item.refuse_unknown_keys()
    paid = tuple(_paid(item, scheme, codes) for item in root.objects("paid", required=False))
    return tuple(localities), tuple(practices), paid


def _paid(given: InspectedObject, scheme: Scheme | None, codes: _Codes) -> PaidFacts:
    paid = PaidFacts(
        given.required("payee", text),
        given.required("objective", whole_number),
        given.required("component", text),
        given.required("amount", money),
    )
    given.refuse_unknown_keys()
    named = (PCT,) if scheme is None else scheme.named_payees
    if (
        paid.payee is not None
        and codes.all_read
        and paid.payee not in codes.given
        and paid.payee not in named
    ):
        given.fault("payee", f"{shown(paid.payee)} is not among the practices and localities")
    if scheme is not None:
        _check_component(given, paid, scheme)
    return paid


def _check_component(given: InspectedObject, paid: PaidFacts, scheme: Scheme) -> None:
    """An objective that the scheme does not have leaves every component of it possible."""
    components = {
        component for objective, component in scheme.payables if objective == paid.objective
    }
    if not components:
        components = {component for _, component in scheme.payables}
        if paid.objective is not None:
            given.fault("objective", f"{paid.objective} is not an objective of the scheme")
    if paid.component is not None and paid.component not in components:
        given.fault(
            "component", f"{shown(paid.component)} is not one of {', '.join(sorted(components))}"
        )


def _terms(scheme: Scheme, given: InspectedObject | None) -> Any:
    if given is None:
        return scheme.terms_type()
    terms = scheme.terms_type(
        **{
            term.name: given.optional(term.name, term.form.read, otherwise=term.default)
            for term in scheme.terms
        }
    )
    given.refuse_unknown_keys()
    return terms


def _readings(scheme: Scheme, given: InspectedObject | None) -> Any:
    if given is None:
        return scheme.readings_type()
    readings = scheme.readings_type(
        **{
            reading.name: given.optional(reading.name, reading.read, otherwise=reading.default)
            for reading in scheme.readings
        }
    )
    given.refuse_unknown_keys()
    SCHEME_PARSERS[scheme.code].check_readings(given, readings)
    return readings


def _contract(value: object) -> int:
    if type(value) is not int or value != CONTRACT:
        raise Wrong(f"must be {CONTRACT}, not {shown(value)}")
    return value


def _scheme_code(value: object) -> str:
    if not isinstance(value, str) or value not in SCHEMES:
        raise Wrong(f"must be one of {', '.join(SCHEMES)}, not {shown(value)}")
    return value


def _code(value: object) -> str:
    code = text(value)
    if not code:
        raise Wrong("must not be empty")
    if code == PCT:
        raise Wrong(f"{PCT} is reserved for the Primary Care Trust")
    return code


def _text_or_null(value: object) -> str | None:
    return None if value is None else text(value)
