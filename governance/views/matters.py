"""Matters: what waits for the Committee, one matter, its papers, and what is done with it."""

import uuid
from datetime import date
from typing import Any

from django.db.models import Prefetch, Q, QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse

from governance import conflicts, deferrals, kinds, matter_forms, money_shown, people, permissions
from governance.actions import decisions, matters
from governance.decision_forms import RulingForm, WordsForm
from governance.models import AgendaItem, Committee, Decision, Matter, Meeting
from governance.own_kinds import NOTE
from governance.querysets import SITS_OR_SERVES
from governance.quorum import Seat
from governance.seats import seats_of
from governance.statuses import PENDING, ItemStatus, MatterStatus, MeetingStatus, Outcome
from governance.workflow import MATTER, MEETING
from localities.models import CommissionerMembership, Locality, Organisation
from pbc import clock, tables
from pbc.guards import SignedIn, holders_of
from pbc.pages import ActionPage, Page
from pbc.refusals import Refusal
from pbc.roles import Role

PROPOSES = holders_of(Role.COMMISSIONER, Role.COMMITTEE_SECRETARY)
_CHANGEABLE = [status for status in MeetingStatus if MEETING.allows(status, "change_agenda")]


def _day(moment: Any) -> date:
    day: date = moment.astimezone(clock.LONDON).date()
    return day


def _last_outcome(matter: Matter) -> str:
    """The newest decision this person was shown: the prefetch leaves out what is not theirs."""
    held = list(matter.decisions.all())
    return held[0].get_outcome_display() if held else ""


class MatterTable(tables.Table):
    caption = "Matters"
    filters = matter_forms.MatterFilter
    default_sort = "-raised_at"
    empty = "Nothing has been put before the Committee yet."
    columns = (
        tables.Column(
            "title", "Matter", sort=True, header=True, href=lambda row: row.get_absolute_url()
        ),
        tables.Column(kinds.label_of, "Kind", sort="kind"),
        tables.Column(lambda row: ", ".join(one.name for one in row.concerned.all()), "Concerns"),
        tables.DateColumn(lambda row: _day(row.raised_at), "Raised", sort="raised_at"),
        tables.NumberColumn(
            lambda row: (
                (clock.today() - _day(row.raised_at)).days if row.status in PENDING else None
            ),
            "Days waiting",
        ),
        tables.StatusColumn("status", "Status", sort="status"),
        tables.Column(_last_outcome, "Decided"),
    )


class Matters(Page):
    """Everything put before the Committees this person follows, or that concerns them."""

    guard = SignedIn()
    template_name = "governance/matter/list.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        rows = Matter.objects.visible_to(self.actor).prefetch_related(
            "concerned",
            Prefetch("decisions", queryset=Decision.objects.visible_to(self.actor)),
        )
        table = MatterTable(request, rows)
        return table.export() if table.export_format else self.show(table=table)

    def context(self) -> dict[str, Any]:
        return {
            "committees": Committee.objects.filter(
                commissioner_id__in=self.actor.organisations(
                    Role.COMMISSIONER, Role.COMMITTEE_SECRETARY
                )
            ).select_related("commissioner"),
            "sits": self.actor.holds(*SITS_OR_SERVES),
        }


class OfMatter(Page):
    """A page about one matter that this person may see."""

    guard = SignedIn()
    matter: Matter

    def load(self) -> None:
        visible = Matter.objects.visible_to(self.actor).select_related("committee__commissioner")
        self.matter = self.find(visible, pk=self.kwargs["pk"])
        self.check()

    def check(self) -> None:
        """The permission of the page."""

    @property
    def reads_private(self) -> bool:
        return permissions.can_read_private(self.actor, self.matter.committee)

    def context(self) -> dict[str, Any]:
        return {"matter": self.matter, "reads_private": self.reads_private}


