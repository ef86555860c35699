"""Who may read the files of applications."""

from django.urls import reverse

from applications.actions.levels import EVIDENCE_KIND
from applications.models import CriterionEvidence, LevelApplication
from pbc import audit_trail, files
from pbc.actor import Actor
from pbc.models import StoredFile


def may_read_evidence(actor: Actor, stored: StoredFile) -> bool:
    """A file shown for a criterion is read by whoever may see the application."""
    visible = LevelApplication.objects.visible_to(actor)
    return CriterionEvidence.objects.filter(
        file=stored, application__in=visible.values("pk")
    ).exists()


files.register_kind(EVIDENCE_KIND, visible=may_read_evidence)
audit_trail.page_of(
    LevelApplication, lambda pk: reverse("applications:level-application", args=[pk])
)
