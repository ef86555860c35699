"""The Governance Committee of the visitor's commissioner: who sits on it, and when it meets."""

from datetime import date, time

from accounts.models import RoleHolding, User
from demonstration.cast import PRACTICE_OF_A_MEMBER, VISITORS_COMMISSIONER
from demonstration.county import County
from governance import series
from governance.actions import committees, meetings
from governance.models import Committee
from governance.statuses import Capacity
from localities.models import Commissioner, Person
from pbc.roles import Role

ESTABLISHED = date(2007, 4, 2)
FIRST_MONTH = date(2007, 4, 1)
MONTHS = 12
# In the order in which the members hold their role.
CAPACITIES = (
    Capacity.CHAIR,
    Capacity.EXECUTIVE,
    Capacity.LAY,
    Capacity.DEPUTY,
    Capacity.OFFICER,
    Capacity.LAY,
)


def establish(county: County) -> None:
    """Set the Committee up and arrange the fourth Thursday of every month."""
    commissioner = county.commissioners[VISITORS_COMMISSIONER]
    secretary = _holders(Role.COMMITTEE_SECRETARY, commissioner)[0]
    committee = committees.establish(commissioner=commissioner, by=secretary)
    gp = county.gps[PRACTICE_OF_A_MEMBER][0].person
    members = [
        user.person
        for user in _holders(Role.COMMITTEE_MEMBER, commissioner)
        if user.person_id != gp.pk
    ]
    for person, capacity in [*zip(members, CAPACITIES, strict=False), (gp, Capacity.CLINICIAN)]:
        _seat(committee, person, capacity, secretary)
    meetings.schedule(
        committee=committee,
        days=list(
            series.monthly_days(
                first_month=FIRST_MONTH, months=MONTHS, weekday=series.THURSDAY, occurrence=4
            )
        ),
        at=time(13),
        place="Board room, Grove House",
        by=secretary,
    )


def _seat(committee: Committee, person: Person, capacity: Capacity, secretary: User) -> None:
    committees.seat(
        committee=committee, person=person, capacity=capacity, starts=ESTABLISHED, by=secretary
    )


def _holders(role: Role, commissioner: Commissioner) -> list[User]:
    holdings = RoleHolding.objects.filter(role=role, organisation=commissioner)
    return [holding.user for holding in holdings.select_related("user__person").order_by("pk")]
