"""The localities of a commissioner, with the levels that the Committee awarded."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from applications.models import LevelAward
from les_schemes.models import SchemeVersion
from localities.models import Commissioner, Locality

Awards = Mapping[int, Sequence[LevelAward]]


def localities(commissioner: Commissioner, as_at: date) -> dict[int, Locality]:
    found = Locality.objects.on(as_at).filter(commissioner=commissioner).select_related("payee")
    return {locality.pk: locality for locality in found}


def awards(
    version: SchemeVersion, localities: Iterable[int], as_at: date, known_at: datetime
) -> dict[int, list[LevelAward]]:
    """The levels the Committee awarded, by locality, in the order of decision."""
    found: dict[int, list[LevelAward]] = defaultdict(list)
    awards = LevelAward.objects.known(as_at, known_at).filter(
        version=version, locality_id__in=list(localities)
    )
    for award in awards.select_related("decision__corrects"):
        found[award.locality_id].append(award)
    return found


def locality_facts(
    locality: Locality, version: SchemeVersion, awards: Sequence[LevelAward]
) -> dict[str, Any]:
    """One of the contract's ``localities``."""
    return {
        "code": locality.code,
        "formed": formed(locality, version).isoformat(),
        "levels": [
            {"level": award.level, "decided": award.decided_on.isoformat()} for award in awards
        ],
    }


def provenance(
    locality: Locality, version: SchemeVersion, awards: Sequence[LevelAward]
) -> dict[str, Any]:
    return {
        "name": locality.name,
        "formed": formed(locality, version).isoformat(),
        "formed_is_held": locality.opened is not None,
        "payee": (
            {"code": locality.payee.code, "name": locality.payee.name}
            if locality.payee is not None
            else None
        ),
        "levels": [
            {
                "level": award.level,
                "decided": award.decided_on.isoformat(),
                "decision": str(award.decision_id),
                "number": award.decision.number,
                "corrects": award.decision.corrects.number if award.decision.corrects else None,
            }
            for award in awards
        ],
    }


def formed(locality: Locality, version: SchemeVersion) -> date:
    """A locality without a date of formation has always been: it earns from the year's start."""
    return locality.opened or version.financial_year.first_day
