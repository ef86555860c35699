"""What a change of a reading is worked out from: the facts that the next run would gather."""

from datetime import date

from les_schemes.models import SchemeVersion
from les_schemes.readings import facts_held
from les_schemes.readings.facts_held import FactsHeld
from les_schemes.rules import parse
from payments import facts
from pbc import clock


@facts_held.register
def facts_of(version: SchemeVersion, as_at: date) -> list[FactsHeld]:
    """Of each commissioner that offers the version, as known now."""
    gathered = [
        facts.gather(
            commissioner=commissioner,
            version=version,
            as_at=as_at,
            known_at=clock.known_until(),
        )
        for commissioner in (version.commissioner, *version.partners.order_by("code"))
    ]
    return [FactsHeld(parse(one.document), one.ids) for one in gathered]
