"""Payees are told when a reading changes: what was theirs, and what is now (REP-19)."""

from collections import defaultdict

from accounts.models import User
from les_schemes.models import ReadingAmount, ReadingChoice
from les_schemes.readings import changes
from les_schemes.telling import holders, managers_of
from localities.models import Organisation
from localities.statuses import OrganisationKind
from pbc import outbox
from pbc.money import pounds
from pbc.roles import Role


def tell_payees(choice: ReadingChoice) -> None:
    """Whoever speaks for a payee, once for each decision: old and new amount of that payee."""
    change = choice.change
    if change is None or choice.decision is None:
        return
    slot = changes.slot(change)
    rows = ReadingAmount.objects.filter(change=change, decision=choice.decision)
    amounts: dict[int, list[ReadingAmount]] = defaultdict(list)
    for row in rows.select_related("payee"):
        amounts[row.payee_id].append(row)
    for own in amounts.values():
        payee = own[0].payee
        for user in _speak_for(payee):
            outbox.send(
                to=user.as_recipient,
                kind="reading.changed",
                subject=f"{change.version} is read otherwise",
                body=(
                    f"{changes.in_words(choice.decision)}: {choice.decision.reasons}\n\n"
                    f"The question: {slot.reading.question}\n"
                    f"Until now: {slot.reading.choices[choice.before]}.\n"
                    f"In force, for the whole year: {slot.reading.choices[choice.choice]}.\n\n"
                    f"{_for_payee(payee, own)}"
                ),
                path=change.get_absolute_url(),
                key=f"reading:{choice.decision_id}:{payee.pk}:{user.person_id}",
            )


def _for_payee(payee: Organisation, own: list[ReadingAmount]) -> str:
    before = sum(row.year_before_pence for row in own)
    after = sum(row.year_after_pence for row in own)
    if all(
        (row.year_before_pence, row.so_far_before_pence)
        == (row.year_after_pence, row.so_far_after_pence)
        for row in own
    ):
        return (
            f"On the facts held today {payee}’s amount for the year stays as it was: "
            f"{pounds(before)}."
        )
    so_far = sum(row.so_far_after_pence - row.so_far_before_pence for row in own)
    return (
        f"On the facts held today {payee}’s amount for the year was {pounds(before)} and is now "
        f"{pounds(after)}. Of the difference {pounds(so_far)} is for what was earned until today: "
        "the next run pays it, or takes it off."
    )


def _speak_for(payee: Organisation) -> list[User]:
    if payee.kind == OrganisationKind.LOCALITY:
        return holders(Role.LOCALITY_LEAD, [payee.pk])
    return managers_of(payee.pk)
