"""Inviting people, and taking up an invitation."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from accounts import areas, links, permissions
from accounts.actions import invitations
from accounts.forms import people as forms
from accounts.models import Invitation, RoleHolding, User
from localities.models import Person
from pbc import clock, tables
from pbc.actor import SYSTEM
from pbc.guards import Public, SignedIn, holders_of
from pbc.pages import ActionPage, Page
from pbc.roles import FINANCE, Role

SEES = holders_of(*permissions.MAY_INVITE, Role.AUDITOR)
INVITES = holders_of(*permissions.MAY_INVITE, step_up=True)


class InvitationTable(tables.Table):
    caption = "Invitations"
    columns = [
        tables.Column(
            "person.name",
            "Name",
            sort="person.family_name",
            header=True,
            href=lambda invitation: invitation.get_absolute_url(),
        ),
        tables.Column("email", "E-mail address", sort="email"),
        tables.Column("get_role_display", "Role", sort="role"),
        tables.Column("organisation.name", "Where", sort="organisation.name"),
        tables.DateColumn("invited_at", "Sent", sort="invited_at"),
        tables.DateColumn("expires_at", "Works until"),
        tables.StatusColumn(lambda invitation: invitation.status_at(timezone.now()), "State"),
    ]
    filters = forms.InvitationFilter
    default_sort = "-invited_at"
    empty = "Nobody has been invited yet."


class Invitations(Page):
    guard = SEES
    template_name = "accounts/invitations.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        sent = Invitation.objects.visible_to(self.actor).select_related("person", "organisation")
        table = InvitationTable(request, sent)
        if table.export_format:
            return table.export()
        may_invite = self.actor.holds(*permissions.MAY_INVITE)
        return self.show(table=table, may_invite=may_invite)


class Invite(ActionPage):
    """Invite somebody: ``?person=`` names a GP already listed at a practice, ``?organisation=``
    by its code where the person is to hold the role."""

    guard = INVITES
    template_name = "accounts/invite.html"
    form_class = forms.InviteForm

    def load(self) -> None:
        self.person: Person | None = None
        if wanted := self.request.GET.get("person"):
            listed = Person.objects.filter(
                posts__practice__in=self.organisations().values("pk")
            ).distinct()
            try:
                self.person = self.find(listed, pk=wanted)
            except ValidationError as not_an_id:
                raise Http404 from not_an_id

    def organisations(self) -> Any:
        areas_of_actor = (
            areas.administered_by(self.actor)
            | areas.managed_by(self.actor)
            | areas.listed_by(self.actor)
        )
        return areas_of_actor.on(clock.today()).distinct().order_by("name")

    def roles(self) -> list[Role]:
        """The roles that the person may give somewhere; the action checks where."""
        if self.actor.holds(Role.ADMINISTRATOR):
            return list(Role)
        gps = [Role.GP] if self.actor.holds(Role.PRACTICE_MANAGER) else []
        if self.actor.holds(Role.PROVIDER_MANAGER, Role.COMMISSIONER):
            return [*gps, Role.PROVIDER_MANAGER]
        return gps

    def form_arguments(self) -> dict[str, Any]:
        organisations, roles = self.organisations(), self.roles()
        wanted = self.request.GET.get("organisation", "")
        initial: dict[str, Any] = {}
        if self.person is not None:
            initial = {"email": self.person.email, "role": Role.GP}
            post = self.person.posts.on(clock.today()).filter(practice__in=organisations).first()
            initial["organisation"] = post.practice_id if post else None
        elif wanted:
            chosen = organisations.filter(code=wanted).first()
            initial = {"organisation": chosen}
            if chosen is not None and permissions.fits(Role.PROVIDER_MANAGER, chosen):
                initial["role"] = Role.PROVIDER_MANAGER
        elif len(roles) == 1:
            initial = {"role": roles[0], "organisation": organisations.first()}
        return {
            "roles": roles,
            "organisations": organisations,
            "fixed_person": self.person is not None,
            "initial": initial,
        }

    def context(self) -> dict[str, Any]:
        return {"person": self.person}

    def act(self, form: forms.InviteForm) -> Invitation:
        given = form.cleaned_data
        person = self.person
        invitee = invitations.Invitee(
            email=given["email"],
            title=given.get("title", ""),
            given_name=person.given_name if person else given["given_name"],
            family_name=person.family_name if person else given["family_name"],
            person=person,
        )
        invited = invitations.invite(
            invitee=invitee,
            role=Role(given["role"]),
            organisation=given["organisation"],
            by=self.actor,
        )
        self._warn_of_both_finance_roles(invited.invitation)
        return invited.invitation

    def done(self, result: Invitation) -> Invitation:
        messages.success(self.request, f"The invitation is on its way to {result.email}.")
        return result

    def _warn_of_both_finance_roles(self, invitation: Invitation) -> None:
        other = {*FINANCE} - {Role(invitation.role)}
        if len(other) == 1 and RoleHolding.objects.on(clock.today()).filter(
            user__person=invitation.person, organisation=invitation.organisation, role__in=other
        ):
            messages.warning(
                self.request,
                f"{invitation.person} will hold both finance roles. That is allowed, but nobody "
                "can approve a run they prepared.",
            )


class _OnInvitation(ActionPage):
    guard = INVITES

    def load(self) -> None:
        visible = Invitation.objects.visible_to(self.actor)
        self.invitation = self.find(
            visible.select_related("person", "organisation"), pk=self.kwargs["pk"]
        )
        permissions.check_can_handle_invitation(self.actor, self.invitation)

    def context(self) -> dict[str, Any]:
        return {
            "invitation": self.invitation,
            "state": self.invitation.status_at(timezone.now()),
        }

    def done(self, result: Any) -> Invitation:
        return self.invitation


class InvitationPage(Page):
    """One invitation and what can be done with it."""

    guard = SEES
    template_name = "accounts/invitation.html"

    def load(self) -> None:
        visible = Invitation.objects.visible_to(self.actor)
        self.invitation = self.find(
            visible.select_related("person", "organisation"), pk=self.kwargs["pk"]
        )

    def context(self) -> dict[str, Any]:
        state = self.invitation.status_at(timezone.now())
        return {
            "invitation": self.invitation,
            "state": state,
            "may_handle": state.value in ("open", "expired")
            and permissions.can_handle_invitation(self.actor, self.invitation),
        }


class InvitationRenew(_OnInvitation):
    template_name = "accounts/invitation/renew.html"
    done_message = "The invitation is sent again. The old link no longer works."

    def act(self, form: Any) -> invitations.Invited:
        return invitations.renew(invitation=self.invitation, by=self.actor)


class InvitationWithdraw(_OnInvitation):
    template_name = "accounts/invitation/withdraw.html"
    done_message = "The invitation is withdrawn. Its link no longer works."

    def act(self, form: Any) -> Invitation:
        return invitations.withdraw(invitation=self.invitation, by=self.actor)


@method_decorator(never_cache, name="dispatch")
class InvitationHandOver(_OnInvitation):
    """A link to print or read out, shown this once."""

    template_name = "accounts/invitation/hand_over.html"

    def act(self, form: Any) -> invitations.Invited:
        return invitations.hand_over(invitation=self.invitation, by=self.actor)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = super().post(request, *args, **kwargs)
        path = request.session.pop("handed_over", None)
        if path is None:
            return response
        return self.show(link=request.build_absolute_uri(path))

    def done(self, result: invitations.Invited) -> Invitation:
        self.request.session["handed_over"] = result.path
        return result.invitation


@method_decorator([never_cache, sensitive_post_parameters()], name="dispatch")
class InvitationAccept(ActionPage):
    """Where the link leads. It locates the invitation; it signs nobody in."""

    guard = Public("whoever is new here has no sign-in; the link's token says which invitation")
    template_name = "accounts/invitation/accept.html"

    def load(self) -> None:
        digest = links.digest_of(self.kwargs["token"])
        self.invitation = (
            Invitation.objects.select_related("person", "organisation")
            .filter(token_digest=digest)
            .first()
        )
        self.user: User | None = None
        if self.invitation is not None:
            self.user = User.objects.filter(person=self.invitation.person).first()
        self.form_class = forms.AcceptForm if self.user else forms.AcceptAsNewForm  # type: ignore[misc]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return self._turned_away() or super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return self._turned_away() or super().post(request, *args, **kwargs)

    def _turned_away(self) -> HttpResponse | None:
        """Elsewhere for whom it is not, or no longer, an invitation."""
        signed_in = self.request.user.is_authenticated
        state = self.invitation.status_at(timezone.now()) if self.invitation else None
        if state is None or state.value != "open":
            return render(
                self.request, "accounts/invitation/gone.html", {"state": state}, status=410
            )
        if self.user is None:
            if signed_in:
                return self._for_somebody_else()
            return None
        if not signed_in:
            sign_in = reverse("account_login")
            return redirect(f"{sign_in}?next={self.request.path}")
        if self.user != self.request.user:
            return self._for_somebody_else()
        return SignedIn().check(self.request)

    def _for_somebody_else(self) -> HttpResponse:
        return render(self.request, "accounts/invitation/somebody_else.html", status=403)

    def context(self) -> dict[str, Any]:
        return {"invitation": self.invitation, "is_new": self.user is None}

    def act(self, form: Any) -> RoleHolding:
        return invitations.accept(
            invitation=self.invitation,  # type: ignore[arg-type]
            password=form.cleaned_data.get("password", ""),
            by=self.actor if self.user else SYSTEM,
        )

    def done(self, result: RoleHolding) -> str:
        if self.user is not None:
            messages.success(
                self.request, f"You are {result.get_role_display()} of {result.organisation}."
            )
            return reverse("home")
        messages.success(self.request, "Your sign-in is ready. Sign in with your new password.")
        return reverse("account_login")
