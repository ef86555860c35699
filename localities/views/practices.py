"""Practices: the list, one practice with all that is known of it, and what can be put right."""

from typing import Any

from django.db.models import OuterRef, Subquery
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from localities import consequences, permissions
from localities.actions import list_sizes, memberships, posts, successions
from localities.forms import filters
from localities.forms import organisations as forms
from localities.models import (
    Commissioner,
    CommissionerMembership,
    ListSize,
    Locality,
    LocalityMembership,
    Organisation,
    Post,
    Practice,
    Succession,
)
from localities.statuses import SuccessionKind
from pbc import audit_trail, clock, tables
from pbc.guards import SignedIn, holders_of
from pbc.pages import ActionPage, Page
from pbc.permissions import why_not
from pbc.roles import Role


def _address_of(row: Organisation) -> str:
    return reverse("localities:practice", args=[row.code])


def _state(row: Practice) -> str:
    if row.closed is not None and row.closed <= clock.today():
        return "Closed"
    return str(row.get_ods_status_display()) or "Open"


class PracticeTable(tables.Table):
    caption = "Practices"
    columns = [
        tables.Column("name", "Practice", sort="name", header=True, href=_address_of),
        tables.Column("code", "Code", sort="code"),
        tables.Column("commissioner_name", "Commissioner today", sort="commissioner_name"),
        tables.Column("locality_name", "Locality today", sort="locality_name"),
        tables.NumberColumn("patients", "Patients", sort="patients"),
        tables.DateColumn("patients_as_at", "As at", sort="patients_as_at"),
        tables.StatusColumn(_state, "Status"),
    ]
    default_sort = "name"
    empty = "There is no practice you may see yet."

    def make_filters(self) -> filters.PracticeFilter:
        return filters.PracticeFilter(self.request.GET, **self.context)


def with_today(practices: Any) -> Any:
    """Practices with their commissioner, locality and latest list of today, in one query."""
    today = clock.today()
    of_practice = {"practice": OuterRef("pk")}
    lists = ListSize.objects.held().filter(as_at__lte=today, **of_practice).order_by("-as_at")
    commissioners = CommissionerMembership.objects.on(today).filter(**of_practice)
    localities = LocalityMembership.objects.on(today).filter(**of_practice)
    return practices.annotate(
        commissioner_name=Subquery(commissioners.values("commissioner__name")[:1]),
        locality_name=Subquery(localities.values("locality__name")[:1]),
        patients=Subquery(lists.values("registered")[:1]),
        patients_as_at=Subquery(lists.values("as_at")[:1]),
    )


class Practices(Page):
    """The practices a person sees."""

    guard = SignedIn()
    template_name = "localities/practices.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        today = clock.today()
        visible = Practice.objects.practices_visible_to(self.actor, today)
        shown = CommissionerMembership.objects.on(today).filter(practice__in=visible.values("pk"))
        table = PracticeTable(
            request,
            with_today(visible),
            commissioners=Commissioner.objects.filter(pk__in=shown.values("commissioner")),
            localities=Locality.objects.localities_visible_to(self.actor, today),
        )
        if table.export_format:
            return table.export()
        return self.show(table=table)


class OrganisationPage(Page):
    """Where the page of an organisation is, whatever its kind."""

    guard = SignedIn()

    def load(self) -> None:
        visible = Organisation.objects.visible_to(self.actor, clock.today())
        self.organisation = self.find(visible, code=self.kwargs["code"])

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return redirect(f"localities:{self.organisation.kind}", self.organisation.code)


class _OnPractice:
    """Finds the practice that the address names, among those the person sees."""

    def load(self) -> None:
        visible = Practice.objects.practices_visible_to(self.actor, clock.today())  # type: ignore[attr-defined]
        self.practice = self.find(visible, code=self.kwargs["code"])  # type: ignore[attr-defined]
        self.check()

    def check(self) -> None:
        """Whether the person may do what the page is for."""

    def context(self) -> dict[str, Any]:
        return {"practice": self.practice}

    def done(self, result: object) -> str:
        return _address_of(self.practice)


class PracticePage(_OnPractice, Page):
    """Everything known of a practice, with its history."""

    guard = SignedIn()
    template_name = "localities/practice/practice.html"

    def context(self) -> dict[str, Any]:
        practice, actor, today = self.practice, self.actor, clock.today()
        lists = practice.list_sizes.select_related("imported__file").order_by(
            "-as_at", "-recorded_at"
        )
        all_posts = practice.posts.select_related("person__user").order_by(
            "ends", "person__family_name", "starts"
        )
        in_post = [post for post in all_posts if post.ends is None or post.ends > today]
        return {
            **super().context(),
            "today": today,
            "commissioner_history": practice.commissioner_memberships.select_related(
                "commissioner"
            ).order_by("-starts"),
            "locality_history": practice.locality_memberships.select_related("locality").order_by(
                "-starts"
            ),
            "in_a_locality": practice.locality_memberships.on(today).exists(),
            "list_sizes": lists,
            "posts": in_post,
            "without_sign_in": [post for post in in_post if not hasattr(post.person, "user")],
            "may_invite": actor.holds(Role.PRACTICE_MANAGER, in_organisation=practice.pk),
            "former_posts": [post for post in all_posts if post.ends and post.ends <= today],
            **successions_of(practice),
            "may_correct": permissions.can_correct_list_size(actor, practice),
            "why_not_correct": why_not(permissions.check_can_correct_list_size, actor, practice),
            "may_move": permissions.can_move_practice(actor, practice),
            "may_keep_posts": permissions.can_keep_posts(actor, practice),
            "may_succeed": permissions.can_record_succession(actor, practice),
            "is_commissioner": actor.holds(Role.COMMISSIONER),
            "history": audit_trail.history_of(practice, actor),
        }


