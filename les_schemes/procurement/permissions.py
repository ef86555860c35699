"""Who may do what to decide who provides a scheme (SM-18; section L, conflict rule)."""

from les_schemes.models import (
    OfferInvitation,
    ProcurementAssessment,
    ProcurementDecision,
    SchemeVersion,
)
from les_schemes.offered import offering, others_offered, practices_offered
from localities.querysets import WORKS_FOR_A_PROVIDER
from pbc.actor import Actor
from pbc.permissions import allowed, require
from pbc.refusals import NotPermitted
from pbc.roles import MANAGES_A_PROVIDER, Role


def check_can_say_who_may_provide(actor: Actor, version: SchemeVersion) -> None:
    _require_officer(actor, version, "say who may provide this scheme")


def check_can_invite_provider(actor: Actor, version: SchemeVersion) -> None:
    """An officer of any commissioner that offers the scheme: each has its own list."""
    if not offering(version) & actor.organisations(Role.COMMISSIONER):
        raise NotPermitted(
            "Only an officer of a commissioner that offers this scheme may invite providers to it."
        )


def check_can_answer_invitation(actor: Actor, invitation: OfferInvitation) -> None:
    """Who acts for the provider; or an officer, who records what it answered elsewhere."""
    if actor.holds(*MANAGES_A_PROVIDER, in_organisation=invitation.provider_id):
        return
    check_can_invite_provider(actor, invitation.version)


def check_can_see_procurement(actor: Actor, version: SchemeVersion) -> None:
    """How the decision is being made; once its notice is published the register shows it to all."""
    own = actor.organisations(Role.COMMISSIONER, Role.AUDITOR, Role.ADMINISTRATOR)
    if not offering(version) & own:
        raise NotPermitted(
            "How this is being decided is for its commissioner's officers. The register of "
            "procurement decisions shows it once its notice is published."
        )


def check_can_assess(actor: Actor, version: SchemeVersion) -> None:
    """Evidence the tests, publish the notice, record a challenge."""
    _require_officer(actor, version, "keep the record of this procurement")


def check_can_choose_route(actor: Actor, assessment: ProcurementAssessment) -> None:
    """Choose the route or answer a challenge: an officer with no interest in who may gain."""
    check_can_assess(actor, assessment.version)
    _refuse_who_may_gain(actor, assessment.version)


def check_can_confirm(actor: Actor, decision: ProcurementDecision) -> None:
    """Another officer than chose the route, with no interest in who may gain (R4-001)."""
    check_can_choose_route(actor, decision.assessment)
    if actor.person_id == decision.route_chosen_by:
        raise NotPermitted("You chose the route, so another person must confirm the decision.")


def _require_officer(actor: Actor, version: SchemeVersion, to: str) -> None:
    require(actor, Role.COMMISSIONER, in_organisation=version.commissioner_id, to=to)


def _refuse_who_may_gain(actor: Actor, version: SchemeVersion) -> None:
    """No registered interest in, and no role at, anyone to whom the scheme may be offered."""
    for offered in (practices_offered(version), others_offered(version), _invited(version)):
        for organisation in offered:
            if actor.has_interest_in(organisation.pk) or actor.holds(
                *WORKS_FOR_A_PROVIDER, in_organisation=organisation.pk
            ):
                raise NotPermitted(
                    f"You have an interest in {organisation}, which may provide this scheme, so "
                    "you do not decide who provides it. Ask a colleague without an interest."
                )


def _invited(version: SchemeVersion) -> list:
    invitations = OfferInvitation.objects.filter(version=version).select_related("provider")
    return [invitation.provider for invitation in invitations]


can_say_who_may_provide = allowed(check_can_say_who_may_provide)
can_invite_provider = allowed(check_can_invite_provider)
can_answer_invitation = allowed(check_can_answer_invitation)
can_see_procurement = allowed(check_can_see_procurement)
can_assess = allowed(check_can_assess)
can_choose_route = allowed(check_can_choose_route)
can_confirm = allowed(check_can_confirm)
