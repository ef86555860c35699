"""The life of a scheme version (SM-01): consulted on, approved by another, opened, ended."""

from datetime import date

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from les_schemes.actions import designing, offers, schemes, statements
from les_schemes.actions.offers import Offer
from les_schemes.design import digest, opening
from les_schemes.models import CostShare, SchemeDesigner, SchemeVersion, SignUp
from les_schemes.statuses import NOT_OPENED, SchemePhase, SchemeStatus, SignUpStatus
from les_schemes.workflow import SCHEME
from pbc import clock
from pbc.actor import SYSTEM
from pbc.models import AuditEvent, Message
from pbc.refusals import BadInput, NotNow, NotPermitted
from tests import cast as the_cast
from tests import designs
from tests.cast import sign_in, stand_on
from tests.factories import approved, opened, scheme_at, sign_up_at

pytestmark = pytest.mark.django_db

BEFORE_THE_YEAR = date(2007, 3, 20)
AFTER_THE_YEAR = date(2008, 4, 14)


@pytest.fixture
def cast():
    return the_cast.gather()


@pytest.fixture
def signed_in(client, cast):
    """Signs a person in and gives the client, to open a page by."""
    return lambda user: sign_in(client, user)


def to(name, version):
    return reverse(f"les_schemes:scheme-{name}", args=[version.pk])


def held(version):
    return SchemeVersion.objects.get(pk=version.pk)


def approve(version, by):
    return schemes.approve(version=version, seen=digest.seen(held(version)), by=by)


def consulted(cast):
    """Designed, proved by an example and consulted on by the officer."""
    version = designs.with_objectives(cast)
    designs.prove(version, cast)
    designing.describe(version=version, about=designs.ABOUT, by=cast.officer)
    designing.consult(version=version, asked=designs.LMC_ASKED, by=cast.officer)
    return schemes.record_consultation(version=version, by=cast.officer)


# Consulted on


def test_a_consultation_is_done_once_the_lmc_is_in_the_log(signed_in, cast):
    version = designs.draft(cast)
    record = {"version": version, "by": cast.officer}
    with pytest.raises(NotNow, match="not described yet"):
        schemes.record_consultation(**record)
    designing.describe(version=version, about=designs.ABOUT, by=cast.officer)
    with pytest.raises(NotNow, match="no objective yet"):
        schemes.record_consultation(**record)
    designing.add_objective(
        version=version,
        kind="block",
        written=designs.written("Set up", designs.BLOCK),
        by=cast.officer,
    )
    with pytest.raises(NotNow, match="no entry of the Local Medical Committee"):
        schemes.record_consultation(**record)
    designing.consult(version=version, asked=designs.LMC_ASKED, by=cast.officer)

    page = signed_in(cast.officer).get(to("record-consultation", version)).content.decode()
    assert "We agree." in page
    done = signed_in(cast.officer).post(to("record-consultation", version))

    assert done.status_code == 302
    assert held(version).status == SchemeStatus.CONSULTED
    assert held(version).consulted_by == cast.officer.person_id
    event = AuditEvent.objects.get(event="scheme.consultation_recorded")
    assert event.content["after"] == {"status": "consulted", "entries": 1}


def test_the_page_lists_all_that_is_missing_not_only_the_first(signed_in, cast):
    version = designs.draft(cast)

    page = signed_in(cast.officer).get(to("design", version)).content.decode()

    assert "Before it can open" in page
    assert "The draft is not described yet" in page
    assert "It is not approved yet, by an officer who took no part in its design." in page
    assert len(opening.missing(version)) >= 2


def test_what_is_changed_after_the_consultation_the_approver_is_told(signed_in, cast):
    version = consulted(cast)
    second = signed_in(cast.second_officer)
    assert (
        "Changed since the consultation" not in second.get(to("approve", version)).content.decode()
    )

    designing.remove_objective(objective=version.objectives.get(number=2), by=cast.officer)

    assert held(version).status == SchemeStatus.CONSULTED
    page = second.get(to("approve", version)).content.decode()
    assert "Changed since the consultation" in page
    assert "last changed on 16 April 2007" in page


def test_a_file_brings_its_consultation_and_is_consulted_on(cast):
    version = scheme_at(SchemeStatus.CONSULTED, cast)

    assert version.status == SchemeStatus.CONSULTED
    entry = version.consultations.get()
    assert (entry.body, entry.on) == ("lmc", date(2007, 3, 2))
    # Nobody designed it here: either officer may approve it.
    assert not SchemeDesigner.objects.filter(version=version).exists()
    assert approve(version, cast.officer).status == SchemeStatus.APPROVED


