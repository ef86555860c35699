"""Appeals and disputes: the list with its clocks, one appeal, each step of it."""

from datetime import date, datetime
from typing import Any, ClassVar

from django import forms
from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import reverse

from governance import deferrals, disputable, matter_forms, permissions
from governance.actions import appeals
from governance.decision_forms import WordsForm
from governance.meeting_forms import ConfirmForm
from governance.models import Appeal
from governance.querysets import SITS_OR_SERVES
from governance.statuses import APPEAL_STEPS, AppealStatus
from governance.workflow import APPEAL
from localities.models import Person
from pbc import clock, tables
from pbc.guards import SignedIn, holders_of
from pbc.pages import ActionPage, Page
from pbc.roles import Role


def days_open(appeal: Appeal) -> int:
    """Days since it was raised, until today or until it was closed."""
    until = _day(appeal.closed_at) if appeal.closed_at else clock.today()
    return (until - _day(appeal.raised_at)).days


def _day(moment: Any) -> date:
    day: date = moment.astimezone(clock.LONDON).date()
    return day


def waited_for(appeal: Appeal) -> tuple[str, date] | None:
    """What the commissioner owes next, and by when; None where it owes nothing."""
    if appeal.status == AppealStatus.RAISED:
        return "Acknowledge", appeal.acknowledge_by
    if appeal.status == AppealStatus.ACKNOWLEDGED:
        return "Answer", appeal.answer_by
    return None


def _waits_on(appeal: Appeal, since: datetime) -> dict[str, Any] | None:
    """On whom the appeal waits, and since when; nobody once it is closed."""
    who = {
        AppealStatus.RAISED: appeal.commissioner,
        AppealStatus.ACKNOWLEDGED: appeal.commissioner,
        AppealStatus.ANSWERED: appeal.organisation,
        AppealStatus.ESCALATED: "the Committee",
        AppealStatus.DECIDED: appeal.organisation,
        AppealStatus.EXTERNAL: "the outside arbiter",
    }.get(AppealStatus(appeal.status))
    return {"who": who, "since": since} if who else None


def _owed(appeal: Appeal) -> str:
    """What is to be done next, and by when, in a sentence."""
    if appeal.status == AppealStatus.ESCALATED and appeal.matter is not None:
        return deferrals.when_heard(appeal.matter)
    if appeal.status in (AppealStatus.ANSWERED, AppealStatus.DECIDED):
        return "To close the appeal, or to take it further."
    words = clock_of(appeal)
    return f"To {words[:1].lower()}{words[1:]}." if words else ""


def clock_of(appeal: Appeal) -> str:
    owed = waited_for(appeal)
    if owed is None:
        return ""
    late = (clock.today() - owed[1]).days
    words = f"{owed[0]} by {owed[1]:%-d %B %Y}"
    return f"{words}: {late} day{'' if late == 1 else 's'} late" if late > 0 else words


class AppealTable(tables.Table):
    caption = "Appeals"
    filters = matter_forms.AppealFilter
    default_sort = "-raised_at"
    empty = "Nobody has appealed."
    columns = (
        tables.Column(
            "subject_title",
            "About",
            sort=True,
            header=True,
            href=lambda row: row.get_absolute_url(),
        ),
        tables.Column("organisation.name", "Raised by", sort="organisation__name"),
        tables.DateColumn(lambda row: _day(row.raised_at), "Raised", sort="raised_at"),
        tables.NumberColumn(days_open, "Days open"),
        tables.Column(clock_of, "To do next"),
        tables.Column("supported_by_lmc", "LMC supports it"),
        tables.StatusColumn("status", "Status", sort="status"),
        tables.Column("outcome", "How it ended", screen=False),
    )


class Appeals(Page):
    """The appeals this person may see, with how long each has waited."""

    guard = SignedIn()
    template_name = "governance/appeal/list.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        rows = Appeal.objects.visible_to(self.actor).select_related("organisation")
        table = AppealTable(request, rows)
        return table.export() if table.export_format else self.show(table=table)

    def context(self) -> dict[str, Any]:
        return {"sits": self.actor.holds(*SITS_OR_SERVES)}


