import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client

from accounts.actions import people as people_actions
from pbc import audit, audit_trail, audit_verification, database_guards, jobs
from pbc.actor import SYSTEM
from pbc.audit_trail import changes_of
from pbc.models import AuditEvent, AuditPersonalValue, Job
from pbc.roles import Role
from tests import people

pytestmark = pytest.mark.django_db


@pytest.fixture
def here():
    return people.commissioner()


@pytest.fixture
def administrator(here):
    return people.holder(Role.ADMINISTRATOR, here, "Ada Minster")


@pytest.fixture
def visitor(administrator) -> Client:
    return visitor_of(administrator)


def visitor_of(user) -> Client:
    visitor = Client()
    people.sign_in(visitor, user)
    return visitor


def record(here, event: str = "sign_up.accepted", by=SYSTEM, **more) -> AuditEvent:
    given = {"chain": here.audit_chain, "subject": here} | more
    return audit.record(event=event, by=by, **given)


def events_seen_by(visitor: Client, query: str = "") -> set[str]:
    return {row.event for row in visitor.get(f"/audit/?{query}").context["table"].rows}


def test_an_auditor_reads_the_chain_of_the_commissioner_and_not_the_systems(here) -> None:
    record(here)
    record(people.commissioner("UPCT"), "elsewhere.done")
    auditor = people.holder(Role.AUDITOR, here)
    visitor = visitor_of(auditor)
    assert events_seen_by(visitor) == {"sign_up.accepted"}
    assert visitor.get("/audit/TPCT/1/").status_code == 200
    assert visitor.get("/audit/UPCT/1/").status_code == 404
    assert visitor.get("/audit/system/1/").status_code == 404
    assert visitor.get("/audit/TPCT/99/").status_code == 404


def test_an_administrator_reads_the_systems_too(here, visitor: Client) -> None:
    record(here)
    assert {"sign_up.accepted", "sign_in.succeeded"} <= events_seen_by(visitor)


@pytest.mark.parametrize("role", [Role.COMMISSIONER, Role.FINANCE_APPROVER, Role.LMC_OBSERVER])
def test_others_do_not_read_the_trail(here, role: Role) -> None:
    record(here)
    visitor = visitor_of(people.holder(role, here))
    assert visitor.get("/audit/").status_code == 403
    assert visitor.get("/audit/TPCT/1/").status_code == 403
    assert visitor.post("/audit/").status_code == 403
    assert not Job.objects.exists()


def test_an_event_shows_before_and_after_reason_and_both_times(
    here, administrator, visitor: Client
) -> None:
    people.stand_on(people.START)
    record(
        here,
        by=administrator,
        before={"status": "submitted", "list_size": 8205},
        after={"status": "accepted"},
        reason="All five signed",
        personal={"signatory": "Dr Gwen Price"},
    )
    page = visitor.get("/audit/TPCT/1/")
    text = page.content.decode()
    assert "Sign up: accepted" in text
    for words in ("Ada Minster", "submitted", "8205", "All five signed", "Dr Gwen Price"):
        assert words in text
    assert "1 April 2006" in text
    assert AuditEvent.objects.get(chain="TPCT").hash in text


def test_dates_and_lists_are_written_out(here) -> None:
    event = record(
        here,
        before={"starts": "2006-04-01", "kinds": ["totp", "webauthn"], "active": True},
        after={"starts": "2006-04-01T09:30:00Z", "kinds": [], "code": "2006-04-01x"},
    )
    assert [(change.name, change.before, change.after) for change in changes_of(event)] == [
        ("Active", True, None),
        ("Code", None, "2006-04-01x"),
        ("Kinds", "totp, webauthn", "none"),
        ("Starts", "1 April 2006", "1 April 2006, 10:30:00"),
    ]


def test_a_day_that_is_none_is_said_so_and_narrows_nothing(here, visitor: Client) -> None:
    record(here)
    page = visitor.get("/audit/?start=someday")
    assert "Enter a day like 16/4/2007" in page.content.decode()
    assert page.context["table"].count


def test_an_erased_person_leaves_the_event_whole(here, visitor: Client) -> None:
    record(here, personal={"signatory": "Dr Gwen Price"})
    AuditPersonalValue.objects.filter(name="signatory").delete()
    text = visitor.get("/audit/TPCT/1/").content.decode()
    assert "Erased; its digest stays in the chain" in text
    assert list(audit.verify()) == []