# Approved


def test_an_officer_who_designed_nothing_approves_all_that_the_page_shows(signed_in, cast):
    version = consulted(cast)
    client = signed_in(cast.second_officer)

    page = client.get(to("approve", version))

    shown = page.content.decode()
    for words in (
        # The sentences of the two objectives, the consultation, terms and readings.
        "Pays each provider £12.00 for each item, from item 101 on £9.50.",
        "We agree.",
        "See patients within a week.",
        "The whole months left after the month of acceptance",
        f"Designed by {cast.officer.person}.",
        digest.digest_of(version),
    ):
        assert words in shown, words
    done = client.post(to("approve", version), {"seen": page.context["form"]["seen"].value()})
    assert done.status_code == 302
    version = held(version)
    assert version.status == SchemeStatus.APPROVED
    assert version.approved_by == cast.second_officer.person_id
    assert version.approved_digest == digest.digest_of(version)


@pytest.mark.parametrize("name", ["officer", "watford_officer", "riverside_manager", "approver"])
def test_nobody_else_approves_it(cast, name):
    version = consulted(cast)

    with pytest.raises(NotPermitted):
        approve(version, cast.people[name])

    assert held(version).status == SchemeStatus.CONSULTED


def test_whoever_did_one_step_of_the_design_does_not_approve_it(cast):
    version = scheme_at(SchemeStatus.CONSULTED, cast)
    said = Offer(
        **{**vars(Offer.of(version)), "provider_reason": "A.", "registered_list_reason": "B."}
    )

    offers.say_who_may_provide(version=version, offer=said, by=cast.second_officer)

    with pytest.raises(NotPermitted, match="You took part in designing this scheme"):
        approve(version, cast.second_officer)
    assert approve(version, cast.officer).status == SchemeStatus.APPROVED


def test_the_database_refuses_an_approval_by_a_designer(cast):
    version = consulted(cast)
    as_if = {
        "status": SchemeStatus.APPROVED,
        "approved_at": clock.now(),
        "approved_digest": digest.digest_of(version),
    }

    with pytest.raises(DatabaseError, match="does not approve it"), transaction.atomic():
        SchemeVersion.objects.update(**as_if, approved_by=cast.officer.person_id)
    # Nor is an approval taken without its person.
    with pytest.raises(DatabaseError), transaction.atomic():
        SchemeVersion.objects.update(**as_if)
    with pytest.raises(DatabaseError), transaction.atomic():
        SchemeDesigner.objects.all().delete()
    SchemeVersion.objects.update(**as_if, approved_by=cast.second_officer.person_id)


def test_what_changed_while_it_was_read_is_not_approved(signed_in, cast):
    version = consulted(cast)
    seen = digest.seen(held(version))
    designing.describe(version=version, about=designs.ABOUT, by=cast.officer)

    with pytest.raises(NotNow, match="changed while you read it"):
        schemes.approve(version=version, seen=seen, by=cast.second_officer)
    refused = signed_in(cast.second_officer).post(to("approve", version), {"seen": seen})

    assert refused.status_code == 422
    assert "changed while you read it" in refused.content.decode()


