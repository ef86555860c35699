import uuid

from django.db import models
from django.db.models import Q

from les_schemes.models.sign_ups import SignUp
from les_schemes.statuses import AgreementKind
from pbc.models import SealedDocument


class Agreement(models.Model):
    """A sealed document of a sign-up: the agreement, or a supplement for a later signature."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    sign_up = models.ForeignKey(SignUp, on_delete=models.PROTECT, related_name="agreements")
    kind = models.CharField(max_length=10, choices=AgreementKind)
    document = models.OneToOneField(
        SealedDocument, on_delete=models.PROTECT, related_name="agreement"
    )
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["made_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["sign_up"],
                condition=Q(kind="agreement"),
                name="one_agreement_a_sign_up",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} of {self.sign_up}"
