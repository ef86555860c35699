"""A report as pages show it: its tables and sums, what each may do next, its rows as a file."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Sum
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from les_schemes import permissions
from les_schemes.models import ReportRevision, ReportTemplate
from les_schemes.reports import held, reading
from les_schemes.reports.columns import SECTIONS, Form, Section, Standard
from les_schemes.reports.months import Slot
from les_schemes.reports.workflow import REPORT
from pbc import clock, exports, tables
from pbc.actor import Actor
from pbc.money import pounds
from pbc.permissions import why_not
from pbc.roles import Role


class ReferralTable(tables.Table):
    caption = "Referrals"
    prefix = "referrals"
    columns = [
        tables.Column("specialty", "Specialty", sort=True, header=True),
        tables.Column("get_admission_display", "Elective or unscheduled", sort="admission"),
        tables.Column("provider", "Provider", sort=True),
        tables.NumberColumn("count", "Referrals", sort=True, total=True),
    ]
    default_sort = "number"
    empty = "No referral is entered."


def _with_money(name: str) -> Callable[[Any], SafeString]:
    """Count and amount of a row, one below the other."""

    def words(row: Any) -> SafeString:
        count, pence = getattr(row, f"{name}_count"), getattr(row, f"{name}_pence")
        return format_html("{}<br>{}", f"{count:,}", pounds(pence))

    return words


class ActivityTable(tables.Table):
    """Counts and amounts together on the screen, each in a column of its own in a file."""

    caption = "Activity"
    prefix = "activity"
    columns = [
        tables.Column("provider", "Provider", sort=True, header=True),
        tables.Column("get_pod_display", "Kind", sort="pod"),
        *(
            tables.NumberColumn(
                f"{name}_count",
                heading,
                sort=f"{name}_pence",
                text=_with_money(name),
                export=False,
            )
            for name, heading in (
                ("reported", "Reported"),
                ("validated", "Validated"),
                ("challenged", "Challenged"),
            )
        ),
        *(
            column
            for name, heading in (
                ("reported", "Reported"),
                ("validated", "Validated"),
                ("challenged", "Challenged"),
            )
            for column in (
                tables.NumberColumn(f"{name}_count", heading, screen=False),
                tables.MoneyColumn(f"{name}_pence", f"{heading} £", screen=False),
            )
        ),
        tables.Column("outcome", "Outcome of the challenge"),
        tables.Column("source_system", "Source system"),
    ]
    default_sort = "number"
    empty = "No activity is entered."


_TABLES: Mapping[str, type[tables.Table]] = {"referrals": ReferralTable, "activity": ActivityTable}


def tables_of(request: HttpRequest, revision: ReportRevision | None) -> list[tables.Table]:
    """A table for each section, with an explicit nil return said in place of rows."""
    shown = []
    for section in SECTIONS.values():
        rows = revision.rows_of(section.key) if revision else []
        table = _TABLES[section.key](request, rows)
        if revision is not None and revision.is_nil(section.key):
            table.empty = f"{section.none}."  # type: ignore[misc]
        shown.append(table)
    return shown


def preview(
    request: HttpRequest, section: Section, rows: Sequence[Mapping[str, Any]]
) -> tables.Table:
    """The rows of a file as they would be entered."""
    model = held.ROWS[section.key]
    made = [model(number=number, **row) for number, row in enumerate(rows, start=1)]
    return _TABLES[section.key](request, made)


@dataclass(frozen=True)
class Sums:
    """What a revision comes to."""

    referrals: int
    reported_count: int
    reported_pence: int
    validated_count: int
    challenged_count: int
    challenged_pence: int

    @property
    def validated_share(self) -> int | None:
        """Of what was reported, the part that was looked at and found right: per cent."""
        if not self.reported_count:
            return None
        return 100 * self.validated_count // self.reported_count

    @property
    def not_looked_at(self) -> int:
        """«All activity … is to be validated»: what is neither validated nor challenged."""
        return max(0, self.reported_count - self.validated_count - self.challenged_count)


def sums(revision: ReportRevision) -> Sums:
    activity = revision.activity.aggregate(
        **{
            name: Sum(name, default=0)
            for name in (
                "reported_count",
                "reported_pence",
                "validated_count",
                "challenged_count",
                "challenged_pence",
            )
        }
    )
    return Sums(
        referrals=revision.referrals.aggregate(all=Sum("count", default=0))["all"], **activity
    )


def template_of(slot: Slot) -> ReportTemplate | None:
    """The template the month is, or would be, reported by."""
    if slot.report is not None and slot.report.template is not None:
        return slot.report.template
    return held.template_for(slot.sign_up.version, slot.month)


# What each may do next


@dataclass(frozen=True)
class Step:
    """An action on the page; greyed where ``why`` says why it cannot be taken."""

    text: str
    url: str
    why: str | None = None
    variant: str | None = None


def steps(actor: Actor, slot: Slot, revision: ReportRevision | None) -> list[Step]:
    """What the person's role has to do with the month as it stands."""
    if permissions.can_prepare_report(actor, slot.sign_up):
        return list(_of_practice(slot, revision))
    return list(_of_reviewers(actor, slot))


