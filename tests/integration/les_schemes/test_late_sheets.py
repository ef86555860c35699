"""A late sheet that the Committee put off: its practice sees why, and when it comes back."""

from datetime import date

from django.test import Client

from governance.models import Matter
from governance.statuses import Outcome
from les_schemes.actions import sign_ups
from les_schemes.statuses import SignUpStatus
from pbc.models import Message
from tests.cast import Cast, sign_in, stand_on
from tests.committee import sitting
from tests.factories import sign_up_at


def test_the_practice_reads_on_its_sheet_why_it_was_put_off(cast: Cast) -> None:
    committee = sitting(cast)
    stand_on(date(2007, 5, 14))
    late = sign_up_at(SignUpStatus.SUBMITTED, cast, practice=cast.millbrook)
    matter = sign_ups.put_before_committee(
        sign_up=late, account="The post was late.", by=cast.officer
    )
    committee.meeting_on(date(2007, 6, 28))
    committee.rule(committee.hear(matter), Outcome.DEFERRED)
    page = sign_in(Client(), cast.millbrook_manager).get(late.get_absolute_url())
    shown = " ".join(page.content.decode().split())
    assert "the Committee put off its decision on 14 May 2007: The evidence shows it." in shown
    assert "It comes back at the next meeting, on 28 June 2007." in shown
    for reads_the_sheet_only in (cast.preparer, cast.administrator):
        page = sign_in(Client(), reads_the_sheet_only).get(late.get_absolute_url())
        assert page.status_code == 200
        assert "put off" not in page.content.decode()
    told = Message.objects.get(person_id=cast.millbrook_manager.person_id, kind="matter.deferred")
    assert told.path == Matter.objects.get().get_absolute_url()