def test_an_approved_scheme_does_not_change_in_the_database_either(cast):
    version = approved(designs.with_objectives(cast), cast)

    with pytest.raises(NotNow, match="Take it back to a draft"):
        designing.remove_objective(objective=version.objectives.first(), by=cast.officer)
    for change in (
        lambda: SchemeVersion.objects.update(terms={}),
        lambda: version.objectives.update(title="Something else"),
        lambda: version.objectives.all().delete(),
        lambda: CostShare.objects.create(
            version=version, commissioner=cast.dacorum, hundredths=10_000
        ),
        lambda: version.consultations.create(
            body="lmc", on=date(2007, 4, 3), said="More", recorded_at=clock.now()
        ),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_it_is_taken_back_with_a_reason_and_approved_anew(signed_in, cast):
    version = approved(designs.with_objectives(cast), cast)
    with pytest.raises(BadInput, match="Say why"):
        schemes.take_back(version=version, reason=" ", by=cast.officer)

    signed_in(cast.officer).post(to("take-back", version), {"reason": "The fee is wrong."})

    version = held(version)
    assert (version.status, version.approved_by, version.approved_digest) == ("draft", None, "")
    event = AuditEvent.objects.get(event="scheme.taken_back")
    assert event.content["reason"] == "The fee is wrong."
    designing.remove_objective(objective=version.objectives.get(number=2), by=cast.officer)
    assert approved(version, cast).status == SchemeStatus.APPROVED


# Opened


def test_what_was_approved_is_what_opens(cast):
    version = scheme_at(SchemeStatus.CONSULTED, cast)
    SchemeVersion.objects.update(
        status=SchemeStatus.APPROVED,
        approved_at=clock.now(),
        approved_by=cast.second_officer.person_id,
        approved_digest="0" * 64,
    )

    with pytest.raises(NotNow, match="It pays something else than was approved"):
        schemes.open(version=version, by=cast.officer)


def test_steps_are_taken_in_their_order_only(cast):
    version = scheme_at(SchemeStatus.DRAFT, cast)
    with pytest.raises(NotNow, match="it is draft"):
        schemes.open(version=version, by=cast.officer)
    with pytest.raises(NotNow, match="it is draft"):
        approve(version, cast.second_officer)
    version = approved(version, cast)
    with pytest.raises(NotNow, match="it is approved"):
        approve(version, cast.second_officer)
    with pytest.raises(NotNow, match="it is approved"):
        schemes.record_consultation(version=version, by=cast.officer)
    version = schemes.open(version=version, by=cast.officer)
    with pytest.raises(NotNow, match="it is open for sign-up"):
        schemes.take_back(version=version, reason="Too late", by=cast.officer)
    assert set(SCHEME.actions_from(SchemeStatus.RECONCILED)) == set()
    assert set(SCHEME.actions_from(SchemeStatus.WITHDRAWN)) == set()


@pytest.mark.parametrize("status", NOT_OPENED)
def test_what_is_not_open_no_practice_sees(signed_in, cast, status):
    version = scheme_at(SchemeStatus.DRAFT, cast)
    if status != SchemeStatus.DRAFT:
        designing.consult(version=version, asked=designs.LMC_ASKED, by=cast.officer)
        schemes.record_consultation(version=version, by=cast.officer)
    if status == SchemeStatus.APPROVED:
        approved(version, cast)
    assert held(version).status == status

    for name, expected in (("riverside_manager", 404), ("okafor", 404), ("auditor", 200)):
        client = signed_in(cast.people[name])
        assert client.get(version.get_absolute_url()).status_code == expected, name
        listed = client.get(reverse("les_schemes:schemes")).content.decode()
        assert (version.get_absolute_url() in listed) == (expected == 200), name
        assert "Approve the scheme" not in client.get(version.get_absolute_url()).content.decode()


# Phases


@pytest.mark.parametrize(
    ("today", "deadline", "phase"),
    [
        (date(2007, 3, 20), date(2007, 3, 20), SchemePhase.OPEN),
        (date(2007, 3, 21), date(2007, 3, 20), SchemePhase.CLOSED),
        (date(2007, 4, 1), date(2007, 3, 20), SchemePhase.LIVE),
        # Open to sign-up and live: what may still be done goes before.
        (date(2007, 4, 30), date(2007, 4, 30), SchemePhase.OPEN),
        (date(2007, 5, 1), date(2007, 4, 30), SchemePhase.LIVE),
        (date(2008, 3, 31), date(2007, 4, 30), SchemePhase.LIVE),
        (date(2008, 4, 1), date(2007, 4, 30), SchemePhase.YEAR_END),
    ],
)
def test_an_open_scheme_is_in_one_phase_by_its_dates(cast, today, deadline, phase):
    version = scheme_at(SchemeStatus.CONSULTED, cast)
    SchemeVersion.objects.update(sign_up_deadline=clock.end_of_day(deadline))
    opened(version, cast)

    stand_on(today)

    assert held(version).phase == phase
    found = {one for one in SchemePhase if SchemeVersion.objects.in_phase(one).exists()}
    assert found == {phase}


def test_the_list_of_schemes_is_narrowed_by_where_each_stands(signed_in, cast):
    draft = designs.draft(cast)
    shipped = scheme_at(SchemeStatus.OPEN, cast)
    client = signed_in(cast.officer)

    for phase, there, gone in (("open", shipped, draft), ("draft", draft, shipped)):
        page = client.get(reverse("les_schemes:schemes"), {"phase": phase}).content.decode()
        assert there.get_absolute_url() in page, phase
        assert gone.get_absolute_url() not in page, phase
    taken = client.get(reverse("les_schemes:schemes"), {"export": "csv", "phase": "open"})
    assert "Open for sign-up" in b"".join(taken).decode()


# Withdrawn


def test_an_open_scheme_is_withdrawn_before_its_year_and_its_sign_ups_end(signed_in, cast):
    stand_on(BEFORE_THE_YEAR)
    version = opened(scheme_at(SchemeStatus.CONSULTED, cast), cast)
    begun = sign_up_at(SignUpStatus.DRAFT, cast, version=version)
    accepted = sign_up_at(
        SignUpStatus.ACCEPTED, cast, practice=cast.highfield, version=version, alone=True
    )
    with pytest.raises(BadInput, match="Say why it is withdrawn"):
        schemes.withdraw(version=version, reason="", by=cast.officer)

    signed_in(cast.officer).post(to("withdraw", version), {"reason": "There is no money."})

    assert held(version).status == SchemeStatus.WITHDRAWN
    assert set(SignUp.objects.values_list("status", flat=True)) == {SignUpStatus.WITHDRAWN}
    assert SignUp.objects.get(pk=accepted.pk).withdrawn_from == BEFORE_THE_YEAR
    assert SignUp.objects.get(pk=begun.pk).withdrawn_by == cast.officer.person_id
    told = Message.objects.filter(kind="scheme.withdrawn")
    assert set(told.values_list("person_id", flat=True)) == {
        cast.manager_of(practice).person_id for practice in cast.practices.values()
    }
    # It was published: its page says why it is no more.
    page = signed_in(cast.riverside_manager).get(version.get_absolute_url()).content.decode()
    assert "There is no money." in page


def test_a_live_scheme_is_not_withdrawn_and_a_draft_is_at_any_time(signed_in, cast):
    version = opened(scheme_at(SchemeStatus.CONSULTED, cast), cast)
    with pytest.raises(NotNow, match="Its year began on 1 April 2007"):
        schemes.withdraw(version=version, reason="No money.", by=cast.officer)
    draft = designs.with_objectives(cast)

    schemes.withdraw(version=draft, reason="Nobody wants it.", by=cast.officer)

    assert held(draft).status == SchemeStatus.WITHDRAWN
    assert not Message.objects.filter(kind="scheme.withdrawn").exists()
    # It was never published.
    client = signed_in(cast.riverside_manager)
    assert client.get(draft.get_absolute_url()).status_code == 404
    for name in ("watford_officer", "approver", "auditor"):
        with pytest.raises(NotPermitted):
            schemes.withdraw(version=version, reason="No.", by=cast.people[name])


# Reconciled


def test_a_scheme_is_reconciled_after_its_year_by_finance_or_the_commissioner(signed_in, cast):
    version = opened(scheme_at(SchemeStatus.CONSULTED, cast), cast)
    with pytest.raises(NotNow, match="Its year goes on until 31 March 2008"):
        schemes.reconcile(version=version, note="All paid.", by=cast.preparer)
    stand_on(AFTER_THE_YEAR)
    with pytest.raises(NotPermitted):
        schemes.reconcile(version=version, note="All paid.", by=cast.watford_officer)
    with pytest.raises(BadInput, match="Say what was checked"):
        schemes.reconcile(version=version, note="", by=cast.preparer)

    signed_in(cast.preparer).post(to("reconcile", version), {"reason": "Ledger and runs agree."})

    version = held(version)
    assert (version.status, version.reconciled_by) == (
        SchemeStatus.RECONCILED,
        cast.preparer.person_id,
    )
    assert not SchemeVersion.objects.open().exists()
    page = signed_in(cast.riverside_manager).get(version.get_absolute_url()).content.decode()
    assert "Ledger and runs agree." in page


def test_a_statement_that_waits_holds_the_reconciliation_up(cast):
    accepted = sign_up_at(SignUpStatus.ACCEPTED, cast)
    stand_on(date(2008, 3, 1))
    statements.ask_all(by=SYSTEM)
    stand_on(AFTER_THE_YEAR)

    with pytest.raises(NotNow, match="3 year-end statements are not settled yet"):
        schemes.reconcile(version=accepted.version, note="All paid.", by=cast.officer)
