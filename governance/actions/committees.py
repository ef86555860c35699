"""A Committee is set up, its rules are set, and people take and give up their seats."""

from datetime import date

from django.db import IntegrityError, transaction

from governance.models import Committee, CommitteeMembership
from governance.permissions import check_can_establish, check_can_serve
from governance.record import locked, recorded
from governance.statuses import Capacity
from localities.models import Commissioner, Person
from pbc import clock
from pbc.actions import action
from pbc.actor import Actor
from pbc.refusals import BadInput, NotNow

SETTINGS = (
    "name",
    "quorum_members",
    "quorum_needs_chair",
    "quorum_needs_executive",
    "quorum_needs_lay",
    "paper_days",
    "letter_working_days",
    "appeal_to",
)


@action
def establish(*, commissioner: Commissioner, by: Actor) -> Committee:
    """Set up the Committee of a commissioner, with the readings' quorum (AMB-93)."""
    check_can_establish(by, commissioner)
    try:
        with transaction.atomic():
            committee = Committee.objects.create(commissioner=commissioner)
    except IntegrityError:
        raise NotNow(f"{commissioner} has its Committee already.") from None
    recorded(committee, "committee.established", committee, by=by, after={"name": committee.name})
    return committee


@action
def change_settings(*, committee: Committee, settings: dict[str, object], by: Actor) -> Committee:
    """Change the quorum, the deadlines or the words on appeal; meetings held stay as they were."""
    committee = locked(committee)
    check_can_serve(by, committee)
    if unknown := set(settings) - set(SETTINGS):
        raise ValueError(f"a Committee has no settings called {sorted(unknown)}")
    before = {name: getattr(committee, name) for name in settings}
    for name, value in settings.items():
        setattr(committee, name, value)
    if committee.quorum_members < 1:
        raise BadInput({"quorum_members": "A quorum needs at least one member"})
    committee.save(update_fields=sorted(settings))
    changed = {name: value for name, value in settings.items() if before[name] != value}
    recorded(
        committee,
        "committee.settings_changed",
        committee,
        by=by,
        before={name: before[name] for name in changed},
        after=changed,
    )
    return committee


@action
def seat(
    *, committee: Committee, person: Person, capacity: Capacity, starts: date, by: Actor
) -> CommitteeMembership:
    """A person takes a seat in a capacity; one person may sit in several."""
    committee = locked(committee)
    check_can_serve(by, committee)
    held = committee.memberships.filter(person=person, capacity=capacity, ends__isnull=True)
    if held.exists():
        raise BadInput({"capacity": f"{person.name} sits in this capacity already"})
    membership = CommitteeMembership.objects.create(
        committee=committee, person=person, capacity=capacity, starts=starts
    )
    recorded(
        committee,
        "committee.member_seated",
        membership,
        by=by,
        after={"person": person.name, "capacity": capacity, "starts": starts},
    )
    return membership


@action
def end_seat(*, membership: CommitteeMembership, last_day: date, by: Actor) -> CommitteeMembership:
    """A person gives up a seat; ``last_day`` is the last on which it is held."""
    membership = locked(membership)
    check_can_serve(by, membership.committee)
    if membership.ends is not None:
        raise NotNow("This seat has been given up already.")
    ends = date.fromordinal(last_day.toordinal() + 1)
    if ends <= membership.starts:
        raise BadInput({"last_day": "The seat cannot end before it began"})
    if ends < clock.today():
        raise BadInput({"last_day": "A seat cannot end in the past: it may have voted since"})
    membership.ends = ends
    membership.save(update_fields=["ends"])
    recorded(membership.committee, "committee.seat_ended", membership, by=by, after={"ends": ends})
    return membership