def _of_practice(slot: Slot, revision: ReportRevision | None) -> Iterator[Step]:
    if slot.report is not None and not REPORT.allows(slot.report.status, "enter"):
        return
    template = template_of(slot)
    why = None
    if template is None:
        why = "No report template is agreed yet by the commissioner and the locality leads."
    elif slot.month > clock.today():
        why = f"{slot.name} has not begun."
    missing = [
        section
        for section in SECTIONS.values()
        if revision is None
        or not (revision.is_nil(section.key) or revision.rows_of(section.key).exists())
    ]
    for section in SECTIONS.values():
        first = missing[:1] == [section]
        yield Step(
            f"Enter {section.title.lower()}"
            if section in missing
            else f"Change {section.title.lower()}",
            address(f"report-{section.key}", slot),
            why,
            None if first else "secondary",
        )
    yield Step("Upload a file", address("report-upload", slot), why, "secondary")
    if missing:
        names = " and ".join(section.title.lower() for section in missing)
        why = f"Enter the {names} first, or say that there were none."
    elif not slot.is_over:
        why = f"{slot.name} is not over yet."
    yield Step("Check and submit", address("report-submit", slot), why)


REVIEWS: tuple[tuple[str, str, str, Callable[..., None], str | None], ...] = (
    (
        "accept_for_locality",
        "report-accept-for-locality",
        "Accept for the locality",
        permissions.check_can_accept_report_for_locality,
        None,
    ),
    ("accept", "report-accept", "Accept the report", permissions.check_can_accept_report, None),
    (
        "pass_locality",
        "report-pass-locality",
        "Stand in for the locality",
        permissions.check_can_pass_report_for_locality,
        "secondary",
    ),
    (
        "send_back",
        "report-send-back",
        "Send it back",
        permissions.check_can_send_back_report,
        "secondary",
    ),
    ("void", "report-void", "Make it void", permissions.check_can_review_report, "warning"),
)


def _of_reviewers(actor: Actor, slot: Slot) -> Iterator[Step]:
    sign_up, report = slot.sign_up, slot.report
    leads = sign_up.locality_id is not None and actor.holds(
        Role.LOCALITY_LEAD, in_organisation=sign_up.locality_id
    )
    reviews = actor.holds(Role.COMMISSIONER, in_organisation=sign_up.commissioner_id)
    for verb, name, text, check, variant in REVIEWS:
        of_lead = leads and verb in ("accept_for_locality", "send_back")
        of_officer = reviews and verb != "accept_for_locality"
        if report is None or not REPORT.allows(report.status, verb):
            continue
        if not of_lead and not of_officer:
            continue
        yield Step(text, address(name, slot), why_not(check, actor, report), variant)
    held_back = report is not None and not REPORT.allows(report.status, "excuse")
    if reviews and not held_back and slot.month <= clock.today():
        why = why_not(permissions.check_can_excuse_month, actor, sign_up)
        yield Step("Excuse the month", address("report-excuse", slot), why, "secondary")


def address(name: str, slot: Slot, *more: object) -> str:
    return reverse(f"les_schemes:{name}", args=[*slot.arguments, *more])


# The rows as a file


WORKBOOK = "report.xlsx"
FILES = {WORKBOOK: None, **{f"{key}.csv": section for key, section in SECTIONS.items()}}


def file(
    name: str, slot: Slot, template: ReportTemplate, revision: ReportRevision | None
) -> HttpResponse:
    """One of ``FILES``: a workbook with both sections, or a section as CSV."""
    standard = template.asks
    stem = f"{slot.sign_up.provider.code}-{slot.key}"
    section = FILES[name]
    if section is None:
        sheets = [_sheet(each, standard, revision) for each in SECTIONS.values()]
        return exports.workbook_response(f"report-{stem}", sheets)
    sheet = _sheet(section, standard, revision)
    return exports.csv_response(f"{section.key}-{stem}", sheet.header, sheet.rows)


def _sheet(section: Section, standard: Standard, revision: ReportRevision | None) -> exports.Sheet:
    columns = standard.columns(section)
    values = held.values_of(revision, section) if revision is not None else []
    rows = [
        [
            exports.Pence(cell) if column.form is Form.MONEY else cell
            for column, cell in zip(columns, row, strict=True)
        ]
        for row in reading.as_rows(section, standard, values)
    ]
    choices = {
        place: list(column.choices.values()) or list(standard.words_for(section, column))
        for place, column in enumerate(columns)
    }
    return exports.Sheet(
        name=section.title,
        header=[column.heading for column in columns],
        rows=rows,
        choices={place: words for place, words in choices.items() if words},
    )
