"""Who may do what with a scheme and a sign-up (requirements section L).

These say *who*; ``workflow`` says *when*. Each ``check_can_…`` raises with the reason a person
can read; its ``can_…`` twin answers the page.
"""

from accounts.models import RoleHolding
from les_schemes.models import (
    NamedGP,
    ReportTemplate,
    ReturnedSheet,
    SchemeVersion,
    SignUp,
    YearEndStatement,
)
from les_schemes.models.monthly_returns import MonthlyReturn
from les_schemes.reports.statuses import ReportStatus
from les_schemes.sheet import is_employed_by_the_pct, why_not_required
from les_schemes.statuses import Channel, SigningCapacity
from localities.models import Commissioner, Organisation
from localities.querysets import WORKS_FOR_A_PROVIDER
from localities.statuses import OrganisationKind
from pbc import clock
from pbc.actor import Actor
from pbc.permissions import allowed, refuse_interest, require
from pbc.refusals import NotPermitted
from pbc.roles import HELD_IN_A_PROVIDER, MANAGES_A_PROVIDER, Role


def check_can_open(actor: Actor, version: SchemeVersion) -> None:
    require(
        actor,
        Role.COMMISSIONER,
        in_organisation=version.commissioner_id,
        to="open this scheme for sign-up",
    )


def check_can_record_consultation(actor: Actor, version: SchemeVersion) -> None:
    """Who designs it; the system, of a scheme file that brings its consultation."""
    if actor.person_id is not None:
        check_can_design(actor, version)


def check_can_approve(actor: Actor, version: SchemeVersion) -> None:
    """Another officer of its commissioner than any who took part in designing it (SM-01)."""
    require(
        actor,
        Role.COMMISSIONER,
        in_organisation=version.commissioner_id,
        to="approve this scheme",
    )
    designers = set(version.designers.values_list("person", flat=True))
    if actor.person_id in designers:
        raise NotPermitted(
            "You took part in designing this scheme, so another officer has to approve it."
        )


def check_can_end(actor: Actor, version: SchemeVersion) -> None:
    require(
        actor,
        Role.COMMISSIONER,
        in_organisation=version.commissioner_id,
        to="withdraw this scheme",
    )


def check_can_reconcile(actor: Actor, version: SchemeVersion) -> None:
    require(
        actor,
        Role.COMMISSIONER,
        Role.FINANCE_PREPARER,
        Role.FINANCE_APPROVER,
        in_organisation=version.commissioner_id,
        to="reconcile this scheme",
    )


def check_can_design_for(actor: Actor, commissioner: Commissioner) -> None:
    require(
        actor,
        Role.COMMISSIONER,
        in_organisation=commissioner.pk,
        to="design a scheme of this commissioner",
    )


def check_can_design(actor: Actor, version: SchemeVersion) -> None:
    check_can_design_for(actor, version.commissioner)


def check_can_see_uptake(actor: Actor, version: SchemeVersion) -> None:
    """Officers and auditors of a commissioner that leads or shares the scheme."""
    offering = {version.commissioner_id, *version.partners.values_list("pk", flat=True)}
    if not offering & actor.organisations(Role.COMMISSIONER, Role.AUDITOR):
        raise NotPermitted("The uptake is shown to the commissioners who offer the scheme.")


def check_can_take_scheme_file(actor: Actor, version: SchemeVersion) -> None:
    """Officers and auditors of a commissioner that leads or shares the scheme."""
    offering = {version.commissioner_id, *version.partners.values_list("pk", flat=True)}
    if not offering & actor.organisations(Role.COMMISSIONER, Role.AUDITOR):
        raise NotPermitted("The scheme file is for the commissioners who offer the scheme.")


def _manager(provider: Organisation) -> Role:
    """Who speaks for a practice, or for a provider that is none."""
    is_practice = provider.kind == OrganisationKind.PRACTICE
    return Role.PRACTICE_MANAGER if is_practice else Role.PROVIDER_MANAGER


def _whose(provider: Organisation) -> str:
    return "practice's" if provider.kind == OrganisationKind.PRACTICE else "provider's"


def check_can_start(actor: Actor, provider: Organisation) -> None:
    require(
        actor,
        _manager(provider),
        in_organisation=provider.pk,
        to=f"start the {_whose(provider)} sign-up",
    )


