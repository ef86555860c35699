"""The certificate of a level: sealed with the decision that awards it, and kept (DOC-09).

It is made in the transaction of the award; where it cannot be made, the decision is refused and
nothing is done.
"""

from collections.abc import Iterable
from typing import Any

from applications import levels
from applications.models import LevelAward
from pbc import clock, documents
from pbc.actor import Actor
from pbc.models import SealedDocument

KIND = "level certificate"
SUBJECT = "applications.levelaward"
TEMPLATE = "applications/documents/level_certificate.html"


def issue(award: LevelAward, *, by: Actor) -> SealedDocument:
    """Seal the certificate of an award."""
    locality, decision = award.locality, award.decision
    committee = decision.matter.committee
    commissioner = locality.commissioner
    return documents.issue(
        template=TEMPLATE,
        context=_context(award),
        title=f"Certificate: {locality.name}, operating level {award.level}",
        kind=KIND,
        subject=award,
        chain=committee.audit_chain,
        evidence=[
            {
                "who": committee.name,
                "what": f"Decision {decision.number}: {decision.get_outcome_display().lower()}",
                "when": f"{decision.decided_at.astimezone(clock.LONDON):%-d %B %Y, %H:%M}",
                "organisation": str(commissioner),
            }
        ],
        by=by,
        publisher=str(commissioner),
    )


def _context(award: LevelAward) -> dict[str, Any]:
    application, decision = award.application, award.decision
    return {
        "subtitle": f"{award.version}, {award.locality.commissioner}",
        "award": award,
        "locality": award.locality,
        "version": award.version,
        "decision": decision,
        "decided_on": decision.decided_at.astimezone(clock.LONDON).date(),
        "timing": levels.timing(award.version, award.locality, award.level, award.decided_on),
        "criteria": [
            row.criterion for row in application.evidence.select_related("criterion") if row.met
        ]
        if award.level == application.level
        else [],
        "conditions": decision.conditions.filter(organisation=award.locality_id),
    }


def of(awards: Iterable[LevelAward]) -> dict[int, SealedDocument]:
    """The certificates of awards, by the award, in one query; older awards may have none."""
    found = SealedDocument.objects.filter(
        subject_type=SUBJECT, kind=KIND, subject_id__in=[str(award.pk) for award in awards]
    )
    return {int(document.subject_id): document for document in found}