class MatterDetail(OfMatter):
    """The matter: its paper, who would be out of it, what it is worth, what was decided."""

    template_name = "governance/matter/detail.html"

    def context(self) -> dict[str, Any]:
        matter = self.matter
        common = super().context()
        visible = Decision.objects.visible_to(self.actor).filter(matter=matter)
        common |= {
            "kind": kinds.kind_of(matter),
            "concerned": matter.concerned.order_by("name"),
            "decisions": visible.select_related("corrected_by"),
            "timeline": self._timeline(list(visible)),
            "deferral": deferrals.last(matter),
            "comes_back": deferrals.comes_back(matter) if matter.status in PENDING else "",
            "when_heard": deferrals.when_heard(matter) if matter.status in PENDING else "",
        }
        common |= _waits(matter, common["deferral"])
        if not common["reads_private"]:
            return common
        pending = matter.status in PENDING
        serves = permissions.can_serve(self.actor, matter.committee)
        proposes = permissions.can_propose(self.actor, matter.committee)
        seats = seats_of(matter.committee) if pending else []
        puts_on = serves and MATTER.allows(matter.status, "put_on_agenda")
        why_not_put_on = _why_not_put_on(matter) if puts_on else ""
        return {
            **common,
            "facts": kinds.kind_of(matter).paper(matter),
            "papers": matter.papers.select_related("file"),
            **(money_shown.before_deciding(matter).context() if pending else {}),
            "pending": pending,
            "foreseen": foreseen(matter, seats),
            "seated": len(seats),
            "may_add_paper": pending and proposes,
            "item": _item_of(matter),
            "may_put_on": puts_on and not why_not_put_on,
            "why_not_put_on": why_not_put_on,
            "may_take_off": serves and self._item_to_take_off is not None,
            "may_withdraw": MATTER.allows(matter.status, "withdraw")
            and permissions.can_withdraw(self.actor, matter),
            "may_decide_alone": MATTER.allows(matter.status, "decide")
            and permissions.can_decide_alone(self.actor, matter.committee),
        }

    @property
    def _item_to_take_off(self) -> AgendaItem | None:
        return _waiting_item(self.matter)

    def _timeline(self, decided: list[Decision]) -> list[dict[str, Any]]:
        matter = self.matter
        events: list[dict[str, Any]] = [{"when": matter.raised_at, "what": "Raised"}]
        if self.reads_private:
            for item in matter.items.select_related("meeting__committee"):
                if item.opened_at:
                    events.append(
                        {
                            "when": item.opened_at,
                            "what": f"{_HEARD[ItemStatus(item.status)]} the meeting of "
                            f"{_day(item.meeting.starts_at):%-d %B %Y}",
                            "href": reverse("governance:item", args=[item.pk]),
                            "note": item.note,
                        }
                    )
        events += [
            {
                "when": one.decided_at,
                "what": f"Decision {one.number}: {one.get_outcome_display().lower()}",
                "href": one.get_absolute_url(),
            }
            for one in decided
        ]
        if matter.withdrawn_at:
            events.append(
                {
                    "when": matter.withdrawn_at,
                    "what": "Withdrawn",
                    "note": matter.withdrawal_reason,
                }
            )
        return sorted(events, key=lambda event: event["when"], reverse=True)


_HEARD = {
    ItemStatus.OPEN: "Being heard by",
    ItemStatus.HEARD: "Heard by",
    ItemStatus.DEFERRED: "Deferred by",
}


def _waits(matter: Matter, deferral: deferrals.Deferral | None) -> dict[str, Any]:
    """On whom a matter waits, and since when; nobody where more is asked before it comes back."""
    if matter.status == MatterStatus.ON_AGENDA:
        return {"waits_on": "the Committee", "waits_since": matter.raised_at}
    asked = kinds.kind_of(matter).asked_before_it_comes_back(matter)
    if matter.status != MatterStatus.PROPOSED or asked:
        return {}
    since = deferral.at if deferral else matter.raised_at
    return {"waits_on": "the Committee secretary", "waits_since": since}


