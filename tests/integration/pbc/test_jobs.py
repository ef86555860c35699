from datetime import timedelta

import pytest
from django.db import OperationalError
from django.utils import timezone

from pbc import jobs
from pbc.actor import SYSTEM
from pbc.models import Job
from pbc.refusals import NotNow

pytestmark = pytest.mark.django_db

KIND = "test.jobs"


@pytest.fixture
def published(monkeypatch: pytest.MonkeyPatch) -> list:
    """The ids handed to the queue, instead of a broker."""
    ids: list = []
    monkeypatch.setattr(jobs, "_publishers", [ids.append])
    return ids


def ask(handler=lambda job: "/done/", key: str = "one", **arguments) -> Job:
    jobs.handles(KIND)(handler)
    return jobs.enqueue(kind=KIND, key=key, title="Work", by=SYSTEM, **arguments)


def test_a_job_is_published_only_when_its_transaction_stands(
    published: list, django_capture_on_commit_callbacks
) -> None:
    with django_capture_on_commit_callbacks() as callbacks:
        job = ask()
    assert published == []
    for callback in callbacks:
        callback()
    assert published == [job.pk]


def test_a_live_job_of_the_same_key_is_returned_and_a_finished_one_is_not(published: list) -> None:
    first = ask()
    assert ask() == first
    assert ask(key="other") != first
    jobs.run(first.pk)
    assert ask() != first


def test_unknown_work_is_refused_at_once() -> None:
    with pytest.raises(LookupError, match="no handler"):
        jobs.enqueue(kind="unheard.of", key="x", title="x", by=SYSTEM)


def test_it_runs_with_its_arguments_and_keeps_its_result(published: list) -> None:
    seen = []

    def handler(job: Job) -> str:
        seen.append(job.arguments)
        jobs.report(job, done=1, total=4, message="A quarter")
        assert Job.objects.get(pk=job.pk).percent == 25
        return "/result/"

    job = ask(handler, file=7)
    jobs.run(job.pk)
    job.refresh_from_db()
    assert seen == [{"file": 7}]
    assert (job.status, job.result_url, job.attempts) == ("done", "/result/", 1)
    assert job.finished_at is not None


def test_a_finished_job_does_not_run_again_however_often_it_is_delivered(published: list) -> None:
    runs = []
    job = ask(lambda job: runs.append(job.pk))
    for _ in range(3):
        jobs.run(job.pk)
    assert runs == [job.pk]


def test_a_refusal_ends_it_with_its_words(published: list) -> None:
    def refuse(job: Job) -> str:
        raise NotNow("The list of April is missing.")

    job = ask(refuse)
    jobs.run(job.pk)
    job.refresh_from_db()
    assert (job.status, job.message) == ("failed", "The list of April is missing.")


def test_a_fault_ends_it_and_is_raised_for_the_log(published: list) -> None:
    job = ask(lambda job: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        jobs.run(job.pk)
    job.refresh_from_db()
    assert job.status == "failed"
    assert "division by zero" in job.message


def test_while_the_database_is_away_it_stays_live_and_is_given_up_at_last(published: list) -> None:
    def away(job: Job) -> str:
        raise OperationalError("gone")

    job = ask(away)
    with pytest.raises(OperationalError):
        jobs.run(job.pk)
    job.refresh_from_db()
    assert job.is_live
    Job.objects.update(attempts=jobs.GIVES_UP_AFTER_ATTEMPTS - 1)
    jobs.run(job.pk)
    job.refresh_from_db()
    assert job.status == "failed"


def test_the_sweeper_publishes_what_was_never_started_or_hangs(published: list) -> None:
    now = timezone.now()
    lost, hanging, fresh, busy = (ask(key=str(number)) for number in range(4))
    Job.objects.filter(pk=lost.pk).update(queued_at=now - timedelta(minutes=1))
    Job.objects.filter(pk=hanging.pk).update(
        status="running", started_at=now - timedelta(minutes=5)
    )
    Job.objects.filter(pk=busy.pk).update(status="running", started_at=now)
    published.clear()
    assert jobs.sweep() == 2
    assert set(published) == {lost.pk, hanging.pk}
    assert fresh.pk not in published


def test_progress_of_a_job_of_unknown_length_is_nought(published: list) -> None:
    assert ask().percent == 0
    assert str(ask()) == "Work (Waiting to start)"
