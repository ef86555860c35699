"""Who may do what with a scheme and a sign-up (requirements section L).

These say *who*; ``workflow`` says *when*. Each ``check_can_…`` raises with the reason a person
can read; its ``can_…`` twin answers the page.
"""

from les_schemes.models import NamedGP, ReturnedSheet, SchemeVersion, SignUp
from les_schemes.statuses import Channel, SigningCapacity
from localities.models import Practice
from pbc.actor import Actor
from pbc.permissions import allowed, refuse_interest, require
from pbc.refusals import NotPermitted
from pbc.roles import Role


def check_can_open(actor: Actor, version: SchemeVersion) -> None:
    require(
        actor,
        Role.COMMISSIONER,
        in_organisation=version.commissioner_id,
        to="open this scheme for sign-up",
    )


def check_can_see_uptake(actor: Actor, version: SchemeVersion) -> None:
    """Officers and auditors of a commissioner that leads or shares the scheme."""
    offering = {version.commissioner_id, *version.partners.values_list("pk", flat=True)}
    if not offering & actor.organisations(Role.COMMISSIONER, Role.AUDITOR):
        raise NotPermitted("The uptake is shown to the commissioners who offer the scheme.")


def check_can_start(actor: Actor, practice: Practice) -> None:
    require(
        actor,
        Role.PRACTICE_MANAGER,
        in_organisation=practice.pk,
        to="start the practice's sign-up",
    )


def check_can_prepare(actor: Actor, sign_up: SignUp) -> None:
    """The practice's manager; for a sheet that came on paper, an officer of the commissioner."""
    if sign_up.channel != Channel.WEB and actor.holds(
        Role.COMMISSIONER, in_organisation=sign_up.commissioner_id
    ):
        return
    require(
        actor,
        Role.PRACTICE_MANAGER,
        in_organisation=sign_up.practice_id,
        to="prepare and return the practice's sign-up",
    )


def check_can_remind(actor: Actor, sign_up: SignUp) -> None:
    if actor.holds(Role.COMMISSIONER, in_organisation=sign_up.commissioner_id):
        return
    require(
        actor,
        Role.PRACTICE_MANAGER,
        in_organisation=sign_up.practice_id,
        to="remind its GPs to sign",
    )


def check_can_sign_as_gp(actor: Actor, named: NamedGP) -> None:
    """A GP signs for himself or herself alone, and not if the PCT employs him or her (ACT-22)."""
    if named.post.person_id != actor.person_id:
        raise NotPermitted(f"Only {named.post.person} can give this signature.")
    if not named.required:
        raise NotPermitted(
            f"Your signature is not asked for: you are named as {named.why_not_required}."
        )
    if not actor.holds(Role.GP, in_organisation=named.post.practice_id):
        raise NotPermitted("You sign as a GP of the practice, and are not one of its GPs now.")


def check_can_sign_for_practice(
    actor: Actor, sign_up: SignUp, capacity: SigningCapacity | str
) -> None:
    """The practice manager, or a manager or GP who is the practice's PBC lead (ACT-02)."""
    roles = {
        SigningCapacity.PRACTICE_MANAGER: (Role.PRACTICE_MANAGER,),
        SigningCapacity.PBC_LEAD: (Role.PRACTICE_MANAGER, Role.GP),
    }.get(SigningCapacity(capacity), ())
    if not roles:
        raise NotPermitted("The practice is signed for by its manager or by its PBC lead.")
    require(actor, *roles, in_organisation=sign_up.practice_id, to="sign for the practice")


def check_can_review(actor: Actor, sign_up: SignUp) -> None:
    """An officer of the commissioner, without an interest in the practice and no part of it."""
    require(
        actor,
        Role.COMMISSIONER,
        in_organisation=sign_up.commissioner_id,
        to="review its sign-ups",
    )
    _refuse_own_practice(actor, sign_up.practice_id, "review its sign-up")


def check_can_accept(actor: Actor, sign_up: SignUp) -> None:
    """As for a review, and not the person who returned the sheet on the practice's behalf."""
    check_can_review(actor, sign_up)
    if actor.person_id is not None and actor.person_id == sign_up.submitted_by:
        raise NotPermitted(
            "You returned this sheet for the practice, so another person has to accept it."
        )


def check_can_withdraw(actor: Actor, sign_up: SignUp) -> None:
    require(
        actor,
        Role.PRACTICE_MANAGER,
        in_organisation=sign_up.practice_id,
        to="withdraw the practice's sign-up",
    )


def check_can_upload_sheet(actor: Actor, practice: Practice, commissioner_id: int) -> None:
    """An officer acts for a practice whose sheet came on paper (section L: with a scan)."""
    require(
        actor,
        Role.COMMISSIONER,
        in_organisation=commissioner_id,
        to="record the paper sheets of its practices",
    )
    _refuse_own_practice(actor, practice.pk, "record or check its paper sheet")


def check_can_verify_sheet(actor: Actor, sheet: ReturnedSheet) -> None:
    """Another officer than the one who uploaded it (SM-02)."""
    check_can_reject_sheet(actor, sheet)
    if actor.person_id == sheet.uploaded_by:
        raise NotPermitted(
            "You uploaded this sheet, so another person has to verify it. If something on it is "
            "wrong, reject it and upload it again."
        )


def check_can_reject_sheet(actor: Actor, sheet: ReturnedSheet) -> None:
    """Any officer who may upload: also the one who did, to take a mistake back."""
    sign_up = sheet.sign_up
    check_can_upload_sheet(actor, sign_up.practice, sign_up.commissioner_id)


def _refuse_own_practice(actor: Actor, practice_id: int, to: str) -> None:
    refuse_interest(actor, practice_id, to)
    if actor.holds(Role.PRACTICE_MANAGER, Role.GP, in_organisation=practice_id):
        raise NotPermitted(
            f"You hold a role at this practice, so you may not {to}. Ask a colleague who does not."
        )


def check_can_send_reminders(actor: Actor) -> None:
    """Nobody sends them by hand: they are the system's own."""
    if actor.person_id is not None:
        raise NotPermitted("Reminders before the deadline are sent by the system itself.")


can_open = allowed(check_can_open)
can_see_uptake = allowed(check_can_see_uptake)
can_start = allowed(check_can_start)
can_prepare = allowed(check_can_prepare)
can_remind = allowed(check_can_remind)
can_sign_as_gp = allowed(check_can_sign_as_gp)
can_sign_for_practice = allowed(check_can_sign_for_practice)
can_review = allowed(check_can_review)
can_accept = allowed(check_can_accept)
can_withdraw = allowed(check_can_withdraw)
can_upload_sheet = allowed(check_can_upload_sheet)
can_verify_sheet = allowed(check_can_verify_sheet)
can_reject_sheet = allowed(check_can_reject_sheet)
can_send_reminders = allowed(check_can_send_reminders)
