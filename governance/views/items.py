"""One item of a meeting: opened, heard, decided. The secretary records; members read along."""

from typing import Any, ClassVar
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from governance import agenda, deferrals, kinds, money_shown, people, permissions
from governance.actions import decisions, items
from governance.decision_forms import DeclareForm, RatifyForm, RulingForm, VotesForm, WordsForm
from governance.meeting_forms import ConfirmForm
from governance.models import AgendaItem, Decision, Matter, Vote
from governance.querysets import SITS_OR_SERVES
from governance.seats import present_seats
from governance.statuses import PENDING, Choice, ItemStatus, Manner, MeetingStatus, Section
from governance.views.matters import foreseen
from localities.models import Person
from pbc.guards import holders_of
from pbc.pages import ActionPage, Page
from pbc.roles import Role


class OfItem(Page):
    """A page about one item of the own Committee's meetings."""

    guard = holders_of(*SITS_OR_SERVES)
    item: AgendaItem

    def load(self) -> None:
        visible = AgendaItem.objects.filter(
            meeting__committee__commissioner_id__in=self.actor.organisations(*SITS_OR_SERVES)
        ).select_related("meeting__committee__commissioner", "matter__committee__commissioner")
        self.item = self.find(visible, pk=self.kwargs["pk"])
        self.check()

    def check(self) -> None:
        """The permission of the page."""

    @property
    def serves(self) -> bool:
        return permissions.can_serve(self.actor, self.item.meeting.committee)

    @property
    def address(self) -> str:
        return reverse("governance:item", args=[self.item.pk])

    @property
    def matter(self) -> Matter:
        """The matter that is decided on this item; a standing item has none."""
        if self.item.matter is None:
            raise Http404
        return self.item.matter

    def context(self) -> dict[str, Any]:
        return {
            "item": self.item,
            "meeting": self.item.meeting,
            "matter": self.item.matter,
            "serves": self.serves,
        }


class ItemDetail(OfItem):
    """What is heard: its paper, its worth, who is out and why, the quorum, the votes."""

    template_name = "governance/item/detail.html"

    def context(self) -> dict[str, Any]:
        item = self.item
        conflicted = list(item.conflicts.select_related("person", "organisation"))
        is_open = item.status == ItemStatus.OPEN
        common = {
            **super().context(),
            "is_open": is_open,
            "in_session": item.meeting.status == MeetingStatus.IN_SESSION,
            "heard_elsewhere": item.meeting.items.filter(status=ItemStatus.OPEN)
            .exclude(pk=item.pk)
            .first(),
            "conflicted": conflicted,
            "own": [one for one in conflicted if one.person_id == self.actor.person_id],
            "votes": item.votes.select_related("person"),
            "counts": _counted(item),
            "decisions": item.decisions.select_related("matter"),
            "ratifications": item.ratifications.select_related("decision__matter"),
            "points": item.action_points.select_related("owner"),
        }
        if is_open and self.serves:
            common["note_form"] = self._note_form()
        if item.matter is None:
            common["to_ratify"] = agenda.to_ratify(item.meeting) if _may_ratify(item) else []
            return common
        kind = kinds.kind_of(item.matter)
        waiting = item.status == ItemStatus.WAITING
        return {
            **common,
            "kind": kind,
            "facts": kind.paper(item.matter),
            "papers": item.matter.papers.select_related("file"),
            "concerned": item.matter.concerned.order_by("name"),
            **(money_shown.before_deciding(item.matter).context() if waiting or is_open else {}),
            "foreseen": foreseen(item.matter, present_seats(item.meeting)) if waiting else [],
            "comes_back": deferrals.comes_back(item.matter)
            if item.matter.status in PENDING
            else "",
        }

    def _note_form(self) -> WordsForm:
        return WordsForm(**_note_arguments(self.item, ""), auto_id="note_%s")


def _counted(item: AgendaItem) -> list[tuple[str, int]]:
    choices = list(item.votes.values_list("choice", flat=True))
    return [(choice.label, choices.count(choice)) for choice in Choice] if choices else []


def _may_ratify(item: AgendaItem) -> bool:
    return item.status == ItemStatus.OPEN and item.section in (
        Section.MATTERS_ARISING,
        Section.OTHER_BUSINESS,
    )


def _note_arguments(item: AgendaItem, cancel: str) -> dict[str, Any]:
    return {
        "name": "text",
        "label": "Note for the minutes",
        "hint": "What is said; the minutes take it from here.",
        "button": "Save the note",
        "variant": "secondary",
        "cancel": cancel,
        "required": False,
        "action": reverse("governance:item-note", args=[item.pk]),
        "initial": {"text": item.note},
    }


_OVER = (ItemStatus.HEARD, ItemStatus.DEFERRED, ItemStatus.NOT_REACHED)


class _Serving(OfItem, ActionPage):
    """What the secretary records on an item; once the item is over, back to it."""

    guard = holders_of(Role.COMMITTEE_SECRETARY)
    template_name = "governance/item/act.html"
    heading: ClassVar[str]
    explanation: ClassVar[str] = ""

    def check(self) -> None:
        permissions.check_can_serve(self.actor, self.item.meeting.committee)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if self.item.status not in _OVER:
            return super().get(request, *args, **kwargs)
        status = self.item.get_status_display().lower()
        messages.warning(request, f"Nothing more is recorded on this item: it is {status}.")
        return redirect(self.address)

    def context(self) -> dict[str, Any]:
        return {**super().context(), "heading": self.heading, "explanation": self.explanation}

    def done(self, result: Any) -> Any:
        return self.address