def check_can_prepare(actor: Actor, sign_up: SignUp) -> None:
    """The provider's manager; for a sheet that came on paper, an officer of the commissioner."""
    if sign_up.channel != Channel.WEB and actor.holds(
        Role.COMMISSIONER, in_organisation=sign_up.commissioner_id
    ):
        return
    require(
        actor,
        _manager(sign_up.provider),
        in_organisation=sign_up.holder.pk,
        to=f"prepare and return the {_whose(sign_up.provider)} sign-up",
    )


def check_can_remind(actor: Actor, sign_up: SignUp) -> None:
    if actor.holds(Role.COMMISSIONER, in_organisation=sign_up.commissioner_id):
        return
    require(
        actor,
        Role.PRACTICE_MANAGER,
        in_organisation=sign_up.holder.pk,
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
    """The practice manager, or a manager or GP who is the practice's PBC lead (ACT-02); for a
    provider that is no practice whoever manages it."""
    if not sign_up.is_of_practice:
        require(
            actor,
            Role.PROVIDER_MANAGER,
            in_organisation=sign_up.provider_id,
            to="sign for the provider",
        )
        return
    roles = {
        SigningCapacity.PRACTICE_MANAGER: (Role.PRACTICE_MANAGER,),
        SigningCapacity.PBC_LEAD: (Role.PRACTICE_MANAGER, Role.GP),
    }.get(SigningCapacity(capacity), ())
    if not roles:
        raise NotPermitted("The practice is signed for by its manager or by its PBC lead.")
    require(actor, *roles, in_organisation=sign_up.provider_id, to="sign for the practice")


def check_can_review(actor: Actor, sign_up: SignUp) -> None:
    """An officer of the commissioner, without an interest in the practice and no part of it."""
    require(
        actor,
        Role.COMMISSIONER,
        in_organisation=sign_up.commissioner_id,
        to="review its sign-ups",
    )
    _refuse_own_practice(actor, sign_up.provider_id, "review its sign-up")


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
        _manager(sign_up.provider),
        in_organisation=sign_up.holder.pk,
        to=f"withdraw the {_whose(sign_up.provider)} sign-up",
    )


def check_can_upload_sheet(actor: Actor, practice: Organisation, commissioner_id: int) -> None:
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
    check_can_upload_sheet(actor, sign_up.provider, sign_up.commissioner_id)


def _refuse_own_practice(actor: Actor, practice_id: int, to: str) -> None:
    refuse_interest(actor, practice_id, to)
    if actor.holds(*WORKS_FOR_A_PROVIDER, in_organisation=practice_id):
        of_provider = actor.holds(*HELD_IN_A_PROVIDER, in_organisation=practice_id)
        at = "provider" if of_provider else "practice"
        raise NotPermitted(
            f"You hold a role at this {at}, so you may not {to}. Ask a colleague who does not."
        )


def check_can_send_reminders(actor: Actor) -> None:
    """Nobody sends them by hand: they are the system's own."""
    if actor.person_id is not None:
        raise NotPermitted("Reminders before the deadline are sent by the system itself.")


def check_can_give_statement(actor: Actor, statement: YearEndStatement) -> None:
    """A GP gives his or her own alone; not one whom the PCT employs (EXC-18)."""
    if statement.named_gp.post.person_id != actor.person_id:
        raise NotPermitted(f"Only {statement.person} can give this statement.")
    here = {statement.sign_up.provider_id, statement.sign_up.holder.pk}
    posts = statement.person.posts.filter(practice__in=here)
    latest = posts.select_related("practice").order_by("starts").last()
    if latest is not None and is_employed_by_the_pct(latest):
        raise NotPermitted(f"No statement is taken from you: you are {why_not_required(latest)}.")


def check_can_check_statement(actor: Actor, statement: YearEndStatement) -> None:
    """An officer of the commissioner, without an interest in the practice and no part of it."""
    sign_up = statement.sign_up
    require(
        actor,
        Role.COMMISSIONER,
        in_organisation=sign_up.commissioner_id,
        to="check its year-end statements",
    )
    _refuse_own_practice(actor, sign_up.provider_id, "check its year-end statements")