def _why_not_put_on(matter: Matter) -> str:
    """Why a matter that waits cannot be put on an agenda now; empty where it can."""
    try:
        kinds.kind_of(matter).check_ready(matter)
    except Refusal as refusal:
        return refusal.message
    if _agendas(matter).exists():
        return ""
    return "No agenda is being drafted. Begin the agenda of a meeting first."


def _agendas(matter: Matter) -> "QuerySet[Meeting]":
    return Meeting.objects.filter(
        committee=matter.committee, status__in=_CHANGEABLE
    ).select_related("committee")


def _item_of(matter: Matter) -> AgendaItem | None:
    """Where it stands on an agenda or is heard now."""
    return (
        matter.items.filter(status__in=(ItemStatus.WAITING, ItemStatus.OPEN))
        .select_related("meeting__committee")
        .first()
    )


def foreseen(matter: Matter, seats: list[Seat]) -> list[dict[str, str]]:
    """Which members would be out of a matter today, and why."""
    names = {seat.person_id: seat.name for seat in seats}
    found = conflicts.find(matter, names, clock.today())
    return [{"name": names[one.person_id], "reason": one.reason} for one in found]


def _waiting_item(matter: Matter) -> AgendaItem | None:
    return matter.items.filter(status=ItemStatus.WAITING, meeting__status__in=_CHANGEABLE).first()


class _Proposing(OfMatter, ActionPage):
    """What a commissioning officer or the secretary does with a matter."""

    guard = PROPOSES
    template_name = "governance/matter/act.html"
    heading = ""
    explanation = ""

    def check(self) -> None:
        permissions.check_can_propose(self.actor, self.matter.committee)

    def context(self) -> dict[str, Any]:
        return {
            **super().context(),
            "heading": self.heading,
            "explanation": self.explanation,
        }

    def done(self, result: Any) -> Matter:
        return self.matter


class _Serving(_Proposing):
    """What the secretary does with a matter."""

    guard = holders_of(Role.COMMITTEE_SECRETARY)

    def check(self) -> None:
        permissions.check_can_serve(self.actor, self.matter.committee)


class MatterAddPaper(_Proposing):
    """A paper for the members to read."""

    form_class = matter_forms.PaperForm
    heading = "Add a paper"
    explanation = "Members read it with the matter, and it is listed in the pack."
    done_message = "The paper is added."

    def form_arguments(self) -> dict[str, Any]:
        return {"cancel": self.matter.get_absolute_url()}

    def act(self, form: matter_forms.PaperForm) -> Any:
        asked = form.cleaned_data
        return matters.add_paper(
            matter=self.matter,
            title=asked["title"],
            content=asked["file"],
            name=asked["file"].name,
            private=asked["private"],
            by=self.actor,
        )


class MatterWithdraw(_Proposing):
    """The matter is not to be decided after all."""

    form_class = WordsForm
    heading = "Withdraw this matter"
    explanation = "What it was about stays as it is. The reason is kept."
    done_message = "The matter is withdrawn."

    def check(self) -> None:
        permissions.check_can_withdraw(self.actor, self.matter)

    def form_arguments(self) -> dict[str, Any]:
        return {
            "name": "reason",
            "label": "Why is it withdrawn?",
            "missing": "Say why it is withdrawn",
            "button": "Withdraw it",
            "cancel": self.matter.get_absolute_url(),
        }

    def act(self, form: WordsForm) -> Matter:
        return matters.withdraw(matter=self.matter, reason=form.words, by=self.actor)


class MatterPutOnAgenda(_Serving):
    """One of the coming meetings hears it."""

    form_class = matter_forms.MeetingForm
    done_message = "The matter is on the agenda."

    def form_arguments(self) -> dict[str, Any]:
        return {
            "meetings": _agendas(self.matter),
            "cancel": self.matter.get_absolute_url(),
        }

    def context(self) -> dict[str, Any]:
        return {
            **super().context(),
            "nothing_to_choose": not _agendas(self.matter).exists(),
        }

    def act(self, form: matter_forms.MeetingForm) -> AgendaItem:
        return matters.put_on_agenda(
            matter=self.matter, meeting=form.cleaned_data["meeting"], by=self.actor
        )


