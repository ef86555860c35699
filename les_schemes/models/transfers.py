from django.db import models

from les_schemes.models.sign_ups import SignUp
from localities.models import Organisation, Succession


class SignUpTransfer(models.Model):
    """From a day on, the practice that a provider merged into holds its sign-up (EXC-08, AMB-67).

    The sign-up stays the provider's: its list, its signatures and its agreement. Never changed.
    """

    sign_up = models.ForeignKey(SignUp, on_delete=models.PROTECT, related_name="transfers")
    successor = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="sign_ups_inherited"
    )
    succession = models.ForeignKey(Succession, on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["on", "pk"]
        get_latest_by = ["on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["sign_up", "successor"], name="a_successor_inherits_a_sign_up_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.sign_up}, held by {self.successor} from {self.on:%-d %B %Y}"
