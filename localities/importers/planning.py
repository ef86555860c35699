"""From a file to a plan: the importer of each kind, and what it is compared with."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from localities.importers import (
    commissioners,
    held,
    list_sizes,
    memberships,
    payments,
    plan_list_sizes,
    plan_memberships,
    plan_organisations,
    practices,
)
from localities.importers.checking import in_words
from localities.importers.findings import MembershipRecord, Parsed
from localities.importers.held import Held
from localities.importers.plan import Change, Plan, Total
from localities.statuses import FindingProblem as Problem
from localities.statuses import ImportKind, OdsStatus, OrganisationKind

PARSERS: dict[str, Callable[..., Parsed]] = {
    ImportKind.PRACTICES: practices.parse,
    ImportKind.COMMISSIONERS: commissioners.parse,
    ImportKind.MEMBERSHIPS: memberships.parse,
    ImportKind.LIST_SIZES: list_sizes.parse,
    ImportKind.PAYMENTS: payments.parse,
}
OF_LISTS = (ImportKind.LIST_SIZES, ImportKind.PAYMENTS)


@dataclass(frozen=True)
class LastTime:
    """The control totals of the last import of a kind that was written, and when that was."""

    totals: dict[str, int]
    when: str


def parse(kind: str, data: bytes, *, today: date, stated: date | None) -> Parsed:
    """Take a file of a kind apart; raises Unreadable. ``today`` is the real day."""
    return PARSERS[kind](data, today=today, stated=stated)


def plan(
    kind: str,
    parsed: Parsed,
    *,
    only: frozenset[str] | None = None,
    last_time: LastTime | None = None,
) -> Plan:
    """Compare what a file says with what is held now, in at most five queries."""
    now = Held(organisations=held.organisations())
    if kind in OF_LISTS:
        return _plan_list_sizes(kind, parsed, now, only)
    if kind == ImportKind.COMMISSIONERS:
        made = plan_organisations.plan_commissioners(parsed, now)
    else:
        now.memberships = held.memberships()
        made = (
            plan_organisations.plan_practices(parsed, now)
            if kind == ImportKind.PRACTICES
            else plan_of_memberships(parsed, now)
        )
    made.kind = kind
    made.totals = _totals(kind, parsed, now, last_time)
    _caution(made)
    return made


def plan_of_memberships(parsed: Parsed, now: Held) -> Plan:
    """Memberships of practices that are held; rows of others are refused and named."""
    made = Plan.of(ImportKind.MEMBERSHIPS, parsed)
    known: list[MembershipRecord] = []
    for record in parsed.records:
        practice = now.organisations.get(record.practice)
        if practice is not None and practice.kind == OrganisationKind.PRACTICE:
            known.append(record)
            continue
        made.refuse(
            record,
            "Organisation Code",
            record.practice,
            Problem.UNKNOWN_CODE,
            "No GP practice with this code is held: it is no GP practice, or its file has not been "
            "imported.",
            "If it is a GP practice, import a practices file that has it, then this one again.",
        )
    outcomes = plan_memberships.plan(
        known, now, made, column="Parent Organisation Code, Join Parent Date"
    )
    for outcome in outcomes.values():
        if outcome.refused:
            continue
        record = outcome.record
        if not outcome.values:
            made.unchanged += 1
            continue
        change = Change(
            record.row, record.practice, now.organisations[record.practice].name, outcome.values
        )
        (made.new if outcome.is_new else made.changed).append(change)
    return made


def _plan_list_sizes(kind: str, parsed: Parsed, now: Held, only: frozenset[str] | None) -> Plan:
    days = {record.as_at for record in parsed.records}
    now.list_sizes = held.list_sizes(days)
    latest = max(days, default=None)
    if latest is not None:
        now.last_lists = held.last_lists(min(days))
    made = plan_list_sizes.plan_list_sizes(parsed, now, kind=kind, only=only)
    if latest is not None:
        made.totals = _list_totals(parsed, now, latest)
    _caution(made)
    return made


def _list_totals(parsed: Parsed, now: Held, latest: date) -> list[Total]:
    of_the_day = [record for record in parsed.records if record.as_at == latest]
    last = now.last_lists
    when = in_words(last.as_at) if last else ""
    return [
        Total(
            f"Practices with a list on {in_words(latest)}",
            len(of_the_day),
            len(last.registered) if last else None,
            when,
        ),
        Total(
            f"Patients registered on {in_words(latest)}",
            sum(record.registered for record in of_the_day),
            sum(last.registered.values()) if last else None,
            when,
        ),
    ]


def _totals(kind: str, parsed: Parsed, now: Held, last_time: LastTime | None) -> list[Total]:
    counted: dict[str, int]
    if kind == ImportKind.PRACTICES:
        counted = {
            "GP practices": len(parsed.records),
            "Active GP practices": _active(parsed.records),
        }
    elif kind == ImportKind.COMMISSIONERS:
        counted = {"Commissioners": len(parsed.records)}
    else:
        counted = {
            "Memberships": len(parsed.records),
            "Practices with a membership": len({record.practice for record in parsed.records}),
        }
    return [
        Total(
            label,
            this,
            last_time.totals.get(label) if last_time else _held_total(label, now),
            last_time.when if last_time else "what is held",
        )
        for label, this in counted.items()
    ]


def _active(records: list[Any]) -> int:
    return sum(record.ods_status == OdsStatus.ACTIVE for record in records)


def _held_total(label: str, now: Held) -> int | None:
    """Where a kind was never imported, what is held by other means stands for last time."""
    organisations = now.organisations.values()
    totals = {
        "GP practices": sum(item.kind == OrganisationKind.PRACTICE for item in organisations),
        "Active GP practices": _active(list(organisations)),
        "Commissioners": sum(
            item.kind == OrganisationKind.COMMISSIONER and not item.provisional
            for item in organisations
        ),
    }
    return totals.get(label) or None


def _caution(made: Plan) -> None:
    for total in made.totals:
        if total.is_beyond:
            made.cautions.append(
                f"{total.label}: {total.this:,} in this file, {total.last:,} last time "
                f"({total.last_when}): {total.percent:+.1f}%. More than 5% is unusual: check that "
                "this is the right file and that nothing is missing from it or in it twice."
            )