class MatterTakeOffAgenda(_Serving):
    """It waits for another meeting."""

    form_class = WordsForm
    heading = "Take it off the agenda"
    explanation = "The matter waits for another meeting."
    done_message = "The matter is off the agenda."

    def form_arguments(self) -> dict[str, Any]:
        return {
            "name": "reason",
            "label": "Why is it taken off?",
            "missing": "Say why it is taken off",
            "button": "Take it off",
            "cancel": self.matter.get_absolute_url(),
        }

    def act(self, form: WordsForm) -> Matter:
        item = self.find(
            AgendaItem.objects.filter(matter=self.matter, status=ItemStatus.WAITING),
            meeting__status__in=_CHANGEABLE,
        )
        return matters.take_off_agenda(item=item, reason=form.words, by=self.actor)


class MatterDecideAlone(money_shown.ShowsWorth, OfMatter):
    """The chair's action: what cannot wait for the next meeting."""

    guard = holders_of(Role.COMMITTEE_MEMBER, step_up=True)
    template_name = "governance/matter/decide_alone.html"
    form_class = RulingForm
    done_message = "The decision is recorded and carried out. The next meeting must ratify it."

    def check(self) -> None:
        permissions.check_can_decide_alone(self.actor, self.matter.committee)

    def form_arguments(self) -> dict[str, Any]:
        kind = kinds.kind_of(self.matter)
        return {
            "kind": kind,
            "owners": people.who_may_own(self.matter),
            "outcomes": [one for one in kind.outcomes if one != Outcome.DEFERRED],
            "asks_manner": False,
            "names_worth": True,
            "button": "Decide as chair",
            "cancel": self.matter.get_absolute_url(),
        }

    def of_matter(self) -> Matter:
        return self.matter

    def context(self) -> dict[str, Any]:
        kind = kinds.kind_of(self.matter)
        own = [person_id for person_id in [self.actor.person_id] if person_id is not None]
        return {
            **super().context(),
            "kind": kind,
            "facts": kind.paper(self.matter),
            "own_conflicts": conflicts.find(self.matter, own, clock.today()),
        }

    def act(self, form: RulingForm) -> Decision:
        return decisions.chairs_action(matter=self.matter, ruling=form.ruling, by=self.actor)

    def done(self, result: Decision) -> Decision:
        return result


class NoteNew(ActionPage):
    """Something for the Committee to know or to discuss."""

    guard = PROPOSES
    template_name = "governance/matter/note_new.html"
    form_class = matter_forms.NoteForm
    done_message = "It waits for an agenda."

    def load(self) -> None:
        own = self.actor.organisations(Role.COMMISSIONER, Role.COMMITTEE_SECRETARY)
        self.committee: Committee = self.find(
            Committee.objects.filter(commissioner_id__in=own),
            commissioner__code=self.kwargs["code"],
        )
        permissions.check_can_propose(self.actor, self.committee)

    def form_arguments(self) -> dict[str, Any]:
        return {
            "organisations": organisations_of(self.committee),
            "cancel": reverse("governance:matters"),
        }

    def context(self) -> dict[str, Any]:
        return {"committee": self.committee}

    def act(self, form: matter_forms.NoteForm) -> Matter:
        return matters.propose(
            committee=self.committee,
            kind=NOTE,
            subject_type="governance.note",
            subject_id=str(uuid.uuid4()),
            by=self.actor,
            **form.cleaned_data,
        )

    def done(self, result: Matter) -> Matter:
        return result


def organisations_of(committee: Committee) -> "QuerySet[Organisation]":
    """The localities and then the practices of the commissioner, today."""
    today = clock.today()
    practices = CommissionerMembership.objects.on(today).filter(
        commissioner_id=committee.commissioner_id
    )
    localities = Locality.objects.on(today).filter(commissioner_id=committee.commissioner_id)
    return Organisation.objects.filter(
        Q(pk__in=practices.values("practice")) | Q(pk__in=localities.values("pk"))
    ).order_by("kind", "name")