def check_can_see_statements(actor: Actor, sign_up: SignUp) -> None:
    """All of one practice: its manager, and officers and auditors of its commissioner."""
    if actor.holds(Role.PRACTICE_MANAGER, in_organisation=sign_up.holder.pk):
        return
    if not actor.holds(Role.COMMISSIONER, Role.AUDITOR, in_organisation=sign_up.commissioner_id):
        raise NotPermitted(
            "The statements of a practice's GPs are shown to its manager and its commissioner. "
            "You find your own on the page of the sign-up."
        )


def check_can_see_statements_of(actor: Actor, version: SchemeVersion) -> None:
    """Officers and auditors of a commissioner that leads or shares the scheme."""
    check_can_see_uptake(actor, version)


def check_can_chase(actor: Actor, version: SchemeVersion) -> None:
    """Officers of a commissioner that leads or shares the scheme, for signatures and statements."""
    offering = {version.commissioner_id, *version.partners.values_list("pk", flat=True)}
    if not offering & actor.organisations(Role.COMMISSIONER):
        raise NotPermitted("Only officers of the commissioners who offer the scheme may do this.")


def check_can_acknowledge(actor: Actor, sign_up: SignUp, named: NamedGP | None) -> None:
    """A GP for himself or herself alone; for the practice, its manager."""
    if named is not None:
        if named.post.person_id != actor.person_id:
            raise NotPermitted(f"Only {named.post.person} can acknowledge this.")
        return
    require(
        actor,
        Role.PRACTICE_MANAGER,
        in_organisation=sign_up.holder.pk,
        to="acknowledge this for the practice",
    )


def check_can_keep_sign_ups(actor: Actor) -> None:
    """Nobody ends a sign-up or passes it on by hand: its day does, through the system."""
    if actor.person_id is not None:
        raise NotPermitted("A notice and a merger take effect on their day, by the system itself.")


def check_can_keep_statements(actor: Actor) -> None:
    """Nobody asks for them or marks them missing by hand: the day does, through the system."""
    if actor.person_id is not None:
        raise NotPermitted("Statements are asked for, and marked as missing, by the system itself.")


def check_can_prepare_report(actor: Actor, sign_up: SignUp) -> None:
    """The manager of the practice, or of the one that took its place (EXC-08)."""
    require(
        actor,
        Role.PRACTICE_MANAGER,
        in_organisation=sign_up.holder.pk,
        to="prepare and submit the practice's reports",
    )


def check_can_claim(actor: Actor, sign_up: SignUp) -> None:
    """The manager of the practice or provider that holds the sign-up."""
    require(
        actor,
        *MANAGES_A_PROVIDER,
        in_organisation=sign_up.holder.pk,
        to="claim for its items of service",
    )


def check_can_accept_report_for_locality(actor: Actor, report: MonthlyReturn) -> None:
    """A lead of the practice's locality, without an interest in the practice and no part of it.

    As the checks that follow, of a monthly report or a claim.
    """
    if report.locality_id is None:
        raise NotPermitted("The practice commissions alone: no locality receives it.")
    require(
        actor,
        Role.LOCALITY_LEAD,
        in_organisation=report.locality_id,
        to=f"accept its members' {report.noun}s for it",
    )
    _refuse_own_report(actor, report, f"accept its {report.noun}")


def check_can_pass_report_for_locality(actor: Actor, report: MonthlyReturn) -> None:
    """An officer stands in only where no lead of the locality may accept the report."""
    check_can_review_report(actor, report)
    if report.locality_id is None:
        raise NotPermitted("The practice commissions alone: no locality receives it.")
    leads = RoleHolding.objects.on(clock.today()).of(Role.LOCALITY_LEAD)
    for holding in leads.filter(
        organisation=report.locality_id, user__is_active=True
    ).select_related("user__person"):
        if can_accept_report_for_locality(holding.user, report):
            raise NotPermitted(
                f"{holding.user.name} leads {report.locality} and may accept it, so you do not "
                "stand in for the locality."
            )


def check_can_review_report(actor: Actor, report: MonthlyReturn) -> None:
    """An officer of the commissioner, without an interest in the practice and no part of it."""
    require(
        actor,
        Role.COMMISSIONER,
        in_organisation=report.commissioner_id,
        to=f"decide on {report.noun}s to it",
    )
    _refuse_own_report(actor, report, f"decide on its {report.noun}s")


