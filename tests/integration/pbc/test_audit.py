"""The chain: frozen vectors, and every way of breaking it found."""

import uuid
from datetime import UTC, datetime
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from pbc import audit, database_guards
from pbc.actor import SYSTEM
from pbc.models import AuditChain, AuditEvent, AuditPersonalValue
from tests import people

pytestmark = pytest.mark.django_db

# Worked out by hand with sha256sum; they never change.
FROZEN_HASH = "04519ede53118d8c75ecc3ff79a150fa80d293811e9c267ee57fe38ff5e47582"
FROZEN_DIGEST = "e2ce7514b6be115734755f5eb966e0e8d98cdd7c318ff1635d5e4ab3df0054a9"


@pytest.fixture
def subject():
    return people.commissioner()


@pytest.fixture
def three(subject) -> list[AuditEvent]:
    return [
        audit.record(event=f"test.{number}", by=SYSTEM, subject=subject, after={"number": number})
        for number in range(3)
    ]


@pytest.fixture
def unguarded():
    """As the database's owner, who can take the triggers away."""
    database_guards.lift_all(connection)
    yield
    database_guards.install_all(connection)


def breaks() -> list[str]:
    return [str(found) for found in audit.verify()]


def test_form_1_is_frozen_an_event_of_today_verifies_in_years() -> None:
    entry = AuditEvent(
        chain_id="TPCT",
        number=7,
        form=1,
        event="sign_up.accepted",
        at=datetime(2007, 4, 20, 9, 30, tzinfo=UTC),
        real_at=datetime(2026, 11, 21, 20, 0, 0, 123456, tzinfo=UTC),
        actor_id=uuid.UUID("6f1a3c1e-6f0b-4c43-9d8a-0a5b8f3f9a11"),
        subject_type="les_schemes.SignUp",
        subject_id="0b9d5b5e-7b7c-4a53-9f62-2b6f6d1f0c22",
        content={"after": {"status": "accepted", "Größe": "£1"}, "before": {}, "reason": ""},
        previous_hash="0" * 64,
    )
    assert audit.CANONICAL_FORMS[1](entry) == (
        b"pbc-audit-1\n"
        b'{"actor":"6f1a3c1e-6f0b-4c43-9d8a-0a5b8f3f9a11","at":"2007-04-20T09:30:00.000000+00:00",'
        b'"chain":"TPCT","content":{"after":{"Gr\\u00f6\\u00dfe":"\\u00a31","status":"accepted"},'
        b'"before":{},"reason":""},"event":"sign_up.accepted","number":7,"previous":"'
        + b"0"
        * 64
        + b'","real_at":"2026-11-21T20:00:00.123456+00:00",'
        b'"subject":["les_schemes.SignUp","0b9d5b5e-7b7c-4a53-9f62-2b6f6d1f0c22"]}'
    )
    assert audit.event_hash(entry) == FROZEN_HASH
    assert audit.personal_digest("salt", "Dr Gwen Price") == FROZEN_DIGEST


def test_each_event_carries_the_hash_of_the_one_before(three: list[AuditEvent]) -> None:
    assert three[0].previous_hash == "0" * 64
    assert three[1].previous_hash == three[0].hash
    assert three[2].previous_hash == three[1].hash
    head = AuditChain.objects.get(name=audit.SYSTEM_CHAIN)
    assert (head.head_number, head.head_hash) == (3, three[2].hash)
    assert breaks() == []


def test_chains_do_not_wait_for_one_another(subject) -> None:
    audit.record(event="a", by=SYSTEM, subject=subject, chain="TPCT")
    audit.record(event="b", by=SYSTEM, subject=subject, chain="UPCT")
    assert set(AuditEvent.objects.values_list("chain", "number")) == {("TPCT", 1), ("UPCT", 1)}


def test_what_was_rolled_back_leaves_no_event_and_no_gap(subject, three: list) -> None:
    with transaction.atomic():
        audit.record(event="lost", by=SYSTEM, subject=subject)
        transaction.set_rollback(True)
    after = audit.record(event="kept", by=SYSTEM, subject=subject)
    assert after.number == 4
    assert breaks() == []


@pytest.mark.usefixtures("unguarded")
@pytest.mark.parametrize(
    "change",
    [
        {"event": "test.other"},
        {"content": {"after": {"number": 9}}},
        {"actor_id": uuid.UUID(int=1)},
        {"subject_id": "another"},
        {"at": datetime(2007, 4, 1, tzinfo=UTC)},
        {"real_at": datetime(2007, 4, 1, tzinfo=UTC)},
    ],
    ids=lambda change: next(iter(change)),
)
def test_any_altered_value_is_found(three: list, change: dict) -> None:
    AuditEvent.objects.filter(number=2).update(**change)
    assert breaks() == ["chain system, event 2: was altered"]


@pytest.mark.usefixtures("unguarded")
def test_an_altered_event_with_a_new_hash_is_found_by_the_next(three: list) -> None:
    entry = AuditEvent.objects.get(number=2)
    entry.event = "test.other"
    AuditEvent.objects.filter(pk=entry.pk).update(event=entry.event, hash=audit.event_hash(entry))
    assert breaks() == ["chain system, event 3: does not follow from the event before it"]


@pytest.mark.usefixtures("unguarded")
def test_a_missing_event_is_found(three: list) -> None:
    AuditEvent.objects.filter(number=2)._raw_delete(AuditEvent.objects.db)
    assert breaks() == [
        "chain system, event 2: is missing",
        "chain system, event 3: does not follow from the event before it",
    ]


@pytest.mark.usefixtures("unguarded")
def test_an_end_cut_off_is_found(three: list) -> None:
    AuditEvent.objects.filter(number=3)._raw_delete(AuditEvent.objects.db)
    assert breaks() == ["chain system, event 3: is the recorded head, but the chain ends before"]


def test_personal_values_stand_beside_the_chain_and_can_go(subject) -> None:
    entry = audit.record(
        event="signed", by=SYSTEM, subject=subject, personal={"name": "Dr Gwen Price"}
    )
    kept = AuditPersonalValue.objects.get()
    assert "Gwen" not in str(entry.content)
    assert entry.content["personal"]["name"] == audit.personal_digest(kept.salt, kept.value)
    kept.delete()
    assert breaks() == []


def test_the_same_value_has_another_digest_each_time(subject) -> None:
    first, second = (
        audit.record(event="signed", by=SYSTEM, subject=subject, personal={"name": "Gwen"})
        for _ in range(2)
    )
    assert first.content["personal"] != second.content["personal"]


def test_the_command_names_each_chain_and_its_head(three: list) -> None:
    out = StringIO()
    call_command("verify_audit", stdout=out)
    assert f"system: 3 events, head {three[2].hash}" in out.getvalue()
    assert "Every chain holds." in out.getvalue()


@pytest.mark.usefixtures("unguarded")
def test_the_command_fails_naming_the_break(three: list) -> None:
    AuditEvent.objects.filter(number=2).update(event="test.other")
    with pytest.raises(CommandError, match="chain system, event 2: was altered"):
        call_command("verify_audit", stdout=StringIO())
