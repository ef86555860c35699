"""The transition table of a procurement assessment (SM-18), as data."""

from les_schemes.procurement.statuses import ProcurementStatus
from pbc.workflow import Transition, Workflow

_S = ProcurementStatus
_OFFICER = "commissioner"
_WITHOUT_INTEREST = "commissioner without an interest"

PROCUREMENT = Workflow(
    name="procurement assessment",
    labels=dict(ProcurementStatus.choices),
    transitions={
        **{
            (status, "evidence"): Transition(status, _OFFICER, "procurement.test_evidenced")
            for status in (_S.DRAFTING, _S.EVIDENCED, _S.ROUTE_CHOSEN)
        },
        (_S.DRAFTING, "evidence_last"): Transition(
            _S.EVIDENCED, _OFFICER, "procurement.test_evidenced"
        ),
        **{
            (status, "choose_route"): Transition(
                _S.ROUTE_CHOSEN, _WITHOUT_INTEREST, "procurement.route_chosen"
            )
            for status in (_S.EVIDENCED, _S.ROUTE_CHOSEN)
        },
        (_S.ROUTE_CHOSEN, "publish_notice"): Transition(
            _S.NOTICED, _OFFICER, "procurement.notice_published"
        ),
        **{
            (status, "receive_challenge"): Transition(
                _S.CHALLENGED, _OFFICER, "procurement.challenged"
            )
            for status in (_S.NOTICED, _S.CHALLENGED)
        },
        # More than one may challenge: the last answer lets the standstill go on.
        (_S.CHALLENGED, "answer_challenge"): Transition(
            _S.CHALLENGED, _WITHOUT_INTEREST, "procurement.challenge_answered"
        ),
        (_S.CHALLENGED, "answer_last_challenge"): Transition(
            _S.NOTICED, _WITHOUT_INTEREST, "procurement.challenge_answered"
        ),
        (_S.CHALLENGED, "decide_again"): Transition(
            _S.EVIDENCED, _WITHOUT_INTEREST, "procurement.decided_again"
        ),
        (_S.NOTICED, "confirm"): Transition(
            _S.CONFIRMED,
            "another commissioner without an interest, after the standstill",
            "procurement.confirmed",
        ),
    },
)
