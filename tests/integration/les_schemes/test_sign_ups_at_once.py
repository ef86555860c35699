"""Two people at the same moment: one thing is done, the other is told."""

import threading
from collections.abc import Callable

import pytest
from django.db import connections

from les_schemes.actions import schemes, sign_ups, statements
from les_schemes.design import digest
from les_schemes.models import Agreement, SchemeVersion, Signature, SignUp, StatementTerms
from les_schemes.statuses import LIVE, SchemeStatus, SigningCapacity, SignUpStatus
from pbc import audit
from pbc.models import AuditEvent
from pbc.refusals import Refusal
from tests.cast import gather
from tests.factories import given_by, scheme_at, sign, sign_up_at

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*deeds: Callable[[], object]) -> list[object]:
    """Do all at the same moment, each in a thread of its own; what each came to."""
    barrier = threading.Barrier(len(deeds))
    outcomes: list[object] = [None] * len(deeds)

    def run(number: int) -> None:
        try:
            barrier.wait()
            outcomes[number] = deeds[number]()
        except Refusal as refusal:
            outcomes[number] = refusal
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(len(deeds))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


def test_two_officers_who_accept_at_once_make_one_agreement():
    cast = gather()
    sign_up = sign_up_at(SignUpStatus.SUBMITTED, cast, practice=cast.millbrook)

    outcomes = at_once(
        lambda: sign_ups.accept(sign_up=sign_up, by=cast.officer),
        lambda: sign_ups.accept(sign_up=sign_up, by=cast.second_officer),
    )

    assert sum(isinstance(outcome, SignUp) for outcome in outcomes) == 1
    assert sum(isinstance(outcome, Refusal) for outcome in outcomes) == 1
    assert Agreement.objects.count() == 1
    assert list(audit.verify()) == []


def test_a_sheet_accepted_and_queried_at_once_is_one_or_the_other():
    cast = gather()
    sign_up = sign_up_at(SignUpStatus.SUBMITTED, cast)

    outcomes = at_once(
        lambda: sign_ups.accept(sign_up=sign_up, by=cast.officer),
        lambda: sign_ups.query(sign_up=sign_up, reason="Why?", by=cast.second_officer),
    )

    assert sum(isinstance(outcome, Refusal) for outcome in outcomes) == 1
    status = SignUp.objects.get(pk=sign_up.pk).status
    assert (status == SignUpStatus.ACCEPTED) == Agreement.objects.exists()
    assert (status == SignUpStatus.QUERIED) == sign_up.queries.exists()


def test_two_officers_who_approve_a_scheme_at_once_approve_it_once():
    cast = gather()
    version = scheme_at(SchemeStatus.CONSULTED, cast)
    seen = digest.seen(version)

    outcomes = at_once(
        lambda: schemes.approve(version=version, seen=seen, by=cast.officer),
        lambda: schemes.approve(version=version, seen=seen, by=cast.second_officer),
    )

    assert sum(isinstance(outcome, Refusal) for outcome in outcomes) == 1
    (approved,) = [outcome for outcome in outcomes if not isinstance(outcome, Refusal)]
    assert SchemeVersion.objects.get().approved_by == approved.approved_by
    assert AuditEvent.objects.filter(event="scheme.approved").count() == 1


def test_a_scheme_changed_and_approved_at_once_is_approved_as_it_was_read_or_not_at_all():
    cast = gather()
    version = scheme_at(SchemeStatus.CONSULTED, cast)
    seen = digest.seen(version)

    outcomes = at_once(
        lambda: schemes.approve(version=version, seen=seen, by=cast.second_officer),
        lambda: statements.set_terms(version=version, terms=None, by=cast.officer),
    )

    assert sum(isinstance(outcome, Refusal) for outcome in outcomes) == 1
    is_approved = SchemeVersion.objects.get().status == SchemeStatus.APPROVED
    assert is_approved == StatementTerms.objects.exists()


def test_a_practice_that_starts_twice_at_once_has_one_sheet():
    cast = gather()
    version = scheme_at(SchemeStatus.OPEN, cast)

    def start() -> SignUp:
        return sign_ups.start(version=version, provider=cast.riverside, by=cast.riverside_manager)

    outcomes = at_once(start, start, start)

    assert sum(isinstance(outcome, SignUp) for outcome in outcomes) == 1
    assert SignUp.objects.filter(status__in=LIVE).count() == 1


def test_a_gp_who_presses_sign_twice_signs_once_and_two_do_not_both_sign_for_the_practice():
    cast = gather()
    sign_up = sign_up_at(SignUpStatus.SIGNING, cast)

    at_once(lambda: sign(sign_up, cast.okafor), lambda: sign(sign_up, cast.okafor))
    at_once(
        *(
            lambda who=who: sign_ups.sign_for_practice(
                sign_up=sign_up,
                capacity=SigningCapacity.PBC_LEAD,
                given=given_by(who, sign_up),
                by=who,
            )
            for who in (cast.okafor, cast.riverside_manager)
        )
    )

    assert Signature.objects.filter(named_gp__isnull=False).count() == 1
    assert Signature.objects.filter(named_gp__isnull=True).count() == 1
