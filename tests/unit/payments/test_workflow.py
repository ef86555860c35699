"""The states of a run: what cannot happen, by the table itself."""

from payments.statuses import COUNTS_AS_PAID, OPEN, RunStatus
from payments.workflow import RUN


def test_nothing_follows_a_paid_or_a_cancelled_run() -> None:
    assert RUN.actions_from(RunStatus.PAID) == []
    assert RUN.actions_from(RunStatus.CANCELLED) == []


def test_what_counts_as_paid_never_stops_to() -> None:
    for (status, _), transition in RUN.transitions.items():
        if status in COUNTS_AS_PAID:
            assert transition.to in COUNTS_AS_PAID


def test_a_run_is_paid_only_by_way_of_approval() -> None:
    before_paid = {status for (status, _), step in RUN.transitions.items() if step.to == "paid"}
    assert before_paid == {RunStatus.APPROVED}
    before_approved = {
        status for (status, _), step in RUN.transitions.items() if step.to == "approved"
    }
    assert before_approved == {RunStatus.PREPARED}


def test_only_open_runs_can_be_cancelled() -> None:
    cancellable = {status for (status, action) in RUN.transitions if action == "cancel"}
    assert cancellable == set(OPEN)
