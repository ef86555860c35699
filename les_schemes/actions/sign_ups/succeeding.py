"""A practice merges: the practice that takes its place holds its sign-up (EXC-08, AMB-67).

Only what was signed passes on: each predecessor's sign-up on its own list, none for one that did
not sign. Of a practice that splits nothing does: the parent keeps the year (AMB-68).
"""

from les_schemes import permissions, telling
from les_schemes.models import SignUp, SignUpTransfer
from les_schemes.sheet import locked, recorded
from les_schemes.statuses import IN_FORCE
from les_schemes.workflow import SIGN_UP
from localities.models import Succession
from localities.statuses import SuccessionKind
from pbc import clock
from pbc.actions import action
from pbc.actor import Actor

PASSES_ON = (SuccessionKind.MERGED, SuccessionKind.REPLACED)


@action
def transfer_due(*, by: Actor) -> int:
    """Pass on the sign-ups of practices whose merger has come. Returns how many."""
    permissions.check_can_keep_sign_ups(by)
    passed = 0
    mergers = Succession.objects.filter(kind__in=PASSES_ON, on__lte=clock.today())
    for merger in mergers.select_related("predecessor", "successor").order_by("on", "pk"):
        held = SignUp.objects.held_by([merger.predecessor_id]).filter(status__in=IN_FORCE)
        for sign_up in held.select_related("version"):
            if merger.on <= sign_up.version.financial_year.last_day:
                _transfer(locked(sign_up), merger, by)
                passed += 1
    return passed


def _transfer(sign_up: SignUp, merger: Succession, by: Actor) -> None:
    step = SIGN_UP.step(sign_up.status, "transfer")
    before = {"status": sign_up.status, "holder": sign_up.holder.code}
    SignUpTransfer.objects.create(
        sign_up=sign_up,
        successor=merger.successor,
        succession=merger,
        on=merger.on,
        recorded_at=clock.now(),
    )
    sign_up.status = step.to
    sign_up.save(update_fields=["status"])
    recorded(
        sign_up,
        step,
        by=by,
        before=before,
        after={"holder": merger.successor.code, "on": merger.on},
        reason=merger.reason,
    )
    telling.tell_of_transfer(sign_up, merger)
