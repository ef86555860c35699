"""The audit trail, for auditors and administrators."""

import uuid
from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponseBase

from pbc import audit_trail, audit_verification, clock, tables
from pbc.guards import holders_of
from pbc.models import AuditEvent, Job
from pbc.nhsuk.layout import FormHelper
from pbc.pages import ActionPage, Page
from pbc.roles import Role

READERS = holders_of(Role.AUDITOR, Role.ADMINISTRATOR)


DAYS = ["%d/%m/%Y", "%d %B %Y", "%d %b %Y", "%Y-%m-%d"]
NOT_A_DAY = {"invalid": "Enter a day like 16/4/2007"}


class AuditFilter(forms.Form):
    """Part of an event's name, its object's kind or identifier, a person's name, and days."""

    event = forms.CharField(label="Event", required=False)
    subject = forms.CharField(label="Object", required=False)
    person = forms.CharField(label="Person", required=False)
    start = forms.DateField(
        label="From, like 16/4/2007",
        required=False,
        input_formats=DAYS,
        widget=forms.TextInput,
        error_messages=NOT_A_DAY,
    )
    end = forms.DateField(
        label="To",
        required=False,
        input_formats=DAYS,
        widget=forms.TextInput,
        error_messages=NOT_A_DAY,
    )

    @property
    def helper(self) -> FormHelper:
        return FormHelper.of(self, submit="Show", method="get")

    def narrow(self, events: Any) -> Any:
        asked = self.cleaned_data
        if asked["event"]:
            code = asked["event"].strip().lower().replace(": ", ".").replace(" ", "_")
            events = events.filter(event__icontains=code)
        if asked["subject"]:
            wanted = asked["subject"].strip()
            kind = wanted.replace(" ", "")
            events = events.filter(subject_id=wanted) | events.filter(subject_type__icontains=kind)
        if asked["person"]:
            events = events.filter(actor_id__in=self._people_called(events, asked["person"]))
        if asked["start"]:
            events = events.filter(at__gte=_midnight(asked["start"]))
        if asked["end"]:
            events = events.filter(at__lt=_midnight(asked["end"] + timedelta(days=1)))
        return events

    def _people_called(self, events: Any, wanted: str) -> list[uuid.UUID]:
        actors = set(events.order_by().values_list("actor_id", flat=True).distinct())
        names = audit_trail.names_of(actors)
        words = wanted.casefold().split()
        return [
            person_id
            for person_id, name in names.items()
            if person_id is not None and all(word in name.casefold() for word in words)
        ]


def _midnight(day: Any) -> datetime:
    return datetime.combine(day, time(), tzinfo=clock.LONDON)


class AuditTable(tables.Table):
    caption = "Events"
    filters = AuditFilter
    default_sort = "-id"
    empty = "Nothing has been recorded yet."

    @property
    def columns(self) -> list[tables.Column]:  # type: ignore[override]
        return [
            tables.Column(
                lambda event: audit_trail.words_for(event.event),
                "What",
                sort="event",
                header=True,
                href=lambda event: event.get_absolute_url(),
            ),
            tables.DateColumn("at", "When", sort="at"),
            tables.Column(self.name_of, "Who"),
            tables.Column(audit_trail.subject_words, "Object"),
            tables.Column("subject_id", "Identifier", screen=False),
            tables.Column(lambda event: event.content.get("reason", ""), "Reason"),
            tables.Column("chain_id", "Chain", sort="chain"),
            tables.NumberColumn("number", "Number"),
            tables.DateColumn("real_at", "Recorded in real time", screen=False),
            tables.Column("hash", "Hash", screen=False),
        ]

    def name_of(self, event: AuditEvent) -> str:
        if not hasattr(self, "_names"):
            shown = self.rows if self.export_format else self.page.object_list
            self._names = audit_trail.names_of({shown_event.actor_id for shown_event in shown})
        return self._names[event.actor_id]


class Audit(ActionPage):
    """The events of the chains one reads; sent, the page asks for their verification."""

    guard = READERS
    template_name = "pbc/audit.html"
    form_class = forms.Form

    def load(self) -> None:
        self.table = AuditTable(self.request, audit_trail.events_visible_to(self.actor))

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return self.table.export() if self.table.export_format else self.show()

    def context(self) -> dict[str, Any]:
        return {
            "table": self.table,
            "chains": audit_trail.readable_chains(self.actor),
            "verification": audit_verification.latest(),
        }

    def act(self, form: forms.Form) -> Job:
        return audit_verification.enqueue(by=self.actor)

    def done(self, result: Job) -> Job:
        return result


class ChangesTable(tables.Table):
    caption = "Before and after"
    columns = [
        tables.Column("name", "What", header=True),
        tables.Column("before", "Before"),
        tables.Column("after", "After"),
    ]
    exports = ()


class AuditEventPage(Page):
    """One event: who, what, when in both times, before and after, and its place in the chain."""

    guard = READERS
    template_name = "pbc/audit_event.html"

    def load(self) -> None:
        events = audit_trail.events_visible_to(self.actor)
        self.event = self.find(events, chain=self.kwargs["chain"], number=self.kwargs["number"])

    def context(self) -> dict[str, Any]:
        event = self.event
        return {
            "event": event,
            "words": audit_trail.words_for(event.event),
            "who": audit_trail.names_of({event.actor_id})[event.actor_id],
            "subject": audit_trail.subject_words(event),
            "subject_address": audit_trail.subject_address(event),
            "changes": ChangesTable(self.request, audit_trail.changes_of(event)),
            "personal": event.personal_values.order_by("name"),
            "erased": sorted(
                set(event.content.get("personal", {}))
                - set(event.personal_values.values_list("name", flat=True))
            ),
        }
