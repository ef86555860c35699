"""Every action on a sign-up, at every status, by everyone: the tables below are the promise.

They are written out here and not read from the code, so that a permission or a transition that is
taken away or added fails.
"""

from datetime import date

import pytest
from django.db import transaction

from les_schemes.actions import sign_ups
from les_schemes.models import SignUp
from les_schemes.statuses import SigningCapacity, SignUpStatus
from pbc.models import AuditEvent, Message
from pbc.refusals import NotNow, NotPermitted, Refusal
from tests.factories import given_by, named, sign_up_at

D, S, U, Q, A, L, T = (
    SignUpStatus.DRAFT,
    SignUpStatus.SIGNING,
    SignUpStatus.SUBMITTED,
    SignUpStatus.QUERIED,
    SignUpStatus.ACCEPTED,
    SignUpStatus.WITHDRAWING,
    SignUpStatus.TRANSFERRED,
)

MANAGER = {"riverside_manager"}
OFFICERS = {"officer", "second_officer"}

# action: who may, in which statuses (the statuses in which it succeeds on the sheet made below)
TABLE = {
    "confirm_gps": (MANAGER, {D, S, Q}),
    "choose_locality": (MANAGER, {D, S, Q}),
    "accept_undertaking": (MANAGER, {D, S, Q}),
    "request_signatures": (MANAGER, {S, Q}),
    "remind": (MANAGER | OFFICERS, {S, U, Q, A, L, T}),
    "remind_all": (MANAGER | OFFICERS, {S, U, Q, A, L, T}),
    "sign_as_gp": ({"lindqvist"}, {S, U, Q, A, L, T}),
    "sign_for_practice": (MANAGER | {"okafor", "lindqvist", "pugh", "raman"}, {S}),
    "decline": (MANAGER, {S, U, Q, A, L, T}),
    "submit": (MANAGER, set()),
    "answer": (MANAGER, {Q}),
    "query": (OFFICERS, {U}),
    "refuse": (OFFICERS, {U, Q}),
    "accept": (OFFICERS, {U}),
    "withdraw": (MANAGER, {D, S, U, Q, A}),
    "give_notice": (MANAGER, {A, T}),
    "take_back_notice": (MANAGER, {L}),
    "name_new_gps": (MANAGER | OFFICERS, {A, L, T}),
}
# Who may is asked of the practice whose sheet it is, though it has passed on.
OF_THE_SHEET = {"sign_for_practice"}
EVERYONE = (
    "riverside_manager",
    "millbrook_manager",
    "okafor",
    "lindqvist",
    "raman",
    "frost",
    "pugh",
    "lead",
    "officer",
    "second_officer",
    "watford_officer",
    "preparer",
    "approver",
    "secretary",
    "member",
    "lmc_observer",
    "auditor",
    "administrator",
)


def attempt(action: str, sign_up: SignUp, cast, actor) -> None:
    line = named(sign_up, cast.lindqvist)
    missing = [line.pk] if not hasattr(line, "signature") else []
    arguments = {
        "choose_locality": {
            "locality": sign_up.locality or cast.daccom,
            "alone": False,
            "contact_number": "01442 255 999",
        },
        "accept_undertaking": {"commitments": range(1, 6)},
        "sign_for_practice": {
            "capacity": SigningCapacity.PBC_LEAD,
            "given": given_by(actor, sign_up),
        },
        "submit": {"unsigned_gps": missing},
        "answer": {"answer": "The number is put right.", "unsigned_gps": missing},
        "query": {"reason": "The number does not answer."},
        "refuse": {"reason": "Another sheet replaces it."},
        "withdraw": {"reason": "The partners think again."},
        "give_notice": {"withdrawn_from": date(2008, 1, 1), "reason": "The partners think again."},
        "take_back_notice": {"reason": "They stay."},
        "decline": {"reason": ""},
        "sign_as_gp": {"given": given_by(actor, sign_up)},
    }.get(action, {})
    on = {"named": line} if action in ("sign_as_gp", "decline") else {"sign_up": sign_up}
    if action == "remind_all":
        on = {"named": [line]}
    getattr(sign_ups, action)(**on, **arguments, by=actor)


@pytest.mark.parametrize("status", SignUpStatus)
def test_each_action_is_done_by_whom_and_when_the_table_says_and_by_nobody_else(cast, status):
    sign_up = sign_up_at(status, cast, unsigned=[cast.lindqvist])
    wrong = []
    for action, (of_the_sheet, statuses) in TABLE.items():
        allowed = of_the_sheet
        # Merged into Millbrook, what Riverside's manager did is Millbrook's to do.
        if status == T and "riverside_manager" in allowed and action not in OF_THE_SHEET:
            allowed = allowed - MANAGER | {"millbrook_manager"}
        for name in EVERYONE:
            expected = (
                NotPermitted if name not in allowed else None if status in statuses else NotNow
            )
            outcome = outcome_of(action, sign_up, cast, cast.people[name])
            if outcome is not expected:
                wrong.append(f"{action} by {name} while {status}: {outcome}, not {expected}")
    assert wrong == []


def outcome_of(action: str, sign_up: SignUp, cast, actor) -> type[Refusal] | None:
    """What comes of an attempt, which is undone; a refused one must have written nothing."""
    before = traces(sign_up)
    with transaction.atomic():
        undo = transaction.savepoint()
        try:
            attempt(action, sign_up, cast, actor)
        except Refusal as refusal:
            assert traces(sign_up) == before, f"{action} was refused and left traces"
            return type(refusal)
        else:
            assert traces(sign_up) != before, f"{action} left no trace"
            return None
        finally:
            transaction.savepoint_rollback(undo)


def traces(sign_up: SignUp) -> tuple[object, ...]:
    return (
        AuditEvent.objects.count(),
        Message.objects.count(),
        SignUp.objects.filter(pk=sign_up.pk).values().get(),
        sign_up.signatures.count(),
    )


def test_the_table_names_every_action_there_is():
    # What goes before the Committee is tried with it, in the month the Committee plays.
    with_the_committee = {"put_before_committee", "let_in", "keep_out"}
    by_the_system = {"end_due", "transfer_due"}
    # On the sheet of a provider that is no practice, in ``test_provider_sign_up``.
    of_other_providers = {"give_contact_number", "sign_for_provider"}
    tried = set(TABLE) | {"start"} | with_the_committee | by_the_system | of_other_providers
    assert tried == set(sign_ups.__all__) - {"WORKING_DAYS_TO_CURE"}
