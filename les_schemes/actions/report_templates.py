"""Templates of reports, «set by the PCT in agreement with PBC Leads» (O2-07)."""

from les_schemes import permissions
from les_schemes.models import ReportTemplate, SchemeVersion, TemplateAgreement
from les_schemes.reports import identifiable, months, telling
from les_schemes.reports.columns import Standard
from les_schemes.reports.templates import localities_to_ask
from les_schemes.reports.workflow import TEMPLATE
from les_schemes.statuses import SchemeStatus
from pbc import audit, clock
from pbc.actions import action
from pbc.actor import Actor
from pbc.refusals import BadInput, NotNow
from pbc.roles import Role
from pbc.workflow import Transition

_LONGEST_WORDS = 5_000


@action
def propose(
    *, version: SchemeVersion, standard: Standard, standards_in_words: str, by: Actor
) -> ReportTemplate:
    """Set a template and ask the leads of the localities to agree it.

    Proposing it is the PCT's agreement. Asked are the localities whose members signed up and
    that have a lead; a locality that comes later is not asked.
    """
    version = SchemeVersion.objects.select_for_update().get(pk=version.pk)
    permissions.check_can_propose_template(by, version)
    if version.status != SchemeStatus.OPEN or not months.asks_for_reports(version):
        raise NotNow("Templates are set for an open scheme that pays on monthly reports.")
    if version.report_templates.filter(status="proposed").exists():
        raise NotNow("A template is proposed already. Withdraw it before you propose another.")
    identifiable.refuse(
        [
            ("standards_in_words", standards_in_words),
            *((key, " ".join(words)) for key, words in standard.words.items()),
        ]
    )
    if len(standards_in_words) > _LONGEST_WORDS:
        raise BadInput({"standards_in_words": f"Enter {_LONGEST_WORDS:,} characters or fewer"})
    asked = localities_to_ask(version)
    if not asked:
        raise NotNow(
            "No locality with members in this scheme has a lead who could agree. Give a person the "
            "role of locality lead first."
        )
    template = ReportTemplate(
        version=version,
        number=version.report_templates.count() + 1,
        standard=standard.to_data(),
        standards_in_words=standards_in_words.strip(),
        proposed_at=clock.now(),
    )
    template.proposed_by = by.person_id  # type: ignore[assignment]  # who holds a role is a person
    template.save(force_insert=True)
    TemplateAgreement.objects.bulk_create(
        TemplateAgreement(template=template, locality=locality) for locality in asked
    )
    audit.record(
        event="report_template.proposed",
        by=by,
        subject=template,
        chain=version.commissioner.audit_chain,
        after={
            "scheme": str(version),
            "number": template.number,
            "standard": template.standard,
            "asked": [locality.code for locality in asked],
        },
        reason=template.standards_in_words,
    )
    telling.tell_of_proposal(template)
    return template


@action
def agree(*, template: ReportTemplate, by: Actor) -> ReportTemplate:
    """A lead agrees for each locality that he or she leads; with the last one it is in use.

    The first template of a year applies from its first month, a later one from the month after
    (AMB-44).
    """
    template = _locked(template)
    permissions.check_can_agree_template(by, template)
    step = TEMPLATE.step(template.status, "agree")
    now = clock.now()
    led = by.organisations(Role.LOCALITY_LEAD)
    own = template.agreements.filter(locality__in=led, agreed_at__isnull=True)
    agreed_for = list(own.values_list("locality__code", flat=True))
    if not agreed_for:
        raise NotNow("Your locality has agreed already.")
    own.update(agreed_at=now, agreed_by=by.person_id)
    _record(template, step, by, after={"localities": agreed_for})
    if not template.agreements.filter(agreed_at__isnull=True).exists():
        _settle(template, by)
    return template


@action
def refuse(*, template: ReportTemplate, reason: str, by: Actor) -> ReportTemplate:
    """A lead does not agree, and says what would have to change: the template is not used."""
    template = _locked(template)
    permissions.check_can_agree_template(by, template)
    return _end(template, "refuse", reason, "Say what has to change", by)


@action
def withdraw(*, template: ReportTemplate, reason: str, by: Actor) -> ReportTemplate:
    """The commissioner takes a proposed template back."""
    template = _locked(template)
    permissions.check_can_propose_template(by, template.version)
    return _end(template, "withdraw", reason, "Say why it is withdrawn", by)


def _locked(template: ReportTemplate) -> ReportTemplate:
    return (
        ReportTemplate.objects.select_for_update(of=("self",))
        .select_related("version__scheme", "version__commissioner")
        .get(pk=template.pk)
    )


def _settle(template: ReportTemplate, by: Actor) -> None:
    step = TEMPLATE.step(template.status, "settle")
    year = template.version.financial_year
    first = not ReportTemplate.objects.agreed().filter(version=template.version).exists()
    template.status = step.to
    template.agreed_at = clock.now()
    template.applies_from = year.first_day if first else months.following(clock.today())
    template.save(update_fields=["status", "agreed_at", "applies_from"])
    _record(template, step, by, after={"applies_from": template.applies_from})
    telling.tell_of_settlement(template)


def _end(
    template: ReportTemplate, verb: str, reason: str, wanted: str, by: Actor
) -> ReportTemplate:
    step = TEMPLATE.step(template.status, verb)
    identifiable.refuse([("reason", reason)])
    if not reason.strip():
        raise BadInput({"reason": wanted})
    template.status = step.to
    template.ended_at, template.ended_by = clock.now(), by.person_id
    template.reason = reason.strip()
    template.save(update_fields=["status", "ended_at", "ended_by", "reason"])
    _record(template, step, by, reason=template.reason)
    telling.tell_of_settlement(template)
    return template


def _record(
    template: ReportTemplate,
    step: Transition,
    by: Actor,
    *,
    after: dict[str, object] | None = None,
    reason: str = "",
) -> None:
    audit.record(
        event=step.event,
        by=by,
        subject=template,
        chain=template.version.commissioner.audit_chain,
        after={"status": step.to, **(after or {})},
        reason=reason,
    )
