"""Payees are told when a reading changes: what was theirs, and what is now (REP-19)."""

from collections import defaultdict

from accounts.models import User
from les_schemes.definitions import definition_of
from les_schemes.models import ReadingAmount, ReadingChoice
from les_schemes.readings import changes, effects
from les_schemes.rules import SchemeDefinition
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
    definition = definition_of(change.version)
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
                    f"{_for_payee(payee, own, definition)}"
                ),
                path=change.get_absolute_url(),
                key=f"reading:{choice.decision_id}:{payee.pk}:{user.person_id}",
            )


def _for_payee(payee: Organisation, own: list[ReadingAmount], definition: SchemeDefinition) -> str:
    lines = [f"{payee}’s amounts of the year, on the facts held today:"]
    for row in own:
        title = effects.title_of(definition, row.objective, row.component)
        if not row.is_changed:
            lines.append(f"{title}: stays as it was, {pounds(row.year_before_pence)}.")
            continue
        lines.append(
            f"{title}: was {pounds(row.year_before_pence)} and is now "
            f"{pounds(row.year_after_pence)}. Of the difference "
            f"{pounds(row.so_far_difference_pence)} is for what was earned until today: the next "
            "run pays it, or takes it off."
        )
    return "\n".join(lines)


def _speak_for(payee: Organisation) -> list[User]:
    if payee.kind == OrganisationKind.LOCALITY:
        return holders(Role.LOCALITY_LEAD, [payee.pk])
    return managers_of(payee.pk)
