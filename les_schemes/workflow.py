"""The transition tables of a scheme version, a sign-up, a paper sheet and a statement, as data."""

from les_schemes.procurement.workflow import PROCUREMENT  # noqa: F401  # part of this table
from les_schemes.reports.workflow import CLAIM, REPORT, TEMPLATE  # noqa: F401  # part of this
from les_schemes.statuses import (
    BEING_DESIGNED,
    ENDS_WITH_ITS_SCHEME,
    NOT_OPENED,
    SchemeStatus,
    SheetStatus,
    SignUpStatus,
    StatementStatus,
    VariationStatus,
)
from pbc.workflow import Transition, Workflow

# Days before the deadline on which practices and GPs are reminded (F-SIGN-17).
REMINDER_DAYS = (21, 14, 7, 2, 0)
# Days before a year-end statement is due, and before its grace ends, on which GPs are reminded.
STATEMENT_REMINDER_DAYS = (14, 7, 2, 0)

MANAGER = "practice manager"
PRACTICE = "practice manager or practice PBC lead"
GP = "the GP himself or herself"
COMMISSIONER = "commissioner"

_DRAFT, _SIGNING, _SUBMITTED, _QUERIED, _ACCEPTED, _REFUSED, *_ENDING = SignUpStatus
_WITHDRAWN, _WITHDRAWING, _TRANSFERRED = _ENDING

# With the practice, before the sheet first came back and while a query on it stands.
_PREPARING = (_DRAFT, _SIGNING, _QUERIED)
# From the request on, whatever becomes of the sheet, a GP who has not signed still may.
_SIGNABLE = (_SIGNING, _SUBMITTED, _QUERIED, _ACCEPTED, _WITHDRAWING, _TRANSFERRED)


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
        # Of a provider that is no practice, which has neither GPs nor a PBC Locality.
        **_staying(
            _PREPARING, "give_contact_number", "provider manager", "sign_up.contact_number_given"
        ),
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
        **{
            (status, "sign_for_provider"): Transition(
                to, "authorised signatory of the provider", "sign_up.signed_for_provider"
            )
            for status, to in ((_DRAFT, _SIGNING), (_SIGNING, _SIGNING), (_QUERIED, _QUERIED))
        },
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
        # From refused, by a correction of the decision that kept it out.
        **{
            (status, "let_in"): Transition(
                _SUBMITTED, "the Committee, by its decision", "sign_up.let_in_late"
            )
            for status in (_SUBMITTED, _REFUSED)
        },
        **_staying(
            (_ACCEPTED, _WITHDRAWING, _TRANSFERRED),
            "name_new_gps",
            "practice manager or commissioner",
            "sign_up.new_gps_named",
        ),
        # Held by its successor it stays so until the day of the notice.
        (_ACCEPTED, "give_notice"): Transition(_WITHDRAWING, MANAGER, "sign_up.notice_given"),
        (_TRANSFERRED, "give_notice"): Transition(_TRANSFERRED, MANAGER, "sign_up.notice_given"),
        (_WITHDRAWING, "take_back_notice"): Transition(
            _ACCEPTED, MANAGER, "sign_up.notice_taken_back"
        ),
        (_TRANSFERRED, "take_back_notice"): Transition(
            _TRANSFERRED, MANAGER, "sign_up.notice_taken_back"
        ),
        **{
            (status, "end"): Transition(_WITHDRAWN, "the system, on the day", "sign_up.withdrawn")
            for status in (_WITHDRAWING, _TRANSFERRED)
        },
        **{
            (status, "end_with_scheme"): Transition(
                _WITHDRAWN, "commissioner, by withdrawing the scheme", "sign_up.withdrawn"
            )
            for status in ENDS_WITH_ITS_SCHEME
        },
        # Merged again, it is held by the next successor.
        **{
            (status, "transfer"): Transition(
                _TRANSFERRED, "the system, on a merger", "sign_up.transferred"
            )
            for status in (_ACCEPTED, _WITHDRAWING, _TRANSFERRED)
        },
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
        (SchemeStatus.DRAFT, "record_consultation"): Transition(
            SchemeStatus.CONSULTED, COMMISSIONER, "scheme.consultation_recorded"
        ),
        (SchemeStatus.CONSULTED, "approve"): Transition(
            SchemeStatus.APPROVED,
            "another commissioner, who took no part in its design",
            "scheme.approved",
        ),
        **{
            (status, "take_back"): Transition(SchemeStatus.DRAFT, COMMISSIONER, "scheme.taken_back")
            for status in (SchemeStatus.CONSULTED, SchemeStatus.APPROVED)
        },
        (SchemeStatus.APPROVED, "open"): Transition(
            SchemeStatus.OPEN, COMMISSIONER, "scheme.opened"
        ),
        # An open one only until its year begins.
        **{
            (status, "withdraw"): Transition(
                SchemeStatus.WITHDRAWN, COMMISSIONER, "scheme.withdrawn"
            )
            for status in (*NOT_OPENED, SchemeStatus.OPEN)
        },
        # After its year.
        (SchemeStatus.OPEN, "reconcile"): Transition(
            SchemeStatus.RECONCILED, "finance officer or commissioner", "scheme.reconciled"
        ),
        **{
            (status, "vary"): Transition(
                SchemeStatus.VARIATION, "commissioner, by the Committee's decision", "scheme.varied"
            )
            for status in BEING_DESIGNED
        },
    },
)

