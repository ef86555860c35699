"""The transition table of a level application (SM-05), as data."""

from applications.statuses import LevelApplicationStatus
from pbc.workflow import Transition, Workflow

LEAD = "locality lead"
COMMISSIONER = "commissioner"
COMMITTEE = "the Committee, by its decision"

_DRAFT, _SUBMITTED, _ON_AGENDA, _AGREED, _DEFERRED, _DECLINED, _WITHDRAWN = LevelApplicationStatus

LEVEL_APPLICATION = Workflow(
    name="level application",
    labels=dict(LevelApplicationStatus.choices),
    transitions={
        **{
            (status, "give_evidence"): Transition(status, LEAD, "level_application.evidence_given")
            for status in (_DRAFT, _DEFERRED)
        },
        (_DRAFT, "submit"): Transition(_SUBMITTED, LEAD, "level_application.submitted"),
        (_DEFERRED, "submit"): Transition(_SUBMITTED, LEAD, "level_application.submitted"),
        (_SUBMITTED, "put_before_committee"): Transition(
            _ON_AGENDA, COMMISSIONER, "level_application.put_before_committee"
        ),
        (_ON_AGENDA, "agree"): Transition(_AGREED, COMMITTEE, "level_application.agreed"),
        (_ON_AGENDA, "defer"): Transition(_DEFERRED, COMMITTEE, "level_application.deferred"),
        (_ON_AGENDA, "put_off"): Transition(_ON_AGENDA, COMMITTEE, "level_application.put_off"),
        (_ON_AGENDA, "decline"): Transition(_DECLINED, COMMITTEE, "level_application.declined"),
        **{
            (status, f"correct_to_{verb}"): Transition(to, COMMITTEE, "level_application.corrected")
            for status in (_AGREED, _DECLINED)
            for verb, to in (("agree", _AGREED), ("decline", _DECLINED))
        },
        **{
            (status, "withdraw"): Transition(
                _WITHDRAWN, "whoever applied", "level_application.withdrawn"
            )
            for status in (_DRAFT, _SUBMITTED, _ON_AGENDA, _DEFERRED)
        },
    },
)