def successions_of(organisation: Organisation) -> dict[str, Any]:
    """What an organisation took the place of, and what took its place."""
    return {
        "predecessors": Succession.objects.filter(successor=organisation).select_related(
            "predecessor"
        ),
        "successors": Succession.objects.filter(predecessor=organisation).select_related(
            "successor"
        ),
    }


class ListSizeCorrect(_OnPractice, ActionPage):
    guard = holders_of(Role.COMMISSIONER)
    template_name = "localities/list_size/correct.html"
    form_class = forms.ListSizeForm
    done_message = "The list size is corrected. The figure held until now stays, superseded."

    def check(self) -> None:
        permissions.check_can_correct_list_size(self.actor, self.practice)

    def form_arguments(self) -> dict[str, Any]:
        latest = self.practice.list_sizes.held().order_by("-as_at").first()
        return {"initial": {"as_at": latest.as_at} if latest is not None else {}}

    def context(self) -> dict[str, Any]:
        return {**super().context(), "list_sizes": self.practice.list_sizes.held()[:6]}

    def act(self, form: forms.ListSizeForm) -> ListSize:
        return list_sizes.correct(practice=self.practice, by=self.actor, **form.cleaned_data)


class PracticeMove(_OnPractice, ActionPage):
    guard = holders_of(Role.COMMISSIONER)
    template_name = "localities/practice/move.html"
    form_class = forms.MoveForm
    done_message = "The move is recorded."

    def check(self) -> None:
        permissions.check_can_move_practice(self.actor, self.practice)

    def context(self) -> dict[str, Any]:
        today = clock.today()
        current = self.practice.locality_memberships.on(today).select_related("locality").first()
        return {
            **super().context(),
            "current": current,
            "consequences": consequences.of_move(self.practice),
        }

    def form_arguments(self) -> dict[str, Any]:
        commissioner = permissions.commissioner_of(self.practice)
        open_now = Locality.objects.filter(commissioner=commissioner, closed__isnull=True)
        return {"localities": list(open_now)}

    def act(self, form: forms.MoveForm) -> LocalityMembership | None:
        return memberships.move(
            practice=self.practice,
            locality=form.chosen,
            on=form.cleaned_data["on"],
            reason=form.cleaned_data["reason"],
            by=self.actor,
        )


class PostStart(_OnPractice, ActionPage):
    guard = holders_of(Role.PRACTICE_MANAGER, Role.COMMISSIONER)
    template_name = "localities/post/start.html"
    form_class = forms.PostStartForm
    done_message = "The GP is added."

    def check(self) -> None:
        permissions.check_can_keep_posts(self.actor, self.practice)

    def act(self, form: forms.PostStartForm) -> Post:
        return posts.start(practice=self.practice, person=None, by=self.actor, **form.cleaned_data)


class PostEnd(_OnPractice, ActionPage):
    guard = holders_of(Role.PRACTICE_MANAGER, Role.COMMISSIONER)
    template_name = "localities/post/end.html"
    form_class = forms.PostEndForm
    done_message = "The post is ended."

    def check(self) -> None:
        permissions.check_can_keep_posts(self.actor, self.practice)
        open_posts = self.practice.posts.filter(ends__isnull=True).select_related("person")
        self.post_held = self.find(open_posts, person_id=self.kwargs["person"])

    def context(self) -> dict[str, Any]:
        return {**super().context(), "post": self.post_held}

    def act(self, form: forms.PostEndForm) -> Post:
        return posts.end(post=self.post_held, last_day=form.cleaned_data["last_day"], by=self.actor)


class SuccessionRecord(ActionPage):
    """For practices, localities and commissioners alike."""

    guard = holders_of(Role.COMMISSIONER, Role.ADMINISTRATOR)
    template_name = "localities/succession/record.html"
    form_class = forms.SuccessionForm
    done_message = "The successor is recorded."

    def load(self) -> None:
        visible = Organisation.objects.visible_to(self.actor, clock.today())
        self.organisation = self.find(visible, code=self.kwargs["code"])
        permissions.check_can_record_succession(self.actor, self.organisation)

    def context(self) -> dict[str, Any]:
        return {
            "organisation": self.organisation,
            "consequences": consequences.of_succession(self.organisation),
        }

    def form_arguments(self) -> dict[str, Any]:
        return {"organisation_kind": self.organisation.kind}

    def act(self, form: forms.SuccessionForm) -> Succession:
        asked = form.cleaned_data
        return successions.record(
            predecessor=self.organisation,
            successor=asked["successor"],
            kind=SuccessionKind(asked["kind"]),
            on=asked["on"],
            reason=asked["reason"],
            by=self.actor,
        )

    def done(self, result: Succession) -> Organisation:
        return self.organisation