class OfAppeal(Page):
    """A page about one appeal that this person may see."""

    guard = SignedIn()
    appeal: Appeal

    def load(self) -> None:
        visible = Appeal.objects.visible_to(self.actor).select_related(
            "organisation", "commissioner", "decision__matter", "matter"
        )
        self.appeal = self.find(visible, pk=self.kwargs["pk"])
        self.check()

    def check(self) -> None:
        """The permission of the page."""

    def context(self) -> dict[str, Any]:
        return {"appeal": self.appeal}


class AppealDetail(OfAppeal):
    """What is disputed and why, its clocks, what was said, and what can be done now."""

    template_name = "governance/appeal/detail.html"

    def context(self) -> dict[str, Any]:
        appeal = self.appeal
        steps = list(appeal.steps.all())
        names = {
            person.pk: person.name
            for person in Person.objects.filter(pk__in={step.by for step in steps})
        }
        seen = disputable.find(self.actor, appeal.subject_type, appeal.subject_id)
        sits = self.actor.holds(*SITS_OR_SERVES, in_organisation=appeal.commissioner_id)
        address = seen.url if seen else ""
        if sits and appeal.decision is not None:
            address = appeal.decision.get_absolute_url()
        return {
            **super().context(),
            "waits": _waits_on(appeal, steps[-1].at if steps else appeal.raised_at),
            "owed": _owed(appeal),
            "days_open": days_open(appeal),
            "subject_address": address,
            "steps": [
                {
                    "when": step.at,
                    "what": APPEAL_STEPS[step.action],
                    "who": names.get(step.by, ""),
                    "note": step.text if step.action != "raise" else "",
                }
                for step in reversed(steps)
            ],
            "sits": sits,
            "offered": self._offered(),
        }

    def _offered(self) -> list[dict[str, Any]]:
        """The steps possible now for this person."""
        appeal, actor = self.appeal, self.actor
        pursues = permissions.can_pursue_appeal(actor, appeal.organisation_id)
        answers = permissions.can_answer_appeal(actor, appeal)
        steps = (
            ("acknowledge", "Acknowledge it", answers),
            ("answer", "Answer it", answers),
            (
                "escalate",
                "Take it to the Committee",
                pursues and not appeal.awaits_acknowledgement,
            ),
            ("take_outside", "Take it to the outside arbiter", pursues),
            ("close", "Close the appeal", permissions.can_close_appeal(actor, appeal)),
        )
        return [
            {
                "text": text,
                "href": reverse(f"governance:appeal-{_dashed(name)}", args=[appeal.pk]),
                "secondary": name == "close",
            }
            for name, text, may in steps
            if may and APPEAL.allows(appeal.status, name)
        ]


def _dashed(name: str) -> str:
    return name.replace("_", "-")


class _Step(OfAppeal, ActionPage):
    """One step of an appeal, with what is said."""

    template_name = "governance/appeal/act.html"
    form_class: ClassVar[type[forms.BaseForm]] = WordsForm
    heading: ClassVar[str]
    explanation: ClassVar[str] = ""
    name: ClassVar[str] = "text"
    label: ClassVar[str]
    missing: ClassVar[str]
    button: ClassVar[str]

    def form_arguments(self) -> dict[str, Any]:
        return {
            "name": self.name,
            "label": self.label,
            "missing": self.missing,
            "button": self.button,
            "cancel": self.appeal.get_absolute_url(),
        }

    def context(self) -> dict[str, Any]:
        return {**super().context(), "heading": self.heading, "explanation": self.explanation}

    def done(self, result: Any) -> Appeal:
        return self.appeal


class AppealAcknowledge(_Step):
    """The commissioner says that it has come."""

    guard = holders_of(Role.COMMISSIONER, Role.COMMITTEE_SECRETARY)
    form_class = ConfirmForm
    heading = "Acknowledge this appeal"
    button = "Acknowledge it"
    done_message = "The appeal is acknowledged."

    def check(self) -> None:
        permissions.check_can_answer_appeal(self.actor, self.appeal)

    def form_arguments(self) -> dict[str, Any]:
        return {"button": self.button, "cancel": self.appeal.get_absolute_url()}

    def act(self, form: ConfirmForm) -> Appeal:
        return appeals.acknowledge(appeal=self.appeal, by=self.actor)


