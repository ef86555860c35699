"""The transition tables of a scheme version, a sign-up and a paper sheet (SM-02), as data."""

from les_schemes.statuses import SchemeStatus, SheetStatus, SignUpStatus
from pbc.workflow import Transition, Workflow

# Days before the deadline on which practices and GPs are reminded (F-SIGN-17).
REMINDER_DAYS = (21, 14, 7, 2, 0)

MANAGER = "practice manager"
PRACTICE = "practice manager or practice PBC lead"
GP = "the GP himself or herself"
COMMISSIONER = "commissioner"

_DRAFT, _SIGNING, _SUBMITTED, _QUERIED, _ACCEPTED, _REFUSED, _WITHDRAWN = SignUpStatus

# With the practice, before the sheet first came back and while a query on it stands.
_PREPARING = (_DRAFT, _SIGNING, _QUERIED)
# From the request on, whatever becomes of the sheet, a GP who has not signed still may.
_SIGNABLE = (_SIGNING, _SUBMITTED, _QUERIED, _ACCEPTED)


def _staying(
    statuses: tuple[SignUpStatus, ...], action: str, who: str, event: str
) -> dict[tuple[str, str], Transition]:
    """What may be done in several statuses and leaves each as it is."""
    return {(status, action): Transition(status, who, event) for status in statuses}


SIGN_UP = Workflow(
    name="sign-up",
    labels=dict(SignUpStatus.choices),
    transitions={
        **_staying(_PREPARING, "confirm_gps", MANAGER, "sign_up.gps_confirmed"),
        **_staying(_PREPARING, "choose_locality", MANAGER, "sign_up.locality_chosen"),
        **_staying(_PREPARING, "accept_undertaking", MANAGER, "sign_up.undertaking_accepted"),
        (_DRAFT, "request_signatures"): Transition(
            _SIGNING, MANAGER, "sign_up.signatures_requested"
        ),
        **_staying(
            (_SIGNING, _QUERIED), "request_signatures", MANAGER, "sign_up.signatures_requested"
        ),
        **_staying(_SIGNABLE, "remind", "practice manager or commissioner", "sign_up.reminded"),
        **_staying(_SIGNABLE, "sign_as_gp", GP, "sign_up.signed_by_gp"),
        **_staying(_SIGNABLE, "decline", MANAGER, "sign_up.declined_by_gp"),
        **_staying(
            (_SIGNING, _QUERIED), "sign_for_practice", PRACTICE, "sign_up.signed_for_practice"
        ),
        (_SIGNING, "submit"): Transition(_SUBMITTED, MANAGER, "sign_up.submitted"),
        # A verified sheet on paper returns it, cures a query, or brings a later signature.
        **{
            (status, "return_on_paper"): Transition(
                _SUBMITTED, COMMISSIONER, "sign_up.returned_on_paper"
            )
            for status in (_DRAFT, _SIGNING, _QUERIED)
        },
        **_staying(
            (_SUBMITTED, _ACCEPTED), "return_on_paper", COMMISSIONER, "sign_up.returned_on_paper"
        ),
        (_SUBMITTED, "query"): Transition(_QUERIED, COMMISSIONER, "sign_up.queried"),
        (_QUERIED, "answer"): Transition(_SUBMITTED, MANAGER, "sign_up.answered"),
        (_SUBMITTED, "accept"): Transition(_ACCEPTED, COMMISSIONER, "sign_up.accepted"),
        **{
            (status, "refuse"): Transition(_REFUSED, COMMISSIONER, "sign_up.refused")
            for status in (_SUBMITTED, _QUERIED)
        },
        **{
            (status, "withdraw"): Transition(_WITHDRAWN, MANAGER, "sign_up.withdrawn")
            for status in (_DRAFT, _SIGNING, _SUBMITTED, _QUERIED, _ACCEPTED)
        },
        (_SUBMITTED, "put_before_committee"): Transition(
            _SUBMITTED, COMMISSIONER, "sign_up.put_before_committee"
        ),
        (_SUBMITTED, "let_in"): Transition(
            _SUBMITTED, "the Committee, by its decision", "sign_up.let_in_late"
        ),
        (_ACCEPTED, "name_new_gps"): Transition(
            _ACCEPTED, "practice manager or commissioner", "sign_up.new_gps_named"
        ),
    },
)

SHEET = Workflow(
    name="paper sheet",
    labels=dict(SheetStatus.choices),
    transitions={
        (SheetStatus.WAITING, "verify"): Transition(
            SheetStatus.VERIFIED, "another commissioner", "returned_sheet.verified"
        ),
        (SheetStatus.WAITING, "reject"): Transition(
            SheetStatus.REJECTED, COMMISSIONER, "returned_sheet.rejected"
        ),
    },
)

SCHEME = Workflow(
    name="scheme",
    labels=dict(SchemeStatus.choices),
    transitions={
        (SchemeStatus.DRAFT, "open"): Transition(SchemeStatus.OPEN, COMMISSIONER, "scheme.opened"),
    },
)
