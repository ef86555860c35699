"""From a document of contract 1 to facts, every fault noted by its path."""

from collections.abc import Iterator
from typing import Any

from les_schemes.rules import parts
from les_schemes.rules.contract_1 import pbc_les_2007_08
from les_schemes.rules.contract_1.scheme import Contract1Scheme
from les_schemes.rules.contract_1.schemes import SCHEMES
from les_schemes.rules.definition import SchemeDefinition
from les_schemes.rules.facts import (
    Facts,
    LevelAward,
    LocalityFacts,
    Membership,
    PaidFacts,
    ProviderFacts,
    RegisteredList,
)
from les_schemes.rules.inspection import InspectedObject
from les_schemes.rules.named_payees import PCT
from les_schemes.rules.values import Wrong, day, day_or_null, shown, text, whole_number
from les_schemes.rules.year import Year

CONTRACT = 1


def facts(root: InspectedObject) -> Facts | None:
    """The facts, fit for use only if no fault was noted; none where the scheme is unknown."""
    root.required("contract", _contract)
    scheme = SCHEMES.get(root.required("scheme", _scheme_code))
    as_at = root.required("as_at", day)
    readings = root.optional_object("readings")
    terms = root.optional_object("terms")
    localities, providers, paid = _parts(root, scheme)
    root.refuse_unknown_keys()
    if scheme is None:
        return None
    return Facts(
        definition=defined(scheme, terms, readings),
        as_at=as_at,
        localities=localities,
        providers=providers,
        paid=paid,
        contract=CONTRACT,
    )


def defined(
    scheme: Contract1Scheme, terms: InspectedObject | None, readings: InspectedObject | None
) -> SchemeDefinition:
    """The definition that flat terms and readings stand for."""
    return scheme.defined(flat_terms(scheme, terms), flat_readings(scheme, readings))


def flat_terms(scheme: Contract1Scheme, given: InspectedObject | None) -> dict[str, Any]:
    """The terms by their flat names, those left out being the scheme's own."""
    if given is None:
        return {}
    terms = {
        term.name: given.optional(term.name, term.form.read, otherwise=term.default)
        for term in scheme.terms
    }
    given.refuse_unknown_keys()
    return terms


def flat_readings(scheme: Contract1Scheme, given: InspectedObject | None) -> dict[str, str]:
    """The readings by their flat names, those left out being the defaults."""
    readings = parts.readings(given, scheme.readings)
    if given is not None:
        for objective in scheme.definition.objectives:
            chosen = {
                one.name: readings.get(one.name, one.default) for one in objective.kind.readings
            }
            for name, fault in objective.kind.disagreements(chosen):
                given.fault(name, fault)
    return readings


def _parts(
    root: InspectedObject, scheme: Contract1Scheme | None
) -> tuple[tuple[LocalityFacts, ...], tuple[ProviderFacts, ...], tuple[PaidFacts, ...]]:
    """Localities, practices and what was paid.

    Of an unknown scheme only what both schemes have is looked at, and nothing is an unknown key.
    """
    codes = parts.Codes()
    localities = tuple(_localities(root, codes, scheme))
    locality_codes = frozenset(codes.given) if codes.all_read else None
    providers = tuple(_providers(root, codes, locality_codes, scheme))
    named = (PCT,) if scheme is None else scheme.definition.named_payees
    payables = None if scheme is None else scheme.payables
    paid = tuple(
        parts.paid(item, codes, named, payables) for item in root.objects("paid", required=False)
    )
    return localities, providers, paid


def _localities(
    root: InspectedObject, codes: parts.Codes, scheme: Contract1Scheme | None
) -> Iterator[LocalityFacts]:
    for item, code in codes.read_from(root, "localities"):
        formed = item.required("formed", day)
        if scheme is None:
            continue
        levels: tuple[LevelAward, ...] = ()
        if scheme.code == pbc_les_2007_08.CODE:
            levels = tuple(parts.award(given) for given in item.objects("levels"))
        item.refuse_unknown_keys()
        yield LocalityFacts(code, formed, levels)


def _providers(
    root: InspectedObject,
    codes: parts.Codes,
    locality_codes: frozenset[str] | None,
    scheme: Contract1Scheme | None,
) -> Iterator[ProviderFacts]:
    for item, code in codes.read_from(root, "practices"):
        list_size = item.required("list_size", whole_number)
        locality = item.optional("locality", _text_or_null, otherwise=None)
        if locality is not None and locality_codes is not None and locality not in locality_codes:
            item.fault("locality", f"{shown(locality)} is not among the localities")
        if scheme is None:
            continue
        year = scheme.definition.year
        own = _of_les(item, year) if scheme.code == pbc_les_2007_08.CODE else _of_des(item)
        item.refuse_unknown_keys()
        yield ProviderFacts(
            code=code,
            lists=(RegisteredList(year.first_day, list_size),),
            memberships=() if locality is None else (Membership(locality, year.first_day),),
            **own,
        )


def _of_les(given: InspectedObject, year: Year) -> dict[str, Any]:
    return {
        "sign_up": parts.sign_up(
            given.optional_object("sign_up", nullable=True), withdrawn=lambda _: None
        ),
        "reports": given.items("reports", parts.month_of(year)),
        "budget": parts.budget(given),
    }


def _of_des(given: InspectedObject) -> dict[str, Any]:
    return {
        "plan_agreed": given.required("plan_agreed", day_or_null),
        "achievement": parts.achievement(given.optional_object("achievement")),
    }


def _contract(value: object) -> int:
    if type(value) is not int or value != CONTRACT:
        raise Wrong(f"must be 1 or 2, not {shown(value)}")
    return value


def _scheme_code(value: object) -> str:
    if not isinstance(value, str) or value not in SCHEMES:
        raise Wrong(f"must be one of {', '.join(SCHEMES)}, not {shown(value)}")
    return value


def _text_or_null(value: object) -> str | None:
    return None if value is None else text(value)
