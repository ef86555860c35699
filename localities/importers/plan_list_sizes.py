"""Which list sizes a file adds or corrects: a figure that differs supersedes the one held."""

from decimal import Decimal

from localities.importers.checking import in_words
from localities.importers.findings import ListSizeRecord, Parsed
from localities.importers.held import Held, HeldListSize, HeldOrganisation
from localities.importers.plan import Change, NewListSize, Plan
from localities.statuses import FindingProblem as Problem
from localities.statuses import OrganisationKind

COLUMN = "Practice code"


def plan_list_sizes(
    parsed: Parsed, held: Held, *, kind: str, only: frozenset[str] | None = None
) -> Plan:
    """List sizes of known practices; ``only`` narrows them to those a person may write to."""
    plan = Plan.of(kind, parsed)
    for record in parsed.records:
        practice = held.organisations.get(record.practice)
        if practice is None:
            plan.refuse(
                record,
                COLUMN,
                record.practice,
                Problem.UNKNOWN_CODE,
                "No practice with this code is held.",
                "Import the practices file first, or check the code.",
            )
        elif _fits(record, practice, only, plan):
            _place(record, practice, held.list_sizes.get((record.practice, record.as_at)), plan)
    _find_gone(parsed, held, only, plan)
    return plan


def _fits(
    record: ListSizeRecord,
    practice: HeldOrganisation,
    only: frozenset[str] | None,
    plan: Plan,
) -> bool:
    if practice.kind != OrganisationKind.PRACTICE:
        plan.refuse(
            record,
            COLUMN,
            record.practice,
            Problem.CODE_TAKEN,
            f"{record.practice} is not a practice: it is the {practice.kind} {practice.name}.",
            "Check the code.",
        )
        return False
    if only is not None and record.practice not in only:
        plan.refuse(
            record,
            COLUMN,
            record.practice,
            Problem.NOT_YOURS,
            f"{practice.name} is not a practice of your organisation, so you may not write its "
            "list.",
            "Leave the row out, or ask an administrator to import the file.",
        )
        return False
    if practice.closed is not None and practice.closed <= record.as_at:
        plan.note(
            record,
            COLUMN,
            record.practice,
            Problem.UNUSUAL,
            f"{practice.name} had closed before {in_words(record.as_at)}, and has a list.",
            "Check the date of the list, or of the closing. The figure is taken.",
        )
    return True


def _place(
    record: ListSizeRecord, practice: HeldOrganisation, held: HeldListSize | None, plan: Plan
) -> None:
    day = f"Patients on {in_words(record.as_at)}"
    if held is None:
        plan.new_list_sizes.append(
            NewListSize(
                practice=record.practice,
                as_at=record.as_at,
                registered=record.registered,
                weighted=record.weighted,
                source=record.source,
                reason="",
            )
        )
        plan.new.append(
            Change(
                record.row, record.practice, practice.name, ((day, "", f"{record.registered:,}"),)
            )
        )
        return
    # A file without a weighted list does not say that there is none.
    weighted = held.weighted if record.weighted is None else record.weighted
    values = []
    if held.registered != record.registered:
        values.append((day, f"{held.registered:,}", f"{record.registered:,}"))
    if held.weighted != weighted:
        values.append(("Weighted", _decimal_words(held.weighted), _decimal_words(weighted)))
    if not values:
        plan.unchanged += 1
        return
    plan.new_list_sizes.append(
        NewListSize(
            practice=record.practice,
            as_at=record.as_at,
            registered=record.registered,
            weighted=weighted,
            source=record.source,
            reason="Another figure was imported",
            supersedes=held.id,
            superseded_recorded_at=held.recorded_at,
        )
    )
    plan.changed.append(Change(record.row, record.practice, practice.name, tuple(values)))


def _find_gone(parsed: Parsed, held: Held, only: frozenset[str] | None, plan: Plan) -> None:
    """Practices with a list last time and none in this file: a merger, a closure or a gap."""
    if held.last_lists is None or not parsed.records:
        return
    here = {record.practice for record in parsed.records}
    for code, registered in sorted(held.last_lists.registered.items()):
        if code not in here and (only is None or code in only):
            practice = held.organisations.get(code)
            plan.gone.append((code, practice.name if practice else code, registered))


def _decimal_words(value: Decimal | None) -> str:
    return "none" if value is None else f"{value:,f}".rstrip("0").rstrip(".")