class ItemHear(_Serving):
    """The item is reached."""

    form_class = ConfirmForm
    heading = "Hear this item"
    explanation = (
        "Whoever is conflicted is taken out of the item, and the quorum is worked out without them."
    )

    def form_arguments(self) -> dict[str, Any]:
        return {"button": "Hear this item", "cancel": self.address}

    def act(self, form: ConfirmForm) -> AgendaItem:
        return items.open_item(item=self.item, by=self.actor)


class ItemDeclare(_Serving):
    """A member says that he or she has an interest."""

    form_class = DeclareForm
    heading = "Note a declared interest"
    done_message = "The interest is noted, and the quorum worked out again."

    def form_arguments(self) -> dict[str, Any]:
        inside = self.item.meeting.attendances.filter(apologies=False, left_at__isnull=True)
        return {
            "people": Person.objects.filter(pk__in=inside.values("person")).exclude(
                pk__in=self.item.conflicts.values("person")
            ),
            "cancel": self.address,
        }

    def act(self, form: DeclareForm) -> Any:
        return items.declare(item=self.item, by=self.actor, **form.cleaned_data)


class ItemVote(_Serving):
    """How each member voted."""

    form_class = VotesForm
    heading = "Record the votes"
    explanation = "Members who are here and not conflicted. Recording again replaces what was."
    done_message = "The votes are recorded."

    def form_arguments(self) -> dict[str, Any]:
        out = set(self.item.conflicts.values_list("person_id", flat=True))
        held: dict[UUID, str] = dict(
            Vote.objects.filter(item=self.item).values_list("person_id", "choice")
        )
        return {
            "seats": [
                seat for seat in present_seats(self.item.meeting) if seat.person_id not in out
            ],
            "held": held,
            "cancel": self.address,
        }

    def act(self, form: VotesForm) -> list[Vote]:
        return items.vote(item=self.item, choices=form.choices, by=self.actor)


class ItemNote(_Serving):
    """What is said on the item."""

    form_class = WordsForm
    heading = "Note for the minutes"
    done_message = "The note is saved."

    def form_arguments(self) -> dict[str, Any]:
        return _note_arguments(self.item, self.address)

    def act(self, form: WordsForm) -> AgendaItem:
        return items.note(item=self.item, text=form.words, by=self.actor)


class ItemDefer(_Serving):
    """The matter is put off."""

    form_class = WordsForm
    heading = "Defer this item"
    explanation = "For want of a quorum or of papers. The matter waits for another agenda."
    done_message = "The item is deferred."

    def form_arguments(self) -> dict[str, Any]:
        return {
            "name": "reason",
            "label": "Why is it deferred?",
            "missing": "Say why it is deferred",
            "button": "Defer it",
            "cancel": self.address,
        }

    def act(self, form: WordsForm) -> AgendaItem:
        return items.defer(item=self.item, reason=form.words, by=self.actor)

    def done(self, result: AgendaItem) -> str:
        return agenda_of(result)


class ItemClose(_Serving):
    """A standing item is done."""

    form_class = WordsForm
    heading = "Close this item"
    done_message = "The item is closed."

    def form_arguments(self) -> dict[str, Any]:
        return {
            "name": "text",
            "label": "Anything more for the minutes?",
            "button": "Close the item",
            "cancel": self.address,
            "required": False,
        }

    def act(self, form: WordsForm) -> AgendaItem:
        return items.close_item(item=self.item, text=form.words, by=self.actor)

    def done(self, result: AgendaItem) -> str:
        return agenda_of(result)


def agenda_of(item: AgendaItem) -> str:
    """Back to the agenda, for the next item."""
    return f"{item.meeting.get_absolute_url()}#agenda"


class ItemDecide(money_shown.ShowsWorth, _Serving):
    """What the Committee decides, its worth shown first."""

    guard = holders_of(Role.COMMITTEE_SECRETARY, step_up=True)
    template_name = "governance/item/decide.html"
    form_class = RulingForm
    heading = "Record the decision"
    done_message = "The decision is recorded and carried out."

    def form_arguments(self) -> dict[str, Any]:
        matter = self.matter
        return {
            "kind": kinds.kind_of(matter),
            "owners": people.who_may_own(matter),
            "button": "Record the decision",
            "cancel": self.address,
            "names_worth": True,
            "initial": {"manner": Manner.VOTE if self.item.votes.exists() else Manner.CONSENSUS},
        }

    def of_matter(self) -> Matter:
        return self.matter

    def context(self) -> dict[str, Any]:
        matter = self.matter
        return {
            **super().context(),
            "kind": kinds.kind_of(matter),
            "counts": _counted(self.item),
            "conflicted": self.item.conflicts.select_related("person"),
        }

    def act(self, form: RulingForm) -> Decision:
        return decisions.decide(
            item=self.item,
            ruling=form.ruling,
            manner=Manner(form.cleaned_data["manner"]),
            by=self.actor,
        )

    def done(self, result: Decision) -> str:
        return agenda_of(self.item)


class ItemRatify(_Serving):
    """The Committee looks at what the chair decided alone."""

    form_class = RatifyForm
    heading = "Ratify a chair's action"
    explanation = (
        "Whoever is conflicted in the matter is not counted. What is not ratified stands until "
        "it is corrected."
    )
    done_message = "It is recorded."

    def form_arguments(self) -> dict[str, Any]:
        return {"decisions": agenda.to_ratify(self.item.meeting), "cancel": self.address}

    def act(self, form: RatifyForm) -> Any:
        return decisions.ratify(item=self.item, by=self.actor, **form.cleaned_data)
