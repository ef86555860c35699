"""What is heard and decided in the world: an open matter of Watford's Committee, an appeal that was
decided at home, and a late sheet that waits to be put before the Committee."""

from datetime import date, time
from typing import TYPE_CHECKING

from governance import disputable
from governance.actions import appeals, committees, decisions, items, matters, meetings
from governance.actions.decisions import Ruling
from governance.models import AgendaItem, Appeal
from governance.statuses import Capacity, Outcome
from les_schemes.statuses import SignUpStatus
from payments import disputes
from pbc.roles import Role
from tests import factories
from tests.cast import LONG_AGO, TODAY, a_person, stand_on

if TYPE_CHECKING:
    from tests.integration.matrix.world import World

_SEATS = (Capacity.EXECUTIVE, Capacity.LAY, Capacity.CLINICIAN)
AFTER_THE_DEADLINE = date(2007, 5, 2)


def add_what_is_heard(world: "World") -> None:
    world.put("open item of a note", _open_item(world))
    world.put("decided appeal", _decided_appeal(world))
    stand_on(AFTER_THE_DEADLINE)
    late = factories.sign_up_at(
        SignUpStatus.SUBMITTED,
        world.cast,
        practice=world.cast.practices["late"],
        locality=world.cast.daccom,
    )
    stand_on(TODAY)
    world.put("late sheet", late)


def _open_item(world: "World") -> AgendaItem:
    """Dacorum's own sitting meeting hears its minutes: only one item is heard at a time."""
    by, watford = world.people["far_secretary"], world.cast.watford
    committee = committees.establish(commissioner=watford, by=by)
    people = [world.people["far_member"]]
    people += [
        a_person("Placed", f"As {capacity.label}", role=Role.COMMITTEE_MEMBER, at=watford)
        for capacity in _SEATS
    ]
    for user, capacity in zip(people, (Capacity.CHAIR, *_SEATS), strict=True):
        committees.seat(
            committee=committee, person=user.person, capacity=capacity, starts=LONG_AGO, by=by
        )
    [meeting] = meetings.schedule(
        committee=committee, days=[date(2007, 5, 24)], at=time(10), place="Hall", by=by
    )
    meeting = meetings.draft_agenda(meeting=meeting, by=by)
    note = matters.propose(
        committee=committee,
        kind="note",
        subject_type="note",
        subject_id="Open note",
        title="Open note",
        summary="",
        concerned=[],
        by=by,
    )
    item = matters.put_on_agenda(matter=note, meeting=meeting, by=by)
    meeting = meetings.publish_papers(meeting=meeting, by=by)
    meetings.open_meeting(
        meeting=meeting, present=[user.person for user in people], apologies=[], by=by
    )
    return items.open_item(item=item, by=by)


def _decided_appeal(world: "World") -> Appeal:
    """Against a line, so that the chair took part in nothing that it is against."""
    manager, line = world.people["manager"], world.things["line"]
    named = disputes.subject_id(line)
    appeal = appeals.raise_appeal(
        disputed=disputable.find(manager, disputes.LINE, named),
        subject_type=disputes.LINE,
        subject_id=named,
        grounds="It is too little.",
        supported_by_lmc=False,
        by=manager,
    )
    appeals.acknowledge(appeal=appeal, by=world.people["officer"])
    matter = appeals.escalate(appeal=appeal, text="Nobody answered.", by=manager)
    ruling = Ruling(Outcome.DECLINED, "It is right.", would_resolve="Show another list.")
    decisions.chairs_action(matter=matter, ruling=ruling, by=world.people["member"])
    return Appeal.objects.get(pk=appeal.pk)
