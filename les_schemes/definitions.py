"""What a scheme version pays by, as the rules know it: the one way from the record to them."""

import json
from dataclasses import replace
from datetime import datetime
from functools import lru_cache

from django.db.models import Q

from les_schemes.models import Objective, ReadingChoice, SchemeVersion
from les_schemes.rules import (
    SCHEMES,
    SchemeDefinition,
    parse_objective,
    parse_readings,
    parse_terms,
)
from les_schemes.rules import Objective as DefinedObjective
from les_schemes.rules.definition import SchemeReadings, SchemeTerms


def pays_by(kind: str) -> Q:
    """The versions that have an objective of a kind, as a condition on them."""
    shipped = [rules for rules, scheme in SCHEMES.items() if any(scheme.definition.of_kind(kind))]
    designed = Objective.objects.filter(kind=kind, version__rules="")
    return Q(rules__in=shipped) | Q(pk__in=designed.values("version"))


def definition_of(version: SchemeVersion, known_at: datetime | None = None) -> SchemeDefinition:
    """The definition that a version's stored terms and readings make.

    One that was designed here (without ``rules``) holds them objective by objective. Readings
    that the Committee changed after opening stand as decided, as known at a moment or now.
    """
    return _as_decided(version, definition_as_opened(version), known_at)


def definition_as_opened(version: SchemeVersion) -> SchemeDefinition:
    """Without what the Committee decided since."""
    if not version.rules:
        return _designed(version)
    return _definition(
        version.rules,
        version.financial_year_starts_in,
        json.dumps(version.terms, sort_keys=True),
        json.dumps(version.readings, sort_keys=True),
    )


def with_reading(
    definition: SchemeDefinition, objective: int, reading: str, choice: str
) -> SchemeDefinition:
    """The definition with one reading chosen; ``objective`` 0 is the whole scheme."""
    if not objective:
        return replace(definition, readings=replace(definition.readings, **{reading: choice}))
    return replace(
        definition,
        objectives=tuple(
            replace(one, readings=replace(one.readings, **{reading: choice}))
            if one.number == objective
            else one
            for one in definition.objectives
        ),
    )


def _as_decided(
    version: SchemeVersion, definition: SchemeDefinition, known_at: datetime | None
) -> SchemeDefinition:
    if not version.readings_decided:
        return definition
    decided = ReadingChoice.objects.filter(version=version, decision__isnull=False)
    if known_at is not None:
        decided = decided.filter(chosen_at__lte=known_at)
    # By number: the hours of a demonstration's standing day go round.
    for choice in decided.order_by("decision__number"):
        definition = with_reading(definition, choice.objective, choice.reading, choice.choice)
    return definition


def gp_signatures(version: SchemeVersion) -> str:
    """What missing signatures of GPs do to the payment by patients, by the name of the reading.

    A scheme that pays nothing by patients waits for all of them as well.
    """
    for objective in definition_of(version).of_kind("per_patient"):
        return str(objective.readings.gp_signatures)
    return "all_required"


def objective_of(objective: Objective) -> DefinedObjective:
    """An objective of a designed version, as the rules know it."""
    return parse_objective(
        {
            "number": objective.number,
            "kind": objective.kind,
            "title": objective.title,
            "terms": objective.terms,
            "readings": objective.readings,
        }
    )


def _designed(version: SchemeVersion) -> SchemeDefinition:
    """Its own document is the source of each objective, whatever scheme first had the kind."""
    return SchemeDefinition(
        code=version.scheme.code,
        title=version.scheme.title,
        financial_year=version.financial_year_starts_in,
        terms=SchemeTerms(sign_up_deadline=version.last_day),
        readings=SchemeReadings(**version.readings),
        objectives=tuple(
            replace(objective_of(one), clause=f"{version}, objective {one.number}")
            for one in version.objectives.order_by("number")
        ),
    )


@lru_cache(maxsize=64)
def _definition(rules: str, financial_year: int, terms: str, readings: str) -> SchemeDefinition:
    scheme = SCHEMES[rules]
    defined = scheme.defined(
        parse_terms(scheme, json.loads(terms)), parse_readings(scheme, json.loads(readings))
    )
    return replace(defined, financial_year=financial_year)
