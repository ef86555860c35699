"""What a next version takes over from the version it is made from."""

from collections.abc import Callable
from datetime import date

from les_schemes.costing import stored
from les_schemes.definitions import definition_of
from les_schemes.examples import carrying
from les_schemes.models import (
    CostShare,
    Objective,
    ReadingChoice,
    SchemeVersion,
    StatementTerms,
)
from les_schemes.rules.definition import written_readings
from pbc import clock

# Fields of the version itself that are the same again.
SAME = (
    "scheme_id",
    "commissioner_id",
    "rules",
    "withdrawal_notice_days",
    "return_address",
    "return_email",
    "framework_id",
    "texts",
    "stakeholders",
    "kind",
    "kind_label",
    "who_may_provide",
    "provider_reason",
    "requires_registered_list",
    "registered_list_reason",
)


def readings_in_force(version: SchemeVersion) -> dict[str, str]:
    """The readings of the whole scheme, as the Committee decided them where it did.

    A version of fixed rules holds those of its objectives among them.
    """
    definition = definition_of(version)
    in_force = written_readings(definition.readings)
    for objective in definition.objectives if version.rules else ():
        in_force |= written_readings(objective.readings)
    return {name: in_force.get(name, choice) for name, choice in version.readings.items()}


def copy_all(before: SchemeVersion, after: SchemeVersion) -> None:
    for copy in COPIES:
        copy(before, after)


def _objectives(before: SchemeVersion, after: SchemeVersion) -> None:
    defined = {} if before.rules else {one.number: one for one in definition_of(before).objectives}
    copies = list(before.objectives.order_by("number"))
    for objective in copies:
        objective.pk, objective.version = None, after
        if objective.number in defined:
            objective.readings = written_readings(defined[objective.number].readings)
    Objective.objects.bulk_create(copies)


def _readings(before: SchemeVersion, after: SchemeVersion) -> None:
    """The register begins with what was taken over (REP-19)."""
    taken = [(0, after.readings)]
    taken += [(one.number, one.readings) for one in after.objectives.order_by("number")]
    ReadingChoice.objects.bulk_create(
        ReadingChoice(
            version=after,
            objective=number,
            reading=reading,
            choice=choice,
            why=f"As in {before}, version {before.number}",
            chosen_at=clock.now(),
            chosen_by=None,
        )
        for number, readings in taken
        for reading, choice in readings.items()
    )


def _partners(before: SchemeVersion, after: SchemeVersion) -> None:
    after.partners.set(before.partners.all())


def _shares(before: SchemeVersion, after: SchemeVersion) -> None:
    shares = list(before.cost_shares.all())
    for share in shares:
        share.pk, share.version = None, after
    CostShare.objects.bulk_create(shares)


def _statement_terms(before: SchemeVersion, after: SchemeVersion) -> None:
    """Asked for on the same days, of the later year."""
    held = StatementTerms.objects.filter(version=before).first()
    if held is None:
        return
    later = after.financial_year_starts_in - before.financial_year_starts_in
    held.pk, held.version = None, after
    held.opens_on = _years_later(held.opens_on, later)
    held.due_on = _years_later(held.due_on, later)
    held.save(force_insert=True)


def _worked_examples(before: SchemeVersion, after: SchemeVersion) -> None:
    carrying.copy_examples(before, after)


def _assumptions(before: SchemeVersion, after: SchemeVersion) -> None:
    stored.copy(before, after)


def _years_later(day: date, years: int) -> date:
    """The same day so many years later; 29 February becomes the 28th."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


# Whatever belongs to a version and is to be taken over stands here.
COPIES: tuple[Callable[[SchemeVersion, SchemeVersion], None], ...] = (
    _objectives,
    _readings,
    _partners,
    _shares,
    _statement_terms,
    _worked_examples,
    _assumptions,
)