class AppealAnswer(_Step):
    """The commissioner answers."""

    guard = holders_of(Role.COMMISSIONER, Role.COMMITTEE_SECRETARY)
    heading = "Answer this appeal"
    explanation = "Say what was done and why, or what is put right. The organisation is told."
    label = "The answer"
    missing = "Enter the answer"
    button = "Send the answer"
    done_message = "The answer is sent."

    def check(self) -> None:
        permissions.check_can_answer_appeal(self.actor, self.appeal)

    def act(self, form: WordsForm) -> Appeal:
        return appeals.answer(appeal=self.appeal, text=form.words, by=self.actor)


class _Pursuing(_Step):
    """What the organisation that appealed does."""

    guard = holders_of(Role.PRACTICE_MANAGER, Role.LOCALITY_LEAD)

    def check(self) -> None:
        permissions.check_can_pursue_appeal(self.actor, self.appeal.organisation_id)


class AppealEscalate(_Pursuing):
    """The answer does not settle it: the Committee hears it."""

    heading = "Take it to the Committee"
    explanation = "Members who took part in the decision before take no part in hearing the appeal."
    label = "Why does the answer not settle it?"
    missing = "Say why the answer does not settle it"
    button = "Take it to the Committee"
    done_message = "The appeal waits for a meeting of the Committee."

    def act(self, form: WordsForm) -> Any:
        return appeals.escalate(appeal=self.appeal, text=form.words, by=self.actor)


class AppealTakeOutside(_Pursuing):
    """The Committee's decision does not settle it either."""

    heading = "Take it to the outside arbiter"
    label = "Who is the arbiter, and what is asked?"
    missing = "Say who the arbiter is, and what is asked"
    button = "Record it"
    done_message = "It is recorded that the appeal is with the outside arbiter."

    def act(self, form: WordsForm) -> Appeal:
        return appeals.take_outside(appeal=self.appeal, text=form.words, by=self.actor)


class AppealClose(_Step):
    """It is withdrawn, or what was decided is done."""

    guard = holders_of(
        Role.PRACTICE_MANAGER, Role.LOCALITY_LEAD, Role.COMMISSIONER, Role.COMMITTEE_SECRETARY
    )
    heading = "Close this appeal"
    label = "How did it end?"
    missing = "Say how it ended"
    button = "Close the appeal"
    done_message = "The appeal is closed."

    def check(self) -> None:
        permissions.check_can_close_appeal(self.actor, self.appeal)

    def act(self, form: WordsForm) -> Appeal:
        return appeals.close(appeal=self.appeal, text=form.words, by=self.actor)


class AppealNew(ActionPage):
    """An organisation disagrees with something that concerns it."""

    guard = holders_of(Role.PRACTICE_MANAGER, Role.LOCALITY_LEAD)
    template_name = "governance/appeal/new.html"
    form_class = matter_forms.AppealForm
    done_message = "Your appeal is sent."

    def load(self) -> None:
        found = disputable.find(self.actor, self.kwargs["subject_type"], self.kwargs["subject_id"])
        if found is None:
            raise Http404
        self.disputed = found
        permissions.check_can_pursue_appeal(self.actor, found.organisation.pk)

    def form_arguments(self) -> dict[str, Any]:
        return {"cancel": self.disputed.url}

    def context(self) -> dict[str, Any]:
        committee = getattr(self.disputed.commissioner, "committee", None)
        return {"disputed": self.disputed, "committee": committee}

    def act(self, form: matter_forms.AppealForm) -> Appeal:
        return appeals.raise_appeal(
            disputed=self.disputed,
            subject_type=self.kwargs["subject_type"],
            subject_id=self.kwargs["subject_id"],
            by=self.actor,
            **form.cleaned_data,
        )

    def done(self, result: Appeal) -> Appeal:
        return result
