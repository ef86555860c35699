"""The register of interests (ENT-35): declared, ended, never deleted."""

from datetime import date, timedelta

from accounts import areas, permissions
from accounts.models import Interest
from accounts.statuses import InterestKind
from localities.models import Organisation, Person
from pbc import audit, clock
from pbc.actions import action
from pbc.actor import Actor
from pbc.refusals import BadInput, NotNow


@action
def declare(
    *,
    person: Person,
    organisation: Organisation,
    kind: InterestKind,
    description: str,
    mitigation: str = "",
    starts: date,
    by: Actor,
) -> Interest:
    """Record an interest of a person in an organisation, from a day on."""
    permissions.check_can_record_interest(by, person, organisation)
    if starts > clock.today():
        raise BadInput({"starts": "The day it began must be today or in the past."})
    interest = Interest.objects.create(
        person=person,
        organisation=organisation,
        kind=kind,
        description=description,
        mitigation=mitigation,
        starts=starts,
        declared_at=clock.now(),
        declared_by=by.person_id,
    )
    audit.record(
        event="interest.declared",
        by=by,
        subject=interest,
        chain=areas.audit_chain_of(organisation),
        after={"in": organisation.code, "kind": kind, "starts": starts},
        personal={"person": person.name, "description": description, "mitigation": mitigation},
    )
    return interest


@action
def end(*, interest: Interest, last_day: date, reason: str = "", by: Actor) -> Interest:
    """The interest no longer stands after its last day, which may not lie in the future."""
    locked = Interest.objects.select_for_update(of=("self",))
    interest = locked.select_related("person", "organisation").get(pk=interest.pk)
    permissions.check_can_end_interest(by, interest)
    if interest.ends is not None:
        raise NotNow(f"This interest has already ended, on {interest.last_day:%-d %B %Y}.")
    if not interest.starts <= last_day <= clock.today():
        raise BadInput({"last_day": f"Enter a day from {interest.starts:%-d %B %Y} to today."})
    interest.ends = last_day + timedelta(days=1)
    interest.save(update_fields=["ends"])
    audit.record(
        event="interest.ended",
        by=by,
        subject=interest,
        chain=areas.audit_chain_of(interest.organisation),
        before={"ends": None},
        after={"ends": interest.ends},
        reason=reason,
    )
    return interest
