"""States of a run and the stages at which persons answer for it."""

from django.db import models

from pbc.nhsuk import colours


class RunStatus(models.TextChoices):
    PREPARING = "preparing", "Being prepared"
    PREPARED = "prepared", "Waiting for approval"
    APPROVED = "approved", "Approved"
    PAID = "paid", "Paid"
    CANCELLED = "cancelled", "Cancelled"


# A commissioner has at most one run of these.
OPEN = (RunStatus.PREPARING, RunStatus.PREPARED)
# What counts as paid for netting: approved and not reversed.
COUNTS_AS_PAID = (RunStatus.APPROVED, RunStatus.PAID)


class Stage(models.TextChoices):
    PREPARED = "prepared", "Prepared"
    APPROVED = "approved", "Approved"


class LeftOut(models.TextChoices):
    """Why a practice or locality is paid nothing, or not all, by a run."""

    NO_LIST = "no_list", "No list held"
    NOT_SIGNED_UP = "not_signed_up", "Not signed up"
    BEING_SIGNED = "being_signed", "Sheet being signed"
    SUBMITTED = "submitted", "Waiting on the commissioner"
    QUERIED = "queried", "Sheet queried"
    REFUSED = "refused", "Sign-up refused"
    WITHDRAWN = "withdrawn", "Withdrawn"
    WAITING_FOR_GPS = "waiting_for_gps", "Waiting for GPs"
    NO_ELIGIBLE_GP = "no_eligible_gp", "No GP to sign"
    NOT_COMMISSIONED = "not_commissioned", "Not with this commissioner"
    LOCALITY = "locality", "Locality not known"


class ReviewKind(models.TextChoices):
    """What a calculation finds for the Committee, by the contract's name."""

    WITHDRAWAL = "withdrawal_review", "Paid beyond a withdrawal"
    OVERSPEND = "overspend_review", "Overspent its budget"


WHAT_TO_DO = {
    ReviewKind.WITHDRAWAL: (
        "Ask the Committee whether what was paid for the months after it left stays or is "
        "recovered. Until then nothing is taken back."
    ),
    ReviewKind.OVERSPEND: (
        "Ask the Committee whether what was earned stays. Until then nothing is taken back."
    ),
}


colours.register(
    {
        RunStatus.PREPARING: "blue",
        RunStatus.PREPARED: "yellow",
        RunStatus.APPROVED: "aqua-green",
        RunStatus.PAID: "green",
        RunStatus.CANCELLED: "grey",
        LeftOut.NO_LIST: "red",
        LeftOut.NOT_SIGNED_UP: "grey",
        LeftOut.BEING_SIGNED: "blue",
        LeftOut.QUERIED: "orange",
        LeftOut.WAITING_FOR_GPS: "yellow",
        LeftOut.NO_ELIGIBLE_GP: "grey",
        LeftOut.NOT_COMMISSIONED: "purple",
        LeftOut.LOCALITY: "red",
        ReviewKind.WITHDRAWAL: "orange",
        ReviewKind.OVERSPEND: "orange",
    }
)