@pytest.mark.parametrize(
    "query, expected",
    [
        ("event=accepted", {"sign_up.accepted"}),
        ("event=Sign+up%3A+accepted", {"sign_up.accepted"}),
        ("event=nothing", set()),
        ("subject=commissioner&event=sign_up", {"sign_up.accepted"}),
        ("person=minster&event=run", {"run.approved"}),
        ("person=nobody", set()),
    ],
)
def test_events_are_filtered(
    here, administrator, visitor: Client, query: str, expected: set[str]
) -> None:
    record(here)
    record(here, "run.approved", by=administrator)
    assert events_seen_by(visitor, query) == expected


def test_events_are_found_by_the_identifier_of_their_object(here, visitor: Client) -> None:
    record(here)
    assert events_seen_by(visitor, f"subject={here.pk}") == {"sign_up.accepted"}


def test_events_are_filtered_by_domain_date(here, visitor: Client) -> None:
    people.stand_on(people.START)
    record(here, "on.the.day")
    people.stand_on(people.START + timedelta(days=1))
    record(here, "the.day.after")
    day, end = "start=1/4/2006", "end=1+April+2006"
    assert events_seen_by(visitor, f"{day}&{end}") == {"on.the.day"}
    assert events_seen_by(visitor, f"event=day&{day}") == {"on.the.day", "the.day.after"}


def test_what_is_shown_is_exported_with_names_and_hashes(
    here, administrator, visitor: Client
) -> None:
    event = record(here, by=administrator, reason="=1+1")
    record(here, "run.approved")
    text = visitor.get("/audit/?event=accepted&export=csv").content.decode("utf-8-sig")
    assert "Ada Minster" in text
    assert event.hash in text
    assert "'=1+1" in text
    assert "Run: approved" not in text


def test_the_list_asks_the_database_the_same_number_of_times_however_long_it_is(
    here, administrator, visitor: Client, django_assert_max_num_queries
) -> None:
    for _ in range(60):
        record(here, by=administrator)
    with django_assert_max_num_queries(18):
        visitor.get("/audit/")


def test_verification_is_a_job_whose_outcome_stands_on_the_page(here, visitor: Client) -> None:
    record(here)
    assert "has not been verified yet" in visitor.get("/audit/").content.decode()
    asked = visitor.post("/audit/")
    job = Job.objects.get()
    assert asked["Location"] == f"/jobs/{job.pk}/"
    assert "A verification is under way" in visitor.get("/audit/").content.decode()
    jobs.run(job.pk)
    page = visitor.get("/audit/").content.decode()
    assert "Holds" in page
    assert "chains: 2" in page


def test_a_break_is_found_and_named(here, visitor: Client, administrator) -> None:
    record(here)
    database_guards.lift_all(connection)
    try:
        AuditEvent.objects.filter(chain="TPCT").update(content={"after": {"status": "paid"}})
        jobs.run(audit_verification.enqueue(administrator).pk)
    finally:
        database_guards.install_all(connection)
    page = visitor.get("/audit/").content.decode()
    assert "Broken" in page
    assert "chain TPCT, event 1: was altered" in page


def test_the_history_of_an_object_links_to_its_events_for_readers_only(here, administrator) -> None:
    gp = people.holder(Role.GP, people.practice(here), "Gwen Price")
    people_actions.disable(user=gp, reason="Has left", by=administrator)
    (shown,) = audit_trail.history_of(gp, administrator)
    assert shown["what"] == "Person: disabled"
    assert shown["who"] == "Ada Minster"
    assert shown["note"] == "Has left"
    assert shown["href"] == "/audit/TPCT/1/"
    assert audit_trail.history_of(gp)[0]["href"] == ""


def test_the_system_and_people_no_longer_known_are_named_so(here, visitor: Client) -> None:
    event = record(here)
    assert audit_trail.names_of({None}) == {None: "The system"}
    assert "The system" in visitor.get(event.get_absolute_url()).content.decode()
    assert "Somebody no longer known" in audit_trail.names_of({uuid.uuid4()}).values()


def test_an_event_leads_to_the_page_of_its_object_if_it_has_one(here, administrator) -> None:
    event = record(here, subject=administrator)
    assert audit_trail.subject_address(event) == f"/people/{administrator.pk}/"
    assert audit_trail.subject_address(record(here, subject=event)) == ""
