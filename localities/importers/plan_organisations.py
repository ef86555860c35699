"""Which practices and commissioners a file adds, changes or contradicts."""

from datetime import date
from typing import Any

from localities.importers import plan_memberships
from localities.importers.checking import in_words
from localities.importers.findings import CommissionerRecord, Parsed, PracticeRecord
from localities.importers.held import Held, HeldOrganisation
from localities.importers.plan import Change, ChangedOrganisation, NewOrganisation, Plan
from localities.importers.plan_memberships import Outcome
from localities.statuses import CommissionerType, ContractType, OdsStatus, OrganisationKind
from localities.statuses import FindingProblem as Problem

LABELS = {
    "name": "Name",
    "address": "Address",
    "postcode": "Postcode",
    "telephone": "Telephone",
    "opened": "Opened",
    "closed": "Last day",
    "ods_status": "Status",
    "commissioner_type": "Type",
    "provisional": "Provisional",
}
# Of these a file that gives nothing says nothing: what is held stays.
_SILENT_WHEN_EMPTY = ("address", "postcode", "telephone", "opened")


def plan_practices(parsed: Parsed, held: Held) -> Plan:
    """Practices with the membership each row gives."""
    plan = Plan.of(OrganisationKind.PRACTICE, parsed)
    taken: list[tuple[PracticeRecord, HeldOrganisation | None]] = []
    for record in parsed.records:
        known = held.organisations.get(record.code)
        if _fits(record, known, OrganisationKind.PRACTICE, plan):
            taken.append((record, known))
    memberships = plan_memberships.plan(
        [record.membership for record, _ in taken if record.membership is not None],
        held,
        plan,
        column="Commissioner",
        practice_codes=frozenset(record.code for record in parsed.records),
        is_history=False,
    )
    reopened = 0
    for record, known in taken:
        outcome = memberships.get(record.row)
        if outcome is not None and outcome.refused:
            continue
        reopened += _place_practice(record, known, outcome, plan)
    if reopened:
        plan.cautions.append(
            f"{reopened:,} practices that are held as closed would be open again: "
            "is this an older file?"
        )
    return plan


def plan_commissioners(parsed: Parsed, held: Held) -> Plan:
    """Commissioners; one that was provisional is named and no longer is."""
    plan = Plan.of(OrganisationKind.COMMISSIONER, parsed)
    for record in parsed.records:
        known = held.organisations.get(record.code)
        if _fits(record, known, OrganisationKind.COMMISSIONER, plan):
            _place_commissioner(record, known, plan)
    return plan


def _fits(
    record: PracticeRecord | CommissionerRecord,
    known: HeldOrganisation | None,
    kind: OrganisationKind,
    plan: Plan,
) -> bool:
    if known is None:
        return True
    if known.kind != kind:
        plan.refuse(
            record,
            "Organisation Code",
            record.code,
            Problem.CODE_TAKEN,
            f"{record.code} is held as a {known.kind}: {known.name}.",
            "Codes are never used for two things: check the code.",
        )
        return False
    if known.closed and record.opened and record.opened >= known.closed:
        plan.refuse(
            record,
            "Open Date",
            in_words(record.opened),
            Problem.CODE_TAKEN,
            f"{record.code} was {known.name}, which closed before this opening. A code is never "
            "used again.",
            "Check the code, or the opening date.",
        )
        return False
    return True


def _place_practice(
    record: PracticeRecord, known: HeldOrganisation | None, outcome: Outcome | None, plan: Plan
) -> bool:
    """Sort a practice into new, changed or unchanged; whether it would open again."""
    of_membership = outcome.values if outcome is not None else ()
    if known is None:
        plan.new_organisations.append(
            NewOrganisation(
                code=record.code,
                kind=OrganisationKind.PRACTICE,
                name=record.name,
                address=record.address,
                postcode=record.postcode,
                telephone=record.telephone,
                opened=record.opened,
                closed=record.closed,
                contract_type=ContractType.UNKNOWN,
                ods_status=record.ods_status,
            )
        )
        plan.new.append(Change(record.row, record.code, record.name, of_membership))
        return False
    wanted = _wanted(
        record,
        known,
        ("name", "address", "postcode", "telephone", "opened", "closed", "ods_status"),
    )
    _place(record, known, wanted, of_membership, plan)
    return known.closed is not None and record.closed is None


def _place_commissioner(
    record: CommissionerRecord, known: HeldOrganisation | None, plan: Plan
) -> None:
    if known is None:
        plan.new_organisations.append(
            NewOrganisation(
                code=record.code,
                kind=OrganisationKind.COMMISSIONER,
                name=record.name,
                address=record.address,
                postcode=record.postcode,
                opened=record.opened,
                closed=record.closed,
                commissioner_type=record.commissioner_type,
            )
        )
        plan.new.append(Change(record.row, record.code, record.name, ()))
        return
    wanted = _wanted(record, known, ("name", "address", "postcode", "opened", "closed"))
    wanted["provisional"] = False
    if record.commissioner_type != CommissionerType.UNKNOWN:
        wanted["commissioner_type"] = record.commissioner_type
    _place(record, known, wanted, (), plan)


def _wanted(
    record: PracticeRecord | CommissionerRecord, known: HeldOrganisation, names: tuple[str, ...]
) -> dict[str, Any]:
    wanted = {}
    for name in names:
        value = getattr(record, name)
        if name in _SILENT_WHEN_EMPTY and not value:
            value = getattr(known, name)
        wanted[name] = value
    return wanted


def _place(
    record: PracticeRecord | CommissionerRecord,
    known: HeldOrganisation,
    wanted: dict[str, Any],
    of_membership: tuple[tuple[str, str, str], ...],
    plan: Plan,
) -> None:
    values = tuple(
        (LABELS[name], _words(name, getattr(known, name)), _words(name, value))
        for name, value in wanted.items()
        if getattr(known, name) != value
    )
    if values:
        columns = {name: getattr(known, name) for name in ChangedOrganisation._fields}
        plan.changed_organisations.append(ChangedOrganisation(**{**columns, **wanted}))
    if values or of_membership:
        plan.changed.append(Change(record.row, record.code, record.name, values + of_membership))
    else:
        plan.unchanged += 1


def _words(name: str, value: Any) -> str:
    if value in (None, ""):
        return "none"
    if name == "closed":
        return in_words(date.fromordinal(value.toordinal() - 1))
    if isinstance(value, date):
        return in_words(value)
    if name == "ods_status":
        return str(OdsStatus(value).label)
    if name == "commissioner_type":
        return str(CommissionerType(value).label)
    if isinstance(value, bool):
        return "yes" if value else "no"
    return ", ".join(str(value).split("\n"))