def check_can_accept_report(actor: Actor, report: MonthlyReturn) -> None:
    """As for a review, and not the person who accepted it for the locality: two receive it."""
    check_can_review_report(actor, report)
    if actor.person_id is not None and actor.person_id == report.locality_accepted_by:
        raise NotPermitted(
            f"You accepted this {report.noun} for the locality, so another person has to accept it "
            "for the commissioner."
        )


def check_can_send_back_report(actor: Actor, report: MonthlyReturn) -> None:
    """Whoever may accept it now, for the locality or for the commissioner."""
    with_locality = report.status == ReportStatus.WITH_LOCALITY
    if not (with_locality and can_accept_report_for_locality(actor, report)):
        check_can_review_report(actor, report)


def check_can_excuse_month(actor: Actor, sign_up: SignUp) -> None:
    """An officer, as for a review: there may be no report of the month to look at."""
    require(
        actor,
        Role.COMMISSIONER,
        in_organisation=sign_up.commissioner_id,
        to="excuse its practices from a month's report",
    )
    for practice_id in {sign_up.provider_id, sign_up.holder.pk}:
        _refuse_own_practice(actor, practice_id, "excuse it from a report")


def check_can_propose_template(actor: Actor, version: SchemeVersion) -> None:
    require(
        actor,
        Role.COMMISSIONER,
        in_organisation=version.commissioner_id,
        to="set the templates of its reports",
    )


def check_can_agree_template(actor: Actor, template: ReportTemplate) -> None:
    """A lead of a locality that is asked (O2-07)."""
    asked = template.agreements.values_list("locality", flat=True)
    if not actor.organisations(Role.LOCALITY_LEAD) & set(asked):
        raise NotPermitted("Only a lead of one of the localities that are asked may answer.")


def check_can_see_refused_data(actor: Actor) -> None:
    if not actor.holds(Role.COMMISSIONER, Role.AUDITOR):
        raise NotPermitted("Refused patient data is shown to commissioners and auditors.")


def _refuse_own_report(actor: Actor, report: MonthlyReturn, to: str) -> None:
    for practice_id in {report.provider_id, report.holder.pk}:
        _refuse_own_practice(actor, practice_id, to)
    if actor.person_id is not None and actor.person_id == report.submitted_by:
        raise NotPermitted(
            f"You submitted this {report.noun}, so you may not {to}. Ask a colleague who did not."
        )


def check_can_remind_of_reports(actor: Actor) -> None:
    """Nobody sends them by hand: they are the system's own."""
    if actor.person_id is not None:
        raise NotPermitted("Reminders of reports are sent by the system itself.")


can_open = allowed(check_can_open)
can_record_consultation = allowed(check_can_record_consultation)
can_approve = allowed(check_can_approve)
can_end = allowed(check_can_end)
can_reconcile = allowed(check_can_reconcile)
can_design = allowed(check_can_design)
can_design_for = allowed(check_can_design_for)
can_take_scheme_file = allowed(check_can_take_scheme_file)
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
can_give_statement = allowed(check_can_give_statement)
can_check_statement = allowed(check_can_check_statement)
can_see_statements = allowed(check_can_see_statements)
can_see_statements_of = allowed(check_can_see_statements_of)
can_chase = allowed(check_can_chase)
can_acknowledge = allowed(check_can_acknowledge)
can_keep_sign_ups = allowed(check_can_keep_sign_ups)
can_keep_statements = allowed(check_can_keep_statements)
can_prepare_report = allowed(check_can_prepare_report)
can_claim = allowed(check_can_claim)
can_accept_report_for_locality = allowed(check_can_accept_report_for_locality)
can_pass_report_for_locality = allowed(check_can_pass_report_for_locality)
can_review_report = allowed(check_can_review_report)
can_accept_report = allowed(check_can_accept_report)
can_send_back_report = allowed(check_can_send_back_report)
can_excuse_month = allowed(check_can_excuse_month)
can_propose_template = allowed(check_can_propose_template)
can_agree_template = allowed(check_can_agree_template)
can_see_refused_data = allowed(check_can_see_refused_data)
can_remind_of_reports = allowed(check_can_remind_of_reports)
