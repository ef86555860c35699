"""What a move, a merger or a split of a practice brings for its sign-ups, said before it is
recorded (EXC-07, EXC-08, AMB-66 to AMB-68)."""

from collections.abc import Iterable, Iterator

from les_schemes import changes
from les_schemes.models import SignUp
from localities import consequences
from localities.models import Organisation
from pbc import clock


@consequences.tell_of_moves
def of_moves(practice: Organisation) -> Iterator[str]:
    for sign_up in _held(practice):
        yield f"{sign_up.version}: {changes.effect_of_move(sign_up.version)}"


@consequences.tell_of_successions
def of_successions(organisation: Organisation) -> Iterator[str]:
    for sign_up in _held(organisation):
        version = sign_up.version
        yield f"{version}, merged or replaced: the successor holds it. {changes.EFFECT_OF_MERGER}"
        yield f"{version}, split: {changes.EFFECT_OF_SPLIT[0].lower()}{changes.EFFECT_OF_SPLIT[1:]}"


def _held(organisation: Organisation) -> Iterable[SignUp]:
    """What it holds in a year that has not ended."""
    today = clock.today()
    held = SignUp.objects.held_by([organisation.pk]).standing()
    return [
        sign_up
        for sign_up in held.select_related("version__scheme")
        if today <= sign_up.version.financial_year.last_day
    ]
