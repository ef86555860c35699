"""A decision letter is sealed, sent and kept."""

import uuid

from governance import letters, telling
from governance.models import Decision, Letter
from governance.permissions import check_can_serve
from governance.record import locked, person_of, recorded
from localities.models import Organisation
from pbc import clock, documents
from pbc.actions import action
from pbc.actor import Actor
from pbc.refusals import NotNow


@action
def issue(*, decision: Decision, organisation: Organisation, by: Actor) -> Letter:
    """Seal the letter to one of the organisations concerned and tell its people, once."""
    decision = locked(decision)
    committee = decision.matter.committee
    check_can_serve(by, committee)
    draft = next(
        (one for one in letters.drafts(decision) if one.organisation.pk == organisation.pk), None
    )
    if draft is None:
        raise NotNow("The letter to this organisation has gone already, or is not due to it.")
    if hasattr(decision, "corrected_by"):
        raise NotNow("This decision was corrected: send the letter of the correction.")
    letter = Letter(
        pk=uuid.uuid4(),
        decision=decision,
        organisation=organisation,
        issued_at=clock.now(),
        issued_by=person_of(by),
    )
    letter.document = documents.issue(
        template=letters.TEMPLATE,
        context=draft.context(),
        title=draft.title,
        kind=letters.KIND,
        subject=letter,
        chain=committee.audit_chain,
        evidence=[
            {
                "who": committee.name,
                "what": f"Decision {decision.number}: {decision.get_outcome_display()}",
                "when": f"{decision.decided_at.astimezone(clock.LONDON):%-d %B %Y, %H:%M}",
                "organisation": committee.commissioner.name,
            }
        ],
        by=by,
        publisher=committee.commissioner.name,
    )
    letter.save(force_insert=True)
    recorded(
        committee,
        "letter.issued",
        letter,
        by=by,
        after={
            "decision": decision.number,
            "to": organisation.code,
            "sha256": letter.document.sha256,
        },
    )
    telling.tell_of_letter(letter)
    return letter
