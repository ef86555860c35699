"""What practices are to report each month: set by the PCT, agreed by the locality leads (O2-07)."""

from accounts.models import RoleHolding
from les_schemes.actions import report_templates
from les_schemes.models import SchemeVersion
from les_schemes.reports.columns import Standard, Use
from pbc.roles import Role

STANDARDS = (
    "Every referral the practice made is counted by specialty. All activity reported to the "
    "practice is looked at, and what it does not agree with is challenged in number and value."
)
SPECIALTIES = (
    "Cardiology",
    "Dermatology",
    "ENT",
    "Gastroenterology",
    "General medicine",
    "General surgery",
    "Gynaecology",
    "Musculoskeletal",
    "Ophthalmology",
    "Other",
    "Paediatrics",
    "Respiratory medicine",
    "Urology",
)
ASKS = Standard(
    uses={"activity.source_system": Use.REQUIRED},
    words={
        "referrals.specialty": SPECIALTIES,
        "activity.source_system": ("SUS", "Provider's own report", "Other"),
    },
)


def propose(version: SchemeVersion) -> None:
    """An officer of the lead commissioner proposes the template."""
    officer = RoleHolding.objects.filter(
        role=Role.COMMISSIONER, organisation=version.commissioner_id
    ).earliest("pk")
    report_templates.propose(
        version=version, standard=ASKS, standards_in_words=STANDARDS, by=officer.user
    )


def agree(version: SchemeVersion) -> None:
    """A lead of each locality asked agrees."""
    template = version.report_templates.get()
    for agreement in template.agreements.all():
        lead = RoleHolding.objects.filter(
            role=Role.LOCALITY_LEAD, organisation=agreement.locality_id
        ).earliest("pk")
        report_templates.agree(template=template, by=lead.user)
