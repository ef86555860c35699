"""Who may read the files of applications."""

from django.urls import reverse

from applications import board, certificates
from applications.actions.levels import EVIDENCE_KIND
from applications.models import CriterionEvidence, LevelApplication, LevelAward
from pbc import audit_trail, files
from pbc.actor import Actor
from pbc.documents import access
from pbc.models import StoredFile


def may_read_evidence(actor: Actor, stored: StoredFile) -> bool:
    """A file shown for a criterion is read by whoever may see the application."""
    visible = LevelApplication.objects.visible_to(actor)
    return CriterionEvidence.objects.filter(
        file=stored, application__in=visible.values("pk")
    ).exists()


def may_read_certificate(actor: Actor, award_id: str) -> bool:
    """Whoever reads the level of the locality."""
    award = LevelAward.objects.filter(pk=award_id)
    return board.localities_read_by(actor).filter(pk__in=award.values("locality")).exists()


access.register_subject(certificates.SUBJECT, visible=may_read_certificate)
files.register_kind(EVIDENCE_KIND, visible=may_read_evidence)
audit_trail.page_of(
    LevelApplication, lambda pk: reverse("applications:level-application", args=[pk])
)
