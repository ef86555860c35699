"""From the scheme of a contract 2 document to its definition, every fault noted by its path."""

from collections.abc import Iterator, Sequence
from typing import Any

from les_schemes.rules import parts
from les_schemes.rules.definition import (
    Objective,
    SchemeDefinition,
    SchemeReadings,
    SchemeTerms,
    scheme_readings,
    scheme_terms,
)
from les_schemes.rules.inspection import InspectedObject
from les_schemes.rules.kind import Kind
from les_schemes.rules.kinds import KINDS
from les_schemes.rules.tables import Term
from les_schemes.rules.values import Wrong, name, shown, text, whole_number

YEARS = range(1900, 9999)


def definition(given: InspectedObject) -> SchemeDefinition | None:
    """The scheme; none where its year, or an objective as such, could not be read."""
    code = given.required("code", name)
    title = given.required("title", text)
    year = given.required("financial_year", financial_year)
    terms = _terms(given.required_object("terms"), scheme_terms())
    readings = parts.readings(given.optional_object("readings"), scheme_readings())
    objectives = list(_objectives(given))
    given.refuse_unknown_keys()
    if year is None or not objectives or None in objectives:
        return None
    return SchemeDefinition(
        code=code,
        title=title,
        financial_year=year,
        terms=SchemeTerms(**terms),
        readings=SchemeReadings(**readings),
        objectives=tuple(filter(None, objectives)),
    )


def financial_year(value: object) -> int:
    """The year in which a financial year begins: 2007 is 1 April 2007 to 31 March 2008."""
    year = whole_number(value)
    if year not in YEARS:
        raise Wrong(f"must be a year from {YEARS[0]} to {YEARS[-1]}, not {shown(value)}")
    return year


def objective(given: InspectedObject) -> Objective | None:
    """One objective; none where its number or kind could not be read."""
    number = given.required("number", _number)
    kind = given.required("kind", _kind)
    title = given.optional("title", text, otherwise="")
    clause = given.optional("clause", text, otherwise="")
    if kind is None:
        return None
    terms_given = given.required_object("terms") if kind.terms else given.optional_object("terms")
    terms = _terms(terms_given, kind.terms)
    readings_given = given.optional_object("readings")
    readings = parts.readings(readings_given, kind.readings)
    if readings_given is not None:
        for reading, fault in kind.disagreements(readings):
            readings_given.fault(reading, fault)
    given.refuse_unknown_keys()
    if number is None:
        return None
    return Objective(
        number=number,
        kind=kind,
        terms=kind.terms_type(**terms),
        readings=kind.readings_type(**readings),
        title=title,
        clause=clause,
    )


def _objectives(given: InspectedObject) -> Iterator[Objective | None]:
    """The objectives of a scheme, each number once, and some kinds at most once."""
    numbers: set[int] = set()
    once: set[str] = set()
    stands_empty = given.values.get("objectives") == []
    for item in given.objects("objectives"):
        read = objective(item)
        yield read
        if read is None:
            continue
        if read.number in numbers:
            item.fault("number", f"{read.number} stands before")
        numbers.add(read.number)
        if read.kind.name in once:
            item.fault("kind", f"{read.kind.name} can stand only once in a scheme")
        if read.kind.stands_once:
            once.add(read.kind.name)
    if stands_empty:
        given.fault("objectives", "must hold at least one objective")


def _terms(given: InspectedObject | None, table: Sequence[Term]) -> dict[str, Any]:
    """The terms of a table by name: each must be given."""
    if given is None:
        return dict.fromkeys(term.name for term in table)
    terms = {term.name: given.required(term.name, term.form.read) for term in table}
    given.refuse_unknown_keys()
    return terms


def _number(value: object) -> int | None:
    number = whole_number(value)
    if number < 1:
        raise Wrong("must be 1 or more, and is 0")
    return number


def _kind(value: object) -> Kind | None:
    if not isinstance(value, str) or value not in KINDS:
        raise Wrong(f"must be one of {', '.join(KINDS)}, not {shown(value)}")
    return KINDS[value]