_S = StatementStatus
_TO_GIVE = (_S.ASKED, _S.QUERIED, _S.MISSING)
_COMMITTEE = "the Committee, by its decision"

STATEMENT = Workflow(
    name="year-end statement",
    labels=dict(StatementStatus.choices),
    transitions={
        # Given while it is before the Committee, it is taken back from there.
        **{
            (status, "give"): Transition(_S.GIVEN, GP, "statement.given")
            for status in (*_TO_GIVE, _S.REFERRED)
        },
        **{
            (status, "remind"): Transition(
                status, "practice manager or commissioner", "statement.reminded"
            )
            for status in _TO_GIVE
        },
        **{
            (status, "exempt"): Transition(_S.EXEMPT, COMMISSIONER, "statement.exempted")
            for status in (*_TO_GIVE, _S.REFERRED)
        },
        (_S.EXEMPT, "ask_again"): Transition(_S.ASKED, COMMISSIONER, "statement.asked_again"),
        (_S.GIVEN, "accept"): Transition(_S.ACCEPTED, COMMISSIONER, "statement.accepted"),
        (_S.GIVEN, "query"): Transition(_S.QUERIED, COMMISSIONER, "statement.queried"),
        (_S.ASKED, "note_missing"): Transition(
            _S.MISSING, "the system, after the grace", "statement.missing"
        ),
        # Referred again where its matter was withdrawn; a query that stays unanswered, too.
        **{
            (status, "refer"): Transition(_S.REFERRED, COMMISSIONER, "statement.referred")
            for status in (_S.MISSING, _S.QUERIED, _S.REFERRED)
        },
        **{
            (status, action): Transition(to, _COMMITTEE, f"statement.{to}")
            for status in (_S.REFERRED, _S.WAIVED, _S.RECOVERY)
            for action, to in (("waive", _S.WAIVED), ("decide_recovery", _S.RECOVERY))
        },
    },
)

VARIATION = Workflow(
    name="variation",
    labels=dict(VariationStatus.choices),
    transitions={
        (VariationStatus.WAITING, "put_in_force"): Transition(
            VariationStatus.IN_FORCE, _COMMITTEE, "variation.put_in_force"
        ),
        (VariationStatus.WAITING, "decline"): Transition(
            VariationStatus.DECLINED, _COMMITTEE, "variation.declined"
        ),
        (VariationStatus.IN_FORCE, "acknowledge"): Transition(
            VariationStatus.IN_FORCE, "whom it touches", "variation.acknowledged"
        ),
        (VariationStatus.IN_FORCE, "remind"): Transition(
            VariationStatus.IN_FORCE, COMMISSIONER, "variation.reminded"
        ),
    },
)
