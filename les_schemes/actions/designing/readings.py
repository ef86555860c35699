"""The readings that belong to the whole scheme: late sheets, withdrawal, moves."""

from collections.abc import Mapping

from les_schemes.design import drafts
from les_schemes.models import ReadingChoice, SchemeVersion
from les_schemes.rules.definition import scheme_readings
from les_schemes.rules.values import Wrong
from pbc import clock
from pbc.actions import action
from pbc.actor import Actor
from pbc.refusals import BadInput


@action
def choose_readings(
    *, version: SchemeVersion, readings: Mapping[str, str], why: str, by: Actor
) -> SchemeVersion:
    """Choose how what the words leave open is read, and why; the register keeps each choice."""
    held = drafts.locked(version, by)
    chosen = {}
    errors = {}
    for reading in scheme_readings():
        try:
            chosen[reading.name] = reading.read(readings.get(reading.name))
        except Wrong as wrong:
            errors[reading.name] = f"The answer {wrong}"
    if errors:
        raise BadInput(errors)
    before = dict(held.readings)
    held.readings = chosen
    held.save(update_fields=["readings"])
    ReadingChoice.objects.bulk_create(
        ReadingChoice(
            version=held,
            reading=name,
            choice=choice,
            before=before.get(name, ""),
            why=why,
            chosen_at=clock.now(),
            chosen_by=by.person_id,
        )
        for name, choice in chosen.items()
        if before.get(name) != choice
    )
    drafts.record(held, by, "scheme.readings_chosen", chosen, before)
    return held
